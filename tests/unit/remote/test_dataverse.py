from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from detente.errors import DataError, NoAnswer
from detente.remote import RetryPolicy, Site, plan_dataset, site_at
from detente.remote.download import fetch_file
from providers import ICEWS_DOI, POLECAT_DOI, Fault, Provider, hold_dataset, icews_table, md5, zipped

TABLES = {
    "events.1995.20150313082510.tab.zip": zipped("events.1995.20150313082510.tab", icews_table(1995, 3)),
    "events.2016.20180710092843.tab": icews_table(2016, 3).encode(),
    "Events.2017.20201119.tab": icews_table(2017, 3).encode(),
    "20230108-icews-events.zip": zipped("20230108-icews-events.tab", icews_table(2023, 3)),
}


def test_the_files_of_events_are_planned_with_their_days(provider: Provider, site: Site, policy: RetryPolicy) -> None:
    hold_dataset(provider, ICEWS_DOI, {**TABLES, "CAMEO.09b5.pdf": b"manual", "BBN ACCENT Event Coding.pdf": b"x"})
    plan = plan_dataset(site, "icews", policy)
    assert [(file.name, str(file.first), str(file.last)) for file in plan.files] == [
        ("events.1995.20150313082510.tab.zip", "1995-01-01", "1995-12-31"),
        ("events.2016.20180710092843.tab", "2016-01-01", "2016-12-31"),
        ("Events.2017.20201119.tab", "2017-01-01", "2017-12-31"),
        ("20230108-icews-events.zip", "2023-01-02", "2023-01-08"),
    ]
    assert plan.files[0].path == "api/access/datafile/1"
    assert plan.files[0].checksum == f"md5:{md5(TABLES['events.1995.20150313082510.tab.zip'])}"
    assert plan.files[0].published == date(2023, 5, 1)
    assert list(plan.notes) == ["2 other files of the dataset, manuals and the like, are left out."]


def test_days_choose_files(provider: Provider, site: Site, policy: RetryPolicy) -> None:
    hold_dataset(provider, ICEWS_DOI, TABLES)
    plan = plan_dataset(site, "icews", policy, first=date(2016, 5, 1), last=date(2017, 1, 1))
    assert [file.name[:11].lower() for file in plan.files] == ["events.2016", "events.2017"]
    with pytest.raises(NoAnswer, match="lists no file of ICEWS for these days; it has 1995-01-01 to 2023-01-08"):
        plan_dataset(site, "icews", policy, first=date(2024, 1, 1))


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("ngecEvents.DV.2018.txt", "2018-01-01", "2018-12-31"),
        ("ngecEventsDV-2022.txt.zip", "2022-01-01", "2022-12-31"),
        ("ngecEventsDV-2023-Feb.txt", "2023-02-01", "2023-02-28"),
        ("ngecEventsDV-2023-December.zip", "2023-12-01", "2023-12-31"),
        ("ngecEventsDV-2024-02.txt.zip", "2024-02-01", "2024-02-29"),
        ("ngecEvents.20230103111842.Release603.DV.txt", "2022-12-28", "2023-01-03"),
        ("ngecEventsDV-2024-13.txt", None, None),
        ("ngecEvents.new.txt", None, None),
    ],
)
def test_names_of_polecat_tell_their_days(
    provider: Provider, site: Site, policy: RetryPolicy, *, name: str, first: str | None, last: str | None
) -> None:
    hold_dataset(provider, POLECAT_DOI, {name: b"rows", "readme.txt": b"x"})
    (file,) = plan_dataset(site, "polecat", policy).files
    assert (file.first and str(file.first), file.last and str(file.last)) == (first, last)
    assert file.place == f"polecat/{name}"


def test_a_file_without_days_in_its_name_is_taken_and_told(provider: Provider, site: Site, policy: RetryPolicy) -> None:
    hold_dataset(provider, POLECAT_DOI, {"ngecEvents.new.txt": b"rows", "ngecEvents.DV.2018.txt": b"r"})
    plan = plan_dataset(site, "polecat", policy, first=date(2020, 1, 1))
    assert [file.name for file in plan.files] == ["ngecEvents.new.txt"]
    assert list(plan.notes) == ["Included whatever the days, since their names give none: ngecEvents.new.txt."]


