from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pyreadstat
import pytest

from detente.errors import UsageError
from detente.panels import (
    REASONS,
    Coverage,
    Panel,
    add_attributes,
    add_capital_distance,
    add_flows,
    add_lags,
    add_majors,
    stata_names,
    universe,
)
from detente.panels.stata import write_stata

COVERS = Coverage("mine", date(1930, 1, 1), date(1953, 12, 31))


@pytest.fixture
def panel() -> Panel:
    found = add_capital_distance(add_majors(universe("dyads", since=1938, until=1953, among=["JPN", "DEU", "USA"])))
    return add_lags(found, ["major_a", "capital_distance"])


def read_stata(path: Path, **query: Any) -> pl.DataFrame:
    frame, _ = pyreadstat.read_dta(path, output_format="polars", **query)
    assert isinstance(frame, pl.DataFrame)
    return frame


def test_parquet_is_read_back_as_it_was(panel: Panel, tmp_path: Path) -> None:
    file, book = panel.to(tmp_path / "panel.parquet")
    assert pl.read_parquet(file).equals(panel.frame())
    assert book.name == "panel.codebook.json"


def test_csv_is_read_back_as_it_was(panel: Panel, tmp_path: Path) -> None:
    panel.to(tmp_path / "panel.csv")
    found = pl.read_csv(tmp_path / "panel.csv", schema=panel.frame().schema)
    assert found.equals(panel.frame())


def test_stata_is_read_back_as_it_was(panel: Panel, tmp_path: Path) -> None:
    """Read by pyreadstat, which shares no code with the writer."""
    panel.to(tmp_path / "panel.dta")
    found = read_stata(tmp_path / "panel.dta")
    assert found.columns == panel.frame().columns
    for name, dtype in panel.frame().schema.items():
        assert found[name].cast(dtype).to_list() == panel.frame()[name].to_list(), name


def test_stata_knows_why_a_cell_is_empty(panel: Panel, tmp_path: Path) -> None:
    panel.to(tmp_path / "panel.dta")
    found = read_stata(tmp_path / "panel.dta", user_missing=True)
    marked = [value if isinstance(value, str) else None for value in found["major_a_lag1"].to_list()]
    letters = {reason: chr(ord("a") + place) for place, reason in enumerate(REASONS[1:])}
    why = panel.reasons(["major_a_lag1"]).to_series().to_list()
    assert marked == [None if reason is None else letters[reason] for reason in why]
    assert "e" in marked


def test_stata_takes_the_ends_of_every_type(tmp_path: Path) -> None:
    ends = {
        "a_byte": [-127, 100, None],
        "a_int": [-32767, 32740, None],
        "a_long": [-2147483647, 2147483620, None],
        "a_double": [-(2**53), 2**53, None],
        "small": [101, -128, None],  # one past the ends of a byte
    }
    frame = pl.DataFrame(ends, schema=dict.fromkeys(ends, pl.Int64)).with_columns(
        real=pl.Series([1e-300, -1.5e300, None]),
        flag=pl.Series([True, False, None]),
        day=pl.Series([date(1815, 6, 9), date(2026, 1, 1), None]),
        text=pl.Series(["Åland", "", None]),
    )
    write_stata(frame, tmp_path / "ends.dta")
    found = read_stata(tmp_path / "ends.dta")
    for name in (*ends, "real", "flag"):
        assert found[name].cast(pl.Float64).to_list() == frame[name].cast(pl.Float64).to_list(), name
    assert found["day"].to_list() == frame["day"].to_list()
    assert found["text"].to_list() == ["Åland", "", ""]  # Stata's text has no missing value


def test_stata_takes_more_rows_than_are_written_at_a_time(tmp_path: Path) -> None:
    frame = pl.DataFrame({"n": np.arange(300_000)})
    write_stata(frame, tmp_path / "long.dta")
    assert read_stata(tmp_path / "long.dta")["n"].cast(pl.Int64).equals(frame["n"].cast(pl.Int64))


def test_stata_names_are_cut_and_told_apart(tmp_path: Path) -> None:
    long = "a_name_that_is_longer_than_thirty_two"
    write_stata(
        pl.DataFrame({f"{long}_one": [1], f"{long}_two": [2]}), tmp_path / "names.dta", labels={f"{long}_one": "é" * 90}
    )
    found, result = pyreadstat.read_dta(tmp_path / "names.dta", output_format="polars")
    assert found.columns == [long[:32], long[:30] + "v2"]
    assert result.column_labels[0] == f"{long}_one: {'é' * 90}"[:80]


