"""``detente ingest``: files of events, votes, pacts, disputes and figures into the store."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from detente.cli.cube_update import no_cube_option, report_counted
from detente.cli.options import json_option, scheme_option
from detente.cli.output import emit, emit_json, grid, heading, notify, paragraph
from detente.cli.progress_line import ProgressLine
from detente.errors import DataError
from detente.number_text import most_rejected, most_unknown, number_of, without_state

if TYPE_CHECKING:
    from detente.ingestion.event_ingest import EventIngestResult
    from detente.ingestion.ingest import IngestResult

    _PathType = click.Path[Path]
else:
    _PathType = click.Path  # generic only to the type checker, and only in later versions

__all__ = ["ingest"]

FEW = 20  # files listed by name
WARNING = "Warning"  # the first word of parts of the report that come first
EXAMPLES = """\
\b
Examples:
  detente ingest mine.csv                       your own events
  detente ingest ~/gdelt                        every file in a folder
  detente ingest events.2018.20200427.tab.zip   one file of ICEWS
  detente ingest theirs.csv --map theirs.toml   other columns, by a mapping
  detente ingest UNVotes.csv                    votes, pacts, disputes …
  detente ingest polity democracy.parquet       columns of several sources

A table of your own events needs the columns date (YYYY-MM-DD), source, target, and quad or cameo; it may have plover,
id, known_on, reports, intensity and text. States are names, codes or numbers, read at the row's date. The dataset is
named after the file.

A table with other columns needs a mapping file, which names the dataset and says which of its columns is which:

\b
  dataset = "theirs"
  scheme = "iso3"
  [columns]
  date = "day"
  source = "from"
  target = "to"
  cameo = "code"

`detente pull` lists the sources of votes, pacts, disputes and figures.

Every row is kept, or rejected with its line and the reason: see `detente data rejects`. The same file again changes
nothing. New content under the same name is a new version: it supersedes the old one from today on, and questions as of
an earlier day still get the old one. Run an interrupted ingest again to complete it.
"""


class NonEmptyPath(_PathType):
    """A path that is not empty: an empty one would mean the working folder."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """Return the path, or fail with the reason."""
        if not str(value):
            self.fail("empty path: give a file or a folder, or . for the working folder", param, ctx)
        path = Path(super().convert(value, param, ctx))
        try:
            os.stat(path)  # noqa: PTH116 - whose error is wanted, also where a folder above may not be read
        except (FileNotFoundError, NotADirectoryError):
            pass  # the first argument may be the name of a source; others are reported later
        except OSError as error:
            self.fail(f"{value} can't be read: {(error.strerror or str(error)).lower()}", param, ctx)
        return path


NON_EMPTY_PATH = NonEmptyPath(path_type=Path)


@click.command(epilog=EXAMPLES)
@click.argument("paths", nargs=-1, required=True, type=NON_EMPTY_PATH, metavar="[SOURCE] PATH...")
@click.option("--map", type=click.Path(path_type=Path), metavar="FILE", help="Mapping file, in TOML.")
@click.option(
    "--dataset", metavar="NAME", help="Name of the dataset; by default the provider's, the mapping's or file's."
)
@scheme_option
@click.option(
    "--codes",
    type=click.Choice(("full", "roots", "without_zeros")),
    help="How CAMEO codes of your own events are written; by default the column shows it.",
)
@no_cube_option
@click.option(
    "--processes",
    type=click.IntRange(1, 2),
    metavar="1|2",
    default=2,
    show_default=True,
    help="Processes that share a large ingest.",
)
@click.option("--quiet", is_flag=True, help="Show no progress.")
@json_option
@click.pass_context
def ingest(
    ctx: click.Context,
    /,
    paths: tuple[Path, ...],
    *,
    quiet: bool,
    as_json: bool,
    **options: Any,
) -> None:
    """Ingest files of events, votes, pacts, disputes and figures.

    PATH is a file (plain, .gz, .zip, Parquet or Stata) or a folder; each file is recognised by its columns. SOURCE
    names the dataset of files whose columns leave it open. Events may come from GDELT, ICEWS or POLECAT, or from a
    table of your own, with a mapping where its columns have other names.
    """
    from detente.ingestion.ingest import ingest as run  # noqa: PLC0415 - not needed for help

    source = _source(paths)
    try:
        with ProgressLine("file", "row", enabled=not (quiet or as_json)) as line:
            result = run(paths[source is not None :], source, progress=lambda rows: line.add(1, rows), **options)
    except KeyboardInterrupt:
        notify("files that were ingested stay; run the same command again to ingest the rest")
        raise
    if as_json:
        emit_json(result.as_dict())
    else:
        emit("\n\n".join(sorted(_report(result), key=lambda part: not part.startswith(WARNING))))
        if not quiet:
            report_counted(result.counted)
        if result.events.failures:
            notify(f"{_unused(result.events)} could not be used; the report says why")
    if result.failed:
        ctx.exit(DataError.exit_code)


def _source(paths: tuple[Path, ...]) -> str | None:
    """Return the first word where it names a dataset and not a file."""
    from detente.sources.datasets import datasets  # noqa: PLC0415 - not needed for help

    first = str(paths[0])
    return first if first in datasets() and (len(paths) > 1 or not paths[0].exists()) else None


def _report(result: IngestResult) -> list[str]:
    """Return the report's parts, in reading order."""
    from detente.cli.source_report import report_of  # noqa: PLC0415 - not needed for help
    from detente.sources import source  # noqa: PLC0415 - likewise

    done = result.events
    parts = _events(done) if done.units or done.already or done.failures else []
    parts += [part for batch in result.records for part in report_of(source(batch.dataset), batch)]
    return parts + _failures(done)


