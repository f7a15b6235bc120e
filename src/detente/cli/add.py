"""``detente add``: the user's own records into the store."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from detente.amounts import most_rejected
from detente.cli.options import json_option, scheme_option
from detente.cli.output import emit, emit_json, grid, paragraph
from detente.errors import DataError, mostly_rejected

if TYPE_CHECKING:
    from detente.lake.lake import Batch
    from detente.store import Store

__all__ = ["add"]

COLUMNS = """\
The file is CSV in UTF-8 with a header. It needs the columns date (YYYY-MM-DD), source, target, and quad or
cameo; it may have plover, id, known_on, reports, intensity and text. States are names, codes or numbers,
read at the row's date. A row that can't be kept is set aside with its line and the reason; see them with
`detente data rejects`. The same file again changes nothing; a changed file replaces what it brought before.
"""


@click.group()
def add() -> None:
    """Add your own records to the store."""


@add.command(epilog=COLUMNS)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dataset", metavar="NAME", help="Name of the dataset; by default the file's name.")
@scheme_option
@click.option(
    "--codes",
    type=click.Choice(("full", "roots", "without_zeros")),
    help="How CAMEO codes are written; by default read from the whole column.",
)
@json_option
@click.pass_context
def events(
    ctx: click.Context, file: Path, dataset: str | None, scheme: str | None, codes: str | None, *, as_json: bool
) -> None:
    """Add a FILE of events, one state toward another, a row each."""
    from detente.ingestion.own_events import add_events  # noqa: PLC0415 - help should not wait for it
    from detente.store import Store  # noqa: PLC0415 - help should not wait for it

    store = Store.open()
    batch = add_events(store, file, dataset=dataset, scheme=scheme, codes=codes)
    if as_json:
        emit_json(batch.as_dict())
    else:
        _report(store, file, batch)
    if mostly_rejected(batch.rows_in, batch.rows_rejected):
        ctx.exit(DataError.exit_code)


def _report(store: Store, file: Path, batch: Batch) -> None:
    """Write what became of the file's rows."""
    if mostly_rejected(batch.rows_in, batch.rows_rejected):
        emit(f"{paragraph(most_rejected(file, batch.rows_in, batch.rows_rejected))}\n")
    if batch.already:
        emit(paragraph(f"{file} is already in the store as batch {batch.batch}; nothing changed."))
        return
    kept = f"Added {batch.rows_ok:,} of {batch.rows_in:,} rows"
    emit(paragraph(f"{kept} to dataset {batch.dataset}, batch {batch.batch}."))
    if batch.replaced:
        emit(paragraph(f"They replace batch {batch.replaced}, which came from the same file."))
    if batch.rows_rejected:
        rejects = store.rejects(batch.batch)
        faults = Counter(rejects["column"].fill_null("whole row"))
        rows = "row was" if batch.rows_rejected == 1 else "rows were"
        emit(f"\n{batch.rows_rejected:,} {rows} set aside, by column at fault:")
        emit(grid(("column", "rows"), faults.most_common(), "lr"))
        emit(f"\nSee them with: detente data rejects {batch.batch}")
