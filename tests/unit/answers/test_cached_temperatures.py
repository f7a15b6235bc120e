"""Estimates of one's own events: cached once computed, never from later knowledge."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest

from bulk_sample import ingest_own
from detente.answers import cached_temperatures as fits
from detente.answers.temperature_estimates import Estimates, attention, estimates
from detente.errors import NoAnswer
from detente.ingestion.maintenance import remove
from detente.lake.estimate_cache import FOLDER
from detente.store import Store

STATES = ("JPN", "RUS", "CHN", "USA", "KOR")
QUADS = ("verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict")
WARM, COLD = (0.7, 0.2, 0.08, 0.02), (0.3, 0.05, 0.4, 0.25)
LATER, EARLIER = date(2015, 1, 1), date(2014, 3, 31)


def _acts(path: Path, first: date, days: int, *, acts: int, seed: int) -> Path:
    dice = random.Random(seed)  # noqa: S311 - made-up acts
    lines = ["date,source,target,quad"]
    for _ in range(acts):
        source, target = dice.sample(STATES, 2)
        chances = WARM if "JPN" in {source, target} else COLD
        day = first + timedelta(days=dice.randrange(days))
        lines.append(f"{day},{source},{target},{dice.choices(QUADS, chances)[0]}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = Store.open(home=tmp_path / "home")
    acts = _acts(tmp_path / "acts.csv", date(2013, 1, 1), 730, acts=900, seed=4)
    ingest_own(store, acts, dataset="mine")
    return store


def _quarters(store: Store, day: date = LATER, **more: object) -> Estimates:
    return estimates(store, "mine", day, freq="quarter", **more)  # type: ignore[arg-type]


def _cached(store: Store) -> list[Path]:
    return sorted((store.lake.home / FOLDER).glob("*.json"))


def _alike(one: Estimates, other: Estimates) -> bool:
    pairs = [(getattr(one, name), getattr(other, name)) for name in ("temperatures", "parameters")]
    return all(a.equals(b, null_equal=True) and a.schema == b.schema for a, b in pairs)


def _no_fitting(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise AssertionError("estimated anew")

    monkeypatch.setattr(fits, "temperature", fail)


def test_a_cached_estimate_equals_the_computed_one(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    text: list[str] = []
    computed = _quarters(store, progress=text.append)
    assert len(_cached(store)) == 3
    assert len(text) == 1
    assert "20 directed pairs in 8 quarters" in text[0]
    _no_fitting(monkeypatch)
    assert _alike(_quarters(store, progress=text.append), computed)
    assert len(text) == 1
    among = {"among": ("JPN", "RUS")}
    rows = pl.col("source").is_in(("JPN", "RUS")) & pl.col("target").is_in(("JPN", "RUS"))
    assert _quarters(store, **among).temperatures.equals(computed.temperatures.filter(rows))


def test_computing_for_one_pair_gives_what_computing_for_all_gives(store: Store) -> None:
    one = _quarters(store, among=("JPN", "RUS"), scores=("all",)).temperatures
    every = _quarters(store, scores=("all",)).temperatures
    assert one.equals(every.filter(source="JPN", target="RUS").vstack(every.filter(source="RUS", target="JPN")))


def test_no_question_finds_what_was_estimated_from_later_records(store: Store, tmp_path: Path) -> None:
    _quarters(store)
    early = _quarters(store, EARLIER)
    alone = Store.open(home=tmp_path / "alone")
    lines = (tmp_path / "acts.csv").read_text(encoding="utf-8").splitlines()
    known = tmp_path / "known.csv"
    known.write_text("\n".join([lines[0], *(x for x in lines[1:] if x[:10] <= str(EARLIER))]), encoding="utf-8")
    ingest_own(alone, known, dataset="mine")
    assert _alike(early, _quarters(alone, EARLIER))
    assert len(_cached(store)) == 6


def test_days_between_which_nothing_became_known_share_an_estimate(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = _quarters(store).temperatures
    _no_fitting(monkeypatch)
    later = _quarters(store, date(2016, 7, 1)).temperatures
    assert later.drop("known_on").equals(first.drop("known_on"))
    assert later["known_on"].unique().to_list() == [date(2016, 7, 1)]


def test_a_change_of_the_events_is_estimated_again_and_the_former_estimate_goes(store: Store, tmp_path: Path) -> None:
    before = _quarters(store)
    former = _cached(store)
    more = _acts(tmp_path / "more.csv", date(2013, 1, 1), 730, acts=300, seed=5)
    batch = ingest_own(store, more, dataset="mine")
    after = _quarters(store)
    assert not before.temperatures["mean"].equals(after.temperatures["mean"])
    assert not {*former} & {*_cached(store)}
    assert len(_cached(store)) == 3
    remove(store, batch.batch)
    assert _alike(_quarters(store), before)


@pytest.mark.parametrize("part", ["ESTIMATOR", "OPTIONS"])
def test_another_estimator_or_other_options_are_estimated_again(
    store: Store, monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    _quarters(store, scores=("all",))
    monkeypatch.setattr(fits, part, {"ESTIMATOR": 0, "OPTIONS": fits.OPTIONS | {"freedom": 5.0}}[part])
    _quarters(store, scores=("all",))
    assert len(_cached(store)) == 2


def test_words_too_few_for_a_score_are_no_answer_alone_and_left_out_beside_others(tmp_path: Path) -> None:
    store = Store.open(home=tmp_path / "home")
    lines = ["date,source,target,quad"]
    lines += [f"2014-0{m}-01,{a},{b},material_{k}" for m, (a, b, k) in enumerate(
        [("JPN", "RUS", "conflict"), ("RUS", "JPN", "cooperation"), ("JPN", "CHN", "cooperation")] * 3, 1)]  # fmt: skip
    (tmp_path / "deeds.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    ingest_own(store, tmp_path / "deeds.csv", dataset="mine")
    assert set(_quarters(store).temperatures["score"]) == {"all", "deeds"}
    with pytest.raises(NoAnswer):
        _quarters(store, scores=("words",))


def test_attention_is_computed_from_the_same_events(store: Store) -> None:
    shares = attention(store, "mine", LATER)
    assert set(shares["period"].dt.year()) == {2013, 2014}
    assert shares.group_by("source", "period").agg(pl.col("share").sum())["share"].to_list() == pytest.approx(
        [1.0] * shares.select("source", "period").n_unique()
    )
