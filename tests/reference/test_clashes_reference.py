"""The chronicle has an act for each pair and year in which published data record a fight between forces of two states.

The data are the interstate conflicts of UCDP (to 2024) and the incidents of the militarised disputes, version 5 (to
2014), that were coded as a clash or as an attack with deaths. A pair-year without a compiled act stands in
``clash_reasons.csv`` with the reason: of 144, 95 have an act and 49 a reason, most of them shots between border guards
of which no public document is known.
"""

from __future__ import annotations

import csv
from datetime import date
from itertools import product
from pathlib import Path

import polars as pl
import pytest

from detente.errors import DetenteError
from detente.identity import resolve
from detente.store import Store

pytestmark = pytest.mark.reference

REASONS = Path(__file__).resolve().parents[1] / "resources" / "clash_reasons.csv"
FIRST = 2005
INTERSTATE = 2  # UCDP's type of conflict
CLASH = 17  # action of a militarised incident
FORCE = (16, 17, 18, 19, 20, 21)  # actions of the highest level of hostility
KINDS = ("clash", "military")

PairYear = tuple[str, str, int]


def pair_year(a: str, b: str, year: int) -> PairYear:
    """Return a pair in alphabetical order and its year."""
    first, second = sorted((a, b))
    return first, second, year


def state_code(number: str, year: int, scheme: str) -> str | None:
    """Return the code of a state, or None where the number is of no state at the middle of the year."""
    try:
        return resolve(number.strip(), on=f"{year}-12-01", scheme=scheme).code
    except DetenteError:
        return None


def ucdp_pairs(reference: Path) -> set[PairYear]:
    """Return the pairs and years of interstate conflicts, supporters included."""
    frame = pl.read_parquet(reference / "disputes" / "ucdp_acd_v25_1_full.parquet").filter(
        pl.col("year") >= FIRST, pl.col("type_of_conflict") == INTERSTATE
    )
    found = set()
    for row in frame.iter_rows(named=True):
        sides = [
            [state_code(number, row["year"], "gw") for cell in cells if cell for number in cell.split(",")]
            for cells in ((row["gwno_a"], row["gwno_a_2nd"]), (row["gwno_b"], row["gwno_b_2nd"]))
        ]
        found |= {pair_year(a, b, row["year"]) for a, b in product(*sides) if a and b}
    return found


def incident_pairs(reference: Path) -> set[PairYear]:
    """Return the pairs and years of militarised incidents that were clashes, or attacks with deaths."""
    folder = reference / "disputes"
    incidents = pl.read_parquet(folder / "mid5_midi.parquet").filter(
        pl.col("styear") >= FIRST,
        pl.col("action").is_in(FORCE),
        (pl.col("action") == CLASH) | (pl.col("fatality") > 0),
    )
    sides = pl.read_parquet(folder / "mid5_midip.parquet").select("dispnum", "incidnum", "ccode", "insidea")
    found = set()
    for row in incidents.iter_rows(named=True):
        own = sides.filter(pl.col("dispnum") == row["dispnum"], pl.col("incidnum") == row["incidnum"])
        firsts, seconds = (own.filter(pl.col("insidea") == side)["ccode"].to_list() for side in (1, 0))
        codes = [[state_code(str(int(number)), row["styear"], "cow") for number in side] for side in (firsts, seconds)]
        found |= {pair_year(a, b, row["styear"]) for a, b in product(*codes) if a and b}
    return found


def compiled_pairs() -> set[PairYear]:
    """Return the pairs and years with an act of fighting in the chronicle."""
    found = set()
    for row in Store.open().read("chronicle", as_of=date(2026, 3, 28)).iter_rows(named=True):
        if row["kind"] in KINDS:
            actors, targets = row["actors"].split(";"), (row["targets"] or "").split(";")
            met = product(actors, targets) if row["targets"] else product(actors, actors)
            found |= {pair_year(a, b, row["date"].year) for a, b in met if a != b}
    return found


def reasons() -> set[PairYear]:
    """Return the pairs and years that are left out for a reason."""
    with REASONS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert all(row["reason"] for row in rows)
    return {(row["a"], row["b"], year) for row in rows for year in range(int(row["from"]), int(row["until"]) + 1)}


def test_fights_between_states_are_compiled_or_left_out_for_a_reason(reference: Path) -> None:
    compiled = compiled_pairs()
    recorded = ucdp_pairs(reference) | incident_pairs(reference)
    assert len(recorded) >= 140
    assert not sorted(recorded - compiled - reasons())
    assert not sorted(reasons() & compiled)
    assert len(recorded & compiled) >= 95
