"""Rows of one state with any other, or between two states."""

from __future__ import annotations

import polars as pl

__all__ = ["between"]


def between(states: tuple[str, ...]) -> pl.Expr:
    """Return a condition for rows of one state with any other, or between two states, in either direction."""
    if len(states) == 1:
        return (pl.col("source") == states[0]) | (pl.col("target") == states[0])
    return pl.col("source").is_in(states) & pl.col("target").is_in(states)
