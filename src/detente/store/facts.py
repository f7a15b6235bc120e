"""The facts: CSV files compiled by hand, read strictly and once.

A blank cell is a missing value. Dates are ISO days. A row that is too short, too long or that holds what its
column does not allow is an error with its file and line, never padded and never dropped.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property, lru_cache
from pathlib import Path

import polars as pl

from detente.catalog import Column, Table, table
from detente.catalog.facts import FACTS
from detente.errors import StoreError, TableError
from detente.store.facts_coverage import FactsCoverage, read_coverage

__all__ = ["FACT_TABLES", "Facts", "parse_day", "read_facts", "typed_rows"]

FACT_TABLES = tuple(one.name for one in FACTS)

# A column that the file may leave out, and the column it then equals
DEFAULTS = {"disputes": {"known_on": "since", "prose_name": "name"}}

Cell = str | int | float | date | None


@dataclass(frozen=True)
class Facts:
    """The facts in `folder`. Each table is read once, when it is first needed.

    Parameters
    ----------
    folder : pathlib.Path
        Folder of the CSV files.

    Examples
    --------
    >>> from detente.store import Store
    >>> "us-japan-1951" in Store.open().facts.table("pacts")["id"]
    True
    """

    folder: Path

    def table(self, name: str) -> pl.DataFrame:
        """Return one table, validated, in the order of its file; see `read_facts`."""
        return self._read(name)

    @cached_property
    def _read(self) -> Callable[[str], pl.DataFrame]:
        """Read a table, and hold it."""
        return cache(lambda name: read_facts(self.folder, table(name)))

    @cached_property
    def coverage(self) -> FactsCoverage:
        """What the facts cover by table, state and years: ``coverage.csv``.

        Raises
        ------
        StoreError
            If the file can't be read.
        """
        return read_coverage(self.folder / "coverage.csv")


def read_facts(folder: Path, declared: Table) -> pl.DataFrame:
    """Read one table of facts.

    Parameters
    ----------
    folder : pathlib.Path
        Folder of the CSV files.
    declared : Table
        The table; its file is ``NAME.csv``.

    Returns
    -------
    polars.DataFrame
        Validated, in the order of the file.

    Raises
    ------
    StoreError
        If the file can't be read.
    TableError
        If a row breaks the table's rules; says the line.
    """
    path = folder / f"{declared.name}.csv"
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise StoreError(
            f"the facts are not whole: {path} does not exist; reinstall Detente, "
            "for instance with: pip install --force-reinstall detente",
            value=path,
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise StoreError(f"{path} can't be read: {error}", value=path) from None
    return _rows_of(text, declared.name, path.name)


@lru_cache(maxsize=2 * len(FACT_TABLES))
def _rows_of(text: str, name: str, file: str) -> pl.DataFrame:
    """Return the rows of a file's text; the same text is parsed once in a process."""
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    header = next(rows, [])
    body, lines = [], []
    for row in rows:
        if len(row) != len(header):
            raise TableError(
                f"{file}, line {rows.line_num}: {len(row)} cells, where the header has {len(header)}",
                value=row,
            )
        body.append(row)
        lines.append(rows.line_num)
    return typed_rows(table(name), header, body, file, lines)


def typed_rows(
    declared: Table, header: Sequence[str], body: Sequence[Sequence[str]], file: str, lines: Sequence[int]
) -> pl.DataFrame:
    """Return rows of text as rows of a table of facts.

    Parameters
    ----------
    declared : Table
        The table.
    header : sequence of str
        The names of the columns.
    body : sequence of sequence of str
        The cells of each row, as many as the header has.
    file : str
        Name of the file, for messages.
    lines : sequence of int
        The line of each row, for messages.

    Returns
    -------
    polars.DataFrame
        Validated, in the order given.

    Raises
    ------
    TableError
        If a row breaks the table's rules.

    Examples
    --------
    >>> rung = ["reef", "2012-04-08", "day", "2012-04-08", "3", "", "Note of 8 April 2012", "no"]
    >>> declared = table("dispute_rungs")
    >>> typed_rows(declared, declared.names, [rung], "rungs.csv", [2])["rung"].to_list()
    [3]
    """
    columns = zip(*body, strict=True) if body else ([] for _ in header)
    cells: dict[str, list[Cell]] = {
        name: _parsed([cell.strip() for cell in column], declared.column(name), file, lines)
        for name, column in zip(header, columns, strict=True)
    }
    for name, other in DEFAULTS.get(declared.name, {}).items():
        cells.setdefault(name, cells.get(other, []))
    schema = {name: declared.column(name).dtype for name in cells}
    return declared.validate(pl.DataFrame(cells, schema=schema))


def parse_day(text: str) -> date:
    """Return the day that `text` writes as YYYY-MM-DD, and in no other way.

    Raises
    ------
    ValueError
        If it does not.

    Examples
    --------
    >>> parse_day("2014-03-27")
    datetime.date(2014, 3, 27)
    """
    day = date.fromisoformat(text)
    if day.isoformat() != text:
        raise ValueError(f"{text!r} is not written YYYY-MM-DD")
    return day


def _parsed(cells: Sequence[str], column: Column, file: str, lines: Sequence[int]) -> list[Cell]:
    """Return the values of a column's cells; a blank one is missing."""
    if column.dtype == pl.String:
        return [cell or None for cell in cells]
    parse: Callable[[str], Cell]
    if column.dtype == pl.Date:
        parse, wanted = parse_day, "a day written YYYY-MM-DD"
    elif column.dtype.is_integer():
        parse, wanted = int, "a whole number"
    else:
        parse, wanted = float, "a number"
    values: list[Cell] = []
    for cell, line in zip(cells, lines, strict=True):
        try:
            values.append(parse(cell) if cell else None)
        except ValueError:
            raise TableError(
                f"{file}, line {line}: {column.name} is {cell!r}, and must be {wanted}", value=cell
            ) from None
    return values
