"""``detente ingest``: files of events, and of the slow record, into the lake."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from detente.amounts import most_rejected, most_unknown, number_of, without_state
from detente.cli.counting import keep_cube, no_cube_option
from detente.cli.options import json_option
from detente.cli.output import emit, emit_json, grid, heading, paragraph, say
from detente.errors import DataError, NoAnswer, mostly_rejected

if TYPE_CHECKING:
    from detente.ingestion.events import Ingested
    from detente.lake.lake import Batch
    from detente.sources import Source

    _PathType = click.Path[Path]
else:
    _PathType = click.Path  # generic only to the type checker, and only in later versions

__all__ = ["ingest"]

FEW = 20  # files that are named
WARNING = "Warning"  # begins a line that stands before all others
FORMATS = ("gdelt1", "gdelt2", "icews", "polecat")
EXAMPLES = """\
\b
Examples:
  detente ingest ~/gdelt                        every file in a folder
  detente ingest events.2018.20200427.tab.zip   one file of ICEWS
  detente ingest mine.csv --map mine.toml       any table, by a mapping file
  detente ingest UNVotes.csv                    votes, pacts, disputes …
  detente ingest polity democracy.parquet       a file with columns of several

A mapping file names the dataset and says which of its columns is which:

\b
  dataset = "mine"
  scheme = "iso3"
  [columns]
  date = "day"
  source = "from"
  target = "to"
  cameo = "code"

`detente pull` lists the sources of votes, pacts, disputes and figures. A folder will do for their file if it has
its usual name there.

