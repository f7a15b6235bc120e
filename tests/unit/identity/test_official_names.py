"""The names of published lists lead to their states, and what looks like them to none."""

from __future__ import annotations

from datetime import date

import pytest
from official_names import GLEDITSCH_WARD, ISO, UCDP, UNITED_NATIONS, WORLD_BANK, pairs

from detente.errors import AmbiguousState, UnknownState, UsageError
from detente.identity import resolve, resolve_during, resolve_state
from detente.identity.records import entities

TODAY = date(2026, 1, 1)
FIRST_OF_UCDP, LAST_OF_LISTS = date(1946, 1, 1), date(2017, 12, 31)
SINCE = {"German Federal Republic": date(1949, 9, 21), "Yugoslavia": date(1918, 12, 1)}
UNTIL = {"Yugoslavia": date(2006, 6, 4)}
CURRENT = [(name, code) for listed in (ISO, WORLD_BANK, UNITED_NATIONS) for code, name in pairs(listed)]


@pytest.mark.parametrize(("name", "code"), CURRENT)
def test_a_name_of_a_current_list_is_its_state(name: str, code: str) -> None:
    on = min(TODAY, entities()[code].lifetime[-1].end)
    assert resolve(name, on).code == resolve(name.upper(), on).code == code


@pytest.mark.parametrize(("first", "listed"), [(FIRST_OF_UCDP, UCDP), (date.min, GLEDITSCH_WARD)])
def test_a_name_of_a_dated_list_is_its_state_on_every_first_and_last_day(first: date, listed: str) -> None:
    for code, name in pairs(listed):
        spells = [s.period for s in entities()[code].spells if s.system == "gw" and s.period.end >= first]
        days = {max(p.start, first) for p in spells} | {min(p.end, LAST_OF_LISTS) for p in spells}
        since, until = SINCE.get(name, first), UNTIL.get(name, date.max)
        days = {day for day in days if since <= day <= until} | ({until} - {date.max})
        assert days, name
        assert {day: resolve(name, day).code for day in days} == dict.fromkeys(days, code), name


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Dem. Rep. Congo", "COD"), ("Central African Rep.", "CAF"), ("S. Sudan", "SSD"), ("W. Sahara", "ESH"),
        ("Eq. Guinea", "GNQ"), ("N. Macedonia", "MKD"), ("Solomon Is.", "SLB"), ("Bosnia and Herz.", "BIH"),
        ("Korea (South)", "KOR"), ("Samoa (American)", "ASM"), ("Guinea, Equatorial", "GNQ"),
        ("Tanzania / Tanganyika", "TZA"), ("Burma/Myanmar", "MMR"), ("Iran, Isl. Rep.", "IRN"),
    ],
)  # fmt: skip
def test_abbreviations_and_inversions_are_read(name: str, code: str) -> None:
    assert resolve(name, TODAY).code == code


