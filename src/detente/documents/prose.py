"""Prose in which every number is bound to a figure, a record or a date.

`say` makes a sentence. Its template may not contain a digit; numbers come in through `Figure`, `Record` and
`datetime.date` arguments, and each leaves a `Span` that names what it is bound to. `Register.bind` does the same for a
text that another part wrote. A digit that
arrives any other way raises `UnboundNumber`, so a document with an unbound number can't be built.
"""

from __future__ import annotations

import string
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from detente.documents.figures import Figure, Record, reads_alike
from detente.errors import UnboundNumber

__all__ = ["Sentence", "Span", "Year", "arrow", "from_to", "joined", "plain_date", "raised", "say"]


class Year(int):
    """A calendar year, bound like a date."""


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text; `ref` is the figure's or record's id, ``date`` for a date, None for plain words and names."""

    text: str
    ref: str | None = None
    kind: str = "text"  # text | figure | record | date | name: of a dataset, which may have digits


@dataclass(frozen=True, slots=True)
class Sentence:
    """Spans that read as one or more sentences."""

    spans: tuple[Span, ...]

    @property
    def text(self) -> str:
        """The sentence as plain text."""
        return "".join(span.text for span in self.spans)

    @property
    def figures(self) -> tuple[str, ...]:
        """Ids of the figures it states, in order, each once."""
        return tuple(dict.fromkeys(s.ref for s in self.spans if s.kind == "figure" and s.ref))

    @property
    def records(self) -> tuple[str, ...]:
        """Ids of the records it cites, in order, each once."""
        return tuple(dict.fromkeys(s.ref for s in self.spans if s.kind == "record" and s.ref))

    def __add__(self, other: Sentence) -> Sentence:
        return Sentence((*self.spans, Span(" "), *other.spans))


def plain_date(day: date) -> str:
    """Write a date as in prose.

    Examples
    --------
    >>> plain_date(date(2015, 9, 1))
    '1 September 2015'
    """
    return f"{day.day} {day:%B %Y}"


def say(template: str, **values: Figure | Record | Sentence | Year | date | str) -> Sentence:
    """Make a sentence whose numbers are all bound.

    Parameters
    ----------
    template : str
        `str.format` syntax with named fields; no digits outside fields.
    **values : Figure, Record, Sentence, Year, date or str
        What the fields stand for; a `str` may not hold digits either.

    Returns
    -------
    Sentence
        The spans, in order.

    Raises
    ------
    UnboundNumber
        The template or a plain string holds a digit.

    Examples
    --------
    >>> say("As known on {day}.", day=date(2015, 9, 1)).text
    'As known on 1 September 2015.'
    >>> say("It rose by 3.")
    Traceback (most recent call last):
        ...
    detente.errors.UnboundNumber: 'It rose by 3.' states a number bound to no figure; ...
    """
    spans: list[Span] = []
    for literal, field, spec, _ in string.Formatter().parse(template):
        if literal:
            spans.append(_words(literal))
        if field is not None:
            spans.extend(_bound(values[field], spec or ""))
    return Sentence(tuple(spans))


def from_to(then: Figure, now: Figure, *, dated: bool = False) -> Sentence:
    """Say from what to what a figure moved, or that it reads the same; `dated` adds both periods.

    Examples
    --------
    >>> then, now = (
    ...     Figure(f"share.{year}", "Share", value, None, None, "share", str(year), date(year, 12, 31), "x")
    ...     for year, value in ((2013, 0.141), (2014, 0.144))
    ... )
    >>> from_to(then, now).text, from_to(then, now, dated=True).text
    ('unchanged at 14%', 'unchanged at 14% from 2013 to 2014')
    """
    if reads_alike(then, now):
        return say("unchanged at {now} from {then:period} to {now:period}" if dated else "unchanged at {now}",
                   then=then, now=now)  # fmt: skip
    return say("from {then} in {then:period} to {now} in {now:period}" if dated else "from {then} to {now}",
               then=then, now=now)  # fmt: skip


def arrow(then: Figure, now: Figure) -> Sentence:
    """Set two figures beside each other in a table's cell, or one of them where they read the same."""
    if not then.defined and not now.defined:
        return say("{now}", now=now)
    return say("{now}, unchanged" if reads_alike(then, now) else "{then} → {now}", then=then, now=now)


def raised(text: Sentence) -> Sentence:
    """Return a clause with its first letter raised, as at the start of a sentence.

    Examples
    --------
    >>> raised(say("the record ends in {year}.", year=Year(2014))).text
    'The record ends in 2014.'
    """
    first, *rest = text.spans
    return Sentence((replace(first, text=first.text[:1].upper() + first.text[1:]), *rest))


def joined(parts: Sequence[Sentence]) -> Sentence:
    """Join clauses as English does: commas, and 'and' before the last.

    Examples
    --------
    >>> joined([say("drills"), say("visits"), say("protests")]).text
    'drills, visits and protests'
    """
    text = parts[0]
    for i, part in enumerate(parts[1:], start=2):
        text = say("{text} and {part}" if i == len(parts) else "{text}, {part}", text=text, part=part)
    return text


def _words(text: str) -> Span:
    if any(map(str.isdigit, text)):
        raise UnboundNumber(
            f"{text!r} states a number bound to no figure; pass it to say() as a Figure, Record, Year or date",
            value=text,
        )
    return Span(text)


def _bound(value: Figure | Record | Sentence | Year | date | str, spec: str) -> tuple[Span, ...]:
    match value:
        case Sentence():
            return value.spans
        case Figure():
            return (Span(format(value, spec), value.id, "figure"),)
        case Record():
            return (Span(format(value, spec), value.id, "record"),)
        case Year():
            return (Span(str(int(value)), str(int(value)), "date"),)
        case date():
            return (Span(plain_date(value), value.isoformat(), "date"),)
        case str():
            return (_words(value),)
