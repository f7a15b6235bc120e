"""How it got here: turning points with probabilities, and the dated acts around them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from detente.brief.evidence import Directed, Evidence
from detente.brief.evidence_figures import (
    draws,
    part_years,
    placed,
    temperature_figure,
    temperature_rows,
    title_case,
    word,
)
from detente.brief.sections.standing import no_temperature
from detente.documents.document import Chart, Paragraph, RecordList, Section
from detente.documents.figures import Figure, Record, reads_alike
from detente.documents.prose import Sentence, Year, from_to, say
from detente.documents.register import Register
from detente.measures.temperature import LEVELS
from detente.measures.turning_points import turning_points

__all__ = ["Turn", "bands", "path", "turns"]

LEAST = 0.25  # least probability of a turning point that is described
MOST = 3  # turning points described per direction
MARKS = 10  # acts drawn on the chart
CODED = 10  # acts coded by machine that are listed
FEW = 3  # states: acts of more states are listed only where there are none of fewer


@dataclass(frozen=True, slots=True)
class Turn:
    """A possible turning point: a year in which one direction's level may have shifted."""

    dyad: Directed
    year: int
    probability: Figure
    before: Figure
    after: Figure

    @property
    def rose(self) -> bool:
        """Whether the relation became warmer."""
        return self.after.value > self.before.value


def path(evidence: Evidence, register: Register) -> Section:
    """Describe the course of the relation, its turning points and the acts around them."""
    key, title = "path", "How it got here"
    silence = no_temperature(evidence)
    acts = [register.record(r) for r in evidence.acts() if evidence.shown(r.day.year)]
    coded = _coded(evidence, register)
    listed = (*((RecordList("Dated acts between the two, hand-compiled", tuple(acts)),) if acts else ()), *coded)
    if silence is not None:
        why = say("how warm the relation was year by year, for want of a temperature.")
        return Section(key, title, listed, why)
    series = [evidence.series("all").get(d) for d in evidence.directions]
    if not any(evidence.shown(year) for s in series if s is not None for year in s.years):
        why = say(
            "how warm the relation was from {since} on: no estimate is that late.", since=Year(evidence.since or 0)
        )
        return Section(key, title, listed, why)
    found = sorted((t for d in evidence.directions for t in turns(evidence, register, d)), key=lambda t: t.year)
    extremes = [s for d in evidence.directions if (s := _extremes(evidence, register, d)) is not None]
    paragraphs = [Paragraph(s) for s in extremes]
    for _, group in groupby(found, key=lambda t: (t.year, t.rose)):
        paragraphs.append(Paragraph(_turn_sentence(evidence, same := list(group), _around(evidence, same[0], acts))))
    if not found:
        paragraphs.append(
            Paragraph(say("No year stands out as a turning point: the probabilities are spread too thin."))
        )
    marked = _marks(evidence, found, acts)
    chart = _chart(evidence, register, marked)
    years = {year for s in series if s is not None for year in s.years if evidence.shown(year)}
    last = {s.years[-1] for s in series if s is not None}  # of which the bottom line says it
    part = part_years(evidence, register, years - last)
    parts = () if part is None else (Paragraph(part),)
    return Section(key, title, (paragraphs[0], chart, *parts, *paragraphs[1:], *coded))


def _coded(evidence: Evidence, register: Register) -> tuple[RecordList, ...]:
    """List the latest acts that were coded by machine. They are never given as what moved the relation."""
    acts = [r for r in evidence.coded_acts if evidence.shown(r.day.year)]
    if not acts:
        return ()
    latest = ", the latest" if len(acts) > CODED else ""
    caption = f"Acts between the two, machine-coded from texts{latest}"
    return (RecordList(caption, tuple(register.record(r) for r in acts[-CODED:])),)


def turns(evidence: Evidence, register: Register, dyad: Directed) -> list[Turn]:
    """Return the most likely turning points of one direction, in time order."""
    series = evidence.series("all").get(dyad)
    if series is None or len(series.years) < 3:
        return []
    periods = [date(year, 1, 1) for year in series.years]
    frame = turning_points(draws(series), periods)
    likely = frame.filter(frame["probability"] >= LEAST).sort("probability", descending=True).head(MOST).sort("period")
    out = []
    for row in likely.iter_rows(named=True):
        year = row["period"].year
        at, earlier = series.at(year), series.at(year - 1)
        if at is None or earlier is None or not series.comparable(earlier, at):
            continue
        before = temperature_figure(evidence, register, dyad, year - 1)
        after = temperature_figure(evidence, register, dyad, year)
        if before is None or after is None or not (placed(before) and placed(after) and evidence.shown(year)):
            continue
        chance = register.figure(
            f"turning-point.{dyad[0]}.{dyad[1]}.{year}",
            f"Probability of a turning point, {evidence.name(dyad[0])} toward {evidence.name(dyad[1])}",
            row["probability"],
            "probability",
            str(year),
            series.known_on,
            f"{evidence.events}-temperature",
        )
        out.append(Turn(dyad, year, chance, before, after))
    return out


def bands() -> tuple[dict[str, object], ...]:
    """Return the named levels as bands of a chart."""
    return tuple({"name": name, "lo": lo, "hi": hi} for name, lo, hi in LEVELS)


