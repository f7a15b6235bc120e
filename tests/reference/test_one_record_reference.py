"""The producer's files ingested over the pack give the figures of a store that has the files alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from detente.ingestion.source_file import ingest_source
from detente.starter.writing import write_starter
from detente.store import Store

pytestmark = pytest.mark.reference

PAIRS = [("JPN", "RUS"), ("CHN", "JPN"), ("GUY", "VEN"), ("FRA", "MLI"), ("CZE", "DEU")]


def test_nothing_counts_twice(reference: Path, tmp_path: Path) -> None:
    write_starter(tmp_path / "empty", {}, {"sources": []})
    over = Store.open(home=tmp_path / "over")
    alone = replace(Store.open(home=tmp_path / "alone", starter=tmp_path / "empty"), facts=over.facts)
    for store in (over, alone):
        ingest_source(store, "unga_votes", reference / "votes")  # 1946 to 2019
    until = pl.col("period") < date(2020, 1, 1)
    for a, b in PAIRS:
        mine, theirs = (store.read("agreements", a=a, b=b).filter(until) for store in (over, alone))
        assert mine.equals(theirs), (a, b)
        assert over.read("agreements", a=a, b=b).filter(~until).height >= 2  # the pack's later years
    votes = over.read("votes")
    assert not votes.select("dataset", "rcid", "state").is_duplicated().any()
    assert votes.filter(pl.col("date") < date(2020, 1, 1)).height == alone.read("votes").height
