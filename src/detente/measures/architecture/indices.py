"""The two axes of a network of states: hub and web.

In a hub with spokes, all ties lead to one state; in a web, the spokes are also tied to each other. The two are not ends
of one scale: a ring and a clique are equally far from a star (both have centralisation 0), and a wheel is a hub and
partly a web. So each has its own indices. ::

    degree centralisation        Σ_i (d_max − d_i) / ((n − 1)(n − 2))                    Freeman 1979
    betweenness centralisation   Σ_i (b_max − b_i) / ((n − 1)² (n − 2) / 2)              Freeman 1979
    hub's share                  ties of the hub / all ties
    web density                  ties between the other states / pairs of the other states
    web transitivity             for the other states: two-step paths with tied ends / two-step paths

The hub is the state with most ties; of several, the one with the highest betweenness, then the first in the alphabet.
Values are divided by the highest value that a tie can have, so that indices of valued ties keep their range.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from detente.errors import UsageError
from detente.measures.architecture.centrality import (
    betweenness,
    centralisation,
    closed,
    k_cores,
    share_of_pairs,
    valued_betweenness,
)
from detente.measures.architecture.graph import Network
from detente.measures.architecture.periphery import core_fit

__all__ = ["INDICES", "Architecture", "architecture", "architecture_of_draws", "summary"]

Floats = NDArray[np.float64]

# name: axis, unit, description
INDICES: dict[str, tuple[str, str, str]] = {
    "degree_centralisation": ("hub", "share", "Dominance of the hub's ties, relative to a star"),
    "betweenness_centralisation": (
        "hub",
        "share",
        "Dominance of one state on the paths between others, relative to a star",
    ),
    "hub_share": ("hub", "share", "Share of all ties that are the hub's"),
    "web_density": ("web", "share", "Share of the pairs of spokes that are tied"),
    "web_transitivity": ("web", "share", "Share of two-step paths between spokes with tied ends"),
    "density": ("whole", "share", "Share of all pairs that are tied"),
    "transitivity": ("whole", "share", "Share of all two-step paths with tied ends"),
    "core_fit": ("whole", "correlation", "Fit of the best core and periphery"),
    "k_core": ("whole", "ties", "Largest k for which a group of states have k ties with each other"),
    "leading": ("whole", "ties", "Leading eigenvalue of the ties"),
    "ties": ("whole", "ties", "Ties"),
    "tied": ("whole", "states", "States with a tie"),
}
LO, HI = 0.05, 0.95
BLOCK = 25_000  # values of networks measured at a time, which fit the processor's cache


@dataclass(frozen=True)
class Architecture:
    """The indices of one network, or of draws of one.

    Parameters
    ----------
    indices : polars.DataFrame
        ``index``, ``axis``, ``value``, ``lo``, ``hi`` (5% and 95% quantiles of the draws; null without draws) and
        ``unit``. A value is null where it can't be computed: transitivity without a two-step path, the core of
        pairs that are all alike. Of draws it is the mean of those in which it can, if they are at least half.
    hubs : polars.DataFrame
        ``state`` and ``probability`` of being the hub, highest first. Empty where there are no ties. A state that
        was named as the hub has probability 1.
    core : polars.DataFrame
        ``state`` and ``probability`` of being in the core, highest first; states above 0.
    """

    indices: pl.DataFrame
    hubs: pl.DataFrame
    core: pl.DataFrame

    def value(self, index: str) -> float | None:
        """Return an index's value."""
        result: float | None = self.indices.row(by_predicate=pl.col("index") == index, named=True)["value"]
        return result


def architecture(
    network: Network, *, hub: str | None = None, indices: Collection[str] = tuple(INDICES)
) -> Architecture:
    """Return the indices of a network.

    Parameters
    ----------
    network : Network
        Ties, plain or valued.
    hub : str, optional
        Code of the state to take as the hub; by default the state of most ties.
    indices : collection of str, optional
        Which of `INDICES` to measure; by default all. The core is measured with ``core_fit``.

    Returns
    -------
    Architecture

    Raises
    ------
    UsageError
        `hub` is not in the network.

    Examples
    --------
    >>> from detente.measures.architecture import network
    >>> star = network(pl.DataFrame({"a": ["USA"] * 3, "b": ["JPN", "KOR", "PHL"]}), ["JPN", "KOR", "PHL", "USA"])
    >>> result = architecture(star)
    >>> result.value("degree_centralisation"), result.value("web_density"), result.hubs["state"][0]
    (1.0, 0.0, 'USA')
    """
    top = float(network.value.max(initial=0.0)) or 1.0
    A = network.value[None] / top
    between = valued_betweenness(network.value)[None] if network.valued else None
    return summary(network.states, measured(A, network.states, hub, between, indices), drawn=False)


def architecture_of_draws(states: tuple[str, ...], ties: NDArray[np.bool_], *, hub: str | None = None) -> Architecture:
    """Return the indices of a network that is known by draws.

    Parameters
    ----------
    states : tuple of str
        Codes, in the order of the rows of `ties`.
    ties : array of bool, shape (draws, n, n)
        Symmetric, diagonal false.
    hub : str, optional
        As for `architecture`; by default each draw has its own.

    Returns
    -------
    Architecture

    Raises
    ------
    UsageError
        If `hub` is not one of the states.

    Examples
    --------
    >>> ties = np.array([[[False, True], [True, False]], [[False, False], [False, False]]])
    >>> result = architecture_of_draws(("JPN", "USA"), ties)
    >>> result.value("density"), result.hubs.rows()
    (0.5, [('JPN', 0.5)])
    """
    return summary(states, measured(ties.astype(np.float64), states, hub))


