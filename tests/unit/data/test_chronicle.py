"""The chronicle of acts, compiled by hand, keeps its own rules."""

from __future__ import annotations

import csv
import itertools
import re
from collections import Counter
from datetime import date
from importlib.resources import files

import pytest

from detente.catalog import table
from detente.identity import resolve

COLUMNS = list(table("chronicle").names)
FIRST, LAST = date(2002, 1, 1), date(2026, 3, 28)
DOCUMENT_KINDS = {
    *("ministry", "head-of-state", "gazette", "treaty", "un", "court", "parliament", "international-organisation"),
}
LEAST_ACTS = {
    "JPN-RUS": 40,
    "CHN-JPN": 8,
    "JPN-KOR": 8,
    "RUS-UKR": 8,
    "IND-PAK": 8,
    "AUS-CHN": 8,
    "RUS-USA": 8,
    "CHN-RUS": 8,
    "JPN-USA": 8,
    "CHN-IND": 8,
    "CHN-PHL": 8,
    "PHL-USA": 8,
    "KOR-USA": 8,
    "PRK-RUS": 8,
    "AUS-JPN": 8,
    "IND-JPN": 8,
    "CHN-USA": 8,
    "PRK-USA": 8,
}


def lines(name: str = "chronicle") -> list[str]:
    """Return a file's lines, header first."""
    text = (files("detente") / "resources" / "facts" / f"{name}.csv").read_bytes().decode("utf-8")
    assert "\r" not in text
    return text.splitlines()


@pytest.fixture(scope="module")
def acts() -> list[dict[str, str]]:
    """Return the acts, one mapping a row."""
    return list(csv.DictReader(lines()))


def states(cell: str) -> list[str]:
    """Split a cell of codes."""
    return cell.split(";") if cell else []


def pairs(act: dict[str, str]) -> set[str]:
    """Return the unordered pairs an act concerns: actor and target, or the parties of a joint act."""
    actors, targets = states(act["actors"]), states(act["targets"])
    met = itertools.product(actors, targets) if targets else itertools.combinations(actors, 2)
    return {"-".join(sorted(pair)) for pair in met}


def test_header_and_size(acts: list[dict[str, str]]) -> None:
    assert lines()[0].split(",") == COLUMNS
    assert len(acts) >= 200
    assert all(None not in act and None not in act.values() for act in acts)


def test_ids_are_unique_dated_slugs(acts: list[dict[str, str]]) -> None:
    ids = [act["id"] for act in acts]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d(-[a-z0-9]+)+", name) for name in ids)
    assert all(act["id"].startswith(act["date"]) for act in acts)


def test_acts_stand_in_order(acts: list[dict[str, str]]) -> None:
    order = [(act["date"], act["id"]) for act in acts]
    assert order == sorted(order)


def test_dates_agree_with_their_precision(acts: list[dict[str, str]]) -> None:
    for act in acts:
        day, known = date.fromisoformat(act["date"]), date.fromisoformat(act["known_on"])
        assert FIRST <= day <= LAST, act["id"]
        assert known >= day, act["id"]
        if act["end_date"]:
            assert act["precision"] == "day", act["id"]
            assert date.fromisoformat(act["end_date"]) > day, act["id"]
        if act["precision"] == "month":
            assert day.day == 1, act["id"]
            assert (known.year, known.month) > (day.year, day.month) or known.day >= 28, act["id"]
        if act["precision"] == "year":
            assert (day.month, day.day) == (1, 1), act["id"]
            assert known >= date(day.year, 12, 31), act["id"]


def test_documents_and_disputes_come_from_their_lists(acts: list[dict[str, str]]) -> None:
    disputes = {row["id"] for row in csv.DictReader(lines("disputes"))}
    assert {act["document_kind"] for act in acts} <= DOCUMENT_KINDS
    assert {act["dispute"] for act in acts} <= disputes | {""}


def test_no_act_stands_twice(acts: list[dict[str, str]]) -> None:
    parties = Counter(
        (act["date"], act["kind"], frozenset(states(act["actors"])), frozenset(states(act["targets"]))) for act in acts
    )
    assert [key for key, count in parties.items() if count > 1] == []


def test_every_state_resolves_to_itself_at_the_date(acts: list[dict[str, str]]) -> None:
    for act in acts:
        for code in states(act["actors"]) + states(act["targets"]):
            assert resolve(code, on=act["date"], scheme="code").code == code, act["id"]


def test_actors_and_targets_are_apart(acts: list[dict[str, str]]) -> None:
    for act in acts:
        actors, targets = states(act["actors"]), states(act["targets"])
        assert actors, act["id"]
        assert len(set(actors)) == len(actors), act["id"]
        assert len(set(targets)) == len(targets), act["id"]
        assert not set(actors) & set(targets), act["id"]
        assert targets or len(actors) >= 2, act["id"]


def test_text_is_one_short_clean_sentence(acts: list[dict[str, str]]) -> None:
    for act in acts:
        text = act["text"]
        assert 20 <= len(text) <= 140, act["id"]
        assert text[0].isupper(), act["id"]
        assert not text.endswith("."), act["id"]
        assert "—" not in text, act["id"]


def test_no_cell_has_stray_space(acts: list[dict[str, str]]) -> None:
    for act in acts:
        for cell in act.values():
            assert cell == cell.strip(), act["id"]
            assert "  " not in cell, act["id"]


def test_every_act_names_a_document(acts: list[dict[str, str]]) -> None:
    assert all(len(act["document"]) >= 10 for act in acts)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (r"Takeshima|Dokdo", r"Takeshima/Dokdo|Takeshima Day"),
        (r"Senkaku|Diaoyu", r"Senkaku/Diaoyu Islands"),
        (
            r"Southern Kurils|Northern Territories",
            r"Southern Kurils \(Northern Territories\)|Territories Day",
        ),
        (r"Etorofu|Iturup", r"Etorofu \(Iturup\)|Iturup \(Etorofu\)"),
    ],
)
def test_contested_places_carry_both_names(acts: list[dict[str, str]], text: str, name: str) -> None:
    named = [act for act in acts if re.search(text, act["text"])]
    assert named
    assert not [act["id"] for act in named if not re.search(name, act["text"])]


@pytest.mark.parametrize("pair", sorted(LEAST_ACTS))
def test_the_briefed_pairs_are_covered(acts: list[dict[str, str]], pair: str) -> None:
    counts = Counter(name for act in acts for name in pairs(act))
    assert counts[pair] >= LEAST_ACTS[pair]


def test_every_year_is_covered(acts: list[dict[str, str]]) -> None:
    years = Counter(act["date"][:4] for act in acts)
    assert min(years[str(year)] for year in range(2005, 2023)) >= 10
