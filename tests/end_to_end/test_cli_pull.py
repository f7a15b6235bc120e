"""``detente pull`` against providers on the loopback: what arrives, what is said, and what survives a kill."""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from cli_sample import Detente
from providers import (
    ICEWS_DOI,
    POLECAT_DOI,
    Fault,
    Provider,
    hold_dataset,
    hold_first,
    hold_second,
    icews_table,
    md5,
    zipped,
)
from pull_sample import START, content, events, recorded


@pytest.fixture
def provider(monkeypatch: pytest.MonkeyPatch) -> Iterator[Provider]:
    monkeypatch.setattr("detente.ingestion.pull.FIRST_WAIT", 0.01)
    with Provider().serving() as serving:
        yield serving


@pytest.fixture
def gdelt(provider: Provider) -> Provider:
    hold_first(provider, {"2005.zip": 4, "200601.zip": 3, "20150217.export.CSV.zip": 5})
    hold_second(provider, START, 12)
    hold_second(provider, START, 12, translingual=True)
    return provider


def words(text: str) -> str:
    return " ".join(text.split())


def test_a_dry_run_says_how_much_and_fetches_nothing(detente: Detente, gdelt: Provider, tmp_path: Path) -> None:
    answer = detente("pull", "gdelt", "--mirror", gdelt.url, "--dry-run")
    assert (answer.code, answer.err) == (0, "")
    message = words(answer.out)
    size = sum(len(data) for path, data in gdelt.files.items() if path.endswith(".zip") and "translation" not in path)
    assert message.startswith(f"Would fetch 15 files, {size / 1000:.3g} kB from 127.0.0.1 into {tmp_path}/home/raw.")
    assert "GDELT 1.0 3 " in message
    assert "2005-01-01 2015-02-17" in message
    assert "GDELT 2.0, English 12 " in message
    assert "GDELT 1.0: 3,303 days not in the list: 2006-02-01 to 2015-02-16." in message
    assert "--dry-run" in message
    assert max(map(len, answer.out.splitlines())) <= 80
    assert gdelt.fetched() == []
    assert content(tmp_path / "home") == {}


def test_a_dry_run_in_json(detente: Detente, gdelt: Provider) -> None:
    data = detente("pull", "gdelt", "--mirror", gdelt.url, "--stream", "both", "--dry-run", "--json").data
    assert data["to_fetch"]["files"] == 27
    assert {name: one["files"] for name, one in data["sources"].items()} == {
        "gdelt1": 3,
        "gdelt2": 12,
        "gdelt2-translingual": 12,
    }
    assert data["sources"]["gdelt2"]["from"] == "2015-02-18"


def test_everything_arrives_once(detente: Detente, gdelt: Provider, tmp_path: Path) -> None:
    answer = detente("pull", "gdelt", "--mirror", gdelt.url, "--stream", "both", "--no-ingest")
    assert answer.code == 0
    assert words(answer.out).startswith("Fetched 27 files, ")
    assert len(content(tmp_path / "home")) == 27
    assert sorted(gdelt.fetched()) == sorted(path for path in gdelt.files if path.endswith(".zip"))
    gdelt.seen.clear()
    again = detente("pull", "gdelt", "--mirror", gdelt.url, "--stream", "both", "--no-ingest")
    assert words(again.out).startswith("Nothing new was fetched from 127.0.0.1. 27 files, ")
    assert gdelt.fetched() == []
    dry = detente("pull", "gdelt", "--mirror", gdelt.url, "--stream", "both", "--dry-run", "--json")
    assert (dry.data["to_fetch"]["files"], dry.data["held"]) == (0, 27)


def test_what_goes_wrong_on_the_way_is_overcome(detente: Detente, gdelt: Provider, tmp_path: Path) -> None:
    paths = sorted(path for path in gdelt.files if path.endswith(".zip"))
    whole = dict(gdelt.files)
    troubles = [Fault(429, {"Retry-After": "0"}), Fault(503), Fault(cut=100), Fault(flip=True), Fault(no_range=True)]
    for n, path in enumerate(paths):
        gdelt.faults[path] = [troubles[n % 5], troubles[(n + 2) % 5]]
    gdelt.faults["gdeltv2/masterfilelist.txt"] = [Fault(cut=300), Fault(503)]
    answer = detente("pull", "gdelt", "--mirror", gdelt.url, "--stream", "both", "--no-ingest", "--json")
    lost = {one["file"].rpartition("/")[2] for one in answer.data["failed"]}  # other bytes twice in a row
    again = detente("pull", "gdelt", "--mirror", gdelt.url, "--stream", "both", "--no-ingest", "--json")
    assert again.code == 0
    assert answer.data["fetched"]["files"] + again.data["fetched"]["files"] == 27
    assert len(lost) == again.data["fetched"]["files"]
    arrived = content(tmp_path / "home")
    assert sorted(arrived.values()) == sorted(hashlib.sha256(whole[path]).hexdigest() for path in paths)


