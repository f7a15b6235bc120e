"""The temperatures of a pair, as a frame: the smallest question the thermometer answers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import polars as pl

from detente.answers.estimates import SCORES, elsewhere, estimates
from detente.answers.warnings import outsized_warnings
from detente.dates import as_of_day
from detente.errors import NoAnswer, UsageError
from detente.identity import display_name
from detente.identity.dyads import resolve_dyad
from detente.measures.intervals import Z90
from detente.measures.temperature import likely_level
from detente.store import Store

__all__ = ["temperatures"]


def temperatures(
    first: str,
    second: str,
    *,
    as_of: date | str | None = None,
    since: int | None = None,
    score: str = "all",
    freq: str = "year",
    events: str = "icews-yearly",
    store: Store | None = None,
    tell: Callable[[str], None] | None = None,
    warn: Callable[[str], None] | None = None,
) -> pl.DataFrame:
    """Return both directions' temperatures by period.

    Parameters
    ----------
    first, second : str
        Names or codes of two states.
    as_of : datetime.date or str, optional
        Nothing known later is used; by default today.
    since : int, optional
        First year to return.
    score : {'all', 'words', 'deeds'}
        Which acts count.
    freq : {'year', 'quarter', 'month', 'week'}
        Length of a period; the starter pack has years.
    events : str
        Dataset of events.
    store : Store, optional
        By default the starter pack with the user's own records.
    tell : callable, optional
        Called with a line of text before temperatures are estimated, which may take a minute.
    warn : callable, optional
        Called with a line of text for each dyad-period that holds so many reports that it counts for less.

    Returns
    -------
    polars.DataFrame
        source, target, source_name, target_name, period, covered, mean, sd, lo, hi (90% interval), level, standing,
        known_on; temperatures in standard deviations. The level is the one that is likely, or two that adjoin, or
        ``unclear`` where the interval is too wide to tell (see `detente.measures.temperature.likely_level`). Of a
        period the dataset covers the share ``covered`` of its days (null where that is not known); where it covers
        none, the temperature is null.

    Raises
    ------
    UsageError
        The same state twice, a day in the future, no such score, or no such dataset.
    NoAnswer
        The pair is not covered on that day.

    Examples
    --------
    >>> from datetime import date
    >>> temperatures("Japan", "Russia", as_of=date(2015, 9, 1), since=2013).height
    4
    """
    day = as_of_day(as_of)
    a, b = resolve_dyad(first, second, day)
    if score not in SCORES:
        raise UsageError(f"score is {score!r}, and must be one of {', '.join(SCORES)}", value=score)
    store = store or Store.open()
    answer = estimates(store, events, day, freq=freq, among=(a, b), scores=(score,), tell=tell)
    if warn is not None:
        for line in outsized_warnings(answer.outsized, freq, day):
            warn(line)
    frame = answer.temperatures
    one, other = (pl.col("source") == a) & (pl.col("target") == b), (pl.col("source") == b) & (pl.col("target") == a)
    found = frame.filter((pl.col("score") == score) & (one | other))
    if since is not None:
        found = found.filter(pl.col("period").dt.year() >= since)
    if found.is_empty():
        late = "" if since is None else f" from {since} on"
        raise NoAnswer(
            f"{events} has no temperature between {display_name(a, day)} and {display_name(b, day)}{late} as known on "
            f"{day}: too few reports, or not covered; {elsewhere(store, events)}",
            value=(a, b),
        )
    half = Z90 * pl.col("sd")
    uncovered = pl.col("covered").fill_null(1.0) == 0
    names = {code: display_name(code, day) for code in (a, b)}
    return (
        found.with_columns(
            lo=pl.col("mean") - half,
            hi=pl.col("mean") + half,
            level=pl.Series([likely_level(*of) for of in found.select("mean", "sd").iter_rows()], dtype=pl.String),
            source_name=pl.col("source").replace(names),
            target_name=pl.col("target").replace(names),
        )
        .with_columns(
            pl.when(~uncovered).then(pl.col(name)).alias(name)
            for name in ("mean", "sd", "lo", "hi", "level", "standing")
        )
        .sort(pl.col("source") != a, "period")
        .select(
            "source", "target", "source_name", "target_name", "period", "covered", "mean", "sd", "lo", "hi", "level",
            "standing", "known_on",
        )
    )  # fmt: skip
