"""Files of events: which format one has, and its rows as acts, some at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

import polars as pl

from detente.errors import DataError
from detente.sources.events.event_format import FileName, Format
from detente.sources.events.gdelt import GDELT1, GDELT2
from detente.sources.events.known_formats import known_formats
from detente.sources.events.mapped_tables import table_rows
from detente.sources.events.mapping import header_cells, is_ambiguous, mapped_format, plain_rows, resolved
from detente.sources.events.mapping_file import DELIMITERS, EventMapping
from detente.sources.events.own_columns import COLUMNS, OwnColumns, columns_lacking, own_mapping
from detente.sources.readers.archives import Limits, Member, members
from detente.sources.readers.line_format import LineFormat, Piece, pieces_of
from detente.sources.readers.lines import ParsedLines, read_lines
from detente.sources.readers.literal_paths import parquet_schema
from detente.sources.readers.quoted_csv import read_quoted
from detente.sources.readers.r_files import refuse_r
from detente.sources.readers.stata_files import is_stata, stata_columns

__all__ = ["EventFile", "UnknownFormat", "event_files"]

HEAD = 10  # lines by which a format is recognised
LONGEST = 200  # letters of a header that a message shows
SHOWN = 40  # letters of a line that a message shows
PARQUET = b"PAR1"


class UnknownFormat(DataError):
    """A file in no known format of events; it may be of another source."""


@dataclass(frozen=True, slots=True)
class EventFile:
    """One file of events: its format and how to read it.

    Parameters
    ----------
    member : Member
        Where it lies.
    alone : bool
        Whether it is all that its path holds.
    format : Format
        Its format.
    layout : LineFormat or None
        Which cells are read; None for Parquet and Stata.
    named : FileName
        What its name gives.
    mapped : EventMapping or None
        The mapping, where it is read by one.
    """

    member: Member
    alone: bool
    format: Format
    layout: LineFormat | None
    named: FileName
    mapped: EventMapping | None

    @property
    def plain(self) -> bool:
        """Whether it is read by lines; lines of several files may be read together."""
        return self.mapped is None

    def pieces(self, unit: int) -> Iterator[Piece]:
        """Yield its lines, the header left out."""
        blocks = self.member.blocks()
        if not self.format.header:
            return pieces_of(unit, blocks)
        _, rest, count = _first_line(blocks)
        return pieces_of(unit, chain([rest] if rest else [], blocks), first=count + 1)

    def rows(self, unit: int) -> Iterator[ParsedLines]:
        """Yield its rows, where they are read by a mapping."""
        if self.mapped is None:
            raise DataError(f"{self.member.path} is not read by a mapping", value=self.member.path)
        for rows in self._rows(self.mapped, unit):
            yield replace(rows, frame=plain_rows(self.mapped, rows.frame))

    def _rows(self, mapped: EventMapping, unit: int) -> Iterator[ParsedLines]:
        if self.layout is None:
            yield from table_rows(self.member.path, mapped, unit)
        elif mapped.quotes:
            yield from read_quoted(self.pieces(unit), self.layout)
        else:
            for piece in self.pieces(unit):
                yield read_lines([piece], self.layout)

    def is_ambiguous(self, rows: pl.DataFrame) -> bool:
        """Whether rows of it have a cell that is ambiguous without the whole column."""
        return self.mapped is not None and is_ambiguous(self.mapped, rows)

    def resolved(self) -> EventFile:
        """Return it with a mapping that states how its columns are written, found from all its rows.

        Raises
        ------
        DataError
            If the rows leave it open; says what to add to the mapping.
        """
        if self.mapped is None:
            return self
        try:
            mapped = resolved(self.mapped, (rows.frame for rows in self.rows(0)))
        except DataError as error:
            raise DataError(f"{self.member.path}: {error.message}", value=error.value) from None
        return replace(self, mapped=mapped, format=mapped_format(mapped))


def event_files(
    path: Path,
    form: Format | None = None,
    mapped: EventMapping | None = None,
    limits: Limits | None = None,
    own: OwnColumns | None = None,
) -> Iterator[EventFile]:
    """Yield the files of events that a path holds.

    Parameters
    ----------
    path : pathlib.Path
        A file, plain, ``.gz``, ``.zip``, Parquet or Stata.
    form : Format, optional
        Its format; by default recognised by its first lines.
    mapped : EventMapping, optional
        How to read it, where it has no known format.
    limits : Limits, optional
        What it may inflate to.
    own : OwnColumns, optional
        How a table of the user's own events is written, where the user says so.

    Raises
    ------
    DataError
        If it can't be read, is refused, or has no known format; lists those there are.
    UsageError
        If the name of a table of the user's own can't name a dataset.
    """
    refuse_r(path)
    found = members(path, limits)
    if not found:
        raise DataError(f"{path} is an archive without files", value=path)
    for member in found:
        opened = _opened(member, form, mapped, own or OwnColumns(), alone=len(found) == 1)
        if own is not None and (own.scheme or own.codes) and not (opened.mapped and opened.mapped.own):
            raise DataError(
                f"{path} is a file of {opened.format.title}; --scheme and --codes are for a table of your own with the "
                f"columns {', '.join(COLUMNS[:3])} and quad or cameo",
                value=path,
            )
        yield opened


def _opened(
    member: Member, form: Format | None, mapped: EventMapping | None, own: OwnColumns, *, alone: bool
) -> EventFile:
    head = member.head()
    table = "Parquet" if head.startswith(PARQUET) else "Stata" if is_stata(Path(member.name)) else ""
    if form is not None and mapped is None and not table:
        _check(member, head, form)
    elif form is None and mapped is None:
        form = None if table else _recognised(member, head)
        mapped = None if form else _own(member, head, own, table=table)
    if mapped is not None:
        form = mapped_format(mapped)
    if form is None or (table and mapped is None):
        raise _unknown(member, head, table)
    if table and member.entry is not None:
        raise DataError(f"{member.path} holds {table}; unpack it first", value=member.path)
    layout = None if table else _layout(member, head, form)
    return EventFile(member, alone, form, layout, form.parse_name(member.name), mapped)


def _layout(member: Member, head: bytes, form: Format) -> LineFormat:
    try:
        header = _first_line(iter([head]))[0].decode("utf-8") if form.header else ""
        return form.layout(header)
    except UnicodeDecodeError:
        raise DataError(f"{member.path}: its header is not valid UTF-8", value=member.path) from None
    except DataError as error:
        raise DataError(f"{member.path}: {error.message}", value=error.value) from None


def _recognised(member: Member, head: bytes) -> Format | None:
    """Return the known format that the first lines have; an empty file has the one of its name."""
    lines = _lines(head)
    if not lines and ".export" in member.name.lower():
        return GDELT1 if len(member.name.split(".")[0]) < len("YYYYMMDDHHMMSS") else GDELT2
    return _like(lines)


def _own(member: Member, head: bytes, own: OwnColumns, *, table: str) -> EventMapping | None:
    """Return the built-in mapping, where a file has its columns."""
    found = (own_mapping(names, Path(member.name), own) for names in _headers(member, head, table))
    return next((mapped for mapped in found if mapped is not None), None)


def _headers(member: Member, head: bytes, table: str) -> list[list[str]]:
    """Return the names of the columns; of a text by each delimiter that it may have."""
    if table and member.entry is not None:
        return [[]]
    if table:
        try:
            names = (parquet_schema if table == "Parquet" else stata_columns)(member.path)
        except pl.exceptions.PolarsError as error:
            raise DataError(f"{member.path} can't be read as {table}: {error}", value=member.path) from None
        return [list(names)]
    header = _first_line(iter([head]))[0].decode("utf-8", "replace")
    return [header_cells(header, cut) for cut in DELIMITERS]


def _unknown(member: Member, head: bytes, table: str) -> DataError:
    """Return the error of a file that has no known format."""
    called = str(member.path) if member.path.name == member.name else f"{member.path}: {member.name}"
    if table or not (unreadable := _unreadable(member, head)):
        return UnknownFormat(f"{called} {_unlike(member, head, table)}", value=member.path)
    return DataError(f"{called} {unreadable}", value=member.path)


def _unreadable(member: Member, head: bytes) -> str | None:
    """Return why a file can't be read as text; None where it can."""
    if not _lines(head):
        return "is empty"
    if b"\0" in head:
        return "is not text in UTF-8, .gz, .zip, Parquet or Stata, and can't be read; save a table as CSV in UTF-8"
    if member.entry is None and member.name.lower().endswith(".zip"):
        return "is not a zip archive, despite its name; fetch it again"
    if b"\r" in head.strip() and b"\n" not in head:
        return "ends its lines with carriage returns alone, as old Macs did; save it as CSV with line feeds"
    return None


