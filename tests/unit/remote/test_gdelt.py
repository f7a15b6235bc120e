from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from detente.errors import DataError, NoAnswer
from detente.remote import FetchPlan, RetryPolicy, Site, plan_gdelt, site_at
from providers import Fault, Provider, hold_first, hold_second, md5

FIRST = {"1979.zip": 3, "2005.zip": 3, "200601.zip": 2, "201303.zip": 2, "20130401.export.CSV.zip": 4}
EARLY, LATER = datetime(2015, 2, 18, 23, 0), datetime(2015, 2, 19, 0, 45)  # noqa: DTZ001 - the provider's clock


@pytest.fixture
def holding(provider: Provider) -> Provider:
    hold_first(
        provider, {**FIRST, "20150217.export.CSV.zip": 2, "20150218.export.CSV.zip": 2, "20150219.export.CSV.zip": 2}
    )
    hold_second(provider, EARLY, 8)
    hold_second(provider, EARLY, 8, translingual=True)
    return provider


def plan(site: Site, tmp_path: Path, policy: RetryPolicy, **requested: object) -> FetchPlan:
    return plan_gdelt(site, tmp_path, policy, **requested)  # type: ignore[arg-type]


def names(plan: FetchPlan) -> list[str]:
    return [file.name for file in plan.files]


def test_by_default_each_version_has_its_days(
    holding: Provider, site: Site, tmp_path: Path, policy: RetryPolicy
) -> None:
    found = plan(site, tmp_path, policy)
    first = [file for file in found.files if file.source == "gdelt1"]
    second = [file for file in found.files if file.source == "gdelt2"]
    assert [file.name for file in first] == [*FIRST, "20150217.export.CSV.zip"]
    assert len(second) == 8
    assert max(file.last for file in first if file.last) < min(file.first for file in second if file.first)
    data = holding.files["events/2005.zip"]
    assert (first[1].bytes, first[1].checksum) == (len(data), f"md5:{md5(data)}")
    assert (first[1].first, first[1].last) == (date(2005, 1, 1), date(2005, 12, 31))
    assert second[0].place == "gdelt/v2/201502/20150218230000.export.CSV.zip"


def test_a_version_can_be_fetched_for_all_its_days(
    holding: Provider, site: Site, tmp_path: Path, policy: RetryPolicy
) -> None:
    assert len(names(plan(site, tmp_path, policy, version=1))) == 8
    assert len(names(plan(site, tmp_path, policy, version=2))) == 8
    assert len(names(plan(site, tmp_path, policy, version=2, stream="both"))) == 16
    only = plan(site, tmp_path, policy, version=2, stream="translingual")
    assert {file.source for file in only.files} == {"gdelt2-translingual"}


@pytest.mark.parametrize(
    ("first", "last", "found"),
    [
        ("2005-06-01", "2006-01-15", ["2005.zip", "200601.zip"]),
        ("2013-03-31", "2013-04-01", ["201303.zip", "20130401.export.CSV.zip"]),
        ("2015-02-19", "2015-02-19", [f"2015021900{m}00.export.CSV.zip" for m in ("00", "15", "30", "45")]),
        (None, "1979-01-01", ["1979.zip"]),
    ],
)
def test_days_choose_files(
    holding: Provider, site: Site, tmp_path: Path, *, first: str | None, last: str, found: list[str]
) -> None:
    begin = date.fromisoformat(first) if first else None
    chosen = plan(site, tmp_path, RetryPolicy(), first=begin, last=date.fromisoformat(last))
    assert names(chosen) == found
    whole = ", ".join(name for name in found if "export" not in name)
    assert list(chosen.notes) == ([f"Files of a year or a month are fetched whole: {whole}."] if whole else [])


