r"""Scores of the ledger's forecasts.

Of each author and question one forecast counts: the last that was made before the window opened. Its Brier score is
:math:`(p - o)^2`; a range is scored at its middle, with the scores of both ends beside. The *time average* is the mean
of the Brier score over the days of the window up to the day of the decision, each day with the author's last forecast
of an earlier day. A forecast made after its window opened is *retrospective*: alone it never counts, and after one that
counts it is an update, which enters the time average only. Numbers are scored by their quantiles: the mean of twice the
pinball loss, which tends to the CRPS.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from detente.forecasts.scores import brier, log_score, quantile_score
from detente.ledger.entries import Entry, Forecast, Resolution
from detente.measures.intervals import Z90

__all__ = ["POOL", "ScoredForecast", "by_author", "calibration", "frame_of", "pooled", "resolutions", "scored"]

POOL = "pool"
MOST = 0.999  # of a probability in a pool of log-odds
BINS = (0.0, 0.05, 0.20, 0.45, 0.55, 0.80, 0.95, 1.0)  # of the probability words of ICD 203
SCHEMA = {
    "question": pl.String, "author": pl.String, "text": pl.String, "first": pl.Date, "last": pl.Date,
    "made_on": pl.Date, "probability": pl.Float64, "outcome": pl.Float64, "decided_on": pl.Date,
    "brier": pl.Float64, "brier_lo": pl.Float64, "brier_hi": pl.Float64, "brier_time": pl.Float64, "log": pl.Float64,
    "crps": pl.Float64, "base_rate": pl.Float64, "brier_base_rate": pl.Float64, "status": pl.String,
    "imported": pl.Boolean,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ScoredForecast:
    """The forecast of one author on one question that counts, and its scores.

    Parameters
    ----------
    forecast : Forecast
        The last before the window opened; without one, the first of all.
    status : str
        ``scored``, ``open``, ``void`` or ``retrospective``.
    resolution : Resolution or None
        How the question was decided.
    updates : tuple of Forecast
        The author's forecasts within the window, after one that counts.
    """

    forecast: Forecast
    status: str
    resolution: Resolution | None
    updates: tuple[Forecast, ...] = ()

    @property
    def outcome(self) -> float | None:
        """The outcome; None where it is open or void."""
        return self.resolution.outcome if self.resolution else None

    def scores(self) -> dict[str, float | None]:
        """Return the scores; None where one is not defined."""
        outcome, chance = self.outcome, self.forecast.chance
        if self.status != "scored" or outcome is None or self.resolution is None:
            return {}
        if chance is None:
            levels = (self.forecast.quantiles or {}).items()
            return {"crps": float(np.mean([quantile_score(outcome, value, float(level)) for level, value in levels]))}
        found: dict[str, float | None] = {"brier": brier(outcome, chance), "log": log_score(outcome, chance)}
        ends = (self.forecast.lo, self.forecast.hi)
        found["brier_lo"], found["brier_hi"] = (None if end is None else brier(outcome, end) for end in ends)
        if self.forecast.base_rate is not None:
            found["brier_base_rate"] = brier(outcome, self.forecast.base_rate)
        found["brier_time"] = self._over_time(outcome, self.resolution.decided_on)
        return found

    def _over_time(self, outcome: float, decided: date) -> float:
        first, until = self.forecast.first, max(min(decided, self.forecast.last), self.forecast.first)
        days = (until - first).days + 1
        chances = np.full(days, self.forecast.chance)
        for one in self.updates:
            if one.chance is not None:
                chances[min(max((one.made_on - first).days + 1, 0), days) :] = one.chance
        return float(np.mean((chances - outcome) ** 2))


def resolutions(entries: Iterable[Entry]) -> dict[str, Resolution]:
    """Return how each question was decided: the last resolution counts, should there be several."""
    return {one.question: one for one in entries if isinstance(one, Resolution)}


def scored(entries: Sequence[Entry]) -> list[ScoredForecast]:
    """Return the forecast of each author and question that counts, in the order of the entries.

    Parameters
    ----------
    entries : sequence of Entry
        The ledger's.
    """
    decided = resolutions(entries)
    of_author: dict[tuple[str, str], list[Forecast]] = {}
    for one in entries:
        if isinstance(one, Forecast):
            of_author.setdefault((one.question, one.author), []).append(one)
    return [_counted(made, decided.get(question)) for (question, _), made in of_author.items()]


def _counted(made: Sequence[Forecast], resolution: Resolution | None) -> ScoredForecast:
    in_time = [one for one in made if one.before_window]
    if not in_time:
        return ScoredForecast(made[0], "retrospective", resolution)
    newest = max(one.made_on for one in in_time)
    *_, counts = (one for one in in_time if one.made_on == newest)  # of two on one day the later entry
    updates = tuple(sorted((one for one in made if not one.before_window), key=lambda one: one.made_on))
    status = "open" if resolution is None else "void" if resolution.void else "scored"
    return ScoredForecast(counts, status, resolution, updates)


def pooled(scores: Sequence[ScoredForecast]) -> list[ScoredForecast]:
    """Return a forecast by the pool of authors on each question that two or more have forecast: the mean log-odds."""
    of_question: dict[str, list[ScoredForecast]] = {}
    for one in scores:
        if one.forecast.chance is not None and one.status != "retrospective":
            of_question.setdefault(one.forecast.question, []).append(one)
    return [_pool(each) for each in of_question.values() if len(each) > 1]


def _pool(each: Sequence[ScoredForecast]) -> ScoredForecast:
    chances = np.clip([one.forecast.chance for one in each], 1 - MOST, MOST)
    chance = float(1 / (1 + np.exp(-np.mean(np.log(chances / (1 - chances))))))
    newest = max((one.forecast for one in each), key=lambda one: one.made_on)
    forecast = Forecast(
        newest.question, newest.text, newest.first, newest.last, POOL, newest.as_of, newest.recorded_at,
        probability=chance, made_at=newest.made_at, base_rate=newest.base_rate, origin=newest.origin,
    )  # fmt: skip
    return ScoredForecast(forecast, each[0].status, each[0].resolution)


def frame_of(scores: Iterable[ScoredForecast]) -> pl.DataFrame:
    """Return a row for each author and question: the forecast that counts, the outcome and the scores."""
    rows = []
    for one in scores:
        made = one.forecast
        row = {name: getattr(made, name) for name in ("question", "author", "text", "first", "last", "base_rate")}
        decided = None if one.resolution is None else one.resolution.decided_on
        row |= {"made_on": made.made_on, "probability": made.chance, "outcome": one.outcome, "decided_on": decided}
        rows.append(row | {"status": one.status, "imported": made.origin is not None} | one.scores())
    return pl.DataFrame(rows, schema=SCHEMA) if rows else pl.DataFrame(schema=SCHEMA)


def by_author(frame: pl.DataFrame, authors: Sequence[str] = ()) -> pl.DataFrame:
    """Return a row an author: counts, mean scores, and those on the questions that all have in common.

    Parameters
    ----------
    frame : polars.DataFrame
        As `frame_of` returns it.
    authors : sequence of str
        Those to compare; by default all.

    Returns
    -------
    polars.DataFrame
        ``author``; the counts ``scored``, ``open``, ``void``, ``retrospective`` and ``imported``; ``void_share`` of the
        decided; the means ``brier``, ``brier_lo``, ``brier_hi``, ``brier_time``, ``log``, ``crps`` and
        ``brier_base_rate`` of those scored; and ``common`` and ``brier_common``, of the questions that all forecast.
    """
    rows = frame.filter(pl.col("author").is_in(list(authors))) if authors else frame
    done = pl.col("status") == "scored"
    names = rows.filter(done, pl.col("brier").is_not_null())["author"].unique()
    shared = (
        rows.filter(done, pl.col("brier").is_not_null())
        .group_by("question")
        .agg(pl.col("author").n_unique())
        .filter(pl.col("author") == len(names))["question"]
    )
    common = done & pl.col("question").is_in(shared.implode())
    counts = [(pl.col("status") == name).sum().alias(name) for name in ("scored", "open", "void", "retrospective")]
    means = ("brier", "brier_lo", "brier_hi", "brier_time", "log", "crps", "brier_base_rate")
    return (
        rows.group_by("author", maintain_order=True)
        .agg(
            *counts,
            pl.col("imported").sum(),
            *(pl.col(name).filter(done).mean() for name in means),
            common.sum().alias("common"),
            pl.col("brier").filter(common).mean().alias("brier_common"),
        )
        .with_columns(void_share=pl.col("void") / (pl.col("scored") + pl.col("void")))
        .with_columns(pl.col("void_share").fill_nan(None))
        .sort("brier", "author", nulls_last=True)
    )


def calibration(frame: pl.DataFrame) -> pl.DataFrame:
    """Return how often events happened, by the probability they had been given, in the ranges of ICD 203's words.

    Parameters
    ----------
    frame : polars.DataFrame
        As `frame_of` returns it.

    Returns
    -------
    polars.DataFrame
        ``author``, ``from``, ``to`` (the range), ``n``, ``forecast`` (mean probability), ``observed`` (share), and its
        90% Wilson interval ``lo``, ``hi``. Ranges without a forecast have no row.
    """
    done = frame.filter(pl.col("status") == "scored", pl.col("probability").is_not_null())
    edges = list(BINS)
    place = pl.sum_horizontal((pl.col("probability") >= edge).cast(pl.Int64) for edge in edges[1:-1])
    rows = (
        done.with_columns(bin=place)
        .group_by("author", "bin")
        .agg(n=pl.len(), forecast=pl.col("probability").mean(), observed=pl.col("outcome").mean())
        .sort("author", "bin")
    )
    centre = (pl.col("observed") + Z90**2 / (2 * pl.col("n"))) / (1 + Z90**2 / pl.col("n"))
    spread = pl.col("observed") * (1 - pl.col("observed")) / pl.col("n") + Z90**2 / (4 * pl.col("n") ** 2)
    half = Z90 * spread.sqrt() / (1 + Z90**2 / pl.col("n"))
    return rows.select(
        "author",
        pl.col("bin").replace_strict(dict(enumerate(edges[:-1])), return_dtype=pl.Float64).alias("from"),
        pl.col("bin").replace_strict(dict(enumerate(edges[1:])), return_dtype=pl.Float64).alias("to"),
        "n", "forecast", "observed",
        (centre - half).clip(0, 1).alias("lo"), (centre + half).clip(0, 1).alias("hi"),
    )  # fmt: skip
