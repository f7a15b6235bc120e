"""The verbs of ``detente data`` that keep the lake: verify, coverage, compact, status, batches, remove."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from pathlib import PurePath
from typing import TYPE_CHECKING

import click

from detente.amounts import number_of, size_of, without_state
from detente.cli.options import json_option
from detente.cli.output import emit, emit_json, grid, heading, paragraph
from detente.errors import NoAnswer

if TYPE_CHECKING:
    from detente.lake.covered_days import Spell
    from detente.store import Store

__all__ = ["batches", "compact", "coverage", "remove", "status", "to_read_again", "verify"]

NEWEST = 20
LONGEST = 20  # stretches shown of a dataset


@click.command(epilog="Example: detente data verify")
@click.option("--content", "with_content", is_flag=True, help="Digest what each dataset holds, to compare two stores.")
@json_option
@click.pass_context
def verify(ctx: click.Context, *, with_content: bool, as_json: bool) -> None:
    """Check every file of the store: digests, rows, orphans."""
    from detente.ingestion.maintenance import content  # noqa: PLC0415 - likewise
    from detente.ingestion.maintenance import verify as check  # noqa: PLC0415 - likewise
    from detente.store import Store  # noqa: PLC0415 - help should not wait for it

    store = Store.open()
    found = check(store)
    digests = content(store) if with_content and not found.faults else {}
    if as_json:
        emit_json({**found.as_dict(), "content": digests})
    else:
        whole = "The store is whole" if not found.faults else number_of(len(found.faults), "fault")
        held = (number_of(found.batches, "batch", "batches"), number_of(found.files, "file"))
        parts = [paragraph(f"{whole}: {', '.join(held)}, {number_of(found.rows, 'row')}, {size_of(found.bytes)}.")]
        parts += ["\n".join(paragraph(fault, "  ") for fault in found.faults)] if found.faults else []
        if found.orphans:
            left = "is" if len(found.orphans) == 1 else "are"
            parts.append(
                paragraph(
                    f"{number_of(len(found.orphans), 'file')} {left} left over from interrupted work, in no one's way, "
                    f"and {left} swept a day later."
                )
            )
        if digests:
            parts.append(f"{heading('Content')}\n{grid(('what', 'digest'), list(digests.items()), 'll')}")
        emit("\n\n".join(parts))
    if found.faults:
        ctx.exit(3)


@click.command(short_help="Show which days files cover.", epilog="Example: detente data coverage gdelt2")
@click.argument("dataset", required=False)
@json_option
def coverage(dataset: str | None, *, as_json: bool) -> None:
    """Show which days files cover: of events with their gaps, of other records from when to when."""
    from detente.store import Store  # noqa: PLC0415 - help should not wait for it

    store = Store.open()
    _check_there(store, dataset)
    found = store.days_covered(None, dataset)
    records = store.recorded_coverage(dataset)
    if as_json:
        emit_json(
            [{"dataset": s.dataset, "from": s.first, "until": s.last, "files": s.inputs} for s in found]
            + records.to_dicts()
        )
        return
    if not found and records.is_empty():
        emit(paragraph(f"No ingested file {f'of {dataset} ' if dataset else ''}says which days it covers."))
        return
    parts = []
    if found:
        title = heading("Days covered without a gap")
        parts.append(f"{title}\n{grid(('dataset', 'from', 'until', 'days', 'files'), _rows(found), 'lllrr')}")
        parts += [paragraph(line) for line in _shortened(found)]
    if records.height:
        title = heading("Records taken in")
        shown = records.select("dataset", "table", "from", "until").rows()
        parts.append(f"{title}\n{grid(('dataset', 'table', 'from', 'until'), shown, 'llll')}")
    emit("\n\n".join(parts))


def _rows(found: Sequence[Spell]) -> list[tuple[str, date, date, int, int]]:
    """Return the stretches of each dataset; the longest where there are many."""
    rows = []
    for name, group in groupby(found, key=lambda spell: spell.dataset):
        mine = sorted(group, key=lambda spell: spell.first - spell.last)[:LONGEST]
        ordered = sorted(mine, key=lambda spell: spell.first)
        rows += [(name, s.first, s.last, (s.last - s.first).days + 1, s.inputs) for s in ordered]
    return rows


def _shortened(found: Sequence[Spell]) -> Iterator[str]:
    """Say of each dataset with more stretches than are shown how many there are."""
    for name, group in groupby(found, key=lambda spell: spell.dataset):
        mine = list(group)
        if len(mine) > LONGEST:
            days = sum((s.last - s.first).days + 1 for s in mine)
            span = (mine[-1].last - mine[0].first).days + 1
            yield (
                f"{name} covers {days:,} of the {span:,} days from {mine[0].first} to {mine[-1].last}, in "
                f"{len(mine):,} stretches; the {LONGEST} longest are shown. --json lists them all."
            )


@click.command(short_help="Merge and sort each month's files.", epilog="Example: detente data compact gdelt2")
@click.argument("dataset", required=False)
@json_option
def compact(dataset: str | None, *, as_json: bool) -> None:
    """Merge and sort each month's files, so that one pair is read fast."""
    from detente.ingestion.maintenance import compact as merge  # noqa: PLC0415 - likewise
    from detente.store import Store  # noqa: PLC0415 - help should not wait for it

    store = Store.open()
    _check_there(store, dataset)
    done = merge(store, dataset)
    if as_json:
        emit_json({name: getattr(done, name) for name in done.__slots__})
    elif not done.months:
        emit("There was nothing to make compact.")
    else:
        now = f"{number_of(done.files_after, 'file')} of {size_of(done.bytes_after)}"
        was = "was" if done.files_before == 1 else "were"
        before = f"{was} {number_of(done.files_before, 'file')} of {size_of(done.bytes_before)}"
        emit(paragraph(f"Sorted {number_of(done.months, 'month')} of events: {now}, where there {before}."))
    if done.skipped and not as_json:
        emit(paragraph(f"Left out, since another process was changing them: {', '.join(done.skipped)}. Run it again."))


