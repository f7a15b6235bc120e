"""Files of rows as producers publish them: Parquet, Stata, CSV or TSV, plain, gzipped or zipped.

A dataset is published in several layouts: the producer's own file, and copies made by others. A `Layout` maps our
column names to those of one file; `read_layout` recognises the layout from the header, ignoring order and case. Text
stays text: `numbers` converts it and rejects rows with invalid numbers.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from detente.errors import DataError
from detente.sources.readers.literal_paths import parquet_schema, scan_parquet
from detente.sources.readers.stata_files import in_stata, is_stata, stata_columns, stata_rows
from detente.sources.readers.text_files import header_in, parsed_text, plain_files
from detente.sources.shaping.column_forms import check_decimals
from detente.sources.shaping.states import EMPTY, emptied, no_rejects, rejects_of

__all__ = ["FileRows", "Layout", "days", "numbers", "read_layout"]

PARQUET = b"PAR1"


@dataclass(frozen=True, slots=True)
class Layout:
    """The column names of a dataset in one layout of its files.

    Parameters
    ----------
    name : str
        Name of the layout.
    columns : mapping of str to str
        Our column names, with the file's. A file without one of them does not have this layout.
    optional : mapping of str to str
        The same for columns that are null if the file does not have them.
    iso2 : tuple of str
        Our names of columns with two-letter codes, in which ``NA`` is Namibia.
    per : str
        Our name of a column with the number of the thing that several rows are about, such as a roll call; or empty.
    once : tuple of str
        Our names of the columns that are equal in all rows with one number. They are read separately, once per
        number. The text of all other columns is then Categorical, since it repeats.
    """

    name: str
    columns: Mapping[str, str]
    optional: Mapping[str, str] = field(default_factory=dict)
    iso2: tuple[str, ...] = ()
    per: str = ""
    once: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FileRows:
    """The rows read from a file.

    Parameters
    ----------
    rows : polars.DataFrame
        ``line``, the line on which the row begins, counted from 1 with the header (in Parquet and Stata the row), and
        the layout's columns under our names. Text is stripped, and empty cells
        (`detente.sources.shaping.states.EMPTY`) are null. Parquet's types are kept.
    layout : str
        Name of the layout.
    rejects : polars.DataFrame
        Malformed rows: too short, too long, badly quoted.
    rows_in : int
        Number of rows in the file.
    once : polars.DataFrame
        The columns that are read separately, with their number column: one row per combination. Without columns if
        the layout has none.
    """

    rows: pl.DataFrame
    layout: str
    rejects: pl.DataFrame
    rows_in: int
    once: pl.DataFrame = field(default_factory=pl.DataFrame)


def read_layout(path: Path, layouts: Sequence[Layout]) -> FileRows:
    r"""Read a file that has one of several layouts.

    Parameters
    ----------
    path : pathlib.Path
        Parquet, Stata, or text with a header, delimited by commas, tabs, semicolons or bars; UTF-8, otherwise read as
        Windows-1252. Text may be gzipped or zipped, alone or with other files.
    layouts : sequence of Layout
        The known layouts. The first that matches is used.

    Returns
    -------
    FileRows

    Raises
    ------
    DataError
        If the file can't be read or has none of the layouts; the message lists its columns and those required.

    Examples
    --------
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "nmc.csv"
    ...     _ = file.write_text("stateabb,ccode,year\nUSA,2,1990\nJPN,740\n")
    ...     content = read_layout(file, [Layout("the producer's", {"cow": "ccode", "year": "year"})])
    >>> content.rows.rows(), content.rejects["reason"].to_list(), content.rows_in
    ([(2, '2', '1990')], ['has fewer cells than the header'], 2)
    """
    try:
        if is_stata(path):
            return _from_stata(path, layouts)
        with path.open("rb") as file:
            binary = file.read(len(PARQUET)) == PARQUET
        return _from_parquet(path, layouts) if binary else _from_text(path, layouts)
    except OSError as error:
        why = "it is a folder" if path.is_dir() else (error.strerror or str(error)).lower()
        raise DataError(f"{path} can't be read: {why}", value=path) from None


def numbers(
    rows: pl.DataFrame,
    columns: Mapping[str, pl.DataType],
    *,
    missing: Sequence[float] = (),
    needed: Sequence[str] = (),
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Convert columns of text to numbers and reject rows with invalid ones.

    Parameters
    ----------
    rows : polars.DataFrame
        With ``line``. Numeric columns are checked and cast.
    columns : mapping of str to polars.DataType
        The columns and their numeric types.
    missing : sequence of float, optional
        The producer's codes for missing values, such as −9. Empty cells as R, pandas and Stata write them
        (`detente.sources.shaping.states.EMPTY`) are always missing.
    needed : sequence of str, optional
        The columns in which a value is required.

    Returns
    -------
    kept, rejects : polars.DataFrame

    Raises
    ------
    DataError
        If most numbers of a column have a comma, so that a point in the others may separate thousands.

    Examples
    --------
    >>> rows = pl.DataFrame({"line": [1, 2, 3], "year": ["1990", "1990.5", "NA"], "milex": ["-9", "7", "8"]})
    >>> kept, rejects = numbers(
    ...     rows, {"year": pl.Int32(), "milex": pl.Float64()}, missing=[-9], needed=["year"]
    ... )
    >>> kept.rows(), rejects["reason"].to_list()
    ([(1, 1990, None)], ['is not a whole number', 'is missing'])
    """
    all_rejects = [no_rejects()]
    for name, dtype in columns.items():
        blank = pl.lit(value=False)
        if rows.schema[name] in (pl.String, pl.Categorical):
            rows = rows.with_columns(pl.col(name).cast(pl.String))
            check_decimals(rows[name])
            blank = pl.col(name).str.strip_chars().is_in(EMPTY)
            figure = pl.col(name).str.strip_chars().cast(pl.Float64, strict=False)
        else:
            figure = pl.col(name).cast(pl.Float64, strict=False).fill_nan(None)
        whole = dtype.is_integer()
        wrong = figure.is_null() | ~figure.is_finite() | ((figure != figure.round()) if whole else pl.lit(value=False))
        text = f"is not a {'whole ' if whole else ''}number"
        reason = pl.when(pl.col(name).is_not_null() & ~blank & wrong.fill_null(value=True)).then(pl.lit(text))
        if rows.schema[name].is_float():
            reason = pl.when(pl.col(name).is_not_nan()).then(reason)
        rows, rejects = rejects_of(rows, name, reason)
        all_rejects.append(rejects)
        figure = pl.when(~figure.is_in([float(code) for code in missing])).then(figure) if missing else figure
        rows = rows.with_columns(figure.cast(dtype, strict=False).alias(name))
        if name in needed:
            rows, rejects = rejects_of(rows, name, pl.when(pl.col(name).is_null()).then(pl.lit("is missing")))
            all_rejects.append(rejects)
    return rows, pl.concat(all_rejects)


