"""What is of a pair, as a figure by period: trade, arms, distance, bonds in common, agreement in votes, temperature."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import polars as pl

from detente.errors import UsageError
from detente.panels.coverage import (
    Coverage,
    Values,
    Way,
    coverage_of_frame,
    dense,
    known_cells,
    place_pairs,
    place_states,
    why_missing,
)
from detente.panels.missing import UNRECORDED, Reasons
from detente.panels.own import FLOWS, SHARED, checked
from detente.panels.panel import Figures, Panel, PanelColumn
from detente.panels.rows import Flags

__all__ = ["add_flows", "add_shared", "need_pairs"]

MISSING = "the dataset has no figure"


class Told(NamedTuple):
    """What is said of a figure."""

    name: str
    doc: str
    unit: str


def need_pairs(panel: Panel, what: str) -> None:
    """Raise where a figure of pairs is asked for in a panel of states.

    Raises
    ------
    UsageError
        If the panel is of states.
    """
    if panel.rows.kind == "states":
        raise UsageError(
            f"{what} is between two states; ask for a panel of dyads or directed-dyads.", value=panel.rows.kind
        )


def add_flows(
    panel: Panel,
    figures: pl.DataFrame,
    *,
    name: str,
    dataset: str,
    unit: str = "",
    doc: str = "",
    covers: Coverage | None = None,
    value: str = "value",
    zero: bool = False,
    scheme: str | None = None,
    validated: bool = False,
) -> Panel:
    """Add what goes from one state to another: exports, arms, temperature.

    Parameters
    ----------
    panel : Panel
        What to add it to.
    figures : polars.DataFrame
        Directed rows: ``source``, ``target``, ``period``, a value and, unless all are of years, ``freq``.
    name : str
        Name of the columns.
    dataset : str
        Where the rows come from.
    unit, doc : str, optional
        What is said of them.
    covers : Coverage, optional
        What the dataset covers; by default what the rows show.
    value : str, optional
        The value's column.
    zero : bool, optional
        Whether no row means zero; by default it means missing. A row without a value is missing in any case.
    scheme : str, optional
        The scheme of the codes, such as 'cow' or 'iso3', read at each row's date; by default they are Detente's.
    validated : bool, optional
        Whether the rows come from the store, which has checked them; by default they are checked here.

    Returns
    -------
    Panel
        With ``<name>`` from the source to the target and ``<name>_back`` from the target to the source; in a panel of
        dyads ``<name>_ab`` and ``<name>_ba``; in one of states ``<name>_out`` and ``<name>_in``, the sums over all
        other states that have a row, and missing where one of these has no value.

    Raises
    ------
    TableError
        If rows do not fit the table: see `detente.panels.own`.

    Examples
    --------
    >>> from datetime import date
    >>> from detente.panels import universe
    >>> row = {"source": "JPN", "target": "RUS", "period": date(2013, 1, 1), "freq": "year", "value": 13.3}
    >>> found = universe("directed-dyads", start=2013, end=2013, among=["JPN", "RUS"])
    >>> found = add_flows(found, pl.DataFrame([row]), name="trade", dataset="made-up", unit="billion USD")
    >>> found.frame.select("source", "target", "trade", "trade_back").rows()
    [('JPN', 'RUS', 13.3, None), ('RUS', 'JPN', None, 13.3)]
    """
    if not validated:
        figures, value = checked(figures, FLOWS, scheme=scheme, value=value), "value"
    covered = covers or coverage_of_frame(figures, dataset)
    told = Told(name, doc, unit)
    rows = panel.rows
    if rows.kind == "states":
        out, back = (_summed(panel, figures, side, value) for side in ("source", "target"))
        both = {f"{name}_out": (out, "of the state toward all"), f"{name}_in": (back, "of all toward the state")}
    else:
        ways = place_pairs(rows, figures, value, ("forth", "back"))
        endings = ("_ab", "_ba") if rows.kind == "dyads" else ("", "_back")
        one, other = rows.sides
        abouts = (f"of {one} toward {other}", f"of {other} toward {one}")
        both = {f"{name}{end}": (way, about) for end, way, about in zip(endings, ways, abouts, strict=True)}
    absent = why_missing(rows, covered, 0 if zero else UNRECORDED)
    lacking = _lacking(panel, figures, value, ("forth", "back"))
    return panel.add(
        _figures(column, told, about, covered, values=values, absent=absent, zero=zero, lacking=one)
        for (column, (values, about)), one in zip(both.items(), lacking, strict=True)
    )


def _summed(panel: Panel, figures: pl.DataFrame, side: str, value: str) -> Values:
    """Return, row by row, the sum of a state's figures with all others."""
    by = [side, "period", *(["freq"] if "freq" in figures.columns else [])]
    each = pl.col(value).implode().list.sum()  # a plain sum may add the parts that threads made, in an order of theirs
    sums = figures.drop_nulls(value).group_by(by, maintain_order=True).agg(each).rename({side: "state"})
    return dense(panel, place_states(panel.rows, sums, value), "state")


