"""Texts into the store: the texts themselves, the acts coded from them, and these acts as events.

An input is a file of texts, or one page of many. It makes two batches that become visible together: one of ``texts``,
with its rejects, and one of ``events``, with ``coded_acts``. Inputs that come again follow the rule of
`detente.ingestion.ingest`: the same texts change nothing, and other texts of the same page or file are a new version,
current from the day of the ingest. Texts coded by older rules are coded again when they come again, as a new version.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Any

import polars as pl

from detente.catalog import table
from detente.coding.texts import ACTS, REJECTS, TEXTS, Coded, acts_of_texts, one_a_day, read_texts
from detente.dates import today
from detente.documents.answer import Answer
from detente.errors import StoreError
from detente.ingestion.data_versions import record_version
from detente.ingestion.ingest_unit import Written, by_month, discard, rewritten_files
from detente.ingestion.text_inputs import TextInput, TextPlan, plans_for, text_inputs
from detente.lake.batches import Batch
from detente.lake.covered_days import LATE
from detente.lake.dataset_descriptions import keep_about
from detente.lake.lake import TRIES, Conflict, Lake, LakeChange
from detente.sources.events.event_rows import KNOWN_FROM_FILE
from detente.sources.events.keys import key_of
from detente.store.store import Store

__all__ = ["TextsIngested", "ingest_texts"]

TOGETHER = 20_000  # texts of many pages that become visible together


@dataclass(slots=True)
class TextsIngested(Answer):
    """What an ingest of texts did.

    Parameters
    ----------
    dataset : str
        Name of the dataset.
    inputs, already, new_versions : int
        Files or pages ingested, those that were in the store already, and those ingested that are new versions.
    texts_in, texts_kept, texts_rejected : int
        Texts of the inputs ingested.
    acts : int
        Acts coded from them.
    failures : list of (str, str)
        Inputs that were refused, and why.
    coded : Coded or None
        What was coded, of one input that is not a page.
    """

    dataset: str
    inputs: int = 0
    already: int = 0
    new_versions: int = 0
    texts_in: int = 0
    texts_kept: int = 0
    texts_rejected: int = 0
    acts: int = 0
    failures: list[tuple[str, str]] = field(default_factory=list)
    coded: Coded | None = field(default=None, repr=False)

    def frame(self) -> pl.DataFrame:
        """Return one row: the dataset and the counts."""
        return pl.DataFrame([{key: value for key, value in self.as_dict().items() if key != "failures"}])

    def as_dict(self) -> dict[str, Any]:
        """Return the counts as plain data."""
        counts = {f.name: getattr(self, f.name) for f in fields(self) if f.name != "coded"}
        return {**counts, "failures": [{"input": name, "why": why} for name, why in self.failures]}


def ingest_texts(
    store: Store,
    dataset: str,
    texts: pl.DataFrame,
    *,
    origin: str,
    by_page: bool = False,
    dated_versions: bool = False,
    about: Mapping[str, str] | None = None,
    unread: pl.DataFrame | None = None,
    acts: pl.DataFrame | None = None,
    sentences: int = 4,
    retrieved: date | None = None,
    progress: Callable[[int], None] | None = None,
) -> TextsIngested:
    """Code texts and ingest them with their acts.

    The counts of the cube are left as they are: see `detente.ingestion.cube.refresh_cubes`.

    Parameters
    ----------
    store : Store
        Destination.
    dataset : str
        Name of the dataset of texts, coded acts and events.
    texts : polars.DataFrame
        See `detente.coding.code`: ``date`` and ``text``, and if need be ``id``, ``known_on`` (by default the date),
        ``topic``, ``page``, ``revision`` and ``line``.
    origin : str
        Where the texts came from, such as a path: the input's name.
    by_page : bool, optional
        Each page is an input with versions of its own. Every text then needs a page.
    dated_versions : bool, optional
        A new version is current from the day on which its texts could be known, and not from that of the ingest: for
        pages whose revisions have dates, and come in their order.
    about : mapping of str to str, optional
        Title, origin, licence and citation of the dataset: see `detente.lake.dataset_descriptions`.
    unread : polars.DataFrame, optional
        Lines of the one input that are no text: further rejects, with the columns of `detente.coding.texts.REJECTS`.
    acts : polars.DataFrame, optional
        The acts of the one input where they were coded before: the columns of `detente.coding.texts.ACTS`, by line.
    sentences : int, optional
        How many sentences of each text are read.
    retrieved : datetime.date, optional
        Day of the ingest; by default today.
    progress : callable, optional
        Called with the number of texts coded since the last call.

    Returns
    -------
    TextsIngested

    Raises
    ------
    StoreError
        If the store can't be written; what became visible before stays.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> texts = pl.DataFrame({"date": [date(2015, 3, 14)], "text": ["Guyana rejects Venezuela's objections"]})
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     store = Store.open(home=Path(folder))
    ...     done = ingest_texts(store, "mine", texts, origin="mine.csv")
    ...     events = store.read("events", dataset="mine")
    >>> done.texts_kept, done.acts, events.select("source", "target", "plover").rows()
    (1, 1, [('GUY', 'VEN', 'REJECT')])
    """
    done, day = TextsIngested(dataset), retrieved or today()
    run = _Run(store.lake, done, day, sentences, progress, keeps=not by_page, dated=dated_versions, acts=acts)
    waiting: list[TextInput] = []
    for one in text_inputs(texts, origin, by_page=by_page, unread=unread):
        waiting.append(one)
        if sum(other.rows.height for other in waiting) >= TOGETHER:
            run.ingest(waiting)
            waiting = []
    run.ingest(waiting)
    if about and (run.done.inputs or run.done.already):
        keep_about(store.lake, dataset, about)
    record_version(store)
    return run.done


@dataclass(slots=True)
class _Run:
    lake: Lake
    done: TextsIngested
    day: date
    sentences: int
    progress: Callable[[int], None] | None
    keeps: bool
    dated: bool
    acts: pl.DataFrame | None

    def ingest(self, inputs: Sequence[TextInput]) -> None:
        """Write inputs that the store does not have, and make them visible together."""
        if not inputs:
            return
        for _ in range(TRIES):
            plans = plans_for(self.lake, self.done.dataset, inputs, self.day, self.sentences, dated=self.dated)
            already = len(inputs) - len(plans)
            if not plans:
                self.done.already += already
                return
            with self.lake.writing(f"{self.done.inputs:,} of the inputs were ingested before; the others were not"):
                self.lake.prepare()
                if self._written(plans):
                    self.done.already += already
                    return
        raise StoreError(
            f"the store in {self.lake.home} is constantly being changed by other processes; try again",
            value=self.lake.home,
        )

    # Writing

    def _written(self, plans: Sequence[TextPlan]) -> bool:
        """Write inputs and make them visible; False if another process changed the lake meanwhile."""
        rows = pl.concat(plan.input.rows.with_columns(pl.lit(n).alias("plan")) for n, plan in enumerate(plans))
        rows = rows.with_row_index("row").with_columns(pl.col("row").cast(pl.Int64))
        texts, rejects = read_texts(rows.with_columns(pl.col("row").alias("line")), latest=self.day)
        places = rows.select(pl.col("row").alias("line"), "plan", pl.col("line").alias("own"))
        texts, rejects = (frame.join(places, on="line", maintain_order="left") for frame in (texts, rejects))
        unread = [plan.input.unread.with_columns(pl.lit(n).alias("plan"), own="line") for n, plan in enumerate(plans)]
        rejects = pl.concat([rejects, *(frame.cast(rejects.schema) for frame in unread)], how="diagonal")
        refused = self._refused(plans, set(texts["plan"]))
        kept = {n: plan for n, plan in enumerate(plans) if n not in refused}
        if not kept:
            return True
        frames = self._frames(kept, *(frame.filter(pl.col("plan").is_in(list(kept))) for frame in (texts, rejects)))
        batches = _counted(kept, rows, frames)
        files: list[Written] = []
        removed = {batch.batch for plan in kept.values() for batch in plan.removes}
        try:
            for name, frame in frames.items():
                files += self._write(name, frame)
            taken = rewritten_files(self.lake, removed)
            files += taken.rest
            self.lake.records.publish(
                LakeChange(
                    batches=batches,
                    files=[stored for stored, _ in files],
                    holdings=[(name, stored.file) for stored, held in files for name in sorted(held)],
                    drop_files=taken.drop,
                    drop_batches=sorted(removed),
                    release=taken.release,
                    supersede={batch.batch: plan.since for plan in kept.values() for batch in plan.replaces},
                )
            )
        except Conflict:
            discard(self.lake, files)
            return False
        except BaseException:
            discard(self.lake, files)
            raise
        self._count(kept, batches)
        return True

    def _refused(self, plans: Sequence[TextPlan], kept: set[int]) -> set[int]:
        """Return the new versions without a text that can be kept: the version before them stays."""
        refused = set()
        for n, plan in enumerate(plans):
            if n not in kept and any(batch.table == "texts" and batch.rows_ok for batch in plan.replaces):
                refused.add(n)
                why = f"all of its {plan.input.rows.height:,} texts were rejected, so the version before it stays"
                self.done.failures.append((plan.input.unit, why))
        return refused

    def _frames(
        self, plans: Mapping[int, TextPlan], texts: pl.DataFrame, rejects: pl.DataFrame
    ) -> dict[str, pl.DataFrame]:
        """Return the rows of each table."""
        names = {
            column: pl.col("plan").replace_strict(meant, default=None, return_dtype=dtype)
            for column, meant, dtype in (
                ("batch", {n: plan.texts.batch for n, plan in plans.items()}, pl.String),
                ("acts batch", {n: plan.acts.batch for n, plan in plans.items()}, pl.String),
                ("since", {n: plan.since for n, plan in plans.items()}, pl.Date),
            )
        }
        dataset = pl.lit(self.done.dataset).alias("dataset")
        texts = texts.with_columns(**names)
        later = (pl.col("since") > pl.col("known_on")).fill_null(value=False)
        in_time = (pl.col("known_on") - pl.col("date")).dt.total_days() <= LATE
        texts = texts.with_columns(
            dataset,
            pl.coalesce("id", pl.format("{}-{}", "batch", "own")).alias("id"),
            pl.max_horizontal("known_on", "since").alias("known_on"),
            pl.when(later & in_time).then(KNOWN_FROM_FILE).otherwise(0).cast(pl.Int32).alias("flags"),
        )
        if self.acts is None:
            acts = acts_of_texts(texts, sentences=self.sentences, progress=self.progress)
        else:
            acts = _coded_before(self.acts, texts)
        acts = acts.join(texts.select("line", "plan", "acts batch", "flags"), on="line", maintain_order="left")
        acts = one_a_day(acts, ["plan"]).with_columns(
            dataset,
            pl.format("{}:{}-{}-{}", "text_id", "source", "target", "plover").alias("id"),
            pl.col("acts batch").alias("batch"),
        )
        if self.keeps:
            lines = texts.select("line", "own")
            own = acts.join(lines, on="line", maintain_order="left").with_columns(line="own").select(ACTS.keys())
            read, bad = (frame.with_columns(line="own") for frame in (texts, rejects))
            self.done.coded = Coded(own, read.select(TEXTS.keys()), bad.select(REJECTS.keys()))
        return {
            "texts": texts.select(table("texts").names),
            "coded_acts": acts.select(table("coded_acts").names),
            "events": _events(acts),
            "rejects": rejects.with_columns(**names).with_columns(line="own").select(table("rejects").names),
        }

    def _write(self, name: str, frame: pl.DataFrame) -> list[Written]:
        written: list[Written] = []
        parts = by_month(frame) if name == "events" else [(None, frame)]
        try:
            for month, part in parts:
                if part.is_empty():
                    continue
                folder = f"lake/{name}/{self.done.dataset}" + (f"/{month}" if month else "")
                file = f"{folder}/{part['batch'][0]}-{secrets.token_hex(4)}.parquet"
                rows = table(name).validate(part)
                stored = self.lake.write_file(rows, name, file, dataset=self.done.dataset, month=month)
                written.append((stored, frozenset(part["batch"].unique())))
        except BaseException:
            discard(self.lake, written)
            raise
        return written

    def _count(self, plans: Mapping[int, TextPlan], batches: Sequence[Batch]) -> None:
        done = self.done
        done.inputs += len(plans)
        done.new_versions += sum(bool(plan.replaces) for plan in plans.values())
        for batch in batches:
            if batch.table == "texts":
                done.texts_in += batch.rows_in
                done.texts_kept += batch.rows_ok
                done.texts_rejected += batch.rows_rejected
            else:
                done.acts += batch.rows_ok


def _coded_before(acts: pl.DataFrame, texts: pl.DataFrame) -> pl.DataFrame:
    """Return acts coded before as those of texts: with their lines, ids and days known."""
    own = texts.select("own", "line", "known_on", text_id="id")
    found = acts.rename({"line": "own"}).drop("known_on", "text_id")
    return found.join(own, on="own", how="inner", maintain_order="left").select(ACTS.keys())


def _events(acts: pl.DataFrame) -> pl.DataFrame:
    """Return acts as rows of the table ``events``. A day's acts of one class between two states share a key."""
    absent = [pl.lit(None, dtype).alias(name) for name, dtype in table("events").schema.items()]
    return (
        acts.with_columns(
            *(column for column in absent if column.meta.output_name() not in acts.columns),
        )
        .with_columns(
            pl.col("sentence").alias("text"),
            pl.lit(1, pl.Int32).alias("reports"),
            key_of(acts["date"], acts["source"], acts["target"], acts["plover"]),
        )
        .select(table("events").names)
    )


