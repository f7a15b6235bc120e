"""What files of General Assembly votes have in common: seats, symbols and titles of roll calls."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import polars as pl

__all__ = ["CHINA_UNTIL", "DELEGATIONS", "Delegation", "known_from", "seat_of", "symbol", "title"]


class Delegation(NamedTuple):
    """The state of a delegation that the state lists do not have under its name."""

    country: str
    cow: str
    iso3: str | None
    code: str
    why: str
    since: date | None = None  # first day; None: at all dates at which the lists do not have it


DELEGATIONS = (
    Delegation(
        "Belarus", "370", "BLR", "BLR", "The Byelorussian SSR was an original member of the UN and is in no state list."
    ),
    Delegation(
        "Ukraine", "369", "UKR", "UKR", "The Ukrainian SSR was an original member of the UN and is in no state list."
    ),
    Delegation("India", "750", "IND", "IND", "An original member of the UN before its independence in August 1947."),
    Delegation(
        "Philippines", "840", "PHL", "PHL", "An original member of the UN before its independence in July 1946."
    ),
    Delegation(
        "Taiwan",
        "713",
        "TWN",
        "CHN",
        "Until December 1949 the delegation of the Republic of China represented China.",
    ),
    Delegation("Yugoslavia", "345", "YUG", "SRB", "Files use the name for Serbia and Montenegro and then for Serbia."),
    Delegation(
        "West Germany",
        "260",
        None,
        "DEU",
        "Files use the number to the end of 1990; Germany united on 3 October.",
        date(1990, 10, 3),
    ),
    Delegation(
        "Yemen Arab Republic", "678", None, "YEM", "Files use the name to the end of 1990; Yemen united in May."
    ),
)
CHINA_UNTIL = pl.date(1971, 10, 24)  # the last day on which the Republic of China held the seat

TENS, ONES = ("", "X", "XX", "XXX"), ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
SESSIONS = {ten + one: str(10 * tens + ones) for tens, ten in enumerate(TENS) for ones, one in enumerate(ONES)}
EARLY = r"^A/RES/(?<number>\d+) ?(?<before>[A-Z]?) ?\((?<session>[IVX]+)\) ?\[?(?<after>[A-Z]?)\]?$"
ADOPTED = r"\s*[:;,]?\s*resolution\s*/.*$"  # "resolution / adopted by the General Assembly", also if truncated
AGENDA = r"^A/\d+/\S+\s"  # the number of an agenda item instead of a title


def seat_of(column: str, field: str, on: str) -> pl.Expr:
    """Return the state of a seat that the state lists do not have, from a column of names or codes and one of dates.

    Parameters
    ----------
    column : str
        The column.
    field : str
        What the column contains: ``country``, ``cow`` or ``iso3``.
    on : str
        The column of dates.

    Examples
    --------
    >>> rows = pl.DataFrame({"ccode": ["369", "260", "260"], "known_on": [date(y, 12, 4) for y in (1950, 1990, 1945)]})
    >>> rows.select(seat_of("ccode", "cow", "known_on")).to_series().to_list()
    ['UKR', 'DEU', None]
    """
    seats = [seat for seat in DELEGATIONS if getattr(seat, field)]
    code = pl.col(column).cast(pl.String)
    state = code.replace_strict({getattr(s, field): s.code for s in seats}, default=None, return_dtype=pl.String)
    first = {getattr(s, field): s.since or date.min for s in seats}
    since = code.replace_strict(first, default=None, return_dtype=pl.Date)
    return pl.when(pl.col(on) >= since).then(state)


def symbol(column: str) -> pl.Expr:
    """Return symbols of resolutions in the United Nations' form; before session 31 with the session first.

    Examples
    --------
    >>> texts = ["R/68/262", "A/RES/71/40", "", "A/RES/2758(XXVI)", "A/RES/2603(XXIV)[A]"]
    >>> pl.DataFrame({"unres": texts}).select(symbol("unres")).to_series().to_list()
    ['A/RES/68/262', 'A/RES/71/40', None, 'A/RES/26/2758', 'A/RES/24/2603A']
    """
    text = pl.col(column).cast(pl.String).str.strip_chars().replace("", None).str.replace(r"^R/", "A/RES/")
    early = text.str.extract_groups(EARLY)
    session = early.struct["session"].replace_strict(SESSIONS, default=None, return_dtype=pl.String)
    parts = (early.struct[name].fill_null("") for name in ("number", "before", "after"))
    return pl.when(session.is_not_null()).then(pl.format("A/RES/{}/{}{}{}", session, *parts)).otherwise(text)


def title(short: str, long: str) -> pl.Expr:
    """Return the title of a resolution: the longer description, or the shorter if the longer is an agenda item.

    Examples
    --------
    >>> texts = pl.DataFrame({"short": ["UKRAINE"], "descr": ["Territorial integrity : resolution / adopted by the "
    ...     "General Assembly"]})
    >>> texts.select(title("short", "descr")).to_series().to_list()
    ['Territorial integrity']
    """
    brief, full = (pl.col(name).cast(pl.String).str.strip_chars().replace(["", "0"], None) for name in (short, long))
    text = pl.when(full.str.contains(AGENDA) & brief.is_not_null()).then(brief).otherwise(pl.coalesce(full, brief))
    return text.str.replace(f"(?i){ADOPTED}", "").str.strip_chars(" :;").replace("", None)


def known_from(frame: pl.DataFrame) -> pl.DataFrame:
    """Add ``known_on``, the last possible day of a vote, from ``date`` and ``precision``.

    Examples
    --------
    >>> from datetime import date
    >>> votes = pl.DataFrame({"date": [date(1993, 11, 1)] * 2, "precision": ["day", "month"]})
    >>> known_from(votes)["known_on"].to_list()
    [datetime.date(1993, 11, 1), datetime.date(1993, 11, 30)]
    """
    day = pl.col("date")
    return frame.with_columns(known_on=pl.when(pl.col("precision") == "month").then(day.dt.month_end()).otherwise(day))
