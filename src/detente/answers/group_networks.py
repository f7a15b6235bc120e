"""The networks of a group of states, read from the store: pacts, cooperation, visits, exercises.

A network has its states at the end of a year, as far as the records cover them. What they don't cover is left out and
named in `Networks.notes`; it is not shown as a state without ties.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar

import numpy as np
import polars as pl

from detente.answers.dataset_coverage import Days, covered_days, covers, in_years
from detente.answers.structural_data import pact_ties
from detente.answers.temperature_estimates import elsewhere, estimates, widely_covered
from detente.errors import NoAnswer, NotAStateThen, UsageError
from detente.identity import display_name, group, groups, resolve_state
from detente.identity.resolution import resolve_code
from detente.measures.architecture import INDICES, Network, acts_within, cooperation, ties_in_force
from detente.measures.temperature import level
from detente.store import Store

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = [
    "FEWEST",
    "OF",
    "NetworkQuery",
    "NetworkYear",
    "Networks",
    "Pair",
    "codes_of",
    "members_on",
    "not_then",
    "read_networks",
]

Pair = tuple[str, str]
Y = TypeVar("Y")

OF = ("pacts", "cooperation", "visits", "exercises")
ACTS = {"visits": ("visit", "meeting"), "exercises": ("exercise",)}
FEWEST = 3  # states of a network


@dataclass
class NetworkYear:
    """One year's network: as ties known as such, or as draws."""

    year: int
    on: date
    states: tuple[str, ...]
    ties: NDArray[np.float64]  # (draws, n, n); one draw where ties are known as such

    @property
    def scaled(self) -> NDArray[np.float64]:
        """The ties, the highest value of which is 1."""
        return self.ties / (float(self.ties.max(initial=0.0)) or 1.0)


@dataclass
class Networks:
    """The networks of all years, their sources, and notes on what was left out."""

    years: list[NetworkYear]
    tie: str
    sources: tuple[str, ...]
    notes: list[str] = field(default_factory=list)
    drawn: bool = False


@dataclass(frozen=True)
class NetworkQuery:
    """Which states, which years (all, or the first and the last that are covered), and which indices."""

    among: str | Sequence[str]
    start: int
    end: int
    as_of: date
    ends_only: bool = False
    indices: Collection[str] = tuple(INDICES)

    @property
    def name(self) -> str:
        """The group in words."""
        if not isinstance(self.among, str):
            return ", ".join(display_name(code, self.as_of) for code in members_on(self.among, self.as_of))
        members_on(self.among, self.as_of)
        wanted = self.among.casefold()
        return next((g.name for g in groups() if wanted in {g.key, g.name.casefold()}), self.among)

    def days(self) -> list[tuple[int, date]]:
        """Each year with its last day that is not after `as_of`."""
        return [
            (year, min(date(year, 12, 31), self.as_of))
            for year in range(self.start, self.end + 1)
            if date(year, 1, 1) <= self.as_of
        ]

    def wanted(self, covered: Sequence[Y]) -> list[Y]:
        """Return the years to measure of those covered."""
        return [*covered[:1], *covered[1:][-1:]] if self.ends_only else list(covered)


def members_on(among: str | Sequence[str], day: date) -> tuple[str, ...]:
    """Return the codes of a group's members on a day, or of those states of a list that existed then.

    Raises
    ------
    UsageError
        No group has that name.
    UnknownState, AmbiguousState
        A name of the list means no state, or several.
    """
    if isinstance(among, str):
        return group(among, on=day)
    return _existing(tuple(among), day)


@lru_cache(maxsize=256)
def _existing(among: tuple[str, ...], day: date) -> tuple[str, ...]:
    """Return the codes of those states of a list that existed on a day: three series of a brief ask for the same."""
    codes = set()
    for text in among:
        try:
            codes.add(resolve_code(text, day))
        except NotAStateThen:
            continue
    return tuple(sorted(codes))


def not_then(among: str | Sequence[str], day: date) -> list[str]:
    """Say which states of a list did not exist on a day, in a sentence, if there are any."""
    if isinstance(among, str):
        return []
    found = []
    for text in among:
        try:
            resolve_state(text, day)
        except NotAStateThen as error:
            found.append(f"Left out on {day}: {error.message}")
    return found


def codes_of(pairs: Iterable[tuple[str, str]], day: date) -> list[Pair]:
    """Return the codes of named pairs of states."""
    return [(resolve_state(a, day).code, resolve_state(b, day).code) for a, b in pairs]


