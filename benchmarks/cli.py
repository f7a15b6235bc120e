"""Hold the main command to its limit: processor seconds of a brief on the terminal, measured in this run.

    python benchmarks/cli.py

Ends with 1 where the best of several runs is over the limit. Processor time, unlike time on the clock, does not depend
on what else the machine does, so the limit is meant for any machine of the last ten years.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile

RUNS = 5
LIMIT = 3.0  # processor seconds
COMMAND = ("assess", "Japan", "Russia", "--as-of", "2015-09-01")


def main() -> int:
    """Measure, print, and say whether the limit holds."""
    with tempfile.TemporaryDirectory() as home:
        spent = [processor_seconds(COMMAND, home) for _ in range(RUNS)]
    best, worst = min(spent), max(spent)
    print(f"detente {' '.join(COMMAND)}: {best:.2f} to {worst:.2f} processor seconds; the limit is {LIMIT:.0f}")
    return 0 if best <= LIMIT else 1


def processor_seconds(command: tuple[str, ...], home: str) -> float:
    """Run a command as a fresh process with an empty store; return the processor time it took, children's included."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [sys.executable, "-m", "detente.cli", *command],
        check=True,
        env={**os.environ, "DETENTE_HOME": home},
        stdout=subprocess.DEVNULL,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    sys.exit(main())
