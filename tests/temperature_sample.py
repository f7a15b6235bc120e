"""Counts simulated from the model of temperature."""

from __future__ import annotations

from datetime import date
from itertools import product

import numpy as np
import polars as pl

from detente.measures.temperature import (
    SCHEMES,
    scheme,
)

YEARS = [date(y, 1, 1) for y in range(2010, 2016)]
QUAD = scheme("quad").classes


def frame(rows: list[tuple[str, str, str, date, str, int]]) -> pl.DataFrame:
    return pl.DataFrame(rows, ["dataset", "source", "target", "period", "cls", "reports"], orient="row")


def simulated(
    dyads: int = 60,
    periods: list[date] = YEARS,
    sources: int = 1,
    seed: int = 0,
    classes: tuple[str, ...] = QUAD,
    *,
    steeper: float = 1.0,
) -> tuple[pl.DataFrame, np.ndarray]:
    """Counts from the model and the standings behind them; cooperation rises with them, in source 1 steeper."""
    rng = np.random.default_rng(seed)
    used = next(s for s in SCHEMES.values() if set(classes) <= set(s.classes))
    slope = np.array([0.6 if c in used.cooperative else -0.6 for c in classes])
    x = np.cumsum(np.c_[rng.standard_normal(dyads), 0.25 * rng.standard_normal((dyads, len(periods) - 1))], axis=1)
    rows = []
    for s, d, t in product(range(sources), range(dyads), range(len(periods))):
        intercept = np.linspace(0.5, -0.5, len(classes)) * (1 - 2 * (s == 1))
        p = np.exp(intercept + (steeper if s == 1 else 1.0) * slope * x[d, t])
        realised = rng.dirichlet(30 * p / p.sum())
        n = rng.multinomial(rng.poisson(rng.choice([3, 30, 200])), realised)
        name = (f"A{d:03d}", f"B{d:03d}")
        rows += [(f"s{s}", *name, periods[t], c, int(k)) for c, k in zip(classes, n, strict=True) if k]
    return frame(rows), x
