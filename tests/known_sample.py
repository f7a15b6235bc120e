"""Made-up records of every dataset that a panel can take, 2000 to 2010, with the days on which they were known."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import polars as pl

from detente.catalog import TABLES, table
from detente.panels import ADDITIONS
from detente.sources import SOURCES
from detente.sources.coverage import covered
from detente.store import Store
from truncated_store import until

STATES = ("CHN", "JPN", "KOR", "PRK", "RUS", "USA")
YEARS = range(2000, 2011)
LAST = date(2010, 12, 31)
PAIRS = [(one, other) for one in STATES for other in STATES if one != other]
UNORDERED = [(one, other) for one, other in PAIRS if one < other]

Row = dict[str, Any]
Frames = dict[str, pl.DataFrame]

# dataset: kinds of tie, whether they are directed, and which of level and title are about the whole span
TIES: dict[str, tuple[tuple[str, ...], bool, tuple[str, ...]]] = {
    "atop": (("defence", "offence", "neutrality", "nonaggression", "consultation"), True, ()),
    "cow_alliances": (("defence", "neutrality", "nonaggression", "entente"), False, ()),
    "cow_contiguity": (("contiguity",), False, ()),
    "tss_rivalries": (("rivalry",), False, ("title",)),
    "td_rivalries": (("rivalry",), False, ("title",)),
    "icow_claims": (("claim",), True, ("level",)),
    "gsdb": (("sanction",), True, ("level", "title")),
    "eusanct": (("sanction", "sanction_threat"), True, ("level", "title")),
    "mme": (("exercise",), False, ("level",)),
    "us_missions": (("us_mission",), True, ()),
}
FIGURES = {
    "cow_nmc": ("cinc", "milex"),
    "cow_trade": ("exports",),
    "gpr": ("gpr",),
    "ai_gpr": ("ai_gpr",),
    "ofac_entities": ("ofac_entities", "ofac_additions", "ofac_removals"),
    "ukraine_aid": ("aid_allocations", "aid_military", "aid_financial", "aid_humanitarian", "aid_commitments"),
}
BY_MONTH = ("ofac_entities", "ukraine_aid", "gpr", "ai_gpr")


def _year_end(year: int) -> date:
    return date(year, 12, 31)


def ties(dataset: str, chance: Random) -> Frames:
    kinds, directed, whole = TIES[dataset]
    rows: list[Row] = []
    for number in range(60):
        source, target = chance.choice(PAIRS if directed else UNORDERED)
        start = date(YEARS[number % len(YEARS)], 1, 1) + timedelta(chance.randrange(360))
        end = start + timedelta(chance.randrange(1, 1500))
        lasts = end > LAST
        rows.append(
            {
                "dataset": dataset, "id": f"{number}/US" if dataset == "eusanct" else str(number),
                "kind": chance.choice(kinds), "source": source, "target": target,
                "directed": directed, "start": start, "precision": "day", "end": None if lasts else end,
                "level": chance.choice([1.0, 2.0, 5.0]), "title": f"Number {number}", "known_on": start,
                "end_known_on": None if lasts else end,
                **{f"{name}_known_on": min(end, LAST) for name in whole},
            }
        )  # fmt: skip
    return {"ties": pl.DataFrame(rows, schema=table("ties").schema)}


def mids(dataset: str, chance: Random) -> Frames:
    rows: list[Row] = []
    for number in range(40):
        one, other = chance.choice(UNORDERED)
        first = YEARS[number % len(YEARS)]
        last = min(first + chance.choice([0, 0, 1, 2, 4]), 2010)
        whole = {"dispute_hostility": chance.randint(2, 5), "dispute_fatality": chance.choice([0, 2, None])}
        whole |= {"reciprocated": chance.random() < 0.5, "days_least": chance.randint(1, 900), "days_most": 950}
        for year in range(first, last + 1):
            for source, target in ((one, other), (other, one)):
                rows.append(
                    {
                        "dataset": dataset, "dispute": number, "source": source, "target": target,
                        "period": date(year, 1, 1), "onset": year == first, "side_a": source == one,
                        "originator": True, "action": 7, "hostility": 3 if source == one else 2, "fatality": 0,
                        **whole, "start_month": 5, "known_on": _year_end(year), "end_known_on": _year_end(last),
                        "reduced": False,
                    }
                )  # fmt: skip
    return {"mids": pl.DataFrame(rows, schema=table("mids").schema)}


def incidents(dataset: str, chance: Random) -> Frames:
    rows: list[Row] = []
    for number in range(60):
        source, target = chance.choice(PAIRS)
        start = date(YEARS[number % len(YEARS)], 1, 1) + timedelta(chance.randrange(360))
        end = min(start + timedelta(chance.choice([0, 3, 200, 700])), LAST)
        deaths = chance.randrange(50)
        rows.append(
            {
                "dataset": dataset, "dispute": number, "incident": 1, "source": source, "target": target,
                "start": start, "precision": "day", "end": end, "side_a": True, "action": 7,
                "hostility": chance.randint(2, 4), "deaths_least": deaths, "deaths_most": deaths + 9,
                "target_deaths_least": 0, "target_deaths_most": 1, "known_on": start, "end_known_on": end,
            }
        )  # fmt: skip
    return {"incidents": pl.DataFrame(rows, schema=table("incidents").schema)}


def _periods(dataset: str) -> list[tuple[date, str, date]]:
    """Return the periods of a dataset's figures: first day, length, and the day on which they were known."""
    if dataset not in BY_MONTH:
        return [(date(year, 1, 1), "year", _year_end(year)) for year in YEARS]
    begun = [date(year, month, 1) for year in YEARS for month in range(1, 13)]
    return [(day, "month", (day + timedelta(31)).replace(day=1) - timedelta(1)) for day in begun]


