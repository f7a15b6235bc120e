"""Where the states of a network stand in a drawing, and where their names go without touching.

A part of the network whose states are tied to each other, directly or through others, is laid out by stress
majorisation (Gansner, Koren & North 2005): distances on paper come as near as they can to distances in the network.
It starts from classical scaling, so that the same network gives the same drawing. Parts stand side by side.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse.csgraph import connected_components, shortest_path

from detente.publish.charts.scales import text_width

__all__ = ["Box", "Point", "arranged", "name_places"]

Floats = NDArray[np.float64]
Point = tuple[float, float]
Box = tuple[float, float, float, float]  # left, top, right, bottom

STEPS = 600
STILL = 1e-7
APART = 0.15  # lengths of a tie: nodes nearer to each other than this are pulled apart at the start
GAP = 1.1  # between two parts, in lengths of a tie
NEAR, FAR = 8, 45.0  # places beside a point; what it costs a name to stand farther off
LINE = 1.25  # height of a line of text, in font sizes


def arranged(tied: NDArray[np.bool_], width: float, height: float) -> Floats:
    """Return a place in pixels for each node that has a tie, shape (n, 2); NaN for one that has none.

    Parameters
    ----------
    tied : array of bool, shape (n, n)
        Symmetric.
    width, height : float
        Of the drawing, in pixels.

    Examples
    --------
    >>> chain = np.array([[0, 1, 0], [1, 0, 1], [0, 1, 0]], dtype=bool)
    >>> arranged(chain, 300, 100).round().tolist()
    [[300.0, 50.0], [150.0, 50.0], [0.0, 50.0]]
    """
    n = len(tied)
    count, part = connected_components(tied, directed=False)
    parts = [np.flatnonzero(part == k) for k in range(count)]
    parts = sorted((p for p in parts if len(p) > 1), key=lambda p: (-len(p), int(p[0])))
    place = np.full((n, 2), np.nan)
    drawn = [_stress(tied[np.ix_(p, p)], width / max(height, 1.0)) for p in parts]
    for nodes, points in zip(parts, _packed(drawn, width / max(height, 1.0)), strict=True):
        place[nodes] = points
    return _fitted(place, width, height)


def _stress(tied: NDArray[np.bool_], wide: float) -> Floats:
    """Lay out one part; a tie is about as long as 1. Its longer side lies across."""
    far = shortest_path(tied.astype(np.float64), unweighted=True, directed=False)
    if len(tied) == 2:
        return np.array([[0.0, 0.0], [1.0, 0.0]])
    x = _scaling(far)
    weight = np.divide(1, far**2, out=np.zeros_like(far), where=far > 0)
    laplacian = np.diag(weight.sum(axis=1)) - weight
    inverse = np.linalg.pinv(laplacian)
    for _ in range(STEPS):
        gap = np.linalg.norm(x[:, None] - x[None], axis=-1)
        ratio = np.divide(weight * far, gap, out=np.zeros_like(gap), where=gap > 1e-9)
        moved = inverse @ ((np.diag(ratio.sum(axis=1)) - ratio) @ x)
        done = np.abs(moved - x).max() < STILL
        x = moved
        if done:
            break
    return _turned(x - x.mean(axis=0), wide)


def _scaling(far: Floats) -> Floats:
    """Return classical scaling in two dimensions, with nodes that coincide pulled apart a little, always alike."""
    n = len(far)
    centre = np.eye(n) - 1 / n
    values, vectors = np.linalg.eigh(-centre @ (far**2) @ centre / 2)
    x: Floats = vectors[:, ::-1][:, :2] * np.sqrt(np.maximum(values[::-1][:2], 0))
    largest = np.abs(x).argmax(axis=0)
    x *= np.where(x[largest, [0, 1]] < 0, -1, 1)  # eigenvectors have no sign of their own
    near = np.linalg.norm(x[:, None] - x[None], axis=-1) + np.eye(n)
    if near.min() > APART:
        return x
    around = 2 * np.pi * np.arange(n) / n
    return x + APART * np.stack([np.cos(around), np.sin(around)], axis=-1)


def _turned(x: Floats, wide: float) -> Floats:
    """Turn the longer axis across a wide drawing, down a tall one."""
    _, _, axes = np.linalg.svd(x, full_matrices=False)
    axes = axes * np.where(axes[:, :1] < 0, -1, 1)
    turned: Floats = x @ axes.T
    return turned if wide >= 1 else turned[:, ::-1]


def _packed(drawn: Sequence[Floats], wide: float) -> list[Floats]:
    """Put parts in rows, the largest first, as wide as the drawing is for its height."""
    if not drawn:
        return []
    sizes = [np.maximum(np.ptp(x, axis=0), 0.01) for x in drawn]
    area = sum((w + GAP) * (h + GAP) for w, h in sizes)
    room = max(float(sizes[0][0]), (area * wide) ** 0.5)
    placed, left, top, deep = [], 0.0, 0.0, 0.0
    for x, (w, h) in zip(drawn, sizes, strict=True):
        if left > 0 and left + w > room:
            left, top, deep = 0.0, top + deep + GAP, 0.0
        placed.append(x - x.min(axis=0) + [left, top])
        left, deep = left + w + GAP, max(deep, h)
    return placed


def _fitted(place: Floats, width: float, height: float) -> Floats:
    """Scale and centre places in the drawing, the two directions a little apart from each other if that fills it."""
    known = ~np.isnan(place[:, 0])
    if not known.any():
        return place
    lo, hi = place[known].min(axis=0), place[known].max(axis=0)
    span = np.maximum(hi - lo, 1e-9)
    ratio = np.array([width, height]) / span
    scale = np.minimum(ratio, 1.35 * ratio.min())
    scale = np.where(hi - lo < 1e-6, 1.0, scale)
    fitted: Floats = (place - (lo + hi) / 2) * scale + np.array([width, height]) / 2
    return fitted


def name_places(
    points: Sequence[Point],
    names: Sequence[str],
    sizes: Sequence[float],
    frame: Box,
    *,
    away: Sequence[float] | None = None,
    lines: Sequence[tuple[Point, Point]] = (),
) -> list[Point]:
    """Return the left end and the middle of the line for each name, near its point and off the others.

    Parameters
    ----------
    points : sequence of (float, float)
        In pixels; names are placed in this order, so the most important come first.
    names : sequence of str
        What is written.
    sizes : sequence of float
        Font sizes in pixels.
    frame : Box
        Where names must stay.
    away : sequence of float, optional
        How far each name keeps from its point, in pixels; 8 by default.
    lines : sequence of pairs of points, optional
        Lines that names should not cover.

    Examples
    --------
    >>> name_places([(50.0, 50.0)], ["Japan"], [11], (0, 0, 200, 100))
    [(58.0, 50.0)]
    """
    gaps = list(away or [8.0] * len(points))
    dots = [(x - g + 3, y - g + 3, x + g - 3, y + g - 3) for (x, y), g in zip(points, gaps, strict=True)]
    written: list[Box] = []
    found = []
    for i, ((x, y), name, size) in enumerate(zip(points, names, sizes, strict=True)):
        others = [*dots[:i], *dots[i + 1 :]]
        tried = [_box(left, top, name, size) for left, top in _around(x, y, gaps[i], text_width(name, size), size)]
        cost = [
            4 * sum(_overlap(box, other) for other in written)
            + 3 * sum(_overlap(box, other) for other in others)
            + 3 * sum(_crossed(box, line) for line in lines)
            + 50 * _off(box, frame)
            + 2 * rank
            + (FAR if rank >= NEAR else 0)  # the best liked of the free places
            for rank, box in enumerate(tried)
        ]
        best = tried[cost.index(min(cost))]
        written.append(best)
        found.append((round(best[0], 1), round((best[1] + best[3]) / 2, 1)))
    return found


def _around(x: float, y: float, gap: float, wide: float, size: float) -> list[tuple[float, float]]:
    """Return places for a name about a point, the best liked first: right, left, above, below, the corners, farther."""
    line = size * LINE
    near = [
        (x + gap, y),
        (x - gap - wide, y),
        (x - wide / 2, y - gap - line / 2),
        (x - wide / 2, y + gap + line / 2),
    ]
    corners = [(x + s * gap - (wide if s < 0 else 0), y + t * (gap + 2)) for t in (-1, 1) for s in (1, -1)]
    farther = [(x + s * (gap + 12) - (wide if s < 0 else 0), y + t * (gap + 14)) for t in (-1, 0, 1) for s in (1, -1)]
    return [*near, *corners, *farther]


def _box(left: float, middle: float, name: str, size: float) -> Box:
    half = size * LINE / 2
    return left, middle - half, left + text_width(name, size), middle + half


def _off(box: Box, frame: Box) -> float:
    """Return how far a box sticks out of the frame."""
    wide = max(0.0, frame[0] - box[0]) + max(0.0, box[2] - frame[2])
    return wide + max(0.0, frame[1] - box[1]) + max(0.0, box[3] - frame[3])


def _crossed(box: Box, line: tuple[Point, Point]) -> float:
    """Return how much of a line, in pixels, runs through a box (Liang & Barsky 1984)."""
    (x, y), (x2, y2) = line
    dx, dy = x2 - x, y2 - y
    start, end = 0.0, 1.0
    for step, room in ((-dx, x - box[0]), (dx, box[2] - x), (-dy, y - box[1]), (dy, box[3] - y)):
        if step == 0:
            if room < 0:
                return 0.0
        elif step < 0:
            start = max(start, room / step)
        else:
            end = min(end, room / step)
    return max(0.0, end - start) * float(np.hypot(dx, dy))


def _overlap(a: Box, b: Box) -> float:
    wide, high = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    return wide * high if wide > 0 and high > 0 else 0.0
