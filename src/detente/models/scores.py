"""Scores of forecasts against what happened, by the scoringrules library; parameters are always given."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["brier", "crps", "interval_score"]


def brier(outcome: float, probability: float) -> float:
    """Brier score (p − o)², 0 is perfect (Brier 1950).

    Examples
    --------
    >>> brier(1.0, 0.8)
    0.04
    """
    return round((probability - outcome) ** 2, 10)


def crps(outcome: float, draws: NDArray[np.float64]) -> float:
    """Continuous ranked probability score of an ensemble, in the outcome's unit; 0 is perfect.

    Parameters
    ----------
    outcome : float
        What happened.
    draws : ndarray, shape (S,)
        The forecast's draws.

    Examples
    --------
    >>> import numpy as np
    >>> round(crps(0.0, np.array([-1.0, 0.0, 1.0])), 3)
    0.0
    """
    import scoringrules  # noqa: PLC0415 - heavy, and only scoring needs it

    return float(scoringrules.crps_ensemble(outcome, draws, estimator="pwm"))


def interval_score(outcome: float, lo: float, hi: float, coverage: float) -> float:
    """Interval score of a central interval (Gneiting & Raftery 2007); lower is better.

    Parameters
    ----------
    outcome, lo, hi : float
        What happened, and the interval's ends.
    coverage : float
        Its probability content, such as 0.9.

    Examples
    --------
    >>> round(interval_score(1.2, 0.0, 1.0, 0.9), 6)
    5.0
    """
    import scoringrules  # noqa: PLC0415

    return float(scoringrules.interval_score(outcome, lo, hi, 1 - coverage))
