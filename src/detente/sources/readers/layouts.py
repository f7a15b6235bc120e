"""Files of rows as producers publish them: Parquet, CSV or TSV, plain, gzipped or zipped, read by name of column.

One record reaches us under several layouts: the producer's own file, and files that others made of it. A `Layout`
says what each of our columns is called in one of them; `read_layout` tells which it is by the header, whatever the
order and the case of its names. Text stays text: `numbers` makes numbers of it and sets aside what is none.
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

__all__ = ["Found", "Layout", "days", "numbers", "read_layout"]

PARQUET = b"PAR1"


@dataclass(frozen=True, slots=True)
class Layout:
    """What our columns are called in one form of a file.

    Parameters
    ----------
    name : str
        Whose form it is.
    columns : mapping of str to str
        Our name: the file's name. A file that lacks one of them is not in this form.
    optional : mapping of str to str
        Likewise, but null where the file lacks it.
    iso2 : tuple of str
        Our names of columns of two-letter codes, in which ``NA`` is Namibia.
    per : str
        Our name of a column that numbers what several rows are about, such as a roll call; empty for none.
    once : tuple of str
        Our names of the columns that say the same in all rows of one number. They are read apart, once a number. The
        texts of all others are Categorical, as they repeat.
    """

    name: str
    columns: Mapping[str, str]
    optional: Mapping[str, str] = field(default_factory=dict)
    iso2: tuple[str, ...] = ()
    per: str = ""
    once: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """The rows of a file.

    Parameters
    ----------
    rows : polars.DataFrame
        ``line``, on which the row begins, the header's being 1 (in Parquet and Stata the row, counted from 1), and the
        layout's columns under our names; text without blanks around
        it, null where it is empty (`detente.sources.shaping.states.EMPTY`). Parquet's own types are kept.
    layout : str
        Name of the layout.
    rejects : polars.DataFrame
        Rows that are none: too short, too long, badly quoted.
    rows_in : int
        All rows of the file.
    once : polars.DataFrame
        The layout's columns that are read apart, with the one that numbers them: each combination once. Without
        columns where the layout has none.
    """

    rows: pl.DataFrame
    layout: str
    rejects: pl.DataFrame
    rows_in: int
    once: pl.DataFrame = field(default_factory=pl.DataFrame)


def read_layout(path: Path, layouts: Sequence[Layout]) -> Found:
    r"""Read the columns of one of several layouts.

    Parameters
    ----------
    path : pathlib.Path
        Parquet, or text with a header and commas, tabs, semicolons or bars between cells; UTF-8, else read as
        Windows-1252. Text may be gzipped, or zipped alone or beside other files.
    layouts : sequence of Layout
        The forms that are known. The first that fits is taken.

    Returns
    -------
    Found

    Raises
    ------
    DataError
        If the file can't be read, or is in none of the forms: says which columns it has and which it needs.

    Examples
    --------
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "nmc.csv"
    ...     _ = file.write_text("stateabb,ccode,year\nUSA,2,1990\nJPN,740\n")
    ...     found = read_layout(file, [Layout("the producer's", {"cow": "ccode", "year": "year"})])
    >>> found.rows.rows(), found.rejects["reason"].to_list(), found.rows_in
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
    """Make numbers of columns of text; set aside rows in which one is none.

    Parameters
    ----------
    rows : polars.DataFrame
        With ``line``. Columns that hold numbers already are checked and cast.
    columns : mapping of str to polars.DataType
        The columns, and the types of number they become.
    missing : sequence of float, optional
        Numbers by which the producer says that there is no figure, such as −9. What R, pandas and
        Stata write in an empty cell (`detente.sources.shaping.states.EMPTY`) says so always.
    needed : sequence of str, optional
        The columns in which a figure may not be missing.

    Returns
    -------
    kept, rejects : polars.DataFrame

    Raises
    ------
    DataError
        If most numbers of a column have a comma, so that a point in the others may stand for thousands.

    Examples
    --------
    >>> rows = pl.DataFrame({"line": [1, 2, 3], "year": ["1990", "1990.5", "NA"], "milex": ["-9", "7", "8"]})
    >>> kept, rejects = numbers(
    ...     rows, {"year": pl.Int32(), "milex": pl.Float64()}, missing=[-9], needed=["year"]
    ... )
    >>> kept.rows(), rejects["reason"].to_list()
    ([(1, 1990, None)], ['is no whole number', 'is missing'])
    """
    found = [no_rejects()]
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
        said = f"is no {'whole ' if whole else ''}number"
        reason = pl.when(pl.col(name).is_not_null() & ~blank & wrong.fill_null(value=True)).then(pl.lit(said))
        if rows.schema[name].is_float():
            reason = pl.when(pl.col(name).is_not_nan()).then(reason)
        rows, rejects = rejects_of(rows, name, reason)
        found.append(rejects)
        figure = pl.when(~figure.is_in([float(code) for code in missing])).then(figure) if missing else figure
        rows = rows.with_columns(figure.cast(dtype, strict=False).alias(name))
        if name in needed:
            rows, rejects = rejects_of(rows, name, pl.when(pl.col(name).is_null()).then(pl.lit("is missing")))
            found.append(rejects)
    return rows, pl.concat(found)


