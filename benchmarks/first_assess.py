"""Measure the first brief on a user's own events, when nothing is cached, maybe in turns with another checkout.

::

    DETENTE_REFERENCE=... python benchmarks/first_assess.py [--against path/to/another/checkout]

The events are drawn at random, 4.3 million of 152 states, so that a directed dyad has as many in a year as ICEWS
reported in 2002–2014, in proportion. Each checkout ingests them once into a store of its own. Then each assesses
China and Japan, its cached estimates removed, in turns; a process's CPU time and peak memory are those that the
operating system counts for it. Ratios are of medians.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

HERE = Path(__file__).parent.parent
EVENTS = 4_300_000
CODES = {
    "verbCoop": ("036", "042", "043", "051"),
    "matlCoop": ("061", "071", "073", "074"),
    "verbConf": ("111", "112", "130", "131"),
    "matlConf": ("172", "190", "193", "195"),
}
MAPPING = """
dataset = "own"
scheme = "iso3"
[columns]
date = "date"
source = "source"
target = "target"
cameo = "cameo"
"""
ASSESS = ("-m", "detente.cli", "assess", "China", "Japan", "--events", "own", "--as-of", "2015-06-01", "--json")


@dataclass(frozen=True)
class Run:
    """What one process took."""

    cpu: float
    wall: float
    megabytes: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--against", type=Path, metavar="CHECKOUT", help="another checkout, to compare with")
    parser.add_argument("--turns", type=int, default=3, metavar="N", help="turns of each; 3 by default")
    given = parser.parse_args()
    checkouts = [HERE, *([given.against.resolve()] if given.against else [])]
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        # in a process of its own: a child's peak memory begins with its parent's
        drawing = multiprocessing.get_context("spawn").Process(target=draw, args=(folder / "own.parquet",))
        drawing.start()
        drawing.join()
        (folder / "own.toml").write_text(MAPPING, encoding="utf-8")
        homes = [folder / str(number) for number in range(len(checkouts))]
        ingest = (
            "-m",
            "detente.cli",
            "ingest",
            str(folder / "own.parquet"),
            "--map",
            str(folder / "own.toml"),
            "--quiet",
        )
        for checkout, home in zip(checkouts, homes, strict=True):
            run(checkout, home, ingest)
        runs: list[list[Run]] = [[] for _ in checkouts]
        for _ in range(given.turns):
            for checkout, home, done in zip(checkouts, homes, runs, strict=True):
                shutil.rmtree(home / "estimates", ignore_errors=True)
                done.append(run(checkout, home, ASSESS))
    medians = [
        Run(*(statistics.median(getattr(one, name) for one in done) for name in ("cpu", "wall", "megabytes")))
        for done in runs
    ]
    for checkout, found in zip(checkouts, medians, strict=True):
        print(f"{found.cpu:7.1f} CPU s {found.wall:7.1f} s {found.megabytes:6.0f} MB  {checkout}")
    if len(medians) > 1:
        ratios = {name: getattr(medians[0], name) / getattr(medians[1], name) for name in ("cpu", "wall", "megabytes")}
        print("ratios: " + ", ".join(f"{name} {ratio:.2f}" for name, ratio in ratios.items()))


def draw(file: Path) -> None:
    """Write single events, drawn in proportion to the dyad-years of ICEWS."""
    rng = np.random.default_rng(7)
    cells = (
        pl.read_parquet(Path(os.environ["DETENTE_REFERENCE"]) / "events" / "icews_dyadyear_2002_2014.parquet")
        .filter(pl.col("i_iso3c") != pl.col("j_iso3c"))
        .unpivot(list(CODES), index=["i_iso3c", "j_iso3c", "year"], variable_name="kind", value_name="count")
        .filter(pl.col("count") > 0)
    )
    count = cells["count"].to_numpy().astype(float)
    rows = cells[np.repeat(np.arange(len(count)), rng.poisson(count * EVENTS / count.sum()))]
    kinds = rows["kind"].replace_strict({kind: number for number, kind in enumerate(CODES)}).to_numpy()
    codes = np.array(list(CODES.values()))[kinds, rng.integers(0, 4, len(kinds))]
    day = pl.Series(rng.integers(0, 365, len(kinds)))
    rows.select(
        (pl.date("year", 1, 1) + pl.duration(days=day)).alias("date"),
        pl.col("i_iso3c").alias("source"),
        pl.col("j_iso3c").alias("target"),
        pl.Series("cameo", codes),
    ).sort("date").write_parquet(file)


def run(checkout: Path, home: Path, arguments: tuple[str, ...]) -> Run:
    """Run a command of a checkout on a store, and return what it took."""
    own = checkout / ".venv" / "bin" / "python"
    python = str(own) if own.exists() else sys.executable
    environment = {**os.environ, "DETENTE_HOME": str(home), "PYTHONPATH": str(checkout / "src")}
    began = time.perf_counter()
    process = subprocess.Popen((python, *arguments), env=environment, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{checkout}: {' '.join(arguments)} ended with {process.returncode}")
    return Run(usage.ru_utime + usage.ru_stime, time.perf_counter() - began, usage.ru_maxrss / 1024)


if __name__ == "__main__":
    main()
