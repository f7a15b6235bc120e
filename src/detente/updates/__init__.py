"""Bring the store up to date, and report what changed for pairs of states.

`detente.updates.run` fetches what is newer, `detente.updates.changes` compares what was known of a pair before and
after, and `detente.updates.watchlist` holds the pairs that a user follows.
"""

from __future__ import annotations

from detente.updates.changes import PairChange, PairState
from detente.updates.run import UpdateAnswer, UpdateStep, update

__all__ = ["PairChange", "PairState", "UpdateAnswer", "UpdateStep", "update"]