def test_a_table_that_the_dataverse_turned_is_fetched_as_uploaded(
    provider: Provider, site: Site, tmp_path: Path, policy: RetryPolicy
) -> None:
    data = icews_table(2016, 5).encode()
    turned = {
        "filename": "events.2016.1.tab",
        "filesize": 999_999,
        "originalFileFormat": "text/tsv",
        "originalFileName": "events.2016.1.tsv",
        "originalFileSize": len(data),
    }
    hold_dataset(provider, ICEWS_DOI, {"events.2016.1.tab": data}, f1=turned)
    (file,) = plan_dataset(site, "icews", policy).files
    assert (file.name, file.bytes) == ("events.2016.1.tsv", len(data))
    outcome = fetch_file(site, file, tmp_path, policy)
    assert outcome.path is not None
    assert outcome.path.read_bytes() == data


def test_what_is_restricted_is_barred(provider: Provider, site: Site, policy: RetryPolicy) -> None:
    hold_dataset(provider, ICEWS_DOI, {"events.1995.1.tab": b"x"}, f1={"restricted": True})
    assert plan_dataset(site, "icews", policy).files[0].barred == "restricted by its publisher"


@pytest.mark.parametrize(
    ("checksum", "found"),
    [
        ({"type": "SHA-256", "value": "AB" * 32}, "sha-256:" + "ab" * 32),
        ({"type": "CRC", "value": "ab" * 16}, None),
        ({"type": "MD5", "value": "../../../../tmp/x"}, None),
        (None, "md5:" + md5(b"x")),
    ],
)
def test_only_digests_that_can_be_checked_are_taken(
    provider: Provider, site: Site, policy: RetryPolicy, *, checksum: object, found: str | None
) -> None:
    hold_dataset(provider, ICEWS_DOI, {"events.1995.1.tab": b"x"}, f1={"checksum": checksum})
    assert plan_dataset(site, "icews", policy).files[0].checksum == found


def test_labels_are_made_safe_and_unique(provider: Provider, site: Site, policy: RetryPolicy) -> None:
    same = {"filename": "20190309-icews-events.zip"}
    files = {f"2019030{n}-icews-events.zip": f"rows {n}".encode() for n in range(1, 4)}
    hold_dataset(
        provider, ICEWS_DOI, {**files, "../../events.1995.1.tab": b"x", "events.1996.1.tab": b"x"}, f2=same, f3=same
    )
    names = [file.name for file in plan_dataset(site, "icews", policy).files]
    assert names == [
        "events.1995.1.tab",  # and not events.1996.1.tab, which is the same file once more
        "20190301-icews-events.zip",
        "20190309-icews-events-2.zip",
        "20190309-icews-events-3.zip",
    ]


@pytest.mark.parametrize(
    "message", [b"<html>", b"{}", b'{"data": {"latestVersion": {"files": [{"dataFile": {}}]}}}', b"[]"]
)
def test_an_answer_that_is_not_a_dataverses_is_reported(
    provider: Provider, site: Site, policy: RetryPolicy, message: bytes
) -> None:
    hold_dataset(provider, ICEWS_DOI, TABLES)
    path = next(path for path in provider.files if path.startswith("api/datasets"))
    provider.files[path] = message
    with pytest.raises(DataError, match="did not return a list of the files"):
        plan_dataset(site, "icews", policy)
    provider.files.pop(path)
    with pytest.raises(DataError, match=r"has no dataset doi:10\.7910/DVN/28075"):
        plan_dataset(site, "icews", policy)


def test_an_answer_that_asks_for_an_account_is_reported(provider: Provider, site: Site, policy: RetryPolicy) -> None:
    hold_dataset(provider, ICEWS_DOI, TABLES)
    path = next(path for path in provider.files if path.startswith("api/datasets"))
    provider.faults[path] = [Fault(401)]
    with pytest.raises(DataError, match=r"access denied: 127\.0\.0\.1 answers 401"):
        plan_dataset(site, "icews", policy)


def test_a_folder_of_files_serves_as_the_dataset(tmp_path: Path, policy: RetryPolicy) -> None:
    mirror = tmp_path / "mirror"
    mirror.mkdir()
    for name, data in {**TABLES, "codebook.pdf": b"x"}.items():
        (mirror / name).write_bytes(data)
    plan = plan_dataset(site_at(str(mirror)), "icews", policy)
    assert {file.name for file in plan.files} == set(TABLES)
    outcome = fetch_file(site_at(str(mirror)), plan.files[0], tmp_path / "raw", policy)
    assert outcome.path is not None
    assert outcome.path.read_bytes() == TABLES[plan.files[0].name]
