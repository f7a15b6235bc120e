"""The neighbours: the same measures for the third parties that matter most to the pair."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from operator import add

from detente.answers.facts_coverage import as_recorded
from detente.brief.evidence import Directed, Evidence
from detente.brief.evidence_figures import placed, temperature_figure, temperature_rows, title_case, word
from detente.brief.sections.ties import pacts_between
from detente.documents.document import Chart, Paragraph, Section
from detente.documents.figures import Figure, reads_alike
from detente.documents.prose import Sentence, joined, say
from detente.documents.register import Register
from detente.errors import DataError

__all__ = ["neighbours"]

MOST = 4  # changes described
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
    opening = say(
        "The third parties that matter most to the two, by their attention, are {names}.",
        names=joined([say("{name}", name=evidence.name(k)) for k in third]),
    )
    steady = _steady(evidence, register, third)
    text = opening if steady is None else opening + steady
    changes = _changes(evidence, register, third)
    rows: list[dict[str, object]] = []
    for k in third:
        for own in evidence.pair:
            for dyad in ((k, own), (own, k)):
                panel = " → ".join(evidence.label(c) for c in dyad)
                rows += temperature_rows(evidence, register, dyad, panel=panel)
    moved = [Paragraph(reduce(add, changes))] if changes else []
    if not rows:
        return Section(key, title, (Paragraph(text), *moved))
    chart = Chart(
        "neighbours",
        "neighbours",
        _claim(evidence, third),
        (reduce(add, changes) if changes else text) + say("Small charts on one scale, one a direction."),
        tuple(rows),
        subtitle="Temperature of conduct by year, one scale",
    )
    return Section(key, title, (Paragraph(text), chart, *moved))


def _claim(evidence: Evidence, third: tuple[str, ...]) -> str:
    """Return the chart's finding: the third parties with which one of the two is warmest and coldest."""
    last = [
        (s.mean[-1], own, k)
        for k in third
        for own in evidence.pair
        if (s := evidence.series("all").get((own, k))) is not None
    ]
    if not last:
        return "Conduct of third parties toward the two"
    (_, cold_own, cold), (_, warm_own, warm) = min(last), max(last)
    if (cold_own, cold) == (warm_own, warm):
        return f"{title_case(evidence.whose(warm_own))} conduct toward {evidence.name(warm)}"
    return (
        f"Warmest toward a third party is {evidence.name(warm_own)} toward {evidence.name(warm)}, coldest "
        f"{evidence.name(cold_own)} toward {evidence.name(cold)}"
    )


def _steady(evidence: Evidence, register: Register, third: tuple[str, ...]) -> Sentence | None:
    """Name the relations that never turned cold in the years shown, by treaty and by conduct."""
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
                    "{a} and {b}, bound by a defence pact, with conduct never below {low} ({level}) either way "
                    "({low:period})"
                )
                clauses.append(say(text, a=a, b=b, low=lowest, level=word(lowest)))
                by_treaty |= {own, k}
            elif lowest.value >= CORDIAL and _mean(evidence, own, k) >= CLOSE:
                text = "{a} and {b}, without a defence pact but never below {low} ({level}) either way ({low:period})"
                clauses.append(say(text, a=a, b=b, low=lowest, level=word(lowest)))
    if not clauses:
        return None
    listed = clauses[0]
    for clause in clauses[1:]:
        listed = say("{so_far}; {clause}", so_far=listed, clause=clause)
    steady = say("Steadiest through the years shown: {listed}", listed=listed)
    return (
        as_recorded(steady, evidence.store, "pacts", by_treaty, evidence.as_of, kind="defence")
        if by_treaty
        else say("{steady}.", steady=steady)
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


def _changes(evidence: Evidence, register: Register, third: tuple[str, ...]) -> list[Sentence]:
    """Say how conduct between third parties and the two changed of late: the largest moves."""
    dyads = [dyad for k in third for own in evidence.pair for dyad in ((k, own), (own, k))]
    found = [(dyad, *move) for dyad in dyads if (move := _direction(evidence, register, dyad)) is not None]
    largest = sorted(found, key=lambda move: -move[1])[:MOST]
    return [text for _, _, text in sorted(largest, key=lambda move: dyads.index(move[0]))]


def _direction(evidence: Evidence, register: Register, dyad: Directed) -> tuple[float, Sentence] | None:
    """Return by how much one direction changed in recent years, and a sentence on it, if its level did and is known."""
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
        return None
    known = [i for i in shown if placed(figure(i))]
    turned = _turned(series.mean, [i for i in known if i >= last - BACK and series.comparable(i, last)])
    if turned is None or reads_alike(then := figure(turned), now) or word(then) == word(now):
        return None
    text = say(
        "{conduct} {verb} from {then} ({was}) in {then:period} to {now} ({word}) in {now:period}.",
        conduct=conduct, verb="fell" if series.mean[turned] > series.mean[last] else "rose", then=then, was=word(then),
        now=now, word=word(now),
    )  # fmt: skip
    return abs(now.value - then.value), text


def _turned(mean: Sequence[float], recent: Sequence[int]) -> int | None:
    """Find the recent extreme from which the series has moved to its last value, if that is a move."""
    last = recent[-1]
    top, bottom = max(recent, key=lambda i: mean[i]), min(recent, key=lambda i: mean[i])
    down, up = mean[top] - mean[last], mean[last] - mean[bottom]
    if max(down, up) < STEADY:
        return None
    return top if down >= up else bottom
