"""What states weigh, whom they trade with and whose pacts are like theirs: the pack's figures from the slow record."""

from __future__ import annotations

from itertools import combinations

import polars as pl

from detente.measures.portfolios import portfolio_similarity
from detente.measures.profiles import capability_shares
from detente.measures.third_states import trade_shares

__all__ = ["FIRST_YEAR", "LAST_PACTS", "capabilities_of", "similarities_of", "trade_shares_of"]

FIRST_YEAR = 1990
LAST_PACTS = 2018
DIGITS = 4
LEAST = 0.0001  # of a state's trade; a smaller share is left out
YEAR_END = pl.col("period").dt.offset_by("1y").dt.offset_by("-1d")


def capabilities_of(indicators: pl.DataFrame, states: tuple[str, ...]) -> pl.DataFrame:
    """Return the pack's states' shares of the world's capabilities, the world being all states of the source."""
    recent = indicators.filter(pl.col("period").dt.year() >= FIRST_YEAR)
    own = capability_shares(recent).filter(pl.col("state").is_in(states))
    return own.with_columns(share=pl.col("share").round(DIGITS + 1), known_on=YEAR_END)


def trade_shares_of(flows: pl.DataFrame, states: tuple[str, ...]) -> pl.DataFrame:
    """Return shares of the pack's states' trade by partner, both among them; the whole is trade with all states."""
    recent = flows.filter(pl.col("period").dt.year() >= FIRST_YEAR)
    own = trade_shares(recent).filter(pl.col("state").is_in(states) & pl.col("partner").is_in(states))
    kept = own.filter(pl.col("share") >= LEAST)
    return kept.with_columns(share=pl.col("share").round(DIGITS), known_on=YEAR_END)


def similarities_of(ties: pl.DataFrame, states: tuple[str, ...]) -> pl.DataFrame:
    """Return how alike the pacts of each two of the pack's states were, year by year."""
    pairs = list(combinations(states, 2))
    found = portfolio_similarity(ties, range(FIRST_YEAR, LAST_PACTS + 1), pairs=pairs)
    return found.select(
        a="source",
        b="target",
        period="period",
        s=pl.col("s_abs").round(DIGITS),
        kappa=pl.col("binary_kappa").round(DIGITS),
        known_on=YEAR_END,
    )
