"""Temperatures on ICEWS 2002–2014, against a prototype, NUTS, copies of the reports, rivals and known relations.

Tolerances are argued where they stand. The measured figures are in docs/concepts/temperature.md; ``pytest -s`` prints
those of the forecasts.
"""

from __future__ import annotations

import json
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from forecasts import GOLDSTEIN, RIVALS, scores
from icews_years import LEAST, PERIODS, counts, forty, only
from known_relations import auc, known
from scipy.stats import kstest, spearmanr

from detente.measures.temperature import Cells, Temperatures, fit, scheme, temperature
from detente.measures.temperature.prediction import log_scores, standing_ahead, transform

pytestmark = pytest.mark.reference

# A prototype's plain multinomial trait. Its shape is to be kept, not its values: the model here is another one.
PROTOTYPE = {
    ("JPN", "RUS", 2010): -0.51,
    ("JPN", "RUS", 2011): -0.25,
    ("JPN", "RUS", 2012): -0.07,
    ("JPN", "RUS", 2013): 1.01,
    ("JPN", "RUS", 2014): -1.02,
    ("RUS", "JPN", 2013): 0.84,
    ("RUS", "JPN", 2014): 0.12,
    ("USA", "RUS", 2009): 0.67,
    ("USA", "RUS", 2014): -1.40,
    ("RUS", "UKR", 2014): -1.46,
    ("CHN", "JPN", 2012): -1.05,
}
CLEAR = 0.2  # below this a value's sign is within two of its own standard deviations and of the two models' distance


@dataclass(frozen=True)
class Yearly:
    frame: pl.DataFrame
    found: Temperatures
    seconds: float


@pytest.fixture(scope="module")
def yearly(reference: Path) -> Yearly:
    frame = counts(reference)
    began = time.process_time()
    found = temperature(frame, PERIODS, least=LEAST)
    return Yearly(frame, found, time.process_time() - began)


def test_the_shape_of_known_relations_is_reproduced(yearly: Yearly) -> None:
    at = {d: i for i, d in enumerate(yearly.found.dyads)}
    got = {(a, b, y): yearly.found.mean[at[a, b], y - 2002] for a, b, y in PROTOTYPE}
    assert spearmanr(list(got.values()), list(PROTOTYPE.values())).statistic >= 0.95
    for key, value in PROTOTYPE.items():
        if abs(value) > CLEAR:
            assert np.sign(got[key]) == np.sign(value), key
    china = yearly.found.mean[at["CHN", "RUS"]]
    assert china.min() > 0.6  # close throughout, as the prototype's 0.95 to 1.53
    assert china.max() < 1.6


@pytest.mark.parametrize(("name", "freedom"), [("student", 4.0), ("gaussian", np.inf)])
def test_nuts_agrees(yearly: Yearly, name: str, freedom: float) -> None:
    """Means to r ≥ .99; spreads to 15% at the median, since α, λ, A and the prior of τ are plugged in, not sampled."""
    oracle = json.loads((Path(__file__).parent / f"oracle-{name}.json").read_text())
    assert oracle["worst_rhat"] < 1.02
    found = temperature(only(yearly.frame, forty(yearly.frame)), PERIODS, freedom=freedom)
    assert [list(dyad) for dyad in found.dyads] == oracle["dyads"]
    assert found.fit.loadings.clustering == pytest.approx(oracle["clustering"], rel=0.1)
    for mean, sd, its in (
        (found.mean, found.sd, "temperature"),
        (found.standing, found.standing_sd, "standing"),
    ):
        assert np.corrcoef(mean.ravel(), np.ravel(oracle[its]))[0, 1] >= 0.99
        ratio = np.median(sd / np.array(oracle[f"{its}_sd"]))
        assert 0.85 <= ratio <= 1.15
    posterior = oracle["parameters"]
    loadings, prior = found.fit.loadings, found.fit.prior
    for value, key in (
        (loadings.log_concentration, "log_concentration"),
        (prior.mean, "scale_mean"),
        (np.log(prior.sd), "scale_log_sd"),
    ):
        assert abs(value - posterior[key]["mean"]) < posterior[key]["sd"]  # a mode within one sd of the mean


def test_a_dyad_takes_a_fraction_of_what_nuts_takes(yearly: Yearly) -> None:
    """At least 200 times less; measured above 10,000, so another machine's seconds in the stored run can't matter."""
    oracle = json.loads((Path(__file__).parent / "oracle-student.json").read_text())
    nuts = oracle["cpu_seconds"] / len(oracle["dyads"])
    assert nuts > 200 * yearly.seconds / len(yearly.found.dyads)


