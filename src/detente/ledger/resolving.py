"""Questions that the records decide: targets whose window the records cover."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

import polars as pl

from detente.answers.temperature_estimates import estimates
from detente.errors import NoAnswer
from detente.forecasts.resolution import resolve
from detente.forecasts.targets import Target
from detente.ledger.entries import Entry, Forecast, Resolution, now
from detente.ledger.scoring import resolutions
from detente.measures.intervals import Z90
from detente.store import Store
from detente.store.coverage import is_covered

__all__ = ["decided_by_records", "open_questions"]


def open_questions(entries: Iterable[Entry]) -> list[Forecast]:
    """Return the questions without a resolution: the first forecast of each."""
    entries = list(entries)
    decided = resolutions(entries)
    first: dict[str, Forecast] = {}
    for one in entries:
        if isinstance(one, Forecast) and one.question not in decided:
            first.setdefault(one.question, one)
    return list(first.values())


def decided_by_records(forecast: Forecast, store: Store, day: date) -> Resolution | None:
    """Return how the records decide a question, by the first version of them that does; None while it is open.

    Temperatures and other figures that are revised are settled on the version known first: a later one doesn't change
    an outcome. Where the interval of that version contains the threshold, the question is void.

    Parameters
    ----------
    forecast : Forecast
        A forecast of the question, with its target.
    store : Store
        Where the records are read.
    day : datetime.date
        Nothing known later is read.

    Raises
    ------
    NoAnswer
        If the record that the target names is not in the store.
    """
    if forecast.target is None:
        return None
    target = Target.from_dict(forecast.target)
    if resolve(target, store, day) is None:
        return None
    known = _first_known(target, store, day)
    outcome = resolve(target, store, known)
    note = f"by the records known on {known}"
    if outcome is not None and _is_unclear(target, store, known):
        outcome, note = None, f"void: the interval known on {known} contains the threshold {target.threshold:g}"
    versions = {"data": store.pack.data.version}
    return Resolution(
        forecast.question, outcome, min(known, target.last), now(), "records", note=note, versions=versions
    )


def _first_known(target: Target, store: Store, day: date) -> date:
    """Return the first day by which the records decide a target, which they do on `day`: by bisection."""
    low, high = target.first - timedelta(days=1), day
    while (high - low).days > 1:
        middle = low + (high - low) // 2
        try:
            known = resolve(target, store, middle) is not None
        except NoAnswer:  # the record or the estimate was not known yet
            known = False
        low, high = (low, middle) if known else (middle, high)
    return high


def _is_unclear(target: Target, store: Store, day: date) -> bool:
    """Whether the interval of a temperature contains the threshold, in a year that could decide the outcome."""
    if target.measure != "temperature":
        return False
    source, other = target.unit
    found = estimates(store, target.rule.dataset, day, among=target.unit, scores=("all",)).temperatures
    rows = found.filter(
        is_covered(), pl.col("period").is_between(target.first, target.last), source=source, target=other
    )
    away = (rows["mean"] - target.threshold).abs()
    return bool((away < Z90 * rows["sd"]).any())
