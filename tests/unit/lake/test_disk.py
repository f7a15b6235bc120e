"""What is wrong with a disk, in words, whoever tells it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import polars as pl
import pytest

from detente.lake.disk import is_full, is_of_the_disk, unreadable, unwritable, why_of

HOME = Path("home")
FULL = "the disk is full"


@pytest.mark.parametrize(
    ("error", "what", "advice"),
    [
        (OSError(28, "No space left on device", "x"), FULL, "Free space on it"),
        (sqlite3.OperationalError("database or disk is full"), FULL, "Free space on it"),
        (pl.exceptions.ComputeError("underlying IO error: No space left on device (os error 28)"), FULL, "Free space"),
        (OSError(30, "Read-only file system", "x"), "the folder is read-only", "Make it writable"),
        (sqlite3.OperationalError("attempt to write a readonly database"), "the folder is read-only", "Make it"),
        (PermissionError(13, "Permission denied", "x"), "permission denied", "Give yourself permission"),
        (OSError(5, "Input/output error", "x"), "Input/output error", "Free space or fix the folder's permissions"),
        (sqlite3.DatabaseError("file is not a database"), "file is not a database", "Free space or fix"),
    ],
)
def test_each_engines_error_is_reported_in_the_same_words(error: Exception, what: str, advice: str) -> None:
    expected = unwritable(HOME, error, "nothing was added")
    assert expected.message.startswith(f"the store in home can't be written: {what}; nothing was added. {advice}")
    assert "DETENTE_HOME" in expected.message
    assert unreadable(HOME, error).message.startswith(f"the store in home can't be read: {what}. {advice}")
    assert is_of_the_disk(error) == (why_of(error)[1] not in why_of(ValueError("x")))


def test_a_disk_with_next_to_nothing_left_is_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not is_full(tmp_path)
    assert not is_full(tmp_path / "none")

    class Usage:
        free = 4096

    monkeypatch.setattr("detente.lake.disk.shutil.disk_usage", lambda _: Usage)
    assert is_full(tmp_path)
