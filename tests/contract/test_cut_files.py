"""A file cut to any span of years answers inside the span as the whole file does, and outside it not at all.

What looks back beyond the span is unknown there, or as in the whole file: the time since an event, and what is told
from the year before. What a cut is, by the producer's format, is said in `long_samples`.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import cache
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from long_samples import LONG, STATES, Long

from detente.answers.disputes import read_disputes
from detente.answers.pacts import read_pacts
from detente.catalog import table
from detente.ingestion.source_file import ingest_source
from detente.panels import add_peace_years, panel
from detente.panels.additions import ADDITIONS
from detente.sources import SOURCES
from detente.sources.coverage import years_of
from detente.store import Store
from store_sample import write_pack

NAMES = sorted(SOURCES)
BACK = ("onsets", "_spell")  # columns that look at earlier years
PAIR = ("RUS", "USA")
KEYS = {"state", "a", "b", "source", "target", "year", "period", "cow"}


@contextmanager
def store_of(name: str, first: int, last: int, without: int | None = None) -> Iterator[Store]:
    """Yield a store that holds the source's file, cut; of votes beside a starter pack that has none."""
    with tempfile.TemporaryDirectory() as folder:
        sample = LONG[name]
        path = Path(folder)
        file = sample.write(path, first, last) if without is None else sample.write_without(path, without)
        without_votes = write_pack(path) if "votes" in SOURCES[name].tables else None
        store = Store.open(home=path / "home", starter=without_votes)
        ingest_source(store, name, file)
        yield store


def additions(name: str) -> list[tuple[str, str]]:
    """Return what the source can add to panels, and to panels of what."""
    return [(one.name, kind) for one in ADDITIONS.values() if name in one.datasets for kind in one.kinds]


def figures(store: Store, name: str, years: tuple[int, int]) -> dict[tuple[str, str], pl.DataFrame]:
    """Return every panel to which the source adds, without the columns that name the rows."""
    found = {}
    for addition, kind in additions(name):
        query = f"{addition}:{name}"
        made = panel(kind, since=years[0], until=years[1], among=STATES, add=[query], store=store)  # type: ignore[arg-type]
        events = [c.name for c in made.columns if c.absent == "zero" and c.unit == "1 yes, 0 no"][:1]
        for event in events:
            made = add_peace_years(made, event, powers=1)
        keys = [key for key in made.frame().columns if key in KEYS or key.endswith("_cow")]
        found[addition, kind] = made.frame().sort([k for k in keys if k != "year"])
    return found


def records(store: Store, name: str, first: int, last: int) -> dict[str, list[tuple[object, ...]]]:
    """Return the store's rows of a span: by year, and of spells the years in which they hold."""
    found = {}
    for each in SOURCES[name].tables:
        if each == "counts":
            continue
        rows = store.read(each, dataset=name)
        when = table(each).when or ""
        if each == "ties":
            end = pl.col("end").fill_null(date(LONG[name].last, 12, 31)).dt.year()
            held = rows.with_columns(year=pl.int_ranges(pl.col("start").dt.year(), end + 1)).explode("year")
            columns = ["kind", "source", "target", "directed", "year"]
            held = held.filter(pl.col("year").is_between(first, last)).select(columns).unique()
            found[each] = sorted(held.rows())
        else:
            inside = rows.filter(pl.col(when).dt.year().is_between(first, last))
            found[each] = inside.rows()
    return found


@cache
def whole(name: str) -> tuple[dict[tuple[str, str], pl.DataFrame], dict[int, object]]:
    """Return what the whole file answers: its panels, and year by year what the verbs say."""
    sample = LONG[name]
    with store_of(name, sample.first, sample.last) as store:
        years = range(sample.first, sample.last + 1)
        rows = {year: records(store, name, year, year) for year in years}
        result = {year: (rows[year], verbs(store, name, year)) for year in years}
        return figures(store, name, (sample.first - 2, sample.last + 2)), dict(result)


def verbs(store: Store, name: str, year: int) -> object:
    """Return what the verbs pacts and disputes say of two states in a year."""
    day = date(year, 12, 31)
    pacts, disputes = read_pacts(store, PAIR, day), read_disputes(store, PAIR, day)
    mids = disputes.mids.filter(pl.col("last").dt.year() == year)["dispute"].to_list()
    incidents = disputes.incidents.filter(pl.col("start").dt.year() == year).rows()
    ties = disputes.ties.filter(pl.col("end").is_null() | (pl.col("end").dt.year() >= year))
    return (
        sorted(pacts.in_force(name).select("kind", "bound").unique().rows()),
        sorted(mids),
        incidents,
        sorted(ties.select("kind", "source", "target").rows(), key=str),
    )


