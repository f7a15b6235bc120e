"""Pages of a wiki with their newest revision, through MediaWiki's API.

One request at a time, with ``maxlag``, for at most 50 pages. An answer that is too large for one goes on in others
(``continue``). The API answers 200 also where it fails; the body then has an ``error``, and a busy wiki asks to wait
in the header Retry-After.

Wikimedia wants programs to name a contact in their User-Agent, and may answer 403 to those that don't:
`DETENTE_CONTACT` holds the user's.
"""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Any
from urllib.parse import urlencode

from detente.errors import DataError, UsageError
from detente.remote.download import read_body
from detente.remote.errors import FetchError, NotFound, Refused, Unavailable
from detente.remote.retries import RetryPolicy
from detente.remote.sites import COMMON, Site

__all__ = ["API", "CONTACT", "MOST_TITLES", "WikiPage", "api_headers", "query_pages"]

CONTACT = "DETENTE_CONTACT"
API = "w/api.php"
MOST_TITLES = 50
MOST_ANSWERS = 200  # parts of one answer
LARGEST = 64 << 20  # bytes of one answer, inflated; MediaWiki's own limit is 8 MiB
MAXLAG = 5  # seconds, as Wikimedia recommends
BUSY = ("maxlag", "ratelimited", "readonly", "internal_api_error", "timeouterror", "busy")


@dataclass(frozen=True, slots=True)
class WikiPage:
    """What a wiki has under a title.

    Parameters
    ----------
    title : str
        As requested.
    entry : dict or None
        The page as the API returns it, with its newest revision; None where there is none.
    reason : str
        Why there is none.
    missing : bool
        Whether the wiki has no such page; otherwise it does not give it out.
    """

    title: str
    entry: dict[str, Any] | None = None
    reason: str = ""
    missing: bool = False

    @property
    def revision(self) -> int | None:
        """The id of its newest revision."""
        return None if self.entry is None else int(self.entry["revisions"][0]["revid"])


def api_headers() -> dict[str, str]:
    """Return the headers of requests to a wiki: who asks, and that answers may be compressed.

    Raises
    ------
    UsageError
        If the contact in the environment is not one line of printable ASCII.
    """
    contact = os.environ.get(CONTACT, "").strip()
    if not (contact.isascii() and (contact.isprintable() or not contact) and len(contact) <= 200):
        raise UsageError(f"{CONTACT} must be one line of plain text, such as an email address", value=contact)
    named = f" ({contact})" if contact else ""
    return {"User-Agent": f"{COMMON['User-Agent']}{named}", "Accept-Encoding": "gzip"}


def query_pages(
    site: Site, titles: Sequence[str], policy: RetryPolicy, *, content: bool, saved_by: datetime | None = None
) -> list[WikiPage]:
    """Return what a wiki has under titles, in their order.

    Parameters
    ----------
    site : Site
        The wiki, made with `api_headers`.
    titles : sequence of str
        At most `MOST_TITLES`; one, if `saved_by` is given.
    policy : RetryPolicy
        How to retry.
    content : bool
        Whether to request the text of the revisions, and not only their ids and times.
    saved_by : datetime.datetime, optional
        The newest revision that was saved by then is returned, instead of the newest. The API refuses that for more
        than one title.

    Raises
    ------
    DataError
        If the wiki can't be reached, or does not answer as MediaWiki does.
    """
    asked = {
        "action": "query", "format": "json", "formatversion": "2", "prop": "revisions", "redirects": "1",
        "rvprop": "ids|timestamp|content" if content else "ids|timestamp", "rvslots": "main", "maxlag": str(MAXLAG),
        "titles": "|".join(titles),
    }  # fmt: skip
    if saved_by is not None:
        asked |= {"rvlimit": "1", "rvstart": f"{saved_by.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"}
    pages: dict[str, dict[str, Any]] = {}
    names: dict[str, str] = {}
    for query in islice(_answers(site, asked, policy), 1 if saved_by else None):  # what would go on are older revisions
        names |= {one["from"]: one["to"] for key in ("normalized", "redirects") for one in query.get(key, ())}
        for page in query.get("pages", ()):
            known = pages.setdefault(page["title"], {})
            pages[page["title"]] = {**known, **page}
    return [_found(title, _followed(title, names), pages, content=content) for title in titles]


