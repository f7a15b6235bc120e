"""Armed conflicts to which a state is a party, and their onsets after years without fighting."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import polars as pl

from detente.errors import UsageError
from detente.panels.attributes import sides
from detente.panels.coverage import Coverage, coverage_of_frame, dense, place_states, why_missing
from detente.panels.empty_cells import UNCOMPUTABLE, Reasons
from detente.panels.panel import Figures, Panel
from detente.panels.periods import Periods
from detente.panels.record_checks import CONFLICTS, checked
from detente.panels.row_index import PanelRows

__all__ = ["ISSUES", "TYPES", "add_conflicts"]

TYPES = ("extrasystemic", "interstate", "intrastate", "internationalized")
ISSUES = ("territory", "government", "both")
INTENSITIES = (1, 2)
WITHIN = ("intrastate", "internationalized")
QUIET = (1, 2, 3, 5, 10)
COUNTED: dict[str, tuple[str, str, Callable[[], pl.Expr]]] = {
    "conflicts": ("Armed conflicts to which it is a party", "conflicts", pl.len),
    "interstate": ("Of these, between states", "conflicts", lambda: pl.col("type").eq("interstate").sum()),
    "intrastate": (
        "Of these, within the state, with others' troops or without",
        "conflicts",
        lambda: pl.col("type").is_in(WITHIN).sum(),
    ),
    "intensity": (
        "Intensity of the worst of these",
        "0 none, 1 from 25 deaths a year, 2 from 1,000",
        lambda: pl.col("intensity").max(),
    ),
}


def add_conflicts(
    panel: Panel,
    armed_conflicts: pl.DataFrame,
    *,
    dataset: str = "ucdp_acd",
    covers: Coverage | None = None,
    types: Sequence[str] = (),
    issues: Sequence[str] = (),
    intensity: int = 1,
    scheme: str | None = None,
    validated: bool = False,
) -> Panel:
    """Add the armed conflicts to which a state is a party; conflicts in which it only supports a party do not count.

    Parameters
    ----------
    panel : Panel
        The panel.
    armed_conflicts : polars.DataFrame
        Rows of the table ``armed_conflicts``, by year.
    dataset : str
        The dataset.
    covers : Coverage, optional
        Coverage of the dataset; by default measured from its rows, for all members of the Gleditsch–Ward list.
    types : sequence of str, optional
        Only conflicts of these types: 'extrasystemic', 'interstate', 'intrastate', 'internationalized'.
    issues : sequence of str, optional
        Only conflicts over these issues: 'territory', 'government', 'both'.
    intensity : {1, 2}
        Only years of a conflict of this intensity or more: 1 from 25 deaths in battle, 2 from 1,000 (war).
    scheme, validated
        As for `add_ties`.

    Returns
    -------
    Panel
        With ``ucdp_conflicts``, ``ucdp_onsets``, ``ucdp_interstate``, ``ucdp_intrastate`` and ``ucdp_intensity``, for
        each side, and ``ucdp_onsets_2``, ``_3``, ``_5`` and ``_10``. No row in the dataset: zero. Onsets are
        conflicts that began, or began again after one year (2, 3, 5, 10 years) without fighting. They are of
        conflicts within the state, as in UCDP's data on onsets and in peacesciencer, unless `types` is given. They are
        unknown if the years before are not all covered.

    Raises
    ------
    UsageError
        If a type, issue or intensity is unknown.
    TableError
        If rows do not fit the table: see `detente.panels.record_checks`.

    Examples
    --------
    >>> from datetime import date
    >>> from detente.panels import universe
    >>> row = {"dataset": "ucdp_acd", "conflict": 1, "state": "THA", "side": "a", "secondary": False}
    >>> row |= {"type": "intrastate", "issue": "territory", "intensity": 1}
    >>> frame = pl.DataFrame([row | {"period": date(year, 1, 1)} for year in (1950, 1953)])
    >>> result = universe("states", system="gw", since=1950, until=1953, among="THA")
    >>> result = add_conflicts(result, frame, covers=Coverage("ucdp_acd", date(1946, 1, 1), date(1953, 12, 31), "gw"))
    >>> result.frame().select("year", "ucdp_onsets", "ucdp_onsets_3").rows()
    [(1950, 1, 1), (1951, 0, 0), (1952, 0, 0), (1953, 1, 0)]
    """
    _check("type", types, TYPES)
    _check("issue", issues, ISSUES)
    _check("intensity", [intensity], INTENSITIES)
    if not validated:
        armed_conflicts = checked(armed_conflicts, CONFLICTS, dataset=dataset, scheme=scheme)
    rows = armed_conflicts.filter(pl.col("dataset") == dataset)
    covered = covers or coverage_of_frame(rows, dataset, "gw")
    kept = rows.filter(pl.col("intensity") >= intensity)
    for kind, wanted in (("type", types), ("issue", issues)):
        kept = kept.filter(pl.col(kind).is_in(wanted)) if wanted else kept
    sums = _counted(kept, types or WITHIN)
    only = _described(types, issues, intensity)
    absent = why_missing(panel.rows, covered)
    described = {name: (doc, unit, absent) for name, (doc, unit, _) in COUNTED.items()}
    for years in QUIET:
        doc = "Conflicts" if types else "Conflicts within the state"
        doc += f" that began, or began again after {f'{years} years' if years > 1 else 'a year'} without fighting"
        described[_onsets(years)] = (doc, "conflicts", _without_past(panel.rows, covered, years))
    figures = []
    for name in ("conflicts", *map(_onsets, QUIET), "interstate", "intrastate", "intensity"):
        doc, unit, why = described[name]
        placed = np.nan_to_num(place_states(panel.rows, sums, name)).astype(np.int8)
        for side, ending, about in sides(panel.rows):
            column = replace(covered.column(f"ucdp_{name}{ending}", doc + only, unit, about), dataset=dataset)
            figures.append(Figures.of(column, dense(panel, placed, side), why))
    return panel.add(figures)


def _check(what: str, values: Sequence[object], allowed: Sequence[object]) -> None:
    if unknown := [one for one in values if one not in allowed]:
        raise UsageError(
            f"unknown {what} of armed conflict {unknown[0]!r}: expected one of {', '.join(map(str, allowed))}",
            value=unknown[0],
        )


def _onsets(years: int) -> str:
    return "onsets" if years == 1 else f"onsets_{years}"


def _described(types: Sequence[str], issues: Sequence[str], intensity: int) -> str:
    """Return which conflicts count, for the codebook; empty for all."""
    parts = [f"type {' or '.join(types)}"] if types else []
    parts += [f"issue {' or '.join(issues)}"] if issues else []
    parts += [f"intensity {intensity} or more"] if intensity > 1 else []
    return f"; only conflicts of {', '.join(parts)}" if parts else ""


def _counted(rows: pl.DataFrame, types: Sequence[str]) -> pl.DataFrame:
    """Return the number of conflicts and of onsets by state and year."""
    pair = ["conflict", "state"]
    fought = rows.select(*pair, "period").unique().sort(*pair, "period")
    before = pl.col("period").shift(1).over(pair).dt.year()
    fought = fought.with_columns(quiet=(pl.col("period").dt.year() - before - 1))
    parties = (
        rows.filter(~pl.col("secondary")).unique([*pair, "period"], keep="first").join(fought, on=[*pair, "period"])
    )
    began = pl.col("type").is_in(types)
    onsets = {_onsets(years): (began & (pl.col("quiet") >= years).fill_null(value=True)).sum() for years in QUIET}
    counts = {name: make() for name, (_, _, make) in COUNTED.items()}
    return parties.group_by("state", "period").agg(**counts, **onsets)


def _without_past(rows: PanelRows, covers: Coverage, years: int) -> Reasons:
    """Return the reasons for empty cells, among them years before that are not all covered."""
    first = rows.periods.first
    earliest = max(first - years, 1)
    covered = covers.within(Periods("year", earliest, rows.periods.last))
    covered = np.pad(covered, (earliest - first + years, 0))  # there is no year before the first
    past = np.lib.stride_tricks.sliding_window_view(covered[:-1], years)  # of each year from the panel's first
    shown = np.asarray(past.all(axis=1))
    why = why_missing(rows, covers)
    year = rows.when.astype(np.int32) * rows.periods.months // 12
    why[(why == 0) & ~shown[year]] = UNCOMPUTABLE
    return why
