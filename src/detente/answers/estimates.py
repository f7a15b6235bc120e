"""Estimates of a dataset: the starter pack's vintages, or estimates from the user's own events."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from detente.answers.cached_temperatures import counts_digest, estimated
from detente.answers.period_coverage import STEPS, covered_shares, periods_between
from detente.errors import NoAnswer, UsageError
from detente.measures.temperature import Cells, Score, scheme
from detente.store import Store
from detente.store.memory import computed_once, remembered

__all__ = ["SCORES", "Estimates", "elsewhere", "estimates"]

SCORES: tuple[Score, ...] = ("all", "words", "deeds")


@dataclass(frozen=True)
class Estimates:
    """Frames of the tables ``temperatures``, ``trait_parameters`` and ``attention``, as of one day.

    Parameters
    ----------
    temperatures : polars.DataFrame
        With ``covered``, the share of each period's days that the dataset covers; null where unknown.
    parameters, attention : polars.DataFrame
        Rows of the tables of these names.
    outsized : polars.DataFrame
        Dyad-periods that hold so many reports that they count for less than half of them; see
        `detente.measures.temperature.Cells.outsized`.
    """

    temperatures: pl.DataFrame
    parameters: pl.DataFrame
    attention: pl.DataFrame
    outsized: pl.DataFrame


def estimates(
    store: Store,
    events: str,
    as_of: date,
    *,
    freq: str = "year",
    among: Collection[str] | None = None,
    scores: Sequence[Score] = SCORES,
    progress: Callable[[str], None] | None = None,
) -> Estimates:
    """Return the estimates of a dataset: stored ones if there are any, else from its events.

    An estimate from events uses all directed dyads of the dataset, not only the requested ones, and is cached in the
    store's folder for the next query (see `detente.lake.estimate_cache`).

    Parameters
    ----------
    store : Store
        The store with records and estimates.
    events : str
        Name of the dataset.
    as_of : datetime.date
        Nothing known later is used.
    freq : {'year', 'quarter', 'month', 'week'}
        Length of a period.
    among : collection of str, optional
        Return temperatures of directed dyads among these states alone.
    scores : sequence of {'all', 'words', 'deeds'}
        Return temperatures and parameters of these scores alone. Words or deeds may be too few for a score beside
        others; the first of `scores` must have one.
    progress : callable, optional
        Called with a line of text before anything is estimated.

    Returns
    -------
    Estimates
        Empty frames where a stored dataset has no vintage yet on that day.

    Raises
    ------
    UsageError
        If no dataset has that name.
    NoAnswer
        If the dataset's events, as known that day, give no estimate.
    """
    wanted = {"dataset": events, "freq": freq}
    if freq in _lengths_known(store, events, as_of) or freq in _stored(store, events, as_of):
        dyads = {} if among is None else {"source": sorted(among), "target": sorted(among)}
        temperatures = store.read("temperatures", as_of=as_of, score=list(scores), **wanted, **dyads)
        periods = temperatures["period"].unique().sort().to_list()
        covered = _covered(store, "temperatures", events, as_of, periods, freq)
        return Estimates(
            temperatures.join(covered, on="period", how="left", maintain_order="left"),
            store.read("trait_parameters", as_of=as_of, score=list(scores), **wanted),
            store.read("attention", as_of=as_of, dataset=events),
            Cells.none_outsized(),
        )
    from detente.event_cube.cube import datasets_with_events  # noqa: PLC0415 - estimates that are stored need no cube

    if events not in datasets_with_events(store.lake):
        raise _unavailable(store, events, as_of, freq)
    return _estimated(store, events, as_of, freq, among, scores, progress)


def _stored(store: Store, events: str, as_of: date) -> set[str]:
    """Return the lengths of period in which a dataset's estimates are stored, whether or not one was known by then."""
    declared = {"year"} if any(events in p.datasets for p in store.sources("temperatures")) else set()
    return {*_lengths_known(store, events, as_of), *declared}


def _lengths_known(store: Store, events: str, as_of: date) -> frozenset[str]:
    """Return the lengths of period in which a dataset has stored estimates that were known on a day."""

    def known() -> frozenset[str]:
        return frozenset(store.vintages("temperatures", as_of).filter(pl.col("dataset") == events)["freq"])

    return computed_once(store, ("temperatures",), ("periods", events, as_of), known)


