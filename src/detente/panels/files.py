"""Write a panel to a file, and its codebook beside it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl

from detente.characters import inert_frame, json_text
from detente.errors import UsageError
from detente.panels.result import Panel
from detente.panels.stata import write_stata

__all__ = ["SUFFIXES", "write_panel"]

SUFFIXES = (".parquet", ".csv", ".dta")


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
    frame = panel.frame
    if reasons and path.suffix != ".dta" and panel.why:
        frame = pl.concat([frame, panel.reasons()], how="horizontal")
    try:
        match path.suffix:
            case ".parquet":
                frame.write_parquet(path, compression="zstd")
            case ".csv":
                inert_frame(frame).write_csv(path)
            case _:
                labels = {column.name: column.doc for column in panel.columns}
                write_stata(frame, path, labels=labels, why=panel.why)
        book.write_text(json_text(panel.codebook(), default=date.isoformat) + "\n", encoding="utf-8")
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise UsageError(f"{path} can't be written: {why}; name a file in a folder that exists.", value=path) from None
    return path, book
