"""Time what a user waits for: each command as a fresh process, best and median of several runs, and peak memory."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RUNS = 5
COMMANDS = (
    ("--help",),
    ("states", "Japan"),
    ("data",),
    ("temperature", "Japan", "Russia"),
    ("assess", "Japan", "Russia", "--as-of", "2015-09-01"),
    ("assess", "Japan", "Russia", "--as-of", "2015-09-01", "-o", "brief.html"),
    ("assess", "Japan", "Russia", "--as-of", "2015-09-01", "-o", "brief.pdf"),
    ("assess", "Japan", "Russia", "--as-of", "2015-09-01", "-o", "brief"),
)


def main() -> None:
    """Time every command and print a table."""
    print(f"{'best s':>8} {'median s':>9}  command")
    with tempfile.TemporaryDirectory() as folder:
        for command in COMMANDS:
            times = [seconds(command, Path(folder)) for _ in range(RUNS)]
            print(f"{min(times):8.2f} {statistics.median(times):9.2f}  detente {' '.join(command)}")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)
    print(f"peak memory of any command: {peak:.0f} MiB")


def seconds(command: tuple[str, ...], folder: Path) -> float:
    """Run a command in a folder with an empty store, and return how long it took."""
    environment = {**os.environ, "DETENTE_HOME": str(folder / "home")}
    start = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "detente.cli", *command],
        check=True,
        cwd=folder,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
