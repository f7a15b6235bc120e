"""How far the acts coded from news agree with ICEWS, with rivalries and with alliances.

::

    DETENTE_REFERENCE=... python benchmarks/coding_agreement.py [--acts FILE]

Reads the reference archive: news items of 2002–2026, ICEWS counts by dyad and year (2003–2014), raw ICEWS of
September to December 2018, strategic rivalries and alliances. The archive is coded once, in about half a minute of CPU
time; with ``--acts`` the acts are kept in a Parquet file and read from it the next time.

*dyads*     Correlation of conflict shares (conflict acts in all acts) over directed dyads with at least 15 acts.
*pairs*     The same for pairs, both directions added.
*changes*   Rank correlation of changes from one year with acts to the next, within a dyad.
*rivals*    AUC of conflict shares: pairs in an ongoing rivalry against defence partners that are no rivals.
*2018*      Dyads in both sources from September to December 2018.

Travel bans of 2020–22 stand apart from other sanctions, by mode.
"""

from __future__ import annotations

import argparse
import os
import time
from pathlib import Path

import numpy as np
import polars as pl

from detente.coding import code_text
from detente.identity.state import states

FIRST, LAST = 2003, 2014
FEW, MANY = 5, 15  # acts of a dyad in a year, and in all years
CONFLICT = pl.col("quad").str.ends_with("conflict")
ITEMS = "text/wiki_current_events_items_2002_2026.parquet"


def coded(reference: Path) -> pl.DataFrame:
    """Return the acts of the archive, one a date, source, target and type."""
    items = pl.read_parquet(reference / ITEMS).filter(~pl.col("is_topic_label"))
    began, found = time.process_time(), []
    for stamp, text in items.select("date", "text").iter_rows():
        found += [(a.date, a.source, a.target, a.type, a.mode, a.quad) for a in code_text(text, stamp.date())]
    spent = time.process_time() - began
    print(f"{items.height:,} items, {len(found):,} acts, {items.height / spent:,.0f} items a CPU second")
    acts = pl.DataFrame(found, schema=["date", "source", "target", "type", "mode", "quad"], orient="row")
    return acts.unique(["date", "source", "target", "type"], maintain_order=True)


def shares(acts: pl.DataFrame, by: list[str], *, least: int) -> pl.DataFrame:
    """Return the share of conflict in the acts of each group with enough of them."""
    counted = acts.group_by(by).agg(conflict=CONFLICT.sum(), acts=pl.len()).filter(pl.col("acts") >= least)
    return counted.with_columns(share=pl.col("conflict") / pl.col("acts")).sort(by)


def icews(reference: Path, by: list[str], *, pairs: bool) -> pl.DataFrame:
    """Return ICEWS's share of conflict by the same groups."""
    counts = pl.read_parquet(reference / "events" / "icews_dyadyear_2002_2014.parquet")
    counts = counts.rename({"i_iso3c": "source", "j_iso3c": "target"}).filter(pl.col("year").is_between(FIRST, LAST))
    counts = both(counts) if pairs else counts
    quads = ["verbCoop", "matlCoop", "verbConf", "matlConf"]
    summed = counts.group_by(by).agg(pl.col(quads).sum()).filter(pl.sum_horizontal(quads) > 0)
    return summed.select(*by, icews=pl.sum_horizontal("verbConf", "matlConf") / pl.sum_horizontal(quads))


def both(frame: pl.DataFrame) -> pl.DataFrame:
    """Return a frame in which the two directions of a pair have one name."""
    ends = ("source", "target")
    return frame.with_columns(source=pl.min_horizontal(*ends), target=pl.max_horizontal(*ends))


def dyads(acts: pl.DataFrame, reference: Path, *, pairs: bool) -> None:
    """Print the correlation of conflict shares over dyads."""
    by = ["source", "target"]
    acts = both(acts) if pairs else acts
    for least in (MANY, 2 * MANY):
        joined = shares(acts, by, least=least).join(icews(reference, by, pairs=pairs), on=by)
        ours, theirs = joined["share"].to_numpy(), joined["icews"].to_numpy()
        name = "pairs" if pairs else "dyads"
        r, rank = np.corrcoef(ours, theirs)[0, 1], _rank_correlation(ours, theirs)
        print(f"{name}, {least}+ acts: {joined.height} of them, r {r:.2f}, rank {rank:.2f}")


def changes(acts: pl.DataFrame, reference: Path, *, pairs: bool) -> None:
    """Print the rank correlation of changes from one year with enough acts to the next."""
    by = ["source", "target", "year"]
    acts = both(acts) if pairs else acts
    joined = shares(acts, by, least=FEW).join(icews(reference, by, pairs=pairs), on=by).sort(by)
    ends = ["source", "target"]
    steps = joined.select(pl.col("share", "icews") - pl.col("share", "icews").shift(1).over(ends)).drop_nulls()
    level = joined.filter(pl.len().over(ends) > 1).select(
        pl.col("share", "icews") - pl.col("share", "icews").mean().over(ends)
    )
    name = "pairs" if pairs else "dyads"
    for kind, frame in (("from year to year", steps), ("about the mean", level)):
        rank = _rank_correlation(frame["share"].to_numpy(), frame["icews"].to_numpy())
        print(f"{name}, {FEW}+ acts a year, changes {kind}: {frame.height} of them, rank {rank:.2f}")


