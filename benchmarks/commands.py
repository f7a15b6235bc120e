"""Measure what a user waits for: the CPU time and the memory of the commands, and of a second brief in one process.

::

    python benchmarks/commands.py
    python benchmarks/commands.py --against path/to/another/checkout

Each command runs as a process of its own, on an empty store. Its CPU time is the median over some turns of the user and
system time that the operating system counts for it, its memory the most that it ever held: neither depends on what
else the machine does. With ``--against`` this build and another checkout's (with its own ``.venv``, if it has one) take
turns, and the ratios of their medians are printed. The script ends with 1 where a limit is broken.
"""

from __future__ import annotations

import argparse
import os
import re
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent.parent
CLI = ("-m", "detente.cli")
BRIEF = (*CLI, "assess", "Japan", "Russia", "--as-of", "2015-09-01")
# Two briefs of one store in one process; the second alone is measured. A checkout's `detente.assess` is public
SECOND = """
import time
from detente import Store, assess, terminal
store = Store.open()
terminal(assess("Japan", "Russia", as_of="2015-09-01", store=store))
start = time.process_time()
terminal(assess("India", "Pakistan", as_of="2015-09-01", store=store))
print("CPU", time.process_time() - start)
"""
COMMANDS = {
    "python -c 'import click'": ("-c", "import click"),
    "detente --help": (*CLI, "--help"),
    "detente states Japan": (*CLI, "states", "Japan"),
    "detente data": (*CLI, "data"),
    "detente temperature Japan Russia": (*CLI, "temperature", "Japan", "Russia"),
    "detente assess": BRIEF,
    "assess, second pair in one process": ("-c", SECOND),
    "detente assess -o brief.html": (*BRIEF, "-o", "brief.html"),
    "detente assess -o brief.pdf": (*BRIEF, "-o", "brief.pdf"),
    "detente assess -o brief/": (*BRIEF, "-o", "brief"),
}
# Of the other build's CPU time
LIMITS = {"detente assess": 0.75, "assess, second pair in one process": 0.35, "detente assess -o brief/": 0.6}
HELP_LIMIT = 1.3  # of the CPU time of importing click
MEMORY_LIMIT = 150.0  # MB, of a brief on the terminal
CPU_LIMIT = 3.0  # seconds, of a brief on the terminal, on any machine of the last ten years


@dataclass(frozen=True)
class Run:
    """What one process took: CPU seconds, and the most memory that it held, in MB."""

    cpu: float
    peak: float


def main() -> int:
    """Measure every command in turns, and print what each took."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--against", type=Path, metavar="CHECKOUT", help="another checkout, to compare with")
    parser.add_argument("--turns", type=int, default=5, help="how many times each is measured")
    parser.add_argument("--only", default="", metavar="TEXT", help="only commands that contain this text")
    given = parser.parse_args()
    checkouts = [HERE, *([given.against.resolve()] if given.against else [])]
    chosen = [name for name in COMMANDS if given.only in name]
    with tempfile.TemporaryDirectory() as folder:
        folders = [Path(folder) / str(at) for at in range(len(checkouts))]
        for at in folders:
            at.mkdir()
        print(
            f"{'CPU s':>7}{'MB':>6}" + (f"{'before':>9}{'MB':>6}{'ratio':>7}  " if given.against else "  ") + "command"
        )
        medians: dict[str, list[Run]] = {}
        for name in chosen:
            medians[name] = in_turns(COMMANDS[name], checkouts, folders, given.turns)
            print(line(name, medians[name]))
    return report(medians)


def in_turns(command: tuple[str, ...], checkouts: list[Path], folders: list[Path], turns: int) -> list[Run]:
    """Return the median CPU time and the highest memory of a command in each checkout."""
    for checkout, folder in zip(checkouts, folders, strict=True):
        measure(command, checkout, folder)  # compiles modules, warms the disk's cache
    runs = [[measure(command, *at) for at in zip(checkouts, folders, strict=True)] for _ in range(turns)]
    return [
        Run(statistics.median(run.cpu for run in own), max(run.peak for run in own)) for own in zip(*runs, strict=True)
    ]


def measure(command: tuple[str, ...], checkout: Path, folder: Path) -> Run:
    """Run a command in a folder with an empty store."""
    own = checkout / ".venv" / "bin" / "python"
    environment = {**os.environ, "DETENTE_HOME": str(folder / "home"), "PYTHONPATH": str(checkout / "src")}
    environment |= {"PYTHONPYCACHEPREFIX": str(folder / "compiled"), "PYTHONDONTWRITEBYTECODE": ""}
    with tempfile.TemporaryFile("w+") as output:
        process = subprocess.Popen(
            [str(own) if own.exists() else sys.executable, *command],
            cwd=folder,
            env=environment,
            stdout=output,
            stderr=subprocess.DEVNULL,
        )
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise SystemExit(f"{checkout}: python {' '.join(command)} ended with {process.returncode}")
        output.seek(0)
        printed = re.search(r"^CPU (\S+)$", output.read(), re.MULTILINE)
    cpu = float(printed[1]) if printed else used.ru_utime + used.ru_stime
    return Run(cpu, used.ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3))


def line(name: str, runs: list[Run]) -> str:
    """Return a command's line of the table."""
    mine, *others = runs
    text = f"{mine.cpu:7.3f}{mine.peak:6.0f}"
    for other in others:
        text += f"{other.cpu:9.3f}{other.peak:6.0f}{mine.cpu / other.cpu:7.2f}"
    return f"{text}  {name}"


def report(medians: dict[str, list[Run]]) -> int:
    """Print each limit beside what was measured; return 1 where one is broken."""
    found = []
    for name, limit in LIMITS.items():
        if len(medians.get(name, ())) > 1:
            mine, other = medians[name]
            found.append((f"{name}: of the CPU time of the build before", mine.cpu / other.cpu, limit))
    if {"python -c 'import click'", "detente --help"} <= set(medians):
        click, mine = medians["python -c 'import click'"][0], medians["detente --help"][0]
        found.append(("detente --help: of the CPU time of importing click", mine.cpu / click.cpu, HELP_LIMIT))
    if "detente assess" in medians:
        mine = medians["detente assess"][0]
        found += [
            ("detente assess: CPU s", mine.cpu, CPU_LIMIT),
            ("detente assess: MB at most", mine.peak, MEMORY_LIMIT),
        ]
    for what, value, limit in found:
        print(f"{what}: {value:.2f}, limit {limit:g}{'' if value <= limit else '  BROKEN'}")
    return int(any(value > limit for _, value, limit in found))


if __name__ == "__main__":
    sys.exit(main())
