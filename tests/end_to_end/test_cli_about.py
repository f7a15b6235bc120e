"""What a mapping says of its dataset reaches citations, the list of sources and coverage."""

from __future__ import annotations

from pathlib import Path

from cli_sample import Detente

COLUMNS = '[columns]\ndate = "day"\nsource = "a"\ntarget = "b"\ncameo = "code"\n'
ABOUT = '[about]\ntitle = "Talks of 2014"\norigin = "https://example.org/talks"\nlicence = "CC BY 4.0"\n'
ABOUT += 'citation = "Doe, J. (2015). Talks of 2014."\nnote = "No row means that there were no talks"\n'


def test_what_a_mapping_says_of_its_dataset_is_cited(detente: Detente, tmp_path: Path) -> None:
    mapping, file = tmp_path / "m.toml", tmp_path / "x.csv"
    mapping.write_text(f'dataset = "mine"\n{COLUMNS}{ABOUT}', encoding="utf-8")
    file.write_text("day,a,b,code\n2014-03-18,Russia,Ukraine,190\n", encoding="utf-8")
    assert detente("ingest", file, "--map", mapping, "--no-cube").code == 0
    (cited,) = detente("data", "cite", "mine", "--json").data
    assert (cited["title"], cited["licence"]) == ("Talks of 2014", "CC BY 4.0")
    assert cited["citation"] == "Doe, J. (2015). Talks of 2014."
    bibtex = detente("data", "cite", "mine", "--bibtex").out
    assert "Talks of 2014" in bibtex
    (mine,) = [one for one in detente("data", "--json").data["sources"] if one["id"] == "mine"]
    assert mine["origin"] == "https://example.org/talks"
    assert "No row means that there were no talks" in str(detente("data", "--json").data)


def test_a_description_that_was_deleted_is_a_fault_until_it_is_ingested_again(detente: Detente, tmp_path: Path) -> None:
    mapping, file = tmp_path / "m.toml", tmp_path / "x.csv"
    mapping.write_text(f'dataset = "mine"\n{COLUMNS}{ABOUT}', encoding="utf-8")
    file.write_text("day,a,b,code\n2014-03-18,Russia,Ukraine,190\n", encoding="utf-8")
    detente("ingest", file, "--map", mapping, "--no-cube")
    assert detente("data", "verify").code == 0
    (tmp_path / "home" / "about" / "mine.json").unlink()
    answer = detente("data", "verify", "--json")
    assert (answer.code, [fault.split(" ")[0] for fault in answer.data["faults"]]) == (3, ["about/mine.json"])
    detente("ingest", file, "--map", mapping, "--no-cube")
    assert detente("data", "verify").code == 0


def test_a_repaired_text_replaces_the_one_before(detente: Detente, tmp_path: Path) -> None:
    mapping, file = tmp_path / "m.toml", tmp_path / "x.csv"
    file.write_text("day,a,b,code\n2014-03-18,Russia,Ukraine,190\n", encoding="utf-8")
    for title in ("First", "Second"):
        mapping.write_text(f'dataset = "mine"\n{COLUMNS}[about]\ntitle = "{title}"\n', encoding="utf-8")
        assert detente("ingest", file, "--map", mapping, "--no-cube").code == 0
    (cited,) = detente("data", "cite", "mine", "--json").data
    assert (cited["title"], cited["licence"]) == ("Second", "not stated")
    assert detente("data", "batches", "--json").data[0]["rows_ok"] == 1
    assert detente("data", "verify").code == 0
