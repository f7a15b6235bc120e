r"""The outlook of a temperature: the thermometer's own state space, run forward.

.. math::

   x_{T+h} = x_{T+h-1} + \tau\,\epsilon_h,\ \epsilon \sim t_\nu, \qquad
   \pi_{T+h} \sim \mathrm{Dirichlet}(A\,p(x_{T+h}))

and the temperature is the point of the trait's curve nearest to π. Two spreads add up: where the standing will have
walked to, and how far one period's conduct strays from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from detente.errors import DataError, UsageError
from detente.measures.temperature import Curve, shares

if TYPE_CHECKING:
    import polars as pl

__all__ = ["Outlook", "Trait", "outlook"]

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Trait:
    """The trait model's common parameters, on the standardised scale.

    Parameters
    ----------
    classes : tuple of str
        Event classes.
    intercept, loading : ndarray, shape (C,)
        Shares at temperature y are softmax(intercept + loading · y).
    concentration : float
        A.
    freedom : float
        ν.
    """

    classes: tuple[str, ...]
    intercept: Array
    loading: Array
    concentration: float
    freedom: float

    @classmethod
    def from_frame(cls, parameters: pl.DataFrame, dataset: str) -> Trait:
        """Read the ``trait_parameters`` of one dataset, score and vintage.

        Raises
        ------
        DataError
            A parameter is missing.
        """
        value = {(row["name"], row["cls"]): row["value"] for row in parameters.iter_rows(named=True)}
        classes = tuple(c for name, c in value if name == "loading" and c is not None)
        try:
            return cls(
                classes,
                np.array([value[f"intercept:{dataset}", c] for c in classes]),
                np.array([value["loading", c] for c in classes]),
                value["concentration", None],
                value["freedom", None],
            )
        except KeyError as missing:
            name, cls_ = missing.args[0]
            what = name if cls_ is None else f"{name} of {cls_}"
            raise DataError(f"the trait parameters of {dataset} lack {what}", value=missing.args[0]) from None

    def shares_at(self, temperature: float) -> dict[str, float]:
        """Return the class shares that a temperature stands for."""
        p = shares(np.array([temperature]), self.intercept, self.loading)[:, 0]
        return dict(zip(self.classes, p.tolist(), strict=True))


@dataclass(frozen=True)
class Outlook:
    """Draws of the future of one directed dyad.

    Parameters
    ----------
    standing, temperature : ndarray, shape (draws, H)
        In standard deviations.
    """

    standing: Array
    temperature: Array

    def quantiles(self, step: int, at: tuple[float, ...] = (0.05, 0.25, 0.5, 0.75, 0.95)) -> tuple[float, ...]:
        """Quantiles of the temperature `step` periods ahead (1 is the next).

        Raises
        ------
        UsageError
            The draws don't reach that far, or `at` holds a probability outside 0 to 1.
        """
        if wrong := [p for p in at if not 0 <= p <= 1]:
            raise UsageError(f"a quantile at {wrong[0]} was asked for; give probabilities from 0 to 1", value=wrong[0])
        return tuple(float(q) for q in np.quantile(self._ahead(step), at))

    def below(self, threshold: float, step: int) -> float:
        """Probability that the temperature is below `threshold`, `step` periods ahead.

        Raises
        ------
        UsageError
            The draws don't reach that far, or the threshold is not a number.
        """
        if np.isnan(threshold):
            raise UsageError(f"threshold is {threshold}; give a temperature in standard deviations", value=threshold)
        return float((self._ahead(step) < threshold).mean())

    def _ahead(self, step: int) -> Array:
        last = self.temperature.shape[1]
        if not 1 <= step <= last:
            raise UsageError(f"step is {step}; the outlook reaches from 1 to {last} periods ahead", value=step)
        return self.temperature[:, step - 1]


def outlook(
    trait: Trait, standing: float, standing_sd: float, scale: float, *, steps: int, draws: int = 8000, seed: int = 0
) -> Outlook:
    """Run one directed dyad forward.

    Parameters
    ----------
    trait : Trait
        Common parameters.
    standing, standing_sd : float
        Posterior of the standing in the last period known.
    scale : float
        τ of the dyad, a period.
    steps : int
        H, how many periods ahead.
    draws, seed : int
        Size and seed of the simulation.

    Returns
    -------
    Outlook
        Draws of standing and temperature.

    Raises
    ------
    UsageError
        A number that is not finite, a negative spread, or fewer than one step or draw.

    Examples
    --------
    >>> import numpy as np
    >>> trait = Trait(("c", "k"), np.array([1.0, 0.0]), np.array([0.5, -0.5]), 30.0, 4.0)
    >>> out = outlook(trait, 0.0, 0.1, 0.2, steps=3)
    >>> out.temperature.shape, bool(out.temperature[:, 2].std() > out.temperature[:, 0].std())
    ((8000, 3), True)
    """
    if not np.isfinite(standing):
        raise UsageError(f"standing is {standing}, and must be a finite number", value=standing)
    for name, value in (("standing_sd", standing_sd), ("scale", scale)):
        if not (np.isfinite(value) and value >= 0):
            raise UsageError(f"{name} is {value}, and must be a finite number of at least 0", value=value)
    for name, count in (("steps", steps), ("draws", draws)):
        if count < 1:
            raise UsageError(f"{name} is {count}, and must be at least 1", value=count)
    rng = np.random.default_rng(seed)
    start = standing + standing_sd * rng.standard_normal(draws)
    noise = (
        rng.standard_t(trait.freedom, (draws, steps))
        if np.isfinite(trait.freedom)
        else rng.standard_normal((draws, steps))
    )
    walk = start[:, None] + scale * np.cumsum(noise, axis=1)
    p = shares(walk.ravel(), trait.intercept, trait.loading)
    gamma = rng.standard_gamma(np.maximum(trait.concentration * p, 1e-9))
    realised = trait.loading @ (gamma / gamma.sum(0))
    temperature = Curve.of(trait.intercept, trait.loading).nearest(realised)
    return Outlook(walk, temperature.reshape(draws, steps))
