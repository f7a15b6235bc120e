"""The two states: their capabilities, attention, defence partners, and attention to disputes nearby."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import add

import polars as pl

from detente.answers.facts_coverage import as_recorded, binds, compiled_on, past_record
from detente.answers.structural_data import SourcedFrame, capabilities, pact_ties
from detente.brief.evidence import Directed, Evidence
from detente.brief.evidence_figures import title_case
from detente.brief.sections.ties import named, pacts_known_on
from detente.documents.document import Block, Grid, Paragraph, Section
from detente.documents.figures import Figure, reads_alike
from detente.documents.prose import Sentence, Year, joined, say
from detente.documents.register import Register
from detente.measures.obligations import in_force
from detente.measures.profiles import attention_to

__all__ = ["capability_figure", "profiles"]

BACK = (1992, 2002)  # years compared with the last one
MOST_TARGETS = 3  # states named as main targets of a state's acts
MOST_DISPUTES = 2  # disputes nearby, those with the most claimants
LEAST_ATTENTION = 0.02  # share of acts below which a dispute nearby is left out
LEAST_RUNG = 2  # a dispute below it is a claim on paper
MOST_PARTNERS = 8  # defence partners named one by one


def profiles(evidence: Evidence, register: Register) -> Section:
    """Describe each state's capabilities, targets of acts, defence partners and attention to disputes."""
    blocks = [
        *_capabilities(evidence, register),
        *_attention(evidence, register),
        *_partners(evidence, register),
        *_dispute_attention(evidence, register),
    ]
    if not blocks:
        a, b = (evidence.name(c) for c in evidence.pair)
        why = say("what {a} and {b} weigh and whom they attend to: nothing known by {day} says.", a=a, b=b,
                  day=evidence.as_of)  # fmt: skip
        return Section("profiles", "The two states", silence=why)
    return Section("profiles", "The two states", tuple(blocks))


# Capabilities


@dataclass(frozen=True)
class _Capabilities:
    """Shares of the world's capabilities, and the day each was known on, by state and year; and their source."""

    shares: Mapping[str, Mapping[int, tuple[float, date]]]
    source: str

    @classmethod
    def of(cls, found: SourcedFrame, states: Collection[str]) -> _Capabilities:
        """Return the shares of some states."""
        shares: dict[str, dict[int, tuple[float, date]]] = {state: {} for state in states}
        rows = found.frame.filter(pl.col("state").is_in(list(states))).sort("period")
        for state, period, share, known_on in rows.select("state", "period", "share", "known_on").iter_rows():
            shares[state][period.year] = share, known_on
        return cls(shares, found.source)

    def ratios(self, first: str, second: str) -> dict[int, float]:
        """Return how many times the second state's share the first one's is, in the years in which both have some."""
        one, other = self.shares[first], self.shares[second]
        return {
            year: one[year][0] / other[year][0]
            for year in one
            if year in other and one[year][0] > 0 and other[year][0] > 0
        }


def capability_figure(
    evidence: Evidence, register: Register, found: _Capabilities, state: str, year: int
) -> Figure | None:
    """Figure of a state's share of the world's capabilities in a year, or None where it is not covered."""
    entry = found.shares[state].get(year)
    if entry is None:
        return None
    share, known_on = entry
    return register.figure(
        f"capability.{state}.{year}",
        f"Share of the world’s material capabilities, {evidence.name(state)}",
        share,
        "share_fine",
        str(year),
        known_on,
        found.source,
    )


def _capabilities(evidence: Evidence, register: Register) -> list[Block]:
    found = _Capabilities.of(capabilities(evidence.store, evidence.as_of), (*evidence.pair, *evidence.neighbours))
    a, b = evidence.pair
    shared = found.shares[a].keys() & found.shares[b].keys()
    if not shared:
        return []
    last = max(shared)
    years = [*(y for y in BACK if y < last and evidence.shown(y)), last]
    rows = []
    for state in (*evidence.pair, *evidence.neighbours):
        figures = [capability_figure(evidence, register, found, state, year) for year in years]
        if all(figure is None for figure in figures):
            continue
        cells = [say("{f}", f=f) if f is not None else say("not covered") for f in figures]
        ratios = [_ratio_cell(evidence, register, found, (state, own), last) for own in evidence.pair]
        rows.append((say("{state}", state=evidence.label(state)), *cells, *ratios))
    header = ("State", *(str(y) for y in years), *(f"Times {evidence.label(c)}" for c in evidence.pair))
    caption = f"Shares of the world’s material capabilities, and as multiples of either’s in {last}"
    table = Grid(caption, header, tuple(rows), "l" + "r" * (len(header) - 1))
    pairs = [(a, b), *((k, own) for own in (a, b) for k in _moved_most(found, evidence, own))]
    compared = [s for pair in pairs if (s := _comparison(evidence, register, found, pair, last)) is not None]
    text = [Paragraph(reduce(add, compared))] if compared else []
    return [*text, table]


