"""The change of agreement, and of agreement beyond chance, between two windows, and its decomposition.

Kappa is 1 − o/e: o is the mean distance of two states' votes, e the distance expected by chance from how often each
votes yes, abstains and votes no. A change of kappa is therefore the exact sum of three parts, each averaged over the
orders in which the causes could have come (Shapley 1953)::

    conduct     −(o₂ − o₁) · ½ (1/e₁ + 1/e₂)           the distance of the votes changed
    a's votes   −½ (o₁ + o₂) · (effect of a's shares on 1/e)   a voted more, or less, uniformly
    b's votes   the same for b

Raw agreement is 1 − o/2, so its change is all conduct. If raw agreement falls and kappa rises, the states spread their
votes more: the distance expected by chance grew more than the actual one.

References
----------
Shapley, L. S. (1953). A value for n-person games. In: Contributions to the Theory of Games II, 307–317.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from math import hypot, isnan
from typing import TYPE_CHECKING, Any

import numpy as np

from detente.errors import NoAnswer, UsageError
from detente.identity import Undirected
from detente.measures.intervals import Z90
from detente.measures.votes.cross_tables import CERTAIN, Estimate, counts_of, figures_of
from detente.measures.votes.vote_table import VoteTable

if TYPE_CHECKING:
    import polars as pl
    from numpy.typing import NDArray

__all__ = ["AgreementChange", "AgreementWindow", "agreement_change"]

Span = tuple[date, date]
MOVED = ("raw", "kappa", "pi")


@dataclass(frozen=True, slots=True)
class AgreementWindow:
    """The agreement of two states in one window, and its components.

    Parameters
    ----------
    start, end : datetime.date
        First and last day.
    votes : int
        Divided roll calls in which both took part.
    raw, kappa, pi : float or None
        The figures; None if undefined.
    apart : float
        Mean distance of the two votes, 0 to 2.
    by_chance : float
        The same if each voted independently with its own shares.
    shares_a, shares_b : tuple of float
        Shares of yes, abstention and no in those votes.
    """

    start: date
    end: date
    votes: int
    raw: float
    kappa: float | None
    pi: float | None
    apart: float
    by_chance: float
    shares_a: tuple[float, float, float]
    shares_b: tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class AgreementChange:
    """The change of agreement between two windows, and its parts.

    Parameters
    ----------
    a, b : str
        The two states, in the order of the alphabet.
    before, after : AgreementWindow
        The windows.
    change : dict of str to (float, float, float)
        For each figure its change and the ends of the 90% interval, which takes the roll calls of both windows as
        draws. A figure that is undefined in a window is left out.
    conduct, votes_of_a, votes_of_b : float or None
        The parts of the change of kappa; None if it is undefined.
    """

    a: str
    b: str
    before: AgreementWindow
    after: AgreementWindow
    change: dict[str, tuple[float, float, float]]
    conduct: float | None
    votes_of_a: float | None
    votes_of_b: float | None

    @property
    def parted(self) -> bool:
        """Whether raw agreement and kappa moved in opposite directions."""
        return "kappa" in self.change and self.change["raw"][0] * self.change["kappa"][0] < 0

    def as_dict(self) -> dict[str, Any]:
        """Return the change as plain data."""
        return asdict(self)


def agreement_change(votes: pl.DataFrame | VoteTable, a: str, b: str, before: Span, after: Span) -> AgreementChange:
    """Return the change of two states' agreement from one window to another, and its parts.

    Parameters
    ----------
    votes : polars.DataFrame or VoteTable
        As for `agreement`, all states.
    a, b : str
        Codes of the two states.
    before, after : (datetime.date, datetime.date)
        First and last day of each window.

    Returns
    -------
    AgreementChange

    Raises
    ------
    NoAnswer
        If the two have no common divided roll call in one of the windows.
    UsageError
        If a window ends before it starts, or both states are the same.
    TableError
        As `agreement`.

    Examples
    --------
    >>> import polars as pl
    >>> calls = [(1, 1), (1, 1), (1, 1), (1, 0), (1, 1), (1, 0), (-1, -1), (-1, 0)]
    >>> votes = pl.DataFrame(
    ...     {
    ...         "rcid": [n for n in range(8) for _ in range(3)],
    ...         "session": [68] * 24,
    ...         "date": [date(2014 + n // 4, 3, 27) for n in range(8) for _ in range(3)],
    ...         "resolution": [None] * 24,
    ...         "kind": ["whole"] * 24,
    ...         "state": ["CHN", "RUS", "USA"] * 8,
    ...         "vote": [v for x, y in calls for v in (x, y, -x)],
    ...     },
    ...     schema_overrides={"resolution": pl.String},
    ... )
    >>> years = [(date(y, 1, 1), date(y, 12, 31)) for y in (2014, 2015)]
    >>> result = agreement_change(votes, "RUS", "CHN", *years)
    >>> (result.before.raw, result.before.kappa), (result.after.raw, result.after.kappa), result.parted
    ((0.875, 0.0), (0.75, 0.5), True)
    """
    dyad = Undirected(a, b)
    halves = [_Half.of(votes, dyad, span) for span in (before, after)]
    first, second = halves[0].window(), halves[1].window()
    change = {}
    for name in MOVED:
        then, now = getattr(first, name), getattr(second, name)
        if then is not None and now is not None:
            reach = Z90 * hypot(*(float(half.figures[name].error[0]) for half in halves))
            change[name] = (now - then, now - then - reach, now - then + reach)
    return AgreementChange(dyad.a, dyad.b, first, second, change, *_parts(first, second))


@dataclass(frozen=True, slots=True)
class _Half:
    """One window: its cross-table of the two states' votes, and their figures."""

    start: date
    end: date
    counts: NDArray[np.float64]
    figures: Mapping[str, Estimate]

    @classmethod
    def of(cls, votes: pl.DataFrame | VoteTable, dyad: Undirected, span: Span) -> _Half:
        start, end = span
        if end < start:
            raise UsageError(f"a window ends on {end}, before it starts on {start}; swap them", value=span)
        both = VoteTable.of(votes).divided.between(start, end).of_states({dyad.a, dyad.b})
        counts = counts_of(both.cast, np.array([0]), np.array([1]))[0] if len(both.states) == 2 else np.zeros((1, 3, 3))
        if not counts.any():
            raise NoAnswer(
                f"{dyad.a} and {dyad.b} have no divided roll call in common from {start} to {end}; choose other days",
                value=span,
            )
        return cls(start, end, counts[0], figures_of(counts))

    def window(self) -> AgreementWindow:
        values = {name: float(estimate.value[0]) for name, estimate in self.figures.items()}
        shares = self.counts / self.counts.sum()
        kappa, pi = (None if isnan(values[name]) else values[name] for name in ("kappa", "pi"))
        return AgreementWindow(
            self.start,
            self.end,
            int(self.counts.sum()),
            values["raw"],
            kappa,
            pi,
            values["apart"],
            values["by_chance"],
            *(tuple(float(share) for share in shares.sum(axis=axis)[::-1]) for axis in (1, 0)),  # type: ignore[arg-type]
        )


def _by_chance(one: tuple[float, float, float], other: tuple[float, float, float]) -> float:
    """Return the expected distance of two votes drawn from these shares of yes, abstention and no."""
    levels = (1, 0, -1)
    return sum(p * q * abs(x - y) for x, p in zip(levels, one, strict=True) for y, q in zip(levels, other, strict=True))


def _parts(before: AgreementWindow, after: AgreementWindow) -> tuple[float | None, float | None, float | None]:
    """Return what conduct, a's shares and b's shares add to the change of kappa."""
    chance = {
        (i, j): _by_chance(one.shares_a, other.shares_b)
        for i, one in enumerate((before, after))
        for j, other in enumerate((before, after))
    }
    if min(chance.values()) <= CERTAIN:
        return None, None, None
    inverse = {key: 1 / value for key, value in chance.items()}
    mean = (before.apart + after.apart) / 2
    conduct = -(after.apart - before.apart) * (inverse[0, 0] + inverse[1, 1]) / 2
    of_a = -mean * ((inverse[1, 0] - inverse[0, 0]) + (inverse[1, 1] - inverse[0, 1])) / 2
    of_b = -mean * ((inverse[0, 1] - inverse[0, 0]) + (inverse[1, 1] - inverse[1, 0])) / 2
    return conduct, of_a, of_b
