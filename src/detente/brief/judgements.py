"""Judgements: targets that later records resolve, each with its probability, as a brief states them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from detente.answers.facts_coverage import compiled_on, compiled_since
from detente.brief.evidence import AVERAGE, Directed, Evidence
from detente.brief.evidence_figures import title_case, vote_figure, years_text
from detente.brief.sections.ties import disputes_between, in_force, named, rung_figure, sanctions_between
from detente.documents.document import Judgement
from detente.documents.probability_words import likelihood, term_for
from detente.documents.prose import Sentence, Year, say
from detente.documents.register import Register
from detente.forecasts.base_rates import AtRisk, clashes, liftings, settlements
from detente.forecasts.models.hazard import survival
from detente.forecasts.targets import ResolutionRule, Target

if TYPE_CHECKING:
    import polars as pl

__all__ = ["judgements"]

CORDIAL = 0.0  # where 'cool' ends and 'cordial' begins
CLASH = 4  # the rung of an armed clash


@dataclass(frozen=True, slots=True)
class _Forecast:
    """A target, its probability, and what the brief needs to state it."""

    target: Target
    probability: float
    event: Sentence  # a clause: 'the sanctions stay in force'
    rule: Sentence
    known_on: date
    source: str


def judgements(evidence: Evidence, register: Register) -> list[Judgement]:
    """Return every judgement that the evidence supports, in reading order."""
    makers: list[Callable[[], _Forecast | None]] = [
        *(lambda dyad=dyad: _temperature(evidence, dyad) for dyad in evidence.directions),
        *(lambda make=make: make(evidence, register) for make in (_votes, _unsettled, _clash, _sanctions)),
    ]
    return [_judgement(register, forecast) for make in makers if (forecast := make()) is not None]


def _judgement(register: Register, forecast: _Forecast) -> Judgement:
    target, probability = forecast.target, forecast.probability
    figure = register.figure(
        target.id, f"Probability: {title_case(forecast.event.text)}", round(probability, 4), "probability",
        str(target.last.year), forecast.known_on, forecast.source,
    )  # fmt: skip
    term = term_for(probability)
    register.add(term.figure)
    sentence = Sentence((*likelihood(probability, forecast.event).spans, *say(".").spans))
    return Judgement(target.id, sentence, term.word, term.lo, term.hi, figure, forecast.rule, target=target.as_dict())


# Temperature


def _temperature(evidence: Evidence, dyad: Directed) -> _Forecast | None:
    ahead, series = evidence.forecast(dyad), evidence.series("all").get(dyad)
    if ahead is None or series is None:
        return None
    year = evidence.target_years[-1]
    cool = float((ahead.at(date(year, 1, 1)) < CORDIAL).mean())
    cold = cool >= 0.5
    a, b = (evidence.name(code) for code in dyad)
    when = Year(year)
    event = say(
        "{own} conduct toward {b} is {word} in {when}",
        own=evidence.whose(dyad[0]), b=b, word="cool or colder" if cold else "cordial or close", when=when,
    )  # fmt: skip
    rule = say(
        "The temperature of {a} toward {b} in {when}, as estimated once that year is over, is {side} zero.",
        a=a, b=b, when=when, side="below" if cold else "at or above",
    )  # fmt: skip
    target = Target(
        id=f"outlook.temperature.{dyad[0]}.{dyad[1]}.{'cool' if cold else 'cordial'}.{year}",
        unit=dyad,
        measure="temperature",
        operator="<" if cold else ">=",
        threshold=CORDIAL,
        first=date(year, 1, 1),
        last=date(year, 12, 31),
        rule=ResolutionRule(rule.text, evidence.events),
    )
    source = f"{evidence.events}-temperature"
    return _Forecast(target, cool if cold else 1 - cool, event, rule, series.known_on, source)


# Votes


def _votes(evidence: Evidence, register: Register) -> _Forecast | None:
    ahead = evidence.vote_forecast
    if ahead is None:
        return None
    last = evidence.votes["period"].dt.year()[-1]
    span = [y for y in range(last - AVERAGE + 1, last + 1) if vote_figure(evidence, register, y) is not None]
    mean = float(np.mean([f.value for y in span if (f := vote_figure(evidence, register, y)) is not None]))
    a, b = evidence.dyad
    year = evidence.target_years[-1]
    known_on = _newest(evidence.votes)
    average = register.figure(
        f"agreement-mean.{a}.{b}.{span[0]}-{span[-1]}",
        f"Mean vote agreement, {evidence.name(a)} and {evidence.name(b)}",
        mean, "agreement", years_text(span), known_on, "unga-votes",
    )  # fmt: skip
    below = float((ahead.at(date(year, 1, 1)) < mean).mean())
    low = below >= 0.5
    when = Year(year)
    event = say(
        "the two agree in {when} on {less} of divided roll calls than their mean of {average} for {average:period}",
        when=when, less="a smaller share" if low else "a larger share", average=average,
    )  # fmt: skip
    rule = say(
        "Raw agreement on divided roll calls of {when} is {side} {average}.",
        when=when, side="below" if low else "above", average=average,
    )  # fmt: skip
    target = Target(
        id=f"outlook.agreement.{a}.{b}.{year}",
        unit=(a, b),
        measure="agreement",
        operator="<" if low else ">=",
        threshold=mean,
        first=date(year, 1, 1),
        last=date(year, 12, 31),
        rule=ResolutionRule(rule.text, "unga-votes"),
    )
    return _Forecast(target, below if low else 1 - below, event, rule, known_on, "unga-votes")


# Disputes and sanctions: base rates


def _years_ahead(evidence: Evidence, table: str) -> float:
    """Return the years from the last day that a table of facts covers to the end of the outlook."""
    return (_end(evidence) - compiled_on(evidence.store, table, evidence.pair, evidence.as_of)).days / 365.25


def _span(evidence: Evidence, table: str) -> tuple[date, date]:
    """Return the first and the last day that a table of facts covers, up to the as-of date: its years at risk."""
    return compiled_since(evidence.store, table), compiled_on(evidence.store, table, (), evidence.as_of)


def _end(evidence: Evidence) -> date:
    return date(evidence.target_years[-1], 12, 31)


def _fact_target(
    evidence: Evidence, key: str, rule: Sentence, *, record: str, measure: str, at_least: int, aggregate: Any = "value"
) -> Target:
    """Return a target about one record of the facts, from the as-of date to the end of the outlook."""
    return Target(
        id=key,
        unit=evidence.dyad,
        measure=measure,
        operator=">=",
        threshold=at_least,
        first=evidence.as_of,
        last=_end(evidence),
        rule=ResolutionRule(rule.text, "facts", aggregate, record),
    )


def _open_dispute(evidence: Evidence, register: Register) -> tuple[dict[str, Any], int] | None:
    """Return the pair's leading dispute that is open, and its rung."""
    for dispute in disputes_between(evidence):
        found = rung_figure(evidence, register, dispute)
        if found is not None and found[0].value > 0:
            return dispute, int(found[0].value)
    return None