@st.composite
def spans(draw: st.DrawFn, sample: Long) -> tuple[int, int]:
    """Draw the first and the last year of a cut: years with rows, since a file shows no year beyond its rows."""
    years = [year for year in range(sample.first, sample.last + 1) if sample.cut(sample.rows, year, year)]
    if not years:  # a file that is about all years alike
        return sample.first, sample.last
    first = draw(st.sampled_from(years))
    return first, draw(st.sampled_from([year for year in years if year >= first]))


def check_panels(name: str, store: Store, inside: set[int]) -> None:
    sample = LONG[name]
    known = whole(name)[0]
    for key, made in figures(store, name, (sample.first - 2, sample.last + 2)).items():
        own = [column for column in made.columns if column in known[key].columns]
        keys = [column for column in made.columns if column in KEYS or column.endswith("_cow")]
        assert set(made.columns) >= set(known[key].columns), key
        outside = made.filter(~pl.col("year").is_in(sorted(inside)))
        values = outside.drop(keys)
        assert values.null_count().row(0) == (outside.height,) * values.width, (key, "outside")
        for column in own:
            mine = made.filter(pl.col("year").is_in(sorted(inside)))[column]
            theirs = known[key].filter(pl.col("year").is_in(sorted(inside)))[column]
            if any(word in column for word in BACK):
                assert (mine.is_null() | mine.eq_missing(theirs)).all(), (key, column)
            else:
                assert mine.equals(theirs, null_equal=True), (key, column)


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=2, deadline=None)
@given(data=st.data())
def test_a_cut_file_answers_for_its_span_alone(name: str, data: st.DataObject) -> None:
    sample = LONG[name]
    first, last = data.draw(spans(sample))
    rows = whole(name)[1]
    if SOURCES[name].table == "counts":
        check_counts(name, first, last)
        return
    with store_of(name, first, last) as store:
        covered = store.read("coverage", dataset=name, table=SOURCES[name].table)
        assert years_of(covered["from"], covered["until"]) == frozenset(range(first, last + 1))
        assert covered.select("from", "until").rows() == [(date(first, 1, 1), date(last, 12, 31))]
        for year in range(first, last + 1):
            assert (records(store, name, year, year), verbs(store, name, year)) == rows[year], year
        check_panels(name, store, set(range(first, last + 1)))
        for year in {sample.first - 1, first - 1, last + 1, sample.last + 1}:
            pacts, disputes = (
                read_pacts(store, PAIR, date(year, 12, 31)),
                read_disputes(store, PAIR, date(year, 12, 31)),
            )
            for found in (pacts, disputes):
                assert not any(a.year <= year <= b.year for a, b in found.covered.get(name, [])), year


def check_counts(name: str, first: int, last: int) -> None:
    """Check a source of counts, which is read and not kept: what it reads, and the years that it shows."""
    sample = LONG[name]
    with tempfile.TemporaryDirectory() as folder:
        cut = SOURCES[name].read(sample.write(Path(folder), first, last))
        every = SOURCES[name].read(sample.write(Path(folder), sample.first, sample.last))
    inside = every.frame.filter(pl.col("period").dt.year().is_between(first, last))
    assert cut.frame.equals(inside)
    assert cut.years == frozenset(range(first, last + 1))


@pytest.mark.parametrize("name", [name for name in NAMES if LONG[name].yearly and SOURCES[name].table != "counts"])
def test_a_year_without_a_row_is_unknown(name: str) -> None:
    sample = LONG[name]
    gap = (sample.first + sample.last) // 2
    with store_of(name, sample.first, sample.last, without=gap) as store:
        covered = store.read("coverage", dataset=name, table=SOURCES[name].table)
        if gap in SOURCES[name].quiet:
            pytest.fail("the gap is a year in which the whole record has no row")
        assert years_of(covered["from"]) == {sample.first, gap + 1}
        assert years_of(covered["until"]) == {gap - 1, sample.last}
        check_panels(name, store, set(range(sample.first, sample.last + 1)) - {gap})
