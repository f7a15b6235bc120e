"""Vote agreement of two states by window."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

import polars as pl

from detente.answers.assembly_records import HOW_TO_GET_VOTES, AssemblyRecords, gap_text, not_covered
from detente.errors import NoAnswer, UsageError
from detente.measures.votes import FIGURES, VoteTable, agreement, agreement_between, agreement_by_issue
from detente.measures.votes.vote_table import NO_VOTE

__all__ = ["pair_windows"]

FIRST_DAY = date(1946, 1, 1)
FIRST_SESSION = 1945  # session s begins in the year 1945 + s


def pair_windows(
    records: AssemblyRecords, pair: tuple[str, str], *, by: str, since: date | None, until: date | None
) -> pl.DataFrame:
    """Return how alike two states voted, a row a window.

    Parameters
    ----------
    records : AssemblyRecords
        The votes, as known on a day. A year that is not over by then has no row.
    pair : (str, str)
        Codes of the two states.
    by : {'year', 'session', 'issue', 'window'}
        A row a year, a session or an issue area, or one row.
    since, until : datetime.date or None
        First and last day.

    Returns
    -------
    polars.DataFrame
        As `detente.measures.votes.agreement`, with the ``dataset`` of each row, or several separated by commas.

    Raises
    ------
    NoAnswer
        If the two have no divided roll call in common.
    """
    if since and until and until < since:
        raise UsageError(f"--until {until} is before --since {since}; swap the two", value=until)
    votes = records.table().between(since, until)
    windows = _compared(records, votes, pair, by, (since, until)) if votes.calls.height else pl.DataFrame()
    if windows.is_empty():
        gaps = not_covered(records.store, records.day, since or FIRST_DAY, until or records.day, records.dataset)
        raise NoAnswer(
            f"no divided roll call in this time has both {pair[0]} and {pair[1]}: one was not a member or was absent, "
            f"or the store does not have these days. {gap_text(gaps)} For others, {HOW_TO_GET_VOTES}",
            value=pair,
        )
    return windows


def _compared(
    records: AssemblyRecords, votes: VoteTable, pair: tuple[str, str], by: str, within: tuple[date | None, date | None]
) -> pl.DataFrame:
    """Return the windows, computed from the votes, with the datasets of each."""
    options: dict[str, Any] = {"figures": FIGURES, "pairs": [pair]}
    span = (within[0] or votes.calls["date"].min(), within[1] or votes.calls["date"].max())
    match by:
        case "year" | "session":
            windows = agreement(votes, by=by, **options).filter(pl.col("known_on") <= records.day)
        case "issue":
            windows = agreement_by_issue(votes, records.roll_calls(), *span, **options)  # type: ignore[arg-type]
        case _:
            windows = agreement_between(votes, *span, **options)  # type: ignore[arg-type]
    if windows.is_empty():
        return windows
    counted = votes.divided
    took_part = (counted.votes_of(pair[0]) != NO_VOTE) | (counted.votes_of(pair[1]) != NO_VOTE)
    mine = counted.calls.filter(pl.Series(took_part))
    if by not in ("year", "session"):
        return windows.with_columns(dataset=pl.lit(_listed(mine["dataset"])))
    window = pl.col("date").dt.year() if by == "year" else pl.col("session").cast(pl.Int32) + FIRST_SESSION
    named = mine.group_by(window.alias("window")).agg(pl.col("dataset").unique())
    datasets = {window: _listed(names) for window, names in named.iter_rows()}
    return windows.with_columns(
        dataset=pl.col("period").dt.year().cast(pl.Int32).replace_strict(datasets, default=None, return_dtype=pl.String)
    )


def _listed(datasets: Collection[str]) -> str:
    return ", ".join(sorted(set(datasets)))
