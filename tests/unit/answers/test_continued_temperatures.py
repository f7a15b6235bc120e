"""The pack's path goes on with the user's later events, and with nothing known after the day of the question."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest

from bulk_sample import ingest_own
from detente.answers.continued_temperatures import FIRST
from detente.answers.temperature import temperature
from detente.errors import UsageError
from detente.ingestion.texts import ingest_texts
from detente.store import Store

CELL = ["source", "target", "period"]
MAY, JUNE = date(2026, 5, 1), date(2026, 6, 30)


def pages(first: date, days: int, text: str) -> pl.DataFrame:
    """Return pages of consecutive days, each with one sentence."""
    every = [first + timedelta(days=n) for n in range(days)]
    rows = [(day, day + timedelta(days=1), text, f"Portal:Current events/{day}", "1", 1) for day in every]
    return pl.DataFrame(rows, schema=["date", "known_on", "text", "page", "revision", "line"], orient="row")


def add(store: Store, frame: pl.DataFrame) -> None:
    ingest_texts(store, "news", frame, origin="pages", by_page=True, retrieved=JUNE)


def rows(store: Store, *pair: str, as_of: date | None = None, events: str | list[str] = "conduct") -> pl.DataFrame:
    return temperature(*pair, as_of=as_of, events=events, store=store).estimates


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.open(home=tmp_path / "home")


def test_later_pages_move_the_pair_and_leave_the_past(store: Store, tmp_path: Path) -> None:
    shipped = rows(store, "Armenia", "Azerbaijan")
    add(store, pages(MAY, 9, "Armenia condemns Azerbaijan."))
    moved = rows(store, "Armenia", "Azerbaijan")
    assert moved.columns == shipped.columns
    early = pl.col("period") < date(2026, 1, 1)
    assert moved.filter(early).equals(shipped.filter(early))
    own = pl.col("source") == "ARM", pl.col("period") == date(2026, 1, 1)
    (before,), (now,) = shipped.filter(own).to_dicts(), moved.filter(own).to_dicts()
    assert (before["covered"], before["datasets"]) == (0, [])
    assert now["datasets"] == ["news"]
    assert now["covered"] == pytest.approx((87 + 9) / 365)
    assert before["mean"] is None
    assert now["mean"] < 0
    known = rows(store, "Armenia", "Azerbaijan", as_of=MAY)
    assert known.select("mean", "sd").equals(shipped.select("mean", "sd"))


def test_a_day_that_is_ingested_again_counts_once(store: Store) -> None:
    """The same pages as the pack's own add nothing; the user's acts stand in place of the pack's for their days."""
    shipped = rows(store, "Israel", "Lebanon")
    day = date(2026, 3, 1)
    add(store, pages(day, 28, "Rain falls."))  # the pack's acts of March give way
    without = rows(store, "Israel", "Lebanon")
    acts = store.read("coded_acts", dataset="news", source="ISR", target="LBN")
    assert acts.filter(pl.col("date") >= day).is_empty()
    last = pl.col("source") == "ISR", pl.col("period") == date(2026, 1, 1)
    assert shipped.filter(last)["mean"].item() is not None
    assert without.filter(last).select("mean", "covered").row(0) == (None, 0)
    assert without.filter(pl.col("period").dt.year() < 2026).equals(shipped.filter(pl.col("period").dt.year() < 2026))


def test_events_of_another_dataset_join_where_they_are_named(store: Store, tmp_path: Path) -> None:
    lines = [f"2024-04-{n:02},{a},{b},{quad}" for n in range(1, 25)
             for a, b, quad in (("ARM", "AZE", "verbal_conflict"), ("FRA", "ITA", "verbal_cooperation"))]  # fmt: skip
    file = tmp_path / "mine.csv"
    file.write_text("\n".join(["date,source,target,quad", *lines]) + "\n", encoding="utf-8")
    ingest_own(store, file, dataset="mine")
    alone, beside = rows(store, "ARM", "AZE"), rows(store, "ARM", "AZE", events=["conduct", "mine"])
    assert alone.filter(pl.col("period") == date(2024, 1, 1))["covered"].to_list() == [0, 0]
    year = beside.filter(pl.col("source") == "ARM", pl.col("period") == date(2024, 1, 1))
    assert year["datasets"].to_list() == [["mine"]]
    assert beside.filter(pl.col("period").dt.year() < FIRST).equals(alone.filter(pl.col("period").dt.year() < FIRST))
    with pytest.raises(UsageError):
        rows(store, "ARM", "AZE", events=["conduct", "no such dataset"])


def test_the_packs_acts_are_a_source_beside_events_of_ones_own(store: Store, tmp_path: Path) -> None:
    """What the pack's figures came from in part, coded news, is estimated with the user's events in one model."""
    lines = [f"{year}-04-{n:02},{a},{b},{quad}" for year in (2023, 2024) for n in range(1, 25)
             for a, b, quad in (("RUS", "UKR", "material_conflict"), ("FRA", "ITA", "verbal_cooperation"))]  # fmt: skip
    file = tmp_path / "mine.csv"
    file.write_text("\n".join(["date,source,target,quad", *lines]) + "\n", encoding="utf-8")
    ingest_own(store, file, dataset="mine")
    found = rows(store, "RUS", "UKR", events=["mine", "news"])
    year = found.filter(pl.col("source") == "RUS", pl.col("period") == date(2024, 1, 1))
    assert set(year["datasets"].to_list()[0]) == {"mine", "news"}
    early = rows(store, "RUS", "UKR", events=["mine", "news"], as_of=date(2024, 2, 1))
    assert early["period"].max() == date(2023, 1, 1)
