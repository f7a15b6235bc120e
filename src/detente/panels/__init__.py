"""Panels of states or pairs of states by year, quarter or month.

A panel begins with its rows (`universe`) and grows by additions, each a function of a panel and a frame of records.
`panel` does both from the store. Every column has a unit, a side, a dataset, its coverage, and the meaning of a missing
row; every empty cell has a reason.
"""

from detente.panels.additions import ADDITIONS, Addition, addition
from detente.panels.attributes import add_attributes, add_majors, add_ratio
from detente.panels.build import panel, universe
from detente.panels.conflicts import add_conflicts
from detente.panels.coverage import Coverage
from detente.panels.dispute_selection import REDUCTION, one_dispute_a_year
from detente.panels.disputes import add_mids
from detente.panels.distance import add_capital_distance
from detente.panels.empty_cells import REASONS
from detente.panels.flows import add_flows, add_shared
from detente.panels.listing import AdditionList, panel_additions
from detente.panels.panel import Panel, PanelColumn
from detente.panels.peace_and_lags import add_lags, add_peace_years
from detente.panels.relations import add_claims, add_contiguity, add_pacts, add_rivalry
from detente.panels.relevance import relevant_dyads
from detente.panels.stata_names import stata_names
from detente.panels.ties import TieColumn, add_ties

__all__ = [
    "ADDITIONS",
    "REASONS",
    "REDUCTION",
    "Addition",
    "AdditionList",
    "Coverage",
    "Panel",
    "PanelColumn",
    "TieColumn",
    "add_attributes",
    "add_capital_distance",
    "add_claims",
    "add_conflicts",
    "add_contiguity",
    "add_flows",
    "add_lags",
    "add_majors",
    "add_mids",
    "add_pacts",
    "add_peace_years",
    "add_ratio",
    "add_rivalry",
    "add_shared",
    "add_ties",
    "addition",
    "one_dispute_a_year",
    "panel",
    "panel_additions",
    "relevant_dyads",
    "stata_names",
    "universe",
]
