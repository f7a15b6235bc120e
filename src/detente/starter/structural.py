"""The pack's figures from structural data: capabilities, trade shares and similarity of pacts."""

from __future__ import annotations

import polars as pl

from detente.measures.portfolios import portfolio_similarity
from detente.measures.profiles import capability_shares
from detente.measures.third_state_pull import trade_shares

__all__ = ["FIRST_YEAR", "LAST_PACTS", "capabilities_of", "similarities_of", "trade_shares_of"]

FIRST_YEAR = 1990
LAST_PACTS = 2018
DIGITS = 4
LEAST = 0.0001  # of a state's trade; smaller shares are left out
YEAR_END = pl.col("period").dt.offset_by("1y").dt.offset_by("-1d")


def capabilities_of(indicators: pl.DataFrame) -> pl.DataFrame:
    """Return the shares of all states in the capabilities of all states in the source."""
    recent = indicators.filter(pl.col("period").dt.year() >= FIRST_YEAR)
    return capability_shares(recent).with_columns(share=pl.col("share").round(DIGITS + 1), known_on=YEAR_END)


def trade_shares_of(flows: pl.DataFrame) -> pl.DataFrame:
    """Return the share of each state's total trade with each partner."""
    recent = flows.filter(pl.col("period").dt.year() >= FIRST_YEAR)
    large = trade_shares(recent).filter(pl.col("share") >= LEAST)
    return large.with_columns(share=pl.col("share").round(DIGITS), known_on=YEAR_END)


def similarities_of(ties: pl.DataFrame) -> pl.DataFrame:
    """Return the similarity of the pact portfolios of each pair of states, by year."""
    similarity = portfolio_similarity(ties, range(FIRST_YEAR, LAST_PACTS + 1))
    return similarity.filter(pl.col("source") < pl.col("target")).select(
        a="source",
        b="target",
        period="period",
        s=pl.col("s_abs").round(DIGITS),
        kappa=pl.col("binary_kappa").round(DIGITS),
        known_on=YEAR_END,
    )