def read_networks(
    store: Store, of: str, query: NetworkQuery, *, kinds: Collection[str], cut: float, events: str, dataset: str | None
) -> Networks:
    """Return the networks of a group, year by year; see `detente.answers.network_series.network_series`.

    Raises
    ------
    UsageError
        No such kind of tie, group or dataset.
    NoAnswer
        Nothing of the kind is covered in these years.
    """
    match of:
        case "pacts":
            networks = _pacts(store, query, kinds, dataset)
        case "cooperation":
            networks = _cooperation(store, query, events, cut)
        case "visits" | "exercises":
            networks = _acts(store, query, of, dataset)
        case _:
            raise UsageError(f"unknown kind of ties {of!r}: expected {', '.join(OF)}", value=of)
    if not networks.years:
        raise NoAnswer(
            f"no network of {of} among {query.name} from {query.start} to {query.end} as known on {query.as_of}: fewer "
            f"than {FEWEST} of its states are covered then",
            value=of,
        )
    networks.notes += not_then(query.among, networks.years[-1].on)
    return networks


def _pacts(store: Store, query: NetworkQuery, kinds: Collection[str], dataset: str | None) -> Networks:
    if dataset is not None:
        return _pacts_of(store, query, kinds, dataset)
    ties = pact_ties(store, query.as_of).frame
    coverage, kind = store.facts.coverage, next(iter(kinds)) if len(kinds) == 1 else None
    members = [(year, day, members_on(query.among, day)) for year, day in query.days()]
    covered = {year: coverage.covered("pacts", everyone, kind, on=day) for year, day, everyone in members}
    # A state that is not covered in one of the years is left out of all, so that what changes are the pacts
    absent = {code for year, _, everyone in members if covered[year] for code in everyone if code not in covered[year]}
    found, in_part = [], set()
    for year, day, everyone in members:
        states = [code for code in everyone if code in covered[year] - absent]
        if len(states) >= FEWEST:
            found.append((year, day, states))
            span = coverage.span("pacts", states, kind)
            if span is not None and span.since is not None and day < span.since:
                in_part.add(span.since.year)
    years = [
        _known(year, day, ties_in_force(ties, day, states, kinds=kinds)) for year, day, states in query.wanted(found)
    ]
    notes = _left_out(absent, "the facts do not cover its pacts", "the facts do not cover their pacts", query.as_of)
    if found and query.start < found[0][0]:
        notes.append(f"The facts hold pacts from {found[0][0]} on; earlier years are left out.")
    if in_part:
        notes.append(f"Pacts that ended before {max(in_part)} are in the facts only in part.")
    if found and query.end > found[-1][0]:
        notes.append(f"The facts hold pacts that began by the end of {found[-1][0]}; later years are left out.")
    return Networks(years, _pact(kinds), ("facts",), notes)


def _pacts_of(store: Store, query: NetworkQuery, kinds: Collection[str], dataset: str) -> Networks:
    rows, covered = _ties(store, query.as_of, tuple(kinds), dataset)
    years = [
        _known(year, day, ties_in_force(rows, day, states, kinds=kinds))
        for year, day, states in query.wanted(_within(query, covered))
    ]
    return Networks(years, _pact(kinds), (dataset,), _beyond(query, dataset, covered))


def _within(query: NetworkQuery, covered: Days) -> list[tuple[int, date, tuple[str, ...]]]:
    """Return the years wholly covered, each with its last day and the states of its network."""
    years = [(year, day, members_on(query.among, day)) for year, day in query.days()]
    return [
        (year, day, states)
        for year, day, states in years
        if covers(covered, date(year, 1, 1), day) and len(states) >= FEWEST
    ]


def _pact(kinds: Collection[str]) -> str:
    """Say what a tie of pacts is.

    Examples
    --------
    >>> _pact(("defence",)), _pact(("defence", "consultation"))
    ('a defence pact in force', 'a pact of defence or consultation in force')
    """
    words = list(kinds)
    return f"a {words[0]} pact in force" if len(words) == 1 else f"a pact of {' or '.join(words)} in force"


def _acts(store: Store, query: NetworkQuery, of: str, dataset: str | None) -> Networks:
    name = dataset or _only_dataset(store, query.as_of, of)
    rows, covered = _ties(store, query.as_of, ACTS[of], name)
    one = _common(rows)
    if one is not None:
        who = display_name(one, query.as_of)
        raise NoAnswer(
            f"the dataset {name!r} holds {of} of {who} alone, so that {who} would be the hub whatever the others do; "
            f"give a dataset of {of} among all with --dataset",
            value=name,
        )
    years = [
        _known(year, day, acts_within(rows, date(year, 1, 1), day, states, kinds=ACTS[of]))
        for year, day, states in query.wanted(_within(query, covered))
    ]
    tie = "a visit or meeting in the year" if of == "visits" else "a military exercise in common in the year"
    return Networks(years, tie, (name,), _beyond(query, name, covered))


