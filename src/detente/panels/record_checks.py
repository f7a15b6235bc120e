"""Checks of users' records in panels, the same as for records in the store.

The store validates rows when it ingests them: codes are Detente's and were states at the time, keys are unique, spans
end after they begin, and missing values are null. A frame that a user passes to an addition is checked here against the
same table declarations. Invalid rows are an error that names them; nothing is silently dropped, set to zero or
overwritten.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import polars as pl

from detente.catalog import table
from detente.errors import TableError
from detente.identity import SCHEMES, translate
from detente.identity.records import entities

__all__ = ["ATTRIBUTES", "CONFLICTS", "DISPUTES", "FLOWS", "SHARED", "TIES", "RecordKind", "checked"]

MONTHS = {"year": "1y", "quarter": "1q", "month": "1mo"}
ROW = "row"
SHOWN = 5
WHY = {
    "unknown": "are not codes or names of states in it",
    "region": "are regions",
    "not then": "were not states then",
    "ambiguous": "mean several states then",
    "missing": "are missing",
    "missing date": "have no date",
}


class RecordKind(NamedTuple):
    """The requirements of a frame of users' records.

    Parameters
    ----------
    table : str
        The table of the catalog whose columns it has.
    needed : tuple of str
        The required columns; the table's other columns are null if absent.
    states : tuple of str
        The columns of state codes.
    key : tuple of str
        The columns that identify a row.
    unordered : bool
        Whether a pair is the same in either order.
    """

    table: str
    needed: tuple[str, ...]
    states: tuple[str, ...] = ("source", "target")
    key: tuple[str, ...] = ()
    unordered: bool = False


ATTRIBUTES = RecordKind("indicators", ("dataset", "name", "state", "period", "value"), ("state",), ("name", "state"))
FLOWS = RecordKind("dyad_indicators", ("source", "target", "period", "value"), key=("source", "target"))
SHARED = RecordKind(
    "dyad_indicators", ("source", "target", "period", "value"), key=("source", "target"), unordered=True
)
TIES = RecordKind(
    "ties",
    ("dataset", "kind", "source", "target", "directed", "start", "end"),
    key=("kind", "source", "target", "start", "id"),
)
DISPUTES = RecordKind(
    "mids",
    ("dataset", "dispute", "source", "target", "period", "onset"),
    key=("dispute", "source", "target"),
)
CONFLICTS = RecordKind(
    "armed_conflicts",
    ("dataset", "conflict", "state", "period", "secondary", "type", "intensity"),
    ("state",),
    ("conflict", "state", "side"),
)


def checked(
    frame: pl.DataFrame,
    kind: RecordKind,
    *,
    dataset: str | None = None,
    scheme: str | None = None,
    value: str = "value",
) -> pl.DataFrame:
    """Return users' records with the columns of their table, or raise an error that names the invalid rows.

    Parameters
    ----------
    frame : polars.DataFrame
        The records. Other columns are dropped. NaN and infinity become null.
    kind : RecordKind
        Their requirements.
    dataset : str, optional
        Only the rows of this dataset, at least one.
    scheme : str, optional
        Scheme of the codes, such as 'cow' or 'iso3', resolved at each row's date; by default Detente's codes.
    value : str, optional
        The value column.

    Returns
    -------
    polars.DataFrame
        The table's columns, with the values in ``value``.

    Raises
    ------
    TableError
        If rows are invalid; they are in the attribute ``rows``, numbered from 0 in the column ``row``.

    Examples
    --------
    >>> flow = {"source": 740, "target": 365, "period": date(2013, 1, 1), "value": float("nan")}
    >>> checked(pl.DataFrame([flow]), FLOWS, scheme="cow").select("source", "target", "value").row(0)
    ('JPN', 'RUS', None)
    >>> checked(pl.DataFrame([flow]), FLOWS)  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    ...
    detente.errors.TableError: dyad_indicators: column source has type Int64, expected String: codes such as JPN...
    """
    if value != "value" and value in frame.columns:
        frame = frame.drop("value", strict=False).rename({value: "value"})
    own = frame.select(name for name in frame.columns if name in table(kind.table).names)
    numbered = own.with_row_index(ROW).cast({ROW: pl.Int64})
    named = numbered if scheme is None else _translated(numbered, kind, scheme)
    _check_codes(named, kind)
    fitted = table(kind.table).fit(named, kind.needed, may_be_missing=("value",))
    if "freq" in fitted.columns:
        fitted = fitted.with_columns(pl.col("freq").fill_null("year"))
    rows = fitted.select(named.columns[1:]).with_columns(named[ROW])
    if len(kind.states) > 1:
        _reject(rows, pl.col("source") == pl.col("target"), kind, "source", "equals the target; they must differ")
    _check_spans(rows, kind)
    _check_existence(rows, kind)
    _check_keys(rows, kind)
    unknown = {known for known in table(kind.table).whole_spans.values() if known not in named.columns}
    fitted = fitted.drop(unknown)  # users' records without a known-on date are known from the start
    return fitted if dataset is None or not fitted.height else _of_dataset(fitted, kind, dataset)


def _reject(rows: pl.DataFrame, bad: pl.Expr, kind: RecordKind, column: str, what: str) -> None:
    """Raise an error for invalid rows, with the values of a column and the rows."""
    result = rows.filter(bad)
    if not result.height:
        return
    values = result[column].unique(maintain_order=True).to_list()
    shown = ", ".join(repr(str(one) if isinstance(one, date) else one) for one in values[:SHOWN])
    more = f" and {len(values) - SHOWN:,} more" if len(values) > SHOWN else ""
    raise TableError(
        f"{kind.table}: {column} {shown}{more} {what} ({_places(result[ROW])})", value=values[0], rows=result
    )


def _places(places: pl.Series) -> str:
    """Return the numbers of rows, the first few of many."""
    shown = ", ".join(f"{place:,}" for place in places.head(SHOWN))
    more = f" and {len(places) - SHOWN:,} more" if len(places) > SHOWN else ""
    return f"row{'s' if len(places) > 1 else ''} {shown}{more}, counted from 0"


def _of_dataset(frame: pl.DataFrame, kind: RecordKind, dataset: str) -> pl.DataFrame:
    own = frame.filter(pl.col("dataset") == dataset)
    if not own.height:
        available = ", ".join(frame["dataset"].unique().sort())
        raise TableError(f"{kind.table}: no rows of dataset {dataset!r}; the frame has {available}", value=dataset)
    return own


def _translated(frame: pl.DataFrame, kind: RecordKind, scheme: str) -> pl.DataFrame:
    """Return the frame with Detente's codes, resolved at each row's date: at a span's end, otherwise at its start."""
    days = [name for name in ("end", "start") if name in frame.columns] if kind is TIES else ["period"]
    table(kind.table).fit(frame.select(days), days, may_be_missing=("end",))
    for column in (name for name in kind.states if name in frame.columns):
        read = [translate(frame[column], scheme, _when(frame, day)) for day in days]
        code = pl.coalesce([one["code"] for one in read])
        translated = frame.with_columns(code=pl.select(code).to_series(), why=read[-1]["reason"].replace(WHY))
        for reason in translated.filter(pl.col("code").is_null())["why"].unique(maintain_order=True):
            bad = pl.col("code").is_null() & pl.col("why").eq_missing(pl.lit(reason))
            _reject(translated, bad, kind, column, f"of the scheme {scheme!r} {reason}")
        frame = frame.with_columns(translated["code"].alias(column))
    return frame


