"""What a format of event files is, and how a file's format is told.

A format says how its files are laid out (`Format.layout`), how its columns become those that every dataset has
(`Format.raw`, `Format.how`), and what a file's name tells: which dataset it belongs to, what it is called
wherever it lies (two files of one name are versions of one another), and the days it covers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from detente.errors import DataError
from detente.sources.events.acts import RAW, Reading
from detente.sources.readers.line_format import LineFormat

__all__ = ["Format", "Named", "filled", "lacking", "names_of", "period_of", "plain_name"]

EXTENSIONS = (".zip", ".gz", ".csv", ".tsv", ".tab", ".txt")


@dataclass(frozen=True, slots=True)
class Named:
    """What a file's name tells.

    Parameters
    ----------
    dataset : str
        The dataset it belongs to.
    unit : str
        What it is called wherever it lies.
    covers : tuple of datetime.date, or None
        First and last day that it is about.
    filed : datetime.date or None
        Day on which it was filed: its rows could be known then, where they do not say.
    """

    dataset: str
    unit: str
    covers: tuple[date, date] | None = None
    filed: date | None = None


@dataclass(frozen=True, slots=True)
class Format:
    """One format of event files.

    Parameters
    ----------
    name : str
        Short name, as in ``--format``.
    title, origin, licence, citation, note : str
        What it is, where it is published, its terms, the work to cite, and what 'no row' means.
    header : bool
        Whether the first line names the columns.
    layout : callable
        From the first line to a `LineFormat`.
    fits : callable
        Whether first lines, as cells, look like this format.
    raw : callable
        From the layout's columns to those of `detente.sources.events.acts.RAW`.
    how : Reading
        How they are written.
    named : callable
        From a file's name to a `Named`.
    known_files : tuple of str, optional
        Names by which files of it are known.
    bibtex : str, optional
        The citation as an entry of BibTeX.
    """

    name: str
    title: str
    origin: str
    licence: str
    citation: str
    note: str
    header: bool
    layout: Callable[[str], LineFormat]
    fits: Callable[[Sequence[Sequence[str]]], bool]
    raw: Callable[[pl.DataFrame], pl.DataFrame]
    how: Reading
    named: Callable[[str], Named]
    known_files: tuple[str, ...] = ()
    bibtex: str = ""


def filled(frame: pl.DataFrame, **columns: pl.Expr) -> pl.DataFrame:
    """Return the columns of `RAW`: those of `frame`, those given, and null for the rest."""
    here = {name: pl.col(name) for name in RAW if name in frame.columns} | columns
    none = {"reports": pl.Int64(), "intensity": pl.Float64(), "quad_class": pl.Int8()}
    return frame.select(here.get(name, pl.lit(None, none.get(name, pl.String()))).alias(name) for name in RAW)


def lacking(title: str, absent: Sequence[str], every: Sequence[str]) -> DataError:
    """Return the error of a header that does not name all columns of a format.

    Examples
    --------
    >>> lacking("ICEWS", ["Target Country"], ["Event ID", "Target Country"]).message
    'its header lacks Target Country, which a file of ICEWS has'
    """
    if len(absent) == len(every):
        return DataError(f"its first line names no column of {title}; there should be {', '.join(every)}", value=absent)
    return DataError(f"its header lacks {', '.join(absent)}, which a file of {title} has", value=absent)


def names_of(line: str, delimiter: str = "\t") -> list[str]:
    """Return the names in a header."""
    return [name.strip() for name in line.removeprefix("\ufeff").strip("\r\n").split(delimiter)]


def plain_name(name: str) -> str:
    """Return a file's name in small letters, without folders and usual endings.

    Examples
    --------
    >>> plain_name("raw/20190121220000.export.CSV.zip")
    '20190121220000.export'
    """
    plain = re.split(r"[\\/]", name)[-1].lower()
    while any(plain.endswith(ending) for ending in EXTENSIONS):
        plain = plain[: plain.rindex(".")]
    return plain


def period_of(digits: str) -> tuple[date, date] | None:
    """Return the first and last day that 4, 6, 8 or 14 digits name; None where they name none.

    Examples
    --------
    >>> [str(day) for day in period_of("201402")]
    ['2014-02-01', '2014-02-28']
    """
    try:
        if len(digits) == 4:
            return date(int(digits), 1, 1), date(int(digits), 12, 31)
        if len(digits) == 6:
            first = date(int(digits[:4]), int(digits[4:]), 1)
            return first, (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
        if len(digits) in (8, 14):
            day = date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
            return day, day
    except ValueError:
        return None
    return None
