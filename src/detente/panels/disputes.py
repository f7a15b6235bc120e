"""Militarised disputes: from one row a dispute, pair and year to one row a pair and year.

Two states may have several disputes in one year (France and Italy had three in 1860), and a panel has one row. Which
dispute speaks for the year is a choice, made by rules that are asked one after the other until one dispute is left:

=============  =====================================================================================
onset          disputes that began between the two in the year go before those carried on
fatality       the greater band of deaths in the dispute; an unknown one stands between none and 1–25
hostility      the higher hostility of the dispute
days_least     the longer least duration
days_most      the longer greatest duration
reciprocated   reciprocated disputes go before others
start_month    the one that began earlier in its year
number         the lower number: it settles what is left, and is always asked last
=============  =====================================================================================

The default order is that of this list, which is what the R package peacesciencer does by default for the Correlates
of War data, with a fixed last rule where it drops what is left at will.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from detente.errors import UsageError
from detente.panels.missing import NOTHING, UNRECORDED
from detente.panels.placing import Coverage, coverage_of_frame, dense, place_states, why_missing
from detente.panels.result import Figures, Panel, PanelColumn
from detente.panels.rows import Rows

__all__ = ["REDUCTION", "add_mids", "one_dispute_a_year"]

PREFIXES = {"cow_mids": "cow_mid", "gml_mids": "gml_mid"}
# rule: what it sorts by, and whether the greatest goes first
RULES: dict[str, tuple[pl.Expr, bool]] = {
    "onset": (pl.col("onset"), True),
    "fatality": (pl.col("dispute_fatality").cast(pl.Float64).fill_null(0.5), True),
    "hostility": (pl.col("dispute_hostility"), True),
    "days_least": (pl.col("days_least"), True),
    "days_most": (pl.col("days_most"), True),
    "reciprocated": (pl.col("reciprocated"), True),
    "start_month": (pl.col("start_month"), False),
}
REDUCTION = tuple(RULES)


class Said(NamedTuple):
    """A column of disputes: where it stands in the table, and what is said of it."""

    source: str
    doc: str
    unit: str


OF_THE_DISPUTE = {
    "dispute": Said("dispute", "Number of the dispute that speaks for the period", "number"),
    "hostility": Said("dispute_hostility", "Highest hostility of the dispute", "1 none to 5 war"),
    "fatality": Said("dispute_fatality", "Deaths in the dispute", "band, 0 none to 6 more than 999"),
    "reciprocated": Said("reciprocated", "The other side acted too", "1 yes, 0 no"),
    "days_least": Said("days_least", "Least length of the dispute", "days"),
    "days_most": Said("days_most", "Greatest length of the dispute", "days"),
}
OF_A_SIDE = {
    "action": Said("action", "Highest action", "code, 0 to 21"),
    "hostility": Said("hostility", "Highest hostility", "1 none to 5 war"),
    "fatality": Said("fatality", "Own deaths", "band, 0 none to 6 more than 999"),
    "side_a": Said("side_a", "On the side that acted first", "1 yes, 0 no"),
    "originator": Said("originator", "In the dispute from its first day", "1 yes, 0 no"),
}


def one_dispute_a_year(mids: pl.DataFrame, rules: Sequence[str] = REDUCTION) -> pl.DataFrame:
    """Reduce rows of disputes to one for each ordered pair and year.

    Parameters
    ----------
    mids : polars.DataFrame
        Rows of the table ``mids``, of one dataset.
    rules : sequence of str
        Names of rules, first to last: see this module. The lowest number settles what they leave.

    Returns
    -------
    polars.DataFrame
        The rows kept, with ``disputes``, how many there were, and ``began``, whether one of them began.

    Raises
    ------
    UsageError
        If there is no such rule.

    Examples
    --------
    >>> from detente.catalog import table
    >>> one_dispute_a_year(table("mids").empty()).height
    0
    """
    if unknown := [rule for rule in rules if rule not in RULES]:
        raise UsageError(f"No rule is called {unknown[0]!r}; the rules are {', '.join(RULES)}.", value=unknown[0])
    pair = ["source", "target", "period"]
    ordered = mids.sort(
        [*pair, *(RULES[rule][0] for rule in rules), "dispute"],
        descending=[False] * 3 + [RULES[rule][1] for rule in rules] + [False],
        nulls_last=True,
    )
    told = ordered.with_columns(disputes=pl.len().over(pair), began=pl.col("onset").any().over(pair))
    return told.unique(pair, keep="first", maintain_order=True)


def add_mids(
    panel: Panel,
    mids: pl.DataFrame,
    *,
    dataset: str = "cow_mids",
    covers: Coverage | None = None,
    rules: Sequence[str] = REDUCTION,
) -> Panel:
    """Add militarised interstate disputes by year.

    Parameters
    ----------
    panel : Panel
        What to add them to, by year.
    mids : polars.DataFrame
        Rows of the table ``mids``.
    dataset : {'cow_mids', 'gml_mids'}
        Correlates of War, or Gibler, Miller and Little.
    covers : Coverage, optional
        What the dataset covers; by default what its rows show.
    rules : sequence of str, optional
        Which of several disputes speaks for a year: see this module.

    Returns
    -------
    Panel
        With, for 'cow_mids', ``cow_mid_ongoing``, ``cow_mid_onset`` and ``cow_mid_disputes`` (zero without a dispute),
        then what the dispute that speaks for the year was like (empty without one): ``cow_mid_dispute``,
        ``cow_mid_hostility``, …, and each side's part, ``cow_mid_hostility_<side>``, …. In a panel of states
        ``cow_mid_disputes`` and ``cow_mid_onsets``, the numbers of disputes that it is in and that began for it.

    Raises
    ------
    UsageError
        If the panel is not by year, or there is no such rule.
    """
    if panel.rows.periods.unit != "year":
        raise UsageError(
            "Disputes are recorded by year; ask for a panel by year, or add 'incidents', which have dates.",
            value=panel.rows.periods.unit,
        )
    own = mids.filter(pl.col("dataset") == dataset)
    covered = covers or coverage_of_frame(own, dataset)
    prefix = PREFIXES.get(dataset, dataset)
    if panel.rows.kind == "states":
        return panel.add(_of_states(panel, own, prefix, covered))
    return panel.add(_of_pairs(panel.rows, one_dispute_a_year(own, rules), prefix, covered))


def _of_pairs(rows: Rows, kept: pl.DataFrame, prefix: str, covers: Coverage) -> list[Figures]:
    """Return the columns for pairs: rows of the first state, and for its part those of the second."""
    absent = why_missing(rows, covers)
    forth, back = _lines(rows, kept)
    some = np.maximum(forth, back)  # a dispute that the file has one way only is one all the same
    there = some >= 0

    def column(name: str, said: Said, about: str) -> PanelColumn:
        return PanelColumn(
            f"{prefix}_{name}", said.doc, said.unit, about, covers.dataset, "zero", covers.start, covers.end
        )

    always: dict[str, tuple[npt.NDArray[Any], Said]] = {
        "ongoing": (there.astype(np.int8), Said("", "A dispute between the two in the year", "1 yes, 0 no")),
        "onset": (_taken(kept, "began", some), Said("", "A dispute between the two began in the year", "1 yes, 0 no")),
        "disputes": (_taken(kept, "disputes", some), Said("", "Disputes in the year", "number")),
    }
    figures = [
        Figures(column(name, said, "of both alike"), np.nan_to_num(values).astype(np.int8), absent)
        for name, (values, said) in always.items()
    ]
    figures += [
        _told(kept, column(name, said, "of both alike"), said, some, absent=absent)
        for name, said in OF_THE_DISPUTE.items()
    ]
    for side, lines in zip(rows.sides, (forth, back), strict=True):
        about = f"of {side}" if len(side) == 1 else f"of the {side}"
        figures += [
            _told(kept, column(f"{name}_{side}", said, about), said, lines, absent=absent, there=there)
            for name, said in OF_A_SIDE.items()
        ]
    return figures


Lines = npt.NDArray[np.int64]


def _lines(rows: Rows, kept: pl.DataFrame) -> tuple[Lines, Lines]:
    """Return for each row the line of its first state, and of its second, in the frame of disputes; −1 for none."""
    source, target = rows.codes(kept["source"]), rows.codes(kept["target"])
    when, line = rows.periods.index(kept["period"]), np.arange(kept.height)
    both = []
    for one, other in ((source, target), (target, source)):
        at = rows.pair_rows(one, other, when)
        if rows.kind == "dyads":
            at = np.where(one < other, at, -1)
        lines = np.full(rows.count, -1, np.int64)
        lines[at[at >= 0]] = line[at >= 0]
        both.append(lines)
    return both[0], both[1]


def _taken(kept: pl.DataFrame, name: str, lines: Lines) -> npt.NDArray[np.float64]:
    """Return a column's values at the lines, NaN where it has none."""
    values = kept[name].cast(pl.Float64).to_numpy()
    found = np.append(values, np.nan)[lines]
    return np.asarray(found)


