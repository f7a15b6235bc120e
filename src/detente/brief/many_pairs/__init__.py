"""Briefs on many pairs of states, written to a folder with an index.

::

    pair_briefs  the verb: which pairs, and what was written
    pair_files   the files of some pairs, and what the index says of each
    pair_list    pairs of states in a file or a group
    share        a part of the pairs, written by a second process
"""

from __future__ import annotations

from detente.brief.many_pairs.pair_briefs import PairBriefs, assess_pairs

__all__ = ["PairBriefs", "assess_pairs"]
