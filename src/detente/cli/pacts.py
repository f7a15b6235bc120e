"""The verb pacts: who is bound to whom on a day, to what, and by which treaty."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from detente.cli.answer_output import output_answer
from detente.cli.options import as_of_option, json_option, output_option, scheme_option
from detente.cli.output import grid, heading, paragraph

if TYPE_CHECKING:
    import polars as pl

    from detente.answers.pacts import PactAnswer

__all__ = ["pacts"]

KINDS = ("defence", "offence", "neutrality", "nonaggression", "consultation", "entente")
NAMES = {"nonaggression": "non-aggression"}
MANY = 12  # partners listed with their dates
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
@output_option
@json_option
def pacts(*, states: tuple[str, ...], outputs: tuple[Path, ...], as_json: bool, **options: Any) -> None:
    """Show who is bound to whom, and by which treaty.

    First the treaties compiled by hand, each with its document; then the spells in the store's datasets of alliances;
    and for two states how alike their ties with all states are.
    """
    if len(states) > 2:
        raise click.UsageError("give one state, or two; quote names of several words")
    from detente.answers.pacts import pacts as answer_pacts  # noqa: PLC0415 - heavy, and only used here

    answer = answer_pacts(*states, **options)
    output_answer(answer, _text(answer), outputs, as_json=as_json)


def _text(answer: PactAnswer) -> Iterator[str]:
    from detente.identity import display_name  # noqa: PLC0415

    alone = len(answer.states) == 1
    yield heading(f"{' and '.join(display_name(code, answer.as_of) for code in answer.states)}, {answer.as_of}")
    treaties, limits = answer.texts(), f"; {answer.reach}" if answer.reach else ""
    yield from (_treaty(treaty, alone=alone) for treaty in treaties)
    if not treaties:
        yield paragraph(f"No treaty compiled by hand is in force on this day{limits}.", "  ")
    elif limits:
        yield paragraph(f"These are the treaties compiled by hand{limits}.", "  ")
    ended = [] if alone else answer.ended()
    if ended:
        yield heading("Ended before")
        yield from (_treaty(treaty, alone=False) for treaty in ended)
    yield from _spells(answer)
    if answer.similarity is not None:
        yield _similarity(answer.similarity)


def _treaty(treaty: dict[str, Any], *, alone: bool) -> str:
    """Return a treaty in a few lines: title, obligations, partners with dates, and the document."""
    kinds = ", ".join(NAMES.get(kind, kind) for kind in treaty["kinds"])
    lines = [paragraph(treaty["title"], "  ")]
    partners = treaty["partners"]
    if not alone:
        lines.append(f"    {kinds}; {_span(partners[0])}")
    elif len(partners) <= MANY:
        bound = ", ".join(f"{partner['name']} {_span(partner)}" for partner in partners)
        lines.append(paragraph(f"{kinds}; {bound}", "    "))
    else:
        named = ", ".join(sorted(p["name"] for p in partners))
        lines.append(paragraph(f"{kinds}; with {len(partners)}: {named}", "    "))
    lines.append(paragraph(treaty["document"], "    "))
    return "\n".join(lines)


def _span(partner: dict[str, Any]) -> str:
    return f"since {partner['since']}" if partner["until"] is None else f"{partner['since']} to {partner['until']}"


def _spells(answer: PactAnswer) -> Iterator[str]:
    """Yield the spells of each dataset: of a pair all of them, of one state those in force."""
    from detente.answers.dataset_coverage import in_years  # noqa: PLC0415 - heavy, and only used here

    for dataset, days in answer.covered.items():
        rows = answer.of(dataset) if len(answer.states) == 2 else answer.in_force(dataset)
        title = heading(f"In the dataset {dataset}, which covers {in_years(days)}")
        yield f"{title}\n{'  none' if rows.is_empty() else _grid(answer, rows)}"


def _grid(answer: PactAnswer, rows: pl.DataFrame) -> str:
    from detente.identity import display_name  # noqa: PLC0415

    def name(code: str) -> str:
        return display_name(code, answer.as_of)

    lines = []
    for row in rows.iter_rows(named=True):
        partner = row["target"] if row["source"] == answer.states[0] else row["source"]
        bound = "both" if row["bound"] == "both" else name(row["bound"])
        years = f"{row['start'].year}–{'' if row['end'] is None else row['end'].year}"
        lines.append((name(partner), NAMES.get(row["kind"], row["kind"]), years, bound))
    head = ("with", "kind", "years", "who is bound")
    if len(answer.states) == 2:
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
    note = "How alike the two states' ties with all states are: 1 is identical. κ and π correct for chance."
    title = heading(f"Similarity of their pacts in {figures['year']}")
    return f"{title}\n{table}\n\n{paragraph(note)}"


def _number(value: float | None) -> str | None:
    return None if value is None else f"{value:.2f}".replace("-", "−")
