"""Briefs on disk: the ending chooses the form, a folder gets all, what can't be written says why."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from detente.errors import DataError, StoreError, UsageError
from detente.publish import render, write
from detente.publish.drawings import png
from publish_sample import sample

BRIEF = sample()
TESTS = Path(__file__).parents[1]


@pytest.mark.parametrize("form", ["html", "pdf", "md", "json"])
def test_the_ending_chooses_the_form(tmp_path: Path, form: str) -> None:
    path = tmp_path / f"brief.{form.upper() if form == 'html' else form}"
    assert write(BRIEF, path) == [path]
    assert path.read_bytes() == render(BRIEF, form)  # type: ignore[arg-type]
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


def test_a_folder_gets_everything(tmp_path: Path) -> None:
    folder = tmp_path / "out" / "japan-russia"
    written = write(BRIEF, str(folder))
    assert sorted(written) == sorted(p for p in folder.rglob("*") if p.is_file())
    names = {p.relative_to(folder).as_posix() for p in written}
    keys = [chart.key for chart in BRIEF.charts]
    assert names == {
        *(f"brief.{form}" for form in ("html", "pdf", "md", "json")),
        "figures.csv",
        *(f"charts/{key}.{kind}" for key in keys for kind in ("svg", "png")),
        *(f"vega/{key}.json" for key in keys),
    }
    text = (folder / "brief.md").read_text(encoding="utf-8")
    for key in keys:
        assert f"(charts/{key}.svg)" in text
    before = {p: p.read_bytes() for p in written}
    write(BRIEF, folder)
    assert {p: p.read_bytes() for p in written} == before


def test_an_unknown_ending_names_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"\.html, \.pdf, \.docx, \.md, \.json") as caught:
        write(BRIEF, tmp_path / "brief.odt")
    assert caught.value.exit_code == 2
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="does not exist"):
        write(BRIEF, tmp_path / "nowhere" / "brief.json")


def test_a_place_that_can_t_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "charts").write_text("a file where a folder should go")
    with pytest.raises(StoreError, match="can't be written") as caught:
        write(BRIEF, tmp_path)
    assert caught.value.exit_code == 3
    taken = tmp_path / "taken.json"
    taken.mkdir()
    (taken / "brief.html").mkdir()
    with pytest.raises(StoreError, match=r"brief\.html"):
        write(BRIEF, taken)
    assert not [p for p in taken.iterdir() if p.name.startswith(".")]


def test_a_form_that_fails_does_not_cost_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tmp_path / "broken.typ"
    broken.write_text("#panic()")
    monkeypatch.setattr("detente.publish.pdf.TEMPLATE", broken)
    with pytest.raises(DataError, match=r"brief\.pdf") as caught:
        write(BRIEF, tmp_path / "out")
    assert caught.value.exit_code == 3
    found = {p.relative_to(tmp_path / "out").as_posix() for p in (tmp_path / "out").rglob("*") if p.is_file()}
    assert {"brief.html", "brief.md", "brief.json", "figures.csv"} < found
    assert sum(name.startswith("charts/") for name in found) == 2 * len(BRIEF.charts)
    assert "brief.pdf" not in found


def test_files_have_the_mode_of_any_new_file_and_the_mask_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(mask: int) -> int:
        raise AssertionError(f"the process's umask was set to {mask:o}")

    (tmp_path / "plain").write_text("as the system makes it")
    with monkeypatch.context() as patch:
        patch.setattr(os, "umask", refuse)
        (path,) = write(BRIEF, tmp_path / "brief.json")
    assert path.stat().st_mode == (tmp_path / "plain").stat().st_mode


def test_a_name_as_long_as_the_system_allows_is_written(tmp_path: Path) -> None:
    assert write(BRIEF, tmp_path / f"{'n' * 250}.json")


def test_bytes_depend_on_neither_process_nor_clock_nor_system_fonts(tmp_path: Path) -> None:
    code = (
        "import hashlib, publish_sample\n"
        "from detente.publish import render\n"
        "from detente.publish.drawings import png\n"
        "brief = publish_sample.sample()\n"
        "parts = [render(brief, f) for f in ('html', 'pdf', 'md', 'json')] + [png(brief.charts[0])]\n"
        "print(hashlib.sha256(b''.join(parts)).hexdigest())\n"
    )
    nowhere = {
        "FONTCONFIG_FILE": "/nonexistent",
        "FONTCONFIG_PATH": "/nonexistent",
        "HOME": str(tmp_path),
        "PYTHONHASHSEED": "7",
        "TZ": "Pacific/Auckland",
    }
    done = subprocess.run(  # noqa: S603 - our own code
        [sys.executable, "-c", code],
        cwd=TESTS,
        env={**os.environ, **nowhere},
        capture_output=True,
        text=True,
        check=True,
    )
    parts = [*(render(BRIEF, form) for form in ("html", "pdf", "md", "json")), png(BRIEF.charts[0])]  # type: ignore[arg-type]
    assert done.stdout.strip() == hashlib.sha256(b"".join(parts)).hexdigest()
