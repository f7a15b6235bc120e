"""The verbs of ``detente data`` that maintain the lake: verify, coverage, compact, status, batches, remove."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from pathlib import PurePath
from typing import TYPE_CHECKING

import click

from detente.cli.options import json_option
from detente.cli.output import emit, emit_json, grid, heading, paragraph
from detente.number_text import number_of, size_of, without_state

if TYPE_CHECKING:
    from detente.ingestion.data_answers import FactsCoverageAnswer, StatusAnswer
    from detente.ingestion.verification import VerifyAnswer
    from detente.lake.covered_days import CoveredPeriod

__all__ = ["batches", "compact", "coverage", "outdated_text", "remove", "status", "verify"]

NEWEST = 20
LONGEST = 20  # periods shown of a dataset


@click.command(epilog="Example: detente data verify")
@click.option("--content", is_flag=True, help="Print a digest of each dataset, to compare two stores.")
@json_option
@click.pass_context
def verify(ctx: click.Context, *, content: bool, as_json: bool) -> None:
    """Check every file of the store: digests, rows, orphans."""
    from detente.data import verify as verb  # noqa: PLC0415 - not needed for help

    answer = verb(content=content)
    if as_json:
        emit_json(answer.as_dict())
    else:
        emit("\n\n".join(_verified(answer)))
    if answer.faults:
        ctx.exit(3)


def _verified(answer: VerifyAnswer) -> Iterator[str]:
    whole = "The store is intact" if not answer.faults else number_of(len(answer.faults), "fault")
    held = (number_of(answer.batches, "batch", "batches"), number_of(answer.files, "file"))
    yield paragraph(f"{whole}: {', '.join(held)}, {number_of(answer.rows, 'row')}, {size_of(answer.bytes)}.")
    if answer.faults:
        yield "\n".join(paragraph(fault, "  ") for fault in answer.faults)
    if answer.orphans:
        be = "is" if len(answer.orphans) == 1 else "are"
        files = number_of(len(answer.orphans), "file")
        yield paragraph(f"{files} {be} left over from interrupted work. They do no harm, and are deleted a day later.")
    if answer.content:
        yield f"{heading('Content')}\n{grid(('what', 'digest'), list(answer.content.items()), 'll')}"


@click.command(short_help="Show which days the files cover.", epilog="Example: detente data coverage gdelt2")
@click.argument("dataset", required=False)
@json_option
def coverage(dataset: str | None, *, as_json: bool) -> None:
    """Show which days the files cover: the periods of events without gaps; of other records, the first and last day."""
    from detente.data import FactsCoverageAnswer  # noqa: PLC0415 - not needed for help
    from detente.data import coverage as verb  # noqa: PLC0415 - likewise

    answer = verb(dataset)
    if as_json:
        emit_json(answer.as_dict())
        return
    if isinstance(answer, FactsCoverageAnswer):
        emit(_facts(answer))
        return
    if not answer.spells and answer.records.is_empty():
        emit(paragraph(f"No ingested file {f'of {dataset} ' if dataset else ''}states which days it covers."))
        return
    parts = []
    if answer.spells:
        title = heading("Days covered without a gap")
        parts.append(f"{title}\n{grid(('dataset', 'from', 'until', 'days', 'files'), _rows(answer.spells), 'lllrr')}")
        parts += [paragraph(line) for line in _shortened(answer.spells)]
    if answer.records.height:
        title = heading("Records ingested")
        shown = answer.records.select("dataset", "table", "from", "until").rows()
        parts.append(f"{title}\n{grid(('dataset', 'table', 'from', 'until'), shown, 'llll')}")
    emit("\n\n".join(parts))


def _facts(answer: FactsCoverageAnswer) -> str:
    """Return what the facts cover: a line a kind and group of states, by table."""
    parts: dict[str, list[str]] = {}
    for row in answer.frame().iter_rows(named=True):
        every = "every state" + (f" but {row['except'].count(';') + 1}" if row["except"] else "")
        states = every if row["states"] == "*" else f"{row['states'].count(';') + 1} states"
        every_kind = "all" if row["kind"] is None else f"all of the kind {row['kind']}"
        found = every_kind if row["extent"] == "all" else row["note"]
        line = paragraph(f"{states}, {row['from']} to {row['until']}: {found}", "  ")
        parts.setdefault(row["table"], [heading(row["table"])]).append(line)
    parts[""] = [paragraph("What is not listed was not looked for. With --json, the states are listed.")]
    return "\n\n".join("\n".join(lines) for lines in parts.values())


def _rows(spells: Sequence[CoveredPeriod]) -> list[tuple[str, date, date, int, int]]:
    """Return the periods of each dataset; the longest where there are many."""
    rows = []
    for name, group in groupby(spells, key=lambda spell: spell.dataset):
        mine = sorted(group, key=lambda spell: spell.first - spell.last)[:LONGEST]
        ordered = sorted(mine, key=lambda spell: spell.first)
        rows += [(name, s.first, s.last, (s.last - s.first).days + 1, s.inputs) for s in ordered]
    return rows


def _shortened(spells: Sequence[CoveredPeriod]) -> Iterator[str]:
    """Yield, for each dataset with more periods than are shown, how many there are."""
    for name, group in groupby(spells, key=lambda spell: spell.dataset):
        mine = list(group)
        if len(mine) > LONGEST:
            days = sum((s.last - s.first).days + 1 for s in mine)
            span = (mine[-1].last - mine[0].first).days + 1
            yield (
                f"{name} covers {days:,} of the {span:,} days from {mine[0].first} to {mine[-1].last}, in "
                f"{len(mine):,} periods; the {LONGEST} longest are shown. --json lists them all."
            )


@click.command(short_help="Merge and sort each month's files.", epilog="Example: detente data compact gdelt2")
@click.argument("dataset", required=False)
@json_option
def compact(dataset: str | None, *, as_json: bool) -> None:
    """Merge and sort each month's files, so that one dyad is read faster."""
    from detente.data import compact as verb  # noqa: PLC0415 - not needed for help

    done = verb(dataset)
    if as_json:
        emit_json(done.as_dict())
        return
    if not done.months:
        emit("Nothing to compact.")
    else:
        now = f"{number_of(done.files_after, 'file')} of {size_of(done.bytes_after)}"
        before = f"{number_of(done.files_before, 'file')} of {size_of(done.bytes_before)}"
        emit(paragraph(f"Compacted {number_of(done.months, 'month')} of events: {before} before, {now} now."))
    if done.skipped:
        emit(paragraph(f"Skipped, since another process was changing them: {', '.join(done.skipped)}. Run it again."))