def _ties(store: Store, as_of: date, kinds: tuple[str, ...], dataset: str) -> tuple[pl.DataFrame, Days]:
    """Return a dataset's ties of some kinds, and the stretches of days that it covers."""
    rows = store.read("ties", as_of=as_of, dataset=dataset, kind=kinds)
    if rows.is_empty():
        raise NoAnswer(
            f"the store has no {' or '.join(kinds)} of a dataset {dataset!r}, as known on {as_of}; add it with: "
            f"detente ingest {dataset} PATH",
            value=dataset,
        )
    stated = covered_days(store, [dataset], as_of, table="ties").get(dataset)
    return rows, stated or [(date(rows["start"].dt.year().min(), 1, 1), as_of)]  # type: ignore[arg-type]


def _only_dataset(store: Store, as_of: date, of: str) -> str:
    """Return the dataset that holds acts of a kind among all states."""
    rows = store.read("ties", as_of=as_of, kind=ACTS[of])
    names = sorted(rows["dataset"].unique())
    whole = [name for name in names if _common(rows.filter(pl.col("dataset") == name)) is None]
    if len(whole) == 1 or len(names) == 1:
        return str((whole or names)[0])
    if names:
        raise UsageError(f"{of} are in {', '.join(names)}; give one with --dataset", value=of)
    raise NoAnswer(f"the store has no {of}; add a dataset of the table ties with: detente ingest NAME PATH", value=of)


def _common(rows: pl.DataFrame) -> str | None:
    """Return the state that is in every tie, if there is one."""
    ends: tuple[str, ...] = rows.select("source", "target").row(0)
    for code in ends:
        if rows.filter((pl.col("source") != code) & (pl.col("target") != code)).is_empty():
            return str(code)
    return None


def _cooperation(store: Store, query: NetworkQuery, events: str, cut: float) -> Networks:
    members = {year: members_on(query.among, day) for year, day in query.days()}
    everyone = sorted({code for codes in members.values() for code in codes})
    if len(everyone) < FEWEST:
        return Networks([], "", (f"{events}-temperature",))
    rows = estimates(store, events, query.as_of, among=everyone, scores=("all",)).temperatures
    rows = widely_covered(rows.filter(pl.col("period").dt.year().is_between(query.start, query.end)))
    if rows.is_empty():
        raise NoAnswer(
            f"{events} has no temperatures among {query.name} from {query.start} to {query.end} as known on "
            f"{query.as_of}; {elsewhere(store, events)}",
            value=events,
        )
    covered, absent = [], set()
    for period, sources, targets in rows.group_by("period").agg("source", "target").sort("period").iter_rows():
        seen = {*sources, *targets}
        states = tuple(code for code in members[period.year] if code in seen)
        absent |= set(members[period.year]) - seen
        if len(states) >= FEWEST:
            covered.append((period, states))
    wanted = query.wanted(covered)
    drawn = cooperation(rows, everyone, cut=cut, periods=[period for period, _ in wanted])
    years = []
    for t, (period, states) in enumerate(wanted):
        at = [everyone.index(code) for code in states]
        ties = drawn.ties[:, t][:, at][:, :, at].astype(np.float64)
        years.append(NetworkYear(period.year, date(period.year, 12, 31), states, ties))
    unseen = _unseen(rows.filter(pl.col("period") == covered[-1][0]), covered[-1][1]) if covered else 0
    notes = _left_out(absent, "it has no temperature", "they have no temperature", query.as_of)
    if unseen:
        pairs = "pair has" if unseen == 1 else "pairs have"
        notes.append(
            f"In {years[-1].year}, {unseen} {pairs} too few reports for a temperature in both directions: counted as "
            "not tied."
        )
    tie = f"conduct reported as {level(cut)} or warmer, each toward the other"
    return Networks(years, tie, (f"{events}-temperature",), notes, drawn=True)


def _unseen(rows: pl.DataFrame, states: tuple[str, ...]) -> int:
    """Count the pairs without a temperature in both directions."""
    own = rows.filter(pl.col("source").is_in(states), pl.col("target").is_in(states))
    both = own.join(own, left_on=["source", "target"], right_on=["target", "source"])
    return len(states) * (len(states) - 1) // 2 - both.height // 2


def _known(year: int, day: date, network: Network) -> NetworkYear:
    return NetworkYear(year, day, network.states, network.value[None])


def _left_out(absent: Collection[str], one: str, several: str, day: date) -> list[str]:
    if not absent:
        return []
    names = sorted(display_name(code, day) for code in absent)
    listed = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
    return [f"Left out: {listed}; {one if len(names) == 1 else several}."]


def _beyond(query: NetworkQuery, dataset: str, covered: Days) -> list[str]:
    if covers(covered, date(query.start, 1, 1), date(query.end, 12, 31)):
        return []
    return [f"{dataset} covers {in_years(covered)}; years not wholly within are left out."]
