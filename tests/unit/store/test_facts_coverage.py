"""What the facts cover, by table, kind and state."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from detente import data
from detente.errors import StoreError
from detente.store import Store
from detente.store.facts import FACT_TABLES
from detente.store.facts_coverage import FactsCoverage, read_coverage

HEADER = "table,kind,states,from,until,extent,note\n"


@pytest.fixture
def coverage(tmp_path: Path) -> FactsCoverage:
    """Return the coverage of pacts: all of two states, defence pacts of every state."""
    (tmp_path / "coverage.csv").write_text(
        HEADER
        + "pacts,,AAA;BBB,1945-01-01,2004-12-31,part,pacts still in force\n"
        + "pacts,,AAA;BBB,2005-01-01,2026-03-28,all,\n"
        + "pacts,defence,*;-DDD,2005-01-01,2025-12-31,all,defence pacts\n"
        + "chronicle,,*,2002-01-01,2026-03-28,part,acts of note\n",
        encoding="utf-8",
    )
    return read_coverage(tmp_path / "coverage.csv")


def test_two_states_are_covered_where_both_are(coverage: FactsCoverage) -> None:
    both = coverage.span("pacts", ["AAA", "BBB"])
    assert both is not None
    assert (both.first, both.since, both.until) == (date(1945, 1, 1), date(2005, 1, 1), date(2026, 3, 28))
    mixed = coverage.span("pacts", ["AAA", "CCC"], "defence")
    assert mixed is not None
    assert (mixed.first, mixed.since, mixed.until) == (date(2005, 1, 1), date(2005, 1, 1), date(2025, 12, 31))


def test_a_kind_covers_only_itself(coverage: FactsCoverage) -> None:
    every = coverage.span("pacts", ["CCC"])
    assert every is not None
    assert (every.since, every.notes) == (None, ("defence pacts",))
    assert coverage.covered("pacts", ["AAA", "CCC"]) == {"AAA"}
    assert coverage.covered("pacts", ["AAA", "CCC"], "defence") == {"AAA", "CCC"}
    assert coverage.covered("pacts", ["AAA", "CCC"], "defence", on=date(1990, 1, 1)) == {"AAA"}


def test_a_part_and_nothing_are_different(coverage: FactsCoverage) -> None:
    part = coverage.span("chronicle", ["AAA"])
    assert part is not None
    assert part.since is None
    assert coverage.span("sanctions", ["AAA"]) is None
    assert coverage.span("pacts", ["DDD"]) is None


@pytest.mark.parametrize("line", ["pacts,,*,2005-01-01,2026-03-28,most,\n", "pacts,,*,2005,2026-03-28,all,\n", "a,b\n"])
def test_a_damaged_file_is_an_error(tmp_path: Path, line: str) -> None:
    (tmp_path / "coverage.csv").write_text(HEADER + line, encoding="utf-8")
    with pytest.raises(StoreError, match="reinstall"):
        read_coverage(tmp_path / "coverage.csv")


def test_the_coverage_that_ships_is_of_tables_of_facts_and_in_words() -> None:
    rows = Store.open().facts.coverage.rows
    assert {row.table for row in rows} <= set(FACT_TABLES)
    assert all(row.since <= row.until for row in rows)
    assert all(row.whole or row.note for row in rows)
    assert not [row.note for row in rows if any(map(str.isdigit, row.note))]


def test_the_coverage_is_listed_by_the_verb() -> None:
    rows = data.coverage("facts", store=Store.open(home=Path("nowhere"))).frame()
    assert set(rows["table"]) <= set(FACT_TABLES)
    assert rows.filter(table="ruptures", kind="severed")["states"].to_list() == ["*", "COM;HND;LBY"]
