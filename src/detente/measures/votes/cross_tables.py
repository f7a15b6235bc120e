"""Cross-tables of the votes of two states, and the figures of agreement with their intervals.

All figures of a pair and a window follow from nine counts: how often a voted no, abstained or voted yes while b voted
no, abstained or voted yes. With their shares p(x, y), the shares a(x) and b(y) of either state and the distance |x − y|
of two votes (0 to 2)::

    o = Σ p(x, y) |x − y|       e = Σ a(x) b(y) |x − y|       raw = 1 − o/2       kappa = 1 − o/e

pi is as kappa with the pooled shares q = (a + b)/2 in place of a and b.

The 90% intervals take the n roll calls of a window as draws: each figure is linear in p up to a remainder of order 1/n,
so that its variance is that of its influence over the roll calls, divided by n (the delta method; Hampel 1974)::

    raw      −(|x − y| − o) / 2
    kappa    −(|x − y| − o) / e + (o/e²) (A(x) + B(y) − 2e)     A(x) = Σ b(y) |x − y|, B(y) = Σ a(x) |x − y|

References
----------
Hampel, F. R. (1974). The influence curve and its role in robust estimation. Journal of the American Statistical
Association 69(346), 383–393.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from detente.errors import UsageError
from detente.identity import Undirected
from detente.measures.intervals import Z90

__all__ = ["CERTAIN", "FIGURES", "AgreementQuery", "Estimate", "Floats", "counts_of", "figures_of"]

FIGURES = ("raw", "kappa", "pi")
LEAST = {"raw": 0.0, "kappa": -1.0, "pi": -1.0}  # the greatest is 1
CERTAIN = 1e-6  # expected |x − y| below which both states are constant; the smallest above it is about 1 / votes
ANSWERS = (-1, 0, 1)
FEW = 1_200_000  # pairs × roll calls that are counted at once
DISTANCE = np.abs(np.subtract.outer(ANSWERS, ANSWERS)).astype(np.float64)

Floats = NDArray[np.float64]
Indices = NDArray[np.intp]


class Estimate(NamedTuple):
    """A figure of each pair and window, and its standard error; NaN where undefined."""

    value: Floats
    error: Floats

    def interval(self, name: str) -> tuple[Floats, Floats]:
        """Return the ends of the 90% interval, within the bounds of the figure."""
        reach = Z90 * self.error
        return np.maximum(self.value - reach, LEAST[name]), np.minimum(self.value + reach, 1.0)


@dataclass(frozen=True, slots=True)
class AgreementQuery:
    """The requested pairs (None: all) and figures."""

    pairs: frozenset[tuple[str, str]] | None
    figures: tuple[str, ...]

    @classmethod
    def of(cls, pairs: Iterable[Undirected | tuple[str, str]] | None, figures: Sequence[str]) -> AgreementQuery:
        """Return a validated query."""
        wrong = [name for name in figures if name not in FIGURES]
        if wrong or not figures:
            raise UsageError(
                f"unknown figures {', '.join(wrong) or '(none)'}: expected some of {', '.join(FIGURES)}", value=wrong
            )
        names = tuple(name for name in FIGURES if name in figures)
        if pairs is None:
            return cls(None, names)
        dyads = (pair if isinstance(pair, Undirected) else Undirected(*pair) for pair in pairs)
        return cls(frozenset((dyad.a, dyad.b) for dyad in dyads), names)

    @property
    def states(self) -> frozenset[str] | None:
        """The states of the pairs (None: all)."""
        return None if self.pairs is None else frozenset(state for pair in self.pairs for state in pair)

    @property
    def columns(self) -> list[str]:
        """The names of the figures and of the ends of their intervals."""
        return [f"{figure}{end}" for figure in self.figures for end in ("", "_lo", "_hi")]

    def rows_of(self, states: Sequence[str]) -> tuple[Indices, Indices]:
        """Return the places, among some sorted states, of the first and second state of each pair."""
        if self.pairs is None:
            return np.triu_indices(len(states), k=1)
        place = {state: at for at, state in enumerate(states)}
        known = sorted((place[a], place[b]) for a, b in self.pairs if a in place and b in place)
        found = np.array(known, dtype=np.intp).reshape(-1, 2)
        return found[:, 0], found[:, 1]


def counts_of(
    cast: NDArray[np.int8], first: Indices, second: Indices, window: Indices | None = None, windows: int = 1
) -> Floats:
    """Return the cross-table of each pair in each window.

    Parameters
    ----------
    cast : ndarray of int8, shape (roll calls, states)
        The votes: see `detente.measures.votes.vote_table.VoteTable`.
    first, second : ndarray of int
        The columns of each pair's two states.
    window : ndarray of int, optional
        The window of each roll call; all in one if left out.
    windows : int, optional
        Number of windows.

    Returns
    -------
    ndarray
        Windows × pairs × 3 votes of the first × 3 of the second (no, abstention, yes).
    """
    at = np.zeros(len(cast), np.intp) if window is None else window
    if len(cast) * len(first) <= FEW:
        x, y = cast[:, first], cast[:, second]
        cell = (at[:, None] * len(first) + np.arange(len(first))).astype(np.int32) * 9 + (x + 1) * np.int8(3) + y + 1
        found = np.bincount(cell[(x <= 1) & (y <= 1)], minlength=windows * len(first) * 9)
        return found.reshape(windows, len(first), 3, 3).astype(np.float64)
    result = np.empty((windows, len(first), 3, 3))
    for place in range(windows):
        here = cast[at == place].T
        hits = np.concatenate([here == answer for answer in ANSWERS]).astype(np.float32)
        products = (hits @ hits.T).reshape(3, len(here), 3, len(here))
        result[place] = products[:, first, :, second]
    return result


def figures_of(counts: Floats, wanted: Sequence[str] = FIGURES) -> Mapping[str, Estimate]:
    """Return the requested figures of cross-tables, and the distances `apart` (o) and `by_chance` (e)."""
    votes = counts.sum(axis=(1, 2))
    with np.errstate(divide="ignore", invalid="ignore"):
        p = counts / votes[:, None, None]
        apart = (p * DISTANCE).sum(axis=(1, 2))
        off = DISTANCE - apart[:, None, None]
        result = {"apart": _estimate(apart, off, p, votes)}
        one, other = p.sum(axis=2), p.sum(axis=1)
        chances = {"kappa": (one, other)}
        if "pi" in wanted:
            chances["pi"] = ((one + other) / 2,) * 2
        for name, (a, b) in chances.items():
            to_b, to_a = b @ DISTANCE, a @ DISTANCE
            chance = (a * to_b).sum(axis=1)
            pull = to_b[:, :, None] + to_a[:, None, :] - 2 * chance[:, None, None]
            ratio = np.where(chance > CERTAIN, apart / chance, np.nan)
            influence = (ratio[:, None, None] * pull - off) / chance[:, None, None]
            result[name] = _estimate(1 - ratio, influence, p, votes)
            if name == "kappa":
                result["by_chance"] = _estimate(chance, pull, p, votes)
        result["raw"] = Estimate(1 - apart / 2, result["apart"].error / 2)
    return {name: result[name] for name in (*wanted, "apart", "by_chance")}


def _estimate(value: Floats, influence: Floats, p: Floats, votes: Floats) -> Estimate:
    variance = (p * influence**2).sum(axis=(1, 2)) / votes
    return Estimate(value, np.where(np.isnan(value), np.nan, np.sqrt(variance)))
