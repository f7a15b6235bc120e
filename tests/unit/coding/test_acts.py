"""What the coder reads from sentences made up for it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.catalog import PLOVER, QUADS
from detente.coding import code_text
from detente.coding.lexicon import rows, words
from detente.coding.tokens import clean, sentences
from detente.identity.records import entities

DAY = date(2016, 5, 4)


def read(text: str, day: date = DAY) -> set[tuple[str, str, str]]:
    return {(act.source, act.target, act.type) for act in code_text(text, day)}


ACTIVE = {
    "Norway condemns Chile over a trawler.": ("NOR", "CHL", "ACCUSE"),
    "The government of Peru rejects a claim by Kenya.": ("PER", "KEN", "REJECT"),
    "Finland's military shells Estonia.": ("FIN", "EST", "ASSAULT"),
    "Ghana imposes sanctions on Nepal.": ("GHA", "NPL", "SANCTION"),
    "Spain recalls its ambassador to Cuba.": ("ESP", "CUB", "SANCTION"),
    "Greece expels three diplomats of Malta.": ("GRC", "MLT", "SANCTION"),
    "Oman closes its airspace to aircraft of Jordan.": ("OMN", "JOR", "SANCTION"),
    "Japan removes Ghana from its whitelist of trusted partners.": ("JPN", "GHA", "SANCTION"),
    "Qatar sends aid to Haiti.": ("QAT", "HTI", "AID"),
    "Brazil sends missiles to Chad.": ("BRA", "TCD", "AID"),
    "Peru lifts sanctions on Laos.": ("PER", "LAO", "RETREAT"),
    "Sweden extradites a banker to Canada.": ("SWE", "CAN", "COOPERATE"),
    "Kenya votes against Togo.": ("KEN", "TGO", "REJECT"),
    "Austria urges Hungary to reopen a bridge.": ("AUT", "HUN", "REQUEST"),
    "Austria threatens to close a border with Hungary.": ("AUT", "HUN", "THREATEN"),
}


@pytest.mark.parametrize(("text", "act"), ACTIVE.items())
def test_an_active_clause(text: str, act: tuple[str, str, str]) -> None:
    assert act in read(text)


def test_a_passive_clause_names_its_agent_after_by() -> None:
    assert read("Two Danish fishermen are arrested by Polish police.") == {("POL", "DNK", "COERCE")}


def test_a_meeting_has_both_directions() -> None:
    assert read("The presidents of Chile and Peru meet in Geneva.") == {
        ("CHL", "PER", "CONSULT"),
        ("PER", "CHL", "CONSULT"),
    }


def test_offices_and_names_stand_within_a_list() -> None:
    text = "Norwegian Prime Minister Kari Nordmann and President Ana Pérez of Chile hold talks in Geneva."
    assert {("NOR", "CHL", "CONSULT"), ("CHL", "NOR", "CONSULT")} == read(text)
    assert read("Amid tensions between Norway and Chile, Peru condemns Kenya.") == {("PER", "KEN", "ACCUSE")}


def test_both_countries_are_the_two_named_before() -> None:
    text = "A border between Norway and Chile is drawn. Both countries accuse each other of fraud."
    assert {("NOR", "CHL", "ACCUSE"), ("CHL", "NOR", "ACCUSE")} <= read(text)


def test_an_action_may_stand_in_the_sentence_before() -> None:
    assert ("CHL", "NOR", "ACCUSE") in read("Norway tests a missile. Chile condemns the test.")


def test_weapons_launched_at_a_state_are_an_attack() -> None:
    assert read("Twenty Norwegian missiles are launched at Chile.") == {("NOR", "CHL", "ASSAULT")}
    said = read("Chile says that Norway has shelled a cathedral.")
    assert said == {("NOR", "CHL", "ASSAULT"), ("CHL", "NOR", "ACCUSE")}


def test_an_amount_in_dollars_and_a_crash_are_no_acts() -> None:
    assert read("Norway halts imports worth US$3 billion.") == set()
    assert read("A Norwegian plane crashes in northern Chile, killing two.") == set()


def test_what_stands_between_commas_is_passed_over() -> None:
    assert read("The president of Peru, accompanied by ministers, visits Kenya.") == {("PER", "KEN", "CONSULT")}
    assert read("Norway bombs a port as Chile condemns this act.") >= {("CHL", "NOR", "ACCUSE")}


def test_bans_on_travel_are_a_mode_of_their_own() -> None:
    (ban,) = code_text("Norway bans travellers from Chile.", DAY)
    (other,) = code_text("Norway bans fish from Chile.", DAY)
    assert (ban.type, ban.mode, other.type, other.mode) == ("SANCTION", "travel", "SANCTION", "ban")


def test_acronyms_are_written_in_capitals_and_organisations_are_no_states() -> None:
    assert read("Car bombs kill twenty people in Chile.") == set()
    assert read("CSTO forces enter Chile.") == set()


def test_strikes_and_talks_are_named_by_nouns() -> None:
    assert ("FIN", "EST", "ASSAULT") in read("Finnish airstrikes in Estonia kill four people.")
    assert ("NOR", "CHL", "CONSULT") in read("Talks between Norway and Chile end without result.")


def test_fighting_is_named_by_nouns() -> None:
    both = {("NOR", "CHL", "ASSAULT"), ("CHL", "NOR", "ASSAULT")}
    assert read("Three Norwegian and two Chilean soldiers are killed during border clashes.") == both
    assert read("Norway declares a state of emergency after clashes with Chile.") >= both
    assert read("Two Norwegian and a Chilean soldier are killed in a clash with rebels.") == set()
    assert read("Norway and Chile agree to end a stand-off between Norway and Chile.") == {
        ("NOR", "CHL", "AGREE"),
        ("CHL", "NOR", "AGREE"),
    }


def test_a_duty_is_a_demand() -> None:
    (act,) = code_text("Norway says that Chile must return a trawler.", DAY)
    assert (act.source, act.target, act.type, act.quad, act.rule) == (
        "NOR",
        "CHL",
        "REQUEST",
        "verbal_conflict",
        "duty",
    )


def test_what_is_refused_or_not_done_is_no_cooperation() -> None:
    assert read("Norway will not meet Chile.") == {("NOR", "CHL", "REJECT")}
    assert read("Norway does not attack Chile.") == set()


def test_what_may_come_is_a_threat_or_a_promise() -> None:
    assert read("Norway considers sanctioning Chile.") <= {("NOR", "CHL", "THREATEN")}
    assert read("Norway may bomb Chile.") == {("NOR", "CHL", "THREATEN")}


@pytest.mark.parametrize(
    "text",
    [
        "Norwegian rebels attack Chile.",  # not the state
        "A Norwegian singer visits Chile.",  # nor a person
        "In football, Norway beat Chile in the World Cup.",
        "Air France flies to the South China Sea.",  # neither is a state
        "Norway reports heavy rain near the border with Sweden.",
    ],
)
def test_what_is_not_an_act_of_a_state(text: str) -> None:
    assert read(text) == set()


def test_a_state_that_had_ended_is_not_named_by_its_capital() -> None:
    assert read("Berlin condemns Chile.") == {("DEU", "CHL", "ACCUSE")}


def test_the_topic_before_a_colon_is_no_act() -> None:
    assert read("Norwegian attack on Chile: Peru condemns Kenya.") == {("PER", "KEN", "ACCUSE")}


def test_agencies_and_abbreviations() -> None:
    assert clean("Norway protests. (Agency) (Other Agency)") == "Norway protests."
    assert sentences("The U.S. Navy sails. Chile protests.") == ["The U.S. Navy sails.", "Chile protests."]


def test_every_row_of_the_lists_is_of_the_catalog_and_has_a_reason() -> None:
    for file in ("verbs.csv", "nouns.csv"):
        for row in rows(file):
            assert row["type"] in {*PLOVER, ""}  # no type: what the words name is no act
            assert row["quad"] in ({*QUADS} if row["type"] else {""})
            assert row["reason"], row
    lists = ("actors", "officeholders", "masks", "heads", "words", "irregular", "sports")
    for file in (f"{name}.csv" for name in lists):
        assert [row for row in rows(file) if not row["reason"]] == []
    assert {row["code"] for row in rows("actors.csv")} - {""} <= set(entities())
    assert "by" in words("preposition")


def test_an_office_holder_has_a_document_and_acts_while_in_office() -> None:
    holders = rows("officeholders.csv")
    assert [row for row in holders if not (row["source"] and row["from"])] == []
    assert {row["code"] for row in holders} <= set(entities())
    assert [row for row in holders if row["until"] and row["until"] < row["from"]] == []
    assert read("Macron visits Chile.", date(2020, 1, 2)) == {("FRA", "CHL", "CONSULT")}
    assert read("Macron visits Chile.", date(2016, 1, 2)) == set()


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["Norway", "Chile", "the", "army", "attacks", "by", "says", "that", "'s", ",", ".", "(", "é", "\u200b"]
        )
    )
)
def test_any_text_is_read(parts: list[str]) -> None:
    for act in code_text(" ".join(parts), DAY):
        assert act.source != act.target
        assert act.type in PLOVER
