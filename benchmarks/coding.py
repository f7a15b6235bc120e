"""Speed of the event coder: items a CPU second, beside spaCy's small English pipeline, and texts made to be slow.

::

    DETENTE_REFERENCE=... python benchmarks/coding.py [ITEMS]

*items*     Items of the news archive coded in a CPU second, and what spaCy's ``en_core_web_sm`` parses of the same
            items in the same run. spaCy only tags and parses; it codes no act. Nothing is downloaded: without the
            model the line says so.
*hostile*   Ten million characters of one shape in one text, and in texts of 100,000 characters: CPU time and peak
            memory. The limit is 10 s and 300 MB.
*growth*    CPU time of a text of 80,000 characters over that of one of 20,000: 4 where it is linear.
"""

from __future__ import annotations

import importlib
import importlib.util
import os
import resource
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl

from detente.coding import code_text

ITEMS = "text/wiki_current_events_items_2002_2026.parquet"
DAY = date(2020, 1, 1)
LENGTH, PART = 10_000_000, 100_000
SHAPES = {
    "no blank": "Norway",
    "capitals": "Norway Chile ",
    "commas": ",",
    "quotes": "('\"",
    "states": "Norway, Chile and Peru attack ",
    "agencies": " (Agency)",
    "brackets": "(",
    "full stops": ". ",
    "initials": "U.S. ",
    "hyphens": "a-",
    "reports": "Norway says that ",
    "passives": "Norway is hit by ",
}


def seconds(work: Callable[[], object]) -> float:
    """Return the CPU time of a call."""
    began = time.process_time()
    work()
    return time.process_time() - began


def items(reference: Path, count: int) -> None:
    archive = pl.read_parquet(reference / ITEMS).filter(~pl.col("is_topic_label")).sample(count, seed=1)
    texts = [(text, stamp.date()) for stamp, text in archive.select("date", "text").iter_rows()]
    code_text(*texts[0])
    ours = len(texts) / seconds(lambda: [code_text(text, day) for text, day in texts])
    print(f"coder: {ours:,.0f} items a CPU second")
    if importlib.util.find_spec("spacy") is None or importlib.util.find_spec("en_core_web_sm") is None:
        print("spaCy: not measured; spacy or its model en_core_web_sm is not installed")
        return
    spacy = importlib.import_module("spacy")
    pipeline = spacy.load("en_core_web_sm")
    some = [text for text, _ in texts[: count // 10]]
    theirs = len(some) / seconds(lambda: list(pipeline.pipe(some)))
    print(f"spaCy {spacy.__version__}: {theirs:,.0f} items a CPU second, {theirs / ours:.2f} of the coder's")


def hostile() -> None:
    for name, shape in SHAPES.items():
        whole = seconds(lambda shape=shape: code_text(_text(shape, LENGTH), DAY))
        part = _text(shape, PART)
        parts = seconds(lambda part=part: [code_text(part, DAY) for _ in range(LENGTH // PART)])
        growth = _growth(shape)
        print(f"{name:12} whole {whole:6.2f} s, in parts {parts:6.2f} s, growth {growth:4.1f}", flush=True)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory {peak:,.0f} MB")


def _growth(shape: str) -> float:
    short, long = _text(shape, 20_000), _text(shape, 80_000)
    many = range(20)
    return seconds(lambda: [code_text(long, DAY) for _ in many]) / seconds(
        lambda: [code_text(short, DAY) for _ in many]
    )


def _text(shape: str, length: int) -> str:
    return shape * (length // len(shape))


def main() -> None:
    hostile()
    if "DETENTE_REFERENCE" in os.environ:
        items(Path(os.environ["DETENTE_REFERENCE"]), int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)


if __name__ == "__main__":
    main()
