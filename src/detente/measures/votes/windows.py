"""The voting agreement of pairs of states by window: a year, a session, any period, or an issue area."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from detente.catalog import require_columns
from detente.errors import UsageError
from detente.identity import Undirected
from detente.measures.votes.cross_tables import AgreementQuery, counts_of, figures_of
from detente.measures.votes.vote_table import VoteTable

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["agreement", "agreement_between", "agreement_by_issue"]

FIRST_YEAR = 1945  # session s opens in September of 1945 + s
WINDOWS = ("year", "session")
USUAL = ("raw", "kappa")


def agreement(
    votes: pl.DataFrame | VoteTable,
    *,
    by: str = "year",
    figures: Sequence[str] = USUAL,
    pairs: Iterable[Undirected | tuple[str, str]] | None = None,
) -> pl.DataFrame:
    """Return the voting agreement of pairs of states by year or session.

    Parameters
    ----------
    votes : polars.DataFrame or VoteTable
        ``rcid``, ``session``, ``date``, ``resolution``, ``kind``, ``state``, ``vote``, one row for each state
        and roll call, as read by the source `detente.sources.providers.unga_votes`; or the same as a table. Give all
        states, since all decide whether a roll call is divided.
    by : str, optional
        ``'year'`` or ``'session'``.
    figures : sequence of str, optional
        Which of ``'raw'``, ``'kappa'`` and ``'pi'``; the first two if omitted.
    pairs : iterable of Undirected or tuple of str, optional
        The pairs; all if omitted.

    Returns
    -------
    polars.DataFrame
        One row for each pair and window with at least one divided vote in common, by pair and period: ``a`` <
        ``b``; ``period``, the first day of the year (of a session: of the September in which it opens);
        ``votes``, the divided roll calls in which both took part; ``raw``, ``raw_lo``, ``raw_hi``, agreement
        in 0..1 and its 90% interval; ``kappa`` and ``pi`` likewise, in −1..1, null if undefined
        (both states always voted the same way); ``known_on``, 31 December (of a session: its last
        vote). An interval from few votes is too narrow: check ``votes``.

    Raises
    ------
    TableError
        If a column is missing, or a vote is not 1, 0 or −1.
    UsageError
        If `by`, `figures` or a pair is invalid.

    Examples
    --------
    >>> votes = pl.DataFrame(
    ...     {
    ...         "rcid": [1, 1, 1, 2, 2, 2],
    ...         "session": [68] * 6,
    ...         "date": [date(2014, 3, 27)] * 6,
    ...         "resolution": ["A/RES/68/262"] * 3 + ["A/RES/68/263"] * 3,
    ...         "kind": ["whole"] * 6,
    ...         "state": ["CHN", "JPN", "RUS"] * 2,
    ...         "vote": [0, 1, -1, 1, 1, 0],
    ...     }
    ... )
    >>> agreement(votes).select("a", "b", "votes", "raw").rows()
    [('CHN', 'JPN', 2, 0.75), ('CHN', 'RUS', 2, 0.5), ('JPN', 'RUS', 2, 0.25)]
    """
    if by not in WINDOWS:
        raise UsageError(f"invalid by {by!r}: expected one of {', '.join(WINDOWS)}", value=by)
    query = AgreementQuery.of(pairs, figures)
    divided = VoteTable.of(votes).divided
    window = pl.col("date").dt.year() if by == "year" else pl.col("session")
    keys, place = np.unique(divided.calls.select(window).to_series().to_numpy(), return_inverse=True)
    result = _figures(divided, query, place, len(keys))
    days = [_year(int(key)) for key in keys] if by == "year" else _sessions(divided.calls)
    found = result["window"]
    spans = [pl.Series(name, [day[i] for day in days], pl.Date).gather(found)
             for i, name in enumerate(("period", "known_on"))]  # fmt: skip
    columns = ["a", "b", "period", "votes", *query.columns, "known_on"]
    return result.with_columns(spans).select(columns).sort("a", "b", "period")


def agreement_between(
    votes: pl.DataFrame | VoteTable,
    start: date,
    end: date,
    *,
    figures: Sequence[str] = USUAL,
    pairs: Iterable[Undirected | tuple[str, str]] | None = None,
) -> pl.DataFrame:
    """Return the voting agreement of pairs of states in a period.

    Parameters
    ----------
    votes : polars.DataFrame or VoteTable
        As for `agreement`. Where only the month of a vote is known, its date is the first of the month.
    start, end : datetime.date
        First and last day.
    figures, pairs
        As for `agreement`.

    Returns
    -------
    polars.DataFrame
        As `agreement`, with ``start`` and ``end`` in place of ``period``; ``known_on`` is `end`.

    Raises
    ------
    TableError
        As `agreement`.
    UsageError
        As `agreement`, or if the window ends before it starts.

    Examples
    --------
    >>> votes = pl.DataFrame(
    ...     {
    ...         "rcid": [1, 1, 1],
    ...         "session": [68] * 3,
    ...         "date": [date(2014, 3, 27)] * 3,
    ...         "resolution": ["A/RES/68/262"] * 3,
    ...         "kind": ["whole"] * 3,
    ...         "state": ["CHN", "JPN", "RUS"],
    ...         "vote": [0, 1, -1],
    ...     }
    ... )
    >>> window = agreement_between(
    ...     votes, date(2014, 1, 1), date(2014, 12, 31), pairs=[("RUS", "CHN")]
    ... )
    >>> window.select("a", "b", "raw").rows()
    [('CHN', 'RUS', 0.5)]
    """
    query = AgreementQuery.of(pairs, figures)
    part = _within(votes, start, end)
    dated = _figures(part, query).with_columns(_dated(start, end))
    return dated.select("a", "b", "start", "end", "votes", *query.columns, "known_on").sort("a", "b")


def agreement_by_issue(
    votes: pl.DataFrame | VoteTable,
    roll_calls: pl.DataFrame,
    start: date,
    end: date,
    *,
    figures: Sequence[str] = USUAL,
    pairs: Iterable[Undirected | tuple[str, str]] | None = None,
) -> pl.DataFrame:
    """Return the voting agreement of pairs of states by issue area in a period.

    Parameters
    ----------
    votes : polars.DataFrame or VoteTable
        As for `agreement`.
    roll_calls : polars.DataFrame
        ``rcid``, ``issues``: the areas that the producer puts a roll call in, separated by semicolons. A roll
        call in several counts in each; one in none, or not in the frame, counts under a null issue.
    start, end : datetime.date
        First and last day.
    figures, pairs
        As for `agreement`.

    Returns
    -------
    polars.DataFrame
        As `agreement_between`, with ``issue`` before ``start``, by pair and issue, null last.

    Raises
    ------
    TableError
        As `agreement`, or if `roll_calls` does not have a required column.
    UsageError
        As `agreement_between`.

    Examples
    --------
    >>> votes = pl.DataFrame(
    ...     {
    ...         "rcid": [1, 1, 1],
    ...         "session": [68] * 3,
    ...         "date": [date(2014, 3, 27)] * 3,
    ...         "resolution": ["A/RES/68/262"] * 3,
    ...         "kind": ["whole"] * 3,
    ...         "state": ["CHN", "JPN", "RUS"],
    ...         "vote": [0, 1, -1],
    ...     }
    ... )
    >>> about = pl.DataFrame({"rcid": [1], "issues": ["Human rights; Colonialism"]})
    >>> year = date(2014, 1, 1), date(2014, 12, 31)
    >>> result = agreement_by_issue(votes, about, *year, pairs=[("RUS", "CHN")])
    >>> result.select("issue", "votes", "raw").rows()
    [('Colonialism', 1, 0.5), ('Human rights', 1, 0.5)]
    """
    require_columns(roll_calls, ("rcid", "issues"), "roll calls")
    query = AgreementQuery.of(pairs, figures)
    part = _within(votes, start, end)
    areas = roll_calls.select("rcid", issue=pl.col("issues").str.split(";")).explode("issue")
    rows = part.calls.select("rcid").with_row_index("row")
    areas = areas.select(pl.col("rcid").cast(rows.schema["rcid"]), pl.col("issue").str.strip_chars()).unique()
    placed = rows.join(areas, on="rcid", how="left", maintain_order="left")
    found = placed["issue"].unique().sort()
    place = placed["issue"].replace_strict(found, range(len(found)), return_dtype=pl.Int64).to_numpy().astype(np.intp)
    result = _figures(part.only(placed["row"].to_numpy().astype(np.intp)), query, place, len(found))
    issues = found.gather(result["window"]).alias("issue")
    dated = result.with_columns(issues, *_dated(start, end))
    columns = ["a", "b", "issue", "start", "end", "votes", *query.columns, "known_on"]
    return dated.select(columns).sort("a", "b", "issue", nulls_last=True)


def _within(votes: pl.DataFrame | VoteTable, start: date, end: date) -> VoteTable:
    if end < start:
        raise UsageError(f"the window ends on {end}, before it starts on {start}; swap them", value=(start, end))
    return VoteTable.of(votes).divided.between(start, end)


def _dated(start: date, end: date) -> list[pl.Expr]:
    return [pl.lit(start).alias("start"), pl.lit(end).alias("end"), pl.lit(end).alias("known_on")]


def _year(year: int) -> tuple[date, date]:
    return date(year, 1, 1), date(year, 12, 31)


def _sessions(calls: pl.DataFrame) -> list[tuple[date, date]]:
    """Return the September in which each session opens, and the day of its last vote."""
    last = calls.group_by("session").agg(pl.col("date").max()).sort("session")
    return [(date(FIRST_YEAR + session, 9, 1), day) for session, day in last.iter_rows()]


def _figures(
    votes: VoteTable, query: AgreementQuery, window: NDArray[np.intp] | None = None, windows: int = 1
) -> pl.DataFrame:
    """Return the figures of each pair in each window in which both took part; ``window`` is the window's place."""
    own = votes.of_states(query.states)
    first, second = query.rows_of(own.states)
    every = counts_of(own.cast, first, second, window, windows)
    place, pair = np.nonzero(every.any(axis=(2, 3)))
    counts = every[place, pair]
    codes = np.array(own.states, dtype=object)
    columns: dict[str, object] = {
        "a": pl.Series(codes[first[pair]], dtype=pl.String),
        "b": pl.Series(codes[second[pair]], dtype=pl.String),
        "window": place,
        "votes": counts.sum(axis=(1, 2)).astype(np.int32),
    }
    for name, estimate in figures_of(counts, query.figures).items():
        if name in query.figures:
            columns[name] = estimate.value
            columns[f"{name}_lo"], columns[f"{name}_hi"] = estimate.interval(name)
    return pl.DataFrame(columns).with_columns(pl.col(query.columns).fill_nan(None))
