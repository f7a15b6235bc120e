"""The starter pack: figures computed from the sources and shipped with Detente, so that it works offline.

One command rebuilds it from a folder with the layout of the reference data (``events/…``, ``votes/…``)::

    detente data starter --sources FOLDER

::

    conduct_sources  the sources of the temperatures, and the days that each covers
    coverage         what the pack covers, and what a missing row means
    data_version     the version of the pack's data
    ideal_points     ideal points in vintages
    pack             building the pack
    selected_votes   roll calls on landmark texts of 2021–2025
    structural       capabilities, shares of trade, similarity of pacts
    temperatures     temperatures and attention in vintages
    votes            roll calls and who voted how
    writing          Parquet files with digests, and the manifest of the pack
"""

from __future__ import annotations

from detente.starter.pack import STARTER, build
from detente.starter.temperatures import LEAST, SCORES, VINTAGES

__all__ = ["LEAST", "SCORES", "STARTER", "VINTAGES", "build"]