def _unlike(member: Member, head: bytes, table: str) -> str:
    """Return why a file that can be read has no known format, and what to do."""
    ways = "rename the columns as in `detente ingest --help`, or map them with --map FILE"
    names = max(_headers(member, head, table), key=len)
    has = ", ".join(names)[:LONGEST]
    if lacking := columns_lacking(names):
        return f"lacks {lacking} for a table of events: it has {has}; {ways}"
    if table:
        return f"is a {table} file with unknown columns: {has}; {ways}"
    first, *others = _lines(head)[0]
    cut = first[:SHOWN] + ("…" if len(first) > SHOWN else "")
    seen = f"has {1 + len(others)} cells between tabs" if others else f"is {cut!r}"
    formats = ", ".join(known_formats())
    return (
        f"has no known format: its first line {seen}. The formats of events are {formats}; for a table of your own, "
        f"{ways}"
    )


def _check(member: Member, head: bytes, form: Format) -> None:
    """Refuse a file that is recognised as another format than the one named."""
    other = _like(_lines(head))
    if other is not None and other is not form:
        raise DataError(
            f"{member.path} is a file of {other.title}, and not of {form.title}; leave that name out, or name "
            f"{', '.join(other.datasets)}",
            value=member.path,
        )


def _like(lines: list[list[str]]) -> Format | None:
    """Return the format that first lines look like; None where they look like none."""
    return next((form for form in known_formats().values() if lines and form.matches(lines)), None)


def _lines(head: bytes) -> list[list[str]]:
    """Return the cells of the first lines that are not blank."""
    lines = [line for line in head.split(b"\n", HEAD)[:HEAD] if line.strip()]
    return [[cell.strip() for cell in line.decode("utf-8", "replace").strip("\ufeff\r").split("\t")] for line in lines]


def _first_line(blocks: Iterator[bytes]) -> tuple[bytes, bytes, int]:
    """Return the first line that is not blank, what follows it in its block, and its number."""
    count, data = 0, b""
    for block in blocks:
        data += block
        while b"\n" in data:
            line, _, data = data.partition(b"\n")
            count += 1
            if line.strip():
                return line, data, count
        if len(data) > 1 << 20:
            break
    return data, b"", count + 1
