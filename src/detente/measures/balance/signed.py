"""A signed network: states, and ties between them that are positive (friends) or negative (foes)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from detente.errors import TableError, UsageError

__all__ = ["SignedNetwork", "from_both", "from_matrix", "signed_network"]

Ints = NDArray[np.intp]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class SignedNetwork:
    """Signed, undirected ties between states. Built by `signed_network`.

    Parameters
    ----------
    states : tuple of str
        Codes, in alphabetical order; a state without ties is in it too.
    ends : array of int, shape (ties, 2)
        Places of each tie's two states in `states`, the smaller first.
    signs : array of float, shape (ties,)
        +1 or −1.
    """

    states: tuple[str, ...]
    ends: Ints
    signs: Floats

    @property
    def ties(self) -> int:
        """Number of ties."""
        return len(self.signs)

    @property
    def negative(self) -> int:
        """Number of negative ties."""
        return int((self.signs < 0).sum())

    @cached_property
    def matrix(self) -> Floats:
        """The ties as a symmetric matrix of +1, −1 and 0."""
        result = np.zeros((len(self.states),) * 2)
        result[self.ends[:, 0], self.ends[:, 1]] = self.signs
        result[self.ends[:, 1], self.ends[:, 0]] = self.signs
        return result

    def frame(self) -> pl.DataFrame:
        """Return the ties: ``a``, ``b``, ``sign``, in alphabetical order."""
        names = np.array(self.states, dtype=object)
        return pl.DataFrame(
            {
                "a": names[self.ends[:, 0]].tolist(),
                "b": names[self.ends[:, 1]].tolist(),
                "sign": self.signs.astype(np.int8),
            },
            schema={"a": pl.String, "b": pl.String, "sign": pl.Int8},
        )

    def with_ties(self, ties: Iterable[tuple[str, str]], sign: int) -> SignedNetwork:
        """Return the network with these ties set to a sign; 0 removes them.

        Raises
        ------
        UsageError
            A state is not in the network.
        """
        matrix = self.matrix.copy()
        place = {code: i for i, code in enumerate(self.states)}
        for a, b in ties:
            for code in (a, b):
                if code not in place:
                    raise UsageError(f"{code} is not in the network of {', '.join(self.states)}", value=code)
            matrix[place[a], place[b]] = matrix[place[b], place[a]] = sign
        return from_matrix(self.states, matrix)


def signed_network(ties: pl.DataFrame, states: Collection[str] | None = None) -> SignedNetwork:
    """Return the signed network of a frame of ties.

    Parameters
    ----------
    ties : polars.DataFrame
        ``a``, ``b``: codes of two states, in any order. ``sign``: above 0 for friends, below 0 for foes.
    states : collection of str, optional
        The states of the network; ties with others are left out. By default those that have ties.

    Returns
    -------
    SignedNetwork

    Raises
    ------
    TableError
        A column is missing, a sign is 0 or missing, a state is tied to itself, or a pair occurs twice.

    Examples
    --------
    >>> ties = pl.DataFrame({"a": ["USA", "RUS"], "b": ["JPN", "JPN"], "sign": [1, -1]})
    >>> network = signed_network(ties)
    >>> network.states, network.ties, network.negative
    (('JPN', 'RUS', 'USA'), 2, 1)
    """
    if absent := {"a", "b", "sign"} - set(ties.columns):
        raise TableError(
            f"signed ties: missing column {', '.join(sorted(absent))}; their columns: {', '.join(ties.columns)}"
        )
    rows = ties.select(pl.min_horizontal("a", "b").alias("a"), pl.max_horizontal("a", "b").alias("b"), "sign")
    for wrong, why in (
        (rows.filter(pl.col("a") == pl.col("b")), "a state is tied to itself"),
        (rows.filter(pl.col("sign").is_null() | (pl.col("sign") == 0)), "a sign is missing or 0"),
        (rows.filter(pl.struct("a", "b").is_duplicated()), "a pair occurs twice; give each pair one sign"),
    ):
        if not wrong.is_empty():
            raise TableError(f"in signed ties {why}: {wrong.row(0)}", value=wrong.row(0))
    codes = tuple(sorted(set(states) if states is not None else {*rows["a"], *rows["b"]}))
    kept = rows.filter(pl.col("a").is_in(codes), pl.col("b").is_in(codes)).sort("a", "b")
    place = {code: i for i, code in enumerate(codes)}
    ends = np.array([(place[a], place[b]) for a, b, _ in kept.iter_rows()], dtype=np.intp).reshape(-1, 2)
    return SignedNetwork(codes, ends, np.sign(kept["sign"].cast(pl.Float64).to_numpy()))


def from_matrix(states: tuple[str, ...], matrix: Floats) -> SignedNetwork:
    """Return the network of a symmetric matrix of +1, −1 and 0 with the rows `states`."""
    ends = np.array([pair for pair in combinations(range(len(states)), 2) if matrix[pair]], dtype=np.intp)
    ends = ends.reshape(-1, 2)
    return SignedNetwork(states, ends, matrix[ends[:, 0], ends[:, 1]])


def from_both(friends: pl.DataFrame, foes: pl.DataFrame, states: Collection[str] | None = None) -> SignedNetwork:
    """Return the signed network of two frames of pairs: friends, and foes.

    A pair that is both (allies with a dispute) has no sign and is left out: neither record takes precedence.

    Parameters
    ----------
    friends, foes : polars.DataFrame
        ``a`` and ``b``; a pair may occur more than once and in either order.
    states : collection of str, optional
        As for `signed_network`.

    Examples
    --------
    >>> allies = pl.DataFrame({"a": ["GRC", "USA"], "b": ["TUR", "JPN"]})
    >>> rivals = pl.DataFrame({"a": ["TUR", "CHN"], "b": ["GRC", "USA"]})
    >>> from_both(allies, rivals).frame().rows()
    [('CHN', 'USA', -1), ('JPN', 'USA', 1)]
    """
    one, other = (
        pairs.select(pl.min_horizontal("a", "b").alias("a"), pl.max_horizontal("a", "b").alias("b")).unique()
        for pairs in (friends, foes)
    )
    signed = pl.concat(
        [
            one.join(other, on=["a", "b"], how="anti").with_columns(sign=pl.lit(1)),
            other.join(one, on=["a", "b"], how="anti").with_columns(sign=pl.lit(-1)),
        ]
    )
    return signed_network(signed, states)