def _when(frame: pl.DataFrame, day: str) -> pl.Series:
    """Return the dates at which codes are resolved: for yearly values the year, of which any day suffices."""
    if day == "period" and ("freq" not in frame.columns or (frame["freq"] == "year").all()):
        return frame[day].dt.year()
    return frame[day].cast(pl.Date)


def _check_spans(rows: pl.DataFrame, kind: RecordKind) -> None:
    """Reject spans that end before they begin, and periods that do not start on a period's first day."""
    if kind.table == "ties":
        _reject(rows, pl.col("end") < pl.col("start"), kind, "end", "is before the start")
        return
    for freq, every in MONTHS.items():
        own = pl.col("freq").fill_null("year") == freq if "freq" in rows.columns else pl.lit(freq == "year")
        late = own & (pl.col("period") != pl.col("period").dt.truncate(every))
        _reject(rows, late, kind, "period", f"is not the first day of a {freq}")


def _check_codes(rows: pl.DataFrame, kind: RecordKind) -> None:
    """Reject values that are not state codes."""
    known = entities()
    for column in (name for name in kind.states if name in rows.columns):
        if rows[column].dtype.is_numeric():
            raise TableError(
                f"{kind.table}: column {column} has type {rows[column].dtype}, expected String: codes such as JPN. "
                "For another scheme give it: scheme='cow'",
                value=rows[column].dtype,
                rows=rows,
            )
        if unknown := [code for code in rows[column].unique().drop_nulls() if code not in known]:
            capital = sorted({str(code).upper() for code in unknown} & known.keys())
            meant = f"; did you mean {', '.join(capital[:SHOWN])}?" if capital else ""
            what = (
                "is not a state's code in Detente. Codes are three capitals, such as JPN; for another scheme give "
                f"scheme=: {', '.join(SCHEMES)}{meant}"
            )
            _reject(rows, pl.col(column).is_in(unknown), kind, column, what)


