"""Votes in the United Nations General Assembly: raw agreement, and agreement beyond chance."""

from __future__ import annotations

from datetime import date
from functools import reduce
from operator import add

import numpy as np

from detente.answers.assembly_records import gap_text, not_covered
from detente.brief.evidence import Evidence
from detente.brief.evidence_figures import title_case, vote_figure
from detente.brief.sections.votes_depth import (
    ideal_points,
    landmark_votes,
    neighbours_votes,
    telling_roll_calls,
)
from detente.documents.document import Chart, Paragraph, Section
from detente.documents.figures import Figure, reads_alike
from detente.documents.prose import Sentence, Year, from_to, say
from detente.documents.register import Register
from detente.identity.records import entities
from detente.measures.votes.trend import slope

__all__ = ["seats_of_another_state", "votes"]

SPAN = 10  # years over which a trend is estimated
LEAST = 5  # fewest years of a trend


def votes(evidence: Evidence, register: Register) -> Section:
    """Describe how alike the two vote, the trend, and whether the two measures agree."""
    key, title = "votes", "Votes in the General Assembly"
    seats = seats_of_another_state(evidence)
    years = [d.year for d in evidence.votes["period"] if evidence.shown(d.year) and d.year not in seats]
    raw = {y: f for y in years if (f := vote_figure(evidence, register, y)) is not None}
    kappa = {y: f for y in years if (f := vote_figure(evidence, register, y, "kappa")) is not None}
    a, b = (evidence.name(c) for c in evidence.pair)
    if not raw:
        why = say("how {a} and {b} vote: no roll call known by {day} has both.", a=a, b=b, day=evidence.as_of)
        if not evidence.votes.is_empty():
            why = say("how {a} and {b} vote from {since} on.", a=a, b=b, since=Year(evidence.since or 0))
        return Section(key, title, silence=why)
    last = max(raw)
    text = [_now(raw[last], kappa.get(last), title_case(a), b)]
    trend = _trend(evidence, register, raw)
    if trend is not None:
        text.append(trend)
    contrast = _contrast(raw, kappa)
    if contrast is not None:
        text.append(contrast)
    rows = [_row("agreement", f) for f in raw.values()] + [_row("chance-corrected (κ)", f) for f in kappa.values()]
    chart = Chart(
        "votes",
        "votes",
        _claim(evidence, register, raw),
        reduce(add, text) + say("Two lines: raw agreement, and agreement beyond chance."),
        tuple(rows),
        subtitle="Agreement on divided roll calls by year",
    )
    depth = [
        *ideal_points(evidence, register),
        *landmark_votes(evidence, register),
        *telling_roll_calls(evidence, register),
        *neighbours_votes(evidence, register),
    ]
    if seats:
        text.append(_seats_sentence(evidence, seats))
    paragraphs = (Paragraph(s) for s in text[1:])
    gaps = not_covered(evidence.store, evidence.as_of, date(min(raw), 1, 1), evidence.as_of)
    missing = []
    if gaps:
        missing.append(Paragraph(register.bind(gap_text(gaps), "votes-not-covered", raw[last].known_on, "unga-votes")))
    return Section(key, title, (Paragraph(text[0]), chart, *paragraphs, *missing, *depth))


def seats_of_another_state(evidence: Evidence) -> dict[int, str]:
    """Return the years in which one of the two had a seat but was part of another state, and which of the two."""
    known = entities()
    return {
        day.year: code
        for day in evidence.votes["period"]
        for code in evidence.pair
        if code in known and not known[code].exists(day.replace(month=12, day=31))
    }


def _seats_sentence(evidence: Evidence, seats: dict[int, str]) -> Sentence:
    """Say which votes are left out because one government cast them for two seats."""
    code = next(iter(seats.values()))
    first, last = Year(min(seats)), Year(max(seats))
    years = say("of {first}", first=first) if first == last else say("from {first} to {last}", first=first, last=last)
    text = "Votes {years} are left out: {name} had a seat then but was no state of its own."
    return say(text, years=years, name=evidence.name(code))


def _claim(evidence: Evidence, register: Register, raw: dict[int, Figure]) -> str:
    """Return the chart's finding: whether agreement rose or fell over the years of the trend."""
    span = [year for year in raw if year > max(raw) - SPAN]
    if len(span) < LEAST:
        return "Few years of votes at the United Nations are on record of late"
    trend = _trend_figure(evidence, register, raw, span)
    if (trend.lo or 0) < 0 < (trend.hi or 0):
        return "Agreement at the United Nations shows no clear trend in the last ten years"
    return f"Agreement at the United Nations has {'risen' if trend.value > 0 else 'fallen'} in the last ten years"


