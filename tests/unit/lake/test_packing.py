"""The numbers of cells say what the texts say, whatever type the texts have and whatever bits the rows need."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.catalog import PLOVER, QUADS
from detente.identity.records import entities
from detente.lake.packing import BASE, EPOCH, NUMBERS, ROOTS, Packing, Unfit, blocks, numbered, texts_of

if TYPE_CHECKING:
    import numpy as np

STATES = sorted(entities())
DAYS = st.dates(date(1880, 1, 1), date(2059, 1, 1))
ROWS = st.tuples(
    st.sampled_from([None, *STATES]),
    st.sampled_from([None, *STATES]),
    DAYS,
    DAYS,
    st.sampled_from([None, *QUADS]),
    st.sampled_from([None, *ROOTS]),
    st.sampled_from([None, *PLOVER]),
)
NAMES = ("source", "target", "day", "known_on", "quad", "root", "plover")


def cells(*rows: tuple[object, ...]) -> pl.DataFrame:
    kinds = {name: pl.Date if name in {"day", "known_on"} else pl.String for name in NAMES}
    frame = pl.DataFrame([list(row) for row in rows], schema=kinds, orient="row")
    return frame.with_columns(cameo=pl.col("root") + "3", intensity=pl.lit(1.5))


def arrays(frame: pl.DataFrame) -> list[np.ndarray]:
    days = [frame[name].to_physical().to_numpy() - BASE for name in ("day", "known_on")]
    return [*(frame[name].to_numpy() for name in NUMBERS), *days]


@settings(max_examples=60, deadline=None)
@given(st.lists(ROWS, min_size=1, max_size=30), st.booleans())
def test_what_is_packed_can_be_read_again(rows: list[tuple[object, ...]], few_classes: bool) -> None:
    given_ = cells(*rows)
    packed, packing = Packing.of(*arrays(numbered(given_)))
    if few_classes:
        narrow, classes = packing.narrowed(arrays(numbered(given_))[2])
        source, target, _, day, known = arrays(numbered(given_))
        packed, packing = narrow.packed(source, target, classes, day, known), narrow
    told = pl.DataFrame(texts_of(packing.words(packed))).select(pl.col(name).cast(given_[name].dtype) for name in NAMES)
    assert told.equals(given_.select(NAMES))
    assert packing.bits <= 63
    assert packing.days_of(packed) == sorted({(row[2] - EPOCH).days - BASE for row in rows})


@pytest.mark.parametrize("kind", ["enum", "categorical"])
def test_numbers_do_not_depend_on_the_type_of_the_texts(kind: str) -> None:
    given_ = cells(
        ("JPN", "RUS", EPOCH, EPOCH, QUADS[0], "04", "CONSULT"), (None, "USA", EPOCH, EPOCH, None, None, None)
    )
    lists = {"source": STATES, "target": STATES, "quad": QUADS, "plover": PLOVER, "cameo": ["190", "043"]}
    types = {name: pl.Enum(texts) if kind == "enum" else pl.Categorical() for name, texts in lists.items()}
    made = numbered(given_.with_columns(pl.col(name).cast(kind) for name, kind in types.items()))
    assert made.select(NUMBERS).equals(numbered(given_).select(NUMBERS))
    assert made.select(NUMBERS).row(1) == (0, made["target_number"][1], 0)


def test_numbers_are_those_that_files_have_had_since_the_first() -> None:
    made = numbered(cells(("AAA", "ZZZ", EPOCH, EPOCH, QUADS[3], "20", PLOVER[-1])))
    assert made.select(NUMBERS).row(0) == (1, 26**3, (4 << 10) | (20 << 5) | 16)


@pytest.mark.parametrize("code", ["jpn", "JP", "JAPAN", "J1N", "ÄÖÜ"])
def test_a_text_without_a_number_has_none(code: str) -> None:
    made = numbered(cells((code, "RUS", EPOCH, EPOCH, None, None, None), (None, "RUS", EPOCH, EPOCH, None, "21", None)))
    assert made["source_number"].to_list() == [None, 0]
    assert made["class_number"].to_list() == [0, None]


@pytest.mark.parametrize(("day", "code"), [(date(1879, 12, 31), "JPN"), (date(2100, 1, 1), "JPN"), (EPOCH, "QQQ")])
def test_what_does_not_fit_is_told(day: date, code: str) -> None:
    with pytest.raises(Unfit):
        Packing.of(*arrays(numbered(cells((code, "RUS", day, day + timedelta(days=1), None, None, None)))))


@pytest.mark.parametrize(
    ("intensity", "thousandths"), [(None, None), (-10.0, -10_000), (0.0005, 1), (-0.0005, 0), (2.8, 2_800), (1e7, None)]
)
def test_intensity_is_told_in_thousandths(intensity: float | None, thousandths: int | None) -> None:
    row = cells(("JPN", "RUS", EPOCH, EPOCH, None, None, None)).with_columns(intensity=pl.lit(intensity, pl.Float64))
    made = numbered(row)
    assert made["thousandths"].item() == thousandths
    assert made["class_number"].item() == 0


def test_blocks_make_up_the_whole() -> None:
    size = 100_001
    assert [n for block in blocks(size) for n in range(size)[block]] == list(range(size))
