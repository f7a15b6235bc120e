"""Politically relevant dyads: pairs that are contiguous, or of which one is a major power."""

from __future__ import annotations

import numpy as np

from detente.panels.flows import need_pairs
from detente.panels.missing import NOTHING
from detente.panels.panel import Figures, Panel, PanelColumn

__all__ = ["RELEVANT", "relevant_dyads"]

RELEVANT = "politically_relevant"
UNKNOWN = (
    "In {count:,} rows, from {first} on, it is unknown whether the pair is politically relevant: contiguity is covered "
    "to {until}, and neither state is a major power. These rows are kept, with {column} empty. Leave them out, or end "
    "the panel with {until}."
)


def relevant_dyads(panel: Panel, *, farthest: int = 5) -> Panel:
    """Return the rows of a panel that are politically relevant, or may be.

    A pair is if it is directly contiguous in the period, or if one of the two is a major power in it (Weede 1976,
    Lemke and Reed 2001). Where contiguity is not known, a pair without a major power is neither relevant nor not: it is
    kept, and marked.

    Parameters
    ----------
    panel : Panel
        A panel of pairs with ``contiguity`` and ``major_<side>``.
    farthest : int
        The farthest type of contiguity that counts: 1 is a land border alone, 5 water up to 400 miles.

    Returns
    -------
    Panel
        The same columns and ``politically_relevant``, 1 or empty where it is unknown; fewer rows. What was counted over
        time (peace years, lags) stays as it was counted on all. A note says how many rows are unknown.

    Raises
    ------
    UsageError
        If the panel is of states, or lacks a column.
    """
    need_pairs(panel, "Political relevance")
    border = panel.figures("contiguity")
    majors = [panel.figures(f"major_{side}") for side in panel.rows.sides]
    near = border.known & (border.values >= 1) & (border.values <= farthest)
    relevant = near | np.any([major.known & (major.values == 1) for major in majors], axis=0)
    unknown = ~relevant & np.logical_or.reduce([~one.known & (one.why != NOTHING) for one in (border, *majors)])
    about = border.column
    column = PanelColumn(
        RELEVANT,
        "Contiguous by land or across water, or with a major power; empty where contiguity is not known",
        "1 yes",
        "of both alike",
        about.dataset,
        "as for contiguity and major powers",
        about.covers_from,
        about.covers_until,
    )
    kept = np.asarray(relevant | unknown)
    marked = panel.add(
        [Figures.of(column, relevant.astype(np.int8), np.where(unknown, border.why, 0).astype(np.uint8))]
    )
    found = marked.keep(kept)
    if not unknown.any():
        return found
    rows = panel.rows
    first = rows.periods.first + int(rows.when[unknown].min()) * rows.periods.months // 12
    until = about.covers_until.year if about.covers_until else "no year"
    return found.note([UNKNOWN.format(count=int(unknown.sum()), first=first, until=until, column=RELEVANT)])
