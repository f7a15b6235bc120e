"""The pack's temperatures moved on by later events: its posterior and parameters are the start.

The dataset `CONDUCT` rests until 2022 on ICEWS and on coded news, and from `FIRST` on coded news alone, whose acts the
pack holds. So from then on its paths can be continued: by acts coded from later pages, or from pages that the user has
ingested anew, which take the place of the pack's for their days; and by events of another dataset, where the question
names it beside `CONDUCT`. The start is the vintage of the year before the first year in which the user has something.
What another dataset reports before `FIRST` is left out: the pack's figures hold those years, and a source and period
enter once.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from math import log

import polars as pl

from detente.answers.event_counts import FEWEST, is_coded, known_counts
from detente.answers.period_coverage import covered_shares
from detente.store import Store

__all__ = ["CONDUCT", "FIRST", "NEWS", "continued_rows"]

CONDUCT, NEWS = "conduct", "news"
FIRST = 2023  # the first year for which the pack's temperatures rest on coded news alone
CELL = ["source", "target", "period"]


def continued_rows(
    store: Store, stored: pl.DataFrame, others: Sequence[str], as_of: date, among: Collection[str] | None
) -> pl.DataFrame:
    """Return the pack's rows, those of the years that later events move taken from the continued paths.

    Parameters
    ----------
    store : Store
        The store.
    stored : polars.DataFrame
        Rows of ``temperatures`` of `CONDUCT` by year, with ``covered`` and ``datasets``.
    others : sequence of str
        Further datasets of events.
    as_of : datetime.date
        Nothing known later is used.
    among : collection of str, optional
        Only directed dyads among these states.
    """
    start = _start(store, others, as_of)
    if start is None:
        return stored
    from detente.measures.temperature.continuation import continued, loadings_of  # noqa: PLC0415 - rarely needed
    from detente.measures.temperature.scales import ScalePrior  # noqa: PLC0415

    before = date(start - 1, 12, 31)
    vintage = {"dataset": CONDUCT, "score": "all", "freq": "year"}
    parameters = store.read("trait_parameters", as_of=before, **vintage)
    standings = store.read("temperatures", as_of=before, **vintage).filter(pl.col("period") == date(start - 1, 1, 1))
    value = dict(parameters.filter(pl.col("cls").is_null()).select("name", "value").iter_rows())
    counts = pl.concat([_counts(store, name, start, as_of) for name in (NEWS, *others)])
    fewest = {name: FEWEST for name in (NEWS, *others) if is_coded(store, name)}
    enough = pl.col("reports").sum().over("dataset", *CELL) >= pl.col("dataset").replace_strict(
        fewest, default=0.0, return_dtype=pl.Float64
    )
    counts = counts.filter(enough)
    if counts.is_empty():
        return stored
    periods = [date(year, 1, 1) for year in range(start - 1, counts["period"].max().year + 1)]  # type: ignore[union-attr]
    found = continued(
        counts,
        periods,
        standings.select("source", "target", "scale", mean="standing", sd="standing_sd"),
        {NEWS: loadings_of(parameters, NEWS)},
        ScalePrior(log(value["scale_median"]), value["scale_log_sd"]),
        freedom=value["freedom"],
    )
    rows = found.frame().filter(pl.col("period") > before, *([] if among is None else [_among(among)]))
    reported = counts.group_by("dataset", *CELL).agg(pl.col("reports").sum())
    seen = reported.group_by(CELL).agg(datasets=pl.col("dataset").sort_by(-pl.col("reports"), "dataset"))
    new = (
        rows.join(seen, on=CELL, how="left", maintain_order="left")
        .join(_covered(store, others, as_of, reported, periods[1:]), on=CELL, how="left", maintain_order="left")
        .with_columns(
            *(pl.lit(text).alias(name) for name, text in vintage.items()),
            pl.col("datasets").fill_null([]),
            pl.col("covered").fill_null(0.0),
            known_on=pl.lit(as_of),
        )
    )
    left = stored.join(new, on=["score", *CELL], how="anti")
    gone = (pl.col("period") > before) & (pl.col("score") == "all")  # acts of the pack that gave way to the user's
    left = left.with_columns(
        covered=pl.when(gone).then(0.0).otherwise("covered"),
        datasets=pl.when(gone).then(pl.lit([], dtype=pl.List(pl.String))).otherwise("datasets"),
    )
    every = pl.concat([left, new.select(stored.columns)])
    return every.sort("score", *CELL)


def _start(store: Store, others: Sequence[str], as_of: date) -> int | None:
    """Return the first year that can be continued and has something of the user's; None where there is none."""
    spells = [spell for name in (NEWS, *others) for spell in store.days_covered(as_of, name)]
    years = [max(FIRST, spell.first.year) for spell in spells if spell.last.year >= FIRST]
    return min(years, default=None)


def _counts(store: Store, name: str, start: int, as_of: date) -> pl.DataFrame:
    """Count a dataset's events in the years that are continued."""
    found = known_counts(store, name, "year", as_of).filter(pl.col("period") >= date(start, 1, 1))
    return found.select("dataset", *CELL, "cls", pl.col("reports").cast(pl.Float64))


def _covered(
    store: Store, others: Sequence[str], as_of: date, reported: pl.DataFrame, periods: Sequence[date]
) -> pl.DataFrame:
    """Return the share of each dyad's year that a source covers, the largest of those that report."""
    shares = []
    for name in (NEWS, *others):
        spells = [(spell.first, spell.last) for spell in store.days_covered(as_of, name)]
        if name == NEWS:
            spells.append((date(FIRST, 1, 1), min(as_of, date.fromisoformat(store.pack.data.until))))
        days = pl.DataFrame(spells, schema={"from": pl.Date, "until": pl.Date}, orient="row")
        shares.append(covered_shares(days, periods, "year").with_columns(dataset=pl.lit(name)))
    each = reported.join(pl.concat(shares), on=["dataset", "period"], how="left")
    return each.group_by(CELL).agg(pl.col("covered").max())


def _among(states: Collection[str]) -> pl.Expr:
    return pl.col("source").is_in(list(states)) & pl.col("target").is_in(list(states))