def _unavailable(store: Store, events: str, as_of: date, freq: str) -> UsageError:
    """Return the error for an unknown dataset or length of period, with those available."""
    if periods := sorted(_stored(store, events, as_of)):
        only = f"the dataset {events!r} has temperatures by {', '.join(periods)} alone, not by {freq}"
        return UsageError(f"{only}; leave out --freq, or ingest events of your own", value=freq)
    from detente.sources.datasets import how_to_get  # noqa: PLC0415 - loads every source

    names = ", ".join(_with_temperatures(store))
    return UsageError(
        f"there is no dataset {events!r} with temperatures or events; the store has {names}. {how_to_get(events)}",
        value=events,
    )


def _with_temperatures(store: Store) -> list[str]:
    """Return the datasets that have temperatures, or events that give some."""
    from detente.event_cube.cube import datasets_with_events  # noqa: PLC0415 - likewise

    named = {name for p in store.sources("temperatures") for name in p.datasets}
    return sorted({*named, *datasets_with_events(store.lake)})


def elsewhere(store: Store, events: str) -> str:
    """Return advice on where to find a temperature that a dataset lacks.

    Examples
    --------
    >>> elsewhere(Store.open(), "icews-yearly")
    "see 'detente data'"
    """
    others = [name for name in _with_temperatures(store) if name != events]
    return f"the store also has {', '.join(others)}: choose one with --events" if others else "see 'detente data'"


def _estimated(  # noqa: PLR0917 - private
    store: Store,
    events: str,
    as_of: date,
    freq: str,
    among: Collection[str] | None,
    scores: Sequence[Score],
    progress: Callable[[str], None] | None,
) -> Estimates:
    """Return scores of a dataset's events in the periods that had ended, cached or computed now."""
    from detente.event_cube.counts import last_known  # noqa: PLC0415 - likewise

    newest = last_known(store.lake, events, as_of)
    counts = _ended(store, events, as_of, freq, newest)
    known = remembered(store, events, (newest, freq, counts.height), lambda: _Known.of(counts, freq))
    covered = remembered(
        store, events, (as_of, freq, "covered"), lambda: _covered(store, "events", events, as_of, known.periods, freq)
    )
    found = estimated(
        store.lake, known.counts, known.periods, scores=scores, digest=known.digest, among=among, progress=progress
    )
    temperatures, parameters = [], []
    for score, (rows, values) in found.items():
        common = {"dataset": events, "score": score, "freq": freq}
        tags = [pl.lit(value).alias(name) for name, value in common.items()]
        temperatures.append(rows.with_columns(*tags, pl.lit(as_of).alias("known_on")))
        parameters.append(values.with_columns(*tags, pl.lit(as_of).alias("known_on")))
    every = pl.concat(temperatures).sort("score", "source", "target", "period")
    return Estimates(
        every.join(covered, on="period", how="left", maintain_order="left"),
        pl.concat(parameters),
        known.attention,
        known.outsized,
    )


@dataclass(frozen=True, slots=True)
class _Known:
    """Counts of a dataset's events in the periods that had ended, and what follows from them."""

    counts: pl.DataFrame
    periods: list[date]
    digest: str
    attention: pl.DataFrame
    outsized: pl.DataFrame

    @classmethod
    def of(cls, counts: pl.DataFrame, freq: str) -> _Known:
        """Take the counts' digest, attention and outsized cells."""
        periods = periods_between(counts["period"].min(), counts["period"].max(), freq)  # type: ignore[arg-type]
        by = counts.group_by("source", "target", "period").agg(pl.col("reports").sum())
        attention = by.sort("source", "target", "period").with_columns(
            share=pl.col("reports") / pl.col("reports").sum().over("source", "period")
        )
        outsized = Cells.from_frame(counts, scheme("quad"), periods).outsized()
        return cls(counts, periods, counts_digest(counts), attention, outsized)


def _covered(  # noqa: PLR0917 - private
    store: Store, table: str, dataset: str, as_of: date, periods: Sequence[date], freq: str
) -> pl.DataFrame:
    """Return the share of each period's days that the dataset covers."""
    return covered_shares(store.read("coverage", as_of=as_of, dataset=dataset, table=table), periods, freq)


def _ended(store: Store, events: str, as_of: date, freq: str, newest: date) -> pl.DataFrame:
    """Count a dataset's events, as known on a day, in the periods that had ended by it."""
    from detente.event_cube.counts import counts  # noqa: PLC0415 - likewise

    every = remembered(store, events, (newest, freq), lambda: counts(store.lake, events, freq, "quad", newest))
    ended = pl.col("period").dt.offset_by(STEPS[freq]) <= as_of + timedelta(days=1)
    found = every.filter(ended)
    if found.is_empty():
        raise NoAnswer(f"no {freq} of {events} had ended by {as_of}; use a shorter period or a later date", value=as_of)
    return found
