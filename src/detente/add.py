"""The verbs ``detente add …``: a user's own rows of what Detente compiled manually.

``detente add facts FILE`` is `facts`::

    import detente

    detente.add.facts("mine.csv", report="corrections.md").frame()
"""

from __future__ import annotations

from detente.ingestion.facts import AddedFacts
from detente.ingestion.facts import add_facts as facts

__all__ = ["AddedFacts", "facts"]