def _check_existence(rows: pl.DataFrame, kind: RecordKind) -> None:
    """Reject codes of states that did not exist at the time."""
    known = entities()
    for column in kind.states:
        start, end = _spans(rows, kind)
        spans = rows.select(column, start.alias("first"), end.alias("last")).unique()
        absent = [
            row
            for row in spans.iter_rows()
            if not any(row[1] <= spell.end and spell.start <= row[2] for spell in known[row[0]].lifetime)
        ]
        if absent:
            gone = pl.DataFrame(absent, schema=spans.schema, orient="row").with_columns(gone=pl.lit(value=True))
            marked = rows.with_columns(first=start, last=end).join(gone, on=[column, "first", "last"], how="left")
            what = "was not a state then; for codes of a scheme that continue over changes of state give scheme="
            _reject(marked.sort(ROW), pl.col("gone").fill_null(value=False), kind, column, what)


def _spans(rows: pl.DataFrame, kind: RecordKind) -> tuple[pl.Expr, pl.Expr]:
    """Return the first and the last day of each row."""
    if kind.table == "ties":
        return pl.col("start"), pl.col("end").fill_null(date.max)
    if "freq" not in rows.columns:
        return pl.col("period"), pl.col("period").dt.offset_by("1y").dt.offset_by("-1d")
    offset = pl.col("freq").fill_null("year").replace_strict(MONTHS, return_dtype=pl.String)
    return pl.col("period"), pl.col("period").dt.offset_by(offset).dt.offset_by("-1d")


def _check_keys(rows: pl.DataFrame, kind: RecordKind) -> None:
    """Reject a key that occurs in several rows, and an undirected pair whose two orders disagree."""
    names = [name for name in ("dataset", *kind.key, "freq", "period") if name in rows.columns]
    if kind is TIES:
        _reject_keys(
            _in_order(rows, ~pl.col("directed")), names, pl.len() > 1, kind, "occurs in several rows; it must be unique"
        )
        return
    _reject_keys(rows, names, pl.len() > 1, kind, "occurs in several rows; it must be unique")
    if kind.unordered:
        what = "has different values in its two orders"
        _reject_keys(_in_order(rows, pl.lit(value=True)), names, pl.col("value").n_unique() > 1, kind, what)


def _in_order(rows: pl.DataFrame, either: pl.Expr) -> pl.DataFrame:
    """Return rows with undirected pairs in alphabetical order."""
    one, other = pl.min_horizontal("source", "target"), pl.max_horizontal("source", "target")
    return rows.with_columns(
        source=pl.when(either).then(one).otherwise("source"), target=pl.when(either).then(other).otherwise("target")
    )


def _reject_keys(rows: pl.DataFrame, names: list[str], bad: pl.Expr, kind: RecordKind, what: str) -> None:
    result = rows.filter(bad.over(names))
    if result.height:
        first = result.select(names).row(0, named=True)
        shown = ", ".join(f"{name}={cell}" for name, cell in first.items() if cell is not None)
        raise TableError(f"{kind.table}: {shown} {what} ({_places(result[ROW])})", value=first, rows=result)
