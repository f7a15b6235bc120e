"""Where the relation stands, in both directions."""

from __future__ import annotations

from detente.assessment.document import Grid, Paragraph, Section
from detente.assessment.evidence import Directed, Evidence
from detente.assessment.prose import Sentence, say
from detente.assessment.readings import temperature_figure, title_case
from detente.assessment.register import Register
from detente.measures.temperature import level

__all__ = ["no_temperature", "standing"]


def standing(evidence: Evidence, register: Register) -> Section:
    """Say each direction's latest temperature and standing, and how the two compare."""
    key, title = "standing", "Where the relation stands"
    silence = no_temperature(evidence)
    if silence is not None:
        return Section(key, title, silence=silence)
    sentences = [s for d in evidence.directions if (s := _direction(evidence, register, d)) is not None]
    rows = [r for d in evidence.directions if (r := _row(evidence, register, d)) is not None]
    table = Grid(
        "Latest year on record, with 90% intervals",
        ("Direction", "Year", "Temperature", "Level", "Standing"),
        tuple(rows),
        "lrrlr",
    )
    note = say(
        "A temperature is one year's conduct and the standing is the slow level under it, both in standard deviations "
        "from the average reported conduct between states; above zero is friendlier than average."
    )
    return Section(key, title, (*(Paragraph(s) for s in sentences), table, Paragraph(note)))


def no_temperature(evidence: Evidence) -> Sentence | None:
    """Why there is no temperature for the pair, or None where there is one."""
    found = evidence.series("all")
    if any(d in found for d in evidence.directions):
        return None
    a, b = (evidence.name(c) for c in evidence.pair)
    if not found:
        return say(
            "how warm the relation is, since no estimate from {events} could be known by {day}",
            events=say_dataset(evidence.events),
            day=evidence.as_of,
        )
    return say(
        "how warm the relation is, since {events} holds too few reports of acts between {a} and {b}, "
        "or does not cover them",
        events=say_dataset(evidence.events),
        a=a,
        b=b,
    )


def say_dataset(name: str) -> str:
    """Name a dataset in prose; digits in a user's name are dropped, since prose binds every number."""
    plain = {"icews": "the ICEWS event data"}.get(name, f"the dataset ‘{name}’")
    return "".join(ch for ch in plain if not ch.isdigit())


def _direction(evidence: Evidence, register: Register, dyad: Directed) -> Sentence | None:
    series = evidence.series("all").get(dyad)
    if series is None:
        a, b = (evidence.name(c) for c in dyad)
        return say("Too few acts of {a} toward {b} were reported to place that direction.", a=a, b=b)
    year = series.years[-1]
    now = temperature_figure(evidence, register, dyad, year)
    slow = temperature_figure(evidence, register, dyad, year, "standing")
    before = temperature_figure(evidence, register, dyad, year - 1)
    if now is None:
        return None
    text = say(
        "{own} conduct toward {b} was {level} in {now:period}, at {now:full}",
        own=title_case(evidence.whose(dyad[0])),
        b=evidence.name(dyad[1]),
        level=level(now.value),
        now=now,
    )
    if before is not None:
        move = "the same level as" if level(before.value) == level(now.value) else f"after {level(before.value)}"
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
        say("{word}", word=level(now.value)),
        say("{slow:full}", slow=slow),
    )