def days(rows: pl.DataFrame, column: str, *, needed: bool = False) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Convert a column of text YYYY-MM-DD, YYYYMMDD or YYYY/MM/DD to dates and reject rows with invalid ones.

    Parameters
    ----------
    rows : polars.DataFrame
        With ``line``. A column of dates is unchanged.
    column : str
        The column.
    needed : bool, optional
        Whether a date is required.

    Returns
    -------
    kept, rejects : polars.DataFrame

    Examples
    --------
    >>> kept, rejects = days(pl.DataFrame({"line": [1, 2], "on": ["2014-03-27", "2014-02-30"]}), "on")
    >>> kept["on"].to_list(), rejects["reason"].to_list()
    ([datetime.date(2014, 3, 27)], ['is not a date'])
    """
    all_rejects = [no_rejects()]
    if rows.schema[column].is_temporal():
        rows = rows.with_columns(pl.col(column).cast(pl.Date))
    else:
        text = pl.col(column).cast(pl.String).str.strip_chars()
        read = pl.coalesce(text.str.to_date(form, strict=False) for form in ("%Y-%m-%d", "%Y%m%d", "%Y/%m/%d"))
        given = text.is_not_null() & ~text.is_in(EMPTY)
        rows, rejects = rejects_of(rows, column, pl.when(given & read.is_null()).then(pl.lit("is not a date")))
        all_rejects.append(rejects)
        rows = rows.with_columns(read.alias(column))
    if needed:
        rows, rejects = rejects_of(rows, column, pl.when(pl.col(column).is_null()).then(pl.lit("is missing")))
        all_rejects.append(rejects)
    return rows, pl.concat(all_rejects)


# Which layout it is


def _fitting(
    path: Path, names: Sequence[str], layouts: Sequence[Layout], form: Callable[[str], str] = str.lower
) -> tuple[Layout, dict[str, str]]:
    """Return the layout that matches a header, and the file's name of each of our columns.

    Names match if their `form` is equal.
    """
    by_name = {form(name.strip()): name for name in reversed(names)}
    for layout in layouts:
        if all(form(theirs) in by_name for theirs in layout.columns.values()):
            both = {**layout.columns, **layout.optional}
            return layout, {ours: by_name[form(theirs)] for ours, theirs in both.items() if form(theirs) in by_name}
    wanted = [f"{', '.join(layout.columns.values())} ({layout.name})" for layout in layouts]
    near = min(layouts, key=lambda one: sum(form(theirs) not in by_name for theirs in one.columns.values()))
    absent = [theirs for theirs in near.columns.values() if form(theirs) not in by_name]
    raise DataError(
        f"{path} has no column {', '.join(absent)}; its columns: {_short(names)}; required: {'; or '.join(wanted)}",
        value=absent,
    )


def _short(names: Sequence[str], most: int = 40) -> str:
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


def _renamed(rows: pl.DataFrame, layout: Layout, file_names: Mapping[str, str], ours: Sequence[str]) -> pl.DataFrame:
    """Return columns under our names, stripped and with empty cells null; null if the file does not have one."""
    iso2 = [file_names[name] for name in layout.iso2 if name in file_names]
    texts = [name for name in _theirs(file_names, ours) if rows.schema[name] == pl.String]
    if layout.once and "line" in rows.columns:
        for name in texts:  # one at a time: there may be millions of rows
            rows = rows.with_columns(_few(rows[name], iso2))
    else:
        rows = rows.with_columns(emptied(texts, iso2))
    line = ["line"] if "line" in rows.columns else []
    return rows.select(
        *line,
        *(
            pl.col(file_names[name]).alias(name) if name in file_names else pl.lit(None, pl.String).alias(name)
            for name in ours
        ),
    )


def _file_rows(
    layout: Layout, file_names: Mapping[str, str], rows: pl.DataFrame, rejects: pl.DataFrame, separate: pl.DataFrame
) -> FileRows:
    """Return a file's rows under our names."""
    whole, once = _parted(layout)
    return FileRows(
        _renamed(rows, layout, file_names, whole),
        layout.name,
        rejects,
        rows.height + rejects.height,
        _renamed(separate, layout, file_names, once).unique(),
    )


