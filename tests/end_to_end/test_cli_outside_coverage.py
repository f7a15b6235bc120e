"""No zero, level, rate or 'none' is told outside what is covered."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from cli_sample import Detente
from detente.catalog import table
from detente.store import Store

PACTS = "stateA,stateB,year,defense,offense,neutral,nonagg,consul"


def atop(path: Path, years: range) -> Path:
    rows = [f"2,740,{year},1,0,0,0,1\n2,200,{year},1,0,0,0,0" for year in years]
    path.write_text("\n".join([PACTS, *rows]) + "\n", encoding="utf-8")
    return path


def figures(data: Any) -> dict[str, dict[str, Any]]:
    """Return every figure of a brief by its id."""
    found: dict[str, dict[str, Any]] = {}
    if isinstance(data, dict):
        if {"id", "value", "period"} <= data.keys():
            found[data["id"]] = data
        for part in data.values():
            found |= figures(part)
    elif isinstance(data, list):
        for part in data:
            found |= figures(part)
    return found


def test_pacts_are_those_of_the_years_covered(shipped: Detente, tmp_path: Path) -> None:
    assert shipped("ingest", "atop", atop(tmp_path / "atop5_1ddyr.csv", range(1990, 2004))).code == 0
    early = shipped("pacts", "United States", "Japan", "--as-of", "1987-06-01", "--json").data
    assert (early["covered"], early["covered_until"], early["spells"]) == ({}, {}, [])
    within = shipped("pacts", "United States", "Japan", "--as-of", "1995-06-01", "--json").data
    assert within["covered"] == {"atop": [["1990-01-01", "1994-12-31"]]}
    late = shipped("pacts", "United States", "Japan", "--as-of", "2012-06-01", "--json").data
    assert late["covered"] == {"atop": [["1990-01-01", "2003-12-31"]]}
    assert late["similarity"]["year"] == 2003


def test_a_network_of_pacts_has_only_years_that_are_covered(shipped: Detente, tmp_path: Path) -> None:
    path = tmp_path / "atop5_1ddyr.csv"
    atop(path, range(1990, 1996))
    rest = atop(tmp_path / "rest.csv", range(1998, 2001)).read_text(encoding="utf-8").partition("\n")[2]
    path.write_text(path.read_text(encoding="utf-8") + rest, encoding="utf-8")
    shipped("ingest", "atop", path)
    requested = ("architecture", "--group", "Japan,United States,United Kingdom", "--dataset", "atop", "--json")
    data = shipped(*requested, "--since", "1990", "--until", "2000", "--as-of", "2015-09-01").data
    assert "1990–1995, 1998–2000" in " ".join(data["notes"])
    assert {hub["year"] for hub in data["hubs"]} == {*range(1990, 1996), 1998, 1999, 2000}


def test_a_store_of_an_older_detente_is_measured_from_its_rows(shipped: Detente, tmp_path: Path) -> None:
    mid = dict.fromkeys(table("mids").names) | {"dataset": "cow_mids", "onset": True}
    rows = [
        {**mid, "dispute": year, "source": a, "target": b, "period": date(year, 1, 1), "known_on": date(year, 12, 31)}
        for year in range(1990, 2002)
        for a, b in (("RUS", "USA"), ("USA", "RUS"))
    ]
    stated = {"dataset": "cow_mids", "table": "mids", "scope": "all", "from": date(1816, 1, 1), "note": "zero"}
    stated |= {"until": date(2014, 12, 31), "without": None, "by": None, "known_on": date(1816, 1, 1)}
    frames = {
        "mids": pl.DataFrame(rows, schema=table("mids").schema),
        "coverage": pl.DataFrame([stated], schema=table("coverage").schema),
    }
    Store.open(home=tmp_path / "home").write(frames, dataset="cow_mids", origin="an older version")
    (row,) = shipped("data", "coverage", "cow_mids", "--json").data
    assert (row["from"], row["until"]) == ("1990-01-01", "2001-12-31")


def test_a_state_that_the_event_data_leave_out_is_paid_no_share_of_attention(shipped: Detente) -> None:
    brief = figures(shipped("assess", "Russia", "Turkey", "--as-of", "2015-09-01", "--json").data)
    assert not [name for name in brief if name.startswith("attention.") and "TUR" in name]
    other = figures(shipped("assess", "Russia", "Japan", "--as-of", "2015-09-01", "--json").data)
    assert [name for name in other if name.startswith("attention.RUS.JPN")]


def test_base_rates_are_of_the_years_that_were_compiled(shipped: Detente) -> None:
    late = figures(shipped("assess", "Japan", "Russia", "--as-of", "2026-06-01", "--json").data)
    rates = {name: figure for name, figure in late.items() if name.startswith("base-rate.")}
    assert {figure["period"] for figure in rates.values()} == {"2005–2026"}
    end = figures(shipped("assess", "Japan", "Russia", "--as-of", "2026-04-01", "--json").data)
    assert end["base-rate.settlement.years"]["value"] == rates["base-rate.settlement.years"]["value"]


def test_the_pull_of_pacts_is_zero_only_in_the_years_that_were_compiled(shipped: Detente, tmp_path: Path) -> None:
    requested = ("profile", "Russia", "--beside", "China", "--over", "central-asia", "--as-of", "2026-06-01")
    shipped(*requested, "-o", tmp_path / "pull.csv")
    rows = pl.read_csv(tmp_path / "pull.csv", try_parse_dates=True).filter(pl.col("channel") == "pacts")
    nothing = rows.filter(pl.col("value") == 0)["period"].dt.year()
    assert nothing.len()
    assert nothing.is_between(2005, 2025).all()


def test_a_state_without_a_row_of_arms_had_none(shipped: Detente, tmp_path: Path) -> None:
    columns = "SIPRI AT Database ID,Supplier,Recipient,Delivery year,TIV delivery values"
    arms = [f"{year},Russia,China,{year},5" for year in (1995, 1996)]
    (tmp_path / "trade-register.csv").write_text("\n".join([columns, *arms]) + "\n", encoding="utf-8")
    assert shipped("ingest", "sipri_register", tmp_path / "trade-register.csv").code == 0
    requested = (
        "panel",
        "directed-dyads",
        "--since",
        "1995",
        "--until",
        "1997",
        "--among",
        "USA,Japan",
        "--add",
        "arms",
    )
    assert shipped(*requested, "-o", tmp_path / "p.parquet").code == 0
    rows = pl.read_parquet(tmp_path / "p.parquet")
    assert rows.select("year", "sipri_arms").unique().sort("year").rows() == [(1995, 0.0), (1996, 0.0), (1997, None)]


def test_gaps_are_in_the_codebook_and_in_the_report(shipped: Detente, tmp_path: Path) -> None:
    path = tmp_path / "atop5_1ddyr.csv"
    atop(path, range(1990, 1993))
    rest = atop(tmp_path / "rest.csv", range(1995, 1997)).read_text(encoding="utf-8").partition("\n")[2]
    path.write_text(path.read_text(encoding="utf-8") + rest, encoding="utf-8")
    shipped("ingest", "atop", path)
    shipped(
        "panel",
        "dyads",
        "--since",
        "1990",
        "--until",
        "1996",
        "--among",
        "USA,Japan",
        "--add",
        "pacts",
        "-o",
        tmp_path / "p.csv",
    )
    book = json.loads((tmp_path / "p.codebook.json").read_text(encoding="utf-8"))
    (column,) = [one for one in book["columns"] if one["name"] == "atop_defence"]
    assert column["gaps"] == [["1993-01-01", "1994-12-31"]]
    message = " ".join(shipped("data").out.split())
    assert "atop, ties, 1990-01-01 to 1992-12-31, 1995-01-01 to 1996-12-31" in message
