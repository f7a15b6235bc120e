"""What an ingest of files of events did."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from detente.errors import mostly_rejected
from detente.lake.batches import Batch

__all__ = ["EventIngestResult"]


@dataclass(slots=True)
class EventIngestResult:
    """What an ingest did.

    Parameters
    ----------
    units : int
        Inputs ingested.
    already : int
        Inputs that were in the lake already.
    replaced : int
        Inputs that are new versions.
    mended : int
        Inputs that were in the lake already, whose files were damaged or lost and are written again.
    rows_in, rows_ok, rows_rejected : int
        Rows read, kept and rejected.
    datasets : dict of str to int
        Rows kept, by dataset.
    unplaced : dict of str to int
        Actors without a state, by reason.
    failures : list of (pathlib.Path, str)
        Files that could not be used and folders that could not be read, and why; nothing of them is in the lake.
    unknown : list of pathlib.Path
        Those of the failures that have no known format of events, and may be of another source.
    rejecting : list of str
        Batches with rejects, the first hundred.
    mostly_rejected : list of (str, int, int)
        Inputs most of whose rows were rejected: where they came from, rows read, rows rejected.
    mostly_unknown : list of (str, int, int)
        Inputs most of whose actors are of no state that is known: where they came from, actors named, actors unknown.
    touched : set of str
        Datasets of the inputs, those that were there before among them.
    """

    units: int = 0
    already: int = 0
    replaced: int = 0
    mended: int = 0
    rows_in: int = 0
    rows_ok: int = 0
    rows_rejected: int = 0
    datasets: dict[str, int] = field(default_factory=dict)
    unplaced: dict[str, int] = field(default_factory=dict)
    failures: list[tuple[Path, str]] = field(default_factory=list)
    unknown: list[Path] = field(default_factory=list)
    rejecting: list[str] = field(default_factory=list)
    mostly_rejected: list[tuple[str, int, int]] = field(default_factory=list)
    mostly_unknown: list[tuple[str, int, int]] = field(default_factory=list)
    touched: set[str] = field(default_factory=set)

    def as_dict(self) -> dict[str, Any]:
        """Return what was done as plain data, for ``--json``."""
        return {
            "files": self.units,
            "already": self.already,
            "new_versions": self.replaced,
            "rows_in": self.rows_in,
            "rows_ok": self.rows_ok,
            "rows_rejected": self.rows_rejected,
            "datasets": self.datasets,
            "unplaced": self.unplaced,
            "rejecting": self.rejecting,
            "mostly_rejected": [
                {"file": file, "rows_in": rows_in, "rows_rejected": rejected}
                for file, rows_in, rejected in self.mostly_rejected
            ],
            "mostly_unknown": [
                {"file": file, "actors": named, "unknown": unknown} for file, named, unknown in self.mostly_unknown
            ],
            "failures": [{"file": path, "why": why} for path, why in self.failures],
        }

    def add(self, batch: Batch) -> None:
        """Count a batch that became visible."""
        self.units += 1
        self.replaced += batch.replaced is not None
        self.rows_in += batch.rows_in
        self.rows_ok += batch.rows_ok
        self.rows_rejected += batch.rows_rejected
        self.datasets[batch.dataset] = self.datasets.get(batch.dataset, 0) + batch.rows_ok
        for reason, count in batch.tally.items():
            self.unplaced[reason] = self.unplaced.get(reason, 0) + count
        if batch.rows_rejected and len(self.rejecting) < 100:
            self.rejecting.append(batch.batch)
        if mostly_rejected(batch.rows_in, batch.rows_rejected):
            self.mostly_rejected.append((batch.origin, batch.rows_in, batch.rows_rejected))
        named, unknown = 2 * batch.rows_ok - batch.tally.get("missing", 0), batch.tally.get("unknown", 0)
        if mostly_rejected(named, unknown):
            self.mostly_unknown.append((batch.origin, named, unknown))
