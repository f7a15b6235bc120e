"""``detente data``: what the store holds and covers, and how to maintain it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from detente.cli.maintenance import batches, compact, coverage, outdated_text, remove, status, verify
from detente.cli.options import as_of_option, json_option
from detente.cli.output import emit, emit_json, grid, heading, notify, paragraph, write_file

if TYPE_CHECKING:
    import polars as pl

    from detente.ingestion.data_answers import OverviewAnswer

__all__ = ["data"]

STRETCHES = 4  # stretches of coverage listed in one line
FEW = 20  # rejects listed of each batch
LONG = 60  # letters of a rejected value
RENAMED = (
    "The dataset {0} is now named {1}. The yearly ICEWS figures that come with Detente, formerly icews, are now "
    "conduct."
)
PLACES = {"starter": "computed by Detente", "facts": "compiled by hand", "added": "added by you"}


class DataGroup(click.Group):
    """The verbs below ``detente data``."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the verb, or fail with the list of verbs."""
        if args and not args[0].startswith("-") and args[0] not in self.commands:
            ctx.fail(f"unknown verb {args[0]!r}; the verbs of data are {', '.join(sorted(self.commands))}")
        return super().resolve_command(ctx, args)


@click.group(cls=DataGroup, invoke_without_command=True)
@as_of_option
@json_option
@click.pass_context
def data(ctx: click.Context, as_of: date | None, *, as_json: bool) -> None:
    """Show what the store holds and what it does not cover."""
    if (verb := ctx.invoked_subcommand) is not None:
        if as_of is not None:
            ctx.fail(f"--as-of does not apply to {verb}; use it with `detente data` alone")
        ctx.default_map = {verb: {"as_json": True}} if as_json else None
        return
    from detente.data import overview  # noqa: PLC0415 - not needed for help

    answer = overview(as_of=as_of)
    if as_json:
        emit_json(answer.as_dict())
    else:
        renamed = [paragraph(RENAMED.format(old, new)) for old, new in answer.renamed.items()]
        emit("\n\n".join([*_report(answer), _files(answer), *outdated_text(answer.outdated), *renamed]))


@data.command(short_help="List the rows that were rejected.", epilog="Example: detente data rejects 6d45d6bab2c6")
@click.argument("batch", required=False)
@click.option("--all", "every", is_flag=True, help=f"All of them; by default the first {FEW} of each batch.")
@json_option
def rejects(batch: str | None, *, every: bool, as_json: bool) -> None:
    """List the rows that were rejected, of all batches or of one BATCH.

    Long values are cut short; --json gives them whole, and all rows.
    """
    from detente.data import rejects as verb  # noqa: PLC0415 - not needed for help

    answer = verb(batch)
    if as_json:
        emit_json(answer.as_dict())
    elif answer.rows.is_empty():
        emit(f"No row of {f'batch {batch}' if batch else 'any batch'} was rejected.")
    else:
        most = None if every else FEW
        groups = answer.rows.group_by("batch", maintain_order=True)
        emit("\n\n".join(_of_batch(name, group, most) for (name,), group in groups))


@data.command()
@click.option(
    "--sources", type=click.Path(path_type=Path), required=True, metavar="FOLDER",
    help="Folder with the source files, in events/ and votes/.",
)  # fmt: skip
@click.option(
    "--folder",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Folder to write the pack to; by default the package itself.",
)
@click.option(
    "--only", multiple=True, type=click.Choice(["conduct", "votes", "ideal-points", "system"]),
    help="Compute only this part (repeatable); the others stay as they are.",
)  # fmt: skip
@json_option
def starter(sources: Path, folder: Path | None, only: tuple[str, ...], *, as_json: bool) -> None:
    """Compute the starter pack again, in vintages, from the sources."""
    from detente.data import starter as verb  # noqa: PLC0415 - not needed for help

    manifest = verb(sources, folder, only=only, progress=notify)
    if as_json:
        emit_json({"manifest": manifest})
    else:
        emit(f"Wrote the starter pack: {manifest}")


