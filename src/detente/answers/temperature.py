"""The verb temperature: how warm two states are toward each other, period by period, in both directions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import polars as pl

from detente.answers.document_answer import DocumentAnswer
from detente.answers.event_counts import is_coded
from detente.answers.period_coverage import STEPS
from detente.answers.temperature_estimates import SCORES, elsewhere, estimates, names_of
from detente.answers.temperature_warnings import outsized_warnings
from detente.dates import as_of_day
from detente.errors import NoAnswer, check_choice
from detente.identity import display_name
from detente.identity.dyads import resolve_dyad
from detente.measures.intervals import Z90
from detente.measures.temperature import likely_level
from detente.store import Store

__all__ = ["TemperatureAnswer", "temperature"]

COLUMNS = (
    "source", "target", "period", "datasets", "covered", "mean", "lo", "hi", "level", "standing", "ai_gpr", "known_on",
)  # fmt: skip


@dataclass(frozen=True)
class TemperatureAnswer(DocumentAnswer):
    """The temperatures of two states toward each other.

    Parameters
    ----------
    states : (str, str)
        Codes of the two states.
    as_of : datetime.date
        Nothing known later was used.
    score : {'all', 'words', 'deeds'}
        Which acts count.
    freq : {'year', 'quarter', 'month', 'week'}
        Length of a period.
    events : str
        Dataset of events; several are joined by ``+``.
    datasets : tuple of str
        The datasets that the estimates rest on.
    coded : tuple of str
        Those of them that are machine-coded from texts.
    estimates : polars.DataFrame
        ``source``, ``target``, ``source_name``, ``target_name``, ``period``, ``datasets`` (those that say something of
        the period; it may be none, and then the periods around it do), ``covered``, ``mean``, ``sd``, ``lo``,
        ``hi`` (90% interval), ``level``, ``standing``, ``ai_gpr``, ``known_on``; temperatures in standard deviations.
        ``level`` is
        the one that is likely, or two adjacent ones, or ``unclear`` where the interval is too wide (see
        `detente.measures.temperature.likely_level`). The dataset covers the share ``covered`` of a period's days, null
        where that is not known; where it covers none, the temperature is null. ``ai_gpr`` is the mean of the index of
        that name over the period's months, if the store has it: a check, which no estimate uses.
    warnings : tuple of str
        Dyad-periods that hold so many reports that they count for less.
    """

    states: tuple[str, str]
    as_of: date
    score: str
    freq: str
    events: str
    datasets: tuple[str, ...]
    coded: tuple[str, ...]
    estimates: pl.DataFrame = field(repr=False)
    warnings: tuple[str, ...] = ()

    def frame(self) -> pl.DataFrame:
        """Return the temperatures with their 90% intervals, a row for each direction and period.

        ``datasets`` are joined by blanks, so that the frame can be written as CSV.
        """
        return self.estimates.select(COLUMNS).with_columns(pl.col("datasets").list.join(" "))

    def as_dict(self) -> list[dict[str, Any]]:
        """Return the rows as dictionaries, ``datasets`` as a list."""
        return self.estimates.select(COLUMNS).to_dicts()


def temperature(
    first: str,
    second: str,
    *,
    scheme: str | None = None,
    as_of: date | str | None = None,
    since: int | None = None,
    score: str = "all",
    freq: str = "year",
    events: str | Sequence[str] = "conduct",
    progress: Callable[[str], None] | None = None,
    store: Store | None = None,
) -> TemperatureAnswer:
    """Return how warm two states are toward each other, period by period.

    Parameters
    ----------
    first, second : str
        Names or codes of two states.
    scheme : str, optional
        How states are written; by default names and codes are recognised. See `detente.resolve`.
    as_of : datetime.date or str, optional
        Nothing known later is used; by default today.
    since : int, optional
        First year to return.
    score : {'all', 'words', 'deeds'}, optional
        Which acts count.
    freq : {'year', 'quarter', 'month', 'week'}, optional
        Length of a period; the starter pack has years.
    events : str or sequence of str, optional
        Dataset of events, or several in the store: then one model has them as separate sources, each with intercepts,
        slope, concentration and clustering of its own. A dataset coded from texts says something of a pair's period
        only where it has five of its acts.
    progress : callable, optional
        Called with a line of text before an estimation, which may take a minute.
    store : Store, optional
        By default the starter pack with the user's own records.

    Returns
    -------
    TemperatureAnswer

    Raises
    ------
    UsageError
        The same state twice, a day in the future, or no such score, period or dataset.
    NoAnswer
        The dataset has no temperature of the pair as known on the day.

    Examples
    --------
    >>> found = temperature("Japan", "Russia", as_of="2015-09-01", since=2014)
    >>> found.frame().select("source", "target", "level").rows()
    [('JPN', 'RUS', 'frosty'), ('RUS', 'JPN', 'cordial')]
    """
    day = as_of_day(as_of)
    a, b = resolve_dyad(first, second, day, scheme)
    check_choice("score", score, SCORES)
    check_choice("freq", freq, STEPS)
    store = store or Store.open()
    found = estimates(store, events, day, freq=freq, among=(a, b), scores=(score,), progress=progress)  # type: ignore[arg-type]
    frame = found.temperatures
    one, other = (pl.col("source") == a) & (pl.col("target") == b), (pl.col("source") == b) & (pl.col("target") == a)
    rows, datasets = frame.filter((pl.col("score") == score) & (one | other)), names_of(events)
    if since is not None:
        rows = rows.filter(pl.col("period").dt.year() >= since)
    if rows.is_empty():
        late = "" if since is None else f" from {since} on"
        raise NoAnswer(
            f"{'+'.join(datasets)} has no temperature between {display_name(a, day)} and {display_name(b, day)}{late} "
            f"as known on {day}: too few reports, or not covered; {elsewhere(store, datasets[0])}",
            value=(a, b),
        )
    names = {code: display_name(code, day) for code in (a, b)}
    return TemperatureAnswer(
        states=(a, b),
        as_of=day,
        score=score,
        freq=freq,
        events="+".join(datasets),
        datasets=datasets,
        coded=tuple(name for name in datasets if is_coded(store, name)),
        estimates=_with_press(_with_intervals(rows, names), store, day, freq).sort(pl.col("source") != a, "period"),
        warnings=tuple(outsized_warnings(found.outsized, freq, day)),
    )


def _with_press(rows: pl.DataFrame, store: Store, day: date, freq: str) -> pl.DataFrame:
    """Add the mean of AI-GPR over the months of each period; null where the store has none."""
    states = sorted({*rows["source"], *rows["target"]})
    found = store.read("dyad_indicators", as_of=day, name="ai_gpr", source=states, target=states)
    if found.is_empty() or freq == "week":
        return rows.with_columns(ai_gpr=pl.lit(None, pl.Float64))
    begin = pl.col("period").dt.truncate({"year": "1y", "quarter": "1q", "month": "1mo"}[freq])
    means = found.group_by("source", "target", begin.alias("period")).agg(ai_gpr=pl.col("value").mean())
    return rows.join(means, on=["source", "target", "period"], how="left", maintain_order="left")


def _with_intervals(rows: pl.DataFrame, names: dict[str, str]) -> pl.DataFrame:
    """Add 90% intervals, levels and names; where nothing is covered, null."""
    half = Z90 * pl.col("sd")
    covered = pl.col("covered").fill_null(1.0) > 0
    levels = [likely_level(*estimate) for estimate in rows.select("mean", "sd").iter_rows()]
    return (
        rows.with_columns(
            lo=pl.col("mean") - half,
            hi=pl.col("mean") + half,
            level=pl.Series(levels, dtype=pl.String),
            source_name=pl.col("source").replace(names),
            target_name=pl.col("target").replace(names),
        )
        .with_columns(
            pl.when(covered).then(pl.col(name)).alias(name) for name in ("mean", "sd", "lo", "hi", "level", "standing")
        )
        .select(
            "source", "target", "source_name", "target_name", "period", "datasets", "covered", "mean", "sd", "lo", "hi",
            "level", "standing", "known_on",
        )
    )  # fmt: skip
