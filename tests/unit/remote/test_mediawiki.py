"""MediaWiki's API on the loopback: its shapes, its errors, and what a user is told to do."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from detente.errors import DataError, UsageError
from detente.remote import RetryPolicy, Site, site_at
from detente.remote.mediawiki import CONTACT, api_headers, query_pages
from providers import Fault
from wiki_site import API, MAXLAG, Revision, Wiki

A, B, C = "Portal:Current events/2026 March 1", "Portal:Current events/2026 March 2", "Portal:Example"


@pytest.fixture
def wiki() -> Iterator[Wiki]:
    with Wiki().serving() as serving:
        assert isinstance(serving, Wiki)
        serving.pages = {A: Revision(7, "2026-03-01T20:00:00Z", "* a"), B: Revision(9, "2026-03-02T20:00:00Z", "* b")}
        yield serving


@pytest.fixture
def site(wiki: Wiki) -> Site:
    return site_at(wiki.url, headers=api_headers())


def text_of(page: object) -> object:
    return page.entry["revisions"][0]["slots"]["main"]["content"]  # type: ignore[attr-defined]


def test_pages_come_with_their_revision_in_the_order_of_the_titles(wiki: Wiki, site: Site, policy: RetryPolicy) -> None:
    found = query_pages(site, [B, A, C], policy, content=True)
    assert [(page.title, page.revision, page.missing) for page in found] == [
        (B, 9, False),
        (A, 7, False),
        (C, None, True),
    ]
    assert [text_of(page) for page in found[:2]] == ["* b", "* a"]
    (seen,) = wiki.seen
    assert seen.headers["Accept-Encoding"] == "gzip"
    assert seen.headers["User-Agent"].startswith("detente/")


def test_without_content_no_text_is_requested(wiki: Wiki, site: Site, policy: RetryPolicy) -> None:
    (page,) = query_pages(site, [A], policy, content=False)
    assert page.entry is not None
    assert "slots" not in page.entry["revisions"][0]


@pytest.mark.parametrize("pages_an_answer", [1, 2, 3, 7])
def test_an_answer_in_parts_is_put_together(wiki: Wiki, site: Site, policy: RetryPolicy, pages_an_answer: int) -> None:
    titles = [f"Portal:Current events/2025 May {n}" for n in range(1, 32)]
    wiki.pages = {title: Revision(n, "2025-06-01T00:00:00Z", f"* {n}") for n, title in enumerate(titles)}
    wiki.pages_an_answer = pages_an_answer
    found = query_pages(site, [*titles, C], policy, content=True)
    assert [text_of(page) for page in found[:-1]] == [f"* {n}" for n in range(31)]
    assert found[-1].missing
    assert len(wiki.seen) == -(-31 // pages_an_answer)


def test_an_answer_that_goes_on_without_an_end_is_refused(wiki: Wiki, site: Site, policy: RetryPolicy) -> None:
    reply = {"continue": {"rvcontinue": "1", "continue": "||"}, "query": {"pages": []}}
    wiki.replies = [(reply, {})] * 9
    with pytest.raises(DataError):
        query_pages(site, [A], policy, content=True)
    assert len(wiki.seen) == 2


def test_redirects_and_normalized_titles_are_followed(wiki: Wiki, site: Site, policy: RetryPolicy) -> None:
    wiki.redirects = {C: A}
    found = query_pages(site, [B.replace(" ", "_"), C], policy, content=True)
    assert [page.entry["title"] for page in found if page.entry] == [B, A]
    wiki.redirects = {C: "Portal:Gone"}
    assert [page.missing for page in query_pages(site, [C, A], policy, content=True)] == [True, False]


def test_an_invalid_title_and_a_hidden_text_have_reasons(wiki: Wiki, site: Site, policy: RetryPolicy) -> None:
    wiki.hidden = {A}
    found = query_pages(site, [A, "Portal:<"], policy, content=True)
    assert [(page.entry, page.missing) for page in found] == [(None, False), (None, True)]
    assert "hidden" in found[0].reason
    assert "invalid" in found[1].reason


@pytest.mark.parametrize("code", ["maxlag", "ratelimited", "readonly", "internal_api_error_DBQueryError"])
def test_a_busy_wiki_is_requested_again(wiki: Wiki, site: Site, policy: RetryPolicy, code: str) -> None:
    reply = {"error": {"code": code, "info": "later"}} if code != "maxlag" else MAXLAG
    wiki.replies = [(reply, {"Retry-After": "0"})] * 2
    assert query_pages(site, [A], policy, content=True)[0].revision == 7
    assert len(wiki.seen) == 3


def test_a_busy_wiki_without_retry_after_is_left_alone_for_some_seconds(wiki: Wiki, site: Site) -> None:
    wiki.replies = [(MAXLAG, {})]
    with pytest.raises(DataError, match="maxlag"):
        query_pages(site, [A], RetryPolicy(tries=4, first_wait=0.01, patience=4.0), content=True)
    assert len(wiki.seen) == 1


@pytest.mark.parametrize("status", [429, 500, 503])
def test_busy_servers_are_waited_for(wiki: Wiki, site: Site, policy: RetryPolicy, status: int) -> None:
    wiki.faults[API] = [Fault(status, {"Retry-After": "0"}), Fault(status)]
    assert query_pages(site, [A], policy, content=True)[0].revision == 7
    assert len(wiki.seen) == 3


def test_a_longer_wait_than_a_pull_has_patience_for_ends_it(wiki: Wiki, site: Site, policy: RetryPolicy) -> None:
    wiki.faults[API] = [Fault(429, {"Retry-After": "3600"})]
    with pytest.raises(DataError, match="3,600 s"):
        query_pages(site, [A], policy, content=True)
    assert len(wiki.seen) == 1


def test_403_is_not_repeated_and_says_what_to_do(wiki: Wiki, site: Site, policy: RetryPolicy) -> None:
    wiki.faults[API] = [Fault(403)]
    with pytest.raises(DataError, match=f"403.*{CONTACT}"):
        query_pages(site, [A], policy, content=True)
    assert len(wiki.seen) == 1


@pytest.mark.parametrize(
    "reply",
    [
        b"<html>sign in</html>",
        [],
        {},
        {"query": []},
        {"query": {"pages": {"1": {}}}},
        {"error": {"code": "badvalue"}},
        7,
    ],
)
def test_what_is_no_answer_of_the_api_is_refused(wiki: Wiki, site: Site, policy: RetryPolicy, reply: object) -> None:
    wiki.replies = [(reply, {})]
    with pytest.raises(DataError):
        query_pages(site, [A], policy, content=True)
    assert len(wiki.seen) == 1


@pytest.mark.parametrize("page", [{}, {"revisions": []}, {"revisions": [{"revid": "x", "timestamp": ""}]}])
def test_a_page_without_its_revision_is_not_taken_for_a_missing_one(
    wiki: Wiki, site: Site, policy: RetryPolicy, page: dict[str, object]
) -> None:
    wiki.replies = [({"query": {"pages": [{"title": A, **page}]}}, {})]
    found = query_pages(site, [A, B], policy, content=True)
    assert [(one.entry, one.missing, bool(one.reason)) for one in found] == [(None, False, True)] * 2


def test_an_answer_that_breaks_off_is_requested_again(wiki: Wiki, site: Site, policy: RetryPolicy) -> None:
    wiki.faults[API] = [Fault(cut=30), Fault(cut=0)]
    assert query_pages(site, [A], policy, content=True)[0].revision == 7


def test_a_site_without_an_api_is_named(wiki: Wiki, policy: RetryPolicy) -> None:
    with pytest.raises(DataError, match="address"):
        query_pages(site_at(f"{wiki.url}/elsewhere"), [A], policy, content=True)


def test_the_contact_is_sent_and_must_be_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(CONTACT, "someone@example.org")
    assert api_headers()["User-Agent"].endswith("(someone@example.org)")
    monkeypatch.setenv(CONTACT, "a\r\nX-Other: b")
    with pytest.raises(UsageError):
        api_headers()
