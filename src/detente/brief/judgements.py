"""Questions about the future that the records can settle, each with a probability and a way to score it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import polars as pl

from detente.answers.facts_coverage import compiled_on
from detente.brief.evidence import AVERAGE, Directed, Evidence
from detente.brief.measurements import title_case, vote_figure
from detente.brief.sections.ties import disputes_between, named, rung_figure, sanctions_between, stands
from detente.documents.document import Judgement
from detente.documents.prose import Sentence, Year, say
from detente.documents.register import Register
from detente.documents.words import likelihood, term_for
from detente.forecasts import survival
from detente.store.facts import COMPILED_FROM

__all__ = ["Question", "questions"]

CORDIAL = 0.0  # where 'cool' ends and 'cordial' begins
CLASH = 4  # the rung of an armed clash


@dataclass(frozen=True)
class Question:
    """An event, its probability, and how later evidence settles it.

    Parameters
    ----------
    judgement : Judgement
        As the brief states it.
    settle : callable
        Takes later evidence; returns 1.0 or 0.0, or None where it is still open.
    """

    judgement: Judgement
    settle: Callable[[Evidence], float | None]


def questions(evidence: Evidence, register: Register) -> list[Question]:
    """Return every question that the evidence supports, in the order a reader would ask them."""
    found = [q for d in evidence.directions if (q := _temperature(evidence, register, d)) is not None]
    for ask in (_votes, _unsettled, _clash, _sanctions):
        question = ask(evidence, register)
        if question is not None:
            found.append(question)
    return found


# Temperature


def _temperature(evidence: Evidence, register: Register, dyad: Directed) -> Question | None:
    run, series = evidence.forecast(dyad), evidence.series("all").get(dyad)
    if run is None or series is None:
        return None
    year = evidence.target_years[-1]
    below = run.below(CORDIAL, year - series.years[-1])
    a, b = (evidence.name(c) for c in dyad)
    when = Year(year)
    cold = below >= 0.5
    event = say(
        "{own} conduct toward {b} is {word} in {when}",
        own=evidence.whose(dyad[0]),
        b=b,
        word="cool or colder" if cold else "cordial or close",
        when=when,
    )
    probability = below if cold else 1 - below
    test = say("The temperature of {a} toward {b} in {when}, as estimated once that year is over, is {side} zero.",
               a=a, b=b, when=when, side="below" if cold else "at or above")  # fmt: skip

    def settle(later: Evidence) -> float | None:
        found = later.series("all").get(dyad)
        at = None if found is None else found.at(year)
        return None if found is None or at is None else float((found.mean[at] < CORDIAL) == cold)

    return _question(
        register, f"outlook.temperature.{dyad[0]}.{dyad[1]}.{'cool' if cold else 'cordial'}.{year}",
        probability, event, test, settle, str(year), series.known_on, f"{evidence.events}-temperature",
    )  # fmt: skip


# Votes


def _votes(evidence: Evidence, register: Register) -> Question | None:
    run = evidence.vote_forecast
    if run is None:
        return None
    last, draws = run
    span = [y for y in range(last - AVERAGE + 1, last + 1) if vote_figure(evidence, register, y) is not None]
    mean = float(np.mean([f.value for y in span if (f := vote_figure(evidence, register, y)) is not None]))
    a, b = evidence.dyad
    year = evidence.target_years[-1]
    average = register.figure(
        f"agreement-mean.{a}.{b}.{span[0]}-{span[-1]}",
        f"Mean vote agreement, {evidence.name(a)} and {evidence.name(b)}",
        mean,
        "agreement",
        f"{span[0]}–{span[-1]}",
        evidence.votes["known_on"].max(),  # type: ignore[arg-type]
        "unga-votes",
    )
    p_below = float((draws[:, year - last - 1] < mean).mean())
    low = p_below >= 0.5
    when = Year(year)
    event = say(
        "the two agree in {when} on {less} of divided roll calls than their mean of {average} for {average:period}",
        when=when, less="a smaller share" if low else "a larger share", average=average,
    )  # fmt: skip
    test = say(
        "Raw agreement on divided roll calls of {when} is {side} {average}.",
        when=when,
        side="below" if low else "above",
        average=average,
    )

    def settle(later: Evidence) -> float | None:
        rows = later.votes.filter(later.votes["period"].dt.year() == year)
        return None if rows.is_empty() else float((rows["raw"][0] < mean) == low)

    return _question(
        register, f"outlook.agreement.{a}.{b}.{year}", p_below if low else 1 - p_below, event, test, settle,
        str(year), average.known_on, "unga-votes",
    )  # fmt: skip


# Disputes and sanctions: base rates


def _years_ahead(evidence: Evidence) -> float:
    """Return the years from the last day on record to the end of those asked about."""
    return (date(evidence.target_years[-1], 12, 31) - compiled_on(evidence.as_of)).days / 365.25


def _spells(evidence: Evidence) -> pl.DataFrame:
    """Each dispute's time on each rung in the years that were compiled, and the rung that followed, if one did.

    Earlier time is left out: a dispute that was settled then need not be on record.
    """
    day = compiled_on(evidence.as_of)
    return (
        evidence.rungs.filter(pl.col("start") <= day)
        .with_columns(
            pl.col("rung").shift(-1).over("dispute").alias("next"),
            pl.col("start").shift(-1).over("dispute").fill_null(day).alias("stop"),
        )
        .filter(pl.col("stop") > COMPILED_FROM)
        .with_columns(
            ((pl.col("stop") - pl.max_horizontal("start", pl.lit(COMPILED_FROM))).dt.total_days() / 365.25).alias(
                "years"
            )
        )
    )


def _open_dispute(evidence: Evidence, register: Register) -> tuple[dict[str, Any], int] | None:
    """Return the pair's leading dispute that is open, and its rung."""
    for dispute in disputes_between(evidence):
        found = rung_figure(evidence, register, dispute)
        if found is not None and found[0].value > 0:
            return dispute, int(found[0].value)
    return None


