"""A brief from a store with votes, events and disputes of the user's is that of a store without what came later."""

from __future__ import annotations

import random
import tempfile
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import polars as pl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bulk_sample import ingest_own
from detente import publish
from detente.brief import assess
from detente.catalog import table
from detente.store import Store
from truncated_store import truncated, until

PAIR = ("IRN", "USA")
DAYS = st.dates(date(2010, 1, 1), date(2018, 12, 30))
QUADS = ("verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict")
TABLES = ("votes", "mids", "incidents", "ties", "armed_conflicts", "dyad_indicators")


def records(seed: int) -> dict[str, pl.DataFrame]:
    """Return rows of made-up datasets, from 2008 to 2019, whose ends and levels become known later."""
    chance = random.Random(seed)  # noqa: S311 - made-up rows
    rows: dict[str, list[dict[str, object]]] = {name: [] for name in TABLES}
    for year in range(2008, 2020):
        first = date(year, 1, 1)
        end = date(year, 12, 31)
        mine: dict[str, object] = {"dataset": "mine", "known_on": end}
        for rcid in range(1, 9):
            day = date(year, 9 + rcid % 4, rcid)
            vote = {"dataset": "mine", "rcid": 100 * year + rcid, "session": year - 1945, "date": day, "known_on": day,
                    "precision": "day", "kind": "whole"}  # fmt: skip
            rows["votes"] += [vote | {"state": state, "vote": chance.choice([-1, 0, 1])} for state in (*PAIR, "FRA")]
        a, b = chance.sample(PAIR, 2)
        over = date(min(year + chance.randrange(3), 2019), 12, 31)
        rows["mids"].append(
            mine | {"dispute": year, "source": a, "target": b, "period": first, "onset": True,
                    "hostility": chance.randint(1, 5), "fatality": 0, "end_known_on": over}
        )  # fmt: skip
        start = date(year, chance.randint(1, 12), chance.randint(1, 28))
        rows["incidents"].append(
            {"dataset": "mine", "dispute": year, "incident": 1, "source": a, "target": b, "start": start,
             "precision": "day", "end": over, "end_known_on": over, "known_on": start, "hostility": 3}
        )  # fmt: skip
        rows["ties"].append(
            {"dataset": "mine", "id": f"s{year}", "kind": "sanction", "source": "USA", "target": "IRN",
             "directed": True, "start": start, "precision": "day", "end": over, "end_known_on": over, "known_on": start,
             "title": f"measures of {year}", "title_known_on": over}
        )  # fmt: skip
        rows["armed_conflicts"] += [
            mine | {"conflict": 5, "state": state, "period": first, "side": side, "secondary": False,
                    "type": "interstate", "intensity": chance.randint(1, 2)}
            for state, side in zip(PAIR, "ab", strict=True)
        ]  # fmt: skip
        rows["dyad_indicators"].append(
            mine | {"name": "trade", "source": a, "target": b, "directed": True, "period": first,
                    "freq": "year", "value": chance.uniform(0, 500), "unit": "million USD"}
        )  # fmt: skip
    return {name: shaped(name, pl.DataFrame(found)) for name, found in rows.items()}


def shaped(name: str, frame: pl.DataFrame) -> pl.DataFrame:
    empty = table(name).empty()
    fitted = frame.cast({column: empty.schema[column] for column in frame.columns})  # type: ignore[arg-type]
    return pl.concat([empty, fitted], how="diagonal").select(table(name).names)


def reports(seed: int, last: date) -> str:
    """Return a file of events on every third day up to the last day."""
    chance = random.Random(seed)  # noqa: S311 - made-up rows
    lines = ["date,source,target,quad"]
    day = date(2009, 1, 1)
    while day <= date(2019, 12, 30):
        a, b = chance.sample(PAIR, 2)
        line = f"{day},{a},{b},{chance.choice(QUADS)}"
        lines += [line] if day <= last else []
        day += timedelta(days=3)
    return "\n".join(lines) + "\n"


def filled(store: Store, folder: Path, seed: int, last: date) -> Store:
    """Ingest into a store what became known up to a day."""
    for name, frame in records(seed).items():
        store.write({name: until(frame, table(name), last)}, dataset="mine", origin=name)
    file = folder / "mine-events.csv"
    file.write_text(reports(seed, last), encoding="utf-8")
    ingest_own(store, file, dataset="mine-events")
    return store


@settings(derandomize=True, deadline=None, max_examples=2, suppress_health_check=[HealthCheck.too_slow])
@given(day=DAYS, seed=st.integers(0, 1000))
def test_records_ingested_and_known_later_change_nothing(day: date, seed: int) -> None:
    briefs = []
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        every = filled(Store.open(home=Path(one) / "home"), Path(one), seed, date.max)
        known = filled(truncated(Path(other), day), Path(other), seed, day)
        for store in (every, known):
            for events in ("conduct", "mine-events"):
                brief = assess(*PAIR, as_of=day, events=events, retrospect=False, store=store)
                assert any(record.source == "mine" for record in brief.records.values())
                assert all(figure.known_on <= day or figure.source == "icd203" for figure in brief.figures.values())
                brief = replace(brief, sources=())  # which describe the files, longer in one store
                briefs.append([publish.terminal(brief), publish.render(brief, "json"), publish.render(brief, "md")])
    assert briefs[:2] == briefs[2:]
