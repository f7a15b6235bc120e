"""The verb chronicle: dated acts of a state or between two, by hand or by machine."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from detente.cli.answer_output import output_answer
from detente.cli.options import FIRST_DAY, LAST_DAY, as_of_option, json_option, output_option, scheme_option
from detente.cli.output import grid, heading, paragraph

if TYPE_CHECKING:
    from detente.answers.chronicle import Chronicle

__all__ = ["chronicle"]

FEW = 40  # acts shown of each kind
EXAMPLES = """\
\b
Examples:
  detente chronicle Japan Russia --since 2014
  detente chronicle India China --coding machine -o acts.csv
"""


@click.command(epilog=EXAMPLES)
@click.argument("states", nargs=-1, required=True, metavar="STATE [STATE]")
@click.option("--since", type=FIRST_DAY, help="First day or year.")
@click.option("--until", type=LAST_DAY, help="Last day or year.")
@click.option(
    "--coding",
    type=click.Choice(["all", "hand", "machine"]),
    default="all",
    show_default=True,
    help="Hand-compiled acts, acts machine-coded from texts, or both.",
)
@click.option("--dataset", metavar="NAME", help="Of the machine-coded acts, only those of this dataset.")
@scheme_option
@as_of_option
@output_option
@json_option
def chronicle(
    *,
    states: tuple[str, ...],
    since: date | None,
    until: date | None,
    outputs: tuple[Path, ...],
    as_json: bool,
    **options: Any,
) -> None:
    """Show dated acts of a state, or between two.

    The acts that come with Detente were compiled by hand, each from a public document. Acts of your own texts are coded
    by machine (see detente code): each names its page, its rule and the words that were matched.
    """
    if len(states) > 2:
        raise click.UsageError("give one state, or two; quote names of several words")
    from detente.answers.chronicle import chronicle as verb  # noqa: PLC0415 - not needed for help

    answer = verb(*states, since=since, until=until, **options)
    output_answer(answer, _text(answer), outputs, as_json=as_json)


def _text(answer: Chronicle) -> Iterator[str]:
    from detente.answers.chronicle import HAND, MACHINE  # noqa: PLC0415 - not needed for help
    from detente.catalog import at_precision  # noqa: PLC0415 - likewise

    for coding, title in ((HAND, "Hand-compiled acts"), (MACHINE, "Acts machine-coded from texts")):
        acts = answer.of(coding)
        if acts.height:
            more = f", the latest {FEW} of {acts.height:,}; -o FILE writes all" if acts.height > FEW else ""
            rows = [
                (
                    at_precision(act["date"], act["precision"]),
                    f"{_who(act)}, {act['tone']}: {act['text']}. {act['document']}.",
                )
                for act in acts.tail(FEW).iter_rows(named=True)
            ]
            header = ("date", "who, tone, what happened, and where it is stated")
            yield f"{heading(title + more)}\n{grid(header, rows, 'll')}"
    if answer.reach:
        yield paragraph(f"Of the hand-compiled acts, {answer.reach}.")


def _who(act: dict[str, Any]) -> str:
    """Return who acted toward whom, or with whom."""
    actors, targets = act["actors"].replace(";", ", "), (act["targets"] or "").replace(";", ", ")
    return f"{actors} to {targets}" if targets else actors
