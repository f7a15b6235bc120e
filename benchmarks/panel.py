"""Measure the full panel: directed dyad-years 1816–2020 with everything that a study of conflict usually takes.

::

    DETENTE_REFERENCE=... python benchmarks/panel.py
    DETENTE_REFERENCE=... python benchmarks/panel.py --against path/to/another/checkout

A store is made of the reference data, in a temporary place. Each measurement is of a process of its own, from its
start to its end: the panel built, reading included; its frame in memory; or a file written of it. With ``--against``
this build and another checkout's (with its own ``.venv``, if it has one) take turns, each on a store that it made
itself, and ratios of their least figures are printed: those hold on any machine.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ADD = ("pacts", "mids", "capabilities", "contiguity", "distance", "democracy", "gdp", "trade", "rivalry")
HERE = Path(__file__).parent.parent
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
CHILDREN = {
    "panel": "built",
    "frame": "built, with its frame in memory",
    "parquet": "built and written as Parquet",
    "csv": "built and written as CSV",
    "dta": "built and written for Stata",
}


def main() -> int:
    """Make a store for each build, measure them in turns, and print what each took."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--against", type=Path, metavar="CHECKOUT", help="another checkout, to compare with")
    parser.add_argument("--turns", type=int, default=3, help="how many times each is measured")
    parser.add_argument("--child", choices=list(CHILDREN), help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.child:
        print(json.dumps(measure(args.child)))
        return 0
    if "DETENTE_REFERENCE" not in os.environ:
        parser.error("set DETENTE_REFERENCE to the folder of the reference data")
    builds = {"this build": HERE} | ({"the other": args.against.resolve()} if args.against else {})
    with tempfile.TemporaryDirectory() as folder:
        homes = {name: Path(folder) / str(at) for at, name in enumerate(builds)}
        for name, checkout in builds.items():
            fill(checkout, homes[name])
        for what, printed in CHILDREN.items():
            turns = [{name: child(what, builds[name], homes[name]) for name in builds} for _ in range(args.turns)]
            least = {name: {key: min(turn[name][key] for turn in turns) for key in turns[0][name]} for name in builds}
            print(printed)
            for name, took in least.items():
                size = f"{took['rows']:,} rows, {took['columns']} columns"
                print(f"  {name}: {size}: {took['cpu']:.2f} CPU s, {took['peak']:.2f} GB at most")
            if args.against:
                mine, other = least.values()
                cpu, memory = mine["cpu"] / other["cpu"], mine["peak"] / other["peak"]
                print(f"  ratios: {cpu:.2f} of the CPU s, {memory:.2f} of the GB")
    return 0


def fill(checkout: Path, home: Path) -> None:
    """Ingest the reference data with a checkout's own build."""
    for name, file in FILES.items():
        path = Path(os.environ["DETENTE_REFERENCE"]) / f"{file}.parquet"
        run(checkout, home, "-m", "detente.cli", "ingest", name, str(path))


def child(what: str, checkout: Path, home: Path) -> dict[str, float]:
    """Measure one build in a process of its own."""
    found: dict[str, float] = json.loads(run(checkout, home, __file__, "--child", what))
    return found


def run(checkout: Path, home: Path, *command: str) -> str:
    """Run a checkout's Python on a store, and return what it prints."""
    own = checkout / ".venv" / "bin" / "python"
    environment = {**os.environ, "DETENTE_HOME": str(home), "PYTHONPATH": str(checkout / "src")}
    environment |= {"PYTHONPYCACHEPREFIX": f"{home}-compiled", "PYTHONDONTWRITEBYTECODE": ""}
    python = str(own) if own.exists() else sys.executable
    done = subprocess.run([python, *command], check=True, env=environment, stdout=subprocess.PIPE, text=True)
    return done.stdout


def measure(what: str) -> dict[str, float]:
    """Build the panel, and its frame or a file; return what the process has taken since it began."""
    from detente.panels import panel  # noqa: PLC0415 - its import is part of what is measured
    from detente.store import Store  # noqa: PLC0415 - likewise

    built = panel("directed-dyads", until=2020, add=ADD, peace=["cow_mid_ongoing"], store=Store.open())
    if what == "frame":
        _ = built.frame().height
    elif what != "panel":
        with tempfile.TemporaryDirectory() as folder:
            built.to(Path(folder) / f"panel.{what}")
    took = {"cpu": time.process_time(), "peak": peak()}
    return took | {"rows": built.rows.count, "columns": len(built.columns)}


def peak() -> float:
    """Return the most memory that this process has held, in GB."""
    unit = 1e9 if sys.platform == "darwin" else 1e6
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


if __name__ == "__main__":
    sys.exit(main())
