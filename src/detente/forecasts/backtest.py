"""A rolling-origin backtest: at each origin, fit to what was known, predict, and score against what became known later.

A model is given a `History` as of its origin, which refuses any row that became known later, and nothing else;
outcomes are read afterwards. All models are scored on the same cases, those that every one of them predicted and whose
outcome is known, so that none gains by leaving out what is hard.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from detente.errors import NoAnswer, UsageError
from detente.forecasts.contract import Model, Predictions, check_steps
from detente.forecasts.history import History
from detente.forecasts.scores import brier, crps_rows, interval_score, log_score, quantile_score

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Backtest", "rolling_origin"]

COVERAGE = 0.9  # of the intervals scored
RESAMPLES = 1000  # of units, behind the interval of a skill
CASE = ("target", "unit", "origin", "period", "step")


@dataclass(frozen=True, eq=False)
class Backtest:
    """What models predicted at several origins, and what happened. Made by `rolling_origin`.

    Parameters
    ----------
    predictions : dict of str to Predictions
        By the model's name, over all origins.
    outcomes : polars.DataFrame
        ``unit``, ``period``, ``value``, ``known_on``: what was observed, as known on the day of the outcomes.
    """

    predictions: dict[str, Predictions]
    outcomes: pl.DataFrame

    def scores(self) -> pl.DataFrame:
        """Return the scores of every model in the cases common to all.

        Returns
        -------
        polars.DataFrame
            ``model``, ``target``, ``unit``, ``origin``, ``period``, ``step``, ``outcome``, and, of draws, ``crps``,
            ``interval_score`` and ``covered`` (whether the central 90% interval held the outcome); of quantiles the
            same with ``quantile_score`` (mean over the levels) in place of ``crps``; of probabilities ``brier`` and
            ``log_score``.

        Raises
        ------
        NoAnswer
            There is no case that every model predicted and whose outcome is known.
        """
        known = self.outcomes.select("unit", "period", pl.col("value").alias("outcome"))
        cases = next(iter(self.predictions.values())).index.join(
            known, on=["unit", "period"], how="inner", maintain_order="left"
        )
        for other in self.predictions.values():
            cases = cases.join(other.index, on=CASE, how="semi", maintain_order="left")
        if cases.is_empty():
            raise NoAnswer(
                "no period that all models predicted has an outcome yet; give earlier origins or fewer steps"
            )
        return pl.concat([_scored(name, ahead, cases) for name, ahead in self.predictions.items()])

    def summary(self, baseline: str, *, by: Collection[str] = ("step",), seed: int = 0) -> pl.DataFrame:
        """Return mean scores by model, and the skill over a baseline with its 90% interval.

        Skill is 1 − mean score / the baseline's mean score, of the CRPS, the quantile score or the Brier score. The
        interval is from 1,000 bootstrap samples of units, each with all its cases.

        Parameters
        ----------
        baseline : str
            Name of the model that the others are compared with.
        by : collection of str, optional
            Columns of `scores` to break down by, or none.
        seed : int
            Seed of the bootstrap.

        Returns
        -------
        polars.DataFrame
            The columns of `by`, ``model``, ``cases``, ``units``, the mean of each score, ``skill``, ``skill_lo`` and
            ``skill_hi``, the best model first.

        Raises
        ------
        UsageError
            No model has that name, or `by` names no column.
        NoAnswer
            As for `scores`.
        """
        if baseline not in self.predictions:
            raise UsageError(
                f"no model {baseline!r} was run; the models are {', '.join(self.predictions)}", value=baseline
            )
        scores = self.scores()
        if wrong := [name for name in by if name not in (*CASE, "outcome")]:
            raise UsageError(f"by {wrong[0]!r}: must be among {', '.join((*CASE, 'outcome'))}", value=wrong[0])
        main = next(name for name in ("crps", "quantile_score", "brier") if name in scores.columns)
        extra = [name for name in ("interval_score", "covered", "log_score") if name in scores.columns]
        parts = []
        for keys, group in scores.group_by(by, maintain_order=True) if by else [((), scores)]:
            means = group.group_by("model", maintain_order=True).agg(
                pl.len().alias("cases"), pl.col("unit").n_unique().alias("units"), pl.col(main, *extra).mean()
            )
            skills = pl.DataFrame(
                [(name, *skill) for name, skill in _skills(group, main, baseline, seed).items()],
                schema={"model": pl.String} | dict.fromkeys(("skill", "skill_lo", "skill_hi"), pl.Float64),
                orient="row",
            )
            labels = [pl.lit(key).cast(scores.schema[name]).alias(name) for name, key in zip(by, keys, strict=True)]
            parts.append(means.join(skills, on="model", how="left").sort(main).select(*labels, pl.all()))
        return pl.concat(parts)


def rolling_origin(
    read: Callable[[date], History],
    models: Sequence[Model],
    origins: Sequence[date],
    *,
    steps: int,
    outcomes_as_of: date,
) -> Backtest:
    """Run models at each origin on what was known then.

    Parameters
    ----------
    read : callable
        Returns the history as known on a day: ``lambda day: agreement_history(store, as_of=day)``, or
        ``lambda day: as_known(frame, "agreement", origin=day)``.
    models : sequence of Model
        With names of their own, all of which predict one kind: draws, quantiles or probabilities.
    origins : sequence of datetime.date
        The days at which they are fitted.
    steps : int
        How many periods ahead they predict.
    outcomes_as_of : datetime.date
        The day whose knowledge of the outcomes counts, later than the origins.

    Returns
    -------
    Backtest

    Raises
    ------
    UsageError
        No model or origin, two models of one name or of different kinds, or an origin that is not before the outcomes.
    DataError
        A history holds a row that became known after its origin.
    NoAnswer
        Nothing was known at an origin.

    Examples
    --------
    >>> from detente.forecasts import Climatology, LocalLevel, Persistence, agreement_history
    >>> from detente.store import Store
    >>> store = Store.open()
    >>> pairs = [("JPN", "RUS"), ("CHN", "JPN"), ("FRA", "GBR")]
    >>> run = rolling_origin(
    ...     lambda day: agreement_history(store, pairs, as_of=day),
    ...     [LocalLevel(draws=500), Persistence(), Climatology(last=12)],
    ...     [date(year, 12, 31) for year in range(2005, 2015)],
    ...     steps=2,
    ...     outcomes_as_of=date(2017, 12, 31),
    ... )
    >>> table = run.summary("persistence")
    >>> table["cases"].unique().to_list(), table["step"].unique().sort().to_list()
    ([30], [1, 2])
    """
    names = [model.name for model in models]
    if not names or len(set(names)) < len(names):
        raise UsageError(
            f"the models are {', '.join(names) or 'none'}; give one or more, no two of one name", value=names
        )
    if not origins or max(origins) >= outcomes_as_of:
        raise UsageError(
            f"origins run to {max(origins, default=None)} and outcomes are those known on {outcomes_as_of}; "
            "give one or more origins, all of them earlier",
            value=outcomes_as_of,
        )
    check_steps(steps)
    made: dict[str, list[Predictions]] = {name: [] for name in names}
    for origin in origins:
        history = read(origin)
        if history.origin != origin:
            raise UsageError(
                f"read({origin}) gave a history as of {history.origin}; it must be of that day", value=origin
            )
        for model in models:
            made[model.name].append(model.fit(history).predict(steps))
    predictions = {name: Predictions.concat(parts) for name, parts in made.items()}
    if len(kinds := {ahead.kind for ahead in predictions.values()}) > 1:
        raise UsageError(f"the models predict {' and '.join(sorted(kinds))}; compare those of one kind", value=kinds)
    return Backtest(predictions, read(outcomes_as_of).rows.select("unit", "period", "value", "known_on"))


def _scored(name: str, ahead: Predictions, cases: pl.DataFrame) -> pl.DataFrame:
    """Score one model in some cases."""
    place = ahead.index.with_row_index("at").join(cases, on=CASE, how="inner", maintain_order="left")
    values, outcome = ahead.values[place["at"].to_numpy()], place["outcome"].to_numpy()
    rows = place.select(pl.lit(name).alias("model"), *CASE, "outcome")
    if ahead.kind == "probability":
        pairs = list(zip(outcome.tolist(), values[:, 0].tolist(), strict=True))
        return rows.with_columns(
            pl.Series("brier", [brier(*pair) for pair in pairs]), pl.Series("log_score", [log_score(*p) for p in pairs])
        )
    if ahead.kind == "draws":
        score = pl.Series("crps", crps_rows(outcome, values))
        lo, hi = np.quantile(values, ((1 - COVERAGE) / 2, (1 + COVERAGE) / 2), axis=1)
    else:
        lo, hi = _interval(ahead, values)
        each = [
            np.mean([quantile_score(y, q, level) for q, level in zip(row, ahead.levels, strict=True)])
            for y, row in zip(outcome, values, strict=True)
        ]
        score = pl.Series("quantile_score", each, pl.Float64)
    widths = [interval_score(y, a, b, COVERAGE) for y, a, b in zip(outcome, lo, hi, strict=True)]
    held = pl.Series("covered", (lo <= outcome) & (outcome <= hi))
    return rows.with_columns(score, pl.Series("interval_score", widths, pl.Float64), held)


def _interval(ahead: Predictions, values: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the ends of the 90% interval of some rows of quantiles."""
    ends = [round((1 - COVERAGE) / 2, 9), round((1 + COVERAGE) / 2, 9)]
    if absent := [level for level in ends if level not in ahead.levels]:
        listed = ", ".join(f"{level:g}" for level in ahead.levels)
        raise UsageError(
            f"quantiles are scored with those at {ends[0]} and {ends[1]}; these have {listed}", value=absent[0]
        )
    lo, hi = (values[:, ahead.levels.index(level)] for level in ends)
    return lo, hi


def _skills(scores: pl.DataFrame, main: str, baseline: str, seed: int) -> dict[str, tuple[float, float, float]]:
    """Skill of each model over the baseline, and the ends of its interval from resampled units."""
    sums = scores.pivot("model", index="unit", values=main, aggregate_function="sum").sort("unit")
    by_unit = {name: sums[name].to_numpy() for name in scores["model"].unique(maintain_order=True)}
    rng = np.random.default_rng(seed)
    weights = rng.multinomial(sums.height, np.full(sums.height, 1 / sums.height), size=RESAMPLES)
    reference, resampled = by_unit[baseline].sum(), weights @ by_unit[baseline]
    out = {}
    for name, total in by_unit.items():
        with np.errstate(divide="ignore", invalid="ignore"):
            skill, again = 1 - total.sum() / reference, 1 - (weights @ total) / resampled
        lo, hi = np.nanquantile(again, (0.05, 0.95)) if np.isfinite(again).any() else (np.nan, np.nan)
        out[name] = (float(skill), float(lo), float(hi))
    return out
