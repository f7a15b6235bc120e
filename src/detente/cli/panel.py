"""The verb panel: states, or pairs of them, by period, with what the records say of each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from detente.cli.options import as_of_option, json_option, scheme_option
from detente.cli.output import emit, emit_json, grid, heading, paragraph, say, write_file

if TYPE_CHECKING:
    from detente.panels import Panel

__all__ = ["panel"]

KINDS = ("states", "dyads", "directed-dyads")
EXAMPLES = """\
\b
Examples:
    detente panel --list
    detente panel states --from 1990 --to 2020 --add capabilities -o states.csv
    detente panel directed-dyads --add pacts,mids,contiguity,majors \\
        --peace cow_mid_ongoing --relevant -o panel.dta --cite panel.bib
    detente panel dyads --among g7 --unit month --add pacts -o g7.parquet
"""


def _many(_ctx: click.Context, _param: click.Parameter, value: Sequence[str]) -> tuple[str, ...]:
    """Return the words of an option that may be repeated, and hold several words between commas."""
    return tuple(word.strip() for part in value for word in part.split(",") if word.strip())


@click.command(epilog=EXAMPLES)
@click.argument("kind", type=click.Choice(KINDS), required=False)
@click.option("--list", "listing", is_flag=True, help="List what can be added, and what of it the store holds.")
@click.option(
    "--system",
    type=click.Choice(["cow", "gw"]),
    default="cow",
    show_default=True,
    help="List of states: Correlates of War, or Gleditsch and Ward.",
)
@click.option("--from", "start", type=int, default=1816, show_default=True, metavar="YEAR", help="First year.")
@click.option("--to", "end", type=int, metavar="YEAR", help="Last year; by default the last that is over.")
@click.option(
    "--unit",
    type=click.Choice(["year", "quarter", "month"]),
    default="year",
    show_default=True,
    help="Length of a period.",
)
@click.option("--among", multiple=True, callback=_many, metavar="NAME", help="Only these groups or states.")
@scheme_option
@click.option(
    "--membership",
    type=click.Choice(["any", "first", "last"]),
    default="any",
    show_default=True,
    help="The day of a period that makes a member of it.",
)
@click.option("--add", multiple=True, callback=_many, metavar="NAME[:DATASET]", help="What to add; see --list.")
@click.option("--rules", callback=_many, multiple=True, metavar="RULE", help="Which of several disputes counts.")
@click.option(
    "--initiators",
    type=click.Choice(["joiners", "side-a", "originators"]),
    default="joiners",
    show_default=True,
    help="Who initiated a dispute: side A and all who joined later, side A, or its originators.",
)
@click.option(
    "--conflict-type",
    "conflict_types",
    multiple=True,
    callback=_many,
    metavar="TYPE",
    help="Only armed conflicts of this type: interstate, intrastate, internationalized, extrasystemic.",
)
@click.option(
    "--conflict-issue",
    "conflict_issues",
    multiple=True,
    callback=_many,
    metavar="ISSUE",
    help="Only armed conflicts over this: territory, government, both.",
)
@click.option(
    "--conflict-intensity",
    type=click.IntRange(1, 2),
    default=1,
    show_default=True,
    help="Only armed conflicts of this intensity or more: 2 is war.",
)
@click.option("--peace", multiple=True, callback=_many, metavar="COLUMN", help="Count the time since this event.")
@click.option(
    "--gaps",
    type=click.Choice(["restart", "count", "ignore"]),
    default="restart",
    show_default=True,
    help="What years away mean for that count.",
)
@click.option("--lag", multiple=True, callback=_many, metavar="COLUMN[:N]", help="Add the value N periods earlier.")
@click.option("--relevant", is_flag=True, help="Keep politically relevant dyads: contiguous, or with a major power.")
@as_of_option
@click.option("--reasons", is_flag=True, help="Write why cells are empty, in a column beside each.")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="Write a .parquet, .csv or .dta file."
)
@click.option("--cite", type=click.Path(path_type=Path), metavar="FILE.bib", help="Write what to cite, as BibTeX.")
@json_option
def panel(
    *, kind: str | None, listing: bool, output: Path | None, cite: Path | None, reasons: bool, as_json: bool,
    **asked: Any,
) -> None:  # fmt: skip
    """Build a panel of states or pairs for analysis.

    Rows are the members of a list of states, or pairs of them, by period. The file's codebook is written beside it.
    Without -o, the panel is built and described.
    """
    if listing:
        _list(as_json=as_json)
        return
    if kind is None:
        raise click.UsageError(f"say what a row is: {', '.join(KINDS)}", click.get_current_context())
    found = _build(kind, **asked)
    for note in found.notes:
        say(note)
    if output is not None:
        for path in found.to(output, reasons=reasons):
            say(f"wrote {path}")
    if cite is not None:
        write_file(cite, found.bibliography())
        say(f"wrote {cite}")
    if as_json:
        emit_json(found.codebook())
    elif output is None:
        emit("\n\n".join(_described(found)))


def _build(kind: str, *, among: Sequence[str], rules: Sequence[str], lag: Sequence[str], **asked: Any) -> Panel:
    from detente.panels import REDUCTION  # noqa: PLC0415 - heavy, and only used here
    from detente.panels import panel as panel_of  # noqa: PLC0415 - likewise
    from detente.store import Store  # noqa: PLC0415 - likewise

    built: Any = panel_of
    found: Panel = built(Store.open(), kind, among=among or None, rules=rules or REDUCTION, lags=_lags(lag), **asked)
    return found


def _lags(asked: Sequence[str]) -> dict[str, list[int]]:
    from detente.errors import UsageError  # noqa: PLC0415

    lags: dict[str, list[int]] = {}
    for word in asked:
        name, _, by = word.partition(":")
        if by and not by.isdecimal():
            raise UsageError(f"{word!r} is no lag; write COLUMN or COLUMN:2.", value=word)
        lags.setdefault(name, []).append(int(by or 1))
    return lags


def _described(found: Panel) -> list[str]:
    book = found.codebook()
    said = book["panel"]
    lists = {"cow": "Correlates of War", "gw": "Gleditsch and Ward"}
    title = f"{said['rows']:,} rows: {said['kind']} by {said['unit']}, {said['from']} to {said['until']}"
    parts = [heading(title), paragraph(f"Members of the list of {lists[said['system']]} ({said['membership']} day).")]
    body = [
        (one["name"], _span(one["covers_from"], one["covers_until"]), one["empty"], one["unit"] or one["doc"])
        for one in book["columns"]
    ]
    parts.append(grid(("column", "covered", "empty", "unit"), body, "llrl"))
    parts.append(paragraph("Name a file with -o to write it; --json tells why cells are empty."))
    return parts


def _span(start: date | None, end: date | None) -> str:
    return "" if start is None or end is None else f"{start.year}–{end.year}"


def _list(*, as_json: bool) -> None:
    from detente.panels import ADDITIONS  # noqa: PLC0415 - heavy, and only used here
    from detente.sources import SOURCES  # noqa: PLC0415 - likewise
    from detente.store import Store  # noqa: PLC0415 - likewise

    held = set(Store.open().datasets())
    rows: list[dict[str, Any]] = []
    for one in ADDITIONS.values():
        datasets = [
            {
                "dataset": name,
                "covers_from": SOURCES[name].covers_from if name in SOURCES else None,
                "covers_until": SOURCES[name].covers_until if name in SOURCES else None,
                "in_store": name in held,
            }
            for name in one.datasets
        ]
        rows.append(
            {
                "add": one.name,
                "what": one.doc,
                "unit": one.unit,
                "about": one.about,
                "no_row": one.absent,
                "of": list(one.kinds),
                "datasets": datasets,
            }
        )
    if as_json:
        emit_json(rows)
        return
    emit(grid(("add", "what"), [(row["add"], _told(row)) for row in rows], "ll"))
    emit(
        "\n"
        + paragraph(
            "The first dataset is taken, unless another is named: --add pacts:cow_alliances; of democracy, all that "
            "the store holds. A * marks what it holds."
        )
    )


def _told(row: dict[str, Any]) -> str:
    """Return what an addition is, in a line or two."""
    froms = [
        f"{one['dataset']}{'*' if one['in_store'] else ''} {one['covers_from'] or ''}–{one['covers_until'] or ''}"
        for one in row["datasets"]
    ]
    told = f"{row['what']}. Unit: {row['unit']}. {row['about'][0].upper()}{row['about'][1:]}. No row: {row['no_row']}."
    pairs = "" if "states" in row["of"] else " Of pairs only."
    return f"{told}{pairs} From {', '.join(froms).replace(' –', '') or 'facts that Detente carries'}."
