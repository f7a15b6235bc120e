"""States over time, pairs of states, and groups of states.

A state's key everywhere is its ``code``: three letters, one per Correlates of War number, and the ISO
3166 alpha-3 code where the state has one today. `resolve` turns a name, code or number into a state at a
date and never guesses. Names load when first used, so that a help text needs no records and
only `state_table` and `translate` need Polars.

::

    dyads          pairs of states: directed and undirected dyads
    memberships    named groups of states, with dates of membership and the source document of each
    name_forms     the ways in which a state's name may be written
    records        the compiled records of the state system, read once from ``resources/states``
    resolution     resolve a name, code or number to one state at one date
    schemes        the schemes in which a state can be written
    state          a state at a date: its names, numbers and codes at that date
    tables         the state system as a frame, and the translation of columns of codes
    unknown_names  the error for a text that names no state
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from detente.identity.dyads import Directed, Undirected
    from detente.identity.memberships import Group, group, group_spells, groups
    from detente.identity.resolution import resolve, resolve_during, resolve_state
    from detente.identity.schemes import SCHEMES
    from detente.identity.state import Spell, State, demonym, display_name, states
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

_HOMES = {
    "dyads": ("Directed", "Undirected"),
    "memberships": ("Group", "group", "group_spells", "groups"),
    "resolution": ("resolve", "resolve_during", "resolve_state"),
    "schemes": ("SCHEMES",),
    "state": ("Spell", "State", "demonym", "display_name", "states"),
    "tables": ("state_table", "translate"),
}
_HOME = {name: f"{__name__}.{module}" for module, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    """Load a public name from its module."""
    if name in _HOME:
        return getattr(importlib.import_module(_HOME[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    """List the public names."""
    return sorted(__all__)
