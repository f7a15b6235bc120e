"""Compare the hand-compiled facts with published data sets, and write what differs and why.

    DETENTE_REFERENCE=folder python scripts/crosscheck_facts.py

Each comparison sets pairs of states of the pack on our side against pairs on the other side, over the
years that both cover. Every pair that only one side has must be explained by a row of
`crosscheck_reasons.REASONS`; the reference test fails when one is not. The page written,
``docs/appendix/facts-crosscheck.md``, holds counts and lists of pairs, no rows of the other data sets.
"""

from __future__ import annotations

import csv
import os
import sys
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
from crosscheck_reasons import REASONS, Reason

from detente.errors import DetenteError
from detente.identity import group, resolve

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ROOT = Path(__file__).resolve().parent.parent
FACTS = ROOT / "src" / "detente" / "resources" / "facts"
PAGE = ROOT / "docs" / "appendix" / "facts-crosscheck.md"

ATOP = "pacts/atop_dyadyear_1815_2018.parquet"
COW_PACTS = "pacts/cow_alliance_1816_2012.parquet"
GSDB = "sanctions/gsdb_v4.parquet"
ICOW = "disputes/icow_claims.parquet"
VOTES = "votes/un_votes_1946_2019.parquet"

FIRST_YEAR = 2005  # the chronicle's first year; the years that questions are asked about
CLAIMS_FROM = 1990  # claims that ended before are history to the pack
SHOWN = 40  # pairs in a list of the page; the script holds all
CRIMEA_VOTE = 5309  # roll call of A/RES/68/262, 27 March 2014
CRIMEA_COUNT = {"yes": 100, "no": 11, "abstain": 58}
ATOP_KINDS = {
    "defence": "atop_defense",
    "neutrality": "atop_neutral",
    "nonaggression": "atop_nonagg",
    "consultation": "atop_consul",
}
COW_KINDS = {"defence": "cow_defense", "nonaggression": "cow_nonagg", "neutrality": "cow_neutral"}
GSDB_NAMES = {"Ceylon": "Sri Lanka", "Malaya": "Malaysia", "Korea, South": "KOR", "Korea, North": "PRK"}
GSDB_NAMES |= {"Soviet Union": "RUS", "Egypt, Arab Rep.": "EGY", "EEC": "group:eu", "EU": "group:eu"}

Pair = tuple[str, str]


@dataclass(frozen=True)
class Comparison:
    """Pairs of states that both sides have, and that one side alone has."""

    topic: str
    title: str
    both: frozenset[Pair]
    ours_only: frozenset[Pair]
    theirs_only: frozenset[Pair]

    def sides(self) -> Iterator[tuple[str, frozenset[Pair]]]:
        """Yield 'ours' and 'theirs', each with the pairs that it alone has."""
        yield "ours", self.ours_only
        yield "theirs", self.theirs_only


def main() -> int:
    """Write the page; return 1 if a difference has no explanation."""
    found = compare_all(Path(os.environ["DETENTE_REFERENCE"]))
    votes = crimea_vote(Path(os.environ["DETENTE_REFERENCE"]))
    PAGE.write_text(render(found, votes), encoding="utf-8")
    missing = [(c.topic, side, pair) for c in found for side, pair in unexplained(c)]
    for topic, side, pair in missing:
        sys.stdout.write(f"no explanation: {topic} {side} {'-'.join(pair)}\n")
    return 1 if missing else 0


def compare_all(reference: Path) -> list[Comparison]:
    """Return every comparison of pairs, in the page's order.

    Parameters
    ----------
    reference : pathlib.Path
        Folder of the reference data.

    Returns
    -------
    list of Comparison
        Pacts by kind and data set, then sanctions, then claims.
    """
    pack = frozenset(row["code"] for row in read("states"))
    atop = pacts_of(reference / ATOP, ATOP_KINDS, pack, 2018)
    cow = pacts_of(reference / COW_PACTS, COW_KINDS, pack, 2012)
    found = [
        compare(f"atop-{kind}", f"{kind.capitalize()} pacts and ATOP 5, 2005–2018", our_pacts(kind, pack, 2018), theirs)
        for kind, theirs in atop.items()
    ]
    found += [
        compare(
            f"cow-{kind}",
            f"{kind.capitalize()} pacts and COW alliances 4.1, 2005–2012",
            our_pacts(kind, pack, 2012),
            theirs,
        )
        for kind, theirs in cow.items()
    ]
    found.append(
        compare("gsdb", "Sanctions and GSDB 4, 2005–2022", our_sanctions(pack), gsdb_sanctions(reference / GSDB, pack))
    )
    found.append(
        compare(
            "icow",
            "Territorial claims and ICOW 1.01, since 1990",
            our_claims(pack),
            icow_claims(reference / ICOW, pack),
        )
    )
    return found


