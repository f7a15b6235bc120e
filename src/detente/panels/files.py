"""Write a panel to a file, and its codebook beside it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import polars as pl
from polars.io.plugins import register_io_source

from detente.characters import inert_frame, json_text
from detente.errors import UsageError
from detente.panels.panel import Panel
from detente.panels.stata import write_stata

__all__ = ["SUFFIXES", "write_panel"]

SUFFIXES = (".parquet", ".csv", ".dta")
ROWS = 1 << 17  # written at a time


def write_panel(panel: Panel, path: Path, *, reasons: bool = False) -> tuple[Path, ...]:
    """Write a panel, and beside it ``<name>.codebook.json``: columns, units, coverage, reasons, citations.

    Parameters
    ----------
    panel : Panel
        What to write.
    path : pathlib.Path
        A file named ``.parquet``, ``.csv`` (empty cells are missing) or ``.dta``.
    reasons : bool, optional
        Write why cells are empty, a column for each added one. Stata files have it in the cells.

    Returns
    -------
    tuple of pathlib.Path
        The files written.

    Raises
    ------
    UsageError
        If the name ends otherwise, or a file can't be written.
    """
    if path.suffix not in SUFFIXES:
        raise UsageError(
            f"A panel can't be written as {path.suffix or 'a file without suffix'}; use {', '.join(SUFFIXES)}.",
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
                write_stata(panel.frame, path, labels=labels, why=panel.why)
        book.write_text(json_text(panel.codebook(), default=date.isoformat) + "\n", encoding="utf-8")
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise UsageError(f"{path} can't be written: {why}; name a file in a folder that exists.", value=path) from None
    return path, book


def _parts(panel: Panel, rows: int, *, reasons: bool) -> Iterator[pl.DataFrame]:
    """Yield the frame some rows at a time, with reasons beside it where they are asked for."""
    whys = panel.reasons() if reasons and panel.added else pl.DataFrame()
    start = 0
    for part in panel.parts(rows):
        beside = whys[start : start + part.height]
        start += part.height
        yield pl.concat([part, beside], how="horizontal") if whys.width else part


def _write_parquet(panel: Panel, path: Path, *, reasons: bool) -> None:
    """Write a file of Parquet part by part: the whole frame is never held."""

    def read(
        columns: list[str] | None, predicate: pl.Expr | None, rows: int | None, size: int | None
    ) -> Iterator[pl.DataFrame]:
        del columns, predicate, rows, size  # all is written
        yield from _parts(panel, ROWS, reasons=reasons)

    first = next(_parts(panel, 1, reasons=reasons))
    whole = register_io_source(read, schema=first.schema)
    whole.sink_parquet(path, compression="zstd", maintain_order=True, row_group_size=ROWS)


def _write_csv(panel: Panel, path: Path, *, reasons: bool) -> None:
    """Write a file of CSV part by part."""
    with path.open("wb") as file:
        for number, part in enumerate(_parts(panel, ROWS, reasons=reasons)):
            inert_frame(part).write_csv(file, include_header=number == 0)
