"""A panel as of a day is the same, byte for byte, from a store without anything known after it."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from detente.errors import NoAnswer
from detente.panels import ADDITIONS, Panel, panel
from detente.panels.row_index import KINDS
from detente.store import Store
from known_sample import LAST, STATES, records, store_of
from store_sample import write_pack

ASKED = sorted(
    f"{name}:{dataset}" if dataset else name
    for name, addition in ADDITIONS.items()
    for dataset in (addition.datasets or ("",))
)
EVERY = records()


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as name:
        write_pack(Path(name))
        yield Path(name)


@pytest.fixture(scope="module")
def full(folder: Path) -> Store:
    return store_of(EVERY, folder / "full", folder / "starter")


def asked_of(store: Store, kind: str, query: str, day: date) -> tuple[bytes, str] | str:
    """Return a panel's frame and reasons as bytes, and its codebook; or why there is none."""
    try:
        found: Panel = panel(
            kind, since=2001, until=2010, among=STATES, add=[query], as_of=day, store=store,  # type: ignore[arg-type]
        )  # fmt: skip
    except NoAnswer as error:
        return error.message
    whole = pl.concat([found.frame(), found.reasons()], how="horizontal")
    book = found.codebook()
    book["citations"] = sorted(book["citations"])  # they name a file by its digest, which is another where it was cut
    for column in book["columns"]:
        if (last := column["covers_until"]) is not None:  # a record of days goes to its last row, or to the day asked
            column["covers_until"] = last.year - (last < date(last.year, 12, 31))
    return whole.write_csv().encode(), json.dumps(book, default=str)


@settings(derandomize=True, deadline=None, max_examples=6, suppress_health_check=list(HealthCheck))
@given(day=st.dates(date(2001, 6, 1), LAST), kind=st.sampled_from(KINDS))
@example(day=date(2005, 12, 31), kind="directed-dyads")
@example(day=date(2009, 12, 30), kind="states")
def test_what_was_known_later_changes_no_addition(folder: Path, full: Store, day: date, kind: str) -> None:
    with tempfile.TemporaryDirectory() as home:
        alone = store_of(EVERY, Path(home), folder / "starter", day)
        for query in ASKED:
            if kind in ADDITIONS[query.partition(":")[0]].kinds:
                assert asked_of(full, kind, query, day) == asked_of(alone, kind, query, day), (query, kind, day)


def test_every_addition_has_records_that_tell_days_apart(full: Store) -> None:
    """The test above would pass on empty panels: each addition differs between an early and a late day."""
    for query in ASKED:
        addition = ADDITIONS[query.partition(":")[0]]
        early, late = (asked_of(full, addition.kinds[-1], query, day) for day in (date(2004, 6, 30), date(2011, 1, 1)))
        assert not isinstance(late, str), query
        if addition.table:
            assert early != late, query


def test_figures_of_spells_that_went_on_are_not_known(full: Store) -> None:
    for query, column in (("mids", "cow_mid_hostility"), ("claims", "claim_salience")):
        found = panel(
            "directed-dyads", since=2001, until=2005, among=STATES, add=[query], as_of=date(2005, 12, 31), store=full
        )
        assert "not known yet" in set(found.reasons([column]).to_series()), column
