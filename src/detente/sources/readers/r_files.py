"""R files (.rds, .RData), which can't be read: they contain R objects, not tables."""

from __future__ import annotations

from pathlib import Path

from detente.errors import DataError

__all__ = ["R_ENDINGS", "refuse_r"]

R_ENDINGS = (".rds", ".rdata", ".rda")


def refuse_r(path: Path) -> None:
    """Raise an error for an R file, recognised by its name.

    Raises
    ------
    DataError
        If it is an R file; the message says how to export the table from R.

    Examples
    --------
    >>> refuse_r(Path("votes.csv"))
    """
    ending = path.suffix.lower()
    if ending not in R_ENDINGS:
        return
    load = f'x <- readRDS("{path.name}")' if ending == ".rds" else f'load("{path.name}") (x is one of its tables)'
    raise DataError(
        f"{path} is an R file, which Detente does not read. In R: {load}, then arrow::write_parquet(x, "
        f'"{path.stem}.parquet") or write.csv(x, "{path.stem}.csv", row.names = FALSE)',
        value=path,
    )