def _events(done: EventIngestResult) -> list[str]:
    """Return the report on files of events."""
    before = f"; {done.already:,} {'was' if done.already == 1 else 'were'} in the store already" if done.already else ""
    rows = f": {number_of(done.rows_ok, 'row')} kept, {done.rows_rejected:,} rejected" if done.units else ""
    parts = [*_warnings(done)]
    if done.units or done.already:
        parts.append(paragraph(f"Ingested {number_of(done.units, 'file')}{_versions(done)}{rows}{before}."))
    if done.datasets:
        counts = [(name, f"{count:,}") for name, count in sorted(done.datasets.items())]
        parts.append(f"{heading('Events kept')}\n{grid(('dataset', 'rows'), counts, 'lr')}")
    if done.units and not done.rows_in:
        parts.append(paragraph("It has no rows." if done.units == 1 else "They have no rows."))
    elif done.rows_in and not done.rows_ok:
        parts.append(paragraph("All rows were rejected: check that the file follows its format or mapping."))
    if done.rejecting:
        one = f" {done.rejecting[0]}" if len(done.rejecting) == 1 else ""
        parts.append(paragraph(f"To see the rejects: detente data rejects{one}"))
    if actors := without_state(done.unplaced):
        parts.append(paragraph(f"Actors kept without a state: {actors}."))
    return parts


def _failures(done: EventIngestResult) -> list[str]:
    """Return which files and folders could not be used, and why, the first few."""
    if not done.failures:
        return []
    lines = [paragraph(why, "  ") for _, why in done.failures[:FEW]]
    more = [f"  and {len(done.failures) - FEW:,} more"] if len(done.failures) > FEW else []
    return ["\n".join([heading(f"{_unused(done)} could not be used"), *lines, *more])]


def _warnings(done: EventIngestResult) -> list[str]:
    """Return a line for each file that may not be what it was read as, the first few."""
    lines = [most_rejected(*one) for one in done.mostly_rejected] + [most_unknown(*one) for one in done.mostly_unknown]
    more = [f"Warning: {number_of(len(lines) - FEW, 'other file')} likewise."] if len(lines) > FEW else []
    return [paragraph(line) for line in (*lines[:FEW], *more)]


def _unused(done: EventIngestResult) -> str:
    """Return how many files and folders could not be used."""
    folders = sum(os.path.isdir(path) for path, _ in done.failures)  # noqa: PTH112 - False where one may not look
    counts = {"file": len(done.failures) - folders, "folder": folders}
    return " and ".join(number_of(count, name) for name, count in counts.items() if count)


def _versions(done: EventIngestResult) -> str:
    if not done.replaced:
        return ""
    return " as a new version" if done.units == 1 else f", {done.replaced:,} of them as new versions"
