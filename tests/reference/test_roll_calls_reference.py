"""The roll calls of the General Assembly in the real files, and all of them taken into the lake."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from detente.ingestion.maintenance import verify
from detente.ingestion.source_file import ingest_source
from detente.sources import ParsedFile, source
from detente.store import Store

pytestmark = pytest.mark.reference


@pytest.fixture(scope="module")
def parsed(reference: Path) -> ParsedFile:
    return source("unga_votes").read(reference / "votes")


def test_every_roll_call_is_there_with_what_it_was_about(parsed: ParsedFile) -> None:
    calls = parsed.frames["roll_calls"]
    assert calls.height == 6202
    (crimea,) = calls.filter(rcid=5309).to_dicts()
    assert crimea["title"] == "Territorial integrity of Ukraine"
    assert (crimea["resolution"], crimea["date"], crimea["kind"]) == ("A/RES/68/262", date(2014, 3, 27), "whole")
    assert calls["title"].null_count() <= 3
    assert not calls["title"].drop_nulls().str.contains("resolution /", literal=True).any()


def test_issues_are_those_of_the_file(parsed: ParsedFile, reference: Path) -> None:
    given = pl.read_parquet(reference / "votes" / "un_issues.parquet").select("rcid", "issue").unique()
    text = parsed.frames["roll_calls"].select("rcid", pl.col("issues").str.split("; ")).explode("issues").drop_nulls()
    assert text.height == given.join(parsed.frames["roll_calls"], on="rcid", how="semi").height


def test_bridges_lead_to_the_first_vote_on_the_text(parsed: ParsedFile, reference: Path) -> None:
    calls = parsed.frames["roll_calls"]
    pairs = pl.read_csv(reference / "votes" / "un_bridges.csv").join(calls, left_on="rcid2", right_on="rcid")
    bridged = calls.filter(pl.col("same_as").is_not_null())
    assert bridged.height == pairs.height == 949
    firsts = calls.join(bridged, left_on="rcid", right_on="same_as", how="semi")
    assert firsts["same_as"].null_count() == firsts.height  # a first has none before it
    assert (bridged["same_as"] < bridged["rcid"]).all()


def test_only_two_rows_are_rejected(parsed: ParsedFile) -> None:
    assert (parsed.rows_in, parsed.rows_kept) == (869_937, 869_935)
    assert parsed.rejects["reason"].unique().to_list() == ["was not a state then"]
    assert parsed.rejects["value"].unique().to_list() == ["Fiji"]


def test_the_lake_has_what_was_read(parsed: ParsedFile, reference: Path, tmp_path: Path) -> None:
    store = Store.open(home=tmp_path)
    batch = ingest_source(store, "unga_votes", reference / "votes")
    assert (batch.rows_ok, batch.covers_until) == (869_935, date(2019, 12, 31))
    read = store.read("votes", dataset="unga_votes")
    assert read.join(parsed.frame, on="rcid", how="semi", maintain_order="left").equals(parsed.frame)
    assert read["date"].max() == date(2021, 3, 3)  # later roll calls are the pack's
    assert store.read("votes", dataset="unga_votes", as_of=date(1946, 12, 30))["date"].max() == date(1946, 2, 1)
    assert verify(store).faults == ()
