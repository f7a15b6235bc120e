"""The inputs of an ingest: the files in the given paths, how they are identified, and which the lake already has."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from detente.errors import DataError
from detente.ingestion.dataset_names import check_format, check_own
from detente.ingestion.ingest_unit import EVENTS, IngestUnit
from detente.lake.disk import recorded_path
from detente.lake.integrity import damaged_batches, damaged_files
from detente.lake.lake import SCHEMA_VERSION, Batch, Lake, batch_id
from detente.sources.events.event_files import EventFile
from detente.sources.readers.archives import digest_of
from detente.sources.readers.r_files import R_ENDINGS

__all__ = ["Input", "KnownInputs", "current", "unit_for", "walk"]

ENDINGS = {".zip", ".gz", ".csv", ".tsv", ".tab", ".txt", ".parquet", ".dta", *R_ENDINGS}

OWN_FOLDERS = ("lake", "cube", "estimates")  # in the store's folder: what Detente writes there

Failures = list[tuple[Path, str]]


def walk(paths: Sequence[Path], failures: Failures, lake: Lake) -> Iterator[Path]:
    """Yield the files in some paths: the files given, and in folders those that may hold events, sorted.

    Parameters
    ----------
    paths : sequence of pathlib.Path
        Files and folders; hidden files in a folder are left out.
    failures : list of (pathlib.Path, str)
        Receives the folders that can't be read, and why.
    lake : Lake
        The lake, whose own files in a folder are left out.

    Raises
    ------
    DataError
        If a path does not exist or can't be read.
    """
    for path in paths:
        try:
            os.stat(path)  # noqa: PTH116 - whose error is wanted, also where a folder above may not be read
        except (FileNotFoundError, NotADirectoryError):
            raise DataError(f"{path} does not exist; give a file or a folder", value=path) from None
        except OSError as error:
            raise DataError(f"{path} can't be read: {_why(error)}", value=path) from None
        if path.is_dir():
            yield from sorted(_within(path, failures, {(lake.home / name).resolve() for name in OWN_FOLDERS}))
        else:
            yield path


def _within(folder: Path, failures: Failures, without: set[Path]) -> Iterator[Path]:
    """Yield a folder's files that may hold events, in any order."""

    def record(place: Path, error: OSError) -> None:
        why = f"the folder {place} can't be read: {_why(error)}; change its permissions, or move it away"
        failures.append((place, why))

    for name, folders, files in os.walk(folder, onerror=lambda error: record(Path(error.filename), error)):
        place = Path(name)
        folders[:] = [one for one in folders if not (one.startswith(".") or (place / one).resolve() in without)]
        here = [place / one for one in files if not one.startswith(".") and Path(one).suffix.lower() in ENDINGS]
        try:
            yield from [path for path in here if path.is_file()]
        except OSError as error:  # a folder whose files can be listed but not read
            record(place, error)


def _why(error: OSError) -> str:
    return (error.strerror or str(error)).lower()


def digest_of_input(file: EventFile) -> tuple[str, int]:
    """Return the digest of everything that decides the rows of an input, and its file's size in bytes.

    That is the file, the member of an archive with several, and for a mapped file the meaning of its mapping.
    """
    digest, size = digest_of(file.member.path)
    more = [] if file.alone else [file.member.name]
    if file.mapped is not None and file.mapped.meaning:
        more.append(file.mapped.meaning)
    for text in more:
        digest = hashlib.sha256(f"{digest}\n{text}".encode()).hexdigest()
    return digest, size


@dataclass(frozen=True, slots=True)
class Input:
    """What identifies an input.

    Parameters
    ----------
    dataset : str
        Its dataset.
    unit : str
        Inputs of one unit are versions of each other. It is the file's name for a provider's files, and the path for a
        user's, since users repeat names.
    origin : str
        Its path.
    digest : str
        See `digest_of_input`.
    bytes : int
        Its size.
    """

    dataset: str
    unit: str
    origin: str
    digest: str
    bytes: int

    @classmethod
    def of(cls, file: EventFile, dataset: str | None) -> Input:
        """Return the identity of a file, in its own dataset or the given one.

        Raises
        ------
        DataError
            If the file does not belong to that dataset.
        UsageError
            If the dataset of a table of the user's own has the name of another.
        """
        name = dataset or file.named.dataset
        if file.mapped is not None and file.mapped.own:
            check_own(name, mapped=True)
        check_format(file, name)
        origin = recorded_path(file.member.path) + ("" if file.alone else f"/{file.member.name}")
        digest, size = digest_of_input(file)
        return cls(name, origin if file.mapped is not None else file.named.unit, origin, digest, size)


