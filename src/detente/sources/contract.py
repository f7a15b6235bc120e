"""The contract of a source: one provider's file, where it comes from, and how it is parsed into canonical frames.

A module of `detente.sources.providers` describes its file's semantics and traps, has a function `read` and declares one
`Source`. Every row of the file ends in a frame, in the rejects with a reason, or is a covered zero::

    rows_in  =  rows_kept  +  rejects.height

`Source.read` checks this, and that the frames match their tables. A state is translated by `with_states`, at the
date of its row, or rejected: none is mapped silently.

A row counts as known from the last day of its period: that day, or 31 December of its year. The day of its
publication is not recorded; the day of ingest is that of its batch.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fnmatch import fnmatch
from pathlib import Path

import polars as pl

from detente.catalog import Table, table
from detente.errors import DataError
from detente.sources.coverage import years_shown
from detente.sources.readers.layouts import Layout
from detente.sources.readers.literal_paths import parquet_schema, scan_parquet
from detente.sources.readers.r_files import refuse_r
from detente.sources.shaping.states import REJECTS, no_rejects, rejects_of, states_of, with_states

__all__ = [
    "REJECTS",
    "Fetch",
    "ParsedFile",
    "Source",
    "no_rejects",
    "read_parquet",
    "rejects_of",
    "shape",
    "states_of",
    "with_states",
]


READER = 3  # of a source whose reader has not changed since readers were numbered; older batches have 2
MOST_COUNTED = (
    100_000_000  # reports of a class of acts toward a state in a period; a higher number is an error of the file
)


def shape(name: str) -> Table:
    """Return a table as it applies to files: counts of reports are bounded, and counts of events may be missing.

    Examples
    --------
    >>> shape("counts").column("reports").allowed, shape("ties").name
    ('a whole number from 0 to 100,000,000', 'ties')
    """
    declared = table(name)
    if name != "counts":
        return declared
    changed = {
        "events": replace(declared.column("events"), nullable=True),
        "reports": replace(declared.column("reports"), least=0, most=MOST_COUNTED),
    }
    columns = tuple(changed.get(c.name, c) for c in declared.columns)
    return replace(declared, columns=columns)


@dataclass(frozen=True, slots=True)
class ParsedFile:
    """A file after parsing.

    Parameters
    ----------
    frame : polars.DataFrame
        The rows of the source's first table.
    rejects : polars.DataFrame
        Rejected rows: ``line`` (in the file, the header being 1; in Parquet and Stata the row), the invalid ``column``,
        its ``value``, and the ``reason``. A row is rejected once.
    rows_in : int
        Rows of the main file.
    rows_kept : int
        Rows in the frames, and covered zeros.
    frames : mapping of str to polars.DataFrame, optional
        The rows of the source's other tables, by table. What `Source.read` returns has the first one's too.
    years : frozenset of int or None, optional
        The years of the rows kept, covered zeros included. None: the years in the frames. A reader gives them where
        the frames lack some: covered zeros, or ends that the file does not state.
    parts_rejected : polars.DataFrame, optional
        Rejected parts of rows that are otherwise kept, such as one name in a list of states, as in `rejects`. See
        `detente.sources.shaping.states.rejected_parts`.
    """

    frame: pl.DataFrame
    rejects: pl.DataFrame
    rows_in: int
    rows_kept: int
    frames: Mapping[str, pl.DataFrame] = field(default_factory=dict)
    years: frozenset[int] | None = None
    parts_rejected: pl.DataFrame = field(default_factory=no_rejects)


@dataclass(frozen=True, slots=True)
class Fetch:
    """Where `detente pull` gets a source's files.

    Parameters
    ----------
    addresses : tuple of str, optional
        HTTPS addresses of the files, all on one host, the main one first.
    doi : str, optional
        A Dataverse dataset, such as ``doi:10.7910/DVN/LEJUQZ``, in whose list of files they are.
    files : tuple of str, optional
        Patterns of the main file's name in that dataset, in order of preference; of several names that match, the
        last is used. Files beside it are fetched too where the dataset has them.
    server : str, optional
        Host of the Dataverse.
    """

    addresses: tuple[str, ...] = ()
    doi: str | None = None
    files: tuple[str, ...] = ()
    server: str = "dataverse.harvard.edu"


@dataclass(frozen=True, slots=True)
class Source:
    """One provider's file and how it is parsed.

    Parameters
    ----------
    name : str
        Short name; the ``dataset`` of its rows.
    title : str
        The provider's title.
    origin : str
        Where it is published.
    licence : str
        Its terms, in words.
    citation : str
        The work to cite.
    bibtex : str
        The same as a BibTeX entry, under a permanent key.
    covers : str
        The states, days and acts that it covers, and what 'No row' means.
    covers_from, covers_until : int
        First and last year that the producer's complete file covers, in the version that the reader was written for.
        The coverage of a user's file is measured from its rows: see `detente.sources.coverage`.
    no_row : str
        What a missing row inside the coverage means: ``'zero'``, ``'missing'``, or a clause.
    tables : tuple of str
        The tables of its rows, the main one first.
    files : tuple of str
        Usual names of the main file, one or more a layout; ``*`` stands for anything.
    parse : callable
        Function of the main file's path that returns a `ParsedFile`.
    layouts : tuple of Layout
        The known layouts of the file, by which it is recognised.
    beside : tuple of str, optional
        Usual names of files in the folder of the main one.
    fetch : Fetch, optional
        Where `detente pull` fetches it; None where it can't.
    by_hand : str, optional
        If it is not fetched: why not, and where to download it.
    quiet : tuple of int, optional
        Years for which the complete file has no row, since there was nothing to record.
    begins_yearly : bool, optional
        Whether some spell begins in nearly every year of the complete file, so that a file's coverage ends with the
        last begin of its spells, whatever their ends.
    redistributable : bool, optional
        Whether the producer allows redistribution.
    shipped : pathlib.Path, optional
        The file itself, if it comes with Detente.
    reader : int, optional
        Version of the reader, recorded with each file. Increase it when the reader produces different rows from the
        same file; the file is read again when it is ingested again.
    """

    name: str
    title: str
    origin: str
    licence: str
    citation: str
    bibtex: str
    covers: str
    covers_from: int
    covers_until: int
    no_row: str
    tables: tuple[str, ...]
    files: tuple[str, ...]
    parse: Callable[[Path], ParsedFile]
    layouts: tuple[Layout, ...]
    beside: tuple[str, ...] = ()
    fetch: Fetch | None = None
    by_hand: str = ""
    quiet: tuple[int, ...] = ()
    begins_yearly: bool = False
    redistributable: bool = False
    shipped: Path | None = None
    reader: int = READER

    @property
    def table(self) -> str:
        """The table of its main frame."""
        return self.tables[0]

    def find(self, path: Path) -> Path:
        """Return the main file: the path itself, or the file in that folder that has one of the usual names.

        Raises
        ------
        DataError
            If there is none.
        """
        if path.is_dir():
            names = sorted(one.name for one in path.iterdir() if one.is_file())
            for usual in self.files:
                if matching := [name for name in names if fnmatch(name.lower(), usual.lower())]:
                    return path / matching[-1]
        if path.is_file():
            refuse_r(path)
            return path
        what = "holds none of the files" if path.is_dir() else "does not exist"
        beside = f", with {', '.join(self.beside)} beside it" if self.beside else ""
        raise DataError(f"{path} {what}; {self.name} needs {' or '.join(self.files)}{beside}", value=path)

    def read(self, path: Path) -> ParsedFile:
        """Read the file into canonical frames.

        Parameters
        ----------
        path : pathlib.Path
            The main file, or the folder in which it lies under a usual name.

        Returns
        -------
        ParsedFile
            Its frames are sorted by their tables' keys.

        Raises
        ------
        DataError
            If a file does not exist, can't be read or lacks a column, or if rows were lost.

        Examples
        --------
        >>> from detente.sources import source
        >>> source("icews-yearly").read(Path("nowhere"))
        Traceback (most recent call last):
        ...
        detente.errors.DataError: nowhere does not exist; icews-yearly needs icews_dyadyear_2002_2014.parquet
        """
        parsed = self.parse(self.find(path))
        if parsed.rows_in != parsed.rows_kept + parsed.rejects.height:
            raise DataError(
                f"{self.name}: of {parsed.rows_in} rows {parsed.rows_kept} were kept and "
                f"{parsed.rejects.height} rejected; the rest was lost, an error of the reader",
                value=parsed.rows_in,
            )
        given = {**parsed.frames, self.table: parsed.frame}
        fitted = {}
        for name in self.tables:
            frame = given.get(name, shape(name).empty())
            fitted[name] = shape(name).sort(shape(name).validate(frame))
        years = years_shown(fitted, begins_yearly=self.begins_yearly) if parsed.years is None else parsed.years
        return replace(
            parsed, frame=fitted[self.table], rejects=parsed.rejects.sort("line"), frames=fitted, years=years
        )


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
        found = parquet_schema(path)
        if absent := [name for name in columns if name not in found]:
            raise DataError(
                f"{path} has no column {', '.join(absent)}; its columns: {', '.join(found)}; required: "
                f"{', '.join(columns)}",
                value=absent,
            )
        rows = scan_parquet(path).select(columns).collect()
        return rows.with_row_index("line", offset=1).cast({"line": pl.Int64})
    except (OSError, pl.exceptions.PolarsError) as error:
        raise DataError(f"{path} can't be read as Parquet: {error}", value=path) from None