def test_days_that_no_file_covers_are_gaps(provider: Provider, site: Site, tmp_path: Path, policy: RetryPolicy) -> None:
    hold_first(provider, {f"202211{day:02d}.export.CSV.zip": 1 for day in (8, 9, 11, 12)})
    found = plan(site, tmp_path, policy, version=1)
    assert [(gap.source, gap.place, gap.day) for gap in found.gaps] == [
        ("gdelt1", "gdelt/v1/20221110.export.CSV.zip", date(2022, 11, 10))
    ]
    assert plan(site, tmp_path, policy, version=1, last=date(2022, 11, 9)).gaps == []


def test_quarter_hours_that_no_file_covers_are_gaps(
    provider: Provider, site: Site, tmp_path: Path, policy: RetryPolicy
) -> None:
    hold_second(provider, EARLY, 8)
    lines = provider.files["gdeltv2/masterfilelist.txt"].splitlines(keepends=True)
    provider.files["gdeltv2/masterfilelist.txt"] = b"".join(line for line in lines if b"20150219000000" not in line)
    found = plan(site, tmp_path, policy, version=2)
    assert [gap.name for gap in found.gaps] == ["20150219000000.export.CSV.zip"]
    assert len(found.files) == 7


def test_lines_that_can_not_be_read_are_passed_over_and_told(
    provider: Provider, site: Site, tmp_path: Path, policy: RetryPolicy
) -> None:
    hold_second(provider, EARLY, 2)
    good = "a" * 32
    provider.files["gdeltv2/masterfilelist.txt"] += "\n".join(
        [
            "20150219003000.export.CSV.zip",
            f"x {good} http://data.gdeltproject.org/gdeltv2/20150219003000.export.CSV.zip",
            f"-5 {good} http://data.gdeltproject.org/gdeltv2/20150219003000.export.CSV.zip",
            "10 nothex http://data.gdeltproject.org/gdeltv2/20150219003000.export.CSV.zip",
            f"10 {good} http://data.gdeltproject.org/gdeltv2/20159919003000.export.CSV.zip",
            f"10 {good} http://evil.example/../../20150219003000.export.CSV.zip/../x.export.CSV.zip",
            "",
            f"10 {good} http://evil.example/gdeltv2/20150219004500.export.CSV.zip",
            "",
        ]
    ).encode()
    found = plan(site, tmp_path, policy, version=2)
    assert names(found)[-1] == "20150219004500.export.CSV.zip"  # had from the site asked, whatever host is named
    assert found.files[-1].path == "gdeltv2/20150219004500.export.CSV.zip"
    assert list(found.notes) == ["6 lines of masterfilelist.txt can't be read and are skipped."]


def test_the_newest_quarter_hour_alone(holding: Provider, site: Site, tmp_path: Path, policy: RetryPolicy) -> None:
    found = plan(site, tmp_path, policy, newest=True)
    assert names(found) == [f"{LATER:%Y%m%d%H%M%S}.export.CSV.zip"]
    assert [seen.path for seen in holding.seen] == ["gdeltv2/lastupdate.txt"]


def test_a_list_is_fetched_from_its_end_on(provider: Provider, site: Site, tmp_path: Path, policy: RetryPolicy) -> None:
    path = "gdeltv2/masterfilelist.txt"
    hold_second(provider, EARLY, 60)
    assert len(plan(site, tmp_path, policy, version=2).files) == 60
    hold_second(provider, EARLY, 90)
    assert len(plan(site, tmp_path, policy, version=2).files) == 90
    size = len(provider.files[path])
    assert [seen.range is None for seen in provider.requests(path)] == [True, False]
    hold_second(provider, datetime(2016, 1, 1), 90)  # noqa: DTZ001 - another list of the same length
    assert len(provider.files[path]) == size
    assert len(plan(site, tmp_path, policy, version=2).files) == 90
    assert names(plan(site, tmp_path, policy, version=2))[0] == "20160101000000.export.CSV.zip"
    hold_second(provider, EARLY, 3)  # a shorter one
    assert len(plan(site, tmp_path, policy, version=2).files) == 3


