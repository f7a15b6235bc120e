"""A panel: its frame, column descriptions, reasons for empty cells, and citations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from detente.documents.answer import Answer
from detente.errors import UsageError
from detente.panels.empty_cells import REASONS, Reasons
from detente.panels.empty_cells import column as cells
from detente.panels.row_index import PanelRows, take
from detente.panels.stata_names import stata_names

__all__ = ["Figures", "Panel", "PanelColumn", "UnitValues"]


@dataclass(frozen=True, slots=True)
class PanelColumn:
    """The description of one column of a panel.

    Parameters
    ----------
    name : str
        Name in the frame.
    doc : str
        Description.
    unit : str
        Unit, or the meaning of the codes.
    about : str
        What it describes: one state, the source toward the target, or both states.
    dataset : str
        Dataset; empty for computed columns.
    absent : str
        Meaning of no row in the dataset.
    covers_from, covers_until : datetime.date or None
        First and last day of coverage.
    gaps : tuple of (date, date)
        First and last day of each gap in coverage.
    """

    name: str
    doc: str
    unit: str = ""
    about: str = ""
    dataset: str = ""
    absent: str = ""
    covers_from: date | None = None
    covers_until: date | None = None
    gaps: tuple[tuple[date, date], ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Return the description as plain data."""
        return asdict(self)


class UnitValues(NamedTuple):
    """Values of units by periods, NaN if missing, and the index of every row's value among them.

    A panel of pairs repeats the values of a state in thousands of rows, so they are stored once and copied to the rows
    when needed.
    """

    figures: npt.NDArray[np.float64]
    places: npt.NDArray[np.int32]

    def cells(self, name: str, part: slice) -> pl.Series:
        """Return the values of some rows as a column."""
        return pl.Series(name, take(self.figures, self.places[part]), nan_to_null=True)


@dataclass(frozen=True)
class Figures:
    """One computed column: its description, its cells, and the reasons for empty ones.

    Parameters
    ----------
    column : PanelColumn
        Description.
    stored : polars.Series or UnitValues
        A cell per row, null if empty; or the values of states, which are copied to rows when needed.
    absent : array of uint8
        For each row the index in `detente.panels.empty_cells.REASONS` of the reason if its cell is empty. It is ignored
        for other rows, so columns of one dataset can share it.
    """

    column: PanelColumn
    stored: pl.Series | UnitValues
    absent: Reasons

    @classmethod
    def of(cls, column: PanelColumn, values: npt.NDArray[Any], why: Reasons) -> Figures:
        """Return a column of values, empty if there is a reason."""
        return cls(column, cells(column.name, values, why), why)

    @cached_property
    def cells(self) -> pl.Series:
        """The cell of each row, null if empty; cached."""
        return self.part(slice(None))

    def part(self, rows: slice) -> pl.Series:
        """Return the cells of some rows."""
        stored: pl.Series | UnitValues = self.__dict__.get("cells", self.stored)
        if isinstance(stored, pl.Series):
            return stored.alias(self.column.name)[rows]
        return stored.cells(self.column.name, rows)

    @property
    def values(self) -> npt.NDArray[Any]:
        """The values, 0 in empty cells."""
        cells = self.part(slice(None))
        return (cells.fill_null(strategy="zero") if cells.null_count() else cells).to_numpy()

    @property
    def known(self) -> npt.NDArray[np.bool_]:
        """Which cells have a value."""
        cells = self.part(slice(None))
        return cells.is_not_null().to_numpy() if cells.null_count() else np.ones(len(cells), dtype=bool)

    @property
    def why(self) -> Reasons:
        """The reason for each empty cell: index in `detente.panels.empty_cells.REASONS`, 0 for cells with a value."""
        return np.asarray(self.absent * ~self.known)


class LazyReasons(Mapping[str, Reasons]):
    """The reasons for empty cells by added column, computed when they are read."""

    def __init__(self, added: Mapping[str, Figures]) -> None:
        self._added = added

    def __getitem__(self, name: str) -> Reasons:
        """Return the reasons of one column."""
        return self._added[name].why

    def __iter__(self) -> Iterator[str]:
        """Return the names of the added columns."""
        return iter(self._added)

    def __len__(self) -> int:
        """Return how many columns were added."""
        return len(self._added)


