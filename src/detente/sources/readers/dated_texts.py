"""Files of dated texts: CSV, Parquet, JSON, JSON lines, or plain text with dates; each plain, gzipped or zipped.

A table or JSON object has ``date`` (YYYY-MM-DD) and ``text``; it may have ``id``, ``known_on``, ``topic``, ``page`` and
``revision``. In plain text each line is a text, and a date at the beginning of a line, alone on it or followed by a
text, is that of this line and of the lines after it::

    2015-03-14
    Norway condemns Chile.
    2015-03-15  Norway and Chile sign a treaty.

The form is recognised by the content.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import polars as pl

from detente.errors import DataError
from detente.sources.readers.literal_paths import scan_parquet
from detente.sources.readers.text_files import header_of, parsed_text, plain_files

__all__ = ["COLUMNS", "dated_texts"]

COLUMNS = ("date", "text", "id", "known_on", "topic", "page", "revision")
REQUIRED = ("date", "text")
TABLES = (".csv", ".tsv", ".tab")
SCHEMA = {"line": pl.Int64(), **dict.fromkeys(COLUMNS, pl.String())}
REJECTS = {"line": pl.Int64(), "column": pl.String(), "value": pl.String(), "reason": pl.String()}
HEAD = 1 << 16  # bytes in which the form is recognised
SHOWN = 200  # characters of a rejected line
DATED = re.compile(r"(\d{4}-\d{2}-\d{2})(?:$|[\s:,;]+)(.*)", re.DOTALL)

Rows = list[tuple[int, dict[str, Any]]]
Rejects = list[tuple[int, str | None, str | None, str]]


def dated_texts(path: Path) -> tuple[pl.DataFrame, pl.DataFrame]:
    r"""Return the texts of a file, and the lines that can't be read.

    Parameters
    ----------
    path : pathlib.Path
        The file, or a folder of Parquet files.

    Returns
    -------
    texts : polars.DataFrame
        ``line`` and the columns of `COLUMNS`, as the file has them.
    rejects : polars.DataFrame
        ``line``, ``column``, ``value`` and ``reason``.

    Raises
    ------
    DataError
        If it can't be read, or a table of it lacks a date or a text.

    Examples
    --------
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "notes.txt"
    ...     _ = file.write_text("2015-03-14\nNorway condemns Chile.\n")
    ...     texts, _ = dated_texts(file)
    >>> texts.select("line", "date", "text").rows()
    [(2, '2015-03-14', 'Norway condemns Chile.')]
    """
    if path.is_dir():
        return _of_folder(path)
    try:
        with path.open("rb") as file:
            start = file.read(4)
        if start == b"PAR1":
            return _of_parquet(path)
        with tempfile.TemporaryDirectory(prefix="detente-") as folder:
            parts = [_of_text(path, plain) for plain in plain_files(path, Path(folder) / "text")]
    except OSError as error:
        raise DataError(f"{path} can't be read: {(error.strerror or str(error)).lower()}", value=path) from None
    if len(parts) > 1:
        raise DataError(f"{path} holds {len(parts)} files; extract them, and name one", value=path)
    return parts[0] if parts else (pl.DataFrame(schema=SCHEMA), pl.DataFrame(schema=REJECTS))


def _of_folder(folder: Path) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the texts of a folder's Parquet files, in the order of their names."""
    files = sorted(folder.glob("*.parquet"))
    if not files:
        raise DataError(f"{folder} holds no Parquet file; name a file of texts", value=folder)
    texts = pl.concat([_of_parquet(path)[0] for path in files], how="diagonal_relaxed")
    return texts.with_columns(pl.int_range(1, pl.len() + 1).alias("line")), pl.DataFrame(schema=REJECTS)


