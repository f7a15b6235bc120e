"""Compare the facts compiled by hand with acts coded by machine from an archive of news, both ways.

    DETENTE_REFERENCE=folder python scripts/compare_facts_and_acts.py years|acts|sample|ended|turns [--acts FILE]

`years`   Of the 300 pairs with most coded acts, each year with three or more coded acts and no compiled act.
`acts`    Compiled acts, dated to the day, without a coded act of the same pair within three days.
`sample`  A random sample of disagreements both ways, to be settled by hand.
`ended`   Ruptures, sanctions, pacts and rungs of ours that run where a coded act says that they ended.
`turns`   The turns of `TURNS`, each with the compiled and the coded acts of its quarter.

Coding the archive takes minutes: with ``--acts`` the acts are read from a Parquet file, which is written if it is not
there. The turns were chosen before the facts of these years were compiled: see `choose_turns`.
"""

from __future__ import annotations

import argparse
import csv
import os
import sys
from datetime import date, timedelta
from itertools import combinations, product
from pathlib import Path

import numpy as np
import polars as pl
from compare_reasons import REASONS

from detente.coding import code_text
from detente.errors import DetenteError
from detente.identity import group
from detente.store import Store

ARCHIVE = "text/wiki_current_events_items_2002_2026.parquet"
TURNS = Path(__file__).resolve().parent.parent / "tests" / "resources" / "turns.csv"
BUSIEST = 300  # pairs by coded acts
FEWEST = 3  # coded acts of a year in which an act must be compiled
NEAR = timedelta(days=3)
SETTLED = timedelta(days=120)  # an end is compiled within this time of the act that reports it
MOST_TURNS, FIRST_TURN = 40, 2014

RESTORED = (
    r"(?i)\b(restor|resum|re-?establish)\w* (of )?(full |formal |normal |their )*(diplomatic )?(relations|ties)\b"
)
LIFTED = r"(?i)\b(lift|remov|drop|end)(s|ed|ing)? (\w+ ){0,5}(sanctions|embargo|tariffs)\b"
LEFT = r"(?i)\b(withdr[ae]w|denounc|terminat|abrogat|suspend)\w* (from )?(\w+ ){0,6}(treaty|pact|alliance)\b"
PEACE = r"(?i)\b(sign\w*|reach\w*|agree\w*) (\w+ ){0,6}(peace (treaty|agreement|deal|accord)|cease-?fire)\b"

ENDED = "|".join(f"(?:{words})" for words in (RESTORED, LIFTED, LEFT, PEACE))  # what may end a fact of ours

Pair = tuple[str, str]


def main(arguments: list[str] | None = None) -> int:
    """Print a comparison; return 1 if something is missing or unexplained."""
    parser = argparse.ArgumentParser(description="Compare compiled facts and coded acts.")
    parser.add_argument("what", choices=("years", "acts", "sample", "ended", "turns"))
    parser.add_argument("--acts", type=Path, help="Parquet file of the coded acts")
    parser.add_argument("--size", type=int, default=200, help="rows of the sample")
    options = parser.parse_args(arguments)
    coded = coded_acts(Path(os.environ["DETENTE_REFERENCE"]), options.acts)
    compiled = compiled_acts(Store.open(), date.max)
    match options.what:
        case "years":
            found = missing_years(coded, compiled)
        case "acts":
            found = unsupported(coded, compiled)
        case "sample":
            found = sample(coded, compiled, options.size)
        case "ended":
            found = [row for row in running(coded, Store.open()) if row["id"] not in REASONS]
        case "turns":
            return write(in_turns(coded, compiled, turns()))
    return write(found) and bool(found)


