"""The labelled items: their form, and how far the two annotators agree. The texts themselves are not in the project."""

from __future__ import annotations

import csv
import re
from pathlib import Path

from detente.catalog import PLOVER
from detente.identity.records import entities

LABELS = Path(__file__).parents[2] / "reference" / "coding" / "labels.csv"
ACT = re.compile(r"(\??)([A-Z]{3})([>=])([A-Z]{3}):([A-Z/]+)")


def pairs(cell: str, *, firm: bool) -> set[tuple[str, str]]:
    """Return the directed pairs of a cell: those without a question mark, or all."""
    found = set()
    for doubt, source, mark, target, _ in ACT.findall(cell):
        if not (doubt and firm):
            found |= {(source, target)} | ({(target, source)} if mark == "=" else set())
    return found


def rows() -> list[dict[str, str]]:
    with LABELS.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_half_of_the_items_are_sealed() -> None:
    halves = [row["half"] for row in rows()]
    assert (halves.count("development"), halves.count("sealed")) == (250, 250)
    assert len({row["item"] for row in rows()}) == 500


def test_every_label_is_an_act_between_two_states() -> None:
    for row in rows():
        for act in f"{row['first']} {row['second']}".split():
            match = ACT.fullmatch(act)
            assert match, act
            assert {match[2], match[4]} <= set(entities())
            assert set(match[5].split("/")) <= set(PLOVER)


def test_fresh_labels_are_of_other_items_and_acts_between_states() -> None:
    with LABELS.with_name("labels_fresh.csv").open(encoding="utf-8", newline="") as lines:
        fresh = list(csv.DictReader(lines))
    items = {row["item"] for row in fresh}
    assert len(fresh) == len(items) == 461
    assert not items & {row["item"] for row in rows()}
    for act in (act for row in fresh for act in row["label"].split()):
        match = ACT.fullmatch(act)
        assert match, act
        assert {match[2], match[4]} <= set(entities())
        assert set(match[5].split("/")) <= set(PLOVER)


def test_the_annotators_agree() -> None:
    first = {(row["item"], *pair) for row in rows() for pair in pairs(row["first"], firm=True)}
    second = {(row["item"], *pair) for row in rows() for pair in pairs(row["second"], firm=True)}
    assert (len(first | second), len(first & second)) == (344, 300)
