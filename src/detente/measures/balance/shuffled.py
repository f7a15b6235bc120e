"""A null model of balance: the same ties with shuffled signs.

States with many ties form triangles whatever the signs, so L alone is hard to interpret. The null keeps the ties and
the number of negative ties, and shuffles the signs. L far below the null is balance beyond chance.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from detente.errors import UsageError
from detente.measures.balance.exact import frustration
from detente.measures.balance.signed import SignedNetwork

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["SignNull", "sign_null"]


@dataclass(frozen=True)
class SignNull:
    """Frustration of networks with shuffled signs.

    Parameters
    ----------
    indices : array of int
        L of each.
    exact : int
        How many of them are proven; the others are upper bounds.
    """

    indices: NDArray[np.int64]
    exact: int

    @property
    def mean(self) -> float:
        """Mean of L."""
        return float(self.indices.mean())

    def at_most(self, index: int) -> float:
        """Return (1 + number at or below `index`) / (1 + number drawn): how often chance does as well."""
        return float((1 + (self.indices <= index).sum()) / (1 + len(self.indices)))

    def interval(self) -> tuple[float, float]:
        """Return the 5% and 95% quantiles of L."""
        lo, hi = np.quantile(self.indices, [0.05, 0.95])
        return float(lo), float(hi)


def sign_null(network: SignedNetwork, *, draws: int = 99, seed: int = 0, seconds: float = 2.0) -> SignNull:
    """Return the frustration of `draws` networks with the same ties and shuffled signs.

    Parameters
    ----------
    network : SignedNetwork
        The ties.
    draws : int, optional
        Networks; 99 make the smallest share that `SignNull.at_most` can give .01.
    seed : int, optional
        Of the shuffles.
    seconds : float, optional
        Wall time for each; see `frustration`.

    Raises
    ------
    UsageError
        `draws` is below 1.

    Examples
    --------
    >>> import polars as pl
    >>> from detente.measures.balance import signed_network
    >>> ties = pl.DataFrame({"a": ["GRC", "GRC", "TUR"], "b": ["TUR", "USA", "USA"], "sign": [-1, 1, 1]})
    >>> sign_null(signed_network(ties), draws=9).mean
    1.0
    """
    if draws < 1:
        raise UsageError(f"invalid draws {draws}: expected 1 or more", value=draws)
    rng = np.random.default_rng(seed)
    result = [
        frustration(replace(network, signs=rng.permutation(network.signs)), seconds=seconds) for _ in range(draws)
    ]
    return SignNull(np.array([f.index for f in result]), sum(f.exact for f in result))