def coded_acts(reference: Path, file: Path | None = None, words: str = "") -> pl.DataFrame:
    """Return the acts coded from the archive: ``date``, ``source``, ``target``, ``type``, ``mode``, ``quad``, ``text``.

    Parameters
    ----------
    reference : pathlib.Path
        Folder of the reference data.
    file : pathlib.Path, optional
        Where the acts are held; written if it does not exist.
    words : str, optional
        Only items that match this regular expression.
    """
    if file is not None and file.exists():
        return pl.read_parquet(file)
    items = pl.read_parquet(reference / ARCHIVE).filter(~pl.col("is_topic_label")).select("date", "text")
    items = items.filter(pl.col("text").str.contains(words))
    rows = [
        (act.date, act.source, act.target, act.type, act.mode, act.quad, text)
        for day, text in items.with_columns(pl.col("date").cast(pl.Date)).iter_rows()
        for act in code_text(text, day)
    ]
    names = ["date", "source", "target", "type", "mode", "quad", "text"]
    acts = pl.DataFrame(rows, schema=names, orient="row")
    acts = acts.unique(["date", "source", "target", "type"], keep="first", maintain_order=True)
    if file is not None:
        acts.write_parquet(file)
    return acts


def compiled_acts(store: Store, as_of: date) -> pl.DataFrame:
    """Return the compiled acts, a row an act and pair, with the first and the last day of the act."""
    rows = []
    frame = store.facts.table("chronicle").filter(pl.col("known_on") <= as_of)
    for row in frame.iter_rows(named=True):
        actors, targets = row["actors"].split(";"), (row["targets"] or "").split(";")
        met = product(actors, targets) if row["targets"] else combinations(actors, 2)
        end = row["end_date"] or row["date"]
        rows += [
            (row["date"], end, *sorted(pair), row["precision"], row["kind"], row["id"], row["text"])
            for pair in {tuple(sorted(found)) for found in met}
            if pair[0] != pair[1]
        ]
    return pl.DataFrame(rows, schema=["date", "end", "a", "b", "precision", "kind", "id", "text"], orient="row")


def by_pair(coded: pl.DataFrame) -> pl.DataFrame:
    """Return coded acts with their pair, in the order of the alphabet."""
    return coded.with_columns(a=pl.min_horizontal("source", "target"), b=pl.max_horizontal("source", "target"))


def missing_years(coded: pl.DataFrame, compiled: pl.DataFrame) -> list[dict[str, object]]:
    """Return the years of the busiest pairs with `FEWEST` coded acts and no compiled one."""
    acts = by_pair(coded).with_columns(year=pl.col("date").dt.year())
    busiest = acts.group_by("a", "b").len("all").sort(["all", "a", "b"], descending=[True, False, False]).head(BUSIEST)
    cells = acts.join(busiest, on=["a", "b"]).group_by("a", "b", "year", "all").len("acts")
    cells = cells.filter(pl.col("acts") >= FEWEST)
    have = compiled.select("a", "b", year=pl.col("date").dt.year()).unique()
    missing = cells.join(have, on=["a", "b", "year"], how="anti")
    sys.stderr.write(f"{missing.height} of {cells.height} years have no compiled act\n")
    return missing.sort(["all", "a", "b", "year"], descending=[True, False, False, False]).to_dicts()


def unsupported(coded: pl.DataFrame, compiled: pl.DataFrame) -> list[dict[str, object]]:
    """Return the compiled acts, dated to the day, without a coded act of the same pair within `NEAR`."""
    days: dict[Pair, set[date]] = {}
    for a, b, day in by_pair(coded).select("a", "b", "date").iter_rows():
        days.setdefault((a, b), set()).add(day)
    found: dict[str, dict[str, object]] = {}
    supported: set[str] = set()
    for row in compiled.filter(pl.col("precision") == "day").iter_rows(named=True):
        if any(row["date"] - NEAR <= day <= row["end"] + NEAR for day in days.get((row["a"], row["b"]), ())):
            supported.add(row["id"])
        found.setdefault(row["id"], row)
    left = [row for key, row in found.items() if key not in supported]
    sys.stderr.write(f"{len(left)} of {len(found)} compiled acts have no coded act within {NEAR.days} days\n")
    return left


