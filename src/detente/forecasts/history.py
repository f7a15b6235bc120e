"""What a model is given: the series of some units as they were known on one day, and where such series come from."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import numpy as np
import polars as pl
from numpy.typing import NDArray

from detente.answers.period_coverage import STEPS, periods_between
from detente.answers.temperature_estimates import estimates
from detente.catalog import Column, Table
from detente.dates import as_of_day
from detente.errors import NoAnswer, TableError, UsageError
from detente.measures.intervals import Z90
from detente.store import Store
from detente.store.coverage import is_covered

__all__ = [
    "History",
    "agreement_history",
    "as_known",
    "sanction_history",
    "temperature_history",
    "temperatures_as_history",
    "votes_as_history",
]

Array = NDArray[np.float64]

ROWS = Table(
    "history",
    "One unit's value in one period, and the day on which it became known.",
    (
        Column("unit", pl.String(), "State, dyad or record: codes joined by a dot, as in JPN.RUS"),
        Column("period", pl.Date(), "First day of the period"),
        Column("value", pl.Float64(), "What was observed; a period without a row was not observed"),
        Column("known_on", pl.Date(), "First day on which it could be known"),
    ),
    key=("unit", "period"),
)


@dataclass(frozen=True, eq=False)
class History:
    """Series of one measure as known on one day. A model sees this and nothing else.

    Parameters
    ----------
    target : str
        Name of the series: ``agreement``, ``temperature``.
    rows : polars.DataFrame
        ``unit``, ``period``, ``value``, ``known_on``, no unit and period twice; further columns that a model needs,
        such as ``variance`` for a local level. A period that was not observed has no row.
    origin : datetime.date
        The day as of which it was known.
    freq : {'year', 'quarter', 'month', 'week'}
        Length of a period.
    parameters : polars.DataFrame, optional
        Of the model behind the values: rows of ``trait_parameters`` for temperatures.

    Raises
    ------
    TableError
        A row is not of its table, became known after the origin, or starts on no first day of a period.
    UsageError
        The length of period is none of those.
    NoAnswer
        There is no row: nothing was known on that day.

    Examples
    --------
    >>> from datetime import date
    >>> rows = pl.DataFrame(
    ...     {
    ...         "unit": ["JPN.RUS"] * 2,
    ...         "period": [date(2012, 1, 1), date(2014, 1, 1)],
    ...         "value": [0.71, 0.68],
    ...         "known_on": [date(2012, 12, 31), date(2014, 12, 31)],
    ...     }
    ... )
    >>> history = History("agreement", rows, date(2015, 9, 1))
    >>> history.series("JPN.RUS").tolist(), history.periods_ahead(1)
    ([0.71, nan, 0.68], [datetime.date(2015, 1, 1)])
    """

    target: str
    rows: pl.DataFrame
    origin: date
    freq: str = "year"
    parameters: pl.DataFrame | None = None

    def __post_init__(self) -> None:
        if self.freq not in STEPS:
            raise UsageError(f"invalid freq {self.freq!r}: expected one of {', '.join(STEPS)}", value=self.freq)
        core = ROWS.validate(self.rows.select(c for c in self.rows.columns if c in ROWS.names))
        if core.is_empty():
            raise NoAnswer(f"no value of {self.target} was known on {self.origin}", value=self.origin)
        late = core.filter(pl.col("known_on") > self.origin)
        if late.height:
            row = late.row(0, named=True)
            raise TableError(
                f"the value of {row['unit']} in {row['period']} became known on {row['known_on']}, after the origin, "
                f"{self.origin}; a history holds only what was known on its origin",
                value=row["known_on"],
                rows=late,
            )
        if stray := sorted(set(core["period"]) - set(self.periods)):
            raise TableError(
                f"{stray[0]} is not the first day of a {self.freq} counted from {self.periods[0]}", value=stray[0]
            )

    @cached_property
    def periods(self) -> list[date]:
        """First day of every period from the first to the last on record, those without a row included."""
        first, last = self.rows["period"].min(), self.rows["period"].max()
        return periods_between(first, last, self.freq)  # type: ignore[arg-type]

    @cached_property
    def units(self) -> list[str]:
        """The units, sorted."""
        return sorted(self.rows["unit"].unique())

    def periods_ahead(self, steps: int) -> list[date]:
        """First days of the periods after the last one."""
        last = pl.Series([self.periods[-1]])
        every = STEPS[self.freq]
        return [last.dt.offset_by(f"{step * int(every[0])}{every[1:]}")[0] for step in range(1, steps + 1)]

    def steps_to(self, period: date) -> int:
        """How many periods after the last one a later period lies: 1 for the next, 0 or less for those on record."""
        last = self.periods[-1]
        if period > last:
            return len(periods_between(last, period, self.freq)) - 1
        return 1 - len(periods_between(period, last, self.freq))

    def series(self, unit: str, column: str = "value") -> Array:
        """Return one unit's column over `periods`, NaN where there is no row or value.

        Raises
        ------
        UsageError
            The history has no such unit or column.
        """
        if unit not in self._place:
            few = ", ".join(self.units[:5]) + (" …" if len(self.units) > 5 else "")
            raise UsageError(f"no unit {unit!r} in the history of {self.target}; it has {few}", value=unit)
        if column not in self.rows.columns:
            listed = ", ".join(self.rows.columns)
            raise UsageError(f"no column {column!r} in the history of {self.target}; it has {listed}", value=column)
        return np.asarray(self._matrix(column)[self._place[unit]])

    @cached_property
    def _place(self) -> dict[str, int]:
        return {unit: at for at, unit in enumerate(self.units)}

    @cached_property
    def _cells(self) -> tuple[list[int], list[int]]:
        """Of each row, the places of its unit and of its period."""
        period = {period: at for at, period in enumerate(self.periods)}
        return [self._place[unit] for unit in self.rows["unit"]], [period[day] for day in self.rows["period"]]

    @cached_property
    def _matrices(self) -> dict[str, Array]:
        return {}

    def _matrix(self, column: str) -> Array:
        """Units × periods of a column, made once."""
        if column not in self._matrices:
            matrix = np.full((len(self.units), len(self.periods)), np.nan)
            matrix[self._cells] = self.rows[column].cast(pl.Float64).to_numpy()
            self._matrices[column] = matrix
        return self._matrices[column]


def as_known(records: pl.DataFrame, target: str, *, origin: date, freq: str = "year") -> History:
    """Return a history from records of all days: of each unit and period the newest version known on the origin.

    Parameters
    ----------
    records : polars.DataFrame
        As `History` has them, but with every version: rows of one unit and period differ in ``known_on``.
    target, origin, freq
        As for `History`.

    Raises
    ------
    TableError, UsageError, NoAnswer
        As `History` does.

    Examples
    --------
    >>> from datetime import date
    >>> records = pl.DataFrame(
    ...     {
    ...         "unit": ["JPN.RUS"] * 2,
    ...         "period": [date(2014, 1, 1)] * 2,
    ...         "value": [0.68, 0.69],
    ...         "known_on": [date(2014, 12, 31), date(2016, 3, 1)],
    ...     }
    ... )
    >>> as_known(records, "agreement", origin=date(2015, 9, 1)).series("JPN.RUS").tolist()
    [0.68]
    """
    known = records.filter(pl.col("known_on") <= origin).sort("known_on", maintain_order=True)
    newest = known.unique(["unit", "period"], keep="last", maintain_order=True).sort("unit", "period")
    return History(target, newest, origin, freq)


# Series of the store


def votes_as_history(agreements: pl.DataFrame, *, origin: date) -> History:
    """Return vote agreement as a history, with the sampling variance that its 90% interval stands for.

    Parameters
    ----------
    agreements : polars.DataFrame
        Rows of the table ``agreements``, as known on the origin.
    origin : datetime.date
        The day.
    """
    half = (pl.col("raw_hi") - pl.col("raw_lo")) / (2 * Z90)
    rows = agreements.select(
        pl.concat_str("a", "b", separator=".").alias("unit"), "period", pl.col("raw").alias("value"),
        half.pow(2).alias("variance"), "known_on",
    )  # fmt: skip
    return History("agreement", rows, origin)


def temperatures_as_history(temperatures: pl.DataFrame, parameters: pl.DataFrame, *, origin: date) -> History:
    """Return yearly temperatures as a history.

    Parameters
    ----------
    temperatures : polars.DataFrame
        Rows of the table ``temperatures`` of one dataset, score and vintage.
    parameters : polars.DataFrame
        Rows of ``trait_parameters`` of the same.
    origin : datetime.date
        The day as of which they were read.
    """
    rows = temperatures.select(
        pl.concat_str("source", "target", separator=".").alias("unit"), "period", pl.col("mean").alias("value"),
        "sd", "standing", "standing_sd", "scale", "known_on",
    )  # fmt: skip
    return History("temperature", rows, origin, parameters=parameters)


def agreement_history(store: Store, pairs: Collection[tuple[str, str]] | None = None, *, as_of: date | str) -> History:
    """Return yearly vote agreement of pairs of states as known on a day.

    Parameters
    ----------
    store : Store
        Where it is read.
    pairs : collection of (str, str), optional
        Pairs of codes, in either order; by default all.
    as_of : datetime.date or str
        The origin.

    Examples
    --------
    >>> from datetime import date
    >>> history = agreement_history(Store.open(), [("JPN", "RUS")], as_of=date(2015, 9, 1))
    >>> history.units, history.periods[-1].year
    (['JPN.RUS'], 2014)
    """
    origin = as_of_day(as_of)
    rows = store.read("agreements", as_of=origin)
    if pairs is not None:
        wanted = pl.DataFrame([sorted(pair) for pair in pairs], schema={"a": pl.String, "b": pl.String}, orient="row")
        rows = rows.join(wanted, on=["a", "b"], how="semi", maintain_order="left")
    return votes_as_history(rows, origin=origin)


def temperature_history(
    store: Store, dataset: str = "conduct", dyads: Collection[tuple[str, str]] | None = None, *, as_of: date | str
) -> History:
    """Return yearly temperatures of directed dyads from the newest vintage known on a day.

    Parameters
    ----------
    store : Store
        Where they are read.
    dataset : str
        Dataset of events.
    dyads : collection of (str, str), optional
        Source and target; by default all.
    as_of : datetime.date or str
        The origin.

    Returns
    -------
    History
        With ``sd``, ``standing``, ``standing_sd`` and ``scale`` beside the value, and the trait parameters. Years that
        the dataset does not cover have no row.

    Examples
    --------
    >>> from datetime import date
    >>> history = temperature_history(Store.open(), dyads=[("JPN", "RUS")], as_of=date(2015, 9, 1))
    >>> history.units, len(history.periods)
    (['JPN.RUS'], 13)
    """
    origin = as_of_day(as_of)
    among = None if dyads is None else {state for dyad in dyads for state in dyad}
    found = estimates(store, dataset, origin, among=among, scores=("all",))
    rows = found.temperatures
    if dyads is not None:
        wanted = pl.DataFrame(sorted(dyads), schema={"source": pl.String, "target": pl.String}, orient="row")
        rows = rows.join(wanted, on=["source", "target"], how="semi", maintain_order="left")
    ended = pl.col("period").dt.offset_by("1y") <= origin + timedelta(days=1)
    return temperatures_as_history(rows.filter(is_covered(), ended), found.parameters, origin=origin)


def sanction_history(store: Store, *, as_of: date | str) -> History:
    """Return whether each sanction on record still stood at the end of each year: 1, and 0 once it has ended.

    A sanction enters in the year in which it began; years before the sanctions were compiled, and that in which
    the origin lies, are left out.

    Parameters
    ----------
    store : Store
        Where the facts lie.
    as_of : datetime.date or str
        The origin.

    Examples
    --------
    >>> from datetime import date
    >>> history = sanction_history(Store.open(), as_of=date(2015, 12, 31))
    >>> history.series("jpn-rus-2014-04")[-1:].tolist()
    [1.0]
    """
    origin = as_of_day(as_of)
    span = store.facts.coverage.span("sanctions")
    if span is None or span.since is None:
        raise NoAnswer("the facts of this store cover no sanctions", value=origin)
    day = min(origin, span.until)
    last = day.year if (day.month, day.day) == (12, 31) else day.year - 1
    years = pl.DataFrame({"year": range(span.since.year, last + 1)}, schema={"year": pl.Int32})
    stands = pl.col("end").is_null() | (pl.col("end") > pl.date("year", 12, 31))
    rows = (
        store.read("sanctions", as_of=origin)
        .join(years, how="cross")
        .filter(pl.col("start").dt.year() <= pl.col("year"))
        .select(
            pl.col("id").alias("unit"), pl.date("year", 1, 1).alias("period"), stands.cast(pl.Float64).alias("value"),
            pl.max_horizontal(
                pl.date("year", 12, 31), "known_on", pl.when(~stands).then("end_known_on")
            ).alias("known_on"),
        )
        .sort("unit", "period")
    )  # fmt: skip
    return History("sanction", rows, origin)
