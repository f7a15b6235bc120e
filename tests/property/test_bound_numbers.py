"""Every number that a brief prints leads back to a figure, a record or a date, and was known by the date asked."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente import publish
from detente.brief import Assessment, assess
from detente.documents.document import Chart, Grid, Judgements, Paragraph, RecordList
from detente.documents.prose import Sentence

PAIRS = (
    ("JPN", "RUS"), ("RUS", "UKR"), ("IND", "PAK"), ("CHN", "JPN"), ("USA", "PHL"), ("TWN", "CHN"), ("MNG", "LAO"),
    ("AUS", "CHN"), ("USA", "RUS"), ("KOR", "PRK"), ("GEO", "RUS"), ("USA", "IRN"),
)  # fmt: skip
FIGURE_KEYS = {"id", "label", "value", "lo", "hi", "unit", "period", "known_on", "source", "coverage"}
JUDGEMENT_KEYS = {"id", "text", "term", "lo", "hi", "probability", "settled_by", "figures"}
VOCABULARY = ("scale.icd203.", "document.icd203")  # the words of a brief, not evidence in it


def sentences(brief: Assessment) -> Iterator[Sentence]:
    """Every sentence of a brief."""
    yield from brief.missing
    for section in brief.sections:
        if section.silence is not None:
            yield section.silence
        for block in section.blocks:
            match block:
                case Paragraph(sentence):
                    yield sentence
                case Grid():
                    yield from (cell for row in block.rows for cell in row)
                case Judgements(items):
                    for judgement in items:
                        yield from (judgement.sentence, judgement.question)
                case Chart():
                    yield block.description
                case RecordList():
                    pass


@settings(derandomize=True, deadline=None, max_examples=24, suppress_health_check=[HealthCheck.too_slow])
@given(pair=st.sampled_from(PAIRS), day=st.dates(date(2003, 1, 1), date(2021, 12, 31)))
def test_a_brief_keeps_its_promises(pair: tuple[str, str], day: date) -> None:
    """One brief an example, and every promise of it: a brief takes far longer to make than to check."""
    brief = assess(*pair, as_of=day)
    assert (brief.pair, brief.as_of) == (pair, day)
    every_span_with_a_digit_is_bound(brief)
    charts_and_lists_draw_what_is_registered(brief)
    the_json_has_the_promised_shape(brief)
    what_is_stated_was_known(brief)


def every_span_with_a_digit_is_bound(brief: Assessment) -> None:
    known = {"figure": brief.figures, "record": brief.records}
    for span in (span for sentence in sentences(brief) for span in sentence.spans):
        if span.kind in known:
            assert span.ref in known[span.kind], span
        elif span.kind == "date":
            assert len(str(span.ref)) == 4 or date.fromisoformat(str(span.ref)), span
        else:
            assert span.ref is None
            assert not any(ch.isdigit() for ch in span.text), span


def charts_and_lists_draw_what_is_registered(brief: Assessment) -> None:
    for chart in brief.charts:
        for row in chart.rows:
            figure = brief.figures.get(str(row["figure"])) if "figure" in row else None
            assert figure is not None or chart.kind == "fan", row
            if figure is not None:
                assert row["value"] == pytest.approx(figure.value, abs=5e-5)
                assert row["period"] == figure.period
        assert all(str(mark["record"]) in brief.records for mark in chart.marks)
    for section in brief.sections:
        for block in section.blocks:
            if isinstance(block, RecordList):
                assert block.records
                assert all(brief.records[r.id] == r for r in block.records)
            if isinstance(block, Grid):
                assert block.rows
                assert all(len(row) == len(block.header) == len(block.align) for row in block.rows)


def the_json_has_the_promised_shape(brief: Assessment) -> None:
    data = json.loads(publish.render(brief, "json"))
    assert data["pair"] == list(brief.pair)
    assert data["as_of"] == brief.as_of.isoformat()
    ids = {f["id"] for f in data["figures"]}
    assert len(ids) == len(data["figures"])
    for figure in data["figures"]:
        assert set(figure) == FIGURE_KEYS
        assert figure["lo"] is None or figure["lo"] <= figure["value"] <= figure["hi"], figure
    for judgement in data["judgements"]:
        assert set(judgement) == JUDGEMENT_KEYS
        assert judgement["lo"] - 0.01 <= judgement["probability"] <= judgement["hi"] + 0.01
        assert set(judgement["figures"]) <= ids
        assert judgement["term"] in judgement["text"]
        percent = f"({judgement['lo'] * 100:.0f}–{judgement['hi'] * 100:.0f}%)"
        assert f"{judgement['term']} {percent}" in judgement["text"]
        assert "confiden" not in judgement["text"].lower()
    assert {f["source"] for f in data["figures"]} <= {s["id"] for s in data["sources"]}


def what_is_stated_was_known(brief: Assessment) -> None:
    day = brief.as_of
    dated = [*brief.figures.values(), *brief.records.values()]
    late = [f.id for f in dated if f.known_on > day and not f.id.startswith(("later.", *VOCABULARY))]
    assert late == []
    later = [f for f in brief.figures.values() if f.id.startswith("later.")]
    assert all(f.known_on > day for f in later if not f.id.startswith("later.forecast."))
    assert {f.source for f in brief.figures.values()} <= {s.id for s in brief.sources}
