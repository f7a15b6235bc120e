"""Temperatures that later events move, as of a day, are those of a store without what became known after it."""

from __future__ import annotations

import tempfile
from datetime import date, timedelta
from pathlib import Path

import polars as pl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente.answers.temperature import temperature
from detente.ingestion.texts import ingest_texts
from detente.store import Store

TEXTS = ("Armenia condemns Azerbaijan.", "Armenia and Azerbaijan sign a peace treaty.", "Rain falls.")
DAYS = st.dates(date(2025, 11, 1), date(2026, 6, 30))
WHEN = date(2026, 7, 31)


def frame(store: Store, as_of: date) -> pl.DataFrame:
    found = temperature("Armenia", "Azerbaijan", as_of=as_of, store=store)
    return found.estimates.drop("known_on")


@settings(derandomize=True, deadline=None, max_examples=8, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(DAYS, st.sampled_from(TEXTS), min_size=6, max_size=14), DAYS)
def test_pages_known_later_change_nothing(texts: dict[date, str], as_of: date) -> None:
    rows = [(day, day + timedelta(days=1), text, str(day), "1", 1) for day, text in sorted(texts.items())]
    every = pl.DataFrame(rows, schema=["date", "known_on", "text", "page", "revision", "line"], orient="row")
    known = every.filter(pl.col("known_on") <= as_of)
    answers = []
    for pages in (every, known):
        with tempfile.TemporaryDirectory() as home:
            store = Store.open(home=Path(home))
            if pages.height:
                ingest_texts(store, "news", pages, origin="pages", by_page=True, retrieved=WHEN)
            answers.append(frame(store, as_of))
    assert answers[0].equals(answers[1])
