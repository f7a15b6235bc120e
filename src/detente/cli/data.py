"""``detente data``: what the store holds, from when to when, and what it does not cover."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from detente.cli.options import as_of_option, json_option
from detente.cli.output import emit, emit_json, grid, heading, paragraph, say, write_file
from detente.cli.upkeep import batches, compact, coverage, remove, status, to_read_again, verify

if TYPE_CHECKING:
    import polars as pl

    from detente.lake.lake import Batch
    from detente.store import Store

__all__ = ["data"]

NEWEST = 20  # batches listed
STRETCHES = 4  # stretches of coverage listed in one line
FEW = 20  # rejects listed of each batch
LONG = 60  # letters of a rejected value
RENAMED = (
    "The dataset {0} is called {1} now. The yearly ICEWS figures that come with Detente, called icews before, are "
    "icews-yearly."
)
PLACES = {"starter": "computed by Detente", "facts": "compiled by hand", "added": "added by you"}


class Verbs(click.Group):
    """The verbs below ``detente data``."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the verb, or say which there are."""
        if args and not args[0].startswith("-") and args[0] not in self.commands:
            ctx.fail(f"there is no {args[0]!r} here; there are {', '.join(sorted(self.commands))}")
        return super().resolve_command(ctx, args)


@click.group(cls=Verbs, invoke_without_command=True)
@as_of_option
@json_option
@click.pass_context
def data(ctx: click.Context, as_of: date | None, *, as_json: bool) -> None:
    """Show what the store holds and what it does not cover."""
    if (verb := ctx.invoked_subcommand) is not None:
        if as_of is not None:
            ctx.fail(f"--as-of does not bear on {verb}; it goes with `detente data` alone")
        ctx.default_map = {verb: {"as_json": True}} if as_json else None
        return
    from detente.ingestion.datasets import read_by_older  # noqa: PLC0415 - likewise
    from detente.store import Store  # noqa: PLC0415 - help should not wait for it

    store = Store.open()
    contents = store.contents(as_of)
    vintages = store.vintages("temperatures", as_of)
    covered = store.coverage(as_of)
    added = _held(store, as_of)
    shown, count = added[-NEWEST:], len(added)
    if as_json:
        emit_json(
            {
                "as_of": as_of,
                "home": store.lake.home,
                "contents": contents.to_dicts(),
                "vintages": vintages.to_dicts(),
                "coverage": covered.to_dicts(),
                "batches": [batch.as_row() for batch in shown],
                "batch_count": count,
                "read_by_older": read_by_older(store),
                "renamed": store.lake.records.renamed(),
                "sources": [source.as_dict() for source in store.sources(as_of=as_of)],
            }
        )
        return
    parts = [*_report(contents, vintages, covered, as_of), _files(shown, count), *to_read_again(store)]
    parts += [paragraph(RENAMED.format(old, new)) for old, new in store.lake.records.renamed().items()]
    emit("\n\n".join(parts))


@data.command(short_help="List the rows that were set aside.", epilog="Example: detente data rejects 6d45d6bab2c6")
@click.argument("batch", required=False)
@click.option("--all", "every", is_flag=True, help=f"All of them; by default the first {FEW} of each batch.")
@json_option
def rejects(batch: str | None, *, every: bool, as_json: bool) -> None:
    """List the rows that were set aside, of all batches or of one BATCH.

    Long values are cut short; --json gives them whole, and all rows.
    """
    from detente.store import Store  # noqa: PLC0415 - help should not wait for it

    rows = Store.open().rejects(batch)
    if as_json:
        emit_json(rows.to_dicts())
    elif rows.is_empty():
        emit(f"No row of {f'batch {batch}' if batch else 'any batch'} was set aside.")
    else:
        most = None if every else FEW
        groups = rows.group_by("batch", maintain_order=True)
        emit("\n\n".join(_of_batch(name, group, most) for (name,), group in groups))


@data.command()
@click.option(
    "--from", "reference", type=click.Path(path_type=Path), required=True, metavar="FOLDER",
    help="Folder with the sources, laid out as events/ and votes/.",
)  # fmt: skip
@click.option(
    "--to",
    "folder",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Where to; by default into the package itself.",
)
@json_option
def starter(reference: Path, folder: Path | None, *, as_json: bool) -> None:
    """Compute the starter pack anew, in vintages, from the sources."""
    from detente.starter import STARTER, build  # noqa: PLC0415 - help should not wait for it

    manifest = build(reference, folder or STARTER, report=say)
    if as_json:
        emit_json({"manifest": manifest})
    else:
        emit(f"Wrote the starter pack: {manifest}")


