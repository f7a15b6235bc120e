"""The files of GDELT 1.0, by md5sums and filesizes, or by a page or a folder where a mirror lacks the two."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta

from detente.errors import DataError
from detente.remote.fetch_plan import FetchPlan, ListGap, RemoteFile
from detente.remote.file_lists import whole_list
from detente.remote.retries import RetryPolicy
from detente.remote.sites import Site

__all__ = ["plan_first"]

FOLDER = "gdelt/v1"
NAME = re.compile(r"(\d{4}|\d{6})\.zip|(\d{8})\.export\.CSV\.zip")
MD5 = re.compile(r"[0-9a-f]{32}")
SIZE = re.compile(r"\d{1,15}")
DAY = timedelta(days=1)


def plan_first(site: Site, policy: RetryPolicy, first: date | None, last: date | None) -> FetchPlan:
    """Return the files of GDELT 1.0 that cover any day from `first` to `last`."""
    listed = sorted(_listed(site, policy), key=lambda file: (file.first or date.min, file.name))
    wanted = [file for file in listed if file.overlaps(first, last)]
    cut = [f for f in wanted if (first and f.first and f.first < first) or (last and f.last and f.last > last)]
    notes = []
    if cut:
        notes.append(f"Files of a year or a month are fetched whole: {', '.join(file.name for file in cut)}.")
    return FetchPlan(wanted, tuple(_days_without(listed, wanted, first, last)), notes)


def _listed(site: Site, policy: RetryPolicy) -> list[RemoteFile]:
    """Return every file of events of GDELT 1.0 that the site lists."""
    sums = whole_list(site, "events/md5sums", policy)
    sizes = whole_list(site, "events/filesizes", policy)
    if sums is not None or sizes is not None:
        md5 = dict(_pairs(sums, MD5))
        size = {name: int(digits) for name, digits in _pairs(sizes, SIZE)}
    elif (listing := site.listing("events")) is not None:
        md5, size = {}, dict(listing)
    elif (page := whole_list(site, "events/index.html", policy)) is not None:
        md5, size = _index(page.decode("utf-8", "replace")), {}
    else:
        raise DataError(
            f"{site.address('events/')} has neither md5sums nor filesizes nor index.html, so that its files of "
            "GDELT 1.0 can't be listed. Name another mirror or a folder with --mirror",
            value=site.address("events/"),
        )
    return [file for name in md5.keys() | size.keys() if (file := _file(name, md5, size)) is not None]


def _pairs(text: bytes | None, value: re.Pattern[str]) -> Iterator[tuple[str, str]]:
    """Read lines of a value and a name; other lines are skipped."""
    for line in (text or b"").decode("utf-8", "replace").splitlines():
        words = line.split()
        if len(words) == 2 and value.fullmatch(words[0].lower()):
            yield words[1].lstrip("*"), words[0].lower()


def _index(page: str) -> dict[str, str]:
    """Read the files of an index page, with their MD5 where it gives one."""
    found: dict[str, str] = {}
    for row in re.split(r"(?i)<a\s", page)[1:]:
        name = re.match(r"""(?i)[^>]*?href\s*=\s*["']?([^"'\s>]+)""", row)
        if name:
            md5 = re.search(r"(?i)md5\W{0,3}([0-9a-f]{32})", row)
            found[name[1].rpartition("/")[2]] = md5[1].lower() if md5 else ""
    return found


def _file(name: str, md5: Mapping[str, str], size: Mapping[str, int]) -> RemoteFile | None:
    match = NAME.fullmatch(name)
    span = _span(match[1] or match[2]) if match else None
    if span is None:
        return None
    checksum = f"md5:{md5[name]}" if md5.get(name) else None
    return RemoteFile("gdelt1", FOLDER, name, f"events/{name}", size.get(name), checksum, *span)


def _span(digits: str) -> tuple[date, date] | None:
    """Return the days of a year, a month or a day written in digits."""
    try:
        first = datetime.strptime(digits, {4: "%Y", 6: "%Y%m", 8: "%Y%m%d"}[len(digits)]).date()  # noqa: DTZ007
    except ValueError:
        return None
    if len(digits) == 4:
        return first, date(first.year, 12, 31)
    if len(digits) == 6:
        return first, (first + 31 * DAY).replace(day=1) - DAY
    return first, first


def _days_without(
    listed: Sequence[RemoteFile], wanted: Sequence[RemoteFile], first: date | None, last: date | None
) -> Iterator[ListGap]:
    """Yield the days between the first and the last day of the list that no file covers."""
    if not listed:
        return
    covered = {file.first + n * DAY for file in wanted if file.first and file.last for n in range(_length(file))}
    day = max(first or date.min, min(file.first for file in listed if file.first))
    end = min(last or date.max, max(file.last for file in listed if file.last))
    while day <= end:
        if day not in covered:
            yield ListGap("gdelt1", FOLDER, f"{day:%Y%m%d}.export.CSV.zip", day)
        day += DAY


def _length(file: RemoteFile) -> int:
    return (file.last - file.first).days + 1 if file.first and file.last else 0
