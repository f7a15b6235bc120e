"""Every answer has a table, plain data and a page for notebooks, with the figures of the command line."""

from __future__ import annotations

import sys
from datetime import date
from types import SimpleNamespace

import numpy as np
import polars as pl
import pytest

import detente
from detente.documents.answer import Answer
from detente.errors import UsageError
from detente.store import Store

DAY = {"as_of": "2015-09-01"}
ANSWERS = {
    "roll call": lambda: detente.votes("A/RES/68/262", **DAY),
    "votes": lambda: detente.votes("Japan", "Russia", since=2010, **DAY),
    "pacts": lambda: detente.pacts("Japan", **DAY),
    "disputes": lambda: detente.disputes("Japan", "Russia", **DAY),
    "temperature": lambda: detente.temperature("Japan", "Russia", **DAY),
    "profile": lambda: detente.profile("Russia", beside="China", **DAY),
    "pull": lambda: detente.profile("Russia", beside="China", over="central-asia", **DAY),
    "architecture": lambda: detente.architecture(group="g7", since=2012, balance=True, **DAY),
    "panel": lambda: detente.panel("dyads", since=2000, until=2001, among="g7", add=["majors"], lag=["major_a:1"]),
    "what can be added": detente.panel_additions,
    "brief": lambda: detente.assess("Japan", "Russia", retrospect=False, **DAY),
    "state": lambda: detente.states("Japan", on="2015-09-01"),
    "states": lambda: detente.states(on="2015-09-01"),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_an_answer_has_a_table_plain_data_and_a_page(name: str) -> None:
    answer = ANSWERS[name]()
    assert isinstance(answer, Answer)
    assert answer.frame().height
    assert answer.as_dict()
    assert "<table" in answer._repr_html_()
    with pytest.raises(AttributeError):
        answer.states = ()


def test_pandas_gets_dates_and_missing_values(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", SimpleNamespace(DataFrame=dict))
    answer = detente.disputes("Japan", "Russia", **DAY)
    columns, frame = answer.to_pandas(), answer.frame()
    assert list(columns) == frame.columns
    assert columns["start"].dtype.kind == "M"
    assert np.isnat(columns["end"]).sum() == frame["end"].null_count() > 0


def test_without_pandas_the_error_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(UsageError, match="pip install pandas"):
        detente.votes("A/RES/68/262", **DAY).to_pandas()


def test_days_are_dates_iso_text_or_years() -> None:
    by_year = detente.votes("Japan", "Russia", since=2012, until=2014, **DAY)
    by_text = detente.votes("Japan", "Russia", since="2012", until="2014-12-31", as_of=date(2015, 9, 1))
    by_date = detente.votes("Japan", "Russia", since=date(2012, 1, 1), until=date(2014, 12, 31), **DAY)
    assert by_year.as_dict() == by_text.as_dict() == by_date.as_dict()
    for since in ("14", "2014-3-18", "20140318", 0):
        with pytest.raises(UsageError, match="invalid date"):
            detente.votes("Japan", "Russia", since=since)


def test_a_store_of_ones_own_is_read(tmp_path: object) -> None:
    store = Store.open()
    assert detente.pacts("Japan", "Russia", **DAY, store=store).as_dict() == (
        detente.pacts("Japan", "Russia", **DAY).as_dict()
    )


@pytest.mark.parametrize(
    "ask",
    [
        lambda: detente.votes("Japan", "Russia", by="decade"),
        lambda: detente.votes("Japan", "Russia", telling=-1),
        lambda: detente.votes("68/262", group="nowhere"),
        lambda: detente.votes("68/262", since=2010),
        lambda: detente.pacts("Japan", kind="love"),
        lambda: detente.temperature("Japan", "Russia", score="deed"),
        lambda: detente.temperature("Japan", "Russia", freq="day"),
        lambda: detente.profile("Russia", over="central-asia"),
        lambda: detente.states(system="un"),
        lambda: detente.architecture(of="trade"),
        lambda: detente.architecture(signs="love", balance=True, **DAY),
        lambda: detente.architecture(group="g7", around="Japan – Russia"),
        lambda: detente.architecture(add_pact=["China"]),
        lambda: detente.panel("dyads", lag=["major:x"], since=2000, until=2001),
        lambda: detente.assess("Japan", "Russia", horizon=11),
        lambda: detente.disputes("Japan", as_of="2999-01-01"),
        lambda: detente.disputes("Japan", as_of="yesterday"),
    ],
)
def test_an_option_outside_its_choices_is_an_error(ask: object) -> None:
    with pytest.raises(UsageError) as error:
        ask()
    assert error.value.exit_code == 2


def test_pairs_are_text_or_tuples() -> None:
    options = {"group": "Japan,USA,South Korea,China", "since": 2014, **DAY}
    by_text = detente.architecture(add_pact=["China – South Korea"], **options)
    by_pair = detente.architecture(add_pact=[("China", "South Korea")], **options)
    assert by_text.networks.added == by_pair.networks.added == (("CHN", "KOR"),)
    names = detente.architecture(**{**options, "group": ["Japan", "USA", "South Korea", "China"]})
    assert names.as_dict()["states"] == by_text.as_dict()["states"]


def test_lags_are_words_or_a_mapping() -> None:
    options = {"since": 2000, "until": 2002, "among": "g7", "add": ["majors"]}
    words = detente.panel("dyads", lag=["major_a", "major_a:2"], **options).frame()
    mapping = detente.panel("dyads", lag={"major_a": [1, 2]}, **options).frame()
    assert words.equals(mapping)


def test_names_are_read_in_a_scheme() -> None:
    assert detente.pacts("740", "365", scheme="cow", **DAY).states == ("JPN", "RUS")
    assert detente.profile("365", scheme="cow", **DAY).state == "RUS"
    frame = detente.temperature("740", "365", scheme="cow", **DAY).frame()
    assert frame.filter(pl.col("source") == "JPN").height