def _counted(plans: Mapping[int, TextPlan], rows: pl.DataFrame, frames: Mapping[str, pl.DataFrame]) -> list[Batch]:
    """Return the batches with their counts and the days that they cover."""
    kept, acts, rejected = (
        dict(frames[name].group_by("batch").len().iter_rows()) for name in ("texts", "events", "rejects")
    )
    spans = (
        frames["texts"].group_by("batch").agg(pl.col("date").min().alias("first"), pl.col("date").max().alias("last"))
    )
    days = {batch: (first, last) for batch, first, last in spans.iter_rows()}
    read = dict(rows.group_by("plan").len().iter_rows())
    batches = []
    for n, plan in plans.items():
        name = plan.texts.batch
        counts = (read.get(n, 0) + plan.input.unread.height, kept.get(name, 0), rejected.get(name, 0))
        if counts[0] != counts[1] + counts[2]:
            raise StoreError(f"of {counts[0]} texts {counts[1]} were kept and {counts[2]} rejected", value=name)
        first, last = days.get(name, (None, None))
        covers = {"covers_from": first, "covers_until": last}
        count = acts.get(plan.acts.batch, 0)
        rows_of = dict(zip(("rows_in", "rows_ok", "rows_rejected"), counts, strict=True))
        batches.append(replace(plan.texts, **rows_of, **covers))
        batches.append(replace(plan.acts, rows_in=count, rows_ok=count, **covers))
    return batches
