"""``detente pull``: data from their providers into the store."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from detente.cli.counting import no_cube_option
from detente.cli.options import DAY, json_option
from detente.errors import UsageError

if TYPE_CHECKING:
    from detente.remote import Manners, Plan, Record, Site

__all__ = ["pull"]

F = TypeVar("F", bound=Callable[..., Any])

ABOUT = """\
What arrived stays: run the same command again to go on after an interruption, or to add what is new. Files that
the provider lists but does not have are recorded as missing and do not stop the rest.
"""
GDELT_EPILOG = f"""\
\b
Examples:
  detente pull gdelt --dry-run
  detente pull gdelt --from 2013-01-01 --to 2016-12-31
  detente pull gdelt --from 2024-01-01 --stream both
  detente pull gdelt --mirror /media/disk/gdelt

GDELT 1.0 and 2.0 code the same news and are never to be added up. By default 1.0 is taken before 18 February 2015,
the day on which 2.0 begins, and 2.0 from then on.

{ABOUT}"""
ICEWS_EPILOG = f"""\
\b
Examples:
  detente pull icews --dry-run
  detente pull icews --from 2012-01-01 --to 2014-12-31
  detente pull icews --mirror ~/Downloads/icews

{ABOUT}
Files come from the Harvard Dataverse, doi:10.7910/DVN/28075. If it asks for an account, put your API token into the
variable DETENTE_DATAVERSE_TOKEN.
"""
POLECAT_EPILOG = (
    ICEWS_EPILOG.replace("icews", "polecat")
    .replace("28075", "AJGVIT")
    .replace("2012-", "2022-")
    .replace("2014-", "2023-")
)


def shared_options(command: F) -> F:
    """Add the options that the providers share."""
    options = (
        click.option("--from", "first", type=DAY, help="First day; by default the provider's first."),
        click.option("--to", "last", type=DAY, help="Last day; by default the provider's last."),
        click.option(
            "--mirror",
            metavar="PLACE",
            help="Another address with the provider's layout, or a folder that holds its files.",
        ),
        click.option(
            "--connections",
            type=click.IntRange(1, 16),
            metavar="N",
            default=4,
            show_default=True,
            help="Files fetched at a time; keep it low on a shared line.",
        ),
        click.option("--no-ingest", is_flag=True, help="Only fetch; take the files in later with: detente ingest."),
        no_cube_option,
        click.option("--dry-run", is_flag=True, help="Say what would be fetched, and how much, and stop there."),
        json_option,
    )
    for option in reversed(options):
        command = option(command)
    return command


storage_option = click.option(
    "--storage",
    multiple=True,
    metavar="HOST",
    help="Another host to which the Dataverse may redirect downloads, over https; may be repeated.",
)


PULL_EPILOG = """\
\b
Examples:
  detente pull                          the sources of votes, pacts and figures
  detente pull gdelt --dry-run          what would be fetched, and how much
  detente pull unga_votes               one source, fetched and taken in
"""


class Sources(click.Group):
    """The providers of events as commands, and every other source as one more."""

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a provider's command, or a source's."""
        if found := super().get_command(ctx, cmd_name):
            return found
        from detente.cli.pull_source import command_for  # noqa: PLC0415 - help should not wait for it

        return command_for(cmd_name)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, or say how to see which there are."""
        if args and not args[0].startswith("-") and self.get_command(ctx, args[0]) is None:
            ctx.fail(f"there is no source {args[0]!r}; `detente pull` lists them")
        return super().resolve_command(ctx, args)


@click.group(cls=Sources, invoke_without_command=True, epilog=PULL_EPILOG, subcommand_metavar="[SOURCE] [ARGS]...")
@json_option
@click.pass_context
def pull(ctx: click.Context, *, as_json: bool) -> None:
    """Fetch data from their providers into the store.

    Without a SOURCE, list the sources of votes, pacts, disputes and figures: what they cover, and whether they are
    fetched or must be downloaded by hand.
    """
    if ctx.invoked_subcommand is None:
        from detente.cli.records import list_sources  # noqa: PLC0415 - help should not wait for it

        list_sources(as_json=as_json)


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
@click.option("--allow-overlap", is_flag=True, help="Fetch days of one version that the other has brought already.")
@shared_options
def gdelt(version: str | None, stream: str, *, newest: bool, allow_overlap: bool, **options: Any) -> None:
    """Fetch GDELT's events, 1.0 and 2.0."""
    from detente.cli.fetching import Asked, refuse_overlap, run  # noqa: PLC0415 - help should not wait for it
    from detente.remote import GDELT, plan_gdelt  # noqa: PLC0415

    asked = Asked(**options)
    if newest and (asked.first or asked.last or version == "1"):
        raise UsageError("--newest takes one quarter hour of GDELT 2.0; leave out --from, --to and --version 1")

    def plan(site: Site, record: Record, manners: Manners) -> Plan:
        days = {"first": asked.first, "last": asked.last}
        number = int(version) if version else None
        found = plan_gdelt(site, record.raw, manners, version=number, stream=stream, newest=newest, **days)
        if not allow_overlap:
            refuse_overlap(found.files, record)
        return found

    run("gdelt", asked, plan, GDELT)


@pull.command(epilog=ICEWS_EPILOG)
@storage_option
@shared_options
def icews(**options: Any) -> None:
    """Fetch the ICEWS events, 1995 to 2023."""
    _dataset("icews", options)


@pull.command(epilog=POLECAT_EPILOG)
@storage_option
@shared_options
def polecat(**options: Any) -> None:
    """Fetch the POLECAT events, from 2018 on."""
    _dataset("polecat", options)


def _dataset(name: str, options: dict[str, Any]) -> None:
    from detente.cli.fetching import Asked, run  # noqa: PLC0415 - help should not wait for it
    from detente.remote import DATAVERSE, plan_dataset  # noqa: PLC0415

    asked = Asked(**options)

    def plan(site: Site, record: Record, manners: Manners) -> Plan:  # noqa: ARG001 - one shape for all providers
        return plan_dataset(site, name, manners, first=asked.first, last=asked.last)

    run(name, asked, plan, DATAVERSE)
