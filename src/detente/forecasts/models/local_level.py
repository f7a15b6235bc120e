r"""The local level model: a random walk seen through noise, for short series such as yearly vote agreement.

.. math::

   y_t = \mu_t + e_t,\ e_t \sim N(0, v_t + \sigma^2), \qquad \mu_t = \mu_{t-1} + \eta_t,\ \eta_t \sim N(0, \omega^2)

v_t is the known sampling variance of y_t; σ and ω are integrated over a grid with weights from the likelihood, under
half-normal priors, so that the forecast carries their uncertainty (Durbin & Koopman 2012, ch. 2).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.errors import UsageError
from detente.forecasts.contract import Predictions
from detente.forecasts.history import History

__all__ = ["LocalLevel", "local_level"]

Array = NDArray[np.float64]


@dataclass(frozen=True)
class LocalLevel:
    """The local level model of each unit's series by itself; see `detente.forecasts.models.local_level`.

    Reads the history's column ``variance``, the sampling variance of each value, where there is one.

    Parameters
    ----------
    draws, seed : int
        Size and seed of the simulation; every unit is simulated from the same random numbers.
    prior : float
        Scale of the half-normal priors of σ and ω, in units of the series.

    Examples
    --------
    >>> from datetime import date
    >>> from detente.forecasts import agreement_history
    >>> from detente.store import Store
    >>> history = agreement_history(Store.open(), [("JPN", "RUS")], as_of=date(2015, 9, 1))
    >>> LocalLevel().fit(history).predict(3).index["step"].to_list()
    [1, 2, 3]
    """

    draws: int = 8000
    seed: int = 0
    prior: float = 0.05

    @property
    def name(self) -> str:
        """Name in tables of scores."""
        return "local level"

    def fit(self, history: History) -> FittedLocalLevel:
        """Take the history; the grid of σ and ω is weighed as it is run forward."""
        return FittedLocalLevel(self, history)


@dataclass(frozen=True, eq=False)
class FittedLocalLevel:
    """A local level model and the history that it runs forward from."""

    model: LocalLevel
    history: History

    def predict(self, steps: int) -> Predictions:
        """Draw the `steps` periods after the history's last, for every unit."""
        given = "variance" in self.history.rows.columns
        ahead = {}
        for unit in self.history.units:
            y = self.history.series(unit)
            first = int(np.isfinite(y).argmax())  # what a unit's series begins with is its first observation
            y = y[first:]
            variance = self.history.series(unit, "variance")[first:] if given else np.zeros(len(y))
            model = self.model
            ahead[unit] = local_level(y, variance, steps=steps, draws=model.draws, seed=model.seed, prior=model.prior)
        return Predictions.of_units(self.history, ahead)


def local_level(
    y: Array, variance: Array, *, steps: int, draws: int = 8000, seed: int = 0, prior: float = 0.05
) -> Array:
    """Forecast a series by the local level model.

    Parameters
    ----------
    y, variance : ndarray, shape (T,)
        The series and its sampling variances; NaN where not observed.
    steps : int
        H, how many periods ahead.
    draws, seed : int
        Size and seed of the simulation.
    prior : float
        Scale of the half-normal priors of σ and ω, in units of `y`.

    Returns
    -------
    ndarray, shape (draws, H)
        Draws of the future observations' means with their yearly noise σ, without sampling error.

    Raises
    ------
    UsageError
        No observation, a negative or missing variance of one, or a parameter out of range.

    Examples
    --------
    >>> import numpy as np
    >>> out = local_level(np.array([0.7, 0.68, 0.69, 0.66]), np.full(4, 1e-4), steps=2)
    >>> out.shape, bool(abs(out[:, 0].mean() - 0.675) < 0.03)
    ((8000, 2), True)
    """
    _check(y, variance, steps, draws, prior)
    rng = np.random.default_rng(seed)
    grid = prior * np.array([0.1, 0.3, 0.6, 1.0, 1.6, 2.5])
    sigma, omega = (g.ravel() for g in np.meshgrid(grid, grid))
    mean, var, fit = _filter(y, variance, sigma, omega)
    log_weight = fit - 0.5 * (sigma**2 + omega**2) / prior**2
    weight = np.exp(log_weight - log_weight.max())
    which = rng.choice(len(sigma), size=draws, p=weight / weight.sum())
    level = mean[which] + np.sqrt(var[which]) * rng.standard_normal(draws)
    walk = level[:, None] + np.cumsum(omega[which, None] * rng.standard_normal((draws, steps)), axis=1)
    return np.asarray(walk + sigma[which, None] * rng.standard_normal((draws, steps)))


def _check(y: Array, variance: Array, steps: int, draws: int, prior: float) -> None:
    if y.ndim != 1 or y.shape != variance.shape:
        raise UsageError(f"y and variance have shapes {y.shape} and {variance.shape}; give two arrays of one length",
                         value=(y.shape, variance.shape))  # fmt: skip
    seen = np.isfinite(y)
    if not seen.any():
        raise UsageError("the series has no observation; give at least one number", value=y)
    if np.isinf(y).any():
        raise UsageError("an observation is infinite; mark what was not observed as NaN", value=float("inf"))
    wrong = variance[seen & ~(np.isfinite(variance) & (variance >= 0))]
    if wrong.size:
        raise UsageError(f"invalid variance {wrong[0]}: expected a finite number of at least 0", value=float(wrong[0]))
    for name, count in (("steps", steps), ("draws", draws)):
        if count < 1:
            raise UsageError(f"invalid {name} {count}: expected at least 1", value=count)
    if not (np.isfinite(prior) and prior > 0):
        raise UsageError(f"invalid prior {prior}: expected a finite number above 0", value=prior)


def _filter(y: Array, variance: Array, sigma: Array, omega: Array) -> tuple[Array, Array, Array]:
    """Kalman filter for every (σ, ω) at once: last mean and variance, and the log likelihood."""
    mean = np.full(len(sigma), y[np.isfinite(y)][0])
    var = np.full(len(sigma), 0.25)
    fit = np.zeros(len(sigma))
    for value, v in zip(y, variance, strict=True):
        var = var + omega**2
        if not np.isfinite(value):
            continue
        total = var + v + sigma**2
        fit -= 0.5 * (np.log(total) + (value - mean) ** 2 / total)
        gain = var / total
        mean = mean + gain * (value - mean)
        var = var * (1 - gain)
    return mean, var, fit
