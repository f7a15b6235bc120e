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
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from detente.errors import UsageError
from detente.panels.missing import NOTHING, UNRECORDED
from detente.panels.missing import column as cells
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


ALWAYS = {
    "ongoing": Said("", "A dispute between the two in the year", "1 yes, 0 no"),
    "onset": Said("began", "A dispute between the two began in the year", "1 yes, 0 no"),
    "disputes": Said("disputes", "Disputes in the year", "number"),
}
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
    covered = why_missing(rows, covers)
    forth, back = _lines(rows, kept)
    some = _either(forth, back)

    def column(name: str, said: Said, about: str) -> PanelColumn:
        return PanelColumn(
            f"{prefix}_{name}",
            said.doc,
            said.unit,
            about,
            covers.dataset,
            "zero",
            covers.start,
            covers.end,
            covers.gaps,
        )

    figures = []
    for name, said in ALWAYS.items():
        values = np.zeros(rows.count, np.int8)
        values[some.row] = kept[said.source].cast(pl.Int8).to_numpy()[some.line] if said.source else 1
        figures.append(Figures.of(column(name, said, "of both alike"), values, covered))
    absent = why_missing(rows, covers, NOTHING)  # without a dispute there is nothing to tell of one
    absent[some.row[covered[some.row] == 0]] = UNRECORDED
    parts = [(OF_THE_DISPUTE, "", "of both alike", some)]
    for side, lines in zip(rows.sides, (forth, back), strict=True):
        parts.append((OF_A_SIDE, f"_{side}", f"of {side}" if len(side) == 1 else f"of the {side}", lines))
    for part, ending, about, lines in parts:
        inside = covered[lines.row] == 0
        told = Lines(lines.row[inside], lines.line[inside])
        for name, said in part.items():
            one = column(f"{name}{ending}", said, about)
            figures.append(Figures(one, _cells(kept[said.source], told, rows.count), absent))
    return figures


class Lines(NamedTuple):
    """Rows of a panel, and for each the line of a frame of disputes that speaks for it."""

    row: npt.NDArray[np.int32]
    line: npt.NDArray[np.int64]


def _lines(rows: Rows, kept: pl.DataFrame) -> tuple[Lines, Lines]:
    """Return for which rows the frame of disputes has a line of the first state, and for which one of the second."""
    source, target = rows.codes(kept["source"]), rows.codes(kept["target"])
    when, line = rows.periods.index(kept["period"]), np.arange(kept.height)
    both = []
    for one, other in ((source, target), (target, source)):
        at = rows.pair_rows(one, other, when)
        inside = at >= 0
        if rows.kind == "dyads":
            inside &= one < other
        both.append(Lines(at[inside], line[inside]))
    return both[0], both[1]


def _either(forth: Lines, back: Lines) -> Lines:
    """Return each row once: a dispute that the file has one way only is one all the same."""
    line, row = np.concatenate([forth.line, back.line]), np.concatenate([forth.row, back.row])
    order = np.lexsort((-line, row))
    first = np.flatnonzero(np.diff(row[order], prepend=-1))
    return Lines(row[order][first], line[order][first])


def _cells(held: pl.Series, lines: Lines, count: int) -> pl.Series:
    """Return a column that has a value at some rows: what the disputes' column has at their lines."""
    kind = pl.Int32 if held.dtype == pl.Int32 else pl.Int8
    taken = held.cast(kind).gather(lines.line)
    has = taken.is_not_null().to_numpy()
    values, empty = np.zeros(count, np.int32 if kind is pl.Int32 else np.int8), np.ones(count, np.uint8)
    values[lines.row[has]] = taken.drop_nulls().to_numpy()
    empty[lines.row[has]] = 0
    return cells(held.name, values, empty)


def _of_states(panel: Panel, mids: pl.DataFrame, prefix: str, covers: Coverage) -> list[Figures]:
    by_state = mids.group_by(pl.col("source").alias("state"), "period").agg(
        disputes=pl.col("dispute").n_unique(), onsets=pl.col("dispute").filter("onset").n_unique()
    )
    docs: Mapping[str, str] = {
        "disputes": "Disputes that the state was in",
        "onsets": "Of these, those it entered in it",
    }
    absent = why_missing(panel.rows, covers)
    figures = []
    for name, doc in docs.items():
        values = np.nan_to_num(dense(panel, place_states(panel.rows, by_state, name), "state"))
        column = PanelColumn(
            f"{prefix}_{name}",
            doc,
            "number",
            "of the state",
            covers.dataset,
            "zero",
            covers.start,
            covers.end,
            covers.gaps,
        )
        figures.append(Figures.of(column, values.astype(np.int8), absent))
    return figures
