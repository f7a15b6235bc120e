"""Acts of rows: what a file gives by name, and what is found by code."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from detente.catalog import PLOVER, QUADS
from detente.identity.records import entities
from detente.sources.events.event_format import filled
from detente.sources.events.event_rows import UNCLASSIFIED, EventConventions, EventRows, event_rows
from detente.sources.events.keys import key_of
from detente.sources.events.repeated_rows import Repeats

TODAY = date(2026, 1, 31)
CONVENTIONS = EventConventions("iso3", date.fromisoformat, date.fromisoformat, {"quad": "QuadClass"})  # type: ignore[arg-type]


def read(**columns: list[object]) -> EventRows:
    size = len(next(iter(columns.values())))
    rows = {"date": ["2014-03-18"] * size, "source_place": ["RUS"] * size, "target_place": ["UKR"] * size, **columns}
    schema = {"id": pl.String, "cameo": pl.String, "quad": pl.String, "plover": pl.String}
    frame = pl.DataFrame(rows, schema_overrides={name: dtype for name, dtype in schema.items() if name in rows})
    numbers = {"unit": pl.Series([0] * size, dtype=pl.UInt32), "line": pl.Series(range(1, size + 1), dtype=pl.Int64)}
    return event_rows(filled(frame.with_columns(**numbers)), CONVENTIONS, {0: None}, TODAY)


def test_what_is_of_a_list_is_an_enum_of_it() -> None:
    acts = read(cameo=["190", "010", "---"])
    types = acts.frame.schema
    assert types["quad"] == pl.Enum(QUADS)
    assert types["plover"] == pl.Enum(PLOVER)
    assert types["source"] == types["target"] == pl.Enum(sorted(entities()))
    assert acts.frame.select("cameo", "quad", "plover", "flags").rows() == [
        ("190", "material_conflict", "ASSAULT", 0),
        ("010", "verbal_cooperation", None, 0),
        (None, None, None, UNCLASSIFIED),
    ]


def test_what_the_file_gives_counts_before_what_the_code_says() -> None:
    acts = read(cameo=["190", "190", None], quad=["Verbal_Conflict", None, None], plover=[None, "coerce", "aid"])
    assert acts.frame.select("quad", "plover").rows() == [
        ("verbal_conflict", "ASSAULT"),
        ("material_conflict", "COERCE"),
        (None, "AID"),
    ]


def test_texts_of_no_list_are_rejected_once_and_kept_as_texts() -> None:
    acts = read(
        cameo=["190", "999", "010", "051", "030"],
        quad=["War", "War", None, "material_cooperation", None],
        plover=["brawl", None, "brawl", "assault", None],
    )
    assert acts.rejects.sort("line").select("line", "column", "value", "reason").rows() == [
        (1, "QuadClass", "War", f"is not one of {', '.join(QUADS)}"),
        (2, "cameo", "999", "is not a CAMEO code"),
        (3, "plover", "brawl", "is not a PLOVER event type"),
    ]
    assert acts.frame.select("line", "cameo", "quad", "plover").rows() == [
        (4, "051", "material_cooperation", "ASSAULT"),
        (5, "030", "verbal_cooperation", "AGREE"),
    ]


def test_a_state_is_looked_up_at_the_day_of_the_act() -> None:
    acts = read(
        date=["1950-01-01", "2014-03-18", "2014-03-18", "1950-01-01"],
        source_place=["UKR", "UKR", "Atlantis", None],
        target_place=["USA", None, "USA", "UKR"],
        cameo=["010"] * 4,
    )
    assert acts.frame.select("source", "target").rows() == [(None, "USA"), ("UKR", None), (None, "USA"), (None, None)]
    assert acts.unplaced == {(0, "not then"): 2, (0, "unknown"): 1, (0, "missing"): 2}


@pytest.mark.parametrize(
    ("cameo", "given"), [("190", {}), (None, {"plover": ["ASSAULT"]}), (None, {"quad": [QUADS[3]]})]
)
def test_the_key_is_made_of_the_finest_class(cameo: str | None, given: dict[str, list[object]]) -> None:
    frame = read(cameo=[cameo], source_actor=["A"], target_actor=["B"], **given).frame
    code = cameo or next(iter(given.values()))[0]
    texts = [pl.Series([text], dtype=pl.String) for text in ("A", "B", code)]
    assert frame["key"].to_list() == key_of(frame["date"], *texts).to_list()


def test_copies_are_found_within_a_frame_and_across_frames() -> None:
    frame = read(id=["1", "2", "1", None, None, "2"], cameo=["190", "010", "190", "010", "010", "030"]).frame
    repeats = Repeats()
    kept, rejects = repeats.split(frame, [0])
    assert kept["line"].to_list() == [1, 2, 4, 5, 6]
    assert rejects["line"].to_list() == [3]
    kept, _ = repeats.split(frame, [0])
    assert kept["line"].to_list() == [4, 5]
