"""The pack as it is shipped: what it holds, and how its builder cuts it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from detente.catalog import TABLES
from detente.errors import DataError
from detente.starter import LEAST, SCORES, VINTAGES, build
from detente.starter.ideal_points import VINTAGES as VINTAGES_OF_POINTS
from detente.store import Store
from detente.store.store import DATA

PACK = DATA / "starter"
LAST = {"capabilities": date(2022, 12, 31), "similarities": date(2018, 12, 31), "trade_shares": date(2014, 12, 31)}
ENDS = date(2026, 3, 29)  # of all others


@pytest.fixture(scope="module")
def pack() -> dict[str, pl.DataFrame]:
    """Return the pack's frames."""
    store = Store.open(home=PACK / "nowhere")
    return {name: store.read(name) for name in ("votes", "absences")} | {
        path.stem: pl.read_parquet(path) for path in PACK.glob("*.parquet") if path.stem != "votes"
    }


def test_the_pack_is_small_and_whole(pack: dict[str, pl.DataFrame]) -> None:
    assert sum(path.stat().st_size for path in PACK.iterdir()) < 20_000_000
    assert set(pack) == {
        "temperatures", "trait_parameters", "attention", "votes", "absences", "roll_calls", "ideal_points",
        "capabilities", "trade_shares", "similarities", "coded_acts", "coverage",
    }  # fmt: skip
    for name, frame in pack.items():
        assert TABLES[name].validate(frame).height == frame.height > 0
    entries = Store.open().pack.manifest["tables"]
    assert {name: entry["rows"] for name, entry in entries.items()} == {name: f.height for name, f in pack.items()}


def test_nothing_is_dated_after_the_sources_end(pack: dict[str, pl.DataFrame]) -> None:
    for name, frame in pack.items():
        newest = frame["known_on"].max()
        assert isinstance(newest, date)
        assert newest <= LAST.get(name, ENDS), name
        if "period" in frame.columns:
            assert (frame["known_on"] >= frame["period"]).all(), name


@pytest.mark.parametrize("table", ["temperatures", "trait_parameters"])
def test_every_year_end_has_a_vintage_of_every_score(pack: dict[str, pl.DataFrame], table: str) -> None:
    found = pack[table].select("score", "known_on").unique()
    assert set(found.iter_rows()) == {(score, day) for score in SCORES for day in VINTAGES}
    assert (*(date(year, 12, 31) for year in range(2005, 2026)), date(2026, 3, 29)) == VINTAGES


@pytest.mark.parametrize("day", [date(2006, 1, 1), date(2014, 12, 31), date(2020, 6, 30), date(2026, 3, 29)])
def test_a_vintage_holds_whole_series_up_to_its_year(tmp_path: Path, day: date) -> None:
    """Only rows that changed are shipped with a vintage; what is read as of a day is whole."""
    rows = Store.open(home=tmp_path).read("temperatures", as_of=day)
    vintage = max(known for known in VINTAGES if known <= day)
    assert (rows["known_on"] == vintage).all()
    spans = rows.group_by("score", "source", "target").agg(
        first=pl.col("period").min().dt.year(), last=pl.col("period").max().dt.year(), n=pl.len()
    )  # fmt: skip
    assert (spans["first"] == 2002).all()
    assert (spans["last"] == vintage.year).all()
    assert (spans["n"] == vintage.year - 2001).all()


def test_what_no_source_covers_is_told_from_a_year_without_reports(tmp_path: Path) -> None:
    rows = Store.open(home=tmp_path).read("temperatures", dataset="conduct", score="all", source="JPN", target="RUS")
    covered = dict(rows.select(pl.col("period").dt.year(), "covered").iter_rows())
    sources = dict(rows.select(pl.col("period").dt.year(), "sources").iter_rows())
    assert covered[2014] == covered[2018] == 1
    assert covered[2016] == covered[2020] == 0
    assert covered[2019] == pytest.approx(85 / 365, abs=1e-3)
    assert covered[2021] == covered[2022] == pytest.approx(243 / 365, abs=1e-3)
    assert sources[2018] == "icews-monthly"
    assert sources[2016] is None
    sd = dict(rows.select(pl.col("period").dt.year(), "sd").iter_rows())
    assert sd[2016] > 2 * sd[2014]


