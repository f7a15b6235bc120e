"""The verbs of ``detente data`` that keep the lake: verify, coverage, compact, status, batches, remove."""

from __future__ import annotations

import click

from detente.cli.options import json_option
from detente.cli.output import emit, emit_json, grid, heading, paragraph

__all__ = ["batches", "compact", "coverage", "remove", "status", "verify"]

MEGABYTE = 1_000_000
NEWEST = 20


@click.command(epilog="Example: detente data verify")
@click.option("--content", "with_content", is_flag=True, help="Digest what each dataset holds, to compare two stores.")
@json_option
@click.pass_context
def verify(ctx: click.Context, *, with_content: bool, as_json: bool) -> None:
    """Check every file of the store: digests, rows, orphans."""
    from detente.store import Store  # noqa: PLC0415 - help should not wait for it
    from detente.store.upkeep import content  # noqa: PLC0415 - likewise
    from detente.store.upkeep import verify as check  # noqa: PLC0415 - likewise

    store = Store.open()
    found = check(store)
    digests = content(store) if with_content and not found.faults else {}
    if as_json:
        emit_json({**found.as_dict(), "content": digests})
    else:
        whole = "The store is whole" if not found.faults else f"{len(found.faults)} faults"
        size = f"{found.bytes / MEGABYTE:,.1f} MB"
        parts = [paragraph(f"{whole}: {found.batches:,} batches, {found.files:,} files, {found.rows:,} rows, {size}.")]
        parts += ["\n".join(paragraph(fault, "  ") for fault in found.faults)] if found.faults else []
        if found.faults:
            parts.append(paragraph("Ingest the files that these rows came from again; that mends them."))
        if found.orphans:
            parts.append(paragraph(f"{len(found.orphans)} files are left over from interrupted work. They are in no "
                                   "one's way, and are swept when they are a day old."))  # fmt: skip
        if digests:
            parts.append(f"{heading('Content')}\n{grid(('what', 'digest'), list(digests.items()), 'll')}")
        emit("\n\n".join(parts))
    if found.faults:
        ctx.exit(3)


@click.command(epilog="Example: detente data coverage gdelt2")
@click.argument("dataset", required=False)
@json_option
def coverage(dataset: str | None, *, as_json: bool) -> None:
    """Show which days files cover: of events with their gaps, of other records from when to when."""
    from detente.store import Store  # noqa: PLC0415 - help should not wait for it
    from detente.store.coverage import spells  # noqa: PLC0415 - likewise

    store = Store.open()
    found = spells(store.lake, dataset)
    records = store.recorded_coverage(dataset)
    if as_json:
        emit_json(
            [{"dataset": s.dataset, "from": s.first, "until": s.last, "files": s.inputs} for s in found]
            + records.to_dicts()
        )
        return
    if not found and records.is_empty():
        emit(f"No ingested file {f'of {dataset} ' if dataset else ''}says which days it covers.")
        return
    parts = []
    if found:
        rows = [(s.dataset, s.first, s.last, (s.last - s.first).days + 1, s.inputs) for s in found]
        title = heading("Days covered without a gap")
        parts.append(f"{title}\n{grid(('dataset', 'from', 'until', 'days', 'files'), rows, 'lllrr')}")
    if records.height:
        title = heading("Records taken in")
        shown = records.select("dataset", "table", "from", "until").rows()
        parts.append(f"{title}\n{grid(('dataset', 'table', 'from', 'until'), shown, 'llll')}")
    emit("\n\n".join(parts))


@click.command(epilog="Example: detente data compact gdelt2")
@click.argument("dataset", required=False)
@json_option
def compact(dataset: str | None, *, as_json: bool) -> None:
    """Merge and sort each month's files, so that one pair is read fast."""
    from detente.store import Store  # noqa: PLC0415 - help should not wait for it
    from detente.store.upkeep import compact as merge  # noqa: PLC0415 - likewise

    done = merge(Store.open(), dataset)
    if as_json:
        emit_json({name: getattr(done, name) for name in done.__slots__})
    elif not done.months:
        emit("There was nothing to make compact.")
    else:
        before, after = done.bytes_before / MEGABYTE, done.bytes_after / MEGABYTE
        emit(paragraph(f"Made {done.files_after:,} files of {done.files_before:,}, {after:,.1f} MB of {before:,.1f}."))
    if done.skipped and not as_json:
        emit(paragraph(f"Left out, since another process was changing them: {', '.join(done.skipped)}. Run it again."))


