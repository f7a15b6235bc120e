"""No sentence of a brief speaks of now past its records without saying as of when."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

import detente
from detente.answers.document_answer import DocumentAnswer
from detente.brief.assess import assess, compiled_until
from detente.brief.evidence import Evidence
from detente.documents.document import Paragraph, Section
from detente.documents.figures import Figure
from detente.documents.prose import say
from detente.documents.tense import undated, with_dates
from detente.store import Store

PAIRS = (
    ("Japan", "Russia"),
    ("United States", "China"),
    ("India", "Pakistan"),
    ("Russia", "North Korea"),
    ("Brazil", "Cuba"),
    ("Saudi Arabia", "Iran"),
)
DAY, LAST = date(2026, 6, 1), date(2026, 3, 28)
SHARE = Figure("share", "Share", 0.5, None, None, "share", "2014", date(2014, 12, 31), "facts")


@pytest.mark.parametrize("day", [date(2015, 9, 1), DAY])
@pytest.mark.parametrize("pair", PAIRS, ids="-".join)
def test_a_brief_keeps_to_its_records(pair: tuple[str, str], day: date) -> None:
    store = Store.open()
    brief = assess(*pair, as_of=day, retrospect=False, store=store)
    evidence = Evidence(store, brief.pair, day, None, 3, brief.events)
    assert undated(brief.sections, brief.figures, as_of=day, last=compiled_until(evidence)) == []


@pytest.mark.parametrize(
    "answer",
    [
        lambda: detente.disputes("Japan", "Russia", as_of=DAY),
        lambda: detente.disputes("India", "Pakistan", as_of=DAY),
        lambda: detente.disputes("China", as_of=DAY),
        lambda: detente.pacts("Japan", "USA", as_of=DAY),
        lambda: detente.pacts("Russia", as_of=DAY),
        lambda: detente.profile("Russia", as_of=DAY),
        lambda: detente.chronicle("Japan", "Russia", as_of=DAY),
        lambda: detente.votes("Japan", "Russia", as_of=DAY),
        lambda: detente.temperature("Japan", "Russia", as_of=DAY),
        lambda: detente.architecture(group="asia-pacific", as_of=DAY),
    ],
)
def test_a_verbs_document_keeps_to_its_records(answer: Callable[[], DocumentAnswer]) -> None:
    document = answer().to_document()
    assert undated(document.sections, document.figures, as_of=DAY, last=LAST) == []


@pytest.mark.parametrize(
    ("text", "reads"),
    [
        (say("Sanctions stand between them."), "Sanctions stand between them, as of 28 March 2026."),
        (
            say("They met. A pact binds them. It is old."),
            "They met. A pact binds them, as of 28 March 2026. It is old.",
        ),
        (say("It now holds {f}.", f=SHARE), "It now holds 50%, as of 2014."),
        (say("It now holds {f}", f=SHARE), "It now holds 50%, as of 2014"),
        (say("It now holds {f} in {f:period}.", f=SHARE), "It now holds 50% in 2014."),
        (say("A pact binds them; the record ends on {day}.", day=LAST), None),
        (say("They met once."), None),
    ],
)
def test_a_date_is_added_where_there_is_none(text: object, reads: str | None) -> None:
    page = Section("ties", "Ties", (Paragraph(text),))  # type: ignore[arg-type]
    (found,) = with_dates([page], {"share": SHARE}, as_of=DAY, last=LAST)
    (block,) = found.blocks
    assert isinstance(block, Paragraph)
    assert block.sentence.text == (reads or text.text)  # type: ignore[attr-defined]
    assert undated([found], {"share": SHARE}, as_of=DAY, last=LAST) == []


def test_within_the_record_nothing_is_added() -> None:
    page = Section("ties", "Ties", (Paragraph(say("Sanctions stand between them.")),))
    assert with_dates([page], {}, as_of=LAST, last=LAST) == [page]