def test_what_can_not_be_fetched_is_reported_and_recorded(detente: Detente, gdelt: Provider, tmp_path: Path) -> None:
    gdelt.files.pop("gdeltv2/20150219000000.export.CSV.zip")
    gdelt.faults["gdeltv2/20150219001500.export.CSV.zip"] = [Fault(flip=True)] * 2
    gdelt.faults["events/2005.zip"] = [Fault(302, {"Location": "https://elsewhere.example/2005.zip?key=secret"})]
    answer = detente("pull", "gdelt", "--mirror", gdelt.url, "--no-ingest")
    assert answer.code == 3
    message = words(answer.out)
    assert message.startswith("Fetched 12 files, ")
    assert "20150219000000.export.CSV.zip not found (404)" in message
    assert "20150219001500.export.CSV.zip MD5 is " in message
    assert "2005.zip redirected, and the redirect leads to another host, elsewhere.example" in message
    assert "secret" not in answer.out
    assert "1 file could not be fetched" in answer.err
    assert "1 file is permanently unavailable" in words(answer.err)
    rows = recorded(tmp_path / "home")
    assert rows["gdelt/v2/201502/20150219000000.export.CSV.zip"] == ("missing", "not found (404)")
    assert rows["gdelt/v1/2005.zip"][0] == "refused"
    assert rows["gdelt/v1/20060201.export.CSV.zip"] == ("unlisted", "not in the provider's list")
    again = detente("pull", "gdelt", "--mirror", gdelt.url, "--no-ingest")
    assert again.code == 0
    assert words(again.out).startswith("Fetched 2 files, ")


def test_files_that_were_only_fetched_are_ingested_by_ingest(detente: Detente, gdelt: Provider, tmp_path: Path) -> None:
    answer = detente("pull", "gdelt", "--mirror", gdelt.url, "--no-ingest")
    folder = tmp_path / "home" / "raw" / "gdelt"
    assert words(f"detente ingest {folder}") in words(answer.out)
    taken = detente("ingest", folder, "--json")  # the lists that lie beside are no files of events
    assert (taken.code, taken.data["files"], taken.data["failures"]) == (0, 15, [])
    again = detente("pull", "gdelt", "--mirror", gdelt.url, "--no-ingest")
    assert "detente ingest" in words(again.out)
    assert "detente ingest" not in detente("pull", "gdelt", "--mirror", gdelt.url).out


