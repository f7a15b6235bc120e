"""The present tense ends where the records do.

A sentence that speaks of how things are rests on records that reach the as-of date, or names the date that it is about:
a figure's period, a record's date, or the day on which the record ends. `with_dates` adds that date where a sentence
has none; `undated` finds the sentences that lack it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from detente.documents.document import Block, Paragraph, Section
from detente.documents.figures import Figure
from detente.documents.prose import Sentence, Span, plain_date

__all__ = ["once", "undated", "with_dates"]

PRESENT = re.compile(
    r"\b(now|today|currently|stands? between|stands? at|(?<!on record )binds?|are bound|remains?|is the hub|"
    r"is settled|in force|at war|have been (broken off|without)|have stood|has stood|has kept|has not|have not)\b",
    re.IGNORECASE,
)
RECORD_ENDS = "; the record ends on "
ENDS = re.compile(r"(?<=[.!?])(?= )")
YEAR = re.compile(r"\d{4}")


def with_dates(sections: Iterable[Section], figures: Mapping[str, Figure], *, as_of: date, last: date) -> list[Section]:
    """Return sections in which each sentence that speaks of now past its records says as of when.

    Parameters
    ----------
    sections : iterable of Section
        The sections.
    figures : mapping of str to Figure
        Figures by id.
    as_of : datetime.date
        The day of the question.
    last : datetime.date
        The last day, up to `as_of`, of the records behind sentences that state no figure.

    Examples
    --------
    >>> from detente.documents.prose import say
    >>> page = Section("summary", "In short", (Paragraph(say("Sanctions stand between them.")),))
    >>> past = with_dates([page], {}, as_of=date(2026, 6, 1), last=date(2026, 3, 28))
    >>> past[0].blocks[0].sentence.text
    'Sanctions stand between them, as of 28 March 2026.'
    >>> with_dates([page], {}, as_of=date(2026, 3, 1), last=date(2026, 3, 1)) == [page]
    True
    """

    def dated(block: Block) -> Block:
        if not isinstance(block, Paragraph):
            return block
        parts = [_dated(spans, figures, as_of=as_of, last=last) for spans in _split(block.sentence)]
        spans = tuple(span for part in parts for span in part)
        return block if spans == block.sentence.spans else Paragraph(Sentence(spans))

    return [replace(section, blocks=tuple(map(dated, section.blocks))) for section in sections]


def once(section: Section, figures: Mapping[str, Figure], *, as_of: date, last: date) -> Section:
    """Return a section that states the end of its records once, where its other sentences can do without.

    Parameters
    ----------
    section : Section
        The section, after `with_dates`.
    figures : mapping of str to Figure
        Figures by id.
    as_of, last : datetime.date
        As in `with_dates`.

    Examples
    --------
    >>> from detente.documents.prose import say
    >>> end = say("the record ends on {day}", day=date(2026, 3, 28))
    >>> texts = [say("No {what} is on record; {end}.", what=what, end=end) for what in ("pact", "sanction")]
    >>> page = Section("ties", "Ties", tuple(map(Paragraph, texts)))
    >>> [block.sentence.text for block in once(page, {}, as_of=date(2026, 6, 1), last=date(2026, 3, 28)).blocks]
    ['No pact is on record; the record ends on 28 March 2026.', 'No sanction is on record.']
    """
    stated: set[str] = set()

    def shortened(spans: list[Span]) -> list[Span]:
        kept: list[Span] = []
        for at, span in enumerate(spans):
            kept.append(span)
            clause = "".join(held.text for held in kept[-3:-1])
            if span.kind != "date" or not clause.endswith(RECORD_ENDS):
                continue
            if span.text not in stated:
                stated.add(span.text)
                continue
            if not (at + 1 == len(spans) or spans[at + 1].text.startswith(".")):
                continue  # more is said of the record
            whole = "".join(held.text for held in kept[-2:-1]).endswith(RECORD_ENDS)
            begins, left = (-2, kept[-2].text) if whole else (-3, clause)
            short = [*kept[:begins], Span(left.removesuffix(RECORD_ENDS))]
            if _keeps_to_records([*short, *spans[at + 1 :]], figures, as_of=as_of, last=last):
                kept = short
        return kept

    def block_once(block: Block) -> Block:
        if not isinstance(block, Paragraph):
            return block
        return Paragraph(Sentence(tuple(s for spans in _split(block.sentence) for s in shortened(spans))))

    return replace(section, blocks=tuple(map(block_once, section.blocks)))


def undated(sections: Iterable[Section], figures: Mapping[str, Figure], *, as_of: date, last: date) -> list[str]:
    """Return the sentences that speak of now past their records and name no date; see `with_dates`.

    Examples
    --------
    >>> from detente.documents.prose import say
    >>> page = Section("summary", "In short", (Paragraph(say("Sanctions stand between them.")),))
    >>> undated([page], {}, as_of=date(2026, 6, 1), last=date(2026, 3, 28))
    ['Sanctions stand between them.']
    """
    return [
        "".join(span.text for span in spans).strip()
        for section in sections
        for block in section.blocks
        if isinstance(block, Paragraph)
        for spans in _split(block.sentence)
        if not _keeps_to_records(spans, figures, as_of=as_of, last=last)
    ]


def _split(sentence: Sentence) -> Iterator[list[Span]]:
    """Yield the spans of each sentence of several; together they are the spans given."""
    current: list[Span] = []
    for span in sentence.spans:
        parts = ENDS.split(span.text) if span.kind == "text" else [span.text]
        for at, part in enumerate(parts):
            if at:
                yield current
                current = []
            current.append(span if len(parts) == 1 else Span(part, span.ref, span.kind))
    yield current


def _keeps_to_records(spans: list[Span], figures: Mapping[str, Figure], *, as_of: date, last: date) -> bool:
    """Whether a sentence speaks of no present, names a date, or rests on records that reach the as-of date."""
    if not PRESENT.search(" ".join(span.text for span in spans if span.kind == "text")):
        return True
    if any(span.kind == "date" or (span.kind != "text" and YEAR.search(span.text)) for span in spans):
        return True
    years = _years(spans, figures)
    return all(year >= _complete(as_of) for year in years) if years else last >= as_of


def _dated(spans: list[Span], figures: Mapping[str, Figure], *, as_of: date, last: date) -> list[Span]:
    """Return the spans of a sentence, with the date of its records where it needs one."""
    if _keeps_to_records(spans, figures, as_of=as_of, last=last):
        return spans
    years = _years(spans, figures)
    day = str(min(years)) if years else plain_date(last)
    *before, end = spans
    stem = end.text.rstrip()
    stop = stem[-1:] if stem.endswith((".", "!", "?")) else ""
    stem = stem.removesuffix(stop) if end.kind == "text" else end.text
    return [*before, replace(end, text=stem), Span(", as of "), Span(day, day, "date"), Span(stop)]


def _years(spans: list[Span], figures: Mapping[str, Figure]) -> list[int]:
    """Return the last year that each figure of a sentence is about."""
    used = [
        figures[span.ref] for span in spans if span.kind == "figure" and span.ref is not None and span.ref in figures
    ]
    return [int(years[-1]) for figure in used if (years := YEAR.findall(figure.period))]


def _complete(day: date) -> int:
    """Return the last year that was complete on a day."""
    return day.year if (day.month, day.day) == (12, 31) else day.year - 1
