"""Ties between two states over time: pacts, contiguity, rivalry, claims, sanctions, exercises, visits.

A tie counts in every period on a day of which it held, at the precision of its dataset: a tie known by year counts
in every month of its first and last year. In a panel of directed dyads a directed tie is only in the row of its
direction; in a panel of dyads it counts if it holds in either direction. A panel of states counts the partners.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from detente.catalog import table
from detente.errors import UsageError
from detente.panels.coverage import Coverage, TiePeriods, coverage_of_frame, dense, spans_of, why_missing
from detente.panels.empty_cells import LATER, NOTHING, UNRECORDED
from detente.panels.panel import Figures, Panel
from detente.panels.periods import Indices
from detente.panels.record_checks import TIES, checked
from detente.panels.row_index import PanelRows
from detente.sources.providers.rivalries import types_of

__all__ = ["TieColumn", "add_ties"]

How = Literal["any", "count", "least", "most"]
KINDS = table("ties").column("kind").codes or ()
UNITS = {"any": "1 yes, 0 no", "count": "number", "least": "code", "most": "code"}


@dataclass(frozen=True, slots=True)
class TieColumn:
    """A column computed from ties.

    Parameters
    ----------
    kinds : tuple of str
        The kinds of tie that count.
    how : {'any', 'count', 'least', 'most'}
        1 if there is one, their number, or the lowest or highest level (empty without a tie).
    doc : str
        Description for a pair.
    levels : tuple of int, optional
        Only ties of these levels.
    types : tuple of str, optional
        Only rivalries of one of these types: 'spatial', 'positional', 'ideological', 'interventionary'.
    """

    kinds: tuple[str, ...]
    how: How
    doc: str
    levels: tuple[int, ...] = ()
    types: tuple[str, ...] = ()


def add_ties(
    panel: Panel,
    ties: pl.DataFrame,
    measures: Mapping[str, TieColumn],
    *,
    dataset: str,
    covers: Coverage | None = None,
    scheme: str | None = None,
    validated: bool = False,
) -> Panel:
    """Add columns from the ties of one dataset: for each pair, or the number of partners of each state.

    Parameters
    ----------
    panel : Panel
        The panel.
    ties : polars.DataFrame
        Rows of the table ``ties``.
    measures : mapping of str to Measure
        Measures by column name.
    dataset : str
        The dataset.
    covers : Coverage, optional
        Coverage of the dataset; by default measured from its rows. A tie without an end lasts to its end.
    scheme : str, optional
        Scheme of the state codes, such as 'cow' or 'iso3', resolved at each row's date; by default Detente's codes.
    validated : bool, optional
        Whether the rows come from the store and are already checked; by default they are checked here.

    Returns
    -------
    Panel
        With the columns. In a panel of states only 'any' and 'count' give one: ``<name>_partners``, the number of
        states tied to it (for directed ties, toward which it is the source). No row in the dataset: zero.

    Raises
    ------
    UsageError
        If there are neither rows nor coverage, or a measure has an unknown kind of tie.
    TableError
        If rows do not fit the table: see `detente.panels.record_checks`.

    Examples
    --------
    >>> from datetime import date
    >>> from detente.panels import universe
    >>> row = {"dataset": "mine", "kind": "defence", "source": "JPN", "target": "USA", "directed": False}
    >>> frame = pl.DataFrame([row | {"start": date(1960, 6, 23), "end": None, "level": None}])
    >>> covers = Coverage("mine", date(1945, 1, 1), date(1961, 12, 31))
    >>> result = universe("dyads", since=1959, until=1962, among=["JPN", "USA"])
    >>> measures = {"bound": TieColumn(("defence",), "any", "Bound to defend each other")}
    >>> add_ties(result, frame, measures, dataset="mine", covers=covers).frame()["bound"].to_list()
    [0, 1, 1, None]
    """
    for measure in measures.values():
        if unknown := [kind for kind in measure.kinds if kind not in KINDS]:
            raise UsageError(
                f"unknown kind of tie {unknown[0]!r}: expected one of {', '.join(KINDS)}", value=unknown[0]
            )
        if measure.how not in UNITS:
            raise UsageError(f"unknown measure {measure.how!r}: expected one of {', '.join(UNITS)}", value=measure.how)
    if not validated:
        ties = checked(ties, TIES, dataset=dataset, scheme=scheme)
    own = ties.filter(pl.col("dataset") == dataset)
    covered = covers or coverage_of_frame(own, dataset)
    absent = why_missing(panel.rows, covered)
    figures = []
    tie_rows = (
        None if panel.rows.kind == "states" else _tie_rows(panel.rows, own, spans_of(panel.rows.periods, own, covered))
    )
    for name, measure in measures.items():
        counted = _counted(own, measure)
        some = own.filter(counted)
        if tie_rows is None:
            if measure.how in ("any", "count"):
                spans = spans_of(panel.rows.periods, some, covered)
                figures.append(_partners(panel, measure, some, spans, name=name, covers=covered))
            continue
        values = _of_pairs(panel.rows, measure.how, own, tie_rows.of(counted.to_numpy()))
        why = absent
        if measure.how in ("least", "most"):
            why = absent.copy()
            for mark, reason in {-1: NOTHING, -2: UNRECORDED, -3: LATER}.items():
                why[(absent == 0) & (values == mark)] = reason
        column = covered.column(name, measure.doc, UNITS[measure.how], _about(panel.rows, some))
        figures.append(Figures.of(column, np.maximum(values, 0), why))
    return panel.add(figures)


def _counted(ties: pl.DataFrame, measure: TieColumn) -> pl.Series:
    """Return which ties a measure counts."""
    kept = pl.col("kind").is_in(measure.kinds)
    if measure.levels:
        kept &= pl.col("level").is_in([float(one) for one in measure.levels])
    if measure.types:
        listed = types_of(pl.col("title"))
        kept &= pl.any_horizontal(listed.list.contains(kind) for kind in measure.types)
    return ties.select(kept.fill_null(value=False)).to_series()


def _about(rows: PanelRows, ties: pl.DataFrame) -> str:
    if not ties["directed"].any():
        return "of both alike"
    return "of the source toward the target" if rows.kind == "directed-dyads" else "of either toward the other"


class TieRows(NamedTuple):
    """Rows of a panel, each with the index of a tie that holds in it, once per tie."""

    at: npt.NDArray[np.int32]
    tie: Indices

    def of(self, counted: npt.NDArray[np.bool_]) -> TieRows:
        """Return the rows of some ties."""
        chosen = counted[self.tie]
        return TieRows(self.at[chosen], self.tie[chosen])


def _tie_rows(rows: PanelRows, ties: pl.DataFrame, spans: TiePeriods) -> TieRows:
    """Return the rows in which each tie holds: undirected ties in both directions."""
    source, target = rows.codes(ties["source"])[spans.tie], rows.codes(ties["target"])[spans.tie]
    at, tie = rows.pair_rows(source, target, spans.when), spans.tie
    if rows.kind == "directed-dyads":
        mutual = ~ties["directed"].to_numpy()[spans.tie]
        back = rows.pair_rows(target[mutual], source[mutual], spans.when[mutual])
        at, tie = np.concatenate([at, back]), np.concatenate([tie, spans.tie[mutual]])
    return TieRows(at[at >= 0], tie[at >= 0])


def _of_pairs(rows: PanelRows, measured: How, ties: pl.DataFrame, tie_rows: TieRows) -> npt.NDArray[Any]:
    """Return a measure of each row; for a level −1 without a tie, −2 or −3 if a tie's level is missing."""
    at, tie = tie_rows
    match measured:
        case "any":
            there = np.zeros(rows.count, np.int8)
            there[at] = 1
            return there
        case "count":
            return np.bincount(at, minlength=rows.count).astype(np.int16)
        case how:
            level = _levels(ties).to_numpy()[tie]
            first = level if how == "least" else np.where(level < 0, -np.inf, -level)  # missing first
            order = np.lexsort((first, at))
            best = order[np.flatnonzero(np.diff(at[order], prepend=-1))]
            levels = np.full(rows.count, -1, np.int16)
            levels[at[best]] = level[best]
            return levels


