"""Rows of a table of a user's own events: each is an event between two states, or rejected.

A row with several errors is rejected for the first, in this order: date, known_on, source, target, cameo, quad, plover,
reports, intensity, id.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import polars as pl

from detente.catalog import PLOVER, QUADS, quad_of_cameo
from detente.errors import NotAStateThen, UnknownState
from detente.identity import resolve
from detente.sources.events.event_classes import classify
from detente.sources.events.event_rows import EventConventions, EventRows, finished
from detente.sources.readers.line_format import join_rejects
from detente.sources.shaping.column_forms import code_of, why_no_code
from detente.sources.shaping.row_checks import RowChecks
from detente.sources.shaping.states import emptied

__all__ = ["own_event_rows"]

NO_DATE = "is not a date written YYYY-MM-DD"
NO_CODE = "is not a CAMEO code: expected two to four digits, root 01 to 20, with leading zero"


def own_event_rows(raw: pl.DataFrame, conventions: EventConventions, today: date) -> EventRows:
    """Check rows of own events.

    Parameters
    ----------
    raw : polars.DataFrame
        The columns of `detente.sources.events.event_rows.RAW`.
    conventions : EventConventions
        The file's conventions.
    today : datetime.date
        Later rows are rejected.
    """
    places = {f"{side}_place": conventions.columns[side] for side in ("source", "target")}
    texts = [name for name in raw.columns if raw.schema[name] == pl.String]
    rows = raw.with_columns(emptied(texts, tuple(places) if conventions.scheme == "iso2" else ()))
    checks = RowChecks(rows, {**conventions.columns, **places}, conventions.decimal)
    _check_days(checks, conventions, today)
    _check_states(checks, conventions.scheme or None)
    _check_class(checks, conventions.codes)
    classify(checks, conventions.codes, QUADS, signed=False)
    checks.number("reports", pl.Int64())
    checks.number("intensity", pl.Float64())
    never = pl.lit(value=False)
    checks.rows = checks.rows.with_columns(never.alias("mended"), never.alias("by file"), never.alias("after"))
    rejects = join_rejects([_as_given(rejects, raw, checks.columns) for rejects in checks.rejects])
    return EventRows(finished(checks.rows), rejects, {})


def _as_given(rejects: pl.DataFrame, raw: pl.DataFrame, columns: Mapping[str, str]) -> pl.DataFrame:
    """Return rejects of one column with the values of the file, also where these mean an empty cell."""
    theirs = rejects["column"][0]
    ours = next(name for name, title in columns.items() if title == theirs and name in raw.columns)
    given = raw.select("unit", "line", pl.col(ours).cast(pl.String).alias("given"))
    found = rejects.join(given, on=["unit", "line"], how="left", maintain_order="left")
    return found.with_columns(pl.coalesce("value", "given").alias("value")).drop("given")


def _check_days(checks: RowChecks, conventions: EventConventions, today: date) -> None:
    checks.days("date", conventions.day, NO_DATE)
    checks.reject("date", pl.when(pl.col("date").is_null()).then(pl.lit(NO_DATE)))
    after = pl.lit(f"is after {today}")
    checks.reject("date", pl.when(pl.col("date") > today).then(after))
    checks.days("known_on", conventions.known, NO_DATE)
    known, act = pl.col("known_on"), pl.col("date")
    why = pl.when(known > today).then(after).when(known < act).then(pl.lit("is before the date of the event"))
    checks.reject("known_on", why)
    checks.rows = checks.rows.with_columns(pl.coalesce(known, act).alias("known_on"))


def _check_states(checks: RowChecks, scheme: str | None) -> None:
    for side in ("source", "target"):
        place = f"{side}_place"
        distinct = checks.rows.select(pl.col(place).cast(pl.String).alias("name"), "date").unique()
        rows = checks.rows.with_columns(pl.col(place).cast(pl.String))
        found = _meanings(distinct, scheme).rename({"name": place, "code": side})
        checks.rows = rows.join(found, on=[place, "date"], how="left", nulls_equal=True, maintain_order="left")
        checks.reject(place, pl.col("why"))
        checks.rows = checks.rows.drop("why")
    same = pl.col("source") == pl.col("target")
    checks.reject("target_place", pl.when(same).then(pl.lit("is the same state as the source")))


def _meanings(distinct: pl.DataFrame, scheme: str | None) -> pl.DataFrame:
    """Return ``code`` or ``why`` there is none, for each distinct ``name`` and ``date``.

    A name that means the same state on a year's first and last day in the data means it all year; only where the two
    differ is it resolved day by day.
    """
    distinct = distinct.with_columns(pl.col("date").dt.year().alias("year"))
    ends = distinct.group_by("name", "year").agg(
        pl.col("date").min().alias("first"), pl.col("date").max().alias("last")
    )
    unknown: dict[str, str] = {}

    def state_of(name: str | None, day: date) -> tuple[str | None, str | None]:
        if name is None:
            return None, "is missing"
        if name in unknown:
            return None, unknown[name]
        try:
            state = resolve(name, day, scheme=scheme)
        except (UnknownState, NotAStateThen) as error:
            if type(error) is UnknownState:
                unknown[name] = error.message
            return None, error.message
        if state.kind == "organisation":
            return None, f"{state.name} is an organisation, not a state"
        return state.code, None

    all_year: dict[tuple[str | None, int], tuple[str | None, str | None]] = {}
    for name, year, first, last in ends.iter_rows():
        meant = state_of(name, first)
        if meant[0] is not None and meant[0] == state_of(name, last)[0]:
            all_year[name, year] = meant
    rows = [
        (name, day, *(all_year.get((name, year)) or state_of(name, day)))
        for name, day, year in distinct.select("name", "date", "year").iter_rows()
    ]
    schema = {"name": pl.String, "date": pl.Date, "code": pl.String, "why": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _check_class(checks: RowChecks, form: str) -> None:
    """Reject rows whose code is none, whose class is missing, or whose class and code disagree."""
    texts = ("cameo", "quad", "plover")
    rows = checks.rows.with_columns(pl.col(texts).cast(pl.String))
    given = rows["cameo"].drop_nulls().unique().to_list()
    codes = {text: code for text in given if (code := code_of(text, form))}
    why = {text: why_no_code(text, form) for text in given if text not in codes}
    why = {text: NO_CODE if reason == why_no_code("", "full") else reason for text, reason in why.items()}
    quads = {text: quad_of_cameo(code) for text, code in codes.items()}

    def by(meant: dict[str, str | None]) -> pl.Expr:
        return pl.col("cameo").replace_strict(meant, default=None, return_dtype=pl.String)

    checks.rows = rows
    checks.reject("cameo", by(dict(why)))
    quad, by_cameo = pl.col("quad").str.to_lowercase(), by(quads)
    checks.reject(
        "quad",
        pl.when(pl.coalesce(quad, by_cameo).is_null())
        .then(pl.lit("is missing, and there is no CAMEO code either"))
        .when(~quad.is_in(QUADS))
        .then(pl.lit(f"is not one of {', '.join(QUADS)}"))
        .when(quad != by_cameo)
        .then(pl.format("contradicts the CAMEO code {}, which is {}", by(dict(codes)), by_cameo)),
    )
    plover = pl.col("plover").str.to_uppercase()
    checks.reject("plover", pl.when(~plover.is_in(PLOVER)).then(pl.lit(f"is not one of {', '.join(PLOVER)}")))
