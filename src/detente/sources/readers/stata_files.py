"""Stata files (.dta), read with pyreadstat from the extra ``stata``.

Traps:

- A date (``%td``) is counted in days from 1 January 1960, a datetime (``%tc``) in milliseconds. Weeks, months, quarters
  and half-years (``%tw``, ``%tm``, ``%tq``, ``%th``) are counted from 1960 in their own unit; pyreadstat 1.3 returns
  the bare number, and polars-readstat reads it as days. Such a column is an error; Stata's ``dofm()`` and its siblings
  convert it to dates.
- Whole numbers arrive as floats if a cell is empty or the Stata type is a float; they become integers here.
- A value may have a label: 2 is shown as 'United States of America'. Numbers stay numbers unless labels are requested.
- Missing values, ``.`` and ``.a`` to ``.z``, are null.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import polars as pl

from detente.errors import DataError

__all__ = ["in_stata", "is_stata", "stata_columns", "stata_rows"]

ENDING = ".dta"
ROWS = 200_000  # read at a time by default
EPOCH = date(1960, 1, 1)  # not `pl.lit`, which starts threads at import and makes forking unsafe
MOMENT = datetime(1960, 1, 1)  # noqa: DTZ001 - Stata's datetimes have no zone
DAYS = {"%tw": "dofw", "%tm": "dofm", "%tq": "dofq", "%th": "dofh"}
LARGEST_WHOLE = 2**53  # above it, floats no longer represent every whole number


def is_stata(path: Path) -> bool:
    """Whether a file is a Stata file, by its name.

    Examples
    --------
    >>> is_stata(Path("MID.dta")), is_stata(Path("MID.csv"))
    (True, False)
    """
    return path.suffix.lower() == ENDING


def in_stata(name: str) -> str:
    """Return a column name reduced to letters and digits in lower case, to match names that Stata changed.

    Stata's names have no spaces or points: 'Delivery year' becomes Deliveryyear or Delivery_year.

    Examples
    --------
    >>> in_stata("Delivery year"), in_stata("Delivery_year"), in_stata("s.year")
    ('deliveryyear', 'deliveryyear', 'syear')
    """
    return "".join(letter for letter in name if letter.isalnum()).lower()


def stata_columns(path: Path) -> list[str]:
    """Return the names of a file's columns.

    Raises
    ------
    DataError
        If it can't be read, or pyreadstat is not installed.
    """
    return list(_read(path, metadataonly=True)[1].column_names)


def stata_rows(
    path: Path, columns: Sequence[str], labelled: Collection[str] = (), *, at_a_time: int = ROWS
) -> Iterator[pl.DataFrame]:
    """Yield columns of a file, some rows at a time.

    Parameters
    ----------
    path : pathlib.Path
        The file.
    columns : sequence of str
        The columns to read.
    labelled : collection of str, optional
        Columns to return as labels if every value has one.
    at_a_time : int, optional
        Number of rows per frame.

    Raises
    ------
    DataError
        If the file can't be read, pyreadstat is not installed, or a column contains periods instead of dates.
    """
    start = 0
    while True:
        cells, metadata = _read(path, usecols=list(columns), row_offset=start, row_limit=at_a_time)
        formats: dict[str, str] = metadata.original_variable_types
        labels: dict[str, dict[float, str]] = metadata.variable_value_labels
        frame = pl.DataFrame({name: _plain(path, name, cells[name], formats.get(name, "")) for name in columns})
        frame = frame.with_columns(
            _labels(frame[name], labels[name]) for name in labelled if name in labels and name in columns
        )
        if frame.height or not start:
            yield frame
        if frame.height < at_a_time:
            return
        start += at_a_time


def _plain(path: Path, name: str, given: pl.Series, form: str) -> pl.Series:
    """Return a column in the type it has in Stata."""
    kind = form.replace("%d", "%td", 1) if form.startswith("%d") else form
    if (period := kind[:3]) in DAYS:
        raise DataError(
            f"{path}: column {name} contains periods ({period}), not dates; convert it in Stata with "
            f"generate day = {DAYS[period]}({name}) and format day %td",
            value=name,
        )
    if given.dtype == pl.Null or not given.dtype.is_numeric():
        return given.cast(pl.String).replace("", None)
    number = given.cast(pl.Float64).fill_nan(None) if given.dtype.is_float() else given
    if kind.startswith(("%td", "%tc", "%tC")):
        count = pl.lit(number.cast(pl.Int64))
        when = (
            pl.lit(EPOCH) + pl.duration(days=count)
            if kind[2] == "d"
            else pl.lit(MOMENT) + pl.duration(milliseconds=count)
        )
        return pl.select(when).to_series().alias(name)
    if not number.dtype.is_float():
        return number.cast(pl.Int64)
    whole = ((number == number.round()) & (number.abs() < LARGEST_WHOLE)).fill_null(value=True)
    return number.cast(pl.Int64) if whole.all() else number


def _labels(column: pl.Series, labels: dict[float, str]) -> pl.Series:
    """Return a column's labels, or the column itself if a value has none."""
    if not column.dtype.is_numeric():
        return column
    by_value = {float(value): text for value, text in labels.items() if isinstance(value, (int, float))}
    numbers = column.cast(pl.Float64)
    if not numbers.drop_nulls().is_in(list(by_value)).all():
        return column
    return numbers.replace_strict(by_value, default=None, return_dtype=pl.String)


def _read(path: Path, **options: Any) -> tuple[Any, Any]:
    try:
        import pyreadstat  # noqa: PLC0415 - an optional dependency
    except ImportError:
        raise DataError(
            f"{path} is a Stata file, which needs pyreadstat; install it with: pip install 'detente[stata]', or save "
            "the file as CSV in Stata with: export delimited",
            value=path,
        ) from None
    try:
        return pyreadstat.read_dta(str(path), output_format="polars", disable_datetime_conversion=True, **options)
    except (OSError, pyreadstat.ReadstatError, pyreadstat.PyreadstatError, UnicodeDecodeError) as error:
        raise DataError(f"{path} can't be read as a Stata file: {error}", value=path) from None
