from __future__ import annotations

import json
from pathlib import Path

from cli_sample import Detente
from store_sample import write_events

GOOD = "2014-03-18,Japan,Russia,verbal_conflict"


def test_what_is_there_is_reported_in_80_columns(detente: Detente, tmp_path: Path) -> None:
    detente("ingest", write_events(tmp_path / "mine.csv", GOOD))
    answer = detente("data")
    assert (answer.code, answer.err) == (0, "")
    for part in (
        "Tables computed by Detente",
        "Tables compiled by hand",
        "Tables added by you",
        "Vintages of the temperatures",
        "What the datasets cover",
        "Your files",
    ):
        assert part in answer.out
    assert "temperatures  made-up" in answer.out
    assert max(map(len, answer.out.splitlines())) <= 80
    assert "\x1b" not in answer.out


def test_an_empty_home_says_how_to_begin(detente: Detente) -> None:
    assert "detente ingest" in detente("data").out


def test_as_of_tells_what_was_known(detente: Detente) -> None:
    answer = detente("data", "--as-of", "2014-03-18", "--json")
    assert answer.data["as_of"] == "2014-03-18"
    assert {v["known_on"] for v in answer.data["vintages"]} == {"2013-12-31"}
    assert [c["until"] for c in answer.data["coverage"]] == ["2013-12-31"]
    rows = {c["table"]: c["rows"] for c in answer.data["contents"]}
    assert rows["chronicle"] == 1


def test_json_has_everything(detente: Detente, tmp_path: Path) -> None:
    detente("ingest", write_events(tmp_path / "mine.csv", GOOD))
    data = detente("data", "--json").data
    assert set(data) == {
        "as_of",
        "home",
        "contents",
        "vintages",
        "coverage",
        "batches",
        "batch_count",
        "read_by_older",
        "renamed",
        "sources",
    }
    assert data["batches"][0]["dataset"] == "mine"
    assert {s["licence"] for s in data["sources"]} == {"Apache-2.0", "not stated"}


def test_an_unknown_batch_is_wrong_use(detente: Detente) -> None:
    answer = detente("data", "rejects", "nope")
    assert (answer.code, answer.out) == (2, "")
    assert "there is no batch 'nope'; nothing was ingested yet" in answer.err


def test_no_rejects_are_reported_as_such(detente: Detente) -> None:
    assert detente("data", "rejects").out == "No row of any batch was rejected.\n"


def test_a_damaged_pack_ends_with_3(detente: Detente, tmp_path: Path) -> None:
    (tmp_path / "starter" / "coverage.parquet").write_bytes(b"broken")
    answer = detente("data")
    assert answer.code == 3
    assert "is damaged" in answer.err
    assert "Traceback" not in answer.err


def test_options_before_rejects_count(detente: Detente) -> None:
    assert detente("data", "--json", "rejects").data == []
    answer = detente("data", "--as-of", "2014-03-18", "rejects")
    assert answer.code == 2
    assert "--as-of does not apply to rejects" in answer.err


def test_options_before_a_verb_count(detente: Detente) -> None:
    for verb in ("status", "verify", "coverage", "compact", "batches", "cite"):
        json.loads(detente("data", "--json", verb).out)
        assert detente("data", "--as-of", "2014-03-18", verb).code == 2, verb


def test_an_unknown_verb_is_answered_with_the_list(detente: Detente) -> None:
    answer = detente("data", "upgrade")
    assert (answer.code, answer.out) == (2, "")
    assert "'upgrade'; the verbs of data are batches, cite, compact, coverage, rejects, remove" in answer.err


def test_the_list_of_verbs_is_not_cut_short(detente: Detente) -> None:
    assert "..." not in detente("data", "--help").out.partition("Commands:")[2]


def test_a_dataset_that_is_not_there_is_reported(detente: Detente, tmp_path: Path) -> None:
    for verb in ("coverage", "compact", "batches"):
        answer = detente("data", verb, "gdelt2", "--json")
        assert (answer.code, answer.err) == (1, "")
        assert answer.data["message"] == "the lake has no dataset 'gdelt2'; nothing was ingested yet"
    detente("ingest", write_events(tmp_path / "mine.csv", GOOD))
    assert detente("data", "batches", "mine").code == 0
    assert detente("data", "batches", "gdelt2").err == "detente: the lake has no dataset 'gdelt2'; it has mine\n"


def test_many_rejects_are_reported_in_part_and_given_whole(detente: Detente, tmp_path: Path) -> None:
    long = "x" * 500
    bad = [f"2014-03-18,Japan,{long},verbal_conflict" for _ in range(25)]
    detente("ingest", write_events(tmp_path / "mine.csv", GOOD, *bad))
    shown = detente("data", "rejects").out
    assert ", the first 20 rows of 25; --all shows all" in shown
    assert shown.count("No state is called") == 20
    assert f"'{'x' * 60}…'" in "".join(shown.split())
    assert detente("data", "rejects", "--all").out.count("No state is called") == 25
    assert [row["value"] for row in detente("data", "rejects", "--json").data] == [long] * 25


def test_cite_says_what_to_cite(detente: Detente, tmp_path: Path) -> None:
    assert "Voeten, E." in detente("data", "cite", "unga_votes").out
    assert detente("data", "cite", "unga_votes", "--json").data[0]["id"] == "unga_votes"
    assert detente("data", "cite", "unga_votes", "--bibtex").out.startswith("@misc{voeten2009unga,")
    answer = detente("data", "cite", "unga_votes", "undl_votes", "-o", tmp_path / "references.bib")
    assert (answer.code, answer.out) == (0, "")
    assert (tmp_path / "references.bib").read_text().count("@") == 2
    assert detente("data", "cite", "atlantis").code == 2


def test_of_many_files_the_newest_are_listed(detente: Detente, tmp_path: Path) -> None:
    for n in range(1, 23):
        detente("ingest", write_events(tmp_path / f"mine-{n}.csv", GOOD), "--dataset", f"mine-{n}")
    assert "Your files, the newest 20 of 22" in detente("data").out
    data = detente("data", "--json").data
    assert (data["batch_count"], len(data["batches"])) == (22, 20)
    assert data["batches"][-1]["dataset"] == "mine-22"
    assert "Batches, the newest 20 of 22" in detente("data", "batches").out
    assert len(detente("data", "batches", "--json").data) == 22
