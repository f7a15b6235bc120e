"""The voting agreement of pairs of states by window: a year, a session, any period, or an issue area."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from zlib import crc32

import numpy as np
import polars as pl

from detente.catalog import require_columns
from detente.errors import UsageError
from detente.identity import Undirected
from detente.measures.votes.vote_matrix import AgreementOptions, VoteMatrix, bounds, divided

__all__ = ["agreement", "agreement_between", "agreement_by_issue"]

FIRST_YEAR = 1945  # session s opens in September of 1945 + s
WINDOWS = ("year", "session")
USUAL = ("raw", "kappa")


def agreement(
    votes: pl.DataFrame,
    *,
    by: str = "year",
    figures: Sequence[str] = USUAL,
    bootstrap: int = 500,
    seed: int,
    pairs: Iterable[Undirected | tuple[str, str]] | None = None,
) -> pl.DataFrame:
    """Return the voting agreement of pairs of states by year or session.

    Parameters
    ----------
    votes : polars.DataFrame
        ``rcid``, ``session``, ``date``, ``resolution``, ``kind``, ``state``, ``vote``, one row for each state
        and roll call, as read by the source `detente.sources.providers.unga_votes`. Give all states, since all decide
        whether a roll call is divided.
    by : str, optional
        ``'year'`` or ``'session'``.
    figures : sequence of str, optional
        Which of ``'raw'``, ``'kappa'`` and ``'pi'``; the first two if omitted.
    bootstrap : int, optional
        Resamples of the roll calls for the intervals; 0 leaves the intervals null.
    seed : int
        Seed of the resamples. A window's figures do not depend on other rows.
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
        If `by`, `figures`, `bootstrap` or a pair is invalid.

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
    >>> agreement(votes, bootstrap=0, seed=1).select("a", "b", "votes", "raw").rows()
    [('CHN', 'JPN', 2, 0.75), ('CHN', 'RUS', 2, 0.5), ('JPN', 'RUS', 2, 0.25)]
    """
    if by not in WINDOWS:
        raise UsageError(f"invalid by {by!r}: expected one of {', '.join(WINDOWS)}", value=by)
    options = AgreementOptions.of(pairs, figures, bootstrap, seed)
    window = pl.col("date").dt.year() if by == "year" else pl.col("session")
    result = []
    for key, part in _by_window(divided(votes), window.cast(pl.Int32)):
        start, known = _year(key) if by == "year" else _session(key, part)
        result.append(_figures(part, options, key).with_columns(period=pl.lit(start), known_on=pl.lit(known)))
    columns = ["a", "b", "period", "votes", *options.columns, "known_on"]
    return _joined(result, options).select(columns).sort("a", "b", "period")


def agreement_between(
    votes: pl.DataFrame,
    start: date,
    end: date,
    *,
    figures: Sequence[str] = USUAL,
    bootstrap: int = 500,
    seed: int,
    pairs: Iterable[Undirected | tuple[str, str]] | None = None,
) -> pl.DataFrame:
    """Return the voting agreement of pairs of states in a period.

    Parameters
    ----------
    votes : polars.DataFrame
        As for `agreement`. Where only the month of a vote is known, its date is the first of the month.
    start, end : datetime.date
        First and last day.
    figures, bootstrap, seed, pairs
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
    ...     votes, date(2014, 1, 1), date(2014, 12, 31), bootstrap=0, seed=1, pairs=[("RUS", "CHN")]
    ... )
    >>> window.select("a", "b", "raw").rows()
    [('CHN', 'RUS', 0.5)]
    """
    options = AgreementOptions.of(pairs, figures, bootstrap, seed)
    part = _within(divided(votes), start, end)
    dated = _figures(part, options, start.toordinal()).with_columns(_dated(start, end))
    return dated.select("a", "b", "start", "end", "votes", *options.columns, "known_on").sort("a", "b")


def agreement_by_issue(
    votes: pl.DataFrame,
    roll_calls: pl.DataFrame,
    start: date,
    end: date,
    *,
    figures: Sequence[str] = USUAL,
    bootstrap: int = 500,
    seed: int,
    pairs: Iterable[Undirected | tuple[str, str]] | None = None,
) -> pl.DataFrame:
    """Return the voting agreement of pairs of states by issue area in a period.

    Parameters
    ----------
    votes : polars.DataFrame
        As for `agreement`.
    roll_calls : polars.DataFrame
        ``rcid``, ``issues``: the areas that the producer puts a roll call in, separated by semicolons. A roll
        call in several counts in each; one in none, or not in the frame, counts under a null issue.
    start, end : datetime.date
        First and last day.
    figures, bootstrap, seed, pairs
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
    >>> result = agreement_by_issue(votes, about, *year, bootstrap=0, seed=1, pairs=[("RUS", "CHN")])
    >>> result.select("issue", "votes", "raw").rows()
    [('Colonialism', 1, 0.5), ('Human rights', 1, 0.5)]
    """
    require_columns(roll_calls, ("rcid", "issues"), "roll calls")
    options = AgreementOptions.of(pairs, figures, bootstrap, seed)
    part = _within(divided(votes), start, end)
    areas = roll_calls.select("rcid", issue=pl.col("issues").str.split(";")).explode("issue")
    areas = areas.select(pl.col("rcid").cast(part.schema["rcid"]), pl.col("issue").str.strip_chars()).unique()
    parts = part.join(areas, on="rcid", how="left", maintain_order="left").partition_by("issue", as_dict=True)
    result = [
        _figures(rows, options, start.toordinal(), crc32(str(issue).encode())).with_columns(issue=pl.lit(issue))
        for (issue,), rows in parts.items()
    ]
    dated = _joined(result, options).with_columns(_dated(start, end))
    columns = ["a", "b", "issue", "start", "end", "votes", *options.columns, "known_on"]
    return dated.select(columns).sort("a", "b", "issue", nulls_last=True)


def _within(votes: pl.DataFrame, start: date, end: date) -> pl.DataFrame:
    if end < start:
        raise UsageError(f"the window ends on {end}, before it starts on {start}; swap them", value=(start, end))
    return votes.filter(pl.col("date").is_between(start, end))


def _dated(start: date, end: date) -> list[pl.Expr]:
    return [pl.lit(start).alias("start"), pl.lit(end).alias("end"), pl.lit(end).alias("known_on")]


def _by_window(votes: pl.DataFrame, window: pl.Expr) -> Iterator[tuple[int, pl.DataFrame]]:
    parts = votes.with_columns(window=window).partition_by("window", as_dict=True)
    for key in sorted(parts, key=lambda key: int(key[0])):
        yield int(key[0]), parts[key]


def _year(year: int) -> tuple[date, date]:
    return date(year, 1, 1), date(year, 12, 31)


def _session(session: int, part: pl.DataFrame) -> tuple[date, date]:
    return date(FIRST_YEAR + session, 9, 1), part.select(pl.col("date").max()).item()


def _joined(parts: list[pl.DataFrame], options: AgreementOptions) -> pl.DataFrame:
    """Return the windows as one frame, with all columns even without windows."""
    schema = {"a": pl.String, "b": pl.String, "votes": pl.Int32} | dict.fromkeys(options.columns, pl.Float64)
    empty = pl.DataFrame(schema=schema | {"period": pl.Date, "issue": pl.String, "known_on": pl.Date})
    return pl.concat([empty, *parts], how="diagonal_relaxed")


def _figures(votes: pl.DataFrame, options: AgreementOptions, *window: int) -> pl.DataFrame:
    """Return one window's figures for each pair; `window` seeds its resamples."""
    ballots = VoteMatrix.of(votes)
    first, second = ballots.pairs(options.pairs)
    points = {
        name: values[:, 0] for name, values in ballots.figures(first, second, np.ones((ballots.calls, 1))).items()
    }
    names = np.array(ballots.states, dtype=object)
    columns: dict[str, object] = {"a": names[first].tolist(), "b": names[second].tolist(), "votes": points["votes"]}
    for figure, (low, high) in bounds(ballots, first, second, options, *window).items():
        columns |= {figure: points[figure], f"{figure}_lo": low, f"{figure}_hi": high}
    frame = pl.DataFrame(columns, schema_overrides={"a": pl.String, "b": pl.String})
    numbers = pl.col(options.columns).cast(pl.Float64).fill_nan(None)
    frame = frame.with_columns(pl.col("votes").cast(pl.Int32), numbers)
    return frame.with_columns(
        pl.when(pl.col(figure).is_not_null()).then(pl.col(f"{figure}_lo", f"{figure}_hi")) for figure in options.figures
    )