def _of_parquet(path: Path) -> tuple[pl.DataFrame, pl.DataFrame]:
    try:
        rows = scan_parquet(path)
        names = {name: name.strip().lower() for name in rows.collect_schema().names()}
        _check_names(path, names.values())
        wanted = {name: ours for name, ours in names.items() if ours in COLUMNS}
        frame = rows.select(pl.col(name).alias(ours) for name, ours in wanted.items()).collect()
    except (OSError, pl.exceptions.PolarsError) as error:
        raise DataError(f"{path} can't be read as Parquet: {error}", value=path) from None
    return frame.with_columns(pl.int_range(1, pl.len() + 1).alias("line")), pl.DataFrame(schema=REJECTS)


def _of_text(path: Path, plain: Path) -> tuple[pl.DataFrame, pl.DataFrame]:
    with plain.open("rb") as file:
        head = file.read(HEAD).decode("utf-8-sig", errors="replace").lstrip()
    delimiter, names = header_of(head.split("\n", 1)[0].strip("\r"))
    lowered = [name.lower() for name in names]
    if head[:1] == "{" or (head[:1] == "[" and path.suffix.lower() != ".txt"):
        return _of_json(path, plain, lines=head[:1] == "{")
    if set(REQUIRED) <= set(lowered) or path.suffix.lower() in TABLES:
        _check_names(path, lowered)
        wanted = [name for name, ours in zip(names, lowered, strict=True) if ours in COLUMNS]
        rows, rejects, _ = parsed_text(plain, names, delimiter, wanted, [])
        return rows.rename({name: name.lower() for name in wanted}), rejects.select(REJECTS.keys())
    with plain.open(encoding="utf-8-sig", newline="") as lines:
        return _framed(_dated(lines), [])


def _check_names(path: Path, names: Iterable[str]) -> None:
    found = list(names)
    if lacking := [name for name in REQUIRED if name not in found]:
        has = ", ".join(found[:12])
        raise DataError(f"{path} has no column {' or '.join(lacking)}; it has {has}. Name them so", value=found)
    if repeated := [name for name in COLUMNS if found.count(name) > 1]:
        raise DataError(f"{path}: its header names {repeated[0]} more than once", value=repeated[0])


def _dated(lines: Iterable[str]) -> Rows:
    rows: Rows = []
    day: str | None = None
    for number, line in enumerate(lines, start=1):
        text = line.strip()
        if match := DATED.match(text):
            day, text = match.groups()
        if text:
            rows.append((number, {"date": day, "text": text}))
    return rows


def _of_json(path: Path, plain: Path, *, lines: bool) -> tuple[pl.DataFrame, pl.DataFrame]:
    rows: Rows = []
    rejects: Rejects = []
    with plain.open(encoding="utf-8-sig", newline="") as file:
        for number, value in enumerate(_values(file) if lines else _elements(path, file.read()), start=1):
            if isinstance(value, dict):
                rows.append((number, value))
            elif value != "":
                rejects.append((number, None, str(value)[:SHOWN], "is not a JSON object"))
    return _framed(rows, rejects)


def _values(lines: Iterable[str]) -> Iterator[object]:
    """Yield the value of each line, or the line where it has none."""
    for line in lines:
        text = line.strip()
        try:
            value = json.loads(text)
        except (ValueError, RecursionError):
            value = text
        yield value


def _elements(path: Path, text: str) -> list[object]:
    try:
        return list(json.loads(text))
    except (ValueError, RecursionError) as error:
        raise DataError(f"{path} begins like JSON and can't be read as such: {error}", value=path) from None


def _framed(rows: Rows, rejects: Rejects) -> tuple[pl.DataFrame, pl.DataFrame]:
    texts = [(number, *(_cell(_named(row, name)) for name in COLUMNS)) for number, row in rows]
    return (
        pl.DataFrame(texts, schema=SCHEMA, orient="row"),
        pl.DataFrame(rejects, schema=REJECTS, orient="row"),
    )


def _named(row: dict[str, Any], name: str) -> object:
    """Return a value by its name, in capitals or not."""
    return row[name] if name in row else next((value for key, value in row.items() if key.lower() == name), None)


def _cell(value: object) -> str | None:
    """Return a value as text, of which unpaired surrogates of a JSON escape are no part."""
    if value is None:
        return None
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text.encode("utf-8", "replace").decode("utf-8")
