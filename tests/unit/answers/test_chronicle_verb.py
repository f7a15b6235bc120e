"""Dated acts of a pair: compiled by hand, coded by machine, and never one for the other."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

import detente
from detente.answers.chronicle import HAND, MACHINE, chronicle
from detente.answers.documents import document_of
from detente.brief import assess
from detente.errors import NoAnswer, UsageError
from detente.ingestion.texts import ingest_texts
from detente.store import Store

AS_OF = date(2015, 9, 1)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    texts = pl.DataFrame(
        [
            (date(2014, 3, 18), date(2014, 3, 19), "Japan suspends talks with Russia.", "A page", "7"),
            (date(2014, 5, 1), date(2015, 12, 1), "Japan condemns Russia.", "Another", None),
            (date(2014, 6, 1), date(2014, 6, 2), "Norway and Chile sign a treaty.", None, None),
        ],
        schema=["date", "known_on", "text", "page", "revision"],
        orient="row",
    )
    store = Store.open(home=tmp_path / "home")
    about = {"title": "Made-up items", "licence": "CC BY-SA 4.0"}
    ingest_texts(store, "told", texts, origin="items.csv", about=about, retrieved=date(2016, 1, 1))
    return store


def test_both_codings_are_told_apart(store: Store) -> None:
    found = chronicle("Japan", "Russia", since=2014, until=2014, as_of=AS_OF, store=store)
    machine = found.of(MACHINE)
    own = machine.filter(pl.col("dataset") == "told")
    assert machine["dataset"].unique().sort().to_list() == ["news", "told"]
    assert own.select("actors", "targets", "page", "revision", "rule", "dataset").rows() == [
        ("JPN", "RUS", "A page", "7", "active", "told")
    ]
    assert found.of(HAND).height > 3
    assert set(found.of(HAND)["dataset"]) == {"facts"}
    assert found.of(HAND).height + machine.height == found.frame().height == len(found.as_dict()["acts"])
    (record,) = (record for record in found.records(MACHINE) if record.source == "told")
    assert (record.coding, record.source, record.day) == (MACHINE, "told", date(2014, 3, 18))
    assert "A page, revision 7" in record.document


def test_choices(store: Store) -> None:
    def count(**options: str) -> int:
        return chronicle("Japan", "Russia", as_of=AS_OF, store=store, **options).frame().height

    assert count(coding="hand") + count(coding="machine") == count()
    assert count(coding="machine", dataset="told") == 1
    with pytest.raises(NoAnswer):
        count(coding="machine", dataset="other")
    with pytest.raises(UsageError):
        count(coding="both")
    chile = chronicle("Chile", store=store, as_of=AS_OF, coding="machine", dataset="told")
    assert chile.frame()["kind"].to_list() == ["agree", "agree"]
    later = chronicle("Japan", "Russia", coding="machine", dataset="told", store=store)
    assert later.frame()["kind"].to_list() == [later.frame()["kind"][0], "accuse"]
    with pytest.raises(NoAnswer):
        chronicle("Norway", "Chile", coding="machine", dataset="told", as_of="2014-06-01", store=store)


def test_hand_compiled_acts_are_those_of_the_brief(store: Store) -> None:
    brief = assess("Japan", "Russia", as_of=AS_OF, store=store)
    known = {
        record.id for record in chronicle("Japan", "Russia", coding="hand", as_of=AS_OF, store=store).records(HAND)
    }
    acts = [record for record in brief.records.values() if record.id.startswith("chronicle.")]
    assert acts
    assert {record.id for record in acts} <= known
    assert {record.coding for record in acts} == {HAND}


def test_a_brief_lists_machine_coded_acts_apart(store: Store) -> None:
    brief = assess("Japan", "Russia", as_of=AS_OF, store=store)
    coded = [record for record in brief.as_dict()["records"] if record.get("coding") == MACHINE]
    own = [record for record in coded if record["source"] == "told"]
    assert [record["day"] for record in own] == ["2014-03-18"]
    lists = [b for s in brief.as_dict()["sections"] for b in s["blocks"] if b["type"] == "acts"]
    (holding,) = [block["records"] for block in lists if own[0]["id"] in block["records"]]
    assert set(holding) == {record["id"] for record in coded}
    prose = [b for s in brief.as_dict()["sections"] for b in s["blocks"] if b["type"] == "paragraph"]
    assert not any(set(holding) & set(block["records"]) for block in prose)
    (source,) = [s for s in brief.sources if s.id == "told"]
    assert source.licence == "CC BY-SA 4.0"
    (source,) = [s for s in brief.sources if s.id == "news"]
    assert source.licence.startswith("CC BY-SA 4.0")


def test_the_document_of_a_chronicle(store: Store) -> None:
    found = chronicle("Japan", "Russia", as_of=AS_OF, store=store)
    document = document_of(found, store=store)
    assert [section.key for section in document.sections] == ["summary", HAND, MACHINE]
    assert {source.id for source in document.sources} == {"facts", "told", "news"}
    assert document.figures[f"acts.{MACHINE}"].value == found.of(MACHINE).height
    assert b"Made-up items" in detente.render(document, "md")
