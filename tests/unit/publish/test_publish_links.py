"""What leads to the appendices, and what the appendices hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from detente.documents.document import Paragraph
from detente.documents.figures import Figure, Record
from detente.documents.prose import Sentence, say
from detente.publish import render, terminal
from detente.publish.appendix import cited_records, families, stated_figures
from detente.publish.links import MARKER, linked
from detente.publish.page_content import outline
from publish_sample import sample

BRIEF = sample()
HEAT = Figure("heat", "Heat", 0.5, 0.4, 0.6, "sd", "2014", date(2014, 12, 31), "s")
COUNT = Figure("count", "Count", 2014, None, None, "count", "2014", date(2014, 12, 31), "s")
DAY = date(2013, 4, 29)
ACT = Record("act", "visit", "29 April 2013", DAY, "A visits B", "Gazette", DAY)
PACT = Record("pact", "pact", "since 29 April 2013", DAY, "Treaty of Friendship", "Gazette", DAY)
FIGURES = {figure.id: figure for figure in (HEAT, COUNT)}
RECORDS = {record.id: record for record in (ACT, PACT)}


def kinds(*sentences: Sentence) -> list[list[tuple[str, str]]]:
    return [[(p["text"], p["kind"]) for p in pieces] for pieces in linked(sentences, FIGURES, RECORDS)]


def test_of_a_record_only_the_date_leads_to_it() -> None:
    assert kinds(say("On record: {act:clause}.", act=ACT))[0] == [
        ("On record: ", "text"),
        ("on ", "text"),
        ("29 April 2013", "record"),
        (", A visits B", "text"),
        (".", "text"),
    ]


def test_a_record_named_beside_its_date_has_one_link() -> None:
    spans = kinds(say("{act} ({act:when})", act=ACT))[0]
    assert [kind for _, kind in spans].count("record") == 1
    assert not any(kind == "marker" for _, kind in spans)


def test_since_is_no_part_of_the_date() -> None:
    assert ("29 April 2013", "record") in kinds(say("{p}, {p:when}", p=PACT))[0]


def test_a_record_without_a_date_has_one_marker_that_can_be_read_aloud() -> None:
    pieces = linked([say("{act}; again {act}", act=ACT)], FIGURES, RECORDS)[0]
    markers = [p for p in pieces if p["kind"] == "marker"]
    assert [(m["text"], m["target"], m["label"]) for m in markers] == [(MARKER, "record-act", "Record: A visits B")]


def test_a_period_beside_its_own_number_is_plain() -> None:
    spans = kinds(say("{f} in {f:period}", f=HEAT))[0]
    assert spans == [("+0.50", "figure"), (" in ", "text"), ("2014", "text")]


def test_a_period_that_is_the_only_mention_stays_a_link() -> None:
    assert kinds(say("The coldest year was {f:period}.", f=HEAT))[0][1] == ("2014", "figure")


def test_a_value_that_reads_like_its_period_is_a_value() -> None:
    assert kinds(say("{n}", n=COUNT))[0] == [("2014", "figure")]


def test_the_cells_of_a_row_are_read_together() -> None:
    assert kinds(say("{f:period}", f=HEAT), say("{f:full}", f=HEAT))[0] == [("2014", "text")]


def test_words_bound_to_nothing_in_the_appendix_are_plain() -> None:
    assert linked([say("{f}, {act:clause}", f=HEAT, act=ACT)], {}, {})[0] == [
        {"text": text, "kind": "text", "target": None} for text in ("+0.50", ", ", "on 29 April 2013, A visits B")
    ]


def test_links_change_no_word() -> None:
    for section in BRIEF.sections:
        for block in section.blocks:
            if isinstance(block, Paragraph):
                pieces = linked([block.sentence], BRIEF.figures, BRIEF.records)[0]
                shown = "".join(p["text"] for p in pieces if p["kind"] != "marker")
                assert shown == block.sentence.text


def test_each_figure_is_listed_once_stated_or_by_the_chart_that_draws_it() -> None:
    stated = stated_figures(BRIEF)
    drawn = [figure.id for _, own in families(BRIEF) for figure in own]
    assert len(drawn) == len(set(drawn))
    assert stated.isdisjoint(drawn)
    assert stated | set(drawn) == set(BRIEF.figures)
    assert "temperature.JPN.RUS.2014" in stated
    assert "temperature.JPN.RUS.2005" in drawn


def test_what_the_text_links_to_is_among_the_stated_and_the_cited() -> None:
    laid = outline(BRIEF)
    held = {row["anchor"] for row in (*laid["figures"], *laid["records"], *laid["sources"])}
    reached = set(_targets({k: v for k, v in laid.items() if k not in {"families", "uncited"}}))
    assert reached
    assert reached <= held
    assert {record["id"] for record in laid["records"]} == cited_records(BRIEF)


def test_figures_that_only_a_chart_draws_are_folded_on_the_page_and_left_off_paper() -> None:
    page = render(BRIEF, "html").decode()
    folded = re.findall(r"<details><summary>[^<]*</summary>\n(.*?)</details>", page, re.DOTALL)
    assert any('id="figure-temperature.JPN.RUS.2005"' in part for part in folded)
    assert not any('id="figure-temperature.JPN.RUS.2014"' in part for part in folded)
    assert "temperature.JPN.RUS.2005" not in render(BRIEF, "md").decode()


@pytest.mark.parametrize("form", ["html", "md", "terminal"])
def test_what_came_after_stands_last_before_the_appendices(form: str) -> None:
    if form == "terminal":
        text = terminal(BRIEF)
        parts = ("WHAT IS LIKELY NEXT?", "WHAT THE RECORDS LACK", "│ WHAT HAPPENED?", "SOURCES")
    else:
        text = render(BRIEF, form).decode()  # type: ignore[arg-type]
        text = text[text.index("</nav>") :] if form == "html" else text
        parts = ("What is likely next?", "What the records lack", "What happened?", "Figures")
    places = [text.index(part) for part in parts]
    assert places == sorted(places)


def test_hindsight_is_fenced_line_by_line_without_a_page() -> None:
    lines = terminal(BRIEF).splitlines()
    a, b = lines.index("│ WHAT HAPPENED?"), lines.index("SOURCES")
    assert all(line.startswith("│") for line in lines[a : b - 1])
    text = render(BRIEF, "md").decode()
    own = text[text.index("> ## What happened?") : text.index("## Figures")]
    assert all(line.startswith(">") for line in own.strip().splitlines())


def test_the_acts_of_a_chart_are_listed_under_it_in_text() -> None:
    lines = [line.split(maxsplit=4) for line in terminal(BRIEF).splitlines()]
    assert ["1", "16", "August", "2006", "Fishing boat fired on."] in lines
    assert ["12", "12", "August", "2014", "Drill on the islands."] in lines
    assert "\n12. 12 August 2014: Drill on the islands\n" in render(BRIEF, "md").decode()


def _targets(tree: Any) -> Iterator[str]:
    match tree:
        case dict():
            if isinstance(tree.get("target"), str) and tree.get("kind") != "date":
                yield tree["target"]
            for held in tree.values():
                yield from _targets(held)
        case list():
            for held in tree:
                yield from _targets(held)
        case _:
            return
