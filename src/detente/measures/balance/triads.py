"""Triads: the triangles of a signed network, and the unbalanced ones with a product of signs of −1."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from detente.measures.balance.exact import Frustration
from detente.measures.balance.signed import SignedNetwork

__all__ = ["Triads", "count_triads", "guilty_triads"]


@dataclass(frozen=True, slots=True)
class Triads:
    """How many triangles there are of each kind.

    Parameters
    ----------
    friends : int
        Three friends (+ + +): balanced.
    common_foe : int
        Two friends with a common foe (+ − −): balanced.
    torn : int
        Foes with a common friend (+ + −): unbalanced.
    foes : int
        Three foes (− − −): unbalanced.
    """

    friends: int
    common_foe: int
    torn: int
    foes: int

    @property
    def balanced(self) -> float | None:
        """Share of balanced triangles; None without triangles."""
        every = self.friends + self.common_foe + self.torn + self.foes
        return (self.friends + self.common_foe) / every if every else None


def count_triads(network: SignedNetwork) -> Triads:
    """Count the triangles of each kind.

    Examples
    --------
    >>> from detente.measures.balance import signed_network
    >>> ties = pl.DataFrame({"a": ["GRC", "GRC", "TUR"], "b": ["TUR", "USA", "USA"], "sign": [-1, 1, 1]})
    >>> count_triads(signed_network(ties)).torn
    1
    """
    plus, minus = network.matrix > 0, network.matrix < 0
    p, q = plus.astype(np.float64), minus.astype(np.float64)
    return Triads(
        friends=round(float(((p @ p) * p).sum()) / 6),
        common_foe=round(float(((q @ q) * p).sum()) / 2),
        torn=round(float(((p @ p) * q).sum()) / 2),
        foes=round(float(((q @ q) * q).sum()) / 6),
    )


def guilty_triads(network: SignedNetwork, result: Frustration) -> pl.DataFrame:
    """Name the unbalanced triangles, and the tie of each that the best camps frustrate.

    Parameters
    ----------
    network : SignedNetwork
        The ties.
    result : Frustration
        Its frustration.

    Returns
    -------
    polars.DataFrame
        ``a``, ``b``, ``c``: codes in alphabetical order; ``ab``, ``ac``, ``bc``: signs; ``kind``: ``torn`` (foes with
        a common friend) or ``foes`` (three foes); ``frustrated``: its ties that are frustrated, as ``A–B`` with
        semicolons between. Triangles with frustrated ties that are in most unbalanced triangles come first.

    Examples
    --------
    >>> from detente.measures.balance import frustration, signed_network
    >>> ties = pl.DataFrame({"a": ["GRC", "GRC", "TUR"], "b": ["TUR", "USA", "USA"], "sign": [-1, 1, 1]})
    >>> network = signed_network(ties)
    >>> guilty_triads(network, frustration(network)).select("a", "b", "c", "kind").rows()
    [('GRC', 'TUR', 'USA', 'torn')]
    """
    A, names = network.matrix, network.states
    bad = {(a, b) for a, b, frustrated in result.ties.select("a", "b", "frustrated").iter_rows() if frustrated}
    rows = []
    for i, j in network.ends.tolist():
        for k in np.flatnonzero((A[i] * A[j] * A[i, j] < 0) & (np.arange(len(A)) > j)).tolist():
            pairs = [(names[u], names[v]) for u, v in ((i, j), (i, k), (j, k))]
            signs = int(A[i, j]), int(A[i, k]), int(A[j, k])
            guilty = [pair for pair in pairs if pair in bad]
            kind = "foes" if sum(signs) == -3 else "torn"
            rows.append((names[i], names[j], names[k], *signs, kind, "; ".join(f"{a}–{b}" for a, b in guilty)))
    columns = dict.fromkeys(("a", "b", "c"), pl.String)
    signs_ = dict.fromkeys(("ab", "ac", "bc"), pl.Int8)
    frame = pl.DataFrame(rows, schema={**columns, **signs_, "kind": pl.String, "frustrated": pl.String}, orient="row")
    weighed = frame.with_columns(pl.len().over("frustrated").alias("n"))
    return weighed.sort("n", "frustrated", "a", "b", "c", descending=[True, *[False] * 4]).drop("n")
