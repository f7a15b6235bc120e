"""The European Union and NATO as parties: their sanctions, acts and treaties, and what is not theirs."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from detente import publish
from detente.answers.chronicle import chronicle
from detente.answers.disputes import disputes
from detente.answers.organisations import resolve_parties
from detente.answers.pacts import pacts
from detente.brief import assess
from detente.brief.changes import changes
from detente.catalog import table
from detente.errors import NoAnswer, UsageError
from detente.identity import group
from detente.ingestion.facts import add_facts
from detente.store import Store

DAY = date(2022, 3, 15)


def test_sanctions_of_the_union_are_its_acts_disputes_and_brief() -> None:
    rows = Store.open().read("sanctions", as_of=DAY)
    either = pl.col("sender").str.contains("group:eu") | pl.col("target").str.contains("group:eu")
    own = set(rows.filter(either, pl.col("sender").str.contains("RUS") | (pl.col("target") == "RUS"))["id"])
    assert len(own) == 10
    assert set(disputes("EU", "Russia", as_of=DAY).sanctions["id"]) == own
    assert set(chronicle("Russia", "European Union", as_of=DAY).acts["id"]) == own
    brief = assess("EU", "Russia", as_of=DAY)
    assert {f"sanction.{key}" for key in own} <= set(brief.records)
    assert (brief.pair, brief.judgements) == (("EUE", "RUS"), ())
    for form in ("html", "md", "json", "pdf"):
        assert publish.render(brief, form)  # type: ignore[arg-type]
    with pytest.raises(NoAnswer):
        assess("EU", "Russia", as_of=date(2013, 1, 1))


def test_what_became_known_of_an_organisation() -> None:
    found = changes("EU", "Russia", since="2021-12-31", until=DAY)
    assert len([change for change in found.comparison.records if change.reason == "new record"]) == 5


def test_a_treaty_of_all_members_is_the_organisations() -> None:
    (treaty,) = pacts("NATO", as_of=DAY).texts()
    assert treaty["kinds"] == ["defence", "consultation"]
    assert {partner["state"] for partner in treaty["partners"]} == set(group("nato", DAY))
    assert pacts("EU", "France", as_of=DAY).texts()[0]["kinds"] == ["defence"]
    for verb in (pacts, disputes, chronicle, assess):
        with pytest.raises(NoAnswer, match="an organisation has"):
            verb("NATO", "Russia", as_of=DAY)  # type: ignore[operator]


@pytest.mark.parametrize("names", [("EU", "NATO"), ("EU", "EU"), ("UN", "Russia"), ("EU", "Atlantis")])
def test_names_that_are_no_parties(names: tuple[str, str]) -> None:
    with pytest.raises(UsageError):
        resolve_parties(names, DAY)


def test_before_it_had_members() -> None:
    with pytest.raises(UsageError):
        resolve_parties(("NATO", "Russia"), date(1948, 1, 1))


def test_a_case_that_all_members_send_is_the_unions(tmp_path: Path) -> None:
    store, start = Store.open(home=tmp_path), date(2012, 1, 23)
    members = group("eu", start)
    rows = [
        {"dataset": "mine", "id": case, "kind": "sanction", "source": source, "target": "IRN", "directed": True,
         "start": start, "precision": "day", "known_on": start}
        for case, senders in (("all", members), ("some", members[:3]))
        for source in senders
    ]  # fmt: skip
    empty = table("ties").empty()
    ties = pl.concat([empty, pl.DataFrame(rows)], how="diagonal").select(empty.columns)
    store.write({"ties": ties}, dataset="mine", origin="a test")
    found = disputes("EU", "Iran", as_of=DAY, store=store).sanctions.filter(pl.col("dataset") == "mine")
    assert found.select("id", "source").rows() == [("all", "EUE")]


def test_an_act_of_the_user_of_an_organisation(tmp_path: Path) -> None:
    store = Store.open(home=tmp_path / "home")
    header = "id,date,precision,known_on,kind,tone,mode,actors,targets,text,document,document_kind\n"
    row = "council,2008-08-19,day,2008-08-19,statement,conflictual,words,group:nato,RUS,NATO suspends talks,Note,note\n"
    (tmp_path / "mine.csv").write_text(header + row, encoding="utf-8")
    assert add_facts(tmp_path / "mine.csv", store=store).batch.rows_ok == 1
    assert chronicle("NATO", "Russia", as_of=DAY, store=store).acts["id"].to_list() == ["council"]
    assert "chronicle.council" in assess("NATO", "Russia", as_of=DAY, store=store).records
