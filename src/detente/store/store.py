"""The store: the starter pack, the facts and the user's lake, read as one record as of a date."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from detente.catalog import TABLES, Table, table
from detente.errors import StoreError, UsageError
from detente.sources import SOURCES, Source
from detente.sources.event_files import FORMATS
from detente.sources.literal_paths import scan_parquet
from detente.store.about import about_of
from detente.store.coverage import Spell, as_known, coverage_of, days_shown, measured, spells
from detente.store.facts import read_facts
from detente.store.lake import SCHEMA_VERSION, Batch, Lake
from detente.store.reading import check_day, condition, hide_ends, may_hold, newest, scan, today
from detente.store.series import CALL, SERIES, doubled
from detente.store.starter import READDING, Pack, Part, profile

__all__ = ["Provenance", "Store", "of_source"]

DEVELOPERS, UNKNOWN = "{The Detente developers}", "{Unknown compiler}"  # in braces, as organisations are
RELEASED = "2026"  # the year of the starter pack
DATA = Path(__file__).resolve().parents[1] / "data"
SHOWN = 20  # batches named in an error
ADDED_TABLES = ("events", "rejects")  # what only users bring
FACT_TABLES = ("pacts", "pact_members", "disputes", "dispute_rungs", "sanctions", "chronicle", "assembly_votes")


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where rows come from, for a list of sources.

    Parameters
    ----------
    id, title, origin, licence, citation, covers : str
        As they are to be printed.
    tables, datasets : tuple of str
        The tables and datasets it stands behind; empty where that is not stated.
    bibtex : str
        The citation as an entry of BibTeX; empty where there is none.
    author, year : str
        Whom an entry names that has to be made, as BibTeX writes names, and the year; empty where there is an entry.
    """

    id: str
    title: str
    origin: str
    licence: str
    citation: str
    covers: str
    tables: tuple[str, ...] = ()
    datasets: tuple[str, ...] = ()
    bibtex: str = ""
    author: str = ""
    year: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Return the entry as plain data."""
        return asdict(self)


@dataclass(frozen=True)
class Store:
    """The records. Get one from `Store.open`.

    Parameters
    ----------
    lake : Lake
        What the user added.
    pack : Pack
        What Detente computed and ships.
    facts : pathlib.Path
        Folder of the facts compiled by hand.

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
    facts: Path

    @classmethod
    def open(cls, home: Path | None = None, starter: Path | None = None) -> Store:
        """Open the store. Nothing is created and nothing is read.

        Parameters
        ----------
        home : pathlib.Path, optional
            The user's folder. By default what the environment variable ``DETENTE_HOME`` names, else the
            system's folder for user data.
        starter : pathlib.Path, optional
            Folder of a starter pack, by default the one Detente ships. The facts lie in ``facts`` beside it.

        Returns
        -------
        Store
        """
        pack = DATA / "starter" if starter is None else Path(starter)
        return cls(Lake(_home() if home is None else Path(home)), Pack(pack), pack.parent / "facts")

    # Reading

    def read(self, name: str, /, *, as_of: date | None = None, **equals: object) -> pl.DataFrame:
        """Read a table as it was known on a day.

        Rows not yet known are left out, ends not yet known are null, and of several vintages of an
        estimate only the newest then known is kept. Tables without a date of knowledge (batches, rejects)
        are read whole. Votes of several datasets are one series, of which each row names its dataset: see
        `detente.store.series`.

        Parameters
        ----------
        name : str
            A table of the catalog.
        as_of : datetime.date, optional
            The last day whose knowledge counts; by default today.
        **equals : object
            Column names: a value that the column must equal (None: missing), or a collection of which it
            must be one.

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
        return table(name).sort(self.rows(name, equals, as_of=as_of))

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
            raise UsageError("counts are computed, not stored: call detente.store.counts", value=name)
        day = check_day(as_of)
        late = declared.known_later  # known only after hiding
        early = [condition(declared, key, value) for key, value in equals.items() if key not in late]
        after = [condition(declared, key, value) for key, value in equals.items() if key in late]
        if declared.known_on is not None:
            early.append(pl.col(declared.known_on) <= day)
        if name == "coverage":
            rows = [self._coverage(self._parts(name), day)]
            if equals.get("table", "events") == "events":
                rows.append(coverage_of(self.days_covered(day), self.lake))
            return as_known(pl.concat(rows), day).filter(*early).select(columns or declared.names)
        twice = self._twice(name, equals, day)
        late |= set() if twice is None else {"dataset", "rcid"}
        wanted = [column for column in declared.names if not columns or column in (*columns, *late)]
        frames = [frame.filter(*early).select(wanted) for frame in self._small(declared)]
        frames += [scan(part, [*early, *more], wanted) for part, more in self._chosen(declared, day, equals)]
        frame = hide_ends(pl.concat(frames), declared, day) if frames else declared.empty()
        if twice is not None:
            frame = frame.join(twice, on=["dataset", "rcid"], how="anti")
        return frame.filter(*after).select(columns or declared.names)

    def _twice(self, name: str, equals: Mapping[str, object], day: date) -> pl.DataFrame | None:
        """Return the roll calls of a series that another dataset has in newer form; None where one dataset is read."""
        if name not in SERIES or isinstance(equals.get("dataset"), str):
            return None
        named = {"dataset": equals["dataset"]} if "dataset" in equals else {}
        parts = [part for part, _ in self._chosen(table("votes"), day, named)]
        if len({span["dataset"] for part in parts for span in part.spans}) < 2:
            return None
        known = [pl.col("known_on") <= day, *(condition(table("votes"), key, value) for key, value in named.items())]
        return doubled(pl.concat([scan(part, known, CALL) for part in parts]))

    def _small(self, declared: Table) -> list[pl.DataFrame]:
        """Return what lies outside the Parquet files: the facts, and the manifest's own table."""
        if declared.name == "batches":
            rows = [batch.as_row() for batch in self.lake.batches()]
            return [pl.DataFrame(rows, schema=declared.schema)]
        return [read_facts(self.facts, declared)] if declared.name in FACT_TABLES else []

    def _coverage(self, parts: Sequence[Part], day: date) -> pl.DataFrame:
        """Return what files of the table ``coverage`` say, measured where an older Detente stated it."""
        frames = {
            place: pl.concat(
                [table("coverage").empty(), *(scan(p, []) for p in self._holding(parts, day) if p.place == place)]
            )
            for place in ("starter", "added")
        }
        own = measured(frames["added"], lambda name, dataset: self.read(name, as_of=day, dataset=dataset))
        return pl.concat([frames["starter"], own])

    def days_covered(self, as_of: date | None = None) -> list[Spell]:
        """Return the stretches of days that the datasets of events cover without a gap, as known on a day."""
        day = check_day(as_of)
        files = self._chosen(table("events"), day, {})
        return spells(self.lake, days_shown(files, day), day)

    def _chosen(self, declared: Table, day: date, equals: Mapping[str, object]) -> list[tuple[Part, list[pl.Expr]]]:
        """Return the files worth opening, each with the condition that its rows be of the newest vintage."""
        if declared.name == "batches":
            return []
        parts = [part for part in self._parts(declared.name) if may_hold(part, equals)]
        if declared.name == "events":
            return [(part, _current(part, self.lake.superseded(day))) for part in parts]
        if declared.name != "rejects":
            parts = self._holding(parts, day)
        if declared.vintage_of:
            return [(part, [rows]) for part, rows in newest(parts, declared, day)]
        return [(part, []) for part in parts]

    def _holding(self, parts: Sequence[Part], day: date) -> list[Part]:
        """Leave out the files in whose place another version of their input holds on the day."""
        if not any(part.place == "added" for part in parts):
            return list(parts)
        past = {self.lake.home / file for file in self.lake.outdated(day)}
        return [part for part in parts if part.path not in past]

    def _parts(self, name: str | None = None) -> list[Part]:
        if name in (*ADDED_TABLES, *FACT_TABLES):
            return self.lake.parts(name)
        return [*self.pack.parts(name), *self.lake.parts(name)]

    # What there is

    def contents(self, as_of: date | None = None) -> pl.DataFrame:
        """Return what the store holds, a row a table and dataset.

        Parameters
        ----------
        as_of : datetime.date, optional
            Count only rows known on that day, which takes reading them; by default all, as the manifests
            say.

        Returns
        -------
        polars.DataFrame
            ``table``, ``dataset`` (null where a table has none), ``place`` (``starter``, ``facts`` or
            ``added``), ``rows``, and ``first`` and ``last``, the days of the earliest and latest row.
        """
        spans = []
        for part in self._holding(self._parts(), check_day(as_of)):
            if part.table in TABLES and part.table not in ("coverage", "rejects"):
                spans += [(part.table, part.place, span) for span in self._spans(part, as_of)]
        for name in FACT_TABLES:
            frame = read_facts(self.facts, table(name))
            spans += [(name, "facts", span) for span in _spans_known(frame, table(name), as_of)]
        rows = [{"table": name, "place": place, **span} for name, place, span in spans if span["rows"]]
        text = dict.fromkeys(("table", "dataset", "place", "first", "last"), pl.String())
        frame = pl.DataFrame(rows, schema={**text, "rows": pl.Int64()})
        order = pl.col("table").replace_strict({name: i for i, name in enumerate(TABLES)}, return_dtype=pl.Int64)
        return (
            frame.group_by("table", "dataset", "place")
            .agg(pl.col("rows").sum(), pl.col("first").min(), pl.col("last").max())
            .sort(order, "dataset", "place", nulls_last=True)
            .with_columns(pl.col("first", "last").str.to_date("%Y-%m-%d"))
        )

    @staticmethod
    def _spans(part: Part, as_of: date | None) -> Sequence[dict[str, Any]]:
        if as_of is None:
            return part.spans
        if part.table == "events":
            return _events_known(part, as_of)
        return _spans_known(scan(part, []), table(part.table), as_of)

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
        rows = [vintage for part in self._parts(name) for vintage in part.vintages]
        frame = pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.String)).unique()
        frame = frame.with_columns(pl.col("known_on").str.to_date("%Y-%m-%d")).sort(columns)
        return frame.filter(pl.col("known_on") <= check_day(as_of))

    def coverage(self, as_of: date | None = None) -> pl.DataFrame:
        """Return what the datasets cover, as known on a day: the table ``coverage``."""
        return self.read("coverage", as_of=as_of)

    def recorded_coverage(self, dataset: str | None = None) -> pl.DataFrame:
        """Return what the files taken in from sources cover, all of them or those of one dataset."""
        mine = pl.lit(value=True) if dataset is None else pl.col("dataset") == dataset
        rows = as_known(self._coverage(self.lake.parts("coverage"), today()), today())
        return rows.filter(mine).sort("dataset", "table", "from")

    def batches(self) -> pl.DataFrame:
        """Return what was added and ingested: the table ``batches``."""
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
            has = f"the newest batches are {', '.join(known)}" if known else "nothing was added yet"
            raise UsageError(f"there is no batch {batch!r}; {has}", value=batch)
        return self.read("rejects", batch=batch)

    def sources(self, table_name: str | None = None, dataset: str | None = None) -> list[Provenance]:
        """Return where rows come from, for a list of sources.

        Parameters
        ----------
        table_name, dataset : str, optional
            Only what stands behind this table, or this dataset. A source that states neither stands
            behind all.

        Returns
        -------
        list of Provenance
            The pack's sources in its order, then the user's datasets.
        """
        every = [_provenance(entry) for entry in self.pack.sources]
        every += [
            _of_batch(batch) for batch in self.lake.records.batches("b.format IS NULL AND b.superseded_on IS NULL")
        ]
        every += _of_formats(self.lake)
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
        """Keep computed frames in the user's lake as one batch.

        The same frames again change nothing; other frames from the same origin replace the earlier batch.

        Parameters
        ----------
        frames : mapping of str to polars.DataFrame
            By table; the first is the batch's own.
        dataset : str
            The dataset they belong to.
        origin : str
            What made them, in words: it identifies the batch together with dataset and table.
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
        if found := self.lake.find(dataset, name, digest):
            return replace(found, already=True)
        batch = Batch(
            batch=self.lake.free_id(dataset, name, digest),
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


def _current(part: Part, past: Mapping[str, frozenset[str]]) -> list[pl.Expr]:
    """Return the condition that a file's rows be of no version that a later one had replaced by then."""
    old = past.get(part.path.name)
    return [~pl.col("batch").is_in(sorted(old))] if old else []


