"""Temperatures: the standardised result of a fit, as frames and as draws."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
import polars as pl
from numpy.typing import NDArray

from detente.errors import NoAnswer, UsageError
from detente.measures.temperature.cells import Cells
from detente.measures.temperature.estimation import Fit, fit
from detente.measures.temperature.likelihood import Loadings, shares
from detente.measures.temperature.projection import Conduct, Curve, conduct, main_source
from detente.measures.temperature.scales import ScalePrior
from detente.measures.temperature.schemes import Scheme, Score, scheme
from detente.measures.temperature.smoother import draw_paths

__all__ = ["Temperatures", "temperature"]

Array = NDArray[np.float64]

LEAST_SPREAD = 1e-6  # of conduct on the working scale, where a dyad's first period has spread 1


@dataclass(frozen=True)
class Temperatures:
    """Temperatures and standings of all dyads, standardised.

    The scale has mean 0 and standard deviation 1 over dyad-periods weighted by their reports, and rises with
    cooperation. See `temperature`.

    Parameters
    ----------
    fit : Fit
        The model on its working scale.
    conduct : Conduct
        Conduct on the working scale.
    scheme : Scheme
        The classes behind it.
    score : {'all', 'words', 'deeds'}
        Which of them.
    centre, unit : float
        Working scale = centre + unit · standardised scale; a negative unit turns it the friendly way up.
    """

    fit: Fit
    conduct: Conduct
    scheme: Scheme
    score: Score
    centre: float
    unit: float

    @property
    def dyads(self) -> tuple[tuple[str, str], ...]:
        """Directed dyads, sorted."""
        return self.fit.cells.dyads

    @property
    def periods(self) -> tuple[date, ...]:
        """First day of each period."""
        return self.fit.cells.periods

    @property
    def mean(self) -> Array:
        """Posterior mean temperature, shape (D, T), in standard deviations."""
        return np.asarray((self.conduct.mean - self.centre) / self.unit)

    @property
    def sd(self) -> Array:
        """Posterior standard deviation of the temperature, shape (D, T)."""
        return np.asarray(self.conduct.sd / abs(self.unit))

    @property
    def standing(self) -> Array:
        """Posterior mean standing (the slow walk under the temperature), shape (D, T)."""
        return np.asarray((self.fit.paths.mean - self.centre) / self.unit)

    @property
    def standing_sd(self) -> Array:
        """Posterior standard deviation of the standing, shape (D, T)."""
        return np.asarray(np.sqrt(self.fit.paths.var) / abs(self.unit))

    @property
    def scale(self) -> Array:
        """Innovation scale τ of each dyad's standing, shape (D,), in standard deviations a period."""
        return np.asarray(self.fit.scale / abs(self.unit))

    @property
    def covered(self) -> NDArray[np.bool_]:
        """Whether any source counts for a dyad's period, shape (D, T); elsewhere the walk is all there is."""
        return np.asarray(self.fit.cells.volume > 0)

    @cached_property
    def _row(self) -> dict[tuple[str, str], int]:
        return {dyad: d for d, dyad in enumerate(self.dyads)}

    def frame(self) -> pl.DataFrame:
        """Return one row a directed dyad and period.

        Returns
        -------
        polars.DataFrame
            source, target, period, mean, sd, link (posterior correlation with the period before; null in the
            first), standing, standing_sd, scale.
        """
        dyads, periods = self.mean.shape
        link = np.full((dyads, periods), np.nan)
        link[:, 1:] = self.conduct.link
        return pl.DataFrame(
            {
                "source": np.repeat([a for a, _ in self.dyads], periods),
                "target": np.repeat([b for _, b in self.dyads], periods),
                "period": pl.Series(list(self.periods) * dyads, dtype=pl.Date),
                "mean": self.mean.ravel(),
                "sd": self.sd.ravel(),
                "link": link.ravel(),
                "standing": self.standing.ravel(),
                "standing_sd": self.standing_sd.ravel(),
                "scale": np.repeat(self.scale, periods),
            }
        ).with_columns(pl.col("link").fill_nan(None))

    def parameters(self) -> pl.DataFrame:
        """Return the model's parameters: name, cls (null where it has none), value.

        Loadings are centred over classes and speak of the standardised scale. Of several sources each has its own, and
        the names say whose: ``loading:SOURCE``.
        """
        rows: list[tuple[str, str | None, float]] = []
        several = len(self.fit.cells.sources) > 1
        for source, loadings in zip(self.fit.cells.sources, self.fit.of_source, strict=True):
            its, slope = f":{source}" if several else "", loadings.slope * self.unit
            values = {
                f"intercept:{source}": loadings.intercept[0] + loadings.slope * self.centre,
                f"loading{its}": slope - slope.mean(),
            }
            for name, each in values.items():
                rows += [(name, c, float(v)) for c, v in zip(self.fit.cells.classes, each, strict=True)]
            rows += [
                (f"concentration{its}", None, loadings.concentration),
                (f"clustering{its}", None, loadings.clustering),
            ]
        rows += [
            ("scale_median", None, float(np.exp(self.fit.prior.mean)) / abs(self.unit)),
            ("scale_log_sd", None, self.fit.prior.sd),
            ("freedom", None, self.fit.freedom),
        ]
        return pl.DataFrame(rows, schema={"name": pl.String, "cls": pl.String, "value": pl.Float64}, orient="row")

    def draws(self, dyads: Sequence[tuple[str, str]], *, draws: int, seed: int) -> Array:
        """Draw temperatures of some dyads from their joint posterior.

        Parameters
        ----------
        dyads : sequence of (source, target)
            Which.
        draws : int
            How many.
        seed : int
            For the generator.

        Returns
        -------
        ndarray, shape (draws, len(dyads), T)
            Standing drawn as a path, then each period's realised shares given the standing and the reports.
        """
        rng = np.random.default_rng(seed)
        rows = np.array([self._row[d] for d in dyads])
        standing = draw_paths(self.fit.paths.of(rows), draws, rng)
        return (self._conduct_given(standing, rows, rng) - self.centre) / self.unit

    def _conduct_given(self, standing: Array, rows: NDArray[np.intp], rng: np.random.Generator) -> Array:
        """Conduct drawn given the standing: exact for one source, moment-matched where several report."""
        cells = self.fit.cells
        periods = len(self.periods)
        n = np.zeros((len(cells.classes), len(cells.sources), cells.shape[0] * periods))
        n[:, cells.source, cells.at] = cells.n
        at = (rows[:, None] * periods + np.arange(periods)).ravel()
        main = main_source(cells)[at]
        out = np.empty_like(standing)
        for s, loadings in enumerate(self.fit.of_source):
            here = np.flatnonzero(main == s)
            if not here.size:
                continue
            counted = loadings.counted(n[:, s, at[here]])
            curve = Curve.of(loadings.intercept[0], loadings.slope)
            for i, x in enumerate(standing.reshape(len(standing), -1)[:, here]):
                a = loadings.concentration * shares(x, loadings.intercept[0], loadings.slope) + counted
                gamma = rng.standard_gamma(np.maximum(a, 1e-9))
                out[i].ravel()[here] = curve.nearest(loadings.slope @ (gamma / gamma.sum(0)))
        return out