def rivals(acts: pl.DataFrame, reference: Path) -> None:
    """Print how well conflict shares tell rivals from defence partners, for news and for ICEWS on the same pairs."""
    code = {state.cow: state.code for year in (FIRST, LAST) for state in states(f"{year}-07-01")}
    rivalry = pl.read_parquet(reference / "disputes" / "tss_rivalries.parquet").filter(
        pl.col("start") <= LAST, pl.col("end").is_null() | (pl.col("end") >= FIRST)
    )
    defence = pl.read_parquet(reference / "pacts" / "atop_dyadyear_1815_2018.parquet").filter(
        pl.col("year").is_between(FIRST, LAST), pl.col("atop_defense") == 1
    )
    foes, partners = _named(rivalry, code), _named(defence, code)
    by = ["source", "target"]
    joined = shares(both(acts), by, least=FEW).join(icews(reference, by, pairs=True), on=by)
    joined = joined.with_columns(pair=pl.concat_str(by, separator="-"))
    foe, friend = joined.filter(pl.col("pair").is_in(foes)), joined.filter(pl.col("pair").is_in(partners - foes))
    for name in ("share", "icews"):
        auc = _auc(foe[name].to_numpy(), friend[name].to_numpy())
        source = "news" if name == "share" else "ICEWS"
        print(f"rivals against defence partners, {FEW}+ acts: {foe.height} and {friend.height}, {source} AUC {auc:.2f}")


def autumn_2018(acts: pl.DataFrame, reference: Path) -> None:
    """Print the agreement with raw ICEWS of September to December 2018, by pair."""
    raw = pl.read_parquet(reference / "events" / "icews_raw_2018_10_12.parquet")
    day = pl.col("Event Date").str.to_date()
    code = {state.name: state.code for state in states("2018-10-01", "gw")} | {"Occupied Palestinian Territory": "PSE"}
    ends = {"source": "Source Country", "target": "Target Country"}
    raw = raw.unique(["Event Date", "Source Name", "Target Name", "CAMEO Code"]).select(
        day.alias("date"),
        (pl.col("CAMEO Code").str.slice(0, 2).cast(pl.Int32) >= 9).alias("hostile"),
        *[pl.col(column).replace_strict(code, default=None).alias(end) for end, column in ends.items()],
    )
    raw = raw.drop_nulls().filter(pl.col("source") != pl.col("target"))
    by = ["source", "target"]
    theirs = both(raw).group_by(by).agg(icews=pl.col("hostile").mean(), events=pl.len()).filter(pl.col("events") >= FEW)
    window = acts.filter(pl.col("date").is_between(raw["date"].min(), raw["date"].max()))
    joined = shares(both(window), by, least=2).join(theirs, on=by)
    rank = _rank_correlation(joined["share"].to_numpy(), joined["icews"].to_numpy())
    r = np.corrcoef(joined["share"].to_numpy(), joined["icews"].to_numpy())[0, 1]
    span = f"{raw['date'].min()} to {raw['date'].max()}"
    print(f"{span}: {joined.height} pairs with 2+ acts and {FEW}+ ICEWS facts, r {r:.2f}, rank {rank:.2f}")


def travel_bans(acts: pl.DataFrame) -> None:
    """Print how many sanctions of each year from 2019 are bans on travel."""
    bans = acts.filter(pl.col("type") == "SANCTION", pl.col("date").dt.year().is_between(2019, 2023))
    counted = bans.group_by(pl.col("date").dt.year()).agg(travel=(pl.col("mode") == "travel").sum(), all=pl.len())
    for year, travel, total in counted.sort("date").iter_rows():
        print(f"{year}: {total} sanctions, {travel} of them bans on travel")


def _named(frame: pl.DataFrame, code: dict[int | None, str]) -> set[str]:
    found = {
        tuple(sorted(str(code.get(int(n))) for n in pair)) for pair in frame.select("ccode1", "ccode2").iter_rows()
    }
    return {"-".join(pair) for pair in found if "None" not in pair}


def _rank_correlation(a: np.ndarray, b: np.ndarray) -> float:
    ranks = [pl.Series(values).rank("average").to_numpy() for values in (a, b)]
    return float(np.corrcoef(*ranks)[0, 1])


def _auc(high: np.ndarray, low: np.ndarray) -> float:
    gap = high[:, None] - low[None, :]
    return float((gap > 0).mean() + (gap == 0).mean() / 2)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    options.add_argument("--acts", type=Path, help="a Parquet file in which the acts are kept")
    kept = options.parse_args().acts
    reference = Path(os.environ["DETENTE_REFERENCE"])
    acts = pl.read_parquet(kept) if kept is not None and kept.exists() else coded(reference)
    if kept is not None and not kept.exists():
        acts.write_parquet(kept)
    early = acts.with_columns(year=pl.col("date").dt.year()).filter(pl.col("year").is_between(FIRST, LAST))
    for pairs in (False, True):
        dyads(early, reference, pairs=pairs)
        changes(early, reference, pairs=pairs)
    rivals(early, reference)
    autumn_2018(acts, reference)
    travel_bans(acts)


if __name__ == "__main__":
    main()
