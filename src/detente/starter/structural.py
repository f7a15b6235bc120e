"""The pack's figures from structural data: capabilities, trade shares and similarity of pacts."""

from __future__ import annotations

from itertools import combinations

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


def capabilities_of(indicators: pl.DataFrame, states: tuple[str, ...]) -> pl.DataFrame:
    """Return the shares of the pack's states in the capabilities of all states in the source."""
    recent = indicators.filter(pl.col("period").dt.year() >= FIRST_YEAR)
    own = capability_shares(recent).filter(pl.col("state").is_in(states))
    return own.with_columns(share=pl.col("share").round(DIGITS + 1), known_on=YEAR_END)


def trade_shares_of(flows: pl.DataFrame, states: tuple[str, ...]) -> pl.DataFrame:
    """Return the share of each state's total trade with each partner, both states being in the pack."""
    recent = flows.filter(pl.col("period").dt.year() >= FIRST_YEAR)
    own = trade_shares(recent).filter(pl.col("state").is_in(states) & pl.col("partner").is_in(states))
    large = own.filter(pl.col("share") >= LEAST)
    return large.with_columns(share=pl.col("share").round(DIGITS), known_on=YEAR_END)


def similarities_of(ties: pl.DataFrame, states: tuple[str, ...]) -> pl.DataFrame:
    """Return the similarity of the pact portfolios of each pair of the pack's states, by year."""
    pairs = list(combinations(states, 2))
    similarity = portfolio_similarity(ties, range(FIRST_YEAR, LAST_PACTS + 1), pairs=pairs)
    return similarity.select(
        a="source",
        b="target",
        period="period",
        s=pl.col("s_abs").round(DIGITS),
        kappa=pl.col("binary_kappa").round(DIGITS),
        known_on=YEAR_END,
    )