def _extremes(evidence: Evidence, register: Register, dyad: Directed) -> Sentence | None:
    """Say where the series started, and its warmest and coldest years."""
    series = evidence.series("all").get(dyad)
    if series is None:
        return None
    shown = [(m, y) for m, y in zip(series.mean, series.years, strict=True) if evidence.shown(y)]
    if len(shown) < 3:
        return None
    warm = temperature_figure(evidence, register, dyad, max(shown)[1])
    cold = temperature_figure(evidence, register, dyad, min(shown)[1])
    first = temperature_figure(evidence, register, dyad, shown[0][1])
    if warm is None or cold is None or first is None:
        return None
    if not (placed(warm) and placed(cold)):
        return say(
            "The estimates of {own} conduct toward {b} are too wide to tell one year from another.",
            own=evidence.whose(dyad[0]), b=evidence.name(dyad[1]),
        )  # fmt: skip
    start = say(
        "{own} conduct toward {b} stood at {first} ({word}) in {first:period}",
        own=title_case(evidence.whose(dyad[0])), b=evidence.name(dyad[1]), first=first, word=word(first),
    )  # fmt: skip
    ends = {"warmest": warm, "coldest": cold}
    at_first = [name for name, figure in ends.items() if figure == first]
    if at_first:
        (other,) = ends.keys() - at_first
        text = "{start}, its {one} year; its {other} was {end:period} ({end}, {word})."
        return say(text, start=start, one=at_first[0], other=other, end=ends[other], word=word(ends[other]))
    return say(
        "{start}; its warmest year since was {warm:period} ({warm}, {warm_word}) and its coldest {cold:period} "
        "({cold}, {cold_word}).",
        start=start, warm=warm, warm_word=word(warm), cold=cold, cold_word=word(cold),
    )  # fmt: skip


def _turn_sentence(evidence: Evidence, turned: list[Turn], around: list[Record]) -> Sentence:
    """State a turning point, of one direction or both, with the acts on record that year."""
    both = " both ways" if len(turned) > 1 else ""
    verb = "was" if max(t.probability.value for t in turned) >= 0.5 else "may have been"
    text = say(
        "{year} {verb} a turning point{both}: with probability {clause}",
        year=Year(turned[0].year), verb=verb, both=both, clause=_clause(evidence, turned[0]),
    )  # fmt: skip
    for turn in turned[1:]:
        text = say("{text}; with probability {clause}", text=text, clause=_clause(evidence, turn))
    text = say("{text}.", text=text)
    if not around:
        return text
    text += say("Hand-compiled acts of that year:")
    for record in around:
        text += say("{act} ({act:when}).", act=record)
    return text


def _clause(evidence: Evidence, turn: Turn) -> Sentence:
    was, now = word(turn.before), word(turn.after)
    return say(
        "{chance} {own} conduct toward {b} {verb} {ends} ({levels})",
        chance=turn.probability,
        own=evidence.whose(turn.dyad[0]),
        b=evidence.name(turn.dyad[1]),
        verb="was" if reads_alike(turn.before, turn.after) else "rose" if turn.rose else "fell",
        ends=from_to(turn.before, turn.after),
        levels=f"{was} to {now}" if was != now else f"{now} still",
    )


def _around(evidence: Evidence, turn: Turn, acts: list[Record], most: int = 3) -> list[Record]:
    """Return acts of the turn's year in the direction of the turn, those of few states first."""
    tone = "cooperative" if turn.rose else "conflictual"
    matching = [r for r in acts if r.day.year == turn.year and r.tone == tone]
    chosen = sorted(matching, key=lambda r: (evidence.participants[r.id] > FEW, r.day, r.id))[:most]
    return sorted(chosen, key=lambda r: (r.day, r.id))


def _marks(evidence: Evidence, found: list[Turn], acts: list[Record]) -> list[Record]:
    """Choose acts for the chart: those of turning years first, then the latest; return them in time order."""
    chosen = list(dict.fromkeys(r for t in found for r in _around(evidence, t, acts)))
    rest = [r for r in reversed(acts) if r not in chosen and r.tone != "neutral"]
    return sorted({*chosen[:MARKS], *rest[: max(0, MARKS - len(chosen))]}, key=lambda r: (r.day, r.id))


def _chart(evidence: Evidence, register: Register, marked: list[Record]) -> Chart:
    rows: list[dict[str, object]] = []
    for dyad in evidence.directions:
        a, b = (evidence.label(c) for c in dyad)
        rows += temperature_rows(evidence, register, dyad, series=f"{a} → {b}")
    marks: tuple[dict[str, object], ...] = tuple(
        {"date": r.day.isoformat(), "when": r.when, "label": r.text, "tone": r.tone, "record": r.id}
        for r in marked
        if rows and r.day.year >= int(str(rows[0]["period"]))
    )
    return Chart(
        "temperature",
        "temperature",
        "Temperature by year, both directions" + (", with hand-compiled acts" if marks else ""),
        say("Two lines with bands of uncertainty, one a direction, over named levels from hostile to close."),
        tuple(rows),
        marks,
        bands(),
    )