def days(rows: pl.DataFrame, column: str, *, needed: bool = False) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Make days of a column of text YYYY-MM-DD, YYYYMMDD or YYYY/MM/DD; set aside rows in which it is none.

    Parameters
    ----------
    rows : polars.DataFrame
        With ``line``. A column of dates is left as it is.
    column : str
        The column.
    needed : bool, optional
        Whether the day may not be missing.

    Returns
    -------
    kept, rejects : polars.DataFrame

    Examples
    --------
    >>> kept, rejects = days(pl.DataFrame({"line": [1, 2], "on": ["2014-03-27", "2014-02-30"]}), "on")
    >>> kept["on"].to_list(), rejects["reason"].to_list()
    ([datetime.date(2014, 3, 27)], ['is no day'])
    """
    found = [no_rejects()]
    if rows.schema[column].is_temporal():
        rows = rows.with_columns(pl.col(column).cast(pl.Date))
    else:
        text = pl.col(column).cast(pl.String).str.strip_chars()
        read = pl.coalesce(text.str.to_date(form, strict=False) for form in ("%Y-%m-%d", "%Y%m%d", "%Y/%m/%d"))
        given = text.is_not_null() & ~text.is_in(EMPTY)
        rows, rejects = rejects_of(rows, column, pl.when(given & read.is_null()).then(pl.lit("is no day")))
        found.append(rejects)
        rows = rows.with_columns(read.alias(column))
    if needed:
        rows, rejects = rejects_of(rows, column, pl.when(pl.col(column).is_null()).then(pl.lit("is missing")))
        found.append(rejects)
    return rows, pl.concat(found)


# Which layout it is


def _fitting(
    path: Path, names: Sequence[str], layouts: Sequence[Layout], form: Callable[[str], str] = str.lower
) -> tuple[Layout, dict[str, str]]:
    """Return the layout that a header is in, and what each of our columns is called in the file.

    Names are the same if their `form` is.
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
        f"{path} lacks the column {', '.join(absent)}; it has {_short(names)}, and needs {'; or '.join(wanted)}",
        value=absent,
    )


def _short(names: Sequence[str], most: int = 40) -> str:
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


def _renamed(rows: pl.DataFrame, layout: Layout, called: Mapping[str, str], ours: Sequence[str]) -> pl.DataFrame:
    """Return columns under our names, without blanks and empty cells; null where the file lacks one."""
    iso2 = [called[name] for name in layout.iso2 if name in called]
    texts = [name for name in _theirs(called, ours) if rows.schema[name] == pl.String]
    if layout.once and "line" in rows.columns:
        for name in texts:  # one by one: there may be millions of rows
            rows = rows.with_columns(_few(rows[name], iso2))
    else:
        rows = rows.with_columns(emptied(texts, iso2))
    line = ["line"] if "line" in rows.columns else []
    return rows.select(
        *line,
        *(pl.col(called[name]).alias(name) if name in called else pl.lit(None, pl.String).alias(name) for name in ours),
    )


