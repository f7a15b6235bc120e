"""What if a tie existed, or lapsed: the indices before and after, and their difference."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from detente.measures.architecture.graph import Network, Pair
from detente.measures.architecture.indices import HI, INDICES, LO, architecture, measured

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["what_if", "what_if_of_draws"]


def what_if(
    network: Network,
    add: Iterable[Pair] = (),
    drop: Iterable[Pair] = (),
    *,
    hub: str | None = None,
    indices: Collection[str] = tuple(INDICES),
) -> pl.DataFrame:
    """Return the indices of a network before and after ties are added and dropped.

    Parameters
    ----------
    network : Network
        As it is.
    add, drop : iterable of (str, str)
        Pairs of codes. In a valued network a tie that is added has the highest value there is.
    hub : str, optional
        State to take as the hub; by default the state with most ties, chosen again afterwards.
    indices : collection of str, optional
        As for `architecture`.

    Returns
    -------
    polars.DataFrame
        ``index``, ``axis``, ``before``, ``after``, ``difference``, ``unit``.

    Raises
    ------
    UsageError
        A state is not in the network, or a tie to be dropped is not there.

    Examples
    --------
    >>> from detente.measures.architecture import network
    >>> star = network(pl.DataFrame({"a": ["USA"] * 3, "b": ["JPN", "KOR", "PHL"]}), ["JPN", "KOR", "PHL", "USA"])
    >>> result = what_if(star, add=[("JPN", "KOR")])
    >>> result.filter(pl.col("index") == "web_density").select("before", "after").row(0)
    (0.0, 0.3333333333333333)
    """
    top = float(network.value.max(initial=0.0)) or 1.0
    before = architecture(network, hub=hub, indices=indices).indices
    after = architecture(network.changed(add, drop, value=top), hub=hub, indices=indices).indices
    return before.select("index", "axis", before="value", after=after["value"], unit="unit").select(
        "index", "axis", "before", "after", difference=pl.col("after") - pl.col("before"), unit="unit"
    )


def what_if_of_draws(
    states: tuple[str, ...],
    ties: NDArray[np.bool_],
    add: Iterable[Pair] = (),
    drop: Iterable[Pair] = (),
    *,
    hub: str | None = None,
    indices: Collection[str] = tuple(INDICES),
) -> pl.DataFrame:
    """Return the indices of draws of a network before and after, each draw compared with itself.

    Parameters
    ----------
    states : tuple of str
        Codes.
    ties : array of bool, shape (draws, n, n)
        Symmetric.
    add, drop : iterable of (str, str)
        Pairs that are tied, or not tied, in every draw afterwards.
    hub, indices
        As for `what_if`.

    Returns
    -------
    polars.DataFrame
        As `what_if`, with ``lo`` and ``hi``, the 5% and 95% quantiles of the difference.

    Raises
    ------
    UsageError
        A state is not in the network.
    """
    names = Network(states, np.zeros((len(states),) * 2))
    changed = ties.copy()
    for pairs, there in ((drop, False), (add, True)):
        for pair in pairs:
            i, j = names.place(pair)
            changed[:, i, j] = changed[:, j, i] = there
    before, after = (measured(stack.astype(np.float64), states, hub, indices=indices) for stack in (ties, changed))
    rows: list[tuple[str | float | None, ...]] = []
    for name, (axis, unit, _) in INDICES.items():
        if name not in before:
            continue
        both = np.stack([before[name], after[name]])
        both = both[:, ~np.isnan(both).any(axis=0)]
        if 2 * both.shape[1] < len(ties):
            rows.append((name, axis, *[None] * 5, unit))
            continue
        gap = np.round(both[1] - both[0], 12)
        lo, hi = (float(q) for q in np.quantile(gap, (LO, HI)))
        rows.append((name, axis, float(both[0].mean()), float(both[1].mean()), float(gap.mean()), lo, hi, unit))
    number = dict.fromkeys(("before", "after", "difference", "lo", "hi"), pl.Float64)
    return pl.DataFrame(rows, schema={"index": pl.String, "axis": pl.String, **number, "unit": pl.String}, orient="row")
