"""The reasons for empty cells. Zero is a value and not among them."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

__all__ = [
    "EARLIER",
    "LATER",
    "NOTHING",
    "OUTSIDE",
    "REASONS",
    "UNCOMPUTABLE",
    "UNDECIDED",
    "UNLISTED",
    "UNRECORDED",
    "Reasons",
    "column",
]

Reasons = npt.NDArray[np.uint8]

REASONS = (
    "",
    "out of coverage",
    "not among the dataset's states",
    "missing in the source",
    "nothing to tell",
    "no earlier period",
    "not computable",
    "not known yet",
    "not decided",
)
OUTSIDE, UNLISTED, UNRECORDED, NOTHING, EARLIER, UNCOMPUTABLE, LATER, UNDECIDED = range(1, len(REASONS))


def column(name: str, values: npt.NDArray[Any], why: Reasons) -> pl.Series:
    """Return values as a column that is empty if there is a reason. The values are not copied.

    Examples
    --------
    >>> column("cinc", np.array([0.1, 0.0, 0.0]), np.array([0, 0, OUTSIDE], np.uint8)).to_list()
    [0.1, 0.0, None]
    """
    filled = pl.Series(name, values)
    if not why.any():
        return filled
    return pl.select(pl.when(pl.Series(why) == 0).then(filled).alias(name)).to_series()