def _unsettled(evidence: Evidence, register: Register) -> Question | None:
    found = _open_dispute(evidence, register)
    if found is None:
        return None
    dispute, _ = found
    spells = _spells(evidence)
    ends = spells.filter((pl.col("rung") > 0) & (pl.col("next") == 0)).height
    years = float(spells.filter(pl.col("rung") > 0)["years"].sum())
    if not years:
        return None
    when = Year(evidence.target_years[-1])
    event = say("the dispute over {name} is still unsettled at the end of {when}", name=named(dispute), when=when)
    test = say(
        "The dispute has not moved to the lowest rung, settled or dormant by agreement, by the end of {when}.",
        when=when,
    )

    def settle(later: Evidence) -> float | None:
        end = date(evidence.target_years[-1], 12, 31)
        if compiled_on(later.as_of) < end:
            return None
        after = later.rungs.filter(
            (pl.col("dispute") == dispute["id"]) & pl.col("start").is_between(evidence.as_of, end)
        )
        return float((after["rung"] > 0).all())

    known_on = _newest(evidence.rungs)
    _base_rate(register, evidence, "settlement", "Settlements of territorial disputes", ends, years, known_on)
    return _question(
        register, f"outlook.dispute.{dispute['id']}.unsettled.{when}",
        survival(ends, years, _years_ahead(evidence)), event, test, settle, str(int(when)), known_on, "facts",
    )  # fmt: skip


