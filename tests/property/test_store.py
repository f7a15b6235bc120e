"""The store's promises, for any input: nothing is lost, nothing is known too early, counts add up."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from bulk_sample import ingest_own
from detente.catalog import FREQS, QUADS, table
from detente.errors import DataError
from detente.event_cube.counts import counts
from detente.starter.temperatures import Revisions, has_moved
from detente.starter.writing import write_starter
from detente.store import Store
from store_sample import write_facts

FIRST, LAST = date(2012, 1, 1), date(2015, 12, 31)
DAYS = st.dates(FIRST, LAST)
STATES = st.sampled_from(["JPN", "RUS", "CHN", "USA"])

# Cells that files hold, tidy and not
CELLS = st.one_of(
    st.sampled_from(["2014-03-18", "Japan", "RUS", "verbal_conflict", "190", "", '"', '"x"', '"a,b"', '"a\nb"', "\r"]),
    st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=8),
)
LINES = st.one_of(
    st.just(b"2014-03-18,Japan,Russia,verbal_conflict"),
    st.lists(CELLS, min_size=1, max_size=6).map(lambda cells: ",".join(cells).encode()),
    st.binary(max_size=20),
)


@contextmanager
def empty_store() -> Iterator[Store]:
    with tempfile.TemporaryDirectory() as folder:
        write_starter(Path(folder) / "starter", {}, {"sources": []})
        write_facts(Path(folder) / "facts")
        yield Store.open(home=Path(folder) / "home", starter=Path(folder) / "starter")


@settings(max_examples=60, deadline=None)
@given(st.lists(LINES, max_size=12), st.sampled_from([b"\n", b"\r\n"]))
def test_no_row_of_a_file_is_lost(lines: list[bytes], end: bytes) -> None:
    good = b"2014-03-18,Japan,Russia,verbal_conflict"
    with empty_store() as store:
        path = store.lake.home.with_name("any.csv")
        path.write_bytes(end.join([b"date,source,target,quad", good, *lines]) + end)
        batch = ingest_own(store, path)
        assert batch.rows_in == batch.rows_ok + batch.rows_rejected
        assert batch.rows_ok == store.read("events").height
        assert batch.rows_rejected == store.rejects(batch.batch).height
        kept = store.read("events")["id"].str.split("-").list.last().cast(pl.Int64)
        result = store.rejects(batch.batch)["line"]
        assert not set(kept) & set(result)
        assert 2 in set(kept)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_data_or_a_data_error(content: bytes) -> None:
    with empty_store() as store:
        path = store.lake.home.with_name("any.csv")
        path.write_bytes(content)
        try:
            batch = ingest_own(store, path)
        except DataError as error:
            assert str(error)  # noqa: PT017 - either way is right
        else:
            assert batch.rows_in == batch.rows_ok + batch.rows_rejected


EVENTS = st.lists(
    st.tuples(DAYS, st.integers(0, 400), STATES, STATES, st.sampled_from(QUADS), st.integers(1, 5)).filter(
        lambda row: row[2] != row[3]
    ),
    min_size=1,
    max_size=40,
)


@settings(max_examples=40, deadline=None)
@given(EVENTS, DAYS, st.sampled_from(FREQS))
def test_counts_in_sql_are_counts_in_polars(
    events: list[tuple[date, int, str, str, str, int]], on: date, freq: str
) -> None:
    every = {"year": "1y", "quarter": "1q", "month": "1mo", "week": "1w"}[freq]
    with empty_store() as store:
        path = store.lake.home.with_name("mine.csv")
        rows = [
            f"{day},{day + timedelta(days=later)},{source},{target},{quad},{reports}"
            for day, later, source, target, quad, reports in events
        ]
        path.write_text("\n".join(["date,known_on,source,target,quad,reports", *rows]), encoding="utf-8")
        assert ingest_own(store, path).rows_rejected == 0
        known = store.read("events", as_of=on)
        expected = (
            known.group_by("dataset", "source", "target", pl.col("date").dt.truncate(every).alias("period"), "quad")
            .agg(pl.col("reports").cast(pl.Int64).sum(), pl.col("key").n_unique().cast(pl.Int64).alias("events"))
            .rename({"quad": "cls"})
            .with_columns(pl.lit(freq).alias("freq"), pl.lit("quad").alias("scheme"))
        )
        if known.is_empty():
            return
        found = counts(store.lake, "mine", freq, "quad", on)
        assert found.equals(table("counts").sort(expected.select(table("counts").names)))


VINTAGES = st.sets(DAYS, min_size=1, max_size=4)


@settings(max_examples=40, deadline=None)
@given(VINTAGES, VINTAGES, DAYS)
def test_a_read_is_the_newest_vintage_known_and_never_a_later_one(
    shipped: set[date], added: set[date], on: date
) -> None:
    def frame(days: set[date], mean: float) -> pl.DataFrame:
        rows = [
            ("d", "all", "year", "JPN", "RUS", date(year, 1, 1), mean, 0.1, None, mean, 0.1, 0.3, None, None, day)
            for day in days
            for year in (2010, 2011)
        ]
        return pl.DataFrame(rows, schema=table("temperatures").schema, orient="row")

    with tempfile.TemporaryDirectory() as folder:
        starter = Path(folder) / "starter"
        write_starter(starter, {"temperatures": frame(shipped, 1.0)}, {"sources": []})
        store = Store.open(home=Path(folder) / "home", starter=starter)
        store.write({"temperatures": frame(added, 2.0)}, dataset="d", origin="property")
        read = store.read("temperatures", as_of=on, source="JPN")
    known = [day for day in shipped | added if day <= on]
    if not known:
        assert read.is_empty()
        return
    assert read["known_on"].unique().to_list() == [max(known)]
    assert read["mean"].unique().to_list() == [2.0 if max(known) in added else 1.0]
    assert read.height == 2


FIGURE = st.floats(-3, 3).map(lambda value: round(value, 2))
SD = st.floats(0.01, 2).map(lambda value: round(value, 3))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.tuples(FIGURE, SD), min_size=3, max_size=3), min_size=1, max_size=5), DAYS)
def test_rows_that_changed_make_whole_vintages_again(figures: list[list[tuple[float, float]]], on: date) -> None:
    """Of a vintage only the rows that moved are written; what is read is the vintage, to the tolerance."""
    days = [date(2012 + n, 12, 31) for n in range(len(figures))]
    vintages = [
        pl.DataFrame(
            [
                ("d", "all", "year", "JPN", "RUS", date(2010 + n, 1, 1), mean, sd, 0.5 if n else None, mean, sd, 0.3,
                 "icews" if mean > 0 else None, 1.0, day)
                for n, (mean, sd) in enumerate(rows)
            ],
            schema=table("temperatures").schema,
            orient="row",
        )
        for day, rows in zip(days, figures, strict=True)
    ]  # fmt: skip
    revisions = Revisions()
    written = pl.concat([revisions.of(vintage) for vintage in vintages])
    with tempfile.TemporaryDirectory() as folder:
        starter = Path(folder) / "starter"
        write_starter(starter, {"temperatures": written}, {"sources": []}, revised=["temperatures"])
        store = Store.open(home=Path(folder) / "home", starter=starter)
        read = store.read("temperatures", as_of=on)
        warm = store.read("temperatures", as_of=on, mean=[value for value, _ in figures[-1]])
    known = [n for n, day in enumerate(days) if day <= on]
    if not known:
        assert read.is_empty()
        return
    whole = vintages[known[-1]].sort("period")
    assert read["period"].to_list() == whole["period"].to_list()
    assert set(read["known_on"]) == {max(day for day in written["known_on"] if day <= on)}
    both = whole.join(read, on=["source", "target", "period"], suffix="_shown")
    assert not both.select(has_moved(slack=1e-9)).to_series().any()
    assert warm.equals(read.filter(pl.col("mean").is_in([value for value, _ in figures[-1]])))


@settings(max_examples=60, deadline=None)
@given(DAYS, DAYS)
def test_knowing_more_never_takes_a_row_away(one: date, other: date) -> None:
    early, late = sorted((one, other))
    with tempfile.TemporaryDirectory() as folder:
        write_facts(Path(folder) / "facts")
        store = Store.open(home=Path(folder) / "home", starter=Path(folder) / "starter")
        for name in ("pacts", "chronicle", "sanctions", "dispute_rungs"):
            key = table(name).key
            then = set(store.read(name, as_of=early).select(key).rows())
            now = set(store.read(name, as_of=late).select(key).rows())
            assert then <= now
