"""What the store answers about votes: from the record in the lake, else from the pack and the facts."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import polars as pl

from detente.answers.records import covered_days, in_years
from detente.catalog import at_precision
from detente.errors import NoAnswer, UsageError
from detente.identity import display_name, group
from detente.measures.votes import FIGURES, agreement, agreement_between, agreement_by_issue, roll_call, symbol
from detente.store import Store

__all__ = ["ANSWERS", "LANDMARKS", "PACK", "Ballot", "Record", "ballot", "pair_windows", "titles", "years_covered"]

ANSWERS = {"yes": 1, "no": -1, "abstain": 0}
LISTS = {"yes": "in_favour", "no": "against", "abstain": "abstaining", "absent": "absent"}
LANDMARKS, PACK = "landmark votes compiled by hand", "the starter pack"
SHIPPED = "unga"  # the pack's yearly figures
FIRST_SESSION = 1945  # session s begins in the year 1945 + s
SEED, RESAMPLES = 20150901, 500  # as in the starter pack
HOW = "bring in the record of votes with: detente pull unga_votes, or detente ingest unga_votes FILE"


@dataclass(frozen=True)
class Record:
    """The record of votes in the lake, as known on a day.

    Parameters
    ----------
    store : Store
        Where it lies.
    day : datetime.date
        Nothing known later is read.
    dataset : str or None
        The dataset that is read; None: all, as one series (see `detente.store.series`).
    named : bool
        Whether the user named it.
    """

    store: Store
    day: date
    dataset: str | None
    named: bool = False

    @classmethod
    def of(cls, store: Store, day: date, dataset: str | None) -> Record | None:
        """Return the record of the dataset named, or of all as one series; None where the lake has none.

        Raises
        ------
        NoAnswer
            If the dataset named is not there.
        """
        contents = store.contents()
        there = contents.filter(pl.col("table") == "votes")["dataset"].drop_nulls().unique().sort().to_list()
        if dataset is not None and dataset not in there:
            has = f"it has {', '.join(there)}" if there else HOW
            raise NoAnswer(f"the store has no votes of {dataset}; {has}", value=dataset)
        if not there:
            return None
        return cls(store, day, dataset or (there[0] if len(there) == 1 else None), dataset is not None)

    @property
    def _named(self) -> dict[str, object]:
        return {} if self.dataset is None else {"dataset": self.dataset}

    def votes(self, **equals: object) -> pl.DataFrame:
        """Return the votes."""
        return self.store.read("votes", as_of=self.day, **self._named, **equals)

    def roll_calls(self) -> pl.DataFrame:
        """Return what was voted on."""
        return self.store.read("roll_calls", as_of=self.day, **self._named)

    def absent(self, rcid: int, dataset: str) -> list[str] | None:
        """Return the members that did not vote, or None where the producer does not record them."""
        rows = self.store.read("absences", as_of=self.day, dataset=dataset)
        return None if rows.is_empty() else sorted(rows.filter(pl.col("rcid") == rcid)["state"])


def titles(store: Store, listed: Collection[str]) -> str:
    """Return what a list of sources calls the datasets of an answer, each named alone or between commas."""
    names = sorted({name for text in listed for name in text.split(", ")})
    called = {SHIPPED: PACK}
    return "; ".join(called.get(name) or next((s.title for s in store.sources("votes", name)), name) for name in names)


def years_covered(store: Store, listed: Collection[str], day: date) -> dict[str, str]:
    """Return the years that the datasets of an answer cover, in words, by dataset: outside them no vote is known.

    Parameters
    ----------
    store : Store
        Where the coverage lies.
    listed : collection of str
        Datasets, each named alone or between commas.
    day : datetime.date
        Day of the question.
    """
    found: dict[str, str] = {}
    for name in sorted({name for text in listed for name in text.split(", ")}):
        days = covered_days(store, [name], day, table="agreements" if name == SHIPPED else "votes")
        found |= {name: in_years(stretches) for name, stretches in days.items()}
    return found


# One roll call


@dataclass(frozen=True)
class Ballot:
    """One recorded vote: the count, and who voted how. A list that is None is not known.

    Parameters
    ----------
    symbol : str or None
        Symbol of the resolution.
    rcid : int or None
        Number of the roll call, in the record.
    on : datetime.date
        Day of the vote; where `precision` is 'month', the first of it.
    precision : str
        How exact that is.
    title, issues : str or None
        What it was about.
    counts : dict of str to int
        Yes, no and abstain.
    states : dict of str to list of str or None
        Codes of the states by yes, no, abstain and absent.
    document : str
        What states it.
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

    def how(self) -> dict[str, str]:
        """Return each state's answer, where it is known."""
        return {state: answer for answer, states in self.states.items() for state in states or ()}

    def blocs(self, names: tuple[str, ...]) -> Iterator[dict[str, Any]]:
        """Yield the count in each group, of those that were its members on the day and took part.

        Raises
        ------
        UsageError
            If there is no such group.
        """
        known = all(self.states[answer] is not None for answer in ANSWERS)
        how = self.how()
        for name in names:
            members = group(name, self.on)
            cast = [how.get(state) for state in members]
            counts: dict[str, int] = {answer: cast.count(answer) for answer in ANSWERS}
            took_part = sum(counts[answer] for answer in ANSWERS)
            if known and took_part:
                yield {"group": name, "members": len(members), **counts, "other": len(members) - took_part}

    def as_dict(self, names: tuple[str, ...]) -> dict[str, Any]:
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
            "groups": list(self.blocs(names)),
            "document": self.document,
        }

    def frame(self) -> pl.DataFrame:
        """Return who voted how: ``state``, ``name``, ``vote``."""
        rows = [(state, display_name(state, self.on), answer) for state, answer in sorted(self.how().items())]
        return pl.DataFrame(rows, schema={"state": pl.String, "name": pl.String, "vote": pl.String}, orient="row")


