from __future__ import annotations

import gzip
import struct
import zipfile
from pathlib import Path

import pytest

from detente.errors import DataError
from detente.sources.readers import archives
from detente.sources.readers.archives import Limits, members
from event_samples import write_zip


def text_of(path: Path, limits: Limits | None = None) -> bytes:
    return b"".join(block for member in members(path, limits) for block in member.blocks())


@pytest.mark.parametrize("name", ["a.tab", "a.tab.gz", "a.tab.zip"])
def test_a_file_is_read_whatever_it_is_packed_in(tmp_path: Path, name: str) -> None:
    text = b"one\ttwo\n" * 700_000
    path = tmp_path / name
    if name.endswith(".zip"):
        write_zip(tmp_path, "a.tab", text)
    else:
        path.write_bytes(gzip.compress(text) if name.endswith(".gz") else text)
    (member,) = members(path)
    assert member.name == "a.tab"
    assert text_of(path) == text
    assert max(len(block) for block in member.blocks()) <= archives.BLOCK
    assert len(member.head()) == archives.HEAD


def test_an_archive_of_several_files_is_read_in_its_order(tmp_path: Path) -> None:
    path = tmp_path / "two.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name in ("b.tab", "a.tab", "__MACOSX/._a.tab", ".hidden", "folder/"):
            archive.writestr(name, b"x\n")
    assert [member.name for member in members(path)] == ["b.tab", "a.tab"]


@pytest.mark.parametrize("name", ["../up.csv", "/etc/passwd", "a/../../b.csv", "C:\\x.csv", "..\\up.csv"])
def test_a_name_that_points_outside_the_archive_is_an_error(tmp_path: Path, name: str) -> None:
    path = tmp_path / "evil.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(name, b"x\n")
    with pytest.raises(DataError, match="points outside the archive"):
        members(path)


def test_an_archive_within_an_archive_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"more\.zip"):
        members(write_zip(tmp_path, "more.zip", b"PK"))


def test_a_bomb_is_recognised_by_its_declared_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "FREE", 1 << 20)
    path = write_zip(tmp_path, "bomb.csv", b"\0" * (8 << 20))
    with pytest.raises(DataError, match="would expand from"):
        members(path)


def test_a_bomb_with_a_false_size_is_recognised_when_it_expands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archives, "FREE", 1 << 20)
    path = write_zip(tmp_path, "bomb.csv", b"\0" * (8 << 20))
    data = bytearray(path.read_bytes())
    at = data.rindex(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<I", 100)
    path.write_bytes(data)
    with pytest.raises(DataError, match=r"100 bytes|times its compressed size"):
        text_of(path)


def test_a_gzip_bomb_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "FREE", 1 << 20)
    path = tmp_path / "bomb.csv.gz"
    path.write_bytes(gzip.compress(b"\0" * (16 << 20)))
    with pytest.raises(DataError, match="more than 200 times"):
        text_of(path)


def test_limits_on_size_and_number_of_files(tmp_path: Path) -> None:
    path = write_zip(tmp_path, "a.csv", b"x" * 1000)
    with pytest.raises(DataError, match="more than 999 bytes"):
        members(path, Limits(bytes=999))
    plain = tmp_path / "a.csv"
    plain.write_bytes(b"x" * 1000)
    with pytest.raises(DataError, match="more than 999 bytes"):
        text_of(plain, Limits(bytes=999))
    with pytest.raises(DataError, match="1 files; at most 0"):
        members(path, Limits(members=0))


def test_damaged_files_are_errors(tmp_path: Path) -> None:
    path = write_zip(tmp_path, "a.csv", b"".join(b"%d\tx\n" % n for n in range(20_000)))
    good = path.read_bytes()
    path.write_bytes(good[: len(good) // 2])
    with pytest.raises(DataError, match="zip archive"):
        members(path)
    torn = bytearray(good)
    torn[len(good) // 2] ^= 255
    path.write_bytes(torn)
    with pytest.raises(DataError, match=r"is damaged|expands"):
        text_of(path)
    packed = tmp_path / "a.csv.gz"
    packed.write_bytes(gzip.compress(b"a\tb\n" * 1000)[:-10])
    with pytest.raises(DataError, match="is damaged"):
        text_of(packed)


def test_what_is_not_there_is_reported(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no such file"):
        members(tmp_path / "none.zip")
    with pytest.raises(DataError, match="is a folder"):
        members(tmp_path)


def test_an_encrypted_file_is_refused(tmp_path: Path) -> None:
    path = write_zip(tmp_path, "a.csv", b"x\n")
    data = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    path.write_bytes(data)
    with pytest.raises(DataError, match="is encrypted"):
        members(path)
