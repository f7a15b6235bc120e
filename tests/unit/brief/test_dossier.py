"""The dossier: how long it is, how its sections open, what its charts state, and wordings that were once wrong."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from functools import cache

import pytest

from detente import publish
from detente.brief import Assessment, assess
from detente.brief.evidence import Evidence
from detente.brief.sections.path import decisive, wars_begun
from detente.documents.document import Chart, Paragraph, RecordList, Section
from detente.documents.prose import Sentence
from detente.store import Store

AS_OF = date(2015, 9, 1)
TODAY = date(2026, 11, 30)
WORDS = 3000
DOSSIERS = (
    ("JPN", "RUS", AS_OF), ("JPN", "RUS", TODAY), ("TUR", "GRC", TODAY), ("CHN", "TWN", TODAY), ("ISR", "IRN", TODAY),
    ("KEN", "SOM", TODAY),
)  # fmt: skip
DRAWN = re.compile(r"··|[▁▂▃▄▅▆▇█]{3}")  # lines of a chart in characters


@cache
def dossier(a: str, b: str, day: date) -> Assessment:
    """Return a dossier, made once."""
    return assess(a, b, as_of=day)


def paragraphs(section: Section) -> list[Sentence]:
    """Return the paragraphs of a section."""
    return [block.sentence for block in section.blocks if isinstance(block, Paragraph)]


def chart(made: Assessment, key: str) -> Chart:
    """Return a chart by its key."""
    return next(found for found in made.charts if found.key == key)


@pytest.mark.parametrize(("a", "b", "day"), DOSSIERS)
def test_it_has_fewer_than_3000_words(a: str, b: str, day: date) -> None:
    lines = publish.terminal(dossier(a, b, day)).splitlines()
    words = [word for line in lines if not DRAWN.search(line) for word in line.split() if re.search(r"\w", word)]
    assert len(words) < WORDS


@pytest.mark.parametrize(("a", "b", "day"), DOSSIERS)
def test_each_section_opens_with_a_sentence(a: str, b: str, day: date) -> None:
    for section in (s for s in dossier(a, b, day).sections if s.key != "outlook"):
        assert section.silence is not None or isinstance(section.blocks[0], Paragraph), section.key


@pytest.mark.parametrize(("a", "b", "day"), DOSSIERS)
def test_titles_of_charts_claim_and_subtitles_measure(a: str, b: str, day: date) -> None:
    for found in dossier(a, b, day).charts:
        assert not any(ch.isdigit() for ch in found.title)
        assert "by year" in found.subtitle
        assert "by year" not in found.title
        assert found.description.figures, found.key  # the alternative text states the finding


@pytest.mark.parametrize(("a", "b", "day"), DOSSIERS)
def test_no_chart_of_acts_is_blank_for_long_after_the_last_estimate(a: str, b: str, day: date) -> None:
    found = chart(dossier(a, b, day), "temperature")
    years = [int(str(row["period"])) for row in found.rows]
    marked = [int(str(mark["date"])[:4]) for mark in found.marks]
    assert max(marked, default=0) - max(years) <= (max(years) - min(years)) / 6


@pytest.mark.parametrize(("a", "b"), [("RUS", "UKR"), ("GEO", "RUS"), ("SAU", "IRN"), ("ARM", "AZE")])
def test_years_of_invasions_ruptures_and_treaties_are_marked(a: str, b: str) -> None:
    made = dossier(a, b, TODAY)
    found = chart(made, "temperature")
    years = {int(str(row["period"])) for row in found.rows}
    evidence = Evidence(Store.open(), (a, b), TODAY, None, 3, "conduct")
    wars = wars_begun(evidence)
    wanted = {r.day.year for r in evidence.acts() if decisive(r, wars) and min(years) <= r.day.year <= max(years)}
    marked = {int(str(mark["date"])[:4]) for mark in found.marks}
    assert wanted
    assert wanted <= marked


@pytest.mark.parametrize(("a", "b", "day"), DOSSIERS)
def test_no_state_is_named_twice_among_the_targets_of_acts(a: str, b: str, day: date) -> None:
    for text in paragraphs(dossier(a, b, day).section("profiles")):
        spans = Counter(span.ref for span in text.spans if "%" in span.text and str(span.ref).startswith("attention."))
        assert max(spans.values(), default=0) <= 1, text.text


@pytest.mark.parametrize(("a", "b", "day"), DOSSIERS)
def test_nothing_moves_from_a_value_to_the_same_value(a: str, b: str, day: date) -> None:
    texts = [text.text for section in dossier(a, b, day).sections for text in paragraphs(section)]
    moved = [found[0] for text in texts for found in re.finditer(r"from (\S+?\d\S*)( in \d{4})? to \1[ ;.,]", text)]
    assert moved == []
    assert not [text for text in texts if re.search(r"\b0\.0( times|% went)|\b0\.0% of", text)]


def test_where_no_region_is_contested_the_last_year_of_trade_is_stated() -> None:
    silence = dossier("TUR", "GRC", TODAY).section("third-states").silence
    assert silence is not None
    years = [int(span.text) for span in silence.spans if span.kind == "date" and span.text.isdigit()]
    assert years
    assert max(years) <= 2022


def test_a_dispute_at_the_highest_rung_is_compared_with_the_rung_before() -> None:
    made = dossier("RUS", "UKR", TODAY)
    rungs = [[made.figures[key].value for key in text.figures if key.startswith("rung.")]
             for text in paragraphs(made.section("ties"))]  # fmt: skip
    assert [5.0, 3.0] in [found for found in rungs if found]


def test_a_pledge_of_dozens_of_states_is_no_tie_of_two_that_joined_later() -> None:
    cited = {key for text in paragraphs(dossier("JPN", "RUS", AS_OF).section("ties")) for key in text.records}
    assert not {key for key in cited if key.endswith(".tac")}
    founders = {key for text in paragraphs(assess("IDN", "MYS", as_of=AS_OF).section("ties")) for key in text.records}
    assert "pact.IDN.MYS.tac" in founders


def test_measures_of_a_group_are_not_sanctions_of_a_member() -> None:
    lists = [b for b in dossier("TUR", "GRC", TODAY).section("ties").blocks if isinstance(b, RecordList)]
    between = [b for b in lists if b.caption.startswith("Sanctions between")]
    group = [b for b in lists if b.caption.startswith("Sanctions of a group")]
    assert between == []
    assert len(group) == 1


def test_votes_of_a_seat_that_was_no_state_are_left_out() -> None:
    made = dossier("RUS", "UKR", TODAY)
    periods = {str(row["period"]) for row in chart(made, "votes").rows}
    assert min(periods) >= "1991"
    assert "agreement.RUS.UKR.1960" not in made.figures


@pytest.mark.parametrize(("a", "b", "day"), DOSSIERS)
def test_the_newest_record_of_a_source_is_that_of_a_record(a: str, b: str, day: date) -> None:
    assert max(source.known_on for source in dossier(a, b, day).sources) < day


@pytest.mark.parametrize(("a", "b", "day"), DOSSIERS)
def test_the_end_of_the_records_is_stated_once_a_section(a: str, b: str, day: date) -> None:
    for section in dossier(a, b, day).sections:
        text = " ".join(found.text for found in paragraphs(section))
        assert len(re.findall(r"the record ends on \d+ \w+ \d{4}\.", text)) <= 1, section.key


@pytest.mark.parametrize(("a", "b", "day"), DOSSIERS)
def test_the_title_of_the_votes_agrees_with_their_trend(a: str, b: str, day: date) -> None:
    made = dossier(a, b, day)
    for found in (found for found in made.charts if found.key == "votes"):
        trends = [f for key, f in made.figures.items() if key.startswith("agreement-trend.")]
        trend = max(trends, key=lambda figure: figure.period)
        assert trend.lo is not None
        assert trend.hi is not None
        assert ("no clear trend" in found.title) == (trend.lo < 0 < trend.hi)


@pytest.mark.parametrize(("a", "b", "day"), DOSSIERS)
def test_every_roll_call_has_a_subject(a: str, b: str, day: date) -> None:
    made = dossier(a, b, day)
    calls = [r for r in made.records.values() if r.kind == "roll call" and r.id.startswith("roll-call.")]
    subjects = [r for r in made.records.values() if r.id.endswith(".subject")]
    with_votes = not Store.open().read("roll_calls", as_of=day).is_empty()
    assert all("(" in r.text for r in calls) or not with_votes
    assert all(len(r.text) > 10 for r in subjects)


def test_a_pair_without_estimates_or_votes_has_no_record_from_the_year_of_the_question() -> None:
    assert str(TODAY.year) not in assess("CHN", "BTN", as_of=TODAY).subtitle
    assert dossier("RUS", "UKR", TODAY).since >= 1991
