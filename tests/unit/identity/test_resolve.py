from __future__ import annotations

import subprocess
import sys

import pytest

from detente.errors import AmbiguousState, NotAStateThen, UnknownState, UsageError
from detente.identity import State, resolve

ACROSS_TIME = [
    # USSR and Russia
    ("Russia", "1985-03-11", "RUS"),
    ("RUS", "1985-03-11", "RUS"),
    ("365", "1985-03-11", "RUS"),
    ("Soviet Union", "1985-03-11", "RUS"),
    ("U.S.S.R.", "1985-03-11", "RUS"),
    ("Soviet", "1962-10-22", "RUS"),
    ("Russian Empire", "1877-04-24", "RUS"),
    ("Russian", "2014-03-18", "RUS"),
    # The Germanies
    ("Prussia", "1866-07-03", "DEU"),
    ("Germany", "1914-08-01", "DEU"),
    ("West Germany", "1970-01-01", "BRD"),
    ("FRG", "1970-01-01", "BRD"),
    ("GDR", "1970-01-01", "DDR"),
    ("East German", "1970-01-01", "DDR"),
    ("Germany", "1990-10-03", "DEU"),
    # Vietnam
    ("North Vietnam", "1965-01-01", "VNM"),
    ("816", "1965-01-01", "VNM"),
    ("South Vietnam", "1965-01-01", "RVN"),
    ("817", "1965-01-01", "RVN"),
    ("Vietnam", "1980-01-01", "VNM"),
    # Yemen
    ("Yemen", "1950-01-01", "YAR"),
    ("North Yemen", "1980-01-01", "YAR"),
    ("South Yemen", "1980-01-01", "YPR"),
    ("Yemen", "1990-05-22", "YEM"),
    # Yugoslavia and its successors
    ("Serbia", "1900-01-01", "SRB"),
    ("Yugoslavia", "1955-01-01", "SRB"),
    ("Yugoslavia", "1999-03-24", "SRB"),
    ("Serbia and Montenegro", "2004-01-01", "SRB"),
    ("Serbia", "2010-01-01", "SRB"),
    ("Montenegro", "2006-06-12", "MNE"),
    ("Kosovo", "2008-02-20", "XKX"),
    # Partitions and unions
    ("Czechoslovakia", "1968-08-21", "CSK"),
    ("Czech Republic", "1993-01-01", "CZE"),
    ("Slovakia", "1993-01-01", "SVK"),
    ("Sudan", "2000-01-01", "SDN"),
    ("South Sudan", "2011-07-09", "SSD"),
    ("Pakistan", "1965-09-06", "PAK"),
    ("Bangladesh", "1971-12-16", "BGD"),
    ("Austria", "1900-01-01", "AUH"),
    ("Austria", "1960-01-01", "AUT"),
    ("Korea", "1900-01-01", "KRE"),
    # Renamed
    ("Burma", "1960-01-01", "MMR"),
    ("Burma", "2020-01-01", "MMR"),
    ("Persia", "1907-08-31", "IRN"),
    ("Ceylon", "1955-01-01", "LKA"),
    ("Zaire", "1980-01-01", "COD"),
    ("Siam", "1900-01-01", "THA"),
    ("Republic of China", "1937-07-07", "CHN"),
    ("Republic of China", "1960-01-01", "TWN"),
]


@pytest.mark.parametrize(("text", "on", "code"), ACROSS_TIME)
def test_names_and_numbers_follow_states_through_time(text: str, on: str, code: str) -> None:
    assert resolve(text, on).code == code


@pytest.mark.parametrize(
    "text",
    [
        "Côte d'Ivoire",
        "cote d’ivoire",
        "COTE DIVOIRE",
        "  Ivory   Coast ",
        "côte-d'ivoire",
        "the Ivory Coast",
    ],
)
def test_case_accents_and_punctuation_do_not_matter(text: str) -> None:
    if text == "côte-d'ivoire":
        assert resolve("Côte d Ivoire").code == "CIV"
    assert resolve(text).code == "CIV"


