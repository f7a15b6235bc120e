r"""Continue paths that are known: later counts move each dyad on from where it stood.

A fit's posterior at its last period, and its parameters, are the start:

.. math::

   x_{ij0} \sim N(m_{ij}, v_{ij}), \qquad x_{ijt} = x_{ij,t-1} + \tau_{ij}\,\epsilon_{ijt}, \quad \epsilon \sim t_\nu

with each dyad's own scale τ as estimated before. Everything is on the standardised scale of the fit that is continued.
The parameters of a source that it had are kept; those of another source are estimated beside the paths, which tie them
to the scale. A dyad that was not in the fit begins from N(0, 1).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

from detente.catalog import require_columns
from detente.errors import TableError
from detente.measures.temperature.cells import Cells
from detente.measures.temperature.estimation import Fit, SourceState, direction, sites
from detente.measures.temperature.innovations import Mixture
from detente.measures.temperature.likelihood import Loadings, expectations
from detente.measures.temperature.projection import conduct
from detente.measures.temperature.result import Temperatures
from detente.measures.temperature.scales import GRID, Block, ScalePrior
from detente.measures.temperature.schemes import Score, scheme
from detente.measures.temperature.smoother import Paths

__all__ = ["continued", "loadings_of"]

Array = NDArray[np.float64]

ROUNDS = 60
SETTLED = 0.002  # standard deviations by which no path moves in a round, at the end
EARLIEST = 10  # rounds before it may end
STANDING = ("source", "target", "mean", "sd", "scale")


def continued(
    counts: pl.DataFrame,
    periods: Sequence[date],
    standings: pl.DataFrame,
    of_source: Mapping[str, Loadings],
    prior: ScalePrior,
    *,
    freedom: float = 4.0,
    score: Score = "all",
    fewest: Mapping[str, int] | None = None,
) -> Temperatures:
    """Return the temperatures of the dyads that later counts speak of.

    Parameters
    ----------
    counts : polars.DataFrame
        The ``counts`` table of the later periods, of one dataset or several, by quad class.
    periods : sequence of date
        First days of the period of the standings, and of each later one.
    standings : polars.DataFrame
        ``source``, ``target``, ``mean``, ``sd`` and ``scale`` of each dyad's standing in the first of `periods`.
    of_source : mapping of str to Loadings
        Parameters on the same scale, by dataset; those of other datasets are estimated. See `loadings_of`.
    prior : ScalePrior
        Of the scales; its mean is that of a dyad without a standing.
    freedom : float
        ν of the innovations.
    score : {'all', 'words', 'deeds'}
        Which acts count.
    fewest : mapping of str to int, optional
        By dataset: its dyad-periods with fewer reports say nothing.

    Returns
    -------
    Temperatures
        Of all `periods`, the first as it was known.

    Raises
    ------
    NoAnswer
        No dyad has a report that counts.
    TableError
        A column is missing, or the counts have a row of the first period.

    Examples
    --------
    >>> rows = [("d", "JPN", "RUS", date(2027, 1, 1), "material_conflict", 9.0),
    ...         ("d", "JPN", "RUS", date(2027, 1, 1), "verbal_cooperation", 1.0)]
    >>> counts = pl.DataFrame(rows, ["dataset", "source", "target", "period", "cls", "reports"], orient="row")
    >>> before = pl.DataFrame({"source": ["JPN"], "target": ["RUS"], "mean": [0.5], "sd": [0.2], "scale": [0.3]})
    >>> known = {"d": Loadings(np.array([[0.0, -3.0, -2.0, -2.0]]), np.array([0.0, -0.8, -1.3, -1.8]), 3.0, 1.0)}
    >>> found = continued(counts, [date(2026, 1, 1), date(2027, 1, 1)], before, known, ScalePrior(-1.2, 0.5))
    >>> bool(found.mean[0, 1] < found.mean[0, 0])
    True
    """
    require_columns(standings, STANDING, "standings")
    if (counts["period"] <= periods[0]).any():
        raise TableError(f"counts hold rows of {periods[0]}, the period that is known", value=periods[0])
    used = scheme("quad").restricted(score)
    cells = Cells.from_frame(counts, used, periods, fewest=fewest)
    walk = _Walk.of(cells, standings, prior, freedom)
    sources = []
    for at, part in cells.by_source():
        source = SourceState.of(at, part, used)
        (name,) = {cells.sources[number] for number in np.unique(cells.source[at])}
        if name in of_source:
            source.loadings = of_source[name]
        sources.append((source, name in of_source))
    p, h = np.zeros_like(cells.total), np.zeros_like(cells.total)
    change, done = np.inf, 0
    while done < ROUNDS and (change >= SETTLED or done < EARLIEST):
        mean, var = walk.mean.ravel()[cells.at], walk.var.ravel()[cells.at]
        for source, known in sources:
            here = source.at
            source.beliefs = expectations(source.cells, source.loadings, mean[here], var[here])
            p[here], h[here] = sites(source.beliefs, mean[here], p[here], h[here], done)
            if not known and done:
                source.step(direction(used), 0.0, 1.0, plain=False)
        before = walk.mean
        walk.move(p, h, refined=done % 2 == 1)
        change, done = float(np.abs(walk.mean - before).max()), done + 1
    of = tuple(source.loadings for source, _ in sources)
    paths = Paths(walk.mean, walk.var, walk.cov)
    fitted = Fit(cells, of, prior, freedom, paths, walk.scale, _nearest(walk.scale), done, change)
    return Temperatures(fitted, conduct(fitted), used, score, 0.0, 1.0)


def loadings_of(parameters: pl.DataFrame, source: str) -> Loadings:
    """Return a source's parameters from rows of ``trait_parameters``, on the standardised scale.

    Parameters
    ----------
    parameters : polars.DataFrame
        ``name``, ``cls`` and ``value`` of one score and vintage with several sources.
    source : str
        Which of them.

    Examples
    --------
    >>> values = {"intercept:d": (-3.0, -2.0, 0.0, -1.0), "loading:d": (-0.4, -0.3, 0.5, 0.2)}
    >>> classes = ("material_conflict", "verbal_conflict", "verbal_cooperation", "material_cooperation")
    >>> rows = [(name, c, v) for name, each in values.items() for c, v in zip(classes, each)]
    >>> rows += [("concentration:d", None, 20.0), ("clustering:d", None, 1.0)]
    >>> loadings_of(pl.DataFrame(rows, ["name", "cls", "value"], orient="row"), "d").slope.round(1).tolist()
    [0.0, -0.3, -0.8, -0.9]
    """
    value = {(name, c): v for name, c, v in parameters.select("name", "cls", "value").iter_rows()}
    classes = [c for c in scheme("quad") if (f"loading:{source}", c) in value]
    intercept, slope = (np.array([value[f"{name}:{source}", c] for c in classes]) for name in ("intercept", "loading"))
    log_a = float(np.log(value[f"concentration:{source}", None]))
    return Loadings((intercept - intercept[0])[None], slope - slope[0], log_a, value[f"clustering:{source}", None])


@dataclass
class _Walk:
    """The paths of all dyads, each under its own scale, from the standings that are known.

    Parameters
    ----------
    at, sd, scale : ndarray, shape (D,)
        The standings, and the scales of their innovations.
    factors : Block
        Of the innovations, under one scale each.
    mixture : Mixture
        What they obey.
    cell : ndarray of int
        Where each cell stands among dyads and periods.
    mean, var, cov : ndarray, shape (D, T), (D, T) and (D, T − 1)
        Moments of the paths.
    """

    at: Array
    sd: Array
    scale: Array
    factors: Block
    mixture: Mixture
    cell: NDArray[np.intp]
    mean: Array
    var: Array
    cov: Array

    @classmethod
    def of(cls, cells: Cells, standings: pl.DataFrame, prior: ScalePrior, freedom: float) -> _Walk:
        """Begin from the standings; a dyad that has none begins from N(0, 1)."""
        dyads, periods = cells.shape
        ends = pl.DataFrame(cells.dyads, schema={"source": pl.String, "target": pl.String}, orient="row")
        known = ends.join(standings.select(STANDING), on=["source", "target"], how="left", maintain_order="left")
        usual = {"mean": 0.0, "sd": 1.0, "scale": float(np.exp(prior.mean))}
        at, sd, scale = (known[name].fill_null(value).to_numpy() for name, value in usual.items())
        mixture = Mixture.of(freedom)
        size = (periods - 1, 1, dyads)
        factors = Block(slice(None), np.ones(size, np.float32), np.zeros(size, np.float32))
        ahead = np.arange(periods) * (mixture.overall * scale**2)[:, None]
        mean = np.repeat(at[:, None], periods, axis=1)
        return cls(
            at, sd, scale, factors, mixture, cells.at, mean, sd[:, None] ** 2 + ahead, np.zeros((dyads, periods - 1))
        )

    def move(self, p: Array, h: Array, *, refined: bool) -> None:
        """Smooth the paths under the cells' sites; the smoother's own N(0, 1) gives way to the standings."""
        precision, shift = self._spread(p), self._spread(h)
        precision[0] += 1 / self.sd**2 - 1
        shift[0] += self.at / self.sd**2
        under, _ = self.factors.smoothed(precision, shift, self.scale[None])
        if refined:
            self.factors.refine(under, self.scale[None], self.mixture)
        self.mean, self.var, self.cov = (
            np.asarray(each[:, 0], dtype=np.float64).T for each in (under.mean, under.var, under.cov)
        )

    def _spread(self, sites: Array) -> Array:
        """Sum the sites of each dyad and period, shape (T, D)."""
        summed = np.bincount(self.cell, weights=sites, minlength=self.mean.size).astype(np.float64)
        return summed.reshape(self.mean.shape).T.copy()


def _nearest(scale: Array) -> Array:
    """Return all weight on the scale of the grid that is nearest, shape (D, G)."""
    nearest = np.abs(np.log(scale)[:, None] - np.log(GRID)).argmin(1)
    return np.asarray(np.eye(len(GRID))[nearest])
