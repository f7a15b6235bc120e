"""Detente: a workbench for relations between states.

The verbs are functions here, and the command line is a thin form of them::

    import detente

    brief = detente.assess("Japan", "Russia", as_of="2015-09-01")
    detente.write(brief, "brief.html")

Names load when first used, so that importing the package costs nothing.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from detente.assessment import (
        Assessment,
        Figure,
        Judgement,
        Profile,
        Record,
        assess,
        profile,
        pulls,
        temperatures,
    )
    from detente.assessment.balances import Balance, balances
    from detente.assessment.networks import Course, architectures
    from detente.assessment.surroundings import Surroundings, architecture_around
    from detente.catalog import TABLES, table
    from detente.errors import DataError, DetenteError, NoAnswer, UsageError
    from detente.identity import State, display_name, group, resolve, states
    from detente.measures.ideal_points import IdealPoints, ideal_points
    from detente.measures.portfolios import portfolio_similarity
    from detente.measures.temperature import Temperatures, level, temperature
    from detente.measures.turning_points import turning_points
    from detente.measures.votes import agreement, agreement_between, agreement_change, roll_call, telling
    from detente.panels import Panel, panel
    from detente.publish import render, terminal, write
    from detente.store import Store, add_events, counts

__all__ = [
    "TABLES",
    "Assessment",
    "Balance",
    "Course",
    "DataError",
    "DetenteError",
    "Figure",
    "IdealPoints",
    "Judgement",
    "NoAnswer",
    "Panel",
    "Profile",
    "Record",
    "State",
    "Store",
    "Surroundings",
    "Temperatures",
    "UsageError",
    "__version__",
    "add_events",
    "agreement",
    "agreement_between",
    "agreement_change",
    "architecture_around",
    "architectures",
    "assess",
    "balances",
    "counts",
    "display_name",
    "group",
    "ideal_points",
    "level",
    "panel",
    "portfolio_similarity",
    "profile",
    "pulls",
    "render",
    "resolve",
    "roll_call",
    "states",
    "table",
    "telling",
    "temperature",
    "temperatures",
    "terminal",
    "turning_points",
    "write",
]

_HOMES = {
    "detente.assessment": (
        "Assessment",
        "Figure",
        "Judgement",
        "Profile",
        "Record",
        "assess",
        "profile",
        "pulls",
        "temperatures",
    ),
    "detente.assessment.balances": ("Balance", "balances"),
    "detente.assessment.networks": ("Course", "architectures"),
    "detente.assessment.surroundings": ("Surroundings", "architecture_around"),
    "detente.catalog": ("TABLES", "table"),
    "detente.errors": ("DataError", "DetenteError", "NoAnswer", "UsageError"),
    "detente.identity": ("State", "display_name", "group", "resolve", "states"),
    "detente.measures.ideal_points": ("IdealPoints", "ideal_points"),
    "detente.measures.portfolios": ("portfolio_similarity",),
    "detente.measures.temperature": ("Temperatures", "level", "temperature"),
    "detente.measures.turning_points": ("turning_points",),
    "detente.measures.votes": ("agreement", "agreement_between", "agreement_change", "roll_call", "telling"),
    "detente.panels": ("Panel", "panel"),
    "detente.publish": ("render", "terminal", "write"),
    "detente.store": ("Store", "add_events", "counts"),
}
_HOME = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    """Load a public name from its home."""
    if name in _HOME:
        return getattr(importlib.import_module(_HOME[name]), name)
    raise AttributeError(f"module 'detente' has no attribute {name!r}")


def __dir__() -> list[str]:
    """List the public names."""
    return sorted(__all__)