@click.command(short_help="Show totals of what was ingested.", epilog="Example: detente data status")
@json_option
def status(*, as_json: bool) -> None:
    """Show the version of the data that come with Detente, and totals of what was ingested."""
    from detente.data import status as verb  # noqa: PLC0415 - not needed for help

    answer = verb()
    if as_json:
        emit_json(answer.as_dict())
        return
    version = data_text(answer)
    if not answer.datasets:
        emit("\n\n".join([*version, paragraph(f"Nothing was ingested yet. The store's folder is {answer.home}.")]))
        return
    rows = [
        (d["dataset"], d["table"], f"{d['inputs']:,}", f"{d['superseded']:,}", f"{d['rows_ok']:,}",
         f"{d['rows_rejected']:,}", size_of(d["bytes"]))
        for d in answer.datasets
    ]  # fmt: skip
    header = ("dataset", "table", "files", "replaced", "rows", "rejected", "size")
    parts = [*version, f"{heading(f'The store in {answer.home}')}\n{grid(header, rows, 'llrrrrr')}"]
    parts += [
        paragraph(f"{entry['dataset']}: actors kept without a state: {reasons}.")
        for entry in answer.datasets
        if (reasons := without_state(entry["unplaced"]))
    ]
    emit("\n\n".join([*parts, *outdated_text(answer.outdated)]))


def data_text(answer: StatusAnswer) -> list[str]:
    """Return the version of the data that come with Detente, and what changed in them since the last ingestion."""
    data = answer.data
    version = f"version {data.version}, to {data.until}" if data.version else "their version is not stated"
    lines = [paragraph(f"Data that come with Detente: {version}.")]
    if answer.changed:
        changes = "\n".join(paragraph(f"- {one.figures}: {one.why} ({one.version}).") for one in answer.changed)
        lines.append(f"{paragraph('Changed since something was last ingested here:')}\n{changes}")
    return lines


def outdated_text(names: Sequence[str]) -> list[str]:
    """Return the line on datasets whose file was parsed by an older reader; none if there are none."""
    if not names:
        return []
    again = "Ingest their files again to get what is read from them now: detente pull NAME, or detente ingest NAME FILE"
    return [paragraph(f"Read by an older version of Detente: {', '.join(names)}. {again}")]


@click.command(
    short_help="List the files and computations that produced rows.", epilog="Example: detente data batches gdelt2"
)
@click.argument("dataset", required=False)
@click.option("--all", "every", is_flag=True, help=f"All of them; by default the newest {NEWEST}.")
@json_option
def batches(dataset: str | None, *, every: bool, as_json: bool) -> None:
    """List the batches: one for each file or computation that produced rows."""
    from detente.data import batches as verb  # noqa: PLC0415 - not needed for help

    answer = verb(dataset)
    if as_json:
        emit_json(answer.as_dict())
        return
    if not answer.batches:
        emit("There is no batch yet.")
        return
    shown = answer.batches if every else answer.batches[-NEWEST:]
    some = any(b.superseded_on for b in shown)
    rows = [
        (b.batch, b.dataset, b.rows_ok, b.rows_rejected, b.retrieved, *([b.superseded_on] if some else []),
         PurePath(b.unit).name)
        for b in shown
    ]  # fmt: skip
    more = f", the newest {NEWEST} of {len(answer.batches):,}" if len(shown) < len(answer.batches) else ""
    header = ("batch", "dataset", "rows", "rejected", "added", *(["replaced"] if some else []), "file")
    emit(f"{heading(f'Batches{more}')}\n{grid(header, rows, 'llrrll' + 'l' * some)}")


@click.command(short_help="Remove a batch from the store.", epilog="Example: detente data remove 6d45d6bab2c6")
@click.argument("batch")
@json_option
def remove(batch: str, *, as_json: bool) -> None:
    """Remove BATCH from the store; the version of its file before it, if any, is current again.

    Texts and the acts coded from them are two batches, and are removed together.
    """
    from detente.data import remove as verb  # noqa: PLC0415 - not needed for help

    answer = verb(batch)
    if as_json:
        emit_json(answer.as_dict())
    else:
        gone = answer.batch
        rows = number_of(gone.rows_ok, "row")
        emit(paragraph(f"Removed batch {gone.batch} of {gone.dataset}: {rows} from {gone.origin}."))
        for one in answer.along:
            what = "the acts coded from it" if one.table == "events" else "the texts that its acts were coded from"
            emit(paragraph(f"With it went {what}, batch {one.batch}: {number_of(one.rows_ok, 'row')}."))
