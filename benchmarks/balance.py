"""CPU time of the exact frustration index on signed networks of 150 states and 1,200 ties.

::

    python benchmarks/balance.py
    DETENTE_REFERENCE=... python benchmarks/balance.py

Three kinds of network, five of each:

*blocs*    Six alliances of 6 to 34 members in which all are tied, as in the 1990s, and pacts outside them; foes partly
           inside the alliances.
*random*   Ties between any two states alike, signs dealt by chance, at several shares of negative ties. Such
           networks have no structure to find; with signs near even they are spin glasses, which no method solves.
*record*   With DETENTE_REFERENCE: defence pacts against militarised disputes over four years, whatever their size.

Each is given a limit of time; where it is not enough, the bounds are printed.
"""

from __future__ import annotations

import os
import sys
import time
from itertools import combinations, pairwise
from pathlib import Path

import numpy as np
import polars as pl

from detente.measures.balance import SignedNetwork, from_both, frustration, signed_network

STATES = [f"{chr(65 + i // 26)}{chr(65 + i % 26)}A" for i in range(150)]
TIES = 1200
BLOCS = (34, 22, 16, 15, 10, 6)
FOES = 140
SECONDS = 20.0
DRAWS = 5


def blocs(rng: np.random.Generator) -> SignedNetwork:
    """Alliances with foes within and without: half of the foes among the members of one alliance."""
    starts = np.cumsum((0, *BLOCS))
    within = [pair for lo, hi in pairwise(starts) for pair in combinations(range(int(lo), int(hi)), 2)]
    others = sorted(set(combinations(range(len(STATES)), 2)) - set(within))
    foes = {within[k] for k in rng.choice(len(within), FOES // 2, replace=False)}
    outside = rng.permutation(len(others))
    foes |= {others[k] for k in outside[: FOES - len(foes)]}
    friends = [pair for pair in within if pair not in foes]
    friends += [others[k] for k in outside[FOES : FOES + TIES - FOES - len(friends)]]
    return _network(friends, foes)


def uniform(rng: np.random.Generator, share: float) -> SignedNetwork:
    """Ties among any, of which a share is negative."""
    pairs = list(combinations(range(len(STATES)), 2))
    drawn = [pairs[k] for k in rng.choice(len(pairs), TIES, replace=False)]
    foes = round(share * TIES)
    return _network(drawn[foes:], drawn[:foes])


def _network(friends: list[tuple[int, int]], foes: set[tuple[int, int]] | list[tuple[int, int]]) -> SignedNetwork:
    rows = [(STATES[i], STATES[j], 1) for i, j in friends] + [(STATES[i], STATES[j], -1) for i, j in sorted(foes)]
    return signed_network(pl.DataFrame(rows, schema=["a", "b", "sign"], orient="row"), STATES)


def record(reference: Path, first: int) -> SignedNetwork:
    """Defence pacts in force against militarised disputes, in four years."""
    years = pl.col("year").is_between(first, first + 3)
    pacts = pl.read_parquet(reference / "pacts" / "atop_dyadyear_1815_2018.parquet").filter(
        years, pl.col("atop_defense") == 1
    )
    mids = pl.read_parquet(reference / "disputes" / "gml_mid_dyadyear.parquet").filter(years)
    ends = [pl.col("ccode1").cast(pl.String).alias("a"), pl.col("ccode2").cast(pl.String).alias("b")]
    return from_both(pacts.select(ends), mids.select(ends))


def report(name: str, network: SignedNetwork) -> None:
    began = time.process_time()
    found = frustration(network, seconds=SECONDS)
    spent = time.process_time() - began
    index = f"L = {found.index}" if found.exact else f"L from {found.least} to {found.index}, not proven"
    size = f"{len(network.states)} states, {network.ties:,} ties, {network.negative} negative"
    print(f"{name:12} {size:48} {index:36} {spent:6.2f} CPU s", flush=True)


def main() -> None:
    for seed in range(DRAWS):
        report("blocs", blocs(np.random.default_rng(seed)))
    shares = [float(word) for word in sys.argv[1:]] or [0.05, 0.1, 0.2, 0.25]
    for share in shares:
        for seed in range(DRAWS):
            report(f"random {share:.0%}", uniform(np.random.default_rng(seed), share))
    if "DETENTE_REFERENCE" in os.environ:
        for first in range(1946, 2008, 4):
            report(f"{first}–{first + 3}", record(Path(os.environ["DETENTE_REFERENCE"]), first))


if __name__ == "__main__":
    main()
