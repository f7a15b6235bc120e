"""CPU time and memory of pact similarity: all ordered pairs of states, 1816–2018, four figures, valued and binary.

::

    DETENTE_REFERENCE=... POLARS_MAX_THREADS=2 OMP_NUM_THREADS=1 python benchmarks/portfolios.py

Two clocks: from spells (what `portfolio_similarity` takes), and from the file of pairs and years (reading, naming
the states and joining the years to spells come before).
"""

from __future__ import annotations

import os
import resource
import time
from pathlib import Path

from detente.measures.portfolios import portfolio_similarity
from detente.sources import source

YEARS = range(1816, 2019)


def main() -> None:
    reference = Path(os.environ["DETENTE_REFERENCE"])
    start = time.process_time()
    ties = source("atop").read(reference / "pacts" / "atop_dyadyear_1815_2018.parquet").frame
    read = time.process_time()
    found = portfolio_similarity(ties, YEARS)
    done = time.process_time()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    print(f"{ties.height:,} spells of ATOP, read in {read - start:.2f} CPU s")
    print(f"{found.height:,} ordered pairs and years, {found.width - 3} figures each: {done - read:.2f} CPU s")
    print(f"peak memory {peak:.0f} MB")


if __name__ == "__main__":
    main()