def indicators(dataset: str, chance: Random) -> Frames:
    rows = [
        {
            "dataset": dataset, "name": name, "state": state, "period": period, "freq": freq,
            "value": round(chance.random(), 6), "unit": "share", "known_on": known,
        }
        for name in FIGURES.get(dataset, (dataset,)) for state in STATES for period, freq, known in _periods(dataset)
    ]  # fmt: skip
    return {"indicators": pl.DataFrame(rows, schema=table("indicators").schema)}


def dyad_indicators(dataset: str, chance: Random) -> Frames:
    directed = dataset not in ("cow_igo", "cow_mindist", "colt_trips")
    rows = [
        {
            "dataset": dataset, "name": name, "source": source, "target": target,
            "directed": directed, "period": period, "freq": freq, "value": round(chance.random(), 6),
            "unit": "units", "known_on": known,
        }
        for name in FIGURES.get(dataset, (dataset,)) for source, target in (PAIRS if directed else UNORDERED)
        for period, freq, known in _periods(dataset) if chance.random() < 0.9
    ]  # fmt: skip
    return {"dyad_indicators": pl.DataFrame(rows, schema=table("dyad_indicators").schema)}


def armed_conflicts(dataset: str, chance: Random) -> Frames:
    rows = [
        {
            "dataset": dataset, "conflict": number, "state": state, "period": date(year, 1, 1), "side": "a",
            "secondary": False, "type": chance.choice(["interstate", "intrastate", "internationalized"]),
            "intensity": chance.choice([1, 2]), "issue": "territory", "start": date(1999, 1, 1),
            "known_on": _year_end(year),
        }
        for number, state in enumerate(STATES) for year in YEARS if chance.random() < 0.6 or state == "CHN"
    ]  # fmt: skip
    return {"armed_conflicts": pl.DataFrame(rows, schema=table("armed_conflicts").schema)}


def votes(dataset: str, chance: Random) -> Frames:
    calls: list[Row] = []
    cast: list[Row] = []
    for year in YEARS:
        for number in range(8):
            day = date(year, 10 + number % 3, 1 + number * 3)
            call = {
                "dataset": dataset, "rcid": year * 100 + number, "session": year - 1945, "date": day,
                "precision": "day", "resolution": f"A/RES/{year - 1945}/{number}", "kind": "whole", "known_on": day,
            }  # fmt: skip
            calls.append(call | {"title": f"Text {number}"})
            cast += [call | {"state": state, "vote": chance.choice([-1, 0, 1, 1])} for state in STATES]
    return {
        "votes": pl.DataFrame(cast, schema=table("votes").schema),
        "roll_calls": pl.DataFrame(calls, schema=table("roll_calls").schema),
    }


def agreements(_dataset: str, chance: Random) -> Frames:
    rows = [
        {
            "a": a, "b": b, "period": date(year, 1, 1), "votes": 60, "raw": round(chance.random(), 6), "raw_lo": 0.1,
            "raw_hi": 0.9, "kappa": round(chance.random(), 6), "kappa_lo": 0.0, "kappa_hi": 1.0,
            "known_on": _year_end(year),
        }
        for a, b in UNORDERED for year in YEARS
    ]  # fmt: skip
    return {"agreements": pl.DataFrame(rows, schema=table("agreements").schema)}


def temperatures(dataset: str, chance: Random) -> Frames:
    rows = [
        {
            "dataset": dataset, "score": "all", "freq": "year", "source": source, "target": target,
            "period": date(year, 1, 1), "mean": round(chance.random(), 6), "sd": 0.2,
            "link": None if year == YEARS[0] else 0.5, "standing": 0.1, "standing_sd": 0.1, "scale": 0.3,
            "sources": None, "covered": None,
            "known_on": _year_end(vintage),
        }
        for vintage in (2003, 2006, 2010) for source, target in PAIRS for year in YEARS if year <= vintage
    ]  # fmt: skip
    return {"temperatures": pl.DataFrame(rows, schema=table("temperatures").schema)}