def compare(topic: str, title: str, ours: Iterable[Pair], theirs: Iterable[Pair]) -> Comparison:
    """Return what both sides have and what one alone has."""
    a, b = frozenset(ours), frozenset(theirs)
    return Comparison(topic, title, a & b, a - b, b - a)


def read(table: str) -> list[dict[str, str]]:
    """Return the rows of one file of facts."""
    with (FACTS / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def our_pacts(kind: str, pack: frozenset[str], last_year: int) -> set[Pair]:
    """Return the pairs of the pack bound by a pact of a kind in any year from 2005 to `last_year`."""
    pacts = {row["id"]: row for row in read("pacts") if row["kind"] == kind}
    members = defaultdict(list)
    for row in read("pact_members"):
        if row["state"] in pack:
            members[row["pact"]].append(row)
    found = set()
    for key, pact in pacts.items():
        for a, b in combinations(members[key], 2):
            start = max(a["from"], b["from"], pact["in_force"])
            end = min(day or "9999" for day in (a["until"], b["until"], pact["end"]))
            if a["state"] != b["state"] and start <= end and int(start[:4]) <= last_year and int(end[:4]) >= FIRST_YEAR:
                found.add(pair(a["state"], b["state"]))
    return found


def pacts_of(path: Path, kinds: dict[str, str], pack: frozenset[str], last_year: int) -> dict[str, set[Pair]]:
    """Return, by kind, the pairs that a dyad-year data set of alliances binds."""
    frame = pl.read_parquet(path).filter(pl.col("year").is_between(FIRST_YEAR, last_year))
    found: dict[str, set[Pair]] = {kind: set() for kind in kinds}
    for row in frame.select("ccode1", "ccode2", "year", *kinds.values()).iter_rows(named=True):
        a, b = (code_of(int(row[c]), int(row["year"])) for c in ("ccode1", "ccode2"))
        if a in pack and b in pack:
            for kind, column in kinds.items():
                if row[column] == 1:
                    found[kind].add(pair(a, b))
    return found


def our_sanctions(pack: frozenset[str]) -> set[Pair]:
    """Return directed pairs, sender first, with a sanction of ours in force in 2005–2022."""
    rows = [row for row in read("sanctions") if row["start"][:4] <= "2022" and (row["end"] or "9999")[:4] >= "2005"]
    return {
        (sender, target)
        for row in rows
        for sender in parties(row["sender"], row["start"])
        for target in parties(row["target"], row["start"])
        if sender in pack and target in pack
    }


def gsdb_sanctions(path: Path, pack: frozenset[str]) -> set[Pair]:
    """Return directed pairs, sender first, with a case in force in 2005–2022 that names no wider body.

    Compound senders are split at commas; the European Union stands for its members at the case's start.
    Senders such as the United Nations or the League of Arab States are left out: the pack has no facts
    on them.
    """
    frame = pl.read_parquet(path).filter((pl.col("begin") <= 2022) & (pl.col("end") >= FIRST_YEAR))
    return {
        (sender, target)
        for row in frame.iter_rows(named=True)
        for sender in gsdb_parties(row["sanctioning_state"], row["begin"])
        for target in gsdb_parties(row["sanctioned_state"], row["begin"])
        if sender in pack and target in pack and sender != target
    }


def gsdb_parties(cell: str, year: int) -> set[str]:
    """Return the codes of the states that a cell of GSDB names."""
    whole = GSDB_NAMES.get(cell)
    names = [whole] if whole else [GSDB_NAMES.get(name.strip(), name.strip()) for name in cell.split(",")]
    found: set[str] = set()
    for name in names:
        try:
            found |= set(parties(name, f"{year}-12-31", by_name=True))
        except DetenteError:
            continue  # a body or a place that is no state
    return found


def our_claims(pack: frozenset[str]) -> set[Pair]:
    """Return the pairs of claimants of a dispute of ours that was open at some time since 1990."""
    settled = {}
    for row in read("dispute_rungs"):
        settled[row["dispute"]] = row["start"] if row["rung"] == "0" else "9999"
    return {
        pair(a, b)
        for row in read("disputes")
        if settled[row["id"]] >= str(CLAIMS_FROM)
        for a, b in combinations(row["claimants"].split(";"), 2)
        if a in pack and b in pack
    }


def icow_claims(path: Path, pack: frozenset[str]) -> set[Pair]:
    """Return the pairs with a territorial claim that stood at some time since 1990."""
    frame = pl.read_parquet(path)
    frame = frame.filter(pl.col("endclaim").is_null() | (pl.col("endclaim") >= CLAIMS_FROM * 100))
    pairs = {
        pair(a, b)
        for row in frame.iter_rows(named=True)
        if (a := code_of(row["chal"], CLAIMS_FROM + 5)) and (b := code_of(row["tgt"], CLAIMS_FROM + 5))
    }
    return {(a, b) for a, b in pairs if a in pack and b in pack}


def crimea_vote(reference: Path) -> dict[str, int]:
    """Return the count of votes by answer on General Assembly resolution 68/262."""
    votes = pl.read_parquet(reference / VOTES).filter(pl.col("rcid") == CRIMEA_VOTE)
    counts = votes.group_by(pl.col("vote").cast(pl.String)).len()
    return {answer: int(count) for answer, count in counts.iter_rows()}


def parties(cell: str, on: str, *, by_name: bool = False) -> tuple[str, ...]:
    """Return the codes that a cell means on a day, with ``group:NAME`` as the members then."""
    if cell.startswith("group:"):
        return group(cell.removeprefix("group:"), on=on)
    return (resolve(cell, on).code,) if by_name else tuple(cell.split(";"))


_codes: dict[tuple[int, int], str] = {}


def code_of(number: int, year: int) -> str:
    """Return the code of a COW number in a year; empty where the number had no state then."""
    if (number, year) not in _codes:
        try:
            _codes[number, year] = resolve(number, date(year, 7, 1), scheme="cow").code
        except DetenteError:
            _codes[number, year] = ""
    return _codes[number, year]


def pair(a: str, b: str) -> Pair:
    """Return an undirected pair, in alphabetical order."""
    return (a, b) if a < b else (b, a)


def reason_for(topic: str, side: str, which: Pair) -> Reason | None:
    """Return the first reviewed reason that covers a difference."""
    return next((r for r in REASONS if r.covers(topic, side, which)), None)


def unexplained(comparison: Comparison) -> list[tuple[str, Pair]]:
    """Return the differences that no reviewed reason covers."""
    return [
        (side, which)
        for side, pairs in comparison.sides()
        for which in sorted(pairs)
        if reason_for(comparison.topic, side, which) is None
    ]


def render(found: list[Comparison], votes: dict[str, int]) -> str:
    """Return the page as Markdown."""
    lines = [INTRODUCTION, "| comparison | in both | only ours | only theirs |", "|---|---|---|---|"]
    lines += [f"| {c.title} | {len(c.both)} | {len(c.ours_only)} | {len(c.theirs_only)} |" for c in found]
    lines += ["", "## One vote", "", vote_sentence(votes), ""]
    for comparison in found:
        lines += section(comparison)
    return "\n".join(lines).rstrip() + "\n"


def vote_sentence(votes: dict[str, int]) -> str:
    """Say whether the count of votes is the one on record."""
    stated = "–".join(str(CRIMEA_COUNT[answer]) for answer in ("yes", "no", "abstain"))
    counted = "–".join(str(votes.get(answer, 0)) for answer in ("yes", "no", "abstain"))
    verdict = "agrees" if counted == stated else "disagrees"
    return (
        f"General Assembly resolution 68/262 of 27 March 2014 on Ukraine's territorial integrity was adopted by "
        f"{stated} (yes–no–abstaining). Counting the roll call in the voting data gives {counted}: it {verdict}."
    )


def section(comparison: Comparison) -> list[str]:
    """Return the lines of one comparison: what both have, then the differences by reason."""
    lines = [f"## {comparison.title}", ""]
    for side, pairs in comparison.sides():
        if not pairs:
            continue
        lines += [f"### Only in {'our facts' if side == 'ours' else 'the other data'}", ""]
        by_reason: dict[str, list[Pair]] = defaultdict(list)
        for which in sorted(pairs):
            reason = reason_for(comparison.topic, side, which)
            by_reason[reason.sentence if reason else "Not explained yet."].append(which)
        lines += [f"- {why} ({len(ps)}) {listed(ps)}" for why, ps in by_reason.items()]
        lines.append("")
    lines += ["### In both", "", listed(sorted(comparison.both)) or "None.", ""]
    return lines


def listed(pairs: list[Pair]) -> str:
    """Return the first pairs as one line of code, and how many more there are."""
    if not pairs:
        return ""
    more = f" and {len(pairs) - SHOWN} more" if len(pairs) > SHOWN else ""
    return "`" + " ".join("-".join(p) for p in pairs[:SHOWN]) + "`" + more


INTRODUCTION = """# The facts, checked against other data

The pacts, disputes and sanctions of the starter pack are compiled by hand from public documents. This page,
written by `scripts/crosscheck_facts.py`, sets them against published data sets for the states of the pack.
The other data are compared, not copied: what stands here is which pairs of states agree and which don't, the
longer lists cut short.
A pair counts once, however many rows stand behind it. A directed pair names the sender of a sanction first.

Definitions differ, so agreement is not the aim in itself. Every pair that one side alone has falls under a
reason below that was read and judged; a new difference without a reason fails the project's tests.
"""


if __name__ == "__main__":
    sys.exit(main())
