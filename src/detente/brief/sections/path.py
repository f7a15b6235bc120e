"""How it got here: turning points with probabilities, and the dated acts around them."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import add

import polars as pl

from detente.brief.evidence import Directed, Evidence
from detente.brief.evidence_figures import (
    draws,
    part_years,
    placed,
    temperature_figure,
    temperature_rows,
    title_case,
    word,
)
from detente.brief.sections.standing import no_temperature
from detente.brief.sections.ties import disputes_between
from detente.documents.document import Block, Chart, Paragraph, RecordList, Section
from detente.documents.figures import Figure, Record, reads_alike
from detente.documents.prose import Sentence, Year, from_to, raised, say
from detente.documents.register import Register
from detente.measures.temperature import LEVELS, level
from detente.measures.turning_points import turning_points

__all__ = ["Turn", "bands", "decisive", "path", "shown_acts", "turns", "wars_begun"]

LIKELY = 0.5
LEAST = 0.25  # least probability of a turning point that is described
MOST = 3  # turning points described per direction
MARKS = 7  # acts drawn on the chart, or listed
OTHERS = 2  # turning points described beside the main one
BEYOND = 6  # acts are drawn up to this part of the chart's years after the last estimate
CODED = 3  # acts coded by machine that are listed
BREAKS = ("rupture", "restoration", "ceasefire")
WAR = 5  # rung of a dispute
WEIGHTY = ("agreement", "law", "military", "clash")  # kinds of acts among which an invasion or a treaty is
DECISIVE = re.compile(r"\b(invasion|invaded|annex\w*|treaty|treaties)\b", re.IGNORECASE)
FEW = 3  # states: acts of more states are listed only where there are none of fewer


@dataclass(frozen=True, slots=True)
class Turn:
    """A possible turning point: a year in which one direction's level may have shifted."""

    dyad: Directed
    year: int
    probability: Figure
    before: Figure
    after: Figure

    @property
    def rose(self) -> bool:
        """Whether the relation became warmer."""
        return self.after.value > self.before.value


def path(evidence: Evidence, register: Register) -> Section:
    """Describe the course of the relation, its turning points and the acts around them."""
    key, title = "path", "How it got here"
    silence = no_temperature(evidence)
    acts = [register.record(r) for r in evidence.acts() if evidence.shown(r.day.year)]
    coded = _coded(evidence, register)
    if silence is not None:
        why = say("how warm the relation was year by year, for want of a temperature.")
        return Section(key, title, (*_listed(evidence, acts, "Dated acts between the two, hand-compiled"), *coded), why)
    series = [s for d in evidence.directions if (s := evidence.series("all").get(d)) is not None]
    years = sorted({year for s in series for year in s.years if evidence.shown(year)})
    if not years:
        why = say(
            "how warm the relation was from {since} on: no estimate is that late.", since=Year(evidence.since or 0)
        )
        return Section(key, title, (*_listed(evidence, acts, "Dated acts between the two, hand-compiled"), *coded), why)
    found = sorted((t for d in evidence.directions for t in turns(evidence, register, d)), key=lambda t: t.year)
    drawn_until = years[-1] + (years[-1] - years[0]) // BEYOND
    drawn = _marks(evidence, found, [r for r in acts if years[0] <= r.day.year <= drawn_until])
    later = [r for r in acts if r.day.year > drawn_until]
    extremes = [text for d in evidence.directions if (text := _extremes(evidence, register, d)) is not None]
    course = [Paragraph(reduce(add, extremes))] if extremes else []
    last = {s.years[-1] for s in series}  # of which the bottom line says it
    part = part_years(evidence, register, set(years) - last)
    blocks: list[Block] = [
        Paragraph(_turning_points(evidence, found)),
        _chart(evidence, register, found, drawn, course),
        *([] if part is None else [Paragraph(part)]),
        *course,
        *_listed(evidence, later, "Hand-compiled acts after the years drawn"),
        *coded,
    ]
    return Section(key, title, tuple(blocks))


def _listed(evidence: Evidence, acts: Sequence[Record], caption: str) -> tuple[RecordList, ...]:
    """List acts, of many those of `_weightiest`."""
    few = _weightiest(evidence, acts)
    latest = ", the main ones" if len(few) < len(acts) else ""
    return (RecordList(f"{caption}{latest}", tuple(few)),) if few else ()


def shown_acts(section: Section) -> frozenset[str]:
    """Return the ids of the acts that a section marks on its charts or lists."""
    marked = {str(m["record"]) for b in section.blocks if isinstance(b, Chart) for m in b.marks}
    return frozenset(marked | {r.id for b in section.blocks if isinstance(b, RecordList) for r in b.records})


def _coded(evidence: Evidence, register: Register) -> tuple[RecordList, ...]:
    """List the latest acts that were coded by machine. They are never given as what moved the relation."""
    acts = [r for r in evidence.coded_acts if evidence.shown(r.day.year)]
    if not acts:
        return ()
    latest = ", the latest" if len(acts) > CODED else ""
    caption = f"Acts between the two, machine-coded from texts{latest}"
    return (RecordList(caption, tuple(register.record(r) for r in acts[-CODED:])),)


