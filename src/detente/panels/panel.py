"""A panel: its frame, what each column is, why cells are empty, and what to cite."""

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

from detente.errors import UsageError
from detente.panels.missing import REASONS, Reasons
from detente.panels.missing import column as cells
from detente.panels.rows import Rows, take
from detente.panels.stata_names import stata_names

__all__ = ["Figures", "Panel", "PanelColumn", "Spread"]


@dataclass(frozen=True, slots=True)
class PanelColumn:
    """What one column of a panel is.

    Parameters
    ----------
    name : str
        As in the frame.
    doc : str
        What it holds.
    unit : str
        Unit of the figures, or what the codes mean.
    about : str
        Whose it is: of one state, of the source toward the target, of both alike.
    dataset : str
        Where it comes from; empty for what the panel computes.
    absent : str
        What it means that the dataset has no row.
    covers_from, covers_until : datetime.date or None
        First and last day that the dataset covers.
    gaps : tuple of (date, date)
        First and last day of each stretch between them that it does not cover.
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
        """Return it as plain data."""
        return asdict(self)


class Spread(NamedTuple):
    """Figures of units by periods, NaN where there is none, and the place of every row's figure among them.

    A panel of pairs repeats the figures of a state in thousands of rows, so they are kept once, and copied to the rows
    when these are asked for.
    """

    figures: npt.NDArray[np.float64]
    places: npt.NDArray[np.int32]

    def cells(self, name: str, part: slice) -> pl.Series:
        """Return some rows' figures as a column."""
        return pl.Series(name, take(self.figures, self.places[part]), nan_to_null=True)


@dataclass(frozen=True)
class Figures:
    """One column, computed: what it is, its cells row by row, and why those that are empty are.

    Parameters
    ----------
    column : PanelColumn
        What it is.
    held : polars.Series or Spread
        A cell for each row, null where it is empty; or the figures of states, which are copied to rows when needed.
    absent : array of uint8
        Index in `detente.panels.missing.REASONS` of why a row's cell is empty if it is. It is read only there, so
        columns of one dataset share it.
    """

    column: PanelColumn
    held: pl.Series | Spread
    absent: Reasons

    @classmethod
    def of(cls, column: PanelColumn, values: npt.NDArray[Any], why: Reasons) -> Figures:
        """Return a column of values, empty where there is a reason."""
        return cls(column, cells(column.name, values, why), why)

    @cached_property
    def cells(self) -> pl.Series:
        """The cell of each row, null where it is empty; kept once it was asked for."""
        return self.part(slice(None))

    def part(self, rows: slice) -> pl.Series:
        """Return the cells of some rows."""
        held: pl.Series | Spread = self.__dict__.get("cells", self.held)
        if isinstance(held, pl.Series):
            return held.alias(self.column.name)[rows]
        return held.cells(self.column.name, rows)

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
        """Why each cell is empty: index in `detente.panels.missing.REASONS`, 0 where there is a value."""
        return np.asarray(self.absent * ~self.known)


