"""Read a table of events by a mapping: see `detente.sources.events.mapping_file`."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, datetime
from functools import partial

import polars as pl

from detente.catalog import QUADS
from detente.errors import DataError
from detente.sources.events.event_format import FileName, Format, filled, names_of, plain_name
from detente.sources.events.event_rows import EventConventions
from detente.sources.events.icews import NOT_A_DATE, day_of
from detente.sources.events.mapping_file import A_DAY, DELIMITERS, EventMapping
from detente.sources.readers.line_format import LineFormat
from detente.sources.readers.quoted_csv import split_cells
from detente.sources.shaping.column_forms import (
    CERTAIN,
    CodesSeen,
    DaysSeen,
    first_with_comma,
    is_ambiguous_code,
    is_ambiguous_day,
    numeric_day,
)
from detente.sources.shaping.states import EMPTY, emptied

__all__ = ["header_cells", "is_ambiguous", "iso_day", "mapped_format", "plain_rows", "resolved"]

SHOWN = 12  # names of a header that a message shows
DAYS, NUMBERS, STATES = ("date", "known_on"), ("reports", "intensity"), ("source", "target")
LONGEST_EMPTY = max(map(len, EMPTY))
SAY_CODES = 'say in the mapping how codes are written: codes = "full" (14), "roots" (14) or "without_zeros" (014)'
SAY_OWN_CODES = "say with --codes how codes are written: full (14), roots (14) or without_zeros (014)"
SAY_DAYS = 'say in the mapping how days are written: day = "%d/%m/%Y" or day = "%m/%d/%Y"'


def mapped_format(mapped: EventMapping) -> Format:
    """Return the format that a mapping describes."""
    about = {"title": f"{mapped.dataset}, mapped by the user", **mapped.about}
    day = iso_day if mapped.own else _day_reader(mapped)
    return Format(
        name="mapped",
        title=about["title"],
        origin=about.get("origin", "a file of the user's"),
        licence=about.get("licence", "not stated"),
        citation=about.get("citation", "not stated"),
        note=about.get(
            "note",
            "The file does not say what it covers: no row may mean that nothing happened, that nothing was "
            "reported or that nothing was collected",
        ),
        datasets={mapped.dataset: about["title"]},
        header=True,
        layout=partial(_layout, mapped),
        matches=lambda _: False,
        raw=partial(_raw, mapped),
        conventions=EventConventions(
            mapped.scheme,
            day,
            day,
            mapped.columns,
            invalid_date=_not_a_date(mapped.day),
            quads=tuple(mapped.quad) or QUADS,
            codes=mapped.codes or CERTAIN,
            decimal=mapped.decimal or ".",
            own=mapped.own,
        ),
        parse_name=partial(_parse_name, mapped),
    )


def plain_rows(mapped: EventMapping, rows: pl.DataFrame) -> pl.DataFrame:
    """Return rows with all columns that the mapping names; empty cells are null."""
    here = {ours: pl.col(twin) for ours, twin in _twins(mapped).items() if ours not in rows.columns}
    rows = rows.with_columns(**here)
    if mapped.own:
        return rows  # its checks quote cells as the file has them
    texts = [name for name in mapped.columns if rows.schema[name] == pl.String]
    short = rows.select((pl.col(texts).str.len_bytes() <= LONGEST_EMPTY).any()).row(0) if texts else ()
    texts = [name for name, some in zip(texts, short, strict=True) if some]
    return rows.with_columns(emptied(texts, STATES if mapped.scheme == "iso2" else ()))


def is_ambiguous(mapped: EventMapping, rows: pl.DataFrame) -> bool:
    """Whether rows have a cell that their column must settle, and that nothing has resolved yet."""
    codes = mapped.codes is None and "cameo" in rows.columns
    days = [] if mapped.day or mapped.day_order else [name for name in DAYS if name in rows.columns]
    numbers = [] if mapped.decimal else [name for name in NUMBERS if name in rows.columns]
    return (
        (codes and any(is_ambiguous_code(code) for code in rows["cameo"].drop_nulls().unique()))
        or any(is_ambiguous_day(rows[name]) for name in days)
        or any(first_with_comma(rows[name]) for name in numbers)
    )


def resolved(mapped: EventMapping, frames: Iterable[pl.DataFrame]) -> EventMapping:
    """Return a mapping that states how the columns of a file are written, found from all its rows.

    Parameters
    ----------
    mapped : EventMapping
        The user's mapping.
    frames : iterable of polars.DataFrame
        All rows of the file.

    Raises
    ------
    DataError
        If the rows leave it open; says what to add to the mapping.
    """
    codes, days = CodesSeen(), DaysSeen()
    for rows in frames:
        if "cameo" in rows.columns:
            codes.see(rows["cameo"].drop_nulls().unique())
        for name in DAYS:
            if name in rows.columns:
                days.see(rows[name].drop_nulls().unique())
        for name in NUMBERS:
            if mapped.decimal is None and name in rows.columns and (text := first_with_comma(rows[name])):
                raise DataError(
                    f'its column {mapped.columns[name]} has a comma, as in {text}; say decimal = "," in the mapping if '
                    "it is the decimal mark, or write numbers without commas",
                    value=text,
                )
    return replace(
        mapped,
        codes=mapped.codes or codes.form(SAY_OWN_CODES if mapped.own else SAY_CODES),
        day_order=None if mapped.day else days.order(SAY_DAYS),
        decimal=mapped.decimal or ".",
    )


def _layout(mapped: EventMapping, header: str) -> LineFormat:
    cuts = (mapped.delimiter,) if mapped.delimiter else DELIMITERS
    read = {cut: header_cells(header, cut, quotes=mapped.quotes) for cut in cuts}
    wanted = set(mapped.columns.values())
    cut = next((cut for cut, names in read.items() if wanted <= set(names)), None)
    if cut is None:
        names = max(read.values(), key=len)
        more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
        raise DataError(
            f"its header lacks {', '.join(sorted(wanted - set(names)))}; it has {', '.join(names[:SHOWN])}{more}",
            value=names,
        )
    names = read[cut]
    if twice := sorted(name for name in wanted if names.count(name) > 1):
        raise DataError(f"its header names {', '.join(twice)} more than once", value=twice)
    twins = _twins(mapped)
    once = {ours: names.index(theirs) for ours, theirs in mapped.columns.items() if ours not in twins}
    return LineFormat(once, (len(names),), {}, cut)


def _twins(mapped: EventMapping) -> dict[str, str]:
    """Return our columns that are read from the same column of the file as an earlier one."""
    first: dict[str, str] = {}
    for ours, theirs in mapped.columns.items():
        first.setdefault(theirs, ours)
    return {ours: first[theirs] for ours, theirs in mapped.columns.items() if first[theirs] != ours}


def header_cells(header: str, cut: str, *, quotes: bool = True) -> list[str]:
    """Return the names in a header, given the delimiter."""
    plain = names_of(header, cut)
    if not quotes or '"' not in header:
        return plain
    with contextlib.suppress(ValueError):
        return [name.strip() for name in split_cells(header.removeprefix("\ufeff").strip("\r\n"), cut) or plain]
    return plain


def _raw(mapped: EventMapping, frame: pl.DataFrame) -> pl.DataFrame:
    """Return the columns of `RAW`."""
    columns = {
        "source_place": pl.col("source"),
        "target_place": pl.col("target"),
        "source_actor": pl.coalesce(name for name in ("source_actor", "source") if name in frame.columns),
        "target_actor": pl.coalesce(name for name in ("target_actor", "target") if name in frame.columns),
    }
    if "quad" in frame.columns and mapped.quad:
        columns["quad"] = pl.col("quad").replace(dict(mapped.quad))
    return filled(frame, **columns)


def _day_reader(mapped: EventMapping) -> Callable[[str | int], date | None]:
    form, order = mapped.day, mapped.day_order

    def read(value: str | int) -> date | None:
        text = str(value).strip()
        if form is None:
            if order and (day := numeric_day(text, order)):
                return day
            return None if re.match(r"\d{1,2}/", text) else day_of(text) or _eight_digits(text)
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            return None

    return read


def iso_day(value: str | int) -> date | None:
    """Return the day that a text names as YYYY-MM-DD; None for any other text.

    Examples
    --------
    >>> iso_day("2014-03-18"), iso_day("2014-3-18")
    (datetime.date(2014, 3, 18), None)
    """
    text = str(value)
    with contextlib.suppress(ValueError):
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
            return date.fromisoformat(text)
    return None


def _eight_digits(text: str) -> date | None:
    if re.fullmatch(r"\d{8}", text, re.ASCII):
        with contextlib.suppress(ValueError):
            return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    return None


def _not_a_date(form: str | None) -> str:
    """Return the reason given for a reject whose date is invalid."""
    if form is None:
        return f"{NOT_A_DATE}; if dates are written otherwise, set day in the mapping"
    return f"is not a date written as {A_DAY.strftime(form)}, as the mapping sets: day = {form!r}"


def _parse_name(mapped: EventMapping, name: str) -> FileName:
    return FileName(mapped.dataset, plain_name(name))
