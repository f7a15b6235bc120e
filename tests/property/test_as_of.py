"""Deleting every record known after the as-of date changes nothing in a brief, byte for byte."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente import publish
from detente.brief import Assessment, assess
from detente.errors import NoAnswer
from detente.publish import Format
from detente.store import Store
from truncated_store import PACK, truncated

PAIRS = (
    ("JPN", "RUS"), ("RUS", "UKR"), ("IND", "PAK"), ("CHN", "JPN"), ("KOR", "PRK"), ("USA", "PHL"), ("TWN", "CHN"),
    ("MNG", "LAO"), ("GEO", "RUS"), ("USA", "IRN"),
)  # fmt: skip
DAYS = st.dates(date(2003, 1, 1), date(2019, 12, 30))
TEXT: tuple[Format, ...] = ("json", "md")


def before(brief: Assessment) -> Assessment:
    """Return a brief without what it says after the fact."""
    return replace(
        brief,
        sections=tuple(s for s in brief.sections if not s.after_the_fact),
        figures={key: f for key, f in brief.figures.items() if not key.startswith("later.")},
    )


def texts(brief: Assessment) -> list[str | bytes]:
    """Return a brief as it is printed, as data and as Markdown."""
    return [publish.terminal(brief), *(publish.render(brief, form) for form in TEXT)]


@settings(derandomize=True, deadline=None, max_examples=12, suppress_health_check=[HealthCheck.too_slow])
@given(pair=st.sampled_from(PAIRS), day=DAYS)
def test_records_known_later_change_nothing(pair: tuple[str, str], day: date) -> None:
    with tempfile.TemporaryDirectory() as home:
        known = truncated(Path(home), day)
        every = Store.open(home=Path(home) / "home")
        alone = assess(*pair, as_of=day, retrospect=False, store=known)
        among = assess(*pair, as_of=day, retrospect=False, store=every)
        hindsight = before(assess(*pair, as_of=day, store=every))
    result = texts(alone)
    for brief in (among, hindsight):
        assert texts(brief) == result


@pytest.mark.parametrize(("pair", "day"), [(("JPN", "RUS"), date(2015, 9, 1)), (("RUS", "UKR"), date(2013, 12, 31))])
def test_the_page_is_the_same_too(pair: tuple[str, str], day: date, tmp_path: Path) -> None:
    alone = assess(*pair, as_of=day, retrospect=False, store=truncated(tmp_path, day))
    among = assess(*pair, as_of=day, store=Store.open(home=tmp_path / "home"))
    assert any(s.after_the_fact for s in among.sections)
    assert publish.render(before(among), "html") == publish.render(alone, "html")


@pytest.mark.parametrize("day", [date(2005, 7, 7), date(2014, 12, 31)])
def test_what_is_kept_was_known(day: date, tmp_path: Path) -> None:
    store = truncated(tmp_path, day)
    for name in (*PACK, "sanctions", "pacts", "pact_members", "ruptures", "disputes", "dispute_rungs", "chronicle"):
        frame = store.read(name, as_of=date(2020, 1, 1))
        for column in (c for c in frame.columns if c.endswith("known_on")):
            found = frame[column].max()
            assert found is None or found <= day, f"{name}.{column}"
        assert frame.equals(Store.open(home=tmp_path / "home").read(name, as_of=day)) or name in PACK


def test_no_answer_is_the_same_without_later_records(tmp_path: Path) -> None:
    day = date(2004, 1, 1)
    result = []
    for store in (truncated(tmp_path, day), Store.open(home=tmp_path / "home")):
        with pytest.raises(NoAnswer, match="not covered") as error:
            assess("Kiribati", "Palestine", as_of=day, store=store)
        result.append(error.value.message)
    assert result[0] == result[1]
