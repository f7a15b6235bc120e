"""Militarised disputes by year: ongoing, onset, and the attributes of the year's dispute.

Rules choose one of several disputes in a year: see `detente.panels.dispute_selection`. Attributes of a whole dispute
(its hostility, deaths and length) are known when it is over, so as of an earlier date they are empty.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple, get_args

import numpy as np
import numpy.typing as npt
import polars as pl

from detente.errors import UsageError
from detente.panels.coverage import Coverage, coverage_of_frame, dense, place_states, why_missing
from detente.panels.dispute_selection import REDUCTION, one_dispute_a_year
from detente.panels.empty_cells import LATER, NOTHING, UNDECIDED, UNRECORDED, Reasons
from detente.panels.empty_cells import column as cells
from detente.panels.panel import Figures, Panel, PanelColumn
from detente.panels.record_checks import DISPUTES, checked
from detente.panels.row_index import PanelRows

__all__ = ["INITIATORS", "Initiators", "add_mids"]

PREFIXES = {"cow_mids": "cow_mid", "gml_mids": "gml_mid"}

Initiators = Literal["originators", "side-a", "joiners"]
# which states count as initiators: the rule, and its description
INITIATORS: dict[Initiators, tuple[pl.Expr, str]] = {
    "joiners": (
        pl.col("side_a") | ~pl.col("originator"),
        "on the side that acted first, or joined either side later",
    ),
    "side-a": (pl.col("side_a"), "on the side that acted first, from the first day or later"),
    "originators": (
        pl.col("side_a") & pl.col("originator"),
        "on the side that acted first, from the first day",
    ),
}


UNKNOWN = -1


class DisputeColumn(NamedTuple):
    """A column of disputes: its source column in the table, and its description."""

    source: str
    doc: str
    unit: str


REDUCED = (
    "{prefix}: the file has one dispute per pair and year, chosen by its producer. The number of disputes is unknown "
    "if there was one; a file of all disputes has it."
)
OPEN = (
    "{prefix}: for {count:,} pair-years with several disputes the rules do not choose one, because the records do not "
    "have what they compare: {rules}. The attributes of the dispute are empty there; use rules that can be applied, "
    "such as onset alone."
)

ALWAYS = {
    "ongoing": DisputeColumn("", "A dispute between the two in the year", "1 yes, 0 no"),
    "onset": DisputeColumn("began", "A dispute between the two began in the year", "1 yes, 0 no"),
    "disputes": DisputeColumn("disputes", "Disputes in the year", "number"),
}
OF_THE_DISPUTE = {
    "dispute": DisputeColumn("dispute", "Number of the dispute chosen for the period", "number"),
    "hostility": DisputeColumn("dispute_hostility", "Highest hostility of the dispute", "1 none to 5 war"),
    "fatality": DisputeColumn("dispute_fatality", "Deaths in the dispute", "band, 0 none to 6 more than 999"),
    "reciprocated": DisputeColumn("reciprocated", "The other side acted too", "1 yes, 0 no"),
    "days_least": DisputeColumn("days_least", "Least length of the dispute", "days"),
    "days_most": DisputeColumn("days_most", "Greatest length of the dispute", "days"),
    "start_month": DisputeColumn("start_month", "Month in which the dispute began", "month, 1 to 12"),
}
OF_A_SIDE = {
    "action": DisputeColumn("action", "Highest action", "code, 0 to 21"),
    "hostility": DisputeColumn("hostility", "Highest hostility", "1 none to 5 war"),
    "fatality": DisputeColumn("fatality", "Own deaths", "band, 0 none to 6 more than 999"),
    "side_a": DisputeColumn("side_a", "On the side that acted first", "1 yes, 0 no"),
    "originator": DisputeColumn("originator", "In the dispute from its first day", "1 yes, 0 no"),
    "initiator": DisputeColumn("initiator", "Initiated the dispute", "1 yes, 0 no"),
    "revisionist": DisputeColumn("revisionist", "Wanted a change of the status quo", "1 yes, 0 no"),
    "deaths": DisputeColumn("deaths", "Own deaths in the dispute, where known exactly", "deaths"),
}


def add_mids(
    panel: Panel,
    mids: pl.DataFrame,
    *,
    dataset: str = "cow_mids",
    covers: Coverage | None = None,
    rules: Sequence[str] = REDUCTION,
    scheme: str | None = None,
    validated: bool = False,
    initiators: Initiators = "joiners",
) -> Panel:
    """Add militarised interstate disputes by year.

    Parameters
    ----------
    panel : Panel
        The panel, by year.
    mids : polars.DataFrame
        Rows of the table ``mids``.
    dataset : {'cow_mids', 'gml_mids'}
        Correlates of War, or Gibler, Miller and Little.
    rules : sequence of str, optional
        Rules that choose one of several disputes in a year: see `detente.panels.dispute_selection`.
    covers, scheme, validated
        As for `add_ties`.
    initiators : {'joiners', 'side-a', 'originators'}
        Which states initiated a dispute: those on the side that acted first and all that joined either side later; only
        those on that side; or only those on that side from the first day.

    Returns
    -------
    Panel
        With, for 'cow_mids', ``cow_mid_ongoing``, ``cow_mid_onset`` and ``cow_mid_disputes`` (zero without a dispute),
        then the attributes of the dispute chosen for the year (empty without one): ``cow_mid_dispute``,
        ``cow_mid_hostility``, …, and of each side, ``cow_mid_hostility_<side>``, …. In a panel of states
        ``cow_mid_ongoing``, ``cow_mid_disputes`` and ``cow_mid_onsets``: whether it is in a dispute, the number of
        disputes, and of onsets; ``cow_mid_initiated`` and ``cow_mid_onset_initiated``: whether it initiated a dispute,
        or an onset. If a file has one dispute per pair and year, numbers are known only if there was none, and it is
        unknown that a state initiated none.

    Raises
    ------
    UsageError
        If the panel is not by year, or a rule is unknown.
    TableError
        If rows do not fit the table: see `detente.panels.record_checks`.
    """
    if initiators not in get_args(Initiators):
        raise UsageError(
            f"unknown initiators {initiators!r}: expected one of {', '.join(get_args(Initiators))}",
            value=initiators,
        )
    if panel.rows.periods.unit != "year":
        raise UsageError(
            "disputes are recorded by year; use a panel by year, or add 'incidents', which have dates",
            value=panel.rows.periods.unit,
        )
    initiated, who = INITIATORS[initiators]
    if not validated:
        mids = checked(mids, DISPUTES, dataset=dataset, scheme=scheme)
    own = _whole(mids.filter(pl.col("dataset") == dataset)).with_columns(initiator=initiated)
    covered = covers or coverage_of_frame(own, dataset)
    prefix = PREFIXES.get(dataset, dataset)
    notes = [REDUCED.format(prefix=prefix)] if own["reduced"].any() else []
    if panel.rows.kind == "states":
        return panel.add(_of_states(panel, own, prefix, covered, who)).note(notes)
    kept = one_dispute_a_year(own, rules)
    inside = kept["period"].is_between(*panel.rows.periods.days)
    figures = _of_pairs(panel.rows, kept, prefix, covered, who)
    return panel.add(figures).note(notes + _open(kept.filter(inside), prefix))


def _whole(mids: pl.DataFrame) -> pl.DataFrame:
    """Return disputes with the columns that users' records may not have: all is known, and none was left out."""
    given = {"end_known_on": pl.col("period"), "reduced": pl.lit(value=False)}
    return mids.with_columns(made.alias(name) for name, made in given.items() if name not in mids.columns)


