"""The data dictionary: the tables as Markdown, so that the document can't say otherwise than the code."""

from __future__ import annotations

from detente.catalog.schema import Column, Table
from detente.catalog.tables import TABLES

__all__ = ["data_dictionary"]

OPENING = """\
# Data dictionary

Every table that Detente reads or writes, as the code declares it. Printed by `python -m detente.catalog`.

A column that may be *missing* can be null; no other can. Missing is never zero, and whether a row that is not
there means zero is for the table `coverage` to say. Days are written YYYY-MM-DD. A state's `code` is three
letters, one per Correlates of War number, and its ISO 3166 alpha-3 code where it has one today.
"""

DYADS = {
    True: "Directed: the source acts toward the target.",
    False: "Undirected: `a` comes before `b`.",
    None: "",
}


def data_dictionary() -> str:
    """Return the data dictionary as Markdown.

    Examples
    --------
    >>> data_dictionary().splitlines()[0]
    '# Data dictionary'
    """
    contents = "\n".join(f"- [`{t.name}`](#{t.name}): {t.doc}" for t in TABLES.values())
    return "\n".join([OPENING, contents, "", *(_table(t) for t in TABLES.values())])


def _table(table: Table) -> str:
    facts = [f"Key: {_names(table.key)}.", DYADS[table.directed], _knowledge(table)]
    rows = "\n".join(_column(c) for c in table.columns)
    return (
        f"## {table.name}\n\n{table.doc}\n\n{' '.join(fact for fact in facts if fact)}\n\n"
        f"| column | type | unit | missing | what it holds |\n|---|---|---|---|---|\n{rows}\n"
    )


def _knowledge(table: Table) -> str:
    """Say what a read as of a day leaves out."""
    if table.known_on is None:
        return "Without a date of knowledge: read whole."
    said = [f"Read as of a day, it has the rows whose `{table.known_on}` is not later."]
    if table.vintage_of:
        said.append(f"Of the vintages of one {_names(table.vintage_of)}, only the newest then known.")
    said += [f"`{end}` is null before `{known}`." for end, known in table.hidden_ends.items()]
    wholes: dict[str, list[str]] = {}
    for whole, known in table.whole_spans.items():
        wholes.setdefault(known, []).append(f"`{whole}`")
    said += [f"{', '.join(names)}: about the whole span, null before `{known}`." for known, names in wholes.items()]
    return " ".join(said)


def _column(column: Column) -> str:
    doc = column.doc + "."
    if column.codes:
        doc += f" One of {_names(column.codes)}."
    if column.least is not None or column.most is not None:
        doc += f" {column.allowed.capitalize()}."
    kind = str(column.dtype).lower()
    return f"| `{column.name}` | {kind} | {column.unit or ''} | {'yes' if column.nullable else ''} | {doc} |"


def _names(names: tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in names)
