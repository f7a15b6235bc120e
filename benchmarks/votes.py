"""Measure the ingest of the General Assembly's votes as their producer publishes them: texts repeated in each row.

::

    DETENTE_REFERENCE=... python benchmarks/votes.py
    DETENTE_REFERENCE=... python benchmarks/votes.py --against path/to/another/checkout

UNVotes.csv is made of the reference data in a temporary place: 1.2 million rows, 340 MB. Each measurement is of
``detente ingest unga_votes UNVotes.csv`` in a process of its own, into an empty store. With ``--against`` this build
and another checkout's (with its own ``.venv``) take turns, and the ratios of their least figures are printed: those
hold on any machine.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

import polars as pl

HERE = Path(__file__).parent.parent
VOTES, CALLS = "votes/un_votes_1946_2020.parquet", "votes/un_roll_calls_1946_2020.parquet"


def main() -> int:
    """Make the file, measure each build in turns, and print what each took."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--against", type=Path, metavar="CHECKOUT", help="another checkout, to compare with")
    parser.add_argument("--turns", type=int, default=3, help="how many times each is measured")
    parser.add_argument("--child", nargs=2, type=Path, metavar=("PYTHON", "FILE"), help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.child:
        print(*measured(*args.child))
        return 0
    if "DETENTE_REFERENCE" not in os.environ:
        parser.error("set DETENTE_REFERENCE to the folder of the reference data")
    builds = {"this build": HERE} | ({"the other": args.against.resolve()} if args.against else {})
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "UNVotes.csv"
        make(Path(os.environ["DETENTE_REFERENCE"]), file)
        turns = [{name: child(checkout, file) for name, checkout in builds.items()} for _ in range(args.turns)]
    least = {name: tuple(min(turn[name][at] for turn in turns) for at in (0, 1)) for name in builds}
    for name, (cpu, peak) in least.items():
        print(f"{name}: {cpu:.2f} CPU s, {peak:.0f} MB at most")
    if args.against:
        (cpu, peak), (other_cpu, other_peak) = least.values()
        print(f"ratios: {cpu / other_cpu:.2f} of the CPU s, {peak / other_peak:.2f} of the MB")
    return 0


def make(reference: Path, file: Path) -> None:
    """Write UNVotes.csv in the producer's layout."""
    calls = pl.read_parquet(reference / CALLS)
    pl.read_parquet(reference / VOTES).join(calls, on="rcid").write_csv(file)


def child(checkout: Path, file: Path) -> tuple[float, float]:
    """Measure one ingest, started by a small process of its own, whose children count together."""
    own = checkout / ".venv/bin/python"
    python = own if own.exists() else Path(sys.executable)
    command = [sys.executable, __file__, "--child", str(python), str(file)]
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    return float(printed[0]), float(printed[1])


def measured(python: Path, file: Path) -> tuple[float, float]:
    """Ingest the file with one build; return CPU seconds and the peak in MB."""
    with tempfile.TemporaryDirectory() as home:
        command = [str(python), "-m", "detente.cli", "ingest", "unga_votes", str(file)]
        environment = {**os.environ, "DETENTE_HOME": home}
        subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime, used.ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)


if __name__ == "__main__":
    raise SystemExit(main())
