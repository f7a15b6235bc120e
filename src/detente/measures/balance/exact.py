"""The frustration index: how many ties must change sign, or go, for a signed network to be balanced.

A network is balanced if its states can be put in two camps, friends within and foes between (Cartwright & Harary
1956). L is the least number of ties that any two camps leave frustrated: + ties between camps, − ties within one.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.sparse.csgraph import connected_components

from detente.measures.balance.programme import solve
from detente.measures.balance.reduction import Kernel, blocks
from detente.measures.balance.signed import SignedNetwork

__all__ = ["Frustration", "frustration"]

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Frustration:
    """The distance of a signed network from balance.

    Parameters
    ----------
    index : int
        L, in ties: of the best camps found.
    least : int
        No camps leave fewer ties frustrated than this.
    camps : polars.DataFrame
        ``state``, ``component``, ``camp``: 1 or 2 within its component; the state of most ties is in camp 1. Null
        for a state without ties. Camps of two components have nothing to do with each other.
    ties : polars.DataFrame
        ``a``, ``b``, ``sign``, ``frustrated``, and ``always``: whether every best choice of camps leaves it
        frustrated; null if that was not requested.
    """

    index: int
    least: int
    camps: pl.DataFrame
    ties: pl.DataFrame

    @property
    def exact(self) -> bool:
        """Whether `index` is proven to be the least."""
        return self.index == self.least

    @property
    def balance(self) -> float | None:
        """1 − 2L/m: 1 for a balanced network, 0 where half of all ties are frustrated; None without ties."""
        return 1 - 2 * self.index / self.ties.height if self.ties.height else None


def frustration(network: SignedNetwork, *, seconds: float = 60.0, always: bool = False, seed: int = 0) -> Frustration:
    """Return the frustration index of a signed network, exactly where the time allows.

    The network is reduced by rules that keep the minimum (`Kernel`), parted into its blocks, and each block is solved
    by integer programming.

    Parameters
    ----------
    network : SignedNetwork
        The ties.
    seconds : float, optional
        Wall time after which the best camps found are returned, with the bound that is proven.
    always : bool, optional
        Whether to find out which frustrated ties are so under every best choice of camps: one more solution for each.
    seed : int, optional
        Of the search for good camps; it does not change L where L is exact.

    Returns
    -------
    Frustration

    Notes
    -----
    Several choices of camps may be best. Which ties are frustrated then depends on the choice; L does not.

    Examples
    --------
    >>> from detente.measures.balance import signed_network
    >>> ties = pl.DataFrame({"a": ["A" * 3, "A" * 3, "B" * 3], "b": ["B" * 3, "C" * 3, "C" * 3], "sign": [1, 1, -1]})
    >>> result = frustration(signed_network(ties))
    >>> result.index, result.exact
    (1, True)
    """
    until = time.monotonic() + seconds
    x, cost, least = _solve(network.matrix, until, seed)
    frustrated = network.signs * x[network.ends[:, 0]] * x[network.ends[:, 1]] < 0
    kept: list[bool | None] = [None] * network.ties
    if always:
        kept = [
            bool(bad) and _costs_more(network, tie, cost, until, seed) for tie, bad in enumerate(frustrated.tolist())
        ]
    ties = network.frame().with_columns(
        frustrated=pl.Series(frustrated, dtype=pl.Boolean), always=pl.Series(kept, dtype=pl.Boolean)
    )
    return Frustration(cost, least, _camps(network, x), ties)


def _solve(matrix: Floats, until: float, seed: int) -> tuple[Floats, int, int]:
    """Return the sides, their cost and the proven bound."""
    kernel = Kernel(matrix.copy())
    kernel.shrink()
    x = np.ones(len(matrix))
    cost = least = kernel.constant
    left = kernel.left
    placed = np.zeros(len(matrix), dtype=bool)
    for nodes in reversed(blocks(kernel.coupling[np.ix_(left, left)])):
        own = left[nodes]
        result = solve(kernel.coupling[np.ix_(own, own)], until=until, seed=seed)
        met = np.flatnonzero(placed[own])  # one node at most, where blocks meet: turn the block to agree with it
        x[own] = result.x * (result.x[met[0]] * x[own[met[0]]] if len(met) else 1.0)
        placed[own] = True
        cost, least = cost + result.cost, least + result.least
    kernel.restore(x)
    return x, round(cost), round(least)


def _costs_more(network: SignedNetwork, tie: int, cost: int, until: float, seed: int) -> bool:
    """Whether keeping a tie from frustration costs more than L."""
    matrix = network.matrix.copy()
    i, j = network.ends[tie]
    matrix[i, j] = matrix[j, i] = network.signs[tie] * (network.ties + 1)
    _, _, least = _solve(matrix, until, seed)
    return least > cost


def _camps(network: SignedNetwork, x: Floats) -> pl.DataFrame:
    count, component = connected_components(network.matrix != 0, directed=False)
    degree = (network.matrix != 0).sum(axis=1)
    camp = np.zeros(len(x), dtype=np.int64)
    for c in range(count):
        own = np.flatnonzero(component == c)
        first = own[degree[own].argmax()]
        camp[own] = np.where(x[own] == x[first], 1, 2)
    tied = pl.Series(degree > 0)
    frame = pl.DataFrame(
        {"state": network.states, "component": component + 1, "camp": camp},
        schema={"state": pl.String, "component": pl.Int64, "camp": pl.Int64},
    )
    return frame.with_columns(pl.when(tied).then(pl.col("component", "camp")))
