"""Temperatures of a dataset: the starter pack's vintages, or estimates from the events of one or several datasets."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import polars as pl

from detente.answers.cached_temperatures import counts_digest, estimated
from detente.answers.continued_temperatures import CONDUCT, continued_rows
from detente.answers.event_counts import FEWEST, FEWEST_WORD, in_pack, is_coded, known_counts
from detente.answers.held_temperatures import stored_temperatures
from detente.answers.period_coverage import STEPS, covered_shares, periods_between
from detente.errors import NoAnswer, UsageError
from detente.measures.temperature import Cells, Score, scheme
from detente.store import Store
from detente.store.coverage import is_covered
from detente.store.held_results import computed_once, remembered

__all__ = ["SCORES", "Estimates", "attention", "elsewhere", "estimates", "names_of", "widely_covered"]

SCORES: tuple[Score, ...] = ("all", "words", "deeds")
MOST = 0.5  # share of the directed dyads that a period of a network covers


@dataclass(frozen=True)
class Estimates:
    """Frames of the tables ``temperatures`` and ``trait_parameters``, as of one day.

    Parameters
    ----------
    temperatures : polars.DataFrame
        With ``covered``, the share of each period's days that a dataset covers, null where unknown; and ``datasets``,
        those that say something of the dyad in the period. One of coded acts with fewer than
        `detente.answers.event_counts.FEWEST` of them says nothing, and then covers nothing of the period.
    parameters : polars.DataFrame
        Rows of ``trait_parameters``.
    outsized : polars.DataFrame
        Dyad-periods that hold so many reports that they count for less than half of them; see
        `detente.measures.temperature.Cells.outsized`.
    """

    temperatures: pl.DataFrame
    parameters: pl.DataFrame
    outsized: pl.DataFrame


def estimates(
    store: Store,
    events: str | Sequence[str],
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
    events : str or sequence of str
        Name of the dataset, or of several: then one model has them as separate sources, each with intercepts, loadings,
        concentration and clustering of its own (see `detente.measures.temperature.temperature`).
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
    names = names_of(events)
    if CONDUCT in names and (stored := _stored_estimates(store, CONDUCT, as_of, freq, among, scores)) is not None:
        others = [name for name in names if name != CONDUCT]
        _require_events(store, others, as_of, freq)
        later = continued_rows(store, stored.temperatures, others, as_of, among)
        return replace(stored, temperatures=later)
    if len(names) == 1 and (stored := _stored_estimates(store, names[0], as_of, freq, among, scores)) is not None:
        return stored
    _require_events(store, names, as_of, freq)
    return _estimated(store, names, as_of, freq, among, scores, progress)


def _require_events(store: Store, names: Sequence[str], as_of: date, freq: str) -> None:
    """Refuse a dataset without events."""
    if not names:
        return
    for name in names:
        if name not in store.lake.records.datasets_with("events") and not in_pack(store, name):
            raise _unavailable(store, name, as_of, freq, joint=len(names) > 1)


def attention(store: Store, events: str, as_of: date) -> pl.DataFrame:
    """Return the shares of all states' acts by year and target: stored ones if there are any, else from the events.

    Parameters
    ----------
    store : Store
        The store with records and estimates.
    events : str
        Name of the dataset.
    as_of : datetime.date
        Nothing known later is used.

    Returns
    -------
    polars.DataFrame
        ``source``, ``target``, ``period`` and ``share``, in no particular order.

    Raises
    ------
    NoAnswer
        If no year of the dataset's events had ended by that day.

    Examples
    --------
    >>> rows = attention(Store.open(), "conduct", date(2015, 9, 1))
    >>> rows.filter(source="JPN", target="RUS", period=date(2014, 1, 1))["share"].round(3).to_list()
    [0.083]
    """
    columns = ("source", "target", "period", "share")
    stored = store.rows("attention", {"dataset": events}, columns=columns, as_of=as_of)
    if stored.is_empty() and events in store.lake.records.datasets_with("events"):
        return _known(store, (events,), as_of, "year").attention.select(columns)
    return stored


def widely_covered(temperatures: pl.DataFrame) -> pl.DataFrame:
    """Return the rows that a source covers, of the periods in which it covers at least half of the directed dyads.

    A network among states needs most of its pairs: coded news alone cover few.

    Examples
    --------
    >>> rows = pl.DataFrame({"period": [2014, 2014, 2024, 2024, 2024], "covered": [1.0, 1.0, 0.0, 0.0, 1.0]})
    >>> widely_covered(rows)["period"].to_list()
    [2014, 2014]
    """
    return temperatures.filter(is_covered(), is_covered().mean().over("period") >= MOST)


def names_of(events: str | Sequence[str]) -> tuple[str, ...]:
    """Return the names of one dataset or several, each once.

    Examples
    --------
    >>> names_of("icews"), names_of(["icews", "news", "icews"])
    (('icews',), ('icews', 'news'))
    """
    return (events,) if isinstance(events, str) else tuple(dict.fromkeys(events))


def _stored_estimates(  # noqa: PLR0917 - private
    store: Store, events: str, as_of: date, freq: str, among: Collection[str] | None, scores: Sequence[Score]
) -> Estimates | None:
    """Return estimates that are stored; None where the dataset has none in periods of this length."""
    wanted = {"dataset": events, "freq": freq}
    if freq in _lengths_known(store, events, as_of) or freq in _stored(store, events, as_of):
        temperatures = stored_temperatures(store, events, as_of, freq=freq, among=among, scores=scores)
        periods = temperatures["period"].unique().sort().to_list()
        covered = _covered(store, "temperatures", events, as_of, periods, freq)
        stated = temperatures.rename({"covered": "stated"}).join(
            covered, on="period", how="left", maintain_order="left"
        )
        return Estimates(
            stated.with_columns(
                covered=pl.coalesce("stated", "covered"),
                datasets=pl.when(pl.col("stated").is_null())
                .then(pl.lit([events]))
                .otherwise(pl.col("sources").str.split(";").fill_null([])),
            ).drop("stated", "sources"),
            store.read("trait_parameters", as_of=as_of, score=list(scores), **wanted),
            Cells.none_outsized(),
        )
    return None


def _stored(store: Store, events: str, as_of: date) -> set[str]:
    """Return the lengths of period in which a dataset's estimates are stored, whether or not one was known by then."""
    declared = {"year"} if any(events in p.datasets for p in store.sources("temperatures")) else set()
    return {*_lengths_known(store, events, as_of), *declared}


