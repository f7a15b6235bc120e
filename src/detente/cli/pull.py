"""``detente pull``: data from their providers into the store."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, TypeVar

import click

from detente.cli.cube_update import no_cube_option
from detente.cli.options import FIRST_DAY, LAST_DAY, json_option
from detente.cli.output import emit, emit_json, notify

if TYPE_CHECKING:
    from detente.ingestion.pull import Progress
    from detente.ingestion.pull_answers import PullAnswer, PullPlan, ShippedAnswer

    Pulled = PullPlan | PullAnswer | ShippedAnswer

__all__ = ["pull"]

F = TypeVar("F", bound=Callable[..., Any])
INCOMPLETE = 3

ABOUT = """\
A pull can be interrupted: finished files are kept, and the same command resumes. Files that the provider lists
but does not have are recorded as missing and do not stop the rest.
"""
GDELT_EPILOG = f"""\
\b
Examples:
  detente pull gdelt --dry-run
  detente pull gdelt --since 2013 --until 2016
  detente pull gdelt --since 2024-01-01 --stream both
  detente pull gdelt --mirror /media/disk/gdelt

GDELT 1.0 and 2.0 code the same news and must never be added up. By default 1.0 is used before 18 February 2015,
the day on which 2.0 begins, and 2.0 from then on.

{ABOUT}"""
ICEWS_EPILOG = f"""\
\b
Examples:
  detente pull icews --dry-run
  detente pull icews --since 2012 --until 2014
  detente pull icews --mirror ~/Downloads/icews

{ABOUT}
Files come from the Harvard Dataverse, doi:10.7910/DVN/28075. If it requires an account, put your API token into the
variable DETENTE_DATAVERSE_TOKEN.
"""
POLECAT_EPILOG = (
    ICEWS_EPILOG.replace("icews", "polecat").replace("28075", "AJGVIT").replace("2012", "2022").replace("2014", "2023")
)
NEWS_EPILOG = f"""\
\b
Examples:
  detente pull news --since 2026-01-01
  detente pull news --since 2015 --until 2019 --again
  detente pull news --dry-run

Pages are fetched one request at a time, 50 in each. Wikipedia wants to know whom to write to: put your email address
into the variable DETENTE_CONTACT. The text is licensed CC BY-SA 4.0.

{ABOUT}"""
PULL_EPILOG = """\
\b
Examples:
  detente pull                          list the sources of votes, pacts and figures
  detente pull gdelt --dry-run          what would be fetched, and how much
  detente pull unga_votes               fetch and ingest one source
"""
SOURCE_EPILOG = """\
\b
Examples:
  detente pull {name} --dry-run
  detente pull {name}
  detente pull {name} --mirror ~/Downloads

Exit code 1 means that the file must be downloaded by hand; the message says where.
"""

since_option = click.option("--since", type=FIRST_DAY, help="First day; by default the provider's first.")
until_option = click.option("--until", type=LAST_DAY, help="Last day; by default the provider's last.")
mirror_option = click.option(
    "--mirror", metavar="PLACE", help="Address of a mirror with the provider's layout, or a folder with its files."
)
no_ingest_option = click.option("--no-ingest", is_flag=True, help="Only fetch; ingest later with: detente ingest.")
dry_run_option = click.option("--dry-run", is_flag=True, help="Show what would be fetched, and fetch nothing.")
storage_option = click.option(
    "--storage", multiple=True, metavar="HOST", help="Another host to which downloads may be redirected; repeatable."
)


def shared_options(command: F) -> F:
    """Add the options that the providers of events share."""
    options = (
        since_option,
        until_option,
        mirror_option,
        click.option(
            "--connections",
            type=click.IntRange(1, 16),
            metavar="N",
            default=4,
            show_default=True,
            help="Files fetched at a time; keep it low on a shared connection.",
        ),
        no_ingest_option,
        no_cube_option,
        dry_run_option,
        json_option,
    )
    for option in reversed(options):
        command = option(command)
    return command


class ProviderGroup(click.Group):
    """The providers of events as commands, and every other source as one more."""

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a provider's command, or a source's."""
        return super().get_command(ctx, cmd_name) or _source_command(cmd_name)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, or fail with how to list them."""
        if args and not args[0].startswith("-") and self.get_command(ctx, args[0]) is None:
            ctx.fail(f"there is no source {args[0]!r}; `detente pull` lists them")
        return super().resolve_command(ctx, args)


@click.group(
    cls=ProviderGroup, invoke_without_command=True, epilog=PULL_EPILOG, subcommand_metavar="[SOURCE] [ARGS]..."
)
@json_option
@click.pass_context
def pull(ctx: click.Context, *, as_json: bool) -> None:
    """Fetch data from their providers into the store.

    Without a SOURCE, list the sources of votes, pacts, disputes and figures: what they cover, and whether they are
    fetched or must be downloaded by hand.
    """
    if ctx.invoked_subcommand is None:
        from detente.cli.pull_text import sources_text  # noqa: PLC0415 - not needed for help
        from detente.pull import sources  # noqa: PLC0415 - likewise

        found = sources()
        if as_json:
            emit_json(found.as_dict())
        else:
            emit("\n\n".join(sources_text(found)))


@pull.command(epilog=GDELT_EPILOG)
@click.option(
    "--version", type=click.Choice(["1", "2"]), help="Only GDELT 1.0 or 2.0; by default each for its days, see below."
)
@click.option(
    "--stream",
    type=click.Choice(["english", "translingual", "both"]),
    default="english",
    show_default=True,
    help="Of GDELT 2.0: from English sources, or machine-translated from 65 other languages.",
)
@click.option("--newest", is_flag=True, help="Only the newest quarter hour of GDELT 2.0.")
@click.option("--allow-overlap", is_flag=True, help="Fetch days of one version of which the store has the other.")
@shared_options
def gdelt(*, version: str | None, as_json: bool, **options: Any) -> None:
    """Fetch GDELT's events, 1.0 and 2.0."""
    from detente.pull import gdelt as verb  # noqa: PLC0415 - not needed for help

    with _progress("GDELT", as_json=as_json) as progress:
        answer = verb(version=int(version) if version else None, progress=progress, **options)
    _show(answer, as_json=as_json)


