"""A network of states with binary or valued ties."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from detente.errors import TableError, UsageError

__all__ = ["Network", "network"]

Floats = NDArray[np.float64]
Pair = tuple[str, str]


@dataclass(frozen=True)
class Network:
    """Undirected ties between states. Built by `network`.

    Parameters
    ----------
    states : tuple of str
        Codes, in alphabetical order; a state without ties is in it too.
    value : array of float, shape (n, n)
        Symmetric: 0 without a tie, 1 for a tie, or its value.
    """

    states: tuple[str, ...]
    value: Floats

    @property
    def valued(self) -> bool:
        """Whether ties differ in value."""
        return bool(len(np.unique(self.value[self.value > 0])) > 1)

    def ties(self) -> pl.DataFrame:
        """Return the ties: ``a``, ``b`` in alphabetical order, and ``value``."""
        rows = [
            (self.states[i], self.states[j], float(self.value[i, j]))
            for i, j in combinations(range(len(self.states)), 2)
            if self.value[i, j] > 0
        ]
        return pl.DataFrame(rows, schema={"a": pl.String, "b": pl.String, "value": pl.Float64}, orient="row")

    def changed(self, add: Iterable[Pair] = (), drop: Iterable[Pair] = (), *, value: float = 1.0) -> Network:
        """Return the network with ties added and dropped.

        Parameters
        ----------
        add, drop : iterable of (str, str)
            Pairs of codes. A tie that is there already takes `value`.
        value : float, optional
            Of the ties added.

        Raises
        ------
        UsageError
            A state is not in the network, or a tie to be dropped is not there.
        """
        changed = self.value.copy()
        for pair in drop:
            i, j = self.place(pair)
            if changed[i, j] == 0:
                raise UsageError(f"no tie between {pair[0]} and {pair[1]} to drop", value=pair)
            changed[i, j] = changed[j, i] = 0
        for pair in add:
            i, j = self.place(pair)
            changed[i, j] = changed[j, i] = value
        return Network(self.states, changed)

    def place(self, pair: Pair) -> tuple[int, int]:
        """Return the places of two states in `states`.

        Raises
        ------
        UsageError
            They are not two states of the network.
        """
        for code in pair:
            if code not in self.states:
                raise UsageError(f"{code} is not in the network, which holds {', '.join(self.states)}", value=code)
        if pair[0] == pair[1]:
            raise UsageError(f"a tie takes two states, not {pair[0]} twice", value=pair)
        return self.states.index(pair[0]), self.states.index(pair[1])


def network(ties: pl.DataFrame, states: Collection[str]) -> Network:
    """Return the network of a frame of ties.

    Parameters
    ----------
    ties : polars.DataFrame
        ``a`` and ``b``, codes in any order; optionally ``value``, above 0. If a pair occurs more than once, the
        highest value counts. Ties with states outside `states` are left out.
    states : collection of str
        The states of the network.

    Raises
    ------
    TableError
        A column is missing, a state is tied to itself, or a value is missing or not above 0.
    UsageError
        There are no states.

    Examples
    --------
    >>> result = network(pl.DataFrame({"a": ["USA", "USA"], "b": ["JPN", "KOR"]}), ["JPN", "KOR", "USA"])
    >>> result.value.sum(axis=1).tolist()
    [1.0, 1.0, 2.0]
    """
    if absent := {"a", "b"} - set(ties.columns):
        raise TableError(f"ties: missing column {', '.join(sorted(absent))}; their columns: {', '.join(ties.columns)}")
    rows = ties if "value" in ties.columns else ties.with_columns(value=pl.lit(1.0))
    own = rows.filter(pl.col("a") == pl.col("b"))
    low = rows.filter(pl.col("value").is_null() | (pl.col("value") <= 0))
    for wrong, why in ((own, "a state is tied to itself"), (low, "a value is missing or not above 0")):
        if not wrong.is_empty():
            raise TableError(f"in ties {why}: {wrong.row(0)}", value=wrong.row(0))
    codes = tuple(sorted(set(states)))
    if not codes:
        raise UsageError("a network takes states; none were given", value=states)
    place = {code: i for i, code in enumerate(codes)}
    value = np.zeros((len(codes),) * 2)
    for a, b, v in rows.select("a", "b", "value").iter_rows():
        if a in place and b in place:
            i, j = place[a], place[b]
            value[i, j] = value[j, i] = max(value[i, j], v)
    return Network(codes, value)
