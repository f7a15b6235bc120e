"""Militarised disputes by year: whether there was one, whether one began, and what the year's dispute was like.

Which of several disputes speaks for a year is chosen by rules: see `detente.panels.reduction`. What a dispute was like
as a whole (its hostility, deaths and length) is known when it is over, so as of a day on which it went on these are
empty.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple, get_args

import numpy as np
import numpy.typing as npt
import polars as pl

from detente.errors import UsageError
from detente.panels.coverage import Coverage, coverage_of_frame, dense, place_states, why_missing
from detente.panels.missing import LATER, NOTHING, UNDECIDED, UNRECORDED, Reasons
from detente.panels.missing import column as cells
from detente.panels.own import DISPUTES, checked
from detente.panels.panel import Figures, Panel, PanelColumn
from detente.panels.reduction import REDUCTION, one_dispute_a_year
from detente.panels.rows import Rows

__all__ = ["INITIATORS", "Initiators", "add_mids"]

PREFIXES = {"cow_mids": "cow_mid", "gml_mids": "gml_mid"}

Initiators = Literal["originators", "side-a", "joiners"]
# who counts as an initiator: the rule, and what is said of it
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


class Said(NamedTuple):
    """A column of disputes: where it stands in the table, and what is said of it."""

    source: str
    doc: str
    unit: str


REDUCED = (
    "{prefix}: the file has one dispute a pair and year, which its producer chose. How many there were is unknown "
    "where there was one; a file of all disputes has them."
)
OPEN = (
    "{prefix}: for {count:,} years of pairs with several disputes the rules do not decide which one speaks for the "
    "year, because the records lack what these compare: {rules}. What the dispute was like is left empty there; "
    "choose rules that can be applied, such as onset alone."
)

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
    "start_month": Said("start_month", "Month in which the dispute began", "month, 1 to 12"),
}
OF_A_SIDE = {
    "action": Said("action", "Highest action", "code, 0 to 21"),
    "hostility": Said("hostility", "Highest hostility", "1 none to 5 war"),
    "fatality": Said("fatality", "Own deaths", "band, 0 none to 6 more than 999"),
    "side_a": Said("side_a", "On the side that acted first", "1 yes, 0 no"),
    "originator": Said("originator", "In the dispute from its first day", "1 yes, 0 no"),
    "initiator": Said("initiator", "Initiated the dispute", "1 yes, 0 no"),
    "revisionist": Said("revisionist", "Wanted a change of the status quo", "1 yes, 0 no"),
    "deaths": Said("deaths", "Own deaths in the dispute, where known exactly", "deaths"),
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
        What to add them to, by year.
    mids : polars.DataFrame
        Rows of the table ``mids``.
    dataset : {'cow_mids', 'gml_mids'}
        Correlates of War, or Gibler, Miller and Little.
    covers : Coverage, optional
        What the dataset covers; by default what its rows show.
    rules : sequence of str, optional
        Which of several disputes speaks for a year: see `detente.panels.reduction`.
    scheme : str, optional
        The scheme of the codes, such as 'cow' or 'iso3', read at each row's date; by default they are Detente's.
    validated : bool, optional
        Whether the rows come from the store, which has checked them; by default they are checked here.
    initiators : {'joiners', 'side-a', 'originators'}
        Who initiated a dispute: the states of the side that acted first, and whoever joined either side later; those
        of that side alone; or those of that side that were in it from the first day.

    Returns
    -------
    Panel
        With, for 'cow_mids', ``cow_mid_ongoing``, ``cow_mid_onset`` and ``cow_mid_disputes`` (zero without a dispute),
        then what the dispute that speaks for the year was like (empty without one): ``cow_mid_dispute``,
        ``cow_mid_hostility``, …, and each side's part, ``cow_mid_hostility_<side>``, …. In a panel of states
        ``cow_mid_ongoing``, ``cow_mid_disputes`` and ``cow_mid_onsets``: whether it is in a dispute, the number that
        it is in, and of those that began for it; ``cow_mid_initiated`` and ``cow_mid_onset_initiated``: whether it
        initiated one that it is in, or one that began for it. Where a file has one dispute a pair and year, numbers
        are known only where there was none, and that it initiated none is not known.

    Raises
    ------
    UsageError
        If the panel is not by year, or there is no such rule.
    TableError
        If rows do not fit the table: see `detente.panels.own`.
    """
    if initiators not in get_args(Initiators):
        raise UsageError(
            f"{initiators!r} does not say who initiates a dispute; use {', '.join(get_args(Initiators))}.",
            value=initiators,
        )
    if panel.rows.periods.unit != "year":
        raise UsageError(
            "Disputes are recorded by year; ask for a panel by year, or add 'incidents', which have dates.",
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
    """Return disputes with the columns that own records may lack: all is known of them, and none was left out."""
    given = {"end_known_on": pl.col("period"), "reduced": pl.lit(value=False)}
    return mids.with_columns(made.alias(name) for name, made in given.items() if name not in mids.columns)


def _open(kept: pl.DataFrame, prefix: str) -> list[str]:
    """Return what to say of years whose dispute could not be chosen."""
    undecided = kept.filter(pl.col("undecided_by").is_not_null(), pl.col("source") < pl.col("target"))
    if not undecided.height:
        return []
    rules = ", ".join(undecided["undecided_by"].unique(maintain_order=True).sort())
    return [OPEN.format(prefix=prefix, count=undecided.height, rules=rules)]


def _of_pairs(rows: Rows, kept: pl.DataFrame, prefix: str, covers: Coverage, who: str) -> list[Figures]:
    """Return the columns for pairs: rows of the first state, and for its part those of the second."""
    covered = why_missing(rows, covers)
    forth, back = _lines(rows, kept)
    some = _either(forth, back)

    def column(name: str, said: Said, about: str) -> PanelColumn:
        return PanelColumn(
            f"{prefix}_{name}",
            f"{said.doc}: {who}" if said.source == "initiator" else said.doc,
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
        why = _unless_reduced(kept, some, covered) if name == "disputes" else covered
        figures.append(Figures.of(column(name, said, "of both alike"), values, why))
    absent = why_missing(rows, covers, NOTHING)  # without a dispute there is nothing to tell of one
    inside = covered[some.row] == 0
    absent[some.row[inside]] = _why_untold(kept)[some.line[inside]]
    decided = kept["undecided_by"].is_null().to_numpy()
    parts = [(OF_THE_DISPUTE, "", "of both alike", some)]
    for side, lines in zip(rows.sides, (forth, back), strict=True):
        parts.append((OF_A_SIDE, f"_{side}", f"of {side}" if len(side) == 1 else f"of the {side}", lines))
    for part, ending, about, lines in parts:
        inside = (covered[lines.row] == 0) & decided[lines.line]
        told = Lines(lines.row[inside], lines.line[inside])
        for name, said in part.items():
            one = column(f"{name}{ending}", said, about)
            figures.append(Figures(one, _cells(kept[said.source], told, rows.count), absent))
    return figures


def _why_untold(kept: pl.DataFrame) -> Reasons:
    """Return why a figure of each dispute is empty if it is."""
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


def _unless_reduced(kept: pl.DataFrame, some: Lines, covered: Reasons) -> Reasons:
    """Return why the number of disputes is empty: where one was chosen from several, the file has no number."""
    reduced = kept["reduced"].fill_null(value=False).to_numpy()[some.line]
    why = covered.copy()
    why[some.row[reduced & (covered[some.row] == 0)]] = UNRECORDED
    return why


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
        column = PanelColumn(
            f"{prefix}_{name}",
            doc,
            unit,
            "of the state",
            covers.dataset,
            "zero",
            covers.start,
            covers.end,
            covers.gaps,
        )
        why = absent if name == "ongoing" else numbers
        if name.endswith("initiated"):
            why = absent.copy()
            why[(absent == 0) & ((values == UNKNOWN) | (reduced & (values == 0)))] = UNRECORDED
        figures.append(Figures.of(column, values.astype(np.int8), why))
    return figures


def _any_known(flags: pl.Expr) -> pl.Expr:
    """Return 1 if a flag is set, 0 if none is, and `UNKNOWN` if none is and some are not known."""
    return flags.any(ignore_nulls=False).cast(pl.Int8).fill_null(UNKNOWN)
