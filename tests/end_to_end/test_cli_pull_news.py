"""``detente pull news`` against a wiki on the loopback: what arrives, what is known when, and what goes wrong."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cli_sample import Answer, Detente
from detente.event_cube.counts import counts
from detente.lake.lake import Lake
from detente.remote.mediawiki import CONTACT
from detente.sources.providers.current_events import page_title
from detente.store import Store
from providers import Fault
from pull_sample import recorded
from wiki_site import API, Revision, Wiki, hold_days, page_of, texts_requested

if TYPE_CHECKING:
    import polars as pl

FIRST, DAYS = date(2026, 1, 1), 60
GONE, EDITED = date(2026, 2, 3), date(2026, 2, 10)
EDIT_DAY = date(2026, 3, 20)
EDIT = Revision(
    90_000, f"{EDIT_DAY}T10:00:00Z", page_of(EDITED, ["[[Japan]] sanctions [[Russia]]. [http://x.example (X)]"])
)


@pytest.fixture
def wiki(monkeypatch: pytest.MonkeyPatch) -> Iterator[Wiki]:
    monkeypatch.setattr("detente.ingestion.pull.FIRST_WAIT", 0.01)
    monkeypatch.delenv(CONTACT, raising=False)
    with Wiki().serving() as serving:
        assert isinstance(serving, Wiki)
        hold_days(serving, FIRST, DAYS, without=[GONE])
        yield serving


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def pull(detente: Detente, wiki: Wiki, *more: object) -> Answer:
    wiki.seen.clear()
    until = FIRST + timedelta(days=DAYS - 1)
    return detente("pull", "news", "--mirror", wiki.url, "--since", FIRST, "--until", until, "--json", *more)


def known(home: Path, table: str, as_of: date, day: date = EDITED) -> pl.DataFrame:
    return Store.open(home=home).read(table, dataset="news", as_of=as_of).filter(date=day)


def states_of(home: Path, as_of: date, day: date = EDITED) -> set[tuple[str, str, str]]:
    return set(known(home, "events", as_of, day).select("source", "target", "plover").rows())


def test_every_page_arrives_once_and_a_second_run_requests_nothing(detente: Detente, wiki: Wiki, home: Path) -> None:
    first = pull(detente, wiki)
    assert first.code == 0
    assert (first.data["fetched"]["files"], first.data["missing"]) == (59, ["news/2026/2026-02-03"])
    assert first.data["ingested"] == {"files": 59, "rows_ok": 118, "rows_rejected": 0}
    assert sorted(texts_requested(wiki.seen)) == sorted(page_title(FIRST + timedelta(days=n)) for n in range(DAYS))
    assert len(wiki.seen) == 2
    assert recorded(home)["news/2026/2026-02-03"][0] == "missing"
    texts = Store.open(home=home).read("texts", dataset="news")
    assert (texts.height, texts["page"].n_unique(), texts["revision"].n_unique()) == (118, 59, 59)
    assert (texts["known_on"] - texts["date"]).unique().to_list() == [timedelta(days=1)]
    assert set(texts["topic"]) == {"International relations > Example topic"}
    second = pull(detente, wiki)
    assert (second.code, second.data["fetched"]["files"], wiki.seen) == (0, 0, [])
    assert Store.open(home=home).read("texts", dataset="news").equals(texts)


def test_a_day_without_a_page_is_not_covered(detente: Detente, wiki: Wiki, home: Path) -> None:
    pull(detente, wiki)
    covered = Store.open(home=home).days_covered(dataset="news")
    assert [(one.first, one.last) for one in covered] == [
        (FIRST, GONE - timedelta(days=1)), (GONE + timedelta(days=1), FIRST + timedelta(days=DAYS - 1)),
    ]  # fmt: skip


def test_a_page_edited_later_answers_both_days(detente: Detente, wiki: Wiki, home: Path) -> None:
    pull(detente, wiki)
    before = states_of(home, date(2026, 3, 1))
    wiki.pages[page_title(EDITED)] = EDIT
    assert pull(detente, wiki).data["fetched"]["files"] == 0  # settled: not asked for
    answer = pull(detente, wiki, "--again")
    assert answer.data["fetched"]["files"] == 1
    assert texts_requested(wiki.seen) == [page_title(GONE), page_title(EDITED)]
    assert len(before) == 3
    assert states_of(home, EDIT_DAY - timedelta(days=1)) == before
    assert states_of(home, EDIT_DAY) == states_of(home, date(2026, 6, 1)) == {("JPN", "RUS", "SANCTION")}
    assert known(home, "events", EDITED).is_empty()
    assert known(home, "texts", EDIT_DAY)["known_on"].unique().to_list() == [EDIT_DAY]
    again = pull(detente, wiki, "--again")
    assert again.data["fetched"]["files"] == 0
    assert texts_requested(wiki.seen) == [page_title(GONE)]


def test_the_cube_counts_what_was_known(detente: Detente, wiki: Wiki, home: Path) -> None:
    pull(detente, wiki)
    wiki.pages[page_title(EDITED)] = EDIT
    pull(detente, wiki, "--again")
    days = (date(2026, 2, 12), EDIT_DAY - timedelta(days=1), EDIT_DAY, date(2026, 6, 1))
    by_cube = [counts(Lake(home), "news", "month", "plover", as_of=day) for day in days]
    assert detente("cube", "--rebuild").code == 0
    rebuilt = [counts(Lake(home), "news", "month", "plover", as_of=day) for day in days]
    events = [Store.open(home=home).read("events", dataset="news", as_of=day).height for day in days]
    assert [frame["events"].sum() for frame in by_cube] == events
    assert all(one.equals(other) for one, other in zip(by_cube, rebuilt, strict=True))


def test_a_revision_with_the_same_texts_changes_nothing(detente: Detente, wiki: Wiki, home: Path) -> None:
    pull(detente, wiki)
    before = Store.open(home=home).read("texts", dataset="news")
    old = wiki.pages[page_title(EDITED)]
    wiki.pages[page_title(EDITED)] = Revision(90_001, EDIT.timestamp, old.content.replace("[[Peru]]", "{{flag|Peru}}"))
    answer = pull(detente, wiki, "--again")
    assert (answer.data["fetched"]["files"], answer.data["ingested"]["rows_ok"]) == (1, 0)
    assert Store.open(home=home).read("texts", dataset="news").equals(before)


def test_a_page_first_fetched_after_an_edit_is_known_from_the_edit_on(detente: Detente, wiki: Wiki, home: Path) -> None:
    wiki.pages[page_title(EDITED)] = EDIT
    pull(detente, wiki)
    assert known(home, "texts", EDIT_DAY - timedelta(days=1)).is_empty()
    assert known(home, "texts", EDIT_DAY).height == 1


def test_a_page_is_fetched_as_it_was_the_day_after_if_that_is_wanted(detente: Detente, wiki: Wiki, home: Path) -> None:
    title = page_title(EDITED)
    late = Revision(20_000, f"{EDITED + timedelta(days=2)}T00:00:00Z", page_of(EDITED, ["Too late."]))
    wiki.earlier[title], wiki.pages[title] = [wiki.pages[title], late], EDIT
    other = page_title(FIRST)  # created years later: it had no revision then
    wiki.pages[other] = Revision(90_002, f"{EDIT_DAY}T10:00:00Z", wiki.pages[other].content)
    answer = pull(detente, wiki, "--day-after")
    assert (answer.code, answer.data["fetched"]["files"], len(wiki.seen)) == (0, 60, 4)
    assert len(states_of(home, date(2026, 3, 1))) == 3
    assert known(home, "texts", EDITED + timedelta(days=1)).height == 2
    assert states_of(home, EDIT_DAY) == {("JPN", "RUS", "SANCTION")}
    assert known(home, "texts", date(2026, 3, 1), FIRST).is_empty()
    assert pull(detente, wiki, "--day-after").data["fetched"]["files"] == 0
    assert wiki.seen == []


def test_the_day_after_is_fetched_of_pages_that_wait(detente: Detente, wiki: Wiki, home: Path) -> None:
    title = page_title(EDITED)
    wiki.earlier[title], wiki.pages[title] = [wiki.pages[title]], EDIT
    pull(detente, wiki, "--no-ingest")
    answer = pull(detente, wiki, "--day-after")
    assert (answer.data["fetched"]["files"], answer.data["ingested"]["files"]) == (1, 60)
    assert len(states_of(home, date(2026, 3, 1))) == 3
    assert states_of(home, EDIT_DAY) == {("JPN", "RUS", "SANCTION")}


def test_two_revisions_that_wait_are_ingested_in_their_order(detente: Detente, wiki: Wiki, home: Path) -> None:
    pull(detente, wiki, "--no-ingest")
    wiki.pages[page_title(EDITED)] = EDIT
    answer = pull(detente, wiki, "--no-ingest", "--again")
    assert answer.data["ingested"]["files"] == 0
    answer = pull(detente, wiki)
    assert (wiki.seen, answer.data["ingested"]["files"]) == ([], 60)
    assert len(states_of(home, date(2026, 3, 1))) == 3
    assert states_of(home, EDIT_DAY) == {("JPN", "RUS", "SANCTION")}


def test_recent_pages_are_checked_for_edits_without_their_text(detente: Detente, wiki: Wiki) -> None:
    last = datetime.now(UTC).date() - timedelta(days=2)
    held = hold_days(wiki, last - timedelta(days=49), 50)
    argv = ("pull", "news", "--mirror", wiki.url, "--since", held[0], "--until", held[-1], "--json")
    assert detente(*argv).data["fetched"]["files"] == 50
    wiki.seen.clear()
    assert detente(*argv).data["fetched"]["files"] == 0
    assert (len(wiki.seen), texts_requested(wiki.seen)) == (1, [])
    wiki.pages[page_title(held[-1])] = Revision(99_999, f"{last + timedelta(days=1)}T10:00:00Z", page_of(last, ["A."]))
    wiki.pages[page_title(held[0])] = Revision(99_998, f"{last}T10:00:00Z", page_of(held[0], ["A."]))
    assert detente(*argv).data["fetched"]["files"] == 1
    assert texts_requested(wiki.seen) == [page_title(held[-1])]


def test_today_is_not_over_and_the_future_has_no_page(detente: Detente, wiki: Wiki) -> None:
    today = datetime.now(UTC).date() + timedelta(days=1)
    answer = detente("pull", "news", "--mirror", wiki.url, "--since", today)
    assert (answer.code, wiki.seen) == (1, [])
    assert detente("pull", "news", "--mirror", wiki.url, "--until", "2001-12-31").code == 1


def test_a_redirect_to_a_month_is_no_page_of_the_day(detente: Detente, wiki: Wiki, home: Path) -> None:
    month = "Portal:Current events/February 2026"
    wiki.redirects[page_title(EDITED)] = month
    wiki.pages[month] = Revision(5, "2026-03-01T10:00:00Z", page_of(EDITED, ["[[Japan]] attacks [[Chad]]."]))
    answer = pull(detente, wiki)
    assert answer.data["missing"] == ["news/2026/2026-02-03", "news/2026/2026-02-10"]
    assert month in recorded(home)["news/2026/2026-02-10"][1]
    assert known(home, "texts", date(2026, 6, 1)).is_empty()


def test_a_missing_page_that_comes_later_is_no_longer_recorded_as_missing(
    detente: Detente, wiki: Wiki, home: Path
) -> None:
    pull(detente, wiki)
    wiki.pages[page_title(GONE)] = Revision(7, f"{GONE}T10:00:00Z", page_of(GONE, ["A."]))
    assert pull(detente, wiki, "--again").data["fetched"]["files"] == 1
    assert "news/2026/2026-02-03" not in recorded(home)


def test_a_hidden_text_is_refused_and_the_rest_arrives(detente: Detente, wiki: Wiki) -> None:
    wiki.hidden = {page_title(EDITED)}
    answer = pull(detente, wiki)
    assert answer.code == 3
    assert [one["file"] for one in answer.data["refused"]] == ["news/2026/2026-02-10"]
    assert answer.data["fetched"]["files"] == 58


def test_403_keeps_what_arrived_and_says_what_to_do(detente: Detente, wiki: Wiki) -> None:
    wiki.faults[API] = [Fault(), Fault(403)]
    answer = pull(detente, wiki, "--no-ingest")
    assert (answer.code, answer.data["error"]) == (3, "DataError")
    assert CONTACT in answer.data["message"]
    assert pull(detente, wiki).data["fetched"]["files"] == 10
    assert len(texts_requested(wiki.seen)) == 10


def test_429_and_maxlag_are_waited_for(detente: Detente, wiki: Wiki) -> None:
    wiki.faults[API] = [Fault(429, {"Retry-After": "0"}), Fault(503)]
    wiki.replies = [({"error": {"code": "maxlag", "info": "Waiting", "lag": 6}}, {"Retry-After": "0"})]
    answer = pull(detente, wiki)
    assert (answer.code, answer.data["fetched"]["files"], len(wiki.seen)) == (0, 59, 5)
    assert wiki.most_running == 1


def test_a_damaged_page_is_reported_and_the_rest_is_ingested(detente: Detente, wiki: Wiki, home: Path) -> None:
    pull(detente, wiki, "--no-ingest")
    path = next(home.rglob("2026-02-10.*.wikipage"))
    stat = path.stat()
    path.write_bytes(b"x" * stat.st_size)
    answer = pull(detente, wiki)  # its time of change differs, so that it is fetched again
    assert (answer.code, answer.data["fetched"]["files"], answer.data["ingested"]["files"]) == (0, 1, 59)


@pytest.mark.parametrize("table", ["texts", "events", "coded_acts"])
def test_rows_of_the_lake_that_are_lost_come_back(detente: Detente, wiki: Wiki, home: Path, table: str) -> None:
    pull(detente, wiki)
    wiki.pages[page_title(EDITED)] = EDIT
    pull(detente, wiki, "--again")
    before = everything(home)
    for path in (home / "lake" / table).rglob("*.parquet"):
        path.unlink()
    answer = pull(detente, wiki)
    assert (answer.code, wiki.seen) == (0, [])
    assert everything(home) == before


def everything(home: Path) -> list[list[tuple[object, ...]]]:
    """Return the rows of news as known on days before and after the edit."""
    store = Store.open(home=home)
    return [
        sorted(store.read(table, dataset="news", as_of=day).rows(), key=str)
        for table in ("texts", "events", "coded_acts")
        for day in (date(2026, 3, 1), date(2026, 6, 1))
    ]


def test_a_dry_run_requests_nothing(detente: Detente, wiki: Wiki) -> None:
    answer = pull(detente, wiki, "--dry-run")
    assert (answer.code, answer.data["to_fetch"]["files"], wiki.seen) == (0, 60, [])


def test_a_folder_is_no_wiki(detente: Detente, tmp_path: Path) -> None:
    assert detente("pull", "news", "--mirror", tmp_path).code == 2


def test_the_contact_is_sent(detente: Detente, wiki: Wiki, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(CONTACT, "someone@example.org")
    pull(detente, wiki)
    assert {"someone@example.org" in seen.headers["User-Agent"] for seen in wiki.seen} == {True}


def test_news_is_a_dataset_of_detente(detente: Detente, wiki: Wiki, tmp_path: Path) -> None:
    pull(detente, wiki)
    assert "Wikipedia" in detente("data", "cite", "news").out
    table = tmp_path / "mine.csv"
    table.write_text("date,source,target,quad\n2014-03-01,Japan,Russia,verbal_conflict\n", encoding="utf-8")
    assert detente("ingest", table, "--dataset", "news").code == 2
