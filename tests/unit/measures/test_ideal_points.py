from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl
import pytest

from detente.errors import NoAnswer, TableError, UnknownState, UsageError
from detente.measures.ideal_points import Ballots, ideal_points
from detente.measures.ideal_points.choices import Items, chances, slopes
from detente.measures.ideal_points.paths import START, STEP, PathLayout
from ideal_points_sample import assembly, names

Single = np.ndarray[tuple[int, ...], np.dtype[np.float32]]


def votes(*rows: tuple[int, int, str, int], kind: str = "whole", on: date = date(1995, 12, 1)) -> pl.DataFrame:
    return pl.DataFrame(rows, ["rcid", "session", "state", "vote"], orient="row").with_columns(
        pl.lit(on).alias("date"), pl.lit(kind).alias("kind")
    )


DIVIDED = votes((1, 50, "USA", 1), (1, 50, "RUS", -1), (2, 50, "USA", 1), (2, 50, "RUS", 0), (3, 51, "USA", 1))


def test_unanimous_votes_session_19_and_later_parts_do_not_count() -> None:
    frame = pl.concat(
        [
            DIVIDED,
            votes((4, 51, "RUS", 1), (4, 51, "USA", 1)),
            votes((5, 19, "RUS", 1), (5, 19, "USA", -1)),
            votes((6, 45, "RUS", 1), (6, 45, "USA", -1), kind="paragraph"),
            votes((7, 44, "RUS", 1), (7, 44, "USA", -1), kind="amendment"),
        ]
    )
    assert Ballots.from_frame(frame, None).items["item"].to_list() == [1, 2, 7]


@pytest.mark.parametrize(
    "bridges",
    [
        pl.DataFrame({"rcid1": [1, 2], "rcid2": [2, 3]}),
        pl.DataFrame({"rcid": [1, 2, 3], "same_as": [None, 1, 1]}),
    ],
)
def test_identical_texts_are_one_item(bridges: pl.DataFrame) -> None:
    found = Ballots.from_frame(DIVIDED, bridges).items
    assert found.row(0, named=True) == {"item": 1, "roll_calls": 3, "no": 1, "abstain": 1, "yes": 3}


def test_a_text_with_two_forerunners_follows_the_earlier() -> None:
    frame = pl.concat([DIVIDED, votes((3, 51, "RUS", -1))])
    bridges = pl.DataFrame({"rcid1": [1, 2], "rcid2": [3, 3]})
    assert Ballots.from_frame(frame, bridges).items["roll_calls"].to_list() == [2, 1]


def test_ballots_lie_by_choice_item_and_seat() -> None:
    found = Ballots.from_frame(DIVIDED.sample(fraction=1, shuffle=True, seed=3), None)
    assert found.seats.rows() == [("RUS", 50, 2), ("USA", 50, 2)]
    assert (found.item.tolist(), found.seat.tolist()) == ([0, 1, 0, 1], [0, 0, 1, 1])
    assert found.by_item(np.arange(4.0))[0].tolist() == [2.0, 4.0]
    assert found.by_seat(np.arange(4.0)).tolist() == [1.0, 5.0]
    assert found.of_item(np.array([5.0, 7.0])).tolist() == [5, 7, 5, 7]
    assert found.first.tolist() == [True, True]


def test_smoothing_equals_the_joint_normal() -> None:
    rng = np.random.default_rng(0)
    first = np.array([True, False, False, True, False, False, False])
    precision, information = rng.gamma(2, size=7), rng.standard_normal(7)
    mean, var = PathLayout.of(first, np.arange(len(first))).smooth(precision, information)
    for rows in (slice(0, 3), slice(3, 7)):
        n = rows.stop - rows.start
        step = np.eye(n) - np.eye(n, k=-1)
        prior = step.T @ np.diag([1 / START] + [1 / STEP] * (n - 1)) @ step
        joint = np.linalg.inv(prior + np.diag(precision[rows]))
        assert mean[rows] == pytest.approx(joint @ information[rows])
        assert var[rows] == pytest.approx(np.diag(joint))


def test_drawn_paths_have_the_smoothed_moments() -> None:
    rng = np.random.default_rng(1)
    paths = PathLayout.of(np.array([True, False, False]), np.arange(3))
    precision, information = np.array([1.0, 0.0, 4.0]), np.array([1.0, 0.0, -2.0])
    draws = np.array([paths.draw(precision, information, rng)[0] for _ in range(4000)])
    mean, var = paths.smooth(precision, information)
    assert draws.mean(0) == pytest.approx(mean, abs=5 * np.sqrt(var.max() / 4000))
    assert draws.var(0) == pytest.approx(var, rel=0.15)


def _three_choices() -> tuple[Ballots, Items]:
    ballots = Ballots.from_frame(votes((1, 50, "USA", 1), (1, 50, "IND", 0), (1, 50, "RUS", -1)), None)
    return ballots, Items(np.array([1.3]), np.array([0.2]), np.array([0.4]))


def test_chances_sum_to_one() -> None:
    ballots, items = _three_choices()
    for theta in (-2.0, 0.0, 1.7):
        found = chances(ballots, *items.offsets(ballots, np.full(3, theta, np.float32)))
        assert found.chance.sum() == pytest.approx(1, abs=1e-6)


