"""AI-GPR stands beside temperatures, and changes none."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from detente.answers.temperature import temperature
from detente.ingestion.source_file import ingest_source
from detente.store import Store


def test_ai_gpr_stands_beside_the_temperatures_and_changes_none(tmp_path: Path) -> None:
    store = Store.open(home=tmp_path / "home")
    before = temperature("Russia", "Ukraine", since=2022, as_of="2026-06-01", store=store)
    assert before.frame()["ai_gpr"].is_null().all()
    file = tmp_path / "ai_gpr.csv"
    rows = "".join(f"2023-{month:02}-01,RUS,UKR,{month}\n" for month in range(1, 13))
    file.write_text(f"month,iso3_a,iso3_b,ai_gpr\n{rows}2024-06-01,RUS,UKR,0\n", encoding="utf-8")
    ingest_source(store, "ai_gpr", file)
    after = temperature("Russia", "Ukraine", since=2022, as_of="2026-06-01", store=store)
    assert after.frame().drop("ai_gpr").equals(before.frame().drop("ai_gpr"))
    own = after.frame().filter(pl.col("source") == "RUS")
    found = dict(own.select(pl.col("period").dt.year(), "ai_gpr").iter_rows())
    assert (found[2022], found[2023], found[2024]) == (None, pytest.approx(6.5), 0.0)
    assert after.frame().filter(pl.col("source") == "UKR")["ai_gpr"].is_null().all()
    table = after.to_document(store=store).sections[1].blocks
    assert any("AI-GPR" in getattr(block, "header", ()) for block in table)
    early = temperature("Russia", "Ukraine", since=2022, as_of="2023-06-15", store=store).frame()
    assert early.filter(pl.col("source") == "RUS")["ai_gpr"].drop_nulls().to_list() in ([], [3.0])
