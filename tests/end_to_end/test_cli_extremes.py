"""Numbers out of range are rejected on every way in; stores that hold such rows work; what weighs too much is named."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest

from bulk_sample import ingest_own
from cli_sample import Detente
from detente.catalog import table
from detente.catalog.schema import Column
from detente.errors import TableError
from detente.event_cube.counts import counts
from detente.sources import source
from detente.store import Store
from event_samples import ICEWS_HEADER, POLECAT_HEADER, gdelt, icews, polecat

STATES = ("Japan", "Russia", "China", "United States")
CODES = ("040", "057", "111", "190")
MAPPING = """
dataset = "mapped"
[columns]
date = "day"
source = "from"
target = "to"
cameo = "code"
reports = "n"
intensity = "scale"
"""


def icews_file(folder: Path) -> Path:
    rows = [icews(n).split("\t") for n in range(3)]
    rows[1][7] = "1e308"
    path = folder / "events.2018.tab"
    path.write_text("\n".join([ICEWS_HEADER, *("\t".join(row) for row in rows)]) + "\n")
    return path


def polecat_file(folder: Path) -> Path:
    rows = [polecat(n).split("\t") for n in range(3)]
    rows[1][4] = "-4e9"
    path = folder / "ngecEvents.DV.2020.txt"
    path.write_text("\n".join([POLECAT_HEADER, *("\t".join(row) for row in rows)]) + "\n")
    return path


def gdelt_file(folder: Path) -> Path:
    path = folder / "20190121220000.export.CSV"
    path.write_text("\n".join([gdelt(1), gdelt(2, mentions="2000000000"), gdelt(3)]) + "\n")
    return path


def added_file(folder: Path) -> Path:
    path = folder / "mine.csv"
    rows = [
        "2014-03-18,Japan,Russia,190,3,2.5",
        "2014-03-19,Japan,Russia,190,1000001,",
        "2014-03-20,Japan,Russia,040,,",
    ]
    path.write_text("\n".join(["date,source,target,cameo,reports,intensity", *rows]) + "\n")
    return path


def mapped_file(folder: Path) -> Path:
    (folder / "mapping.toml").write_text(MAPPING)
    path = folder / "rows.csv"
    rows = ["2014-03-18,Japan,Russia,190,3,2.5", "2014-03-19,Japan,Russia,190,1,1e300", "2014-03-20,Japan,Russia,040,,"]
    path.write_text("\n".join(["day,from,to,code,n,scale", *rows]) + "\n")
    return path


WAYS: dict[str, tuple[Callable[[Path], Path], tuple[str, ...], str, str]] = {
    "ICEWS": (icews_file, ("ingest",), "Intensity", "1e308"),
    "GDELT": (gdelt_file, ("ingest",), "NumMentions", "2000000000"),
    "POLECAT": (polecat_file, ("ingest",), "Intensity", "-4e9"),
    "own columns": (added_file, ("ingest",), "reports", "1000001"),
    "--map": (mapped_file, ("ingest", "--map", "mapping.toml"), "scale", "1e300"),
}


@pytest.mark.parametrize("way", WAYS)
def test_a_number_out_of_range_is_a_reject_with_its_reason(
    way: str, detente: Detente, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write, verb, column, value = WAYS[way]
    monkeypatch.chdir(tmp_path)
    file = write(tmp_path)
    assert detente(*verb, str(file)).code == 0
    (one,) = detente("data", "rejects", "--json").data
    assert one["column"] == column
    assert float(one["value"]) == float(value)
    assert "1,000,000" in one["reason"]


def test_counts_of_a_file_are_bounded_too(tmp_path: Path) -> None:
    row = {"i_iso3c": "RUS", "j_iso3c": "JPN", "year": 2014, "verbCoop": 9, "matlCoop": 0, "verbConf": 2, "matlConf": 0}
    file = tmp_path / "years.parquet"
    pl.DataFrame([row, {**row, "year": 2013, "verbConf": 10**12}]).write_parquet(file)
    parsed = source("icews-yearly").read(file)
    assert parsed.rejects.select("column", "value").rows() == [("verbConf", str(10**12))]
    assert parsed.frame["period"].unique().to_list() == [date(2014, 1, 1)]


@pytest.mark.parametrize(("name", "value"), [("intensity", 1e308), ("reports", 2_000_000_000), ("reports", 0)])
def test_the_store_writes_no_number_out_of_range(name: str, value: float) -> None:
    declared = table("events")
    row = {"id": "1", "date": date(2014, 3, 18), "known_on": date(2014, 3, 18), "source": "JPN", "target": "RUS"}
    row |= {"source_actor": None, "target_actor": None, "cameo": "190", "quad": "material_conflict", "plover": None}
    row |= {"intensity": 1.0, "text": None, "reports": 1, "key": 1, "flags": 0, "dataset": "mine", "batch": "b"}
    assert declared.validate(pl.DataFrame([row], schema=declared.schema)).height == 1
    with pytest.raises(TableError, match=name) as caught:
        declared.validate(pl.DataFrame([row | {name: value}], schema=declared.schema))
    assert caught.value.value == value


# Stores of an older Detente, which took any finite number


def write_acts(path: Path, *rows: str, copies: int = 1) -> Path:
    """Write acts between four states over three years, then rows as they are given."""
    lines = ["date,source,target,cameo,reports,intensity"]
    for n in range(480):
        day = date(2012, 1, 1) + timedelta(days=(n * 37) % 1096)
        source_, target = STATES[n % 4], STATES[(n + 1 + n // 7 % 3) % 4]
        code = CODES[(n * n + n // 4 + day.year) % 4]
        lines.append(f"{day},{source_},{target},{code},{copies * (1 + n % 9)},1.5")
    path.write_text("\n".join([*lines, *rows]) + "\n")
    return path


@pytest.mark.parametrize("oldest", ["1879-05-05", "2012-05-05"])  # acts before 1880 are counted by SQL
def test_a_store_that_holds_such_rows_works(
    oldest: str, detente: Detente, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = (
        "2013-05-05,Japan,Russia,190,2,1e308",
        "2013-05-06,Japan,Russia,190,2000000000,1",
        f"{oldest},Japan,Russia,190,1,2",
    )
    with monkeypatch.context() as patched:
        patched.setattr(Column, "holds", lambda self, number: number.is_not_null())
        ingest_own(Store.open(tmp_path / "home"), write_acts(tmp_path / "mine.csv", *rows))
    store = Store.open(tmp_path / "home")
    assert store.read("events", dataset="mine")["intensity"].max() == 1e308
    before = counts(store.lake, "mine")
    assert detente("cube").code == 0
    assert counts(store.lake, "mine").equals(before)
    assert before["reports"].max() > 2_000_000_000
    answer = detente("temperature", "China", "United States", "--events", "mine", "--json")
    assert answer.code == 0
    assert "Japan → Russia in 2013" in answer.err
    assert detente("data", "verify").code == 0


def test_what_weighs_too_much_is_named_first(detente: Detente, tmp_path: Path) -> None:
    file = write_acts(tmp_path / "mine.csv", "2013-05-05,Japan,Russia,190,900000,-10")
    detente("ingest", str(file))
    answer = detente("temperature", "China", "United States", "--events", "mine")
    assert answer.code == 0
    first = answer.err.splitlines()[0]
    assert "warning" in first
    assert "Japan → Russia in 2013" in first
    plain = write_acts(tmp_path / "plain.csv")
    detente("ingest", str(plain))
    text = detente("temperature", "China", "United States", "--events", "plain")
    assert "warning" not in text.err
    requested = ("temperature", "China", "United States", "--json", "--events")
    for one, other in zip(detente(*requested, "mine").data, detente(*requested, "plain").data, strict=True):
        assert abs(one["mean"] - other["mean"]) < 2.5


def test_large_counts_alone_are_no_trouble(detente: Detente, tmp_path: Path) -> None:
    requested = ("temperature", "China", "United States", "--json", "--events")
    for name, times in (("one", 1000), ("many", 10**5)):
        detente("ingest", str(write_acts(tmp_path / f"{name}.csv", copies=times)))
    few, many = detente(*requested, "one").data, detente(*requested, "many").data
    assert [row["mean"] for row in many] == pytest.approx([row["mean"] for row in few], abs=0.2)
