"""Temperatures of whole frames: sources, scores, periods, few dyads, predictions."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest

from detente.errors import NoAnswer, TableError, UsageError
from detente.measures.temperature import (
    SCHEMES,
    Cells,
    Paths,
    fit,
    log_pmf,
    scheme,
    temperature,
)
from detente.measures.temperature.histories import Histories
from detente.measures.temperature.prediction import log_scores, standing_ahead, transform
from temperature_sample import QUAD, YEARS, frame, simulated


def test_several_sources_with_their_own_habits_recover_the_truth() -> None:
    counts, x = simulated(dyads=120, sources=2, seed=3)
    found = temperature(counts, YEARS)
    assert np.corrcoef(found.standing.ravel(), x.ravel())[0, 1] > 0.9
    values = found.parameters()
    own = ("intercept", "loading", "concentration", "clustering")
    assert set(values["name"]) >= {f"{name}:{s}" for name in own for s in ("s0", "s1")}
    level_of = {
        s: values.filter((pl.col("name") == f"intercept:{s}") & (pl.col("cls") == "verbal_cooperation"))["value"][0]
        - values.filter((pl.col("name") == f"intercept:{s}") & (pl.col("cls") == "material_conflict"))["value"][0]
        for s in ("s0", "s1")
    }
    assert level_of["s0"] - level_of["s1"] == pytest.approx(2.0, abs=0.35)  # simulated with 1 and −1


def test_each_source_has_a_slope_and_a_clustering_of_its_own() -> None:
    counts, x = simulated(dyads=150, sources=2, seed=4, steeper=2.0)
    found = temperature(counts, YEARS)
    assert np.corrcoef(found.standing.ravel(), x.ravel())[0, 1] > 0.9
    first, second = found.fit.of_source
    assert (second.slope[3] - second.slope[0]) / (first.slope[3] - first.slope[0]) == pytest.approx(2.0, rel=0.2)
    copied = counts.with_columns(reports=pl.when(pl.col("dataset") == "s1").then(4).otherwise(1) * pl.col("reports"))
    again = temperature(copied, YEARS).fit.of_source
    assert (1 + again[1].clustering) / (1 + second.clustering) == pytest.approx(4.0, rel=0.2)
    assert again[0].clustering == pytest.approx(first.clustering, abs=0.1)


def test_cells_of_a_source_with_too_few_reports_are_left_out() -> None:
    row = ("A", "B", YEARS[0], "verbal_cooperation")
    few = frame([("s0", *row, 4), ("s1", *row, 4), ("s1", "A", "B", YEARS[1], "material_conflict", 5)])
    cells = Cells.from_frame(few, scheme("quad"), YEARS, fewest={"s1": 5})
    assert [(cells.sources[s], int(n)) for s, n in zip(cells.source, cells.reports, strict=True)] == [
        ("s0", 4),
        ("s1", 5),
    ]
    counts = pl.concat([simulated(dyads=20)[0], few.filter(pl.col("dataset") == "s1")])
    found = temperature(counts, YEARS, fewest={"s1": 5})
    assert found.covered[found.dyads.index(("A", "B"))].tolist() == [False, True, *[False] * (len(YEARS) - 2)]


def test_words_and_deeds_are_scored_from_their_own_classes() -> None:
    counts, _ = simulated()
    words, deeds = (temperature(counts, YEARS, score=s) for s in ("words", "deeds"))
    assert words.fit.cells.classes == ("verbal_cooperation", "verbal_conflict")
    assert deeds.fit.cells.classes == ("material_cooperation", "material_conflict")
    assert np.isfinite(words.mean).all()
    assert np.isfinite(deeds.mean).all()


@pytest.mark.parametrize("name", ["root", "plover"])
def test_finer_schemes_run_with_classes_never_seen(name: str) -> None:
    classes = SCHEMES[name].classes
    counts, x = simulated(dyads=40, classes=classes[::2])
    found = temperature(counts, YEARS, classes=name)
    assert np.isfinite(found.frame().select("mean", "sd", "standing", "standing_sd").to_numpy()).all()
    assert np.corrcoef(found.standing.ravel(), x.ravel())[0, 1] > 0.75
    loading = found.parameters().filter(pl.col("name") == "loading")
    assert loading["cls"].to_list() == list(classes)


@pytest.mark.parametrize(
    "periods",
    [
        [date(2014 + m // 12, 1 + m % 12, 1) for m in range(18)],
        [date(2014, 1, 6) + timedelta(weeks=w) for w in range(20)],
    ],
    ids=["months", "weeks"],
)
@pytest.mark.parametrize("freedom", [4.0, np.inf])
def test_months_and_weeks(periods: list[date], freedom: float) -> None:
    counts, x = simulated(dyads=25, periods=periods)
    found = temperature(counts, periods, freedom=freedom)
    assert found.mean.shape == (25, len(periods))
    assert np.corrcoef(found.standing.ravel(), x.ravel())[0, 1] > 0.85


def test_a_quiet_period_leans_on_the_standing_and_is_wider() -> None:
    counts, _ = simulated(dyads=30)
    quiet = counts.filter(~((pl.col("source") == "A000") & (pl.col("period") == YEARS[3])))
    found = temperature(quiet, YEARS)
    assert found.dyads[0] == ("A000", "B000")
    assert found.fit.cells.volume[0, 3] == 0
    assert found.sd[0, 3] > found.sd[0, found.fit.cells.volume[0] > 20].max()
    assert found.mean[0, 3] == pytest.approx(found.standing[0, 3], abs=found.sd[0, 3])


def test_frame_and_draws_tell_the_same() -> None:
    found = temperature(simulated(dyads=20)[0], YEARS)
    table = found.frame()
    assert table.columns == ["source", "target", "period", "mean", "sd", "link", "standing", "standing_sd", "scale"]
    assert table.filter(pl.col("period") == YEARS[0])["link"].null_count() == 20
    assert (table["sd"] > 0).all()
    drawn = found.draws(found.dyads[:5], draws=4000, seed=1)
    assert drawn.shape == (4000, 5, len(YEARS))
    assert np.abs((drawn.mean(0) - found.mean[:5]) / found.sd[:5]).max() < 0.25
    np.testing.assert_allclose(drawn.std(0), found.sd[:5], rtol=0.25)


def test_the_scale_is_standard_over_reports() -> None:
    found = temperature(simulated(dyads=20)[0], YEARS)
    weight = found.fit.cells.volume / found.fit.cells.volume.sum()
    assert (weight * found.mean).sum() == pytest.approx(0, abs=1e-9)
    assert (weight * found.mean**2).sum() == pytest.approx(1)


def test_the_same_input_gives_the_same_bits() -> None:
    counts, _ = simulated(dyads=15)
    one, two = temperature(counts, YEARS), temperature(counts.sample(fraction=1, shuffle=True, seed=1), YEARS)
    assert one.frame().equals(two.frame())


def test_two_dyads_and_two_periods_are_enough_to_be_finite() -> None:
    rows = [("d", a, b, y, c, n) for y in YEARS[:2] for a, b, n in (("JPN", "RUS", 9), ("RUS", "JPN", 3)) for c in QUAD]
    found = temperature(frame([*rows, ("d", "JPN", "RUS", YEARS[0], "material_conflict", 30)]), YEARS[:2])
    assert np.isfinite(found.mean).all()
    assert found.mean[0, 0] < found.mean[0, 1]
    assert (found.sd > 0.5).all()  # next to nothing is known of the scale itself


def test_one_dyad_over_two_periods() -> None:
    rows = [("d", "A", "B", YEARS[0], "verbal_cooperation", 5), ("d", "A", "B", YEARS[1], "material_conflict", 5)]
    found = temperature(frame(rows), YEARS[:2])
    np.testing.assert_allclose(found.mean, [[1, -1]], atol=1e-6)
    assert (found.sd > 1).all()


def test_one_period() -> None:
    rows = [("d", "A", "B", YEARS[0], "verbal_cooperation", 5), ("d", "B", "A", YEARS[0], "material_conflict", 3)]
    found = temperature(frame(rows), YEARS[:1])
    assert found.mean[0, 0] > 0 > found.mean[1, 0]
    assert found.frame()["link"].null_count() == 2


def test_a_single_cell_has_no_scale() -> None:
    rows = [("d", "A", "B", YEARS[0], "verbal_cooperation", 5), ("d", "A", "B", YEARS[0], "material_conflict", 3)]
    with pytest.raises(NoAnswer, match="at least two dyad-periods that differ"):
        temperature(frame(rows), YEARS[:1])
    with pytest.raises(NoAnswer, match="no acts of conflict"):
        temperature(frame(rows[:1]), YEARS[:1])


def test_bad_input_names_the_remedy() -> None:
    counts, _ = simulated(dyads=3)
    with pytest.raises(TableError, match="missing column"):
        temperature(counts.drop("cls"), YEARS)
    with pytest.raises(TableError, match="outside 2010-01-01 to 2014-01-01"):
        temperature(counts, YEARS[:-1])
    with pytest.raises(NoAnswer, match="1000000 or more reports"):
        temperature(counts, YEARS, least=1_000_000)
    with pytest.raises(UsageError, match="no class scheme is called 'quads'"):
        temperature(counts, YEARS, classes="quads")


def test_predictions_are_calibrated_where_the_model_holds() -> None:
    counts, _ = simulated(dyads=300, seed=5)
    used = scheme("quad")
    past = Cells.from_frame(counts.filter(pl.col("period") < YEARS[-1]), used, YEARS[:-1])
    every = Cells.from_frame(counts, used, YEARS)
    n = np.zeros((4, *every.shape)).reshape(4, -1)
    n[:, every.at] = every.n
    n = n.reshape(4, *every.shape)[:, :, -1]
    assert past.dyads == every.dyads
    fitted = fit(past, used)
    ahead = standing_ahead(fitted, draws=100, seed=1)
    assert ahead.shape == (100, 300)
    u = transform(fitted, ahead, n, np.array([False, False, True, True]), seed=2)
    assert np.abs(np.quantile(u, [0.1, 0.25, 0.5, 0.75, 0.9]) - [0.1, 0.25, 0.5, 0.75, 0.9]).max() < 0.08
    uniform = log_pmf(n, np.full((4, 300), 0.25), np.full(300, 10.0))
    assert log_scores(fitted, ahead, n).mean() > uniform.mean()


def test_schemes_hold_every_class_once() -> None:
    for name, used in SCHEMES.items():
        assert used.name == name
        assert len(set(used)) == len(used)
        parts = [set(used.restricted(s).classes) for s in ("words", "deeds")]
        assert parts[0] | parts[1] == set(used)
        assert not parts[0] & parts[1]
        assert all(p & used.cooperative and p - used.cooperative for p in parts)


def test_paths_know_their_innovations() -> None:
    paths = Paths(np.array([[0.0, 1.0]]), np.array([[1.0, 2.0]]), np.array([[0.5]]))
    mean, var = paths.innovations
    assert (mean[0, 0], var[0, 0]) == (1.0, 2.0)


@pytest.mark.parametrize("freedom", [4.0, np.inf])
def test_dyads_that_share_no_class_keep_their_signs(freedom: float) -> None:
    """Half a million reports of one class each: nothing bounds λ but the program."""
    rows = [("d", "A", "B", y, "verbal_cooperation", 500_000) for y in YEARS]
    rows += [("d", "B", "A", y, "material_conflict", 300_000) for y in YEARS]
    found = temperature(frame(rows), YEARS, freedom=freedom)
    assert (found.mean[0] > 0).all()
    assert (found.mean[1] < 0).all()
    assert (found.sd < 3).all()


def test_dyads_with_one_history_have_one_path_and_count_as_many() -> None:
    counts, _ = simulated(dyads=12, sources=2)
    twins = pl.concat([counts, *(counts.with_columns(pl.col("source") + mark) for mark in "xy")])
    cells = Cells.from_frame(twins, scheme("quad"), YEARS)
    histories = Histories.of(cells)
    assert histories.shape == (12, len(YEARS))
    assert np.bincount(histories.of_dyad).tolist() == [3] * 12
    sites = np.arange(len(cells.total), dtype=float)
    every = np.bincount(cells.at, weights=sites, minlength=36 * len(YEARS)).reshape(36, len(YEARS))
    firsts = [histories.of_dyad.tolist().index(history) for history in range(12)]
    assert np.array_equal(histories.spread(sites), every[firsts])
    found = fit(cells, scheme("quad"))
    for history in range(12):
        same = np.flatnonzero(histories.of_dyad == history)
        assert np.ptp(found.paths.mean[same], axis=0).max() == 0
    assert found.scale.shape == (36,)


def test_a_fit_is_the_same_where_every_dyad_is_worked_out(monkeypatch: pytest.MonkeyPatch) -> None:
    counts, _ = simulated(dyads=12)
    twins = pl.concat([counts, counts.with_columns(pl.col("source") + "x")])
    once = temperature(twins, YEARS)

    def apart(cells: Cells) -> Histories:
        dyad, period = np.divmod(cells.at, len(YEARS))
        return Histories(np.arange(24), dyad, period, np.arange(len(dyad)), cells.shape)

    monkeypatch.setattr("detente.measures.temperature.estimation.Histories.of", apart)
    each = temperature(twins, YEARS)
    assert np.abs(once.mean - each.mean).max() < 1e-4
    assert np.abs(once.sd - each.sd).max() < 1e-4