@click.command(short_help="Show what the store holds in numbers.", epilog="Example: detente data status")
@json_option
def status(*, as_json: bool) -> None:
    """Show what the store holds in numbers: files, rows, versions, bytes."""
    from detente.ingestion.datasets import read_by_older  # noqa: PLC0415 - likewise
    from detente.ingestion.maintenance import status as count  # noqa: PLC0415 - likewise
    from detente.store import Store  # noqa: PLC0415 - help should not wait for it

    store = Store.open()
    found = count(store)
    if as_json:
        emit_json({"home": store.lake.home, "datasets": found, "read_by_older": read_by_older(store)})
        return
    if not found:
        emit(paragraph(f"Nothing was added or ingested yet. The store would lie in {store.lake.home}."))
        return
    rows = [
        (d["dataset"], d["table"], f"{d['inputs']:,}", f"{d['superseded']:,}", f"{d['rows_ok']:,}",
         f"{d['rows_rejected']:,}", size_of(d["bytes"]))
        for d in found
    ]  # fmt: skip
    header = ("dataset", "table", "files", "replaced", "rows", "set aside", "size")
    parts = [f"{heading(f'The store in {store.lake.home}')}\n{grid(header, rows, 'llrrrrr')}"]
    parts += [
        paragraph(f"{entry['dataset']}: actors kept without a state: {said}.")
        for entry in found
        if (said := without_state(entry["unplaced"]))
    ]
    parts += to_read_again(store)
    emit("\n\n".join(parts))


def to_read_again(store: Store) -> list[str]:
    """Return what is said of the sources whose files an older Detente read; nothing if there are none."""
    from detente.ingestion.datasets import read_by_older  # noqa: PLC0415 - help should not wait for it

    if not (names := read_by_older(store)):
        return []
    again = "Bring their files in again to get what is read of them now: detente pull NAME, or detente ingest NAME FILE"
    return [paragraph(f"Read by an older version of Detente: {', '.join(names)}. {again}")]


@click.command(
    short_help="List the files and computations that brought rows.", epilog="Example: detente data batches gdelt2"
)
@click.argument("dataset", required=False)
@click.option("--all", "every", is_flag=True, help=f"All of them; by default the newest {NEWEST}.")
@json_option
def batches(dataset: str | None, *, every: bool, as_json: bool) -> None:
    """List the batches: one for each file or computation that brought rows."""
    from detente.store import Store  # noqa: PLC0415 - help should not wait for it

    where, values = ("b.dataset = ?", (dataset,)) if dataset else ("", ())
    store = Store.open()
    _check_there(store, dataset)
    records = store.lake.records
    found = records.batches(where, values, newest=None if every or as_json else NEWEST)
    ((count,),) = records.ask("SELECT count(*) FROM batches WHERE ?1 IS NULL OR dataset = ?1", (dataset,)) or [(0,)]
    if as_json:
        emit_json([batch.as_dict() for batch in found])
    elif not found:
        emit("There is no batch yet.")
    else:
        some = any(b.superseded_on for b in found)
        rows = [
            (b.batch, b.dataset, b.rows_ok, b.rows_rejected, b.retrieved, *([b.superseded_on] if some else []),
             PurePath(b.unit).name)
            for b in found
        ]  # fmt: skip
        more = f", the newest {NEWEST} of {count:,}" if len(found) < count else ""
        header = ("batch", "dataset", "rows", "set aside", "added", *(["replaced"] if some else []), "file")
        emit(f"{heading(f'Batches{more}')}\n{grid(header, rows, 'llrrll' + 'l' * some)}")


@click.command(short_help="Take a batch out of the store.", epilog="Example: detente data remove 6d45d6bab2c6")
@click.argument("batch")
@json_option
def remove(batch: str, *, as_json: bool) -> None:
    """Take BATCH out of the store; an older version of its file holds again."""
    from detente.ingestion.maintenance import remove as take_out  # noqa: PLC0415 - likewise
    from detente.store import Store  # noqa: PLC0415 - help should not wait for it

    gone = take_out(Store.open(), batch)
    if as_json:
        emit_json(gone.as_dict())
    else:
        rows = number_of(gone.rows_ok, "row")
        emit(paragraph(f"Took out batch {gone.batch} of {gone.dataset}: {rows} from {gone.origin}."))


def _check_there(store: Store, dataset: str | None) -> None:
    """Say so if nothing of a dataset was added or ingested.

    Raises
    ------
    NoAnswer
        If nothing was.
    """
    if dataset is None:
        return
    there = sorted(name for (name,) in store.lake.records.ask("SELECT DISTINCT dataset FROM batches"))
    if dataset not in there:
        has = f"it has {', '.join(there)}" if there else "nothing was added or ingested yet"
        raise NoAnswer(f"the lake has no dataset {dataset!r}; {has}", value=dataset)
