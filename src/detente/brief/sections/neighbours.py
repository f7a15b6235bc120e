"""The neighbours: the same measures for the third parties that matter most to the pair."""

from __future__ import annotations

from collections.abc import Sequence

from detente.answers.facts_coverage import as_recorded, binds
from detente.brief.evidence import Directed, Evidence
from detente.brief.evidence_figures import placed, temperature_figure, temperature_rows, title_case, word
from detente.brief.sections.ties import pacts_between
from detente.brief.sections.words_deeds import latest_gap, verdict
from detente.documents.document import Chart, Paragraph, Section
from detente.documents.figures import Figure, reads_alike
from detente.documents.prose import Sentence, say
from detente.documents.register import Register
from detente.errors import DataError
from detente.measures.temperature import level

__all__ = ["neighbours"]

BACK = 5  # years over which a change is described
FROSTY, CORDIAL, CLOSE = -0.5, 0.0, 0.6  # where cool, cordial and close begin
STEADY = 0.5  # standard deviations below which it is not called a change


def neighbours(evidence: Evidence, register: Register) -> Section:
    """Describe relations of each of the two with the third parties they attend to most."""
    key, title = "neighbours", "The neighbours"
    third = evidence.neighbours
    if not third:
        why = say(
            "who else matters to the pair: no measure of their attention could be known by {day}.", day=evidence.as_of
        )
        return Section(key, title, silence=why)
    names = [evidence.name(k) for k in third]
    opening = say(
        "The third parties that the two attend to most, and that attend to them, are {names}.",
        names=", ".join(names[:-1]) + " and " + names[-1] if len(names) > 1 else names[0],
    )
    close = _close(evidence, register, third)
    paragraphs = [Paragraph(close)] if close is not None else []
    paragraphs += [
        Paragraph(s) for k in third for own in evidence.pair if (s := _relation(evidence, register, own, k)) is not None
    ]
    rows: list[dict[str, object]] = []
    for k in third:
        for own in evidence.pair:
            for dyad in ((k, own), (own, k)):
                panel = " → ".join(evidence.label(c) for c in dyad)
                rows += temperature_rows(evidence, register, dyad, panel=panel)
    if not rows:
        return Section(key, title, (Paragraph(opening), *paragraphs))
    chart = Chart(
        "neighbours",
        "neighbours",
        "Temperature with the third parties, by year",
        say("Small charts on one scale, one a direction, with bands of uncertainty."),
        tuple(rows),
    )
    return Section(key, title, (Paragraph(opening), chart, *paragraphs))


def _close(evidence: Evidence, register: Register, third: tuple[str, ...]) -> Sentence | None:
    """Name the relations that were close throughout, by conduct or by treaty."""
    clauses: list[Sentence] = []
    by_treaty: set[str] = set()
    for k in third:
        for own in evidence.pair:
            lowest = _lowest(evidence, register, own, k)
            if lowest is None or not (placed(lowest) and _both_placed(evidence, register, own, k)):
                continue
            a, b = evidence.name(own), evidence.name(k)
            pacts = [r for r in pacts_between(evidence, register, own, k) if "defence" in r.kind]
            if pacts and lowest.value >= FROSTY:
                text = (
                    "{a} and {b} by treaty, with a defence pact and conduct never below {low} either way ({low:period})"
                )
                clauses.append(say(text, a=a, b=b, low=lowest))
                by_treaty |= {own, k}
            elif lowest.value >= CORDIAL and _mean(evidence, own, k) >= CLOSE:
                clauses.append(
                    say("{a} and {b} by conduct, never below {low} either way ({low:period})", a=a, b=b, low=lowest)
                )
    if not clauses:
        return None
    listed = clauses[0]
    for clause in clauses[1:]:
        listed = say("{so_far}; {clause}", so_far=listed, clause=clause)
    close = say("Close throughout the years shown: {listed}", listed=listed)
    return (
        as_recorded(close, evidence.store, "pacts", by_treaty, evidence.as_of, kind="defence")
        if by_treaty
        else say("{close}.", close=close)
    )


def _both_placed(evidence: Evidence, register: Register, own: str, k: str) -> bool:
    """Whether the last temperature either way is known well enough to be named by a level."""
    found = [evidence.series("all").get(dyad) for dyad in ((own, k), (k, own))]
    last = [temperature_figure(evidence, register, s.dyad, s.years[-1]) for s in found if s is not None]
    return len(last) == 2 and all(figure is not None and placed(figure) for figure in last)


def _shown(evidence: Evidence, own: str, k: str) -> list[tuple[float, Directed, int]]:
    """Temperatures of both directions in the years shown."""
    return [
        (m, d, y)
        for d in ((own, k), (k, own))
        if (s := evidence.series("all").get(d)) is not None
        for m, y in zip(s.mean, s.years, strict=True)
        if evidence.shown(y)
    ]


