"""A simulated Assembly whose states' positions are known."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

Array = NDArray[np.float64]


def names(count: int) -> list[str]:
    return [f"A{chr(65 + n // 26)}{chr(65 + n % 26)}" for n in range(count)]


def assembly(seed: int, *, states: int = 40, sessions: int = 12, calls: int = 30) -> tuple[pl.DataFrame, Array, str]:
    """Return votes drawn from the model, standardised positions (session × state), and a state on the right."""
    rng = np.random.default_rng(seed)
    steps = np.vstack([rng.standard_normal(states), 0.5 * rng.standard_normal((sessions - 1, states))])
    theta = steps.cumsum(0)
    theta = (theta - theta.mean()) / theta.std()
    code, frames = np.array(names(states)), []
    for n in range(sessions * calls):
        slope, (low, high) = rng.standard_normal(), np.sort(rng.standard_normal(2))
        z = slope * theta[n // calls] + rng.standard_normal(states)
        here = rng.random(states) < 0.9
        vote = np.where(z < low, -1, np.where(z > high, 1, 0))[here]
        frames.append(
            pl.DataFrame({"rcid": n + 1, "session": n // calls + 1, "state": code[here], "vote": vote}).with_columns(
                pl.lit(date(1946 + n // calls, 3, 1)).alias("date"), pl.lit("whole").alias("kind")
            )
        )
    return pl.concat(frames), theta, str(code[theta.mean(0).argmax()])
