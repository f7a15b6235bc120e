"""Inputs that were read to the end, made visible in the lake: all rows of each, or none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from detente.errors import StoreError
from detente.ingestion.event_ingest import EventIngestResult
from detente.ingestion.ingest_unit import IngestUnit, discard, parts_of, rewritten_files, write_units
from detente.ingestion.inputs import KnownInputs, current
from detente.lake.lake import TRIES, Batch, Conflict, Lake, LakeChange

if TYPE_CHECKING:
    import polars as pl

__all__ = ["Publisher", "Report"]

Report = Callable[[Batch], None]


@dataclass(slots=True)
class Publisher:
    """Makes inputs visible, and counts them.

    Parameters
    ----------
    lake : Lake
        Destination.
    known : KnownInputs
        The inputs that the lake has.
    done : EventIngestResult
        Where they are counted.
    day : datetime.date
        Day of the ingest.
    report : callable, optional
        Called with each batch that became visible.
    """

    lake: Lake
    known: KnownInputs
    done: EventIngestResult
    day: date
    report: Report | None = None
    prepared: bool = field(default=False, init=False)

    def prepare(self) -> None:
        """Make the lake's folder, once."""
        if not self.prepared:
            self.lake.prepare()
            self.prepared = True

    def outcome(self) -> str:
        """Return what is true of the lake if the disk fails now."""
        if not self.done.units:
            return "nothing was ingested"
        return f"{self.done.units:,} of the files are part of it now; the others are not"

    def publish(self, ready: list[IngestUnit], frame: pl.DataFrame | None, rejects: pl.DataFrame) -> None:
        """Make inputs visible, but for those that another process has ingested meanwhile."""
        for attempt in range(TRIES):
            if attempt:
                ready = [unit for unit in ready if self._is_still(unit)]
            if not ready:
                return
            batches = [unit.finished() for unit in ready]
            removed = {unit.removes.batch for unit in ready if unit.removes is not None}
            fresh = write_units(self.lake, ready, frame, rejects)
            try:
                taken = rewritten_files(self.lake, removed)
                fresh += taken.rest
                written = (*fresh, *parts_of(ready))
                change = LakeChange(
                    batches=batches,
                    files=[stored for stored, _ in written],
                    holdings=[(name, stored.file) for stored, held in written for name in sorted(held)],
                    drop_files=taken.drop,
                    drop_batches=sorted(removed),
                    release=taken.release,
                    supersede={unit.replaces.batch: self.day for unit in ready if unit.replaces is not None},
                )
                self.lake.records.publish(change)
            except Conflict:
                discard(self.lake, fresh)
                continue
            except BaseException:
                discard(self.lake, fresh)
                raise
            self.done.mended += sum(unit.mends for unit in ready)
            for batch in batches:
                self.done.add(batch)
                if self.report:
                    self.report(batch)
            return
        raise StoreError(
            f"the store in {self.lake.home} is being changed by others all the time; try again", value=self.lake.home
        )

    def _is_still(self, unit: IngestUnit) -> bool:
        """Whether an input's place in the lake is as it was when it was read; if not, leave it out."""
        batch, before = unit.batch, unit.replaces or unit.removes
        made = self.known.batches_now(batch)
        if unit.mends and self.known.damaged(made, batch.digest) is not None:
            return True
        now = current(made, batch.digest)
        if not unit.mends and (now and now.batch) == (before and before.batch):
            return True
        discard(self.lake, unit.files)
        if now is not None and now.digest == batch.digest:
            self.done.already += 1
        else:
            why = "another process has just ingested another version of it; ingest it again"
            self.done.failures.append((unit.file.member.path, f"{batch.origin}: {why}"))
        return False