@pytest.mark.parametrize(
    ("pair", "fips", "iso"),
    [
        ("AU", "AUT", "AUS"),
        ("AS", "AUS", "ASM"),
        ("CH", "CHN", "CHE"),
        ("AG", "DZA", "ATG"),
        ("NI", "NGA", "NIC"),
        ("GM", "DEU", "GMB"),
        ("GG", "GEO", "GGY"),
        ("GB", "GAB", "GBR"),
        ("KR", "KIR", "KOR"),
        ("PS", "PLW", "PSE"),
        ("SU", "SDN", None),
        ("BG", "BGD", "BGR"),
        ("RS", "RUS", "SRB"),
        ("IS", "ISR", "ISL"),
        ("ES", "SLV", "ESP"),
        ("UK", "GBR", None),
        ("SP", "ESP", None),
        ("UP", "UKR", None),
        ("JA", "JPN", None),
    ],
)
def test_two_letters_that_fips_and_iso_read_apart_need_a_scheme(pair: str, fips: str, iso: str | None) -> None:
    on = "2015-01-01"
    assert resolve(pair, on, scheme="fips").code == fips
    if iso is None:
        assert resolve(pair, on).code == fips
        with pytest.raises(UsageError):
            resolve(pair, on, scheme="iso2")
        return
    assert resolve(pair, on, scheme="iso2").code == iso
    with pytest.raises(AmbiguousState) as caught:
        resolve(pair, on)
    assert len(caught.value.candidates) == 2
    assert "scheme='fips'" in caught.value.message


def test_a_pair_that_means_one_state_in_both_schemes_needs_none() -> None:
    assert resolve("US").code == "USA"
    assert resolve("fr").code == "FRA"


def test_reused_iso_codes_depend_on_the_date() -> None:
    assert resolve("CS", "1980-01-01", scheme="iso2").code == "CSK"
    assert resolve("CS", "2005-01-01", scheme="iso2").code == "SRB"
    assert resolve("DE", "1980-01-01", scheme="iso2").code == "BRD"
    assert resolve("DEU", "1980-01-01", scheme="iso3").code == "BRD"
    assert resolve("SUN", "1985-01-01", scheme="iso3").code == "RUS"


@pytest.mark.parametrize(
    ("number", "on", "cow", "gw"),
    [
        ("260", "2000-01-01", None, "DEU"),
        ("678", "2000-01-01", None, "YEM"),
        ("970", "2005-01-01", "NRU", "KIR"),
    ],
)
def test_numbers_that_the_lists_read_apart_need_a_scheme(number: str, on: str, cow: str | None, gw: str) -> None:
    with pytest.raises(AmbiguousState, match="scheme='cow' or scheme='gw'"):
        resolve(number, on)
    assert resolve(number, on, scheme="gw").code == gw
    if cow is None:
        with pytest.raises(NotAStateThen):
            resolve(number, on, scheme="cow")
    else:
        assert resolve(number, on, scheme="cow").code == cow


def test_numbers_that_one_state_bears_in_either_list_need_no_scheme() -> None:
    assert resolve("255", "2000-01-01").code == "DEU"
    assert resolve("260", "1980-01-01").code == "BRD"
    assert resolve(679, "2000-01-01").code == "YEM"
    assert resolve("678", "1980-01-01").code == "YAR"
    assert resolve("340", "2010-01-01").code == "SRB"
    assert resolve("345", "2010-01-01").code == "SRB"


def test_the_two_lists_number_states_in_their_own_way() -> None:
    assert (resolve("Germany", "2000-01-01").cow, resolve("Germany", "2000-01-01").gw) == (255, 260)
    assert (resolve("Yemen", "2000-01-01").cow, resolve("Yemen", "2000-01-01").gw) == (679, 678)
    assert (resolve("Serbia", "2010-01-01").cow, resolve("Serbia", "2010-01-01").gw) == (345, 340)
    assert (resolve("Yugoslavia", "1950-01-01").cow, resolve("Yugoslavia", "1950-01-01").gw) == (345, 345)
    assert (resolve("Japan", "1950-01-01").cow, resolve("Japan", "1950-01-01").gw) == (None, 740)


@pytest.mark.parametrize(
    ("text", "on", "codes"),
    [
        ("Korea", "2015-01-01", {"KOR", "PRK"}),
        ("Congo", "2015-01-01", {"COD", "COG"}),
        ("Yemen", "1980-01-01", {"YAR", "YPR"}),
        ("Germany", "1960-01-01", {"BRD", "DDR"}),
        ("German", "1960-01-01", {"BRD", "DDR"}),
        ("Vietnam", "1965-01-01", {"VNM", "RVN"}),
        ("Dominican", "2015-01-01", {"DMA", "DOM"}),
        ("Congolese", "2015-01-01", {"COD", "COG"}),
    ],
)
def test_an_ambiguous_name_names_its_candidates_and_their_years(text: str, on: str, codes: set[str]) -> None:
    with pytest.raises(AmbiguousState) as caught:
        resolve(text, on)
    assert {c.split("(")[1][:3] for c in caught.value.candidates} == codes
    assert all(any(year in c for year in ("18", "19")) for c in caught.value.candidates)
    assert caught.value.value == text


