r"""Daily pages of Wikipedia's 'Portal:Current events': what was reported on a day, as items with their topics.

A page, as MediaWiki returns it, is wikitext in one of three layouts::

    {{Current events header|2017|05|5}}                  sections ;Armed conflicts and attacks
    * [[Topic]]                                          topics above, prose at any depth, agencies at its end
    ** Prose. [https://example.org (''Agency'')]
    |}

    {{Current events|year=2026|month=03|day=28|content=  sections '''Armed conflicts and attacks'''
    …                                                    the items are in an argument of the template
    }}

    {{Current events|year=2026|month=09|day=20|top=yes}} since the summer of 2026
    …
    {{Current events|year=2026|month=09|day=20|bottom=yes}}

An item of a list is a text if it has nothing below it and is not the label of a topic (made of links alone); an
item with others below it is their topic, and a text of its own only where it has a source. Each line that is neither a
text, a topic, a section nor markup is rejected with the reason.

Traps: a page is edited for days, some for years; what it says is known from its revision on, and not before the day
after its own (`known_on`). A page without items says nothing of the day, and is not a missing page. A page may redirect
to that of a month, whose items are of other days.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import zip_longest
from typing import Any

from detente.errors import DataError
from detente.sources.readers.wikitext import Line, logical_lines, read_line, without_hidden

__all__ = ["ABOUT", "FIRST_DAY", "LARGEST", "Item", "Page", "known_on", "page_title", "read_page", "titled_day"]

ABOUT = {
    "title": "Acts coded by Detente from Wikipedia's current events",
    "origin": "https://en.wikipedia.org/wiki/Portal:Current_events",
    "licence": "CC BY-SA 4.0, by Wikipedia contributors: name the page and its revision, and say what was changed",
    "citation": "Wikipedia contributors, Portal:Current events, Wikipedia, The Free Encyclopedia",
}
FIRST_DAY = date(2002, 7, 1)  # of the pages of single days
LARGEST = 2 << 20  # characters; MediaWiki allows pages of 2 MiB
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
TITLE = re.compile(r"Portal:Current events/(\d{4}) ([A-Z][a-z]+) (\d{1,2})")
MARKS = re.compile(r"[*#:;]+")
HEADINGS = (";", "'''", "==")


@dataclass(frozen=True, slots=True)
class Item:
    """One text of a page.

    Parameters
    ----------
    day : datetime.date
        The page's.
    text : str
        The text, with the agencies in parentheses at its end.
    topics : tuple of str
        What it is about: the items above it, outermost first.
    section : str or None
        The section of the page.
    urls : tuple of str
        Addresses of its sources.
    page : str
        Title of the page.
    revision : int
        Id of the page's revision.
    revised : datetime.datetime
        When that was saved, UTC.
    known_on : datetime.date
        First day on which the text could be known.
    """

    day: date
    text: str
    topics: tuple[str, ...]
    section: str | None
    urls: tuple[str, ...]
    page: str
    revision: int
    revised: datetime
    known_on: date


@dataclass(frozen=True, slots=True)
class Page:
    """A daily page, read.

    Parameters
    ----------
    items : tuple of Item
        Its texts, in the page's order.
    rejects : tuple of (int, str, str)
        Lines that could not be used: the number of the item or line in the page, the line, and the reason.
    unknown : tuple of str
        Templates that are not known, of which the first unnamed argument was taken.
    """

    items: tuple[Item, ...]
    rejects: tuple[tuple[int, str, str], ...] = ()
    unknown: tuple[str, ...] = ()


def page_title(day: date) -> str:
    """Return the title of a day's page.

    Examples
    --------
    >>> page_title(date(2026, 3, 8))
    'Portal:Current events/2026 March 8'
    """
    return f"Portal:Current events/{day.year} {MONTHS[day.month - 1]} {day.day}"


def titled_day(title: str) -> date | None:
    """Return the day that a page is about, by its title; None where it is no page of a day.

    Examples
    --------
    >>> titled_day("Portal:Current events/2026 March 08"), titled_day("Portal:Current events/March 2026")
    (datetime.date(2026, 3, 8), None)
    """
    match = TITLE.fullmatch(" ".join(title.replace("_", " ").split()))
    if match is None or match[2] not in MONTHS:
        return None
    try:
        return date(int(match[1]), MONTHS.index(match[2]) + 1, int(match[3]))
    except ValueError:
        return None


def known_on(day: date, revised: datetime) -> date:
    """Return the first day on which a revision of a day's page could be known: of it and the day after, the later.

    Parameters
    ----------
    day : datetime.date
        The page's.
    revised : datetime.datetime
        When the revision was saved.

    Examples
    --------
    >>> known_on(date(2026, 3, 28), datetime(2026, 3, 28, 21, 5, tzinfo=UTC))
    datetime.date(2026, 3, 29)
    >>> known_on(date(2026, 3, 28), datetime(2026, 4, 17, 9, 0, tzinfo=UTC))
    datetime.date(2026, 4, 17)
    """
    return max(day + timedelta(days=1), revised.astimezone(UTC).date())


def read_page(day: date, entry: dict[str, Any]) -> Page:
    r"""Return the texts of a daily page.

    Parameters
    ----------
    day : datetime.date
        The page's.
    entry : dict
        The page as MediaWiki's API returns it, format version 2, with one revision: its id, timestamp and content.

    Returns
    -------
    Page

    Raises
    ------
    DataError
        If the entry has no revision with content, or the page is a redirect or too large.

    Examples
    --------
    >>> content = "{{Current events|content=\n'''Talks'''\n*[[Fishing]]\n**{{flag|Japan}} and Chad meet.\n}}"
    >>> revision = {"revid": 7, "timestamp": "2026-03-28T20:00:00Z", "slots": {"main": {"content": content}}}
    >>> page = read_page(date(2026, 3, 28), {"title": "Portal:Current events/2026 March 28", "revisions": [revision]})
    >>> [(item.section, item.topics, item.text) for item in page.items]
    [('Talks', ('Fishing',), 'Japan and Chad meet.')]
    """
    title, number, revised, content = _revision(entry)
    if len(content) > LARGEST:
        raise DataError(f"{title} has {len(content):,} characters; at most {LARGEST:,} are read", value=title)
    if content.lstrip()[:9].upper() == "#REDIRECT":
        raise DataError(f"{title} is a redirect: {content.strip()[:100]}", value=title)
    known = known_on(day, revised)
    rows, rejects, unknown = _rows(_body(without_hidden(content)))
    items = tuple(
        Item(day, line.text, topics, section, line.urls, title, number, revised, known)
        for section, topics, line in _texts(rows)
    )
    return Page(items, tuple(rejects), tuple(dict.fromkeys(unknown)))


def _revision(entry: dict[str, Any]) -> tuple[str, int, datetime, str]:
    """Return the title of a page, and its revision's id, time and content."""
    try:
        title, (revision,) = str(entry["title"]), entry["revisions"]
        return (
            title, int(revision["revid"]), datetime.fromisoformat(revision["timestamp"]),
            str(revision["slots"]["main"]["content"]),
        )  # fmt: skip
    except (KeyError, TypeError, ValueError) as error:
        raise DataError(
            f"this is no page with one revision and its content, as MediaWiki's API returns it: {error!r}", value=entry
        ) from None


