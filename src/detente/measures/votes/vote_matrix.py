"""The votes of a window as matrices, and the sums from which agreement is computed.

With the two thresholds U₁ = [x ≥ 0] and U₂ = [x ≥ 1], |x − y| = Σ_k (U_k(x) + U_k(y) − 2 U_k(x) U_k(y)). So
every sum is a product of matrices of roll calls by states, and a resample only reweights the roll calls.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from detente.catalog import require_columns
from detente.errors import TableError, UsageError
from detente.identity import Undirected

__all__ = [
    "CERTAIN",
    "FIGURES",
    "WHOLE",
    "AgreementOptions",
    "Floats",
    "VoteMatrix",
    "bounds",
    "check",
    "divided",
    "figures_of",
    "interval",
    "resamples",
]

NEEDED = ("rcid", "session", "date", "resolution", "kind", "state", "vote")
FIGURES = ("raw", "kappa", "pi")
LEVEL = 0.90
WHOLE = "whole"
CERTAIN = 1e-6  # expected |x − y| below which both states are constant; the smallest above it is about 1 / votes
BLOCK = 4_000_000  # cells of one array of pairs × resamples in memory

Floats = NDArray[np.floating]
Indices = NDArray[np.intp]


def divided(votes: pl.DataFrame) -> pl.DataFrame:
    """Return the votes of the divided roll calls on whole texts.

    Parameters
    ----------
    votes : polars.DataFrame
        As for `agreement`, all states that took part.

    Returns
    -------
    polars.DataFrame
        The rows with ``kind`` ``'whole'`` in roll calls in which not all votes are equal.

    Raises
    ------
    TableError
        If a column is missing, or a vote is not 1, 0 or −1.

    Examples
    --------
    >>> from datetime import date
    >>> votes = pl.DataFrame(
    ...     {
    ...         "rcid": [1, 1, 2, 2],
    ...         "session": [68] * 4,
    ...         "date": [date(2014, 3, 27)] * 4,
    ...         "resolution": [None] * 4,
    ...         "kind": ["whole"] * 4,
    ...         "state": ["JPN", "RUS"] * 2,
    ...         "vote": [1, -1, 1, 1],
    ...     }
    ... )
    >>> divided(votes)["rcid"].to_list()
    [1, 1]
    """
    check(votes)
    whole = votes.filter(pl.col("kind") == WHOLE)
    return whole.filter(pl.col("vote").min().over("rcid") < pl.col("vote").max().over("rcid"))


def check(votes: pl.DataFrame) -> None:
    """Raise an error for votes without a required column, with another value than 1, 0 and −1, or with repeats."""
    require_columns(votes, NEEDED, "votes")
    wrong = votes["vote"].is_null() | ~votes["vote"].is_in([-1, 0, 1])
    if wrong.any():
        value = votes["vote"].filter(wrong)[0]
        raise TableError(f"invalid vote {value!r}: expected 1 (yes), 0 (abstention) or −1 (no)", value=value)
    if votes.select("rcid", "state").is_duplicated().any():
        twice = votes.filter(votes.select("rcid", "state").is_duplicated()).select("rcid", "state").row(0)
        raise TableError(f"{twice[1]} votes twice in roll call {twice[0]}; each state may vote once", value=twice)


@dataclass(frozen=True, slots=True)
class AgreementOptions:
    """The requested pairs (None: all), figures and resamples."""

    pairs: frozenset[tuple[str, str]] | None
    figures: tuple[str, ...]
    bootstrap: int
    seed: int

    @classmethod
    def of(
        cls,
        pairs: Iterable[Undirected | tuple[str, str]] | None,
        figures: Sequence[str],
        bootstrap: int,
        seed: int,
    ) -> AgreementOptions:
        """Return validated options."""
        if bootstrap < 0:
            raise UsageError(
                f"invalid bootstrap {bootstrap}: expected the number of resamples, or 0 for none", value=bootstrap
            )
        wrong = [name for name in figures if name not in FIGURES]
        if wrong or not figures:
            raise UsageError(
                f"unknown figures {', '.join(wrong) or '(none)'}: expected some of {', '.join(FIGURES)}", value=wrong
            )
        names = tuple(name for name in FIGURES if name in figures)
        if pairs is None:
            return cls(None, names, bootstrap, seed)
        dyads = (pair if isinstance(pair, Undirected) else Undirected(*pair) for pair in pairs)
        return cls(frozenset((dyad.a, dyad.b) for dyad in dyads), names, bootstrap, seed)

    @property
    def columns(self) -> list[str]:
        """The names of the figures and of the ends of their intervals."""
        return [f"{figure}{end}" for figure in self.figures for end in ("", "_lo", "_hi")]


@dataclass(frozen=True, slots=True)
class VoteMatrix:
    """One window's votes as matrices of states × roll calls: who took part, and the two thresholds."""

    states: list[str]
    present: Floats
    not_no: Floats
    yes: Floats

    @classmethod
    def of(cls, votes: pl.DataFrame) -> VoteMatrix:
        """Return the ballots of a frame of votes."""
        states, rows = np.unique(votes["state"].to_numpy(), return_inverse=True)
        calls, columns = np.unique(votes["rcid"].to_numpy(), return_inverse=True)
        cast = votes["vote"].to_numpy()

        def matrix(hit: NDArray[np.bool_]) -> Floats:
            filled = np.zeros((len(states), len(calls)), dtype=np.float32)
            filled[rows[hit], columns[hit]] = 1
            return filled

        return cls(states.tolist(), matrix(cast >= -1), matrix(cast >= 0), matrix(cast >= 1))

    @property
    def calls(self) -> int:
        """Number of roll calls."""
        return int(self.present.shape[1])

    def pairs(self, wanted: frozenset[tuple[str, str]] | None) -> tuple[Indices, Indices]:
        """Return the rows of the first and second state of each pair with a roll call in common."""
        first, second = np.triu_indices(len(self.states), k=1)
        common = (self.present @ self.present.T)[first, second] > 0
        if wanted is not None:
            row = {state: at for at, state in enumerate(self.states)}
            chosen = np.zeros((len(self.states), len(self.states)), dtype=bool)
            for a, b in wanted:
                if a in row and b in row:
                    chosen[row[a], row[b]] = True
            common &= chosen[first, second]
        return first[common], second[common]

    def sums(self, first: Indices, second: Indices, weights: Floats, *, pooled: bool = True) -> dict[str, Floats]:
        """Return the weighted sums of each pair.

        Parameters
        ----------
        first, second : arrays of int
            The rows of each pair's two states.
        weights : array
            Roll calls × resamples.
        pooled : bool
            Whether to return the last sum.

        Returns
        -------
        dict of str to array
            Pairs × resamples: ``votes`` in common; ``apart``, the mean of |x − y|; ``own`` and ``pooled``, its
            mean over independent votes, drawn from each state's shares or from the pooled shares of both.
        """
        both = self.present[first] * self.present[second]
        common = both @ weights
        apart = np.zeros_like(both)
        own, of_both = np.zeros_like(common), np.zeros_like(common)
        with np.errstate(divide="ignore", invalid="ignore"):
            for threshold in (self.not_no, self.yes):
                one, other = threshold[first] * both, threshold[second] * both
                apart += np.abs(one - other)
                p, q = (one @ weights) / common, (other @ weights) / common
                own += p + q - 2 * p * q
                if pooled:
                    of_both += (p + q) * (1 - (p + q) / 2)
            result: dict[str, Floats] = {"votes": common, "apart": (apart @ weights) / common, "own": own}
        return result | ({"pooled": of_both} if pooled else {})

    def figures(
        self, first: Indices, second: Indices, weights: Floats, wanted: Sequence[str] = FIGURES
    ) -> dict[str, Floats]:
        """Return ``votes`` in common and the requested figures: pairs × resamples, NaN if undefined."""
        return figures_of(self.sums(first, second, weights, pooled="pi" in wanted))