def _open(kept: pl.DataFrame, prefix: str) -> list[str]:
    """Return a note on years in which no dispute could be chosen."""
    undecided = kept.filter(pl.col("undecided_by").is_not_null(), pl.col("source") < pl.col("target"))
    if not undecided.height:
        return []
    rules = ", ".join(undecided["undecided_by"].unique(maintain_order=True).sort())
    return [OPEN.format(prefix=prefix, count=undecided.height, rules=rules)]


def _of_pairs(rows: PanelRows, kept: pl.DataFrame, prefix: str, covers: Coverage, who: str) -> list[Figures]:
    """Return the columns for pairs: rows of the first state, then those of the second."""
    covered = why_missing(rows, covers)
    forth, back = _lines(rows, kept)
    some = _either(forth, back)

    def column(name: str, of: DisputeColumn, about: str) -> PanelColumn:
        doc = f"{of.doc}: {who}" if of.source == "initiator" else of.doc
        return covers.column(f"{prefix}_{name}", doc, of.unit, about)

    figures = []
    for name, declared in ALWAYS.items():
        values = np.zeros(rows.count, np.int8)
        values[some.row] = kept[declared.source].cast(pl.Int8).to_numpy()[some.line] if declared.source else 1
        why = _unless_reduced(kept, some, covered) if name == "disputes" else covered
        figures.append(Figures.of(column(name, declared, "of both alike"), values, why))
    absent = why_missing(rows, covers, NOTHING)  # without a dispute its attributes are not applicable
    inside = covered[some.row] == 0
    absent[some.row[inside]] = _why_empty(kept)[some.line[inside]]
    decided = kept["undecided_by"].is_null().to_numpy()
    parts = [(OF_THE_DISPUTE, "", "of both alike", some)]
    for side, lines in zip(rows.sides, (forth, back), strict=True):
        parts.append((OF_A_SIDE, f"_{side}", f"of {side}" if len(side) == 1 else f"of the {side}", lines))
    for part, ending, about, lines in parts:
        inside = (covered[lines.row] == 0) & decided[lines.line]
        known = DisputeRows(lines.row[inside], lines.line[inside])
        for name, declared in part.items():
            one = column(f"{name}{ending}", declared, about)
            figures.append(Figures(one, _cells(kept[declared.source], known, rows.count), absent))
    return figures


