"""Capability shares are means of what is there; attention is a share of what was directed at anyone."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from detente.errors import NoAnswer, TableError
from detente.measures.profiles import attention_shares, attention_to, capability_ratio, capability_shares

YEAR = date(2014, 1, 1)


def components(*rows: tuple[str, str, float | None]) -> pl.DataFrame:
    frame = pl.DataFrame(rows, schema=["name", "state", "value"], orient="row", strict=False)
    return frame.with_columns(pl.col("value").cast(pl.Float64), period=pl.lit(YEAR))


def test_a_missing_component_is_left_out_and_a_zero_counts() -> None:
    frame = components(
        ("tpop", "CHN", 3), ("tpop", "RUS", 1), ("irst", "CHN", None), ("irst", "RUS", 5), ("pec", "CHN", 0),
        ("pec", "RUS", 4),
    )  # fmt: skip
    found = {row["state"]: row for row in capability_shares(frame).to_dicts()}
    assert found["CHN"]["share"] == pytest.approx((0.75 + 0) / 2)
    assert found["CHN"]["components"] == 2
    assert found["RUS"]["share"] == pytest.approx((0.25 + 1 + 1) / 3)


def test_a_component_that_nobody_has_is_no_component() -> None:
    frame = components(("irst", "CHN", 0), ("irst", "RUS", 0), ("tpop", "CHN", 1), ("tpop", "RUS", 1))
    assert capability_shares(frame).select("share", "components").rows() == [(0.5, 1), (0.5, 1)]


def test_other_indicators_are_passed_over_and_nothing_is_an_error() -> None:
    with pytest.raises(NoAnswer, match="milex, milper"):
        capability_shares(components(("polyarchy", "CHN", 0.1)))
    with pytest.raises(TableError, match="missing column value"):
        capability_shares(pl.DataFrame({"name": [], "state": [], "period": []}))


def test_a_ratio_needs_both() -> None:
    shares = capability_shares(components(("tpop", "CHN", 3), ("tpop", "RUS", 1)))
    assert capability_ratio(shares, "CHN", "RUS")["ratio"].to_list() == [pytest.approx(3)]
    with pytest.raises(NoAnswer, match="both CHN and JPN"):
        capability_ratio(shares, "CHN", "JPN")


def test_attention_sums_to_one() -> None:
    counts = pl.DataFrame(
        {"source": ["RUS"] * 4, "target": ["UKR", "UKR", "VNM", "PHL"], "reports": [5, 1, 3, 1], "period": [YEAR] * 4}
    )
    shares = attention_shares(counts)
    assert shares["share"].sum() == pytest.approx(1)
    assert attention_to(shares, "RUS", {"VNM", "PHL"})["share"].to_list() == [pytest.approx(0.4)]
    assert attention_to(shares, "RUS", {"MYS"})["share"].to_list() == [0]
    assert attention_to(shares, "CHN", {"MYS"}).is_empty()
