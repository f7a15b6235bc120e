"""Files of events into the lake, as many and as large as they come, in bounded memory.

Lines of many small files, or a part of a large one, are read together (`PACK` bytes of text at a time). Once `ROWS`
rows are read, those of files read to their end are written, one Parquet file a month of knowledge, and made visible in
one transaction: a row in the manifest for each input, so that every input is found again, can be verified and can be
removed. A large file's rows are written as they come and become visible at its end, all at once. An ingest that is
killed leaves the lake without the inputs that were not done; running it again does them.

Files that come again follow the rule of `detente.ingestion.ingest`.

Two ingests may run at once. If both bring the same input, the first has it, and the other leaves it out (see
`detente.lake.manifest`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import chain, islice
from pathlib import Path

import polars as pl

from detente.dates import today
from detente.errors import DataError, StoreError, UsageError
from detente.ingestion.commit import Publisher, Report
from detente.ingestion.data_versions import record_version
from detente.ingestion.dataset_names import check_own
from detente.ingestion.event_ingest import EventIngestResult
from detente.ingestion.ingest_unit import IngestUnit, discard, write_units
from detente.ingestion.inputs import Input, KnownInputs, unit_for, walk
from detente.ingestion.repeated_ids import RepeatedIds
from detente.lake.dataset_descriptions import keep_about
from detente.lake.lake import Lake
from detente.sources.events.event_files import EventFile, UnknownFormat, event_files
from detente.sources.events.event_format import Format
from detente.sources.events.event_rows import event_rows
from detente.sources.events.known_formats import format_named
from detente.sources.events.mapping_file import read_mapping
from detente.sources.events.own_columns import OwnColumns, check_name
from detente.sources.events.own_event_rows import own_event_rows
from detente.sources.events.repeated_rows import Repeats
from detente.sources.events.resaved import ResavedFileCheck
from detente.sources.readers.archives import Limits
from detente.sources.readers.line_format import Piece, join_rejects
from detente.sources.readers.lines import ParsedLines, read_lines
from detente.store.store import Store

__all__ = ["EventIngestResult", "ingest_events"]

PACK = 24 << 20  # bytes of text read together
TOGETHER = 200_000  # rows made acts together
ROWS = 400_000  # rows written together
FEW = 2_000  # inputs looked up one by one; for more, the manifest is read once
UNITS = 2_000  # inputs made visible together
SHOWN = 3  # rejects quoted where a file is refused


def ingest_events(
    store: Store,
    paths: Sequence[Path],
    *,
    format: str | None = None,  # noqa: A002 - the word for it
    mapping: Path | None = None,
    dataset: str | None = None,
    scheme: str | None = None,
    codes: str | None = None,
    limits: Limits | None = None,
    retrieved: date | None = None,
    report: Report | None = None,
) -> EventIngestResult:
    r"""Ingest files of events.

    Parameters
    ----------
    store : Store
        Destination.
    paths : sequence of pathlib.Path
        Files (plain, ``.gz``, ``.zip``, Parquet, Stata), or folders, which are walked.
    format : str, optional
        A key of `detente.sources.events.known_formats.known_formats`; by default recognised by each file's columns.
    mapping : pathlib.Path, optional
        A mapping file, for files of no known format: see `detente.sources.events.mapping_file`.
    dataset : str, optional
        Name of the dataset; by default the format's or the mapping's own, and for a table of a user's own events
        (`detente.sources.events.own_columns`) the file's.
    scheme, codes : str, optional
        How states and CAMEO codes of a table of a user's own events are written.
    limits : Limits, optional
        What a file may inflate to.
    retrieved : datetime.date, optional
        Day of the ingest; by default today.
    report : callable, optional
        Called with each batch that became visible.

    Returns
    -------
    EventIngestResult
        What it did. A file that can't be used is among its failures and does not stop the others.

    Raises
    ------
    UsageError
        If there is no such format, the mapping can't be used, or the dataset's name is one of others; of many files
        of a user's own, those whose names can't be used are among the failures.
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
    ...     done = ingest_events(Store.open(home=Path(folder) / "home"), [file])
    >>> done.rows_in, done.rows_ok, done.rows_rejected, done.datasets
    (2, 1, 1, {'icews': 1})
    """
    form = None if format is None else format_named(format)
    mapped = None if mapping is None else read_mapping(mapping)
    named = mapped.dataset if dataset is None and mapped is not None else dataset
    if named is not None:
        check_own(check_name(named), mapped=mapped is not None)
    own = OwnColumns(scheme, codes, dataset)
    run = _EventIngest(store.lake, dataset, retrieved or today(), report)
    files = walk(paths, run.done.failures, store.lake)
    few = list(islice(files, FEW + 1))
    if len(few) > FEW:
        run.known.load()
    alone = len(paths) == 1 and not paths[0].is_dir()
    for path in chain(few, files):
        try:
            for file in event_files(path, form, mapped, limits, own):
                run.take(file)
        except (DataError, UsageError) as error:
            if isinstance(error, StoreError) or (alone and isinstance(error, UsageError)):
                raise
            run.fail()
            named = "" if isinstance(error, DataError) else f"{path}: "
            run.done.failures.append((path, named + error.message))
            if isinstance(error, UnknownFormat):
                run.done.unknown.append(path)
    run.settle()
    if mapped is not None and named is not None and (run.done.units or run.done.already):
        keep_about(store.lake, named, mapped.about)
    if run.done.units:
        record_version(store)
    return run.done


class _EventIngest:
    """One ingest: what is read and not yet visible."""

    def __init__(self, lake: Lake, dataset: str | None, day: date, report: Report | None) -> None:
        self.lake, self.dataset, self.day = lake, dataset, day
        self.done = EventIngestResult()
        self.known = KnownInputs(lake)
        self.publisher = Publisher(lake, self.known, self.done, day, report)
        self.units: dict[int, IngestUnit] = {}
        self.open: int | None = None
        self.count = 0
        self.pack: list[Piece] = []
        self.size = 0
        self.read: list[ParsedLines] = []
        self.spanning: set[int] = set()
        self.unmade = 0
        self.frames: list[pl.DataFrame] = []
        self.rejects: list[pl.DataFrame] = []
        self.waiting = 0
        self.repeats = Repeats()
        self.ids = RepeatedIds(lake)
        self.resaved = ResavedFileCheck()
        self.split: set[int] = set()

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
                if unit.file.is_ambiguous(rows.frame):
                    unit.file = unit.file.resolved()
                self.absorb(rows, {unit.number})
        self.open = None
        if self.waiting >= ROWS or len(self.units) >= UNITS:
            self.settle()

    def _alike(self, file: EventFile) -> bool:
        other = self.units[self.pack[-1].unit].file
        return (other.format, other.layout) == (file.format, file.layout)

    def _begin(self, file: EventFile) -> IngestUnit | None:
        """Return the unit that a file makes; None if it is in the lake or about to be."""
        given = Input.of(file, self.dataset)
        self.done.touched.add(given.dataset)
        if self.known.has(given.dataset, given.digest):
            return None
        if any((u.batch.dataset, u.batch.unit) == (given.dataset, given.unit) for u in self.units.values()):
            self.settle()
        unit = unit_for(self.known, file, given, self.count + 1, self.day)
        self.count += unit is not None
        return unit

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

    def absorb(self, rows: ParsedLines, spanning: set[int]) -> None:
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

    def _format(self, rows: ParsedLines) -> Format:
        return self.units[next(iter(rows.rows_in))].file.format

    def _make(self) -> None:
        """Make events of the rows that were parsed."""
        read, spanning, self.read, self.spanning, self.unmade = self.read, self.spanning, [], set(), 0
        if not read:
            return
        form = self._format(read[0])
        rows_in = _sums(rows.rows_in for rows in read)
        filed = {unit: self.units[unit].file.named.filed for unit in rows_in}
        raw = pl.concat([form.raw(rows.frame) for rows in read])
        conventions = form.conventions
        own = conventions.own
        made = own_event_rows(raw, conventions, self.day) if own else event_rows(raw, conventions, filed, self.day)
        first = self.units[next(iter(rows_in))]
        if first.file.mapped is None:
            self.resaved.see(raw, made, spanning)
        frame, copies = self.ids.split(made.frame, first) if own else self.repeats.split(made.frame, spanning)
        torn = join_rejects([rows.rejects for rows in read])
        torn = torn.with_columns(pl.col("column").replace(dict(conventions.columns)))  # by the names that the file has
        rejects = join_rejects([torn, made.rejects, copies])
        self._count(rows_in, frame, rejects, made.unplaced)
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
        if self.open is not None:
            self._forget(self.open)

    def _forget(self, number: int) -> None:
        """Forget an input that is not yet visible, and its rows."""
        self.open = None if self.open == number else self.open
        self.pack = [piece for piece in self.pack if piece.unit != number]
        self.size = sum(len(piece.data) for piece in self.pack)
        self.read = [rest for rows in self.read if (rest := rows.without(number)).rows_in]
        self.spanning.discard(number)
        self.frames = [frame.filter(pl.col("unit") != number) for frame in self.frames]
        self.rejects = [frame.filter(pl.col("unit") != number) for frame in self.rejects]
        self.repeats.forget(number)
        self.resaved.forget(number)
        unit = self.units.pop(number)
        self.ids.forget(unit.batch)
        self.known.drop(unit.batch)
        discard(self.lake, unit.files)

    def _refuse(self) -> None:
        """Refuse files, read to their end, that were changed by a spreadsheet or have no row for a new version."""
        for number, unit in list(self.units.items()):
            if number != self.open:
                fault = self.resaved.fault(number) or unit.fault()
                if fault:
                    fault = "; ".join([fault, *self._rejects_of(number)])
                    self._forget(number)
                    self.done.failures.append((unit.file.member.path, f"{unit.batch.origin}: {fault}"))
                self.resaved.forget(number)

    def _rejects_of(self, number: int) -> list[str]:
        """Return the first rejects of an input, in words."""
        found = pl.concat([frame.filter(pl.col("unit") == number) for frame in self.rejects] or [join_rejects([])])
        rows = found.sort("line").head(SHOWN).select("line", "column", "value", "reason").iter_rows()
        return [f"line {line}: {f'{name} {value!r} ' if name else ''}{reason}" for line, name, value, reason in rows]

    # Writing

    def settle(self) -> None:
        """Read what waits, write it, and make visible the inputs that are read to their end."""
        self.parse()
        self._write_out()

    def _write_out(self) -> None:
        if not self.units:
            return
        self._make()
        self._refuse()
        if not self.units:
            return
        with self.lake.writing(self.publisher.outcome()):
            self.publisher.prepare()
            frame = pl.concat(self.frames) if self.frames else None
            rejects = join_rejects(self.rejects)
            self.frames, self.rejects, self.waiting = [], [], 0
            ready = [unit for number, unit in self.units.items() if number != self.open]
            try:
                if self.open is not None:
                    unit = self.units[self.open]
                    unit.files += write_units(self.lake, [unit], frame, rejects)
                self.publisher.publish(ready, frame, rejects)
            except BaseException:
                for unit in self.units.values():
                    discard(self.lake, unit.files)
                raise
            self.units = {number: unit for number, unit in self.units.items() if number == self.open}


def _sums(counts: Iterable[Mapping[int, int]]) -> dict[int, int]:
    whole: dict[int, int] = {}
    for count in counts:
        for unit, number in count.items():
            whole[unit] = whole.get(unit, 0) + number
    return whole
