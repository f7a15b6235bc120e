"""The pull on third states: each channel on its own scale, with zero told from not covered."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from detente.errors import NoAnswer, TableError, UsageError
from detente.measures.third_state_pull import lead, pull, trade_shares

YEAR = date(2013, 1, 1)
TRADE = pl.DataFrame(
    {"state": ["KAZ", "KAZ", "UZB"], "partner": ["RUS", "CHN", "CHN"], "period": [YEAR] * 3, "share": [0.2, 0.3, 1.0]}
)


def values(frame: pl.DataFrame) -> dict[tuple[str, str], float]:
    return {(row["state"], row["power"]): row["value"] for row in frame.to_dicts()}


def test_shares_of_trade_add_both_directions() -> None:
    flows = pl.DataFrame(
        {
            "source": ["KAZ", "RUS", "CHN", "KAZ"],
            "target": ["RUS", "KAZ", "KAZ", "USA"],
            "period": [YEAR] * 4,
            "value": [1.0, 2.0, 1.0, None],
        }
    )
    shares = trade_shares(flows).filter(pl.col("state") == "KAZ")
    assert shares.select("partner", "share").rows() == [("CHN", 0.25), ("RUS", 0.75)]


def test_trade_not_recorded_with_one_power_is_zero_where_the_state_is_covered() -> None:
    frame = pull(["RUS", "CHN"], ["KAZ", "UZB", "TKM"], trade=TRADE)
    assert values(frame) == {("KAZ", "CHN"): 0.3, ("KAZ", "RUS"): 0.2, ("UZB", "CHN"): 1.0, ("UZB", "RUS"): 0.0}


def test_a_power_has_no_pull_on_itself() -> None:
    assert values(pull(["RUS", "CHN"], ["RUS", "KAZ"], trade=TRADE)).keys() == {("KAZ", "RUS"), ("KAZ", "CHN")}


def test_votes_and_temperature_keep_their_intervals() -> None:
    votes = pl.DataFrame({"a": ["KAZ"], "b": ["RUS"], "period": [YEAR], "raw": [0.8], "raw_lo": [0.7], "raw_hi": [0.9]})
    warm = pl.DataFrame(
        {"source": ["KAZ", "RUS"], "target": ["RUS", "KAZ"], "period": [YEAR] * 2, "mean": [1.0, 9.0], "sd": [0.1, 0.1]}
    )
    frame = pull(["RUS"], ["KAZ"], votes=votes, temperatures=warm)
    assert frame["channel"].to_list() == ["votes", "temperature"]
    assert frame["lo"].to_list() == [0.7, pytest.approx(1 - 0.1645, abs=1e-4)]
    assert frame["value"].to_list() == [0.8, 1.0]


def test_the_strongest_obligation_counts_from_the_years_end_it_is_in_force() -> None:
    ties = pl.DataFrame(
        {
            "kind": ["defence", "consultation", "visit"],
            "source": ["RUS", "KAZ", "CHN"],
            "target": ["KAZ", "RUS", "KAZ"],
            "start": [date(2002, 5, 1), date(2001, 1, 1), date(2001, 1, 1)],
            "end": [date(2003, 6, 30), None, None],
        }
    )
    frame = pull(["RUS", "CHN"], ["KAZ"], ties=ties, until=date(2004, 12, 31))
    toward_russia = frame.filter(pl.col("power") == "RUS")
    assert dict(zip(toward_russia["period"].dt.year(), toward_russia["value"], strict=True)) == {
        2001: 1, 2002: 3, 2003: 1, 2004: 1,
    }  # fmt: skip
    assert frame.filter(pl.col("power") == "CHN")["value"].to_list() == [0, 0, 0, 0]


def test_visits_are_shares_of_what_the_power_paid() -> None:
    visits = pl.DataFrame(
        {
            "source": ["CHN"] * 4,
            "target": ["KAZ", "KAZ", "RUS", "USA"],
            "start": [date(2013, m, 1) for m in range(1, 5)],
        }
    )
    assert values(pull(["CHN", "RUS"], ["KAZ", "UZB"], visits=visits)) == {("KAZ", "CHN"): 0.5, ("UZB", "CHN"): 0}


def test_a_lead_is_a_difference_with_an_interval_where_there_is_one() -> None:
    votes = pl.DataFrame(
        {
            "a": ["KAZ", "CHN"], "b": ["RUS", "KAZ"], "period": [YEAR] * 2,
            "raw": [0.8, 0.7], "raw_lo": [0.77, 0.66], "raw_hi": [0.83, 0.74],
        }
    )  # fmt: skip
    row = lead(pull(["RUS", "CHN"], ["KAZ"], votes=votes), "RUS", "CHN").row(0, named=True)
    assert (row["lead"], row["lo"], row["hi"]) == pytest.approx((0.1, 0.05, 0.15))
    plain = lead(pull(["RUS", "CHN"], ["KAZ"], trade=TRADE), "RUS", "CHN").row(0, named=True)
    assert plain["lo"] is None
    assert plain["lead"] == pytest.approx(-0.1)


def test_invalid_arguments_are_errors() -> None:
    with pytest.raises(UsageError, match="RUS, RUS"):
        pull(["RUS", "RUS"], ["KAZ"], trade=TRADE)
    with pytest.raises(UsageError, match="invalid states"):
        pull(["RUS"], [], trade=TRADE)
    with pytest.raises(TableError, match="missing column partner"):
        pull(["RUS"], ["KAZ"], trade=TRADE.drop("partner"))
    with pytest.raises(NoAnswer, match="pull of USA; available powers: CHN, RUS"):
        lead(pull(["RUS", "CHN"], ["KAZ"], trade=TRADE), "USA", "CHN")
    assert pull(["RUS"], ["KAZ"]).is_empty()