@data.command(epilog="Example: detente data cite unga_votes cow_nmc -o references.bib")
@click.argument("datasets", nargs=-1, metavar="[DATASET]...")
@click.option("--bibtex", is_flag=True, help="Write entries of BibTeX.")
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="Write them to FILE, as BibTeX.")
@json_option
def cite(datasets: tuple[str, ...], output: Path | None, *, bibtex: bool, as_json: bool) -> None:
    """Say what to cite for each DATASET, or for all in the store."""
    from detente.citations import bibliography, citations  # noqa: PLC0415 - help should not wait for it
    from detente.store import Store  # noqa: PLC0415 - help should not wait for it

    found = citations(Store.open(), datasets or None)
    if output is not None:
        write_file(output, bibliography(found))
        say(f"wrote {output}")
    if as_json:
        emit_json([entry.as_dict() for entry in found])
    elif bibtex:
        emit(bibliography(found).rstrip())
    elif output is None:
        emit("\n\n".join(f"{heading(', '.join(one.datasets))}\n{paragraph(one.citation, '  ')}" for one in found))


for verb in (verify, coverage, compact, status, batches, remove):
    data.add_command(verb)


def _report(
    contents: pl.DataFrame,
    vintages: pl.DataFrame,
    covered: pl.DataFrame,
    as_of: date | None,
) -> list[str]:
    """Return the report's parts, in reading order."""
    known = f", as known on {as_of}" if as_of else ""
    parts = []
    for place, words in PLACES.items():
        rows = contents.filter(place=place).select("table", "dataset", "rows", "first", "last").rows()
        if rows:
            title = heading(f"Tables {words}{known}")
            parts.append(f"{title}\n{grid(('table', 'dataset', 'rows', 'from', 'until'), rows, 'llrll')}")
    if vintages.height:
        rows = [
            (*group, days.height, days["known_on"].min(), days["known_on"].max())
            for group, days in vintages.group_by("dataset", "score", "freq", maintain_order=True)
        ]
        header = ("dataset", "score", "freq", "vintages", "first", "last")
        parts.append(f"{heading('Vintages of the temperatures')}\n{grid(header, rows, 'lllrll')}")
    by = ["dataset", "table", "scope", "note"]
    stretches = covered.group_by(by, maintain_order=True).agg("from", "until", "without")
    covers = [_covers(row) for row in stretches.iter_rows(named=True)]
    parts.append("\n".join([heading(f"What the datasets cover{known}"), *(covers or ["  None says so."])]))
    return parts


def _held(store: Store, as_of: date | None) -> list[Batch]:
    """Return the batches that hold, or that held on a day and are about days up to it; of a file's versions one."""
    from detente.dates import check_day  # noqa: PLC0415 - help should not wait for it

    held = store.lake.held_on(check_day(as_of))
    return [batch for batch in held if not (as_of and batch.covers_from and batch.covers_from > as_of)]


def _files(added: Sequence[Batch], count: int) -> str:
    if not added:
        return (
            f"{heading('Your files')}\n  None yet. Ingest a file of your own with: detente ingest FILE\n"
            "  or fetch a dataset with: detente pull"
        )
    rows = [(b.batch, b.dataset, b.rows_ok, b.rows_rejected, b.retrieved, Path(b.origin).name) for b in added]
    header = ("batch", "dataset", "rows", "set aside", "added", "file")
    more = f", the newest {NEWEST} of {count:,}" if len(added) < count else ""
    return f"{heading(f'Your files{more}')}\n{grid(header, rows, 'llrrll')}"


def _covers(row: dict[str, Any]) -> str:
    spans = [f"{first} to {last}" for first, last in zip(row["from"], row["until"], strict=True)]
    if len(spans) > STRETCHES:
        between = f"{row['from'][0]} to {row['until'][-1]}"
        spans = [f"{len(spans):,} stretches from {between} (see: detente data coverage {row['dataset']})"]
    head = f"{row['dataset']}, {row['table']}, {', '.join(spans)}: {row['scope']}."
    absent = (row["without"][-1] or "").split(";") if row["without"][-1] else []
    named = ", ".join(absent) if len(absent) <= FEW else f"{len(absent)} members of the state system"
    without = f" Left out: {named}." if absent else ""
    note = f"{str(row['note']).rstrip('.')}.{without}"
    return f"{paragraph(head, '  ')}\n{paragraph(note, '    ')}"


def _of_batch(name: str, rows: pl.DataFrame, most: int | None) -> str:
    shown = rows.select("line", "column", "value", "reason").head(rows.height if most is None else most)
    cells = [(line, column or "row", _wrong(value, reason)) for line, column, value, reason in shown.iter_rows()]
    more = f", the first {most} rows of {rows.height:,}; --all shows all" if shown.height < rows.height else ""
    return f"{heading(f'Batch {name}{more}')}\n{grid(('line', 'column', 'what is wrong'), cells, 'rll')}"


def _wrong(value: str | None, reason: str) -> str:
    if value is None:
        return reason
    cut = value if len(value) <= LONG else f"{value[:LONG]}…"
    return f"{cut!r} {reason}"
