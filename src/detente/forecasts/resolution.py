"""Resolution: whether a target's event happened, by the records known on a day."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType

import polars as pl

from detente.answers.facts_coverage import compiled_on
from detente.answers.temperature_estimates import estimates
from detente.dates import as_of_day
from detente.errors import NoAnswer
from detente.forecasts.contract import compare
from detente.forecasts.targets import Target
from detente.identity import resolve as resolve_state
from detente.store import Store
from detente.store.coverage import is_covered

__all__ = ["resolve"]


def resolve(target: Target, store: Store, as_of: date | str | None = None) -> float | None:
    """Return whether a target's event happened, by what was known on a day.

    Parameters
    ----------
    target : Target
        The event and its resolution rule.
    store : Store
        Where the records are read.
    as_of : datetime.date or str, optional
        Records known later are not read; by default today.

    Returns
    -------
    float or None
        1.0: it happened; 0.0: it did not; None: still open, since the window has not ended by that day or the records
        do not cover it yet.

    Raises
    ------
    NoAnswer
        The dispute or sanction that the rule names is not on record, or the dataset's events give no estimate.
    UsageError
        No dataset has the name that the rule gives, or `as_of` is not a date up to today.
    UnknownState, NotAStateThen
        A code of the unit means no state, or none at the window's first day.

    Examples
    --------
    >>> from datetime import date
    >>> from detente.forecasts import ResolutionRule
    >>> target = Target(
    ...     id="agreement.JPN.RUS.2014",
    ...     unit=("JPN", "RUS"),
    ...     measure="agreement",
    ...     operator="<",
    ...     threshold=0.6,
    ...     first=date(2014, 1, 1),
    ...     last=date(2014, 12, 31),
    ...     rule=ResolutionRule("Raw agreement on divided roll calls of 2014 is below 0.6.", "unga-votes"),
    ... )
    >>> store = Store.open()
    >>> resolve(target, store, date(2014, 6, 1)) is None, resolve(target, store, date(2016, 1, 1))
    (True, 0.0)
    """
    day = as_of_day(as_of)
    if day < target.last:
        return None
    values = READERS[target.measure](target, store, day)
    if values is None:
        for code in target.unit:  # a code that means no state would stay open for ever
            resolve_state(code, target.first)
        return None
    held = compare(values, target.operator, target.threshold)
    return float(held.any() if target.rule.aggregate == "any" else held.all())


# What each measure was in the window; None where the records known on the day do not cover it


def _temperature(target: Target, store: Store, day: date) -> list[float] | None:
    source, other = target.unit
    found = estimates(store, target.rule.dataset, day, among=target.unit, scores=("all",)).temperatures
    rows = found.filter(is_covered(), pl.col("source") == source, pl.col("target") == other, _inside("period", target))
    return _of_every_year(rows["mean"], target)


def _agreement(target: Target, store: Store, day: date) -> list[float] | None:
    a, b = sorted(target.unit)
    rows = store.read("agreements", as_of=day, a=a, b=b).filter(_inside("period", target))
    return _of_every_year(rows["raw"], target)


def _rung(target: Target, store: Store, day: date) -> list[float] | None:
    if compiled_on(store, "disputes", target.unit, day) < target.last:
        return None
    if store.read("disputes", as_of=day, id=target.rule.record).is_empty():
        raise _not_on_record("dispute", target, day)
    rows = store.read("dispute_rungs", as_of=day, dispute=target.rule.record)
    return rows.filter(_inside("start", target))["rung"].cast(pl.Float64).to_list()


def _sanction(target: Target, store: Store, day: date) -> list[float] | None:
    if compiled_on(store, "sanctions", target.unit, day) < target.last:
        return None
    rows = store.read("sanctions", as_of=day, id=target.rule.record)
    if rows.is_empty():
        raise _not_on_record("sanction", target, day)
    end = rows["end"][0]
    return [float(end is None or end > target.last)]


def _of_every_year(values: pl.Series, target: Target) -> list[float] | None:
    """Return yearly values, or None where a year of the window has none yet."""
    return values.to_list() if len(values) == target.years else None


def _inside(column: str, target: Target) -> pl.Expr:
    return pl.col(column).is_between(target.first, target.last)


def _not_on_record(kind: str, target: Target, day: date) -> NoAnswer:
    return NoAnswer(
        f"no {kind} {target.rule.record!r} is on record as of {day}, so {target.id} can't be resolved; "
        "the facts may have renamed it",
        value=target.rule.record,
    )


READERS: Mapping[str, Callable[[Target, Store, date], list[float] | None]] = MappingProxyType(
    {"temperature": _temperature, "agreement": _agreement, "rung": _rung, "sanction": _sanction}
)
