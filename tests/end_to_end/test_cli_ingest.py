from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import TYPE_CHECKING

from cli_sample import Detente
from detente.store import Store
from event_samples import ICEWS_HEADER, gdelt, icews, write_quarter_hours, write_zip

if TYPE_CHECKING:
    import pytest

MAPPING = 'dataset = "mine"\n[columns]\ndate = "day"\nsource = "a"\ntarget = "b"\ncameo = "code"\n'


def narrow(text: str) -> bool:
    return max(map(len, text.splitlines())) <= 80


def lock(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """Make a folder one whose names may not be read, also for those who may read everything."""
    real = os.scandir

    def scandir(path: int | str | Path = ".") -> object:
        if not isinstance(path, int) and Path(path) == folder:
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)


def test_a_folder_is_ingested_and_told(detente: Detente, tmp_path: Path) -> None:
    write_quarter_hours(tmp_path / "g", 4)
    answer = detente("ingest", tmp_path / "g")
    assert answer.code == 0
    assert answer.err.startswith("detente: counted 78 events of gdelt2; its cube has ")
    assert "Ingested 4 files: 78 rows kept, 2 rejected." in answer.out
    assert "gdelt2     78" in answer.out
    assert "detente data rejects\n" in answer.out
    assert narrow(answer.out)
    again = detente("ingest", tmp_path / "g", "--json").data
    assert (again["files"], again["already"], again["rows_in"]) == (0, 4, 0)


def test_what_was_rejected_is_shown(detente: Detente, tmp_path: Path) -> None:
    write_zip(tmp_path, "20190121220000.export.CSV", [gdelt(1), "torn", gdelt(2, code="abc")])
    batch = detente("ingest", tmp_path, "--json").data["rejecting"][0]
    answer = detente("data", "rejects", batch)
    assert "the row has 1 cells, fewer than 61" in answer.out
    assert "'abc' is not a CAMEO code" in answer.out


def test_files_that_can_not_be_used_are_named_and_end_in_3(detente: Detente, tmp_path: Path) -> None:
    folder = tmp_path / "g"
    folder.mkdir()
    (folder / "notes.txt").write_text("nothing\n", encoding="utf-8")
    write_zip(folder, "20190121220000.export.CSV", [gdelt(1)])
    answer = detente("ingest", folder)
    assert answer.code == 3
    assert "Ingested 1 file: 1 row kept, 0 rejected." in answer.out
    assert "1 file could not be used" in answer.out
    assert "has no known format" in " ".join(answer.out.split())
    data = detente("ingest", folder, "--json").data
    assert data["failures"][0]["file"].endswith("notes.txt")


def test_errors_say_what_to_do(detente: Detente, tmp_path: Path) -> None:
    assert "does not exist; give a file or a folder" in detente("ingest", tmp_path / "none").err
    assert detente("ingest", tmp_path / "none").code == 3
    assert detente("ingest").code == 2
    both = detente("ingest", "icews", tmp_path, "--map", tmp_path / "m.toml")
    assert both.code == 2
    assert "leave out --map" in both.err
    assert "can't be read" in detente("ingest", tmp_path, "--map", tmp_path / "m.toml").err


def test_what_can_not_be_ingested_is_reported_plainly(detente: Detente, tmp_path: Path) -> None:
    named = {
        "empty.CSV": (b"", "empty.CSV is empty"),
        "photo.csv": (b"\x89PNG\0\0\0", "photo.csv is not text in UTF-8, .gz, .zip, Parquet or Stata"),
        "torn.zip": (b"hello", "torn.zip is not a zip archive, despite its name"),
        "notes.txt": (b"Dear all\n", "has no known format: its first line is 'Dear all'. The formats"),
        "mine.csv": (b"date,source,target\n", "lacks quad or cameo for a table of events"),
        "odd.tsv": (b"1\t2\t3\n", "has no known format: its first line has 3 cells between tabs."),
    }
    for name, (data, message) in named.items():
        (tmp_path / name).write_bytes(data)
        answer = detente("ingest", tmp_path / name)
        assert (answer.code, answer.err) == (3, "detente: 1 file could not be used; the report says why\n")
        assert message in " ".join(answer.out.split()).replace("- ", "-"), name


def test_a_file_of_another_format_than_the_one_named_is_refused(detente: Detente, tmp_path: Path) -> None:
    file = write_zip(tmp_path, "20190121220000.export.CSV", [gdelt(1)])
    for form in ("gdelt1", "icews", "polecat"):
        answer = detente("ingest", form, file)
        assert answer.code == 3
        assert "or name gdelt2" in " ".join(answer.out.split())
    assert detente("data", "coverage", "--json").data == []  # nothing claims a day without events
    assert detente("ingest", "gdelt2", file).code == 0


