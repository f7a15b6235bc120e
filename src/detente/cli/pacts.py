"""The verb pacts: who is bound to whom on a day, to what, and by which text."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from detente.cli.options import as_of_option, json_option, scheme_option
from detente.cli.output import emit, emit_json, grid, heading, paragraph, say
from detente.cli.table_files import write_table

if TYPE_CHECKING:
    from detente.answers.pacts import Bonds

__all__ = ["pacts"]

KINDS = ("defence", "offence", "neutrality", "nonaggression", "consultation", "entente")
NAMES = {"nonaggression": "non-aggression"}
MANY = 12  # partners named with their dates
EXAMPLES = """\
\b
Examples:
  detente pacts Japan Russia --as-of 2015-09-01
  detente pacts Japan --kind defence
  detente pacts "Soviet Union" --as-of 1985-03-11 -o pacts.csv
"""


@click.command(epilog=EXAMPLES)
@click.argument("states", nargs=-1, required=True, metavar="STATE [STATE]")
@click.option("--kind", type=click.Choice(KINDS), help="Only obligations of this kind.")
@scheme_option
@as_of_option
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="Write the ties as .csv, .parquet or .json."
)
@json_option
@click.pass_context
def pacts(
    ctx: click.Context, *, states: tuple[str, ...], kind: str | None, scheme: str | None, as_of: date | None,
    output: Path | None, as_json: bool,
) -> None:  # fmt: skip
    """Show who is bound to whom, and by which text.

    First the treaties compiled by hand, each with its document; then the spells of the datasets of alliances in the
    store; and for two states how alike their ties with all states are.
    """
    if len(states) > 2:
        ctx.fail("give one state, or two; quote names of several words")
    from detente.answers.pacts import bonds  # noqa: PLC0415 - likewise
    from detente.dates import as_of_day  # noqa: PLC0415 - heavy, and only used here
    from detente.errors import NoAnswer  # noqa: PLC0415
    from detente.identity.dyads import resolve_states  # noqa: PLC0415 - heavy, and only used here
    from detente.store import Store  # noqa: PLC0415

    day = as_of_day(as_of)
    codes = resolve_states(states, day, scheme)
    store = Store.open()
    found = bonds(store, codes, day, kind)
    if found.ties.is_empty() and found.similarity is None:
        raise NoAnswer(
            f"no pact of {' and '.join(codes)} was on record by {day}{f'; {found.reach}' if found.reach else ''}. The "
            "texts compiled by hand are of 64 states; bring in a dataset of alliances with: detente ingest atop FILE",
            value=codes,
        )
    if output is not None:
        write_table(found.ties, found.as_dict(), output)
        say(f"wrote {output}")
    if as_json:
        emit_json(found.as_dict())
    elif output is None:
        emit("\n\n".join(_text(found)))


def _text(found: Bonds) -> list[str]:
    from detente.identity import display_name  # noqa: PLC0415

    names = " and ".join(display_name(code, found.day) for code in found.states)
    parts = [heading(f"{names}, {found.day}")]
    current, how_far = found.texts(), f"; {found.reach}" if found.reach else ""
    parts += [_told(text, alone=len(found.states) == 1) for text in current]
    if current and how_far:
        parts.append(paragraph(f"These are the texts compiled by hand{how_far}.", "  "))
    if not current:
        parts.append(paragraph(f"No text compiled by hand binds them on this day{how_far}.", "  "))
    ended = found.ended() if len(found.states) == 2 else []
    if ended:
        parts.append(heading("Ended before"))
        parts += [_told(text, alone=False) for text in ended]
    parts += _spells(found)
    if found.similarity is not None:
        parts.append(_similarity(found.similarity))
    return parts


def _told(text: dict[str, Any], *, alone: bool) -> str:
    """Return a text in a few lines: its name, what it obliges to, whom and since when, and the document."""
    kinds = ", ".join(NAMES.get(kind, kind) for kind in text["kinds"])
    lines = [paragraph(text["title"], "  ")]
    partners = text["partners"]
    if not alone:
        lines.append(f"    {kinds}; {_span(partners[0])}")
    elif len(partners) <= MANY:
        bound = ", ".join(f"{partner['name']} {_span(partner)}" for partner in partners)
        lines.append(paragraph(f"{kinds}; {bound}", "    "))
    else:
        named = ", ".join(sorted(p["name"] for p in partners))
        lines.append(paragraph(f"{kinds}; with {len(partners)}: {named}", "    "))
    lines.append(paragraph(text["document"], "    "))
    return "\n".join(lines)


def _span(partner: dict[str, Any]) -> str:
    return f"since {partner['since']}" if partner["until"] is None else f"{partner['since']} to {partner['until']}"


def _spells(found: Bonds) -> list[str]:
    """Return the spells of each dataset in the lake: of a pair all, of a state those in force."""
    from detente.answers.records import in_years  # noqa: PLC0415 - heavy, and only used here

    parts = []
    for dataset, days in found.covered.items():
        rows = found.of(dataset) if len(found.states) == 2 else found.in_force(dataset)
        title = heading(f"In the dataset {dataset}, which covers {in_years(days)}")
        if rows.is_empty():
            parts.append(f"{title}\n  none")
        else:
            parts.append(f"{title}\n{_grid(found, rows.iter_rows(named=True))}")
    return parts


def _grid(found: Bonds, rows: Any) -> str:
    from detente.identity import display_name  # noqa: PLC0415

    def name(code: str) -> str:
        return display_name(code, found.day)

    lines = []
    for row in rows:
        partner = row["target"] if row["source"] == found.states[0] else row["source"]
        bound = "both" if row["bound"] == "both" else name(row["bound"])
        years = f"{row['start'].year}–{'' if row['end'] is None else row['end'].year}"
        lines.append((name(partner), NAMES.get(row["kind"], row["kind"]), years, bound))
    head = ("with", "kind", "years", "who is bound")
    if len(found.states) == 2:
        return grid(head[1:], [line[1:] for line in lines], "lll")
    return grid(head, sorted(lines), "llll")


def _similarity(figures: dict[str, Any]) -> str:
    order = (("s_abs", "S, absolute distances"), ("s_sq", "S, squared distances"), ("kappa", "κ"), ("pi", "π"))
    rows = []
    for name, words in order:
        valued, binary = figures.get(name), figures.get(f"binary_{name}")
        if valued is not None or binary is not None:
            rows.append((words, _number(valued), _number(binary)))
    table = grid(("", "valued", "binary"), rows, "lrr")
    note = "How alike the ties of the two with all states are: 1 for the same. κ and π take off what chance would give."
    title = heading(f"Similarity of their pacts in {figures['year']}")
    return f"{title}\n{table}\n\n{paragraph(note)}"


def _number(value: float | None) -> str | None:
    return None if value is None else f"{value:.2f}".replace("-", "−")
