"""How well the coder reads news items that were labelled before it saw them.

::

    DETENTE_REFERENCE=... python benchmarks/coding_labels.py [--half development|sealed|fresh|unseen]

``tests/reference/coding/labels.csv`` has 500 items of the reference archive, drawn at random within strata of dates
from items in which the names of two states occur. Two annotators, both language models, labelled each item from one
written guide, independently and before the coder read any of them. Rules are tuned on the development half alone; the
sealed half is to be scored once, when they are final.

``labels_fresh.csv`` has 461 more items, drawn in the same way and labelled once, from the same guide, by a model
that knew the rules but saw none of their output on these items. No rule of coder 2 was tuned on them, nor on the
sealed half: ``--half unseen`` takes both together.

A label is `SOURCE>TARGET:TYPE`, or `=` for both directions; `/` joins types that are all right, and `?` marks an act
that is right either way. A directed pair counts as *firm* if it is so for both annotators. Firm pairs that the coder
misses lower recall; coded pairs that neither annotator has lower precision.

Prints the annotators' agreement; then precision and recall of directed pairs, and how many of the pairs found have a
quad class and a type that an annotator gave, with 90% intervals from a bootstrap over items.
"""

from __future__ import annotations

import argparse
import csv
import os
import re
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl

from detente.coding import code_text

LABELS = Path(__file__).parent.parent / "tests" / "reference" / "coding" / "labels.csv"
FRESH = LABELS.with_name("labels_fresh.csv")
ITEMS = "text/wiki_current_events_items_2002_2026.parquet"
QUADS = {
    "verbal_cooperation": {"AGREE", "CONSULT", "SUPPORT", "CONCEDE", "REQUEST"},
    "material_cooperation": {"COOPERATE", "AID", "RETREAT"},
    "verbal_conflict": {"ACCUSE", "REJECT", "THREATEN", "REQUEST"},  # an appeal or a demand
    "material_conflict": {"PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"},
}
ACT = re.compile(r"(\??)([A-Z]{3})([>=])([A-Z]{3}):([A-Z/]+)")
Pair = tuple[str, str]
Labels = dict[Pair, tuple[bool, set[str]]]
DRAWS = 4000


def labels(text: str) -> Labels:
    """Return the directed pairs of one annotator's labels: whether each is firm, and its types."""
    found: Labels = {}
    for doubt, source, sign, target, types in ACT.findall(text):
        for pair in [(source, target), (target, source)][: 1 + (sign == "=")]:
            firm, before = found.get(pair, (False, set()))
            found[pair] = (firm or not doubt, before | set(types.split("/")))
    return found


def quads(types: set[str]) -> set[str]:
    """Return the quad classes that types may have."""
    return {quad for quad, members in QUADS.items() if members & types}


def agreement(items: list[tuple[Labels, Labels]]) -> str:
    """Return how far the two annotators agree on firm pairs."""
    firm = [(one, other, pair) for one, other in items for pair in one.keys() | other.keys()]
    firm = [(a, b, p) for a, b, p in firm if a.get(p, (False,))[0] or b.get(p, (False,))[0]]
    both = [(a[p][1], b[p][1]) for a, b, p in firm if a.get(p, (False,))[0] and b.get(p, (False,))[0]]
    alike = sum(bool(quads(one) & quads(other)) for one, other in both)
    return f"{len(firm)} pairs are firm for one annotator, {len(both)} for both; quad alike in {alike} of these"


def score(text: str, day: date, one: Labels, other: Labels) -> tuple[int, ...]:
    """Return for one item: pairs right and wrong, firm pairs found and missed, right pairs with right quad and type."""
    coded: dict[Pair, tuple[set[str], set[str]]] = {}
    for act in code_text(text, day):
        types, classes = coded.setdefault((act.source, act.target), (set(), set()))
        types.add(act.type)
        classes.add(act.quad)
    firm = [pair for pair in one.keys() & other.keys() if one[pair][0] and other[pair][0]]
    found = sum(pair in coded for pair in firm)
    right = [pair for pair in coded if pair in one or pair in other]
    given = {pair: one.get(pair, (False, set()))[1] | other.get(pair, (False, set()))[1] for pair in right}
    with_quad = sum(bool(coded[pair][1] & quads(given[pair])) for pair in right)
    with_type = sum(bool(coded[pair][0] & given[pair]) for pair in right)
    return len(right), len(coded) - len(right), found, len(firm) - found, with_quad, with_type


def main() -> None:
    """Print the annotators' agreement and the coder's scores."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--half", choices=("development", "sealed", "fresh", "unseen"), default="development")
    half = parser.parse_args().half
    with LABELS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    both = [(labels(row["first"]), labels(row["second"])) for row in rows]
    print(f"{len(rows)} items: {agreement(both)}")
    archive = pl.read_parquet(Path(os.environ["DETENTE_REFERENCE"]) / ITEMS)
    with FRESH.open(encoding="utf-8", newline="") as file:
        fresh = list(csv.DictReader(file))
    rows += [{**row, "half": "fresh"} for row in fresh]
    both += [(labels(row["label"]), labels(row["label"])) for row in fresh]
    halves = {"sealed", "fresh"} if half == "unseen" else {half}
    scores = []
    for row, (one, other) in zip(rows, both, strict=True):
        if row["half"] in halves:
            day, text = date.fromisoformat(row["date"]), archive["text"][int(row["item"])]
            scores.append(score(text, day, one, other))
    table = np.array(scores)
    drawn = np.random.default_rng(1).integers(len(table), size=(DRAWS, len(table)))
    right, wrong, found, missed, quad, kind = np.vstack([table.sum(0), table[drawn].sum(1)]).T
    print(f"{half}, {len(table)} items, {right[0] + wrong[0]} coded pairs")
    shares = {"precision": (right, right + wrong), "recall": (found, found + missed), "quad": (quad, right)}
    for name, (part, whole) in {**shares, "type": (kind, right)}.items():
        low, high = np.quantile(part[1:] / whole[1:], [0.05, 0.95])
        print(f"  {name:<10}{part[0] / whole[0]:.3f}  (90% {low:.3f} to {high:.3f}), {part[0]} of {whole[0]}")


if __name__ == "__main__":
    main()
