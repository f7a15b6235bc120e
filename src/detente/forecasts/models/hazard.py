r"""Constant hazards: how often a state of affairs ended, per year at risk, and so how likely it is to last.

With e ends in n years at risk and Jeffreys' prior, the yearly hazard is Beta(a, b) with a = e + ½ and b = n − e + ½,
and the probability of lasting h more years is :math:`E(1 - p)^h = B(a, b + h) / B(a, b)`, exact for whole h and
continuous in it (the beta-geometric model of durations; Jeffreys 1946 for the prior).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, isfinite, lgamma

import numpy as np

from detente.errors import UsageError
from detente.forecasts.contract import Predictions, check_steps
from detente.forecasts.history import History

__all__ = ["Hazard", "survival"]


@dataclass(frozen=True)
class Hazard:
    """How likely each unit is to last, by one hazard common to all: 1 while it lasts, 0 once it has ended.

    Ends are changes from 1 to 0 between two periods on record; a unit is at risk in every period that follows a 1.
    Predicts the units that last in the history's last period.

    Examples
    --------
    >>> from datetime import date
    >>> from detente.forecasts import sanction_history
    >>> from detente.store import Store
    >>> history = sanction_history(Store.open(), as_of=date(2015, 12, 31))
    >>> ahead = Hazard().fit(history).predict(2)
    >>> ahead.kind, bool((ahead.values[:, 0] > 0.9).all())
    ('probability', True)
    """

    @property
    def name(self) -> str:
        """Name in tables of scores."""
        return "hazard"

    def fit(self, history: History) -> FittedHazard:
        """Count the ends and the periods at risk.

        Raises
        ------
        UsageError
            A value is neither 1 nor 0.
        """
        values = history.rows["value"]
        if not values.is_in([0.0, 1.0]).all():
            stray = values.filter(~values.is_in([0.0, 1.0]))[0]
            raise UsageError(f"a value of {history.target} is {stray}, and must be 1 (lasts) or 0 (ended)", value=stray)
        series = np.array([history.series(unit) for unit in history.units])
        before, after = series[:, :-1], series[:, 1:]
        at_risk = (before == 1) & np.isfinite(after)
        return FittedHazard(history, int((at_risk & (after == 0)).sum()), int(at_risk.sum()))


@dataclass(frozen=True, eq=False)
class FittedHazard:
    """Ends seen in some periods at risk, and the history that they were counted in."""

    history: History
    ends: int
    periods: int

    def predict(self, steps: int) -> Predictions:
        """Return the probability that each unit that lasts now still lasts, for the `steps` periods that follow."""
        check_steps(steps)
        lasting = [survival(self.ends, self.periods, step) for step in range(1, steps + 1)]
        units = [unit for unit in self.history.units if self.history.series(unit)[-1] == 1]
        return Predictions.of_units(self.history, {unit: np.array([lasting]) for unit in units}, "probability")


def survival(ends: float, years: float, horizon: float) -> float:
    """Probability that what lasts now still lasts after `horizon` years.

    Parameters
    ----------
    ends, years : float
        Ends seen, and the years at risk in which they were seen.
    horizon : float
        Years ahead.

    Returns
    -------
    float
        Between 0 and 1.

    Raises
    ------
    UsageError
        Fewer years than ends, or a number that is negative or not finite.

    Examples
    --------
    >>> round(survival(10, 100, 1), 3)
    0.896
    """
    given = (ends, years, horizon)
    if not all(isfinite(value) and value >= 0 for value in given) or years < ends:
        raise UsageError(
            f"{ends} ends in {years} years over {horizon} years: need 0 ≤ ends ≤ years, horizon ≥ 0", value=given
        )
    a, b = ends + 0.5, years - ends + 0.5
    return min(1.0, exp(lgamma(b + horizon) + lgamma(a + b) - lgamma(b) - lgamma(a + b + horizon)))
