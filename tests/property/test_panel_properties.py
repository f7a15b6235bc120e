"""Panels against slow and plain ways to say the same."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import numpy as np
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.catalog import table
from detente.identity import states
from detente.identity.records import entities
from detente.panels import (
    Coverage,
    PanelColumn,
    TieColumn,
    add_flows,
    add_lags,
    add_peace_years,
    add_ties,
    relevant_dyads,
    stata_names,
    universe,
)
from detente.panels.empty_cells import OUTSIDE
from detente.panels.panel import Figures, Panel
from detente.panels.peace_and_lags import GAPS
from detente.panels.stata_names import ending

STATES = ("AUH", "AUT", "BEL", "BRD", "DDR", "DEU", "FRA", "JPN", "POL", "RUS", "RVN", "SUR", "USA")
SOME = st.lists(st.sampled_from(STATES), min_size=2, max_size=5, unique=True)
YEARS = st.tuples(st.integers(1900, 1995), st.integers(0, 6)).map(lambda one: (one[0], one[0] + one[1]))
DAYS = st.dates(date(1895, 1, 1), date(2005, 12, 31))


def member(code: str, day: date) -> bool:
    return any(s.system == "cow" and s.period.start <= day <= s.period.end for s in entities()[code].spells)


@given(SOME, YEARS, st.sampled_from(["any", "first", "last"]))
@settings(max_examples=25, deadline=None)
def test_a_pair_is_there_if_a_day_of_the_year_has_both(among: list[str], years: tuple[int, int], rule: str) -> None:
    found = universe("dyads", since=years[0], until=years[1], among=among, membership=rule)  # type: ignore[arg-type]
    expected = set()
    for year in range(years[0], years[1] + 1):
        all_days = [date(year, 1, 1) + timedelta(n) for n in range(365 + (year % 4 == 0 and year % 100 != 0))]
        days = {"any": all_days, "first": all_days[:1], "last": all_days[-1:]}[rule]
        changes = {day for day in days if day.day == 1 or day == days[-1]} | {
            edge
            for code in among
            for spell in entities()[code].spells
            for edge in (spell.period.start, spell.period.end)
            if edge in days
        }  # membership changes on no other day
        for a in among:
            for b in among:
                if a < b and any(member(a, day) and member(b, day) for day in changes):
                    expected.add((a, b, year))
    assert set(found.frame().select("a", "b", "year").rows()) == expected


@given(st.integers(1816, 2016))
@settings(max_examples=15, deadline=None)
def test_the_states_of_a_day_are_those_of_the_list(year: int) -> None:
    found = universe("states", since=year, until=year, membership="first").frame()
    assert found["state"].to_list() == sorted(state.code for state in states(date(year, 1, 1)))


def existed(code: str, year: int) -> bool:
    return any(s.start <= date(year, 12, 31) and date(year, 1, 1) <= s.end for s in entities()[code].lifetime)


@st.composite
def ties(draw: st.DrawFn) -> pl.DataFrame:
    rows: list[dict[str, Any]] = []
    for number in range(draw(st.integers(1, 6))):
        source, target = draw(st.permutations(STATES))[:2]
        start = draw(DAYS)
        end = draw(st.none() | st.dates(start, date(2010, 12, 31)))
        directed = draw(st.booleans())
        if not directed and source > target:
            source, target = target, source
        rows.append(
            {"dataset": "made-up", "id": str(number), "kind": draw(st.sampled_from(["defence", "offence"]))}
            | {"source": source, "target": target, "directed": directed, "start": start, "precision": "day"}
            | {"end": end, "level": float(draw(st.integers(1, 5))), "title": None, "known_on": start}
            | {"end_known_on": end}
        )
    return pl.DataFrame(rows, schema=table("ties").schema)


COVERS = Coverage("made-up", date(1890, 1, 1), date(2000, 12, 31))
MEASURES = {
    "tied": TieColumn(("defence",), "any", "Tied"),
    "number": TieColumn(("defence", "offence"), "count", "Number"),
    "least": TieColumn(("defence", "offence"), "least", "Least level"),
    "most": TieColumn(("defence", "offence"), "most", "Greatest level"),
}


def plainly(
    frame: pl.DataFrame, source: str, target: str, start: date, end: date, *, either: bool
) -> list[dict[str, Any]]:
    """Return the ties of a pair that hold on a day of a period, one by one."""
    return [
        row
        for row in frame.iter_rows(named=True)
        if (
            (row["source"], row["target"]) == (source, target)
            or ((either or not row["directed"]) and (row["source"], row["target"]) == (target, source))
        )
        and row["start"] <= end
        and (row["end"] or COVERS.end) >= start
    ]


@given(ties(), SOME, YEARS, st.sampled_from(["dyads", "directed-dyads"]), st.sampled_from(["year", "quarter"]))
@settings(max_examples=40, deadline=None)
def test_ties_stand_where_they_hold(
    frame: pl.DataFrame, among: list[str], years: tuple[int, int], kind: str, unit: str
) -> None:
    panel = universe(kind, since=years[0], until=years[1], freq=unit, among=among)  # type: ignore[arg-type]
    found = add_ties(panel, frame, MEASURES, dataset="made-up", covers=COVERS, validated=True).frame()
    one, other = panel.rows.sides
    starts, ends = panel.rows.periods.starts.astype(object), panel.rows.periods.ends.astype(object)
    for row, when in zip(found.iter_rows(named=True), panel.rows.when, strict=True):
        if ends[when] > COVERS.end:
            assert row["tied"] is None
            continue
        held = plainly(frame, row[one], row[other], starts[when], ends[when], either=kind == "dyads")
        levels = [tie["level"] for tie in held]
        assert row["tied"] == int(any(tie["kind"] == "defence" for tie in held))
        assert row["number"] == len(held)
        assert row["least"] == (min(levels) if levels else None)
        assert row["most"] == (max(levels) if levels else None)


@given(ties(), SOME, YEARS)
@settings(max_examples=25, deadline=None)
def test_what_is_not_directed_is_symmetric_and_nothing_outside_coverage_is_zero(
    frame: pl.DataFrame, among: list[str], years: tuple[int, int]
) -> None:
    mutual = frame.with_columns(directed=pl.lit(value=False))
    covers = Coverage("made-up", date(years[0], 1, 1), date(years[0], 12, 31))
    panel = universe("directed-dyads", since=years[0] - 1, until=years[1] + 1, among=among)
    found = add_ties(panel, mutual, MEASURES, dataset="made-up", covers=covers, validated=True).frame()
    columns = [pl.col(name) for name in MEASURES]
    turned = found.select(pl.col("target").alias("source"), pl.col("source").alias("target"), "year", *columns)
    both = found.join(turned, on=["source", "target", "year"], suffix="_turned")
    assert both.height == found.height
    for name in MEASURES:
        assert both[name].equals(both[f"{name}_turned"])
    outside = found.filter(pl.col("year") != years[0])
    assert all(outside[name].null_count() == outside.height for name in MEASURES)
    assert found.select("source", "target", "year").is_unique().all()


EVENTS = st.lists(st.sampled_from([0, 0, 0, 1, None]), min_size=40, max_size=40)


def with_event(panel: Panel, events: list[int | None]) -> tuple[Panel, list[int | None]]:
    given_rows = [events[n % len(events)] for n in range(panel.rows.count)]
    values = np.array([one or 0 for one in given_rows], np.int8)
    why = np.array([OUTSIDE if one is None else 0 for one in given_rows], np.uint8)
    return panel.add([Figures.of(PanelColumn("war", "War"), values, why)]), given_rows


def counted_slowly(events: dict[int, int | None], gaps: str) -> dict[int, int | None]:
    """Count year by year, with the rule written out."""
    counts: dict[int, int | None] = {}
    count: int | None = None  # None: not begun; −1: unknown
    before: int | None = None
    for year in sorted(events):
        away = 0 if before is None else year - before - 1
        if away and gaps == "restart":
            count = None
        elif away and gaps == "count" and count is not None and count >= 0:
            count += away
        event = events[year]
        if event is None:
            counts[year] = None
            count = None if count is None else -1
        else:
            count = 0 if count is None else count
            counts[year] = None if count < 0 else count
            count = 0 if event else (count if count < 0 else count + 1)
        before = year
    return counts


@given(EVENTS, SOME, YEARS, st.sampled_from(GAPS))
@settings(max_examples=60, deadline=None)
def test_peace_is_counted_as_by_hand(
    events: list[int | None], among: list[str], years: tuple[int, int], gaps: str
) -> None:
    panel = universe("dyads", since=years[0] - 12, until=years[1] + 12, among=among)
    result, rows = with_event(panel, events)
    found = add_peace_years(result, "war", gaps=gaps, powers=1).frame()  # type: ignore[arg-type]
    by_pair: dict[Any, dict[int, int | None]] = {}
    for (a, b, year), event in zip(found.select("a", "b", "year").rows(), rows, strict=True):
        by_pair.setdefault((a, b), {})[year] = event
    expected = {(*pair, year): n for pair, one in by_pair.items() for year, n in counted_slowly(one, gaps).items()}
    assert {row[:3]: row[3] for row in found.select("a", "b", "year", "war_spell").rows()} == expected


@given(EVENTS, SOME, YEARS, st.integers(1, 4))
@settings(max_examples=30, deadline=None)
def test_a_lag_is_what_stood_there_that_long_ago(
    events: list[int | None], among: list[str], years: tuple[int, int], by: int
) -> None:
    result, _ = with_event(universe("dyads", since=years[0] - 5, until=years[1] + 5, among=among), events)
    found = add_lags(result, ["war"], by).frame()
    then = {row[:3]: row[3] for row in found.select("a", "b", "year", "war").rows()}
    for a, b, year, lagged in found.select("a", "b", "year", f"war_lag{by}").rows():
        assert lagged == then.get((a, b, year - by))


@given(EVENTS, SOME)
@settings(max_examples=20, deadline=None)
def test_keeping_rows_keeps_what_belongs_to_them(events: list[int | None], among: list[str]) -> None:
    result, _ = with_event(universe("dyads", since=1985, until=1995, among=among), events)
    flags = np.arange(result.rows.count) % 3 == 0
    kept = result.keep(flags)
    assert kept.frame().equals(result.frame().filter(pl.Series(flags)))
    assert kept.rows.keys().equals(kept.frame().select(kept.rows.keys().columns))
    assert (kept.frame()["war"].is_null() == pl.Series(kept.why["war"] > 0)).all()


@given(st.lists(st.tuples(st.sampled_from(STATES), st.sampled_from(STATES), st.integers(1985, 1995)), unique=True))
@settings(max_examples=30, deadline=None)
def test_flows_stand_in_their_direction_and_sum_to_states(keys: list[tuple[str, str, int]]) -> None:
    rows = [
        {"source": s, "target": t, "period": date(y, 1, 1), "freq": "year", "value": float(n + 1)}
        for n, (s, t, y) in enumerate(keys)
        if s != t and existed(s, y) and existed(t, y)
    ]
    schema = {"source": pl.String, "target": pl.String, "period": pl.Date, "freq": pl.String, "value": pl.Float64}
    frame = pl.DataFrame(rows, schema=schema)
    covers = Coverage("made-up", date(1985, 1, 1), date(1995, 12, 31))
    panel = universe("directed-dyads", since=1985, until=1995, among=STATES)
    found = add_flows(panel, frame, name="x", dataset="made-up", covers=covers).frame()
    there = {(s, t, y): v for s, t, y, v in found.select("source", "target", "year", "x").rows() if v is not None}
    back = {(t, s, y): v for s, t, y, v in found.select("source", "target", "year", "x_back").rows() if v is not None}
    alive = set(found.select("source", "target", "year").rows())
    wanted = {(r["source"], r["target"], r["period"].year): r["value"] for r in rows}
    assert there == back == {key: value for key, value in wanted.items() if key in alive}


def test_relevance_keeps_order_and_columns() -> None:
    panel = universe("dyads", since=1900, until=1901, among=["FRA", "DEU", "BEL", "JPN"])
    count = panel.rows.count
    border = Figures.of(PanelColumn("contiguity", ""), np.arange(count) % 2, np.zeros(count, np.uint8))
    majors = [Figures.of(PanelColumn(f"major_{s}", ""), np.zeros(count), np.zeros(count, np.uint8)) for s in "ab"]
    kept = relevant_dyads(panel.add([border, *majors])).frame()
    assert kept.height == count // 2
    assert kept.equals(kept.sort("a", "b", "year"))


ENDINGS = st.lists(st.sampled_from(["_source", "_a", "_spell", "_2", "_3", "_lag1", "_lag12"]), max_size=3).map("".join)
NAMES = st.builds(
    "{}{}".format, st.text("ab_é 1", max_size=6) | st.sampled_from(["x" * 30, "y" * 40, "int", "_n"]), ENDINGS
)


@given(st.lists(NAMES, unique=True, max_size=30))
@settings(max_examples=150, deadline=None)
def test_stata_names_are_valid_distinct_and_keep_their_endings(columns: list[str]) -> None:
    found = stata_names(columns)
    assert list(found) == columns
    assert len(set(found.values())) == len(columns)
    for name, stata in found.items():
        assert re.fullmatch("[A-Za-z_][A-Za-z0-9_]{0,31}", stata), stata
        assert stata not in ("int", "_n")
        assert stata.endswith(ending(name))
        assert ending(stata) == ending(name)