Every row is kept, or set aside with its line and the reason: see `detente data rejects`. The same file again
changes nothing. A file that was published anew is a new version of it, and the old one still answers for the
time before. An ingest that was interrupted is completed by running it again.
"""


class Place(_PathType):
    """A path that is not empty, which would mean the folder one is in."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """Return the path, or say what is wrong with it."""
        if not str(value):
            self.fail("a path is empty; name a file or a folder, or . for the folder you are in", param, ctx)
        path = Path(super().convert(value, param, ctx))
        try:
            os.stat(path)  # noqa: PTH116 - whose error is wanted, also where a folder above may not be read
        except (FileNotFoundError, NotADirectoryError):
            pass  # told with what is allowed, or it is the name of a source
        except OSError as error:
            self.fail(f"{value} can't be read: {(error.strerror or str(error)).lower()}", param, ctx)
        return path


PLACE = Place(path_type=Path)


@click.command(epilog=EXAMPLES)
@click.argument("paths", nargs=-1, required=True, type=PLACE, metavar="[SOURCE] PATH...")
@click.option("--format", "form", type=click.Choice(FORMATS), help="Format of the files; by default each file's own.")
@click.option("--map", "mapping", type=click.Path(path_type=Path), metavar="FILE", help="Mapping file, in TOML.")
@click.option("--dataset", metavar="NAME", help="Name of the dataset; by default the format's or the mapping's.")
@no_cube_option
@click.option(
    "--processes",
    type=click.IntRange(1, 2),
    metavar="1|2",
    default=2,
    show_default=True,
    help="Share the files of a large ingest between two processes, or not.",
)
@click.option("--quiet", is_flag=True, help="Show no progress.")
@json_option
@click.pass_context
def ingest(
    ctx: click.Context,
    paths: tuple[Path, ...],
    form: str | None,
    mapping: Path | None,
    dataset: str | None,
    *,
    no_cube: bool,
    processes: int,
    quiet: bool,
    as_json: bool,
) -> None:
    """Take files of events and of other records into the lake.

    Events may be of GDELT, ICEWS or POLECAT, or any table by a mapping. PATH is a file (plain, .gz, .zip, Parquet
    or Stata) or a folder, in which files may be of several formats and sources; each is recognised by its columns.
    SOURCE names the source of a file that its columns leave open.
    """
    if form and mapping:
        ctx.fail("--format and --map exclude each other: a mapping is a format of your own")
    from detente.cli.records import ingest_one, ingest_recognised, names_source  # noqa: PLC0415 - help should not wait for it

    if names_source(paths):
        if form or mapping or dataset:
            ctx.fail(f"--format, --map and --dataset are for files of events; {paths[0]} has a form of its own")
        _check_rejected(ctx, ingest_one(str(paths[0]), paths[1:], as_json=as_json))
        return
    form, dataset, paths = _named_events(ctx, paths, form, mapping, dataset)
    from detente.ingestion.processes import ingest_together  # noqa: PLC0415 - likewise
    from detente.store import Store  # noqa: PLC0415 - help should not wait for it

    store = Store.open()
    try:
        with _Progress(show=not (quiet or as_json) and sys.stderr.isatty()) as progress:
            done = ingest_together(
                store,
                paths,
                format=form,
                mapping=mapping,
                dataset=dataset,
                tell=progress.add,
                processes=processes,
            )
    except KeyboardInterrupt:
        say("files that were taken in stay; run the same command again to take in the rest")
        raise
    records = ingest_recognised(store, done) if not (form or mapping or dataset) else []
    if not (done.units or done.already or done.failures or records):
        raise NoAnswer(_nothing(paths), value=paths)
    _show(done, records, mapped=mapping is not None, as_json=as_json)
    if not no_cube:
        keep_cube(store, done.touched, quiet=quiet)
    if done.failures and not as_json:
        say(f"{_unused(done)} could not be used; the report says why")
    wrong = any(mostly_rejected(batch.rows_in, batch.rows_rejected) for _, batch in records)
    if done.failures or done.mostly_rejected or wrong:
        ctx.exit(DataError.exit_code)


def _named_events(
    ctx: click.Context, paths: tuple[Path, ...], form: str | None, mapping: Path | None, dataset: str | None
) -> tuple[str | None, str | None, tuple[Path, ...]]:
    """Return the format, the dataset and the files, where the first word names a dataset of events."""
    from detente.sources.events.known_formats import format_of  # noqa: PLC0415 - help should not wait for it

    owner = format_of(str(paths[0]))
    if owner is None or (len(paths) == 1 and paths[0].exists()):
        return form, dataset, paths
    if mapping:
        ctx.fail(f"--map is for files of no known format; {paths[0]} has a format of its own")
    if len(paths) == 1:
        ctx.fail(f"name the files of {paths[0]}, or the folder they lie in")
    return owner.name, dataset or str(paths[0]), paths[1:]


def _check_rejected(ctx: click.Context, batch: Batch) -> None:
    """End with exit code 3 if most rows of a file were rejected."""
    if mostly_rejected(batch.rows_in, batch.rows_rejected):
        ctx.exit(DataError.exit_code)


def _show(done: Ingested, records: Sequence[tuple[Source, Batch]], *, mapped: bool, as_json: bool) -> None:
    """Write what became of files of events, and of files of other sources."""
    from detente.cli.records import taken_in  # noqa: PLC0415 - help should not wait for it

    if as_json:
        emit_json({**_as_data(done), "records": [batch.as_dict() for _, batch in records]})
        return
    parts = _report(done, mapped=mapped) if done.units or done.already or done.failures else []
    parts += [part for one, batch in records for part in taken_in(one, batch)]
    parts += _failures(done)
    emit("\n\n".join(sorted(parts, key=lambda part: not part.startswith(WARNING))))


def _nothing(paths: Sequence[Path]) -> str:
    where = f"{paths[0]} holds" if len(paths) == 1 else "these folders hold"
    return f"{where} no file of events: files in folders are taken if they end in .zip, .gz, .csv, .tsv, .tab, .txt, \
.parquet or .dta. Name another folder, or the files themselves"


class _Progress:
    """A line on the terminal that counts files and rows."""

    def __init__(self, *, show: bool) -> None:
        self.show, self.files, self.rows = show, 0, 0

    def __enter__(self) -> _Progress:
        if self.show:
            click.echo("reading", nl=False, err=True)
        return self

    def __exit__(self, *_: object) -> None:
        if self.show:
            click.echo("", err=True)

    def add(self, rows: int) -> None:
        """Count a file."""
        self.files, self.rows = self.files + 1, self.rows + rows
        if self.show:
            said = f"{number_of(self.files, 'file')}, {number_of(self.rows, 'row')}"
            click.echo(f"\r{said}", nl=False, err=True)


def _as_data(done: Ingested) -> dict[str, object]:
    return {
        "files": done.units,
        "already": done.already,
        "new_versions": done.replaced,
        "rows_in": done.rows_in,
        "rows_ok": done.rows_ok,
        "rows_rejected": done.rows_rejected,
        "datasets": done.datasets,
        "unplaced": done.unplaced,
        "rejecting": done.rejecting,
        "mostly_rejected": [
            {"file": file, "rows_in": rows_in, "rows_rejected": rejected}
            for file, rows_in, rejected in done.mostly_rejected
        ],
        "mostly_unknown": [
            {"file": file, "actors": named, "unknown": unknown} for file, named, unknown in done.mostly_unknown
        ],
        "failures": [{"file": path, "why": why} for path, why in done.failures],
    }


def _report(done: Ingested, *, mapped: bool) -> list[str]:
    """Return the report's parts, in reading order."""
    was = "was" if done.already == 1 else "were"
    before = f"; {done.already:,} {was} there before" if done.already else ""
    parts = [*_warnings(done), paragraph(f"Took in {number_of(done.units, 'file')}{_versions(done)}{before}.")]
    if done.datasets:
        rows = [(name, f"{count:,}") for name, count in sorted(done.datasets.items())]
        parts.append(f"{heading('Events kept')}\n{grid(('dataset', 'rows'), rows, 'lr')}")
    if done.units:
        read = number_of(done.rows_in, "row")
        kept = f"Of {read} {done.rows_ok:,} were kept and {done.rows_rejected:,} set aside."
        parts.append(paragraph(kept if done.rows_in else "There are no rows to take in."))
    if done.rows_in and not done.rows_ok:
        form = "the mapping says" if mapped else "its format says"
        parts.append(paragraph(f"Not one row could be kept: look whether the file is written as {form}."))
    if done.rejecting:
        one = f" {done.rejecting[0]}" if len(done.rejecting) == 1 else ""
        parts.append(paragraph(f"See what was set aside with: detente data rejects{one}"))
    if said := without_state(done.unplaced):
        parts.append(paragraph(f"Actors kept without a state: {said}."))
    return parts