def _told(
    kept: pl.DataFrame,
    column: PanelColumn,
    said: Said,
    lines: Lines,
    *,
    absent: npt.NDArray[np.uint8],
    there: npt.NDArray[np.bool_] | None = None,
) -> Figures:
    """Return what a dispute was like: empty, for want of anything to tell, where there was none."""
    values = _taken(kept, said.source, lines)
    some = lines >= 0 if there is None else there
    why = np.where((absent == 0) & ~some, NOTHING, absent)
    why = np.where((absent == 0) & some & np.isnan(values), UNRECORDED, why).astype(np.uint8)
    kind = np.int32 if said.source in ("dispute", "days_least", "days_most") else np.int8
    return Figures(column, np.nan_to_num(values).astype(kind), why)


def _of_states(panel: Panel, mids: pl.DataFrame, prefix: str, covers: Coverage) -> list[Figures]:
    by_state = mids.group_by(pl.col("source").alias("state"), "period").agg(
        disputes=pl.col("dispute").n_unique(), onsets=pl.col("dispute").filter("onset").n_unique()
    )
    docs: Mapping[str, str] = {
        "disputes": "Disputes that the state was in",
        "onsets": "Of these, those it entered in it",
    }
    figures = []
    for name, doc in docs.items():
        values = np.nan_to_num(dense(panel, place_states(panel.rows, by_state, name), "state"))
        column = PanelColumn(
            f"{prefix}_{name}", doc, "number", "of the state", covers.dataset, "zero", covers.start, covers.end
        )
        figures.append(Figures(column, values.astype(np.int8), why_missing(panel.rows, covers)))
    return figures
