"""CPU time and memory of temperatures: yearly and monthly, against NUTS a dyad; and of questions to a store.

::

    DETENTE_REFERENCE=... python benchmarks/temperature.py yearly
    DETENTE_REFERENCE=... python benchmarks/temperature.py monthly
    DETENTE_REFERENCE=... python benchmarks/temperature.py questions

Each is run in a process of its own, so that the peak memory is its own. The yearly ratio to NUTS takes the CPU seconds
that the oracle's stored run recorded on forty dyads (tests/reference/temperature), which may be another machine's.
``questions`` asks a store with events of its own for two pairs by month: the first estimates, the second finds it kept.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

import polars as pl

from detente.measures.temperature import temperature

ORACLE = Path(__file__).parent.parent / "tests" / "reference" / "temperature"
sys.path.insert(0, str(ORACLE))

from icews_years import LEAST, PERIODS, counts  # noqa: E402  the tests' own reader

QUAD = {
    "verb_coop": "verbal_cooperation",
    "matl_coop": "material_cooperation",
    "verb_conf": "verbal_conflict",
    "matl_conf": "material_conflict",
}


def monthly_counts(reference: Path) -> pl.DataFrame:
    """ICEWS05-15 by month: an entity sample, without Russia and the United States."""
    return (
        pl.read_parquet(reference / "events" / "icews0515_dyadmonth.parquet")
        .unpivot(on=list(QUAD), index=["source_iso3", "target_iso3", "ym"], variable_name="cls", value_name="reports")
        .filter((pl.col("reports") > 0) & (pl.col("source_iso3") != pl.col("target_iso3")))
        .select(
            pl.lit("icews").alias("dataset"),
            pl.col("source_iso3").alias("source"),
            pl.col("target_iso3").alias("target"),
            (pl.col("ym") + "-01").str.to_date().alias("period"),
            pl.col("cls").replace_strict(QUAD),
            "reports",
        )
    )


MAPPING = """
dataset = "icews0515"
scheme = "code"
[columns]
date = "date"
source = "source_iso3"
target = "target_iso3"
cameo = "cameo"
"""


def questions(reference: Path) -> None:
    """Ask for two pairs, one after the other, as of the same day."""
    from detente.answers.temperature import temperature  # noqa: PLC0415 - the other benchmarks do without
    from detente.event_cube.cube import refresh_cube  # noqa: PLC0415 - likewise
    from detente.ingestion.events import ingest_events  # noqa: PLC0415 - likewise
    from detente.store import Store  # noqa: PLC0415 - likewise

    with tempfile.TemporaryDirectory() as folder:
        mapping = Path(folder) / "icews0515.toml"
        mapping.write_text(MAPPING, encoding="utf-8")
        store = Store.open(home=Path(folder) / "home")
        done = ingest_events(store, [reference / "events" / "icews0515_events.parquet"], mapping=mapping)
        refresh_cube(store.lake)
        print(f"questions: {done.rows_ok:,} events")
        for pair in (("China", "Japan"), ("Japan", "South Korea")):
            began, wall = time.process_time(), time.perf_counter()
            rows = temperature(*pair, freq="month", events="icews0515", store=store, as_of="2016-01-01").frame().height
            spent = time.process_time() - began, time.perf_counter() - wall
            print(f"  {' and '.join(pair)}, {rows} rows: {spent[0]:.2f} CPU s, {spent[1]:.2f} s")
        kept = sum(path.stat().st_size for path in (store.lake.home / "estimates").iterdir())
        print(f"  kept: {kept / 1e6:.0f} MB")


def main(which: str) -> None:
    reference = Path(os.environ["DETENTE_REFERENCE"])
    if which == "questions":
        questions(reference)
        return
    if which == "yearly":
        frame, periods, least = counts(reference), PERIODS, LEAST
    else:
        frame, least = monthly_counts(reference), 1
        periods = [date(y, m, 1) for y in range(2005, 2016) for m in range(1, 13)]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.process_time()
    found = temperature(frame, periods, least=least)
    seconds = time.process_time() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    dyads, length = found.mean.shape
    print(f"{which}: {dyads} dyads x {length} periods, {len(found.fit.cells.total)} cells, {found.fit.rounds} rounds")
    print(f"  {seconds:.2f} CPU s; peak memory {peak / 1024:.0f} MB ({before / 1024:.0f} MB before)")
    if which == "yearly":
        oracle = json.loads((ORACLE / "oracle-student.json").read_text())
        ratio = oracle["cpu_seconds"] / len(oracle["dyads"]) / (seconds / dyads)
        print(
            f"  NUTS (stored run): {oracle['cpu_seconds']} CPU s on {len(oracle['dyads'])} dyads; "
            f"a dyad here takes 1/{ratio:,.0f} of that"
        )


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "yearly")
