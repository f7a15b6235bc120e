"""Measure briefs on many pairs, written to a folder, and what a pair's brief, page and data cost.

::

    python benchmarks/many_pairs.py [--pairs 100] [--processes 2]

The pairs are those of twenty states of all continents, in an order drawn at random. The CPU time is that of both
processes, starts included; the parts are those of one process after its first pair. The ratio is that of a pair in the
folder to the first brief of a process, which has to read what the next ones share.
"""

from __future__ import annotations

import argparse
import random
import resource
import tempfile
import time
from itertools import combinations

from detente import publish
from detente.answers.held_temperatures import hold_temperatures
from detente.brief import assess
from detente.brief.many_pairs import assess_pairs
from detente.dates import today
from detente.store import Store

STATES = (
    "USA", "RUS", "CHN", "JPN", "DEU", "FRA", "GBR", "IND", "PAK", "IRN", "ISR", "SAU", "TUR", "UKR", "KOR", "PRK",
    "AUS", "CAN", "BRA", "EGY",
)  # fmt: skip
SAMPLED = 20  # pairs whose parts are measured


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=100)
    parser.add_argument("--processes", type=int, default=2)
    given = parser.parse_args()
    pairs = list(combinations(STATES, 2))
    random.Random(1).shuffle(pairs)
    pairs = pairs[: given.pairs]
    first, parts = measured(pairs[:SAMPLED])
    before = cpu()
    with tempfile.TemporaryDirectory() as folder:
        done = assess_pairs(pairs, output=folder, processes=given.processes)
    whole = cpu() - before
    print(f"{len(done.written)} of {len(pairs)} pairs: {whole:.1f} CPU s, {whole / len(pairs):.2f} a pair")
    print("a pair after the first: " + ", ".join(f"{name} {seconds:.2f}" for name, seconds in parts.items()))
    print(f"ratio of a pair to the first brief: {whole / len(pairs) / first:.2f}")


def cpu() -> float:
    """Return the CPU time of this process and of those that it started and that ended."""
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in both)


def measured(pairs: list[tuple[str, str]]) -> tuple[float, dict[str, float]]:
    """Return the CPU time of the first pair, and the mean of each part of the next ones."""
    store, parts, first = Store.open(), dict.fromkeys(("brief", "page", "data"), 0.0), 0.0
    for at, pair in enumerate(pairs):
        if at == 1:
            hold_temperatures(store, "conduct", today())
        times = [time.process_time()]
        brief = assess(*pair, scheme="code", store=store)
        times.append(time.process_time())
        for form in ("html", "json"):
            publish.render(brief, form)  # type: ignore[arg-type]
            times.append(time.process_time())
        if at == 0:
            first = times[-1] - times[0]
            continue
        for name, start, end in zip(parts, times, times[1:], strict=False):
            parts[name] += (end - start) / (len(pairs) - 1)
    return first, parts


if __name__ == "__main__":
    main()
