"""Conflict in panels of the reference data, against counts made here of the raw files with nothing but Polars."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from detente.ingestion.source_file import ingest_source
from detente.panels import panel
from detente.store import Store

pytestmark = pytest.mark.reference

FILES = {
    "cow_mids": "disputes/cow_mid_dyadyear",
    "gml_mids": "disputes/gml_mid_dyadyear",
    "tss_rivalries": "disputes/tss_rivalries",
    "td_rivalries": "disputes/td_rivalries",
    "ucdp_acd": "disputes/ucdp_acd",
    "gdppop": "states/gdppop",
}
TYPES = ("spatial", "positional", "ideological", "interventionary")
WITHIN = ("intrastate", "II")
MISSING = -9


@pytest.fixture(scope="module")
def store(reference: Path, tmp_path_factory: pytest.TempPathFactory) -> Store:
    found = Store.open(home=tmp_path_factory.mktemp("conflict"))
    for name, file in FILES.items():
        ingest_source(found, name, reference / f"{file}.parquet")
    return found


def raw(reference: Path, name: str) -> pl.DataFrame:
    rows = pl.read_parquet(reference / f"{FILES[name]}.parquet")
    return rows.with_columns(pl.col(pl.Float64).cast(pl.Int64, strict=False)) if name != "gdppop" else rows


@pytest.mark.parametrize("who", ["joiners", "side-a", "originators"])
@pytest.mark.parametrize("edition", ["cow", "gml"])
def test_initiators_deaths_and_months_are_those_of_the_raw_rows(
    store: Store, reference: Path, edition: str, who: str
) -> None:
    rows = raw(reference, f"{edition}_mids")
    rules = {
        "joiners": (pl.col("sidea1") == 1) | (pl.col("orig1") == 0),
        "side-a": pl.col("sidea1") == 1,
        "originators": (pl.col("sidea1") == 1) & (pl.col("orig1") == 1),
    }
    expected = rows.select(
        source_cow=pl.col("ccode1").cast(pl.Int16),
        target_cow=pl.col("ccode2").cast(pl.Int16),
        year=pl.col("year").cast(pl.Int16),
        initiator=rules[who].cast(pl.Int8),
        deaths=pl.when(pl.col("fatalpre1") != MISSING).then("fatalpre1").cast(pl.Int32),
        month=pl.when(pl.col("stmon").is_between(1, 12)).then("stmon").cast(pl.Int8),
    )
    prefix = f"{edition}_mid"
    built = panel("directed-dyads", until=2014, add=[f"mids:{edition}_mids"], initiators=who, store=store)  # type: ignore[arg-type]
    found = (
        built.frame()
        .filter(pl.col(f"{prefix}_ongoing") == 1)
        .select(
            "source_cow",
            "target_cow",
            "year",
            initiator=f"{prefix}_initiator_source",
            deaths=f"{prefix}_deaths_source",
            month=f"{prefix}_start_month",
        )
    )
    assert found.height > 0.99 * expected.height
    both = found.join(expected, on=["source_cow", "target_cow", "year"], how="left", maintain_order="left")
    for column in ("initiator", "deaths", "month"):
        assert both[column].eq_missing(both[f"{column}_right"]).all(), column


@pytest.mark.parametrize("edition", ["tss", "td"])
def test_rivals_of_each_type_are_those_of_the_raw_list(store: Store, reference: Path, edition: str) -> None:
    rows = raw(reference, f"{edition}_rivalries")
    if edition == "td":
        rows = rows.rename({"styear": "start", "endyear": "end"}).with_columns(
            pl.any_horizontal(pl.col(f"type{n}").eq_missing(kind) for n in (1, 2, 3)).cast(pl.Int64).alias(kind)
            for kind in TYPES
        )
    years = rows.with_columns(year=pl.int_ranges("start", pl.col("end") + 1)).explode("year")
    built = panel("directed-dyads", until=2010, add=[f"rivalry:{edition}_rivalries"], store=store).frame()
    for kind in TYPES:
        listed = years.filter(pl.col(kind) == 1, pl.col("year").is_between(1816, 2010))
        ways = [listed.select(one, other, "year").rows() for one, other in (("ccode1", "ccode2"), ("ccode2", "ccode1"))]
        expected = set(ways[0] + ways[1])
        there = built.filter(pl.col(f"{edition}_rivalry_{kind}") == 1)
        found = set(there.select("source_cow", "target_cow", "year").rows())
        alive = set(built.select("source_cow", "target_cow", "year").rows())
        # a state that took another number while a rivalry lasted is one of few
        renumbered = {300, 305, 255, 260, 315, 316, 678, 679, 680, 816, 817, 345, 325, 365}
        odd = {key for key in found ^ (expected & alive) if not renumbered & set(key[:2])}
        assert not odd, (kind, sorted(odd)[:5])
        assert len(found & expected) > 0.97 * len(expected & alive)


@pytest.mark.parametrize(
    ("requested", "kept"),
    [
        ({}, pl.lit(value=True)),
        ({"conflict_type": ["intrastate", "internationalized"]}, pl.col("type_of_conflict").is_in(WITHIN)),
        ({"conflict_type": ["interstate"]}, pl.col("type_of_conflict") == "interstate"),
        ({"conflict_issue": ["government"]}, pl.col("incompatibility") == "government"),
        ({"conflict_intensity": 2}, pl.col("intensity_level") == 2),
        (
            {"conflict_type": ["intrastate"], "conflict_issue": ["territory"], "conflict_intensity": 2},
            (pl.col("type_of_conflict") == "intrastate")
            & (pl.col("incompatibility") == "territory")
            & (pl.col("intensity_level") == 2),
        ),
    ],
    ids=["all", "within", "interstate", "government", "wars", "separatist wars"],
)
def test_conflicts_and_their_onsets_are_those_of_the_raw_rows(
    store: Store, reference: Path, requested: dict[str, list[str]], kept: pl.Expr
) -> None:
    rows = raw(reference, "ucdp_acd").filter(kept)
    parties = pl.concat(
        rows.select("conflict_id", "year", gw=side, type="type_of_conflict") for side in ("gwno_a", "gwno_b")
    )
    parties = parties.drop_nulls("gw").unique(["conflict_id", "gw", "year"])
    columns = ("gwno_a", "gwno_b", "gwno_a_2nd", "gwno_b_2nd")
    fought = pl.concat(rows.select("conflict_id", "year", gw=side) for side in columns)
    years: dict[tuple[int, int], set[int]] = {}
    for conflict, year, number in fought.drop_nulls("gw").unique().rows():
        years.setdefault((conflict, number), set()).add(year)
    kinds = WITHIN if "conflict_type" not in requested else tuple(rows["type_of_conflict"].unique())
    counts: dict[tuple[int, int], list[int]] = {}
    for conflict, year, number, kind in parties.rows():
        text = counts.setdefault((number, year), [0, 0, 0])
        text[0] += 1
        for at, quiet in enumerate((1, 5), start=1):
            past = range(year - quiet, year)
            text[at] += kind in kinds and not years[conflict, number] & set(past)
    built = panel("states", system="gw", since=1946, until=2024, add=["conflicts"], **requested, store=store).frame()  # type: ignore[arg-type]
    names = ("ucdp_conflicts", "ucdp_onsets", "ucdp_onsets_5")
    states = set(built["gw"].unique())
    assert {number for number, _ in counts} - states <= {751}  # Hyderabad, annexed in 1948, has no code
    for at, (name, first) in enumerate(zip(names, (1946, 1947, 1951), strict=True)):
        part = built.filter(pl.col("year") >= first)
        assert part[name].null_count() == 0
        expected = [counts.get((number, year), [0, 0, 0])[at] for number, year in part.select("gw", "year").rows()]
        wrong = part.with_columns(expected=pl.Series(expected)).filter(pl.col(name) != pl.col("expected"))
        assert not wrong.height, wrong.select("gw", "year", name, "expected").head()


def test_deviations_are_those_of_the_raw_rows(store: Store, reference: Path) -> None:
    rows = raw(reference, "gdppop").select(
        pl.col("ccode").cast(pl.Int16).alias("cow"),
        pl.col("year").cast(pl.Int16),
        "sd_mrgdppc",
        "sd_pwtrgdp",
        "sd_pwtpop",
    )
    built = panel("states", until=2019, add=["gdp_sd"], store=store).frame()
    both = built.join(rows, on=["cow", "year"], how="left", maintain_order="left")
    for name in ("sd_mrgdppc", "sd_pwtrgdp", "sd_pwtpop"):
        assert both[name].eq_missing(both[f"{name}_right"]).all()


def test_months_and_deaths_are_those_of_the_disputes_own_list(store: Store, reference: Path) -> None:
    """Version 5 lists disputes (A) and their participants (B); the dyadic file was made of it."""
    disputes = pl.read_parquet(reference / "disputes" / "mid5_mida.parquet")
    parts = pl.read_parquet(reference / "disputes" / "mid5_midb.parquet").group_by("dispnum", "ccode")
    deaths = parts.agg(pl.col("fatalpre").sort().implode())  # a state that left and came back has several parts
    built = (
        panel("directed-dyads", until=2014, add=["mids"], store=store)
        .frame()
        .filter(pl.col("cow_mid_dispute").is_not_null())
    )
    named = built.select(
        dispnum=pl.col("cow_mid_dispute").cast(pl.Int64),
        ccode=pl.col("source_cow").cast(pl.Int64),
        month="cow_mid_start_month",
        deaths=pl.col("cow_mid_deaths_source").cast(pl.Int64),
    )
    months = named.join(disputes.select("dispnum", "stmon"), on="dispnum")
    assert months.height == named.height
    assert (months["month"] == months["stmon"]).all()
    known = named.drop_nulls("deaths").join(deaths, on=["dispnum", "ccode"])
    assert known.height == named.drop_nulls("deaths").height
    assert known.select(pl.col("fatalpre").list.contains(pl.col("deaths")).all()).item()
