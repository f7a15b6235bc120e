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

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import numpy as np
import polars as pl

from detente.errors import NoAnswer, UsageError
from detente.identity import Undirected
from detente.measures.votes.vote_matrix import CERTAIN, Floats, VoteMatrix, divided, figures_of, interval, resamples

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
        For each figure its change and the ends of the 90% interval, from resamples of both windows' roll calls. A
        figure that is undefined in a window is left out; without resamples the ends are NaN.
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


def agreement_change(
    votes: pl.DataFrame, a: str, b: str, before: Span, after: Span, *, bootstrap: int = 500, seed: int
) -> AgreementChange:
    """Return the change of two states' agreement from one window to another, and its parts.

    Parameters
    ----------
    votes : polars.DataFrame
        As for `agreement`, all states.
    a, b : str
        Codes of the two states.
    before, after : (datetime.date, datetime.date)
        First and last day of each window.
    bootstrap : int, optional
        Resamples for the intervals; 0 for none.
    seed : int
        Seed of the resamples.

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
    >>> result = agreement_change(votes, "RUS", "CHN", *years, bootstrap=0, seed=1)
    >>> (result.before.raw, result.before.kappa), (result.after.raw, result.after.kappa), result.parted
    ((0.875, 0.0), (0.75, 0.5), True)
    """
    dyad = Undirected(a, b)
    halves = [_Half.of(votes, dyad, span) for span in (before, after)]
    first, second = halves[0].window(), halves[1].window()
    draws = [half.draws(bootstrap, [seed, half.start.toordinal()]) for half in halves]
    change = {}
    for name in MOVED:
        then, now = getattr(first, name), getattr(second, name)
        if then is not None and now is not None:
            change[name] = (now - then, *_ends(draws[1][name] - draws[0][name]))
    return AgreementChange(dyad.a, dyad.b, first, second, change, *_parts(first, second))


@dataclass(frozen=True, slots=True)
class _Half:
    """One window's vote matrix, and the rows of the two states."""

    start: date
    end: date
    ballots: VoteMatrix
    at: tuple[int, int]

    @classmethod
    def of(cls, votes: pl.DataFrame, dyad: Undirected, span: Span) -> _Half:
        start, end = span
        if end < start:
            raise UsageError(f"a window ends on {end}, before it starts on {start}; swap them", value=span)
        ballots = VoteMatrix.of(divided(votes).filter(pl.col("date").is_between(start, end)))
        first, second = ballots.pairs(frozenset({(dyad.a, dyad.b)}))
        if not len(first):
            raise NoAnswer(
                f"{dyad.a} and {dyad.b} have no divided roll call in common from {start} to {end}; choose other days",
                value=span,
            )
        return cls(start, end, ballots, (int(first[0]), int(second[0])))

    def _sums(self, weights: Floats) -> dict[str, Floats]:
        first, second = (np.array([row]) for row in self.at)
        return {name: values[0] for name, values in self.ballots.sums(first, second, weights).items()}

    def window(self) -> AgreementWindow:
        sums = self._sums(np.ones((self.ballots.calls, 1)))
        figures = {name: _number(values) for name, values in figures_of(sums).items()}
        raw = figures["raw"]
        if raw is None:
            raise NoAnswer("the two states have no roll call in common", value=(self.start, self.end))
        a, b = (self._shares(row) for row in self.at)
        return AgreementWindow(
            self.start,
            self.end,
            int(sums["votes"][0]),
            raw,
            figures["kappa"],
            figures["pi"],
            float(sums["apart"][0]),
            float(sums["own"][0]),
            a,
            b,
        )

    def _shares(self, row: int) -> tuple[float, float, float]:
        """Shares of yes, abstention and no of one state over the roll calls in which both took part."""
        both = self.ballots.present[self.at[0]] * self.ballots.present[self.at[1]]
        yes = float(self.ballots.yes[row] @ both / both.sum())
        not_no = float(self.ballots.not_no[row] @ both / both.sum())
        return yes, not_no - yes, 1 - not_no

    def draws(self, bootstrap: int, seed: list[int]) -> dict[str, Floats]:
        if not bootstrap:
            return dict.fromkeys(MOVED, np.full(1, np.nan))
        return figures_of(self._sums(resamples(self.ballots.calls, bootstrap, seed)))


def _number(values: Floats) -> float | None:
    value = float(values[0])
    return None if np.isnan(value) else value


def _ends(draws: Floats) -> tuple[float, float]:
    low, high = interval(draws[None, :])[:, 0]
    return float(low), float(high)


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