def _now(raw: Figure, kappa: Figure | None, a: str, b: str) -> Sentence:
    text = say("{a} and {b} agreed on {raw:full} of divided roll calls in {raw:period}", a=a, b=b, raw=raw)
    if kappa is None:
        return say(
            "{text}; agreement beyond chance (κ) is undefined, since both voted the same one way throughout, as chance "
            "alone would have it.",
            text=text,
        )
    return say("{text}; beyond chance, κ was {kappa:full}.", text=text, kappa=kappa)


def _trend_figure(evidence: Evidence, register: Register, raw: dict[int, Figure], span: list[int]) -> Figure:
    line = slope([y / 10 for y in span], [raw[y].value for y in span])  # a decade
    a, b = evidence.dyad
    return register.figure(
        f"agreement-trend.{a}.{b}.{span[0]}-{span[-1]}",
        f"Change of vote agreement a decade, {evidence.name(a)} and {evidence.name(b)}",
        line.value,
        "agreement_change",
        f"{span[0]}–{span[-1]}",
        raw[span[-1]].known_on,
        "unga-votes",
        lo=line.lo,
        hi=line.hi,
    )


def _trend(evidence: Evidence, register: Register, raw: dict[int, Figure]) -> Sentence | None:
    """Fit a line through the last years, and say whether it rests on the last of them."""
    span = [y for y in raw if y > max(raw) - SPAN]
    if len(span) < LEAST:
        return None
    trend = _trend_figure(evidence, register, raw, span)
    first, last = raw[span[0]], raw[span[-1]]
    if (trend.lo or 0) < 0 < (trend.hi or 0):
        return say(
            "{ends} there is no clear trend: a straight line moves by {trend:full} a decade.",
            ends=say("At {last} in both {first:period} and {last:period}", first=first, last=last)
            if reads_alike(first, last)
            else say("From {first} in {first:period} to {last} in {last:period}", first=first, last=last),
            trend=trend,
        )
    text = say(
        "Agreement has {verb}{ends}; a straight line moves by {trend:full} a decade.",
        verb="fallen" if trend.value < 0 else "risen",
        ends=say(", though it was {last} in both {first:period} and {last:period}", first=first, last=last)
        if reads_alike(first, last)
        else say(" {ends}", ends=from_to(first, last, dated=True)),
        trend=trend,
    )
    earlier = span[:-1]
    if len(earlier) < LEAST:
        return text
    before = _trend_figure(evidence, register, raw, earlier)
    move = "fall" if trend.value < 0 else "rise"
    if before.value * trend.value <= 0:
        return text + say("The {move} rests on {last:period}: without that year there is none.", move=move, last=last)
    clear = round(before.lo or 0, 2) >= 0 or round(before.hi or 0, 2) <= 0
    return text + say(
        "The {move} began before {last:period}: without that year the line still moves by {before:full} a decade{but}.",
        move=move,
        last=last,
        before=before,
        but="" if clear else ", though no longer clearly",
    )


def _contrast(raw: dict[int, Figure], kappa: dict[int, Figure]) -> Sentence | None:
    """Say so where raw agreement and κ moved in opposite directions."""
    shared = [y for y in raw if y in kappa and y > max(raw) - SPAN]
    if len(shared) < 2 * LEAST - 2:
        return None
    half = len(shared) // 2
    move = [
        float(np.mean([s[y].value for y in shared[half:]]) - np.mean([s[y].value for y in shared[:half]]))
        for s in (raw, kappa)
    ]
    if move[0] * move[1] >= 0 or min(abs(m) for m in move) < 0.01:
        return None
    up, down = (
        ("raw agreement", "agreement beyond chance") if move[0] > 0 else ("agreement beyond chance", "raw agreement")
    )
    return say(
        "The two measures part: between the first and the second half of those years {up} rose while {down} fell.",
        up=up,
        down=down,
    )


def _row(measure: str, figure: Figure) -> dict[str, object]:
    return {
        "measure": measure,
        "period": figure.period,
        "value": round(figure.value, 4),
        "lo": None if figure.lo is None else round(figure.lo, 4),
        "hi": None if figure.hi is None else round(figure.hi, 4),
        "figure": figure.id,
    }
