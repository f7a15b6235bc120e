"""The verb panel: states, or pairs of them, by period, with variables from the records."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from detente.cli.answer_output import output_answer
from detente.cli.options import as_of_option, json_option, scheme_option
from detente.cli.output import emit, emit_json, grid, heading, notify, paragraph, write_file

if TYPE_CHECKING:
    from detente.panels import Panel

__all__ = ["panel"]

KINDS = ("states", "dyads", "directed-dyads")
EXAMPLES = """\
\b
Examples:
    detente panel --list
    detente panel states --since 1990 --until 2020 --add capabilities -o states.csv
    detente panel directed-dyads --add pacts,mids,contiguity,majors \\
        --peace cow_mid_ongoing --relevant -o panel.dta --cite panel.bib
    detente panel dyads --among g7 --freq month --add pacts -o g7.parquet
"""


def _many(_ctx: click.Context, _param: click.Parameter, value: Sequence[str]) -> tuple[str, ...]:
    """Return the values of an option that may be repeated and may hold several, separated by commas."""
    return tuple(word.strip() for part in value for word in part.split(",") if word.strip())


@click.command(epilog=EXAMPLES)
@click.argument("kind", type=click.Choice(KINDS), required=False)
@click.option("--list", "listing", is_flag=True, help="List what can be added, and whether the store has it.")
@click.option(
    "--system",
    type=click.Choice(["cow", "gw"]),
    default="cow",
    show_default=True,
    help="List of states: Correlates of War, or Gleditsch and Ward.",
)
@click.option("--since", type=int, default=1816, show_default=True, metavar="YEAR", help="First year.")
@click.option("--until", type=int, metavar="YEAR", help="Last year; by default the last completed year.")
@click.option(
    "--freq",
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
    help="The day of a period on which a state must be a member.",
)
@click.option("--add", multiple=True, callback=_many, metavar="NAME[:DATASET]", help="What to add; see --list.")
@click.option(
    "--rules", callback=_many, multiple=True, metavar="RULE", help="Which of several disputes in a year counts."
)
@click.option(
    "--initiators",
    type=click.Choice(["joiners", "side-a", "originators"]),
    default="joiners",
    show_default=True,
    help="Who initiated a dispute: side A and all who joined later, side A, or its originators.",
)
@click.option(
    "--conflict-type",
    multiple=True,
    callback=_many,
    metavar="TYPE",
    help="Only armed conflicts of this type: interstate, intrastate, internationalized, extrasystemic.",
)
@click.option(
    "--conflict-issue",
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
    help="How gaps in membership affect that count.",
)
@click.option("--lag", multiple=True, callback=_many, metavar="COLUMN[:N]", help="Add the value N periods earlier.")
@click.option("--relevant", is_flag=True, help="Keep politically relevant dyads: contiguous, or with a major power.")
@as_of_option
@click.option("--reasons", is_flag=True, help="Add a column of reasons for empty cells beside each column.")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="Write a .parquet, .csv or .dta file."
)
@click.option("--cite", type=click.Path(path_type=Path), metavar="FILE.bib", help="Write what to cite, as BibTeX.")
@json_option
def panel(
    *, kind: str | None, listing: bool, output: Path | None, cite: Path | None, reasons: bool, as_json: bool,
    **options: Any,
) -> None:  # fmt: skip
    """Build a panel of states or pairs for analysis.

    Rows are the members of a list of states, or pairs of them, by period. The file's codebook is written beside it.
    Without -o, the panel is built and described.
    """
    from detente import panels  # noqa: PLC0415 - heavy, and only used here

    if listing:
        additions = panels.panel_additions()
        output_answer(additions, _list(additions.rows), (), as_json=as_json)
        return
    if kind is None:
        raise click.UsageError(f"name what a row is: {', '.join(KINDS)}", click.get_current_context())
    options |= {"among": options["among"] or None, "rules": options["rules"] or panels.REDUCTION}
    build: Any = panels.panel
    found: Panel = build(kind, **options)
    for note in found.notes:
        notify(note)
    if output is not None:
        for path in found.to(output, reasons=reasons):
            notify(f"wrote {path}")
    if cite is not None:
        write_file(cite, found.bibliography())
        notify(f"wrote {cite}")
    if as_json:
        emit_json(found.as_dict())
    elif output is None:
        emit("\n\n".join(_described(found)))


def _described(found: Panel) -> list[str]:
    book = found.codebook()
    about = book["panel"]
    lists = {"cow": "Correlates of War", "gw": "Gleditsch and Ward"}
    title = f"{about['rows']:,} rows: {about['kind']} by {about['unit']}, {about['from']} to {about['until']}"
    parts = [heading(title), paragraph(f"Members of the list of {lists[about['system']]} ({about['membership']} day).")]
    body = [
        (one["name"], _span(one["covers_from"], one["covers_until"]), one["empty"], one["unit"] or one["doc"])
        for one in book["columns"]
    ]
    parts.append(grid(("column", "covered", "empty", "unit"), body, "llrl"))
    parts.append(paragraph("Name a file with -o to write it; --json shows why cells are empty."))
    return parts


def _span(start: date | None, end: date | None) -> str:
    return "" if start is None or end is None else f"{start.year}–{end.year}"


def _list(rows: Sequence[dict[str, Any]]) -> Iterator[str]:
    yield grid(("add", "what"), [(row["add"], _addition(row)) for row in rows], "ll")
    yield paragraph(
        "The first dataset is used unless another is named, as in --add pacts:cow_alliances; of democracy, all that "
        "the store holds. A * marks what it holds."
    )


def _addition(row: dict[str, Any]) -> str:
    """Return what an addition is, in a line or two."""
    datasets = [
        f"{one['dataset']}{'*' if one['in_store'] else ''} {one['covers_from'] or ''}–{one['covers_until'] or ''}"
        for one in row["datasets"]
    ]
    about = f"{row['about'][0].upper()}{row['about'][1:]}"
    pairs = "" if "states" in row["of"] else " Of pairs only."
    origin = ", ".join(datasets).replace(" –", "") or "facts that Detente carries"
    return f"{row['what']}. Unit: {row['unit']}. {about}. No row: {row['no_row']}.{pairs} From {origin}."