def _lowest(evidence: Evidence, register: Register, own: str, k: str) -> Figure | None:
    found = _shown(evidence, own, k)
    if not found:
        return None
    _, dyad, year = min(found)
    return temperature_figure(evidence, register, dyad, year)


def _mean(evidence: Evidence, own: str, k: str) -> float:
    found = _shown(evidence, own, k)
    return sum(m for m, _, _ in found) / len(found)


def _relation(evidence: Evidence, register: Register, own: str, k: str) -> Sentence | None:
    """One paragraph on one of the pair and one third party: both directions, and any pact."""
    parts = [s for d in ((k, own), (own, k)) if (s := _direction(evidence, register, d)) is not None]
    if not parts:
        return None
    text = parts[0] if len(parts) == 1 else parts[0] + parts[1]
    pacts = [r for r in pacts_between(evidence, register, own, k) if "defence" in r.kind]
    if pacts:
        bound = say("They are bound by a defence pact: {pact:document}", pact=pacts[0])
        return text + as_recorded(bound, evidence.store, "pacts", (own, k), evidence.as_of, kind="defence")
    return text + _closeness(evidence, register, own, k) if _all_close(evidence, own, k) else text


def _all_close(evidence: Evidence, own: str, k: str) -> bool:
    """Whether conduct either way is close in the last year."""
    last = [s.mean[-1] for d in ((own, k), (k, own)) if (s := evidence.series("all").get(d)) is not None]
    return len(last) == 2 and min(last) >= CLOSE


def _closeness(evidence: Evidence, register: Register, own: str, k: str) -> Sentence:
    """Contrast close conduct with the absence of a treaty, and words with deeds."""
    none = say("No defence pact {binds} them", binds=binds(evidence.store, (own, k), evidence.as_of, kind="defence"))
    text = as_recorded(none, evidence.store, "pacts", (own, k), evidence.as_of, kind="defence")
    for dyad in ((k, own), (own, k)):
        found = latest_gap(evidence, register, dyad)
        if found is None:
            continue
        words, deeds, gap = found
        text += say(
            "Of {whose} words ({words}) and deeds ({deeds}) toward {b} in {gap:period}, {verdict} (gap {gap:full}).",
            whose=evidence.whose(dyad[0]), b=evidence.name(dyad[1]), words=words, deeds=deeds, gap=gap,
            verdict=verdict(gap),
        )  # fmt: skip
    return text


def _direction(evidence: Evidence, register: Register, dyad: Directed) -> Sentence | None:
    """Describe how one direction changed in recent years, if it did."""
    series = evidence.series("all").get(dyad)
    shown = [] if series is None else [i for i, y in enumerate(series.years) if evidence.shown(y)]
    if series is None or not shown:
        return None

    def figure(at: int) -> Figure:
        found = temperature_figure(evidence, register, dyad, series.years[at])
        if found is None:
            raise DataError(f"{dyad} has no temperature in {series.years[at]}", value=dyad)
        return found

    conduct = say("{own} conduct toward {b}", own=title_case(evidence.whose(dyad[0])), b=evidence.name(dyad[1]))
    last, now = shown[-1], figure(shown[-1])
    if not placed(now):
        return say(
            "{conduct} can’t be placed (anywhere from {now:interval} in {now:period}).", conduct=conduct, now=now
        )
    if len({level(series.mean[i]) for i in shown}) == 1:
        text = "{conduct} was {word} throughout, last at {now} in {now:period}."
        return say(text, conduct=conduct, word=word(now), now=now)
    known = [i for i in shown if placed(figure(i))]
    turned = _turned(series.mean, [i for i in known if i >= last - BACK and series.comparable(i, last)])
    if turned is not None:
        then, verb = figure(turned), "fell" if series.mean[turned] > series.mean[last] else "rose"
        text = "{conduct} {verb} from {then} ({was}) in {then:period} to {now} ({word}) in {now:period}."
        if reads_alike(then, now):
            text = "{conduct} was {now} in {now:period} as in {then:period}, where {was} ends and {word} begins."
        return say(text, conduct=conduct, verb=verb, then=then, was=word(then), now=now, word=word(now))
    cold, warm = (figure(pick(known, key=lambda i: series.mean[i])) for pick in (min, max))
    return say(
        "{conduct} has ranged from {cold} ({cold_word}) to {warm} ({warm_word}), last at {now} in {now:period}.",
        conduct=conduct, cold=cold, cold_word=word(cold), warm=warm, warm_word=word(warm), now=now,
    )  # fmt: skip


def _turned(mean: Sequence[float], recent: Sequence[int]) -> int | None:
    """Find the recent extreme from which the series has moved to its last value, if that is a move."""
    last = recent[-1]
    top, bottom = max(recent, key=lambda i: mean[i]), min(recent, key=lambda i: mean[i])
    down, up = mean[top] - mean[last], mean[last] - mean[bottom]
    if max(down, up) < STEADY:
        return None
    return top if down >= up else bottom
