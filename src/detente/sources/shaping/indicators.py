"""From files by state and year or pair and year to the tables ``indicators`` and ``dyad_indicators``.

A missing value gives no row; a zero gives one. A row of a file may have several values; it is kept or rejected as a
whole.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import polars as pl

from detente.catalog import table
from detente.sources.contract import ParsedFile
from detente.sources.readers.layouts import FileRows, numbers
from detente.sources.shaping.states import no_rejects, rejects_of, with_states

__all__ = ["AGAIN", "ITSELF", "FileChecks", "Indicator", "dyad_figures", "pair_years", "state_figures", "state_years"]

AGAIN = "has a row already"
ITSELF = "is the same state as the other"
NUMBERED = frozenset({"cow", "gw", "m49"})  # schemes in which a state has a number


class Indicator(NamedTuple):
    """One indicator in a file's rows.

    Parameters
    ----------
    name : str
        Name in the table.
    column : str
        Column of the file.
    unit : str or polars.Expr
        Its unit, or an expression for it.
    sd : str or None
        The column with its standard deviation.
    """

    name: str
    column: str
    unit: str | pl.Expr
    sd: str | None = None


class FileChecks:
    """The rows of a file that have passed all checks so far, and the rejects, each with its first error.

    Parameters
    ----------
    content : FileRows
        The rows as read.

    Examples
    --------
    >>> rows = pl.DataFrame({"line": [1, 2], "ccode": ["740", "x"], "year": ["2013", "2013"]})
    >>> checks = FileChecks(FileRows(rows, "", pl.DataFrame(schema={"line": pl.Int64}), 2))
    >>> checks.numbers({"ccode": pl.Int32(), "year": pl.Int32()}, needed=("ccode", "year"))
    >>> checks.states({"ccode": "state"}, "cow")
    >>> checks.rows["state"].to_list()
    ['JPN']
    """

    def __init__(self, content: FileRows) -> None:
        self.rows = content.rows
        self._rejects = [content.rejects]
        self._rows_in = content.rows_in

    def numbers(
        self, columns: Mapping[str, pl.DataType], *, missing: Sequence[float] = (), needed: Sequence[str] = ()
    ) -> None:
        """Convert columns to numbers; see `detente.sources.readers.layouts.numbers`."""
        self.keep(numbers(self.rows, columns, missing=missing, needed=needed))

    def states(self, columns: Mapping[str, str], scheme: str, on: str = "year") -> None:
        """Add our codes of states; see `detente.sources.shaping.states.with_states`."""
        self.keep(with_states(self.rows, columns, scheme, on))

    def reject(self, column: str, reason: pl.Expr) -> None:
        """Reject rows; see `detente.sources.shaping.states.rejects_of`."""
        self.keep(rejects_of(self.rows, column, reason))

    def once(self, keys: Sequence[str], column: str, what: str) -> None:
        """Reject every row after the first with its keys."""
        again = pl.col("line") != pl.col("line").min().over(keys)
        self.reject(column, pl.when(again).then(pl.lit(f"{AGAIN} for {what}")))

    def parsed(self, frame: pl.DataFrame) -> ParsedFile:
        """Return the frame made from the kept rows, with rejects and counts."""
        rejects = pl.concat([no_rejects(), *(part for part in self._rejects if part.height)]).sort("line")
        return ParsedFile(frame, rejects, rows_in=self._rows_in, rows_kept=self.rows.height)

    def keep(self, parted: tuple[pl.DataFrame, pl.DataFrame]) -> None:
        """Keep the rows that passed a check, and add the others to the rejects."""
        self.rows, rejects = parted
        self._rejects.append(rejects)


def state_years(
    content: FileRows,
    dataset: str,
    figures: Sequence[Indicator],
    *,
    code: str = "ccode",
    scheme: str = "cow",
    missing: Sequence[float] = (),
) -> ParsedFile:
    """Read a file with one row per state and year, in which states have numbers or codes of one list.

    Parameters
    ----------
    content : FileRows
        The rows, with ``year``, the column of codes and the indicators' columns.
    dataset : str
        Name of the source.
    figures : sequence of Indicator
        The indicators in a row.
    code : str, optional
        The column of codes.
    scheme : str, optional
        The list of the numbers or codes; see `detente.identity.resolve`.
    missing : sequence of float, optional
        The producer's codes for missing values.

    Returns
    -------
    ParsedFile
        Rows of the table ``indicators``.
    """
    checks = FileChecks(content)
    numbered = {code: pl.Int32()} if scheme in NUMBERED else {}
    checks.numbers({**numbered, "year": pl.Int32()}, needed=(*numbered, "year"))
    checks.numbers(dict.fromkeys(_columns(figures), pl.Float64()), missing=missing)
    checks.states({code: "state"}, scheme)
    checks.once(["state", "year"], code, "the state and year")
    return checks.parsed(state_figures(checks.rows, dataset, figures))


def pair_years(
    content: FileRows, dataset: str, name: str, unit: str, *, scheme: str = "cow", missing: Sequence[float] = ()
) -> ParsedFile:
    """Read a file with one row per pair of states and year, in either order.

    Parameters
    ----------
    content : FileRows
        The rows, with ``first`` and ``second`` (numbers of states), ``year`` and ``value``.
    dataset, name, unit : str
        Names of the source and the indicator, and the unit.
    scheme : str, optional
        The list of the numbers.
    missing : sequence of float, optional
        The producer's codes for missing values.

    Returns
    -------
    ParsedFile
        Rows of the table ``dyad_indicators``, not directed.
    """
    checks = FileChecks(content)
    checks.numbers(dict.fromkeys(("first", "second", "year"), pl.Int32()), needed=("first", "second", "year"))
    checks.numbers({"value": pl.Float64()}, missing=missing)
    checks.reject("value", pl.when(pl.col("value") < 0).then(pl.lit("is less than zero")))
    checks.states({"first": "source", "second": "target"}, scheme)
    checks.reject("second", pl.when(pl.col("source") == pl.col("target")).then(pl.lit(ITSELF)))
    pair = {"low": pl.min_horizontal("first", "second"), "high": pl.max_horizontal("first", "second")}
    checks.rows = checks.rows.with_columns(**pair)
    checks.once(["low", "high", "year"], "year", "the pair and year")
    return checks.parsed(dyad_figures(checks.rows, dataset, name, unit, directed=False))


def state_figures(rows: pl.DataFrame, dataset: str, figures: Sequence[Indicator]) -> pl.DataFrame:
    """Return rows of ``indicators``, one per value that is not missing.

    Parameters
    ----------
    rows : polars.DataFrame
        ``state``, ``year`` and the indicators' columns.
    dataset : str
        Name of the source.
    figures : sequence of Indicator
        The indicators in a row.

    Returns
    -------
    polars.DataFrame

    Examples
    --------
    >>> rows = pl.DataFrame({"state": ["JPN", "RUS"], "year": [2013, 2013], "milper": [247.0, None]})
    >>> state_figures(rows, "cow_nmc", [Indicator("milper", "milper", "thousand")]).select("state", "value").rows()
    [('JPN', 247.0)]
    """
    parts = [
        rows.filter(pl.col(one.column).is_not_null()).select(
            pl.lit(dataset).alias("dataset"),
            pl.lit(one.name).alias("name"),
            "state",
            *_period(),
            pl.col(one.column).cast(pl.Float64).alias("value"),
            (pl.col(one.sd).cast(pl.Float64) if one.sd else pl.lit(None, pl.Float64)).alias("sd"),
            (pl.lit(one.unit) if isinstance(one.unit, str) else one.unit).alias("unit"),
        )
        for one in figures
    ]
    return pl.concat(parts).select(table("indicators").names)


def dyad_figures(rows: pl.DataFrame, dataset: str, name: str, unit: str, *, directed: bool) -> pl.DataFrame:
    """Return rows of ``dyad_indicators``, one per ``value`` that is not missing.

    Parameters
    ----------
    rows : polars.DataFrame
        ``source``, ``target``, ``year`` and ``value``.
    dataset, name, unit : str
        Names of the source and the indicator, and the unit.
    directed : bool
        If false, the code that comes first in the alphabet becomes the source.

    Returns
    -------
    polars.DataFrame

    Examples
    --------
    >>> rows = pl.DataFrame({"source": ["RUS"], "target": ["JPN"], "year": [2013], "value": [0.0]})
    >>> dyad_figures(rows, "d", "mindist", "km", directed=False).select("source", "target", "value").rows()
    [('JPN', 'RUS', 0.0)]
    """
    if not directed:
        swap = pl.col("source") > pl.col("target")
        rows = rows.with_columns(
            pl.when(swap).then("target").otherwise("source").alias("source"),
            pl.when(swap).then("source").otherwise("target").alias("target"),
        )
    return (
        rows.filter(pl.col("value").is_not_null())
        .select(
            pl.lit(dataset).alias("dataset"),
            pl.lit(name).alias("name"),
            "source",
            "target",
            pl.lit(directed).alias("directed"),
            *_period(),
            pl.col("value").cast(pl.Float64),
            pl.lit(unit).alias("unit"),
        )
        .select(table("dyad_indicators").names)
    )


def _period() -> list[pl.Expr]:
    """Return a year's period and its known-on date, the last day."""
    return [
        pl.date("year", 1, 1).alias("period"),
        pl.lit("year").alias("freq"),
        pl.date("year", 12, 31).alias("known_on"),
    ]


def _columns(figures: Sequence[Indicator]) -> list[str]:
    return list(dict.fromkeys(name for one in figures for name in (one.column, one.sd) if name))