def _found(
    layout: Layout, called: Mapping[str, str], rows: pl.DataFrame, rejects: pl.DataFrame, apart: pl.DataFrame
) -> Found:
    """Return what a file holds, under our names."""
    whole, once = _parted(layout)
    return Found(
        _renamed(rows, layout, called, whole),
        layout.name,
        rejects,
        rows.height + rejects.height,
        _renamed(apart, layout, called, once).unique(),
    )


def _few(cells: pl.Series, iso2: Sequence[str]) -> pl.Series:
    """Return text that repeats as Categorical, without blanks and empty cells: each text is looked at once."""
    coded = cells.cast(pl.Categorical)
    plain = coded.unique().drop_nulls().cast(pl.String)
    clean = plain.to_frame().select(emptied([cells.name], iso2)).to_series()
    if clean.equals(plain):
        return coded
    return coded.replace_strict(plain, clean, default=None, return_dtype=pl.Categorical)


def _theirs(called: Mapping[str, str], ours: Sequence[str]) -> list[str]:
    """Return the file's names of columns, each once."""
    return list(dict.fromkeys(called[name] for name in ours if name in called))


def _parted(layout: Layout) -> tuple[list[str], list[str]]:
    """Return our names of the columns of every row, and of those that are read once a number."""
    ours = [*layout.columns, *layout.optional]
    return [name for name in ours if name not in layout.once], [layout.per, *layout.once] if layout.once else []


# Parquet


def _from_parquet(path: Path, layouts: Sequence[Layout]) -> Found:
    try:
        schema = parquet_schema(path)
        layout, called = _fitting(path, list(schema), layouts)
        whole, once = _parted(layout)
        scanned = scan_parquet(path)
        frame = scanned.select(_theirs(called, whole)).with_row_index("line", offset=1).collect()
        apart = scanned.select(_theirs(called, once)).unique().collect() if once else pl.DataFrame()
    except pl.exceptions.PolarsError as error:
        raise DataError(f"{path} can't be read as Parquet: {error}", value=path) from None
    return _found(layout, called, _as_text(frame.cast({"line": pl.Int64})), no_rejects(), _as_text(apart))


def _as_text(frame: pl.DataFrame) -> pl.DataFrame:
    coded = [name for name, dtype in frame.schema.items() if dtype in (pl.Categorical, pl.Enum)]
    return frame.with_columns(pl.col(coded).cast(pl.String))


# Stata


def _from_stata(path: Path, layouts: Sequence[Layout]) -> Found:
    layout, called = _fitting(path, stata_columns(path), layouts, in_stata)
    _, once = _parted(layout)
    frame = pl.concat(stata_rows(path, list(dict.fromkeys(called.values()))), how="vertical_relaxed")
    rows = frame.with_row_index("line", offset=1).cast({"line": pl.Int64})
    apart = frame.select(_theirs(called, once)).unique() if once else pl.DataFrame()
    return _found(layout, called, rows, no_rejects(), apart)


# Text


def _from_text(path: Path, layouts: Sequence[Layout]) -> Found:
    with tempfile.TemporaryDirectory(prefix="detente-") as folder:
        faults = []
        for plain in plain_files(path, Path(folder) / "text.csv"):
            try:
                delimiter, names = header_in(path, plain)
                layout, called = _fitting(path, names, layouts)
            except DataError as error:  # of several files in an archive, another may be the one
                faults.append(error)
                continue
            whole, once = _parted(layout)
            parsed, rejects, apart = parsed_text(plain, names, delimiter, _theirs(called, whole), _theirs(called, once))
            return _found(layout, called, parsed, rejects, apart)
    raise faults[0] if faults else DataError(f"{path} holds no file", value=path)
