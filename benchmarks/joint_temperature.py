"""Measure what coded news adds to temperatures of ICEWS: one model of three sources against one of two.

::

    DETENTE_REFERENCE=... python benchmarks/joint_temperature.py [--acts path/to/acts.parquet]

The sources are ICEWS by year (2002–2014), ICEWS by month (2018–2022, the sets icews18, icews_raw, icews21 and icews22),
and acts coded from the items of Wikipedia's current events, which take half a minute; ``--acts`` keeps them in a file.

1. *Predicting ICEWS.* The parameters are those of the whole record, with and without news. Then the walks are estimated
   from the ICEWS of the years before a target year alone, or with news up to the year before, or with news up to the
   year itself. The score is the mean log probability, a dyad, of the target year's ICEWS counts by class given their
   total, over dyads with news that counts in the last year of news, and over those with some since 2015.
2. *2002–2014.* Correlation of temperatures with news and without, and the dyad-years that moved most.
"""

from __future__ import annotations

import argparse
import os
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl

from detente.coding import code
from detente.measures.temperature import Cells, Fit, Temperatures, fit, scheme, temperature
from detente.measures.temperature.prediction import log_scores
from detente.sources import source
from detente.starter.pack import FILES

YEARLY, MONTHLY, NEWS = "icews-yearly", "icews-monthly", "news"
SETS = ("icews18", "icews_raw", "icews21", "icews22")  # of icews_raw what icews18 does not have
TARGETS = (2018, 2021, 2022)
FEWEST = {NEWS: 5}  # acts of a pair-year, below which news says nothing of its temperature
LEAST = 26  # reports of a directed dyad, over all sources and years
LAST = 2025
SINCE = 2015  # first year after ICEWS by year
DRAWS = 200
QUAD = scheme("quad")
KEYS = ["source", "target", "period"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--acts", type=Path, metavar="FILE", help="keep the coded acts in this file")
    given = parser.parse_args()
    reference = Path(os.environ["DETENTE_REFERENCE"])
    yearly, monthly, news = icews_yearly(reference), icews_monthly(reference), counted(acts(reference, given.acts))
    alone = pl.concat([yearly, monthly]).with_columns(pl.col("reports").cast(pl.Float64))
    together = pl.concat([alone, news])
    models = {"ICEWS": joint(alone), "ICEWS and news": joint(together)}
    for name, found in models.items():
        print(f"\n{name}: {len(found.dyads):,} directed dyads, {found.fit.rounds} rounds")
        print_parameters(found)
    print("\nLog score a dyad of a year's ICEWS counts, given their total")
    print("year  news to  pairs with news  dyads   without      with      gain  (standard error)")
    for since in (None, SINCE):
        for year in TARGETS:
            for until in (year - 1, year):
                gains(models, alone, news, year=year, until=until, since=since or until)
    unchanged(yearly, models, news)


def icews_yearly(reference: Path) -> pl.DataFrame:
    """Return the counts of ICEWS by year."""
    frame = source(YEARLY).read(reference / FILES[YEARLY]).frame
    return frame.select(pl.lit(YEARLY).alias("dataset"), *KEYS, "cls", pl.col("reports").cast(pl.Int64))


def icews_monthly(reference: Path) -> pl.DataFrame:
    """Return the counts of ICEWS after 2014, its months added up to years."""
    rows = pl.read_parquet(reference / "events" / "icews_dyadmonth_quads_2018_2023.parquet").with_columns(
        pl.col("set", "source", "target").cast(pl.String)
    )
    doubled = (pl.col("set") == "icews_raw") & (pl.col("month") < date(2018, 11, 1))
    rows = rows.filter(pl.col("set").is_in(SETS), ~doubled, pl.col("source") != pl.col("target"))
    return (
        rows.unpivot(list(QUAD), index=["source", "target", "month"], variable_name="cls", value_name="reports")
        .group_by("source", "target", pl.col("month").dt.truncate("1y").alias("period"), "cls")
        .agg(pl.col("reports").cast(pl.Int64).sum())
        .filter(pl.col("reports") > 0)
        .select(pl.lit(MONTHLY).alias("dataset"), *KEYS, "cls", "reports")
    )


def acts(reference: Path, kept: Path | None) -> pl.DataFrame:
    """Return the acts coded from the items of current events, one a day, pair and type, with their weights."""
    if kept is not None and kept.exists():
        return pl.read_parquet(kept)
    items = pl.read_parquet(reference / "text" / "wiki_current_events_items_2002_2026.parquet")
    found = code(items.filter(~pl.col("is_topic_label")).select(pl.col("date").dt.date(), "text")).acts
    if kept is not None:
        found.write_parquet(kept)
    return found


def counted(found: pl.DataFrame) -> pl.DataFrame:
    """Return acts as counts by year."""
    return (
        found.filter((pl.col("source") != pl.col("target")) & (pl.col("date").dt.year() <= LAST))
        .group_by("source", "target", pl.col("date").dt.truncate("1y").alias("period"), pl.col("quad").alias("cls"))
        .agg(pl.col("weight").sum().alias("reports"))
        .select(pl.lit(NEWS).alias("dataset"), *KEYS, "cls", "reports")
    )


def years(last: int) -> list[date]:
    return [date(year, 1, 1) for year in range(2002, last + 1)]


def joint(counts: pl.DataFrame) -> Temperatures:
    return temperature(counts, years(LAST), least=LEAST, fewest=FEWEST)


def print_parameters(found: Temperatures) -> None:
    for name, loadings in zip(found.fit.cells.sources, found.fit.of_source, strict=True):
        slope = loadings.slope * found.unit
        print(
            f"  {name:14} loading of material conflict {slope[3] - slope[0]:+.2f}, concentration "
            f"{loadings.concentration:.1f}, reports of one act {1 + loadings.clustering:.2f}"
        )


def gains(
    models: dict[str, Temperatures], alone: pl.DataFrame, news: pl.DataFrame, *, year: int, until: int, since: int
) -> None:
    """Print the mean log score of a year's ICEWS without news and with news up to a year, over dyads with news."""
    first = pl.date(year, 1, 1)
    past = alone.filter(pl.col("period") < first)
    known = news.filter(pl.col("period") <= pl.date(until, 1, 1))
    pairs = (
        known.filter(pl.col("period") >= pl.date(since, 1, 1))
        .group_by(KEYS)
        .agg(pl.col("reports").sum())
        .filter(pl.col("reports") >= FEWEST[NEWS])
        .select("source", "target")
        .unique()
    )
    scored = alone.filter(pl.col("period") == first)
    for frame in (past, scored):
        pairs = pairs.join(frame, on=["source", "target"], how="semi")
    scores = []
    for name, counts in (("ICEWS", past), ("ICEWS and news", pl.concat([past, known]))):
        held = walks(models[name].fit, counts.join(pairs, on=["source", "target"], how="semi"), year)
        scores.append(of_year(held, scored))
    gain = scores[1] - scores[0]
    without, with_news, more = (each.mean() for each in (*scores, gain))
    error = gain.std(ddof=1) / np.sqrt(len(gain))
    print(
        f"{year}  {until}     since {since}       {len(gain):5} "
        f"{without:9.3f} {with_news:9.3f} {more:+9.3f}  ({error:.3f})"
    )


def walks(model: Fit, counts: pl.DataFrame, year: int) -> Fit:
    """Estimate the walks up to a year from some counts, with a model's parameters."""
    cells = Cells.from_frame(counts, QUAD, years(year), fewest=FEWEST)
    of = dict(zip(model.cells.sources, model.of_source, strict=True))
    found = fit(cells, QUAD, start=([of[name] for name in cells.sources], model.prior), hold=True, rounds=60)
    return replace(found, of_source=(of[MONTHLY],))


def of_year(held: Fit, scored: pl.DataFrame) -> np.ndarray:
    """Return each dyad's log score of its counts in the last year of the walks."""
    wide = scored.pivot(on="cls", index=["source", "target"], values="reports").fill_null(0)
    order = pl.DataFrame(held.cells.dyads, schema=["source", "target"], orient="row")
    n = order.join(wide, on=["source", "target"], how="left").select(QUAD.classes).to_numpy().astype(float).T
    noise = np.random.default_rng(1).standard_normal((DRAWS, n.shape[1]))
    return log_scores(held, held.paths.mean[:, -1] + np.sqrt(held.paths.var[:, -1]) * noise, n)


def unchanged(yearly: pl.DataFrame, models: dict[str, Temperatures], news: pl.DataFrame) -> None:
    """Print how temperatures to 2014 compare with those without news."""
    reported = yearly.group_by(KEYS).agg(icews=pl.col("reports").sum())
    frames = {name: found.frame().join(reported, on=KEYS) for name, found in models.items()}
    by_year = temperature(yearly, years(2014), least=LEAST).frame()
    print()
    for name, before in (("ICEWS by year alone", by_year), ("ICEWS by year and by month", frames["ICEWS"])):
        both = before.join(frames["ICEWS and news"], on=KEYS, suffix="_joint")
        close = both.filter(pl.col("sd") < 1.0)
        r, of_close = (each.select(pl.corr("mean", "mean_joint")).item() for each in (both, close))
        print(f"2002–2014, against {name}: r {r:.5f} over {both.height:,} dyad-years that ICEWS reports")
        print(f"  {of_close:.5f} over the {close.height:,} with a standard deviation below 1")
    slope = both["mean_joint"].std() / both["mean"].std()  # type: ignore[operator]
    shift = both["mean_joint"].mean() - slope * both["mean"].mean()  # type: ignore[operator]
    of_news = news.group_by(KEYS).agg(
        acts=pl.col("reports").sum(), conflict=pl.col("reports").filter(pl.col("cls").str.ends_with("conflict")).sum()
    )
    moved = both.join(of_news, on=KEYS, how="left").with_columns(
        moved=pl.col("mean_joint") - (shift + slope * pl.col("mean"))
    )
    print(
        "moved most: source, target, year, temperature before and now, sd before and now, ICEWS reports, acts in news"
    )
    for row in moved.sort(pl.col("moved").abs(), descending=True).head(12).iter_rows(named=True):
        name = f"{row['source']}→{row['target']} {row['period'].year}"
        print(
            f"  {name} {row['mean']:+.2f} {row['mean_joint']:+.2f}  sd {row['sd']:.2f} {row['sd_joint']:.2f}  "
            f"{row['icews']:5} {row['acts'] or 0:3} ({row['conflict'] or 0} of conflict)"
        )
    for source_, target, year in (
        ("MNG", "KOR", 2014),
        ("RUS", "UKR", 2022),
        ("USA", "CHN", 2018),
        ("JPN", "RUS", 2022),
    ):
        here = pl.col("source") == source_, pl.col("target") == target, pl.col("period") == date(year, 1, 1)
        for name, frame in (("by year alone", by_year), *((name, each.frame()) for name, each in models.items())):
            for mean, sd in frame.filter(here).select("mean", "sd").iter_rows():
                print(f"  {source_}→{target} {year}, {name}: {mean:+.2f} (sd {sd:.2f})")


if __name__ == "__main__":
    main()