def ballot(store: Store, text: str, day: date, dataset: str | None) -> Ballot:
    """Return a roll call by its symbol or number: from the record, else from the landmark votes.

    Raises
    ------
    NoAnswer
        If neither has it.
    UsageError
        If the record has several votes on the text, and the landmark votes none.
    """
    record = Record.of(store, day, dataset)
    landmark = None if text.isdigit() or dataset is not None else _landmark(store, text, day)
    if record is None and landmark is None:
        raise NoAnswer(f"no roll call on {text} is at hand; {HOW}; to compare states, name two", value=text)
    try:
        found = None if record is None else _recorded(record, text)
    except (NoAnswer, UsageError):
        if landmark is None:
            raise
        found = None
    if found is None or landmark is None:
        return found or landmark  # type: ignore[return-value]  # one of them is there, or an error was raised
    return _with_absent(found, landmark)


def _with_absent(found: Ballot, landmark: Ballot) -> Ballot:
    """Name the absent by the landmark vote, where the record does not tell them and the two agree on who voted."""
    if found.states["absent"] is not None or landmark.states["absent"] is None or found.counts != landmark.counts:
        return found
    document = f"{found.document}; who was absent, from {landmark.document}"
    return replace(found, states={**found.states, "absent": landmark.states["absent"]}, document=document)


def _recorded(record: Record, text: str) -> Ballot:
    calls = record.roll_calls()
    wanted = int(text) if text.isdigit() else text
    near = calls.filter(_about(wanted))
    votes = record.votes(rcid=near["rcid"].to_list()) if near.height else record.votes(rcid=-1)
    try:
        found = roll_call(votes, wanted, roll_calls=calls)
    except NoAnswer as error:
        days = covered_days(record.store, calls["dataset"].unique().to_list(), record.day, table="roll_calls")
        if not days:
            raise
        years = "; ".join(f"{name}: {in_years(days[name])}" for name in sorted(days))
        raise NoAnswer(
            f"{error.message}. The store has roll calls of these years ({years}); for others, {HOW}", value=error.value
        ) from None
    row = calls.filter(pl.col("rcid") == found.rcid).row(0, named=True)
    by_answer = {answer: sorted(s for s, vote in found.votes.items() if vote == v) for answer, v in ANSWERS.items()}
    return Ballot(
        found.resolution,
        found.rcid,
        found.on,
        row["precision"],
        found.title,
        found.issues,
        {answer: len(states) for answer, states in by_answer.items()},
        {**by_answer, "absent": record.absent(found.rcid, row["dataset"])},
        titles(record.store, [row["dataset"]]),
    )


def _about(wanted: str | int) -> pl.Expr:
    """Return the condition that a roll call may be the one wanted."""
    if isinstance(wanted, int):
        return pl.col("rcid") == wanted
    return pl.col("resolution").str.starts_with(symbol(wanted))


