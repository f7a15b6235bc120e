"""Measures of the evidence as figures, each with its id, label, interval and vintage."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from detente.brief.evidence import Directed, Evidence, Series
from detente.documents.figures import Figure
from detente.documents.prose import Sentence, Year, say
from detente.documents.register import Register
from detente.measures.intervals import Z90
from detente.measures.temperature import UNCLEAR, Paths, draw_paths, level, likely_level
from detente.sources.coverage import runs_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = [
    "draws",
    "outsized",
    "part_years",
    "placed",
    "temperature_figure",
    "temperature_rows",
    "title_case",
    "vote_figure",
    "word",
    "years_text",
]

SCORES = {"all": "temperature", "words": "words", "deeds": "deeds", "standing": "standing"}
LABELS = {
    "all": "Temperature",
    "words": "Temperature of words",
    "deeds": "Temperature of deeds",
    "standing": "Standing",
}
DRAWS = 400
NAMED = 2  # outsized pairs and years named


def years_text(years: Iterable[int]) -> str:
    """Return years as text, runs of consecutive ones as spans.

    Examples
    --------
    >>> years_text([2019, 2020, 2025])
    '2019–2020 and 2025'
    """
    spans = [f"{first}–{last}" if first < last else str(first) for first, last in runs_of(years)]
    return " and ".join([", ".join(spans[:-1]), spans[-1]] if spans[1:] else spans)


def title_case(text: str) -> str:
    """Return text with its first letter raised, as at the start of a sentence."""
    return text[:1].upper() + text[1:]


def placed(figure: Figure) -> bool:
    """Whether a temperature is known well enough to be named by a level."""
    return word(figure) != UNCLEAR


def word(figure: Figure) -> str:
    """Return the level that a temperature bears in view of its interval, two that adjoin, or ``unclear``."""
    if figure.lo is None or figure.hi is None:
        return level(figure.value)
    return likely_level(figure.value, (figure.hi - figure.lo) / (2 * Z90))


def temperature_figure(
    evidence: Evidence, register: Register, dyad: Directed, year: int, score: str = "all"
) -> Figure | None:
    """Figure of one directed dyad in one year, or None where the records hold none.

    Parameters
    ----------
    evidence, register
        What it is computed from, and where it is registered.
    dyad : (str, str)
        Source and target.
    year : int
        Calendar year.
    score : {'all', 'words', 'deeds', 'standing'}
        Which score; the standing is that of all acts.
    """
    series = evidence.series("all" if score == "standing" else score).get(dyad)
    at = None if series is None else series.at(year)
    if series is None or at is None:
        return None
    value, sd = series.mean[at], series.sd[at]
    if score == "standing":
        standing, standing_sd = series.standing[at], series.standing_sd[at]
        if standing is None or standing_sd is None:
            return None
        value, sd = standing, standing_sd
    return register.figure(
        f"{SCORES[score]}.{dyad[0]}.{dyad[1]}.{year}",
        f"{LABELS[score]}, {evidence.name(dyad[0])} toward {evidence.name(dyad[1])}",
        value,
        "sd",
        str(year),
        series.known_on,
        f"{evidence.events}-temperature",
        lo=value - Z90 * sd,
        hi=value + Z90 * sd,
    )


def temperature_rows(
    evidence: Evidence, register: Register, dyad: Directed, score: str = "all", **extra: object
) -> list[dict[str, object]]:
    """Rows for a chart: one a year shown, with the figure behind it."""
    series = evidence.series(score).get(dyad)
    rows: list[dict[str, object]] = []
    for year in series.years if series else ():
        figure = temperature_figure(evidence, register, dyad, year, score) if evidence.shown(year) else None
        if figure is not None:
            rows.append(
                {
                    **extra,
                    "period": str(year),
                    "value": round(figure.value, 4),
                    "lo": round(figure.lo or 0.0, 4),
                    "hi": round(figure.hi or 0.0, 4),
                    "covered": None if series is None else series.covered[series.years.index(year)],
                    "figure": figure.id,
                }
            )
    return rows


def part_years(evidence: Evidence, register: Register, years: Collection[int]) -> Sentence | None:
    """State which of some years the dataset covers in part, and how much of them; None where it covers all."""
    found = [s for d in evidence.directions if (s := evidence.series("all").get(d)) is not None]
    known = [(year, share) for s in found for year, share in zip(s.years, s.covered, strict=True) if year in years]
    shares: dict[int, float] = {}  # of a year that the directions differ in, the smaller
    for year, share in known:
        if share is not None and share < 1:
            shares[year] = min(share, shares.get(year, share))
    if not shares:
        return None
    figures = [
        register.figure(
            f"covered.{year}", "Share of the year’s days that the events cover", share, "share", str(year),
            min(date(year, 12, 31), max(s.known_on for s in found)), f"{evidence.events}-temperature",
        )
        for year, share in sorted(shares.items())
    ]  # fmt: skip
    listed = say("{f} of the days of {f:period}", f=figures[0])
    for figure in figures[1:]:
        listed = say("{listed}, {f} of {f:period}", listed=listed, f=figure)
    if len(figures) == 1:
        text = "The events cover {listed}: what is said of {year} is about those days alone."
        return say(text, listed=listed, year=Year(min(shares)))
    return say("The events cover {listed}: what is said of such a year is about those days alone.", listed=listed)


def outsized(evidence: Evidence, register: Register) -> list[Sentence]:
    """Name the years in which one direction of any pair holds so many reports that it counts for less."""
    sentences = []
    for row in evidence.estimates.outsized.head(NAMED).iter_rows(named=True):
        year = row["period"].year
        share, counted = (
            register.figure(
                f"{key}.{row['source']}.{row['target']}.{year}",
                f"{label}, {evidence.name(row['source'])} toward {evidence.name(row['target'])}",
                row[column], "share", str(year), evidence.as_of, f"{evidence.events}-temperature",
            )
            for key, label, column in (
                ("report-share", "Share of all reports", "share"), ("counted-share", "Share that counts", "counted")
            )
        )  # fmt: skip
        a, b = (evidence.name(row[end]) for end in ("source", "target"))
        sentences.append(
            say(
                "The acts of {a} toward {b} in {share:period} hold {share} of all reports; so that they don’t set the "
                "scale of the others, they count for {counted}. Check the rows behind them.",
                a=a, b=b, share=share, counted=counted,
            )
        )  # fmt: skip
    return sentences


def draws(series: Series, *, seed: int = 0) -> NDArray[np.float64]:
    """Draw whole paths of a directed dyad's temperature, shape (DRAWS, T)."""
    sd = np.array([series.sd])
    link = np.array([series.link[1:]])
    paths = Paths(np.array([series.mean]), sd**2, link * sd[:, 1:] * sd[:, :-1])
    return draw_paths(paths, DRAWS, np.random.default_rng(seed))[:, 0]


def vote_figure(evidence: Evidence, register: Register, year: int, measure: str = "raw") -> Figure | None:
    """Figure of the pair's vote agreement in one year: ``raw`` agreement or chance-corrected ``kappa``."""
    row = evidence.votes_by_year.get(year)
    if row is None or row[measure] is None:
        return None
    a, b = evidence.dyad
    names = f"{evidence.name(a)} and {evidence.name(b)}"
    label = "Vote agreement" if measure == "raw" else "Chance-corrected vote agreement (κ)"
    return register.figure(
        f"{'agreement' if measure == 'raw' else 'kappa'}.{a}.{b}.{year}",
        f"{label}, {names}",
        row[measure],
        "agreement" if measure == "raw" else "kappa",
        str(year),
        row["known_on"],
        evidence.vote_source(year),
        lo=row[f"{measure}_lo"],
        hi=row[f"{measure}_hi"],
    )
