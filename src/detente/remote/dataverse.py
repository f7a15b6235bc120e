"""ICEWS and POLECAT as files of datasets in the Harvard Dataverse, by its public interface.

The files of a dataset's newest published version are listed by the dataset's DOI, and fetched by number::

    api/datasets/:persistentId/?persistentId=doi:10.7910/DVN/28075
    api/access/datafile/2548388

Traps: the Dataverse converts uploaded tables to a format of its own and serves that; the MD5, the size and the name
that it lists are of the file as uploaded, which is fetched with ``?format=original``. Downloads are redirected to
signed addresses at the storage provider. Labels are not unique. The datasets also hold manuals and codebooks; only
files of events are fetched.

Names give the days::

    events.1995.20150313082510.tab.zip      ICEWS, the year 1995, as of 13 March 2015
    Events.2017.20201119.tab                the same, named otherwise
    20230108-icews-events.zip               ICEWS, the week that ends on that day
    ngecEvents.DV.2018.txt, ngecEventsDV-2022.txt.zip               POLECAT, a year
    ngecEventsDV-2023-Jan.txt, ngecEventsDV-2023-01.txt             a month
    ngecEvents.20230103111842.Release603.DV.txt                     the week before that day
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from detente.errors import DataError, NoAnswer, UsageError
from detente.remote.addresses import escaped, safe_name
from detente.remote.download import ALGORITHMS
from detente.remote.fetch_plan import FetchPlan, RemoteFile
from detente.remote.file_lists import whole_list
from detente.remote.retries import RetryPolicy
from detente.remote.sites import Site
from detente.sources.events.event_format import DataverseFiles
from detente.sources.events.known_formats import format_of

__all__ = ["DATAVERSE", "STORAGE", "files_of_dataset", "plan_dataset"]

DATAVERSE = "https://dataverse.harvard.edu"
STORAGE = ("dvn-cloud.s3.amazonaws.com",)

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
WEEK = timedelta(days=6)
HEX = re.compile(r"[0-9a-f]{32,128}")

YEAR_NAME = re.compile(r"(?i)events\.(\d{4})\.\d")
WEEK_NAME = re.compile(r"(?i)(\d{8})-icews-events")
RELEASE_NAME = re.compile(r"(?i)ngecEvents\.(\d{8})\d*\.Release")
PERIOD_NAME = re.compile(rf"(?i)ngecEvents\.?DV[-._](\d{{4}})(?:[-._](\d{{2}}|{'|'.join(MONTHS)})[a-z]*)?(?=[-._])")


def plan_dataset(
    site: Site, name: str, policy: RetryPolicy, *, first: date | None = None, last: date | None = None
) -> FetchPlan:
    """Return the files of events of a dataset.

    Parameters
    ----------
    site : Site
        The Dataverse, another installation of it, or a folder with the files side by side.
    name : str
        A dataset of events whose format has its files in a Dataverse: ``icews`` or ``polecat``.
    policy : RetryPolicy
        How to retry.
    first, last : datetime.date, optional
        Days, both included; by default all there are. A file that covers any of them is fetched whole, and so
        is one whose name gives no days.

    Returns
    -------
    FetchPlan

    Raises
    ------
    DataError
        If the list can't be fetched or read.
    NoAnswer
        If no file covers any of the days.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> from detente.remote import site_at
    >>> with tempfile.TemporaryDirectory() as mirror:
    ...     for name in ("events.1995.20150313082510.tab.zip", "events.1996.20150313082528.tab.zip", "codebook.pdf"):
    ...         _ = Path(mirror, name).write_bytes(b"")
    ...     plan = plan_dataset(site_at(mirror), "icews", RetryPolicy(), first=date(1996, 1, 1))
    >>> [(file.name, str(file.first), str(file.last)) for file in plan.files]
    [('events.1996.20150313082528.tab.zip', '1996-01-01', '1996-12-31')]
    """
    form = format_of(name)
    if form is None or form.dataverse is None:
        raise UsageError(f"{name!r} is not a dataset of events in a Dataverse", value=name)
    listed, others = _listed(site, name, form.dataverse, policy)
    wanted = _unique(file for file in listed if file.overlaps(first, last))
    if not wanted:
        spans = [day for file in listed for day in (file.first, file.last) if day]
        title = form.datasets[name]
        if spans:
            why = f"for these days; it has {min(spans)} to {max(spans)}. Choose other days with --since and --until"
        else:
            why = (
                f"events. Their names are like {form.dataverse.example}; check the address or the folder given with "
                "--mirror"
            )
        raise NoAnswer(f"{site.name} lists no file of {title} {why}", value=(first, last))
    return FetchPlan(wanted, (), tuple(_notes(wanted, others, first, last)))


def _listed(site: Site, name: str, dataset: DataverseFiles, policy: RetryPolicy) -> tuple[list[RemoteFile], int]:
    """Return the files of events, in order of time, and how many other files there are."""
    listing = site.listing("")
    if listing is not None:
        every = [_of_folder(name, file, size) for file, size in listing.items()]
    else:
        every = files_of_dataset(site, name, dataset.doi, policy)
    events = [file for file in every if re.fullmatch(dataset.pattern, file.name)]
    return sorted(events, key=lambda file: (file.first or date.max, file.name)), len(every) - len(events)


def files_of_dataset(site: Site, name: str, doi: str, policy: RetryPolicy) -> list[RemoteFile]:
    """Return the files that a Dataverse lists for a dataset, in its order.

    Parameters
    ----------
    site : Site
        The Dataverse.
    name : str
        The dataset, and the folder they go to.
    doi : str
        The dataset.
    policy : RetryPolicy
        How to retry.

    Raises
    ------
    DataError
        If the list can't be fetched or read.
    """
    return [_of_entry(name, entry) for entry in _entries(site, doi, policy)]


def _entries(site: Site, doi: str, policy: RetryPolicy) -> list[Mapping[str, Any]]:
    path = f"api/datasets/:persistentId/?persistentId={escaped(doi)}"
    text = whole_list(site, path, policy, f"https://doi.org/{doi.removeprefix('doi:')}")
    if text is None:
        raise DataError(
            f"{site.name} has no dataset {doi}. Look for it on the Dataverse's own pages; if it moved, "
            "download its files there and give their folder with --mirror",
            value=doi,
        )
    try:
        entries: list[Mapping[str, Any]] = json.loads(text)["data"]["latestVersion"]["files"]
        for entry in entries:
            int(entry["dataFile"]["id"])
    except (ValueError, KeyError, TypeError):
        raise DataError(
            f"{site.address(path)} did not return a list of the files of {doi}, as a Dataverse does. "
            "Check the address given with --mirror, or give a folder",
            value=site.address(path),
        ) from None
    return entries


def _of_entry(name: str, entry: Mapping[str, Any]) -> RemoteFile:
    held = entry["dataFile"]
    number = int(held["id"])
    label = str(held.get("filename") or entry.get("label") or number)
    converted = bool(held.get("originalFileFormat"))  # to a table of the Dataverse's own format
    label = str(held.get("originalFileName") or label) if converted else label
    size = held.get("originalFileSize") if converted else held.get("filesize")
    file = RemoteFile(
        source=name,
        folder=name,
        name=safe_name(label),
        path=f"api/access/datafile/{number}{'?format=original' if converted else ''}",
        bytes=size if isinstance(size, int) and size >= 0 else None,
        checksum=_checksum(held),
        published=_day(held.get("publicationDate")),
        barred="restricted by its publisher" if entry.get("restricted") else None,
    )
    return _dated(file)


def _of_folder(name: str, label: str, size: int) -> RemoteFile:
    return _dated(RemoteFile(name, name, safe_name(label), escaped(label), size))


def _checksum(held: Mapping[str, Any]) -> str | None:
    """Return the digest of an entry; None where it has none that can be checked."""
    listed = held.get("checksum")
    kind, value = (listed.get("type"), listed.get("value")) if isinstance(listed, Mapping) else ("md5", held.get("md5"))
    kind, value = str(kind).lower(), str(value).lower()
    return f"{kind}:{value}" if kind in ALGORITHMS and HEX.fullmatch(value) else None


def _dated(file: RemoteFile) -> RemoteFile:
    span = _span(file.name)
    return replace(file, first=span[0], last=span[1]) if span else file


def _span(name: str) -> tuple[date, date] | None:
    """Return the days that a name gives."""
    if match := WEEK_NAME.match(name) or RELEASE_NAME.match(name):
        end = _day(f"{match[1][:4]}-{match[1][4:6]}-{match[1][6:]}")
        return (end - WEEK, end) if end else None
    if match := PERIOD_NAME.match(name):
        return _months(int(match[1]), match[2])
    if match := YEAR_NAME.match(name):
        return _months(int(match[1]), None)
    return None


def _months(year: int, month: str | None) -> tuple[date, date] | None:
    if not 1 <= year <= 9998:
        return None
    if month is None:
        return date(year, 1, 1), date(year, 12, 31)
    number = int(month) if month.isdecimal() else MONTHS.index(month.lower()) + 1
    if not 1 <= number <= 12:
        return None
    first = date(year, number, 1)
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def _day(text: object) -> date | None:
    try:
        return date.fromisoformat(str(text)[:10])
    except ValueError:
        return None


def _unique(files: Iterator[RemoteFile]) -> list[RemoteFile]:
    """Drop second copies of the same content, and number different files of one name."""
    kept: dict[str, RemoteFile] = {}
    for file in files:
        kept.setdefault(file.checksum or file.path, file)
    names = Counter(file.name.casefold() for file in kept.values())
    return [_numbered(file) if names[file.name.casefold()] > 1 else file for file in kept.values()]


def _numbered(file: RemoteFile) -> RemoteFile:
    number = re.sub(r"\D", "", file.path.partition("?")[0])
    stem, dot, ending = file.name.partition(".")
    return replace(file, name=f"{stem}-{number}{dot}{ending}")


def _notes(wanted: list[RemoteFile], others: int, first: date | None, last: date | None) -> Iterator[str]:
    if first or last:
        undated = [file.name for file in wanted if file.first is None]
        if undated:
            yield f"Included whatever the days, since their names give none: {', '.join(undated)}."
    if others:
        files = "1 other file" if others == 1 else f"{others:,} other files"
        yield f"{files} of the dataset, manuals and the like, {'is' if others == 1 else 'are'} left out."