@click.command(epilog="Example: detente data status")
@json_option
def status(*, as_json: bool) -> None:
    """Show what the store holds in numbers: files, rows, versions, bytes."""
    from detente.store import Store  # noqa: PLC0415 - help should not wait for it
    from detente.store.upkeep import status as count  # noqa: PLC0415 - likewise

    store = Store.open()
    found = count(store)
    if as_json:
        emit_json({"home": store.lake.home, "datasets": found})
        return
    if not found:
        emit(paragraph(f"Nothing was added or ingested yet. The store would lie in {store.lake.home}."))
        return
    rows = [
        (d["dataset"], d["table"], f"{d['inputs']:,}", f"{d['superseded']:,}", f"{d['rows_ok']:,}",
         f"{d['rows_rejected']:,}", f"{d['files']:,}", f"{d['bytes'] / MEGABYTE:,.1f}")
        for d in found
    ]  # fmt: skip
    header = ("dataset", "table", "inputs", "old", "rows", "set aside", "files", "MB")
    parts = [f"{heading(f'The store in {store.lake.home}')}\n{grid(header, rows, 'llrrrrrr')}"]
    for entry in found:
        reasons = {reason: count for reason, count in entry["unplaced"].items() if reason != "missing"}
        if reasons:
            said = ", ".join(f"{reason} {count:,}" for reason, count in reasons.items())
            parts.append(paragraph(f"{entry['dataset']}: actors kept without a state: {said}."))
    emit("\n\n".join(parts))


@click.command(epilog="Example: detente data batches gdelt2")
@click.argument("dataset", required=False)
@click.option("--all", "every", is_flag=True, help=f"All of them; by default the newest {NEWEST}.")
@json_option
def batches(dataset: str | None, *, every: bool, as_json: bool) -> None:
    """List the batches: one for each file or computation that brought rows."""
    from detente.store import Store  # noqa: PLC0415 - help should not wait for it

    where, values = ("b.dataset = ?", (dataset,)) if dataset else ("", ())
    records = Store.open().lake.records
    found = records.batches(where, values, newest=None if every or as_json else NEWEST)
    ((count,),) = records.ask("SELECT count(*) FROM batches WHERE ?1 IS NULL OR dataset = ?1", (dataset,)) or [(0,)]
    if as_json:
        emit_json([batch.as_dict() for batch in found])
    elif not found:
        emit(f"There is no batch{f' of {dataset}' if dataset else ''}.")
    else:
        rows = [(b.batch, b.dataset, b.rows_ok, b.rows_rejected, b.retrieved, b.superseded_on, b.unit) for b in found]
        more = f", the newest {NEWEST} of {count:,}" if len(found) < count else ""
        header = ("batch", "dataset", "rows", "set aside", "added", "until", "file")
        emit(f"{heading(f'Batches{more}')}\n{grid(header, rows, 'llrrlll')}")


@click.command(epilog="Example: detente data remove 6d45d6bab2c6")
@click.argument("batch")
@json_option
def remove(batch: str, *, as_json: bool) -> None:
    """Take BATCH out of the store; an older version of its file holds again."""
    from detente.store import Store  # noqa: PLC0415 - help should not wait for it
    from detente.store.upkeep import remove as take_out  # noqa: PLC0415 - likewise

    gone = take_out(Store.open(), batch)
    if as_json:
        emit_json(gone.as_dict())
    else:
        emit(paragraph(f"Took out batch {gone.batch} of {gone.dataset}: {gone.rows_ok:,} rows from {gone.origin}."))