def _few(cells: pl.Series, iso2: Sequence[str]) -> pl.Series:
    """Return repetitive text as Categorical, stripped and with empty cells null; each distinct text is cleaned once."""
    coded = cells.cast(pl.Categorical)
    plain = coded.unique().drop_nulls().cast(pl.String)
    clean = plain.to_frame().select(emptied([cells.name], iso2)).to_series()
    if clean.equals(plain):
        return coded
    return coded.replace_strict(plain, clean, default=None, return_dtype=pl.Categorical)


def _theirs(file_names: Mapping[str, str], ours: Sequence[str]) -> list[str]:
    """Return the file's column names without repetition."""
    return list(dict.fromkeys(file_names[name] for name in ours if name in file_names))


def _parted(layout: Layout) -> tuple[list[str], list[str]]:
    """Return our names of the columns of every row, and of those that are read once per number."""
    ours = [*layout.columns, *layout.optional]
    return [name for name in ours if name not in layout.once], [layout.per, *layout.once] if layout.once else []


# Parquet


def _from_parquet(path: Path, layouts: Sequence[Layout]) -> FileRows:
    try:
        schema = parquet_schema(path)
        layout, file_names = _fitting(path, list(schema), layouts)
        whole, once = _parted(layout)
        scanned = scan_parquet(path)
        frame = scanned.select(_theirs(file_names, whole)).with_row_index("line", offset=1).collect()
        separate = scanned.select(_theirs(file_names, once)).unique().collect() if once else pl.DataFrame()
    except pl.exceptions.PolarsError as error:
        raise DataError(f"{path} can't be read as Parquet: {error}", value=path) from None
    return _file_rows(layout, file_names, _as_text(frame.cast({"line": pl.Int64})), no_rejects(), _as_text(separate))


def _as_text(frame: pl.DataFrame) -> pl.DataFrame:
    coded = [name for name, dtype in frame.schema.items() if dtype in (pl.Categorical, pl.Enum)]
    return frame.with_columns(pl.col(coded).cast(pl.String))


# Stata


def _from_stata(path: Path, layouts: Sequence[Layout]) -> FileRows:
    layout, file_names = _fitting(path, stata_columns(path), layouts, in_stata)
    _, once = _parted(layout)
    frame = pl.concat(stata_rows(path, list(dict.fromkeys(file_names.values()))), how="vertical_relaxed")
    rows = frame.with_row_index("line", offset=1).cast({"line": pl.Int64})
    separate = frame.select(_theirs(file_names, once)).unique() if once else pl.DataFrame()
    return _file_rows(layout, file_names, rows, no_rejects(), separate)


# Text


def _from_text(path: Path, layouts: Sequence[Layout]) -> FileRows:
    with tempfile.TemporaryDirectory(prefix="detente-") as folder:
        errors = []
        for plain in plain_files(path, Path(folder) / "text.csv"):
            try:
                delimiter, names = header_in(path, plain)
                layout, file_names = _fitting(path, names, layouts)
            except DataError as error:  # another file of the archive may match
                errors.append(error)
                continue
            whole, once = _parted(layout)
            parsed, rejects, separate = parsed_text(
                plain, names, delimiter, _theirs(file_names, whole), _theirs(file_names, once)
            )
            return _file_rows(layout, file_names, parsed, rejects, separate)
    raise errors[0] if errors else DataError(f"{path} contains no file", value=path)
