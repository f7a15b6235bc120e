"""The files of GDELT 2.0, a quarter of an hour each, by its growing lists or by a folder that has none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from detente.errors import DataError
from detente.remote.addresses import safe_name
from detente.remote.fetch_plan import FetchPlan, ListGap, RemoteFile
from detente.remote.file_lists import growing_list, whole_list
from detente.remote.retries import RetryPolicy
from detente.remote.sites import Site

__all__ = ["ENGLISH", "SECOND_BEGINS", "TRANSLINGUAL", "plan_second"]

SECOND_BEGINS = date(2015, 2, 18)
MD5 = re.compile(r"[0-9a-f]{32}")
UNKNOWN = "-"
QUARTER = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Stream:
    """One stream of GDELT 2.0: how its files are named and where they are listed."""

    source: str
    ending: str
    every: str
    newest: str

    def time(self, name: str) -> datetime | None:
        """Return the quarter hour in a file's name."""
        digits = name.removesuffix(self.ending)
        if len(digits) != 14 or not (digits.isascii() and digits.isdecimal()):
            return None
        parts = (digits[:4], digits[4:6], digits[6:8], digits[8:10], digits[10:12], digits[12:])
        try:
            return datetime(*map(int, parts))  # type: ignore[arg-type]  # noqa: DTZ001 - GDELT's clock is UTC
        except ValueError:
            return None


ENGLISH = Stream("gdelt2", ".export.CSV.zip", "masterfilelist.txt", "lastupdate.txt")
TRANSLINGUAL = Stream(
    "gdelt2-translingual",
    ".translation.export.CSV.zip",
    "masterfilelist-translation.txt",
    "lastupdate-translation.txt",
)


def plan_second(
    site: Site, raw: Path, policy: RetryPolicy, stream: Stream, *, first: date, last: date | None, newest: bool = False
) -> FetchPlan:
    """Return the files of a stream of GDELT 2.0 from `first` to `last`, or only the newest one."""
    begin, end = f"{first:%Y%m%d}", last or date.max
    found: dict[datetime, RemoteFile] = {}
    odd, latest = 0, datetime.min  # noqa: DTZ901 - as above
    for line in _lines(site, raw, policy, stream, newest=newest):
        if stream.ending not in line:
            continue
        day = line[line.rfind("/") + 1 :][:8]
        if day.isdecimal() and day < begin:  # most of a long list, when a day is added
            continue
        read = _file(line, stream)
        if read is None:
            odd += 1
            continue
        time, file = read
        latest = max(latest, time)
        if first <= time.date() <= end:
            found[time] = file  # of a file that is listed twice, the later line counts
    lines = "1 line" if odd == 1 else f"{odd:,} lines"
    notes = [f"{lines} of {stream.every} can't be read and {'is' if odd == 1 else 'are'} skipped."] if odd else []
    gaps = () if newest else tuple(_quarters_without(found, stream, first, last, latest))
    return FetchPlan([found[time] for time in sorted(found)], gaps, notes)


def _lines(site: Site, raw: Path, policy: RetryPolicy, stream: Stream, *, newest: bool) -> Iterable[str]:
    """Return the lines of a list, or lines made of a folder that has none."""
    path = f"gdeltv2/{stream.newest if newest else stream.every}"
    if newest and (text := whole_list(site, path, policy)) is not None:
        return text.decode("utf-8", "replace").splitlines()
    if not newest:
        cached = raw / "gdelt" / "lists" / f"{safe_name(site.name.replace('/', '_'))}-{stream.every}"
        cached = cached.with_suffix(".list")  # not a suffix of event files: `detente ingest` walks this folder too
        if (copy := growing_list(site, path, cached, policy)) is not None:
            return _of_copy(copy)
    listing = site.listing("gdeltv2")
    if listing is None:
        raise DataError(
            f"{site.address(path)} does not exist, so that the files of GDELT 2.0 can't be listed. "
            "Name another mirror or a folder with --mirror",
            value=site.address(path),
        )
    names = sorted(name for name in listing if stream.time(name) is not None)
    return [f"{listing[name]} {UNKNOWN} {name}" for name in (names[-1:] if newest else names)]


def _of_copy(path: Path) -> Iterator[str]:
    with path.open(encoding="utf-8", errors="replace") as file:
        yield from file


def _file(line: str, stream: Stream) -> tuple[datetime, RemoteFile] | None:
    """Read a line of a list; None where it is not about a file of events."""
    words = line.split()
    if len(words) != 3 or not re.fullmatch(r"[0-9]{1,15}", words[0]):
        return None
    if words[1] != UNKNOWN and not MD5.fullmatch(words[1].lower()):
        return None
    name = words[2].rpartition("/")[2]
    time = stream.time(name)
    if time is None:
        return None
    checksum = None if words[1] == UNKNOWN else f"md5:{words[1].lower()}"
    day = time.date()
    return time, RemoteFile(stream.source, _folder(time), name, f"gdeltv2/{name}", int(words[0]), checksum, day, day)


def _folder(time: datetime) -> str:
    return f"gdelt/v2/{time:%Y%m}"


def _quarters_without(
    found: Mapping[datetime, RemoteFile], stream: Stream, first: date, last: date | None, latest: datetime
) -> Iterator[ListGap]:
    """Yield the quarter hours between the first and the last of the list that no file covers."""
    start = datetime.combine(first, datetime.min.time())
    time = max(start, min(found)) if first <= SECOND_BEGINS and found else start
    stop = min(latest, datetime.combine(last or date.max, datetime.max.time()))
    while time <= stop:
        if time not in found:
            yield ListGap(stream.source, _folder(time), f"{time:%Y%m%d%H%M%S}{stream.ending}", time.date())
        time += QUARTER
