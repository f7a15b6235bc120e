"""Write a panel and its codebook to files."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import polars as pl
from polars.io.plugins import register_io_source

from detente.errors import UsageError
from detente.panels.panel import Panel
from detente.panels.stata import write_stata
from detente.unsafe_characters import inert_frame, json_text

__all__ = ["SUFFIXES", "write_panel"]

SUFFIXES = (".parquet", ".csv", ".dta")
ROWS = 1 << 17  # written at a time


def write_panel(panel: Panel, path: Path, *, reasons: bool = False) -> tuple[Path, ...]:
    """Write a panel, and ``<name>.codebook.json`` with columns, units, coverage, reasons and citations.

    Parameters
    ----------
    panel : Panel
        The panel.
    path : pathlib.Path
        A file named ``.parquet``, ``.csv`` (empty cells are missing) or ``.dta``.
    reasons : bool, optional
        Write the reasons for empty cells, a column per added column. Stata files have them in the cells.

    Returns
    -------
    tuple of pathlib.Path
        The files written.

    Raises
    ------
    UsageError
        If the suffix is unknown, or a file can't be written.
    """
    if path.suffix not in SUFFIXES:
        raise UsageError(
            f"unknown format {path.suffix or 'without a suffix'}: expected {', '.join(SUFFIXES)}",
            value=path.suffix,
        )
    book = path.with_suffix(".codebook.json")
    try:
        match path.suffix:
            case ".parquet":
                _write_parquet(panel, path, reasons=reasons)
            case ".csv":
                _write_csv(panel, path, reasons=reasons)
            case _:
                labels = {column.name: column.doc for column in panel.columns}
                write_stata(panel.frame(), path, labels=labels, why=panel.why)
        book.write_text(json_text(panel.codebook(), default=date.isoformat) + "\n", encoding="utf-8")
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise UsageError(f"{path} can't be written: {why}; use an existing folder", value=path) from None
    return path, book


def _parts(panel: Panel, rows: int, *, reasons: bool) -> Iterator[pl.DataFrame]:
    """Yield the frame in parts, with reasons if they are requested."""
    whys = panel.reasons() if reasons and panel.added else pl.DataFrame()
    start = 0
    for part in panel.parts(rows):
        beside = whys[start : start + part.height]
        start += part.height
        yield pl.concat([part, beside], how="horizontal") if whys.width else part


def _write_parquet(panel: Panel, path: Path, *, reasons: bool) -> None:
    """Write a Parquet file in parts, so that the whole frame is never in memory."""

    def read(
        columns: list[str] | None, predicate: pl.Expr | None, rows: int | None, size: int | None
    ) -> Iterator[pl.DataFrame]:
        del columns, predicate, rows, size  # all is written
        yield from _parts(panel, ROWS, reasons=reasons)

    first = next(_parts(panel, 1, reasons=reasons))
    whole = register_io_source(read, schema=first.schema)
    whole.sink_parquet(path, compression="zstd", maintain_order=True, row_group_size=ROWS)


def _write_csv(panel: Panel, path: Path, *, reasons: bool) -> None:
    """Write a CSV file in parts."""
    with path.open("wb") as file:
        for number, part in enumerate(_parts(panel, ROWS, reasons=reasons)):
            inert_frame(part).write_csv(file, include_header=number == 0)
