"""The profile of a state: what it weighs, whom its acts go to, who is bound to it, whom it votes with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from detente.answers.facts_coverage import reach
from detente.answers.network_records import covered_by_facts
from detente.answers.records import capabilities, pact_ties, trade
from detente.catalog import dated_rows
from detente.dates import as_of_day
from detente.errors import NoAnswer, UsageError
from detente.identity import display_name, group, resolve_state
from detente.measures.obligations import in_force
from detente.measures.profiles import capability_ratio
from detente.measures.third_states import pull
from detente.store import Store
from detente.store.facts import COMPILED_FROM, COMPILED_UNTIL

__all__ = ["Profile", "profile", "pull_on", "pulls"]

DEFAULT_REGION = {frozenset({"CHN", "RUS"}): "central-asia"}


@dataclass(frozen=True)
class Profile:
    """A state's profile as of a day; a frame without rows means that the records do not say.

    Parameters
    ----------
    state : str
        Its code.
    as_of : datetime.date
        Nothing known later was used.
    capabilities : polars.DataFrame
        ``period``, ``share`` of the world's capabilities, ``known_on``; beside another state also ``other`` (its
        share) and ``ratio``.
    attention : polars.DataFrame
        ``period``, ``target``, ``name``, ``share`` of the state's reported acts, ``known_on``.
    pacts : polars.DataFrame
        ``partner``, ``name``, ``kind``, ``start``, ``precision``, ``title``, ``document``: obligations in force.
    votes : polars.DataFrame
        ``period``, ``partner``, ``name``, ``raw``, ``raw_lo``, ``raw_hi``, ``kappa``, ``known_on``.
    ideal_points : polars.DataFrame
        ``session``, ``period``, ``mean``, ``lo``, ``hi``, ``known_on``.
    pacts_reach : str or None
        Where the record of pacts ends or begins, or that it leaves the state out; None inside its coverage.
    """

    state: str
    as_of: date
    capabilities: pl.DataFrame
    attention: pl.DataFrame
    pacts: pl.DataFrame
    votes: pl.DataFrame
    ideal_points: pl.DataFrame
    pacts_reach: str | None = None

    @property
    def parts(self) -> dict[str, pl.DataFrame]:
        """The frames by name, in reading order."""
        names = ("capabilities", "attention", "pacts", "votes", "ideal_points")
        return {name: getattr(self, name) for name in names}

    def as_dict(self) -> dict[str, Any]:
        """Return the profile as plain data."""
        return {
            "state": self.state,
            "as_of": self.as_of,
            "pacts_reach": self.pacts_reach,
            **{name: dated_rows(frame.to_dicts(), {"start": "precision"}) for name, frame in self.parts.items()},
        }


def profile(
    state: str,
    *,
    beside: str | None = None,
    as_of: date | str | None = None,
    since: int | None = None,
    events: str = "icews-yearly",
    store: Store | None = None,
) -> Profile:
    """Return a state's profile over time.

    Parameters
    ----------
    state : str
        Name or code.
    beside : str, optional
        Another state, whose capabilities are set beside its own.
    as_of : datetime.date or str, optional
        Nothing known later is used; by default today.
    since : int, optional
        First year to return.
    events : str
        Dataset behind the attention.
    store : Store, optional
        By default the starter pack with the user's own records.

    Returns
    -------
    Profile

    Raises
    ------
    UsageError
        The same state twice, or a day in the future.
    UnknownState, AmbiguousState, NotAStateThen
        A name that means no state, several, or none then.
    NoAnswer
        The records hold nothing about the state.

    Examples
    --------
    >>> found = profile("Russia", as_of="2015-09-01")
    >>> found.attention.filter(pl.col("period") == date(2014, 1, 1))["name"][0]
    'Ukraine'
    """
    day, home = as_of_day(as_of), store or Store.open()
    code = resolve_state(state, day).code
    other = None if beside is None else resolve_state(beside, day).code
    if other == code:
        raise UsageError(f"{state} and {beside} are the same state; set another one beside it", value=beside)
    how_far = reach(home, (code,), day)
    found = Profile(
        code,
        day,
        _since(_capabilities(home, code, other, day), since),
        _since(_attention(home, events, code, day), since),
        _pacts(home, code, day),
        _since(_votes(home, code, day), since),
        _since(home.read("ideal_points", as_of=day, state=code).drop("dataset", "state"), since),
        None if how_far is None else how_far.text,
    )
    if all(frame.is_empty() for frame in found.parts.values()):
        raise NoAnswer(
            f"the store holds nothing about {display_name(code, day)} that could be known by {day}; 'detente data' "
            "shows what it covers",
            value=code,
        )
    return found


def pulls(
    powers: Sequence[str],
    over: str | Sequence[str] | None = None,
    *,
    as_of: date | str | None = None,
    since: int | None = None,
    events: str = "icews-yearly",
    store: Store | None = None,
) -> pl.DataFrame:
    """Return how strongly powers draw on third states, over time.

    Parameters
    ----------
    powers : sequence of str
        Names or codes of two or more states.
    over : str or sequence of str, optional
        A group, or names or codes of states; by default Central Asia for Russia and China.
    as_of, since, events, store
        As of `profile`.

    Returns
    -------
    polars.DataFrame
        See `detente.measures.third_states.pull`; every state of the group is in it, those not covered without rows.

    Raises
    ------
    UsageError
        If there are no two powers, no such group, or no default.
    NoAnswer
        If the store covers none of the states.

    Examples
    --------
    >>> frame = pulls(["Russia", "China"], as_of="2015-09-01")
    >>> sorted(frame["state"].unique())
    ['KAZ', 'KGZ', 'TJK', 'TKM', 'UZB']
    """
    day, home = as_of_day(as_of), store or Store.open()
    codes = [resolve_state(name, day).code for name in powers]
    if len(codes) < 2:
        raise UsageError(f"pull is compared between two powers or more, and {len(codes)} is given", value=powers)
    members = _third(over, codes, day)
    frame = pull_on(home, codes, members, day, events=events)
    found = _since(frame, since)
    if found.is_empty():
        raise NoAnswer(f"the store covers none of {', '.join(members)} by {day}; see 'detente data'", value=members)
    return found


def pull_on(store: Store, powers: Sequence[str], states: Sequence[str], day: date, *, events: str) -> pl.DataFrame:
    """Return the pull of powers on states in every channel that the store holds, by codes.

    A pact that the facts do not hold is none only between states whose pacts were compiled, and in the years that they
    were compiled for; elsewhere there is no row. Whether one
    was still in force after those years is not on record.
    """
    compiled = sorted(covered_by_facts(store))
    known = pl.col("state").is_in(compiled) & pl.col("power").is_in(compiled)
    year = pl.col("period").dt.year()
    known &= (year <= COMPILED_UNTIL.year) & ((year >= COMPILED_FROM.year) | (pl.col("value") > 0))
    everyone = sorted({*powers, *states})
    yearly = {"dataset": events, "score": "all", "freq": "year"}
    found = pull(
        powers,
        states,
        trade=trade(store, day).frame,
        votes=store.read("agreements", as_of=day, a=everyone, b=everyone),
        temperatures=store.read("temperatures", as_of=day, **yearly, source=everyone, target=everyone),
        ties=pact_ties(store, day).frame,
        visits=visits_once(store.read("ties", as_of=day, kind="visit")),
        until=day,
    )
    return found.filter((pl.col("channel") != "pacts") | known)


def visits_once(visits: pl.DataFrame) -> pl.DataFrame:
    """Return visits without those that two datasets record: of each state's year, those of the newest that has any.

    Parameters
    ----------
    visits : polars.DataFrame
        ``dataset``, ``source`` (who visits) and ``start``. The newest dataset is the one that reaches furthest.

    Examples
    --------
    >>> days = [date(2012, 5, 1), date(2013, 5, 1), date(2013, 5, 2), date(2014, 5, 1)]
    >>> rows = {"dataset": ["old", "old", "new", "new"], "source": ["CHN"] * 4, "start": days}
    >>> visits_once(pl.DataFrame(rows))["dataset"].to_list()
    ['old', 'new', 'new']
    """
    reach = visits.group_by("dataset").agg(pl.col("start").max()).sort("start", "dataset").with_row_index("order")
    ranked = visits.join(reach.select("dataset", "order"), on="dataset", maintain_order="left")
    newest = pl.col("order").max().over("source", pl.col("start").dt.year())
    return ranked.filter(pl.col("order") == newest).drop("order")


def _third(over: str | Sequence[str] | None, codes: Sequence[str], day: date) -> tuple[str, ...]:
    if over is None:
        over = DEFAULT_REGION.get(frozenset(codes))
        if over is None:
            raise UsageError("name the third states: a group such as central-asia or asean, or states", value=over)
    if isinstance(over, str):
        return tuple(c for c in group(over, day) if c not in codes)
    return tuple(dict.fromkeys(resolve_state(name, day).code for name in over))


def _capabilities(store: Store, code: str, other: str | None, day: date) -> pl.DataFrame:
    frame = capabilities(store, day).frame
    own = frame.filter(pl.col("state") == code).select("period", "share", "known_on").sort("period")
    if other is None or own.is_empty() or frame.filter(pl.col("state") == other).is_empty():
        return own
    both = capability_ratio(frame, code, other).select("period", "ratio", other="second")
    return own.join(both, on="period", how="left", maintain_order="left").select(
        "period", "share", "other", "ratio", "known_on"
    )


def _attention(store: Store, events: str, code: str, day: date) -> pl.DataFrame:
    frame = store.read("attention", as_of=day, dataset=events, source=code)
    return _named(frame, "target", day).select("period", "target", "name", "share", "known_on").sort(
        "period", "share", "target", descending=[False, True, False]
    )  # fmt: skip


def _pacts(store: Store, code: str, day: date) -> pl.DataFrame:
    ties = in_force(pact_ties(store, day).frame, day)
    own = ties.filter((pl.col("source") == code) | (pl.col("target") == code))
    partner = pl.when(pl.col("source") == code).then("target").otherwise("source").alias("partner")
    return _named(own.with_columns(partner), "partner", day).select(
        "partner", "name", "kind", "start", "precision", "title", "document"
    ).sort("name", "start", "kind")  # fmt: skip


def _votes(store: Store, code: str, day: date) -> pl.DataFrame:
    frame = pl.concat([store.read("agreements", as_of=day, a=code), store.read("agreements", as_of=day, b=code)])
    partner = pl.when(pl.col("a") == code).then("b").otherwise("a").alias("partner")
    return _named(frame.with_columns(partner), "partner", day).select(
        "period", "partner", "name", "raw", "raw_lo", "raw_hi", "kappa", "known_on"
    ).sort("period", "raw", "partner", descending=[False, True, False])  # fmt: skip


def _named(frame: pl.DataFrame, column: str, day: date) -> pl.DataFrame:
    names = {code: display_name(code, day) for code in frame[column].unique()}
    return frame.with_columns(name=pl.col(column).replace_strict(names, return_dtype=pl.String))


def _since(frame: pl.DataFrame, since: int | None) -> pl.DataFrame:
    return frame if since is None else frame.filter(pl.col("period").dt.year() >= since)
