"""Fits of the thermometer to a user's own events, computed once and kept.

A pair's temperature hangs on all pairs: they share the scale. So a fit takes every directed dyad, which may take a
minute, and is kept in the store's folder with all its rows; the next pair, and the next day, is then read.

The key under which a fit is kept holds a digest of the very counts that it was fitted to. Counts are those known as of
the day asked about, of the versions of batches that held then, so no question finds a fit to what was known later,
and two days between which nothing became known share one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Sequence
from datetime import date
from typing import Any

import numpy as np
import polars as pl

from detente.lake.lake import Lake
from detente.measures.temperature import ESTIMATOR, Score, temperature
from detente.store.cache import keep, recall

__all__ = ["fitted"]

OPTIONS: dict[str, Any] = {"classes": "quad", "freedom": 4.0, "least": 1}
PARAMETERS = {"name": pl.String, "cls": pl.String, "value": pl.Float64}


def fitted(
    lake: Lake,
    found: pl.DataFrame,
    periods: Sequence[date],
    *,
    score: Score,
    among: Collection[str] | None = None,
    progress: Callable[[str], None] | None = None,
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return temperatures and the model's parameters for counts: those kept, else those computed now.

    Parameters
    ----------
    lake : Lake
        In whose folder fits are kept.
    found : polars.DataFrame
        The table ``counts`` of one dataset, as known on a day.
    periods : sequence of datetime.date
        First day of every period covered.
    score : {'all', 'words', 'deeds'}
        Which acts count.
    among : collection of str, optional
        Return temperatures of directed dyads among these states alone. The fit takes all.
    progress : callable, optional
        Called with a line of text before anything is computed.

    Returns
    -------
    temperatures, parameters : polars.DataFrame
        See ``Temperatures.frame`` and ``Temperatures.parameters``; the same to the last bit, kept or computed.

    Raises
    ------
    NoAnswer
        The counts give no temperature.
    """
    key = _key(found, periods, score)
    only = None if among is None else pl.col("source").is_in(list(among)) & pl.col("target").is_in(list(among))
    if kept := recall(lake, key, only):
        return kept.rows, pl.DataFrame(kept.notes["parameters"], schema=PARAMETERS, orient="row")
    if progress is not None:
        dyads = found.select("source", "target").n_unique()
        progress(f"estimating {dyads:,} directed pairs in {len(periods):,} {key['freq']}s, once for all questions")
    result = temperature(found, periods, score=score, **OPTIONS)
    rows, parameters = result.frame(), result.parameters()
    keep(lake, key, rows, {"parameters": parameters.rows()})
    return (rows if only is None else rows.filter(only)), parameters


def _key(found: pl.DataFrame, periods: Sequence[date], score: Score) -> dict[str, str | int | float]:
    """Return all that a fit depends on."""
    import scipy  # noqa: PLC0415 - a terminal answer from the starter pack does without

    dataset, freq = found.select("dataset", "freq").row(0)
    return {
        "dataset": dataset,
        "freq": freq,
        "first": periods[0].isoformat(),
        "last": periods[-1].isoformat(),
        "score": score,
        **OPTIONS,
        "counts": hashlib.sha256(found.write_csv().encode()).hexdigest(),
        "estimator": ESTIMATOR,
        "numpy": np.__version__,
        "scipy": scipy.__version__,
    }
