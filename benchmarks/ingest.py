"""Time the ingest: made-up GDELT 2.0, a zip a quarter of an hour, into the lake.

    python benchmarks/ingest.py --rows 1000000
    python benchmarks/ingest.py --rows 20000000 --against pandas=/path/to/python --against gdeltforge=/path/to/python

Prints, for each number of rows, rows per second of processor time, wall time, the largest memory, the share of the
processor time that inflating alone takes, and what it takes to count the rows for the cube. With --against, the first
files are also read the way others do, each by the Python named, which must have the package (and for pandas, pyarrow):
all 61 columns, to Parquet.

The rows have GDELT's widths: about 420 bytes and 61 cells, half of them blank, of a vocabulary of 60,000 rows.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
import zlib
from datetime import UTC, datetime, timedelta
from pathlib import Path

ROWS = 1_700  # in a quarter of an hour
VOCABULARY = 60_000
COUNTS = 3  # the first after an ingest may meet a disk that is still busy
FIRST = datetime(2019, 1, 1, tzinfo=UTC)
STATES = ("USA", "RUS", "CHN", "JPN", "GBR", "FRA", "DEU", "IND", "PAK", "UKR", "KOR", "PRK", "AUS", "IRN", "TUR")
ROLES = ("", "GOV", "MIL", "BUS", "COP", "OPP", "MED", "EDU", "CVL")
CODES = ("010", "020", "036", "040", "042", "043", "051", "0841", "111", "112", "120", "130", "173", "190", "---")
PLACES = ("Manhattan, New York, United States", "Tokyo, Tokyo, Japan", "Moscow, Moskva, Russia", "Kyiv, Kyyiv, Ukraine")
WORDS = ("talks", "visit", "minister", "border", "trade", "troops", "summit", "sanctions", "fishing", "gas", "treaty")

LIMIT = """
import sys, time, zipfile
from pathlib import Path
from detente.sources.readers.archives import members
began = time.process_time()
for path in sorted(Path(sys.argv[1]).iterdir()):
    for member in members(path):
        for block in member.blocks():
            pass
print(time.process_time() - began)
"""
INGEST = """
import sys
from pathlib import Path
from detente.store import Store
from detente.ingestion.events import ingest_events
done = ingest_events(Store.open(home=Path(sys.argv[2])), [Path(sys.argv[1])])
assert done.rows_in == done.rows_ok + done.rows_rejected and not done.failures
print(done.rows_in)
"""
CUBE = """
import sys, time
from pathlib import Path
from detente.store import Store
from detente.event_cube.cube import drop_cube, refresh_cube
store = Store.open(home=Path(sys.argv[1]))
drop_cube(store.lake)
began = time.process_time()
(change,) = refresh_cube(store.lake)
print(change.rows, time.process_time() - began)
"""
PANDAS = """
import sys
from pathlib import Path
import pandas
rows = 0
for path in sorted(Path(sys.argv[1]).iterdir()):
    frame = pandas.read_csv(path, sep="\\t", header=None, dtype=str, keep_default_na=False, compression="zip")
    frame.columns = [f"c{i}" for i in range(frame.shape[1])]
    frame.to_parquet(Path(sys.argv[2]) / f"{path.name}.parquet", compression="zstd")
    rows += len(frame)
print(rows)
"""
# gdeltforge reads a folder that its settings name, and writes Parquet beside it
GDELTFORGE = """
import shutil, sys
from pathlib import Path
from gdeltforge.utils.config import load_config
from gdeltforge.conversion.converter import run_converter
home = Path(sys.argv[2])
config = load_config()
for key in ("downloaded", "unzipped", "parquet", "cleaned"):
    (home / key).mkdir()
    config["paths"][f"event_15min_{key}_data_directory"] = str(home / key)
for path in Path(sys.argv[1]).iterdir():
    shutil.copy(path, home / "downloaded")
config["converter"]["max_workers"] = 1
made, failed = run_converter(config, dataset="gdelt_event_15min", quiet=True)
import pyarrow.parquet
assert not failed
print(sum(pyarrow.parquet.ParquetFile(path).metadata.num_rows for path in (home / "parquet").rglob("*.parquet")))
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, nargs="+", default=[1_000_000], help="Rows to ingest, each number in turn.")
    parser.add_argument("--keep", type=Path, help="Folder for the made-up files, kept and used again.")
    parser.add_argument(
        "--against", action="append", default=[], metavar="NAME=PYTHON", help="pandas=... gdeltforge=..."
    )
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="detente-bench-") as scratch:
        for rows in args.rows:
            folder = (args.keep or Path(scratch)) / f"gdelt-{rows}"
            write_files(folder, rows)
            rate = measure(folder, Path(scratch))
            for other in args.against:
                compare(other, folder, Path(scratch), rate)


def measure(folder: Path, scratch: Path) -> float:
    inflating = float(output([sys.executable, "-c", LIMIT, str(folder)])[0])
    home = scratch / "home"
    shutil.rmtree(home, ignore_errors=True)
    printed, cpu, wall, memory = timed([sys.executable, "-c", INGEST, str(folder), str(home)])
    read = int(printed)
    rate = read / cpu
    size = sum(path.stat().st_size for path in home.rglob("*.parquet"))
    print(
        f"detente, {read:,} rows: {rate:,.0f} rows per processor second, {wall:,.1f} s wall, {memory:,.0f} MB, "
        f"{size / read:.1f} bytes a row kept; inflating alone takes {inflating / cpu:.0%} "
        f"(the limit it sets: {read / inflating:,.0f} rows per processor second)"
    )
    os.sync()  # the disk's work on what was ingested is not counting's
    for _ in range(COUNTS):
        printed, cpu, wall, memory = timed([sys.executable, "-c", CUBE, str(home)])
        cells, counting = printed.split()
        print(
            f"the cube of these rows, written: {float(counting):.2f} s of the processor ({cpu:.2f} with Python's "
            f"start), {wall:.1f} s wall, {memory:,.0f} MB; {int(cells):,} rows"
        )
    return rate


