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

from detente.version import __version__

if TYPE_CHECKING:
    from detente import data as data
    from detente import ledger as ledger
    from detente import pull as pull
    from detente import watch as watch
    from detente.answers.architecture import ArchitectureAnswer, architecture
    from detente.answers.balance import Balance
    from detente.answers.chronicle import Chronicle, chronicle
    from detente.answers.disputes import DisputeAnswer, disputes
    from detente.answers.network_series import NetworkSeries
    from detente.answers.pacts import PactAnswer, pacts
    from detente.answers.pair_architecture import PairArchitecture, architecture_around
    from detente.answers.profile import Profile, profile
    from detente.answers.roll_calls import RollCallAnswer
    from detente.answers.states import StateAnswer, StateList, states
    from detente.answers.temperature import TemperatureAnswer, temperature
    from detente.answers.third_state_pull import ThirdStatePull
    from detente.answers.votes import VoteAnswer, votes
    from detente.brief import Assessment, Figure, Judgement, Record, assess
    from detente.brief.changes import Changes, changes
    from detente.brief.many_pairs import PairBriefs, assess_pairs
    from detente.catalog import TABLES, table
    from detente.errors import DataError, DetenteError, NoAnswer, UsageError
    from detente.event_cube.counts import counts
    from detente.identity import State, display_name, group, resolve
    from detente.ingestion.code import CodeAnswer, code
    from detente.ingestion.cube import CubeAnswer, cube
    from detente.ingestion.ingest import IngestResult, ingest
    from detente.measures.ideal_points import IdealPoints, ideal_points
    from detente.measures.portfolios import portfolio_similarity
    from detente.measures.temperature import Temperatures, level
    from detente.measures.turning_points import turning_points
    from detente.measures.votes import agreement, agreement_between, agreement_change, roll_call, telling
    from detente.panels import Panel, panel, panel_additions
    from detente.publish import render, terminal, write
    from detente.store import Store
    from detente.updates import UpdateAnswer, update

__all__ = [
    "TABLES",
    "ArchitectureAnswer",
    "Assessment",
    "Balance",
    "Changes",
    "Chronicle",
    "CodeAnswer",
    "CubeAnswer",
    "DataError",
    "DetenteError",
    "DisputeAnswer",
    "Figure",
    "IdealPoints",
    "IngestResult",
    "Judgement",
    "NetworkSeries",
    "NoAnswer",
    "PactAnswer",
    "PairArchitecture",
    "PairBriefs",
    "Panel",
    "Profile",
    "Record",
    "RollCallAnswer",
    "State",
    "StateAnswer",
    "StateList",
    "Store",
    "TemperatureAnswer",
    "Temperatures",
    "ThirdStatePull",
    "UpdateAnswer",
    "UsageError",
    "VoteAnswer",
    "__version__",
    "agreement",
    "agreement_between",
    "agreement_change",
    "architecture",
    "architecture_around",
    "assess",
    "assess_pairs",
    "changes",
    "chronicle",
    "code",
    "counts",
    "cube",
    "display_name",
    "disputes",
    "group",
    "ideal_points",
    "ingest",
    "level",
    "pacts",
    "panel",
    "panel_additions",
    "portfolio_similarity",
    "profile",
    "render",
    "resolve",
    "roll_call",
    "states",
    "table",
    "telling",
    "temperature",
    "terminal",
    "turning_points",
    "update",
    "votes",
    "write",
]

_HOMES = {
    "detente.brief": ("Assessment", "Figure", "Judgement", "Record", "assess"),
    "detente.brief.many_pairs": ("PairBriefs", "assess_pairs"),
    "detente.brief.changes": ("Changes", "changes"),
    "detente.answers.profile": ("Profile", "profile"),
    "detente.answers.states": ("StateAnswer", "StateList", "states"),
    "detente.answers.temperature": ("TemperatureAnswer", "temperature"),
    "detente.answers.third_state_pull": ("ThirdStatePull",),
    "detente.answers.chronicle": ("Chronicle", "chronicle"),
    "detente.answers.disputes": ("DisputeAnswer", "disputes"),
    "detente.answers.pacts": ("PactAnswer", "pacts"),
    "detente.answers.roll_calls": ("RollCallAnswer",),
    "detente.answers.votes": ("VoteAnswer", "votes"),
    "detente.answers.architecture": ("ArchitectureAnswer", "architecture"),
    "detente.answers.balance": ("Balance",),
    "detente.answers.network_series": ("NetworkSeries",),
    "detente.answers.pair_architecture": ("PairArchitecture", "architecture_around"),
    "detente.catalog": ("TABLES", "table"),
    "detente.errors": ("DataError", "DetenteError", "NoAnswer", "UsageError"),
    "detente.identity": ("State", "display_name", "group", "resolve"),
    "detente.measures.ideal_points": ("IdealPoints", "ideal_points"),
    "detente.measures.portfolios": ("portfolio_similarity",),
    "detente.measures.temperature": ("Temperatures", "level"),
    "detente.measures.turning_points": ("turning_points",),
    "detente.measures.votes": ("agreement", "agreement_between", "agreement_change", "roll_call", "telling"),
    "detente.panels": ("Panel", "panel", "panel_additions"),
    "detente.publish": ("render", "terminal", "write"),
    "detente.event_cube.counts": ("counts",),
    "detente.ingestion.code": ("CodeAnswer", "code"),
    "detente.ingestion.cube": ("CubeAnswer", "cube"),
    "detente.ingestion.ingest": ("IngestResult", "ingest"),
    "detente.store": ("Store",),
    "detente.updates": ("UpdateAnswer", "update"),
}
_NAMESPACES = ("add", "data", "ledger", "pull", "watch")  # modules of verbs, as `detente.data.verify`
_HOME = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    """Load a public name from its home."""
    if name in _HOME:
        return getattr(importlib.import_module(_HOME[name]), name)
    if name in _NAMESPACES:
        return importlib.import_module(f"detente.{name}")
    raise AttributeError(f"module 'detente' has no attribute {name!r}")


def __dir__() -> list[str]:
    """List the public names."""
    return sorted([*__all__, *_NAMESPACES])
