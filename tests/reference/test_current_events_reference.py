"""The three layouts of daily news pages, as they are shaped in the wild, and texts like those of an archive of them."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from detente.sources.providers.current_events import Page, page_title, read_page

pytestmark = pytest.mark.reference

STATES = {
    date(2017, 5, 5): ["Ruritania", "Borduria", "Japan", "Russia", "Norway", "Chad"],
    date(2026, 3, 28): ["Borduria", "Ruritania", "Japan", "Philippines", "South Korea", "Japan"],
    date(2026, 9, 20): ["India", "Pakistan"],
}


def read(reference: Path, day: date) -> Page:
    name = page_title(day).partition("/")[2]
    content = (reference / "fixtures" / "wikinews" / f"{name}.txt").read_text(encoding="utf-8")
    revision = {"revid": 1, "timestamp": f"{day}T20:00:00Z", "slots": {"main": {"content": content}}}
    return read_page(day, {"title": page_title(day), "revisions": [revision]})


@pytest.mark.parametrize("day", STATES)
def test_leaves_come_out_with_their_states(reference: Path, day: date) -> None:
    page = read(reference, day)
    assert len(page.items) == {5: 3, 3: 3, 9: 1}[day.month]
    shown = " ".join(item.text for item in page.items)
    places = [shown.find(state) for state in STATES[day]]
    assert min(places) >= 0
    assert "Two drones" not in shown
    assert not re.search(r"[\[\]{}<>|\u200b]|''|https?:", shown)
    assert all(item.section and item.urls for item in page.items)
    assert (page.rejects, page.unknown) == ((), ())


def test_texts_end_with_their_agencies_as_those_of_the_archive_do(reference: Path) -> None:
    archive = pl.read_parquet(reference / "text" / "wiki_current_events_items_2002_2026.parquet")
    ending = pl.col("text").str.contains(r"\([^()]+\)$")
    share = archive.filter(~pl.col("is_topic_label")).select(ending.mean()).item()
    items = [item.text for day in STATES for item in read(reference, day).items]
    assert share > 0.9
    assert all(re.search(r"\([^()]+\)$", text) for text in items)
