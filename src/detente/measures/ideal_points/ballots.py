"""The votes that count, and their layout in memory.

An *item* is a text that states voted on: one roll call, or several on identical texts in different
sessions (*bridged*). A *seat* is one state in one session in which it voted. A *ballot* is one vote cast: a seat,
an item, and a choice (no, abstention, yes).

Left out: absences (they have no row); session 19, which had one recorded vote; separate votes on paragraphs and
amendments after 1989, that is from session 45; and items on which all voted alike.

An item's *cut points* separate no from abstention and abstention from yes. If one of the three choices was not made,
one number determines both: without abstentions the two are equal; without a no (or a yes) the lower (or upper) is at
the bound of the prior, where a flat prior puts it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from detente.errors import NoAnswer, TableError, UsageError

__all__ = ["ABSTAIN", "BOUND", "CHOICES", "NO", "YES", "BallotRecord", "Ballots", "KnownBallots"]

NEEDED = ("rcid", "session", "date", "kind", "state", "vote")
WITHOUT_CONTEST = 19  # the session that took one recorded vote
MANY = 10_000  # more than the sessions there will be
LAST_WITH_PARTS = 44  # later sessions count votes on whole texts only
NO, ABSTAIN, YES = range(3)
CHOICES = (NO, ABSTAIN, YES)
BOUND = 7.0  # cut points are within ±7, as published

Floats = NDArray[np.floating]
Array = NDArray[np.float64]
Single = NDArray[np.float32]
Indices = NDArray[np.intp]


@dataclass(frozen=True)
class Ballots:
    """Ballots in blocks by choice, each sorted by item and seat.

    Parameters
    ----------
    seats : polars.DataFrame
        ``state``, ``session``, ``votes`` (how many), by state and session.
    items : polars.DataFrame
        ``item`` (number of its first roll call), ``roll_calls``, ``no``, ``abstain``, ``yes``.
    seat, item : ndarray of int
        Row of `seats` and `items` of each ballot.
    counts : ndarray, shape (3, items)
        Ballots of each item by choice.
    """

    seats: pl.DataFrame
    items: pl.DataFrame
    seat: Indices
    item: Indices
    counts: NDArray[np.int64]

    @classmethod
    def from_frame(cls, votes: pl.DataFrame, bridges: pl.DataFrame | None, as_of: date | None = None) -> Ballots:
        """Select the ballots that count and lay them out.

        Raises
        ------
        TableError
            A column is missing, a state votes twice in a roll call, or a vote is not 1, 0 or −1.
        NoAnswer
            No item divides the states.
        """
        return BallotRecord.of(votes, bridges).until(as_of).ballots

    @property
    def size(self) -> int:
        """Number of ballots."""
        return len(self.item)

    @property
    def graded(self) -> NDArray[np.bool_]:
        """For each item, whether all three choices were made."""
        return np.asarray(self.counts.min(0) > 0)

    @property
    def shift(self) -> Array:
        """For each item, how far the middle of its cut points moves if its free cut point moves by one."""
        return np.where(self.counts[ABSTAIN] * ~self.graded > 0, 0.5, 1.0)

    @property
    def stretch(self) -> Array:
        """For each item, how half the distance of its cut points grows if its free cut point moves by one."""
        return np.where(self.counts[NO] == 0, 0.5, np.where(self.counts[YES] == 0, -0.5, 0.0))

    @property
    def session(self) -> NDArray[np.int64]:
        """For each seat, its session."""
        return self.seats["session"].cast(pl.Int64).to_numpy()

    @property
    def first(self) -> NDArray[np.bool_]:
        """For each seat, whether it is its state's first."""
        state = self.seats["state"]
        return np.asarray((state != state.shift(1)).fill_null(value=True).to_numpy(), dtype=bool)

    def block(self, choice: int) -> slice:
        """Return the slice of the ballots of one choice."""
        ends = np.concatenate([[0], np.cumsum(self.counts.sum(1))])
        return slice(int(ends[choice]), int(ends[choice + 1]))

    def of_item(self, value: Array | NDArray[np.bool_]) -> Single:
        """Give each ballot the value of its item."""
        single = value.astype(np.float32)
        return np.concatenate([np.repeat(single, self.counts[choice]) for choice in CHOICES])

    def of_seat(self, value: Array) -> Single:
        """Give each ballot the value of its seat."""
        return np.take(value.astype(np.float32), self.seat)

    def by_item(self, *values: Floats) -> list[Array]:
        """Sum values of ballots over each item's."""
        sums = [np.zeros(self.items.height) for _ in values]
        for choice in CHOICES:
            here, count = self.block(choice), self.counts[choice]
            some = np.flatnonzero(count)
            if not some.size:
                continue
            starts = np.concatenate([[0], np.cumsum(count[some])[:-1]])
            for total, value in zip(sums, values, strict=True):
                total[some] += np.add.reduceat(value[here], starts)
        return sums

    def by_seat(self, value: Floats) -> Array:
        """Sum values of ballots over each seat's."""
        return np.asarray(np.bincount(self.seat, value, self.seats.height), dtype=np.float64)


class KnownBallots(NamedTuple):
    """The ballots known on a day, and the rows of their seats and items in the whole record."""

    ballots: Ballots
    seats: Indices
    items: Indices


