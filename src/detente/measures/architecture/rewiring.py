"""A null for the leading eigenvalue: networks in which every state keeps its number of ties.

λ₁ grows with the number of ties and with their concentration on few states, so its size alone is hard to interpret. The
null keeps both: two ties A–B and C–D become A–D and C–B if neither exists yet, repeatedly (Maslov & Sneppen 2002). λ₁
above the null means that states with many ties are tied to each other more than expected from their numbers of ties.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.errors import UsageError
from detente.measures.architecture.graph import Network

__all__ = ["DegreeNull", "degree_null"]

Floats = NDArray[np.float64]
SWAPS = 10  # tried for each tie


@dataclass(frozen=True)
class DegreeNull:
    """The leading eigenvalue of a network beside those of its null.

    Parameters
    ----------
    leading : float
        Of the network.
    null : array of float
        Of each rewired network.
    """

    leading: float
    null: Floats

    @property
    def at_least(self) -> float:
        """(1 + number at or above the network's) / (1 + number drawn)."""
        return float((1 + (self.null >= self.leading - 1e-9).sum()) / (1 + len(self.null)))

    def interval(self) -> tuple[float, float]:
        """Return the 5% and 95% quantiles of the null."""
        lo, hi = np.quantile(self.null, [0.05, 0.95])
        return float(lo), float(hi)


def degree_null(network: Network, *, draws: int = 199, seed: int = 0) -> DegreeNull:
    """Return the leading eigenvalues of networks in which every state keeps its number of ties.

    Parameters
    ----------
    network : Network
        Values count as ties.
    draws : int, optional
        Rewired networks.
    seed : int, optional
        Of the rewiring.

    Raises
    ------
    UsageError
        `draws` is below 1.

    Examples
    --------
    >>> import polars as pl
    >>> from detente.measures.architecture import network
    >>> star = network(pl.DataFrame({"a": ["USA"] * 3, "b": ["JPN", "KOR", "PHL"]}), ["JPN", "KOR", "PHL", "USA"])
    >>> degree_null(star, draws=9).at_least  # a star has one wiring alone
    1.0
    """
    if draws < 1:
        raise UsageError(f"invalid draws {draws}: expected 1 or more", value=draws)
    tied = network.value > 0
    rewired = _rewired(tied, draws, np.random.default_rng(seed))
    leading = np.linalg.eigvalsh(np.concatenate([tied[None], rewired]).astype(np.float64))[:, -1]
    return DegreeNull(float(leading[0]), leading[1:])


def _rewired(tied: NDArray[np.bool_], draws: int, rng: np.random.Generator) -> NDArray[np.bool_]:
    """Rewire copies of a network, all at once, one swap tried in each at a time."""
    ends = np.argwhere(np.triu(tied))
    stack = np.repeat(tied[None], draws, axis=0)
    if len(ends) < 2:
        return stack
    edges = np.repeat(ends[None], draws, axis=0)
    every = np.arange(draws)
    for _ in range(SWAPS * len(ends)):
        one, other = rng.integers(0, len(ends), (2, draws))
        turned = rng.random(draws) < 0.5
        a, b = edges[every, one].T
        c, d = np.where(turned, edges[every, other].T[::-1], edges[every, other].T)
        exchangeable = (a != d) & (c != b) & ~stack[every, a, d] & ~stack[every, c, b] & (one != other)
        s, a, b, c, d = every[exchangeable], a[exchangeable], b[exchangeable], c[exchangeable], d[exchangeable]
        for u, v, there in ((a, b, False), (c, d, False), (a, d, True), (c, b, True)):
            stack[s, u, v] = stack[s, v, u] = there
        edges[s, one[exchangeable]] = np.stack([a, d], axis=-1)
        edges[s, other[exchangeable]] = np.stack([c, b], axis=-1)
    return stack
