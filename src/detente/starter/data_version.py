"""The version of the pack's data: the day of its release, and which figures changed with it and why.

Raise it with every pack that is shipped. `docs/appendix/data-changes.md` says the same at more length.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from detente.starter.conduct_sources import LAST_DAY
from detente.store.pack import DataChange, DataVersion

__all__ = ["DATA"]

VERSION = "2026-12-01"
CHANGES = (
    DataChange(
        VERSION,
        "temperatures, words and deeds",
        "all states instead of 64, to 28 March 2026 instead of 2014; ICEWS of 2018–2022 and acts coded from news items "
        "are in one model with ICEWS by year. The dataset is called conduct, before icews-yearly",
    ),
    DataChange(VERSION, "attention", "all states; 2018, 2019, 2021 and 2022 are added"),
    DataChange(VERSION, "machine-coded chronicle", "new: acts coded from news items, July 2002 to 28 March 2026"),
    DataChange(
        VERSION,
        "vote agreement, gaps and ideal points",
        "all states; every roll call to 3 March 2021 and those of 2025 come with Detente; intervals by formula",
    ),
    DataChange(VERSION, "capabilities, trade shares, similarity of pacts", "all states instead of 64"),
    DataChange(VERSION, "facts", "to 28 March 2026, with ruptures of relations; what they cover is data"),
)
DATA: dict[str, Any] = asdict(DataVersion(VERSION, LAST_DAY.isoformat(), CHANGES))
