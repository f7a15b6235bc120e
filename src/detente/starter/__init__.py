"""The starter pack: what Detente computes from the sources and ships, so that it answers offline.

One command rebuilds it, from a folder laid out like the reference data (``events/…``, ``votes/…``)::

    detente data starter --from FOLDER
"""

from __future__ import annotations

from detente.starter.conduct import LEAST, SCORES, VINTAGES
from detente.starter.pack import STARTER, build, members

__all__ = ["LEAST", "SCORES", "STARTER", "VINTAGES", "build", "members"]
