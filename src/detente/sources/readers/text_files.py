"""Text files with a header, parsed by DuckDB: plain, gzipped or zipped, in UTF-8 or Windows-1252."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator, Sequence
from pathlib import Path

import polars as pl

from detente.errors import DataError
from detente.sources.readers.archives import members
from detente.sources.readers.literal_paths import duckdb_path
from detente.sources.readers.record_lines import record_lines
from detente.sources.shaping.states import no_rejects

__all__ = ["header_in", "header_of", "parsed_text", "plain_files"]

DELIMITERS = ",\t;|"
PACKED = (b"\x1f\x8b", b"PK")  # gzip, zip
LONGEST_HEADER = 1 << 20  # bytes; a longer line is not a header
LONGEST_LINE = 8 << 20  # bytes
BUFFER = 2 * LONGEST_LINE  # bytes that DuckDB reads at once; by default sixteen lines

# DuckDB's error types, in words
WRONG = {
    "MISSING COLUMNS": "has fewer cells than the header",
    "TOO MANY COLUMNS": "has more cells than the header",
    "UNQUOTED VALUE": "has a quoted cell with text outside the quotes",
    "LINE SIZE OVER MAXIMUM": "is too long",
    "INVALID ENCODING": "is not valid UTF-8",
}


def plain_files(path: Path, copy: Path) -> Iterator[Path]:
    """Yield each file at a path as plain UTF-8 text: the path itself if it is plain, otherwise a copy at `copy`."""
    with path.open("rb") as file:
        packed = file.read(2) in PACKED
    for member in members(path):
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            for block in member.blocks():
                decoder.decode(block)
            decoder.decode(b"", final=True)
            encoding = "utf-8"
        except UnicodeDecodeError:
            encoding = "cp1252"
        if encoding == "utf-8" and not packed:
            yield path
            continue
        with copy.open("wb") as out:
            for block in member.blocks():
                text = block if encoding == "utf-8" else block.decode(encoding, errors="replace").encode()
                out.write(text)
        yield copy


def header_in(path: Path, plain: Path) -> tuple[str, list[str]]:
    """Return the delimiter and column names of a file; errors name `path`.

    Raises
    ------
    DataError
        If the file is not text or has no line feeds.
    """
    with plain.open("rb") as file:
        line = file.readline(LONGEST_HEADER).decode("utf-8-sig", errors="replace").strip("\r\n")
    if "\0" in line:
        raise DataError(f"{path} can't be read as Parquet or as text with a header", value=path)
    if "\r" in line:
        raise DataError(
            f"{path} ends its lines with carriage returns only, as on old Macs; save it as CSV with line feeds",
            value=path,
        )
    return header_of(line)


def header_of(line: str) -> tuple[str, list[str]]:
    """Return the delimiter and the column names of a header.

    Examples
    --------
    >>> header_of("ccode;year;")
    (';', ['ccode', 'year', 'unnamed 3'])
    """
    delimiter = max(DELIMITERS, key=line.count)
    names = [name.strip() for name in next(csv.reader([line], delimiter=delimiter), [])]
    return delimiter, [name or f"unnamed {number}" for number, name in enumerate(names, start=1)]


def parsed_text(
    plain: Path, names: list[str], delimiter: str, wanted: list[str], once: list[str]
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Parse text with DuckDB: the requested columns as text, the rejected rows, and distinct rows of other columns."""
    import duckdb  # noqa: PLC0415 - loaded only for text

    unique = [name if name not in names[:i] else f"{name} {i}" for i, name in enumerate(names)]
    with duckdb.connect() as db:
        relation = db.read_csv(
            duckdb_path(plain),
            header=True,
            columns=dict.fromkeys(unique, "VARCHAR"),
            delimiter=delimiter,
            quotechar='"',
            escapechar='"',
            auto_detect=False,
            hive_partitioning=False,
            store_rejects=True,
            strict_mode=True,
            max_line_size=LONGEST_LINE,
            buffer_size=BUFFER,
        )
        rows = pl.DataFrame(relation.project(_quoted(wanted)))
        errors = db.execute("SELECT line, csv_line, error_type FROM reject_errors ORDER BY line, column_idx").fetchall()
        separate = pl.DataFrame(relation.project(_quoted(once)).distinct()) if once else pl.DataFrame()
    rejects = pl.DataFrame(
        [(line, None, text, WRONG.get(str(why), f"is malformed: {why}".lower())) for line, text, why in errors],
        schema=no_rejects().schema,
        orient="row",
    ).unique("line", keep="first", maintain_order=True)
    begins = record_lines(plain, delimiter, 1 + rows.height + rejects.height)
    numbers = pl.DataFrame({"record": pl.int_range(1, len(begins) + 1, eager=True), "line": pl.Series(begins)})
    records = numbers.filter(pl.col("record") > 1, pl.col("line") > 0)
    kept = records.join(rejects, left_on="record", right_on="line", how="anti", maintain_order="left")
    rejects = rejects.rename({"line": "record"}).join(numbers, on="record", how="left", maintain_order="left")
    return rows.with_columns(kept["line"]).select("line", *wanted), rejects.select(no_rejects().columns), separate


def _quoted(names: Sequence[str]) -> str:
    return ", ".join('"' + name.replace('"', '""') + '"' for name in names)
