from __future__ import annotations

from pathlib import Path

from cli_sample import Detente
from detente.store import Store
from event_samples import ICEWS_HEADER, gdelt, icews, write_quarter_hours, write_zip

MAPPING = 'dataset = "mine"\n[columns]\ndate = "day"\nsource = "a"\ntarget = "b"\ncameo = "code"\n'


def narrow(text: str) -> bool:
    return max(map(len, text.splitlines())) <= 80


def test_a_folder_is_ingested_and_told(detente: Detente, tmp_path: Path) -> None:
    write_quarter_hours(tmp_path / "g", 4)
    answer = detente("ingest", tmp_path / "g")
    assert answer.code == 0
    assert answer.err.startswith("detente: counted 78 events of gdelt2; its cube has ")
    assert "Took in 4 files." in answer.out
    assert "gdelt2     78" in answer.out
    assert "Of 80 rows 78 were kept and 2 set aside." in answer.out
    assert "See what was set aside with: detente data rejects " in answer.out
    assert narrow(answer.out)
    again = detente("ingest", tmp_path / "g", "--json").data
    assert (again["files"], again["already"], again["rows_in"]) == (0, 4, 0)


def test_what_was_set_aside_is_shown(detente: Detente, tmp_path: Path) -> None:
    write_zip(tmp_path, "20190121220000.export.CSV", [gdelt(1), "torn", gdelt(2, code="abc")])
    batch = detente("ingest", tmp_path, "--json").data["rejecting"][0]
    answer = detente("data", "rejects", batch)
    assert "the row has 1 cells, fewer than 61" in answer.out
    assert "'abc' is no CAMEO code" in answer.out


def test_files_that_can_not_be_used_are_named_and_end_in_3(detente: Detente, tmp_path: Path) -> None:
    folder = tmp_path / "g"
    folder.mkdir()
    (folder / "notes.txt").write_text("nothing\n", encoding="utf-8")
    write_zip(folder, "20190121220000.export.CSV", [gdelt(1)])
    answer = detente("ingest", folder)
    assert answer.code == 3
    assert "Took in 1 file." in answer.out
    assert "1 file could not be used" in answer.out
    assert "is of no known format" in " ".join(answer.out.split())
    data = detente("ingest", folder, "--json").data
    assert data["failures"][0]["file"].endswith("notes.txt")


def test_errors_say_what_to_do(detente: Detente, tmp_path: Path) -> None:
    assert "does not exist; name a file or a folder" in detente("ingest", tmp_path / "none").err
    assert detente("ingest", tmp_path / "none").code == 3
    assert detente("ingest").code == 2
    both = detente("ingest", tmp_path, "--format", "icews", "--map", tmp_path / "m.toml")
    assert both.code == 2
    assert "exclude each other" in both.err
    assert "can't be read" in detente("ingest", tmp_path, "--map", tmp_path / "m.toml").err


def test_a_table_is_ingested_by_a_mapping(detente: Detente, tmp_path: Path) -> None:
    (tmp_path / "m.toml").write_text(MAPPING, encoding="utf-8")
    (tmp_path / "x.csv").write_text("day,a,b,code\n2014-03-18,Russia,Ukraine,190\n2014-03-18,EUR,Japan,010\n")
    answer = detente("ingest", tmp_path / "x.csv", "--map", tmp_path / "m.toml", "--dataset", "theirs")
    assert "theirs      2" in answer.out
    assert "Actors kept without a state: 1" in answer.out


def test_the_store_is_kept(detente: Detente, tmp_path: Path) -> None:
    assert "Nothing was added or ingested yet" in detente("data", "status").out
    assert "There is no batch." in detente("data", "batches").out
    assert "No ingested file says which days it covers." in detente("data", "coverage").out
    assert "There was nothing to make compact." in detente("data", "compact").out
    write_quarter_hours(tmp_path / "g", 3)
    detente("ingest", tmp_path / "g")
    status = detente("data", "status")
    assert "gdelt2   events       3    0    59          1      1  0.0" in status.out
    covers = detente("data", "coverage", "gdelt2", "--json").data
    assert covers == [{"dataset": "gdelt2", "from": "2019-01-21", "until": "2019-01-21", "files": 3}]
    assert "2019-01-21  2019-01-21" in detente("data", "coverage").out
    whole = detente("data", "verify", "--content")
    assert whole.code == 0
    assert "The store is whole: 3 batches, 2 files, 60 rows" in whole.out
    assert "gdelt2 events" in whole.out
    assert "Made 1 files of 1" in detente("data", "compact").out
    digests = detente("data", "verify", "--content", "--json").data["content"]
    assert all(digest in whole.out for digest in digests.values())
    batch = detente("data", "batches", "--json").data[0]
    assert batch["unit"] == "20190121000000.export"
    gone = detente("data", "remove", batch["batch"])
    assert f"Took out batch {batch['batch']} of gdelt2: 19 rows" in " ".join(gone.out.split())
    assert "there is no batch" in detente("data", "remove", batch["batch"]).err
    assert detente("data", "verify").code == 0
    assert all(narrow(detente("data", *words).out) for words in ([], ["batches"], ["status"], ["verify"]))


def test_a_damaged_store_is_told_and_ends_in_3(detente: Detente, tmp_path: Path) -> None:
    write_quarter_hours(tmp_path / "g", 2)
    detente("ingest", tmp_path / "g")
    file = next((tmp_path / "home" / "lake" / "events").rglob("*.parquet"))
    file.write_bytes(file.read_bytes()[:-3])
    answer = detente("data", "verify")
    assert answer.code == 3
    assert "its SHA-256 differs" in " ".join(answer.out.split())
    assert "Ingest the files that these rows came from again" in " ".join(answer.out.split())


def test_a_new_version_is_told(detente: Detente, tmp_path: Path) -> None:
    path = tmp_path / "events.2018.tab"
    for count in (1, 2):
        path.write_text("".join(f"{line}\n" for line in [ICEWS_HEADER, *(icews(n) for n in range(count))]))
        answer = detente("ingest", path)
    assert "1 of them new versions" in answer.out
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
