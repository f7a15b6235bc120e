"""Kernels on stacks of networks: arrays of shape (B, n, n), symmetric, values from 0 to 1, diagonal 0."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["betweenness", "centralisation", "closed", "k_cores", "share_of_pairs", "valued_betweenness"]

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


def centralisation(scores: Floats, most: float) -> Floats:
    """Return Freeman's centralisation: the sum of gaps to the highest score, as a share of the maximum `most`.

    Parameters
    ----------
    scores : array, shape (B, n)
        A score a state.
    most : float
        The sum of gaps in a star.

    Returns
    -------
    array, shape (B,)
        NaN where a star has no gap: fewer than three states.
    """
    gaps = (scores.max(axis=-1, keepdims=True) - scores).sum(axis=-1)
    return gaps / most if most > 0 else np.full(len(scores), np.nan)


def betweenness(A: Floats) -> Floats:
    """Return the number of shortest paths between others that pass through each state (Brandes 2001), shape (B, n).

    All sources of all networks go forward and back together, a distance at a time.
    """
    itself = np.eye(A.shape[-1])
    front = A * (1 - itself)
    count = front + itself
    levels = [(front > 0).astype(np.float64)]  # which states are at each distance, from 1 on
    while True:
        front = (front @ A) * (count == 0)
        if not front.any():
            break
        count += front
        levels.append((front > 0).astype(np.float64))
    paths = np.where(count > 0, count, 1)
    passing = np.zeros_like(A)
    for depth in range(len(levels) - 1, 0, -1):
        share = (1 + passing) / paths * levels[depth]
        passing += count * (share @ A) * levels[depth - 1]
    through: Floats = passing.sum(axis=-2) / 2
    return through


def valued_betweenness(value: Floats) -> Floats:
    """Return the betweenness of one valued network, shape (n,): a tie is as long as its value is small, 1 / value."""
    from scipy.sparse.csgraph import dijkstra  # noqa: PLC0415 - slow to import, and ties of one length do without

    n = len(value)
    with np.errstate(divide="ignore"):
        length = np.where(value > 0, 1 / value, np.inf)
    far = dijkstra(np.where(np.isfinite(length), length, 0.0), directed=False)
    total = np.zeros(n)
    for source in range(n):
        on_path = np.isclose(far[source][:, None] + length, far[source][None, :], rtol=1e-9) & np.isfinite(length)
        order = [v for v in np.argsort(far[source], kind="stable") if np.isfinite(far[source][v])]
        count, passing = np.zeros(n), np.zeros(n)
        count[source] = 1
        for v in order[1:]:
            count[v] = count[on_path[:, v]].sum()
        for v in reversed(order[1:]):
            before = on_path[:, v]
            passing[before] += count[before] / count[v] * (1 + passing[v])
        passing[source] = 0
        total += passing
    return total / 2


def share_of_pairs(A: Floats, kept: Bools) -> Floats:
    """Return the mean tie between the kept states, shape (B,): the density if ties are 0 or 1.

    Parameters
    ----------
    A : array, shape (B, n, n)
    kept : array of bool, shape (B, n)
    """
    mask = kept.astype(np.float64)
    inside = np.einsum("bi,bij,bj->b", mask, A, mask)
    n = mask.sum(axis=-1)
    pairs = n * (n - 1)
    density: Floats = np.divide(inside, pairs, out=np.full(len(A), np.nan), where=pairs > 0)
    return density


def closed(A: Floats, kept: Bools) -> Floats:
    """Return the transitivity of the kept states, shape (B,): the share of two-step paths with tied ends.

    With values, the share is weighted (Zhang & Horvath 2005). NaN if there is no two-step path.
    """
    inside = A * kept[:, :, None] * kept[:, None, :]
    two = inside @ inside
    n = A.shape[-1]
    paths = (two * (1 - np.eye(n))).sum(axis=(-1, -2))
    triangles = (two * inside).sum(axis=(-1, -2))
    share: Floats = np.divide(triangles, paths, out=np.full(len(A), np.nan), where=paths > 0)
    return share


def k_cores(A: Floats) -> tuple[NDArray[np.int64], Bools]:
    """Return the largest k of which there is a core, shape (B,), and who is in it, shape (B, n).

    A k-core is a set of states each tied to at least k others of it (Seidman 1983).
    """
    tied = A > 0
    alive = np.ones(A.shape[:2], dtype=bool)
    deepest = np.zeros(len(A), dtype=np.int64)
    inner = alive.copy()
    for k in range(1, A.shape[-1]):
        while True:
            degree = (tied & alive[:, None, :]).sum(axis=-1)
            kept = alive & (degree >= k)
            if (kept == alive).all():
                break
            alive = kept
        there = alive.any(axis=-1)
        if not there.any():
            break
        deepest[there] = k
        inner[there] = alive[there]
    return deepest, inner
