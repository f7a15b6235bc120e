"""Panels of states or pairs of states by year, quarter or month.

A panel begins with its rows (`universe`) and grows by additions, each a function of a panel and a frame of records.
`panel` does both from the store. Every column has a unit, a side, a dataset, its coverage, and the meaning of a missing
row; every empty cell has a reason.

::

    addition_contract   what an addition is: name, units, table, datasets, and the function that makes it
    additions           the list of additions: name, unit, table and datasets of each
    attributes          attributes of states: capabilities, democracy, GDP and population, major powers
    build               build a panel: its rows, then additions from the store as of a date
    citations           what to cite for a panel
    conflict_additions  the additions on conflict and statecraft: disputes, sanctions, aid, trips
    conflicts           armed conflicts to which a state is a party
    coverage            coverage of datasets, and the placement of a table's rows in a panel
    dispute_selection   the reduction to one militarised dispute per pair and year
    disputes            militarised disputes by year: ongoing, onset, attributes
    distance            the distance between two states' capitals, from Detente's list of capitals
    empty_cells         the reasons for empty cells
    files               write a panel and its codebook to files
    flows               indicators of pairs by period: trade, arms, distance, shared memberships
    listing             what can be added to a panel, and which of its datasets a store holds
    monthly_figures     figures by month in longer periods: aid, entities on sanctions lists
    panel               a panel: its frame, column descriptions, reasons for empty cells, and citations
    peace_and_lags      columns computed from earlier rows: time since an event, and lags
    periods             the calendar of a panel: years, quarters or months, numbered from 0
    record_checks       checks of users' records in panels, the same as for records in the store
    relations           pacts, contiguity, rivalry and claims in panels
    relevance           politically relevant dyads: contiguous pairs and pairs with a major power
    row_index           the rows of a panel as integers, so that values can be placed without a join
    sanctions           sanctions and threats of the EU, the United States and the UN, by target
    stata               write a Stata file, format 118 (Stata 14 and later), without Stata
    stata_names         valid Stata variable names: at most 32 letters, digits and underscores
    state_additions     the additions of figures of states: leaders, regimes, fractionalisation, threat
    state_counts        numbers of records of a state: wars, crises, disputes, vetoes, agreements
    state_levels        representation of the United States, and elections, in panels of states
    store_additions     the steps from the rows of a table in the store to the columns of an addition
    ties                ties between two states over time: pacts, contiguity, rivalry, claims, sanctions
    universe            the rows of a panel: the states of a list, or their pairs
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
