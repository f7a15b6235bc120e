"""Words against deeds: two scores from the same machinery, and their gap."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from math import hypot
from operator import add

from detente.brief.evidence import Directed, Evidence
from detente.brief.evidence_figures import temperature_figure, temperature_rows, title_case
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
    gaps = [(d, found[2]) for d in evidence.directions if (found := latest_gap(evidence, register, d)) is not None]
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
        _claim(evidence, gaps),
        reduce(add, sentences) + say("One panel a direction, with a line for verbal and one for material acts."),
        tuple(rows),
        subtitle="Temperature of words and of deeds by year",
    )
    return Section(key, title, (Paragraph(reduce(add, sentences)), chart))


def _claim(evidence: Evidence, gaps: Sequence[tuple[Directed, Figure]]) -> str:
    """Return the chart's finding: whose words and deeds stand apart."""
    apart = [(d, gap) for d, gap in gaps if (gap.lo or 0) > 0 or (gap.hi or 0) < 0]
    if not apart:
        return "Words and deeds do not clearly differ"
    (a, _), gap = max(apart, key=lambda found: abs(found[1].value))
    warmer, colder = ("words", "deeds") if gap.value > 0 else ("deeds", "words")
    both = len({gap.value > 0 for _, gap in apart}) == 1 and len(apart) == len(gaps) == 2
    whose = "Both states’" if both else title_case(evidence.whose(a))
    return f"{whose} {warmer} were warmer than {'their' if both else 'its'} {colder}"


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
        "Of {own} words and deeds toward {b} in {words:period}, {verdict}: words {words}, {words_side}, deeds {deeds}, "
        "{deeds_side}; gap {gap:full}.",
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
    """Say whether a score is above or below the average, or not clearly either, given its interval."""
    if (score.lo or 0) > 0:
        return "warmer than average"
    return "colder than average" if (score.hi or 0) < 0 else "not clearly off average"


def verdict(gap: Figure) -> str:
    """Return whether words or deeds were warmer, given the interval of the gap."""
    if (gap.lo or 0) > 0:
        return "the words were warmer than the deeds"
    if (gap.hi or 0) < 0:
        return "the deeds were warmer than the words"
    return "neither was clearly the warmer"
