"""The compiled files keep their own rules."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from detente.identity.records import codes_of, entities, name_index, names_of, normalise, period, read_rows

FILES = (
    "states", "spells", "names", "spellings", "places", "codes", "succession", "groups", "group_members",
    "major_powers", "capitals",
)  # fmt: skip


def test_every_file_names_its_sources() -> None:
    named = {row["file"] for row in read_rows("sources.csv")}
    assert named == {f"{name}.csv" for name in FILES}
    assert all(row["facts"] and row["document"] for row in read_rows("sources.csv"))


def test_codes_are_three_capital_letters_and_listed_once() -> None:
    listed = [row["code"] for row in read_rows("states.csv")]
    assert len(listed) == len(set(listed))
    assert all(len(code) == 3 and code.isascii() and code.isupper() for code in listed)


def test_every_row_speaks_of_a_listed_entity() -> None:
    known = set(entities())
    assert set(names_of()) == known
    assert set(codes_of()) - {""} <= known
    assert {row["code"] for row in read_rows("group_members.csv")} <= known
    assert {row["group"] for row in read_rows("group_members.csv")} == {row["group"] for row in read_rows("groups.csv")}
    for row in read_rows("succession.csv"):
        assert {row["predecessor"], row["successor"]} <= known


def test_every_entity_has_a_short_name_at_all_dates() -> None:
    for code, rows in names_of().items():
        assert any(row.use == "short" and row.period == (date.min, date.max) for row in rows), code


def test_periods_run_forward() -> None:
    for name, first, last in (
        ("spells.csv", "start", "end"),
        ("names.csv", "from", "to"),
        ("spellings.csv", "from", "to"),
        ("codes.csv", "from", "to"),
        ("group_members.csv", "from", "to"),
        ("states.csv", "since", "until"),
    ):
        for row in read_rows(name):
            one = period(row[first], row[last])
            assert one.start <= one.end, row


def test_spells_of_a_state_in_one_list_do_not_overlap() -> None:
    for entity in entities().values():
        for system in ("cow", "gw"):
            spells = sorted(s.period for s in entity.spells if s.system == system)
            assert all(a.end < b.start for a, b in pairwise(spells)), entity.code


def test_a_short_name_overlaps_no_other_dated_one_of_its_state() -> None:
    for code, rows in names_of().items():
        for use in ("short", "official"):
            dated = sorted(r.period for r in rows if r.use == use and r.period != (date.min, date.max))
            assert all(a.end < b.start for a, b in pairwise(dated)), (code, use)


def test_no_name_is_spelled_like_another_entitys_code() -> None:
    for key, rows in name_index().items():
        if key.upper() in entities():
            assert {row.code for row in rows} == {key.upper()}


def test_members_of_groups_exist_when_they_join() -> None:
    for row in read_rows("group_members.csv"):
        assert entities()[row["code"]].exists(date.fromisoformat(row["from"])), row


def test_whatever_is_not_plainly_a_state_has_a_note() -> None:
    for entity in entities().values():
        assert entity.kind in {"state", "territory", "disputed", "organisation"}
        if entity.kind != "state":
            assert entity.note.endswith("."), entity.code


def test_normalising_twice_changes_nothing() -> None:
    for key in name_index():
        assert normalise(key) == key
