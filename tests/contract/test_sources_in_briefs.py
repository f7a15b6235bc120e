"""What a source's file says of two states reaches the brief on them, under the source's name and not before its day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest
from source_samples import SAMPLES

from detente.answers.dataset_records import OF_ONE_STATE
from detente.brief import Assessment, assess
from detente.catalog import table
from detente.dates import today
from detente.errors import NoAnswer, NotAStateThen
from detente.ingestion.facts import add_facts
from detente.ingestion.source_file import ingest_source
from detente.publish import terminal
from detente.sources import SOURCES
from detente.store import Store
from truncated_store import truncated

SIDES = {  # columns with the two states of a row
    "ties": ("source", "target"),
    "mids": ("source", "target"),
    "incidents": ("source", "target"),
    "dyad_indicators": ("source", "target"),
    "wars": ("state", "opponent"),
    "crises": ("state", "trigger"),
}
TOGETHER = {  # columns that are equal in rows of two states that are part of one thing
    "mid_participants": ("dispute",),
    "armed_conflicts": ("conflict", "period"),
    "peace_agreements": ("id",),
    "vetoes": ("date", "draft", "vote"),
}
# Figures of single states, except for OF_ONE_STATE; counts are of events; votes of a sample are too few
STATES_ONLY = {"indicators", "counts", "votes"}
ALONE = {"cow_intra_wars", "cow_mid_participants"}  # of which a sample has no two states in one thing
KEYS = sorted(
    key
    for key in SAMPLES
    if SOURCES[key.partition("/")[0]].table not in STATES_ONLY or key.partition("/")[0] in OF_ONE_STATE
)


@dataclass(frozen=True)
class Known:
    """A pair that a source's sample has a record of, and the first day on which any of its records was known."""

    pair: tuple[str, str]
    first: date


def pairs(name: str, frame: pl.DataFrame) -> Iterator[Known]:
    table = SOURCES[name].table
    if table in SIDES:
        one, other = SIDES[table]
        rows = frame.drop_nulls([one, other]).select(one, other, "known_on")
    elif table in TOGETHER:
        by = ["dataset", *TOGETHER[table]]
        rows = frame.join(frame, on=by, suffix="_other").filter(pl.col("state") < pl.col("state_other"))
        rows = rows.select("state", "state_other", pl.max_horizontal("known_on", "known_on_other").alias("known_on"))
    else:
        rows = frame.select("state", other=pl.lit(OF_ONE_STATE[name]), known_on="known_on")
    found: dict[tuple[str, str], date] = {}
    for a, b, known_on in rows.filter(pl.nth(0) != pl.nth(1)).iter_rows():
        pair = (min(a, b), max(a, b))
        found[pair] = min(found.get(pair, known_on), known_on)
    yield from (Known(pair, first) for pair, first in found.items() if {"EUE"}.isdisjoint(pair))


def names(brief: Assessment) -> set[str | None]:
    return {record.source for record in brief.records.values()} | {one.source for one in brief.figures.values()}