def add_shared(
    panel: Panel,
    figures: pl.DataFrame,
    *,
    name: str,
    dataset: str,
    unit: str = "",
    doc: str = "",
    covers: Coverage | None = None,
    value: str = "value",
    zero: bool = False,
    scheme: str | None = None,
    validated: bool = False,
) -> Panel:
    """Add what is of both states alike: distance, memberships in common, agreement.

    Parameters
    ----------
    panel : Panel
        What to add it to, of pairs.
    figures : polars.DataFrame
        Rows of pairs without direction: ``source``, ``target``, ``period``, a value and, unless all are of
        years, ``freq``.
    name : str
        Name of the column.
    dataset : str
        Where the rows come from.
    unit, doc : str, optional
        What is said of it.
    covers : Coverage, optional
        What the dataset covers; by default what the rows show.
    value : str, optional
        The value's column.
    zero : bool, optional
        Whether no row means zero; by default it means missing. A row without a value is missing in any case.
    scheme : str, optional
        The scheme of the codes, such as 'cow' or 'iso3', read at each row's date; by default they are Detente's.
    validated : bool, optional
        Whether the rows come from the store, which has checked them; by default they are checked here.

    Returns
    -------
    Panel
        With the column, alike in both directions.

    Raises
    ------
    UsageError
        If the panel is of states.
    TableError
        If rows do not fit the table: see `detente.panels.own`.
    """
    need_pairs(panel, doc or name)
    if not validated:
        figures, value = checked(figures, SHARED, scheme=scheme, value=value), "value"
    covered = covers or coverage_of_frame(figures, dataset)
    (values,) = place_pairs(panel.rows, figures, value, ("both",))
    absent = why_missing(panel.rows, covered, 0 if zero else UNRECORDED)
    lacking = _lacking(panel, figures, value, ("both",))
    told = Told(name, doc, unit)
    return panel.add(
        [
            _figures(name, told, "of both alike", covered, values=values, absent=absent, zero=zero, lacking=one)
            for one in lacking
        ]
    )


def _lacking(panel: Panel, figures: pl.DataFrame, value: str, ways: Sequence[Way]) -> list[Flags | None]:
    """Return in which rows there is a record without a value, for each way; None where there is none at all."""
    empty = figures.filter(pl.col(value).is_null())
    if not empty.height:
        return [None] * len(ways)
    marks = empty.with_columns(pl.lit(1.0).alias(value))
    if panel.rows.kind == "states":
        return [_summed(panel, marks, {"forth": "source", "back": "target"}[way], value) > 0 for way in ways]
    return [placed == 1 for placed in place_pairs(panel.rows, marks, value, ways)]


def _figures(
    column: str,
    told: Told,
    about: str,
    covers: Coverage,
    *,
    values: Values,
    absent: Reasons,
    zero: bool,
    lacking: Flags | None,
) -> Figures:
    if lacking is not None:
        values = np.where(lacking, np.nan, values)
        absent = np.where(lacking & (absent == 0), UNRECORDED, absent).astype(np.uint8)
    said = PanelColumn(
        column,
        told.doc or told.name,
        told.unit,
        about,
        covers.dataset,
        "zero" if zero else MISSING,
        covers.start,
        covers.end,
        covers.gaps,
    )
    if zero:
        return Figures.of(said, np.nan_to_num(values), absent)
    return Figures(said, known_cells(column, values), absent)
