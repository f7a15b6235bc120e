"""No row is lost, whatever is in the files: rows in = rows kept + rows rejected, each line in one of the two."""

from __future__ import annotations

import os
import random
import tempfile
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.ingestion.events import EventIngestResult, ingest_events
from detente.ingestion.maintenance import verify
from detente.sources.readers.line_format import LineFormat, Piece
from detente.sources.readers.lines import read_lines
from detente.starter.writing import write_starter
from detente.store import Store
from event_samples import ICEWS_HEADER, POLECAT_HEADER, gdelt, icews, polecat

ROWS = int(os.environ.get("DETENTE_MUTATED_ROWS", "2600"))  # of each format; 10,400 in all

HEADERS = {"gdelt1": None, "gdelt2": None, "icews": ICEWS_HEADER, "polecat": POLECAT_HEADER}
SOUND: dict[str, Callable[[int], str]] = {
    "gdelt1": lambda n: gdelt(n, added="20190121", width=58 - n % 2),
    "gdelt2": gdelt,
    "icews": icews,
    "polecat": polecat,
}
SPOILT = (
    b"", b"\xff", b"\x00", b"\r", b'"', b"\t", b" ", b"-1", b"0", b"1e400", b"nan", b"99999999999999999999", b"---",
    b"X", b"19200101", b"20190231", b"2019-02-30", b"29990101", b"00000000", b"\xe2\x80\xa8", b"\xef\xbb\xbf",
    b"\xc3\xa9", b"--", b"AGREE", b"None", b"'; DROP TABLE events; --", b"0x10", b"1_000", b"\x0b", b"\x1f", b"999",
    b"190", b"Congo",
)  # fmt: skip


def mutated(line: bytes, dice: random.Random) -> bytes:
    """Return a line with something wrong, or odd, in it."""
    cells = line.split(b"\t")
    match dice.randrange(8):
        case 0 | 1 | 2:
            cells[dice.randrange(len(cells))] = dice.choice(SPOILT)
        case 3:
            del cells[dice.randrange(len(cells)) :]
        case 4:
            cells.insert(dice.randrange(len(cells)), dice.choice(SPOILT))
        case 5:
            at = dice.randrange(len(line) + 1)
            return line[:at] + dice.choice(SPOILT) + line[at:]
        case 6:
            return dice.randbytes(dice.randrange(200))
        case 7:
            first, second = dice.randrange(len(cells)), dice.randrange(len(cells))
            cells[first], cells[second] = cells[second], cells[first]
    return b"\t".join(cells)


def ingested(data: bytes, name: str, folder: Path) -> tuple[Store, EventIngestResult]:
    write_starter(folder / "starter", {}, {"sources": []})
    path = folder / "20190121.tab"
    path.write_bytes(data)
    store = Store.open(home=folder / "home", starter=folder / "starter")
    return store, ingest_events(store, [path], format=name)


def lines_of(data: bytes) -> set[int]:
    """Return the numbers of the lines that are not blank, as anyone would count them."""
    lines = data.replace(b"\r", b"").removeprefix(b"\xef\xbb\xbf").split(b"\n")
    return {number for number, line in enumerate(lines, start=1) if line}


@pytest.mark.parametrize("name", SOUND)
def test_every_mutated_row_is_an_event_or_a_reject(name: str, tmp_path: Path) -> None:
    dice = random.Random(f"mutate {name}")  # noqa: S311 - no secret
    sound = [SOUND[name](n).encode() for n in range(ROWS)]
    lines = [mutated(line, dice) if dice.random() < 0.8 else line for line in sound]
    header = [HEADERS[name].encode()] if HEADERS[name] else []  # type: ignore[union-attr]
    data = b"\n".join([*header, *lines]) + dice.choice((b"", b"\n"))
    store, done = ingested(data, name, tmp_path)
    assert not done.failures
    expected = lines_of(data) - ({1} if header else set())
    assert done.rows_in == len(expected) == done.rows_ok + done.rows_rejected
    rejected = store.rejects()["line"]
    assert rejected.n_unique() == len(rejected) == done.rows_rejected
    assert set(rejected) <= expected
    assert store.rejects()["reason"].null_count() == 0
    assert store.read("events").height <= done.rows_ok
    assert pl.read_parquet([part.path for part in store.lake.parts("events")]).height == done.rows_ok
    assert done.rows_ok > ROWS // 5
    assert not verify(store).faults


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted(SOUND)), st.binary(max_size=400))
def test_any_bytes_are_accounted_for(name: str, junk: bytes) -> None:
    header = f"{HEADERS[name]}\n".encode() if HEADERS[name] else b""
    data = header + SOUND[name](1).encode() + b"\n" + junk
    with tempfile.TemporaryDirectory() as folder:
        store, done = ingested(data, name, Path(folder))
        assert not done.failures
        assert done.rows_in == done.rows_ok + done.rows_rejected == len(lines_of(data)) - bool(header)
        assert not verify(store).faults


NUMBERS = st.one_of(
    st.integers().map(str),
    st.floats().map(str),
    st.text(st.sampled_from("0123456789+-.eE _xinfa \u0661"), max_size=12),
)


@settings(max_examples=400, deadline=None)
@given(st.lists(NUMBERS, min_size=1, max_size=30))
def test_numbers_are_those_that_python_reads(texts: list[str]) -> None:
    layout = LineFormat({"n": 0, "x": 1}, (3,), {"n": pl.Int64(), "x": pl.Float64()})
    data = "".join(f"{text}\t{text}\tend\n" for text in texts).encode()
    rows = read_lines([Piece(0, 1, data)], layout)
    assert rows.frame.height + rows.rejects.height == len(texts)
    for line, whole, real in rows.frame.select("line", "n", "x").iter_rows():
        text = texts[line - 1].strip()
        assert (whole, real is None) == ((int(text), False) if text else (None, True))
        assert real is None or real == float(text)
