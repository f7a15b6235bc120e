"""States over time, pairs of states, and groups of states.

A state's key everywhere is its ``code``: three letters, one per Correlates of War number, and the ISO
3166 alpha-3 code where the state has one today. `resolve` turns a name, code or number into a state at a
date and never guesses. `state_table` and `translate`, which need Polars, are loaded on first use, so that
importing this package is fast.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from detente.identity.dyads import Directed, Undirected
from detente.identity.memberships import Group, group, group_spells, groups
from detente.identity.resolution import SCHEMES, resolve, resolve_during, resolve_state
from detente.identity.state import Spell, State, demonym, display_name, states

if TYPE_CHECKING:
    from detente.identity.tables import state_table, translate

__all__ = [
    "SCHEMES",
    "Directed",
    "Group",
    "Spell",
    "State",
    "Undirected",
    "demonym",
    "display_name",
    "group",
    "group_spells",
    "groups",
    "resolve",
    "resolve_during",
    "resolve_state",
    "state_table",
    "states",
    "translate",
]

_FRAMES = frozenset({"state_table", "translate"})


def __getattr__(name: str) -> object:
    """Load the frames on first use."""
    if name in _FRAMES:
        return getattr(import_module("detente.identity.tables"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
