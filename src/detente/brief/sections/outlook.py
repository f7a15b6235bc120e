"""The outlook of a pair, drawn from the temperature model run forward, and what would change our mind."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import reduce
from operator import add
from typing import TYPE_CHECKING

import numpy as np

from detente.brief.evidence import Directed, Evidence
from detente.brief.evidence_figures import temperature_figure
from detente.brief.sections.path import bands
from detente.brief.sections.standing import no_temperature
from detente.documents.document import Chart, Grid, Judgement, Paragraph, Section
from detente.documents.figures import Figure
from detente.documents.prose import Sentence, Year, say
from detente.documents.register import Register
from detente.measures.intervals import Z50, Z90
from detente.measures.temperature import LEVELS, level

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["forecast_figure", "outlook", "signposts", "vote_forecast_figure"]

FAN = (0.05, 0.25, 0.5, 0.75, 0.95)  # quantile levels drawn
CONFLICT = ("verbal_conflict", "material_conflict")


def outlook(evidence: Evidence, register: Register, judged: Sequence[Judgement]) -> Section:
    """Say where the relation is likely to be in each year of the horizon."""
    key, title = "outlook", "Outlook"
    silence = None if no_temperature(evidence) is None else say("where the temperature is heading, for want of one.")
    base = _base_rates(register, judged)
    if silence is not None:
        blocks = tuple(Paragraph(s) for s in (_votes(evidence, register), base) if s is not None)
        return Section(key, title, blocks, silence=silence)
    ahead = [s for d in evidence.directions if (s := _direction(evidence, register, d)) is not None]
    rows = [r for d in evidence.directions for r in _fan(evidence, d)]
    chart = Chart(
        "fan",
        "fan",
        _claim(evidence, register),
        reduce(add, (*ahead, say("One panel a direction: the past, then a widening fan of what the model expects."))),
        tuple(rows),
        bands=bands(),
        subtitle="Temperature by year: past and outlook",
    )
    grids = [g for d in evidence.directions if (g := _levels(evidence, register, d)) is not None]
    extra = [Paragraph(s) for s in (_votes(evidence, register), base) if s is not None]
    return Section(key, title, (*(Paragraph(s) for s in ahead), chart, *grids, *extra))


def _claim(evidence: Evidence, register: Register) -> str:
    """Return the chart's finding: the level that the model expects of either at the end of the outlook."""
    last = evidence.target_years[-1]
    expected = {
        dyad: level(figure.value)
        for dyad in evidence.directions
        if (figure := forecast_figure(evidence, register, dyad, last)) is not None
    }
    levels = set(expected.values())
    if len(expected) == len(evidence.directions) and len(levels) == 1:
        return f"The model expects conduct to be {levels.pop()} both ways"
    clauses = [
        f"{evidence.whose(a)} conduct toward {evidence.name(b)} to be {name}" for (a, b), name in expected.items()
    ]
    return f"The model expects {' and '.join(clauses)}"


def signposts(evidence: Evidence, register: Register) -> Section:
    """Say what a surprising next year would look like."""
    key, title = "signposts", "What would change our mind"
    bounds = [s for d in evidence.directions if (s := _surprise(evidence, register, d)) is not None]
    if not bounds:
        why = say("what next year should look like, for want of a forecast temperature.")
        return Section(key, title, silence=why)
    closing = say(
        "The model expects such a year once in ten; two in a row would say that the standing itself has moved, as "
        "would a dispute that changes rung, sanctions lifted or added, or a pact signed or left."
    )
    return Section(key, title, (*(Paragraph(s) for s in bounds), Paragraph(closing)))


def forecast_figure(evidence: Evidence, register: Register, dyad: Directed, year: int) -> Figure | None:
    """Median forecast of one direction in one year, with its 90% interval."""
    ahead = evidence.forecast(dyad)
    if ahead is None or year <= evidence.series("all")[dyad].years[-1]:
        return None
    lo, mid, hi = (round(float(q), 4) for q in np.quantile(ahead.at(date(year, 1, 1)), (0.05, 0.5, 0.95)))
    return register.figure(
        f"forecast.temperature.{dyad[0]}.{dyad[1]}.{year}",
        f"Forecast temperature, {evidence.name(dyad[0])} toward {evidence.name(dyad[1])}",
        mid,
        "sd",
        str(year),
        evidence.series("all")[dyad].known_on,
        f"{evidence.events}-temperature",
        lo=lo,
        hi=hi,
    )


