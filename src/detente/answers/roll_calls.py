"""One roll call of the General Assembly: the count, and who voted how."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import polars as pl

from detente.answers.assembly_records import HOW_TO_GET_VOTES, AssemblyRecords, in_days, titles
from detente.answers.dataset_coverage import covered_days
from detente.answers.document_answer import DocumentAnswer
from detente.catalog import at_precision
from detente.errors import NoAnswer, UsageError
from detente.identity import display_name, group
from detente.measures.votes import roll_call, symbol
from detente.store import Store

__all__ = ["GROUPS", "RollCallAnswer", "find_roll_call"]

NAMED = 8  # roll calls listed in an error
ANSWERS = {"yes": 1, "no": -1, "abstain": 0}
COLUMNS = {"yes": "in_favour", "no": "against", "abstain": "abstaining", "absent": "absent"}
GROUPS = ("p5", "g7", "nato", "eu", "csto", "cis", "sco", "brics", "asean", "gcc", "central-asia")


@dataclass(frozen=True)
class RollCallAnswer(DocumentAnswer):
    """One recorded vote: the count, and who voted how. A list of states that is None is not known.

    Parameters
    ----------
    symbol : str or None
        Symbol of the resolution.
    rcid : int or None
        Number of the roll call in the dataset.
    on : datetime.date
        Day of the vote, or the first day of its month where `precision` is 'month'.
    precision : str
        'day' or 'month'.
    title, issues : str or None
        What it was about.
    counts : dict of str to int
        Yes, no and abstain.
    states : dict of str to list of str or None
        Codes of the states by yes, no, abstain and absent.
    document : str
        Where the vote is recorded.
    groups : tuple of str
        Groups of states to count the vote by.
    as_of : datetime.date or None
        Nothing known later was used; None without an as-of date.
    """

    symbol: str | None
    rcid: int | None
    on: date
    precision: str
    title: str | None
    issues: str | None
    counts: dict[str, int]
    states: dict[str, list[str] | None] = field(repr=False)
    document: str = ""
    groups: tuple[str, ...] = GROUPS
    as_of: date | None = None

    def votes(self) -> dict[str, str]:
        """Return each state's vote, where it is known."""
        return {state: answer for answer, states in self.states.items() for state in states or ()}

    def by_group(self) -> Iterator[dict[str, Any]]:
        """Yield the count of each group's members on the day, if any of them took part.

        Raises
        ------
        UsageError
            If there is no such group.
        """
        known = all(self.states[answer] is not None for answer in ANSWERS)
        votes = self.votes()
        for name in self.groups:
            members = group(name, self.on)
            cast = [votes.get(state) for state in members]
            counts: dict[str, int] = {answer: cast.count(answer) for answer in ANSWERS}
            took_part = sum(counts[answer] for answer in ANSWERS)
            if known and took_part:
                yield {"group": name, "members": len(members), **counts, "other": len(members) - took_part}

    def as_dict(self) -> dict[str, Any]:
        """Return the vote as plain data."""
        return {
            "symbol": self.symbol,
            "rcid": self.rcid,
            "date": at_precision(self.on, self.precision),
            "precision": self.precision,
            "title": self.title,
            "issues": self.issues,
            **self.counts,
            "states": self.states,
            "groups": list(self.by_group()),
            "document": self.document,
        }

    def frame(self) -> pl.DataFrame:
        """Return who voted how: ``state``, ``name``, ``vote``."""
        rows = [(state, display_name(state, self.on), answer) for state, answer in sorted(self.votes().items())]
        return pl.DataFrame(rows, schema={"state": pl.String, "name": pl.String, "vote": pl.String}, orient="row")


def find_roll_call(
    store: Store, text: str, day: date, dataset: str | None = None, groups: tuple[str, ...] = GROUPS
) -> RollCallAnswer:
    """Return a roll call by its symbol, number or title: from the store's votes, else from the landmark votes.

    Raises
    ------
    NoAnswer
        If neither has it.
    UsageError
        If the store has several votes on the text, and the landmark votes have none.
    """
    records = AssemblyRecords.of(store, day, dataset)
    landmark = None if text.isdigit() or dataset is not None else _landmark(store, text, day)
    if landmark is None and records is None:
        raise NoAnswer(
            f"the store has no roll call on {text}; {HOW_TO_GET_VOTES}; to compare two states, name both", value=text
        )
    found = landmark
    if records is not None:
        try:
            found = _with_absent(_recorded(records, text), landmark)
        except (NoAnswer, UsageError):
            if landmark is None:
                raise
    for name in groups:
        group(name, day)
    return replace(found, groups=groups, as_of=day)  # type: ignore[return-value,type-var]  # one of them is there, or an error was raised