def _lengths_known(store: Store, events: str, as_of: date) -> frozenset[str]:
    """Return the lengths of period in which a dataset has stored estimates that were known on a day."""

    def known() -> frozenset[str]:
        return frozenset(store.vintages("temperatures", as_of).filter(pl.col("dataset") == events)["freq"])

    return computed_once(store, ("temperatures",), ("periods", events, as_of), known)


def _unavailable(store: Store, events: str, as_of: date, freq: str, *, joint: bool) -> UsageError:
    """Return the error for an unknown dataset or length of period, with those available."""
    if joint and _stored(store, events, as_of):
        only = f"the dataset {events!r} has stored temperatures and no events"
        return UsageError(f"{only}; several datasets are estimated together from their events", value=events)
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
    named = {name for p in store.sources("temperatures") for name in p.datasets}
    return sorted({*named, *store.lake.records.datasets_with("events")})


def elsewhere(store: Store, events: str) -> str:
    """Return advice on where to find a temperature that a dataset lacks.

    Examples
    --------
    >>> elsewhere(Store.open(), "conduct")
    "see 'detente data'"
    """
    others = [name for name in _with_temperatures(store) if name != events]
    return f"the store also has {', '.join(others)}: choose one with --events" if others else "see 'detente data'"


def _estimated(  # noqa: PLR0917 - private
    store: Store,
    names: Sequence[str],
    as_of: date,
    freq: str,
    among: Collection[str] | None,
    scores: Sequence[Score],
    progress: Callable[[str], None] | None,
) -> Estimates:
    """Return scores of the datasets' events in the periods that had ended, cached or computed now."""
    label, fewest = "+".join(names), _fewest(store, names)
    known = _known(store, names, as_of, freq)
    covered = {name: _covered_once(store, name, as_of, freq, known.periods) for name in names}
    found = estimated(
        store.lake, known.counts, known.periods,
        scores=scores, digest=known.digest, fewest=fewest, among=among, progress=progress,
    )  # fmt: skip
    temperatures, parameters = [], []
    for score, (rows, values) in found.items():
        common = {"dataset": label, "score": score, "freq": freq}
        tags = [pl.lit(value).alias(name) for name, value in common.items()]
        temperatures.append(rows.with_columns(*tags, pl.lit(as_of).alias("known_on")))
        parameters.append(values.with_columns(*tags, pl.lit(as_of).alias("known_on")))
    every = pl.concat(temperatures).sort("score", "source", "target", "period")
    return Estimates(_with_datasets(every, known.seen, covered, fewest), pl.concat(parameters), known.outsized)


def _known(store: Store, names: Sequence[str], as_of: date, freq: str) -> _Known:
    """Return the counts of the datasets' events in the periods that had ended, and what follows from them."""
    from detente.event_cube.counts import last_known  # noqa: PLC0415 - estimates that are stored need no cube

    newest = {name: as_of if in_pack(store, name) else last_known(store.lake, name, as_of) for name in names}
    counts = [_ended(store, name, as_of, freq, newest[name]) for name in names]
    if all(part.is_empty() for part in counts):
        raise NoAnswer(
            f"no {freq} of {' or '.join(names)} had ended by {as_of}; use a shorter period or a later date", value=as_of
        )
    stamp = (*newest.values(), freq, *(part.height for part in counts))
    return remembered(store, "+".join(names), stamp, lambda: _Known.of(counts, freq, _fewest(store, names)))