def _failures(done: Ingested) -> list[str]:
    """Return which files and folders could not be used, and why, the first few."""
    if not done.failures:
        return []
    lines = [paragraph(why, "  ") for _, why in done.failures[:FEW]]
    more = [f"  and {len(done.failures) - FEW:,} more"] if len(done.failures) > FEW else []
    return ["\n".join([heading(f"{_unused(done)} could not be used"), *lines, *more])]


def _warnings(done: Ingested) -> list[str]:
    """Return a line for each file that may not be what it was read as, the first few."""
    lines = [most_rejected(*one) for one in done.mostly_rejected] + [most_unknown(*one) for one in done.mostly_unknown]
    more = [f"Warning: {number_of(len(lines) - FEW, 'other file')} likewise."] if len(lines) > FEW else []
    return [paragraph(line) for line in (*lines[:FEW], *more)]


def _unused(done: Ingested) -> str:
    """Return how many files and folders could not be used."""
    folders = sum(os.path.isdir(path) for path, _ in done.failures)  # noqa: PTH112 - False where one may not look
    counts = {"file": len(done.failures) - folders, "folder": folders}
    return " and ".join(number_of(count, name) for name, count in counts.items() if count)


def _versions(done: Ingested) -> str:
    if not done.replaced:
        return ""
    if done.units == 1:
        return ", a new version of one that was there"
    return f", {done.replaced:,} of them new versions of files that were there"