def _body(text: str) -> str:
    """Return the part of a page that holds its items."""
    start = text.lower().find("{{current events")
    if start < 0:
        return text
    match = re.search(r"\|\s*content\s*=", text[start : start + 2_000])
    head = text[start : start + match.start()] if match else ""
    if match is None or "}}" in head or "\n*" in head:
        return text
    body = text[start + match.end() :].rstrip()
    return body.removesuffix("}}")


@dataclass(frozen=True, slots=True)
class _Row:
    """An item of a list: its section, depth, and what is shown of it."""

    section: str | None
    depth: int
    line: Line


def _rows(body: str) -> tuple[list[_Row], list[tuple[int, str, str]], list[str]]:
    """Return the items of a page's lists, the lines that are rejected, and the templates that are not known."""
    rows: list[_Row] = []
    rejects: list[tuple[int, str, str]] = []
    unknown: list[str] = []
    section: str | None = None
    for number, text in enumerate(logical_lines(body), start=1):
        marks = MARKS.match(text)
        depth = len(marks[0]) if marks and "*" in marks[0] else 0
        heading = not depth and text.lstrip().startswith(HEADINGS)
        try:
            line = read_line(text.strip(" \t;=:") if heading else text[depth:])
        except DataError as error:
            rejects.append((number, text[:200], error.message))
            continue
        unknown += line.unknown
        if heading:
            section = line.text.rstrip(" :") or section
        elif depth and line.text:
            rows.append(_Row(section, depth, line))
        elif line.text and line.text not in ("|}", "}}", "{|", "|-"):
            if line.urls:
                rows.append(_Row(section, 1, line))
            else:
                rejects.append((number, text[:200], "is outside a list and has no source"))
    return rows, rejects, unknown


def _texts(rows: Sequence[_Row]) -> Iterator[tuple[str | None, tuple[str, ...], Line]]:
    """Yield section, topics and line of each row that is a text."""
    above: list[_Row] = []
    for row, following in zip_longest(rows, rows[1:]):
        while above and (above[-1].depth >= row.depth or above[-1].section != row.section):
            above.pop()
        leaf = following is None or following.depth <= row.depth or following.section != row.section
        if (leaf and not row.line.only_links) or (not leaf and row.line.urls):
            yield row.section, tuple(one.line.text for one in above), row.line
        above.append(row)
