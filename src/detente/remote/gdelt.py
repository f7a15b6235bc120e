"""GDELT's events as files, by its own lists.

GDELT 1.0, below ``events/``::

    1979.zip … 2005.zip                     a year of events, by day of the event
    200601.zip … 201303.zip                 a month, likewise
    20130401.export.CSV.zip, one a day      what was added that day, published the next morning
    md5sums                                 "md5  name" a line
    filesizes                               "bytes name" a line
    index.html                              the same as a page; used where a mirror lacks the two

GDELT 2.0, below ``gdeltv2/``::

    20150218230000.export.CSV.zip           events added in a quarter of an hour, from English sources
    20150218224500.translation.export.CSV.zip   the same from 65 other languages, by machine translation
    masterfilelist.txt, masterfilelist-translation.txt      "bytes md5 address" a line, oldest first
    lastupdate.txt, lastupdate-translation.txt              the newest quarter hour

Traps: the lists' addresses are http and may name any host, so only the file name is read from them; some lines
lack fields; a listed file may not exist, and a day may be in no list. The two versions code the same news, so
the same events: they must not be added up. 1.0 is used before 18 February 2015 and 2.0 from then on, unless a
version is named. The first file of 2.0 is of 23:00 that day: the 23 hours before it are only in 1.0.
"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from detente.errors import NoAnswer
from detente.remote.fetch_plan import FetchPlan
from detente.remote.gdelt_v1 import plan_first
from detente.remote.gdelt_v2 import ENGLISH, SECOND_BEGINS, TRANSLINGUAL, Stream, plan_second
from detente.remote.retries import RetryPolicy
from detente.remote.sites import Site

__all__ = ["GDELT", "GDELT_STORAGE", "SECOND_BEGINS", "STREAMS", "plan_gdelt"]

GDELT = "https://data.gdeltproject.org"
GDELT_STORAGE = "https://storage.googleapis.com/data.gdeltproject.org"  # the same files: see `FallbackSite`

FIRST_BEGINS = date(1979, 1, 1)
STREAMS: dict[str, tuple[Stream, ...]] = {
    "english": (ENGLISH,),
    "translingual": (TRANSLINGUAL,),
    "both": (ENGLISH, TRANSLINGUAL),
}


def plan_gdelt(
    site: Site,
    raw: Path,
    policy: RetryPolicy,
    *,
    version: int | None = None,
    stream: str = "english",
    first: date | None = None,
    last: date | None = None,
    newest: bool = False,
) -> FetchPlan:
    """Return the files of GDELT's events.

    Parameters
    ----------
    site : Site
        GDELT's, or a mirror.
    raw : pathlib.Path
        The folder of raw files; copies of the lists are cached in it.
    policy : RetryPolicy
        How to retry.
    version : int, optional
        1 or 2; by default 1 before `SECOND_BEGINS` and 2 from then on.
    stream : str, optional
        A key of `STREAMS`; of version 2.
    first, last : datetime.date, optional
        Days, both included; by default all there are. A file that covers any of them is fetched whole.
    newest : bool, optional
        Only the newest quarter hour of version 2.

    Returns
    -------
    FetchPlan

    Raises
    ------
    DataError
        If a list can't be fetched.
    NoAnswer
        If no file covers any of the days.

    Examples
    --------
    >>> import tempfile
    >>> from detente.remote import site_at
    >>> with tempfile.TemporaryDirectory() as mirror:
    ...     for name in ("2004.zip", "2005.zip", "20150218230000.export.CSV.zip"):
    ...         _ = Path(mirror, name).write_bytes(b"")
    ...     plan = plan_gdelt(site_at(mirror), Path(mirror), RetryPolicy(), first=date(2005, 6, 1))
    >>> [(file.source, file.name) for file in plan.files]
    [('gdelt1', '2005.zip'), ('gdelt2', '20150218230000.export.CSV.zip')]
    """
    plans = []
    if version != 2 and not newest:
        end = last if version == 1 else min(last or date.max, SECOND_BEGINS - timedelta(days=1))
        if first is None or end is None or first <= end:
            plans.append(plan_first(site, policy, first, end))
    if version != 1 and (last is None or last >= SECOND_BEGINS):
        start = max(first or SECOND_BEGINS, SECOND_BEGINS)
        plans += [plan_second(site, raw, policy, one, first=start, last=last, newest=newest) for one in STREAMS[stream]]
    files = [file for plan in plans for file in plan.files]
    if not files:
        raise NoAnswer(_no_file(site, version, first, last), value=(first, last))
    return FetchPlan(
        files, [gap for plan in plans for gap in plan.gaps], [note for plan in plans for note in plan.notes]
    )


def _no_file(site: Site, version: int | None, first: date | None, last: date | None) -> str:
    days = (f" from {first}" if first else "") + (f" until {last}" if last else "")
    if version == 2 and last is not None and last < SECOND_BEGINS:
        return f"GDELT 2.0 begins on {SECOND_BEGINS}: there is no file of it{days}. Leave out --version 2"
    if last is not None and last < FIRST_BEGINS:
        return f"GDELT's events begin on {FIRST_BEGINS}: there is no file of them{days}. Choose other days"
    if days:
        return f"{site.name} lists no file of GDELT's events{days}. Choose other days with --since and --until"
    return (
        f"{site.name} lists no file of GDELT's events. Files are named as 2005.zip, 200601.zip, "
        "20130401.export.CSV.zip or 20150218230000.export.CSV.zip; check the address or the folder given with --mirror"
    )
