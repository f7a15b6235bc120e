"""Blocks and sentences that several documents share, or that one document is too long to hold.

::

    balance           blocks on the balance of a group, for the document of its architecture
    network_drawings  the drawings of an architecture and of a balance
    source_list       the sources of one document: the origin of its figures and records
    staleness         the first sentence of a document whose records end long before the day it is about
    vote_change       the section on how two states' agreement changed on a day, and by what
    wars_and_crises   sanctions, wars and international crises as sections of records
"""