def test_copies_of_every_report_move_nothing(yearly: Yearly) -> None:
    """Exact but for rounding and the stopping rule: the events behind the reports are the same."""
    once = yearly.found
    copied = only(yearly.frame, list(once.dyads)).with_columns(pl.col("reports") * 2)
    twice = temperature(copied, PERIODS)
    assert twice.dyads == once.dyads
    for name, sd in (("mean", "sd"), ("standing", "standing_sd")):
        shift = np.abs(getattr(twice, name) - getattr(once, name)) / getattr(once, sd)
        shrunk = getattr(twice, sd) / getattr(once, sd)
        assert (shift <= 0.1).mean() >= 0.95
        assert (shrunk >= 0.85).mean() >= 0.95
        assert shift.max() < 0.5  # no dyad of any kind is thrown about


def test_known_rivals_and_disputants_are_colder_than_allies(reference: Path, yearly: Yearly) -> None:
    """At least as well told apart as by the best simple index of the same reports."""
    found = yearly.found
    rivals, disputes, pacts = known(reference, found.dyads)
    cells = found.fit.cells
    n = np.zeros((4, len(found.dyads)))
    for c in range(4):
        n[c] = np.bincount(cells.at // len(PERIODS), weights=cells.n[c], minlength=len(found.dyads))
    net = n[0] + n[1] - n[2] - n[3]
    simple = [net / n.sum(0), net / (n.sum(0) + 1), GOLDSTEIN @ n / n.sum(0)]
    weighted = (found.mean * cells.volume).sum(1) / cells.volume.sum(1)
    for hostile, floor in ((rivals, 0.78), (disputes, 0.76)):
        got = auc(weighted, hostile, pacts)
        assert got >= max(auc(index, hostile, pacts) for index in simple)
        assert got >= floor
        assert auc(found.mean.mean(1), hostile, pacts) >= floor - 0.05  # unweighted, quiet years count as much


def test_next_year_is_predicted_better_than_by_rivals(
    yearly: Yearly,
) -> None:
    """Origins 2008–2013, all dyads that are reported the year after; intervals by resampling dyads."""
    used, dyads = scheme("quad"), list(yearly.found.dyads)
    frame = only(yearly.frame, dyads)
    cells = Cells.from_frame(frame, used, PERIODS)
    cube = np.zeros((4, len(dyads) * len(PERIODS)))
    cube[:, cells.at] = cells.n
    cube = cube.reshape(4, len(dyads), len(PERIODS))
    place = {dyad: i for i, dyad in enumerate(dyads)}
    conflict = np.array([c not in used.cooperative for c in used.classes])

    gains = {name: np.zeros(len(dyads)) for name in RIVALS}
    many = np.zeros(len(dyads))
    levels: dict[bool, list[np.ndarray]] = {False: [], True: []}
    for t in range(7, 13):
        past = Cells.from_frame(frame.filter(pl.col("period") < PERIODS[t]), used, PERIODS[:t])
        rows = np.array([place[d] for d in past.dyads])
        n = cube[:, rows, t]
        seen = n.sum(0) > 0
        fitted = fit(past, used)
        ahead = standing_ahead(fitted, draws=100, seed=t)
        own = log_scores(fitted, ahead, n)
        for name in RIVALS:
            theirs = scores(name, cube[:, rows, :t], n)
            np.add.at(gains[name], rows[seen], (own - theirs)[seen])
        many[rows[seen]] += 1
        levels[False].append(transform(fitted, ahead, n, conflict, seed=t)[n.sum(0) >= 5])
        if t == 12:
            plain = fit(past, used, plain=True)
            far = standing_ahead(plain, draws=100, seed=t)
            levels[True].append(transform(plain, far, n, conflict, seed=t)[n.sum(0) >= 5])

    rng = np.random.default_rng(0)
    drawn = rng.multinomial(len(dyads), np.full(len(dyads), 1 / len(dyads)), size=1000)
    for name, gain in gains.items():
        low = np.quantile((drawn @ gain) / (drawn @ many), 0.025)
        assert low > 0, name
        sys.stdout.write(f"gain over {name}: {gain.sum() / many.sum():.4f}, 95% from {low:.4f}\n")
    off = {plain: kstest(np.concatenate(u), "uniform").statistic for plain, u in levels.items()}
    sys.stdout.write(f"Kolmogorov–Smirnov distance: {off}\n")
    assert off[False] < 0.03  # with 40,000 forecasts even this is told from 0: the model is not the truth
    assert off[True] > 2 * off[False]
