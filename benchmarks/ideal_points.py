"""CPU time, memory and agreement of ideal points on the real votes, from a cold start.

::

    DETENTE_REFERENCE=... python benchmarks/ideal_points.py intervals
    DETENTE_REFERENCE=... python benchmarks/ideal_points.py points

The votes are first read by their source and written as the store keeps them, in a process of their own. The clock then
starts with Python: imports, reading and estimation count.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

REFERENCE = Path(os.environ["DETENTE_REFERENCE"]) / "votes"
STORE = """
import sys
from pathlib import Path
from detente.sources import source
source("unga_votes").read(Path(sys.argv[1])).frame.write_parquet(sys.argv[2])
"""


def estimate(stored: str, which: str) -> None:
    import polars as pl  # noqa: PLC0415  the import is part of what is timed

    from detente.measures.ideal_points import ideal_points  # noqa: PLC0415

    bridges = pl.read_csv(REFERENCE / "un_bridges.csv").select("rcid1", "rcid2")
    found = ideal_points(pl.read_parquet(stored), bridges, seed=1, intervals=which == "intervals")
    seconds = time.process_time()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    size = found.ballots.size, found.ballots.items.height, found.ballots.seats.height
    print(f"{which}: {size[0]} votes, {size[1]} items, {size[2]} positions")
    print(f"  {seconds:.1f} CPU s, peak {peak:.0f} MB; {found.sample.accepted:.2f} of the steps taken")
    sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "reference"))
    from published_ideal_points import comparison  # noqa: PLC0415  the tests' own comparison

    for name, value in comparison(found.frame(), REFERENCE).items():
        print(f"  {name}: {value:.4f}")


def main(which: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        stored = str(Path(folder) / "votes.parquet")
        subprocess.run([sys.executable, "-c", STORE, str(REFERENCE), stored], check=True)
        subprocess.run([sys.executable, __file__, which, stored], check=True)


if __name__ == "__main__":
    if len(sys.argv) > 2:
        estimate(sys.argv[2], sys.argv[1])
    else:
        main(sys.argv[1] if len(sys.argv) > 1 else "intervals")