def test_lags_keep_their_number_in_stata(tmp_path: Path) -> None:
    """A lag of 12 next to a lag of 1, of a column whose name leaves no room for either."""
    states = universe("dyads", since=1930, until=1953, among=["JPN", "DEU", "USA"])
    rows = {"source": ["JPN"], "target": ["USA"], "period": [date(1938, 1, 1)], "value": [1.0]}
    name = "deliveries_of_major_arms_registered"
    found = add_flows(states, pl.DataFrame(rows), name=name, dataset="mine", zero=True, covers=COVERS)
    for by in (12, 1):
        found = add_lags(found, [f"{name}_ab", f"{name}_ba"], by)
    _, path = found.to(tmp_path / "lags.dta")
    columns = json.loads(path.read_text(encoding="utf-8"))["columns"]
    read, about = pyreadstat.read_dta(tmp_path / "lags.dta", output_format="polars")
    for one, label in zip(columns, about.column_labels, strict=True):
        stata = one["stata_name"]
        assert read[stata].cast(pl.Float64, strict=False).to_list() == (
            found.frame()[one["name"]].cast(pl.Float64, strict=False).to_list()
        ), stata
        assert label.startswith(one["name"]) == (stata != one["name"])
    of = {one["name"]: one["stata_name"] for one in columns}
    assert of[f"{name}_ab_lag12"].endswith("_ab_lag12")
    assert of[f"{name}_ba_lag1"].endswith("_ba_lag1")


def test_stata_takes_no_reserved_word_and_no_sign_as_a_name() -> None:
    query = ["int", "exports (USD)", "2nd", "", "str12", "exports__USD_"]
    assert list(stata_names(query).values()) == ["vint", "exports__USD_v2", "v2nd", "v", "vstr12", "exports__USD_"]


def test_stata_has_no_room_for_lists(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="List"):
        write_stata(pl.DataFrame({"many": [[1, 2]]}), tmp_path / "no.dta")
    with pytest.raises(UsageError, match="text of 3000 bytes"):
        write_stata(pl.DataFrame({"text": ["x" * 3000]}), tmp_path / "no.dta")


def test_the_same_panel_makes_the_same_file(panel: Panel, tmp_path: Path) -> None:
    for suffix in (".dta", ".csv", ".parquet"):
        panel.to(tmp_path / f"one{suffix}")
        panel.to(tmp_path / f"two{suffix}")
        assert (tmp_path / f"one{suffix}").read_bytes() == (tmp_path / f"two{suffix}").read_bytes()


def test_the_codebook_tells_every_column(panel: Panel, tmp_path: Path) -> None:
    _, path = panel.to(tmp_path / "panel.csv")
    book = json.loads(path.read_text(encoding="utf-8"))
    assert [one["name"] for one in book["columns"]] == panel.frame().columns
    assert book["panel"] == {
        "kind": "dyads",
        "system": "cow",
        "unit": "year",
        "from": 1938,
        "until": 1953,
        "membership": "any",
        "rows": panel.frame().height,
    }
    result = {one["name"]: one for one in book["columns"]}
    assert result["capital_distance"]["unit"] == "kilometres"
    assert result["major_a_lag1"]["why"] == {"no earlier period": result["major_a_lag1"]["empty"]}
    assert result["major_a"]["covers_from"] == "1938-01-01"
    assert "cow" in book["citations"]


def test_reasons_are_written_on_request(panel: Panel, tmp_path: Path) -> None:
    panel.to(tmp_path / "panel.csv", reasons=True)
    found = pl.read_csv(tmp_path / "panel.csv")
    assert found["major_a_lag1_why"].drop_nulls().unique().to_list() == ["no earlier period"]
    assert found.filter(pl.col("major_a_lag1").is_null() != pl.col("major_a_lag1_why").is_not_null()).height == 0


def test_a_file_that_cant_be_written_is_reported(panel: Panel, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"\.parquet, \.csv, \.dta"):
        panel.to(tmp_path / "panel.xlsx")
    for suffix in (".dta", ".csv", ".parquet"):
        with pytest.raises(UsageError, match="can't be written"):
            panel.to(tmp_path / "nowhere" / f"panel{suffix}")


def test_a_panel_is_written_part_by_part(panel: Panel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given = [{"dataset": "mine", "name": "wealth", "state": "USA", "period": date(1940, 1, 1), "value": 1.5}]
    whole = add_attributes(panel, pl.DataFrame(given), dataset="mine", covers=COVERS)
    assert pl.concat(whole.parts(5)).equals(whole.frame())
    monkeypatch.setattr("detente.panels.files.ROWS", 5)
    for reasons in (False, True):
        beside = pl.concat([whole.frame(), whole.reasons()], how="horizontal") if reasons else whole.frame()
        whole.to(tmp_path / "panel.parquet", reasons=reasons)
        assert pl.read_parquet(tmp_path / "panel.parquet").equals(beside)
        whole.to(tmp_path / "panel.csv", reasons=reasons)
        assert pl.read_csv(tmp_path / "panel.csv", schema=beside.schema).equals(beside)


def test_a_panel_of_no_rows_is_written_with_its_columns(panel: Panel, tmp_path: Path) -> None:
    none = panel.keep(np.zeros(panel.rows.count, dtype=bool))
    for suffix in (".parquet", ".csv", ".dta"):
        none.to(tmp_path / f"none{suffix}")
    assert pl.read_parquet(tmp_path / "none.parquet").columns == panel.frame().columns
    assert pl.read_csv(tmp_path / "none.csv").columns == panel.frame().columns
