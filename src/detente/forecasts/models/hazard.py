r"""Base rates: how often a state of affairs ended, per year at risk, and so how likely it is to last.

With e ends in n years at risk and Jeffreys' prior the yearly hazard is Beta(e + ½, n − e + ½), and the chance to last
h more years is :math:`E(1 - p)^h = B(a, b + h) / B(a, b)`, exact for whole h and continuous in it.
"""

from __future__ import annotations

from math import exp, isfinite, lgamma

from detente.errors import UsageError

__all__ = ["survival"]


def survival(ends: float, years: float, horizon: float) -> float:
    """Probability that what lasts now still lasts after `horizon` years.

    Parameters
    ----------
    ends, years : float
        Ends seen, and years at risk in which they were seen.
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
