"""Politically relevant dyads: contiguous pairs and pairs with a major power."""

from __future__ import annotations

import numpy as np

from detente.panels.empty_cells import NOTHING
from detente.panels.flows import need_pairs
from detente.panels.panel import Figures, Panel, PanelColumn

__all__ = ["RELEVANT", "relevant_dyads"]

RELEVANT = "politically_relevant"
UNKNOWN = (
    "In {count:,} rows from {first} on, political relevance is unknown: contiguity is covered to {until}, and neither "
    "state is a major power. These rows are kept, with {column} empty. Drop them, or end the panel with {until}."
)


def relevant_dyads(panel: Panel, *, farthest: int = 5) -> Panel:
    """Return the rows of a panel that are, or may be, politically relevant.

    A pair is relevant if it is directly contiguous in the period, or if one of the two is a major power (Weede 1976,
    Lemke and Reed 2001). If contiguity is unknown, a pair without a major power is kept and marked as unknown.

    Parameters
    ----------
    panel : Panel
        A panel of pairs with ``contiguity`` and ``major_<side>``.
    farthest : int
        The farthest type of contiguity that counts: 1 is only a land border, 5 water up to 400 miles.

    Returns
    -------
    Panel
        The same columns and ``politically_relevant``, 1 or empty if unknown; fewer rows. Columns computed over time
        (peace years, lags) are those of all rows. A note gives the number of unknown rows.

    Raises
    ------
    UsageError
        If the panel is of states, or does not have a required column.
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
    result = marked.keep(kept)
    if not unknown.any():
        return result
    rows = panel.rows
    first = rows.periods.first + int(rows.when[unknown].min()) * rows.periods.months // 12
    until = about.covers_until.year if about.covers_until else "no year"
    return result.note([UNKNOWN.format(count=int(unknown.sum()), first=first, until=until, column=RELEVANT)])