def temperature(
    counts: pl.DataFrame,
    periods: Sequence[date],
    *,
    classes: str = "quad",
    score: Score = "all",
    freedom: float = 4.0,
    least: int = 1,
    fewest: Mapping[str, int] | None = None,
    start: tuple[Loadings | Sequence[Loadings], ScalePrior] | None = None,
) -> Temperatures:
    r"""Temperature of every directed dyad in every period, with its uncertainty.

    .. math::

       \tilde n_{ijt} \mid E_{ijt} &\sim \mathrm{DirMult}(E_{ijt}, A\,\mathrm{softmax}(\alpha_s + \lambda x_{ijt})),
       \quad E = \sqrt{1 + (N/\kappa)^2} \\
       x_{ijt} &= x_{ij,t-1} + \tau_{ij}\,\epsilon_{ijt}, \quad \epsilon \sim t_\nu

    x is the dyad's *standing*; the *temperature* is the period's conduct on the same scale (`Conduct`). Conditioning on
    N takes the growth of the media out; E are the events behind N reports, ñ those events by class. Few reports widen
    the interval, and copies of reports do not narrow it.

    Parameters
    ----------
    counts : polars.DataFrame
        The ``counts`` table: dataset, source, target, period, cls, reports. Datasets are separate sources, each
        with intercepts, loadings, concentration and clustering of its own; they share the walk of a dyad.
    periods : sequence of date
        First day of every period covered, in order.
    classes : {'quad', 'root', 'plover'}
        The class scheme of ``cls``.
    score : {'all', 'words', 'deeds'}
        All classes, verbal ones, or material ones.
    freedom : float
        ν of the innovations; ``numpy.inf`` for Gaussian ones, which blunt abrupt change.
    least : int
        Reports below which a dyad is left out.
    fewest : mapping of str to int, optional
        By dataset: its dyad-periods with fewer reports say nothing of the temperature; see `Cells.from_frame`.
    start : (Loadings or sequence of Loadings, ScalePrior), optional
        Where to start from; for refits.

    Returns
    -------
    Temperatures
        Standardised to mean 0 and variance 1 over dyad-periods weighted by reports; positive is friendly.

    Raises
    ------
    TableError
        The counts do not have a column, or have a period outside `periods`.
    NoAnswer
        No dyad has `least` reports, no acts of cooperation or none of conflict are reported, or conduct is the same in
        every dyad and period.
    UsageError
        No such class scheme, or `freedom` or `least` is not above 0.

    Notes
    -----
    One dyad-period counts for at most 8% of all reports, or five times the average of the others where there are few;
    see `Cells`. What one row of counts can do to the scale is bounded by that.

    References
    ----------
    Terechshenko (2020) on latent hostility; Reuning, Kenwick & Fariss (2019) on Student-t dynamics.

    Examples
    --------
    >>> from datetime import date
    >>> import polars as pl
    >>> rows = [("d", a, b, date(y, 1, 1), c, n)
    ...         for y in (2012, 2013) for a, b, n in (("JPN", "RUS", 9), ("RUS", "JPN", 3))
    ...         for c in ("verbal_cooperation", "material_conflict")]
    >>> frame = pl.DataFrame(rows, ["dataset", "source", "target", "period", "cls", "reports"], orient="row")
    >>> temperature(frame, [date(2012, 1, 1), date(2013, 1, 1)]).mean.shape
    (2, 2)
    """
    for name, value in (("freedom", freedom), ("least", least)):
        if not value > 0:
            raise UsageError(f"invalid {name} {value}: expected a number above 0", value=value)
    used = scheme(classes).restricted(score)
    cells = Cells.from_frame(counts, used, periods, least=least, fewest=fewest)
    _require_contrast(cells, used, score)
    fitted = fit(cells, used, freedom=freedom, start=start)
    return _standardise(fitted, conduct(fitted), used, score)


