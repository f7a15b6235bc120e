"""Rows of facts from a CSV file: which table they are for, and why one can't be added."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

from detente.catalog import TABLES, Table
from detente.errors import DataError, DetenteError
from detente.identity import groups, resolve
from detente.store.facts import FACT_TABLES, typed_rows

__all__ = ["Row", "fault_of", "key_of", "read_rows", "table_for"]

Row = dict[str, str]
Fault = tuple[str | None, str]  # the column, or None for the row as a whole, and the reason

MAY_BE_LEFT_OUT = frozenset({"verified"})  # `no` where it is
PARTIES = ("actors", "targets", "sender", "target", "a", "b", "state", "claimants", "holder")
ENDS = (("start", "end"), ("from", "until"), ("date", "end_date"), ("in_force", "end"))
TWO_STATES = (("a", "b"), ("sender", "target"))
RESOLVED_ON = {"disputes": "known_on"}  # a claim may be older than the state that holds it now


def read_rows(path: Path) -> list[Row]:
    """Return the rows of a CSV file as text; cells beyond the header are under None, missing ones are None.

    Raises
    ------
    DataError
        If the file can't be read, has no rows, or names a column twice.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
        reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
        rows = list(reader)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise DataError(f"{path} can't be read: {reason}", value=path) from None
    except UnicodeDecodeError:
        raise DataError(f"{path} is not in UTF-8; save it in that encoding and add it again", value=path) from None
    except csv.Error as error:
        raise DataError(f"{path} can't be read: {error}", value=path) from None
    header = list(reader.fieldnames or ())
    if twice := sorted({name for name in header if header.count(name) > 1}):
        raise DataError(
            f"{path}: {', '.join(twice)} occurs twice in the header; each column may occur once", value=path
        )
    if not rows:
        raise DataError(f"{path} has no rows; nothing was added", value=path)
    return rows


def table_for(header: Iterable[str]) -> Table:
    """Return the table of facts whose columns a header has; columns that may be missing may be left out.

    Raises
    ------
    DataError
        If the header fits no table; says which columns the nearest one needs.

    Examples
    --------
    >>> table_for(["dispute", "start", "precision", "known_on", "rung", "document"]).name
    'dispute_rungs'
    """
    found = {name for name in header if name}
    fitting = [table for table in _tables() if _needed(table) <= found <= set(table.names)]
    if fitting:
        return fitting[0]
    nearest = max(_tables(), key=lambda table: len(found & set(table.names)) - len(found - set(table.names)))
    missing = ", ".join(sorted(_needed(nearest) - found)) or "nothing"
    unknown = ", ".join(sorted(found - set(nearest.names))) or "none"
    raise DataError(
        f"these are the columns of no table of facts. The nearest is {nearest.name}: missing {missing}; unknown "
        f"columns {unknown}. The guide 'Add facts' lists the columns of each table",
        value=sorted(found),
    )


def _tables() -> list[Table]:
    return [TABLES[name] for name in FACT_TABLES]


def _needed(table: Table) -> set[str]:
    return {column.name for column in table.columns if not column.nullable} - MAY_BE_LEFT_OUT


def key_of(table: Table, row: Mapping[str, str]) -> tuple[str, ...]:
    """Return the cells that identify a row."""
    return tuple(row[name] for name in table.key)


def fault_of(
    table: Table, row: Mapping[str, str], known: Mapping[str, Collection[str]]
) -> tuple[str | None, str] | None:
    """Return the column at fault (None: the row as a whole) and why a row can't be added; None where it can.

    Parameters
    ----------
    table : Table
        The table that it is for.
    row : mapping of str to str
        Its cells.
    known : mapping of str to collection of str
        Ids of the pacts and disputes that rows of other tables may name: ``pact``, ``dispute``.
    """
    return next(_faults(table, row, known), None)


def _faults(table: Table, row: Mapping[str, str], known: Mapping[str, Collection[str]]) -> Iterator[Fault]:
    if None in row or None in row.values():
        yield None, "more or fewer cells than the header"
        return
    try:
        typed_rows(table, list(row), [list(row.values())], "row", [0])
    except DetenteError as error:
        named = [name for name in row if f"{name} is " in error.message]
        reason = error.message.removeprefix(f"table {table.name}: ").removeprefix("row, line 0: ")
        yield (named[0] if named else None), reason.replace(" in row 0,", ",")
        return
    if row.get("end") and not row.get("end_precision", "day"):
        yield "end_precision", "blank, although there is an end"
    yield from _claims(row)
    yield from _unknown_codes(row, row[RESOLVED_ON.get(table.name, str(table.when))])
    for start, end in ENDS:
        if row.get(start) and row.get(end) and row[end] <= row[start]:
            yield end, f"not after {start}, {row[start]}"
    for one, other in TWO_STATES:
        if row.get(one) and row.get(one) == row.get(other):
            yield other, f"the same as {one}: two different states are needed"
    for column, ids in known.items():
        if row.get(column) and row[column] not in ids:
            yield column, f"no such {column} is on record"


def _claims(row: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield a fault unless a dispute has one claim of each claimant, each after its code."""
    if "claims" in row:
        named = [claim.split(": ")[0] for claim in row["claims"].split(" | ")]
        if sorted(named) != sorted(row["claimants"].split(";")):
            yield "claims", "must be one claim of each claimant, written CODE: claim and separated by ' | '"


def _unknown_codes(row: Mapping[str, str], day: str) -> Iterator[tuple[str, str]]:
    """Yield the codes of a row that no state has on a day."""
    for name in PARTIES:
        for code in filter(None, row.get(name, "").split(";")):
            if code.startswith("group:"):
                if code.removeprefix("group:") not in {found.key for found in groups()}:
                    yield name, f"no group is called {code.removeprefix('group:')!r}"
                continue
            try:
                found = resolve(code, day, scheme="code").code
            except DetenteError as error:
                yield name, error.message
                continue
            if found != code:
                yield name, f"the code on {day} is {found}"
