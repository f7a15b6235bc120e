"""The frustration of one block, by integer programming.

Variables: x_i in {0, 1}, the side of node i; f_e in [0, 1], whether edge e is frustrated. ::

    minimise Σ_e |J_e| f_e
    + edge ij:   f ≥ x_i − x_j,        f ≥ x_j − x_i
    − edge ij:   f ≥ x_i + x_j − 1,    f ≥ 1 − x_i − x_j          (Aref, Mason & Wilson 2018, 2020)
    the node of most ties has x = 1
    the cost is at least what the cuts prove, and one below what the search found
    negative cycle C:   Σ_{e in C} f_e ≥ 1                        (cuts: triangles first, then longer ones)

The cuts are found by a linear programme in f alone, to which the negative cycles that its answer violates are added
until none is left; the shortest violated cycle through a node is a shortest path in the double cover, whose nodes
are (node, side). Where that answer, rounded up, meets the best assignment found by search, the search's is optimal
and no branching is needed. Else HiGHS branches on x with the cuts in hand.

References
----------
Aref, S., Mason, A. J. & Wilson, M. C. (2020). A modeling and computational study of the frustration index in signed
networks. Networks 75(1), 95–110.
Barahona, F. & Mahjoub, A. R. (1986). On the cut polytope. Mathematical Programming 36, 157–173.
"""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csr_array, hstack, vstack
from scipy.sparse.csgraph import dijkstra

__all__ = ["Solution", "solve"]

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

CLOSE = 1e-6
STARTS, ROUNDS = 24, 12  # of the search: assignments followed at once, and steps a node
TENURE = 7  # steps for which a node that moved stays
MOST_CUTS = 400  # a round
SOLVED, INFEASIBLE = 0, 2  # how HiGHS ends, as scipy counts


@dataclass(frozen=True)
class Solution:
    """An assignment of ±1, its cost, and a cost that no assignment can be under."""

    x: Floats
    cost: float
    least: float


@dataclass(frozen=True)
class Edges:
    """A connected problem as a list of edges: ends `i` < `j`, couplings `J`, of `nodes` nodes."""

    i: Ints
    j: Ints
    J: Floats
    nodes: int

    @classmethod
    def of(cls, coupling: Floats) -> Edges:
        """Read the upper triangle of a coupling matrix."""
        i, j = np.nonzero(np.triu(coupling))
        return cls(i, j, coupling[i, j], len(coupling))

    @property
    def top(self) -> int:
        """The node of most edges."""
        return int(np.bincount(np.concatenate([self.i, self.j])).argmax())

    def cost(self, x: Floats) -> float:
        """Return what an assignment frustrates."""
        return float(np.abs(self.J)[self.J * x[self.i] * x[self.j] < 0].sum())


def solve(coupling: Floats, *, until: float, seed: int = 0) -> Solution:
    """Return the assignment of least cost of one connected problem.

    Parameters
    ----------
    coupling : array of float, shape (n, n)
        Symmetric. Costs of two assignments must differ by a whole number, as they do where whole couplings
        were reduced: bounds are rounded up by it.
    until : float
        ``time.monotonic`` at which to stop; what has been found by then is returned.
    seed : int
        Of the search that comes first.

    Returns
    -------
    Solution
        ``cost == least`` where it is proven.
    """
    edges = Edges.of(coupling)
    x, cost = search(coupling, np.random.default_rng(seed))
    cuts, least = _cuts(edges, cost, until)
    if least >= cost - CLOSE or time.monotonic() >= until:
        return Solution(x, cost, min(least, cost))
    return _branch(edges, cuts, Solution(x, cost, least), until)


def search(coupling: Floats, rng: np.random.Generator) -> tuple[Floats, float]:
    """Return a good assignment and its cost: tabu search from several starts at once."""
    n = len(coupling)
    x = rng.choice(np.array([-1.0, 1.0]), size=(STARTS, n))
    x[0] = 1.0
    field = x @ coupling
    energy = -(x * field).sum(axis=1) / 2
    best, best_x = energy.copy(), x.copy()
    barred = np.zeros((STARTS, n), dtype=np.int64)
    rows = np.arange(STARTS)
    for step in range(ROUNDS * n + 50):
        gain = 2 * x * field  # change of energy if the node moves
        allowed = (barred <= step) | (energy[:, None] + gain < best[:, None] - CLOSE)
        move = np.where(allowed, gain, np.inf).argmin(axis=1)
        energy += gain[rows, move]
        x[rows, move] *= -1
        field += 2 * x[rows, move, None] * coupling[move]
        barred[rows, move] = step + 1 + TENURE + rng.integers(0, 4, STARTS)
        better = energy < best - CLOSE
        best[better], best_x[better] = energy[better], x[better]
    at = int(best.argmin())
    return best_x[at], float(np.abs(coupling).sum() / 4 + best[at] / 2)


def _up(value: float, cost: float) -> float:
    """Return the least cost at or above a bound: a whole number of steps below a cost that was met."""
    return cost - math.floor(cost - value + CLOSE)


