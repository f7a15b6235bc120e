"""One small, valid question for every measure that takes frames: what the shared suite asks it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from detente.measures.architecture import Cooperation, cooperation, pacts_in_force, ties_in_force
from detente.measures.ideal_points import ideal_points
from detente.measures.obligations import in_force, obligations
from detente.measures.portfolios import portfolio_similarity
from detente.measures.profiles import attention_shares, attention_to, capability_ratio, capability_shares
from detente.measures.temperature import temperature
from detente.measures.third_state_pull import pull, trade_shares
from detente.measures.votes import (
    agreement,
    agreement_between,
    agreement_by_issue,
    divided,
    gaps_by_year,
    telling,
)

__all__ = ["SAMPLES", "Sample"]

STATES = ("CHN", "FRA", "JPN", "RUS", "USA")
YEARS = tuple(date(year, 1, 1) for year in (2012, 2013, 2014))


@dataclass(frozen=True)
class Sample:
    """A measure, the frames it is asked with, and the columns of each that it may not do without."""

    measure: Callable[..., object]
    frames: Mapping[str, pl.DataFrame]
    needs: Mapping[str, tuple[str, ...]]


def _votes() -> pl.DataFrame:
    dice = np.random.default_rng(1)
    rows = [
        (call, state, int(dice.choice([-1, 0, 1], p=[0.25, 0.15, 0.6]))) for call in range(1, 31) for state in STATES
    ]
    frame = pl.DataFrame(rows, schema={"rcid": pl.Int32, "state": pl.String, "vote": pl.Int8}, orient="row")
    return frame.with_columns(
        session=pl.lit(68, pl.Int16),
        date=pl.date(2013, 11, 1),
        resolution=pl.format("A/RES/68/{}", "rcid"),
        kind=pl.lit("whole"),
    )


def _counts() -> pl.DataFrame:
    dice = np.random.default_rng(2)
    quads = ("verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict")
    rows = [
        ("made-up", a, b, day, "year", "quad", quad, int(dice.poisson(20)) + 1, int(dice.poisson(10)) + 1)
        for a in STATES
        for b in STATES
        if a != b
        for day in YEARS
        for quad in quads
    ]
    names = ("dataset", "source", "target", "period", "freq", "scheme", "cls", "reports", "events")
    return pl.DataFrame(rows, schema=list(names), orient="row").with_columns(
        pl.min_horizontal("events", "reports").alias("events")
    )


def _indicators() -> pl.DataFrame:
    rows = [(name, state, day, 1.0 + len(name) * i) for name in ("tpop", "milper") for i, state in enumerate(STATES)
            for day in YEARS]  # fmt: skip
    return pl.DataFrame(rows, schema=["name", "state", "period", "value"], orient="row")


def _flows() -> pl.DataFrame:
    rows = [(a, b, YEARS[0], 1.0 + i) for i, a in enumerate(STATES) for b in STATES if a != b]
    return pl.DataFrame(rows, schema=["source", "target", "period", "value"], orient="row")


def _ties() -> pl.DataFrame:
    rows = [
        ("defence", "JPN", "USA", False, date(1960, 6, 23), None),
        ("nonaggression", "CHN", "RUS", False, date(2001, 7, 16), None),
        ("consultation", "FRA", "USA", False, date(1949, 8, 24), date(2013, 6, 1)),
    ]
    names = ("kind", "source", "target", "directed", "start", "end")
    return pl.DataFrame(rows, schema=list(names), orient="row").with_columns(pl.col("end").cast(pl.Date))


PACTS = pl.DataFrame(
    {
        "id": ["p", "q"], "name": ["P", "Q"], "kind": ["defence", "defence"], "document": ["P, 1960", "Q, 1949"],
        "precision": ["day", "day"], "signed": [date(1960, 1, 19), date(1949, 4, 4)],
        "in_force": [date(1960, 6, 23), date(1949, 8, 24)], "end": pl.Series([None, None], dtype=pl.Date),
        "end_precision": pl.Series([None, None], dtype=pl.String),
    }
)  # fmt: skip
MEMBERS = pl.DataFrame(
    {
        "pact": ["p", "p", "q", "q"], "state": ["JPN", "USA", "FRA", "USA"],
        "from": [date(1960, 6, 23)] * 2 + [date(1949, 8, 24)] * 2, "from_precision": ["day"] * 4,
        "until": pl.Series([None] * 4, dtype=pl.Date),
    }
)  # fmt: skip


def _temperatures() -> pl.DataFrame:
    rows = [(a, b, day, 0.1 * i, 0.2, 0.5 if day > YEARS[0] else None) for i, a in enumerate(STATES) for b in STATES
            if a != b for day in YEARS]  # fmt: skip
    return pl.DataFrame(rows, schema=["source", "target", "period", "mean", "sd", "link"], orient="row")


def _drawn(found: Cooperation) -> pl.DataFrame:
    share = found.ties.mean(axis=0)
    return pl.DataFrame({str(day): share[i].ravel() for i, day in enumerate(found.periods)})


VOTES, TITLES = _votes(), pl.DataFrame({"rcid": pl.Series(range(1, 31), dtype=pl.Int32), "issues": ["Arms"] * 30})
SHARES, ATTENTION = capability_shares(_indicators()), attention_shares(_counts())
CAST = ("rcid", "session", "date", "resolution", "kind", "state", "vote")
SPAN = ("source", "target", "start", "end")

SAMPLES: dict[str, Sample] = {
    "agreement": Sample(agreement, {"votes": VOTES}, {"votes": CAST}),
    "agreement_between": Sample(
        lambda votes: agreement_between(votes, date(2013, 1, 1), date(2013, 12, 31)),
        {"votes": VOTES}, {"votes": CAST},
    ),
    "agreement_by_issue": Sample(
        lambda votes, calls: agreement_by_issue(votes, calls, YEARS[0], YEARS[2]),
        {"votes": VOTES, "calls": TITLES}, {"votes": CAST, "calls": ("rcid", "issues")},
    ),
    "divided": Sample(divided, {"votes": VOTES}, {"votes": CAST}),
    "telling": Sample(lambda votes: telling(votes, "JPN", "RUS"), {"votes": VOTES}, {"votes": CAST}),
    "gaps_by_year": Sample(
        lambda votes: gaps_by_year(votes, [("JPN", "RUS"), ("CHN", "USA")], since=2013), {"votes": VOTES},
        {"votes": CAST},
    ),
    "ideal_points": Sample(
        lambda votes: ideal_points(votes, seed=1, draws=20).frame(), {"votes": VOTES},
        {"votes": ("rcid", "session", "date", "kind", "state", "vote")},
    ),
    "temperature": Sample(
        lambda counts: temperature(counts, YEARS).frame(), {"counts": _counts()},
        {"counts": ("source", "target", "period", "cls", "reports")},
    ),
    "portfolio_similarity": Sample(
        lambda ties: portfolio_similarity(ties, [2012]), {"ties": _ties()}, {"ties": ("kind", "directed", *SPAN)}
    ),
    "capability_shares": Sample(
        capability_shares, {"indicators": _indicators()}, {"indicators": ("name", "state", "period", "value")}
    ),
    "capability_ratio": Sample(
        lambda shares: capability_ratio(shares, "CHN", "RUS"), {"shares": SHARES},
        {"shares": ("state", "period", "share")},
    ),
    "attention_shares": Sample(
        attention_shares, {"counts": _counts()}, {"counts": ("source", "target", "period", "reports")}
    ),
    "attention_to": Sample(
        lambda attention: attention_to(attention, "RUS", {"JPN", "CHN"}), {"attention": ATTENTION},
        {"attention": ("source", "target", "period", "share")},
    ),
    "trade_shares": Sample(trade_shares, {"flows": _flows()}, {"flows": ("source", "target", "period", "value")}),
    "pull": Sample(
        lambda trade, ties: pull(["CHN", "RUS"], ["JPN", "FRA"], trade=trade, ties=ties),
        {"trade": trade_shares(_flows()), "ties": _ties()},
        {"trade": ("state", "partner", "period", "share"), "ties": ("kind", *SPAN)},
    ),
    "obligations": Sample(
        obligations, {"pacts": PACTS, "members": MEMBERS},
        {"pacts": ("id", "name", "kind", "document", "end", "end_precision"),
         "members": ("pact", "state", "from", "from_precision", "until")},
    ),
    "in_force": Sample(lambda ties: in_force(ties, YEARS[1]), {"ties": _ties()}, {"ties": ("start", "end")}),
    "pacts_in_force": Sample(
        lambda pacts, members: pacts_in_force(pacts, members, YEARS[1], STATES).ties(),
        {"pacts": PACTS, "members": MEMBERS},
        {"pacts": ("id", "kind", "end"), "members": ("pact", "state", "from", "from_precision", "until")},
    ),
    "ties_in_force": Sample(
        lambda ties: ties_in_force(ties, YEARS[1], STATES, kinds=("defence",)).ties(), {"ties": _ties()},
        {"ties": ("kind", *SPAN)},
    ),
    "cooperation": Sample(
        lambda temperatures: _drawn(cooperation(temperatures, STATES, seed=1)), {"temperatures": _temperatures()},
        {"temperatures": ("source", "target", "period", "mean", "sd", "link")},
    ),
}  # fmt: skip