def _spells(chance: Random) -> list[tuple[int, str, date, date]]:
    """Return a number, a state and days, for 60 spells."""
    found = []
    for number in range(60):
        start = date(YEARS[number % len(YEARS)], 1, 1) + timedelta(chance.randrange(360))
        found.append((number, chance.choice(STATES), start, min(start + timedelta(chance.choice([0, 90, 700])), LAST)))
    return found


def wars(dataset: str, chance: Random) -> Frames:
    rows = [
        {
            "dataset": dataset, "war": number, "type": "interstate" if dataset == "cow_wars" else "intrastate",
            "state": state, "opponent": other, "period": date(year, 1, 1), "onset": year == begun, "initiator": True,
            "primary": dataset != "cow_wars", "outcome": "won", "deaths": 500, "known_on": _year_end(year),
            "end_known_on": _year_end(min(begun + 2, 2010)),
        }
        for number, (state, other) in enumerate(PAIRS) for begun in (chance.choice(YEARS),)
        for year in range(begun, min(begun + 2, 2010) + 1)
    ]  # fmt: skip
    return {"wars": pl.DataFrame(rows, schema=table("wars").schema)}


def mid_participants(dataset: str, chance: Random) -> Frames:
    rows = [
        {
            "dataset": dataset, "dispute": number, "state": state, "start": start, "precision": "day", "end": end,
            "side_a": True, "hostility": 3, "known_on": start, "end_known_on": end,
        }
        for number, state, start, end in _spells(chance)
    ]  # fmt: skip
    return {"mid_participants": pl.DataFrame(rows, schema=table("mid_participants").schema)}


def crises(dataset: str, chance: Random) -> Frames:
    rows = [
        {
            "dataset": dataset, "crisis": number // 2, "actor": number, "title": "CRISIS", "state": state,
            "start": start, "precision": "day", "end": end, "violence": 2, "known_on": start, "end_known_on": end,
        }
        for number, state, start, end in _spells(chance)
    ]  # fmt: skip
    return {"crises": pl.DataFrame(rows, schema=table("crises").schema)}


def vetoes(dataset: str, chance: Random) -> Frames:
    rows = [
        {"dataset": dataset, "draft": f"S/{number}", "vote": 1, "date": day, "state": state, "known_on": day}
        for number, _, day, _ in _spells(chance) for state in chance.sample(["CHN", "RUS", "USA"], 2)
    ]  # fmt: skip
    return {"vetoes": pl.DataFrame(rows, schema=table("vetoes").schema)}


def peace_agreements(dataset: str, chance: Random) -> Frames:
    rows = [
        {
            "dataset": dataset, "id": number, "date": day, "state": state, "title": "Accord", "type": "Inter",
            "known_on": day,
        }
        for number, _, day, _ in _spells(chance) for state in chance.sample(STATES, 2)
    ]  # fmt: skip
    return {"peace_agreements": pl.DataFrame(rows, schema=table("peace_agreements").schema)}


SAMPLES: dict[str, Callable[[str, Random], Frames]] = {
    "ties": ties,
    "mids": mids,
    "incidents": incidents,
    "indicators": indicators,
    "dyad_indicators": dyad_indicators,
    "armed_conflicts": armed_conflicts,
    "wars": wars,
    "mid_participants": mid_participants,
    "crises": crises,
    "vetoes": vetoes,
    "peace_agreements": peace_agreements,
    "votes": votes,
    "agreements": agreements,
    "temperatures": temperatures,
}


def records() -> dict[str, Frames]:
    """Return frames by table for every dataset that an addition can be made of."""
    found: dict[str, Frames] = {}
    for addition in ADDITIONS.values():
        for dataset in addition.datasets:
            if dataset not in found:
                made = SAMPLES[addition.tables.get(dataset, addition.table)]
                found[dataset] = made(dataset, Random(dataset))  # noqa: S311 - made-up figures
    return found


def store_of(every: Mapping[str, Frames], home: Path, starter: Path, day: date | None = None) -> Store:
    """Return a store with the records, or with what was known of them on a day."""
    store = Store.open(home=home, starter=starter)
    for dataset, frames in every.items():
        kept = {name: frame if day is None else until(frame, TABLES[name], day) for name, frame in frames.items()}
        if not next(iter(kept.values())).height:
            continue
        from_file = dataset in SOURCES and next(iter(kept)) in SOURCES[dataset].tables
        coverage = {"coverage": covered(SOURCES[dataset], kept)} if from_file else {}
        store.write(kept | coverage, dataset=dataset, origin="made up", retrieved=date(2011, 1, 1))
    return store