def _clash(evidence: Evidence, register: Register) -> Question | None:
    found = _open_dispute(evidence, register)
    if found is None or found[1] >= CLASH:
        return None
    dispute, _ = found
    spells = _spells(evidence).filter(pl.col("rung").is_between(1, found[1]))
    rises = spells.filter(pl.col("next") >= CLASH).height
    years = float(spells["years"].sum())
    if not years:
        return None
    when = Year(evidence.target_years[-1])
    event = say("the dispute over {name} comes to an armed clash by the end of {when}", name=named(dispute), when=when)
    test = say("The dispute reaches the rung of an armed clash, or war, by the end of {when}.", when=when)

    def settle(later: Evidence) -> float | None:
        end = date(evidence.target_years[-1], 12, 31)
        if compiled_on(later.as_of) < end:
            return None
        after = later.rungs.filter(
            (pl.col("dispute") == dispute["id"]) & pl.col("start").is_between(evidence.as_of, end)
        )
        return float((after["rung"] >= CLASH).any())

    known_on, label = _newest(evidence.rungs), "Steps to an armed clash from this rung or a lower one"
    _base_rate(register, evidence, "clash", label, rises, years, known_on)
    return _question(
        register, f"outlook.dispute.{dispute['id']}.clash.{when}",
        1 - survival(rises, years, _years_ahead(evidence)), event, test, settle, str(int(when)), known_on, "facts",
    )  # fmt: skip


def _sanctions(evidence: Evidence, register: Register) -> Question | None:
    standing = [(r, row) for r, row in sanctions_between(evidence, register) if stands(evidence, row)]
    if not standing:
        return None
    latest, row = standing[-1]
    day = compiled_on(evidence.as_of)
    at_risk = pl.col("end").is_null() | (pl.col("end") > COMPILED_FROM)
    frame = evidence.sanctions.filter(pl.col("start") <= day, at_risk)
    ends = frame.filter(pl.col("end") < day).height
    begun = pl.max_horizontal("start", pl.lit(COMPILED_FROM))
    stop = pl.min_horizontal(pl.col("end").fill_null(day), pl.lit(day))
    years = float(frame.select((stop - begun).dt.total_days().clip(0).sum() / 365.25).item())
    if not years:
        return None
    when = Year(evidence.target_years[-1])
    event = say(
        "the latest of the sanctions between them (of {latest:when}) still stands at the end of {when}",
        latest=latest,
        when=when,
    )
    test = say("No end of that measure is on record by the end of {when}.", when=when)

    def settle(later: Evidence) -> float | None:
        end = date(evidence.target_years[-1], 12, 31)
        if compiled_on(later.as_of) < end:
            return None
        now = later.sanctions.filter(pl.col("id") == row["id"])["end"][0]
        return float(now is None or now > end)

    known_on = _newest(evidence.sanctions)
    _base_rate(register, evidence, "lifting", "Ends of sanctions", ends, years, known_on)
    return _question(
        register, f"outlook.sanction.{row['id']}.stands.{when}",
        survival(ends, years, _years_ahead(evidence)), event, test, settle, str(int(when)), known_on, "facts",
    )  # fmt: skip


def _newest(frame: pl.DataFrame) -> date:
    """Return the day on which the newest row of a frame became known."""
    newest = frame["known_on"].max()
    if not isinstance(newest, date):
        raise TypeError("a base rate needs a row")
    return newest


def _base_rate(  # noqa: PLR0917 - a private list of what is registered
    register: Register, evidence: Evidence, key: str, label: str, ends: int, years: float, known_on: date
) -> None:
    """Register the count and the years at risk behind a base rate, and the rate itself."""
    span = f"{COMPILED_FROM.year}–{compiled_on(evidence.as_of).year}"
    rate = ends / years if years else 0.0
    register.figure(f"base-rate.{key}.count", label, ends, "count", span, known_on, "facts")
    register.figure(
        f"base-rate.{key}.years", f"{label}: years at risk", round(years, 1), "count", span, known_on, "facts"
    )
    register.figure(f"base-rate.{key}", f"{label}, a year at risk", rate, "rate", span, known_on, "facts")


def _question(  # noqa: PLR0917 - a private list of a question's parts
    register: Register, key: str, probability: float, event: Sentence, test: Sentence,
    settle: Callable[[Evidence], float | None], period: str, known_on: date, source: str,
) -> Question:  # fmt: skip
    figure = register.figure(
        key, f"Probability: {title_case(event.text)}", round(probability, 4), "probability", period, known_on, source
    )
    term = term_for(probability)
    register.keep(term.figure)
    sentence = Sentence((*likelihood(probability, event).spans, *say(".").spans))
    return Question(Judgement(key, sentence, term.word, term.lo, term.hi, figure, test), settle)