def _home() -> Path:
    if named := os.environ.get("DETENTE_HOME"):
        try:
            named.encode()  # the names of files reach libraries that take text only
            return Path(named).expanduser()
        except RuntimeError:
            raise StoreError(
                f"DETENTE_HOME is {named!r}, which names the folder of a user there is none of; name another folder",
                value=named,
            ) from None
        except UnicodeEncodeError:
            raise StoreError(
                f"DETENTE_HOME is {named!r}, which is no valid UTF-8; name another folder", value=named
            ) from None
    from platformdirs import user_data_path  # noqa: PLC0415 - only where the variable names no folder

    return user_data_path("detente", appauthor=False)


def _spans_known(frame: pl.DataFrame, declared: Table, as_of: date | None) -> list[dict[str, Any]]:
    if as_of is not None and declared.known_on is not None:
        frame = frame.filter(pl.col(declared.known_on) <= as_of)
    spans: list[dict[str, Any]] = profile(frame, declared)["spans"]
    return spans


def _events_known(part: Part, as_of: date) -> list[dict[str, Any]]:
    """Return the spans of a file of events, of which there may be millions, by reading two columns."""
    try:
        known = scan_parquet(part.path).filter(pl.col("known_on") <= as_of)
        day = pl.col("date")
        spans = known.group_by("dataset").agg(pl.len().alias("rows"), day.min().alias("first"), day.max().alias("last"))
        return spans.with_columns(pl.col("first", "last").cast(pl.String)).collect().to_dicts()
    except (OSError, pl.exceptions.PolarsError) as error:
        raise StoreError(f"{part.path} can't be read: {error}. {READDING}", value=part.path) from None


