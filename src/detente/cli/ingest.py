"""``detente ingest``: files of events, and of the slow record, into the lake."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from detente.cli.counting import keep_cube, no_cube_option
from detente.cli.options import json_option
from detente.cli.output import emit, emit_json, grid, heading, paragraph

if TYPE_CHECKING:
    from detente.store.bulk import Ingested

__all__ = ["ingest"]

FORMATS = ("gdelt1", "gdelt2", "icews", "polecat")
EXAMPLES = """\
\b
  detente ingest ~/gdelt                          every file of events in a folder
  detente ingest events.2018.20200427.tab.zip     one file of ICEWS
  detente ingest mine.csv --map mine.toml         any table, by a mapping file
  detente ingest unga_votes UNVotes.csv            votes, pacts, disputes …

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


@click.command(epilog=EXAMPLES)
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="[SOURCE] PATH...")
@click.option("--format", "form", type=click.Choice(FORMATS), help="Format of the files; by default each file's own.")
@click.option("--map", "mapping", type=click.Path(path_type=Path), metavar="FILE", help="Mapping file, in TOML.")
@click.option("--dataset", metavar="NAME", help="Name of the dataset; by default the format's or the mapping's.")
@no_cube_option
@click.option(
    "--processes",
    type=click.IntRange(1, 2),
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

    Events may be of GDELT, ICEWS or POLECAT, or any table by a mapping. PATH is a file (plain, .gz, .zip or
    Parquet) or a folder. SOURCE names the source of any other file.
    """
    if form and mapping:
        ctx.fail("--format and --map exclude each other: a mapping is a format of your own")
    from detente.cli.records import ingest_one, names_source  # noqa: PLC0415 - help should not wait for it

    if names_source(paths):
        if form or mapping or dataset:
            ctx.fail(f"--format, --map and --dataset are for files of events; {paths[0]} has a form of its own")
        ingest_one(str(paths[0]), paths[1:], as_json=as_json)
        return
    from detente.store import Store  # noqa: PLC0415 - help should not wait for it
    from detente.store.ingest_processes import ingest_together  # noqa: PLC0415 - likewise

    store = Store.open()
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
    if as_json:
        emit_json(_as_data(done))
    else:
        emit("\n\n".join(_report(done)))
    if not no_cube:
        keep_cube(store, done.touched, quiet=quiet)
    if done.failures:
        ctx.exit(3)


class _Progress:
    """A line on the terminal that counts files and rows."""

    def __init__(self, *, show: bool) -> None:
        self.show, self.files, self.rows = show, 0, 0

    def __enter__(self) -> _Progress:
        return self

    def __exit__(self, *_: object) -> None:
        if self.show and self.files:
            click.echo("", err=True)

    def add(self, rows: int) -> None:
        """Count a file."""
        self.files, self.rows = self.files + 1, self.rows + rows
        if self.show:
            click.echo(f"\r{self.files:,} files, {self.rows:,} rows", nl=False, err=True)


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
        "failures": [{"file": path, "why": why} for path, why in done.failures],
    }


def _report(done: Ingested) -> list[str]:
    """Return the report's parts, in reading order."""
    before = f"; {done.already:,} were there before" if done.already else ""
    versions = f", {done.replaced:,} of them new versions" if done.replaced else ""
    parts = [paragraph(f"Took in {_counted(done.units)}{versions}{before}.")]
    if done.datasets:
        rows = [(name, f"{count:,}") for name, count in sorted(done.datasets.items())]
        parts.append(f"{heading('Events kept')}\n{grid(('dataset', 'rows'), rows, 'lr')}")
    if done.units:
        parts.append(
            paragraph(f"Of {done.rows_in:,} rows {done.rows_ok:,} were kept and {done.rows_rejected:,} set aside.")
        )
    if done.rejecting:
        parts.append(paragraph(f"See what was set aside with: detente data rejects {done.rejecting[0]}"))
    placed = {reason: count for reason, count in done.unplaced.items() if reason != "missing"}
    if placed:
        said = ", ".join(f"{count:,} {WHY.get(reason, reason)}" for reason, count in sorted(placed.items()))
        parts.append(paragraph(f"Actors kept without a state: {said}."))
    if done.failures:
        lines = [paragraph(why, "  ") for _, why in done.failures[:20]]
        more = [f"  and {len(done.failures) - 20} more"] if len(done.failures) > 20 else []
        parts.append("\n".join([heading(f"{_counted(len(done.failures))} could not be used"), *lines, *more]))
    return parts


def _counted(count: int) -> str:
    return "1 file" if count == 1 else f"{count:,} files"


WHY = {
    "region": "of a region",
    "unknown": "of a code or name that is no state's",
    "not then": "of a state that did not exist then",
    "ambiguous": "of a name that means several states",
}
