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
from detente.forecasts.contract import Predictions
from detente.forecasts.history import History
from detente.measures.temperature import Curve, shares

if TYPE_CHECKING:
    import polars as pl

__all__ = ["Outlook", "Trait", "TraitOutlook", "outlook"]

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


@dataclass(frozen=True)
class TraitOutlook:
    """The outlook of each directed dyad's temperature by itself, given the trait's parameters; see `outlook`.

    Reads the history's columns ``standing``, ``standing_sd`` and ``scale``, and the parameters of its vintage. A dyad
    whose standing is not known in its last year is left out.

    Parameters
    ----------
    draws, seed : int
        Size and seed of the simulation; every dyad is simulated from the same random numbers.

    Examples
    --------
    >>> from datetime import date
    >>> from detente.forecasts import temperature_history
    >>> from detente.store import Store
    >>> history = temperature_history(Store.open(), dyads=[("JPN", "RUS")], as_of=date(2015, 9, 1))
    >>> TraitOutlook().fit(history).predict(3).values.shape
    (3, 8000)
    """

    draws: int = 8000
    seed: int = 0

    @property
    def name(self) -> str:
        """Name in tables of scores."""
        return "outlook"

    def fit(self, history: History) -> FittedTraitOutlook:
        """Read the trait's parameters; standings and scales were estimated with them.

        Raises
        ------
        DataError
            The history has no trait parameters, or lacks one of them.
        """
        parameters = history.parameters
        if parameters is None or parameters.is_empty():
            raise DataError(f"the history of {history.target} has no trait parameters; make it with "
                            "detente.forecasts.temperature_history", value=history.target)  # fmt: skip
        return FittedTraitOutlook(self, history, Trait.from_frame(parameters, parameters["dataset"][0]))


@dataclass(frozen=True, eq=False)
class FittedTraitOutlook:
    """A trait's parameters and the history that it runs forward from."""

    model: TraitOutlook
    history: History
    trait: Trait

    def predict(self, steps: int) -> Predictions:
        """Draw the temperatures of the `steps` periods after the history's last, for every dyad."""
        ahead = {}
        for unit in self.history.units:
            standing, standing_sd, scale = (
                self.history.series(unit, column) for column in ("standing", "standing_sd", "scale")
            )
            at = int(np.flatnonzero(np.isfinite(self.history.series(unit)))[-1])
            if not (np.isfinite(standing[at]) and np.isfinite(standing_sd[at])):
                continue
            gap = len(standing) - 1 - at  # periods between the dyad's last one and the history's
            run = outlook(
                self.trait, standing[at], standing_sd[at], scale[at],
                steps=steps + gap, draws=self.model.draws, seed=self.model.seed,
            )  # fmt: skip
            ahead[unit] = run.temperature[:, gap:]
        return Predictions.of_units(self.history, ahead)


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
        raise UsageError(f"invalid standing {standing}: expected a finite number", value=standing)
    for name, value in (("standing_sd", standing_sd), ("scale", scale)):
        if not (np.isfinite(value) and value >= 0):
            raise UsageError(f"invalid {name} {value}: expected a finite number of at least 0", value=value)
    for name, count in (("steps", steps), ("draws", draws)):
        if count < 1:
            raise UsageError(f"invalid {name} {count}: expected at least 1", value=count)
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
