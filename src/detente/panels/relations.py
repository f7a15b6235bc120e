"""Pacts, contiguity, rivalry and claims in panels."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

from detente.panels.coverage import Coverage, coverage_of_frame
from detente.panels.empty_cells import NOTHING, UNRECORDED
from detente.panels.panel import Figures, Panel, PanelColumn
from detente.panels.record_checks import TIES, checked
from detente.panels.ties import TieColumn, add_ties
from detente.sources.providers.rivalries import RIVALRY_TYPES, types_of

__all__ = ["add_claims", "add_contiguity", "add_pacts", "add_rivalry"]

PREFIXES = {"atop": "atop", "cow_alliances": "cow", "tss_rivalries": "tss", "td_rivalries": "td"}
PACTS: dict[str, tuple[str, ...]] = {
    "atop": ("defence", "offence", "neutrality", "nonaggression", "consultation"),
    "cow_alliances": ("defence", "neutrality", "nonaggression", "entente"),
}


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
        The panel.
    ties : polars.DataFrame
        Rows of the table ``ties``.
    dataset : {'atop', 'cow_alliances'}
        Alliance Treaty Obligations and Provisions, whose obligations are directed, or Correlates of War.
    covers, scheme, validated
        As for `add_ties`.

    Returns
    -------
    Panel
        With ``atop_defence``, ``atop_offence``, ``atop_neutrality``, ``atop_nonaggression``, ``atop_consultation``,
        or ``cow_defence``, ``cow_neutrality``, ``cow_nonaggression``, ``cow_entente``; and ``atop_pact`` or
        ``cow_pact``: any of these. In a panel of states the number of partners of each.

    Raises
    ------
    TableError
        If rows do not fit the table: see `detente.panels.record_checks`.
    """
    prefix, kinds = PREFIXES.get(dataset, dataset), PACTS.get(dataset, PACTS["atop"])
    measures = {f"{prefix}_{kind}": TieColumn((kind,), "any", f"Bound by a pact: {kind}") for kind in kinds}
    measures[f"{prefix}_pact"] = TieColumn(kinds, "any", "Bound by a pact of any of these kinds")
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
        The panel.
    ties : polars.DataFrame
        Rows of the table ``ties`` of kind 'contiguity', ``level`` 1 to 5.
    dataset : str
        The dataset.
    covers, scheme, validated
        As for `add_ties`.

    Returns
    -------
    Panel
        With ``contiguity`` (1 a land border, 2 to 5 water up to 12, 24, 150 and 400 miles; 0 none of these) and
        ``contiguous`` (1 or 0). In a panel of states ``contiguous_partners`` and ``land_border_partners``.

    Raises
    ------
    TableError
        If rows do not fit the table: see `detente.panels.record_checks`.
    """
    kinds = ("contiguity",)
    measures = {
        "contiguity": TieColumn(kinds, "least", "Nearest direct contiguity"),
        "contiguous": TieColumn(kinds, "any", "Contiguous by land or across at most 400 miles of water"),
    }
    if panel.rows.kind == "states":
        measures["land_border"] = TieColumn(kinds, "any", "Land border", (1,))
    result = add_ties(panel, ties, measures, dataset=dataset, covers=covers, scheme=scheme, validated=validated)
    return _zero_where_nothing(result, "contiguity", "0 none, 1 land, 2–5 water up to 12, 24, 150, 400 miles")


def _zero_where_nothing(panel: Panel, name: str, unit: str) -> Panel:
    """Return the panel with 0 instead of 'no tie' in a column of levels whose scale has a zero."""
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
        The panel.
    ties : polars.DataFrame
        Rows of the table ``ties`` of kind 'rivalry'.
    dataset : {'tss_rivalries', 'td_rivalries'}
        Thompson, Sakuwa and Suhas, or Thompson and Dreyer.
    covers, scheme, validated
        As for `add_ties`.

    Returns
    -------
    Panel
        With ``tss_rivalry`` or ``td_rivalry``: 1 or 0; and ``tss_rivalry_spatial``, ``…_positional``,
        ``…_ideological`` and ``…_interventionary``: whether it is about territory, influence, ideology, or
        intervention in the other's affairs. A rivalry may have several types; types that are not recorded are
        unknown. In a panel of states the number of rivals of each kind.

    Raises
    ------
    TableError
        If rows do not fit the table: see `detente.panels.record_checks`.
    """
    if not validated:
        ties = checked(ties, TIES, dataset=dataset, scheme=scheme)
    name = f"{PREFIXES.get(dataset, dataset)}_rivalry"
    measures = {name: TieColumn(("rivalry",), "any", "Strategic rivals, as coded in hindsight")}
    of_types = {
        f"{name}_{kind}": TieColumn(("rivalry",), "any", f"Rivals of type {kind}", types=(kind,))
        for kind in RIVALRY_TYPES
    }
    result = add_ties(panel, ties, measures | of_types, dataset=dataset, covers=covers, validated=True)
    rivalries = ties.filter(pl.col("dataset") == dataset, pl.col("kind") == "rivalry")
    untyped = rivalries.filter(types_of(pl.col("title")).is_null())
    if not untyped.height:
        return result
    covered = covers or coverage_of_frame(rivalries, dataset)
    added = add_ties(panel, untyped, measures, dataset=dataset, covers=covered, validated=True).added
    (untyped_rivals,) = (added[key] for key in added.keys() - panel.added.keys())
    for one in result.added.values():
        if one.column.name.removesuffix("_partners") in of_types:
            result = result.replace(_unknown_where(one, untyped_rivals.values > 0))
    return result


def _unknown_where(figures: Figures, untyped_rivals: npt.NDArray[np.bool_]) -> Figures:
    """Return a column with its zeros, or its numbers, empty where a rivalry of unknown type may count."""
    numbers = figures.column.unit == "states"
    why = figures.why
    why[(why == 0) & untyped_rivals & (numbers | (figures.values == 0))] = UNRECORDED
    return Figures.of(figures.column, figures.values, why)


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
        The panel.
    ties : polars.DataFrame
        Rows of the table ``ties`` of kind 'claim', from challenger to target, ``level`` the salience.
    dataset : str
        The dataset.
    covers, scheme, validated
        As for `add_ties`.

    Returns
    -------
    Panel
        With ``claims``, their number, and ``claim_salience``, the salience (0 to 12) of the most salient, empty
        without a claim. In a panel of states the number of states that it claims territory from.

    Raises
    ------
    TableError
        If rows do not fit the table: see `detente.panels.record_checks`.
    """
    measures = {
        "claims": TieColumn(("claim",), "count", "Territorial claims"),
        "claim_salience": TieColumn(("claim",), "most", "Salience of the most salient claim, 0 to 12"),
    }
    return add_ties(panel, ties, measures, dataset=dataset, covers=covers, scheme=scheme, validated=validated)
