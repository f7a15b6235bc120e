"""The verb profile: a state's capabilities, attention and alignments over time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, overload

import polars as pl

from detente.answers.document_answer import DocumentAnswer
from detente.answers.facts_coverage import reach
from detente.answers.ruptures import read_ruptures
from detente.answers.structural_data import capabilities, pact_ties
from detente.answers.third_state_pull import ThirdStatePull, third_state_pull
from detente.catalog import dated_rows
from detente.dates import as_of_day
from detente.errors import NoAnswer, UsageError
from detente.identity import display_name, resolve_state
from detente.measures.obligations import in_force
from detente.measures.profiles import capability_ratio
from detente.store import Store

__all__ = ["Profile", "profile"]


@dataclass(frozen=True)
class Profile(DocumentAnswer):
    """A state's capabilities, attention and alignments; an empty frame means that the store has no such records.

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
    ruptures : polars.DataFrame
        Breaks of diplomatic relations that stand: ``partner``, ``name``, ``level``, ``start``, ``precision``, ``id``,
        ``text``, ``document``, ``known_on``.
    pacts_reach : str or None
        Where the record of pacts ends or begins, or that it leaves the state out; None within its coverage.
    beside : str or None
        Code of the state whose capabilities are set beside its own.
    """

    state: str
    as_of: date
    capabilities: pl.DataFrame
    attention: pl.DataFrame
    pacts: pl.DataFrame
    votes: pl.DataFrame
    ideal_points: pl.DataFrame
    ruptures: pl.DataFrame
    pacts_reach: str | None = None
    beside: str | None = None

    @property
    def parts(self) -> dict[str, pl.DataFrame]:
        """The frames by name, in reading order."""
        names = ("capabilities", "attention", "pacts", "votes", "ideal_points", "ruptures")
        return {name: getattr(self, name) for name in names}

    def frame(self) -> pl.DataFrame:
        """Return all parts as one table; ``part`` names them."""
        parts = [
            frame.select(pl.lit(name).alias("part"), pl.all())
            for name, frame in self.parts.items()
            if not frame.is_empty()
        ]
        return pl.concat(parts, how="diagonal")

    def as_dict(self) -> dict[str, Any]:
        """Return the profile as plain data."""
        return {
            "state": self.state,
            "as_of": self.as_of,
            "pacts_reach": self.pacts_reach,
            **{name: dated_rows(frame.to_dicts(), {"start": "precision"}) for name, frame in self.parts.items()},
        }


@overload
def profile(
    state: str,
    *,
    beside: str | None = None,
    over: None = None,
    scheme: str | None = None,
    as_of: date | str | None = None,
    since: int | None = None,
    events: str = "conduct",
    store: Store | None = None,
) -> Profile: ...


@overload
def profile(
    state: str,
    *,
    beside: str,
    over: str | Sequence[str],
    scheme: str | None = None,
    as_of: date | str | None = None,
    since: int | None = None,
    events: str = "conduct",
    store: Store | None = None,
) -> ThirdStatePull: ...


def profile(
    state: str,
    *,
    beside: str | None = None,
    over: str | Sequence[str] | None = None,
    scheme: str | None = None,
    as_of: date | str | None = None,
    since: int | None = None,
    events: str = "conduct",
    store: Store | None = None,
) -> Profile | ThirdStatePull:
    """Return a state's capabilities, attention and alignments over time.

    Parameters
    ----------
    state : str
        Name or code.
    beside : str, optional
        Another state, whose capabilities are set beside its own.
    over : str or sequence of str, optional
        A group, or names or codes of states (a sequence, or separated by commas): compare the pull of `state` and
        `beside` on them instead.
    scheme : str, optional
        How states are written; by default names and codes are recognised. See `detente.resolve`.
    as_of : datetime.date or str, optional
        Nothing known later is used; by default today.
    since : int, optional
        First year to return.
    events : str, optional
        Dataset of events behind the attention.
    store : Store, optional
        By default the starter pack with the user's own records.

    Returns
    -------
    Profile or PullAnswer
        The second if `over` is given.

    Raises
    ------
    UsageError
        The same state twice, a day in the future, `over` without `beside`, or a name that means no state, several, or
        none on the day.
    NoAnswer
        The store holds nothing about the states.

    Examples
    --------
    >>> found = profile("Russia", as_of="2015-09-01")
    >>> found.attention.filter(pl.col("period") == date(2014, 1, 1))["name"][0]
    'Ukraine'
    """
    day, store = as_of_day(as_of), store or Store.open()
    if over is not None and beside is None:
        raise UsageError("--over compares the pull of two states; give the other one with --beside", value=over)
    code = resolve_state(state, day, scheme=scheme).code
    other = None if beside is None else resolve_state(beside, day, scheme=scheme).code
    if other == code:
        raise UsageError(f"{state} and {beside} are the same state; set another one beside it", value=beside)
    if over is not None and beside is not None:
        return third_state_pull(
            (state, beside), over, scheme=scheme, as_of=day, since=since, events=events, store=store
        )
    limits = reach(store, "pacts", (code,), day, kind="defence")
    answer = Profile(
        code,
        day,
        _since(_capabilities(store, code, other, day), since),
        _since(_attention(store, events, code, day), since),
        _pacts(store, code, day),
        _since(_votes(store, code, day), since),
        _since(store.read("ideal_points", as_of=day, state=code).drop("dataset", "state"), since),
        _ruptures(store, code, day),
        None if limits is None else limits.text,
        other,
    )
    if all(frame.is_empty() for frame in answer.parts.values()):
        raise NoAnswer(
            f"the store holds nothing about {display_name(code, day)} that could be known by {day}; 'detente data' "
            "shows what it covers",
            value=code,
        )
    return answer


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


def _ruptures(store: Store, code: str, day: date) -> pl.DataFrame:
    rows = read_ruptures(store, (code,), day).filter("standing")
    partner = pl.when(pl.col("a") == code).then("b").otherwise("a").alias("partner")
    return _named(rows.with_columns(partner), "partner", day).select(
        "partner", "name", "level", "start", "precision", "id", "text", "document", "known_on"
    ).sort("start", "name")  # fmt: skip


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