def figures_of(sums: Mapping[str, Floats]) -> dict[str, Floats]:
    """Return the figures computed from sums, and the votes in common."""
    result: dict[str, Floats] = {"votes": sums["votes"], "raw": 1 - sums["apart"] / 2}
    chances = {"kappa": sums["own"]} | ({"pi": sums["pooled"]} if "pooled" in sums else {})
    with np.errstate(divide="ignore", invalid="ignore"):
        for name, by_chance in chances.items():
            result[name] = np.where(by_chance > CERTAIN, 1 - sums["apart"] / by_chance, np.nan)
    return result


def resamples(calls: int, bootstrap: int, seed: Sequence[int]) -> Floats:
    """Return how often each roll call is drawn in each resample: roll calls × resamples."""
    rng = np.random.default_rng(seed)
    return rng.multinomial(calls, np.full(calls, 1 / calls), size=bootstrap).T.astype(np.float32)


def bounds(
    ballots: VoteMatrix, first: Indices, second: Indices, options: AgreementOptions, *window: int
) -> dict[str, tuple[Floats, Floats]]:
    """Return the lower and upper ends of the interval of each requested figure; NaN without resamples."""
    ends = {name: np.full((2, len(first)), np.nan, dtype=np.float32) for name in options.figures}
    if options.bootstrap and ballots.calls:
        weights = resamples(ballots.calls, options.bootstrap, [options.seed, *window])
        step = max(1, BLOCK // max(options.bootstrap, ballots.calls))
        for start in range(0, len(first), step):
            block = slice(start, start + step)
            drawn = ballots.figures(first[block], second[block], weights, options.figures)
            for name in options.figures:
                ends[name][:, block] = interval(drawn[name])
    return {name: (low, high) for name, (low, high) in ends.items()}


def interval(draws: Floats) -> Floats:
    """Return the ends of the 90% interval of each row; draws that are undefined (NaN) are left out."""
    draws = np.sort(draws, axis=1)  # NaN last
    defined = draws.shape[1] - np.isnan(draws).sum(axis=1)
    rows = np.arange(len(draws))
    ends = []
    for share in ((1 - LEVEL) / 2, (1 + LEVEL) / 2):
        at = share * np.maximum(defined - 1, 0)
        below = np.floor(at).astype(np.intp)
        above = np.minimum(below + 1, np.maximum(defined - 1, 0))
        low, high = draws[rows, below], draws[rows, above]
        ends.append(low + (high - low) * (at - below).astype(np.float32))
    return np.stack(ends)
