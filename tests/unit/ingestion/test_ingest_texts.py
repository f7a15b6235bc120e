"""Texts in the store: acts as events, the coded acts beside them, versions of pages, damage and removal."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest

from detente.errors import StoreError, UsageError
from detente.event_cube.counts import counts
from detente.ingestion.maintenance import compact, remove, verify
from detente.ingestion.texts import ingest_texts
from detente.store import Store

D1, D2 = date(2015, 3, 14), date(2015, 3, 15)
FIRST, LATER = date(2016, 1, 1), date(2016, 5, 1)


def page(day: date, *texts: str | None, revision: int = 1) -> pl.DataFrame:
    rows = [(day, day + timedelta(days=1), text, str(day), str(revision), n) for n, text in enumerate(texts, 1)]
    schema = ["date", "known_on", "text", "page", "revision", "line"]
    return pl.DataFrame(rows, schema=schema, orient="row")


PAGES = pl.concat([page(D1, "Norway condemns Chile.", "Rain falls.", None), page(D2, "Rain falls again.")])


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.open(home=tmp_path / "home")


def acts(store: Store, as_of: date | None = None) -> list[tuple[str, str, str]]:
    rows = store.read("events", as_of=as_of, dataset="told")
    coded = store.read("coded_acts", as_of=as_of, dataset="told")
    assert rows.select("id", "date", "known_on", "plover").equals(coded.select("id", "date", "known_on", "plover"))
    return rows.select("source", "target", "plover").rows()


def test_pages_become_texts_acts_and_events(store: Store) -> None:
    done = ingest_texts(store, "told", PAGES, origin="pages", by_page=True, retrieved=FIRST)
    assert (done.inputs, done.texts_in, done.texts_kept, done.texts_rejected, done.acts) == (2, 4, 3, 1, 1)
    assert acts(store) == [("NOR", "CHL", "ACCUSE")]
    (act,) = store.read("coded_acts", dataset="told").to_dicts()
    assert (act["page"], act["revision"], act["rule"], act["matched"]) == (str(D1), "1", "active", "condemns")
    assert (act["date"], act["known_on"], act["weight"]) == (D1, D2, 1.0)
    assert store.read("texts", id=act["text_id"])["text"].to_list() == ["Norway condemns Chile."]
    assert store.rejects()["line"].to_list() == [3]
    assert verify(store).faults == ()
    contents = store.contents().filter(dataset="told")
    assert dict(contents.select("table", "rows").iter_rows()) == {"events": 1, "texts": 3, "coded_acts": 1}


def test_a_day_with_a_text_is_covered_without_an_act(store: Store) -> None:
    ingest_texts(store, "told", PAGES, origin="pages", by_page=True, retrieved=FIRST)
    (spell,) = store.days_covered(None, "told")
    assert (spell.first, spell.last) == (D1, D2)


def test_the_same_pages_change_nothing(store: Store) -> None:
    ingest_texts(store, "told", PAGES, origin="pages", by_page=True, retrieved=FIRST)
    before = set((store.lake.home / "lake").rglob("*.parquet"))
    again = ingest_texts(store, "told", PAGES, origin="pages", by_page=True, retrieved=LATER)
    assert (again.inputs, again.already, again.texts_in) == (0, 2, 0)
    assert set((store.lake.home / "lake").rglob("*.parquet")) == before


def test_an_edited_page_is_a_version_known_from_its_day(store: Store) -> None:
    ingest_texts(store, "told", PAGES, origin="pages", by_page=True, retrieved=FIRST)
    edited = page(D1, "Norway praises Chile.", revision=2)
    done = ingest_texts(store, "told", edited, origin="pages", by_page=True, retrieved=LATER)
    assert (done.inputs, done.new_versions) == (1, 1)
    before = LATER - timedelta(days=1)
    assert acts(store, before) == [("NOR", "CHL", "ACCUSE")]
    assert acts(store, LATER) == [("NOR", "CHL", "SUPPORT")]
    assert store.read("texts", as_of=before, dataset="told").height == 3
    assert store.read("texts", as_of=LATER, page=str(D1))["revision"].to_list() == ["2"]
    assert store.read("texts", as_of=LATER, page=str(D2)).height == 1
    (spell,) = store.days_covered(LATER, "told")
    assert (spell.first, spell.last) == (D1, D2)
    back = ingest_texts(store, "told", PAGES, origin="pages", by_page=True, retrieved=LATER + timedelta(days=9))
    assert (back.inputs, back.already) == (1, 1)
    assert acts(store, before) == acts(store) == [("NOR", "CHL", "ACCUSE")]
    assert acts(store, LATER) == [("NOR", "CHL", "SUPPORT")]
    assert verify(store).faults == ()


def test_acts_are_counted_in_the_cube(store: Store) -> None:
    two = pl.concat([page(D1, "Norway condemns Chile.", "Norwegian officials condemn Chile."), page(D2, "No act.")])
    ingest_texts(store, "told", two, origin="pages", by_page=True, retrieved=FIRST)
    from detente.ingestion.cube import refresh_cubes  # noqa: PLC0415

    (change,) = refresh_cubes(store, ["told"])
    assert change.records == 1
    found = counts(store.lake, "told", freq="year")
    assert found["reports"].sum() == 1
    assert compact(store).files_after >= 1
    assert acts(store) == [("NOR", "CHL", "ACCUSE")]


def test_a_new_version_without_a_text_is_refused(store: Store) -> None:
    ingest_texts(store, "told", PAGES, origin="pages", by_page=True, retrieved=FIRST)
    done = ingest_texts(store, "told", page(D1, None), origin="pages", by_page=True, retrieved=LATER)
    assert [name for name, _ in done.failures] == [str(D1)]
    assert acts(store) == [("NOR", "CHL", "ACCUSE")]


def test_lost_rows_are_written_again(store: Store) -> None:
    ingest_texts(store, "told", PAGES, origin="pages", by_page=True, retrieved=FIRST)
    whole = {name: store.read(name, dataset="told") for name in ("events", "texts", "coded_acts")}
    for path in (store.lake.home / "lake").rglob("*.parquet"):
        if "coded_acts" in str(path):
            path.write_bytes(b"PAR1")
    with pytest.raises(StoreError):
        store.read("coded_acts")
    ingest_texts(store, "told", PAGES, origin="pages", by_page=True, retrieved=LATER)
    assert all(store.read(name, dataset="told").equals(frame) for name, frame in whole.items())
    assert verify(store).faults == ()


def test_a_file_of_texts_is_one_input(store: Store) -> None:
    texts = pl.concat([page(D1, "Norway condemns Chile."), page(D2, "Norway condemns Chile.")]).drop("page")
    with pytest.raises(UsageError):
        ingest_texts(store, "told", texts, origin="/data/mine.csv")
    texts = texts.drop("line")
    about = {"title": "My texts", "licence": "CC BY-SA 4.0"}
    done = ingest_texts(store, "told", texts, origin="/data/mine.csv", about=about, retrieved=FIRST)
    assert (done.inputs, done.acts) == (1, 2)
    (source,) = store.sources("coded_acts", "told")
    assert (source.title, source.licence) == ("My texts", "CC BY-SA 4.0")
    batches = store.batches().filter(dataset="told")
    assert sorted(batches["table"]) == ["events", "texts"]
    assert {batch.batch for batch in remove(store, batches["batch"][0])} == set(batches["batch"])
    assert (
        store.read("events").height
        == store.read("texts").height
        == store.read("coded_acts", dataset="told").height
        == 0
    )
    assert verify(store).faults == ()


def test_a_killed_ingest_leaves_nothing_visible(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("detente.lake.manifest.Manifest.publish", killed)
        with pytest.raises(KeyboardInterrupt):
            ingest_texts(store, "told", PAGES, origin="pages", by_page=True, retrieved=FIRST)
    assert store.read("texts").height == 0
    assert ingest_texts(store, "told", PAGES, origin="pages", by_page=True, retrieved=FIRST).inputs == 2


def test_files_of_texts_are_merged(store: Store) -> None:
    for day in (D1, D2, D2 + timedelta(days=1)):
        one = page(day, "Norway condemns Chile.")
        ingest_texts(store, "told", one, origin="pages", by_page=True, retrieved=FIRST)
    ingest_texts(store, "told", page(D1, "Rain."), origin="pages", by_page=True, retrieved=LATER)
    tables = ("events", "texts", "coded_acts")
    days = (FIRST, LATER)
    before = [store.read(name, as_of=day, dataset="told") for name in tables for day in days]
    done = compact(store, "told")
    assert done.files_before > done.files_after == 3
    assert [len(store.lake.records.files('"table" = ?', (name,))) for name in tables] == [1, 1, 1]
    after = [store.read(name, as_of=day, dataset="told") for name in tables for day in days]
    assert all(one.equals(other) for one, other in zip(before, after, strict=True))
    assert verify(store).faults == ()
    assert compact(store).files_after == 0
