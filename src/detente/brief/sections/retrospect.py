"""The retrospect: what was forecast, what happened since, and the scores.

The one section that looks past the as-of date. Whatever it states that the brief above did not has an id that
starts with ``later``.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from detente.brief.evidence import Directed, Evidence
from detente.brief.evidence_figures import temperature_figure, vote_figure
from detente.brief.sections.outlook import forecast_figure, vote_forecast_figure
from detente.documents.document import Grid, Judgement, Paragraph, Section
from detente.documents.figures import Figure
from detente.documents.prose import Sentence, say
from detente.documents.register import Register
from detente.forecasts.models.baselines import yearly_changes
from detente.forecasts.resolution import resolve
from detente.forecasts.scores import brier, crps
from detente.forecasts.targets import Target

__all__ = ["retrospect"]

Array = NDArray[np.float64]


def retrospect(evidence: Evidence, later: Evidence, register: Register, judged: list[Judgement]) -> Section | None:
    """Score the forecasts against later records; None where there is nothing to score yet.

    Parameters
    ----------
    evidence : Evidence
        As of the question's date.
    later : Evidence
        The same pair with everything known since.
    register : Register
        A copy of the brief's own; what is added to it has ids that start with ``later``.
    judged : list of Judgement
        The judgements as they were made.
    """
    outcomes = [
        (j, o) for j in judged if (o := resolve(Target.from_dict(j.target), later.store, later.as_of)) is not None
    ]
    rows = [r for d in evidence.directions for r in _temperatures(evidence, later, register, d)]
    rows += _votes(evidence, later, register)
    if not outcomes and not rows:
        return None
    blocks = []
    if rows:
        blocks.append(
            Grid(
                "Forecast and outcome; CRPS in the measure’s unit, lower is better, beside that of a naive forecast "
                "(the last value and past yearly changes)",
                ("What", "Year", "Forecast", "Outcome", "Inside 90%", "CRPS", "Naive"),
                tuple(rows),
                "lrrrlrr",
            )
        )
    if outcomes:
        blocks.append(_judged(register, outcomes, later))
    opening = say(
        "This section uses records from after {day}; nothing above it does.",
        day=evidence.as_of,
    )
    return Section("retrospect", "Retrospect", (Paragraph(opening), *blocks), after_the_fact=True)


def _temperatures(
    evidence: Evidence, later: Evidence, register: Register, dyad: Directed
) -> list[tuple[Sentence, ...]]:
    ahead, series, after = evidence.forecast(dyad), evidence.series("all").get(dyad), later.series("all").get(dyad)
    if ahead is None or series is None or after is None:
        return []
    rows = []
    naive = yearly_changes(np.array(series.mean))
    for year in evidence.target_years:
        expected = forecast_figure(evidence, Register(), dyad, year)
        if expected is None:
            continue
        expected = _stated(register, expected)
        outcome = temperature_figure(later, Register(), dyad, year)
        if outcome is None:
            continue
        outcome = _renamed(register, outcome)
        name = say("Temperature, {a} → {b}", a=evidence.label(dyad[0]), b=evidence.label(dyad[1]))
        key, draws = f"{dyad[0]}.{dyad[1]}.{year}", ahead.at(date(year, 1, 1))
        rows.append(_scored(register, key, name, expected, outcome, forecast=draws, naive=naive))
    return rows


def _votes(evidence: Evidence, later: Evidence, register: Register) -> list[tuple[Sentence, ...]]:
    ahead = evidence.vote_forecast
    if ahead is None:
        return []
    rows = []
    naive = yearly_changes(evidence.votes["raw"].to_numpy())
    a, b = evidence.dyad
    for year in evidence.target_years:
        expected = vote_forecast_figure(evidence, Register(), year)
        outcome = None if expected is None else vote_figure(later, Register(), year)
        if expected is None or outcome is None:
            continue
        outcome, expected = _renamed(register, outcome), _stated(register, expected)
        key, draws = f"{a}.{b}.votes.{year}", ahead.at(date(year, 1, 1))
        rows.append(_scored(register, key, say("Vote agreement"), expected, outcome, forecast=draws, naive=naive))
    return rows


def _renamed(register: Register, figure: Figure) -> Figure:
    """Keep a later figure under an id of its own."""
    return register.figure(
        f"later.{figure.id}", f"{figure.label}, as estimated later", figure.value, figure.unit, figure.period,
        figure.known_on, figure.source, lo=figure.lo, hi=figure.hi,
    )  # fmt: skip


def _stated(register: Register, figure: Figure) -> Figure:
    """Return a forecast as the brief states it, or keep one that it does not state under an id of its own."""
    if figure.id in register.figures:
        return figure
    return register.add(replace(figure, id=f"later.{figure.id}"))


def _scored(
    register: Register, key: str, name: Sentence, expected: Figure, outcome: Figure, *, forecast: Array, naive: Array
) -> tuple[Sentence, ...]:
    """One row: forecast, outcome, whether it lies in the interval, and the scores."""
    inside = expected.lo is not None and expected.hi is not None and expected.lo <= outcome.value <= expected.hi
    scores = (
        _crps(register, f"later.crps.{who}.{key}", f"CRPS of {label}, {name.text}", outcome, draws)
        for who, label, draws in (("detente", "the forecast", forecast), ("naive", "the naive forecast", naive))
    )
    return (
        name,
        say("{o:period}", o=outcome),
        say("{e:full}", e=expected),
        say("{o}", o=outcome),
        say("yes" if inside else "no"),
        *scores,
    )


def _crps(register: Register, key: str, label: str, outcome: Figure, draws: Array) -> Sentence:
    """Score draws; a dash where there are too few, as for a naive forecast from fewer than two yearly changes."""
    if len(draws) < 2:
        return say("–")
    value = round(crps(outcome.value, draws), 4)
    score = register.figure(key, label, value, "score", outcome.period, outcome.known_on, outcome.source)
    return say("{score}", score=score)


def _resolved_on(later: Evidence, source: str) -> date:
    """Return the newest day of knowledge among the later records that resolve a target."""
    days: list[date] = [s.known_on for s in later.series("all").values()]
    if source == "facts":
        days = [*later.rungs["known_on"], *later.sanctions["known_on"]]
    elif source == "unga-votes":
        days = [*later.votes["known_on"]]
    return max(days)


def _judged(register: Register, outcomes: list[tuple[Judgement, float]], later: Evidence) -> Grid:
    rows = []
    for j, outcome in outcomes:
        score = register.figure(
            f"later.brier.{j.key}", f"Brier score: {j.probability.label}", brier(outcome, j.probability.value),
            "score", j.probability.period, _resolved_on(later, j.probability.source), j.probability.source,
        )  # fmt: skip
        rows.append(
            (
                j.sentence,
                say("{p}", p=j.probability),
                say("it happened" if outcome else "it did not"),
                say("{s}", s=score),
            )
        )
    return Grid(
        "Judgements and outcomes; Brier score, lower is better",
        ("Judgement", "Probability", "Outcome", "Brier"),
        tuple(rows),
        "lrlr",
    )
