"""Histories: dyads of which the same was reported in the same periods have one path, worked out once.

Where most dyads are rarely in the news, as by month, a third of them share theirs with another.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from detente.measures.temperature.cells import Cells

__all__ = ["Histories"]

Array = NDArray[np.float64]
Index = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Histories:
    """The U different histories of D dyads.

    Parameters
    ----------
    of_dyad : ndarray of int, shape (D,)
        Each dyad's history.
    of_cell, period : ndarray of int, shape (M,)
        Each cell's history and period.
    first : ndarray of int
        The cells of the first dyad of each history.
    shape : (int, int)
        U histories and T periods.
    """

    of_dyad: Index
    of_cell: Index
    period: Index
    first: Index
    shape: tuple[int, int]

    @classmethod
    def of(cls, cells: Cells) -> Histories:
        """Find the dyads with equal cells.

        Parameters
        ----------
        cells : Cells
            Observed cells, in order of dyad.
        """
        dyads, periods = cells.shape
        dyad, period = np.divmod(cells.at, periods)
        rows = np.vstack([period, cells.source, cells.n]).T.copy()
        ends = np.searchsorted(dyad, np.arange(dyads + 1))
        numbers: dict[bytes, int] = {}
        keys = (rows[start:end].tobytes() for start, end in pairwise(ends.tolist()))
        of_dyad = np.array([numbers.setdefault(key, len(numbers)) for key in keys], dtype=np.intp)
        is_first = np.zeros(dyads, dtype=bool)
        is_first[np.unique(of_dyad, return_index=True)[1]] = True
        shape = (len(numbers), periods)
        return cls(of_dyad, of_dyad[dyad], period, np.flatnonzero(is_first[dyad]), shape)

    def spread(self, sites: Array) -> Array:
        """Sum the sites of each history and period, shape (U, T), a period of all in one stretch of memory."""
        histories, periods = self.shape
        at = self.period[self.first] * histories + self.of_cell[self.first]
        summed = np.bincount(at, weights=sites[self.first], minlength=histories * periods)
        return summed.astype(np.float64).reshape(periods, histories).T