def _cuts(edges: Edges, cost: float, until: float) -> tuple[csr_array, float]:
    """Return negative cycles, a row each, and the bound that they prove."""
    prices = np.abs(edges.J)
    number = {pair: e for e, pair in enumerate(zip(edges.i.tolist(), edges.j.tolist(), strict=True))}
    cycles = _triangles(edges, number)
    known = set(cycles)
    least, f = 0.0, np.zeros(len(prices))
    while True:
        if cycles:
            rows = _rows(cycles, len(prices))
            cover: Any = -rows  # sparse, which SciPy's types don't name
            answer: Any = linprog(prices, A_ub=cover, b_ub=-np.ones(len(cycles)), bounds=(0, 1), method="highs")
            f = np.clip(answer.x, 0, 1)
            least = max(least, _up(float(answer.fun), cost))
            if len(cycles) > 2 * MOST_CUTS:  # those that bind are enough to go on with
                cycles = [c for c, covered in zip(cycles, rows @ f, strict=True) if covered < 1 + 1e-3]
        if least >= cost - CLOSE or time.monotonic() >= until:
            break
        new = [c for c in _violated(edges, f, number) if c not in known]
        if not new:
            break
        known.update(new)
        cycles += new
    return _rows(cycles, len(prices)), least


def _rows(cycles: list[tuple[int, ...]], edges: int) -> csr_array:
    row = np.repeat(np.arange(len(cycles)), [len(c) for c in cycles])
    column = np.array([e for c in cycles for e in c], dtype=np.intp)
    return csr_array((np.ones(len(column)), (row, column)), shape=(len(cycles), edges))


def _triangles(edges: Edges, number: dict[tuple[int, int], int]) -> list[tuple[int, ...]]:
    """Return the negative triangles, as edges."""
    sign = np.zeros((edges.nodes, edges.nodes))
    sign[edges.i, edges.j] = sign[edges.j, edges.i] = np.sign(edges.J)
    result = []
    for (u, v), e in number.items():
        thirds = np.flatnonzero((sign[u] * sign[v] * sign[u, v] < 0) & (np.arange(edges.nodes) > v))
        result += [tuple(sorted((e, number[u, w], number[v, w]))) for w in thirds.tolist()]
    return result


def _violated(edges: Edges, f: Floats, number: dict[tuple[int, int], int]) -> list[tuple[int, ...]]:
    """Return negative cycles whose edges are frustrated by less than one in all, the most violated first."""
    n = edges.nodes
    across = np.where(edges.J > 0, 0, n)
    one = np.concatenate([edges.i, edges.i + n])
    other = np.concatenate([edges.j + across, edges.j + n - across])
    length = np.tile(f + 1e-7, 2)
    cover = csr_array((length, (one, other)), shape=(2 * n, 2 * n))
    paths, before = dijkstra(cover, directed=False, indices=np.arange(n), limit=1.0, return_predecessors=True)
    through = paths[np.arange(n), np.arange(n) + n]
    result: dict[tuple[int, ...], None] = {}
    for v in np.argsort(through).tolist():
        if through[v] >= 1 - 1e-4 or len(result) >= MOST_CUTS:
            break
        odd: set[int] = set()  # an edge walked twice counts for nothing
        node = v + n
        while node != v:
            last = int(before[v, node])
            odd ^= {number[min(node % n, last % n), max(node % n, last % n)]}
            node = last
        result[tuple(sorted(odd))] = None
    return list(result)


def _branch(edges: Edges, cuts: csr_array, result: Solution, until: float) -> Solution:
    """Look for what costs less than was found, and prove it or its absence."""
    n, m = edges.nodes, len(edges.J)
    prices = np.r_[np.zeros(n), np.abs(edges.J)]
    fixed = np.zeros(n + m)
    fixed[edges.top] = 1.0
    answer = milp(
        prices,
        constraints=_constraints(edges, cuts, result, prices),
        bounds=Bounds(fixed, np.ones(n + m)),
        integrality=np.r_[np.ones(n), np.zeros(m)],
        options={"time_limit": max(0.1, until - time.monotonic()), "mip_rel_gap": 0, "presolve": True},
    )
    x, cost = result.x, result.cost
    if answer.x is not None:
        x = np.where(answer.x[:n] > 0.5, 1.0, -1.0)
        cost = edges.cost(x)
    if answer.status in {SOLVED, INFEASIBLE}:
        return Solution(x, cost, cost)
    bound = result.least if answer.mip_dual_bound is None else _up(float(answer.mip_dual_bound), cost)
    return Solution(x, cost, min(cost, max(bound, result.least)))


def _constraints(edges: Edges, cuts: csr_array, result: Solution, prices: Floats) -> LinearConstraint:
    """Return f ≥ |x_i − x_j| or |x_i + x_j − 1| for each edge, the cuts, and the range that the cost must be in."""
    n, m = edges.nodes, len(edges.J)
    rows = np.arange(m)
    sign = np.sign(edges.J)
    ends = csr_array(
        (np.concatenate([np.ones(m), -sign]), (np.tile(rows, 2), np.concatenate([edges.i, edges.j]))), shape=(m, n)
    )
    own = csr_array((np.ones(m), (rows, rows)), shape=(m, m))
    shift = np.where(sign < 0, 1.0, 0.0)
    cycles = hstack([csr_array((cuts.shape[0], n)), cuts])
    left = vstack([hstack([-ends, own]), hstack([ends, own]), cycles, csr_array(prices[None, :])])
    lower = np.concatenate([-shift, shift, np.ones(cuts.shape[0]), [result.least]])
    upper = np.concatenate([np.full(2 * m + cuts.shape[0], np.inf), [result.cost - 1 + CLOSE]])
    return LinearConstraint(left.tocsr(), lower, upper)
