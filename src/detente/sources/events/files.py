"""Files of events: which format one has, and its rows as acts, some at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from detente.errors import DataError
from detente.sources.events.formats import Format, Named
from detente.sources.events.gdelt import GDELT1, GDELT2
from detente.sources.events.known_formats import known_formats
from detente.sources.events.mapped_tables import table_rows
from detente.sources.events.mapping import is_in_doubt, mapped_format, plain_rows, settled
from detente.sources.events.mapping_file import Mapped
from detente.sources.readers.archives import Limits, Member, members
from detente.sources.readers.line_format import LineFormat, Piece, pieces_of
from detente.sources.readers.lines import ParsedLines, read_lines
from detente.sources.readers.quoted import read_quoted
from detente.sources.readers.r_files import refuse_r
from detente.sources.readers.stata_files import is_stata

if TYPE_CHECKING:
    import polars as pl

__all__ = ["EventFile", "UnknownFormat", "event_files"]

HEAD = 10  # lines that a format is told from
SHOWN = 40  # letters of a line that a message shows
PARQUET = b"PAR1"


class UnknownFormat(DataError):
    """A file that is of no format of events; it may be of another source."""


@dataclass(frozen=True, slots=True)
class EventFile:
    """One file of events, opened: what it is, and how to read it.

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
    named : Named
        What its name tells.
    mapped : Mapped or None
        The mapping, where it is read by one.
    """

    member: Member
    alone: bool
    format: Format
    layout: LineFormat | None
    named: Named
    mapped: Mapped | None

    @property
    def plain(self) -> bool:
        """Whether it is read by lines, of which those of several files may be read together."""
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

    def _rows(self, mapped: Mapped, unit: int) -> Iterator[ParsedLines]:
        if self.layout is None:
            yield from table_rows(self.member.path, mapped, unit)
        elif mapped.quotes:
            yield from read_quoted(self.pieces(unit), self.layout)
        else:
            for piece in self.pieces(unit):
                yield read_lines([piece], self.layout)

    def is_in_doubt(self, rows: pl.DataFrame) -> bool:
        """Whether rows of it have a cell that only their whole column tells how to read."""
        return self.mapped is not None and is_in_doubt(self.mapped, rows)

    def settled(self) -> EventFile:
        """Return it with a mapping that says how its columns are written, told from all its rows.

        Raises
        ------
        DataError
            If the rows don't tell; says what to add to the mapping.
        """
        if self.mapped is None:
            return self
        try:
            mapped = settled(self.mapped, (rows.frame for rows in self.rows(0)))
        except DataError as error:
            raise DataError(f"{self.member.path}: {error.message}", value=error.value) from None
        return replace(self, mapped=mapped, format=mapped_format(mapped))


def event_files(
    path: Path, form: Format | None = None, mapped: Mapped | None = None, limits: Limits | None = None
) -> Iterator[EventFile]:
    """Yield the files of events that a path holds.

    Parameters
    ----------
    path : pathlib.Path
        A file, plain, ``.gz``, ``.zip``, Parquet or Stata.
    form : Format, optional
        Its format; by default told from its first lines.
    mapped : Mapped, optional
        How to read it, where it is of no known format.
    limits : Limits, optional
        What it may inflate to.

    Raises
    ------
    DataError
        If it can't be read, is refused, or is of no known format; says which there are.
    """
    refuse_r(path)
    found = members(path, limits)
    if not found:
        raise DataError(f"{path} is an archive without files", value=path)
    for member in found:
        yield _opened(member, form if mapped is None else mapped_format(mapped), mapped, alone=len(found) == 1)


def _opened(member: Member, form: Format | None, mapped: Mapped | None, *, alone: bool) -> EventFile:
    head = member.head()
    kind = "Parquet" if head.startswith(PARQUET) else "Stata" if is_stata(Path(member.name)) else ""
    if kind:
        if mapped is None or form is None:
            what = f"{member.path} is {kind}; say what its columns mean with --map FILE"
            raise UnknownFormat(what, value=member.path)
        if member.entry is not None:
            raise DataError(f"{member.path} holds {kind}; unpack it first", value=member.path)
        return EventFile(member, alone, form, None, form.named(member.name), mapped)
    if form is not None and mapped is None:
        _check(member, head, form)
    form = form or _told(member, head)
    try:
        header = _first_line(iter([head]))[0].decode("utf-8") if form.header else ""
        layout = form.layout(header)
    except UnicodeDecodeError:
        raise DataError(f"{member.path}: its header is not valid UTF-8", value=member.path) from None
    except DataError as error:
        raise DataError(f"{member.path}: {error.message}", value=error.value) from None
    return EventFile(member, alone, form, layout, form.named(member.name), mapped)


def _told(member: Member, head: bytes) -> Format:
    """Return the format that the first lines look like."""
    lines = _lines(head)
    if form := _like(lines):
        return form
    if not lines and ".export" in member.name.lower():
        return GDELT1 if len(member.name.split(".")[0]) < len("YYYYMMDDHHMMSS") else GDELT2
    called = str(member.path) if member.path.name == member.name else f"{member.path}: {member.name}"
    if not lines:
        what = "is empty; there is nothing in it to take in"
    elif b"\0" in head:
        what = "is no text, .gz, .zip or Parquet, and can't be read"
    elif member.entry is None and member.name.lower().endswith(".zip"):
        what = "is no zip archive, though it is called so; fetch it again"
    else:
        cells = lines[0]
        first = cells[0][:SHOWN] + ("…" if len(cells[0]) > SHOWN else "")
        own = "; a table of your own acts goes in with: detente add events FILE" if "," in first else ""
        seen = f"has {len(cells)} cells between tabs" if len(cells) > 1 else f"is {first!r}"
        names = ", ".join(known_formats())
        what = (
            f"is of no known format: its first line {seen}. The formats are {names}; name one with "
            f"--format, or say what the columns mean with --map FILE{own}"
        )
    raise (UnknownFormat if lines and b"\0" not in head else DataError)(f"{called} {what}", value=member.path)


def _check(member: Member, head: bytes, form: Format) -> None:
    """Refuse a file that is plainly of another format than the one named."""
    other = _like(_lines(head))
    if other is not None and other is not form:
        raise DataError(
            f"{member.path} is a file of {other.title}, and not of {form.title}; leave out --format, or say --format "
            f"{other.name}",
            value=member.path,
        )


def _like(lines: list[list[str]]) -> Format | None:
    """Return the format that first lines look like; None where they look like none."""
    return next((form for form in known_formats().values() if lines and form.fits(lines)), None)


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