def _first_ahead(evidence: Evidence, dyad: Directed) -> int:
    """Return the first year of the outlook that has no estimate yet: part of the first may be on record."""
    series = evidence.series("all").get(dyad)
    last = evidence.target_years[-1]
    return next((year for year in evidence.target_years if series is None or year > series.years[-1]), last)


def _direction(evidence: Evidence, register: Register, dyad: Directed) -> Sentence | None:
    first, last = _first_ahead(evidence, dyad), evidence.target_years[-1]
    near = forecast_figure(evidence, register, dyad, first)
    far = forecast_figure(evidence, register, dyad, last)
    if near is None or far is None:
        return None
    a, b = (evidence.name(c) for c in dyad)
    text = say(
        "For {a} toward {b} the model expects {near} in {near:period}, with nine chances in ten between {near:between}",
        a=a,
        b=b,
        near=near,
    )
    if last == first:
        return Sentence((*text.spans, *say(".").spans))
    return say("{text}; by {far:period} the same bounds are {far:interval}.", text=text, far=far)


def _levels(evidence: Evidence, register: Register, dyad: Directed) -> Grid | None:
    """Probability of each named level in each target year."""
    ahead = evidence.forecast(dyad)
    if ahead is None:
        return None
    rows = []
    for year in evidence.target_years:
        draws = ahead.at(date(year, 1, 1))
        shares = (_level_share(evidence, register, dyad, year, name, draws) for name, _, _ in LEVELS)
        rows.append((say("{year}", year=Year(year)), *(say("{p}", p=p) for p in shares)))
    a, b = (evidence.label(c) for c in dyad)
    return Grid(
        f"{a} → {b}: probability of each level",
        ("Year", *(n for n, _, _ in LEVELS)),
        tuple(rows),
        "l" + "r" * len(LEVELS),
    )


def _level_share(  # noqa: PLR0917 - a private list of what is registered
    evidence: Evidence, register: Register, dyad: Directed, year: int, name: str, draws: NDArray[np.float64]
) -> Figure:
    """Probability that a temperature lies in one named level."""
    lo, hi = next((lo, hi) for level_name, lo, hi in LEVELS if level_name == name)
    inside = (draws >= (-np.inf if lo is None else lo)) & (draws < (np.inf if hi is None else hi))
    return register.figure(
        f"forecast.level.{dyad[0]}.{dyad[1]}.{year}.{name}",
        f"Probability that {evidence.name(dyad[0])} is {name} toward {evidence.name(dyad[1])}",
        round(float(inside.mean()), 4),
        "probability",
        str(year),
        evidence.series("all")[dyad].known_on,
        f"{evidence.events}-temperature",
    )


def _fan(evidence: Evidence, dyad: Directed) -> list[dict[str, object]]:
    series, ahead = evidence.series("all").get(dyad), evidence.forecast(dyad)
    if series is None or ahead is None:
        return []
    name = " → ".join(evidence.label(c) for c in dyad)
    past = [
        _quantiles(name, year, (m - Z90 * s, m - Z50 * s, m, m + Z50 * s, m + Z90 * s), "past")
        for year, m, s in zip(series.years, series.mean, series.sd, strict=True)
        if evidence.shown(year)
    ]
    fan = zip(ahead.index["period"].dt.year(), ahead.quantiles(FAN), strict=True)
    return past + [_quantiles(name, year, values, "outlook") for year, values in fan]


def _quantiles(name: str, year: int, values: Iterable[float], part: str) -> dict[str, object]:
    named = {f"q{100 * level:02.0f}": round(float(v), 4) for level, v in zip(FAN, values, strict=True)}
    return {"series": name, "period": str(year), **named, "part": part}