def _why_empty(kept: pl.DataFrame) -> Reasons:
    """Return the reason for an empty attribute of each dispute."""
    return np.asarray(
        kept.select(
            pl.when(pl.col("undecided_by").is_not_null())
            .then(UNDECIDED)
            .when(pl.col("end_known_on").is_null())
            .then(LATER)
            .otherwise(UNRECORDED)
            .cast(pl.UInt8)
        )
        .to_series()
        .to_numpy()
    )


def _unless_reduced(kept: pl.DataFrame, some: DisputeRows, covered: Reasons) -> Reasons:
    """Return the reasons for an empty number of disputes: the file has none if its producer chose one of several."""
    reduced = kept["reduced"].fill_null(value=False).to_numpy()[some.line]
    why = covered.copy()
    why[some.row[reduced & (covered[some.row] == 0)]] = UNRECORDED
    return why


class DisputeRows(NamedTuple):
    """Rows of a panel, each with its line in a frame of disputes."""

    row: npt.NDArray[np.int32]
    line: npt.NDArray[np.int64]


def _lines(rows: PanelRows, kept: pl.DataFrame) -> tuple[DisputeRows, DisputeRows]:
    """Return the rows for which the frame of disputes has a line of the first state, and of the second."""
    source, target = rows.codes(kept["source"]), rows.codes(kept["target"])
    when, line = rows.periods.index(kept["period"]), np.arange(kept.height)
    both = []
    for one, other in ((source, target), (target, source)):
        at = rows.pair_rows(one, other, when)
        inside = at >= 0
        if rows.kind == "dyads":
            inside &= one < other
        both.append(DisputeRows(at[inside], line[inside]))
    return both[0], both[1]


def _either(forth: DisputeRows, back: DisputeRows) -> DisputeRows:
    """Return each row once, also for a dispute that the file has in only one direction."""
    line, row = np.concatenate([forth.line, back.line]), np.concatenate([forth.row, back.row])
    order = np.lexsort((-line, row))
    first = np.flatnonzero(np.diff(row[order], prepend=-1))
    return DisputeRows(row[order][first], line[order][first])


def _cells(disputes: pl.Series, lines: DisputeRows, count: int) -> pl.Series:
    """Return a panel column with the values of a disputes column at some rows."""
    kind = pl.Int32 if disputes.dtype == pl.Int32 else pl.Int8
    taken = disputes.cast(kind).gather(lines.line)
    has = taken.is_not_null().to_numpy()
    values, empty = np.zeros(count, np.int32 if kind is pl.Int32 else np.int8), np.ones(count, np.uint8)
    values[lines.row[has]] = taken.drop_nulls().to_numpy()
    empty[lines.row[has]] = 0
    return cells(disputes.name, values, empty)


def _of_states(panel: Panel, mids: pl.DataFrame, prefix: str, covers: Coverage, who: str) -> list[Figures]:
    by_state = mids.group_by(pl.col("source").alias("state"), "period").agg(
        ongoing=pl.lit(1),
        disputes=pl.col("dispute").n_unique(),
        onsets=pl.col("dispute").filter("onset").n_unique(),
        reduced=pl.col("reduced").any().cast(pl.Int8),
        initiated=_any_known(pl.col("initiator")),
        onset_initiated=_any_known(pl.col("initiator").filter("onset")),
    )
    docs: Mapping[str, tuple[str, str]] = {
        "ongoing": ("In a dispute in the year", "1 yes, 0 no"),
        "disputes": ("Disputes that the state was in", "number"),
        "onsets": ("Of these, those it entered in it", "number"),
        "initiated": (f"Initiated one of these: {who}", "1 yes, 0 no"),
        "onset_initiated": (f"Initiated one that it entered in the year: {who}", "1 yes, 0 no"),
    }
    absent = why_missing(panel.rows, covers)
    numbers = absent.copy()
    reduced = dense(panel, place_states(panel.rows, by_state, "reduced"), "state") == 1
    numbers[(absent == 0) & reduced] = UNRECORDED
    figures = []
    for name, (doc, unit) in docs.items():
        values = np.nan_to_num(dense(panel, place_states(panel.rows, by_state, name), "state"))
        column = covers.column(f"{prefix}_{name}", doc, unit, "of the state")
        why = absent if name == "ongoing" else numbers
        if name.endswith("initiated"):
            why = absent.copy()
            why[(absent == 0) & ((values == UNKNOWN) | (reduced & (values == 0)))] = UNRECORDED
        figures.append(Figures.of(column, values.astype(np.int8), why))
    return figures


def _any_known(flags: pl.Expr) -> pl.Expr:
    """Return 1 if a flag is set, 0 if none is, and `UNKNOWN` if none is set and some are unknown."""
    return flags.any(ignore_nulls=False).cast(pl.Int8).fill_null(UNKNOWN)
