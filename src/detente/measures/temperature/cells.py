"""Counts by dyad, period, class and source, laid out for the kernels.

A *cell* is one directed dyad in one period as one source reports it: a vector of report counts over event
classes. Only cells with at least one report enter the likelihood. A period without reports is *zero*, not
missing: the dyad's path continues through it, informed only by its neighbours.

Reports weigh cells against each other, both in the likelihood and in the standardised scale, so a cell that holds most
reports of all would set everyone's scale. A cell therefore *counts for* at most `MOST_SHARE` of all that is counted, or
`MOST_TIMES` the average of the other cells where there are few: its classes are scaled down together, so its shares
stay. Ordinary data stay below that: the largest of the 130,401 dyad-years of ICEWS 2002–2014 holds 0.3% of their
reports, and 6.8% of those of deeds until 2005.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from detente.catalog import require_between, require_columns
from detente.errors import NoAnswer, TableError
from detente.measures.temperature.schemes import Scheme

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Cells", "bounded"]

REQUIRED = ("dataset", "source", "target", "period", "cls", "reports")
OUTSIZED = {
    "source": pl.String,
    "target": pl.String,
    "period": pl.Date,
    "reports": pl.Int64,
    "share": pl.Float64,
    "counted": pl.Float64,
}
MOST_SHARE = 0.08  # of all that is counted: what one cell counts for at most …
MOST_TIMES = 5.0  # … or this many times the average of the other cells, where that is more


@dataclass(frozen=True, slots=True)
class Cells:
    """Observed cells of D dyads over T periods, C classes and S sources.

    Parameters
    ----------
    n : ndarray, shape (C, M)
        What the reports of each class count for in each of M cells: the reports, except in cells that were bounded.
    total : ndarray, shape (M,)
        The same, all classes together.
    reports : ndarray, shape (M,)
        Reports in the cell.
    at : ndarray of int, shape (M,)
        Position dyad · T + period.
    source : ndarray of int, shape (M,)
        Index into `sources`.
    dyads : tuple of (source state, target state)
        The D dyads, sorted.
    periods : tuple of datetime.date
        First day of each of the T periods, without gaps.
    classes, sources : tuple of str
        What C and S index.
    """

    n: NDArray[np.float64]
    total: NDArray[np.float64]
    reports: NDArray[np.float64]
    at: NDArray[np.intp]
    source: NDArray[np.intp]
    dyads: tuple[tuple[str, str], ...]
    periods: tuple[date, ...]
    classes: tuple[str, ...]
    sources: tuple[str, ...]

    @property
    def shape(self) -> tuple[int, int]:
        """D dyads and T periods."""
        return len(self.dyads), len(self.periods)

    @property
    def volume(self) -> NDArray[np.float64]:
        """What is counted by dyad and period, all sources together, shape (D, T)."""
        dyads, periods = self.shape
        flat = np.bincount(self.at, weights=self.total, minlength=dyads * periods).astype(np.float64)
        return flat.reshape(dyads, periods)

    def by_source(self) -> list[tuple[NDArray[np.intp], Cells]]:
        """Return the cells of each source: their positions here, and themselves."""
        if len(self.sources) == 1:
            return [(np.arange(len(self.total)), self)]
        found = []
        for s, name in enumerate(self.sources):
            here = np.flatnonzero(self.source == s)
            own = replace(
                self,
                n=self.n[:, here],
                total=self.total[here],
                reports=self.reports[here],
                at=self.at[here],
                source=np.zeros(len(here), dtype=np.intp),
                sources=(name,),
            )
            found.append((here, own))
        return found

    def outsized(self) -> pl.DataFrame:
        """Return the dyad-periods that count for less than half of their reports.

        Returns
        -------
        polars.DataFrame
            source, target, period, reports, share (of all reports) and counted (share of all that is counted), those
            with most reports first.
        """
        dyads, periods = self.shape
        size = dyads * periods
        reports, counted = (np.bincount(self.at, weights=of, minlength=size) for of in (self.reports, self.total))
        found = np.flatnonzero(2 * counted < reports)
        found = found[np.argsort(-reports[found], kind="stable")]
        rows = [
            (*self.dyads[at // periods], self.periods[at % periods], int(reports[at]),
             float(reports[at] / reports.sum()), float(counted[at] / counted.sum()))
            for at in found.tolist()
        ]  # fmt: skip
        return pl.DataFrame(rows, schema=OUTSIZED, orient="row")

    @staticmethod
    def none_outsized() -> pl.DataFrame:
        """Return the frame of `outsized` without rows."""
        return pl.DataFrame(schema=OUTSIZED)

    @classmethod
    def from_frame(
        cls,
        counts: pl.DataFrame,
        scheme: Scheme,
        periods: Sequence[date],
        *,
        least: int = 1,
        fewest: Mapping[str, int] | None = None,
    ) -> Cells:
        """Arrange a frame of counts in arrays.

        Parameters
        ----------
        counts : polars.DataFrame
            Columns dataset, source, target, period, cls, reports (see the ``counts`` table). Reports need not be whole
            numbers: an act may count for less than one.
        scheme : Scheme
            The classes to use, in order; rows of other classes are left out.
        periods : sequence of date
            Every period covered, in order, whether or not anything was reported in it.
        least : int
            Dyads with fewer reports over all periods are left out.
        fewest : mapping of str to int, optional
            By dataset: its cells with fewer reports are left out, of any class. A source that notices a few acts of a
            pair in a period, out of many, says little of the pair's conduct.

        Returns
        -------
        Cells
            The observed cells, in order of dyad, period and source.

        Raises
        ------
        TableError
            A column is missing, a count is negative, or a period is not in `periods`.
        NoAnswer
            No dyad has `least` reports.
        """
        require_columns(counts, REQUIRED, "counts")
        require_between(counts, ("reports",), "counts", 0)
        axis = pl.DataFrame({"period": list(periods), "_t": np.arange(len(periods))})
        for dataset, number in (fewest or {}).items():
            enough = pl.col("reports").sum().over("dataset", "source", "target", "period") >= number
            counts = counts.filter((pl.col("dataset") != dataset) | enough)
        used = counts.filter(pl.col("cls").is_in(list(scheme.classes)) & (pl.col("reports") > 0))
        used = used.select(REQUIRED).cast({"reports": pl.Float64})
        used = used.join(axis, on="period", how="left", maintain_order="left")
        if used["_t"].null_count():
            stray = used.filter(pl.col("_t").is_null())["period"][0]
            raise TableError(
                f"counts hold the period {stray}, outside {periods[0]} to {periods[-1]}; "
                "pass every period that the data cover",
                value=stray,
            )
        wide = _by_class(used, scheme, least)
        if wide.is_empty():
            raise NoAnswer(f"no directed dyad has {least} or more reports in these counts", value=least)
        dyads = wide.select("source", "target").unique().sort("source", "target").with_row_index("_d")
        sources = tuple(wide["dataset"].unique().sort())
        wide = wide.join(dyads, on=["source", "target"]).sort("_d", "_t", "dataset")
        n = wide.select(scheme.classes).to_numpy().astype(np.float64).T.copy()
        reports = n.sum(0)
        total = bounded(reports)
        return cls(
            n=n if total is reports else n * (total / reports),
            total=total,
            reports=reports,
            at=(wide["_d"].to_numpy().astype(np.intp) * len(periods) + wide["_t"].to_numpy()).astype(np.intp),
            source=np.searchsorted(np.array(sources), wide["dataset"].to_numpy()).astype(np.intp),
            dyads=tuple(zip(dyads["source"], dyads["target"], strict=True)),
            periods=tuple(periods),
            classes=scheme.classes,
            sources=sources,
        )


def bounded(reports: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return what cells count for: their reports, or the most that one may count for.

    Parameters
    ----------
    reports : ndarray, shape (M,)
        Reports of each cell.

    Returns
    -------
    ndarray, shape (M,)
        The same array where no cell is bounded.

    Examples
    --------
    >>> import numpy as np
    >>> bounded(np.array([3.0, 1e9, *[2.0] * 98])).round(2)[:3]
    array([ 3. , 17.3,  2. ])
    """
    most = max(MOST_SHARE, MOST_TIMES / (MOST_TIMES + len(reports) - 1))
    if reports.max() <= most * reports.sum():
        return reports
    ordered = np.sort(reports)[::-1]
    rest = np.append(np.cumsum(ordered[::-1])[::-1], 0.0)[1:]  # of the reports after each cell
    several = np.arange(1, len(ordered) + 1)
    with np.errstate(divide="ignore"):
        ceiling = np.where(most * several < 1, most * rest / (1 - most * several), np.inf)
    follows = np.append(ordered[1:], 0.0)
    return np.minimum(reports, float(ceiling[np.argmax(follows <= ceiling)]))


def _by_class(used: pl.DataFrame, scheme: Scheme, least: int) -> pl.DataFrame:
    """One row a cell, one column a class, dyads below `least` left out."""
    enough = (
        used.group_by("source", "target")
        .agg(pl.col("reports").sum())
        .filter(pl.col("reports") >= least)
        .select("source", "target")
    )
    sums = [pl.col("reports").filter(pl.col("cls") == name).sum().alias(name) for name in scheme.classes]
    return (
        used.join(enough, on=["source", "target"], maintain_order="left")
        .group_by("dataset", "source", "target", "_t")
        .agg(sums)
    )
