"""The bottom line: where the relation stands in a sentence, then the judgements."""

from __future__ import annotations

from collections.abc import Sequence

from detente.brief.evidence import Evidence
from detente.brief.evidence_figures import outsized, part_years, placed, temperature_figure, title_case, word
from detente.brief.sections.standing import MOVE
from detente.documents.document import Judgement, Judgements, Paragraph, Section
from detente.documents.figures import Figure
from detente.documents.prose import Sentence, Year, say
from detente.documents.register import Register

__all__ = ["bottom_line", "stale"]

MOST = 5


def bottom_line(evidence: Evidence, register: Register, judged: Sequence[Judgement]) -> Section:
    """Summarise in a sentence, then state the judgements."""
    judgements = tuple(judged[:MOST])
    last = {s.years[-1] for d in evidence.directions if (s := evidence.series("all").get(d)) is not None}
    warned = (*outsized(evidence, register), stale(evidence), part_years(evidence, register, last))
    opening = (*warned, _state(evidence, register))
    blocks = [Paragraph(s) for s in opening if s is not None]
    if not judgements:
        why = say("what is likely next, since too little is on record for a judgement that could be scored.")
        return Section("bottom-line", "Bottom line", tuple(blocks), silence=why)
    return Section("bottom-line", "Bottom line", (*blocks, Judgements(judgements)))


def stale(evidence: Evidence) -> Sentence | None:
    """Warn where the temperatures end years before the question."""
    ends = [s.years[-1] for d in evidence.directions if (s := evidence.series("all").get(d)) is not None]
    if not ends or evidence.last_year - max(ends) < 2:
        return None
    return say(
        "Temperatures end in {end}: what is said of conduct is as old as that, and the outlook runs from there.",
        end=Year(max(ends)),
    )


def _state(evidence: Evidence, register: Register) -> Sentence | None:
    parts = []
    for dyad in evidence.directions:
        series = evidence.series("all").get(dyad)
        if series is None:
            continue
        now = temperature_figure(evidence, register, dyad, series.years[-1])
        earlier = series.year_before()
        before = None if earlier is None else temperature_figure(evidence, register, dyad, series.years[earlier])
        if now is None:
            continue
        conduct = say("{own} conduct toward {b}", own=evidence.whose(dyad[0]), b=evidence.name(dyad[1]))
        parts.append(_moved(conduct, before, now))
    if not parts:
        return None
    text = parts[0] if len(parts) == 1 else say("{one}; {two}", one=parts[0], two=parts[1])
    first = text.spans[0]
    return Sentence((type(first)(title_case(first.text), first.ref, first.kind), *text.spans[1:], *say(".").spans))


def _moved(conduct: Sentence, before: Figure | None, now: Figure) -> Sentence:
    """State one direction's temperature, and its change in the last year."""
    if not placed(now):
        if now.lo is not None and now.hi is not None and (now.hi < 0) != (now.lo > 0):
            text = "{conduct} was {side} than average in {now:period} (anywhere from {now:interval})"
            return say(text, conduct=conduct, side="colder" if now.hi < 0 else "warmer", now=now)
        return say("{conduct} can’t be placed (anywhere from {now:interval} in {now:period})", conduct=conduct, now=now)
    if before is None or not placed(before) or abs(now.value - before.value) < MOVE:
        return say("{conduct} was {w} in {now:period} ({now})", conduct=conduct, w=word(now), now=now)
    verb = "fell" if now.value < before.value else "rose"
    if word(before) == word(now):
        text = "{conduct} {verb} from {before} in {before:period} to {now} in {now:period} and stayed {w}"
        return say(text, conduct=conduct, verb=verb, before=before, now=now, w=word(now))
    text = "{conduct} {verb} from {was} ({before}) in {before:period} to {w} ({now}) in {now:period}"
    return say(text, conduct=conduct, verb=verb, was=word(before), before=before, w=word(now), now=now)