def compare(other: str, folder: Path, scratch: Path, ours: float) -> None:
    name, _, python = other.partition("=")
    sample, target = scratch / "sample", scratch / "others"
    for place in (sample, target):
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir()
    for path in sorted(folder.iterdir())[:200]:
        os.link(path, sample / path.name) if path.stat().st_dev == sample.stat().st_dev else shutil.copy(path, sample)
    script = {"pandas": PANDAS, "gdeltforge": GDELTFORGE}[name]
    printed, cpu, _, memory = timed([python, "-c", script, str(sample), str(target)], scratch)
    rate = int(printed) / cpu
    print(f"{name}, {int(printed):,} rows: {rate:,.0f} rows per processor second, {memory:,.0f} MB; "
          f"detente is {ours / rate:.1f} times as fast")  # fmt: skip


def timed(command: list[str], folder: Path | None = None) -> tuple[str, float, float, float]:
    """Return what a command says, its processor and wall seconds, and its largest memory in MB."""
    wrapper = (
        "import resource, subprocess, sys\n"
        "done = subprocess.run(sys.argv[1:], check=True, capture_output=True, text=True)\n"
        "used = resource.getrusage(resource.RUSAGE_CHILDREN)\n"
        "print(done.stdout.splitlines()[-1], used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)\n"
    )
    began = time.perf_counter()
    *printed, cpu, memory = output([sys.executable, "-c", wrapper, *command], folder)
    return " ".join(printed), float(cpu), time.perf_counter() - began, float(memory)


def output(command: list[str], folder: Path | None = None) -> list[str]:
    return subprocess.run(command, check=True, capture_output=True, text=True, cwd=folder).stdout.split()


# The made-up files


def write_files(folder: Path, rows: int) -> None:
    if folder.exists() and len(list(folder.iterdir())) == -(-rows // ROWS):
        return
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    dice = random.Random(7)
    vocabulary = [row(dice) for _ in range(VOCABULARY)]
    for n in range(-(-rows // ROWS)):
        moment = FIRST + timedelta(minutes=15 * n)
        stamp = f"{moment:%Y%m%d%H%M%S}"
        start = dice.randrange(VOCABULARY)
        count = min(ROWS, rows - n * ROWS)
        day = f"{moment:%Y%m%d}"
        dates = f"{day}\t{day[:6]}\t{day[:4]}\t{day[:4]}.0575"
        lines = [
            f"{800_000_000 + n * ROWS + i}\t{dates}\t{a}\t{stamp}\t{b}\n"
            for i, (a, b) in enumerate(vocabulary[(start + i) % VOCABULARY] for i in range(count))
        ]
        write_zip(folder / f"{stamp}.export.CSV.zip", f"{stamp}.export.CSV", "".join(lines).encode())


def write_zip(path: Path, name: str, data: bytes) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=zlib.Z_DEFAULT_COMPRESSION) as archive:
        archive.writestr(name, data)


def row(dice: random.Random) -> tuple[str, str]:
    """Return a row's cells between its dates and DATEADDED, and its last cell."""
    code = dice.choice(CODES)
    number = int(code[:2]) if code[0].isdigit() else 0
    quad = next((q for q, last in enumerate((5, 8, 13, 20), start=1) if 0 < number <= last), 0)
    mentions = str(dice.randint(1, 20))
    cells = [*actor(dice), *actor(dice), str(dice.randint(0, 1)), code, code[:3], code[:2], str(quad)]
    cells += [f"{dice.choice((-10.0, -5.0, -0.4, 0.0, 1.0, 2.8, 3.4, 7.0))}", mentions, "1", mentions]
    cells += [f"{dice.uniform(-8, 5):.15f}", *place(dice), *place(dice), *place(dice)]
    words = "-".join(dice.choices(WORDS, k=6))
    return "\t".join(
        cells
    ), f"https://www.paper{dice.randint(1, 999)}.example/news/2019/01/{words}-{dice.randint(1, 999999)}"


def actor(dice: random.Random) -> list[str]:
    if dice.random() < 0.25:
        return [""] * 10
    state = dice.choice(STATES) if dice.random() < 0.7 else ""
    role = dice.choice(ROLES) if state else dice.choice(ROLES[1:])
    return [
        state + role,
        dice.choice(("UNITED STATES", "PRESIDENT", "MINISTRY", "JAPAN")),
        state,
        *[""] * 4,
        role,
        "",
        "",
    ]


def place(dice: random.Random) -> list[str]:
    if dice.random() < 0.15:
        return ["0", *[""] * 7]
    where = [f"{dice.uniform(-60, 60):.4f}", f"{dice.uniform(-180, 180):.4f}", str(dice.randint(-3_000_000, 3_000_000))]
    return ["3", dice.choice(PLACES), "US", "USNY", "NY061", *where]


if __name__ == "__main__":
    main()
