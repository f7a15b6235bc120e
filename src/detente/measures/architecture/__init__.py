"""Architecture: whether a network of states hangs on a hub, is a web, or both.

::

    centrality  centralities, on stacks of networks
    change      the indices with a hypothetical tie, or without one
    graph       a network of states with binary or valued ties
    indices     the two axes of a network of states: hub and web
    periphery   core and periphery
    rewiring    a null for the leading eigenvalue
    tying       ties from records: pacts in force, acts within a span
"""

from detente.measures.architecture.change import what_if, what_if_of_draws
from detente.measures.architecture.graph import Network, network
from detente.measures.architecture.indices import INDICES, Architecture, architecture, architecture_of_draws
from detente.measures.architecture.rewiring import DegreeNull, degree_null
from detente.measures.architecture.tying import (
    Cooperation,
    acts_within,
    cooperation,
    friends_and_foes,
    pacts_in_force,
    ties_in_force,
)

__all__ = [
    "INDICES",
    "Architecture",
    "Cooperation",
    "DegreeNull",
    "Network",
    "acts_within",
    "architecture",
    "architecture_of_draws",
    "cooperation",
    "degree_null",
    "friends_and_foes",
    "network",
    "pacts_in_force",
    "ties_in_force",
    "what_if",
    "what_if_of_draws",
]
