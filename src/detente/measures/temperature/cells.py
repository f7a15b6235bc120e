"""Counts by dyad, period, class and source, laid out for the kernels.

A *cell* is one directed dyad in one period as one source reports it: a vector of report counts over event
classes. Only cells with at least one report enter the likelihood. A period without reports is *zero*, not
missing: the dyad's path runs through it with nothing but its neighbours to go by.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from detente.catalog import require_columns
from detente.errors import NoAnswer, TableError
from detente.measures.temperature.schemes import Scheme

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Cells"]

REQUIRED = ("dataset", "source", "target", "period", "cls", "reports")


@dataclass(frozen=True, slots=True)
class Cells:
    """Observed cells of D dyads over T periods, C classes and S sources.

    Parameters
    ----------
    n : ndarray, shape (C, M)
        Reports by class in each of M cells.
    total : ndarray, shape (M,)
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
        """Reports by dyad and period, all sources together, shape (D, T)."""
        dyads, periods = self.shape
        flat = np.bincount(self.at, weights=self.total, minlength=dyads * periods).astype(np.float64)
        return flat.reshape(dyads, periods)

    @classmethod
    def from_frame(
        cls,
        counts: pl.DataFrame,
        scheme: Scheme,
        periods: Sequence[date],
        *,
        least: int = 1,
    ) -> Cells:
        """Lay out a frame of counts.

        Parameters
        ----------
        counts : polars.DataFrame
            Columns dataset, source, target, period, cls, reports (see the ``counts`` table).
        scheme : Scheme
            The classes to use, in order; rows of other classes are left out.
        periods : sequence of date
            Every period covered, in order, whether or not anything was reported in it.
        least : int
            Dyads with fewer reports over all periods are left out.

        Returns
        -------
        Cells
            The observed cells, in order of dyad, period and source.

        Raises
        ------
        TableError
            A column is missing, or a period lies outside `periods`.
        NoAnswer
            No dyad has `least` reports.
        """
        require_columns(counts, REQUIRED, "counts")
        axis = pl.DataFrame({"period": list(periods), "_t": np.arange(len(periods))})
        used = counts.filter(pl.col("cls").is_in(list(scheme.classes)) & (pl.col("reports") > 0)).select(REQUIRED)
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
        return cls(
            n=n,
            total=n.sum(0),
            at=(wide["_d"].to_numpy().astype(np.intp) * len(periods) + wide["_t"].to_numpy()).astype(np.intp),
            source=np.searchsorted(np.array(sources), wide["dataset"].to_numpy()).astype(np.intp),
            dyads=tuple(zip(dyads["source"], dyads["target"], strict=True)),
            periods=tuple(periods),
            classes=scheme.classes,
            sources=sources,
        )


def _by_class(used: pl.DataFrame, scheme: Scheme, least: int) -> pl.DataFrame:
    """One row a cell, one column a class, dyads below `least` left out."""
    enough = (
        used.group_by("source", "target")
        .agg(pl.col("reports").sum())
        .filter(pl.col("reports") >= least)
        .select("source", "target")
    )
    sums = [pl.col("reports").filter(pl.col("cls") == name).sum().cast(pl.Int64).alias(name) for name in scheme.classes]
    return used.join(enough, on=["source", "target"]).group_by("dataset", "source", "target", "_t").agg(sums)