def _followed(title: str, names: Mapping[str, str]) -> str:
    """Return the title that a title leads to."""
    seen = {title}
    while (title := names.get(title, title)) not in seen:
        seen.add(title)
    return title


def _found(asked: str, title: str, pages: Mapping[str, dict[str, Any]], *, content: bool) -> WikiPage:
    page = pages.get(title)
    if page is None:
        return WikiPage(asked, reason="the answer does not mention it")
    if page.get("missing") or page.get("invalid"):
        return WikiPage(asked, reason=page.get("invalidreason") or "the wiki has no such page", missing=True)
    try:
        (revision,) = page["revisions"]
        int(revision["revid"]), str(revision["timestamp"])
    except (KeyError, TypeError, ValueError):
        return WikiPage(asked, reason="the answer has no revision of it")
    if content and not isinstance(revision.get("slots", {}).get("main", {}).get("content"), str):
        return WikiPage(asked, reason=f"the text of revision {revision['revid']} is hidden")
    return WikiPage(asked, {key: value for key, value in page.items() if key in ("pageid", "ns", "title", "revisions")})


def _answers(site: Site, asked: Mapping[str, str], policy: RetryPolicy) -> Iterator[dict[str, Any]]:
    """Yield the parts of an answer."""
    more: dict[str, str] = {}

    def attempt() -> dict[str, Any]:
        return _answer(site, f"{API}?{urlencode({**asked, **more})}")

    for _ in range(MOST_ANSWERS):
        try:
            answer = policy.retry(attempt)
        except FetchError as error:
            raise unanswered(site, error) from None
        yield answer.get("query", {})
        going_on = answer.get("continue")
        if not going_on:
            return
        if going_on == more:
            break
        more = {str(key): str(value) for key, value in going_on.items()}
    raise unanswered(site, Refused("its answer goes on without an end"))


def _answer(site: Site, path: str) -> dict[str, Any]:
    """Return one answer of the API, or raise the error in it."""
    with site.open(path) as body:
        data, wait = _inflated(read_body(body, LARGEST)), body.wait
    try:
        answer = json.loads(data)
    except ValueError:
        raise Refused("it answers something else than JSON") from None
    error = answer.get("error") if isinstance(answer, dict) else None
    if isinstance(error, dict):
        code, info = str(error.get("code")), str(error.get("info"))
        if code.startswith(BUSY):
            raise Unavailable(f"it asks to come back later ({code}: {info})", wait=MAXLAG if wait is None else wait)
        raise Refused(f"it answers {code}: {info}")
    if not (isinstance(answer, dict) and ("query" in answer or "continue" in answer) and _is_query(answer)):
        raise Refused("it answers JSON that is not of MediaWiki's API, format version 2")
    return answer


def _is_query(answer: Mapping[str, Any]) -> bool:
    query = answer.get("query", {})
    pages = query.get("pages", []) if isinstance(query, dict) else None
    return isinstance(pages, list) and all(isinstance(page, dict) and "title" in page for page in pages)


def _inflated(data: bytes) -> bytes:
    if not data.startswith(b"\x1f\x8b"):
        return data
    inflater = zlib.decompressobj(wbits=31)
    try:
        text = inflater.decompress(data, LARGEST)
    except zlib.error as error:
        raise Unavailable(f"what arrived can't be inflated: {error}") from None
    if inflater.unconsumed_tail:
        raise Refused(f"more than {LARGEST:,} bytes")
    if not inflater.eof:
        raise Unavailable("the answer broke off")
    return text


def unanswered(site: Site, error: FetchError) -> DataError:
    """Return the error of a wiki that does not answer, with what to do."""
    if isinstance(error, Unavailable):
        advice = "Run the same command again later, check the network, or give another wiki with --mirror"
    elif isinstance(error, NotFound):
        advice = f"Check the address: a wiki's API is at {API} below it"
    elif "403" in str(error):
        advice = (
            "Wikimedia refuses programs without a contact, and addresses that request too much: put your email address "
            f"or a page about you into the variable {CONTACT}, wait some hours, and run the same command again"
        )
    else:
        advice = "Check the address, and run the same command again later"
    return DataError(
        f"{site.address(API)} can't be read: {error}. What arrived before stays. {advice}", value=site.address(API)
    )