def test_a_folder_without_files_of_events_is_reported(detente: Detente, tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    answer = detente("ingest", tmp_path / "none")
    assert (answer.code, answer.out) == (1, "")
    assert "holds no file to ingest; files in folders are used if they end in .zip" in answer.err


def test_an_empty_path_is_not_the_folder_one_is_in(detente: Detente, tmp_path: Path) -> None:
    answer = detente("ingest", "")
    assert (answer.code, answer.out) == (2, "")
    assert "empty path" in answer.err


def test_a_folder_within_that_may_not_be_read_is_reported(
    detente: Detente, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "g" / "locked").mkdir(parents=True)
    write_zip(tmp_path / "g", "20190121220000.export.CSV", [gdelt(1)])
    write_zip(tmp_path / "g" / "locked", "20190121221500.export.CSV", [gdelt(2)])
    lock(monkeypatch, tmp_path / "g" / "locked")
    answer = detente("ingest", tmp_path / "g")
    message = " ".join(answer.out.split())
    assert answer.code == 3
    assert message.startswith("Ingested 1 file: 1 row kept")
    assert "1 folder could not be used" in message
    assert "/locked can't be read: permission denied" in message
    assert answer.err.endswith("detente: 1 folder could not be used; the report says why\n")
    assert detente("ingest", tmp_path / "g", "--json").data["failures"][0]["file"].endswith("/g/locked")
    alone = detente("ingest", tmp_path / "g" / "locked")
    assert (alone.code, "1 folder could not be used" in alone.out) == (3, True)


def test_a_path_in_a_folder_that_may_not_be_read_is_reported(
    detente: Detente, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(path: str, *_: object, **__: object) -> object:
        raise PermissionError(errno.EACCES, "Permission denied", path)

    monkeypatch.setattr("detente.cli.ingest.os.stat", locked)
    answer = detente("ingest", tmp_path / "x.csv")
    assert (answer.code, answer.out) == (2, "")
    assert "x.csv can't be read: permission denied" in answer.err


def test_an_interrupt_says_how_to_resume(detente: Detente, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("detente.ingestion.ingest.ingest_together", interrupted)
    answer = detente("ingest", tmp_path)
    assert answer.code == 130
    assert "interrupted" in answer.err
    assert answer.err.startswith("detente: ")


def test_a_mapping_that_matches_no_row_is_reported_and_repaired(detente: Detente, tmp_path: Path) -> None:
    mapping = tmp_path / "m.toml"
    mapping.write_text(MAPPING, encoding="utf-8")
    (tmp_path / "x.csv").write_text("day,a,b,code\n18.03.2014,Russia,Ukraine,190\n", encoding="utf-8")
    answer = detente("ingest", tmp_path / "x.csv", "--map", mapping)
    message = " ".join(answer.out.split())
    assert "Ingested 1 file: 0 rows kept, 1 rejected." in message
    assert "rejected" in message
    again = detente("ingest", tmp_path / "x.csv", "--map", mapping)
    assert again.out == "Ingested 0 files; 1 was in the store already.\n"
    mapping.write_text(f'day = "%d.%m.%Y"\n{MAPPING}', encoding="utf-8")
    mended = detente("ingest", tmp_path / "x.csv", "--map", mapping)
    assert "Ingested 1 file: 1 row kept, 0 rejected.\n" in mended.out
    assert detente("data", "rejects").out == "No row of any batch was rejected.\n"


def test_help_fits_the_terminal(detente: Detente) -> None:
    for words in (["ingest"], ["pull", "gdelt"], ["pull", "icews"], ["data"], ["data", "rejects"], ["cube"]):
        assert narrow(detente(*words, "--help").out), words


def test_a_table_is_ingested_by_a_mapping(detente: Detente, tmp_path: Path) -> None:
    (tmp_path / "m.toml").write_text(MAPPING, encoding="utf-8")
    (tmp_path / "x.csv").write_text("day,a,b,code\n2014-03-18,Russia,Ukraine,190\n2014-03-18,EUR,Japan,010\n")
    answer = detente("ingest", tmp_path / "x.csv", "--map", tmp_path / "m.toml", "--dataset", "theirs")
    assert "theirs      2" in answer.out
    assert "Actors kept without a state: 1" in answer.out


def test_a_name_under_which_others_lie_is_refused(detente: Detente, tmp_path: Path) -> None:
    (tmp_path / "m.toml").write_text(MAPPING, encoding="utf-8")
    (tmp_path / "x.csv").write_text("day,a,b,code\n2014-03-18,Russia,Ukraine,190\n", encoding="utf-8")
    for name in ("gdelt2", "icews"):
        answer = detente("ingest", tmp_path / "x.csv", "--map", tmp_path / "m.toml", "--dataset", name)
        assert (answer.code, answer.out) == (2, "")
        assert answer.err.startswith(f"detente: {name!r} is the name of a ")
        assert "choose another name with --dataset" in answer.err
    assert detente("data", "batches", "--json").data == []


def test_the_store_is_kept(detente: Detente, tmp_path: Path) -> None:
    assert "Nothing was ingested yet" in detente("data", "status").out
    assert "There is no batch yet." in detente("data", "batches").out
    assert "No ingested file states which days it covers." in detente("data", "coverage").out
    assert "Nothing to compact." in detente("data", "compact").out
    write_quarter_hours(tmp_path / "g", 3)
    detente("ingest", tmp_path / "g")
    status = detente("data", "status")
    assert "dataset  table   files  replaced  rows  rejected     size" in status.out
    assert "gdelt2   events      3         0    59         1" in status.out
    covers = detente("data", "coverage", "gdelt2", "--json").data
    assert covers == [{"dataset": "gdelt2", "from": "2019-01-21", "until": "2019-01-21", "files": 3}]
    assert "2019-01-21  2019-01-21" in detente("data", "coverage").out
    whole = detente("data", "verify", "--content")
    assert whole.code == 0
    assert "The store is intact: 3 batches, 2 files, 60 rows" in whole.out
    assert "gdelt2 events" in whole.out
    assert "Compacted 1 month of events: 1 file of " in detente("data", "compact").out
    digests = detente("data", "verify", "--content", "--json").data["content"]
    assert all(digest in whole.out for digest in digests.values())
    batch = detente("data", "batches", "--json").data[0]
    assert batch["unit"] == "20190121000000.export"
    gone = detente("data", "remove", batch["batch"])
    assert f"Removed batch {batch['batch']} of gdelt2: 19 rows" in " ".join(gone.out.split())
    assert "there is no batch" in detente("data", "remove", batch["batch"]).err
    assert detente("data", "verify").code == 0
    assert all(narrow(detente("data", *words).out) for words in ([], ["batches"], ["status"], ["verify"]))


def test_a_damaged_store_is_reported_and_ends_in_3(detente: Detente, tmp_path: Path) -> None:
    write_quarter_hours(tmp_path / "g", 2)
    detente("ingest", tmp_path / "g")
    file = next((tmp_path / "home" / "lake" / "events").rglob("*.parquet"))
    file.write_bytes(file.read_bytes()[:-3])
    answer = detente("data", "verify")
    assert answer.code == 3
    assert "is damaged" in " ".join(answer.out.split())
    assert "`detente ingest`" in " ".join(answer.out.split())


def test_a_new_version_is_reported(detente: Detente, tmp_path: Path) -> None:
    path = tmp_path / "events.2018.tab"
    for count in (1, 2):
        path.write_text("".join(f"{line}\n" for line in [ICEWS_HEADER, *(icews(n) for n in range(count))]))
        answer = detente("ingest", path)
    assert "Ingested 1 file as a new version: 2 rows kept, 0 rejected." in answer.out
    shown = detente("data", "batches")
    assert "events.2018" in shown.out
    assert [b["superseded_on"] is None for b in detente("data", "batches", "--json").data] == [False, True]


def test_the_cube_is_kept_unless_it_is_to_be_left(detente: Detente, tmp_path: Path) -> None:
    write_quarter_hours(tmp_path / "g", 4)
    left = detente("ingest", tmp_path / "g", "--no-cube")
    assert left.err == ""
    assert detente("ingest", tmp_path / "g").err.startswith("detente: counted 78 events of gdelt2")
    assert detente("ingest", tmp_path / "g").err == ""
    assert detente("cube", "--json").data[0]["batches"] == 0


def test_the_cube_is_merged_with_the_lake_and_goes_with_its_last_batch(detente: Detente, tmp_path: Path) -> None:
    for name in ("20190121001500", "20190121003000"):
        write_zip(tmp_path, f"{name}.export.CSV", [gdelt(int(name[-6:]))])
        detente("ingest", tmp_path)
    assert detente("cube", "--json").data[0]["files"] == 2
    assert detente("data", "compact").code == 0
    assert detente("cube", "--json").data[0]["files"] == 1
    batches = detente("data", "batches", "gdelt2", "--json").data
    for batch in batches:
        assert detente("data", "remove", batch["batch"]).code == 0
    assert detente("data", "verify").code == 0
    home = Store.open().lake
    assert home.records.ask("SELECT count(*) FROM cube_files") == [(0,)]
    assert len([file for file in home.records.retired() if file.startswith("cube/")]) == 3
