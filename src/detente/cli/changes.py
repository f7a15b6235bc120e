"""``detente changes``: what moved between two days for a pair of states."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from detente.cli.answer_output import output_answer
from detente.cli.options import FIRST_DAY, LAST_DAY, json_option, output_option, scheme_option
from detente.cli.output import terminal_columns

if TYPE_CHECKING:
    from detente.documents.document import Document

__all__ = ["changes"]

NARROW, WIDE = 60, 100
EXAMPLES = """\
\b
Examples:
  detente changes Japan Russia --from 2014-01-01 --to 2015-09-01
  detente changes India China --from 2020-06-01 -o changes.html
  detente changes Russia Ukraine --from 2021-12-31 --to 2022-12-31 --json
"""


@click.command(epilog=EXAMPLES)
@click.argument("first", metavar="STATE")
@click.argument("second", metavar="STATE")
@click.option(
    "--from", "since", type=FIRST_DAY, required=True, help="The earlier day, or a year, which means its first."
)
@click.option("--to", "until", type=LAST_DAY, help="The later day, or a year, which means its last; by default today.")
@click.option("--horizon", type=int, default=3, show_default=True, metavar="YEARS", help="Years ahead, 1 to 10.")
@click.option("--events", default="conduct", show_default=True, metavar="DATASET", help="Dataset of events.")
@scheme_option
@output_option
@json_option
def changes(
    *, first: str, second: str, since: date, until: date | None, outputs: tuple[Path, ...], as_json: bool,
    **options: Any,
) -> None:  # fmt: skip
    """Show what changed between two days for a pair of states.

    Figures, judgements and records as known on the two days, and why each moved: a new record, a revised record, or a
    new estimate.
    """
    from detente.brief.changes import changes as answer_changes  # noqa: PLC0415 - heavy, and only used here

    answer = answer_changes(first, second, since=since, until=until, **options)
    output_answer(answer, _text(answer), outputs, as_json=as_json)


def _text(answer: Document) -> Iterator[str]:
    from detente.publish import terminal  # noqa: PLC0415 - heavy, and only used here

    styled = sys.stdout.isatty()
    width = min(max(terminal_columns(), NARROW), WIDE) if styled else 80
    colour = styled and click.get_current_context().color is not False
    yield terminal(answer, width=width, colour=colour).rstrip("\n")
