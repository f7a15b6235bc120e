"""The state system as data frames: a table for joins, and the translation of columns of codes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import polars as pl

from detente.errors import UsageError
from detente.identity.records import Period, entities
from detente.identity.resolution import Meaning, meanings
from detente.identity.state import as_day, state_on

if TYPE_CHECKING:
    from detente.identity.records import Entity

__all__ = ["state_table", "translate"]


def state_table() -> pl.DataFrame:
    """Return every state that has been in either list, one row per period of unchanged codes.

    Returns
    -------
    pl.DataFrame
        ``code``, ``name``, ``kind``, ``cow`` (Int64), ``gw`` (Int64), ``iso3``, ``valid_from`` (Date),
        ``valid_to`` (Date). A null number means that the state is not in the list in the period; a
        null ``valid_to`` is open. Periods in which the state is in neither list have no row.

    Examples
    --------
    >>> state_table().filter(pl.col("code") == "YEM").select("cow", "gw").row(0)
    (679, 678)
    """
    rows = [row for entity in entities().values() if entity.spells for row in _rows(entity)]
    schema = {
        "code": pl.String,
        "name": pl.String,
        "kind": pl.String,
        "cow": pl.Int64,
        "gw": pl.Int64,
        "iso3": pl.String,
        "valid_from": pl.Date,
        "valid_to": pl.Date,
    }
    return pl.DataFrame(rows, schema=schema, orient="row").sort("code", "valid_from")


def _rows(entity: Entity) -> list[tuple[object, ...]]:
    """Split an entity's lifetime wherever a spell begins or ends."""
    starts = {spell.period.start for spell in entity.spells}
    ends = {spell.period.end + timedelta(days=1) for spell in entity.spells if spell.period.end < date.max}
    cuts = sorted(starts | ends)
    rows: list[tuple[object, ...]] = []
    for start, following in zip(cuts, [*cuts[1:], None], strict=True):
        state = state_on(entity.code, start)
        if state.cow is None and state.gw is None:
            continue
        end = None if following is None else following - timedelta(days=1)
        rows.append((state.code, state.name, state.kind, state.cow, state.gw, state.iso3, start, end))
    return rows


def translate(values: pl.Series, scheme: str, on: pl.Series | date | str | int | None = None) -> pl.DataFrame:
    """Translate a column of foreign codes to Detente's codes, at the date of each row.

    Parameters
    ----------
    values : pl.Series
        Foreign codes: text, or numbers for 'cow', 'gw' and 'iso_numeric'.
    scheme : str
        'cow', 'gw', 'iso3', 'iso2', 'iso_numeric', 'fips', 'cameo', 'cowabb', 'code' or 'name'.
    on : pl.Series of Date or integer, date, str or int, optional
        The date of each row, or one date for all; today if omitted. Integers are years: a state then
        counts if it existed on any day of the year, and if several had the code in turn, the last counts
        (Germany, for the Gleditsch–Ward number 260 in 1990).

    Returns
    -------
    pl.DataFrame
        One row for each value, in order: ``value`` (String), ``on`` (Date; 31 December for a year),
        ``code`` (String) and ``reason`` (String). ``reason`` is null where ``code`` is not; otherwise it is
        'missing', 'missing date', 'unknown', 'region', 'not then' (the state did not exist, or did not have
        the code, on the date) or 'ambiguous'.

    Raises
    ------
    UsageError
        If the scheme is unknown, or the dates differ in number from the values, or are neither dates nor years.

    Examples
    --------
    >>> codes = pl.Series(["AS", "UR"])
    >>> translate(codes, "fips", "2015-01-01").select("code", "reason").rows()
    [('AUS', None), (None, 'not then')]
    """
    first, last = _days(on, len(values))
    rows = pl.DataFrame({"value": _as_text(values), "since": first, "on": last}).with_row_index("row")
    known = _meaning_frame(rows["value"].unique().drop_nulls().to_list(), scheme)
    hits = _hits(rows, known)
    return (
        rows.join(hits, on="row", how="left", maintain_order="left")
        .join(
            known.group_by("value").agg(region=(pl.col("code") == "").all()),
            on="value",
            how="left",
            maintain_order="left",
        )
        .with_columns(reason=_reason())
        .select("value", "on", pl.when(pl.col("reason").is_null()).then("code").alias("code"), "reason")
    )


def _as_text(values: pl.Series) -> pl.Series:
    """Return the codes as text; a whole number stored as a float loses its '.0', and NaN is missing."""
    if values.dtype.is_float():
        return values.fill_nan(None).cast(pl.String).str.strip_suffix(".0")
    return values.cast(pl.String)


def _days(on: pl.Series | date | str | int | None, count: int) -> tuple[pl.Series, pl.Series]:
    """Return the first and last day of each row; they differ only for years."""
    if isinstance(on, int) and date.min.year <= on <= date.max.year and not isinstance(on, bool):
        on = pl.Series([on] * count, dtype=pl.Int32)
    if not isinstance(on, pl.Series):
        day = pl.repeat(as_day(str(on) if isinstance(on, int) else on), count, dtype=pl.Date, eager=True)
        return day, day
    if len(on) == count and on.dtype == pl.Date:
        return on, on
    if len(on) == count and on.dtype.is_integer():
        years = on.rename("year").to_frame()
        return (
            years.select(pl.date("year", 1, 1)).to_series(),
            years.select(pl.date("year", 12, 31)).to_series(),
        )
    raise UsageError(
        f"expected a Date or a whole year for each of {count} values, but got {len(on)} of type {on.dtype}",
        value=on.dtype,
    )


def _meaning_frame(values: list[str], scheme: str) -> pl.DataFrame:
    """Return which code each value means when: one row per value, meaning and period of existence."""
    rows = [
        (value, meaning.code, start, end)
        for value in values
        for meaning in meanings(value, scheme)
        for start, end in _periods(meaning)
    ]
    schema = {"value": pl.String, "code": pl.String, "start": pl.Date, "end": pl.Date}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _periods(meaning: Meaning) -> list[Period]:
    """Return the periods in which the meaning holds and its entity exists."""
    if not meaning.code:
        return [meaning.period]
    return [
        Period(max(meaning.period.start, lived.start), min(meaning.period.end, lived.end))
        for lived in entities()[meaning.code].lifetime
    ]


def _hits(rows: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """Return, for each row with a valid meaning, its code and how many codes were valid longest."""
    return (
        rows.join(known, on="value", how="inner")
        .filter(pl.col("start") <= pl.col("on"), pl.col("end") >= pl.col("since"), pl.col("code") != "")
        .with_columns(lasted=pl.min_horizontal("end", "on"))
        .filter(pl.col("lasted") == pl.col("lasted").max().over("row"))
        .group_by("row")
        .agg(pl.col("code").first(), live=pl.col("code").n_unique())
    )


def _reason() -> pl.Expr:
    return (
        pl.when(pl.col("value").is_null())
        .then(pl.lit("missing"))
        .when(pl.col("region").is_null())
        .then(pl.lit("unknown"))
        .when(pl.col("region"))
        .then(pl.lit("region"))
        .when(pl.col("on").is_null())
        .then(pl.lit("missing date"))
        .when(pl.col("live").is_null())
        .then(pl.lit("not then"))
        .when(pl.col("live") > 1)
        .then(pl.lit("ambiguous"))
    )
