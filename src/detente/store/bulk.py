"""Ingest: files of events into the lake, as many and as large as they come, in bounded memory.

Lines of many small files, or a part of a large one, are read together (`PACK` bytes of text at a time). Once
`ROWS` rows are there, those of files read to their end are written, one Parquet file a month of knowledge, and
made visible in one transaction: a row in the manifest for each input, so that every input is found again, can be
verified and can be removed. A large file's rows are written as they come and become visible at its end, all at
once. What is killed leaves the lake without the inputs that were not done; running it again does them.

**Versions.** An input that was ingested before under the same name and now has other bytes is a new version. Its
rows are known from the day of the ingest, on which the version before it ceases to hold. A question as of an
earlier day gets the old version's answer, the same to the last row.

**Other processes.** Two ingests may run at once. If both bring the same input, whoever is first keeps it, and the
other leaves it out (see `detente.store.manifest`).
"""

from __future__ import annotations

import contextlib
import hashlib
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain, islice
from pathlib import Path

import polars as pl

from detente.catalog import table
from detente.errors import DataError, StoreError
from detente.sources.acts import Repeats, acts_of
from detente.sources.archives import Limits, digest_of
from detente.sources.event_files import EventFile, event_files, format_named
from detente.sources.event_formats import Format
from detente.sources.lines import Piece, Rows, join_rejects, read_lines
from detente.sources.mapped import read_mapping
from detente.store.added import check_name
from detente.store.cells import numbered
from detente.store.lake import SCHEMA_VERSION, TRIES, Batch, Change, Conflict, Lake, batch_id
from detente.store.reading import today
from detente.store.starter import profile
from detente.store.store import Store
from detente.store.unit import (
    EVENTS,
    Unit,
    Written,
    by_month,
    damaged,
    emptied,
    events_of,
    is_damaged,
    parts_of,
    profile_of,
    rejects_of,
    write_texts,
)

__all__ = ["Ingested", "ingest", "walk"]

PACK = 24 << 20  # bytes of text read together
TOGETHER = 200_000  # rows made acts together
ROWS = 400_000  # rows written together
FEW = 2_000  # inputs that are asked for one by one
UNITS = 2_000  # inputs made visible together
LEVEL = 3  # zstd: a third of the time of 6, for a tenth more bytes
ROW_GROUP = 100_000
ENDINGS = {".zip", ".gz", ".csv", ".tsv", ".tab", ".txt", ".parquet"}

Tell = Callable[[Batch], None]


@dataclass(slots=True)
class Ingested:
    """What an ingest did.

    Parameters
    ----------
    units : int
        Inputs taken in.
    already : int
        Inputs that were there before.
    replaced : int
        Inputs that are new versions.
    rows_in, rows_ok, rows_rejected : int
        Rows read, kept and rejected.
    datasets : dict of str to int
        Rows kept, by dataset.
    unplaced : dict of str to int
        Actors without a state, by reason.
    failures : list of (pathlib.Path, str)
        Files that could not be used, and why; nothing of them is in the lake.
    rejecting : list of str
        Batches with rejects, the first hundred.
    touched : set of str
        Datasets of the inputs, those that were there before among them.
    """

    units: int = 0
    already: int = 0
    replaced: int = 0
    rows_in: int = 0
    rows_ok: int = 0
    rows_rejected: int = 0
    datasets: dict[str, int] = field(default_factory=dict)
    unplaced: dict[str, int] = field(default_factory=dict)
    failures: list[tuple[Path, str]] = field(default_factory=list)
    rejecting: list[str] = field(default_factory=list)
    touched: set[str] = field(default_factory=set)

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


