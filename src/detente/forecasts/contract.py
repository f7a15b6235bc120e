"""The contract between models, the brief and the scores: what a model is given, and what it must return.

A model is fitted to a `detente.forecasts.History`, all that was known on one day (the *origin*), and predicts the
periods that follow the history's last one (*steps* 1, 2, …). What it returns is a `Predictions`: a row for each unit
and step, and for each row either draws, quantiles, or the probability of a binary outcome.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, Protocol, get_args

import numpy as np
import polars as pl
from numpy.typing import ArrayLike, NDArray

from detente.catalog import Column, Table
from detente.errors import TableError, UsageError

if TYPE_CHECKING:
    from detente.forecasts.history import History

__all__ = ["OPERATORS", "FittedModel", "Kind", "Model", "Predictions", "check_steps", "compare"]

Array = NDArray[np.float64]
Kind = Literal["draws", "quantiles", "probability"]

OPERATORS: Mapping[str, Callable[[Array, float], NDArray[np.bool_]]] = MappingProxyType(
    {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}
)
INDEX = Table(
    "predictions",
    "What is predicted, for whom, when, and as of which day.",
    (
        Column("target", pl.String(), "What is predicted: the name of a series, or the id of a target"),
        Column("unit", pl.String(), "Of which state, dyad or record: codes joined by a dot, as in JPN.RUS"),
        Column("origin", pl.Date(), "The day as of which the model knew the records"),
        Column("period", pl.Date(), "First day of the period predicted"),
        Column("step", pl.Int32(), "How many periods after the last one of the history", least=1),
    ),
    key=("target", "unit", "origin", "step"),
    known_on=None,
)


class FittedModel(Protocol):
    """A model fitted to one history."""

    def predict(self, steps: int) -> Predictions:
        """Predict the `steps` periods after the history's last one, for every unit that the model can predict."""
        ...


class Model(Protocol):
    """A forecast model: a name, and a fit that reads nothing but the history it is given."""

    @property
    def name(self) -> str:
        """Short name for tables of scores, such as ``local level``."""
        ...

    def fit(self, history: History) -> FittedModel:
        """Fit to a history. A unit with too little history to predict is left out of the predictions."""
        ...


