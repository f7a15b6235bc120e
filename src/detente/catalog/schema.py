"""Tables: columns, keys, and the validation of frames.

A *frame* is a Polars data frame; a *table* is the declaration that it must fit. Only lossless casts are made
(3.0 → 3, but never 3.5 → 3 and never text → number).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

import polars as pl

from detente.catalog.frame_checks import require_columns
from detente.errors import TableError

__all__ = ["STATE", "Column", "Table"]

STATE = r"^[A-Z]{3}$"  # the form of a state's code; whether the state exists is checked by detente.identity

SMALL = 20_000  # rows that are sorted sooner than found to be in order
EXACT_IN_FLOAT = 2**53  # the integers that a Float64 holds exactly


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    Parameters
    ----------
    name : str
        Name in the frame.
    dtype : polars.DataType
        The only type the column has in a validated frame.
    doc : str
        Description, a sentence without its final full stop.
    unit : str, optional
        Unit of a measured quantity.
    nullable : bool, optional
        Whether a value may be missing. Missing is never zero.
    codes : tuple of str, optional
        The only values allowed, if the column is a code.
    pattern : str, optional
        Regular expression that every value matches.
    least, most : float, optional
        Smallest and largest valid number; a number beyond them is an error in the input.
    """

    name: str
    dtype: pl.DataType
    doc: str
    unit: str | None = None
    nullable: bool = False
    codes: tuple[str, ...] | None = None
    pattern: str | None = None
    least: float | None = None
    most: float | None = None

    @property
    def allowed(self) -> str:
        """The valid numbers, in words.

        Examples
        --------
        >>> Column("reports", pl.Int32(), "Reports", least=1, most=1_000_000).allowed
        'a whole number from 1 to 1,000,000'
        """
        kind = "a whole number" if self.dtype.is_integer() else "a finite number"
        ends = [f"{word} {end:,}" for word, end in (("from", self.least), ("to", self.most)) if end is not None]
        return " ".join([kind, *ends])

    def holds(self, number: pl.Expr) -> pl.Expr:
        """Whether numbers are finite and in the range; null for null."""
        inside = number.cast(pl.Float64).is_finite()
        if self.least is not None:
            inside &= number >= self.least
        return inside if self.most is None else inside & (number <= self.most)


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the store.

    Parameters
    ----------
    name : str
        Name for `Store.read`.
    doc : str
        What a row is.
    columns : tuple of Column
        The columns, in order.
    key : tuple of str
        The columns that identify a row. Null counts as a value.
    directed : bool or None, optional
        True: ``source`` acts toward ``target``, never itself. False: an unordered pair, ``a < b``. None: no
        dyads.
    known_on : str or None, optional
        The column with the first day on which a row could be known; None for tables without one.
    vintage_of : tuple of str, optional
        If not empty: rows with equal values in these columns and one ``known_on`` are one estimate (a vintage), and
        a read returns the newest.
    when : str or None, optional
        The column with the date of what a row reports.
    hidden_ends : mapping of str to str, optional
        An end that may become known later than its row, and the column with that date: ``end: end_known_on``.
    whole_spans : mapping of str to str, optional
        A column that is about the whole span of a row, such as a dispute's length, and the column with the first day
        on which it could be known. Null there means: with the row.

    Examples
    --------
    >>> from detente.catalog import table
    >>> table("counts").key
    ('dataset', 'source', 'target', 'freq', 'period', 'scheme', 'cls')
    >>> table("counts").empty().height
    0
    """

    name: str
    doc: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    directed: bool | None = None
    known_on: str | None = "known_on"
    vintage_of: tuple[str, ...] = ()
    when: str | None = None
    hidden_ends: Mapping[str, str] = field(default_factory=dict)
    whole_spans: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        named = {*self.key, *self.vintage_of, *self.known_later}
        named |= {name for name in (self.known_on, self.when) if name}
        named |= {None: set(), True: {"source", "target"}, False: {"a", "b"}}[self.directed]
        if absent := named - set(self.names):
            raise ValueError(f"table {self.name}: no columns {sorted(absent)}")

    @property
    def known_later(self) -> frozenset[str]:
        """The columns that may be null because they were not known yet."""
        pairs = (*self.hidden_ends.items(), *self.whole_spans.items())
        return frozenset(name for pair in pairs for name in pair)

    @property
    def names(self) -> tuple[str, ...]:
        """The columns' names, in order."""
        return tuple(c.name for c in self.columns)

    @property
    def schema(self) -> dict[str, pl.DataType]:
        """The columns' types, in order."""
        return {c.name: c.dtype for c in self.columns}

    def column(self, name: str) -> Column:
        """Return the column with this name.

        Raises
        ------
        TableError
            If there is none.
        """
        for column in self.columns:
            if column.name == name:
                return column
        raise TableError(f"table {self.name} has no column {name!r}; it has {', '.join(self.names)}", value=name)

    def empty(self) -> pl.DataFrame:
        """Return a frame of this table without rows."""
        return pl.DataFrame(schema=self.schema)

    def sort(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Return `frame` sorted by the table's key, the order of every read."""
        if frame.height > SMALL and self._in_order(frame.select(self.key))[0]:
            return frame
        return frame.sort(self.key, nulls_last=True, maintain_order=True)

    @staticmethod
    def _in_order(keys: pl.DataFrame) -> tuple[bool, bool]:
        """Return whether rows are sorted by their columns and, if so, whether two neighbours are equal."""
        if keys.null_count().sum_horizontal().sum():
            return False, False
        before, same = pl.lit(value=False), pl.lit(value=True)
        for name in keys.columns:
            cell, last = pl.col(name), pl.col(name).shift(1)
            before |= same & (cell < last)
            same &= cell == last
        checks = keys.select(before=before.any(), same=same.any())
        return not checks["before"][0], bool(checks["same"][0])

    def validate(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Return `frame` with this table's columns, order and types, or raise an error that says why it does not fit.

        Parameters
        ----------
        frame : polars.DataFrame
            All columns of the table, in any order, and no others.

        Returns
        -------
        polars.DataFrame
            The same rows in the same order.

        Raises
        ------
        TableError
            If the frame does not fit; the message names the column, the first offending value and its row (counted
            from 0), and what is allowed.

        Examples
        --------
        >>> from detente.catalog import table
        >>> table("counts").validate(table("counts").empty()).height
        0
        """
        self._check_columns(frame)
        fitted = frame.select(self._cast(frame[column.name], column) for column in self.columns)
        for column in self.columns:
            self._check_values(fitted[column.name], column)
        self._check_dyads(fitted)
        self._check_key(fitted)
        return fitted

    def fit(self, frame: pl.DataFrame, needed: Collection[str], may_be_missing: Collection[str] = ()) -> pl.DataFrame:
        """Return the columns of this table that a frame has, checked as in `validate`; absent columns are null.

        Keys are not checked. NaN and infinity become null.

        Parameters
        ----------
        frame : polars.DataFrame
            Some columns of the table; other columns are dropped.
        needed : collection of str
            The required columns, without missing values unless the table allows them.
        may_be_missing : collection of str, optional
            Required columns in which values may be missing.

        Returns
        -------
        polars.DataFrame
            The same rows in the same order, with all columns of the table.

        Raises
        ------
        TableError
            As for `validate`.

        Examples
        --------
        >>> from detente.catalog import table
        >>> flow = pl.DataFrame({"source": ["JPN"], "target": ["RUS"], "value": [float("nan")]})
        >>> table("dyad_indicators").fit(flow, ["source", "target", "value"], ["value"])["value"].to_list()
        [None]
        """
        require_columns(frame, needed, f"rows of {self.name}")
        fitted = []
        for column in self.columns:
            if column.name not in frame.columns:
                fitted.append(pl.Series(column.name, [None] * frame.height, column.dtype))
                continue
            series = self._cast(frame[column.name], column)
            if column.dtype.is_float():
                series = series.set(series.is_infinite() | series.is_nan(), None)
            missing = column.nullable or column.name in may_be_missing or column.name not in needed
            self._check_values(series, replace(column, nullable=missing))
            fitted.append(series)
        rows = pl.DataFrame(fitted)
        self._check_dyads(rows)
        return rows

    # The checks, in the order of `validate`

    def _fail(self, what: str, value: object) -> TableError:
        return TableError(f"table {self.name}: {what}", value=value)

    def _check_columns(self, frame: pl.DataFrame) -> None:
        wanted = ", ".join(self.names)
        if absent := [name for name in self.names if name not in frame.columns]:
            raise self._fail(f"missing column {', '.join(absent)}; required: {wanted}", absent)
        if extra := [name for name in frame.columns if name not in self.names]:
            raise self._fail(f"unknown column {', '.join(extra)}; allowed: {wanted}", extra)

    def _cast(self, series: pl.Series, column: Column) -> pl.Series:
        if series.dtype == column.dtype:
            return series
        if not _may_cast(series.dtype, column.dtype):
            raise self._fail(f"column {column.name} has type {series.dtype}, expected {column.dtype}", series.dtype)
        cast = series.cast(column.dtype, strict=False)
        changed = cast.is_null() & series.is_not_null()
        if series.dtype.is_numeric() or series.dtype.is_temporal():
            changed |= (cast.cast(series.dtype, strict=False) != series).fill_null(value=False)
        if series.dtype.is_integer() and column.dtype.is_float():
            changed |= (series.cast(pl.Int128).abs() > EXACT_IN_FLOAT).fill_null(value=False)
        self._refuse(series, changed, f"column {column.name}", f"which is not a valid {column.dtype}")
        return cast

    def _check_values(self, series: pl.Series, column: Column) -> None:
        where = f"column {column.name}"
        if not column.nullable:
            self._refuse(series, series.is_null(), where, "and may not be missing")
        if column.dtype.is_float():
            bad = (series.is_nan() | series.is_infinite()).fill_null(value=False)
            self._refuse(series, bad, where, "which is not a finite number (missing is null)")
        if column.least is not None or column.most is not None:
            bad = ~series.to_frame().select(column.holds(pl.col(series.name))).to_series().fill_null(value=True)
            self._refuse(series, bad, where, f"which is not {column.allowed}")
        if column.codes is not None:
            bad = (~series.is_in(column.codes)).fill_null(value=False)
            self._refuse(series, bad, where, f"which is not one of {', '.join(column.codes)}")
        if column.pattern is not None:
            bad = (~series.str.contains(column.pattern)).fill_null(value=False)
            self._refuse(series, bad, where, f"which does not match {column.pattern}")

    def _check_dyads(self, frame: pl.DataFrame) -> None:
        if self.directed is True:
            bad = frame["source"] == frame["target"]
            self._refuse(frame["source"], bad, "source and target", "and must differ")
        if self.directed is False:
            bad = frame["a"] >= frame["b"]
            self._refuse(frame["a"], bad, "column a", "and must come before b in the alphabet")

    def _check_key(self, frame: pl.DataFrame) -> None:
        keys = frame.select(self.key)
        in_order, twice = self._in_order(keys)
        if in_order and not twice:
            return
        repeated = keys.is_duplicated()
        if repeated.any():
            row = repeated.arg_true()[0]
            value = dict(zip(self.key, keys.row(row), strict=True))
            shown = ", ".join(f"{name}={cell}" for name, cell in value.items())
            count = keys.filter(
                pl.all_horizontal(pl.col(name).eq_missing(pl.lit(cell)) for name, cell in value.items())
            ).height
            raise self._fail(f"the key {shown} occurs in {count} rows, first in row {row}; it must be unique", value)

    def _refuse(self, series: pl.Series, bad: pl.Series, where: str, why: str) -> None:
        if bad.any():
            places = bad.arg_true()
            value = series[places[0]]
            more = f" (and in {len(places) - 1:,} more)" if len(places) > 1 else ""
            rows = pl.DataFrame([places.alias("row"), series.gather(places)])
            raise TableError(
                f"table {self.name}: {where} is {value!r} in row {places[0]}{more}, {why}", value=value, rows=rows
            )


def _may_cast(given: pl.DataType, wanted: pl.DataType) -> bool:
    """Whether values of one type can be cast to the other without loss."""
    if given == pl.Null:
        return True
    if wanted == pl.String:
        return given in (pl.Categorical, pl.Enum)
    if wanted == pl.Date:
        return given == pl.Datetime
    return given.is_numeric() and wanted.is_numeric()
