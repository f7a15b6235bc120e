"""A target is plain data, and what can't be resolved is refused before it is stored."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import UsageError
from detente.forecasts import MEASURES, ResolutionRule, Target
from detente.forecasts.resolution import READERS

CODES = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=3, max_size=3)
DAYS = st.dates(date(1946, 1, 1), date(2060, 12, 31))


@st.composite
def targets(draw: st.DrawFn) -> Target:
    measure = draw(st.sampled_from(sorted(MEASURES)))
    record = draw(st.text(min_size=1)) if measure in {"rung", "sanction"} else None
    yearly = record is None
    first, last = draw(DAYS), draw(DAYS)
    first, last = min(first, last), max(first, last)
    if yearly:
        first, last = first.replace(month=1, day=1), last.replace(month=12, day=31)
    aggregate = draw(st.sampled_from(["all", "any"] if yearly else ["value", "all", "any"]))
    return Target(
        id=draw(st.text(min_size=1)),
        unit=tuple(draw(st.lists(CODES, min_size=2 if yearly else 1, max_size=2))),
        measure=measure,
        operator=draw(st.sampled_from(["<", "<=", ">", ">="])),
        threshold=draw(st.floats(allow_nan=False, allow_infinity=False)),
        first=first,
        last=last,
        rule=ResolutionRule(draw(st.text()), draw(st.text()), aggregate, record),
    )


@given(target=targets())
def test_json_holds_all_of_a_target(target: Target) -> None:
    text = target.to_json()
    assert "\n" not in text
    assert Target.from_json(text) == target
    assert Target.from_dict(json.loads(json.dumps(target.as_dict()))) == target


def test_every_measure_can_be_resolved() -> None:
    assert set(MEASURES) == set(READERS)


PLAIN: dict[str, Any] = {
    "id": "agreement.JPN.RUS.2017",
    "unit": ["JPN", "RUS"],
    "measure": "agreement",
    "operator": "<",
    "threshold": 0.6,
    "first": "2017-01-01",
    "last": "2017-12-31",
    "rule": {"text": "Raw agreement is below 0.6.", "dataset": "unga-votes", "aggregate": "value", "record": None},
}


@pytest.mark.parametrize(
    ("change", "value"),
    [
        ({"id": ""}, ""),
        ({"unit": []}, ()),
        ({"unit": ["JPN", "RUS", "USA"]}, ("JPN", "RUS", "USA")),
        ({"unit": ["JPN", ""]}, ("JPN", "")),
        ({"unit": ["JPN"]}, ("JPN",)),
        ({"first": "2017-01-02"}, (date(2017, 1, 2), date(2017, 12, 31))),
        ({"last": "2018-12-31"}, (date(2017, 1, 1), date(2018, 12, 31))),
        ({"measure": "warmth"}, "warmth"),
        ({"operator": "=="}, "=="),
        ({"threshold": float("nan")}, float("nan")),
        ({"last": "2016-12-31"}, (date(2017, 1, 1), date(2016, 12, 31))),
        ({"first": "2017"}, ("2017", "2017-12-31")),
        ({"rule": PLAIN["rule"] | {"aggregate": "mean"}}, "mean"),
        ({"rule": PLAIN["rule"] | {"record": "kurils"}}, "kurils"),
        ({"measure": "rung"}, None),
    ],
)
def test_what_could_not_be_resolved_is_refused_with_its_value(change: dict[str, Any], value: object) -> None:
    with pytest.raises(UsageError) as caught:
        Target.from_dict(PLAIN | change)
    assert repr(caught.value.value) == repr(value)


@pytest.mark.parametrize("change", [{"model": "mine"}, {"rule": {"text": ""}}, {"rule": "below 0.6"}])
def test_fields_too_many_or_too_few_are_refused(change: dict[str, Any]) -> None:
    with pytest.raises(UsageError):
        Target.from_dict(PLAIN | change)
    with pytest.raises(UsageError):
        Target.from_dict({key: cell for key, cell in PLAIN.items() if key != "threshold"})


@pytest.mark.parametrize("text", ["", "[]", "{", "3"])
def test_text_that_is_not_a_target_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        Target.from_json(text)
