"""Counts: events summed to dyad, period and class, by SQL over the lake's files."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl

from detente.catalog import FREQS, SCHEMES, table
from detente.errors import NoAnswer, StoreError, UsageError
from detente.store.reading import check_day, may_hold
from detente.store.store import Store

__all__ = ["counts"]

SQL = Path(__file__).parent / "sql" / "counts.sql"


def counts(
    store: Store, dataset: str, freq: str = "year", scheme: str = "quad", as_of: date | None = None
) -> pl.DataFrame:
    """Count a dataset's events by directed dyad, period and class of act.

    Events without a code in the scheme are unclassified and in no count. A dyad-period without a row had no
    event; whether that is a zero is for the dataset's coverage to say.

    Parameters
    ----------
    store : Store
        Where the events are.
    dataset : str
        Whose events.
    freq : str
        ``year``, ``quarter``, ``month`` or ``week`` (from Monday).
    scheme : str
        ``quad`` (four classes), ``root`` (CAMEO root code) or ``plover`` (PLOVER event type).
    as_of : datetime.date, optional
        Only events known by then; by default today.

    Returns
    -------
    polars.DataFrame
        The table ``counts``, in the order of its key.

    Raises
    ------
    UsageError
        If there is no such frequency or scheme.
    NoAnswer
        If the dataset has no events by then, or none with a code in the scheme.

    Examples
    --------
    >>> from pathlib import Path
    >>> from detente.errors import NoAnswer
    >>> try:
    ...     counts(Store.open(home=Path("nowhere")), "mine", "year", "quad")
    ... except NoAnswer as error:
    ...     print(error)
    there are no events of dataset 'mine'; add a file with: detente add events FILE --dataset mine
    """
    day = check_day(as_of)
    _one_of("freq", freq, FREQS)
    _one_of("scheme", scheme, SCHEMES)
    parts = [part for part in store.lake.parts("events") if may_hold(part, {"dataset": dataset})]
    if not parts:
        raise NoAnswer(
            f"there are no events of dataset {dataset!r}; add a file with: detente add events FILE --dataset {dataset}",
            value=dataset,
        )
    given = {"dataset": dataset, "freq": freq, "scheme": scheme, "as_of": day}
    frame = _query([part.path for part in parts], given)
    if frame.is_empty():
        raise NoAnswer(
            f"dataset {dataset!r} has no events known by {day} with a {scheme} code; "
            f"try a later day or another scheme ({', '.join(SCHEMES)})",
            value=dataset,
        )
    declared = table("counts")
    return declared.sort(declared.validate(frame))


def _query(files: list[Path], given: dict[str, object]) -> pl.DataFrame:
    import duckdb  # noqa: PLC0415 - a read of other tables should not wait for it

    with duckdb.connect() as db:
        try:
            names = [str(path) for path in files]
            db.read_parquet(names).create_view("events")
            return pl.DataFrame(db.sql(SQL.read_text(encoding="utf-8"), params=given))
        except (duckdb.IOException, duckdb.InvalidInputException) as error:
            raise StoreError(
                f"the lake's events can't be read: {error}. Add the file they came from again; `detente data` names it",
                value=files,
            ) from None


def _one_of(name: str, value: str, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise UsageError(f"{name} is {value!r}, and must be one of {', '.join(allowed)}", value=value)