def test_a_list_that_breaks_off_is_fetched_again(
    provider: Provider, site: Site, tmp_path: Path, policy: RetryPolicy
) -> None:
    hold_first(provider, FIRST)
    hold_second(provider, EARLY, 40)
    provider.faults["gdeltv2/masterfilelist.txt"] = [Fault(503), Fault(cut=2000)]
    provider.faults["events/md5sums"] = [Fault(cut=50), Fault(429, {"Retry-After": "0"})]
    assert len(plan(site, tmp_path, policy).files) == 45


def test_a_page_stands_in_for_the_sums(provider: Provider, site: Site, tmp_path: Path, policy: RetryPolicy) -> None:
    hold_first(provider, FIRST)
    sums = provider.files.pop("events/md5sums")
    rows = [line.split() for line in sums.decode().splitlines()]
    provider.files.pop("events/filesizes")
    page = "".join(f'<LI><A HREF="{name}">{name}</A> (10.4MB) (MD5: {digest})\n' for digest, name in rows)
    provider.files["events/index.html"] = page.encode()
    found = plan(site, tmp_path, policy, version=1)
    assert names(found) == list(FIRST)
    assert found.files[0].checksum == f"md5:{md5(provider.files['events/1979.zip'])}"
    provider.files.pop("events/index.html")
    with pytest.raises(DataError, match=r"has neither md5sums nor filesizes nor index\.html"):
        plan(site, tmp_path, policy, version=1)


def test_a_list_that_can_not_be_fetched_says_what_to_do(
    provider: Provider, site: Site, tmp_path: Path, policy: RetryPolicy
) -> None:
    with pytest.raises(DataError, match=r"masterfilelist\.txt does not exist.*Name another mirror or a folder"):
        plan(site, tmp_path, policy, version=2)
    provider.files["events/md5sums"] = b""
    provider.faults["events/md5sums"] = [Fault(503)] * 9
    with pytest.raises(DataError, match=r"answers 503 \(tried 4 times\)\. Nothing was fetched\. Try again later"):
        plan(site, tmp_path, policy, version=1)


def test_days_without_any_file_have_no_answer(
    holding: Provider, site: Site, tmp_path: Path, policy: RetryPolicy
) -> None:
    with pytest.raises(NoAnswer, match="lists no file of GDELT's events from 2030-01-01"):
        plan(site, tmp_path, policy, first=date(2030, 1, 1))


@pytest.mark.parametrize("flat", [True, False])
def test_a_folder_serves_as_a_site(holding: Provider, tmp_path: Path, policy: RetryPolicy, *, flat: bool) -> None:
    mirror = tmp_path / "mirror"
    for path, data in holding.files.items():
        if "list" in path or "sums" in path or "sizes" in path:
            continue
        place = mirror / (Path(path).name if flat else path)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
    found = plan(site_at(str(mirror)), tmp_path / "raw", policy)
    assert len(found.files) == 6 + 8
    assert {file.checksum for file in found.files} == {None}
    assert holding.seen == []


@pytest.mark.parametrize(("first", "last", "found"), [(19, 19, [19]), (19, 20, [19, 20]), (18, 19, [18, 19])])
def test_days_choose_files_of_a_folder_too(
    tmp_path: Path, policy: RetryPolicy, first: int, last: int, found: list[int]
) -> None:
    """Files of a folder have no address before their name; days are told from the name, not from the size."""
    for day, size in ((18, 5), (19, 90), (20, 3)):
        (tmp_path / f"201502{day}230000.export.CSV.zip").write_bytes(b"x" * size)
    days = {"first": date(2015, 2, first), "last": date(2015, 2, last)}
    wanted = plan(site_at(str(tmp_path)), tmp_path / "raw", policy, version=2, **days)
    assert names(wanted) == [f"201502{day}230000.export.CSV.zip" for day in found]
