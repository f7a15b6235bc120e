"""What ties two states over a span of time: pacts, contiguity, rivalry, claims, sanctions, exercises, visits.

A tie counts in every period on a day of which it held, as exactly as its dataset knows: one that is known by year
counts in every month of its first and last year. In a panel of directed dyads a directed tie stands in the row of its
own direction only; in one of dyads it stands if it holds either way. A panel of states counts the partners.
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
from detente.panels.missing import LATER, NOTHING, UNRECORDED
from detente.panels.own import TIES, checked
from detente.panels.periods import Indices
from detente.panels.placing import Coverage, Spans, coverage_of_frame, dense, spans_of, why_missing
from detente.panels.result import Figures, Panel, PanelColumn
from detente.panels.rows import Rows

__all__ = ["Measure", "add_claims", "add_contiguity", "add_pacts", "add_rivalry", "add_ties"]

How = Literal["any", "count", "least", "most"]
KINDS = table("ties").column("kind").codes or ()
UNITS = {"any": "1 yes, 0 no", "count": "number", "least": "code", "most": "code"}
PREFIXES = {"atop": "atop", "cow_alliances": "cow", "tss_rivalries": "tss", "td_rivalries": "td"}
PACTS: dict[str, tuple[str, ...]] = {
    "atop": ("defence", "offence", "neutrality", "nonaggression", "consultation"),
    "cow_alliances": ("defence", "neutrality", "nonaggression", "entente"),
}


@dataclass(frozen=True, slots=True)
class Measure:
    """One column to make of ties.

    Parameters
    ----------
    kinds : tuple of str
        The kinds of tie that count.
    how : {'any', 'count', 'least', 'most'}
        1 if there is one, how many there are, or the least or greatest level among them (empty without one).
    doc : str
        What it says of a pair.
    levels : tuple of int, optional
        Only ties of these levels.
    """

    kinds: tuple[str, ...]
    how: How
    doc: str
    levels: tuple[int, ...] = ()


def add_ties(
    panel: Panel,
    ties: pl.DataFrame,
    measures: Mapping[str, Measure],
    *,
    dataset: str,
    covers: Coverage | None = None,
    scheme: str | None = None,
    validated: bool = False,
) -> Panel:
    """Add what ties of one dataset say of each pair, or with how many partners a state has them.

    Parameters
    ----------
    panel : Panel
        What to add it to.
    ties : polars.DataFrame
        Rows of the table ``ties``.
    measures : mapping of str to Measure
        By name of the column.
    dataset : str
        The dataset to take.
    covers : Coverage, optional
        What it covers; by default what its rows show. A tie without an end lasts as long.
    scheme : str, optional
        The scheme of the codes, such as 'cow' or 'iso3', read at each row's date; by default they are Detente's.
    validated : bool, optional
        Whether the rows come from the store, which has checked them; by default they are checked here.

    Returns
    -------
    Panel
        With the columns. In a panel of states only 'any' and 'count' make one: ``<name>_partners``, the number of
        states tied to it (for directed ties, toward which it is the source). No row in the dataset: zero.

    Raises
    ------
    UsageError
        If there are no rows and no coverage, or a measure is of an unknown kind of tie.
    TableError
        If rows do not fit the table: see `detente.panels.own`.

    Examples
    --------
    >>> from datetime import date
    >>> from detente.panels import universe
    >>> row = {"dataset": "mine", "kind": "defence", "source": "JPN", "target": "USA", "directed": False}
    >>> frame = pl.DataFrame([row | {"start": date(1960, 6, 23), "end": None, "level": None}])
    >>> covers = Coverage("mine", date(1945, 1, 1), date(1961, 12, 31))
    >>> found = universe("dyads", start=1959, end=1962, among=["JPN", "USA"])
    >>> measures = {"bound": Measure(("defence",), "any", "Bound to defend each other")}
    >>> add_ties(found, frame, measures, dataset="mine", covers=covers).frame["bound"].to_list()
    [0, 1, 1, None]
    """
    for measure in measures.values():
        if unknown := [kind for kind in measure.kinds if kind not in KINDS]:
            raise UsageError(f"No tie is of the kind {unknown[0]!r}; kinds are {', '.join(KINDS)}.", value=unknown[0])
    if not validated:
        ties = checked(ties, TIES, dataset=dataset, scheme=scheme)
    own = ties.filter(pl.col("dataset") == dataset)
    covered = covers or coverage_of_frame(own, dataset)
    absent = why_missing(panel.rows, covered)
    figures = []
    held = None if panel.rows.kind == "states" else _held(panel.rows, own, spans_of(panel.rows.periods, own, covered))
    for name, measure in measures.items():
        counted = own["kind"].is_in(measure.kinds)
        if measure.levels:
            counted &= own["level"].is_in([float(one) for one in measure.levels]).fill_null(value=False)
        some = own.filter(counted)
        if held is None:
            if measure.how in ("any", "count"):
                spans = spans_of(panel.rows.periods, some, covered)
                figures.append(_partners(panel, measure, some, spans, name=name, covers=covered))
            continue
        values = _of_pairs(panel.rows, measure.how, own, held.of(counted.to_numpy()))
        why = absent
        if measure.how in ("least", "most"):
            why = absent.copy()
            for mark, reason in {-1: NOTHING, -2: UNRECORDED, -3: LATER}.items():
                why[(absent == 0) & (values == mark)] = reason
        column = _column(name, measure.doc, UNITS[measure.how], _about(panel.rows, some), covered)
        figures.append(Figures.of(column, np.maximum(values, 0), why))
    return panel.add(figures)


def _column(name: str, doc: str, unit: str, about: str, covers: Coverage) -> PanelColumn:
    return PanelColumn(name, doc, unit, about, covers.dataset, "zero", covers.start, covers.end, covers.gaps)


def _about(rows: Rows, ties: pl.DataFrame) -> str:
    if not ties["directed"].any():
        return "of both alike"
    return "of the source toward the target" if rows.kind == "directed-dyads" else "of either toward the other"


class Held(NamedTuple):
    """Rows of a panel, and for each the place of a tie that holds in it; both as often as one does."""

    at: npt.NDArray[np.int32]
    tie: Indices

    def of(self, counted: npt.NDArray[np.bool_]) -> Held:
        """Return those of some ties."""
        chosen = counted[self.tie]
        return Held(self.at[chosen], self.tie[chosen])


def _held(rows: Rows, ties: pl.DataFrame, spans: Spans) -> Held:
    """Return in which rows which ties hold: those of both alike in both directions."""
    source, target = rows.codes(ties["source"])[spans.tie], rows.codes(ties["target"])[spans.tie]
    at, tie = rows.pair_rows(source, target, spans.when), spans.tie
    if rows.kind == "directed-dyads":
        mutual = ~ties["directed"].to_numpy()[spans.tie]
        back = rows.pair_rows(target[mutual], source[mutual], spans.when[mutual])
        at, tie = np.concatenate([at, back]), np.concatenate([tie, spans.tie[mutual]])
    return Held(at[at >= 0], tie[at >= 0])


def _of_pairs(rows: Rows, measured: How, ties: pl.DataFrame, held: Held) -> npt.NDArray[Any]:
    """Return a measure of each row; for a level −1 without a tie, −2 or −3 where that of a tie is missing."""
    at, tie = held
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
            found = np.full(rows.count, -1, np.int16)
            found[at[best]] = level[best]
            return found


def _levels(ties: pl.DataFrame) -> pl.Series:
    """Return the level of each tie: −2 where the record has none, −3 where it was not known yet."""
    later = pl.col("level_known_on").is_null() if "level_known_on" in ties.columns else pl.lit(value=False)
    missing = pl.when(later).then(-3.0).otherwise(-2.0)
    return ties.select(pl.coalesce(pl.col("level").cast(pl.Float64), missing)).to_series()


def _partners(
    panel: Panel, measure: Measure, ties: pl.DataFrame, spans: Spans, *, name: str, covers: Coverage
) -> Figures:
    """Return the number of states that each state is tied to."""
    rows = panel.rows
    codes = pl.concat([ties["source"], ties["target"]]).unique().sort()
    kept = pl.Enum(codes)
    source, target = (
        ties[side].cast(kept).to_physical().cast(pl.Int64).to_numpy()[spans.tie] for side in ("source", "target")
    )
    mutual = ~ties["directed"].to_numpy()[spans.tie]
    held = pl.DataFrame(
        {
            "state": np.concatenate([source, target[mutual]]),
            "partner": np.concatenate([target, source[mutual]]),
            "when": np.concatenate([spans.when, spans.when[mutual]]),
        }
    ).unique()
    counts = held.group_by("state", "when").len()
    inside, unit, at = rows.state_cells(rows.codes(codes.gather(counts["state"])), counts["when"].to_numpy())
    placed = np.zeros(rows.members.code.shape)
    placed[unit, at] = counts["len"].to_numpy()[inside]
    doc = f"States with which: {measure.doc[0].lower()}{measure.doc[1:]}"
    column = _column(f"{name}_partners", doc, "states", "of the state", covers)
    return Figures.of(column, dense(panel, placed, "state").astype(np.int16), why_missing(rows, covers))


# The additions made of ties


def add_pacts(
    panel: Panel,
    ties: pl.DataFrame,
    *,
    dataset: str = "atop",
    covers: Coverage | None = None,
    scheme: str | None = None,
    validated: bool = False,
) -> Panel:
    """Add the obligations of pacts in force.

    Parameters
    ----------
    panel : Panel
        What to add them to.
    ties : polars.DataFrame
        Rows of the table ``ties``.
    dataset : {'atop', 'cow_alliances'}
        Alliance Treaty Obligations and Provisions, whose obligations are directed, or Correlates of War.
    covers : Coverage, optional
        What the dataset covers; by default what its rows show.
    scheme : str, optional
        The scheme of the codes, such as 'cow' or 'iso3', read at each row's date; by default they are Detente's.
    validated : bool, optional
        Whether the rows come from the store, which has checked them; by default they are checked here.

    Returns
    -------
    Panel
        With ``atop_defence``, ``atop_offence``, ``atop_neutrality``, ``atop_nonaggression``, ``atop_consultation``,
        or ``cow_defence``, ``cow_neutrality``, ``cow_nonaggression``, ``cow_entente``; and ``atop_pact`` or
        ``cow_pact``: any of these. In a panel of states the number of partners of each.

    Raises
    ------
    TableError
        If rows do not fit the table: see `detente.panels.own`.
    """
    prefix, kinds = PREFIXES.get(dataset, dataset), PACTS.get(dataset, PACTS["atop"])
    measures = {f"{prefix}_{kind}": Measure((kind,), "any", f"Bound by a pact: {kind}") for kind in kinds}
    measures[f"{prefix}_pact"] = Measure(kinds, "any", "Bound by a pact of any of these kinds")
    return add_ties(panel, ties, measures, dataset=dataset, covers=covers, scheme=scheme, validated=validated)


def add_contiguity(
    panel: Panel,
    ties: pl.DataFrame,
    *,
    dataset: str = "cow_contiguity",
    covers: Coverage | None = None,
    scheme: str | None = None,
    validated: bool = False,
) -> Panel:
    """Add direct contiguity of homelands: the nearest type that held in the period.

    Parameters
    ----------
    panel : Panel
        What to add it to.
    ties : polars.DataFrame
        Rows of the table ``ties`` of kind 'contiguity', ``level`` 1 to 5.
    dataset : str
        The dataset to take.
    covers : Coverage, optional
        What the dataset covers; by default what its rows show.
    scheme : str, optional
        The scheme of the codes, such as 'cow' or 'iso3', read at each row's date; by default they are Detente's.
    validated : bool, optional
        Whether the rows come from the store, which has checked them; by default they are checked here.

    Returns
    -------
    Panel
        With ``contiguity`` (1 a land border, 2 to 5 water up to 12, 24, 150 and 400 miles; 0 none of these) and
        ``contiguous`` (1 or 0). In a panel of states ``contiguous_partners`` and ``land_border_partners``.

    Raises
    ------
    TableError
        If rows do not fit the table: see `detente.panels.own`.
    """
    kinds = ("contiguity",)
    measures = {
        "contiguity": Measure(kinds, "least", "Nearest direct contiguity"),
        "contiguous": Measure(kinds, "any", "Contiguous by land or across at most 400 miles of water"),
    }
    if panel.rows.kind == "states":
        measures["land_border"] = Measure(kinds, "any", "Land border", (1,))
    found = add_ties(panel, ties, measures, dataset=dataset, covers=covers, scheme=scheme, validated=validated)
    return _zero_where_nothing(found, "contiguity", "0 none, 1 land, 2–5 water up to 12, 24, 150, 400 miles")


def _zero_where_nothing(panel: Panel, name: str, unit: str) -> Panel:
    """Return the panel with 0 for 'no such tie' in a column of levels whose scale has a zero."""
    if name not in panel.why:
        return panel
    old = panel.figures(name)
    column = PanelColumn(**{**old.column.as_dict(), "unit": unit})
    why = np.where(old.why == NOTHING, 0, old.why).astype(np.uint8)
    return panel.replace(Figures.of(column, old.values, why))


def add_rivalry(
    panel: Panel,
    ties: pl.DataFrame,
    *,
    dataset: str = "tss_rivalries",
    covers: Coverage | None = None,
    scheme: str | None = None,
    validated: bool = False,
) -> Panel:
    """Add whether two states were strategic rivals.

    Parameters
    ----------
    panel : Panel
        What to add it to.
    ties : polars.DataFrame
        Rows of the table ``ties`` of kind 'rivalry'.
    dataset : {'tss_rivalries', 'td_rivalries'}
        Thompson, Sakuwa and Suhas, or Thompson and Dreyer.
    covers : Coverage, optional
        What the dataset covers; by default what its rows show.
    scheme : str, optional
        The scheme of the codes, such as 'cow' or 'iso3', read at each row's date; by default they are Detente's.
    validated : bool, optional
        Whether the rows come from the store, which has checked them; by default they are checked here.

    Returns
    -------
    Panel
        With ``tss_rivalry`` or ``td_rivalry``: 1 or 0. In a panel of states the number of rivals.

    Raises
    ------
    TableError
        If rows do not fit the table: see `detente.panels.own`.
    """
    name = f"{PREFIXES.get(dataset, dataset)}_rivalry"
    measures = {name: Measure(("rivalry",), "any", "Strategic rivals, as coded in hindsight")}
    return add_ties(panel, ties, measures, dataset=dataset, covers=covers, scheme=scheme, validated=validated)


def add_claims(
    panel: Panel,
    ties: pl.DataFrame,
    *,
    dataset: str = "icow_claims",
    covers: Coverage | None = None,
    scheme: str | None = None,
    validated: bool = False,
) -> Panel:
    """Add territorial claims.

    Parameters
    ----------
    panel : Panel
        What to add them to.
    ties : polars.DataFrame
        Rows of the table ``ties`` of kind 'claim', from challenger to target, ``level`` the salience.
    dataset : str
        The dataset to take.
    covers : Coverage, optional
        What the dataset covers; by default what its rows show.
    scheme : str, optional
        The scheme of the codes, such as 'cow' or 'iso3', read at each row's date; by default they are Detente's.
    validated : bool, optional
        Whether the rows come from the store, which has checked them; by default they are checked here.

    Returns
    -------
    Panel
        With ``claims``, their number, and ``claim_salience``, the salience (0 to 12) of the most salient, empty
        without a claim. In a panel of states the number of states that it has claims against.

    Raises
    ------
    TableError
        If rows do not fit the table: see `detente.panels.own`.
    """
    measures = {
        "claims": Measure(("claim",), "count", "Territorial claims"),
        "claim_salience": Measure(("claim",), "most", "Salience of the most salient claim, 0 to 12"),
    }
    return add_ties(panel, ties, measures, dataset=dataset, covers=covers, scheme=scheme, validated=validated)