def measured(
    A: Floats,
    states: tuple[str, ...],
    hub: str | None = None,
    between: Floats | None = None,
    indices: Collection[str] = tuple(INDICES),
) -> dict[str, NDArray[Any]]:
    """Return indices of every network of a stack, and ``hub``, the hub's place.

    Parameters
    ----------
    A : array, shape (B, n, n)
        Values from 0 to 1.
    states : tuple of str
        Codes.
    hub : str, optional
        As for `architecture`.
    between : array, shape (B, n), optional
        Betweenness, where it is not that of ties of one length.
    indices : collection of str
        Names in `INDICES`; by default all. With ``core_fit`` comes ``core``, whether each state is in the core.
    """
    step = max(1, BLOCK // max(1, A.shape[-1] ** 2))
    blocks = [
        _measured(A[at : at + step], states, hub, None if between is None else between[at : at + step], indices)
        for at in range(0, max(1, len(A)), step)
    ]
    return {name: np.concatenate([block[name] for block in blocks]) for name in blocks[0]}


def _measured(
    A: Floats, states: tuple[str, ...], hub: str | None, between: Floats | None, indices: Collection[str]
) -> dict[str, NDArray[Any]]:
    batch, n = A.shape[:2]
    degree = A.sum(axis=-1)
    through = betweenness(A) if between is None else between
    place = _hubs(degree, through, states, hub)
    total = degree.sum(axis=-1) / 2
    everyone = np.ones((batch, n), dtype=bool)
    spokes = everyone.copy()
    spokes[np.arange(batch), place] = False
    with np.errstate(invalid="ignore"):
        share = np.where(total > 0, degree[np.arange(batch), place] / total, np.nan)
    measures: dict[str, Callable[[], NDArray[Any]]] = {
        "degree_centralisation": lambda: centralisation(degree, (n - 1) * (n - 2)),
        "betweenness_centralisation": lambda: centralisation(through, (n - 1) ** 2 * (n - 2) / 2),
        "hub_share": lambda: share,
        "web_density": lambda: share_of_pairs(A, spokes),
        "web_transitivity": lambda: closed(A, spokes),
        "density": lambda: share_of_pairs(A, everyone),
        "transitivity": lambda: closed(A, everyone),
        "k_core": lambda: k_cores(A)[0].astype(np.float64),
        "leading": lambda: np.linalg.eigvalsh(A)[:, -1] if n else np.zeros(batch),
        "ties": lambda: (A > 0).sum(axis=(-1, -2)) / 2,
        "tied": lambda: (A > 0).any(axis=-1).sum(axis=-1).astype(np.float64),
    }
    found = {name: measure() for name, measure in measures.items() if name in indices}
    if "core_fit" in indices:
        found["core_fit"], found["core"] = core_fit(A)
    return {**found, "hub": np.where(total > 0, place, -1)}


def _hubs(degree: Floats, through: Floats, states: tuple[str, ...], hub: str | None) -> NDArray[np.intp]:
    if hub is not None:
        if hub not in states:
            raise UsageError(f"{hub} can't be the hub of a network that holds {', '.join(states)}", value=hub)
        return np.full(len(degree), states.index(hub))
    most = np.isclose(degree, degree.max(axis=-1, keepdims=True))
    result: NDArray[np.intp] = np.where(most, np.round(through, 9), -1.0).argmax(axis=-1)
    return result


def summary(states: tuple[str, ...], result: Mapping[str, NDArray[Any]], *, drawn: bool = True) -> Architecture:
    """Return the indices of a stack of draws as frames: those that were measured."""
    rows = []
    for name, (axis, unit, _) in INDICES.items():
        if name not in result:
            continue
        known = result[name][~np.isnan(result[name])]
        enough = 2 * len(known) >= len(result[name]) and len(known) > 0
        value = float(known.mean()) if enough else None
        lo, hi = (float(q) for q in np.quantile(known, (LO, HI))) if enough and drawn else (None, None)
        rows.append((name, axis, value, lo, hi, unit))
    number = dict.fromkeys(("value", "lo", "hi"), pl.Float64)
    schema = {"index": pl.String, "axis": pl.String, **number, "unit": pl.String}
    hubs = [(result["hub"] == i).mean() for i in range(len(states))]
    core = np.atleast_2d(result["core"]).mean(axis=0).tolist() if "core" in result else [0.0] * len(states)
    return Architecture(pl.DataFrame(rows, schema=schema, orient="row"), _likely(states, hubs), _likely(states, core))


def _likely(states: tuple[str, ...], probability: list[float]) -> pl.DataFrame:
    likely = sorted((-float(p), state) for state, p in zip(states, probability, strict=True) if p > 0)
    columns = {"state": [state for _, state in likely], "probability": [-p for p, _ in likely]}
    return pl.DataFrame(columns, schema={"state": pl.String, "probability": pl.Float64})
