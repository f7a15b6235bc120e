"""Tables with typed columns, read by a mapping as text: Parquet and Stata.

``line`` is the row, counted from 1: such a file has no lines and no header.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import polars as pl

from detente.errors import DataError
from detente.sources.events.mapping_file import EventMapping
from detente.sources.readers.line_format import REJECTS
from detente.sources.readers.lines import ParsedLines
from detente.sources.readers.literal_paths import parquet_schema, scan_parquet
from detente.sources.readers.stata_files import is_stata, stata_columns, stata_rows

__all__ = ["as_text", "table_rows"]

ROWS = 200_000  # read at a time
LARGEST_WHOLE = 2**53  # beyond, a real no longer tells whole numbers apart
NAMES = ("source", "target", "source_actor", "target_actor", "text")  # whose labels are meant, not their numbers
SHOWN = 12  # names of columns that a message shows


def table_rows(path: Path, mapped: EventMapping, unit: int) -> Iterator[ParsedLines]:
    """Yield the rows of a file of Parquet or Stata, some at a time; ``line`` is the row, counted from 1.

    Raises
    ------
    DataError
        If it can't be read or lacks a column.
    """
    stata = is_stata(path)
    try:
        names = stata_columns(path) if stata else list(parquet_schema(path))
        if absent := sorted(set(mapped.columns.values()) - set(names)):
            more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
            raise DataError(
                f"{path} lacks {', '.join(absent)}; its columns are {', '.join(names[:SHOWN])}{more}", value=absent
            )
        start = 0
        for table in _stata(path, mapped) if stata else _parquet(path, mapped):
            frame = table.select(
                as_text(theirs, table.schema[theirs]).alias(f"\0{ours}") for ours, theirs in mapped.columns.items()
            )
            frame = frame.rename({f"\0{ours}": ours for ours in mapped.columns}).with_columns(
                pl.selectors.string().str.strip_chars().replace("", None),
                pl.lit(unit, pl.UInt32).alias("unit"),
                pl.int_range(start + 1, start + frame.height + 1, dtype=pl.Int64).alias("line"),
            )
            start += frame.height
            yield ParsedLines(frame, pl.DataFrame(schema=REJECTS), {unit: frame.height})
    except (OSError, pl.exceptions.PolarsError) as error:
        raise DataError(f"{path} can't be read as {'Stata' if stata else 'Parquet'}: {error}", value=path) from None


def _parquet(path: Path, mapped: EventMapping) -> Iterator[pl.DataFrame]:
    columns = list(dict.fromkeys(mapped.columns.values()))
    height = scan_parquet(path).select(pl.len()).collect().item()
    for start in range(0, height, ROWS):
        yield scan_parquet(path).select(columns).slice(start, ROWS).collect()


def _stata(path: Path, mapped: EventMapping) -> Iterator[pl.DataFrame]:
    named = [theirs for ours, theirs in mapped.columns.items() if ours in NAMES]
    yield from stata_rows(
        path, list(dict.fromkeys(mapped.columns.values())), named if mapped.scheme in ("", "name") else ()
    )


def as_text(name: str, dtype: pl.DataType) -> pl.Expr:
    """Return a column as text, days as Y-m-d; what has no text (a list, a struct) can't be a cell.

    Whole reals are written as integers: R, pandas and Stata make reals of whole numbers beside an empty cell.
    """
    if isinstance(dtype, pl.Datetime):
        return pl.col(name).dt.date().cast(pl.String)
    if dtype.is_nested() or dtype in (pl.Binary, pl.Object):
        raise DataError(f"its column {name} is {dtype}, and must be text, a number or a day", value=name)
    if dtype.is_float():
        value = pl.col(name)
        whole = (value == value.round()) & (value.abs() < LARGEST_WHOLE)
        return pl.when(whole).then(value.cast(pl.Int64, strict=False).cast(pl.String)).otherwise(value.cast(pl.String))
    return pl.col(name).cast(pl.String)