def _require_contrast(cells: Cells, used: Scheme, score: Score) -> None:
    """Refuse counts without contrast: which way is friendly, and how far, shows in cooperation against conflict."""
    seen = {name for name, reports in zip(cells.classes, cells.n.sum(1), strict=True) if reports > 0}
    missing = {"cooperation": not seen & used.cooperative, "conflict": not seen - used.cooperative}
    for kind, absent in missing.items():
        if absent:
            acts = {"all": "acts", "words": "words", "deeds": "deeds"}[score]
            wanted = [name for name in used if (name in used.cooperative) == (kind == "cooperation")]
            raise NoAnswer(
                f"these counts hold no {acts} of {kind} ({', '.join(wanted)}), only {', '.join(sorted(seen))}; a "
                f"temperature needs {acts} of both cooperation and conflict. Add the classes that are missing, or use "
                "another dataset",
                value=sorted(seen),
            )


def _standardise(fitted: Fit, found: Conduct, used: Scheme, score: Score) -> Temperatures:
    """Mean 0 and variance 1 over report-weighted dyad-periods, cooperation up."""
    weight = fitted.cells.volume / fitted.cells.total.sum()
    centre = float((weight * found.mean).sum())
    unit = float(np.sqrt((weight * (found.mean - centre) ** 2).sum()))
    if unit < LEAST_SPREAD:
        raise NoAnswer(
            "conduct is the same in every dyad and period reported, so it has no scale; "
            "temperatures need at least two dyad-periods that differ",
            value=unit,
        )
    kind = np.array([1.0 if c in used.cooperative else 0.0 for c in fitted.cells.classes])
    tilt = 0.0
    for loadings, (_, cells) in zip(fitted.of_source, fitted.cells.by_source(), strict=True):
        reports = cells.n.sum(1) + 1e-6  # classes are weighted by reports; unreported ones only break ties
        slope, friendly, hostile = loadings.slope, reports * kind, reports * (1 - kind)
        tilt += cells.total.sum() * (slope @ friendly / friendly.sum() - slope @ hostile / hostile.sum())
    return Temperatures(fitted, found, used, score, centre, unit if tilt > 0 else -unit)