@dataclass(frozen=True, eq=False)
class Predictions:
    """Predictions of one kind: rows that say what is predicted, and one row of numbers for each.

    Parameters
    ----------
    index : polars.DataFrame
        ``target``, ``unit``, ``origin``, ``period`` and ``step`` (from 1); no two rows share target, unit, origin and
        step.
    values : array, shape (rows, columns)
        Draws (two or more columns), quantiles (a column for each of `levels`, not falling), or probabilities (one
        column), in the order of `index`. Finite: what can't be predicted has no row.
    kind : {'draws', 'quantiles', 'probability'}
        What the numbers are.
    levels : tuple of float
        Levels of the quantiles, rising, between 0 and 1; empty for the other kinds.

    Raises
    ------
    TableError
        The index breaks its table, or the numbers don't fit it.
    UsageError
        The kind or the levels are not among those allowed.

    Examples
    --------
    >>> from datetime import date
    >>> import polars as pl
    >>> index = pl.DataFrame(
    ...     {
    ...         "target": ["agreement"],
    ...         "unit": ["JPN.RUS"],
    ...         "origin": [date(2015, 9, 1)],
    ...         "period": [date(2015, 1, 1)],
    ...         "step": [1],
    ...     }
    ... )
    >>> ahead = Predictions(index, [[0.60, 0.64, 0.66, 0.70]], "draws")
    >>> ahead.quantiles((0.5,)).tolist(), ahead.probability("<", 0.65).tolist()
    ([[0.65]], [0.5])
    """

    index: pl.DataFrame
    values: Array
    kind: Kind
    levels: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        if self.kind not in get_args(Kind):
            raise UsageError(
                f"invalid kind {self.kind!r}: expected one of {', '.join(get_args(Kind))}", value=self.kind
            )
        object.__setattr__(self, "index", INDEX.validate(self.index))
        object.__setattr__(self, "values", np.asarray(self.values, dtype=np.float64))
        object.__setattr__(self, "levels", tuple(float(level) for level in self.levels))
        self._check_levels()
        self._check_values()

    def _check_levels(self) -> None:
        levels = self.levels
        if self.kind != "quantiles":
            if levels:
                raise UsageError(f"levels are {levels}, and {self.kind} have none; leave them out", value=levels)
            return
        rising = all(one < other for one, other in pairwise(levels))
        if not levels or not rising or not all(0 < level < 1 for level in levels):
            raise UsageError(f"levels are {levels}; quantiles need rising levels between 0 and 1", value=levels)

    def _check_values(self) -> None:
        values, shape = self.values, self.values.shape
        columns = {"draws": "two or more", "quantiles": str(len(self.levels)), "probability": "1"}[self.kind]
        valid = values.ndim == 2 and shape[0] == self.index.height
        if valid:
            width = {"draws": shape[1] >= 2, "quantiles": shape[1] == len(self.levels), "probability": shape[1] == 1}
            valid = width[self.kind]
        if not valid:
            raise TableError(
                f"the {self.kind} have shape {shape}; {self.index.height} rows need {self.index.height} × {columns}",
                value=shape,
            )
        self._refuse(~np.isfinite(values), "must be finite; leave out the row of what can't be predicted")
        if self.kind == "quantiles":
            falls = np.diff(values, axis=1, prepend=-np.inf) < 0
            self._refuse(falls, "lies below the quantile of a lower level")
        if self.kind == "probability":
            self._refuse((values < 0) | (values > 1), "must lie between 0 and 1")

    def _refuse(self, bad: NDArray[np.bool_], why: str) -> None:
        """Refuse the first number marked, and say in which row it stands."""
        if bad.any():
            row, column = (int(i) for i in np.argwhere(bad)[0])
            value = float(self.values[row, column])
            where = ", ".join(f"{name} {cell}" for name, cell in self.index.row(row, named=True).items())
            raise TableError(f"{self.kind} of {where}: {value} {why}", value=value)

    # Making them

    @classmethod
    def of_units(
        cls, history: History, draws: Mapping[str, Array], kind: Kind = "draws", levels: Sequence[float] = ()
    ) -> Predictions:
        """Return predictions from one array a unit, shape (columns, steps), for the periods after a history's last.

        Parameters
        ----------
        history : History
            Names the target and the origin; its last period is step 0.
        draws : mapping of str to array
            By unit; all of one shape. Units without predictions are left out.
        kind, levels
            As for the class.

        Raises
        ------
        TableError
            The arrays have no one shape; `detente.forecasts.spread_evenly` makes a fixed number of draws.
        """
        shapes = {np.shape(one): unit for unit, one in draws.items()}
        if len(shapes) > 1 or any(len(shape) != 2 for shape in shapes):
            listed = ", ".join(f"{shape} for {unit}" for shape, unit in list(shapes.items())[:3])
            raise TableError(f"units need arrays of one shape, draws × steps; these have {listed}", value=list(shapes))
        steps = next((one.shape[1] for one in draws.values()), 0)
        ahead = history.periods_ahead(steps)
        index = pl.DataFrame(
            {
                "target": [history.target] * (len(draws) * steps),
                "unit": [unit for unit in draws for _ in ahead],
                "origin": [history.origin] * (len(draws) * steps),
                "period": ahead * len(draws),
                "step": list(range(1, steps + 1)) * len(draws),
            },
            schema=INDEX.schema,
        )
        none = np.empty((0, {"draws": 2, "quantiles": len(levels), "probability": 1}[kind]))
        values = np.concatenate([one.T for one in draws.values()]) if draws else none
        return cls(index, values, kind, tuple(levels))

    @classmethod
    def concat(cls, parts: Sequence[Predictions]) -> Predictions:
        """Return several predictions as one. Those without a row say nothing, and are left out unless all are so.

        Raises
        ------
        UsageError
            There are none, or they differ in kind, levels or number of draws.
        TableError
            Two of them predict the same.
        """
        if not parts:
            raise UsageError("there are no predictions to join; give at least one", value=parts)
        parts = [part for part in parts if len(part)] or parts[:1]
        shapes = {(part.kind, part.levels, part.values.shape[1]) for part in parts}
        if len(shapes) > 1:
            listed = "; ".join(f"{kind} with {columns} columns" for kind, _, columns in sorted(shapes))
            raise UsageError(f"only predictions of one kind and width can be joined; these are {listed}", value=shapes)
        index = pl.concat([part.index for part in parts])
        return cls(index, np.concatenate([part.values for part in parts]), parts[0].kind, parts[0].levels)

    @classmethod
    def from_frame(cls, frame: pl.DataFrame) -> Predictions:
        """Return the predictions that `frame` wrote, as read from a file for instance.

        Raises
        ------
        TableError
            The frame has no column ``draws``, ``quantiles`` or ``probability``, or several, or rows of unequal length.
        """
        kinds = [kind for kind in get_args(Kind) if kind in frame.columns]
        if len(kinds) != 1:
            raise TableError(
                f"the predictions have the columns {', '.join(frame.columns)}; "
                f"they need one of {', '.join(get_args(Kind))}",
                value=frame.columns,
            )
        kind: Kind = kinds[0]
        index, column = frame.select(INDEX.names), frame[kind]
        if kind == "probability":
            return cls(index, column.to_numpy().reshape(-1, 1), kind)
        if column.list.len().n_unique() > 1:
            raise TableError(f"rows of {kind} have several lengths; they need one", value=column.list.len().to_list())
        levels = tuple(frame["levels"][0]) if kind == "quantiles" and frame.height else ()
        empty = np.empty((0, 2))
        return cls(index, np.array(column.to_list(), dtype=np.float64) if frame.height else empty, kind, levels)

    # Reading them

    def __len__(self) -> int:
        return self.index.height

    def frame(self) -> pl.DataFrame:
        """Return the index with a column ``draws`` or ``quantiles`` (lists; ``levels`` beside) or ``probability``."""
        if self.kind == "probability":
            return self.index.with_columns(pl.Series("probability", self.values[:, 0]))
        numbers = pl.Series(self.kind, self.values.tolist(), pl.List(pl.Float64))
        if self.kind == "draws":
            return self.index.with_columns(numbers)
        levels = pl.Series("levels", [list(self.levels)] * len(self), pl.List(pl.Float64))
        return self.index.with_columns(levels, numbers)

    def where(self, condition: pl.Expr) -> Predictions:
        """Return the rows that meet a condition on the index: ``ahead.where(pl.col("unit") == "JPN.RUS")``."""
        kept = self.index.with_row_index("at").filter(condition)
        return Predictions(kept.drop("at"), self.values[kept["at"].to_numpy()], self.kind, self.levels)

    def at(self, period: date) -> Array:
        """Return the numbers of one period, where the predictions are of one unit and origin.

        Raises
        ------
        UsageError
            No row, or several, are about that period.
        """
        rows = [row for row, day in enumerate(self.index["period"]) if day == period]
        if len(rows) != 1:
            first, last = str(self.index["period"].min()), str(self.index["period"].max())
            raise UsageError(
                f"{len(rows)} predictions are of the period of {period}; the periods are {first} to {last}, "
                "of one unit and origin once narrowed by where()",
                value=period,
            )
        return np.asarray(self.values[rows[0]])

    def quantiles(self, levels: Sequence[float]) -> Array:
        """Return quantiles, shape (rows, levels): of draws any, of quantiles those they have.

        Raises
        ------
        UsageError
            A level outside 0 to 1, one that the quantiles don't have, or predictions that are probabilities.
        """
        if wrong := [level for level in levels if not 0 <= level <= 1]:
            raise UsageError(f"quantile level {wrong[0]}: must lie between 0 and 1", value=wrong[0])
        if self.kind == "draws":
            return np.quantile(self.values, list(levels), axis=1).T
        if absent := [level for level in levels if level not in self.levels]:
            listed = ", ".join(f"{level:g}" for level in self.levels) or "none"
            raise UsageError(f"no quantile at {absent[0]}: these predictions have {listed}", value=absent[0])
        return self.values[:, [self.levels.index(level) for level in levels]]

    def probability(self, comparison: str, threshold: float) -> Array:
        """Return each row's probability that the outcome is ``<``, ``<=``, ``>`` or ``>=`` a threshold, from draws.

        Raises
        ------
        UsageError
            The operator is none of those, the threshold is not a number, or the predictions are not draws.
        """
        if self.kind != "draws":
            raise UsageError(f"a probability is the share of draws, and these predictions are {self.kind}",
                             value=self.kind)  # fmt: skip
        return np.asarray(compare(self.values, comparison, threshold).mean(axis=1))


def check_steps(steps: int) -> None:
    """Refuse a number of steps to predict that is not at least 1.

    Raises
    ------
    UsageError
        It is not.
    """
    if steps < 1:
        raise UsageError(f"invalid steps {steps}: expected at least 1", value=steps)


def compare(values: ArrayLike, comparison: str, threshold: float) -> NDArray[np.bool_]:
    """Return whether values are ``<``, ``<=``, ``>`` or ``>=`` a threshold.

    Raises
    ------
    UsageError
        The operator is none of those, or the threshold is not a number.

    Examples
    --------
    >>> compare([0.2, 0.3], ">=", 0.3).tolist()
    [False, True]
    """
    if comparison not in OPERATORS:
        raise UsageError(f"operator {comparison!r} is not one of {', '.join(OPERATORS)}", value=comparison)
    if np.isnan(threshold):
        raise UsageError(f"invalid threshold {threshold}: expected a number", value=threshold)
    return OPERATORS[comparison](np.asarray(values, dtype=np.float64), threshold)
