"""The architecture around the pair: a hub with spokes, or a web, by pacts and by conduct."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl

from detente.answers.network_series import NetworkSeries
from detente.answers.pair_architecture import architecture_around
from detente.brief.evidence import Evidence
from detente.brief.sections.ties import pacts_known_on
from detente.documents.document import Block, Paragraph, Section
from detente.documents.figures import Figure, reads_alike
from detente.documents.prose import Sentence, Year, from_to, joined, say
from detente.documents.register import Register
from detente.errors import NoAnswer
from detente.identity import display_name, groups

__all__ = ["architecture"]

FIRST = 1990
FINE = 0.1  # smaller shares are given to a tenth of a per cent
COLD = -0.5  # conduct below which a pact between two states is not supposed
MATTERS = 0.05  # change of the hub's share below which a pact changes little
SURE = 0.9  # least probability of a change that is stated as one
SHOWN = {
    "hub_share": "The hub’s share of ties",
    "degree_centralisation": "Centralisation by ties",
    "betweenness_centralisation": "Centralisation by paths",
    "web_density": "Density among the spokes",
    "web_transitivity": "Transitivity among the spokes",
}


def architecture(evidence: Evidence, register: Register) -> Section:
    """Describe whether the group around the pair depends on a hub or forms a web, and the effect of a new pact."""
    key, title = "architecture", "The architecture around them"
    first = max(FIRST, evidence.since or FIRST, _compiled_from(evidence))
    if first > evidence.as_of.year:
        why = say("which group of states the two stand in: groups are measured from {first} on.", first=Year(first))
        return Section(key, title, silence=why)
    try:
        found = architecture_around(
            *evidence.pair,
            as_of=evidence.as_of,
            since=first,
            events=evidence.events,
            ends_only=True,
            indices=SHOWN,
            store=evidence.store,
        )
    except NoAnswer:
        a, b = (evidence.name(c) for c in evidence.pair)
        why = say(
            "which group of states {a} and {b} stand in: no named set holds both, and neither their attention nor "
            "pacts of enough states are on record.",
            a=a,
            b=b,
        )
        return Section(key, title, silence=why)
    pacts = _IndexFigures(evidence, register, found.pacts, "defence pacts", "facts")
    wider = _IndexFigures(evidence, register, found.wider, "pacts to defend or consult", "facts")
    conduct = None
    if found.cooperation is not None:
        conduct = _IndexFigures(
            evidence, register, found.cooperation, "cordial conduct", f"{evidence.events}-temperature"
        )
    for series in (pacts, *((conduct,) if conduct is not None else ())):
        series.register_all()
    members = register.figure(
        f"architecture.{pacts.slug}.states", f"States of {found.pacts.group} whose pacts are compiled",
        len(found.pacts.states), "count", str(found.pacts.on.year),
        pacts_known_on(evidence), "facts",
    )  # fmt: skip
    name = next((g.name for g in groups() if g.key == found.group), "")
    opening = say(
        "The group is {name}, {members} states." if name else "The group is {members} states: {rule}.",
        name=name,
        members=members,
        rule=_plain(found.rule),
    )
    blocks: list[Block] = [Paragraph(_by_pacts(pacts) + opening + _by_wider_pacts(wider))]
    if conduct is not None:
        blocks.append(Paragraph(_by_conduct(conduct)))
    if found.pacts.added and not any(_hostile(evidence, pair) for pair in found.pacts.added):
        blocks.append(Paragraph(_hypothetical(evidence, register, pacts)))
    return Section(key, title, tuple(blocks))


def _compiled_from(evidence: Evidence) -> int:
    """Return the first year in which the facts cover the pacts of both: in earlier years they would be left out."""
    span = evidence.store.facts.coverage.span("pacts", evidence.pair, "defence")
    return 0 if span is None else span.first.year


def _hostile(evidence: Evidence, pair: tuple[str, str]) -> bool:
    """Whether conduct of two states, either way, was last so cold that no one supposes a pact between them."""
    found = (evidence.series("all").get(dyad) for dyad in (pair, pair[::-1]))
    return any(series is not None and series.mean[-1] < COLD for series in found)


_SLUGS = {"pacts to defend or consult": "wider-pacts"}


class _IndexFigures:
    """The indices of a series of networks as figures."""

    def __init__(self, evidence: Evidence, register: Register, series: NetworkSeries, ties: str, source: str) -> None:
        self.evidence, self.register, self.series, self.ties, self.source = evidence, register, series, ties, source
        self.indices = {(row["index"], row["year"]): row for row in series.indices.iter_rows(named=True)}
        self.years = (min(year for _, year in self.indices), max(year for _, year in self.indices))
        self.slug = "".join(ch if ch.isalnum() else "-" for ch in series.group.lower())[:60].strip("-")

    def register_all(self) -> None:
        """Register the indices of both years, those that no sentence states among them."""
        for year in self.years:
            for index in SHOWN:
                self.at(index, year)

    def at(self, index: str, year: int) -> Figure | None:
        """Return an index in a year; None where it can't be computed."""
        row = self.indices.get((index, year))
        if row is None or row["value"] is None:
            return None
        unit = "share_fine" if row["value"] < FINE else "share"
        return self.register.figure(
            f"architecture.{_SLUGS.get(self.ties, self.series.of)}.{self.slug}.{index}.{year}",
            f"{SHOWN[index]}, {self.ties} among {self.series.group}",
            row["value"], unit, str(year), self.known(year), self.source,
            lo=row["lo"], hi=row["hi"],
        )  # fmt: skip

    def known(self, year: int) -> date:
        """Return the day by which the ties of a year were known."""
        if self.source == "facts":
            return min(pacts_known_on(self.evidence), date(year, 12, 31))
        ends = [series.known_on for series in self.evidence.series("all").values()]
        return min(max(ends, default=self.evidence.as_of), date(year, 12, 31))

    def hub(self) -> tuple[str, float]:
        """Return the most likely hub of the last year, and its probability."""
        last = self.series.hubs.filter(pl.col("year") == self.years[1]).sort("probability", descending=True)
        return str(last["state"][0]), float(last["probability"][0])

    def equals(self) -> Figure | None:
        """Return how many states hold as many ties as the hub in the last year, where it is not alone."""
        ends = self.series.ties.select(pl.concat_list("a", "b").alias("state")).explode("state")
        held = ends.group_by("state").len().filter(pl.col("len") == pl.col("len").max())
        if held.height < 2:
            return None
        last = self.years[1]
        return self.register.figure(
            f"architecture.{_SLUGS.get(self.ties, self.series.of)}.{self.slug}.hubs.{last}",
            f"States that hold most ties, {self.ties} among {self.series.group}",
            held.height, "count", str(last), self.known(last), self.source,
        )  # fmt: skip

    def change(self, index: str) -> dict[str, Any]:
        """Return the change of an index from the first year to the last."""
        return self.series.change.filter(pl.col("index") == index).row(0, named=True)