def turns(evidence: Evidence, register: Register, dyad: Directed) -> list[Turn]:
    """Return the most likely turning points of one direction, in time order."""
    series = evidence.series("all").get(dyad)
    if series is None or len(series.years) < 3:
        return []
    periods = [date(year, 1, 1) for year in series.years]
    frame = turning_points(draws(series), periods)
    likely = frame.filter(frame["probability"] >= LEAST).sort("probability", descending=True).head(MOST).sort("period")
    out = []
    for row in likely.iter_rows(named=True):
        year = row["period"].year
        at, earlier = series.at(year), series.at(year - 1)
        if at is None or earlier is None or not series.comparable(earlier, at):
            continue
        before = temperature_figure(evidence, register, dyad, year - 1)
        after = temperature_figure(evidence, register, dyad, year)
        if before is None or after is None or not (placed(before) and placed(after) and evidence.shown(year)):
            continue
        chance = register.figure(
            f"turning-point.{dyad[0]}.{dyad[1]}.{year}",
            f"Probability of a turning point, {evidence.name(dyad[0])} toward {evidence.name(dyad[1])}",
            row["probability"],
            "probability",
            str(year),
            series.known_on,
            f"{evidence.events}-temperature",
        )
        out.append(Turn(dyad, year, chance, before, after))
    return out


def bands() -> tuple[dict[str, object], ...]:
    """Return the named levels as bands of a chart."""
    return tuple({"name": name, "lo": lo, "hi": hi} for name, lo, hi in LEVELS)


def _extremes(evidence: Evidence, register: Register, dyad: Directed) -> Sentence | None:
    """Say where the series started, and its warmest and coldest years."""
    series = evidence.series("all").get(dyad)
    if series is None:
        return None
    shown = [(m, y) for m, y in zip(series.mean, series.years, strict=True) if evidence.shown(y)]
    if len(shown) < 3:
        return None
    warm = temperature_figure(evidence, register, dyad, max(shown)[1])
    cold = temperature_figure(evidence, register, dyad, min(shown)[1])
    first = temperature_figure(evidence, register, dyad, shown[0][1])
    if warm is None or cold is None or first is None:
        return None
    if not (placed(warm) and placed(cold)):
        return say(
            "The estimates of {own} conduct toward {b} are too wide to tell one year from another.",
            own=evidence.whose(dyad[0]), b=evidence.name(dyad[1]),
        )  # fmt: skip
    start = say(
        "{own} conduct toward {b} stood at {first} ({word}) in {first:period}",
        own=title_case(evidence.whose(dyad[0])), b=evidence.name(dyad[1]), first=first, word=word(first),
    )  # fmt: skip
    ends = {"warmest": warm, "coldest": cold}
    at_first = [name for name, figure in ends.items() if figure == first]
    if at_first:
        (other,) = ends.keys() - at_first
        text = "{start}, its {one} year; its {other} was {end:period} ({end}, {word})."
        return say(text, start=start, one=at_first[0], other=other, end=ends[other], word=word(ends[other]))
    return say(
        "{start}; its warmest year since was {warm:period} ({warm}, {warm_word}) and its coldest {cold:period} "
        "({cold}, {cold_word}).",
        start=start, warm=warm, warm_word=word(warm), cold=cold, cold_word=word(cold),
    )  # fmt: skip


def _turning_points(evidence: Evidence, found: list[Turn]) -> Sentence:
    """State the turning points, `_main_turn` first."""
    if not found:
        return say("No year stands out as a turning point: the probabilities are spread too thin.")
    main = _main_turn(found)
    likeliest = sorted((t for t in found if t is not main), key=lambda t: -t.probability.value)[:OTHERS]
    text = say(
        "{clause} in {year}: {verb} a turning point (probability {chance}).",
        clause=raised(_clause(evidence, main)), year=Year(main.year), chance=main.probability,
        verb="it was" if main.probability.value >= LIKELY else "it may have been",
    )  # fmt: skip
    others = [
        say("{year} ({chance}), {clause}", year=Year(t.year), chance=t.probability, clause=_clause(evidence, t))
        for t in sorted(likeliest, key=lambda t: t.year)
    ]
    if not others:
        return text
    listed = others[0]
    for other in others[1:]:
        listed = say("{listed}; {other}", listed=listed, other=other)
    return text + say("Other years, with their probability: {listed}.", listed=listed)


def _main_turn(found: list[Turn]) -> Turn:
    """Return the latest turning point that is more likely than not, if any to another level, or else the likeliest."""
    likely = [turn for turn in found if turn.probability.value >= LIKELY]
    likely = [turn for turn in likely if word(turn.before) != word(turn.after)] or likely
    return max(likely, key=lambda t: t.year) if likely else max(found, key=lambda t: t.probability.value)


