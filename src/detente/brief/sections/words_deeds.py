"""Words against deeds: two scores from the same machinery, and their gap."""

from __future__ import annotations

from math import hypot

from detente.brief.evidence import Directed, Evidence
from detente.brief.measurements import temperature_figure, temperature_rows
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
    words, deeds = (evidence.series(score).get(dyad) for score in ("words", "deeds"))
    if words is None or deeds is None:
        return None
    year = min(words.years[-1], deeds.years[-1])
    said = temperature_figure(evidence, register, dyad, year, "words")
    done = temperature_figure(evidence, register, dyad, year, "deeds")
    if said is None or done is None or not evidence.shown(year):
        return None
    return said, done, _gap(evidence, register, dyad, said, done)


def _direction(evidence: Evidence, register: Register, dyad: Directed) -> Sentence | None:
    found = latest_gap(evidence, register, dyad)
    if found is None:
        return None
    said, done, gap = found
    return say(
        "In {said:period} {own} words toward {b} were {said_side} the average of words between states ({said}) and its "
        "deeds {done_side} the average of deeds ({done}); {verdict}: the gap, words less deeds, was {gap:full}.",
        said=said,
        own=evidence.whose(dyad[0]),
        b=evidence.name(dyad[1]),
        said_side=_side(said),
        done=done,
        done_side=_side(done),
        verdict=verdict(gap),
        gap=gap,
    )


def _gap(evidence: Evidence, register: Register, dyad: Directed, said: Figure, done: Figure) -> Figure:
    sd = hypot((said.hi or 0) - said.value, (done.hi or 0) - done.value) / Z90
    value = said.value - done.value
    return register.figure(
        f"gap.{dyad[0]}.{dyad[1]}.{said.period}",
        f"Words less deeds, {evidence.name(dyad[0])} toward {evidence.name(dyad[1])}",
        value,
        "sd",
        said.period,
        max(said.known_on, done.known_on),
        said.source,
        lo=value - Z90 * sd,
        hi=value + Z90 * sd,
    )


def _side(score: Figure) -> str:
    """Say on which side of the average a score lies, its interval counted."""
    if (score.lo or 0) > 0:
        return "warmer than"
    return "colder than" if (score.hi or 0) < 0 else "close to"


def verdict(gap: Figure) -> str:
    """Say which of words and deeds was the warmer, the interval of the gap counted."""
    if (gap.lo or 0) > 0:
        return "the words were warmer than the deeds"
    if (gap.hi or 0) < 0:
        return "the deeds were warmer than the words"
    return "the records do not tell the two apart"
