"""Formats of event files.

A format gives the datasets of its files (`Format.datasets`), their layout (`Format.layout`), how their columns become
those of every dataset (`Format.raw`, `Format.conventions`), and what a file's name means (`Format.parse_name`): its
dataset, its name regardless of folder (two files of one name are versions of each other), and the days it covers.

A new source of events needs one `Format`, listed in `detente.sources.events.known_formats`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import polars as pl

from detente.errors import DataError
from detente.sources.events.event_rows import RAW, EventConventions
from detente.sources.readers.line_format import LineFormat

__all__ = [
    "TABLE_NAME",
    "DataverseFiles",
    "FileName",
    "Format",
    "filled",
    "lacking",
    "names_of",
    "period_of",
    "plain_name",
]

EXTENSIONS = (".zip", ".gz", ".csv", ".tsv", ".tab", ".txt")
TABLE_NAME = r".*(?:\.(?:tab|tsv|txt|csv)(?:\.zip|\.gz)?|\.zip)"  # how the name of a file that holds a table ends


@dataclass(frozen=True, slots=True)
class FileName:
    """What a file's name gives.

    Parameters
    ----------
    dataset : str
        The dataset it belongs to.
    unit : str
        Its name regardless of folder.
    covers : tuple of datetime.date, or None
        First and last day that it covers.
    filed : datetime.date or None
        Day on which it was filed; rows without a date of knowledge were known then.
    """

    dataset: str
    unit: str
    covers: tuple[date, date] | None = None
    filed: date | None = None


@dataclass(frozen=True, slots=True)
class DataverseFiles:
    """Where `detente pull` gets the files of a format: a dataset in the Harvard Dataverse.

    Parameters
    ----------
    doi : str
        Such as ``doi:10.7910/DVN/28075``.
    pattern : str
        Regular expression of the names of its event files.
    example : str
        An example of such a name.
    """

    doi: str
    pattern: str
    example: str


@dataclass(frozen=True, slots=True)
class Format:
    """One format of event files, and the datasets that come in it.

    Parameters
    ----------
    name : str
        Short name.
    title, origin, licence, citation, note : str
        What it is, where it is published, its terms, the work to cite, and what 'no row' means.
    datasets : mapping of str to str
        The datasets whose files have this format, and a short title for each: see `detente.sources.datasets`.
    header : bool
        Whether the first line names the columns.
    layout : callable
        From the first line to a `LineFormat`.
    matches : callable
        Whether the first lines, split into cells, are in this format.
    raw : callable
        From the layout's columns to those of `detente.sources.events.event_rows.RAW`.
    conventions : EventConventions
        How their values are written.
    parse_name : callable
        From a file's name to a `FileName`.
    pulled_as : str, optional
        What ``detente pull`` calls it; empty where it is not fetched.
    dataverse : DataverseFiles, optional
        Where ``detente pull`` gets its files, if in a Dataverse.
    bibtex : str, optional
        The citation as an entry of BibTeX.
    formerly : mapping of str to str, optional
        Names that an older Detente gave to datasets, and what they are called now.
    """

    name: str
    title: str
    origin: str
    licence: str
    citation: str
    note: str
    datasets: Mapping[str, str]
    header: bool
    layout: Callable[[str], LineFormat]
    matches: Callable[[Sequence[Sequence[str]]], bool]
    raw: Callable[[pl.DataFrame], pl.DataFrame]
    conventions: EventConventions
    parse_name: Callable[[str], FileName]
    pulled_as: str = ""
    dataverse: DataverseFiles | None = None
    bibtex: str = ""
    formerly: Mapping[str, str] = field(default_factory=dict)


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
