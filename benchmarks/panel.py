"""Measure the full panel: directed dyad-years 1816–2020 with everything that a study of conflict usually takes.

    python benchmarks/panel.py                  the store that DETENTE_HOME names
    python benchmarks/panel.py FOLDER           a store made of the reference data in a folder, in a temporary place

Prints processor seconds and peak memory of building it in a fresh process, start and reading included, and of writing
it. Ends with 1 where building takes more than 15 seconds or 4 GB.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ADD = ("pacts", "mids", "capabilities", "contiguity", "distance", "democracy", "gdp", "trade", "rivalry")
LIMIT_SECONDS, LIMIT_GB = 15.0, 4.0
FILES = {
    "atop": "pacts/atop_dyadyear_1815_2018",
    "cow_mids": "disputes/cow_mid_dyadyear",
    "cow_nmc": "states/cow_nmc",
    "cow_contiguity": "states/cow_contdir",
    "cow_mindist": "states/cow_mindist",
    "vdem": "states/democracy",
    "polity": "states/democracy",
    "euds": "states/democracy",
    "gdppop": "states/gdppop",
    "cow_trade": "states/cow_trade_dyadyear_1946_2014",
    "tss_rivalries": "disputes/tss_rivalries",
}


def main() -> int:
    """Build the panel in a process of its own, on a store that may have to be made first."""
    if len(sys.argv) == 1:
        return measure()
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "DETENTE_HOME": home}
        for name, file in FILES.items():
            path = Path(sys.argv[1]) / f"{file}.parquet"
            command = [sys.executable, "-m", "detente.cli", "ingest", name, str(path)]
            subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL)
        return subprocess.run([sys.executable, __file__], check=False, env=environment).returncode


def measure() -> int:
    """Build and write the panel, print what it took, and say whether the limits hold."""
    from detente.panels import panel  # noqa: PLC0415 - its import is part of what is measured
    from detente.store import Store  # noqa: PLC0415 - likewise

    built = panel(Store.open(), "directed-dyads", end=2020, add=ADD, peace=["cow_mid_ongoing"])
    seconds, memory = time.process_time(), peak()
    rows, columns = built.frame.shape
    print(f"{rows:,} rows, {columns} columns: {seconds:.1f} CPU s, {memory:.2f} GB at most")
    with tempfile.TemporaryDirectory() as folder:
        for suffix in (".parquet", ".csv", ".dta"):
            before, path = time.process_time(), Path(folder) / f"panel{suffix}"
            built.to(path)
            size = path.stat().st_size / 1e6
            print(f"written as {suffix}: {time.process_time() - before:.1f} CPU s, {size:.0f} MB")
            path.unlink()
    print(f"{peak():.2f} GB at most, writing included")
    return 0 if seconds <= LIMIT_SECONDS and memory <= LIMIT_GB else 1


def peak() -> float:
    """Return the most memory that this process has held, in GB."""
    unit = 1e9 if sys.platform == "darwin" else 1e6
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


if __name__ == "__main__":
    sys.exit(main())
