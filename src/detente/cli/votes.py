"""The verb votes: one roll call of the General Assembly and who voted how, or how alike two states vote."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from detente.cli.answer_output import output_answer
from detente.cli.options import DAY, FIRST_DAY, LAST_DAY, as_of_option, json_option, output_option, scheme_option

__all__ = ["votes"]

EXAMPLES = """\
\b
Examples:
  detente votes A/RES/68/262
  detente votes Japan Russia --since 2005
  detente votes Russia China --since 2005-09-01 --split 2014-03-27
  detente votes Japan Russia --since 2014 --by issue --telling 5
  detente votes "United States" Israel --by session -o agreement.csv
"""


@click.command(epilog=EXAMPLES)
@click.argument("names", nargs=-1, required=True, metavar="RESOLUTION | STATE STATE")
@click.option("--since", type=FIRST_DAY, help="First day or year of a pair's votes.")
@click.option("--until", type=LAST_DAY, help="Last day or year.")
@click.option(
    "--by",
    type=click.Choice(["year", "session", "issue", "window"]),
    default="year",
    show_default=True,
    help="A row a year, session or issue area, or one for the whole time.",
)
@click.option("--split", type=DAY, help="Show how agreement changed on this day, and why.")
@click.option(
    "--telling", type=click.IntRange(min=0), default=0, metavar="N", help="Add the N most telling roll calls."
)
@click.option("--together", is_flag=True, help="With --telling: those in which they voted alike, instead of apart.")
@click.option("--group", multiple=True, metavar="GROUP", help="Count a roll call by this group; repeatable.")
@click.option("--dataset", metavar="DATASET", help="Dataset of votes; by default all, as one series.")
@scheme_option
@as_of_option
@output_option
@json_option
def votes(
    *, names: tuple[str, ...], outputs: tuple[Path, ...], as_json: bool, telling: int, together: bool, **options: Any
) -> None:
    """Show a roll call, or how alike two states vote.

    Votes are those of the United Nations General Assembly. A resolution is named by its symbol, a roll call by its
    number in the dataset. Without the record of votes in the store, landmark votes and the yearly figures of the
    starter pack answer.
    """
    if len(names) > 2:
        raise click.UsageError("give one resolution or two states; quote names of several words")
    if together and not telling:
        raise click.UsageError("--together chooses which telling roll calls to show; add --telling N")
    from detente.answers.roll_calls import RollCallAnswer  # noqa: PLC0415 - heavy, and only used here
    from detente.answers.votes import votes as answer_votes  # noqa: PLC0415 - likewise
    from detente.cli.vote_text import roll_call_text, votes_text  # noqa: PLC0415 - likewise

    answer: Any = answer_votes(*names, telling=telling, together=together, **options)
    text = roll_call_text(answer) if isinstance(answer, RollCallAnswer) else votes_text(answer)
    output_answer(answer, text, outputs, as_json=as_json)
