"""The compiled list of capitals: every state of the lists has one, on every day of its life."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from detente.identity.records import entities, period, read_rows

ROWS = list(read_rows("capitals.csv"))


def capital(code: str, on: date) -> str:
    (name,) = [r["capital"] for r in ROWS if r["code"] == code and period(r["from"], r["until"]).covers(on)]
    return name


def test_every_state_of_the_lists_has_a_capital_and_no_other_does() -> None:
    assert {row["code"] for row in ROWS} == {code for code, entity in entities().items() if entity.spells}


def test_one_capital_follows_another_without_a_gap() -> None:
    for code in {row["code"] for row in ROWS}:
        spells = [period(row["from"], row["until"]) for row in ROWS if row["code"] == code]
        assert (spells[0].start, spells[-1].end) == (date.min, date.max)
        assert all(after.start == before.end + timedelta(days=1) for before, after in pairwise(spells))


def test_places_are_on_the_globe_to_two_decimals() -> None:
    for row in ROWS:
        assert -90 <= float(row["lat"]) <= 90
        assert -180 < float(row["lon"]) <= 180
        assert all(len(row[name].partition(".")[2]) == 2 for name in ("lat", "lon"))


def test_the_precision_of_a_move_is_reported() -> None:
    for row in ROWS:
        assert bool(row["from"] or row["until"]) == bool(row["precision"])
        assert row["precision"] in ("", "day", "year")


def test_capitals_move_on_their_day() -> None:
    assert (capital("RUS", date(1918, 3, 11)), capital("RUS", date(1918, 3, 12))) == ("Saint Petersburg", "Moscow")
    assert (capital("BRA", date(1960, 4, 20)), capital("BRA", date(1960, 4, 21))) == ("Rio de Janeiro", "Brasília")
    assert (capital("TUR", date(1923, 10, 12)), capital("TUR", date(1923, 10, 13))) == ("Constantinople", "Ankara")
    assert capital("CHN", date(1940, 1, 1)) == "Chongqing"
    assert capital("DEU", date(1900, 1, 1)) == capital("DEU", date(1990, 10, 3)) == "Berlin"
    assert capital("BRD", date(1989, 1, 1)) == "Bonn"