def _landmark(store: Store, text: str, day: date) -> Ballot | None:
    for row in store.read("assembly_votes", as_of=day).iter_rows(named=True):
        if symbol(row["symbol"]) == symbol(text):
            counts = {answer: row[answer] for answer in ANSWERS}
            states = {answer: _codes(row[name]) for answer, name in LISTS.items()}
            states |= {answer: [] for answer, count in counts.items() if not count}
            return Ballot(row["symbol"], None, row["date"], "day", row["title"], None, counts, states, row["document"])
    return None


def _codes(text: str | None) -> list[str] | None:
    return text.split(";") if text else None


# A pair


def pair_windows(
    store: Store,
    record: Record | None,
    pair: tuple[str, str],
    *,
    by: str,
    start: date | None,
    end: date | None,
    day: date,
) -> pl.DataFrame:
    """Return how alike two states voted, a row a window.

    Parameters
    ----------
    store : Store
        Where the pack's figures lie, for want of a record.
    record : Record or None
        The votes themselves.
    pair : (str, str)
        Codes of the two states.
    by : {'year', 'session', 'issue', 'window'}
        A row a year, a session, an issue area, or one row.
    start, end : datetime.date or None
        First and last day.
    day : datetime.date
        Day of the question.

    Returns
    -------
    polars.DataFrame
        As `detente.measures.votes.agreement`, with the ``dataset`` that each row is from, or several between commas.
        Where the record has no votes of the two, the pack's years stand in (``unga``), unless a dataset was named.

    Raises
    ------
    NoAnswer
        If there are no votes, or what is asked can't be had without the record.
    """
    if record is None and by != "year":
        raise NoAnswer(f"agreement by {by} takes the votes themselves; {HOW}", value=by)
    if record is None:
        return _some(_shipped(store, pair, start, end, day), pair)
    votes = _between(record.votes(), start, end)
    found = pl.DataFrame() if votes.is_empty() else _compared(record, votes, pair, by, (start, end))
    if found.is_empty() and by == "year" and not record.named:
        found = _shipped(store, pair, start, end, day)
    return _some(found, pair)


def _compared(
    record: Record, votes: pl.DataFrame, pair: tuple[str, str], by: str, asked: tuple[date | None, date | None]
) -> pl.DataFrame:
    """Return the windows of the votes themselves, each with the datasets that it is made of."""
    how: dict[str, Any] = {"figures": FIGURES, "bootstrap": RESAMPLES, "seed": SEED, "pairs": [pair]}
    span = (asked[0] or votes["date"].min(), asked[1] or votes["date"].max())
    match by:
        case "year" | "session":
            found = agreement(votes, by=by, **how)
        case "issue":
            found = agreement_by_issue(votes, record.roll_calls(), *span, **how)  # type: ignore[arg-type]
        case _:
            found = agreement_between(votes, *span, **how)  # type: ignore[arg-type]
    if found.is_empty():
        return found
    mine = votes.filter(pl.col("state").is_in(pair))
    if by not in ("year", "session"):
        return found.with_columns(dataset=pl.lit(_listed(mine["dataset"])))
    window = pl.col("date").dt.year() if by == "year" else pl.col("session").cast(pl.Int32) + FIRST_SESSION
    named = mine.group_by(window.alias("window")).agg(pl.col("dataset").unique())
    datasets = {window: _listed(names) for window, names in named.iter_rows()}
    return found.with_columns(
        dataset=pl.col("period").dt.year().cast(pl.Int32).replace_strict(datasets, default=None, return_dtype=pl.String)
    )


def _listed(datasets: Collection[str]) -> str:
    return ", ".join(sorted(set(datasets)))


def _between(votes: pl.DataFrame, start: date | None, end: date | None) -> pl.DataFrame:
    if start and end and end < start:
        raise UsageError(f"the votes asked for end on {end}, before they start on {start}; swap them", value=end)
    kept = votes if start is None else votes.filter(pl.col("date") >= start)
    return kept if end is None else kept.filter(pl.col("date") <= end)


def _shipped(store: Store, pair: tuple[str, str], start: date | None, end: date | None, day: date) -> pl.DataFrame:
    """Return the pack's figures: whole calendar years."""
    a, b = sorted(pair)
    years = store.read("agreements", as_of=day, a=a, b=b).rename({"period": "date"})
    return _between(years, start, end).rename({"date": "period"}).with_columns(dataset=pl.lit(SHIPPED))


def _some(found: pl.DataFrame, pair: tuple[str, str]) -> pl.DataFrame:
    if found.is_empty():
        raise NoAnswer(
            f"no divided roll call then has both {pair[0]} and {pair[1]}: one was no member or absent, or these years "
            f"are not in the store; for other years or states, {HOW}",
            value=pair,
        )
    return found
