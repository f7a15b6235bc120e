"""Trade: imports become flows from the exporter, and a pair may have a row from either side."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from detente.sources.contract import ParsedFile
from detente.sources.providers.cow_trade import read


def parsed_file(folder: Path, *rows: str) -> ParsedFile:
    path = folder / "Dyadic_COW_4.0.csv"
    path.write_text("\n".join(["ccode1,ccode2,year,flow1,flow2", *rows, ""]))
    return read(path)


def flows(found: ParsedFile) -> dict[tuple[str, str], float]:
    return {(source, target): value for source, target, value in found.frame.select("source", "target", "value").rows()}


def test_imports_are_flows_from_the_partner(tmp_path: Path) -> None:
    found = parsed_file(tmp_path, "2,740,2013,142148,71939")
    assert flows(found) == {("JPN", "USA"): 142148.0, ("USA", "JPN"): 71939.0}
    assert found.frame.select("directed", "name", "unit").unique().rows() == [(True, "trade", "million USD, current")]


def test_missing_and_zero_differ_by_direction(tmp_path: Path) -> None:
    found = parsed_file(tmp_path, "2,731,2013,0,-9", "2,700,1990,-9,-9")
    assert flows(found) == {("PRK", "USA"): 0.0}
    assert (found.rows_kept, found.rejects.height) == (2, 0)


def test_a_row_from_the_other_side_says_the_same(tmp_path: Path) -> None:
    found = parsed_file(tmp_path, "2,740,2013,5,7", "740,2,2013,7,5")
    assert flows(found) == {("JPN", "USA"): 5.0, ("USA", "JPN"): 7.0}
    assert (found.rows_kept, found.rejects.height) == (2, 0)


def test_a_row_that_says_otherwise_is_rejected(tmp_path: Path) -> None:
    found = parsed_file(tmp_path, "2,740,2013,5,7", "740,2,2013,7,6", "2,740,2014,1,1", "2,740,2014,1,1")
    assert found.rejects.select("line", "reason").rows() == [
        (3, "has a row already for the pair and year"),
        (5, "has a row already for the pair and year"),
    ]
    assert found.frame.height == 4


def test_the_order_of_numbers_and_of_codes_may_differ(tmp_path: Path) -> None:
    found = parsed_file(tmp_path, "255,260,1990,1,2", "345,355,1990,3,4")
    assert flows(found) == {("BRD", "DEU"): 1.0, ("DEU", "BRD"): 2.0, ("BGR", "SRB"): 3.0, ("SRB", "BGR"): 4.0}


def test_a_state_that_was_none_is_rejected(tmp_path: Path) -> None:
    found = parsed_file(tmp_path, "2,255,1960,1,1", "2,679,1989,1,1", "2,816,1950,1,1")
    assert found.rejects["reason"].unique().to_list() == ["was not a state then"]
    assert found.rejects["value"].to_list() == ["255", "679", "816"]
    assert found.frame.filter(pl.col("value") > 0).is_empty()