def _unsettled(evidence: Evidence, register: Register) -> _Forecast | None:
    found = _open_dispute(evidence, register)
    if found is None:
        return None
    dispute, _ = found
    at_risk = settlements(evidence.rungs, *_span(evidence, "disputes"))
    if not at_risk.years:
        return None
    when = Year(evidence.target_years[-1])
    event = say("the dispute over {name} is still unsettled at the end of {when}", name=named(dispute), when=when)
    rule = say(
        "The dispute has not moved to the lowest rung, settled or dormant by agreement, by the end of {when}.",
        when=when,
    )
    known_on = _newest(evidence.rungs)
    _base_rate(register, evidence, "disputes", "settlement", "Settlements of territorial disputes", at_risk, known_on)
    target = _fact_target(
        evidence, f"outlook.dispute.{dispute['id']}.unsettled.{when}", rule,
        record=dispute["id"], measure="rung", at_least=1, aggregate="all",
    )  # fmt: skip
    lasts = survival(at_risk.ends, at_risk.years, _years_ahead(evidence, "disputes"))
    return _Forecast(target, lasts, event, rule, known_on, "facts")


def _clash(evidence: Evidence, register: Register) -> _Forecast | None:
    found = _open_dispute(evidence, register)
    if found is None or found[1] >= CLASH:
        return None
    dispute, rung = found
    at_risk = clashes(evidence.rungs, *_span(evidence, "disputes"), rung=rung, clash=CLASH)
    if not at_risk.years:
        return None
    when = Year(evidence.target_years[-1])
    event = say("the dispute over {name} comes to an armed clash by the end of {when}", name=named(dispute), when=when)
    rule = say("The dispute reaches the rung of an armed clash, or war, by the end of {when}.", when=when)
    known_on, label = _newest(evidence.rungs), "Steps to an armed clash from this rung or a lower one"
    _base_rate(register, evidence, "disputes", "clash", label, at_risk, known_on)
    target = _fact_target(
        evidence, f"outlook.dispute.{dispute['id']}.clash.{when}", rule,
        record=dispute["id"], measure="rung", at_least=CLASH, aggregate="any",
    )  # fmt: skip
    lasts = survival(at_risk.ends, at_risk.years, _years_ahead(evidence, "disputes"))
    return _Forecast(target, 1 - lasts, event, rule, known_on, "facts")


def _sanctions(evidence: Evidence, register: Register) -> _Forecast | None:
    standing = [(r, row) for r, row in sanctions_between(evidence, register) if in_force(evidence, row)]
    if not standing:
        return None
    latest, row = standing[-1]
    at_risk = liftings(evidence.sanctions, *_span(evidence, "sanctions"))
    if not at_risk.years:
        return None
    when = Year(evidence.target_years[-1])
    event = say(
        "the latest of the sanctions between them (of {latest:when}) still stands at the end of {when}",
        latest=latest, when=when,
    )  # fmt: skip
    rule = say("No end of that measure is on record by the end of {when}.", when=when)
    known_on = _newest(evidence.sanctions)
    _base_rate(register, evidence, "sanctions", "lifting", "Ends of sanctions", at_risk, known_on)
    target = _fact_target(
        evidence, f"outlook.sanction.{row['id']}.stands.{when}", rule,
        record=row["id"], measure="sanction", at_least=1,
    )  # fmt: skip
    lasts = survival(at_risk.ends, at_risk.years, _years_ahead(evidence, "sanctions"))
    return _Forecast(target, lasts, event, rule, known_on, "facts")


def _newest(frame: pl.DataFrame) -> date:
    """Return the day on which the newest row of a frame became known."""
    newest = frame["known_on"].max()
    if not isinstance(newest, date):
        raise TypeError("a base rate needs a row")
    return newest


def _base_rate(  # noqa: PLR0917 - a private list of what is registered
    register: Register, evidence: Evidence, table: str, key: str, label: str, at_risk: AtRisk, known_on: date
) -> None:
    """Register the count and the years at risk behind a base rate, and the rate itself."""
    first, last = _span(evidence, table)
    span = f"{first.year}–{last.year}"
    years = round(at_risk.years, 1)
    register.figure(f"base-rate.{key}.count", label, at_risk.ends, "count", span, known_on, "facts")
    register.figure(f"base-rate.{key}.years", f"{label}: years at risk", years, "count", span, known_on, "facts")
    register.figure(f"base-rate.{key}", f"{label}, a year at risk", at_risk.rate, "rate", span, known_on, "facts")
