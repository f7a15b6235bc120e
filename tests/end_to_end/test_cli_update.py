"""``detente update`` and ``detente watch`` against a wiki and a Dataverse on the loopback."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from cli_sample import Answer, Detente
from detente.remote import DownloadLog
from detente.remote.mediawiki import CONTACT
from detente.sources.providers.current_events import page_title
from detente.store import Store
from providers import Provider, hold_dataset
from wiki_site import Revision, Wiki, hold_days, page_of, texts_requested

DAYS = 12
FIRST = date(2026, 11, 1)
YESTERDAY = FIRST + timedelta(days=DAYS - 1)
DOI = "doi:10.7910/DVN/LEJUQZ"
HEADER = "rcid,session,date,unres,ccode,vote\n"
VOTES = HEADER + "5309,68,2014-03-27,R/68/262,740,1\n5309,68,2014-03-27,R/68/262,365,3\n"
NEWER = VOTES + "9000,69,2014-10-28,R/69/5,740,1\n9000,69,2014-10-28,R/69/5,365,1\n"
FROM = ("--since", str(FIRST))


@pytest.fixture(autouse=True)
def setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("detente.ingestion.pull.FIRST_WAIT", 0.01)
    monkeypatch.setattr("detente.ingestion.pull_news._yesterday", lambda: YESTERDAY)
    monkeypatch.setattr("detente.updates.run.today", lambda: YESTERDAY + timedelta(days=1))
    monkeypatch.delenv(CONTACT, raising=False)


@pytest.fixture
def wiki() -> Iterator[Wiki]:
    with Wiki().serving() as serving:
        assert isinstance(serving, Wiki)
        hold_days(serving, FIRST, DAYS)
        yield serving


@pytest.fixture
def dataverse() -> Iterator[Provider]:
    with Provider().serving() as serving:
        hold_dataset(serving, DOI, {"UNVotes2021.csv": VOTES.encode()})
        yield serving


def update(detente: Detente, wiki: Provider, *more: object) -> Answer:
    return detente("update", "--mirror", f"news={wiki.url}", *FROM, "--json", *more)


def steps(answer: Answer) -> dict[str, tuple[str, int]]:
    return {step["source"]: (step["state"], step["files"]) for step in answer.data["steps"]}


def test_news_arrive_and_five_lines_say_what_changed(detente: Detente, wiki: Wiki) -> None:
    first = update(detente, wiki, "--pair", "Japan", "Russia", "--pair", "Mali", "Peru")
    assert (first.code, steps(first), first.data["offline"]) == (0, {"news": ("fetched", DAYS)}, False)
    japan, mali = first.data["pairs"]
    assert japan["pair"] == ["JPN", "RUS"]
    assert {act["coding"] for act in japan["new_acts"]} == {"machine-coded"}
    assert (len(japan["new_acts"]), japan["acts_known_to"]) == (9, "2026-11-11")
    assert (mali["pair"], mali["new_acts"], mali["acts_known_to"]) == (["MLI", "PER"], [], None)
    assert [len(pair["lines"]) for pair in (japan, mali)] == [5, 5]
    assert "9 new acts" in japan["lines"][0]


def test_a_second_update_fetches_nothing_and_reports_no_change(detente: Detente, wiki: Wiki) -> None:
    update(detente, wiki)
    wiki.seen.clear()
    second = update(detente, wiki, "--pair", "JPN", "RUS")
    assert (second.code, steps(second), texts_requested(wiki.seen)) == (0, {"news": ("current", 0)}, [])
    (pair,) = second.data["pairs"]
    assert (pair["new_acts"], pair["acts_known_to"]) == ([], "2026-11-11")
    assert all(one["before"] == one["after"] for one in pair["conduct"])


def test_an_edited_page_is_fetched_again(detente: Detente, wiki: Wiki) -> None:
    update(detente, wiki)
    day = YESTERDAY - timedelta(days=1)
    edited = page_of(day, ["[[Japan]] sanctions [[Russia]]. [http://x.example (X)]"])
    wiki.pages[page_title(day)] = Revision(90_000, f"{YESTERDAY}T10:00:00Z", edited)
    answer = update(detente, wiki, "--pair", "JPN", "RUS")
    assert steps(answer) == {"news": ("fetched", 1)}
    assert [act["kind"] for act in answer.data["pairs"][0]["new_acts"]] == ["sanction"]


def test_offline_nothing_changes(detente: Detente, tmp_path: Path) -> None:
    nowhere = Wiki()
    with nowhere.serving():
        pass
    answer = update(detente, nowhere, "--pair", "JPN", "RUS")
    assert (answer.code, answer.data["offline"]) == (3, True)
    assert steps(answer) == {"news": ("failed", 0)}
    assert answer.data["pairs"][0]["new_acts"] == []
    assert Store.open(home=tmp_path / "home").datasets() == Store.open(home=tmp_path / "none").datasets()
    text = detente("update", "--mirror", f"news={nowhere.url}", *FROM)
    assert (text.code, text.out.startswith("Offline: ")) == (3, True)


def test_sources_in_the_store_are_checked_once_a_week(
    detente: Detente, wiki: Wiki, dataverse: Provider, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert detente("pull", "unga_votes", "--mirror", dataverse.url).code == 0
    more = ("--mirror", f"unga_votes={dataverse.url}", "--pair", "JPN", "RUS")
    dataverse.seen.clear()
    assert steps(update(detente, wiki, *more))["unga_votes"] == ("current", 0)
    assert dataverse.seen == []
    hold_dataset(dataverse, DOI, {"UNVotes2021.csv": VOTES.encode(), "UNVotes2022.csv": NEWER.encode()})
    monkeypatch.setattr("detente.updates.run.RECHECKED", timedelta(0))
    assert steps(update(detente, wiki, *more))["unga_votes"] == ("fetched", 1)
    assert 9000 in Store.open(home=tmp_path / "home").read("votes", dataset="unga_votes")["rcid"].to_list()
    checked = DownloadLog(tmp_path / "home").last_checked("unga_votes")
    again = update(detente, wiki, *more)
    assert steps(again)["unga_votes"] == ("current", 0)
    later = DownloadLog(tmp_path / "home").last_checked("unga_votes")
    assert checked is not None
    assert later is not None
    assert later >= checked


def test_events_are_fetched_only_with_consent(detente: Detente, wiki: Wiki, tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "20261105000000.export.CSV.zip").write_bytes(b"not a zip")
    more = ("--deep", "gdelt", "--mirror", f"gdelt={folder}")
    declined = update(detente, wiki, *more)
    assert (declined.code, steps(declined)["gdelt"]) == (0, ("declined", 0))
    assert "1 file" in declined.err
    accepted = update(detente, wiki, *more, "--yes")
    assert (accepted.code, steps(accepted)["gdelt"][0]) == (3, "failed")


def test_the_watch_list(detente: Detente, wiki: Wiki, tmp_path: Path) -> None:
    assert detente("watch", "--json").data["pairs"] == []
    assert detente("watch", "add", "Russia", "Japan", "--json").data["added"] == [["JPN", "RUS"]]
    assert detente("watch", "add", "JPN", "RUS", "--json").data["added"] == []
    detente("watch", "add", "India", "Pakistan")
    answer = update(detente, wiki)
    assert [pair["pair"] for pair in answer.data["pairs"]] == [["JPN", "RUS"], ["IND", "PAK"]]
    assert detente("watch", "remove", "Japan", "Russia", "--json").data["pairs"] == [["IND", "PAK"]]
    assert detente("watch", "remove", "Japan", "Russia").code == 2
    assert detente("watch", "add", "Japan", "Japan").code == 2
    for line in ("JPN", "ZZZ,RUS", "JPN,JPN"):
        (tmp_path / "home" / "watch.csv").write_text(f"a,b\nIND,PAK\n{line}\n", encoding="utf-8")
        broken = detente("watch")
        assert (broken.code, "line 3" in broken.err) == (3, True)


@pytest.mark.parametrize(
    "more",
    [("--pair", "Japan", "Atlantis"), ("--among", "nobody"), ("--mirror", "news"), ("--since", "2026-02-30")],
)
def test_invalid_options(detente: Detente, wiki: Wiki, more: tuple[str, ...]) -> None:
    assert update(detente, wiki, *more).code == 2
    assert wiki.seen == []
