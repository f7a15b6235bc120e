"""Reduce a frustration problem without changing its minimum.

The problem, in the language of the Ising model: each node has x = +1 or −1, an edge has a coupling J, and an
assignment costs ::

    Σ_uv (|J_uv| − J_uv x_u x_v) / 2          = Σ of |J_uv| over the edges that x frustrates

A unit coupling is a tie. Each rule removes one node and leaves a problem with the same minimum, up to a constant that
is stored in `Kernel.constant`; reversing the rules gives the nodes' values.

followed    2 |J_uv| ≥ Σ_w |J_uw|: the other neighbours can't outvote v, so u sides with v (or against it if v is an
            enemy). Covers nodes of one or two ties.
twins       u and v have equal relations to all others (J_uw = c J_vw) and no conflicting tie: they are on the same
            side. Alliances of many members shrink to a few nodes.
stars       A node of three ties sides with their majority. Its cost is a function of the products of its three
            neighbours, so a triangle of couplings replaces it.

References
----------
Harary, F. & Kabell, J. A. (1980). A simple algorithm to detect balance in signed graphs. Mathematical Social
Sciences 1(1), 131–136.
Lange, J.-H., Andres, B. & Swoboda, P. (2019). Combinatorial persistency criteria for multicut and max-cut.
Proceedings of CVPR 2019, 6093–6102.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

__all__ = ["Kernel", "blocks"]

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
CLOSE = 1e-9


@dataclass
class Kernel:
    """A problem that shrinks.

    Parameters
    ----------
    coupling : array of float, shape (n, n)
        Symmetric couplings; changed in place as nodes go.

    Examples
    --------
    >>> square = np.zeros((4, 4))
    >>> for (u, v), sign in {(0, 1): 1, (1, 2): 1, (2, 3): 1, (0, 3): -1}.items():
    ...     square[u, v] = square[v, u] = sign
    >>> kernel = Kernel(square)
    >>> kernel.shrink()
    >>> kernel.constant, len(kernel.left)
    (1.0, 0)
    """

    coupling: Floats
    constant: float = 0.0
    undo: list[Callable[[Floats], None]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.present = np.ones(len(self.coupling), dtype=bool)

    @property
    def left(self) -> Ints:
        """Nodes that are still there."""
        return np.flatnonzero(self.present)

    def shrink(self) -> None:
        """Apply the rules until none applies."""
        while self._follow() or self._join_twins() or self._open_stars():
            pass

    def restore(self, x: Floats) -> None:
        """Fill in the values of the nodes removed, given those that are left."""
        for step in reversed(self.undo):
            step(x)

    def _follow(self) -> bool:
        result = False
        while self.present.any():
            size = np.abs(self.coupling)
            ready = self.present & (2 * size.max(axis=1) >= size.sum(axis=1) - CLOSE)
            if not ready.any():
                break
            u = int(np.flatnonzero(ready)[0])
            v = int(size[u].argmax())
            if size[u, v] == 0:
                self._drop(u)
            else:
                self._merge(u, v, float(np.sign(self.coupling[u, v])))
            result = True
        return result

    def _join_twins(self) -> bool:
        for u, v, sign in self._twins():
            self._merge(u, v, sign)
            return True
        return False

    def _twins(self) -> Iterator[tuple[int, int, float]]:
        left = self.left
        if len(left) < 2:
            return
        J = self.coupling[np.ix_(left, left)]
        norms = (J**2).sum(axis=1)
        inner = J @ J
        # without each other's column: <u, v> is untouched, the norms lose J_uv²
        own, others = norms[:, None] - J**2, norms[None, :] - J**2
        alike = inner**2 >= own * others * (1 - CLOSE)
        sign = np.sign(inner)
        mergeable = alike & (sign != 0) & (sign * J >= 0)
        for i, j in np.argwhere(np.triu(mergeable, 1)):
            yield int(left[i]), int(left[j]), float(sign[i, j])

    def _open_stars(self) -> bool:
        stars = np.flatnonzero(self.present & ((self.coupling != 0).sum(axis=1) == 3))
        if not len(stars):
            return False
        u = int(stars[0])
        a, b, c = (int(w) for w in np.flatnonzero(self.coupling[u]))
        p, q, r = (float(self.coupling[u, w]) for w in (a, b, c))
        same, off_a, off_b, off_c = abs(p + q + r), abs(-p + q + r), abs(p - q + r), abs(p + q - r)
        kept = (same + off_a + off_b + off_c) / 4
        triangle = {
            (a, b): (same + off_c - off_a - off_b) / 4,
            (a, c): (same + off_b - off_a - off_c) / 4,
            (b, c): (same + off_a - off_b - off_c) / 4,
        }
        self.constant += (abs(p) + abs(q) + abs(r) - kept - sum(abs(J) for J in triangle.values())) / 2
        self._take(u)
        for (v, w), J in triangle.items():
            self._add(v, w, J)

        def side(x: Floats) -> None:
            x[u] = 1.0 if p * x[a] + q * x[b] + r * x[c] >= 0 else -1.0

        self.undo.append(side)
        return True

    def _drop(self, u: int) -> None:
        self._take(u)

        def free(x: Floats) -> None:
            x[u] = 1.0

        self.undo.append(free)

    def _merge(self, u: int, v: int, sign: float) -> None:
        """Take away u, which sides with v (sign +1) or against it (−1)."""
        between = float(self.coupling[u, v])
        self.constant += (abs(between) - sign * between) / 2
        row = self.coupling[u].copy()
        self._take(u)
        row[v] = 0
        before = self.coupling[v].copy()
        after = before + sign * row
        after[np.abs(after) < CLOSE] = 0
        self.constant += float((np.abs(before) + np.abs(row) - np.abs(after)).sum()) / 2
        self.coupling[v, :] = self.coupling[:, v] = after

        def follow(x: Floats) -> None:
            x[u] = sign * x[v]

        self.undo.append(follow)

    def _add(self, v: int, w: int, J: float) -> None:
        """Add a coupling beside the one there is."""
        before = float(self.coupling[v, w])
        after = before + J
        after = 0.0 if abs(after) < CLOSE else after
        self.constant += (abs(before) + abs(J) - abs(after)) / 2
        self.coupling[v, w] = self.coupling[w, v] = after

    def _take(self, u: int) -> None:
        self.coupling[u, :] = self.coupling[:, u] = 0
        self.present[u] = False


def blocks(coupling: Floats) -> list[Ints]:
    """Return the nodes of each biconnected block of two or more nodes: parts that meet in single nodes.

    Cycles stay within a block, so blocks are solved apart (Tarjan 1972). Read backwards, each block meets those
    before it in one node at most.

    Examples
    --------
    >>> chain = np.array([[0, 1, 1, 0], [1, 0, 1, 0], [1, 1, 0, 1], [0, 0, 1, 0]])
    >>> [nodes.tolist() for nodes in blocks(chain)]
    [[2, 3], [0, 1, 2]]
    """
    near = [np.flatnonzero(row).tolist() for row in coupling]
    order = [-1] * len(near)
    low = [0] * len(near)
    result: list[Ints] = []
    for root in range(len(near)):
        if order[root] >= 0:
            continue
        clock = max(order) + 1
        order[root] = low[root] = clock
        path: list[tuple[int, int, Iterator[int]]] = [(root, -1, iter(near[root]))]
        edges: list[tuple[int, int]] = []
        while path:
            node, parent, rest = path[-1]
            step = next(rest, None)
            if step is None:
                path.pop()
                if not path:
                    break
                above = path[-1][0]
                low[above] = min(low[above], low[node])
                if low[node] >= order[above]:
                    result.append(_cut(edges, (above, node)))
            elif order[step] < 0:
                clock += 1
                order[step] = low[step] = clock
                edges.append((node, step))
                path.append((step, node, iter(near[step])))
            elif step != parent and order[step] < order[node]:
                edges.append((node, step))
                low[node] = min(low[node], order[step])
    return result


def _cut(edges: list[tuple[int, int]], first: tuple[int, int]) -> Ints:
    """Take the edges from `first` on off the stack and return their nodes."""
    at = edges.index(first)
    nodes = sorted({node for edge in edges[at:] for node in edge})
    del edges[at:]
    return np.array(nodes, dtype=np.intp)