def _clause(evidence: Evidence, turn: Turn) -> Sentence:
    was, now = word(turn.before), word(turn.after)
    return say(
        "{own} conduct toward {b} {verb} {ends} ({levels})",
        own=evidence.whose(turn.dyad[0]),
        b=evidence.name(turn.dyad[1]),
        verb="was" if reads_alike(turn.before, turn.after) else "rose" if turn.rose else "fell",
        ends=from_to(turn.before, turn.after),
        levels=f"{was} to {now}" if was != now else f"{now} still",
    )


def _around(evidence: Evidence, turn: Turn, acts: list[Record], most: int = 2) -> list[Record]:
    """Return acts of the turn's year in the direction of the turn, those of few states first."""
    tone = "cooperative" if turn.rose else "conflictual"
    matching = [r for r in acts if r.day.year == turn.year and r.tone == tone]
    chosen = sorted(matching, key=lambda r: (evidence.participants[r.id] > FEW, r.day, r.id))[:most]
    return sorted(chosen, key=lambda r: (r.day, r.id))


def decisive(act: Record, wars: Collection[date]) -> bool:
    """Whether an act is a break or restoration of relations, an invasion, an annexation, a treaty, or begins a war."""
    if act.kind in BREAKS:
        return True
    return act.kind in WEIGHTY and (act.day in wars or DECISIVE.search(act.text) is not None)


def wars_begun(evidence: Evidence) -> frozenset[date]:
    """Return the days on which a dispute of the two rose to a war."""
    disputes = {dispute["id"] for dispute in disputes_between(evidence)}
    rows = evidence.rungs.filter(
        pl.col("rung") == WAR, pl.col("dispute").is_in(disputes), pl.col("start") <= evidence.as_of
    )
    return frozenset(rows["start"])


def _weightiest(evidence: Evidence, acts: Sequence[Record], first: Sequence[Record] = ()) -> list[Record]:
    """Choose acts, in time order: one decisive act of each year that has some, then those given first, then the latest.

    Of the decisive acts of a year, a break or restoration of relations goes first, then the beginning of a war.
    """
    wars = wars_begun(evidence)
    weighty = (act for act in acts if decisive(act, wars))
    years: dict[int, Record] = {}
    for act in sorted(weighty, key=lambda r: (r.kind not in BREAKS, r.day not in wars, r.day, r.id)):
        years.setdefault(act.day.year, act)
    turns_of_years = sorted(years.values(), key=lambda r: r.day, reverse=True)
    latest = [r for r in reversed(acts) if r.tone != "neutral"]
    chosen = list(dict.fromkeys((*turns_of_years, *first, *latest)))[: max(MARKS, len(years))]
    return sorted(chosen, key=lambda r: (r.day, r.id))


def _marks(evidence: Evidence, found: list[Turn], acts: list[Record]) -> list[Record]:
    """Choose acts for the chart, in time order: decisive ones, those of turning years, then the latest."""
    return _weightiest(evidence, acts, [r for t in reversed(found) for r in _around(evidence, t, acts)])


def _chart(
    evidence: Evidence, register: Register, found: list[Turn], marked: list[Record], course: list[Paragraph]
) -> Chart:
    rows: list[dict[str, object]] = []
    for dyad in evidence.directions:
        a, b = (evidence.label(c) for c in dyad)
        rows += temperature_rows(evidence, register, dyad, series=f"{a} → {b}")
    marks: tuple[dict[str, object], ...] = tuple(
        {"date": r.day.isoformat(), "when": r.when, "label": r.text, "tone": r.tone, "record": r.id} for r in marked
    )
    described = say("Two lines, one a direction, with bands of uncertainty over named levels from hostile to close.")
    return Chart(
        "temperature",
        "temperature",
        _claim(evidence, found),
        described if not course else course[0].sentence + described,
        tuple(rows),
        marks,
        bands(),
        "Temperature of reported conduct by year, in standard deviations"
        + ("; numbers stand for hand-compiled acts" if marks else ""),
    )


def _claim(evidence: Evidence, found: list[Turn]) -> str:
    """Return the chart's finding: the latest likely turn, or else the level of either at the end."""
    turn = _main_turn(found) if found else None
    if turn is not None and turn.probability.value >= LIKELY:
        was, now = word(turn.before), word(turn.after)
        verb = "warmed" if turn.rose else "cooled"
        how = f"turned from {was} to {now}" if was != now else f"{verb} but stayed {now}"
        return f"{title_case(evidence.whose(turn.dyad[0]))} conduct toward {evidence.name(turn.dyad[1])} {how}"
    last = [(d, level(s.mean[-1])) for d in evidence.directions if (s := evidence.series("all").get(d)) is not None]
    levels = {name for _, name in last}
    if len(last) == len(evidence.directions) and len(levels) == 1:
        return f"Conduct is {levels.pop()} both ways in the last year on record"
    stated = [f"{evidence.whose(a)} conduct toward {evidence.name(b)} is {name}" for (a, b), name in last]
    return title_case(", ".join(stated)) + " in the last year on record"
