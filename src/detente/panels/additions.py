"""The additions of panels, and how each is made from the store's tables.

An addition is requested by name, ``pacts``, or with a dataset, ``pacts:cow_alliances``.
"""

from __future__ import annotations

from collections.abc import Sequence

from detente.errors import UsageError
from detente.panels.addition_contract import PAIRS, Addition
from detente.panels.attributes import add_majors
from detente.panels.conflict_additions import CONFLICT_ADDITIONS
from detente.panels.distance import add_capital_distance
from detente.panels.relations import add_contiguity, add_pacts
from detente.panels.state_additions import STATE_ADDITIONS
from detente.panels.store_additions import (
    agreement_added,
    attributes_added,
    capabilities_added,
    deviations_added,
    flow_adder,
    shared_adder,
    similarity_added,
    temperature_added,
)

__all__ = ["ADDITIONS", "Addition", "addition"]

ADDITIONS: dict[str, Addition] = {
    one.name: one
    for one in (
        Addition(
            "pacts",
            "Obligations of pacts in force, by kind",
            "1 or 0",
            "ATOP: of the source toward the target; Correlates of War: of both alike",
            "zero",
            lambda panel, given: add_pacts(
                panel, given.rows, dataset=given.dataset, covers=given.covers, validated=True
            ),
            "ties",
            ("atop", "cow_alliances"),
        ),
        Addition(
            "similarity",
            "Similarity of portfolios of pacts, valued 0 to 3: S, kappa and pi",
            "1 for the same portfolio",
            "of both alike",
            "missing",
            similarity_added,
            "ties",
            ("atop", "cow_alliances"),
            kinds=PAIRS,
        ),
        Addition(
            "capabilities",
            "Material capabilities: their index cinc, its six parts, and the ratio of cinc",
            "share; thousands of persons, tons, USD",
            "of each state",
            "missing",
            capabilities_added,
            "indicators",
            ("cow_nmc",),
        ),
        Addition(
            "contiguity",
            "Nearest direct contiguity of homelands",
            "0 none, 1 land, 2–5 water up to 12, 24, 150, 400 miles",
            "of both alike",
            "zero",
            lambda panel, given: add_contiguity(
                panel, given.rows, dataset=given.dataset, covers=given.covers, validated=True
            ),
            "ties",
            ("cow_contiguity",),
        ),
        Addition(
            "distance",
            "Least distance between territories",
            "kilometres",
            "of both alike",
            "missing",
            shared_adder("min_distance", "Least distance between territories"),
            "dyad_indicators",
            ("cow_mindist",),
            kinds=PAIRS,
            systems={"cow_mindist": None},
        ),
        Addition(
            "capitals",
            "Distance between capitals",
            "kilometres",
            "of both alike",
            "missing",
            lambda panel, given: add_capital_distance(panel),  # noqa: ARG005 - made from shipped facts
            kinds=PAIRS,
        ),
        Addition(
            "democracy",
            "Indices of democracy",
            "V-Dem 0 to 1; Polity −10 to 10; EUDS a latent score",
            "of each state",
            "missing",
            attributes_added,
            "indicators",
            ("vdem", "polity", "euds"),
            every=True,
        ),
        Addition(
            "gdp",
            "Gross domestic product, income per head and population",
            "USD at purchasing power; millions of persons",
            "of each state",
            "missing",
            attributes_added,
            "indicators",
            ("gdppop",),
        ),
        Addition(
            "gdp_sd",
            "Standard deviations of the estimates of gross domestic product, income per head and population",
            "as of the estimates",
            "of each state",
            "missing",
            deviations_added,
            "indicators",
            ("gdppop",),
        ),
        Addition(
            "trade",
            "Exports of one to the other",
            "million USD",
            "of the source toward the target, and back",
            "missing",
            flow_adder("exports", "Exports of one to the other"),
            "dyad_indicators",
            ("cow_trade", "itpde"),
        ),
        Addition(
            "arms",
            "Deliveries of major arms of one to the other",
            "million TIV",
            "of the source toward the target, and back",
            "zero",
            flow_adder("arms", "Deliveries of major arms of one to the other", zero=True),
            "dyad_indicators",
            ("sipri_register",),
        ),
        Addition(
            "igos",
            "Intergovernmental organisations of which both are full members",
            "organisations",
            "of both alike",
            "missing",
            shared_adder("igos", "Intergovernmental organisations of which both are full members"),
            "dyad_indicators",
            ("cow_igo",),
            kinds=PAIRS,
        ),
        Addition(
            "majors",
            "Major powers after the Correlates of War list",
            "1 or 0",
            "of each state",
            "zero",
            lambda panel, given: add_majors(panel),  # noqa: ARG005 - made from shipped facts
        ),
        Addition(
            "agreement",
            "Agreement in votes of the UN General Assembly: raw, kappa, pi, and how many votes",
            "0 to 1; kappa; pi",
            "of both alike",
            "missing",
            agreement_added,
            "votes",
            ("unga_votes", "undl_votes", "unga"),
            instead=True,
            tables={"unga": "agreements"},
            kinds=PAIRS,
        ),
        Addition(
            "temperature",
            "Temperature of one toward the other, from coded events",
            "standard deviations from the average conduct",
            "of the source toward the target, and back",
            "missing",
            temperature_added,
            "temperatures",
            ("conduct",),
            kinds=PAIRS,
        ),
        *STATE_ADDITIONS,
        *CONFLICT_ADDITIONS,
    )
}


def addition(request: str) -> tuple[Addition, tuple[str, ...]]:
    """Return the addition of a request and its datasets; none means the default ones.

    Raises
    ------
    UsageError
        If the addition is unknown, or can't be made from the dataset.

    Examples
    --------
    >>> result, datasets = addition("pacts:cow_alliances")
    >>> result.table, datasets
    ('ties', ('cow_alliances',))
    """
    name, _, dataset = request.partition(":")
    if name not in ADDITIONS:
        raise UsageError(f"unknown addition {name!r}: expected one of {', '.join(ADDITIONS)}", value=name)
    result = ADDITIONS[name]
    if dataset and dataset not in result.datasets:
        known: Sequence[str] = result.datasets or ("Detente's own data",)
        raise UsageError(f"{name!r} can't be made from {dataset!r}: expected {', '.join(known)}", value=dataset)
    return result, (dataset,) if dataset else ()
