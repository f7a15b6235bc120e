"""Five words for a temperature, by fixed cut points on the report-weighted scale, and the word for an estimate."""

from __future__ import annotations

import math
from itertools import pairwise

from detente.errors import UsageError
from detente.measures.intervals import Z90

__all__ = ["LEVELS", "UNCLEAR", "chances", "level", "likely_level"]

# name, from (included), to (excluded); None is open
LEVELS: tuple[tuple[str, float | None, float | None], ...] = (
    ("hostile", None, -1.2),
    ("frosty", -1.2, -0.5),
    ("cool", -0.5, 0.0),
    ("cordial", 0.0, 0.6),
    ("close", 0.6, None),
)
UNCLEAR = "unclear"
LIKELY = 0.55  # probability from which a word is called likely, as in briefs (Intelligence Community Directive 203)
VERY_LIKELY = 0.80  # likewise, very likely
VAGUE = 2.0  # standard deviations: a wider interval can't distinguish levels


def level(temperature: float) -> str:
    """Return the word for a known temperature.

    Parameters
    ----------
    temperature : float
        In standard deviations of report-weighted dyad-periods.

    Returns
    -------
    str
        ``hostile``, ``frosty``, ``cool``, ``cordial`` or ``close``.

    Raises
    ------
    UsageError
        The temperature is not a number.

    Examples
    --------
    >>> [level(t) for t in (-1.3, -1.2, -0.2, 0.0, 0.6)]
    ['hostile', 'frosty', 'cool', 'cordial', 'close']
    """
    _check(temperature)
    return next(name for name, _, hi in LEVELS if hi is None or temperature < hi)


def chances(mean: float, sd: float) -> tuple[float, ...]:
    """Return the probability of each level, coldest first, for a temperature that is estimated.

    Parameters
    ----------
    mean, sd : float
        Posterior mean and standard deviation of the temperature.

    Raises
    ------
    UsageError
        The mean is not a number, or the standard deviation is negative or not finite.

    Examples
    --------
    >>> [round(p, 2) for p in chances(0.0, 0.5)]
    [0.01, 0.15, 0.34, 0.38, 0.12]
    """
    _check(mean, sd)
    below = [0.0, *(_below(hi, mean, sd) for _, _, hi in LEVELS)]
    return tuple(upper - lower for lower, upper in pairwise(below))


def likely_level(mean: float, sd: float) -> str:
    """Return the word for an estimate: one level, two adjacent levels, or ``unclear``.

    The word is a level that is likely (55%), otherwise the two adjacent levels with the highest joint probability. An
    estimate with a 90% interval wider than two standard deviations is unclear, unless one level is very likely (80%).

    Parameters
    ----------
    mean, sd : float
        Posterior mean and standard deviation of the temperature.

    Returns
    -------
    str

    Raises
    ------
    UsageError
        As for `chances`.

    Examples
    --------
    >>> [likely_level(*estimate) for estimate in ((-0.3, 0.2), (-0.05, 0.3), (1.02, 1.76), (-4.0, 0.8))]
    ['cool', 'cool or cordial', 'unclear', 'hostile']
    """
    each = chances(mean, sd)
    likeliest = max(range(len(each)), key=each.__getitem__)
    if 2 * Z90 * sd > VAGUE:
        return LEVELS[likeliest][0] if each[likeliest] >= VERY_LIKELY else UNCLEAR
    if each[likeliest] >= LIKELY:
        return LEVELS[likeliest][0]
    first = max(range(len(each) - 1), key=lambda at: each[at] + each[at + 1])
    return f"{LEVELS[first][0]} or {LEVELS[first + 1][0]}"


def _below(cut: float | None, mean: float, sd: float) -> float:
    if cut is None:
        return 1.0
    return 0.5 * math.erfc((mean - cut) / (sd * math.sqrt(2.0))) if sd > 0 else float(mean < cut)


def _check(temperature: float, sd: float = 0.0) -> None:
    if math.isnan(temperature):
        raise UsageError(
            f"invalid temperature {temperature}: expected a number of standard deviations", value=temperature
        )
    if not (math.isfinite(sd) and sd >= 0):
        raise UsageError(f"invalid sd {sd}: expected a finite number of at least 0", value=sd)
