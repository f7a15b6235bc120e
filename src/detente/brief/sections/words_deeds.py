"""Words against deeds: two scores from the same machinery, and their gap."""

from __future__ import annotations

from math import hypot

from detente.brief.evidence import Directed, Evidence
from detente.brief.evidence_figures import temperature_figure, temperature_rows
from detente.documents.document import Chart, Paragraph, Section
from detente.documents.figures import Figure
from detente.documents.prose import Sentence, say
from detente.documents.register import Register
from detente.measures.intervals import Z90

__all__ = ["latest_gap", "verdict", "words_deeds"]


def words_deeds(evidence: Evidence, register: Register) -> Section:
    """Say whether each state's deeds match its words."""
    key, title = "words-deeds", "Words against deeds"
    sentences = [s for d in evidence.directions if (s := _direction(evidence, register, d)) is not None]
    if not sentences:
        a, b = (evidence.name(c) for c in evidence.pair)
        why = say("whether words and deeds agree: {a} and {b} have no temperature of both to show.", a=a, b=b)
        return Section(key, title, silence=why)
    rows: list[dict[str, object]] = []
    for dyad in evidence.directions:
        name = " → ".join(evidence.label(c) for c in dyad)
        for score in ("words", "deeds"):
            rows += [{**r, "score": score} for r in temperature_rows(evidence, register, dyad, score, series=name)]
    chart = Chart(
        "words-deeds",
        "words-deeds",
        "Words and deeds by year",
        say("One panel a direction; a line for verbal acts and one for material acts, with bands of uncertainty."),
        tuple(rows),
    )
    note = say(
        "Words are measured against the average of words between states, deeds against that of deeds; a gap says how a "
        "state stands beside others in the two, not that its deeds were kind."
    )
    return Section(
        key, title, (Paragraph(sentences[0]), chart, *(Paragraph(s) for s in sentences[1:]), Paragraph(note))
    )


def latest_gap(evidence: Evidence, register: Register, dyad: Directed) -> tuple[Figure, Figure, Figure] | None:
    """Return the last year's words, deeds and gap of a directed dyad; None where either is not shown."""
    found = [evidence.series(score).get(dyad) for score in ("words", "deeds")]
    ends = [series.years[-1] for series in found if series is not None]
    if len(ends) < 2:
        return None
    year = min(ends)
    words = temperature_figure(evidence, register, dyad, year, "words")
    deeds = temperature_figure(evidence, register, dyad, year, "deeds")
    if words is None or deeds is None or not evidence.shown(year):
        return None
    return words, deeds, _gap(evidence, register, dyad, words, deeds)


def _direction(evidence: Evidence, register: Register, dyad: Directed) -> Sentence | None:
    found = latest_gap(evidence, register, dyad)
    if found is None:
        return None
    words, deeds, gap = found
    return say(
        "In {words:period} {own} words toward {b} were {words_side} the average of words between states ({words}) and "
        "its deeds {deeds_side} the average of deeds ({deeds}); {verdict}: the gap, words less deeds, was {gap:full}.",
        words=words,
        own=evidence.whose(dyad[0]),
        b=evidence.name(dyad[1]),
        words_side=_side(words),
        deeds=deeds,
        deeds_side=_side(deeds),
        verdict=verdict(gap),
        gap=gap,
    )


def _gap(evidence: Evidence, register: Register, dyad: Directed, words: Figure, deeds: Figure) -> Figure:
    sd = hypot((words.hi or 0) - words.value, (deeds.hi or 0) - deeds.value) / Z90
    value = words.value - deeds.value
    return register.figure(
        f"gap.{dyad[0]}.{dyad[1]}.{words.period}",
        f"Words less deeds, {evidence.name(dyad[0])} toward {evidence.name(dyad[1])}",
        value,
        "sd",
        words.period,
        max(words.known_on, deeds.known_on),
        words.source,
        lo=value - Z90 * sd,
        hi=value + Z90 * sd,
    )


def _side(score: Figure) -> str:
    """Return whether a score is above, below or close to the average, given its interval."""
    if (score.lo or 0) > 0:
        return "warmer than"
    return "colder than" if (score.hi or 0) < 0 else "close to"


def verdict(gap: Figure) -> str:
    """Return whether words or deeds were warmer, given the interval of the gap."""
    if (gap.lo or 0) > 0:
        return "the words were warmer than the deeds"
    if (gap.hi or 0) < 0:
        return "the deeds were warmer than the words"
    return "the records do not tell the two apart"