def _provenance(entry: Mapping[str, Any]) -> Provenance:
    texts = {name: entry[name] for name in ("id", "title", "origin", "licence", "citation", "covers")}
    return Provenance(
        **texts,
        tables=tuple(entry.get("tables", ())),
        datasets=tuple(entry.get("datasets", ())),
        bibtex=entry.get("bibtex", ""),
        author=DEVELOPERS,
        year=RELEASED,
    )


def _of_formats(lake: Lake) -> list[Provenance]:
    """Return one entry a dataset that was ingested, however many files it came in."""
    rows = lake.records.ask(
        "SELECT dataset, max(format), count(*), sum(rows_ok), min(covers_from), max(covers_until), max(retrieved) "
        "FROM batches WHERE format IS NOT NULL AND superseded_on IS NULL GROUP BY 1 ORDER BY 1"
    )
    entries = []
    for dataset, name, files, count, first, last, retrieved in rows:
        form = FORMATS.get(name)
        said = {} if form else about_of(lake, dataset)
        entries.append(
            Provenance(
                id=dataset,
                title=form.title if form else said.get("title", f"{dataset}, ingested by the user"),
                origin=form.origin if form else said.get("origin", "files of the user's"),
                licence=form.licence if form else said.get("licence", "not stated"),
                citation=form.citation if form else said.get("citation", "not stated"),
                covers=f"{count} rows of events from {files} files, {first} to {last}",
                tables=("events",),
                datasets=(dataset,),
                bibtex=form.bibtex if form else "",
                author=_author(said),
                year=said.get("year", str(retrieved)[:4]),
            )
        )
    return entries


def _author(said: Mapping[str, str]) -> str:
    """Return whom a mapping names, as BibTeX writes names: persons, or an organisation."""
    organisation = said.get("organisation")
    return f"{{{organisation}}}" if organisation else said.get("author", UNKNOWN)


def of_source(known: Source) -> Provenance:
    """Return what stands behind the rows of a source."""
    return Provenance(
        id=known.name,
        title=known.title,
        origin=known.origin,
        licence=known.licence,
        citation=known.citation,
        covers=known.covers,
        tables=known.tables,
        datasets=(known.name,),
        bibtex=known.bibtex,
    )


def _of_batch(batch: Batch) -> Provenance:
    known = SOURCES.get(batch.dataset)
    if known is not None and batch.table == known.table:
        return of_source(known)
    return Provenance(
        id=batch.batch,
        title=f"{batch.dataset}, added by the user",
        origin=batch.origin,
        licence="not stated",
        citation=f"{Path(batch.origin).name}, SHA-256 {batch.digest[:16]}…",
        covers=f"{batch.rows_ok} rows of {batch.table}",
        tables=(batch.table,),
        datasets=(batch.dataset,),
        author=UNKNOWN,
        year=str(batch.retrieved)[:4],
    )