def test_slopes_are_the_derivatives_of_log_chances() -> None:
    ballots, items = _three_choices()
    t, h = items.offsets(ballots, np.array([-0.4, 0.1, 0.9], np.float32))
    little = np.float32(0.02)
    logs = [chances(ballots, t + s * little, h).log() for s in (1, -1)]
    by_t = [slopes(ballots, t + s * little, h) for s in (1, -1)]
    by_h = [slopes(ballots, t, h + s * little) for s in (1, -1)]
    wide = [chances(ballots, t, h + s * little).log() for s in (1, -1)]
    found = slopes(ballots, t, h)
    assert found.t == pytest.approx(_rate(logs, little), abs=2e-3, rel=5e-3)
    assert found.h == pytest.approx(_rate(wide, little), abs=2e-3, rel=5e-3)
    assert found.tt == pytest.approx(-_rate([x.t for x in by_t], little), abs=2e-3, rel=5e-3)
    assert found.th == pytest.approx(-_rate([x.t for x in by_h], little), abs=2e-3, rel=5e-3)
    assert found.hh == pytest.approx(-_rate([x.h for x in by_h], little), abs=2e-3, rel=5e-3)


def _rate(values: list[Single], little: np.float32) -> Single:
    return (values[0] - values[1]) / (2 * little)


def test_drawn_latents_agree_with_the_votes() -> None:
    ballots, items = _three_choices()
    t, h = items.offsets(ballots, np.array([2.0, -1.0, 0.5], np.float32))
    rng = np.random.default_rng(2)
    for _ in range(200):
        no, abstain, yes = chances(ballots, t, h).residuals(ballots, t, rng) - t
        assert no <= -h[0] + 1e-4
        assert -h[1] - 1e-4 <= abstain <= h[1] + 1e-4
        assert yes >= h[2] - 1e-4


def test_standardising_items_keeps_every_chance() -> None:
    ballots, items = _three_choices()
    at = np.array([2.0, -1.0, 0.5], np.float32)
    moved = items.standardised(ballots, 0.3, 1.4)
    before, after = items.offsets(ballots, at), moved.offsets(ballots, (at - 0.3) / 1.4)
    assert after[0] == pytest.approx(before[0], abs=1e-5)


def test_the_frame_the_items_and_the_distance() -> None:
    frame, _, right = assembly(1, states=12, sessions=3, calls=12)
    found = ideal_points(frame, seed=1, draws=60, positive=right)
    rows = found.frame()
    assert rows.columns == ["state", "session", "period", "mean", "sd", "lo", "hi", "votes"]
    assert rows["period"][0] == date(1946, 9, 1)
    assert (rows["lo"] < rows["mean"]).all()
    assert rows.filter(pl.col("state") == right)["mean"].mean() > 0
    assert (found.items()["low"].drop_nulls() <= 7).all()
    sessions, paths = found.draws(right)
    assert paths.shape == (60, len(sessions))
    other = next(s for s in names(12) if s != right)
    gap = found.distance(right, other)
    assert gap.equals(found.distance(other, right))
    assert (gap["lo"] <= gap["hi"]).all()


def test_points_alone_have_no_intervals() -> None:
    frame, _, right = assembly(1, states=12, sessions=3, calls=12)
    found = ideal_points(frame, seed=1, intervals=False, positive=right)
    assert found.frame().select("sd", "lo", "hi").null_count().row(0) == (found.ballots.seats.height,) * 3
    assert found.distance(right, right)["hi"].null_count() == 3


def test_later_votes_change_nothing() -> None:
    frame, _, right = assembly(2, states=12, sessions=4, calls=12)
    links = pl.DataFrame({"rcid1": [1, 2, 13], "rcid2": [14, 37, 37]})
    cut = date(1948, 12, 31)
    early = frame.filter(pl.col("date") <= cut)
    changed = pl.concat([early, frame.filter(pl.col("date") > cut).with_columns(-pl.col("vote"))])
    known = {"as_of": cut, "seed": 5, "draws": 30, "positive": right}
    expected = ideal_points(early, links, seed=5, draws=30, positive=right).frame()
    assert ideal_points(frame, links, **known).frame().equals(expected)
    assert ideal_points(changed, links, **known).frame().equals(expected)


def test_the_day_a_vote_became_known_decides() -> None:
    frame = pl.concat([DIVIDED, votes((3, 51, "RUS", -1))]).with_columns(known_on=pl.lit(date(1996, 1, 31)))
    with pytest.raises(NoAnswer):
        Ballots.from_frame(frame, None, date(1995, 12, 31))


def test_faults_are_named() -> None:
    with pytest.raises(TableError, match="missing column kind"):
        ideal_points(DIVIDED.drop("kind"), seed=1)
    with pytest.raises(TableError, match="invalid vote 2"):
        ideal_points(DIVIDED.with_columns(vote=pl.lit(2)), seed=1)
    with pytest.raises(TableError, match="two votes"):
        ideal_points(pl.concat([DIVIDED, DIVIDED]), seed=1)
    with pytest.raises(NoAnswer, match="divide"):
        ideal_points(DIVIDED.with_columns(vote=pl.lit(1)), seed=1)
    with pytest.raises(UsageError, match="draws"):
        ideal_points(DIVIDED, seed=1, draws=1)
    with pytest.raises(UsageError, match="rcid1"):
        ideal_points(DIVIDED, pl.DataFrame({"a": [1]}), seed=1)
    with pytest.raises(UnknownState) as caught:
        ideal_points(DIVIDED, seed=1, positive="JPN")
    assert caught.value.value == "JPN"
    with pytest.raises(UnknownState, match="JPN"):
        ideal_points(DIVIDED, seed=1, draws=4).draws("JPN")