@pytest.mark.parametrize(
    "name",
    [
        "Georgia (US)", "Georgia, US", "Virgin Islands (France)", "Niger (Nigeria)", "Paris, France", "Tokyo (Japan)",
        "Korea, Japan", "United States of Brazil", "Republic of Samoa (American)", "Ireland, Northern", "Rep.",
        "Islands", "the Republic of the", "Dominica, Dominican Republic", "China, Japan",
        "Yemen/South Yemen", "Germany / East Germany", "Vietnam/South Vietnam", "Cambodia/Thailand",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_name_is_no_state(name: str) -> None:
    with pytest.raises(UnknownState):
        resolve(name, TODAY)


@pytest.mark.parametrize(("name", "codes"), [("Congo", ("COD", "COG")), ("Korea", ("KOR", "PRK"))])
def test_the_two_names_that_two_states_share_today_stay_ambiguous(name: str, codes: tuple[str, str]) -> None:
    with pytest.raises(AmbiguousState) as caught:
        resolve(name, TODAY)
    assert all(code in caught.value.message for code in codes)


@pytest.mark.parametrize(
    ("name", "state"),
    [
        ("Scotland", "GBR"), ("Northern Ireland", "GBR"), ("England", "GBR"), ("Catalonia", "ESP"), ("Crimea", "UKR"),
        ("Kurdistan", "IRQ"), ("Kashmir", "IND"), ("Hyderabad", "IND"), ("Xinjiang", "CHN"), ("Chechnya", "RUS"),
    ],
)  # fmt: skip
def test_a_part_of_a_state_is_refused_and_its_state_named(name: str, state: str) -> None:
    with pytest.raises(UnknownState) as caught:
        resolve(name, TODAY)
    assert f"({state})" in caught.value.message
    assert caught.value.candidates == ()


@pytest.mark.parametrize(
    ("name", "hint"),
    [("Afganistan", "AFG"), ("Phillipines", "PHL"), ("Isreal", "ISR"), ("Irak", "IRQ"), ("Columbia", "COL"),
     ("Untied States", "USA"), ("Republic of Kazakstan", "KAZ"), ("Korea, Dem. Repub.", "PRK")],
)  # fmt: skip
def test_a_misspelt_name_is_answered_with_the_name(name: str, hint: str) -> None:
    with pytest.raises(UnknownState) as caught:
        resolve(name, TODAY)
    assert hint in {candidate[-4:-1] for candidate in caught.value.candidates}


@pytest.mark.parametrize("name", ["Atlantis", "Wakanda", "Narnia", "Northland", "Westphalia", "Gaul", "zzz", "QQ"])
def test_what_is_near_nothing_gets_no_hint(name: str) -> None:
    with pytest.raises(UnknownState) as caught:
        resolve(name, TODAY)
    assert caught.value.candidates == ()


@pytest.mark.parametrize(
    ("name", "member", "key"),
    [("EU", "France", "'eu'"), ("NATO", "Canada", "'nato'"), ("European Union", "France", "'eu'"),
     ("G7", "Japan", "'g7'"), ("BRICS", "Brazil", "'brics'"), ("OPEC", "Kuwait", "'opec'")],
)  # fmt: skip
def test_a_group_is_reported_as_such_with_its_members_and_options(name: str, member: str, key: str) -> None:
    with pytest.raises(UnknownState) as caught:
        resolve_state(name, "2015-01-01")
    for part in ("organisation" if name not in {"G7", "BRICS"} else "group", member, key, "--group"):
        assert part in caught.value.message


@pytest.mark.parametrize(
    ("pair", "code"),
    [("AT", "AUT"), ("CR", "CRI"), ("PG", "PNG"), ("NE", "NER"), ("MC", "MCO")],
)
def test_two_letters_whose_rival_is_no_state_need_no_scheme(pair: str, code: str) -> None:
    assert resolve(pair, TODAY).code == code


def test_a_code_of_a_region_and_a_state_is_the_state() -> None:
    assert resolve("SAF", TODAY).code == "ZAF"
    with pytest.raises(UsageError, match="ZAF"):
        resolve("SAF", "1900-01-01")


@pytest.mark.parametrize(
    ("name", "start", "end", "code"),
    [
        ("Soviet Union", "1950-01-01", "1960-12-31", "RUS"),
        ("Soviet Union", "1980-01-01", "2020-12-31", "RUS"),
        ("West Germany", "1960-01-01", "1961-12-31", "BRD"),
        ("Germany", "1816-01-01", "2020-12-31", "DEU"),
        ("Germany", "1900-01-01", "1945-12-31", "DEU"),
        ("Austria", "1850-01-01", "1900-12-31", "AUH"),
        ("Vietnam", "1960-01-01", "2000-12-31", "VNM"),
        ("Korea", "1890-01-01", "1900-12-31", "KRE"),
        ("Czechoslovakia", "1980-01-01", "2020-12-31", "CSK"),
    ],
)
def test_over_a_span_a_name_is_read_on_the_last_day_that_has_it(name: str, start: str, end: str, code: str) -> None:
    assert resolve_during(name, start, end).code == code


@pytest.mark.parametrize(("name", "start", "end"), [("Germany", 1950, 1960), ("Korea", 2000, 2014)])
def test_over_a_span_too_two_states_of_one_name_are_ambiguous(name: str, start: int, end: int) -> None:
    with pytest.raises(AmbiguousState):
        resolve_during(name, f"{start}-01-01", f"{end}-12-31")


def test_over_a_span_without_the_state_the_heir_is_named() -> None:
    with pytest.raises(UsageError, match=r"2000-01-01 to 2010-12-31.*Czech Republic \(CZE\)"):
        resolve_during("Czechoslovakia", "2000-01-01", "2010-12-31")
