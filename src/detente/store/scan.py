"""Which files, vintages, rows and ends a read takes, and the scan of one file."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date
from threading import Lock
from typing import NamedTuple

import polars as pl

from detente.catalog import Table, table
from detente.errors import StoreError, UsageError
from detente.lake.parts import READDING, Part, as_named, check_part
from detente.sources.readers.literal_paths import scan_parquet
from detente.store.packed_votes import PACKED, unpack

__all__ = [
    "FileSelection",
    "Read",
    "Vintage",
    "condition",
    "current",
    "held",
    "hide_ends",
    "may_hold",
    "newest",
    "readable",
    "scan",
]

Read = Callable[[str, Mapping[str, object], date], pl.DataFrame]  # a table, conditions and the as-of date
Vintage = tuple[tuple[str, str], ...]  # columns and values of a group, and ``known_on``


MOST_ROWS, MOST_ROWS_EACH = 200_000, 50_000  # held in memory, and of one read that is


class FileSelection(NamedTuple):
    """A file to read, and the conditions on its rows.

    Parameters
    ----------
    part : Part
        The file.
    vintages : tuple of Vintage
        Vintages of the rows to read; all, where empty.
    conditions : tuple of polars.Expr
        Further conditions on the rows.
    """

    part: Part
    vintages: tuple[Vintage, ...] = ()
    conditions: tuple[pl.Expr, ...] = ()

    def where(self) -> list[pl.Expr]:
        """Return all conditions on the rows."""
        if not self.vintages:
            return list(self.conditions)
        until = self.part.revised
        return [*self.conditions, pl.any_horizontal(_is_vintage(vintage, until=until) for vintage in self.vintages)]

    def rows(self, conditions: Sequence[pl.Expr], columns: Sequence[str]) -> pl.LazyFrame:
        """Return the rows that meet the conditions, some of their columns.

        Of a file whose vintages have only the rows that changed, the newest of each row; conditions on its figures are
        then of these.
        """
        if not self.part.revised:
            return scan(self.part, [*conditions, *self.where()], columns).lazy()
        declared = table(self.part.table)
        early = [one for one in conditions if {*one.meta.root_names()} <= {*declared.key}]
        late = [one for one in conditions if not {*one.meta.root_names()} <= {*declared.key}]
        every = scan(self.part, [*early, *self.where()]).lazy()
        day = max(dict(vintage)["known_on"] for vintage in self.vintages)
        return _newest_of_each(every, declared, day).filter(*late).select(columns)


def condition(declared: Table, name: str, value: object) -> pl.Expr:
    """Return the condition that a column equals a value, is missing (None), or is one of a collection.

    Raises
    ------
    UsageError
        If there is no such column, or the value can't be one of its values.
    """
    if name not in declared.names:
        raise UsageError(f"{declared.name} has no column {name!r}; it has {', '.join(declared.names)}", value=name)
    column = declared.column(name)
    values = list(value) if _is_collection(value) else [value]  # type: ignore[call-overload]
    comparable = column.dtype != pl.Date or all(isinstance(cell, date | None) for cell in values)
    with contextlib.suppress(TypeError, ValueError, OverflowError, pl.exceptions.PolarsError):
        if comparable:
            return _is_one_of(pl.col(name), pl.Series(values, dtype=column.dtype, strict=True))
    raise UsageError(f"{value!r} can't be a value of {declared.name}.{name}, which is {column.dtype}", value=value)


def _is_one_of(here: pl.Expr, cells: pl.Series) -> pl.Expr:
    present = [cell for cell in cells.to_list() if cell is not None]
    same = here == present[0] if len(present) == 1 else here.is_in(present)
    if len(present) == len(cells):
        return same
    return here.is_null() | same if present else here.is_null()


def _is_collection(value: object) -> bool:
    return isinstance(value, (Collection, pl.Series)) and not isinstance(value, (str, bytes))


def held(read: Read) -> Read:
    """Return a read that holds its newest results in memory; what it reads must not change while the process runs."""
    results: dict[tuple[str, str, date], pl.DataFrame] = {}
    lock = Lock()

    def recall(name: str, equals: Mapping[str, object], day: date) -> pl.DataFrame:
        query = {column: list(value) if _is_collection(value) else value for column, value in equals.items()}  # type: ignore[call-overload]
        key = name, repr(query), day
        found = results.get(key)
        if found is None:
            found = read(name, equals, day)
            if found.height <= MOST_ROWS_EACH:
                with lock:
                    results[key] = found
                    while sum(result.height for result in results.values()) > MOST_ROWS:
                        del results[next(iter(results))]
        return found.clone()

    return recall


def may_hold(part: Part, equals: Mapping[str, object]) -> bool:
    """Whether a file may hold rows of the requested dataset."""
    dataset = equals.get("dataset")
    return not isinstance(dataset, str) or any(span["dataset"] in (dataset, None) for span in part.spans)


def current(part: Part, past: Mapping[str, frozenset[str]]) -> tuple[pl.Expr, ...]:
    """Return the condition that leaves out rows of versions that had been replaced by then."""
    old = past.get(part.path.name)
    return (~pl.col("batch").is_in(sorted(old)),) if old else ()


def newest(parts: Sequence[Part], declared: Table, day: date) -> list[FileSelection]:
    """Return the files that hold the newest vintage of a group known on `day`, with those vintages.

    Where two files hold the same vintage, the one added later counts.
    """
    best: dict[tuple[str, ...], tuple[str, int, Vintage]] = {}
    for index, part in enumerate(parts):
        for vintage in part.vintages:
            group = tuple(vintage[name] for name in declared.vintage_of)
            known = vintage["known_on"]
            if known <= day.isoformat() and (group not in best or known >= best[group][0]):
                best[group] = (known, index, tuple(vintage.items()))
    selected: dict[int, list[Vintage]] = {}
    for _, index, values in best.values():
        selected.setdefault(index, []).append(values)
    return [FileSelection(parts[index], tuple(vintages)) for index, vintages in sorted(selected.items())]


def _is_vintage(vintage: Vintage, *, until: bool) -> pl.Expr:
    """Whether a row is of a vintage; with `until`, of that or an earlier one of its group."""
    group = dict(vintage)
    day = pl.lit(date.fromisoformat(group.pop("known_on")))
    known = pl.col("known_on") <= day if until else pl.col("known_on") == day
    return pl.all_horizontal(known, *(pl.col(name) == value for name, value in group.items()))


def _newest_of_each(rows: pl.LazyFrame, declared: Table, day: str) -> pl.LazyFrame:
    """Return the last of the rows that differ in ``known_on`` alone, which stand together, as known on a day."""
    row = [name for name in declared.key if name != "known_on"]
    is_last = pl.any_horizontal((pl.col(name) != pl.col(name).shift(-1)).fill_null(value=True) for name in row)
    return rows.filter(is_last).with_columns(known_on=pl.lit(date.fromisoformat(day)))


def scan(
    part: Part, conditions: Sequence[pl.Expr], columns: Sequence[str] = (), *, coded: bool = False
) -> pl.DataFrame:
    """Read the rows of one file that meet the conditions, and all their columns or some; texts as codes if wanted.

    Raises
    ------
    StoreError
        If the file can't be read, or is not the one its manifest lists.
    """
    with readable(part):
        rows = _as_declared(part).filter(*conditions)
        rows = rows.select(columns) if columns else rows
        return (rows.cast({pl.String: pl.Categorical}) if coded else rows).collect()


@contextlib.contextmanager
def readable(part: Part) -> Iterator[None]:
    """Check a file against its manifest, and raise an error that says what to do if it can't be read.

    Raises
    ------
    StoreError
        If the file can't be read, or is not the one its manifest lists.
    """
    check_part(part)
    try:
        yield
    except (OSError, pl.exceptions.PolarsError, pl.exceptions.PanicException) as error:
        raise StoreError(
            f"{part.path} can't be read: {error}. {READDING}",
            value=part.path,
        ) from None


def _as_declared(part: Part) -> pl.LazyFrame:
    """Return a file's rows with its table's columns, and the dataset's name as the manifest has it.

    A column is null where the file was written before the table had it, and is cast where the file has another type,
    such as an Enum for a text. Nothing is done to a file that has what is declared: it is filtered as it is read.
    """
    rows = as_named(scan_parquet(part.path), part)
    here = rows.collect_schema()
    if part.table in PACKED and "state" not in here:
        return unpack(part.table, rows)
    declared = table(part.table)
    absent = [column for column in declared.columns if column.name not in here]
    if needed := [column.name for column in absent if not column.nullable]:
        raise StoreError(
            f"{part.path} was written by an older Detente and lacks {', '.join(needed)}; remove its batch and ingest "
            "its file again: `detente data batches` names both",
            value=needed,
        )
    others = {c.name: c.dtype for c in declared.columns if here.get(c.name, c.dtype) != c.dtype}
    if others:
        rows = rows.cast(others)  # type: ignore[arg-type]
    if not absent and len(here) == len(declared.names):
        return rows
    return rows.with_columns(pl.lit(None, column.dtype).alias(column.name) for column in absent).select(declared.names)


def hide_ends(frame: pl.LazyFrame, columns: Collection[str], declared: Table, day: date) -> pl.LazyFrame:
    """Make null what was not known on `day`, of a frame's columns: ends, and figures of the whole span.

    An end without a date of knowledge was known when it came.
    """
    late: dict[str, pl.Expr] = {}
    for end, known in declared.hidden_ends.items():
        precision = [f"{end}_precision"] if f"{end}_precision" in columns else []
        late |= dict.fromkeys((end, known, *precision), pl.coalesce(known, end) > day)
    for whole, known in declared.whole_spans.items():
        late |= dict.fromkeys((whole, known), (pl.col(known) > day).fill_null(value=False))
    return frame.with_columns(pl.when(~hidden).then(pl.col(name)).alias(name) for name, hidden in late.items())
