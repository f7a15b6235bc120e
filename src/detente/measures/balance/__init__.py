"""Structural balance: how far friends and foes form two camps, and which ties contradict them.

::

    exact      the frustration index: how many ties must change sign
    programme  the frustration of one block, by integer programming
    reduction  reduce a frustration problem without changing its minimum
    shuffled   a null model of balance: the same ties with shuffled signs
    signed     a signed network: states, and ties between them that are positive (friends) or negative (foes)
    triads     the triangles of a signed network, and the unbalanced ones with a product of signs of −1
"""

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
