"""The pull of the two states, and of their neighbours, on third states."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import polars as pl

from detente.answers.facts_coverage import as_recorded, binds
from detente.answers.structural_data import TRADE_TABLES, trade
from detente.answers.third_state_pull import pull_on
from detente.brief.evidence import Evidence
from detente.brief.evidence_figures import title_case
from detente.brief.sections.ties import pacts_known_on
from detente.documents.document import Block, Grid, Paragraph, Section
from detente.documents.figures import Figure
from detente.documents.prose import Sentence, Year, joined, say
from detente.documents.register import Register
from detente.identity import group, groups
from detente.store import Store
from detente.store.held_results import computed_once

__all__ = ["third_state_pull"]

REGIONS = ("central-asia", "asean", "gcc", "baltic", "nordic")  # sets of neighbouring states that powers court
MOST_REGIONS = 2
MOST_POWERS = 3
LEAST_SHARE = 0.10  # of a region's trade, on average of its states, for a power to count
RECENT = 3  # years of trade that choose the regions
SPAN = 10  # years between the two columns of a table
WORDS = {"trade": "trade", "votes": "agreement in the General Assembly", "temperature": "conduct toward it"}
UNIT = {"share": "share_fine", "agreement": "agreement", "sd": "sd", "level": "count"}


def third_state_pull(evidence: Evidence, register: Register) -> Section:
    """Describe how strongly the two and their neighbours draw on regions, and the change over ten years."""
    key, title = "third-states", "Pull on third states"
    recent = _recent_trade(evidence.store, evidence.as_of)
    chosen = _regions(evidence, recent)
    if not chosen:
        a, b = (evidence.name(c) for c in evidence.pair)
        why = say(
            "how the pull of {a} and {b} on other states compares: by the trade on record, which ends in {last}, there "
            "is no region in which either and another power hold a tenth each.",
            a=a, b=b, last=Year(recent.last),
        )  # fmt: skip
        if recent.shares.is_empty():
            why = say("how {a} and {b} draw on other states: no trade known by {day} is in the store.", a=a, b=b,
                      day=evidence.as_of)  # fmt: skip
        return Section(key, title, silence=why)
    blocks: list[Block] = []
    for at, (region, powers) in enumerate(chosen):
        text, *tables = _region(evidence, register, recent, region, powers)
        blocks += [text, *(tables if at == 0 else ())]
    return Section(key, title, tuple(blocks))


@dataclass(frozen=True, slots=True)
class _RecentTrade:
    """Trade shares in the last years known (``state``, ``partner``, ``share``).

    ``years`` counts each state's years, ``covered`` has the states with trade in any year, ``source`` is its source,
    ``last`` the last year (0 where there is no trade).
    """

    shares: pl.DataFrame
    years: dict[str, int]
    covered: frozenset[str]
    source: str
    last: int


def _recent_trade(store: Store, day: date) -> _RecentTrade:
    """Return the trade of the states of all regions, which chooses the regions: the same for every pair."""

    def recent() -> _RecentTrade:
        known = trade(store, day, {state for region in REGIONS for state in group(region, day)})
        shares, covered = known.frame, frozenset(known.frame["state"].unique())
        last = 0 if shares.is_empty() else shares["period"].max().year  # type: ignore[union-attr]
        if last:
            shares = shares.filter(pl.col("period").dt.year() > last - RECENT)
        years = dict(shares.group_by("state").agg(pl.col("period").n_unique()).iter_rows())
        return _RecentTrade(shares.select("state", "partner", "share"), years, covered, known.source, last)

    return computed_once(store, TRADE_TABLES, ("recent trade", day), recent)


def _regions(evidence: Evidence, recent: _RecentTrade) -> list[tuple[str, tuple[str, ...]]]:
    """Return regions where one of the pair and another power hold a tenth of trade each, the most contested first."""
    powers = [*evidence.pair, *evidence.neighbours]
    flows = recent.shares.filter(pl.col("partner").is_in(powers)).rows()
    years = recent.years
    found = []
    for region in REGIONS:
        members = _covered(evidence, years, region)
        if not members:
            continue
        total = dict.fromkeys(powers, 0.0)
        for state, partner, share in flows:
            total[partner] += share if state in members else 0.0
        covered = sum(years[state] for state in members)
        ranked = sorted((-total[power] / covered, power) for power in powers if total[power] / covered >= LEAST_SHARE)
        draws = [power for _, power in ranked if power not in members][:MOST_POWERS]
        if len(draws) > 1 and set(draws) & set(evidence.pair):
            found.append((ranked[1][0], region, tuple(draws)))
    return [(region, draws) for _, region, draws in sorted(found)[:MOST_REGIONS]]


def _covered(evidence: Evidence, traders: Collection[str], region: str) -> tuple[str, ...]:
    """Return a region's states whose trade is covered; none where they are too few, or have one of the pair."""
    members = group(region, evidence.as_of)
    covered = tuple(c for c in members if c in traders)
    apart = not set(evidence.pair) & set(members)
    return covered if apart and 2 * len(covered) >= len(members) else ()


