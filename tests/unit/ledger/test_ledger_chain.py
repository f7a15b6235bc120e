"""The ledger's file: what was acknowledged is there, and each change of it is found and named."""

from __future__ import annotations

import json
import tempfile
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.errors import UsageError
from detente.ledger.chain import FILE, TORN, LedgerFile
from detente.ledger.entries import Forecast, Resolution, entry_of, plain_of

NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)


def forecast(number: int = 1, chance: float = 0.2, author: str = "ana") -> Forecast:
    return Forecast(
        f"q-{number}", f"Event {number} – ü", date(2026, 2, 1), date(2026, 12, 31), author, NOW.date(), NOW,
        probability=chance,
    )  # fmt: skip


@st.composite
def entries(draw: st.DrawFn) -> Forecast | Resolution:
    if draw(st.booleans()):
        outcome = draw(st.one_of(st.none(), st.floats(-1e6, 1e6)))
        return Resolution(
            f"q-{draw(st.integers(1, 3))}", outcome, date(2026, 3, 1), NOW, "hand", draw(st.text(min_size=1))
        )
    text = draw(st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(str.strip))
    chance = draw(st.floats(0, 1))
    return Forecast(f"q-{draw(st.integers(1, 3))}", text, date(2026, 2, 1), date(2026, 12, 31), "ana", NOW.date(), NOW,
                    probability=chance, base_rate=draw(st.one_of(st.none(), st.floats(0, 1))))  # fmt: skip


@given(st.lists(entries(), min_size=1, max_size=6))
@settings(max_examples=30, deadline=None)
def test_what_is_written_is_read(written: list[Forecast | Resolution]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        ledger = LedgerFile(Path(folder))
        head = ""
        for one in written:
            head = ledger.append([one])
        contents = ledger.read()
        assert contents.entries == tuple(written)
        assert (contents.faults, contents.head, contents.torn) == ((), head, b"")
        assert all(entry_of(json.loads(json.dumps(plain_of(one)))) == one for one in written)


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_a_flipped_byte_is_found_in_its_line(data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder:
        ledger = LedgerFile(Path(folder))
        ledger.append([forecast(number) for number in (1, 2, 3)])
        content = bytearray(ledger.path.read_bytes())
        place = data.draw(st.integers(0, len(content) - 1).filter(lambda n: content[n] != 10))
        value = data.draw(st.integers(0, 255).filter(lambda n: n not in (content[place], 10)))
        line = content[:place].count(b"\n") + 1
        content[place] = value
        ledger.path.write_bytes(content)
        contents = ledger.read()
        assert [fault.line for fault in contents.faults] == [line]
        assert {entry.question for entry in contents.entries} >= {"q-1", "q-2", "q-3"} - {f"q-{line}"}


def test_a_head_kept_elsewhere_shows_a_cut_tail_and_a_new_ledger(tmp_path: Path) -> None:
    ledger = LedgerFile(tmp_path)
    heads = [ledger.append([forecast(number)]) for number in range(1, 6)]
    assert all(ledger.read().faults_of_head(head) == () for head in heads)
    lines = ledger.path.read_bytes().splitlines(keepends=True)
    ledger.path.write_bytes(b"".join(lines[:3]))
    contents = ledger.read()
    assert contents.faults == ()  # a chain alone doesn't show it
    assert contents.faults_of_head(heads[-1])[0].line == 3
    assert contents.faults_of_head(heads[2][:8]) == ()
    ledger.path.unlink()
    ledger.append([forecast(number, 0.9) for number in range(1, 6)])
    assert ledger.read().faults == ()
    assert ledger.read().faults_of_head(heads[-1])
    with pytest.raises(UsageError):
        ledger.read().faults_of_head("xyz")


def test_a_line_taken_out_of_the_middle_or_put_elsewhere_is_found(tmp_path: Path) -> None:
    ledger = LedgerFile(tmp_path)
    ledger.append([forecast(number) for number in range(1, 6)])
    lines = ledger.path.read_bytes().splitlines(keepends=True)
    ledger.path.write_bytes(b"".join(lines[:2] + lines[3:]))
    assert [fault.line for fault in ledger.read().faults] == [3]
    ledger.path.write_bytes(b"".join([lines[0], lines[2], lines[1], *lines[3:]]))
    assert [fault.line for fault in ledger.read().faults] == [2, 3, 4]


def test_a_torn_tail_is_not_read_and_goes_aside_with_the_next_write(tmp_path: Path) -> None:
    ledger = LedgerFile(tmp_path)
    ledger.append([forecast(1), forecast(2)])
    whole = ledger.path.read_bytes()
    torn = whole.splitlines()[0][:40]
    ledger.path.write_bytes(whole + torn)
    contents = ledger.read()
    assert (len(contents.entries), contents.faults, contents.torn) == (2, (), torn)
    ledger.append([forecast(3)])
    contents = ledger.read()
    assert [entry.question for entry in contents.entries] == ["q-1", "q-2", "q-3"]
    assert (contents.faults, contents.torn) == ((), b"")
    assert (tmp_path / TORN).read_bytes() == torn + b"\n"
    assert (tmp_path / FILE).read_bytes().startswith(whole)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("probability", 1.5), ("probability", None), ("lo", 0.2), ("base_rate", -0.1), ("text", " "), ("author", ""),
        ("last", date(2026, 1, 1)), ("quantiles", {"0.5": 1.0}),
    ],
)  # fmt: skip
def test_an_invalid_forecast_is_refused(field: str, value: object) -> None:
    plain = plain_of(forecast())
    plain[field] = value.isoformat() if isinstance(value, date) else value
    with pytest.raises(UsageError):
        entry_of(plain)


def test_quantiles_that_fall_are_refused() -> None:
    plain = plain_of(forecast())
    del plain["probability"]
    assert isinstance(entry_of(plain | {"quantiles": {"0.1": 1, "0.9": 3}}), Forecast)
    for quantiles in ({"0.1": 3, "0.9": 1}, {"1.5": 1}, {"a": 1}, {}):
        with pytest.raises(UsageError):
            entry_of(plain | {"quantiles": quantiles})
