"""Naive forecasts, the bar that a model must clear: it is worth something only where it beats the best of them.

====================  ======================================================================================
`LastValue`           the last value observed, as certain
`Persistence`         the last value plus the changes over as many periods that the series has seen
`Climatology`         the values that the series has taken, all or the latest few
`BaseRate`            how often a 0/1 series has been 1
====================  ======================================================================================

Each takes a unit's own series alone, so what it predicts does not depend on which other units are in the history.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.errors import UsageError
from detente.forecasts.contract import Kind, Predictions, check_steps
from detente.forecasts.history import History

__all__ = ["BaseRate", "Climatology", "LastValue", "Persistence", "spread_evenly", "yearly_changes"]

Array = NDArray[np.float64]
DRAWS = 200  # draws into which an ensemble of past values is spread


@dataclass(frozen=True)
class LastValue:
    """The last value observed, as a certainty: two equal draws, so that its CRPS is the absolute error.

    Examples
    --------
    >>> from datetime import date
    >>> from detente.forecasts import agreement_history
    >>> from detente.store import Store
    >>> history = agreement_history(Store.open(), [("JPN", "RUS")], as_of=date(2015, 9, 1))
    >>> bool((LastValue().fit(history).predict(2).values == history.series("JPN.RUS")[-1]).all())
    True
    """

    @property
    def name(self) -> str:
        """Name in tables of scores."""
        return "last value"

    def fit(self, history: History) -> FittedBaseline:
        """Take the history as it is."""
        return FittedBaseline(history, lambda y, steps: np.full((2, steps), _observed(y)[-1]))


@dataclass(frozen=True)
class Persistence:
    """The last value observed plus each change over as many periods that the series has seen: a random walk's forecast.

    For step h, every change from a period t − h to t is as likely as any other; the changes are spread evenly into 200
    draws. A unit with fewer than two changes over any of the steps is left out.

    Examples
    --------
    >>> from datetime import date
    >>> from detente.forecasts import agreement_history
    >>> from detente.store import Store
    >>> history = agreement_history(Store.open(), [("JPN", "RUS")], as_of=date(2015, 9, 1))
    >>> Persistence().fit(history).predict(3).values.shape
    (3, 200)
    """

    @property
    def name(self) -> str:
        """Name in tables of scores."""
        return "persistence"

    def fit(self, history: History) -> FittedBaseline:
        """Take the history as it is."""
        return FittedBaseline(history, _persist)


@dataclass(frozen=True)
class Climatology:
    """The values that the series has taken before, each as likely, at every step alike.

    Parameters
    ----------
    last : int, optional
        The latest so many observations alone; by default all. A unit with fewer than two is left out.

    Examples
    --------
    >>> from datetime import date
    >>> from detente.forecasts import agreement_history
    >>> from detente.store import Store
    >>> history = agreement_history(Store.open(), [("JPN", "RUS")], as_of=date(2015, 9, 1))
    >>> Climatology(last=12).fit(history).predict(2).values.shape
    (2, 200)
    """

    last: int | None = None

    def __post_init__(self) -> None:
        if self.last is not None and self.last < 2:
            raise UsageError(f"invalid last {self.last}: expected at least 2, or None for all", value=self.last)

    @property
    def name(self) -> str:
        """Name in tables of scores."""
        return "climatology" if self.last is None else f"climatology, last {self.last}"

    def fit(self, history: History) -> FittedBaseline:
        """Take the history as it is."""

        def recall(y: Array, steps: int) -> Array | None:
            past = _observed(y)[-(self.last or 0) :]
            return None if len(past) < 2 else np.repeat(spread_evenly(past)[:, None], steps, axis=1)

        return FittedBaseline(history, recall)


@dataclass(frozen=True)
class BaseRate:
    """How often a series of 0 and 1 has been 1, by Jeffreys' prior: (k + ½) / (n + 1), at every step alike.

    Examples
    --------
    >>> from datetime import date
    >>> from detente.forecasts import sanction_history
    >>> from detente.store import Store
    >>> history = sanction_history(Store.open(), as_of=date(2015, 12, 31))
    >>> BaseRate().fit(history).predict(1).kind
    'probability'
    """

    @property
    def name(self) -> str:
        """Name in tables of scores."""
        return "base rate"

    def fit(self, history: History) -> FittedBaseline:
        """Take the history as it is."""

        def rate(y: Array, steps: int) -> Array:
            past = _observed(y)
            return np.full((1, steps), (past.sum() + 0.5) / (len(past) + 1))

        return FittedBaseline(history, rate, "probability")


@dataclass(frozen=True, eq=False)
class FittedBaseline:
    """A history and the rule that makes a unit's predictions, columns × steps, of its series; None: too short."""

    history: History
    rule: Callable[[Array, int], Array | None]
    kind: Kind = "draws"

    def predict(self, steps: int) -> Predictions:
        """Predict the `steps` periods after the history's last, for every unit with enough history."""
        check_steps(steps)
        ahead = {unit: self.rule(self.history.series(unit), steps) for unit in self.history.units}
        return Predictions.of_units(self.history, {u: one for u, one in ahead.items() if one is not None}, self.kind)


def yearly_changes(values: Array) -> Array:
    """Return the last of some values plus each change from one to the next: the naive forecast of a retrospect.

    Parameters
    ----------
    values : array, shape (T,)
        Observed values in time order.

    Examples
    --------
    >>> yearly_changes(np.array([0.5, 0.75, 0.5])).tolist()
    [0.75, 0.25]
    """
    return np.asarray(values[-1] + np.diff(values))


def spread_evenly(values: Array, draws: int = DRAWS) -> Array:
    """Return a sample of values as so many draws, each value as often as any other, as nearly as the numbers allow.

    Examples
    --------
    >>> spread_evenly(np.array([3.0, 1.0]), 4).tolist()
    [1.0, 1.0, 3.0, 3.0]
    """
    return np.quantile(values, (np.arange(draws) + 0.5) / draws, method="inverted_cdf")


def _observed(y: Array) -> Array:
    return y[np.isfinite(y)]


def _persist(y: Array, steps: int) -> Array | None:
    """Return the persistence of one series, draws × steps; None where some step has fewer than two changes."""
    at = int(np.flatnonzero(np.isfinite(y))[-1])
    gap = len(y) - 1 - at  # periods between the last observation and the history's last
    ahead = []
    for step in range(1 + gap, steps + 1 + gap):
        changes = _observed(y[step:] - y[:-step])
        if len(changes) < 2:
            return None
        ahead.append(spread_evenly(y[at] + changes))
    return np.array(ahead).T