def test_estimates_are_numbers_with_a_spread(pack: dict[str, pl.DataFrame]) -> None:
    frame = pack["temperatures"]
    assert frame["mean"].is_finite().all()
    assert (frame["sd"] > 0).all()
    assert (frame["scale"] > 0).all()
    assert frame["link"].drop_nulls().is_between(-1, 1).all()
    assert frame.filter((pl.col("score") == "all") & pl.col("standing").is_null()).is_empty()
    assert frame.filter((pl.col("score") != "all") & pl.col("standing").is_not_null()).is_empty()


def test_all_states_are_in_the_pack(pack: dict[str, pl.DataFrame]) -> None:
    acting = {*pack["temperatures"]["source"], *pack["temperatures"]["target"]}
    voting = set(pack["votes"]["state"])
    assert len(voting) == 200
    assert len(acting) > 180
    assert {"PSE", "XKX", "TWN", "HKG", "TUR", "BRN"} <= acting
    assert pack["capabilities"]["state"].n_unique() > 190


def test_coded_acts_name_their_page_and_no_sentence(pack: dict[str, pl.DataFrame]) -> None:
    acts = pack["coded_acts"]
    assert acts["page"].str.starts_with("Portal:Current events/").all()
    assert acts["sentence"].null_count() == acts["revision"].null_count() == acts.height > 10_000
    assert (acts["known_on"] > acts["date"]).all()
    assert acts["weight"].is_between(0, 1, closed="right").all()
    assert (acts["weight"] < 1).any()
    assert "CC BY-SA 4.0" in (PACK / "LICENSE-coded-acts").read_text(encoding="utf-8")


def test_ideal_points_come_in_vintages_of_their_own_time(pack: dict[str, pl.DataFrame]) -> None:
    frame = pack["ideal_points"]
    assert tuple(frame["known_on"].dt.year().unique().sort()) == VINTAGES_OF_POINTS
    assert (frame["period"] < frame["known_on"]).all()
    assert ((frame["lo"] < frame["mean"]) & (frame["mean"] < frame["hi"])).all()
    usa = frame.filter(pl.col("state") == "USA", pl.col("session") > 20)
    assert (usa["mean"] > 1).all()
    assert frame["state"].n_unique() > 195
    gap = frame.filter(pl.col("known_on") == date(2025, 12, 31))
    assert gap.filter(pl.col("session").is_between(76, 78)).is_empty()  # no record of these sessions


def test_shares_are_parts_of_a_whole_and_similarities_of_one(pack: dict[str, pl.DataFrame]) -> None:
    trade = pack["trade_shares"].group_by("state", "period").agg(pl.col("share").sum())
    assert trade["share"].is_between(0, 1.005).all()
    weights = pack["capabilities"].group_by("period").agg(pl.col("share").sum())
    assert weights["share"].is_between(0.99, 1.02).all()
    assert pack["capabilities"]["components"].is_between(1, 6).all()
    assert pack["similarities"]["s"].is_between(-1, 1).all()
    assert pack["similarities"]["kappa"].drop_nulls().is_between(-1, 1).all()


def test_every_row_has_a_source(tmp_path: Path) -> None:
    store = Store.open(home=tmp_path)
    for table, dataset in (
        ("temperatures", "conduct"), ("attention", "conduct"), ("coded_acts", "news"), ("votes", "unga_votes"),
        ("votes", "undl_votes"), ("agreements", "unga_votes"), ("vote_gaps", "unga_votes"),
        ("ideal_points", "unga"), ("pacts", None), ("capabilities", "cow_nmc"), ("trade_shares", "cow_trade"),
        ("similarities", "atop"),
    ):  # fmt: skip
        (source,) = store.sources(table, dataset)
        assert source.licence
        assert source.citation
    covered = store.read("coverage", as_of=date(2015, 9, 1))
    assert set(covered["table"]) == {
        "temperatures", "attention", "votes", "roll_calls", "absences", "ideal_points", "capabilities", "trade_shares",
        "similarities", "coded_acts",
    }  # fmt: skip
    assert covered.filter(pl.col("note").str.contains(f"fewer than {LEAST} ")).height == 1


def test_a_build_without_its_sources_says_what_lacks(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="icews_dyadyear_2002_2014"):
        build(tmp_path, tmp_path / "pack")
    assert not (tmp_path / "pack").exists()