def ingest(
    store: Store,
    paths: Sequence[Path],
    *,
    format: str | None = None,  # noqa: A002 - what it is called on the command line
    mapping: Path | None = None,
    dataset: str | None = None,
    limits: Limits | None = None,
    retrieved: date | None = None,
    tell: Tell | None = None,
) -> Ingested:
    r"""Take files of events into the lake.

    Parameters
    ----------
    store : Store
        Where to.
    paths : sequence of pathlib.Path
        Files (plain, ``.gz``, ``.zip``, Parquet), or folders, which are walked.
    format : str, optional
        ``gdelt1``, ``gdelt2``, ``icews`` or ``polecat``; by default told from each file.
    mapping : pathlib.Path, optional
        A mapping file, for files of no known format: see `detente.sources.mapped`.
    dataset : str, optional
        Name of the dataset; by default the format's or the mapping's own.
    limits : Limits, optional
        What a file may inflate to.
    retrieved : datetime.date, optional
        Day of the ingest; by default today.
    tell : callable, optional
        Called with each batch that became visible.

    Returns
    -------
    Ingested
        What it did. A file that can't be used is among its failures and does not stop the others.

    Raises
    ------
    UsageError
        If there is no such format, or the mapping can't be used.
    DataError
        If a path does not exist.
    StoreError
        If the lake can't be written; what became visible before stays.

    Examples
    --------
    >>> import tempfile
    >>> header = "Event ID\tEvent Date\tSource Name\tSource Country\tEvent Text\tCAMEO Code\tIntensity\t"
    >>> header += "Target Name\tTarget Country\tStory ID\tSentence Number\n"
    >>> row = "1\t2014-03-18\tShinzo Abe\tJapan\tMake statement\t010\t0\tRussia\tRussian Federation\t7\t2\n"
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "events.2014.tab"
    ...     _ = file.write_text(header + row + "torn\n")
    ...     done = ingest(Store.open(home=Path(folder) / "home"), [file])
    >>> done.rows_in, done.rows_ok, done.rows_rejected, done.datasets
    (2, 1, 1, {'icews-events': 1})
    """
    form = None if format is None else format_named(format)
    mapped = None if mapping is None else read_mapping(mapping)
    files = walk(paths)
    few = list(islice(files, FEW + 1))
    run = _Run(store.lake, None if dataset is None else check_name(dataset), retrieved or today(), tell)
    if len(few) > FEW:
        run.learn()
    for path in chain(few, files):
        try:
            for file in event_files(path, form, mapped, limits):
                run.take(file)
        except DataError as error:
            if isinstance(error, StoreError):
                raise
            run.fail()
            run.done.failures.append((path, error.message))
    run.settle()
    return run.done


def walk(paths: Sequence[Path]) -> Iterator[Path]:
    """Yield the files that paths name: themselves, and those in folders that may hold events, sorted.

    Raises
    ------
    DataError
        If a path does not exist.
    """
    for path in paths:
        if path.is_dir():
            found = (p for p in path.rglob("*") if p.suffix.lower() in ENDINGS and p.is_file())
            yield from sorted(p for p in found if not any(part.startswith(".") for part in p.relative_to(path).parts))
        elif path.exists():
            yield path
        else:
            raise DataError(f"{path} does not exist; name a file or a folder", value=path)


