"""What a source is: one provider's file, where it comes from, and how it becomes a canonical frame.

A module of this package opens with its file's semantics and traps, holds a `read` and declares one `Source`
beside it. Every row of the file ends in the frame, in the rejects with a reason, or is a covered zero::

    rows_in  =  rows_kept  +  rejects.height

`Source.read` checks this, and that the frame fits its table. A state is translated by `states_of`, at the
date of its row, or rejected: none is mapped silently.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from detente.catalog import PRECISIONS, Column, Table, table
from detente.catalog.schema import STATE
from detente.errors import DataError
from detente.identity import translate

__all__ = ["REJECTS", "SHAPES", "Reading", "Source", "no_rejects", "read_parquet", "rejects_of", "states_of"]

NOT_TRANSLATED = {
    "missing": "is missing",
    "missing date": "has no date to be read at",
    "unknown": "is no state's code or name",
    "region": "is a region, not a state",
    "not then": "was no state then",
    "ambiguous": "means several states then",
}

REJECTS: dict[str, pl.DataType] = {
    "line": pl.Int64(),
    "column": pl.String(),
    "value": pl.String(),
    "reason": pl.String(),
}

KINDS = ("whole", "paragraph", "amendment")

VOTES = Table(
    "votes",
    "One state's vote in one recorded vote of the General Assembly. No row: absent, not taking part or no member.",
    (
        Column("rcid", pl.Int32(), "Number of the roll call"),
        Column("session", pl.Int16(), "Session of the Assembly, counted from 1"),
        Column("date", pl.Date(), "Day of the vote; the first of the month where only that is known"),
        Column("precision", pl.String(), "How exact the date is", codes=PRECISIONS),
        Column("resolution", pl.String(), "Symbol of the text voted on", nullable=True),
        Column("kind", pl.String(), "What was voted on: the whole text, a paragraph or an amendment", codes=KINDS),
        Column("state", pl.String(), "Code of the state", pattern=STATE),
        Column("vote", pl.Int8(), "1 yes, 0 abstention, −1 no"),
    ),
    key=("rcid", "state"),
    known_on=None,
    when="date",
)


def _counts() -> Table:
    """Return the table of counts as files bring it: one that counts reports may not tell acts apart."""
    counts = table("counts")
    columns = tuple(replace(c, nullable=True) if c.name == "events" else c for c in counts.columns)
    return replace(counts, columns=columns)


SHAPES: dict[str, Table] = {"counts": _counts(), "votes": VOTES}


@dataclass(frozen=True, slots=True)
class Reading:
    """A file, read.

    Parameters
    ----------
    frame : polars.DataFrame
        The rows, in the shape of the source's table.
    rejects : polars.DataFrame
        Rows that could not be kept: ``line`` (row of the main file, from 1), ``column`` at fault, its
        ``value``, and the ``reason``.
    rows_in : int
        Rows of the main file.
    rows_kept : int
        Rows that went into the frame, covered zeros included.
    """

    frame: pl.DataFrame
    rejects: pl.DataFrame
    rows_in: int
    rows_kept: int


@dataclass(frozen=True, slots=True)
class Source:
    """One provider's file and how to read it.

    Parameters
    ----------
    name : str
        Short name; the ``dataset`` of its rows.
    title : str
        What the provider calls it.
    origin : str
        Where it is published.
    licence : str
        Its terms, in words.
    citation : str
        The work to cite.
    covers : str
        Which states, days and acts it covers, and what 'no row' means.
    table : str
        ``counts`` or ``votes``: the shape of its frame.
    files : tuple of str
        Usual names of the files: the main one, then those that lie beside it.
    parse : callable
        From the main file's path to a `Reading`.
    """

    name: str
    title: str
    origin: str
    licence: str
    citation: str
    covers: str
    table: str
    files: tuple[str, ...]
    parse: Callable[[Path], Reading]

    def read(self, path: Path) -> Reading:
        """Read the file into the canonical frame.

        Parameters
        ----------
        path : pathlib.Path
            The main file, or the folder with all of the source's files under their usual names.

        Returns
        -------
        Reading
            Its frame is sorted by the table's key.

        Raises
        ------
        DataError
            If a file is not there, can't be read or lacks a column, or if rows were lost.

        Examples
        --------
        >>> from detente.sources import source
        >>> source("unga_votes").read(Path("nowhere"))
        Traceback (most recent call last):
        ...
        detente.errors.DataError: nowhere is no file; unga_votes needs un_votes_1946_2019.parquet, un_roll_calls.parquet
        """
        main = path / self.files[0] if path.is_dir() else path
        if not main.is_file():
            raise DataError(f"{main} is no file; {self.name} needs {', '.join(self.files)}", value=main)
        reading = self.parse(main)
        if reading.rows_in != reading.rows_kept + reading.rejects.height:
            raise DataError(
                f"{self.name}: of {reading.rows_in} rows {reading.rows_kept} were kept and "
                f"{reading.rejects.height} rejected; the rest was lost, which is a fault of the reader",
                value=reading.rows_in,
            )
        shape = SHAPES[self.table]
        return replace(reading, frame=shape.sort(shape.validate(reading.frame)))


def read_parquet(path: Path, columns: Sequence[str]) -> pl.DataFrame:
    """Return columns of a Parquet file, and ``line``, its rows counted from 1.

    Parameters
    ----------
    path : pathlib.Path
        The file.
    columns : sequence of str
        The columns needed; others are left out.

    Raises
    ------
    DataError
        If the file can't be read, or lacks a column; both are named.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "votes.parquet"
    ...     pl.DataFrame({"vote": ["yes", "no"]}).write_parquet(file)
    ...     read_parquet(file, ["vote"]).rows()
    [(1, 'yes'), (2, 'no')]
    """
    try:
        found = pl.read_parquet_schema(path)
        if absent := [name for name in columns if name not in found]:
            raise DataError(
                f"{path} lacks the column {', '.join(absent)}; it has {', '.join(found)}, and needs "
                f"{', '.join(columns)}",
                value=absent,
            )
        return pl.read_parquet(path, columns=list(columns)).with_row_index("line", offset=1).cast({"line": pl.Int64})
    except (OSError, pl.exceptions.PolarsError) as error:
        raise DataError(f"{path} can't be read as Parquet: {error}", value=path) from None


def no_rejects() -> pl.DataFrame:
    """Return a frame of rejects without rows.

    Examples
    --------
    >>> no_rejects().columns
    ['line', 'column', 'value', 'reason']
    """
    return pl.DataFrame(schema=REJECTS)


def rejects_of(rows: pl.DataFrame, column: str, reason: pl.Expr) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Part rows into those kept and the rejects.

    Parameters
    ----------
    rows : polars.DataFrame
        With ``line``.
    column : str
        The column at fault where `reason` is not null.
    reason : polars.Expr
        Why a row can't be kept; null where it can.

    Returns
    -------
    kept, rejects : polars.DataFrame

    Examples
    --------
    >>> rows = pl.DataFrame({"line": [1, 2], "vote": ["yes", "maybe"]})
    >>> kept, rejects = rejects_of(rows, "vote", pl.when(pl.col("vote") == "maybe").then(pl.lit("is no vote")))
    >>> kept["line"].to_list(), rejects.rows()
    ([1], [(2, 'vote', 'maybe', 'is no vote')])
    """
    told = rows.with_columns(reason.alias(" reason"))
    bad = pl.col(" reason").is_not_null()
    rejects = told.filter(bad).select(
        "line",
        pl.lit(column).alias("column"),
        pl.col(column).cast(pl.String).alias("value"),
        pl.col(" reason").alias("reason"),
    )
    return told.filter(~bad).drop(" reason"), pl.concat([no_rejects(), rejects], how="vertical")


def states_of(rows: pl.DataFrame, column: str, scheme: str, on: str) -> pl.DataFrame:
    """Add each row's state: `column` translated at the date in the column `on`.

    Parameters
    ----------
    rows : polars.DataFrame
        The rows.
    column : str
        Foreign codes.
    scheme : str
        The scheme they are written in, as in `detente.identity.translate`.
    on : str
        Dates, or whole years.

    Returns
    -------
    polars.DataFrame
        The rows with ``code`` and ``why``, of which one is null: ``why`` says why there is no code.

    Examples
    --------
    >>> rows = pl.DataFrame({"iso": ["RUS", "SSD", "EUR"], "year": [2005, 2005, 2005]})
    >>> states_of(rows, "iso", "iso3", "year").select("code", "why").rows()
    [('RUS', None), (None, 'was no state then'), (None, "is no state's code or name")]
    """
    distinct = rows.select(column, on).unique()
    found = translate(distinct[column], scheme, distinct[on])
    meant = distinct.with_columns(
        code=found["code"],
        why=found["reason"].replace_strict(NOT_TRANSLATED, return_dtype=pl.String),
    )
    return rows.join(meant, on=[column, on], how="left", nulls_equal=True, maintain_order="left")