class Whys(Mapping[str, Reasons]):
    """By added column, why cells are empty: made when it is read, since few are."""

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
class Panel:
    """Rows of states or pairs by period, with what was added to them. Get one from `panel` or `universe`.

    Parameters
    ----------
    keys : polars.DataFrame
        The columns that name the rows.
    rows : Rows
        The rows as numbers.
    columns : tuple of PanelColumn
        What the columns are.
    added : mapping of str to Figures
        By added column, its cells and the reasons for empty ones.
    citations : mapping of str to str
        By dataset, a BibTeX entry.
    notes : tuple of str
        What could not be done as asked, in sentences.

    Examples
    --------
    >>> from detente.panels import universe
    >>> found = universe("directed-dyads", start=1816, end=1816)
    >>> found.frame.height, found.frame.columns
    (506, ['source', 'target', 'source_cow', 'target_cow', 'period', 'year'])
    """

    keys: pl.DataFrame
    rows: Rows
    columns: tuple[PanelColumn, ...]
    added: Mapping[str, Figures] = field(default_factory=dict)
    citations: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @cached_property
    def frame(self) -> pl.DataFrame:
        """The rows: the columns that name them, then those that were added."""
        return self.keys.with_columns(one.cells.alias(name) for name, one in self.added.items())

    def parts(self, rows: int) -> Iterator[pl.DataFrame]:
        """Yield the frame some rows at a time, so that it need not be held whole to be written."""
        for start in range(0, max(self.rows.count, 1), rows):
            part = slice(start, start + rows)
            yield self.keys[part].with_columns(one.part(part) for one in self.added.values())

    def add(self, figures: Iterable[Figures]) -> Panel:
        """Return the panel with more columns.

        Raises
        ------
        UsageError
            If it has one of that name already.
        """
        new = list(figures)
        if twice := [one.column.name for one in new if one.column.name in (*self.keys.columns, *self.added)]:
            raise UsageError(f"The panel has a column {twice[0]!r} already.", value=twice[0])
        return replace(
            self,
            columns=(*self.columns, *(one.column for one in new)),
            added={**self.added, **{one.column.name: one for one in new}},
        )

    @property
    def why(self) -> Mapping[str, Reasons]:
        """By added column, why cells are empty: index in `detente.panels.REASONS`, 0 where there is a value."""
        return Whys(self.added)

    def replace(self, figures: Figures) -> Panel:
        """Return the panel with an added column told anew."""
        name = figures.column.name
        return replace(
            self,
            columns=tuple(figures.column if one.name == name else one for one in self.columns),
            added={**self.added, name: figures},
        )

    def cite(self, citations: Mapping[str, str]) -> Panel:
        """Return the panel with more to cite."""
        return replace(self, citations={**self.citations, **citations})

    def note(self, notes: Iterable[str]) -> Panel:
        """Return the panel with more to say of what could not be done."""
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
            raise UsageError(f"No column {name!r} was added to the panel; added are: {added}.", value=name)
        return self.added[name]

    def reasons(self, names: Sequence[str] | None = None) -> pl.DataFrame:
        """Return, row by row, why cells are empty: a column ``<name>_why`` for each, null where there is a value.

        Parameters
        ----------
        names : sequence of str, optional
            Added columns; by default all.

        Raises
        ------
        UsageError
            If one was not added.
        """
        told = pl.Series([None, *REASONS[1:]])
        asked = list(self.added) if names is None else names
        return pl.DataFrame([told.gather(self.figures(name).why).alias(f"{name}_why") for name in asked])

    def keep(self, rows: pl.Series | npt.NDArray[np.bool_]) -> Panel:
        """Return the panel with some of its rows.

        Parameters
        ----------
        rows : series or array of bool
            One for each row; null is no.
        """
        flags = np.asarray(rows.fill_null(value=False).to_numpy()) if isinstance(rows, pl.Series) else rows
        return replace(
            self,
            keys=self.keys.filter(pl.Series(flags)),
            rows=self.rows.keep(flags),
            added=_kept(self.added, flags),
        )

    def codebook(self) -> dict[str, Any]:
        """Return what the panel is, column by column, as plain data: units, coverage, and how many cells are empty."""
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
                {**one.as_dict(), "stata_name": names[one.name], **self._told(one.name)} for one in self.columns
            ],
            "notes": list(self.notes),
            "citations": dict(self.citations),
        }

    def _told(self, name: str) -> dict[str, Any]:
        held = self.keys[name] if name in self.keys.columns else self.added[name].part(slice(None))
        said: dict[str, Any] = {"type": str(held.dtype), "empty": held.null_count()}
        if name in self.added:
            counts = np.bincount(self.added[name].why, minlength=len(REASONS))
            said["why"] = {reason: int(n) for reason, n in zip(REASONS, counts, strict=True) if n and reason}
        return said

    def bibliography(self) -> str:
        """Return what to cite, as BibTeX."""
        return "\n\n".join(dict.fromkeys(entry.strip() for entry in self.citations.values())) + "\n"

    def to(self, path: Path | str, *, reasons: bool = False) -> tuple[Path, ...]:
        """Write the panel, and beside it its codebook as JSON.

        Parameters
        ----------
        path : pathlib.Path or str
            A file named ``.parquet``, ``.csv`` or ``.dta``.
        reasons : bool, optional
            Write a column ``<name>_why`` for each added one. Stata files have reasons in any case, as
            extended missing values.

        Returns
        -------
        tuple of pathlib.Path
            The files written.

        Raises
        ------
        UsageError
            If the name ends otherwise, or the file can't be written.
        """
        from detente.panels.files import write_panel  # noqa: PLC0415 - writes what this module defines

        return write_panel(self, Path(path), reasons=reasons)


def _kept(added: Mapping[str, Figures], flags: npt.NDArray[np.bool_]) -> dict[str, Figures]:
    """Return some rows of added columns; what they share stays shared."""
    shared: dict[int, npt.NDArray[Any]] = {}

    def kept(array: npt.NDArray[Any]) -> npt.NDArray[Any]:
        if id(array) not in shared:
            shared[id(array)] = array[flags]
        return shared[id(array)]

    mask, found = pl.Series(flags), {}
    for name, one in added.items():
        held = (
            one.held.filter(mask)
            if isinstance(one.held, pl.Series)
            else one.held._replace(places=kept(one.held.places))
        )
        found[name] = Figures(one.column, held, kept(one.absent))
    return found