def _levels(ties: pl.DataFrame) -> pl.Series:
    """Return the level of each tie: −2 if it is not recorded, −3 if it was not known yet."""
    later = pl.col("level_known_on").is_null() if "level_known_on" in ties.columns else pl.lit(value=False)
    missing = pl.when(later).then(-3.0).otherwise(-2.0)
    return ties.select(pl.coalesce(pl.col("level").cast(pl.Float64), missing)).to_series()


def _partners(
    panel: Panel, measure: TieColumn, ties: pl.DataFrame, spans: TiePeriods, *, name: str, covers: Coverage
) -> Figures:
    """Return the number of states that each state is tied to."""
    rows = panel.rows
    codes = pl.concat([ties["source"], ties["target"]]).unique().sort()
    kept = pl.Enum(codes)
    source, target = (
        ties[side].cast(kept).to_physical().cast(pl.Int64).to_numpy()[spans.tie] for side in ("source", "target")
    )
    mutual = ~ties["directed"].to_numpy()[spans.tie]
    partners = pl.DataFrame(
        {
            "state": np.concatenate([source, target[mutual]]),
            "partner": np.concatenate([target, source[mutual]]),
            "when": np.concatenate([spans.when, spans.when[mutual]]),
        }
    ).unique()
    counts = partners.group_by("state", "when").len()
    inside, unit, at = rows.state_cells(rows.codes(codes.gather(counts["state"])), counts["when"].to_numpy())
    placed = np.zeros(rows.members.code.shape)
    placed[unit, at] = counts["len"].to_numpy()[inside]
    doc = f"States with which: {measure.doc[0].lower()}{measure.doc[1:]}"
    column = covers.column(f"{name}_partners", doc, "states", "of the state")
    return Figures.of(column, dense(panel, placed, "state").astype(np.int16), why_missing(rows, covers))
