"""A wiki on the loopback: MediaWiki's API for pages with revisions, and what goes wrong with it.

Pages are made up. An answer is built as the API builds it: titles normalized, redirects followed, missing and invalid
pages named, gzip where it is allowed, and `continue` where an answer would have more than `pages_an_answer` texts.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import parse_qs, urlsplit

from detente.sources.providers.current_events import page_title
from providers import Fault, Provider, Seen

API = "w/api.php"
MAXLAG = {"error": {"code": "maxlag", "info": "Waiting for 10.0.0.1: 7.5 seconds lagged.", "lag": 7.5, "type": "db"}}


@dataclass(frozen=True)
class Revision:
    revid: int
    timestamp: str
    content: str


class Wiki(Provider):
    """A wiki on the loopback. `replies` are given, one a request, instead of an answer."""

    def __init__(self) -> None:
        super().__init__()
        self.pages: dict[str, Revision] = {}
        self.earlier: dict[str, list[Revision]] = {}
        self.redirects: dict[str, str] = {}
        self.hidden: set[str] = set()
        self.replies: list[tuple[object, Mapping[str, str]]] = []
        self.pages_an_answer = 50

    def next_fault(self, path: str) -> Fault:
        return super().next_fault(urlsplit(path).path)

    def answer_to(self, path: str, headers: Mapping[str, str]) -> tuple[bytes, Mapping[str, str]] | None:
        parts = urlsplit(path)
        if parts.path != API:
            return None
        own: dict[str, str] = {"Content-Type": "application/json; charset=utf-8"}
        if self.replies:
            reply, more = self.replies.pop(0)
            own |= more
        else:
            reply = self._reply({name: values[0] for name, values in parse_qs(parts.query).items()})
        data = reply if isinstance(reply, bytes) else json.dumps(reply).encode()
        if "gzip" in headers.get("Accept-Encoding", ""):
            data = gzip.compress(data)
            own["Content-Encoding"] = "gzip"
        return data, own

    def _reply(self, requested: Mapping[str, str]) -> dict[str, object]:
        assert requested["action"] == "query"
        assert requested["formatversion"] == "2"
        assert int(requested["maxlag"]) > 0
        titles = requested["titles"].split("|")
        if len(titles) > 50:
            return {"error": {"code": "toomanyvalues", "info": "Too many values supplied for parameter titles."}}
        normalized = {title: title.replace("_", " ") for title in titles if "_" in title}
        named = [normalized.get(title, title) for title in titles]
        redirects = {title: self.redirects[title] for title in named if title in self.redirects}
        entries = [self._entry(redirects.get(title, title)) for title in named]
        query: dict[str, object] = {}
        for key, pairs in (("normalized", normalized), ("redirects", redirects)):
            if pairs:
                query[key] = [{"from": origin, "to": target} for origin, target in pairs.items()]
        answer: dict[str, object] = {"query": query}
        content = "content" in requested["rvprop"].split("|")
        saved_by = requested.get("rvstart", "9999")
        if len(titles) > 1 and {"rvstart", "rvlimit"} & requested.keys():
            return {"error": {"code": "multpages", "info": "titles, pageids or a generator was used for many pages"}}
        start = int(requested["rvcontinue"]) if "rvcontinue" in requested else 0
        with_text = [n for n, entry in enumerate(entries) if "title" in entry and entry["title"] in self.pages]
        shown = with_text[start : start + self.pages_an_answer] if content else with_text
        if content and start + self.pages_an_answer < len(with_text):
            answer["continue"] = {"rvcontinue": str(start + self.pages_an_answer), "continue": "||"}
        else:
            answer["batchcomplete"] = True
        query["pages"] = [
            {**entry, **self._revisions(str(entry["title"]), saved_by, content=content)} if n in shown else entry
            for n, entry in enumerate(entries)
        ]
        if "rvlimit" in requested and entries[0]["title"] in self.earlier:
            answer["continue"] = {"rvcontinue": "0", "continue": "||"}  # there are older revisions
        return answer

    def _entry(self, title: str) -> dict[str, object]:
        if "<" in title:
            return {"title": title, "invalid": True, "invalidreason": "the title has invalid characters"}
        if title not in self.pages:
            return {"ns": 100, "title": title, "missing": True}
        return {"pageid": 1000 + sorted(self.pages).index(title), "ns": 100, "title": title}

    def _revisions(self, title: str, saved_by: str, *, content: bool) -> dict[str, object]:
        known = [one for one in (*self.earlier.get(title, ()), self.pages[title]) if one.timestamp <= saved_by]
        return {"revisions": [self._revision(title, known[-1], content=content)]} if known else {}

    def _revision(self, title: str, one: Revision, *, content: bool) -> dict[str, object]:
        ids = {"revid": one.revid, "parentid": 0, "timestamp": one.timestamp}
        if not content:
            return ids
        main = {"contentmodel": "wikitext", "contentformat": "text/x-wiki", "content": one.content}
        return {**ids, "slots": {"main": {"texthidden": True} if title in self.hidden else main}}


def texts_requested(seen: Sequence[Seen]) -> list[str]:
    """Return the titles of which the text was requested."""
    requested = [parse_qs(urlsplit(one.path).query) for one in seen if urlsplit(one.path).path == API]
    return [
        title for one in requested if "content" in one["rvprop"][0].split("|") for title in one["titles"][0].split("|")
    ]


def page_of(day: date, items: Sequence[str], section: str = "International relations") -> str:
    """Return a made-up page, in the layout that pages of its time have."""
    marked = "\n".join(f"*[[Example topic]]\n**{item}" for item in items)
    if day < date(2018, 1, 1):
        head, end, title = f"{{{{Current events header|{day.year}|{day:%m}|{day.day}}}}}", "|}", f";{section}"
    elif day < date(2026, 7, 1):
        head, end = f"{{{{Current events|year={day.year}|month={day:%m}|day={day.day}|content=", "}}"
        title = f"'''{section}'''"
    else:
        named = f"{{{{Current events|year={day.year}|month={day:%m}|day={day.day}|"
        head, end, title = f"{named}top=yes}}}}\n", f"\n{named}bottom=yes}}}}", f"'''{section}'''"
    begin, stop = "<!-- All news items below this line -->", "<!-- All news items above this line -->"
    return f"{head}\n{begin}\n{title}\n{marked}\n{stop}{end}"


PAIRS = (("Japan", "Russia"), ("India", "Pakistan"), ("Norway", "Chad"), ("Guyana", "Venezuela"), ("Peru", "Chile"))


def hold_days(wiki: Wiki, first: date, days: int, *, without: Sequence[date] = ()) -> list[date]:
    """Let a wiki hold the pages of days, each with two items that name two states, and return the days held."""
    held = []
    for n in range(days):
        day = first + timedelta(days=n)
        if day in without:
            continue
        source, target = PAIRS[n % len(PAIRS)]
        items = [
            f"{{{{flag|{source}}}}} rejects [[{target}]]'s objections. [https://example.org/{n} (''Example Wire'')]",
            f"The foreign ministers of [[{target}]] and [[{source}]] meet in [[Geneva]].<ref>https://example.org/r{n}</ref>",
        ]
        wiki.pages[page_title(day)] = Revision(10_000 + n, f"{day}T22:30:00Z", page_of(day, items))
        held.append(day)
    return held
