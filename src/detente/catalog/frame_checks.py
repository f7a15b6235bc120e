"""Checks that measures make on their input frames: required columns and ranges of numbers."""

from __future__ import annotations

from collections.abc import Collection

import polars as pl

from detente.errors import TableError

__all__ = ["require_between", "require_columns"]


def require_columns(frame: pl.DataFrame, columns: Collection[str], what: str) -> None:
    """Raise an error if a frame lacks a required column.

    Parameters
    ----------
    frame : polars.DataFrame
        The frame.
    columns : collection of str
        The required columns; the frame may have others.
    what : str
        A plural noun for the rows of the frame, used in the message.

    Raises
    ------
    TableError
        If a column is absent.

    Examples
    --------
    >>> require_columns(pl.DataFrame({"start": []}), ("start", "end"), "ties")
    Traceback (most recent call last):
    ...
    detente.errors.TableError: ties: missing column end; required: start, end
    """
    if absent := [name for name in columns if name not in frame.columns]:
        raise TableError(f"{what}: missing column {', '.join(absent)}; required: {', '.join(columns)}", value=absent)


def require_between(
    frame: pl.DataFrame, columns: Collection[str], what: str, least: float, most: float | None = None
) -> None:
    """Raise an error if a frame has a number out of range. Null is allowed.

    Parameters
    ----------
    frame : polars.DataFrame
        The frame.
    columns : collection of str
        The numeric columns to check.
    what : str
        A plural noun for the rows of the frame, used in the message.
    least, most : float
        The range, ends included; without `most`, any finite number from `least` up.

    Raises
    ------
    TableError
        If a number is out of range; the message names the column, the first such value, its row (counted from 0)
        and the range.

    Examples
    --------
    >>> require_between(pl.DataFrame({"share": [0.2, 1.4]}), ("share",), "shares", 0, 1)
    Traceback (most recent call last):
    ...
    detente.errors.TableError: shares: column share is 1.4 in row 1; expected a number from 0 to 1
    """
    allowed = f"a finite number of at least {least}" if most is None else f"a number from {least} to {most}"
    for name in columns:
        number = pl.col(name).cast(pl.Float64)
        inside = number.is_finite() & (number >= least) & (pl.lit(value=True) if most is None else number <= most)
        bad = frame.select((~inside).fill_null(value=False)).to_series()
        if bad.any():
            row = bad.arg_true()[0]
            value = frame[name][row]
            raise TableError(f"{what}: column {name} is {value} in row {row}; expected {allowed}", value=value)
