"""Files of R (.rds, .RData), which are refused: they hold objects of R, not tables."""

from __future__ import annotations

from pathlib import Path

from detente.errors import DataError

__all__ = ["R_ENDINGS", "refuse_r"]

R_ENDINGS = (".rds", ".rdata", ".rda")


def refuse_r(path: Path) -> None:
    """Refuse a file of R, by its name.

    Raises
    ------
    DataError
        If it is one; says how to write the table in R.

    Examples
    --------
    >>> refuse_r(Path("votes.csv"))
    """
    ending = path.suffix.lower()
    if ending not in R_ENDINGS:
        return
    load = f'x <- readRDS("{path.name}")' if ending == ".rds" else f'load("{path.name}") (x is one of its tables)'
    raise DataError(
        f"{path} holds objects of R, which Detente does not read. In R: {load}, then arrow::write_parquet(x, "
        f'"{path.stem}.parquet") or write.csv(x, "{path.stem}.csv", row.names = FALSE)',
        value=path,
    )
