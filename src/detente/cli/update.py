"""``detente update``: make the store current, and report what changed for pairs of states."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator
from datetime import date
from typing import TYPE_CHECKING

import click

from detente.cli.options import FIRST_DAY, json_option, scheme_option
from detente.cli.output import emit, emit_json, grid, heading, notify, paragraph

if TYPE_CHECKING:
    from detente.ingestion.pull import Progress
    from detente.ingestion.pull_answers import PullPlan
    from detente.updates.run import UpdateAnswer

__all__ = ["update"]

FAILED = 3
SPEED = 4e6  # bytes a second, for the estimate of how long a download takes
EXAMPLES = """\
\b
Examples:
  detente update
  detente update --pair Japan Russia
  detente update --among quad --since 2026-06-01
  detente update --deep polecat --since 2024 --yes

Every run fetches news since the end of the starter pack that the store does not have, and newer files of sources that
were pulled before, each checked once a week at most. Exit code 3 means that a provider could not be reached or a file
could not be read; nothing that was in the store is lost.
"""


@click.command(epilog=EXAMPLES)
@click.option(
    "--pair", nargs=2, multiple=True, metavar="A B", help="Pair to report on; repeatable. By default the watch list."
)
@click.option("--among", metavar="GROUP", help="Report on all pairs of a group, such as quad.")
@click.option("--since", type=FIRST_DAY, help="First day or year of news; by default since the starter pack ends.")
@click.option(
    "--deep",
    type=click.Choice(["gdelt", "icews", "polecat"]),
    help="Also fetch a provider's files of events; asks first, and says how large they are.",
)
@click.option("--yes", is_flag=True, help="Do not ask before fetching files of events.")
@click.option("--mirror", multiple=True, metavar="NAME=PLACE", help="Another address of a source; repeatable.")
@scheme_option
@json_option
def update(
    *,
    pair: tuple[tuple[str, str], ...],
    among: str | None,
    since: date | None,
    deep: str | None,
    yes: bool,
    mirror: tuple[str, ...],
    scheme: str | None,
    as_json: bool,
) -> None:
    """Bring the store up to date, and say what changed.

    Five lines for each pair: acts, the newest act, the temperature in both directions, and votes.
    """
    from detente.updates import update as verb  # noqa: PLC0415 - not needed for help

    def confirm(provider: str, plan: PullPlan) -> bool:
        return _confirmed(provider, plan, yes=yes)

    with _bars(as_json=as_json) as progress:
        answer = verb(
            pair=pair,
            among=among,
            since=since,
            deep=deep,
            mirror=_addresses(mirror),
            scheme=scheme,
            confirm=confirm,
            progress=progress,
        )
    if as_json:
        emit_json(answer.as_dict())
    else:
        emit("\n\n".join(_text(answer)))
    if not answer.complete:
        raise click.exceptions.Exit(FAILED)


def _addresses(given: tuple[str, ...]) -> dict[str, str]:
    found = {}
    for one in given:
        name, equals, place = one.partition("=")
        if not (name and equals and place):
            raise click.UsageError(f"invalid --mirror {one}: expected NAME=PLACE, such as news=http://127.0.0.1:8000")
        found[name] = place
    return found


def _text(answer: UpdateAnswer) -> Iterator[str]:
    from detente.identity import display_name  # noqa: PLC0415 - not needed for help
    from detente.number_text import number_of, size_of  # noqa: PLC0415 - likewise

    if answer.offline:
        yield paragraph(f"Offline: no provider could be reached, and nothing changed. {answer.steps[0].reason}")
    else:
        rows = []
        for step in answer.steps:
            days = f"{step.since} to {step.until}" if step.since and step.until else ""
            what = f"{number_of(step.files, 'file')}, {size_of(step.bytes)}, {number_of(step.rows, 'row')}"
            state = what if step.state == "fetched" else step.state
            rows.append((step.source, days, f"{state}; {step.reason}" if step.reason else state))
        yield grid(("source", "days", "fetched"), rows, "lll")
    for change in answer.changes:
        a, b = (display_name(code) for code in (change.pair.a, change.pair.b))
        lines = "\n".join(paragraph(line, "  ") for line in change.lines())
        yield f"{heading(f'{a} and {b}, acts since {answer.since}')}\n{lines}"
    if not answer.changes:
        yield paragraph("No pair was named. Name one with --pair A B, or follow it with: detente watch add A B")


def _confirmed(provider: str, plan: PullPlan, *, yes: bool) -> bool:
    """Say what would be fetched, how large it is and how long it takes, and ask."""
    from detente.ingestion.pull_answers import days_of  # noqa: PLC0415 - not needed for help
    from detente.number_text import number_of, size_of  # noqa: PLC0415 - likewise

    first, last = days_of(plan.files)
    minutes = max(1, round(plan.bytes / SPEED / 60))
    files, size, free = number_of(len(plan.files), "file"), size_of(plan.bytes), size_of(plan.free_bytes)
    notify(
        f"{provider}: {files} of {first} to {last}, {size} to fetch, about {number_of(minutes, 'minute')} at 4 MB a "
        f"second, and as much again to ingest; {free} are free"
    )
    if yes:
        return True
    if not sys.stdin.isatty():
        notify("not fetched: there is no terminal to ask; run the command again with --yes")
        return False
    return click.confirm("Fetch them?", err=True)


@contextlib.contextmanager
def _bars(*, as_json: bool) -> Iterator[Callable[[str], Progress | None] | None]:
    """Show a bar a step on standard error where that is a terminal; yield what starts the bar of a step."""
    if as_json or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console  # noqa: PLC0415 - only on a terminal
    from rich.progress import BarColumn, DownloadColumn  # noqa: PLC0415
    from rich.progress import Progress as Bar  # noqa: PLC0415

    columns = ("{task.description}", BarColumn(), DownloadColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:

        def start(name: str) -> Progress:
            task = bar.add_task(name, total=None)

            def progress(arrived: int, total: int) -> None:
                bar.update(task, advance=arrived, total=total or None)

            return progress

        yield start
