"""The neighbours: the same measures for the third parties that matter most to the pair."""

from __future__ import annotations

from detente.assessment.document import Chart, Paragraph, Section
from detente.assessment.evidence import Directed, Evidence
from detente.assessment.prose import Sentence, say
from detente.assessment.readings import temperature_figure, temperature_rows, title_case
from detente.assessment.register import Register
from detente.assessment.sections.ties import pacts_between
from detente.measures.temperature import level

__all__ = ["neighbours"]

BACK = 5  # years over which a move is told
STEADY = 0.5  # standard deviations below which it is not called a move


def neighbours(evidence: Evidence, register: Register) -> Section:
    """Say how each of the two stands with the third parties they attend to most."""
    key, title = "neighbours", "The neighbours"
    third = evidence.neighbours
    if not third:
        why = say(
            "who else matters to the pair: no measure of their attention could be known by {day}", day=evidence.as_of
        )
        return Section(key, title, silence=why)
    names = [evidence.name(k) for k in third]
    opening = say(
        "The third parties that the two attend to most, and that attend to them, are {names}.",
        names=", ".join(names[:-1]) + " and " + names[-1] if len(names) > 1 else names[0],
    )
    told = [
        Paragraph(s) for k in third for own in evidence.pair if (s := _relation(evidence, register, own, k)) is not None
    ]
    rows: list[dict[str, object]] = []
    for k in third:
        for own in evidence.pair:
            for dyad in ((k, own), (own, k)):
                panel = " → ".join(title_case(evidence.name(c)) for c in dyad)
                rows += temperature_rows(evidence, register, dyad, panel=panel)
    if not rows:
        return Section(key, title, (Paragraph(opening), *told))
    chart = Chart(
        "neighbours",
        "neighbours",
        "Temperature with the third parties, by year",
        say("Small charts on one scale, one a direction, with bands of uncertainty."),
        tuple(rows),
    )
    return Section(key, title, (Paragraph(opening), chart, *told))


def _relation(evidence: Evidence, register: Register, own: str, k: str) -> Sentence | None:
    """One paragraph on one of the pair and one third party: both directions, and any pact."""
    parts = [s for d in ((k, own), (own, k)) if (s := _direction(evidence, register, d)) is not None]
    if not parts:
        return None
    text = parts[0] if len(parts) == 1 else parts[0] + parts[1]
    pacts = [r for r in pacts_between(evidence, register, own, k) if "defence" in r.kind]
    if not pacts:
        return text
    return text + say("They are bound by a defence pact: {pact:document}.", pact=pacts[0])


def _direction(evidence: Evidence, register: Register, dyad: Directed) -> Sentence | None:
    series = evidence.series("all").get(dyad)
    if series is None:
        return None
    shown = [i for i, y in enumerate(series.years) if evidence.shown(y)]
    if not shown:
        return None
    last = shown[-1]
    now = temperature_figure(evidence, register, dyad, series.years[last])
    a, b = title_case(evidence.name(dyad[0])), evidence.name(dyad[1])
    levels = {level(series.mean[i]) for i in shown}
    recent = [i for i in shown if i >= last - BACK]
    top = max(recent, key=lambda i: series.mean[i])
    bottom = min(recent, key=lambda i: series.mean[i])
    if now is None:
        return None
    if len(levels) == 1:
        return say(
            "{a} was {word} toward {b} throughout, last at {now} in {now:period}.", a=a, b=b, word=levels.pop(), now=now
        )
    if (
        series.mean[top] - series.mean[last] >= STEADY
        and series.mean[top] - series.mean[last] >= series.mean[last] - series.mean[bottom]
    ):
        peak = temperature_figure(evidence, register, dyad, series.years[top])
        return say(
            "{a}’s conduct toward {b} fell from {peak} ({was}) in {peak:period} to {now} ({word}) in {now:period}.",
            a=a, b=b, peak=peak, was=level(peak.value), now=now, word=level(now.value),
        ) if peak else None  # fmt: skip
    if series.mean[last] - series.mean[bottom] >= STEADY:
        low = temperature_figure(evidence, register, dyad, series.years[bottom])
        return say(
            "{a}’s conduct toward {b} rose from {low} ({was}) in {low:period} to {now} ({word}) in {now:period}.",
            a=a, b=b, low=low, was=level(low.value), now=now, word=level(now.value),
        ) if low else None  # fmt: skip
    means = [series.mean[i] for i in shown]
    warm = temperature_figure(evidence, register, dyad, series.years[shown[means.index(max(means))]])
    cold = temperature_figure(evidence, register, dyad, series.years[shown[means.index(min(means))]])
    if warm is None or cold is None:
        return None
    return say(
        "{a}’s conduct toward {b} has kept between {cold} ({cold_word}) and {warm} ({warm_word}), last at {now} in {now:period}.",
        a=a, b=b, cold=cold, cold_word=level(cold.value), warm=warm, warm_word=level(warm.value), now=now,
    )  # fmt: skip