class KnownInputs:
    """The inputs that the lake has, and those of the running ingest.

    Inputs of the running ingest are recorded here. Earlier ones are looked up in the manifest, input by input, or
    all at once by `load`.
    """

    def __init__(self, lake: Lake) -> None:
        self.lake = lake
        self.loaded = False
        self.digests: set[int] = set()  # of all batches, superseded ones included
        self.names: set[int] = set()
        self.whole: set[int] = set()  # of current batches whose files are intact
        self.checked: dict[str, bool] = {}  # files of the lake, and whether they are damaged

    def load(self) -> None:
        """Load all inputs of the lake, instead of looking up each of many."""
        lost = damaged_batches(self.lake.records)
        query = "SELECT batch, dataset, unit, digest, superseded_on FROM batches"
        damaged = set()
        for batch, name, unit, digest, past in self.lake.records.ask(query):
            self.digests.add(hash((name, digest)))
            self.names.add(hash((name, unit)))
            if batch in lost:
                damaged.add(hash((name, digest)))
            elif past is None:
                self.whole.add(hash((name, digest)))
        self.whole -= damaged
        self.loaded = True

    def has(self, dataset: str, digest: str) -> bool:
        """Whether an input is known to be whole, or is being ingested."""
        return hash((dataset, digest)) in self.whole

    def batches_of(self, dataset: str, unit: str, digest: str) -> list[Batch]:
        """Return the batches made of an input, current or not, and the current one of its name; oldest first."""
        known = hash((dataset, digest)) in self.digests or hash((dataset, unit)) in self.names
        if self.loaded and not known:
            return []
        where = (
            'b.rowid IN (SELECT rowid FROM batches WHERE (dataset, "table", digest) = (?1, ?2, ?3) UNION ALL '
            'SELECT rowid FROM batches WHERE (dataset, "table", unit) = (?1, ?2, ?4) AND superseded_on IS NULL)'
        )
        return self.lake.records.batches(where, (dataset, EVENTS, digest, unit))

    def batches_now(self, batch: Batch) -> list[Batch]:
        """Return the same for a batch's input, from the manifest as it is now."""
        self.digests.add(hash((batch.dataset, batch.digest)))
        self.checked.clear()
        return self.batches_of(batch.dataset, batch.unit, batch.digest)

    def damaged(self, made: Sequence[Batch], digest: str) -> Batch | None:
        """Return the batch of an input that has damaged or missing files."""
        return next((batch for batch in made if batch.digest == digest and self._is_damaged(batch)), None)

    def _is_damaged(self, batch: Batch) -> bool:
        files = self.lake.records.held([batch.batch])[batch.batch]
        for file in files:
            if file not in self.checked:  # once in an ingest: a file may hold thousands of inputs
                self.checked[file] = bool(damaged_files(self.lake.records, [file]))
        return any(self.checked[file] for file in files) if files else batch.rows_in > 0

    def has_earlier(self, batch: Batch) -> bool:
        """Whether there is an earlier version of a batch's input."""
        versions = self.lake.records.batches(
            '(b.dataset, b."table", b.unit) = (?, ?, ?)', (batch.dataset, EVENTS, batch.unit)
        )
        return versions[0].batch != batch.batch

    def free_id(self, dataset: str, digest: str, made: Sequence[Batch]) -> str:
        """Return a batch's id; a version that is ingested again after another one gets a new id."""
        if any(batch.digest == digest for batch in made):
            return self.lake.free_id(dataset, EVENTS, digest)
        return batch_id(dataset, EVENTS, digest)

    def is_only_version(self, batch: Batch) -> bool:
        """Whether there is no other version of a batch's input."""
        query = 'SELECT count(*) FROM batches WHERE (dataset, "table", unit) = (?, ?, ?)'
        return self.lake.records.ask(query, (batch.dataset, EVENTS, batch.unit)) == [(1,)]

    def add(self, batch: Batch) -> None:
        """Record an input that is being ingested."""
        for known in (self.digests, self.whole):
            known.add(hash((batch.dataset, batch.digest)))
        self.names.add(hash((batch.dataset, batch.unit)))

    def drop(self, batch: Batch) -> None:
        """Remove an input that could not be read to its end."""
        self.whole.discard(hash((batch.dataset, batch.digest)))


def unit_for(known: KnownInputs, file: EventFile, given: Input, number: int, day: date) -> IngestUnit | None:
    """Return the unit of an input; None if the lake has it undamaged.

    Parameters
    ----------
    known : KnownInputs
        The inputs of the lake.
    file : EventFile
        The input, opened.
    given : Input
        Its identity.
    number : int
        Its number in this ingest.
    day : datetime.date
        Day of the ingest.
    """
    made = known.batches_of(given.dataset, given.unit, given.digest)
    mended, before = known.damaged(made, given.digest), current(made, given.digest)
    if mended is None and before is not None and before.digest == given.digest:
        return None
    batch = Batch(
        batch=known.free_id(given.dataset, given.digest, made) if mended is None else mended.batch,
        dataset=given.dataset,
        table=EVENTS,
        origin=given.origin,
        unit=given.unit,
        digest=given.digest,
        bytes=given.bytes,
        rows_in=0,
        rows_ok=0,
        rows_rejected=0,
        schema_version=SCHEMA_VERSION,
        retrieved=day,
        format=None if file.mapped is not None and file.mapped.own else file.format.name,
    )
    known.add(batch)
    if mended is not None:
        kept = {name: getattr(mended, name) for name in ("unit", "retrieved", "superseded_on")}
        since = mended.retrieved if known.has_earlier(mended) else None
        return IngestUnit(number, file, replace(batch, **kept), removes=mended, since=since)
    never_answered = file.mapped is not None and before is not None and not before.rows_ok
    if before is not None and never_answered and known.is_only_version(before):
        return IngestUnit(number, file, batch, removes=before)
    return IngestUnit(number, file, batch, replaces=before, since=None if before is None else day)


def current(made: Sequence[Batch], digest: str) -> Batch | None:
    """Return, of an input's batches, the current one that has it, else the one that has an earlier version of it."""
    held = [batch for batch in made if batch.superseded_on is None]
    return next((batch for batch in held if batch.digest == digest), next(iter(held), None))
