"""Ties of networks from pacts, acts and temperatures."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from detente.errors import TableError, UsageError
from detente.measures.architecture import (
    acts_within,
    cooperation,
    friends_and_foes,
    network,
    pacts_in_force,
    ties_in_force,
)

PACTS = pl.DataFrame(
    {
        "id": ["d", "c", "ended"],
        "name": ["D", "C", "Ended"],
        "kind": ["defence", "consultation", "defence"],
        "document": ["D, 1960", "C, 2007", "Ended, 1950"],
        "end": [None, None, date(1996, 9, 10)],
        "end_precision": [None, None, "day"],
    }
)
MEMBERS = pl.DataFrame(
    {
        "pact": ["d", "d", "c", "c", "ended", "ended"],
        "state": ["JPN", "USA", "AUS", "JPN", "PRK", "RUS"],
        "from": [date(1960, 6, 23)] * 2 + [date(2007, 3, 13)] * 2 + [date(1950, 1, 1)] * 2,
        "from_precision": ["day"] * 6,
        "until": [None] * 6,
    },
    schema_overrides={"until": pl.Date},
)
STATES = ["AUS", "JPN", "PRK", "RUS", "USA"]


@pytest.mark.parametrize(
    ("on", "kinds", "ties"),
    [
        (date(1990, 12, 31), ("defence",), [("JPN", "USA"), ("PRK", "RUS")]),
        (date(1996, 9, 10), ("defence",), [("JPN", "USA"), ("PRK", "RUS")]),
        (date(1996, 9, 11), ("defence",), [("JPN", "USA")]),
        (date(2015, 9, 1), ("defence", "consultation"), [("AUS", "JPN"), ("JPN", "USA")]),
        (date(1960, 6, 22), ("defence",), [("PRK", "RUS")]),
    ],
)
def test_pacts_tie_from_their_first_day_to_their_last(
    on: date, kinds: tuple[str, ...], ties: list[tuple[str, str]]
) -> None:
    found = pacts_in_force(PACTS, MEMBERS, on, STATES, kinds=kinds)
    assert found.states == tuple(STATES)
    assert found.ties().select("a", "b").rows() == ties


def test_the_strongest_obligation_values_a_tie() -> None:
    found = pacts_in_force(PACTS, MEMBERS, date(2015, 9, 1), STATES, kinds=("defence", "consultation"), valued=True)
    assert found.ties().rows() == [("AUS", "JPN", 1.0), ("JPN", "USA", 3.0)]
    assert found.valued


ACTS = pl.DataFrame(
    {
        "kind": ["exercise", "exercise", "visit", "exercise"],
        "source": ["JPN", "USA", "CHN", "JPN"],
        "target": ["USA", "JPN", "RUS", "KOR"],
        "start": [date(2005, 3, 1), date(2005, 8, 1), date(2005, 5, 1), date(2006, 1, 1)],
        "end": [date(2005, 3, 9), None, date(2005, 5, 2), None],
    }
)


def test_acts_of_a_span_tie_whoever_came_to_whom() -> None:
    states = ["CHN", "JPN", "KOR", "RUS", "USA"]
    span = (date(2005, 1, 1), date(2005, 12, 31))
    assert acts_within(ACTS, *span, states, kinds=("exercise",)).ties().rows() == [("JPN", "USA", 1.0)]
    assert acts_within(ACTS, *span, states, kinds=("exercise",), valued=True).ties().rows() == [("JPN", "USA", 2.0)]
    assert acts_within(ACTS, *span, states, kinds=("visit",)).ties().rows() == [("CHN", "RUS", 1.0)]
    assert ties_in_force(ACTS, date(2005, 3, 5), states, kinds=("exercise",)).ties().rows() == [("JPN", "USA", 1.0)]


def temperatures(means: dict[tuple[str, str], tuple[float, float]], sd: float = 0.1) -> pl.DataFrame:
    rows = [
        (source, target, date(2013 + t, 1, 1), mean, sd, None if t == 0 else 0.5)
        for (source, target), path in means.items()
        for t, mean in enumerate(path)
    ]
    return pl.DataFrame(rows, schema=["source", "target", "period", "mean", "sd", "link"], orient="row")


def test_cooperation_takes_warmth_on_both_sides() -> None:
    frame = temperatures(
        {
            ("CHN", "RUS"): (1.0, 1.0), ("RUS", "CHN"): (1.0, 1.0),
            ("JPN", "RUS"): (1.0, -1.0), ("RUS", "JPN"): (1.0, 1.0),
            ("JPN", "CHN"): (1.0, 1.0),
        }
    )  # fmt: skip
    found = cooperation(frame, ["CHN", "JPN", "RUS"], draws=50)
    assert found.periods == (date(2013, 1, 1), date(2014, 1, 1))
    probability = found.ties.mean(axis=0)
    place = {code: i for i, code in enumerate(found.states)}
    assert probability[:, place["CHN"], place["RUS"]].tolist() == [1.0, 1.0]
    assert probability[:, place["JPN"], place["RUS"]].tolist() == [1.0, 0.0]
    assert probability[:, place["JPN"], place["CHN"]].tolist() == [0.0, 0.0]  # one direction is not known
    assert found.unseen.tolist() == [1, 1]


def test_uncertain_temperatures_give_uncertain_ties() -> None:
    frame = temperatures({("CHN", "RUS"): (0.0, 0.0), ("RUS", "CHN"): (0.0, 0.0)}, sd=1.0)
    ties = cooperation(frame, ["CHN", "JPN", "RUS"], draws=2000).ties[:, :, 0, 2]
    assert ties.mean() == pytest.approx(0.25, abs=0.03)
    both = (ties[:, 0] & ties[:, 1]).mean()  # linked from year to year
    assert both > 0.25**2 + 0.02


def test_friends_and_foes_are_never_both() -> None:
    frame = temperatures({("CHN", "RUS"): (0.0, -2.0), ("RUS", "CHN"): (0.0, -2.0)}, sd=0.8)
    friends, foes = friends_and_foes(frame, ["CHN", "RUS"], draws=200)
    assert not (friends & foes).any()
    assert foes[:, 1, 0, 1].mean() > 0.8


def test_invalid_frames_are_errors() -> None:
    with pytest.raises(TableError, match="missing column sd"):
        cooperation(temperatures({("CHN", "RUS"): (0.0, 0.0)}).drop("sd"), ["CHN", "RUS"])
    twice = temperatures({("CHN", "RUS"): (0.0, 0.0)})
    with pytest.raises(TableError, match="twice"):
        cooperation(pl.concat([twice, twice]), ["CHN", "RUS"])
    with pytest.raises(UsageError, match="draws 0"):
        cooperation(twice, ["CHN", "RUS"], draws=0)
    with pytest.raises(TableError, match="missing column b"):
        network(pl.DataFrame({"a": ["JPN"]}), ["JPN"])
    with pytest.raises(TableError, match="tied to itself"):
        network(pl.DataFrame({"a": ["JPN"], "b": ["JPN"]}), ["JPN"])
    with pytest.raises(TableError, match="not above 0"):
        network(pl.DataFrame({"a": ["JPN"], "b": ["USA"], "value": [0.0]}), ["JPN", "USA"])