def _moved_most(found: _Capabilities, evidence: Evidence, own: str) -> tuple[str, ...]:
    """Return the neighbour whose capabilities relative to a state's own changed by the largest factor since BACK."""
    factors = {}
    for k in evidence.neighbours:
        ratios = [ratio for year, ratio in found.ratios(k, own).items() if year >= BACK[0] and ratio > 0]
        if ratios:
            factors[k] = max(ratios[-1] / ratios[0], ratios[0] / ratios[-1])
    return (max(factors, key=factors.__getitem__),) if factors else ()


def _ratio(evidence: Evidence, register: Register, found: _Capabilities, pair: Directed, year: int) -> Figure | None:
    first, second = pair
    ratio = None if first == second else found.ratios(first, second).get(year)
    if ratio is None:
        return None
    return register.figure(
        f"capability-ratio.{first}.{second}.{year}",
        f"Capabilities of {evidence.name(first)} over those of {evidence.name(second)}",
        ratio,
        "times",
        str(year),
        max(found.shares[state][year][1] for state in pair),
        found.source,
    )


def _ratio_cell(evidence: Evidence, register: Register, found: _Capabilities, pair: Directed, year: int) -> Sentence:
    figure = _ratio(evidence, register, found, pair, year)
    return say("—") if figure is None else say("{f:number}", f=figure)


def _comparison(
    evidence: Evidence, register: Register, found: _Capabilities, pair: Directed, last: int
) -> Sentence | None:
    """Compare two states' capabilities, then and now, the more capable one first."""
    now = _ratio(evidence, register, found, pair, last)
    if now is None:
        return None
    if now.value < 1:
        return _comparison(evidence, register, found, (pair[1], pair[0]), last)
    first = next((y for y in BACK if y < last and evidence.shown(y)), None)
    then = None if first is None else _ratio(evidence, register, found, pair, first)
    a, b = (evidence.name(c) for c in pair)
    whose = title_case(evidence.whose(pair[0]))
    if then is None:
        return say(
            f"{{whose}} capabilities were {_times(now)} those of {{b}} in {{now:period}}.", whose=whose, now=now, b=b
        )
    if reads_alike(then, now):
        return say(
            f"{{whose}} capabilities were {_times(now)} those of {{b}} in {{then:period}} and in {{now:period}} alike.",
            whose=whose, then=then, now=now, b=b,
        )  # fmt: skip
    if then.value < 1:
        return say(
            "{whose} capabilities were {then} those of {b} in {then:period} and {now} in {now:period}: {a} has passed "
            "{b}.",
            whose=whose, then=then, now=now, a=a, b=b,
        )  # fmt: skip
    return say(
        "{whose} capabilities were {then} those of {b} in {then:period} and {now} in {now:period}.",
        whose=whose, then=then, now=now, b=b,
    )  # fmt: skip


def _times(ratio: Figure) -> str:
    """Return how a sentence takes a ratio before 'those of'."""
    return "about equal to" if f"{ratio}" == "1.0 times" else "{now}"


# Attention


def _attention(evidence: Evidence, register: Register) -> list[Block]:
    frame = evidence.attention
    if frame.is_empty():
        return []
    year = frame["period"].max().year  # type: ignore[union-attr]
    sentences = [s for own in evidence.pair if (s := _attends(evidence, register, own, year)) is not None]
    return [Paragraph(s) for s in sentences]


def attention_figure(
    evidence: Evidence, register: Register, own: str, targets: Mapping[str, str], year: int
) -> Figure | None:
    """Figure of the share of a state's reported acts directed at some states in the last year, or None if not covered.

    `targets` gives each state's code and name. A state without an act of or toward it that year is not covered.
    """
    own_rows, covered = evidence.latest_attention
    row = attention_to(own_rows, own, targets)
    if row.is_empty() or not covered & set(targets):
        return None
    return register.figure(
        f"attention.{own}.{'+'.join(sorted(targets))}.{year}",
        f"Share of {evidence.whose(own)} reported acts directed at {', '.join(targets.values())}",
        row["share"][0],
        "share_fine",
        str(year),
        min(date(year, 12, 31), evidence.as_of),
        f"{evidence.events}-temperature",
    )


def _attends(evidence: Evidence, register: Register, own: str, year: int) -> Sentence | None:
    own_rows = evidence.latest_attention[0].select("source", "target", "share").rows()
    toward = sorted((-share, target) for source, target, share in own_rows if source == own)
    other = next(c for c in evidence.pair if c != own)
    direct = attention_figure(evidence, register, own, _names(evidence, [other]), year)
    if not toward or direct is None:
        return None
    ahead = [target for _, target in toward[:MOST_TARGETS]]
    rank = ahead.index(other) if other in ahead else None
    most = []
    for state in ahead:
        figure = attention_figure(evidence, register, own, _names(evidence, [state]), year)
        if figure is not None and state != other:
            most.append(say("{name} ({figure})", name=evidence.name(state), figure=figure))
    text = say(
        "Of {whose} reported acts toward other states in {direct:period}, {share} went to {other}",
        whose=evidence.whose(own), direct=direct, other=evidence.name(other),
        share=say("none") if direct.value == 0 else say("{direct}", direct=direct),
    )  # fmt: skip
    if not most:
        return say("{text}.", text=text)
    if rank == 0:
        return say("{text}, the largest share; next came {most}.", text=text, most=joined(most))
    return say("{text}; {verb} to {most}.", text=text, most=joined(most),
               verb="more went" if rank == len(most) else "the largest shares went")  # fmt: skip