@dataclass(frozen=True)
class Panel(Answer):
    """Rows of states or pairs by period, with added columns. Built by `panel` or `universe`.

    Parameters
    ----------
    keys : polars.DataFrame
        The key columns.
    rows : PanelRows
        The rows as numbers.
    columns : tuple of PanelColumn
        Descriptions of the columns.
    added : mapping of str to Figures
        Cells and reasons by added column.
    citations : mapping of str to str
        BibTeX entries by dataset.
    notes : tuple of str
        Sentences on what could not be computed as requested.

    Examples
    --------
    >>> from detente.panels import universe
    >>> result = universe("directed-dyads", since=1816, until=1816)
    >>> result.frame().height, result.frame().columns
    (506, ['source', 'target', 'source_cow', 'target_cow', 'period', 'year'])
    """

    keys: pl.DataFrame
    rows: PanelRows
    columns: tuple[PanelColumn, ...]
    added: Mapping[str, Figures] = field(default_factory=dict)
    citations: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @cached_property
    def _frame(self) -> pl.DataFrame:
        return self.keys.with_columns(one.cells.alias(name) for name, one in self.added.items())

    def frame(self) -> pl.DataFrame:
        """Return the rows: key columns, then added columns."""
        return self._frame

    def as_dict(self) -> dict[str, Any]:
        """Return the codebook."""
        return self.codebook()

    def parts(self, rows: int) -> Iterator[pl.DataFrame]:
        """Yield the frame in parts, so that it can be written without being whole in memory."""
        for start in range(0, max(self.rows.count, 1), rows):
            part = slice(start, start + rows)
            yield self.keys[part].with_columns(one.part(part) for one in self.added.values())

    def add(self, figures: Iterable[Figures]) -> Panel:
        """Return the panel with more columns.

        Raises
        ------
        UsageError
            If a column with the name exists.
        """
        new = list(figures)
        if twice := [one.column.name for one in new if one.column.name in (*self.keys.columns, *self.added)]:
            raise UsageError(f"the panel already has a column {twice[0]!r}", value=twice[0])
        return replace(
            self,
            columns=(*self.columns, *(one.column for one in new)),
            added={**self.added, **{one.column.name: one for one in new}},
        )

    @property
    def why(self) -> Mapping[str, Reasons]:
        """The reasons for empty cells by added column: index in `detente.panels.REASONS`, 0 for cells with a value."""
        return LazyReasons(self.added)

    def replace(self, figures: Figures) -> Panel:
        """Return the panel with an added column replaced."""
        name = figures.column.name
        return replace(
            self,
            columns=tuple(figures.column if one.name == name else one for one in self.columns),
            added={**self.added, name: figures},
        )

    def cite(self, citations: Mapping[str, str]) -> Panel:
        """Return the panel with more citations."""
        return replace(self, citations={**self.citations, **citations})

    def note(self, notes: Iterable[str]) -> Panel:
        """Return the panel with more notes."""
        return replace(self, notes=tuple(dict.fromkeys((*self.notes, *notes))))

    def figures(self, name: str) -> Figures:
        """Return an added column as values and reasons.

        Raises
        ------
        UsageError
            If no such column was added.
        """
        if name not in self.added:
            added = ", ".join(self.added) or "none"
            raise UsageError(f"the panel has no added column {name!r}; added columns: {added}", value=name)
        return self.added[name]

    def reasons(self, names: Sequence[str] | None = None) -> pl.DataFrame:
        """Return the reasons for empty cells: a column ``<name>_why`` for each, null for cells with a value.

        Parameters
        ----------
        names : sequence of str, optional
            Added columns; by default all.

        Raises
        ------
        UsageError
            If one was not added.
        """
        texts = pl.Series([None, *REASONS[1:]])
        chosen = list(self.added) if names is None else names
        return pl.DataFrame([texts.gather(self.figures(name).why).alias(f"{name}_why") for name in chosen])

    def keep(self, rows: pl.Series | npt.NDArray[np.bool_]) -> Panel:
        """Return the panel with some of its rows.

        Parameters
        ----------
        rows : series or array of bool
            One per row; null is false.
        """
        flags = np.asarray(rows.fill_null(value=False).to_numpy()) if isinstance(rows, pl.Series) else rows
        return replace(
            self,
            keys=self.keys.filter(pl.Series(flags)),
            rows=self.rows.keep(flags),
            added=_kept(self.added, flags),
        )

    def codebook(self) -> dict[str, Any]:
        """Return the codebook as plain data: units, coverage and numbers of empty cells by column."""
        rows, names = self.rows, stata_names([one.name for one in self.columns])
        return {
            "panel": {
                "kind": rows.kind,
                "system": rows.system,
                "unit": rows.periods.unit,
                "from": rows.periods.first,
                "until": rows.periods.last,
                "membership": rows.rule,
                "rows": rows.count,
            },
            "columns": [
                {**one.as_dict(), "stata_name": names[one.name], **self._counts(one.name)} for one in self.columns
            ],
            "notes": list(self.notes),
            "citations": dict(self.citations),
        }

    def _counts(self, name: str) -> dict[str, Any]:
        stored = self.keys[name] if name in self.keys.columns else self.added[name].part(slice(None))
        counts: dict[str, Any] = {"type": str(stored.dtype), "empty": stored.null_count()}
        if name in self.added:
            numbers = np.bincount(self.added[name].why, minlength=len(REASONS))
            counts["why"] = {reason: int(n) for reason, n in zip(REASONS, numbers, strict=True) if n and reason}
        return counts

    def bibliography(self) -> str:
        """Return the citations as BibTeX."""
        return "\n\n".join(dict.fromkeys(entry.strip() for entry in self.citations.values())) + "\n"

    def to(self, path: Path | str, *, reasons: bool = False) -> tuple[Path, ...]:
        """Write the panel and its codebook as JSON.

        Parameters
        ----------
        path : pathlib.Path or str
            A file named ``.parquet``, ``.csv`` or ``.dta``.
        reasons : bool, optional
            Write a column ``<name>_why`` for each added column. Stata files always have reasons, as extended missing
            values.

        Returns
        -------
        tuple of pathlib.Path
            The files written.

        Raises
        ------
        UsageError
            If the suffix is unknown, or the file can't be written.
        """
        from detente.panels.files import write_panel  # noqa: PLC0415 - writes what this module defines

        return write_panel(self, Path(path), reasons=reasons)


def _kept(added: Mapping[str, Figures], flags: npt.NDArray[np.bool_]) -> dict[str, Figures]:
    """Return some rows of added columns; shared arrays stay shared."""
    shared: dict[int, npt.NDArray[Any]] = {}

    def kept(array: npt.NDArray[Any]) -> npt.NDArray[Any]:
        if id(array) not in shared:
            shared[id(array)] = array[flags]
        return shared[id(array)]

    mask, result = pl.Series(flags), {}
    for name, one in added.items():
        stored = (
            one.stored.filter(mask)
            if isinstance(one.stored, pl.Series)
            else one.stored._replace(places=kept(one.stored.places))
        )
        result[name] = Figures(one.column, stored, kept(one.absent))
    return result
