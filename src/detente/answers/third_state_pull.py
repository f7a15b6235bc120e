"""How strongly powers draw on third states, over time: trade, votes, conduct, pacts and visits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import polars as pl

from detente.answers.document_answer import DocumentAnswer
from detente.answers.structural_data import pact_ties, trade
from detente.dates import as_of_day
from detente.errors import NoAnswer, UsageError
from detente.identity import group, resolve_state
from detente.measures.third_state_pull import pull
from detente.store import Store
from detente.store.coverage import is_covered

__all__ = ["ThirdStatePull", "pull_on", "third_state_pull"]

DEFAULT_REGION = {frozenset({"CHN", "RUS"}): "central-asia"}


@dataclass(frozen=True)
class ThirdStatePull(DocumentAnswer):
    """How strongly powers draw on third states.

    Parameters
    ----------
    powers : tuple of str
        Codes of the powers.
    as_of : datetime.date
        Nothing known later was used.
    channels : polars.DataFrame
        ``channel``, ``state``, ``power``, ``period``, ``value``, ``lo``, ``hi``; see
        `detente.measures.third_state_pull.pull`. A state that is not covered has no rows.
    """

    powers: tuple[str, ...]
    as_of: date
    channels: pl.DataFrame = field(repr=False)

    def frame(self) -> pl.DataFrame:
        """Return the pull of each power on each state, a row for each channel and period."""
        return self.channels

    def as_dict(self) -> list[dict[str, Any]]:
        """Return the rows of `frame` as dictionaries."""
        return self.channels.to_dicts()


def third_state_pull(
    powers: Sequence[str],
    over: str | Sequence[str] | None = None,
    *,
    scheme: str | None = None,
    as_of: date | str | None = None,
    since: int | None = None,
    events: str = "conduct",
    store: Store | None = None,
) -> ThirdStatePull:
    """Return how strongly powers draw on third states, over time.

    Parameters
    ----------
    powers : sequence of str
        Names or codes of two or more states.
    over : str or sequence of str, optional
        A group, or names or codes of states (a sequence, or separated by commas); by default Central Asia for Russia
        and China.
    scheme, as_of, since, events, store
        As of `detente.profile`.

    Returns
    -------
    ThirdStatePull

    Raises
    ------
    UsageError
        If there are fewer than two powers, no such group, or no default.
    NoAnswer
        If the store covers none of the states.

    Examples
    --------
    >>> found = third_state_pull(["Russia", "China"], as_of="2015-09-01")
    >>> sorted(found.frame()["state"].unique())
    ['KAZ', 'KGZ', 'TJK', 'TKM', 'UZB']
    """
    day, store = as_of_day(as_of), store or Store.open()
    codes = [resolve_state(name, day, scheme=scheme).code for name in powers]
    if len(set(codes)) < 2:
        raise UsageError(f"pull is compared between two powers or more: expected two different states, not {powers}")
    states = _third_states(over, codes, day, scheme)
    frame = pull_on(store, codes, states, day, events=events)
    if since is not None:
        frame = frame.filter(pl.col("period").dt.year() >= since)
    if frame.is_empty():
        raise NoAnswer(f"the store covers none of {', '.join(states)} by {day}; see 'detente data'", value=states)
    return ThirdStatePull(tuple(codes), day, frame)


def pull_on(store: Store, powers: Sequence[str], states: Sequence[str], day: date, *, events: str) -> pl.DataFrame:
    """Return the pull of powers on states in every channel that the store holds, by codes.

    The absence of a pact is a zero only between states whose pacts were compiled, in the years that were compiled;
    elsewhere there is no row. Whether a pact was still in force after those years is not on record.
    """
    everyone = sorted({*powers, *states})
    yearly = {"dataset": events, "score": "all", "freq": "year"}
    found = pull(
        powers,
        states,
        trade=trade(store, day, everyone).frame,
        votes=store.read("agreements", as_of=day, a=everyone, b=everyone),
        temperatures=store.read("temperatures", as_of=day, **yearly, source=everyone, target=everyone).filter(
            is_covered()
        ),
        ties=pact_ties(store, day).frame,
        visits=_visits_once(store.read("ties", as_of=day, kind="visit")),
        until=day,
    )
    pacts = found.filter(pl.col("channel") == "pacts")
    known = [_compiled(store, *pair) for pair in pacts.select("power", "state").unique(maintain_order=True).iter_rows()]
    return found.filter((pl.col("channel") != "pacts") | pl.any_horizontal(pl.lit(value=False), *known))


def _compiled(store: Store, power: str, state: str) -> pl.Expr:
    """Whether rows of pacts are of two states, in years in which theirs were compiled."""
    span = store.facts.coverage.span("pacts", (power, state))
    if span is None or span.since is None:
        return pl.lit(value=False)
    year = pl.col("period").dt.year()
    last = span.until.year if (span.until.month, span.until.day) == (12, 31) else span.until.year - 1
    inside = (year <= last) & ((year >= span.since.year) | (pl.col("value") > 0))
    return (pl.col("power") == power) & (pl.col("state") == state) & inside


def _visits_once(visits: pl.DataFrame) -> pl.DataFrame:
    """Return each state's visits of a year from one dataset: the newest that has any.

    Parameters
    ----------
    visits : polars.DataFrame
        ``dataset``, ``source`` (who visits) and ``start``. The newest dataset is the one that reaches furthest.

    Examples
    --------
    >>> days = [date(2012, 5, 1), date(2013, 5, 1), date(2013, 5, 2), date(2014, 5, 1)]
    >>> rows = {"dataset": ["old", "old", "new", "new"], "source": ["CHN"] * 4, "start": days}
    >>> _visits_once(pl.DataFrame(rows))["dataset"].to_list()
    ['old', 'new', 'new']
    """
    reach = visits.group_by("dataset").agg(pl.col("start").max()).sort("start", "dataset").with_row_index("order")
    ranked = visits.join(reach.select("dataset", "order"), on="dataset", maintain_order="left")
    newest = pl.col("order").max().over("source", pl.col("start").dt.year())
    return ranked.filter(pl.col("order") == newest).drop("order")


def _third_states(
    over: str | Sequence[str] | None, codes: Sequence[str], day: date, scheme: str | None
) -> tuple[str, ...]:
    if over is None:
        over = DEFAULT_REGION.get(frozenset(codes))
        if over is None:
            raise UsageError("give the third states: a group such as central-asia or asean, or states", value=over)
    if isinstance(over, str) and "," in over:
        over = [part.strip() for part in over.split(",")]
    if isinstance(over, str):
        return tuple(code for code in group(over, day) if code not in codes)
    return tuple(dict.fromkeys(resolve_state(name, day, scheme=scheme).code for name in over))
