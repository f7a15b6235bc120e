"""The report of ``detente ingest`` and ``detente pull`` on one file of votes, pacts, disputes or indicators."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from detente.cli.output import paragraph
from detente.errors import mostly_rejected
from detente.number_text import most_rejected, number_of

if TYPE_CHECKING:
    from detente.lake.lake import Batch
    from detente.sources import Source

__all__ = ["report_of"]

REJECTS = "To see the rejects: detente data rejects {}"


def report_of(one: Source, batch: Batch) -> list[str]:
    """Return the report on a file of a source, in reading order."""
    if batch.already:
        return [paragraph(f"{one.name}: the same file is in the store already; nothing changed.")]
    kept = f"Ingested {one.title}: {number_of(batch.rows_ok, 'row')} kept, {batch.rows_rejected:,} rejected."
    parts = [paragraph(f"{kept}{_covered(one, batch)}")]
    if mostly_rejected(batch.rows_in, batch.rows_rejected):
        parts.insert(0, paragraph(most_rejected(Path(batch.origin).name, batch.rows_in, batch.rows_rejected)))
    if batch.parts_rejected:
        parts.append(paragraph(f"Of the rows kept, {batch.parts_rejected:,} had a part that was rejected."))
    if batch.replaced:
        parts.append(
            paragraph(
                f"It is a new version: from {batch.retrieved} on it supersedes batch {batch.replaced}, which still "
                "answers as of earlier days."
            )
        )
    if batch.rows_rejected or batch.parts_rejected:
        parts.append(paragraph(REJECTS.format(batch.batch)))
    parts.append(paragraph(f"To cite: {one.citation}"))
    return parts


def _covered(one: Source, batch: Batch) -> str:
    """Return which years a batch covers, with the gaps between them; nothing where it has no days."""
    from detente.answers.dataset_coverage import in_years  # noqa: PLC0415 - only used here
    from detente.store import Store  # noqa: PLC0415 - likewise

    if batch.covers_from is None or batch.covers_until is None:
        return ""
    stated = Store.open().recorded_coverage(one.name).filter(table=one.table)
    days = stated.select("from", "until").unique().sort("from", "until").rows()
    if len(days) > 1:
        return f" They cover {in_years(days)}."
    first, last = batch.covers_from.year, batch.covers_until.year
    return f" They cover {first if first == last else f'{first} to {last}'}."
