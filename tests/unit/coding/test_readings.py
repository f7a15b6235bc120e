"""Sentences that are easily read wrongly, each made up for one rule of the coder."""

from __future__ import annotations

from datetime import date

import pytest

from detente.coding import code_text

DAY = date(2016, 5, 4)


def read(text: str) -> set[tuple[str, str, str]]:
    return {(act.source, act.target, act.type) for act in code_text(text, DAY)}


NO_ACT = [
    "Norway will close its ports if Chile attacks Peru.",  # a condition
    "The former Chilean president visits Norway.",  # no office any more
    "Chile's ousted prime minister visits Norway.",
    "Chile asks parliament for money for Peru.",  # its own body is addressed
    "Norway and Chile issue travel warnings for Peru.",  # a noun
    "Norway holds talks with an armed group. Chile waits.",
    "Chile ratifies the Treaty of Lisbon.",  # a document
    "A Norwegian military training mission in Chile begins.",
    "Envoys reject a ceasefire between Chile and Peru.",
    "The Norwegian prime minister arrives on a flight from Chile.",
    "Norwegian police arrest a Norwegian fisherman over a theft from a Chilean.",
    "Norway builds a port on islands close to the border with Chile.",
    "Norway warns of famine in Chile.",
    "Chile postpones a missile test after talks between Peru and Kenya collapse.",
    "The president of Chile fights cancer in Norway.",
]


@pytest.mark.parametrize("text", NO_ACT)
def test_no_act_is_read(text: str) -> None:
    assert read(text) == set()


ACTS = {
    "Chile announces plans to visit Norway.": {("CHL", "NOR", "CONSULT")},
    "Chile says Norway has seized a Chilean trawler.": {("NOR", "CHL", "COERCE"), ("CHL", "NOR", "ACCUSE")},
    "Norwegian jets bomb a Chilean port, according to the Chilean army.": {
        ("NOR", "CHL", "ASSAULT"),
        ("CHL", "NOR", "ACCUSE"),
    },
    "Chile says Norway has fired missiles into the ocean.": {("NOR", "CHL", "MOBILIZE"), ("CHL", "NOR", "ACCUSE")},
    "Norway withdraws from Chile.": {("NOR", "CHL", "RETREAT")},
    "Norway withdraws from a treaty with Chile.": {("NOR", "CHL", "SANCTION")},
    "Norway suspends its tariff on steel from Chile.": {("NOR", "CHL", "RETREAT")},
    "Norway resumes diplomatic relations with Chile.": {("NOR", "CHL", "COOPERATE"), ("CHL", "NOR", "COOPERATE")},
    "Norway agrees to pay Chile for a trawler.": {("NOR", "CHL", "AGREE")},
    "Norway agrees on a border with Chile.": {("NOR", "CHL", "AGREE"), ("CHL", "NOR", "AGREE")},
    "Norway holds talks about Peru with Chile.": {("NOR", "CHL", "CONSULT"), ("CHL", "NOR", "CONSULT")},
    "The parliament of Norway approves an invasion of Chile.": {("NOR", "CHL", "THREATEN")},
    "Norway declares the president of Chile a war criminal.": {("NOR", "CHL", "ACCUSE")},
    "Three Chilean diplomats are expelled from Norway.": {("NOR", "CHL", "SANCTION")},
    "A Chilean teacher is sentenced to death by hanging by a Norwegian court.": {("NOR", "CHL", "COERCE")},
    "Norway places a Chilean teacher on trial.": {("NOR", "CHL", "COERCE")},
    "Norway sends an ambassador to Chile.": {("NOR", "CHL", "COOPERATE")},
    "Norway announces the reopening of its border with Chile.": {("NOR", "CHL", "COOPERATE")},
}


@pytest.mark.parametrize(("text", "acts"), ACTS.items())
def test_the_act_is_read(text: str, acts: set[tuple[str, str, str]]) -> None:
    assert read(text) == acts