@pull.command(epilog=ICEWS_EPILOG)
@storage_option
@shared_options
def icews(*, as_json: bool, **options: Any) -> None:
    """Fetch the ICEWS events, 1995 to 2023."""
    from detente.pull import icews as verb  # noqa: PLC0415 - not needed for help

    with _progress("ICEWS", as_json=as_json) as progress:
        answer = verb(progress=progress, **options)
    _show(answer, as_json=as_json)


@pull.command(epilog=POLECAT_EPILOG)
@storage_option
@shared_options
def polecat(*, as_json: bool, **options: Any) -> None:
    """Fetch the POLECAT events, from 2018 on."""
    from detente.pull import polecat as verb  # noqa: PLC0415 - not needed for help

    with _progress("POLECAT", as_json=as_json) as progress:
        answer = verb(progress=progress, **options)
    _show(answer, as_json=as_json)


@pull.command(epilog=NEWS_EPILOG)
@since_option
@until_option
@click.option("--again", is_flag=True, help="Also check pages older than a month for edits, and days without a page.")
@click.option(
    "--day-after",
    is_flag=True,
    help="Also fetch pages that were edited since as they were on the day after their own: one request a page.",
)
@click.option("--mirror", metavar="ADDRESS", help="Another wiki with these pages; its API is at w/api.php below it.")
@click.option("--no-ingest", is_flag=True, help="Only fetch; a later pull of the same days ingests the pages.")
@no_cube_option
@dry_run_option
@json_option
def news(*, as_json: bool, **options: Any) -> None:
    """Fetch daily news from Wikipedia, and code its acts."""
    from detente.pull import news as verb  # noqa: PLC0415 - help should not wait for it

    with _progress("news", as_json=as_json) as progress:
        answer = verb(progress=progress, **options)
    _show(answer, as_json=as_json)


def _source_command(name: str) -> click.Command | None:
    """Return the command that pulls a source; None where there is no such source."""
    from detente.ingestion.pull_answers import pullable_sources  # noqa: PLC0415 - not needed for help
    from detente.sources.datasets import datasets  # noqa: PLC0415 - likewise
    from detente.sources.events.known_formats import format_of  # noqa: PLC0415 - likewise

    one, form = pullable_sources().get(name), format_of(name)
    if one is None and (form is None or form.dataverse is None):
        return None
    title = one.title if one is not None else datasets()[name].title

    @click.command(name, help=f"Fetch {title}.", epilog=SOURCE_EPILOG.format(name=name))
    @mirror_option
    @no_ingest_option
    @click.option("--again", is_flag=True, help="Fetch the file even if it is there: it may have changed.")
    @dry_run_option
    @storage_option
    @json_option
    def command(*, as_json: bool, **options: Any) -> None:
        from detente.pull import source  # noqa: PLC0415 - not needed for help

        with _progress(name, as_json=as_json) as progress:
            answer = source(name, progress=progress, **options)
        _show(answer, as_json=as_json)

    return command


def _show(answer: Pulled, *, as_json: bool) -> None:
    """Print what a pull did, and end with exit code 3 if a file could not be fetched or read."""
    from detente.cli.cube_update import report_counted  # noqa: PLC0415 - not needed for help
    from detente.cli.pull_text import advice, answer_text  # noqa: PLC0415 - likewise
    from detente.ingestion.pull_answers import PullAnswer  # noqa: PLC0415 - likewise

    if as_json:
        emit_json(answer.as_dict())
    else:
        emit("\n\n".join(answer_text(answer)))
    if not isinstance(answer, PullAnswer):
        return
    report_counted(answer.cube)
    if not as_json and (answer.lost or answer.unread):
        notify(advice(answer))
    if not answer.complete:
        raise click.exceptions.Exit(INCOMPLETE)


@contextlib.contextmanager
def _progress(title: str, *, as_json: bool) -> Iterator[Progress | None]:
    """Show a bar on standard error where that is a terminal, and yield what moves it."""
    try:
        if as_json or not sys.stderr.isatty():
            yield None
        else:
            with _bar(title) as progress:
                yield progress
    except KeyboardInterrupt:
        notify("finished files are kept; run the same command again to resume")
        raise


@contextlib.contextmanager
def _bar(title: str) -> Iterator[Progress]:
    from rich.console import Console  # noqa: PLC0415 - only on a terminal
    from rich.progress import (  # noqa: PLC0415
        BarColumn,
        DownloadColumn,
        Progress,
        TimeRemainingColumn,
        TransferSpeedColumn,
    )

    columns = ("{task.description}", BarColumn(), DownloadColumn(), TransferSpeedColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(f"{title}: reading the list of files", total=None)

        def progress(arrived: int, total: int) -> None:
            bar.update(task, description=title, advance=arrived, total=total or None)

        yield progress
