"""What ``detente pull`` prints: what would be fetched, what was, and which sources there are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from detente.cli.output import grid, heading, paragraph
from detente.cli.source_report import report_of
from detente.ingestion.pull_answers import (
    PullAnswer,
    PullPlan,
    ShippedAnswer,
    SourcesAnswer,
    access_of,
    by_source,
    days_of,
)
from detente.number_text import number_of, size_of
from detente.remote import FetchOutcome, ListGap, RemoteFile
from detente.sources import Source
from detente.sources.events.known_formats import format_of

__all__ = ["advice", "answer_text", "sources_text"]

FEW = 10  # lines of a list that is shown in part


def answer_text(answer: PullPlan | PullAnswer | ShippedAnswer) -> list[str]:
    """Return what is printed of a pull, in reading order."""
    if isinstance(answer, ShippedAnswer):
        return _shipped(answer)
    parts = _planned(answer) if isinstance(answer, PullPlan) else _pulled(answer)
    return [part for part in parts if part]


def _planned(plan: PullPlan) -> list[str]:
    head = (
        f"Would fetch {_amount(plan.files)} from {plan.site} into {plan.folder}."
        if plan.files
        else f"Nothing to fetch: all that {plan.site} lists is in {plan.folder}."
    )
    parts = [paragraph(head), _table(plan.files), _held(plan.held), _gaps(plan.gaps), *map(paragraph, plan.notes)]
    if plan.files:
        parts.append(paragraph(_space(plan)))
    return parts + ([] if plan.source is None else _terms(plan.source))


def _pulled(answer: PullAnswer) -> list[str]:
    fetched, missing = answer.of("fetched"), answer.of("missing")
    size = size_of(sum(one.bytes or 0 for one in fetched))
    head = (
        f"Fetched {number_of(len(fetched), 'file')}, {size}, in {_time(answer.seconds)} from {answer.site} into "
        f"{answer.folder}."
        if fetched
        else f"Nothing new was fetched from {answer.site}."
    )
    parts = [paragraph(head), _held(answer.held), _ingested(answer)]
    if answer.to_ingest is not None:
        parts.append(paragraph(f"They are not ingested yet. Ingest them with: detente ingest {answer.to_ingest}"))
    if missing:
        parts.append(_list(f"Missing at {answer.site}, and recorded as missing", missing))
    parts += [_gaps(answer.gaps), *map(paragraph, answer.notes)]
    if lost := answer.of("failed", "refused"):
        parts.append(_list("Not fetched", lost))
    if answer.unread:
        table = grid(("file", "reason"), answer.unread[:FEW], "ll")
        parts.append(f"{heading('Fetched, but not readable')}{_more(answer.unread)}\n{table}")
    if answer.source is not None and answer.batch is not None:
        parts += report_of(answer.source, answer.batch)
    return parts


def _shipped(answer: ShippedAnswer) -> list[str]:
    name = answer.source.name
    if answer.batch is not None:
        return report_of(answer.source, answer.batch)
    return [
        paragraph(f"{name} comes with Detente: nothing is fetched. Ingest it with: detente pull {name}"),
        *_terms(answer.source),
    ]


def _terms(one: Source) -> list[str]:
    return [paragraph(f"Terms: {one.licence}. See {one.origin}"), paragraph(f"It covers: {one.covers}")]


def advice(answer: PullAnswer) -> str:
    """Return what to do about files that could not be fetched or read."""
    parts = []
    lost = answer.lost
    refused = sum(one.state == "refused" for one in lost)
    if refused < len(lost):
        parts.append(f"{number_of(len(lost) - refused, 'file')} could not be fetched; run the same command again")
    if refused:
        be = "is" if refused == 1 else "are"
        parts.append(f"{number_of(refused, 'file')} {be} permanently unavailable; the report gives the reason")
    if answer.unread:
        parts.append(f"{number_of(len(answer.unread), 'file')} could not be read; the files are under raw/")
    if lost and answer.source is not None:
        parts.append(f"Or download from {answer.source.origin}, and: detente ingest {answer.source.name} FILE")
    return ". ".join(part[0].upper() + part[1:] if n else part for n, part in enumerate(parts))


def sources_text(answer: SourcesAnswer) -> list[str]:
    """Return the list of sources, by table."""
    by_table: dict[str, list[Source]] = {}
    for one in answer.sources:
        by_table.setdefault(one.table, []).append(one)
    parts = []
    for name, mine in by_table.items():
        rows = [(one.name, f"{one.covers_from}–{one.covers_until}", access_of(one), one.title) for one in mine]
        parts.append(f"{heading(name)}\n{grid(('source', 'covers', 'access', 'title'), rows, 'llll')}")
    parts.append(
        paragraph(
            "detente pull NAME fetches and ingests a source; detente pull NAME --dry-run shows its terms, and where to "
            "download it by hand. Events: detente pull gdelt, icews, polecat or news."
        )
    )
    return parts


def _title(source: str) -> str:
    """Return the short title of a dataset of events; of any other source its name."""
    form = format_of(source)
    return source if form is None else form.datasets[source]


def _size(files: Sequence[RemoteFile]) -> str:
    sizes = [file.bytes for file in files if file.bytes is not None]
    return size_of(sum(sizes)) if sizes or not files else "unknown"


def _amount(files: Sequence[RemoteFile]) -> str:
    unknown = sum(file.bytes is None for file in files)
    size = _size(files)
    if unknown == len(files):
        return f"{number_of(len(files), 'file')} of unknown size"
    more = f" and {number_of(unknown, 'file')} of unknown size" if unknown else ""
    return f"{number_of(len(files), 'file')}, {size}{more}"


def _space(plan: PullPlan) -> str:
    if plan.bytes > plan.free_bytes:
        return (
            f"The disk has only {size_of(plan.free_bytes)} free. Choose fewer days with --since and --until, or set "
            "DETENTE_HOME to a folder on a larger disk. Nothing was fetched."
        )
    return f"The disk has {size_of(plan.free_bytes)} free. Nothing was fetched; to begin, leave out --dry-run."


def _table(files: Sequence[RemoteFile]) -> str:
    rows = [(_title(source), len(own), _size(own), *days_of(own)) for source, own in by_source(files).items()]
    return grid(("dataset", "files", "size", "from", "until"), rows, "lrrll") if rows else ""


def _held(held: Sequence[FetchOutcome]) -> str:
    if not held:
        return ""
    size = size_of(sum(one.bytes or 0 for one in held))
    was = "was" if len(held) == 1 else "were"
    return paragraph(f"{number_of(len(held), 'file')}, {size}, {was} there before and {was} not fetched again.")


def _ingested(answer: PullAnswer) -> str:
    if not answer.ingested:
        return ""
    kept, files = number_of(answer.rows_ok, "row"), number_of(answer.ingested, "file")
    see = "; see: detente data rejects" if answer.rows_rejected else ""
    return paragraph(f"Ingested {files}: {kept} kept, {answer.rows_rejected:,} rejected{see}.")


def _gaps(gaps: Sequence[ListGap]) -> str:
    """Return what the provider's list lacks, by source, as runs of days."""
    parts = []
    for source in dict.fromkeys(gap.source for gap in gaps):
        own = [gap.day for gap in gaps if gap.source == source]
        unit = "day" if source == "gdelt1" else "quarter hour"
        runs = _runs(own)
        shown = ", ".join(str(first) if first == last else f"{first} to {last}" for first, last in runs[:FEW])
        more = f" and {len(runs) - FEW:,} more periods" if len(runs) > FEW else ""
        parts.append(paragraph(f"{_title(source)}: {number_of(len(own), unit)} not in the list: {shown}{more}."))
    return "\n".join(parts)


def _runs(days: Iterable[date]) -> list[tuple[date, date]]:
    """Return days as runs without a break."""
    runs: list[tuple[date, date]] = []
    for day in sorted(set(days)):
        if runs and day - runs[-1][1] == timedelta(days=1):
            runs[-1] = (runs[-1][0], day)
        else:
            runs.append((day, day))
    return runs


def _list(title: str, ended: Sequence[FetchOutcome]) -> str:
    rows = [(one.file.name, one.reason) for one in ended[:FEW]]
    return f"{heading(title)}{_more(ended)}\n{grid(('file', 'reason'), rows, 'll')}"


def _more(entries: Sequence[object]) -> str:
    return f" (the first {FEW} of {len(entries):,})" if len(entries) > FEW else ""


def _time(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"