def _region(
    evidence: Evidence, register: Register, trade: _RecentTrade, region: str, powers: tuple[str, ...]
) -> list[Block]:
    members = _covered(evidence, trade.covered, region)
    pulls = pull_on(evidence.store, powers, members, evidence.as_of, events=evidence.events)
    name = next(g.name for g in groups() if g.key == region)
    made = _Figures(evidence, register, (region, name, len(members)), pulls, trade.source)
    rows = []
    shares: list[tuple[str, Figure]] = []
    for channel in ("trade", "votes", "temperature"):
        years = made.years(channel)
        if years is None:
            continue
        for power in powers:
            then, now = (made.mean(channel, power, year) for year in years)
            if then is None and now is None:
                continue
            cells = [say("not covered") if f is None else say("{f}", f=f) for f in (then, now)]
            span = say("{first:period}, {last:period}", first=then, last=now) if then and now else say("—")
            rows.append((say(title_case(channel)), say("{power}", power=evidence.label(power)), span, *cells))
            if channel == "trade" and now:
                shares.append((power, now))
    bound = _bound(evidence, register, pulls, members, powers)
    if shares:
        drawn = joined([say("{power} ({now})", power=evidence.name(power), now=now) for power, now in shares])
        traded = "Of the trade of {region} in {year:period}, the largest shares are with {drawn}."
        bound = say(traded, region=_the(name), year=shares[0][1], drawn=drawn) + bound
    text = Paragraph(bound)
    if not rows:
        return [text]
    caption = f"Pull on {name}: trade, votes and temperature, means of its states"
    spans = {span.text for _, _, span, *_ in rows}
    if len(spans) == 1 and "—" not in spans:
        first, last = spans.pop().split(", ")
        table = Grid(caption, ("Channel", "Power", first, last), tuple((*row[:2], *row[3:]) for row in rows), "llrr")
    else:
        table = Grid(caption, ("Channel", "Power", "Years", "Then", "Now"), tuple(rows), "lllrr")
    return [text, table]


def _the(region: str) -> str:
    """Return a region's name as a sentence takes it."""
    return f"the {region}" if region.endswith(("Council", "Nations", "states")) else region


def _bound(
    evidence: Evidence, register: Register, pulls: pl.DataFrame, members: tuple[str, ...], powers: tuple[str, ...]
) -> Sentence:
    """Say how many of the region's states each power has a defence pact with."""
    known = pulls.filter(pl.col("channel") == "pacts")
    last, compiled = known["period"].max(), known["state"].n_unique()
    if not compiled:
        return say("Their pacts are not compiled.")
    pacts = known.filter(pl.col("value") == 3)
    of = "them" if compiled == len(members) else "those whose pacts are compiled"
    parts = []
    for power in powers:
        bound = pacts.filter((pl.col("power") == power) & (pl.col("period") == last)).height
        figure = register.figure(
            f"pull.pacts.{power}.{'+'.join(members)}.{evidence.as_of:%Y}",
            f"Of {compiled} states, those with a defence pact with {evidence.name(power)}",
            bound, "count", str(last.year) if isinstance(last, date) else "",
            pacts_known_on(evidence), "facts",
        )  # fmt: skip
        if bound:
            parts.append(say("{count} of {of} to {power}", of=of, power=evidence.name(power), count=figure))
    if not parts:
        none = say(
            "No defence pact {binds} any of {of} to one of these powers",
            binds=binds(evidence.store, powers, evidence.as_of),
            of=of,
        )
        return as_recorded(none, evidence.store, "pacts", powers, evidence.as_of)
    return as_recorded(
        say("Defence pacts bind {parts}", parts=joined(parts)), evidence.store, "pacts", powers, evidence.as_of
    )


class _Figures:
    """Means over a region's states, as figures."""

    def __init__(
        self, evidence: Evidence, register: Register, region: tuple[str, str, int], pulls: pl.DataFrame, source: str
    ) -> None:
        self.evidence, self.register = evidence, register
        self.region, self.name, self.size = region
        self.pulls = pulls
        self.sources = {"trade": source, "votes": "unga-votes", "temperature": f"{evidence.events}-temperature"}

    def years(self, channel: str) -> tuple[int, int] | None:
        """Return the year to set beside a channel’s last one, and that one; None where there are no two."""
        known = self.pulls.filter(pl.col("channel") == channel)["period"].dt.year().unique().sort().to_list()
        known = [year for year in known if self.evidence.shown(year)]
        if len(known) < 2:
            return None
        return max(known[0], known[-1] - SPAN), known[-1]

    def mean(self, channel: str, power: str, year: int) -> Figure | None:
        """Return the mean over the states covered, its interval with states taken for independent.

        None where fewer than half of them are covered.
        """
        rows = self.pulls.filter(
            (pl.col("channel") == channel) & (pl.col("power") == power) & (pl.col("period") == date(year, 1, 1))
        )
        if 2 * rows.height < self.size:
            return None
        value = float(rows["value"].mean())  # type: ignore[arg-type]
        halves = ((rows["hi"] - rows["lo"]) / 2).drop_nulls()
        half = float(halves.pow(2).sum()) ** 0.5 / rows.height if len(halves) == rows.height else None
        return self.register.figure(
            f"pull.{channel}.{self.region}.{power}.{year}",
            f"{title_case(WORDS[channel])}, {self.evidence.name(power)}, mean of {rows.height} states of {self.name}",
            value, UNIT[rows["unit"][0]], str(year), min(date(year, 12, 31), self.evidence.as_of),
            self.sources[channel],
            lo=None if half is None else value - half, hi=None if half is None else value + half,
        )  # fmt: skip
