"""Where the relation stands, in both directions."""

from __future__ import annotations

from detente.answers.ruptures import relations_between
from detente.brief.evidence import Directed, Evidence
from detente.brief.evidence_figures import placed, temperature_figure, title_case, word
from detente.documents.document import Grid, Paragraph, Section
from detente.documents.figures import Figure
from detente.documents.prose import Sentence, say
from detente.documents.register import Register
from detente.measures.intervals import Z90

__all__ = ["MOVE", "change", "no_temperature", "standing"]

MOVE = 0.25  # standard deviations below which a year’s change is not described


def standing(evidence: Evidence, register: Register) -> Section:
    """Describe each direction's latest temperature and standing, and compare the two."""
    key, title = "standing", "Where the relation stands"
    relations = _relations(evidence, register)
    silence = no_temperature(evidence)
    if silence is not None:
        return Section(key, title, relations, silence=silence)
    sentences = [s for d in evidence.directions if (s := _direction(evidence, register, d)) is not None]
    rows = [r for d in evidence.directions if (r := _row(evidence, register, d)) is not None]
    table = Grid(
        "Latest year on record, with 90% intervals",
        ("Direction", "Year", "Temperature", "Level", "Standing"),
        tuple(rows),
        "lrrlr",
    )
    compared = _compared(evidence, register)
    paragraphs = [*sentences, *([compared] if compared is not None else [])]
    return Section(key, title, (*relations, *(Paragraph(s) for s in paragraphs), table))


def _relations(evidence: Evidence, register: Register) -> tuple[Paragraph, ...]:
    """Say whether diplomatic relations are broken off, or when they were restored."""
    a, b = evidence.pair
    names = (evidence.name(a), evidence.name(b))
    text = relations_between(evidence.store, register, (a, b), names, evidence.as_of)
    return () if text is None else (Paragraph(text),)


def change(evidence: Evidence, register: Register, dyad: Directed) -> Figure | None:
    """Change of one direction's temperature from the last year but one to the last, with its 90% interval."""
    series = evidence.series("all").get(dyad)
    if series is None or series.year_before() is None:
        return None
    value, (sd, before) = series.mean[-1] - series.mean[-2], (series.sd[-1], series.sd[-2])
    half = Z90 * max(sd**2 + before**2 - 2 * series.link[-1] * sd * before, 0.0) ** 0.5
    return register.figure(
        f"change.{dyad[0]}.{dyad[1]}.{series.years[-2]}-{series.years[-1]}",
        f"Change of temperature in a year, {evidence.name(dyad[0])} toward {evidence.name(dyad[1])}",
        value,
        "sd",
        f"{series.years[-2]}–{series.years[-1]}",
        series.known_on,
        f"{evidence.events}-temperature",
        lo=value - half,
        hi=value + half,
    )


def _compared(evidence: Evidence, register: Register) -> Sentence | None:
    """Say on whose side the last year’s move was the larger, where both moved one way and the gap is beyond doubt."""
    moves = [(c, d) for d in evidence.directions if (c := change(evidence, register, d)) is not None]
    if len(moves) < 2:
        return None
    (large, dyad), (small, _) = sorted(moves, key=lambda m: abs(m[0].value), reverse=True)
    halves = [(m.hi or m.value) - m.value for m in (large, small)]
    apart = abs(large.value - small.value) > (halves[0] ** 2 + halves[1] ** 2) ** 0.5
    if not apart or abs(large.value) < MOVE or large.value * small.value <= 0 or large.period != small.period:
        return None
    return say(
        "The {move} was larger on {own} side: {large:full} in a year, against {small:full} on {other}.",
        move="fall" if large.value < 0 else "rise",
        own=evidence.whose(dyad[0]),
        large=large,
        small=small,
        other=evidence.whose(dyad[1]),
    )


def no_temperature(evidence: Evidence) -> Sentence | None:
    """Why there is no temperature for the pair, or None where there is one."""
    found = evidence.series("all")
    if any(d in found for d in evidence.directions):
        return None
    a, b = (evidence.name(c) for c in evidence.pair)
    if not found:
        return say(
            "how warm the relation is, since no estimate from {events} could be known by {day}.",
            events=say_dataset(evidence.events),
            day=evidence.as_of,
        )
    return say(
        "how warm the relation is, since {events} holds too few reports of acts between {a} and {b}, "
        "or does not cover them.",
        events=say_dataset(evidence.events),
        a=a,
        b=b,
    )


def say_dataset(name: str) -> str:
    """Name a dataset in prose; digits in a user's name are dropped, since prose binds every number."""
    plain = {"conduct": "the record of acts"}.get(name, f"the dataset ‘{name}’")
    return "".join(ch for ch in plain if not ch.isdigit())


def _direction(evidence: Evidence, register: Register, dyad: Directed) -> Sentence | None:
    series = evidence.series("all").get(dyad)
    if series is None:
        a, b = (evidence.name(c) for c in dyad)
        return say("Too few acts of {a} toward {b} were reported to place that direction.", a=a, b=b)
    year = series.years[-1]
    now = temperature_figure(evidence, register, dyad, year)
    slow = temperature_figure(evidence, register, dyad, year, "standing")
    before = None if series.year_before() is None else temperature_figure(evidence, register, dyad, year - 1)
    if now is None:
        return None
    if not placed(now):
        return say(
            "{own} conduct toward {b} can’t be placed: by the acts reported, its temperature in {now:period} may lie "
            "anywhere from {now:interval}.",
            own=title_case(evidence.whose(dyad[0])),
            b=evidence.name(dyad[1]),
            now=now,
        )
    text = say(
        "{own} conduct toward {b} was {level} in {now:period}, at {now:full}",
        own=title_case(evidence.whose(dyad[0])),
        b=evidence.name(dyad[1]),
        level=word(now),
        now=now,
    )
    if before is not None and placed(before):
        move = "the same level as" if word(before) == word(now) else f"after {word(before)}"
        tail = (
            say(", {move} the year before ({before})", move=move, before=before)
            if "same" in move
            else say(", {move} conduct the year before ({before})", move=move, before=before)
        )
        text = Sentence((*text.spans, *tail.spans))
    if slow is not None:
        side = _against(now.value, slow.value)
        tail = say("; {side} its standing of {slow}.", side=side, slow=slow)
        return Sentence((*text.spans, *tail.spans))
    return Sentence((*text.spans, *say(".").spans))


def _against(now: float, slow: float) -> str:
    if now < slow - 0.25:
        return "colder than"
    return "warmer than" if now > slow + 0.25 else "close to"


def _row(evidence: Evidence, register: Register, dyad: Directed) -> tuple[Sentence, ...] | None:
    series = evidence.series("all").get(dyad)
    if series is None:
        return None
    year = series.years[-1]
    now = temperature_figure(evidence, register, dyad, year)
    slow = temperature_figure(evidence, register, dyad, year, "standing")
    if now is None or slow is None:
        return None
    a, b = (evidence.label(c) for c in dyad)
    return (
        say("{a} → {b}", a=a, b=b),
        say("{now:period}", now=now),
        say("{now:full}", now=now),
        say("{word}", word=word(now)),
        say("{slow:full}", slow=slow),
    )