def _with_absent(recorded: RollCallAnswer, landmark: RollCallAnswer | None) -> RollCallAnswer:
    """Take the absent states from the landmark vote, which was compiled from the document, if the counts are equal.

    Datasets may leave an absent member out: in A/RES/68/262, Israel is not a member in UNVotes.csv.
    """
    if landmark is None or recorded.counts != landmark.counts:
        return recorded
    absent = landmark.states["absent"]
    if absent is None or absent == recorded.states["absent"]:
        return recorded
    document = f"{recorded.document}; who was absent, from {landmark.document}"
    return replace(recorded, states={**recorded.states, "absent": absent}, document=document)


def _recorded(records: AssemblyRecords, text: str) -> RollCallAnswer:
    calls = records.roll_calls()
    wanted = int(text) if text.isdigit() else _by_title(calls, text)
    candidates = calls.filter(_may_be(wanted))
    votes = records.votes(rcid=candidates["rcid"].to_list()) if candidates.height else records.votes(rcid=-1)
    try:
        call = roll_call(votes, wanted, roll_calls=calls)
    except NoAnswer as error:
        days = covered_days(records.store, calls["dataset"].unique().to_list(), records.day, table="roll_calls")
        if not days:
            raise
        periods = "; ".join(f"{name}: {in_days(days[name])}" for name in sorted(days))
        raise NoAnswer(
            f"{error.message}. The store has roll calls of these days ({periods}); for others, {HOW_TO_GET_VOTES}",
            value=error.value,
        ) from None
    row = calls.filter(pl.col("rcid") == call.rcid).row(0, named=True)
    by_answer = {answer: sorted(s for s, vote in call.votes.items() if vote == v) for answer, v in ANSWERS.items()}
    return RollCallAnswer(
        call.resolution,
        call.rcid,
        call.on,
        row["precision"],
        call.title,
        call.issues,
        {answer: len(states) for answer, states in by_answer.items()},
        {**by_answer, "absent": records.absent(call.rcid, row["dataset"], call.on)},
        titles(records.store, [row["dataset"]]),
    )


def _by_title(calls: pl.DataFrame, text: str) -> str | int:
    """Return the number of the one roll call under a title, or the text where there is none.

    Raises
    ------
    UsageError
        If there are several; the newest are named.
    """
    title = pl.col("title").str.to_lowercase()
    within = title.str.contains(text.lower(), literal=True) if " " in text else pl.lit(value=False)
    for same in (title == text.lower(), within):
        found = calls.filter(same).sort("date", "rcid", descending=True)
        if found.height == 1:
            return int(found["rcid"][0])
        if found.height:
            newest = "; ".join(
                f"{number} of {at_precision(on, how)}"
                for number, on, how in found.select("rcid", "date", "precision").head(NAMED).iter_rows()
            )
            raise UsageError(
                f"{found.height} roll calls are on {text!r}; give one by its number, of which the newest are {newest}",
                value=text,
            )
    return text


def _may_be(wanted: str | int) -> pl.Expr:
    """Return the condition that a roll call may be the one wanted."""
    if isinstance(wanted, int):
        return pl.col("rcid") == wanted
    return pl.col("resolution").str.starts_with(symbol(wanted))


def _landmark(store: Store, text: str, day: date) -> RollCallAnswer | None:
    for row in store.read("assembly_votes", as_of=day).iter_rows(named=True):
        if symbol(row["symbol"]) == symbol(text):
            counts = {answer: row[answer] for answer in ANSWERS}
            states = {answer: _codes(row[name]) for answer, name in COLUMNS.items()}
            states |= {answer: [] for answer, count in counts.items() if not count}
            return RollCallAnswer(
                row["symbol"], None, row["date"], "day", row["title"], None, counts, states, row["document"]
            )
    return None


def _codes(text: str | None) -> list[str] | None:
    return text.split(";") if text else None
