"""``detente pull SOURCE`` and ``detente ingest SOURCE PATH``: the slow record, from the loopback and from files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from cli_sample import Detente
from detente.sources import SOURCES, Fetch, source
from detente.store import Store
from providers import Fault, Provider, hold_dataset

DOI = "doi:10.7910/DVN/LEJUQZ"
HEADER = "rcid,session,date,unres,ccode,vote\n"
VOTES = (
    HEADER + "5309,68,2014-03-27,R/68/262,740,1\n5309,68,2014-03-27,R/68/262,365,3\n5309,68,2014-03-27,R/68/262,999,1\n"
)
NEWER = VOTES + "5310,69,2014-10-28,R/69/5,740,1\n"
LIBRARY = "undl_id,ms_code,ms_name,ms_vote,date,session\n767565,JPN,JAPAN,Y,2014-03-27,68\n"


@pytest.fixture
def provider(monkeypatch: pytest.MonkeyPatch) -> Iterator[Provider]:
    monkeypatch.setattr("detente.ingestion.pull.FIRST_WAIT", 0.01)
    with Provider().serving() as serving:
        yield serving


@pytest.fixture
def dataverse(provider: Provider) -> Provider:
    files = {"Codebook.pdf": b"%PDF", "Idealpoints.csv": b"a,b\n", "UNVotes2021.csv": VOTES.encode()}
    hold_dataset(provider, DOI, files)
    return provider


def words(text: str) -> str:
    return " ".join(text.split())


def states(home: Path) -> list[str]:
    return Store.open(home).read("votes")["state"].to_list()


def test_without_a_name_the_sources_are_listed(detente: Detente) -> None:
    answer = detente("pull")
    assert answer.code == 0
    for name, one in SOURCES.items():
        assert (f"  {name} " in answer.out) == (one.table != "counts")
    assert max(map(len, answer.out.splitlines())) <= 80
    listed = {one["name"]: one for one in detente("pull", "--json").data}
    assert listed["unga_votes"]["fetched"]
    assert "Download the newest CSV" in listed["undl_votes"]["by_hand"]
    assert all(one["licence"] and one["bibtex"] for one in listed.values())


def test_a_dry_run_says_what_and_on_what_terms(detente: Detente, dataverse: Provider, tmp_path: Path) -> None:
    answer = detente("pull", "unga_votes", "--mirror", dataverse.url, "--dry-run")
    assert (answer.code, answer.err) == (0, "")
    assert words(answer.out).startswith("Would fetch 1 file, ")
    assert "Terms: CC0 1.0" in words(answer.out)
    assert dataverse.fetched() == []
    assert states(tmp_path / "home") == []
    data = detente("pull", "unga_votes", "--mirror", dataverse.url, "--dry-run", "--json").data
    assert (data["to_fetch"]["files"], data["origin"]) == (1, "https://doi.org/10.7910/DVN/LEJUQZ")


def test_a_source_is_fetched_and_ingested_once(detente: Detente, dataverse: Provider, tmp_path: Path) -> None:
    answer = detente("pull", "unga_votes", "--mirror", dataverse.url)
    assert (answer.code, answer.err) == (0, "")
    assert "2 rows kept, 1 rejected. They cover 2014." in words(answer.out)
    assert "To cite: Voeten, E." in words(answer.out)
    assert states(tmp_path / "home") == ["JPN", "RUS"]
    dataverse.seen.clear()
    again = detente("pull", "unga_votes", "--mirror", dataverse.url)
    assert dataverse.fetched() == []
    assert "the same file is in the store already; nothing changed" in words(again.out)
    assert words(detente("data").out).count("unga_votes, votes, 2014-01-01 to 2014-03-27") == 1


def test_a_new_edition_is_a_new_version(detente: Detente, dataverse: Provider, tmp_path: Path) -> None:
    detente("pull", "unga_votes", "--mirror", dataverse.url)
    hold_dataset(dataverse, DOI, {"UNVotes2021.csv": VOTES.encode(), "UNVotes2022.csv": NEWER.encode()})
    answer = detente("pull", "unga_votes", "--mirror", dataverse.url)
    assert "It is a new version" in answer.out
    assert states(tmp_path / "home") == ["JPN", "RUS", "JPN"]


def test_what_goes_wrong_on_the_way(detente: Detente, dataverse: Provider, tmp_path: Path) -> None:
    path = next(path for path, data in dataverse.files.items() if data == VOTES.encode())
    dataverse.faults[path] = [Fault(503), Fault(cut=20), Fault(flip=True)]
    assert detente("pull", "unga_votes", "--mirror", dataverse.url).code == 0
    assert states(tmp_path / "home") == ["JPN", "RUS"]


def test_a_file_that_can_not_be_fetched_ends_with_3(detente: Detente, dataverse: Provider, tmp_path: Path) -> None:
    path = next(path for path, data in dataverse.files.items() if data == VOTES.encode())
    dataverse.faults[path] = [Fault(403)] * 20
    answer = detente("pull", "unga_votes", "--mirror", dataverse.url)
    assert answer.code == 3
    assert "Or download from https://doi.org/10.7910/DVN/LEJUQZ, and: detente ingest unga_votes FILE" in answer.err
    assert states(tmp_path / "home") == []


def test_no_ingest_only_fetches(detente: Detente, dataverse: Provider, tmp_path: Path) -> None:
    detente("pull", "unga_votes", "--mirror", dataverse.url, "--no-ingest")
    assert states(tmp_path / "home") == []
    fetched = tmp_path / "home" / "raw" / "unga_votes" / "UNVotes2021.csv"
    assert detente("ingest", "unga_votes", fetched).code == 0
    assert states(tmp_path / "home") == ["JPN", "RUS"]


def test_a_source_with_an_address(
    detente: Detente, provider: Provider, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fetched = Fetch(addresses=("https://producer.example/files/v1/ga_voting.csv",))
    monkeypatch.setitem(SOURCES, "undl_votes", replace(source("undl_votes"), fetch=fetched, by_hand=""))
    provider.files["files/v1/ga_voting.csv"] = LIBRARY.encode()
    assert detente("pull", "undl_votes", "--mirror", provider.url).code == 0
    assert states(tmp_path / "home") == ["JPN"]
    provider.files["files/v1/ga_voting.csv"] = LIBRARY.replace("JPN,JAPAN", "FRA,FRANCE").encode()
    assert "nothing changed" in detente("pull", "undl_votes", "--mirror", provider.url).out
    assert "It is a new version" in detente("pull", "undl_votes", "--mirror", provider.url, "--again").out
    assert states(tmp_path / "home") == ["FRA"]
    provider.files.clear()
    assert detente("pull", "undl_votes", "--mirror", provider.url, "--again").code == 3


def test_a_source_that_is_not_fetched_says_where_it_is(detente: Detente, tmp_path: Path) -> None:
    answer = detente("pull", "undl_votes")
    assert answer.code == 1
    assert "https://digitallibrary.un.org/record/4060887" in answer.err
    assert "Then: detente ingest undl_votes FILE" in answer.err
    assert "Terms: Copyright United Nations" in answer.err
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "2025_7_23_ga_voting.csv").write_text(LIBRARY)
    assert detente("pull", "undl_votes", "--mirror", tmp_path / "mine").code == 0
    assert states(tmp_path / "home") == ["JPN"]


def test_a_source_that_comes_with_detente(detente: Detente, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "ga_voting.csv"
    file.write_text(LIBRARY)
    monkeypatch.setitem(SOURCES, "undl_votes", replace(source("undl_votes"), shipped=file, by_hand=""))
    assert detente("pull", "undl_votes", "--dry-run", "--json").data["file"] == str(file)
    assert detente("pull", "undl_votes", "--json").data["batch"]["rows_ok"] == 1
    assert states(tmp_path / "home") == ["JPN"]


@pytest.mark.parametrize(
    ("words_given", "code", "why"),
    [
        (["pull", "atlantis"], 2, "there is no source 'atlantis'; `detente pull` lists them"),
        (["ingest", "unga_votes"], 2, "takes one file, or the folder it is in, and none was given"),
        (["ingest", "unga_votes", "a", "b"], 2, "and 2 were given"),
        (["ingest", "unga_votes", "nowhere"], 3, "nowhere does not exist; unga_votes needs UNVotes*.csv"),
        (["ingest", "unga_votes", "x", "--dataset", "mine"], 2, "unga_votes has a fixed format"),
    ],
)
def test_an_invalid_request(detente: Detente, words_given: list[str], code: int, why: str) -> None:
    answer = detente(*words_given)
    assert answer.code == code
    assert why in answer.err


def test_a_file_may_have_a_source_s_name(detente: Detente, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "unga_votes").mkdir()
    empty = detente("ingest", "unga_votes")
    assert (empty.code, "holds no file to ingest" in empty.err) == (1, True)
    (tmp_path / "UNVotes.csv").write_text(VOTES)
    assert detente("ingest", "unga_votes", ".", "--json").data["rows_ok"] == 2
