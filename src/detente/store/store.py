"""The store: the starter pack, the facts and the user's lake, read as one record as of a date."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import polars as pl

from detente.catalog import TABLES, Table, table
from detente.dates import check_day, today
from detente.errors import UsageError
from detente.lake.covered_days import CoveredPeriod, covered_periods, days_shown
from detente.lake.home import user_folder
from detente.lake.lake import SCHEMA_VERSION, SHARED, Batch, Lake
from detente.lake.parts import Part
from detente.sources.shaping.vote_series import SERIES
from detente.store.coverage import as_known, coverage_of, measured
from detente.store.current_rows import still_current
from detente.store.facts import FACT_TABLES, Facts
from detente.store.pack import Pack
from detente.store.row_counts import contents_of
from detente.store.scan import FileSelection, Read, condition, held, hide_ends, may_hold, newest, scan
from detente.store.source_entries import Provenance, of_batch, of_formats, provenance_of
from detente.store.vote_series import COMPUTED, computed, given_way

__all__ = ["Provenance", "Store"]

DATA = Path(__file__).resolve().parents[1] / "resources"
SHOWN = 20  # batches listed in an error
SMALL = 80_000  # rows of a file of the starter pack that is cached in memory as a whole
ADDED_TABLES = ("events", "texts", "rejects")  # tables with rows of users alone


@dataclass(frozen=True)
class Store:
    """All records: the starter pack, the facts and the lake. Open it with `Store.open`.

    Parameters
    ----------
    lake : Lake
        The user's rows.
    pack : Pack
        The starter pack, computed by Detente and shipped.
    facts : Facts
        The facts compiled by hand.
    memory : dict
        Estimates from events in this process, for `detente.store.held_results`.

    Examples
    --------
    >>> from datetime import date
    >>> store = Store.open()
    >>> pacts = store.read("pacts", as_of=date(2014, 3, 18))
    >>> bool((pacts["known_on"] <= date(2014, 3, 18)).all())
    True
    """

    lake: Lake
    pack: Pack
    facts: Facts
    memory: dict[object, tuple[str, Any]] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def open(cls, home: Path | None = None, starter: Path | None = None) -> Store:
        """Open the store. Nothing is created and nothing is read.

        Parameters
        ----------
        home : pathlib.Path, optional
            The user's folder. By default the environment variable ``DETENTE_HOME``, else the system's folder for user
            data.
        starter : pathlib.Path, optional
            Folder of a starter pack, by default the one Detente ships. The facts are in ``facts`` beside it.

        Returns
        -------
        Store
        """
        pack = DATA / "starter" if starter is None else Path(starter)
        lake = Lake(user_folder() if home is None else Path(home))
        return cls(lake, Pack(pack), Facts(pack.parent / "facts"))

    # Reading

    def read(self, name: str, /, *, as_of: date | None = None, **equals: object) -> pl.DataFrame:
        """Read a table as it was known on a day.

        Rows not yet known are left out, ends not yet known are null, and of several vintages of an estimate
        only the newest known then is read. Tables without a known-on date (batches, rejects) are read whole.
        Votes of several datasets are one series, in which each row names its dataset: see
        `detente.sources.shaping.vote_series`.

        Parameters
        ----------
        name : str
            A table of the catalog.
        as_of : datetime.date, optional
            The as-of date; by default today.
        **equals : object
            By column: the value that it must equal (None: missing), or a collection of values.

        Returns
        -------
        polars.DataFrame
            The table's columns in their order, rows in the order of its key.

        Raises
        ------
        UsageError
            If there is no such table or column, or a value can't be one of the column's.
        StoreError
            If the pack, the facts or the lake can't be read.
        """
        read = self._shipped if self._is_shipped(name, equals) else self._read
        return read(name, equals, check_day(as_of))

    def _read(self, name: str, equals: Mapping[str, object], day: date) -> pl.DataFrame:
        return table(name).sort(self.rows(name, equals, as_of=day))

    @cached_property
    def _shipped(self) -> Read:
        return held(self._read)

    def _is_shipped(self, name: str, equals: Mapping[str, object]) -> bool:
        """Whether the rows of a query come from the starter pack and the facts alone."""
        if name == "coverage" and equals.get("table", "events") == "events":
            return False
        if name in SERIES or name in COMPUTED:
            return not any(self.lake.parts(other) for other in (*SERIES, name))
        return bool(name in FACT_TABLES or self.pack.parts(name)) and not self.lake.parts(name)

    def rows(
        self, name: str, equals: Mapping[str, object], /, *, columns: Sequence[str] = (), as_of: date | None = None
    ) -> pl.DataFrame:
        """Return the rows that `read` returns, in no particular order, and only some of their columns.

        Parameters
        ----------
        name, equals, as_of
            As for `read`; `equals` as a mapping.
        columns : sequence of str, optional
            The columns to read; by default all.

        Returns
        -------
        polars.DataFrame

        Raises
        ------
        UsageError, StoreError
            As `read` does.
        """
        declared = table(name)
        if name == "counts":
            raise UsageError("counts are computed, not stored: call detente.event_cube.counts", value=name)
        day = check_day(as_of)
        late = declared.known_later  # known only after hiding
        early = [condition(declared, key, value) for key, value in equals.items() if key not in late]
        after = [condition(declared, key, value) for key, value in equals.items() if key in late]
        if declared.known_on is not None:
            early.append(pl.col(declared.known_on) <= day)
        if name == "coverage":
            stated = [self._coverage(self._parts(name), day)]
            if equals.get("table", "events") == "events":
                stated.append(coverage_of(self.days_covered(day), self.lake))
            return as_known(pl.concat(stated), day).filter(*early).select(columns or declared.names)
        if name in COMPUTED and not self._parts(name):
            return computed(self, name, equals, day).select(columns or declared.names)
        out = given_way(self, name, equals, day)
        late |= set() if out is None else {"dataset", "rcid"}
        wanted = [column for column in declared.names if not columns or column in (*columns, *late)]
        frames = [frame.lazy().filter(*early).select(wanted) for frame in self._small(declared, day)]
        for chosen in self.chosen(name, day, equals):
            rows = self._scan(chosen, early, wanted)
            if out is not None and chosen.part.place == "starter":
                rows = rows.join(out[0].lazy(), on=["dataset", "rcid"], how="anti", maintain_order="left")
            frames.append(rows)
        if not frames:
            return declared.empty().select(columns or declared.names)
        frame = hide_ends(frames[0] if len(frames) == 1 else pl.concat(frames), wanted, declared, day)
        if out is not None:
            frame = frame.join(out[1].lazy(), on=["dataset", "rcid"], how="anti", maintain_order="left")
        return frame.filter(*after).select(columns or declared.names).collect()

    def _scan(self, chosen: FileSelection, conditions: Sequence[pl.Expr], columns: Sequence[str]) -> pl.LazyFrame:
        part, every = chosen.part, [*conditions, *chosen.conditions]
        if part.place == "starter" and not part.revised and (chosen.vintages or part.rows <= SMALL):
            return self.pack.rows(part.table, chosen.vintages, every).select(columns)
        return chosen.rows(conditions, columns)

    def _small(self, declared: Table, day: date) -> list[pl.DataFrame]:
        """Return what is not in Parquet files: the manifest's table, and the facts that no row of users replaces."""
        if declared.name == "batches":
            return [pl.DataFrame([batch.as_row() for batch in self.lake.batches()], schema=declared.schema)]
        if declared.name not in FACT_TABLES:
            return []
        shipped = self.facts.table(declared.name)
        for chosen in self.chosen(declared.name, day, {}):
            own = scan(chosen.part, [], declared.key)
            shipped = shipped.join(own, on=declared.key, how="anti", maintain_order="left")
        return [shipped]

    def _coverage(self, parts: Sequence[Part], day: date) -> pl.DataFrame:
        """Return the rows of the table ``coverage`` in files; those that an older Detente stated are measured."""
        found = {"starter": [table("coverage").empty()], "added": [table("coverage").empty()]}
        for part in self._holding(parts, day):
            starter = part.place == "starter"
            found[part.place].append(self.pack.rows(part.table).collect() if starter else scan(part, []))
        own = measured(pl.concat(found["added"]), lambda name, dataset: self.read(name, as_of=day, dataset=dataset))
        return pl.concat([*found["starter"], own])

    def days_covered(self, as_of: date | None = None, dataset: object = None) -> list[CoveredPeriod]:
        """Return the days that the datasets of events, or one, cover without a gap, as known on a day."""
        day = check_day(as_of)
        wanted = {} if dataset is None else {"dataset": dataset}
        files = [file for name in ("events", "texts") for file in self.chosen(name, day, wanted)]
        return covered_periods(self.lake, days_shown([(f.part, f.where()) for f in files], day), day)

    def chosen(self, name: str, day: date, equals: Mapping[str, object]) -> list[FileSelection]:
        """Return the files to open, each with its newest vintages, or the condition for its current versions."""
        declared = table(name)
        if declared.name == "batches":
            return []
        parts = [part for part in self._parts(declared.name) if may_hold(part, equals)]
        if declared.name in SHARED:
            return [FileSelection(part, (), still_current(self, part, day)) for part in parts]
        if declared.name != "rejects":
            parts = self._holding(parts, day)
        return newest(parts, declared, day) if declared.vintage_of else [FileSelection(part) for part in parts]

    def _holding(self, parts: Sequence[Part], day: date) -> list[Part]:
        """Leave out files of which another version was current on the day."""
        if all(part.place != "added" for part in parts):
            return list(parts)
        past = {self.lake.home / file for file in self.lake.outdated(day)}
        return [part for part in parts if part.path not in past]

    def _parts(self, name: str | None = None) -> list[Part]:
        if name in (*ADDED_TABLES, *FACT_TABLES):
            return self.lake.parts(name)
        return [*self.pack.parts(name), *self.lake.parts(name)]

    # Contents

    def contents(self, as_of: date | None = None) -> pl.DataFrame:
        """Return what the store holds, a row a table and dataset.

        Parameters
        ----------
        as_of : datetime.date, optional
            Count only rows known on that day, of the versions current then, which requires reading them; by default
            the rows of the versions current today, from the manifests.

        Returns
        -------
        polars.DataFrame
            ``table``, ``dataset`` (null where a table has none), ``place`` (``starter``, ``facts`` or
            ``added``), ``rows``, and ``first`` and ``last``, the days of the earliest and latest row.
        """
        day = check_day(as_of)
        return contents_of(self._holding(self._parts(), day), self.facts, self.lake.superseded(day), as_of)

    def datasets(self) -> tuple[str, ...]:
        """Return the names of the datasets in the store, sorted."""
        return tuple(sorted(self.contents()["dataset"].drop_nulls().unique()))

    def vintages(self, name: str, as_of: date | None = None) -> pl.DataFrame:
        """Return a table's vintages known on a day: the columns they are of, and ``known_on``, sorted.

        Raises
        ------
        UsageError
            If the table has none.
        """
        declared = table(name)
        if not declared.vintage_of:
            vintaged = ", ".join(t.name for t in TABLES.values() if t.vintage_of)
            raise UsageError(f"table {name} has no vintages; these have: {vintaged}", value=name)
        columns = [*declared.vintage_of, "known_on"]
        as_of = check_day(as_of)
        parts, day = self._holding(self._parts(name), as_of), as_of.isoformat()
        rows = sorted({tuple(v[c] for c in columns) for p in parts for v in p.vintages if v["known_on"] <= day})
        frame = pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.String), orient="row")
        return frame.with_columns(pl.col("known_on").str.to_date("%Y-%m-%d"))

    def coverage(self, as_of: date | None = None) -> pl.DataFrame:
        """Return what the datasets cover, as known on a day: the table ``coverage``."""
        return self.read("coverage", as_of=as_of)

    def recorded_coverage(self, dataset: str | None = None) -> pl.DataFrame:
        """Return what ingested files of sources cover, all of them or those of one dataset."""
        mine = pl.lit(value=True) if dataset is None else pl.col("dataset") == dataset
        rows = as_known(self._coverage(self.lake.parts("coverage"), today()), today())
        return rows.filter(mine).sort("dataset", "table", "from")

    def batches(self) -> pl.DataFrame:
        """Return what was ingested: the table ``batches``."""
        return self.read("batches")

    def rejects(self, batch: str | None = None) -> pl.DataFrame:
        """Return the rows that were rejected, of all batches or of one.

        Raises
        ------
        UsageError
            If there is no such batch.
        """
        if batch is None:
            return self.read("rejects")
        if not self.lake.records.batches("b.batch = ?", (batch,)):
            known = [b.batch for b in self.lake.batches()[-SHOWN:]]
            has = f"the newest batches are {', '.join(known)}" if known else "nothing was ingested yet"
            raise UsageError(f"there is no batch {batch!r}; {has}", value=batch)
        return self.read("rejects", batch=batch)

    def sources(
        self, table_name: str | None = None, dataset: str | None = None, *, as_of: date | None = None
    ) -> list[Provenance]:
        """Return where rows come from, for a list of sources.

        Parameters
        ----------
        table_name, dataset : str, optional
            Only the sources of this table, or this dataset. A source that states neither belongs to all.
        as_of : datetime.date, optional
            Of the versions of a file, the one current on this day; by default today.

        Returns
        -------
        list of Provenance
            The pack's sources in its order, then the user's datasets.
        """
        day = check_day(as_of)
        every = [provenance_of(entry) for entry in self.pack.sources]
        every += [*map(of_batch, self.lake.held_on(day, "b.format IS NULL")), *of_formats(self.lake, day)]
        return [
            p
            for p in every
            if (table_name is None or not p.tables or table_name in p.tables)
            and (dataset is None or not p.datasets or dataset in p.datasets)
        ]

    # Writing

    def write(
        self, frames: Mapping[str, pl.DataFrame], *, dataset: str, origin: str, retrieved: date | None = None
    ) -> Batch:
        """Write computed frames to the user's lake as one batch.

        The same frames again change nothing; other frames from the same origin replace the earlier batch.

        Parameters
        ----------
        frames : mapping of str to polars.DataFrame
            By table; the first is the batch's own.
        dataset : str
            The dataset they belong to.
        origin : str
            What they were computed from, in words: it identifies the batch, together with dataset and table.
        retrieved : datetime.date, optional
            Day of the computation; by default today.

        Returns
        -------
        Batch

        Raises
        ------
        TableError
            If a frame does not fit its table.
        StoreError
            If the lake can't be written.
        """
        fitted = {name: table(name).validate(frame) for name, frame in frames.items()}
        name, main = next(iter(fitted.items()))
        rows = "".join(table(key).sort(frame).write_csv() for key, frame in fitted.items())
        digest = hashlib.sha256(rows.encode()).hexdigest()
        new_id = self.lake.free_id(dataset, name, digest)
        if found := self.lake.find(dataset, name, digest):
            return replace(found, already=True)
        batch = Batch(
            batch=new_id,
            dataset=dataset,
            table=name,
            origin=origin,
            digest=digest,
            bytes=len(rows),
            rows_in=main.height,
            rows_ok=main.height,
            rows_rejected=0,
            schema_version=SCHEMA_VERSION,
            retrieved=retrieved or today(),
        )
        return self.lake.commit(batch, fitted)