@data.command(epilog="Example: detente data cite unga_votes cow_nmc -o references.bib")
@click.argument("datasets", nargs=-1, metavar="[DATASET]...")
@click.option("--bibtex", is_flag=True, help="Write BibTeX entries.")
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="Write BibTeX entries to FILE.")
@json_option
def cite(datasets: tuple[str, ...], output: Path | None, *, bibtex: bool, as_json: bool) -> None:
    """Show what to cite for each DATASET, or for all in the store."""
    from detente.data import cite as verb  # noqa: PLC0415 - not needed for help

    answer = verb(datasets)
    if output is not None:
        write_file(output, answer.bibtex)
        notify(f"wrote {output}")
    if as_json:
        emit_json(answer.as_dict())
    elif bibtex:
        emit(answer.bibtex.rstrip())
    elif output is None:
        entries = [f"{heading(', '.join(one.datasets))}\n{paragraph(one.citation, '  ')}" for one in answer.entries]
        emit("\n\n".join(entries))


for verb in (verify, coverage, compact, status, batches, remove):
    data.add_command(verb)


def _report(answer: OverviewAnswer) -> list[str]:
    """Return the report's parts, in reading order."""
    known = f", as known on {answer.as_of}" if answer.as_of else ""
    parts = []
    for place, words in PLACES.items():
        rows = answer.contents.filter(place=place).select("table", "dataset", "rows", "first", "last").rows()
        if rows:
            title = heading(f"Tables {words}{known}")
            parts.append(f"{title}\n{grid(('table', 'dataset', 'rows', 'from', 'until'), rows, 'llrll')}")
    if answer.vintages.height:
        rows = [
            (*group, days.height, days["known_on"].min(), days["known_on"].max())
            for group, days in answer.vintages.group_by("dataset", "score", "freq", maintain_order=True)
        ]
        header = ("dataset", "score", "freq", "vintages", "first", "last")
        parts.append(f"{heading('Vintages of the temperatures')}\n{grid(header, rows, 'lllrll')}")
    by = ["dataset", "table", "scope", "note"]
    stretches = answer.coverage.group_by(by, maintain_order=True).agg("from", "until", "without")
    covers = [_covers(row) for row in stretches.iter_rows(named=True)]
    parts.append("\n".join([heading(f"What the datasets cover{known}"), *(covers or ["  Not stated."])]))
    return parts


def _files(answer: OverviewAnswer) -> str:
    shown, count = answer.batches, answer.batch_count
    if not shown:
        return (
            f"{heading('Your files')}\n  None yet. Add datasets with: detente pull\n"
            "  or your own files with: detente ingest"
        )
    rows = [(b.batch, b.dataset, b.rows_ok, b.rows_rejected, b.retrieved, Path(b.origin).name) for b in shown]
    header = ("batch", "dataset", "rows", "rejected", "added", "file")
    more = f", the newest {len(shown)} of {count:,}" if len(shown) < count else ""
    return f"{heading(f'Your files{more}')}\n{grid(header, rows, 'llrrll')}"


def _covers(row: dict[str, Any]) -> str:
    spans = [f"{first} to {last}" for first, last in zip(row["from"], row["until"], strict=True)]
    if len(spans) > STRETCHES:
        between = f"{row['from'][0]} to {row['until'][-1]}"
        spans = [f"{len(spans):,} periods from {between} (see: detente data coverage {row['dataset']})"]
    head = f"{row['dataset']}, {row['table']}, {', '.join(spans)}: {row['scope']}."
    absent = _absent(row["without"])
    named = ", ".join(absent) if len(absent) <= FEW else f"{len(absent)} members of the state system"
    without = f" Left out: {named}." if absent else ""
    note = f"{str(row['note']).rstrip('.')}.{without}"
    return f"{paragraph(head, '  ')}\n{paragraph(note, '    ')}"


def _absent(without: Sequence[str | None]) -> list[str]:
    return without[-1].split(";") if without[-1] else []


def _of_batch(name: str, rows: pl.DataFrame, most: int | None) -> str:
    shown = rows.select("line", "column", "value", "reason").head(rows.height if most is None else most)
    cells = [(line, column or "row", _wrong(value, reason)) for line, column, value, reason in shown.iter_rows()]
    more = f", the first {most} rows of {rows.height:,}; --all shows all" if shown.height < rows.height else ""
    return f"{heading(f'Batch {name}{more}')}\n{grid(('line', 'column', 'reason'), cells, 'rll')}"


def _wrong(value: str | None, reason: str) -> str:
    if value is None:
        return reason
    cut = value if len(value) <= LONG else f"{value[:LONG]}…"
    return f"{cut!r} {reason}"
