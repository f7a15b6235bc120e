"""Prose binds its numbers; figures and records write themselves."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.documents.figures import Figure, Record
from detente.documents.prose import Year, say
from detente.documents.register import Register
from detente.errors import DataError, UnboundNumber

DAY = date(2014, 12, 31)
FIGURE = Figure("t.JPN.RUS.2014", "Temperature", -0.98, -1.08, -0.89, "sd", "2014", DAY, "conduct-temperature")
RECORD = Record("chronicle.a", "visit", "1 March 2014", date(2014, 3, 1), "It happened in 2014", "A document", DAY)


@given(st.text().filter(lambda s: any(ch.isdigit() for ch in s) and not set(s) & set("{}")))
def test_a_loose_number_is_refused(text: str) -> None:
    with pytest.raises(UnboundNumber, match="states a number bound to no figure"):
        say(text)
    with pytest.raises(UnboundNumber):
        say("{words}", words=text)


def test_bound_numbers_pass_and_leave_their_reference() -> None:
    sentence = say(
        "{f} ({f:interval}) in {f:period}; {r:clause}; {y}; {d}.", f=FIGURE, r=RECORD, y=Year(2013), d=date(2015, 9, 1)
    )
    assert sentence.text == (
        "−0.98 (−1.08 to −0.89) in 2014; on 1 March 2014, It happened in 2014; 2013; 1 September 2015."
    )
    assert sentence.figures == ("t.JPN.RUS.2014",)
    assert sentence.records == ("chronicle.a",)
    assert [s.ref for s in sentence.spans if s.kind == "date"] == ["2013", "2015-09-01"]


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (0.004, "sd", "0.00"), (-0.004, "sd", "0.00"), (0.126, "sd", "+0.13"), (0.256, "share", "26%"),
        (3.0, "count", "3"), (1714.4, "count", "1714"), (0.25, "agreement", "0.25"), (-0.1, "kappa", "−0.10"),
    ],
)  # fmt: skip
def test_a_figure_is_written_by_its_unit(value: float, unit: str, text: str) -> None:
    assert format(Figure("x", "X", value, None, None, unit, "2014", DAY, "s"), "") == text


def test_formats_that_do_not_exist_are_refused() -> None:
    with pytest.raises(ValueError, match="figure format"):
        format(FIGURE, "loud")
    with pytest.raises(ValueError, match="record format"):
        format(RECORD, "loud")
    with pytest.raises(ValueError, match="unknown unit 'mile'"):
        Figure("x", "X", 1.0, None, None, "mile", "2014", DAY, "s")


def test_one_id_has_one_number() -> None:
    register = Register()
    register.add(FIGURE)
    assert register.add(FIGURE) is FIGURE
    with pytest.raises(DataError, match=r"two figures are called t\.JPN\.RUS\.2014: -0\.98 and 0\.5"):
        register.figure(FIGURE.id, "Temperature", 0.5, "sd", "2014", DAY, "conduct-temperature")


def test_a_copy_of_a_register_grows_alone() -> None:
    register = Register()
    register.add(FIGURE)
    copy = Register.of(register)
    copy.figure("later.x", "X", 1.0, "count", "2015", DAY, "facts")
    copy.record(RECORD)
    assert list(register.figures) == [FIGURE.id]
    assert register.records == {}
    assert list(copy.figures) == [FIGURE.id, "later.x"]
