"""Half-widths of central intervals: normal ones in standard deviations, and quantiles of Student's t."""

from math import cos, pi, sin, sqrt

from detente.errors import UsageError

__all__ = ["Z50", "Z90", "student_quantile"]

Z50 = 0.6744897501960817  # Φ⁻¹(0.75)
Z90 = 1.6448536269514722  # Φ⁻¹(0.95)


def student_quantile(probability: float, freedom: int) -> float:
    """Return a quantile of Student's t distribution with a whole number of degrees of freedom.

    The distribution function is a finite sum (Abramowitz & Stegun 1972, 26.7.3 and 26.7.4), inverted by bisection to
    the last digits. `scipy.special.stdtrit` gives the same, and takes a quarter of a second to import.

    Parameters
    ----------
    probability : float
        From 0.5 up to 0.9999.
    freedom : int
        Degrees of freedom, 1 or more.

    Raises
    ------
    UsageError
        A probability or a number of degrees of freedom out of range.

    Examples
    --------
    >>> round(student_quantile(0.95, 8), 4)
    1.8595
    """
    if not 0.5 <= probability <= 0.9999:
        raise UsageError(f"invalid probability {probability}: expected 0.5 to 0.9999", value=probability)
    if freedom < 1:
        raise UsageError(f"invalid degrees of freedom {freedom}: expected 1 or more", value=freedom)
    low, high = 0.0, pi / 2  # of the angle whose tangent is t / √freedom
    while low < (middle := (low + high) / 2) < high:
        if 0.5 + _central(middle, freedom) / 2 < probability:
            low = middle
        else:
            high = middle
    return sqrt(freedom) * sin(middle) / cos(middle)


def _central(angle: float, freedom: int) -> float:
    """Return the probability that Student's t lies within ± √freedom · tan(angle)."""
    odd = freedom % 2
    square = cos(angle) ** 2
    term = cos(angle) if odd else 1.0
    total = term if freedom > 1 else 0.0
    for k in range(2 + odd, freedom - 1, 2):
        term *= square * (k - 1) / k
        total += term
    return 2 / pi * (angle + sin(angle) * total) if odd else sin(angle) * total