def _by_pacts(read: _IndexFigures) -> Sentence:
    """Describe the hub of the pacts, and whether its share has grown."""
    first, last = read.years
    share = [read.at("hub_share", year) for year in read.years]
    web = [read.at("web_density", year) for year in read.years]
    if share[1] is None or web[1] is None:
        return say("No defence pact joined any two of them in {year}.", year=Year(last))
    name = read.evidence.name(read.hub()[0])
    if share[0] is None or web[0] is None or first == last:
        return say(
            "By defence pacts {name} is the hub in {share:period}: it holds {share} of all ties, and of the ties "
            "that its spokes could have among themselves {web} exist.",
            name=name, share=share[1], web=web[1],
        )  # fmt: skip
    hub_up, web_up = share[1].value - share[0].value, web[1].value - web[0].value
    if web_up > 0 and hub_up <= 0:
        verdict = "a web has grown beside it"
    elif hub_up > 0 >= web_up:
        verdict = "it has not given way to a web"
    else:
        verdict = "it has grown with the web around it" if hub_up > 0 else "neither it nor the web around it has grown"
    if (equals := read.equals()) is not None:
        return say(
            "By defence pacts no one state is the hub: in {now:period}, {equals} states hold as many ties as any, each "
            "{share} of all; of the ties that the others could have among themselves, {web} exist.",
            equals=equals, now=share[1], share=_shift(share[0], share[1]), web=_shift(web[0], web[1]),
        )  # fmt: skip
    return say(
        "By defence pacts {name} is the hub, and {verdict}: its share of all ties is {share}, and that of the ties "
        "its spokes could have among themselves {web}.",
        name=name, share=_shift(share[0], share[1], dated=True), web=_shift(web[0], web[1]), verdict=verdict,
    )  # fmt: skip


def _by_wider_pacts(read: _IndexFigures) -> Sentence:
    """Describe the change where pacts to consult count too."""
    then, now = (read.at("web_density", year) for year in read.years)
    share = [read.at("hub_share", year) for year in read.years]
    if then is None or now is None or share[0] is None or share[1] is None:
        return say("Pacts to consult change nothing in that.")
    return say(
        "Where pacts to consult count too, the hub’s share {share} and the density among the spokes {web}.",
        share=_moved(share[0], share[1]), web=_moved(then, now),
    )  # fmt: skip