def test_a_state_not_yet_there_says_since_when_and_where_to_look() -> None:
    with pytest.raises(NotAStateThen) as caught:
        resolve("Ukraine", "1980-01-01")
    assert "1991-12-01" in caught.value.message
    assert "Soviet Union (RUS)" in caught.value.message
    assert caught.value.exit_code == 2


def test_a_state_no_longer_there_names_its_successor() -> None:
    with pytest.raises(NotAStateThen, match=r"1990-10-02.*Germany \(DEU\)"):
        resolve("East Germany", "2000-01-01")
    with pytest.raises(NotAStateThen, match=r"Czech Republic \(CZE\) or Slovakia \(SVK\)"):
        resolve("Czechoslovakia", "2000-01-01")


def test_a_former_name_after_its_time_names_the_state_as_it_is_called() -> None:
    with pytest.raises(NotAStateThen, match=r"1922-12-30 to 1991-12-25.*Russia \(RUS\)"):
        resolve("Soviet Union", "2015-01-01")


def test_an_unknown_name_comes_with_near_ones_best_first() -> None:
    with pytest.raises(UnknownState) as caught:
        resolve("Rusia")
    assert caught.value.candidates[0] == "Russia (RUS)"
    assert "Did you mean" in caught.value.message
    with pytest.raises(UnknownState) as caught:
        resolve("xqzv")
    assert caught.value.candidates == ()


@pytest.mark.parametrize("text", ["", "   ", "...", "9999", "ZZ", "ZZZ", "²"])
def test_nothing_resolves_to_nothing(text: str) -> None:
    with pytest.raises(UnknownState):
        resolve(text)


def test_a_region_is_not_a_state() -> None:
    with pytest.raises(UnknownState, match=r"region \(Europe\)"):
        resolve("EUR", scheme="cameo")


def test_unreadable_schemes_and_dates_are_usage_errors() -> None:
    with pytest.raises(UsageError, match="fips"):
        resolve("AS", scheme="fibs")
    with pytest.raises(UsageError, match="1991-12-26"):
        resolve("Russia", "last year")


@pytest.mark.parametrize(
    ("text", "code", "kind", "message"),
    [
        ("Taiwan", "TWN", "disputed", "People's Republic of China claims"),
        ("Kosovo", "XKX", "disputed", "declared independence"),
        ("Palestine", "PSE", "disputed", "observer state"),
        ("Western Sahara", "ESH", "disputed", "non-self-governing"),
        ("Hong Kong", "HKG", "territory", "special administrative region"),
        ("Macau", "MAC", "territory", "special administrative region"),
        ("EU", "EUE", "organisation", "union of European states"),
        ("NATO", "NTO", "organisation", "North Atlantic Treaty"),
        ("United Nations", "UNO", "organisation", "1945"),
    ],
)
def test_what_is_not_plainly_a_state_says_what_it_is(text: str, code: str, kind: str, message: str) -> None:
    state = resolve(text, "2020-01-01")
    assert (state.code, state.kind) == (code, kind)
    assert message in state.note
    assert state.note.endswith(".")


def test_kosovo_has_no_iso_code_and_taiwan_is_a_member_of_both_lists() -> None:
    kosovo = resolve("Kosovo", "2020-01-01")
    assert (kosovo.iso3, kosovo.iso_numeric, kosovo.cow, kosovo.gw) == (None, None, 347, 347)
    assert resolve("XKX", "2020-01-01", scheme="iso3") == kosovo
    taiwan = resolve("Taiwan", "2020-01-01")
    assert (taiwan.cow, taiwan.gw, taiwan.iso_numeric) == (713, 713, 158)


def test_a_cow_abbreviation_that_is_another_states_code_needs_its_scheme() -> None:
    assert resolve("AUS", "2015-01-01").code == "AUS"
    assert resolve("AUS", "2015-01-01", scheme="cowabb").code == "AUT"
    assert resolve("SWZ", "2015-01-01", scheme="cowabb").code == "CHE"
    assert resolve("UKG", "2015-01-01").code == "GBR"


def test_a_state_is_frozen_and_prints_its_name() -> None:
    state = resolve("Japan", "2015-01-01")
    assert isinstance(state, State)
    assert str(state) == "Japan"
    assert (state.iso2, state.iso3, state.iso_numeric, state.fips, state.cameo) == (
        "JP",
        "JPN",
        392,
        "JA",
        "JPN",
    )
    with pytest.raises(AttributeError):
        state.code = "XXX"  # type: ignore[misc]


def test_resolving_loads_neither_polars_nor_numpy() -> None:
    program = (
        "import sys, detente.identity.resolution as r; r.resolve('Russia');"
        "sys.exit(bool({'polars', 'numpy', 'duckdb'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0  # noqa: S603 - our own text
