"""Temperatures estimated from a user's own events, computed once and cached.

A pair's temperature depends on all pairs: they share the scale. So an estimate covers all directed dyads, which may
take a minute, and is cached in the store's folder with all its rows; the next pair, and the next day, reads it.

The cache key contains a digest of the counts used. They are the counts known as of the day of the query, from
the versions current then. So no query reads an estimate made from later knowledge, and days between which nothing
became known share one estimate.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from threading import Thread
from typing import Any

import numpy as np
import polars as pl

from detente.errors import NoAnswer
from detente.lake.estimate_cache import load, save
from detente.lake.lake import Lake
from detente.measures.temperature import ESTIMATOR, Score, Temperatures, temperature

__all__ = ["counts_digest", "estimated"]

OPTIONS: dict[str, Any] = {"classes": "quad", "freedom": 4.0, "least": 1}
PARAMETERS = {"name": pl.String, "cls": pl.String, "value": pl.Float64}


def estimated(
    lake: Lake,
    counts: pl.DataFrame,
    periods: Sequence[date],
    *,
    scores: Sequence[Score],
    digest: str,
    fewest: Mapping[str, int] | None = None,
    among: Collection[str] | None = None,
    progress: Callable[[str], None] | None = None,
) -> dict[Score, tuple[pl.DataFrame, pl.DataFrame]]:
    """Return temperatures and the model's parameters for counts, cached ones where there are any.

    Parameters
    ----------
    lake : Lake
        Its folder holds the cache.
    counts : polars.DataFrame
        The table ``counts`` of one dataset or several, as known on a day.
    periods : sequence of datetime.date
        First day of every period covered.
    scores : sequence of {'all', 'words', 'deeds'}
        Which acts count. Scores that are not cached are estimated side by side, in threads.
    digest : str
        The counts' digest; see `counts_digest`.
    fewest : mapping of str to int, optional
        By dataset: its dyad-periods with fewer acts say nothing of the temperature.
    among : collection of str, optional
        Return temperatures of directed dyads among these states alone. The estimate uses all.
    progress : callable, optional
        Called with a message before anything is computed.

    Returns
    -------
    dict of str to (temperatures, parameters)
        For each score that the counts give; see ``Temperatures.frame`` and ``Temperatures.parameters``. The same to the
        last bit, cached or computed.

    Raises
    ------
    NoAnswer
        The counts give no temperature of the first score.
    """
    keys = {score: _key(counts, periods, score, digest) | _of_fewest(fewest) for score in scores}
    only = None if among is None else pl.col("source").is_in(list(among)) & pl.col("target").is_in(list(among))
    cached = {score: load(lake, key, only) for score, key in keys.items()}
    missing = [score for score in scores if cached[score] is None]
    if missing and progress is not None:
        dyads, freq = counts.select("source", "target").n_unique(), counts["freq"][0]
        progress(f"estimating {dyads:,} directed pairs in {len(periods):,} {freq}s, once for all questions")
    computed = _fitted(counts, periods, missing, fewest)
    estimates = {}
    for score, key in keys.items():
        if (known := cached[score]) is not None:
            parameters = pl.DataFrame(known.notes["parameters"], schema=PARAMETERS, orient="row")
            estimates[score] = known.rows, parameters
        elif isinstance(result := computed[score], Temperatures):
            rows, parameters = result.frame(), result.parameters()
            save(lake, key, rows, {"parameters": parameters.rows()})
            estimates[score] = (rows if only is None else rows.filter(only)), parameters
        elif score == scores[0] or not isinstance(result, NoAnswer):
            raise result
    return estimates


def _fitted(
    counts: pl.DataFrame, periods: Sequence[date], scores: Sequence[Score], fewest: Mapping[str, int] | None
) -> dict[Score, Temperatures | Exception]:
    """Fit scores side by side: NumPy computes without the interpreter's lock.

    The threads are daemons, so that an interrupted command need not wait for them.
    """
    results: dict[Score, Temperatures | Exception] = {}
    left = iter(scores)

    def fit_what_is_left() -> None:
        for score in left:
            try:
                results[score] = temperature(counts, periods, score=score, fewest=fewest, **OPTIONS)
            except Exception as error:  # noqa: BLE001 - raised by the caller's thread
                results[score] = error

    threads = [Thread(target=fit_what_is_left, daemon=True) for _ in range(min(len(scores), os.cpu_count() or 1))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def _of_fewest(fewest: Mapping[str, int] | None) -> dict[str, str | int | float]:
    return {"fewest": " ".join(f"{name}:{least}" for name, least in sorted(fewest.items()))} if fewest else {}


def counts_digest(counts: pl.DataFrame) -> str:
    """Return the SHA-256 of counts, the same whatever the version of Polars."""
    return hashlib.sha256(counts.write_csv().encode()).hexdigest()


def _key(counts: pl.DataFrame, periods: Sequence[date], score: Score, digest: str) -> dict[str, str | int | float]:
    """Return all that an estimate depends on."""
    import scipy  # noqa: PLC0415 - a terminal answer from the starter pack does without

    freq = counts["freq"][0]
    return {
        "dataset": "+".join(counts["dataset"].unique().sort()),
        "freq": freq,
        "first": periods[0].isoformat(),
        "last": periods[-1].isoformat(),
        "score": score,
        **OPTIONS,
        "counts": digest,
        "estimator": ESTIMATOR,
        "numpy": np.__version__,
        "scipy": scipy.__version__,
    }
