"""Structural balance: how far friends and foes form two camps, and which ties contradict them."""

from detente.measures.balance.exact import Frustration, frustration
from detente.measures.balance.shuffled import SignNull, sign_null
from detente.measures.balance.signed import SignedNetwork, from_both, from_matrix, signed_network
from detente.measures.balance.triads import Triads, count_triads, guilty_triads

__all__ = [
    "Frustration",
    "SignNull",
    "SignedNetwork",
    "Triads",
    "count_triads",
    "from_both",
    "from_matrix",
    "frustration",
    "guilty_triads",
    "sign_null",
    "signed_network",
]