def _shift(then: Figure, now: Figure, *, dated: bool = False) -> Sentence:
    """State a figure now and what it was, or that it reads the same."""
    if reads_alike(then, now):
        return say("{now}, as in {then:period}", now=now, then=then)
    return say(
        "{now} in {now:period} ({then} in {then:period})" if dated else "{now} ({then} in {then:period})",
        now=now, then=then,
    )  # fmt: skip


def _moved(then: Figure, now: Figure) -> Sentence:
    if reads_alike(then, now):
        return say("stays at {now}", now=now)
    return say("moves {ends}", ends=from_to(then, now))


def _by_conduct(read: _IndexFigures) -> Sentence:
    """Describe whether cordial conduct has a hub or forms a web, with its uncertainty, and the change of the web."""
    now, share = (read.at(index, read.years[1]) for index in ("web_density", "hub_share"))
    if now is None or share is None:
        return say("By conduct no two of them were cordial to each other in {year}.", year=Year(read.years[1]))
    hub, sure = read.hub()
    chance = read.register.figure(
        f"architecture.{read.series.of}.{read.slug}.hub.{read.years[1]}",
        f"Probability that {read.evidence.name(hub)} has the most ties of cordial conduct",
        sure, "probability", str(read.years[1]), read.known(read.years[1]), read.source,
    )  # fmt: skip
    then = read.at("web_density", read.years[0])
    text = say(
        "By conduct that was cordial both ways, no one state holds the group together: the likeliest hub in "
        "{now:period} is {name} (probability {chance}), with {share:full} of all ties"
        if sure < SURE
        else "By conduct that was cordial both ways, the hub in {now:period} is {name}, with {share:full} of all ties",
        now=now, name=read.evidence.name(hub), chance=chance, share=share,
    )  # fmt: skip
    if then is None or then.period == now.period:
        return say("{text}; of the ties that the others could have {now:full} exist.", text=text, now=now)
    rise = read.change("web_density")["rise"]
    verb = "rose" if rise is not None and rise > SURE else ("fell" if rise is not None and rise < 1 - SURE else None)
    if verb is None or reads_alike(then, now):
        return say(
            "{text}; the share of the ties that the others could have has not clearly changed: {now:full}, {then} in "
            "{then:period}.",
            text=text, now=now, then=then,
        )  # fmt: skip
    return say(
        "{text}; the share of the ties that the others could have {verb} from {then:full} in {then:period} to "
        "{now:full}.",
        text=text, verb=verb, then=then, now=now,
    )  # fmt: skip


def _hypothetical(evidence: Evidence, register: Register, read: _IndexFigures) -> Sentence:
    """Describe what the hypothetical pacts would change."""
    series = read.series
    names = joined(
        [
            say("{a} and {b}", a=evidence.name(a), b=evidence.name(b)) if len(series.added) == 1
            else say("{a}–{b}", a=display_name(a, series.on), b=display_name(b, series.on))
            for a, b in series.added
        ]
    )  # fmt: skip
    moved = []
    for index, label in (("hub_share", "the hub’s share of ties"), ("web_density", "the density among the spokes")):
        row = series.supposed.filter(pl.col("index") == index).row(0, named=True)
        ends = [
            register.figure(
                f"architecture.supposed.{'+'.join('-'.join(p) for p in series.added)}.{index}.{end}",
                f"{SHOWN[index]} {'with' if end == 'after' else 'without'} the pacts supposed",
                row[end], "share_fine" if row[end] < FINE else "share", str(series.on.year),

        pacts_known_on(evidence), "facts",
            )
            for end in ("before", "after")
            if row[end] is not None
        ]  # fmt: skip
        if len(ends) == 2:
            same = reads_alike(*ends)
            moved.append(
                say("{label} would {go} {ends}", label=label, go="stay" if same else "go", ends=from_to(*ends))
            )
    if not moved:
        return say("A defence pact of {names} would change nothing that can be measured.", names=names)
    several = "Defence pacts" if len(series.added) > 1 else "A defence pact"
    hub = series.supposed.filter(pl.col("index") == "hub_share")["difference"][0]
    verb = "would change much" if hub is not None and abs(hub) >= MATTERS else "would change little"
    return say("{several} between {names} {verb}: {moved}.", several=several, names=names, verb=verb,
               moved=joined(moved))  # fmt: skip


def _plain(rule: str) -> str:
    """Return a rule without its digits: prose binds every number, and the number of states is given beside it."""
    return " ".join("".join(ch for ch in rule if not ch.isdigit()).split())