def test_a_dry_run_says_if_the_disk_is_too_small(
    detente: Detente, gdelt: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("detente.ingestion.pull.free_bytes", lambda _: 100)
    message = words(detente("pull", "gdelt", "--mirror", gdelt.url, "--dry-run").out)
    assert "100 bytes free. Choose fewer days with --since and --until" in message


def test_no_disk_for_the_list_of_files_is_reported(
    detente: Detente, gdelt: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: Path) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("detente.remote.file_lists.sync", full)
    answer = detente("pull", "gdelt", "--mirror", gdelt.url, "--version", "2", "--dry-run")
    assert (answer.code, answer.out) == (3, "")
    assert ": no space left on device. Free space or fix the folder's permissions" in words(answer.err)


@pytest.mark.parametrize(
    ("days", "message"),
    [
        (
            ["--version", "2", "--until", "2014-01-01"],
            "GDELT 2.0 begins on 2015-02-18: there is no file of it until",
        ),
        (["--until", "1970-01-01"], "GDELT's events begin on 1979-01-01: there is no file of them until 1970-01-01"),
        (["--since", "2031-01-01"], "from 2031-01-01. Choose other days with --since and --until"),
    ],
)
def test_days_without_files_are_reported(detente: Detente, gdelt: Provider, days: list[str], message: str) -> None:
    answer = detente("pull", "gdelt", "--mirror", gdelt.url, *days)
    assert (answer.code, answer.out) == (1, "")
    assert message in words(answer.err)


def test_a_folder_without_events_is_reported(detente: Detente, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for provider, name in (("gdelt", "20150218230000.export.CSV.zip"), ("icews", "events.1995.20150313082510.tab.zip")):
        answer = detente("pull", provider, "--mirror", tmp_path / "empty")
        assert answer.code == 1
        assert name in answer.err


def test_a_challenge_for_browsers_is_reported(detente: Detente, provider: Provider) -> None:
    hold_dataset(provider, ICEWS_DOI, {"events.1995.1.tab": b"x"})
    (path,) = [path for path in provider.files if path.startswith("api/datasets")]
    provider.faults[path] = [Fault(202, {"x-amzn-waf-action": "challenge"})]
    answer = detente("pull", "icews", "--mirror", provider.url)
    assert answer.code == 3
    message = words(answer.err)
    assert "browsers only: 127.0.0.1 answers 202. Nothing was fetched. Download the files" in message
    assert "from https://doi.org/10.7910/DVN/28075, and give their folder with --mirror" in message


def test_versions_are_not_fetched_for_the_same_days(detente: Detente, gdelt: Provider) -> None:
    hold_first(gdelt, {"20150219.export.CSV.zip": 3})
    assert detente("pull", "gdelt", "--mirror", gdelt.url, "--version", "2", "--no-ingest").code == 0
    answer = detente("pull", "gdelt", "--mirror", gdelt.url, "--version", "1", "--no-ingest")
    assert (answer.code, answer.out) == (2, "")
    assert "the store already has GDELT 2.0 for 1 of these days, from 2015-02-19 to 2015-02-19." in answer.err
    assert "--allow-overlap" in answer.err
    requested = detente("pull", "gdelt", "--mirror", gdelt.url, "--version", "1", "--no-ingest", "--allow-overlap")
    assert requested.code == 0


def test_datasets_arrive_from_a_dataverse(detente: Detente, provider: Provider, tmp_path: Path) -> None:
    tables = {
        "events.1995.20150313082510.tab.zip": zipped("events.1995.tab", icews_table(1995, 4)),
        "events.2016.20180710092843.tab": icews_table(2016, 4).encode(),
        "codebook.pdf": b"manual",
    }
    hold_dataset(provider, ICEWS_DOI, tables)
    answer = detente("pull", "icews", "--mirror", provider.url, "--no-ingest")
    assert answer.code == 0
    assert sorted(content(tmp_path / "home")) == [f"raw/icews/{name}" for name in sorted(tables) if "pdf" not in name]
    hold_dataset(
        provider, POLECAT_DOI, {"ngecEvents.DV.2018.txt": b"x", "ngecEvents.DV.2019.txt": b"y"}, f2={"restricted": True}
    )
    answer = detente("pull", "polecat", "--mirror", provider.url, "--no-ingest")
    assert answer.code == 3
    assert "ngecEvents.DV.2019.txt restricted by its publisher" in words(answer.out)


def test_the_token_goes_to_the_dataverse(detente: Detente, provider: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DETENTE_DATAVERSE_TOKEN", "token-of-mine")
    hold_dataset(provider, ICEWS_DOI, {"events.1995.1.tab": b"x"})
    answer = detente("pull", "icews", "--mirror", provider.url, "--no-ingest")
    assert {dict(seen.headers).get("X-Dataverse-key") for seen in provider.seen} == {"token-of-mine"}
    assert "token-of-mine" not in answer.out + answer.err
    provider.seen.clear()
    hold_first(provider, {"2005.zip": 1})
    detente("pull", "gdelt", "--mirror", provider.url, "--version", "1", "--no-ingest")
    assert {dict(seen.headers).get("X-Dataverse-key") for seen in provider.seen} == {None}


@pytest.mark.parametrize(
    ("argv", "code", "message"),
    [
        (["--since", "2016-02-01", "--until", "2016-01-01"], 2, "since 2016-02-01 is later than until 2016-01-01"),
        (["--newest", "--version", "1"], 2, "newest is one quarter hour of GDELT 2.0"),
        (
            ["--mirror", "ftp://me:secret@host/"],
            2,
            "ftp://host/ is not a valid address: expected http:// or https://",
        ),
        (["--mirror", "no-such-folder"], 2, "there is no folder 'no-such-folder'; give one that exists, or write an"),
        (["--mirror", ""], 2, "there is no folder ''; give one that exists"),
        (["--mirror", "http://me:secret@[bad/x"], 2, "is not a valid address: expected http:// or https://"),
        (["--connections", "99"], 2, "99 is not in the range 1<=x<=16"),
        (["--version", "3"], 2, "'3' is not one of '1', '2'"),
        (["--since", "2031-01-01"], 1, "127.0.0.1 lists no file of GDELT's events from 2031-01-01"),
    ],
)
def test_an_invalid_request_is_reported(
    detente: Detente, gdelt: Provider, *, argv: list[str], code: int, message: str
) -> None:
    mirror = [] if "--mirror" in argv else ["--mirror", gdelt.url]
    answer = detente("pull", "gdelt", *mirror, *argv)
    assert (answer.code, answer.out) == (code, "")
    assert message in words(answer.err)
    assert "secret" not in answer.err
    assert gdelt.fetched() == []


def test_a_provider_that_can_not_be_reached_is_reported(detente: Detente, provider: Provider) -> None:
    answer = detente("pull", "gdelt", "--mirror", "http://127.0.0.1:9")
    assert (answer.code, answer.out) == (3, "")
    message = words(answer.err)
    assert "http://127.0.0.1:9/events/md5sums" in message
    assert "127.0.0.1 can't be reached: connection refused (tried 3 times)" in message
    assert "--mirror" in message


def test_a_disk_without_room_is_reported_before_anything_is_fetched(
    detente: Detente, gdelt: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("detente.ingestion.pull.free_bytes", lambda _: 100)
    answer = detente("pull", "gdelt", "--mirror", gdelt.url)
    assert answer.code == 3
    assert "are to be fetched, and " in answer.err
    assert "has 100 bytes free. Choose fewer days with --since and --until" in answer.err
    assert gdelt.fetched() == []


def test_an_interrupt_says_how_to_resume(detente: Detente, gdelt: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("detente.ingestion.pull.fetch_files", interrupted)
    answer = detente("pull", "gdelt", "--mirror", gdelt.url, "--no-ingest")
    assert answer.code == 130
    assert "interrupted" in answer.err
    assert "run the same command again" in answer.err


def test_a_folder_serves_as_a_mirror(detente: Detente, gdelt: Provider, tmp_path: Path) -> None:
    for path, data in gdelt.files.items():
        (tmp_path / "disk" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "disk" / path).write_bytes(data)
    answer = detente("pull", "gdelt", "--mirror", tmp_path / "disk", "--no-ingest")
    assert answer.code == 0
    assert len(content(tmp_path / "home")) == 15
    assert gdelt.seen == []


def test_a_bar_is_shown_on_a_terminal_only(detente: Detente, gdelt: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    assert detente("pull", "gdelt", "--mirror", gdelt.url, "--version", "1", "--no-ingest").err == ""
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    shown = detente("pull", "gdelt", "--mirror", gdelt.url, "--version", "2", "--no-ingest").err
    assert "GDELT" in shown
    assert "12.8/12.8 kB" in shown


def test_files_are_taken_into_the_lake_as_they_arrive(detente: Detente, gdelt: Provider, tmp_path: Path) -> None:
    answer = detente("pull", "gdelt", "--mirror", gdelt.url, "--stream", "both")
    assert answer.code == 0
    assert "Ingested 27 files: 132 rows kept, 0 rejected." in words(answer.out)
    counted = events(tmp_path / "home").group_by("dataset").len().sort("dataset").rows()
    assert counted == [("gdelt1", 12), ("gdelt2", 60), ("gdelt2-translingual", 60)]
    again = detente("pull", "gdelt", "--mirror", gdelt.url, "--stream", "both", "--json")
    assert again.data["ingested"] == {"files": 0, "rows_ok": 0, "rows_rejected": 0}
    assert events(tmp_path / "home").height == 132


def test_files_fetched_before_are_ingested_later(detente: Detente, gdelt: Provider, tmp_path: Path) -> None:
    detente("pull", "gdelt", "--mirror", gdelt.url, "--no-ingest")
    assert detente("data").code == 0  # a manifest that knows of downloads alone
    answer = detente("pull", "gdelt", "--mirror", gdelt.url)
    assert words(answer.out).startswith("Nothing new was fetched from 127.0.0.1.")
    assert "Ingested 15 files: 72 rows kept, 0 rejected." in words(answer.out)


def test_a_file_that_can_not_be_read_does_not_stop_the_rest(detente: Detente, gdelt: Provider, tmp_path: Path) -> None:
    whole = gdelt.files["events/200601.zip"]
    torn = whole[: len(whole) // 2]  # and listed so, as the provider has it
    gdelt.files["events/200601.zip"] = torn
    for path, old, new in (
        ("md5sums", md5(whole), md5(torn)),
        ("filesizes", f"{len(whole)} 2006", f"{len(torn)} 2006"),
    ):
        gdelt.files[f"events/{path}"] = gdelt.files[f"events/{path}"].replace(old.encode(), new.encode())
    answer = detente("pull", "gdelt", "--mirror", gdelt.url)
    assert answer.code == 3
    assert "Fetched, but not readable" in answer.out
    assert "gdelt/v1/200601.zip" in answer.out
    assert answer.err == (
        "detente: counted 9 events of gdelt1; its cube has 2 rows\n"
        "detente: counted 60 events of gdelt2; its cube has 2 rows\n"
        "detente: 1 file could not be read; the files are under raw/\n"
    )
    assert detente("pull", "gdelt", "--mirror", gdelt.url, "--no-cube").err.count("counted") == 0
    assert events(tmp_path / "home").height == 69
    assert content(tmp_path / "home")["raw/gdelt/v1/200601.zip"] == hashlib.sha256(torn).hexdigest()


def test_help_names_every_provider(detente: Detente) -> None:
    for provider in ("gdelt", "icews", "polecat"):
        answer = detente("pull", provider, "--help")
        assert answer.code == 0
        assert f"detente pull {provider} --dry-run" in answer.out
        assert max(map(len, answer.out.splitlines())) <= 80
