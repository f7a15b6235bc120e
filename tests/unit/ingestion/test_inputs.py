"""Which files paths name, and what is told of folders that can't be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from detente.errors import DataError
from detente.ingestion.inputs import walk
from detente.lake.lake import Lake


def test_files_in_folders_are_read_in_order(tmp_path: Path) -> None:
    names = ("b/2.csv", "b/1.CSV.zip", "a/deep/x.parquet", "a.tab", "a/x.md", ".hidden/x.csv", "b/.x.csv", "z.gz/1.txt")
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x", encoding="utf-8")
    (tmp_path / "gone.csv").symlink_to(tmp_path / "nothing")
    failures: list[tuple[Path, str]] = []
    walked = walk([tmp_path, tmp_path / "a" / "x.md"], failures, Lake(tmp_path / "home"))
    found = [path.relative_to(tmp_path).as_posix() for path in walked]
    assert found == ["a/deep/x.parquet", "a.tab", "b/1.CSV.zip", "b/2.csv", "z.gz/1.txt", "a/x.md"]
    assert failures == []


def test_a_folder_of_which_only_names_may_be_read_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "g").mkdir()
    for name in ("a.csv", "b.csv", "g/c.csv"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    real = Path.is_file

    def is_file(path: Path) -> bool:
        if path.parent == tmp_path:
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(Path, "is_file", is_file)
    failures: list[tuple[Path, str]] = []
    assert list(walk([tmp_path], failures, Lake(tmp_path / "home"))) == [tmp_path / "g" / "c.csv"]
    assert [path for path, _ in failures] == [tmp_path]
    assert "can't be read: permission denied" in failures[0][1]


def test_a_path_without_permission_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(path: object, **_: object) -> object:
        raise PermissionError(13, "Permission denied", str(path))

    with pytest.raises(DataError, match="does not exist; give a file or a folder"):
        list(walk([tmp_path / "none"], [], Lake(tmp_path / "home")))
    with monkeypatch.context() as patched:
        patched.setattr("detente.ingestion.inputs.os.stat", locked)
        with pytest.raises(DataError, match="can't be read: permission denied"):
            list(walk([tmp_path], [], Lake(tmp_path / "home")))


def test_the_stores_own_files_are_left_out(tmp_path: Path) -> None:
    for name in ("home/lake/events/mine/a.parquet", "home/cube/mine/a.parquet", "home/raw/icews/a.tab", "lake/b.csv"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    found = [path.relative_to(tmp_path).as_posix() for path in walk([tmp_path], [], Lake(tmp_path / "home"))]
    assert found == ["home/raw/icews/a.tab", "lake/b.csv"]
