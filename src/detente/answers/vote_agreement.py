"""Vote agreement of two states by window: from the votes in the store, else from the starter pack's yearly figures."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

import polars as pl

from detente.answers.vote_records import HOW_TO_GET_VOTES, SHIPPED, VoteRecords
from detente.errors import NoAnswer, UsageError
from detente.measures.votes import FIGURES, agreement, agreement_between, agreement_by_issue
from detente.store import Store

__all__ = ["RESAMPLES", "SEED", "pair_windows"]

FIRST_SESSION = 1945  # session s begins in the year 1945 + s
SEED, RESAMPLES = 20150901, 500  # as in the starter pack


def pair_windows(
    store: Store,
    records: VoteRecords | None,
    pair: tuple[str, str],
    *,
    by: str,
    since: date | None,
    until: date | None,
    day: date,
) -> pl.DataFrame:
    """Return how alike two states voted, a row a window.

    Parameters
    ----------
    store : Store
        The store that holds the starter pack's yearly figures.
    records : VoteRecords or None
        The votes themselves, where the store has them.
    pair : (str, str)
        Codes of the two states.
    by : {'year', 'session', 'issue', 'window'}
        A row a year, a session or an issue area, or one row.
    since, until : datetime.date or None
        First and last day.
    day : datetime.date
        Nothing known later is read.

    Returns
    -------
    polars.DataFrame
        As `detente.measures.votes.agreement`, with the ``dataset`` of each row, or several separated by commas. Where
        `records` has no votes of the two, the rows are the pack's years (``unga``), unless a dataset was named.

    Raises
    ------
    NoAnswer
        If there are no votes, or `by` needs the votes themselves.
    """
    if records is None and by != "year":
        raise NoAnswer(f"agreement by {by} needs the votes themselves; {HOW_TO_GET_VOTES}", value=by)
    if records is None:
        return _not_empty(_shipped(store, pair, since, until, day), pair)
    votes = _between(records.votes(), since, until)
    windows = pl.DataFrame() if votes.is_empty() else _compared(records, votes, pair, by, (since, until))
    if windows.is_empty() and by == "year" and not records.named:
        windows = _shipped(store, pair, since, until, day)
    return _not_empty(windows, pair)


def _compared(
    records: VoteRecords, votes: pl.DataFrame, pair: tuple[str, str], by: str, within: tuple[date | None, date | None]
) -> pl.DataFrame:
    """Return the windows, computed from the votes, with the datasets of each."""
    options: dict[str, Any] = {"figures": FIGURES, "bootstrap": RESAMPLES, "seed": SEED, "pairs": [pair]}
    span = (within[0] or votes["date"].min(), within[1] or votes["date"].max())
    match by:
        case "year" | "session":
            windows = agreement(votes, by=by, **options)
        case "issue":
            windows = agreement_by_issue(votes, records.roll_calls(), *span, **options)  # type: ignore[arg-type]
        case _:
            windows = agreement_between(votes, *span, **options)  # type: ignore[arg-type]
    if windows.is_empty():
        return windows
    mine = votes.filter(pl.col("state").is_in(pair))
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


def _between(votes: pl.DataFrame, since: date | None, until: date | None) -> pl.DataFrame:
    if since and until and until < since:
        raise UsageError(f"--until {until} is before --since {since}; swap the two", value=until)
    votes = votes if since is None else votes.filter(pl.col("date") >= since)
    return votes if until is None else votes.filter(pl.col("date") <= until)


def _shipped(store: Store, pair: tuple[str, str], since: date | None, until: date | None, day: date) -> pl.DataFrame:
    """Return the pack's figures of whole calendar years."""
    a, b = sorted(pair)
    years = store.read("agreements", as_of=day, a=a, b=b).rename({"period": "date"})
    return _between(years, since, until).rename({"date": "period"}).with_columns(dataset=pl.lit(SHIPPED))


def _not_empty(windows: pl.DataFrame, pair: tuple[str, str]) -> pl.DataFrame:
    if windows.is_empty():
        raise NoAnswer(
            f"no divided roll call in this time has both {pair[0]} and {pair[1]}: one was not a member or was absent, "
            f"or the store does not have these years; for other years or states, {HOW_TO_GET_VOTES}",
            value=pair,
        )
    return windows