def _names(evidence: Evidence, states: Collection[str]) -> dict[str, str]:
    return {state: evidence.name(state) for state in states}


# Partners


def _partners(evidence: Evidence, register: Register) -> list[Block]:
    ties = in_force(pact_ties(evidence.store, evidence.as_of).frame, evidence.as_of)
    defence = ties.filter(pl.col("kind") == "defence")
    compiled = evidence.store.facts.coverage.covered("pacts", evidence.pair, "defence")
    sentences = []
    for own in evidence.pair:
        if own not in compiled:
            sentences.append(say("The pacts of {name} are not compiled.", name=evidence.name(own)))
            continue
        day = compiled_on(evidence.store, "pacts", (own,), evidence.as_of, kind="defence")
        own_pacts = defence.filter((pl.col("source") == own) | (pl.col("target") == own))
        partners = sorted({*own_pacts["source"], *own_pacts["target"]} - {own}, key=evidence.label)
        count = register.figure(
            f"defence-partners.{own}.{evidence.as_of:%Y}",
            f"States bound to {evidence.name(own)} by a defence pact",
            len(partners), "count", day.isoformat(), min(day, pacts_known_on(evidence)), "facts",
        )  # fmt: skip
        name = evidence.name(own)
        past = past_record(evidence.store, "pacts", (own,), evidence.as_of, kind="defence")
        pacts = "Defence pacts on record bind" if past else "Defence pacts bind"
        if not partners:
            bound = say(
                "No defence pact {binds} {name} to any state",
                binds=binds(evidence.store, (own,), evidence.as_of, kind="defence"),
                name=name,
            )
        elif len(partners) > MOST_PARTNERS:
            bound = say("{pacts} {name} to {count} states", pacts=pacts, name=name, count=count)
        else:
            named_ = joined([say("{name}", name=evidence.name(c)) for c in partners])
            bound = say("{pacts} {name} to {named}", pacts=pacts, name=name, named=named_)
        sentences.append(as_recorded(bound, evidence.store, "pacts", (own,), evidence.as_of, kind="defence"))
    return [Paragraph(sentences[0] + sentences[1])]


# Attention to disputes nearby


def _dispute_attention(evidence: Evidence, register: Register) -> list[Block]:
    """Tabulate the share of each state's reported acts directed at the other claimants of disputes nearby."""
    frame = evidence.attention
    if frame.is_empty():
        return []
    year = frame["period"].max().year  # type: ignore[union-attr]
    covered = set(frame.filter(pl.col("period") == date(year, 1, 1))["target"])
    rows: list[tuple[Sentence, ...]] = []
    for dispute in _nearby(evidence):
        others = [c for c in dispute["claimants"].split(";") if c not in (*evidence.pair, *evidence.neighbours)]
        apart = [c for c in others if c in covered]
        if not apart or len(rows) == MOST_DISPUTES:
            continue
        figures = [attention_figure(evidence, register, own, _names(evidence, apart), year) for own in evidence.pair]
        if max((f.value for f in figures if f is not None), default=0.0) < LEAST_ATTENTION:
            continue
        cells = [say("not covered") if f is None else say("{f}", f=f) for f in figures]
        names = ", ".join(evidence.label(c) + ("" if c in covered else " (not covered)") for c in others)
        rows.append((say("{name}", name=title_case(named(dispute))), say("{names}", names=names), *cells))
    if not rows:
        return []
    table = Grid(
        f"Attention in {year} to the other claimants of disputes nearby, as a share of all reported acts",
        ("Dispute", "Other claimants", *(evidence.label(c) for c in evidence.pair)),
        tuple(rows),
        "llrr",
    )
    note = say(
        "Acts toward the neighbours are left out; the records of {year} do not say which acts were about a dispute.",
        year=Year(year),
    )
    return [table, Paragraph(note)]


def _nearby(evidence: Evidence) -> list[dict[str, str]]:
    """Return open disputes of the pair's neighbours with claimants besides, those with the most claimants first."""
    near = {*evidence.pair, *evidence.neighbours}
    rungs = evidence.rungs.filter(pl.col("start") <= evidence.as_of)
    now = dict(rungs.group_by("dispute").agg(pl.col("rung").sort_by("start").last()).iter_rows())
    found = []
    for row in evidence.disputes.iter_rows(named=True):
        claimants = set(row["claimants"].split(";"))
        if claimants & near and claimants - near and now.get(row["id"], 0) >= LEAST_RUNG:
            found.append((-len(claimants), row["id"], row))
    return [row for _, _, row in sorted(found, key=lambda f: f[:2])]