def sample(coded: pl.DataFrame, compiled: pl.DataFrame, size: int, seed: int = 12) -> list[dict[str, object]]:
    """Return disagreements drawn at random: half compiled acts, half coded acts, which the other side lacks."""
    ours = [{"side": "compiled", **row} for row in unsupported(coded, compiled)]
    days: dict[Pair, list[tuple[date, date]]] = {}
    for a, b, first, last in compiled.select("a", "b", "date", "end").iter_rows():
        days.setdefault((a, b), []).append((first - NEAR, last + NEAR))
    theirs = [
        {"side": "coded", "date": row["date"], "a": row["a"], "b": row["b"], "kind": row["type"], "text": row["text"]}
        for row in by_pair(coded).iter_rows(named=True)
        if not any(first <= row["date"] <= last for first, last in days.get((row["a"], row["b"]), ()))
    ]
    rng = np.random.default_rng(seed)
    drawn = [
        [rows[at] for at in sorted(rng.choice(len(rows), min(size // 2, len(rows)), replace=False))]
        for rows in (ours, theirs)
    ]
    return [*drawn[0], *drawn[1]]


def running(coded: pl.DataFrame, store: Store) -> list[dict[str, object]]:
    """Return what of ours runs `SETTLED` after a coded act said that it had ended.

    Each is a mapping with ``id`` (table, pair and day of the act), ``records`` (what runs) and ``text`` of the act.
    """
    signs = (
        ("ruptures", RESTORED, _ruptures),
        ("sanctions", LIFTED, _sanctions),
        ("pacts", LEFT, _pacts),
        ("disputes", PEACE, _wars),
    )
    found = []
    for name, words, standing in signs:
        acts = by_pair(coded.filter(pl.col("text").str.contains(words)))
        for row in acts.unique(["date", "a", "b"], keep="first", maintain_order=True).iter_rows(named=True):
            still = standing(store, (row["source"], row["target"]), row["date"], row["date"] + SETTLED)
            if still:
                key = f"{name}.{row['a']}-{row['b']}.{row['date']}"
                found.append({"id": key, "records": " ".join(still), "text": row["text"]})
    return found


def _ruptures(store: Store, pair: Pair, said: date, later: date) -> list[str]:
    rows = store.facts.table("ruptures").filter(
        pl.col("a").is_in(pair) & pl.col("b").is_in(pair), pl.col("start") < said, _runs("end", later)
    )
    return rows["id"].to_list()


def _sanctions(store: Store, pair: Pair, said: date, later: date) -> list[str]:
    """Return the sender's measures against the target, where none of them ended about the time of the act."""
    sender, target = pair
    rows = [
        row
        for row in store.facts.table("sanctions").filter(pl.col("start") < said).iter_rows(named=True)
        if sender in _members(row["sender"], row["start"]) and target in _members(row["target"], row["start"])
    ]
    if any(row["end"] is not None and abs(row["end"] - said) <= SETTLED for row in rows):
        return []
    return [row["id"] for row in rows if row["end"] is None or row["end"] > later]


def _members(party: str, day: date) -> set[str]:
    codes: set[str] = set()
    for code in party.split(";"):
        try:
            codes |= set(group(code.removeprefix("group:"), day)) if code.startswith("group:") else {code}
        except DetenteError:
            continue
    return codes


def _pacts(store: Store, pair: Pair, said: date, later: date) -> list[str]:
    members = store.facts.table("pact_members").filter(pl.col("from") < said, _runs("until", later))
    both = members.filter(pl.col("state") == pair[0]).join(members.filter(pl.col("state") == pair[1]), on="pact")
    pacts = store.facts.table("pacts").filter(pl.col("id").is_in(both["pact"].to_list()), _runs("end", later))
    return pacts["id"].to_list()


def _wars(store: Store, pair: Pair, said: date, later: date) -> list[str]:
    """Return the pair's disputes that stood at war when the act was reported, and all the time since."""
    found = []
    rungs = store.facts.table("dispute_rungs").sort("dispute", "start")
    for row in store.facts.table("disputes").iter_rows(named=True):
        if set(pair) <= {*row["claimants"].split(";"), *(row["holder"] or "").split(";")}:
            own = rungs.filter(pl.col("dispute") == row["id"])
            then, now = (own.filter(pl.col("start") <= day)["rung"].to_list()[-1:] for day in (said, later))
            changed = own.filter(pl.col("start").is_between(said, later)).height
            if then == now == [5] and not changed:
                found.append(row["id"])
    return found


def _runs(column: str, day: date) -> pl.Expr:
    return pl.col(column).is_null() | (pl.col(column) > day)


def choose_turns(coded: pl.DataFrame) -> pl.DataFrame:
    """Return the rule's turns: the quarters of 2015–2026 in which pairs changed most, one a pair, the largest first.

    The change is the sum over the four quad classes of the difference of the square roots of a quarter's acts and of
    the mean of the four quarters before.
    """
    acts = by_pair(coded.filter(pl.col("date").dt.year() >= FIRST_TURN)).with_columns(
        q=pl.col("date").dt.truncate("1q")
    )
    table = acts.group_by("a", "b", "q", "quad").len().pivot("quad", index=["a", "b", "q"], values="len").fill_null(0)
    quads = sorted(set(table.columns) - {"a", "b", "q"})
    quarters = pl.date_range(date(FIRST_TURN, 1, 1), date(2026, 1, 1), "1q", eager=True).to_list()
    rows = []
    for (a, b), own in table.group_by("a", "b"):
        counts = {row["q"]: np.array([row[quad] for quad in quads], float) for row in own.iter_rows(named=True)}
        series = np.array([counts.get(quarter, np.zeros(len(quads))) for quarter in quarters])
        moves = [np.abs(np.sqrt(series[t]) - np.sqrt(series[t - 4 : t].mean(0))).sum() for t in range(4, len(quarters))]
        at = int(np.argmax(moves))
        rows.append((a, b, quarters[at + 4], round(float(moves[at]), 3)))
    frame = pl.DataFrame(rows, schema=["a", "b", "quarter", "change"], orient="row")
    return frame.sort(["change", "a", "b"], descending=[True, False, False]).head(MOST_TURNS)


def turns() -> pl.DataFrame:
    """Return the turns as they were chosen before the facts of these years were compiled."""
    return pl.read_csv(TURNS, try_parse_dates=True)


def in_turns(coded: pl.DataFrame, compiled: pl.DataFrame, chosen: pl.DataFrame) -> list[dict[str, object]]:
    """Return the compiled and the coded acts of each turn's quarter."""
    sides = (
        ("compiled", compiled.select("date", "a", "b", "kind", "text")),
        ("coded", by_pair(coded).select("date", "a", "b", kind="type", text="text")),
    )
    rows = []
    for turn in chosen.iter_rows(named=True):
        first = turn["quarter"]
        last = date(first.year + first.month // 10, (first.month + 2) % 12 + 1, 1)
        for side, acts in sides:
            own = acts.filter(
                pl.col("a") == turn["a"], pl.col("b") == turn["b"], pl.col("date") >= first, pl.col("date") < last
            )
            rows += [{"quarter": first, "side": side, **row} for row in own.sort("date").iter_rows(named=True)]
            rows += (
                [{"quarter": first, "side": f"no {side} act", "a": turn["a"], "b": turn["b"]}] if own.is_empty() else []
            )
    return rows


def write(rows: list[dict[str, object]]) -> int:
    """Print rows as CSV."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    table = csv.DictWriter(sys.stdout, names, restval="", lineterminator="\n")
    table.writeheader()
    table.writerows(rows)
    return 0


if __name__ == "__main__":
    sys.exit(main())
