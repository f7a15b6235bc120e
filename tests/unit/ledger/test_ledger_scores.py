"""Which forecast counts, and its scores, against figures worked out by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from detente.ledger.entries import Entry, Forecast, Resolution
from detente.ledger.scoring import by_author, calibration, frame_of, pooled, scored

FIRST, LAST = date(2026, 1, 11), date(2026, 1, 20)


def made(day: int, chance: float | None, author: str = "ana", question: str = "q", **rest: object) -> Forecast:
    when = datetime(2026, 1, day, 12, tzinfo=UTC)
    return Forecast(question, "Event", FIRST, LAST, author, when.date(), when, probability=chance, **rest)  # type: ignore[arg-type]


def decided(outcome: float | None, question: str = "q", on: date = LAST) -> Resolution:
    return Resolution(question, outcome, on, datetime(2026, 2, 1, tzinfo=UTC), "hand")


def row(*entries: Entry) -> dict[str, object]:
    return frame_of(scored(entries)).row(0, named=True)


def test_the_last_forecast_before_the_window_counts() -> None:
    found = row(made(1, 0.9), made(10, 0.4), made(15, 0.1), decided(0.0))
    assert (found["probability"], found["status"]) == (0.4, "scored")
    assert found["brier"] == pytest.approx(0.16)
    # 11 to 15 January at .4, from the day after the update at .1: five days each
    assert found["brier_time"] == pytest.approx((5 * 0.16 + 5 * 0.01) / 10)


def test_a_decision_within_the_window_ends_the_time_average() -> None:
    found = row(made(10, 0.4), made(12, 0.8), made(18, 0.99), decided(1.0, on=date(2026, 1, 14)))
    # 11 and 12 January at .4, 13 and 14 at .8
    assert found["brier_time"] == pytest.approx((2 * 0.36 + 2 * 0.04) / 4)


def test_a_forecast_made_after_its_window_opened_is_retrospective() -> None:
    found = row(made(12, 0.99), decided(1.0))
    assert (found["status"], found["brier"]) == ("retrospective", None)
    table = by_author(frame_of(scored([made(12, 0.99), decided(1.0)])))
    assert table.row(0, named=True)["retrospective"] == 1
    assert table["brier"][0] is None
    assert calibration(frame_of(scored([made(12, 0.99), decided(1.0)]))).is_empty()


def test_a_forecast_on_the_windows_first_day_counts() -> None:
    assert row(made(11, 0.7), decided(1.0))["brier"] == pytest.approx(0.09)


def test_a_range_is_scored_at_its_middle_with_both_ends() -> None:
    found = row(made(1, None, lo=0.2, hi=0.4), decided(0.0))
    assert [found[name] for name in ("brier", "brier_lo", "brier_hi")] == pytest.approx([0.09, 0.04, 0.16])


def test_quantiles_are_scored_by_twice_the_pinball_loss() -> None:
    found = row(made(1, None, quantiles={"0.1": 0.0, "0.5": 2.0, "0.9": 4.0}), decided(3.0))
    # 2·.1·3 = .6; 2·.5·1 = 1; 2·.1·1 = .2
    assert found["crps"] == pytest.approx((0.6 + 1.0 + 0.2) / 3)
    assert found["brier"] is None


def test_voids_and_open_questions_have_no_score_and_the_share_of_voids_is_given() -> None:
    entries = [
        made(1, 0.5, question="a"), made(1, 0.5, question="b"), made(1, 0.5, question="c"), decided(None, "a"),
        decided(1.0, "b"),
    ]  # fmt: skip
    found = by_author(frame_of(scored(entries))).row(0, named=True)
    assert (found["scored"], found["void"], found["open"], found["void_share"]) == (1, 1, 1, 0.5)
    assert found["brier"] == pytest.approx(0.25)


def test_a_later_resolution_replaces_an_earlier_one() -> None:
    assert row(made(1, 0.8), decided(0.0), decided(1.0))["brier"] == pytest.approx(0.04)


def test_authors_are_compared_on_the_questions_they_have_in_common() -> None:
    entries = [
        made(1, 0.9, "ana", "a"), made(1, 0.1, "ana", "b"), made(1, 0.6, "bo", "a"),
        decided(1.0, "a"), decided(1.0, "b"),
    ]  # fmt: skip
    found = {one["author"]: one for one in by_author(frame_of(scored(entries))).to_dicts()}
    assert found["ana"]["brier"] == pytest.approx((0.01 + 0.81) / 2)
    assert (found["ana"]["common"], found["bo"]["common"]) == (1, 1)
    assert found["ana"]["brier_common"] == pytest.approx(0.01)
    assert found["bo"]["brier_common"] == pytest.approx(0.16)


def test_the_pool_is_the_mean_of_log_odds() -> None:
    entries = [made(1, 0.8, "ana"), made(1, 0.5, "bo"), made(12, 0.99, "late"), decided(1.0)]
    found = pooled(scored(entries))
    assert [one.forecast.author for one in found] == ["pool"]
    assert found[0].forecast.chance == pytest.approx(2 / 3)  # odds of 4 and 1: 2


def test_calibration_has_wilson_intervals() -> None:
    entries: list[Entry] = []
    for number in range(10):
        entries += [made(1, 0.3, question=f"q{number}"), decided(float(number < 4), f"q{number}")]
    found = calibration(frame_of(scored(entries))).row(0, named=True)
    assert (found["n"], found["forecast"], found["observed"]) == (10, pytest.approx(0.3), 0.4)
    # (0.4 + z²/20) / (1 + z²/10) ± z √(0.024 + z²/400) / (1 + z²/10), z = 1.645
    assert (found["lo"], found["hi"]) == (pytest.approx(0.1942, abs=1e-4), pytest.approx(0.6484, abs=1e-4))
