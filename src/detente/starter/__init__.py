"""The starter pack: figures computed from the sources and shipped with Detente, so that it works offline.

One command rebuilds it from a folder with the layout of the reference data (``events/…``, ``votes/…``)::

    detente data starter --sources FOLDER
"""

from __future__ import annotations

from detente.starter.pack import STARTER, build
from detente.starter.temperatures import LEAST, SCORES, VINTAGES

__all__ = ["LEAST", "SCORES", "STARTER", "VINTAGES", "build"]