def _fewest(store: Store, names: Sequence[str]) -> dict[str, int]:
    """Return the fewest acts that say something of a dyad-period, by dataset of coded acts."""
    return {name: FEWEST for name in names if is_coded(store, name)}


def _with_datasets(
    rows: pl.DataFrame, seen: pl.DataFrame, covered: Mapping[str, pl.DataFrame], coded: Collection[str]
) -> pl.DataFrame:
    """Add the datasets that say something of a dyad-period, and the share of its days that any of them covers.

    A dataset of coded acts covers a dyad-period only where it has enough of them.
    """
    rows = rows.join(seen, on=["source", "target", "period"], how="left", maintain_order="left")
    rows = rows.with_columns(pl.col("datasets").fill_null([]))
    shares = []
    for name, share in covered.items():
        column = f"covered of {name}"
        rows = rows.join(share.rename({"covered": column}), on="period", how="left", maintain_order="left")
        silent = pl.lit(name in coded) & ~pl.col("datasets").list.contains(name)
        shares.append(pl.when(silent).then(0.0).otherwise(pl.col(column)).alias(column))
    rows = rows.with_columns(shares)
    columns = [f"covered of {name}" for name in covered]
    unknown = pl.any_horizontal(pl.col(column).is_null() for column in columns)
    most = pl.max_horizontal(columns)
    return rows.with_columns(covered=pl.when(unknown & (most.fill_null(0.0) < 1)).then(None).otherwise(most)).drop(
        columns
    )


@dataclass(frozen=True, slots=True)
class _Known:
    """Counts of events in the periods that had ended, and what follows from them.

    Of each dyad-period ``seen`` has the datasets that say something of it.
    """

    counts: pl.DataFrame
    periods: list[date]
    digest: str
    attention: pl.DataFrame
    outsized: pl.DataFrame
    seen: pl.DataFrame

    @classmethod
    def of(cls, parts: Sequence[pl.DataFrame], freq: str, fewest: Mapping[str, int]) -> _Known:
        """Take the counts' digest, attention and outsized cells."""
        counts = parts[0] if len(parts) == 1 else pl.concat(parts, how="vertical_relaxed")
        periods = periods_between(counts["period"].min(), counts["period"].max(), freq)  # type: ignore[arg-type]
        by = counts.group_by("source", "target", "period").agg(pl.col("reports").sum())
        attention = by.sort("source", "target", "period").with_columns(
            share=pl.col("reports") / pl.col("reports").sum().over("source", "period")
        )
        seen = (
            counts.group_by("dataset", "source", "target", "period")
            .agg(pl.col("reports").sum())
            .filter(pl.col("reports") >= pl.col("dataset").replace_strict(fewest, default=0, return_dtype=pl.Float64))
            .group_by("source", "target", "period")
            .agg(datasets=pl.col("dataset").sort_by(-pl.col("reports"), "dataset"))
        )
        if seen.is_empty():
            raise NoAnswer(
                f"no pair has {FEWEST_WORD} acts in one {freq}, the fewest that give a temperature: these are "
                "machine-coded from texts. The acts themselves: detente chronicle",
                value=FEWEST,
            )
        outsized = Cells.from_frame(counts, scheme("quad"), periods, fewest=fewest).outsized()
        return cls(counts, periods, counts_digest(counts), attention, outsized, seen)


def _covered(  # noqa: PLR0917 - private
    store: Store, table: str, dataset: str, as_of: date, periods: Sequence[date], freq: str
) -> pl.DataFrame:
    """Return the share of each period's days that the dataset covers."""
    return covered_shares(store.read("coverage", as_of=as_of, dataset=dataset, table=table), periods, freq)


def _covered_once(store: Store, name: str, as_of: date, freq: str, periods: list[date]) -> pl.DataFrame:
    return remembered(
        store,
        name,
        (as_of, freq, "covered", periods[0], periods[-1]),
        lambda: _covered(store, "events", name, as_of, periods, freq),
    )


def _ended(store: Store, events: str, as_of: date, freq: str, newest: date) -> pl.DataFrame:
    """Count a dataset's events, as known on a day, in the periods that had ended by it."""
    every = remembered(store, events, (newest, freq), lambda: known_counts(store, events, freq, newest))
    return every.filter(pl.col("period").dt.offset_by(STEPS[freq]) <= as_of + timedelta(days=1))
