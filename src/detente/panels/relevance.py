"""Politically relevant dyads: pairs that are contiguous, or of which one is a major power."""

from __future__ import annotations

import numpy as np

from detente.panels.flows import need_pairs
from detente.panels.result import Panel

__all__ = ["relevant_dyads"]


def relevant_dyads(panel: Panel, *, farthest: int = 5) -> Panel:
    """Return the rows of a panel that are politically relevant.

    A pair is if it is directly contiguous in the period, or if one of the two is a major power in it (Weede 1976,
    Lemke and Reed 2001). Where contiguity is not known, a pair is relevant for a major power alone.

    Parameters
    ----------
    panel : Panel
        A panel of pairs with ``contiguity`` and ``major_<side>``.
    farthest : int
        The farthest type of contiguity that counts: 1 is a land border alone, 5 water up to 400 miles.

    Returns
    -------
    Panel
        The same columns, fewer rows. What was counted over time (peace years, lags) stays as it was counted on all.

    Raises
    ------
    UsageError
        If the panel is of states, or lacks a column.
    """
    need_pairs(panel, "Political relevance")
    border = panel.figures("contiguity")
    near = (border.known) & (border.values >= 1) & (border.values <= farthest)
    major = np.any([panel.figures(f"major_{side}").values == 1 for side in panel.rows.sides], axis=0)
    return panel.keep(np.asarray(near | major))