@dataclass(frozen=True)
class BallotRecord:
    """All ballots, sorted by choice, item and seat, from which those known on any day are selected.

    Parameters
    ----------
    seats : polars.DataFrame
        ``state``, ``session``, by state and session.
    items : polars.DataFrame
        ``item``.
    seat, item, choice : ndarray of int
        Of each ballot.
    known : ndarray of datetime64
        Day on which each ballot could be known.
    calls : polars.DataFrame
        ``rcid``, ``item`` (its row in `items`), ``known``.
    """

    seats: pl.DataFrame
    items: pl.DataFrame
    seat: Indices
    item: Indices
    choice: NDArray[np.int8]
    known: NDArray[np.datetime64]
    calls: pl.DataFrame

    @classmethod
    def of(cls, votes: pl.DataFrame, bridges: pl.DataFrame | None) -> BallotRecord:
        """Lay out the votes that count.

        Raises
        ------
        TableError
            As `Ballots.from_frame`.
        """
        kept = _bridged(_counted(_checked(votes)), bridges)
        seats = kept.select("state", "session").unique().sort("state", "session")
        items = kept.select("item").unique().sort("item")
        order = kept.select(
            "rcid",
            "known",
            choice=(pl.col("vote") + 1).cast(pl.Int8),
            item=pl.col("item").rank("dense") - 1,
            seat=(pl.col("state").rank("dense").cast(pl.Int64) * MANY + pl.col("session")).rank("dense") - 1,
        ).sort("choice", "item", "seat")
        seat, item = (order[name].to_numpy().astype(np.intp) for name in ("seat", "item"))
        calls = order.select("rcid", "item", "known").unique("rcid", keep="first")
        return cls(seats, items, seat, item, order["choice"].to_numpy(), order["known"].to_numpy(), calls)

    def until(self, day: date | None) -> KnownBallots:
        """Select the ballots known on a day, on items that divided the states by then; all without a day.

        Raises
        ------
        NoAnswer
            If no item divides the states.
        """
        known = np.full(len(self.item), fill_value=True) if day is None else self.known <= np.datetime64(day)
        cells = self.choice * np.intp(self.items.height) + self.item
        counts = np.bincount(cells[known], minlength=3 * self.items.height).reshape(3, -1)
        divided = (counts > 0).sum(0) > 1
        mine = np.flatnonzero(known & divided[self.item])
        if not mine.size:
            raise NoAnswer("no roll call left divides the states; ideal points need divided votes", value=day)
        by_seat = np.bincount(self.seat[mine], minlength=self.seats.height)
        seats, items = np.flatnonzero(by_seat), np.flatnonzero(divided)
        calls = self.calls if day is None else self.calls.filter(pl.col("known") <= day)
        roll_calls = np.bincount(calls["item"].to_numpy(), minlength=self.items.height)[items]
        counts = counts[:, items].astype(np.int64)
        choices = {name: pl.Series(counts[choice]) for choice, name in enumerate(("no", "abstain", "yes"))}
        ballots = Ballots(
            self.seats[seats].with_columns(votes=pl.Series(by_seat[seats])),
            self.items[items].with_columns(roll_calls=pl.Series(roll_calls), **choices),
            (np.cumsum(by_seat > 0) - 1)[self.seat[mine]],
            (np.cumsum(divided) - 1)[self.item[mine]],
            counts,
        )
        return KnownBallots(ballots, seats, items)


def _checked(votes: pl.DataFrame) -> pl.DataFrame:
    missing = [c for c in NEEDED if c not in votes.columns]
    if missing:
        raise TableError(f"votes: missing column {', '.join(missing)}; required: {', '.join(NEEDED)}", value=missing)
    wrong = votes.filter(~pl.col("vote").is_in([-1, 0, 1]).fill_null(value=False))["vote"]
    if len(wrong):
        raise TableError(f"invalid vote {wrong[0]}: expected 1 (yes), 0 (abstention) or -1 (no)", value=wrong[0])
    twice = votes.group_by("rcid").agg(pl.len() > pl.col("state").n_unique()).filter("len")
    if not twice.is_empty():
        votes = votes.filter(pl.col("rcid") == twice["rcid"][0])
        who = votes.filter(pl.col("state").is_duplicated()).select("state", "rcid").row(0)
        raise TableError(f"{who[0]} has two votes in roll call {who[1]}; keep one per state and roll call", value=who)
    dated = [c for c in (*NEEDED, "known_on") if c in votes.columns]
    return votes.select(dated)


def _counted(votes: pl.DataFrame) -> pl.DataFrame:
    """Keep the sessions and kinds that count, and name the day on which each vote could be known."""
    part = (pl.col("kind") != "whole") & (pl.col("session") > LAST_WITH_PARTS)
    kept = votes.filter((pl.col("session") != WITHOUT_CONTEST) & ~part)
    return kept.with_columns(known="known_on" if "known_on" in kept.columns else "date")


def _bridged(votes: pl.DataFrame, bridges: pl.DataFrame | None) -> pl.DataFrame:
    """Add the number of the item: roll calls on identical texts share the number of the first."""
    first = {} if bridges is None else _firsts(_pairs(bridges))
    return votes.with_columns(item=pl.col("rcid").replace(first) if first else pl.col("rcid"))


def _pairs(bridges: pl.DataFrame) -> list[tuple[int, int]]:
    for one, other in (("rcid1", "rcid2"), ("same_as", "rcid")):
        if {one, other} <= set(bridges.columns):
            return [(int(a), int(b)) for a, b in bridges.select(one, other).drop_nulls().iter_rows()]
    raise UsageError(
        f"bridges have {', '.join(bridges.columns)}; give rcid1 and rcid2, or rcid and same_as", value=bridges.columns
    )


def _firsts(pairs: list[tuple[int, int]]) -> dict[int, int]:
    """Return the first of the chain of identical texts that each roll call ends.

    A text with two forerunners follows the earlier. Links lead back only, so a later text joins no two earlier ones.
    """
    before: dict[int, int] = {}
    for a, b in pairs:
        early, late = sorted((a, b))
        if early < late:
            before[late] = min(early, before.get(late, early))
    first: dict[int, int] = {}
    for rcid in sorted(before):
        first[rcid] = first.get(before[rcid], before[rcid])
    return first