def _votes(evidence: Evidence, register: Register) -> Sentence | None:
    figure = vote_forecast_figure(evidence, register, evidence.target_years[-1])
    if figure is None:
        return None
    return say(
        "Vote agreement in {f:period} is expected at {f:full}, by a local level model of the yearly series.", f=figure
    )


def vote_forecast_figure(evidence: Evidence, register: Register, year: int) -> Figure | None:
    """Median forecast of the vote agreement in one year, with its 90% interval."""
    ahead = evidence.vote_forecast
    if ahead is None or year < ahead.index["period"][0].year:
        return None
    lo, mid, hi = (round(float(q), 4) for q in np.quantile(ahead.at(date(year, 1, 1)), (0.05, 0.5, 0.95)))
    a, b = evidence.dyad
    return register.figure(
        f"forecast.agreement.{a}.{b}.{year}",
        f"Forecast vote agreement, {evidence.name(a)} and {evidence.name(b)}",
        mid,
        "agreement",
        str(year),
        evidence.votes["known_on"].max(),  # type: ignore[arg-type]
        "unga-votes",
        lo=max(lo, 0.0),
        hi=min(hi, 1.0),
    )


def _base_rates(register: Register, judged: Sequence[Judgement]) -> Sentence | None:
    """Say what the base rates rest on, for the judgements that use them."""
    used = {
        "settlement": ("settlement", "settlements", " of territorial disputes"),
        "clash": ("step", "steps", " to an armed clash from this rung or a lower one"),
        "lifting": ("end", "ends", " of sanctions"),
    }
    keys = [k for k in used if f"base-rate.{k}" in register.figures]
    if not keys or not judged:
        return None
    text = say("Where no model fits, the judgements rest on base rates in the facts compiled for this pack:")
    for i, k in enumerate(keys):
        count, (one, several, of) = register.figures[f"base-rate.{k}.count"], used[k]
        text = say(
            "{text}{sep} {count} {what}{of} in {years} years at risk",
            text=text,
            sep="" if i == 0 else ";",
            count=count,
            what=one if count.value == 1 else several,
            of=of,
            years=register.figures[f"base-rate.{k}.years"],
        )
    return say("{text}.", text=text)


def _surprise(evidence: Evidence, register: Register, dyad: Directed) -> Sentence | None:
    year = _first_ahead(evidence, dyad)
    ahead, trait = forecast_figure(evidence, register, dyad, year), evidence.trait
    if ahead is None or trait is None or ahead.lo is None or ahead.hi is None:
        return None
    series = evidence.series("all")[dyad]
    now = temperature_figure(evidence, register, dyad, series.years[-1])
    if now is None:
        return None
    low, mid, high = (
        _conflict(evidence, register, dyad, where, value, now if where == "now" else ahead)
        for where, value in (("cold", ahead.lo), ("now", now.value), ("warm", ahead.hi))
    )
    a, b = (evidence.name(c) for c in dyad)
    return say(
        "For {a} toward {b}, {ahead:period} would surprise outside {ahead:interval}: {cold} there, {low} of reported "
        "acts would be conflictual by the model, or {warm}, {high}; at the level of {now:period} {mid} are.",
        a=a,
        b=b,
        ahead=ahead,
        cold=level(ahead.lo),
        warm=level(ahead.hi),
        low=low,
        high=high,
        now=now,
        mid=mid,
    )


def _conflict(  # noqa: PLR0917 - a private list of what is registered
    evidence: Evidence, register: Register, dyad: Directed, where: str, at: float, of: Figure
) -> Figure:
    """Share of acts that are conflictual at a temperature, by the trait's curve."""
    trait = evidence.trait
    share = sum(v for k, v in trait.shares_at(at).items() if k in CONFLICT) if trait else 0.0
    return register.figure(
        f"conflict-share.{dyad[0]}.{dyad[1]}.{of.period}.{where}",
        f"Conflictual share of acts at that temperature, {evidence.name(dyad[0])} toward {evidence.name(dyad[1])}",
        round(share, 4),
        "share",
        of.period,
        of.known_on,
        of.source,
    )