@pytest.fixture(scope="module")
def nothing(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Return a store without a pack's rows and without facts."""
    return truncated(tmp_path_factory.mktemp("nothing"), date(1700, 1, 1))


@pytest.mark.parametrize("key", KEYS)
def test_what_a_source_records_reaches_the_brief(key: str, nothing: Store, tmp_path: Path) -> None:
    name = key.partition("/")[0]
    file = SAMPLES[key].write(tmp_path)
    store = Store.open(home=tmp_path / "home", starter=nothing.pack.folder)
    ingest_source(store, name, file)
    frame = SOURCES[name].read(file).frame
    answered = 0
    for known in pairs(name, frame):
        later = min(date(known.first.year + 3, 12, 31), today())
        if known.first.year < 1816:
            continue  # before the state system, of which a brief may be asked
        try:
            brief = assess(*known.pair, scheme="code", as_of=later, retrospect=False, store=store)
        except NotAStateThen:
            continue  # Soviet republics voted
        answered += 1
        assert name in names(brief), known
        assert name in {source.id for source in brief.sources}
        assert all(record.known_on <= later for record in brief.records.values() if record.source == name)
        assert terminal(brief)
        before = known.first - timedelta(days=1)
        with pytest.raises((NoAnswer, NotAStateThen)):
            assess(*known.pair, scheme="code", as_of=before, retrospect=False, store=store)
        if answered == 2:
            break
    assert answered or name in ALONE


PAIR = ("ATG", "BLZ")


def votes() -> pl.DataFrame:
    """Return six divided roll calls of 2012, in two of which the two states differ."""
    rows = [
        {"rcid": rcid, "date": date(2012, 11, rcid), "state": state, "vote": vote}
        for rcid in range(1, 7)
        for state, vote in zip((*PAIR, "JPN"), (1, -1 if rcid < 3 else 1, -1), strict=True)
    ]
    constants = {"dataset": "mine", "session": 67, "precision": "day", "resolution": None, "kind": "whole"}
    frame = pl.DataFrame(rows).with_columns(pl.lit(v).alias(k) for k, v in constants.items())
    return shaped("votes", frame.with_columns(known_on=pl.col("date")))


def shaped(name: str, frame: pl.DataFrame) -> pl.DataFrame:
    empty = table(name).empty()
    rows = pl.concat([empty, frame.cast({c: empty.schema[c] for c in frame.columns})], how="diagonal")  # type: ignore[arg-type]
    return rows.select(table(name).names)


def participants() -> pl.DataFrame:
    rows = [{"state": state, "side_a": state == PAIR[0], "hostility": 3, "start": date(2012, 11, 1)} for state in PAIR]
    constants = {"dataset": "mine", "dispute": 7, "precision": "day"}
    frame = pl.DataFrame(rows).with_columns(pl.lit(v).alias(k) for k, v in constants.items())
    return shaped("mid_participants", frame.with_columns(known_on=pl.col("start")))


def internal_wars() -> pl.DataFrame:
    row = {"dataset": "mine", "war": 3, "type": "intrastate", "state": PAIR[0], "opponent": PAIR[1], "onset": True}
    frame = pl.DataFrame([row | {"period": date(2012, 1, 1), "known_on": date(2012, 12, 31)}])
    return shaped("wars", frame)


@pytest.mark.parametrize("name", ["votes", "mid_participants", "wars"])
def test_rows_of_any_dataset_reach_the_brief(name: str, nothing: Store, tmp_path: Path) -> None:
    frame = {"votes": votes, "mid_participants": participants, "wars": internal_wars}[name]()
    store = Store.open(home=tmp_path / "home", starter=nothing.pack.folder)
    batch = store.write({name: frame}, dataset="mine", origin="a test")
    brief = assess(*PAIR, as_of=date(2013, 6, 1), retrospect=False, store=store)
    assert {"mine", batch.batch} & names(brief)
    assert {"mine", batch.batch} & {source.id for source in brief.sources}
    with pytest.raises(NoAnswer):
        assess(*PAIR, as_of=date(2012, 10, 31), retrospect=False, store=store)


OWN_FACTS = {
    "disputes": (
        "id,name,claimants,holder,since,since_precision,issue,claims,document,document_kind,known_on",
        "essequibo,Essequibo,GUY;VEN,GUY,1968-07-07,day,A border,GUY: ours | VEN: ours,Letter,letter,1968-07-07",
    ),
    "ruptures": (
        "id,a,b,level,start,precision,known_on,text,document,document_kind",
        "guy-ven,GUY,VEN,recalled,1968-07-07,day,1968-07-07,Guyana recalls its ambassador,Letter,letter",
    ),
    "sanctions": (
        "id,sender,target,start,precision,known_on,measures,text,document,document_kind",
        "ven-guy,VEN,GUY,1968-07-07,day,1968-07-07,trade,Venezuela bars imports,Gazette,gazette",
    ),
    "chronicle": (
        "id,date,precision,known_on,kind,tone,mode,actors,targets,text,document,document_kind",
        "letter,1968-07-07,day,1968-07-07,statement,conflictual,words,VEN,GUY,Venezuela claims the land,Letter,letter",
    ),
}


@pytest.mark.parametrize("name", sorted(OWN_FACTS))
def test_one_fact_of_the_user_is_enough_for_a_brief(name: str, nothing: Store, tmp_path: Path) -> None:
    store = Store.open(home=tmp_path / "home", starter=nothing.pack.folder)
    header, row = OWN_FACTS[name]
    (tmp_path / "mine.csv").write_text(f"{header}\n{row}\n", encoding="utf-8")
    added = add_facts(tmp_path / "mine.csv", store=store)
    assert added.batch.rows_ok == 1
    brief = assess("Venezuela", "Guyana", as_of=date(1975, 1, 1), retrospect=False, store=store)
    assert any(row.partition(",")[0] in key for key in brief.records)
    assert added.batch.batch in {source.id for source in brief.sources}
    with pytest.raises((NoAnswer, NotAStateThen)):
        assess("Venezuela", "Guyana", as_of=date(1968, 7, 6), retrospect=False, store=store)
    with pytest.raises(NoAnswer):
        assess("Venezuela", "Colombia", as_of=date(1975, 1, 1), retrospect=False, store=store)