class _Run:
    """One ingest: what is read and not yet visible."""

    def __init__(self, lake: Lake, dataset: str | None, day: date, tell: Tell | None) -> None:
        self.lake, self.dataset, self.day, self.tell = lake, dataset, day, tell
        self.done = Ingested()
        self.units: dict[int, Unit] = {}
        self.open: int | None = None
        self.count = 0
        self.pack: list[Piece] = []
        self.size = 0
        self.read: list[Rows] = []
        self.spanning: set[int] = set()
        self.unmade = 0
        self.frames: list[pl.DataFrame] = []
        self.rejects: list[pl.DataFrame] = []
        self.waiting = 0
        self.repeats = Repeats()
        self.split: set[int] = set()
        self.prepared = False
        self.learned = False
        self.digests: set[int] = set()  # of every batch there is, superseded ones among them
        self.names: set[int] = set()
        self.whole: set[int] = set()  # of current batches whose rows are where the manifest says

    def learn(self) -> None:
        """Read what the lake has, so that it need not be asked for each of many inputs."""
        lost = damaged(self.lake)
        query = "SELECT batch, dataset, unit, digest, superseded_on FROM batches"
        for batch, name, unit, digest, past in self.lake.records.ask(query):
            self.digests.add(hash((name, digest)))
            self.names.add(hash((name, unit)))
            if past is None and batch not in lost:
                self.whole.add(hash((name, digest)))
        self.learned = True

    # Reading

    def take(self, file: EventFile) -> None:
        """Read one input, unless it was there before."""
        unit = self._begin(file)
        if unit is None:
            self.done.already += 1
            return
        if not file.plain or (self.pack and not self._alike(file)):
            self.parse()
        self.units[unit.number], self.open = unit, unit.number
        if file.plain:
            for piece in file.pieces(unit.number):
                self.pack.append(piece)
                self.size += len(piece.data)
                if self.size >= PACK:
                    self.parse()
        else:
            for rows in file.rows(unit.number):
                self.absorb(rows, {unit.number})
        self.open = None
        if self.waiting >= ROWS or len(self.units) >= UNITS:
            self.settle()

    def _alike(self, file: EventFile) -> bool:
        other = self.units[self.pack[-1].unit].file
        return (other.format, other.layout) == (file.format, file.layout)

    def _begin(self, file: EventFile) -> Unit | None:
        """Return the unit that a file makes; None if it is in the lake or about to be."""
        path, named = file.member.path, file.named
        digest, size = digest_of(path)
        if not file.alone:
            digest = hashlib.sha256(f"{digest}\n{file.member.name}".encode()).hexdigest()
        dataset = self.dataset or named.dataset
        self.done.touched.add(dataset)
        origin = str(path.resolve()) + ("" if file.alone else f"/{file.member.name}")
        name = origin if file.mapped is not None else named.unit  # providers name files; users repeat names
        if hash((dataset, digest)) in self.whole:
            return None
        if any((u.batch.dataset, u.batch.unit) == (dataset, name) for u in self.units.values()):
            self.settle()
        current = self._current(dataset, name, digest)
        same = current is not None and current.digest == digest
        if same and current is not None and not self.learned and not is_damaged(self.lake, current):
            return None
        self.count += 1
        number = self._id(dataset, digest) if current is None or not same else current.batch
        for known in (self.digests, self.whole):
            known.add(hash((dataset, digest)))
        self.names.add(hash((dataset, name)))
        batch = Batch(
            batch=number,
            dataset=dataset,
            table=EVENTS,
            origin=origin,
            unit=name,
            digest=digest,
            bytes=size,
            rows_in=0,
            rows_ok=0,
            rows_rejected=0,
            schema_version=SCHEMA_VERSION,
            retrieved=self.day,
            format=file.format.name,
        )
        return Unit(self.count, file, batch, None if same else current, current if same else None)

    def _current(self, dataset: str, unit: str, digest: str) -> Batch | None:
        """Return the batch that has this input, else the one that has an earlier version of it."""
        known = hash((dataset, digest)) in self.digests or hash((dataset, unit)) in self.names
        if self.learned and not known:
            return None
        where = 'b.dataset = ? AND b."table" = ? AND b.superseded_on IS NULL AND '
        for name, value in (("digest", digest), ("unit", unit)):
            if found := self.lake.records.batches(f"{where} b.{name} = ?", (dataset, EVENTS, value)):
                return found[0]
        return None

    def _id(self, dataset: str, digest: str) -> str:
        """Return a batch's id; a version that comes back after another one gets an id of its own."""
        if self.learned and hash((dataset, digest)) not in self.digests:
            return batch_id(dataset, EVENTS, digest)
        query = 'SELECT count(*) FROM batches WHERE (dataset, "table", digest) = (?, ?, ?)'
        ((count,),) = self.lake.records.ask(query, (dataset, EVENTS, digest)) or [(0,)]
        return batch_id(dataset, EVENTS, f"{digest}\n{count}" if count else digest)

    def parse(self) -> None:
        """Read the lines that are waiting."""
        pack, self.pack, self.size = self.pack, [], 0
        if not pack:
            return
        layout = self.units[pack[0].unit].file.layout
        if layout is None:
            raise DataError("these lines have no layout", value=pack[0].unit)
        going_on = {self.open} - {None}
        spanning = {piece.unit for piece in pack} & {*self.split, *going_on}
        self.split = {unit for unit in going_on if unit is not None}
        self.absorb(read_lines(pack, layout), spanning)

    def absorb(self, rows: Rows, spanning: set[int]) -> None:
        """Take in rows of one format; those of the units `spanning` are not all there are of them."""
        if self.read and self._format(rows) != self._format(self.read[0]):
            self._make()
        self.read.append(rows)
        self.spanning |= spanning
        height = rows.frame.height + rows.rejects.height
        self.unmade += height
        self.waiting += height
        if self.unmade >= TOGETHER:
            self._make()
        if self.waiting >= ROWS:
            self._write_out()

    def _format(self, rows: Rows) -> Format:
        return self.units[next(iter(rows.rows_in))].file.format

    def _make(self) -> None:
        """Make acts of the rows that were read."""
        read, spanning, self.read, self.spanning, self.unmade = self.read, self.spanning, [], set(), 0
        if not read:
            return
        form = self._format(read[0])
        rows_in = _sums(rows.rows_in for rows in read)
        filed = {unit: self.units[unit].file.named.filed for unit in rows_in}
        acts = acts_of(pl.concat([form.raw(rows.frame) for rows in read]), form.how, filed, self.day)
        frame, copies = self.repeats.part(acts.frame, spanning)
        rejects = join_rejects([*(rows.rejects for rows in read), acts.rejects, copies])
        self._count(rows_in, frame, rejects, acts.unplaced)
        self.frames.append(frame.drop("also").with_columns(pl.col("id").cast(pl.String)))
        self.rejects.append(rejects)
        for unit in set(rows_in) - {self.open}:
            self.repeats.forget(unit)

    def _count(
        self,
        rows_in: Mapping[int, int],
        frame: pl.DataFrame,
        rejects: pl.DataFrame,
        unplaced: Mapping[tuple[int, str], int],
    ) -> None:
        for number, count in rows_in.items():
            self.units[number].rows_in += count
        for number, count in rejects["unit"].value_counts().iter_rows():
            self.units[number].rejected += count
        days = pl.col("date")
        spans = frame.group_by("unit").agg(pl.len(), days.min().alias("first"), days.max().alias("last"))
        for number, count, first, last in spans.iter_rows():
            unit = self.units[number]
            unit.rows_ok += count
            unit.first, unit.last = min(unit.first or first, first), max(unit.last or last, last)
        for (number, reason), count in unplaced.items():
            tally = self.units[number].tally
            tally[reason] = tally.get(reason, 0) + count

    def fail(self) -> None:
        """Forget the input that could not be read to its end."""
        if self.open is None:
            return
        number, self.open = self.open, None
        self.pack = [piece for piece in self.pack if piece.unit != number]
        self.size = sum(len(piece.data) for piece in self.pack)
        self.read = [rest for rows in self.read if (rest := rows.without(number)).rows_in]
        self.spanning.discard(number)
        self.frames = [frame.filter(pl.col("unit") != number) for frame in self.frames]
        self.rejects = [frame.filter(pl.col("unit") != number) for frame in self.rejects]
        self.repeats.forget(number)
        unit = self.units.pop(number)
        self.whole.discard(hash((unit.batch.dataset, unit.batch.digest)))
        self._discard(unit.files)

    # Writing

    def settle(self) -> None:
        """Read what waits, write it, and make visible the inputs that are read to their end."""
        self.parse()
        self._write_out()

    def _write_out(self) -> None:
        if not self.units:
            return
        self._make()
        with self.lake.writing(f"{self.done.units} files are part of it now, the rest are not"):
            if not self.prepared:
                self.lake.prepare()
                self.prepared = True
            frame = pl.concat(self.frames) if self.frames else None
            rejects = join_rejects(self.rejects)
            self.frames, self.rejects, self.waiting = [], [], 0
            ready = [unit for number, unit in self.units.items() if number != self.open]
            try:
                if self.open is not None:
                    unit = self.units[self.open]
                    unit.files += self._written([unit], frame, rejects)
                self._publish(ready, frame, rejects)
            except BaseException:
                for unit in self.units.values():
                    self._discard(unit.files)
                raise
            self.units = {number: unit for number, unit in self.units.items() if number == self.open}

    def _publish(self, ready: list[Unit], frame: pl.DataFrame | None, rejects: pl.DataFrame) -> None:
        """Make inputs visible, but for those that another process has brought meanwhile."""
        for attempt in range(TRIES):
            if attempt:
                ready = [unit for unit in ready if self._is_still(unit)]
            if not ready:
                return
            batches = [unit.finished() for unit in ready]
            mended = {unit.mends.batch for unit in ready if unit.mends is not None}
            fresh = self._written(ready, frame, rejects)
            old, rest = emptied(self.lake, mended)
            fresh += rest
            change = Change(
                batches=batches,
                files=[stored for stored, _ in (*fresh, *parts_of(ready))],
                holdings=[(name, stored.file) for stored, held in (*fresh, *parts_of(ready)) for name in sorted(held)],
                drop_files=old,
                drop_batches=sorted(mended),
                supersede={unit.replaces.batch: self.day for unit in ready if unit.replaces is not None},
            )
            try:
                self.lake.records.publish(change)
            except Conflict:
                self._discard(fresh)
                continue
            except BaseException:
                self._discard(fresh)
                raise
            for batch in batches:
                self.done.add(batch)
                if self.tell:
                    self.tell(batch)
            return
        raise StoreError(
            f"the store in {self.lake.home} is being changed by others all the time; try again", value=self.lake.home
        )

    def _is_still(self, unit: Unit) -> bool:
        """Whether an input's place in the lake is as it was when it was read; if not, leave it out."""
        batch, before = unit.batch, unit.replaces or unit.mends
        self.digests.add(hash((batch.dataset, batch.digest)))
        now = self._current(batch.dataset, batch.unit, batch.digest)
        if (now and now.batch) == (before and before.batch):
            return True
        self._discard(unit.files)
        if now is not None and now.digest == batch.digest:
            self.done.already += 1
        else:
            why = "another ingest has brought another version of it just now; ingest it again"
            self.done.failures.append((unit.file.member.path, f"{batch.origin}: {why}"))
        return False

    def _written(self, units: Sequence[Unit], frame: pl.DataFrame | None, rejects: pl.DataFrame) -> list[Written]:
        """Write the rows of some inputs: a file a dataset and month of knowledge, and one of rejects."""
        files: list[Written] = []
        try:
            for dataset in sorted({unit.batch.dataset for unit in units}):
                mine = [unit for unit in units if unit.batch.dataset == dataset]
                if frame is not None:
                    rows = events_of(frame, mine, dataset, self.day)
                    files += [self._write(part, EVENTS, dataset, month) for month, part in by_month(rows)]
                part = rejects_of(rejects, mine)
                if part.height:
                    files.append(self._write(part, "rejects", dataset, None))
        except BaseException:
            self._discard(files)
            raise
        return files

    def _write(self, rows: pl.DataFrame, name: str, dataset: str, month: str | None) -> Written:
        folder = f"lake/{name}/{dataset}" + (f"/{month}" if month else "")
        file = f"{folder}/{rows['batch'][0]}-{secrets.token_hex(4)}.parquet"
        events = name == EVENTS
        with self.lake.placing(file) as temporary:
            write_texts(numbered(rows) if events else rows, temporary, level=LEVEL, row_group=ROW_GROUP)
        said = profile_of(rows, dataset) if events else profile(rows, table(name))
        stored = self.lake.stored(file, name, rows.height, said, dataset=dataset, month=month)
        return stored, frozenset(rows["batch"].unique())

    def _discard(self, files: Sequence[Written]) -> None:
        for stored, _ in files:
            with contextlib.suppress(OSError):
                (self.lake.home / stored.file).unlink(missing_ok=True)


def _sums(counts: Iterable[Mapping[int, int]]) -> dict[int, int]:
    whole: dict[int, int] = {}
    for count in counts:
        for unit, number in count.items():
            whole[unit] = whole.get(unit, 0) + number
    return whole
