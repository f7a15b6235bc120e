"""Every answer as a document: numbers bound, sources named, staleness first, the same in every format."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest

from detente.answers.architecture import architecture
from detente.answers.disputes import disputes
from detente.answers.document_answer import DocumentAnswer
from detente.answers.pacts import pacts
from detente.answers.profile import profile
from detente.answers.temperature import temperature
from detente.answers.votes import votes
from detente.documents.document import Chart, Document, Grid, Paragraph
from detente.documents.network_drawing import NetworkDrawing
from detente.documents.prose import Sentence
from detente.publish import notebook_html, render, terminal
from detente.starter.pack import STARTER
from detente.store import Store
from known_sample import records, store_of

DAY = "2015-09-01"
ASK = {
    "votes": lambda day: votes("Japan", "Russia", as_of=day),
    "roll call": lambda day: votes("A/RES/68/262", as_of=day),
    "pacts of two": lambda day: pacts("Japan", "United States", as_of=day),
    "pacts of one": lambda day: pacts("Japan", as_of=day),
    "disputes of two": lambda day: disputes("Japan", "Russia", as_of=day),
    "disputes of one": lambda day: disputes("China", as_of=day),
    "temperature": lambda day: temperature("Japan", "Russia", as_of=day),
    "profile": lambda day: profile("Russia", beside="China", as_of=day),
    "architecture": lambda day: architecture(of="cooperation", balance=True, add_pact=["China – Russia"], as_of=day),
    "pull": lambda day: profile("Russia", beside="China", over="central-asia", as_of=day),
}


# The same from a store with made-up records of the user's own
OWN = {
    "own votes": lambda store, day: votes("China", "Japan", split="2005-06-01", telling=3, as_of=day, store=store),
    "own votes together": lambda store, day: votes("China", "Japan", telling=2, together=True, as_of=day, store=store),
    "own votes by session": lambda store, day: votes(
        "China", "Japan", by="session", since=2004, as_of=day, store=store
    ),
    "own votes of a window": lambda store, day: votes("China", "Japan", by="window", as_of=day, store=store),
    "own roll call": lambda store, day: votes("A/RES/60/1", group=["brics", "g7"], as_of=day, store=store),
    "own pacts of two": lambda store, day: pacts("Japan", "United States", as_of=day, store=store),
    "own pacts of one": lambda store, day: pacts("China", as_of=day, store=store),
    "own disputes of two": lambda store, day: disputes("Japan", "Russia", as_of=day, store=store),
    "own disputes of one": lambda store, day: disputes("China", as_of=day, store=store),
}


@pytest.fixture(scope="module")
def own_store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return store_of(records(), tmp_path_factory.mktemp("home"), STARTER)


@pytest.fixture(scope="module", params=[*ASK, *OWN])
def answer(request: pytest.FixtureRequest, own_store: Store) -> DocumentAnswer:
    if request.param in OWN:
        return OWN[request.param](own_store, DAY)  # type: ignore[no-any-return]
    return ASK[request.param](DAY)  # type: ignore[no-any-return]


@pytest.fixture(scope="module")
def document(answer: DocumentAnswer) -> Document:
    return answer.to_document()


def sentences(document: Document) -> Iterator[Sentence]:
    yield from document.missing
    for section in document.sections:
        for block in section.blocks:
            match block:
                case Paragraph(sentence):
                    yield sentence
                case Grid(_, _, rows, _):
                    yield from (cell for row in rows for cell in row)
                case Chart() | NetworkDrawing():
                    yield block.description
                case _:
                    pass


def test_every_digit_is_bound(document: Document) -> None:
    for sentence in sentences(document):
        for span in sentence.spans:
            assert span.ref is not None or not re.search(r"\d", span.text), sentence.text
            if span.kind == "figure":
                assert span.ref in document.figures
            if span.kind == "record":
                assert span.ref in document.records


def test_figures_and_charts_name_sources_and_figures_that_are_there(document: Document) -> None:
    known = {source.id for source in document.sources}
    assert known
    assert {figure.source for figure in document.figures.values()} <= known
    drawn = {row["figure"] for chart in document.charts for row in chart.rows if row.get("figure")}
    assert drawn <= set(document.figures)


def test_nothing_in_it_was_known_after_the_day(document: Document) -> None:
    assert max((f.known_on for f in document.figures.values()), default=document.as_of) <= document.as_of
    assert all(record.known_on <= document.as_of for record in document.records.values())


@pytest.mark.parametrize("format_", ["html", "md", "json"])
def test_each_format_has_every_section_and_the_same_bytes(document: Document, format_: str) -> None:
    page = render(document, format_)  # type: ignore[arg-type]
    assert render(document, format_) == page  # type: ignore[arg-type]
    text = page.decode()
    for section in document.sections:
        assert re.sub(r"\W", "", section.title) in re.sub(r"\W|amp", "", text)
    if format_ == "json":
        assert [f["id"] for f in json.loads(text)["figures"]] == list(document.figures)


def test_a_terminal_holds_every_line(document: Document) -> None:
    assert max(map(len, terminal(document, width=72).splitlines())) <= 72


def test_a_notebook_gets_a_part_of_a_page_with_the_charts(answer: DocumentAnswer, document: Document) -> None:
    part = answer._repr_html_()
    assert part == notebook_html(document)
    assert part.startswith('<div class="detente">')
    assert "href=" not in part
    assert part.count('role="img"') == len(document.drawings)


@pytest.mark.parametrize("name", ["temperature", "profile", "pull"])
def test_the_first_line_says_that_records_are_old(name: str) -> None:
    paragraphs = {}
    for day in (DAY, "2026-01-01"):
        first = ASK[name](day).to_document().sections[0].blocks[0]
        assert isinstance(first, Paragraph)
        paragraphs[day] = first.sentence.text
    assert "end in 20" in paragraphs["2026-01-01"]
    assert "end in 20" not in paragraphs[DAY]


def test_a_pair_s_ladder_ends_with_the_record_and_names_its_rungs() -> None:
    document = disputes("Japan", "Russia", as_of=DAY).to_document()
    (chart,) = document.charts
    assert chart.rows[-1]["period"] == DAY
    assert chart.bands[0]["name"] == "settled"
    assert document.figures["rung.kurils"].value == 2
