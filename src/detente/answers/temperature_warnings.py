"""Warnings about temperatures: periods covered in part, and dyad-periods with an outsized share of all reports."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from detente.answers.event_counts import FEWEST_WORD
from detente.identity import display_name

if TYPE_CHECKING:
    import polars as pl

__all__ = ["outsized_warnings", "part_share", "period_name", "sources_note"]

NAMED = 3  # dyad-periods listed by name; the rest are counted


def period_name(day: date, freq: str) -> str:
    """Return a period as readers write it.

    Examples
    --------
    >>> [period_name(date(2014, 4, 1), freq) for freq in ("year", "quarter", "month", "week")]
    ['2014', '2014-Q2', '2014-04', '2014-04-01']
    """
    match freq:
        case "year":
            return str(day.year)
        case "quarter":
            return f"{day.year}-Q{(day.month + 2) // 3}"
        case "month":
            return f"{day:%Y-%m}"
        case _:
            return day.isoformat()


def part_share(covered: float | None) -> str:
    """Return the share of a period's days that is covered, as a percentage; empty where it is all or unknown.

    Examples
    --------
    >>> [part_share(share) for share in (None, 1.0, 0.9999, 0.2329, 0.001, 0.0)]
    ['', '', 'over 99%', '23%', 'under 1%', 'none']
    """
    if covered is None or covered >= 1:
        return ""
    if covered <= 0:
        return "none"
    if covered < 0.01:
        return "under 1%"
    return "over 99%" if covered > 0.99 else f"{covered:.0%}"


def sources_note(datasets: Sequence[str], coded: Sequence[str]) -> str:
    """Say what an estimate rests on, where it is several datasets or machine-coded texts; else nothing.

    Examples
    --------
    >>> sources_note(["icews"], [])
    ''
    >>> sources_note(["icews", "news"], ["news"]).partition(".")[0]
    'Estimated together from icews and news, each with a scale of its own'
    """
    parts = []
    if len(datasets) > 1:
        parts.append(f"Estimated together from {_listed(datasets)}, each with a scale of its own.")
    if coded:
        parts.append(
            f"The acts of {_listed(coded)} are machine-coded from texts: a period with fewer than {FEWEST_WORD} of "
            "them gives no temperature."
        )
    return " ".join(parts)


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def outsized_warnings(outsized: pl.DataFrame, freq: str, day: date) -> list[str]:
    """Return a line for each dyad-period that holds too many reports to count in full.

    Parameters
    ----------
    outsized : polars.DataFrame
        See `detente.measures.temperature.Cells.outsized`.
    freq : str
        Length of a period.
    day : datetime.date
        The day as of which states are named.
    """
    lines = [
        f"{display_name(source, day)} → {display_name(target, day)} in {period_name(period, freq)} holds "
        f"{reports:,} reports, {_percent(share)} of all in the dataset; it counts for {_percent(counted)}, so that it "
        "does not set the scale of the others. Check the rows behind it"
        for source, target, period, reports, share, counted in outsized.head(NAMED).iter_rows()
    ]
    more = outsized.height - len(lines)
    return [*lines, *_more(more)]


def _more(count: int) -> Iterable[str]:
    if count:
        yield (
            f"so do {count} more; each counts for less than half of its reports"
            if count > 1
            else ("so does one more; it counts for less than half of its reports")
        )


def _percent(share: float) -> str:
    return "over 99%" if share > 0.99 else "under 1%" if share < 0.01 else f"{share:.0%}"
