"""Estimates in the store's folder: whole or not there, of their key alone, few."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from detente.lake import estimate_cache as cache
from detente.lake.estimate_cache import FOLDER, load, prune, save
from detente.lake.lake import Lake

KEY = {"dataset": "mine", "freq": "month", "score": "all", "freedom": 4.0, "estimator": 1}
ROWS = pl.DataFrame({"source": ["JPN", "RUS"], "mean": [0.1 + 0.2, None], "lo": [float("inf"), -0.0]})
NOTES = {"parameters": [["loading", None, 1 / 3]]}


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    (tmp_path / "home").mkdir()
    return Lake(tmp_path / "home")


def _folder(lake: Lake) -> Path:
    return lake.home / FOLDER


def _only(lake: Lake, suffix: str) -> Path:
    (path,) = _folder(lake).glob(f"*{suffix}")
    return path


def test_a_cached_estimate_loads_unchanged(lake: Lake) -> None:
    save(lake, KEY, ROWS, NOTES)
    found = load(lake, dict(reversed(KEY.items())))
    assert found is not None
    assert found.rows.equals(ROWS)
    assert found.notes == NOTES
    some = load(lake, KEY, pl.col("source") == "RUS")
    assert some is not None
    assert some.rows.equals(ROWS[1:])


@pytest.mark.parametrize("part", sorted(KEY))
def test_a_key_must_agree_in_every_part(lake: Lake, part: str) -> None:
    save(lake, KEY, ROWS, NOTES)
    assert load(lake, KEY | {part: "other"}) is None
    assert load(lake, {name: value for name, value in KEY.items() if name != part}) is None
    assert load(lake, KEY | {"more": 1}) is None


def test_the_name_of_a_file_is_not_believed(lake: Lake) -> None:
    save(lake, KEY, ROWS, NOTES)
    note = _only(lake, ".json")
    other = KEY | {"score": "words"}
    save(lake, other, ROWS, NOTES)
    (theirs,) = (path for path in _folder(lake).glob("*.json") if path != note)
    theirs.replace(note)
    assert load(lake, KEY) is None


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-9])


def _flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


@pytest.mark.parametrize("suffix", [".json", ".parquet"])
@pytest.mark.parametrize("harm", [_cut, _flip, Path.unlink, lambda path: path.write_bytes(b"")])
def test_a_damaged_estimate_counts_as_absent_and_is_cached_again(
    lake: Lake, suffix: str, harm: Callable[[Path], object]
) -> None:
    save(lake, KEY, ROWS, NOTES)
    harm(_only(lake, suffix))
    assert load(lake, KEY) is None
    save(lake, KEY, ROWS, NOTES)
    again = load(lake, KEY)
    assert again is not None
    assert again.rows.equals(ROWS)


def test_a_folder_that_cant_be_written_does_no_harm(lake: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    save(Lake(lake.home / "nowhere"), KEY, ROWS, NOTES)
    assert not (lake.home / "nowhere").exists()
    _folder(lake).write_text("a file where the folder should be", encoding="utf-8")
    save(lake, KEY, ROWS, NOTES)
    assert load(lake, KEY) is None
    _folder(lake).unlink()

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(cache.os, "fsync", full)
    save(lake, KEY, ROWS, NOTES)
    assert load(lake, KEY) is None
    assert list(_folder(lake).iterdir()) == []


def test_the_oldest_go(lake: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "MOST", 3)
    for number in range(5):
        save(lake, KEY | {"number": number}, ROWS, NOTES)
        for path in _folder(lake).iterdir():  # a minute passes
            os.utime(path, (path.stat().st_atime - 60, path.stat().st_mtime - 60))
    there = [number for number in range(5) if load(lake, KEY | {"number": number})]
    assert there == [2, 3, 4]
    assert len(list(_folder(lake).iterdir())) == 6
    monkeypatch.setattr(cache, "MOST_BYTES", 1)
    prune(lake)
    assert load(lake, KEY | {"number": 4}) is not None
    assert len(list(_folder(lake).iterdir())) == 2


def test_leavings_of_a_stopped_process_go_when_they_are_old(lake: Lake) -> None:
    save(lake, KEY, ROWS, NOTES)
    for name in ("x-1.parquet", "x-2.part"):
        (_folder(lake) / name).write_bytes(b"PAR1")
    os.utime(_folder(lake) / "x-1.parquet", (0, 0))
    prune(lake)
    assert not (_folder(lake) / "x-1.parquet").exists()
    assert (_folder(lake) / "x-2.part").exists()
    assert load(lake, KEY) is not None
