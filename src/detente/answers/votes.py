"""The verb votes: one roll call of the General Assembly and who voted how, or how alike two states vote."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, overload

from detente.answers.assembly_records import HOW_TO_GET_VOTES, AssemblyRecords, covered_periods, not_covered, titles
from detente.answers.dataset_coverage import Days
from detente.answers.document_answer import DocumentAnswer
from detente.answers.roll_calls import GROUPS, RollCallAnswer, find_roll_call
from detente.answers.vetoes import Vetoes, read_vetoes
from detente.answers.vote_agreement import pair_windows
from detente.catalog import dated_rows
from detente.dates import as_of_day, first_day, last_day, parse_day
from detente.errors import NoAnswer, UsageError, check_choice
from detente.identity.dyads import resolve_dyad
from detente.measures.votes import AgreementChange, agreement_change
from detente.measures.votes import telling as telling_votes
from detente.store import Store

if TYPE_CHECKING:
    import polars as pl

__all__ = ["BY", "VoteAnswer", "votes"]

BY = ("year", "session", "issue", "window")


@dataclass(frozen=True)
class VoteAnswer(DocumentAnswer):
    """How alike two states vote in the General Assembly.

    Parameters
    ----------
    states : (str, str)
        Codes of the two states.
    as_of : datetime.date
        Nothing known later was used.
    by : {'year', 'session', 'issue', 'window'}
        What a row of `windows` is.
    windows : polars.DataFrame
        Agreement, kappa and pi with 90% intervals; see `detente.measures.votes.agreement`. ``dataset`` names where a
        row comes from.
    source : str
        Titles of the datasets.
    covered : dict of str to str
        The periods that each dataset covers, in words.
    gaps : list of (datetime.date, datetime.date)
        The days of the question of which there is no record: their votes are not known.
    change : AgreementChange or None
        How agreement changed on a day, and why.
    telling : polars.DataFrame or None
        The most telling roll calls; see `detente.measures.votes.telling`.
    together : bool
        Whether those are the votes in which the two agreed against expectation, instead of disagreed.
    vetoes : Vetoes or None
        The drafts of the Security Council that either vetoed, where the store has vetoes of theirs.
    """

    states: tuple[str, str]
    as_of: date
    by: str
    windows: pl.DataFrame = field(repr=False)
    source: str
    covered: dict[str, str]
    gaps: Days = field(default_factory=list)
    change: AgreementChange | None = None
    telling: pl.DataFrame | None = field(default=None, repr=False)
    together: bool = False
    vetoes: Vetoes | None = None

    def frame(self) -> pl.DataFrame:
        """Return the windows: agreement by year, session or issue area, or over the whole time."""
        return self.windows

    def as_dict(self) -> dict[str, Any]:
        """Return the answer as plain data."""
        data: dict[str, Any] = {
            "states": self.states,
            "by": self.by,
            "source": self.source,
            "covered": self.covered,
            "not_covered": [{"from": first, "until": last} for first, last in self.gaps],
            "windows": self.windows.to_dicts(),
        }
        if self.change is not None:
            data["change"] = self.change.as_dict()
        if self.telling is not None:
            data["telling"] = dated_rows(self.telling.to_dicts(), {"date": "precision"})
        if self.vetoes is not None:
            data["vetoes"] = self.vetoes.as_dict()
        return data


@overload
def votes(
    first: str | int,
    second: None = None,
    *,
    group: Sequence[str] = (),
    dataset: str | None = None,
    as_of: date | str | None = None,
    store: Store | None = None,
) -> RollCallAnswer: ...


@overload
def votes(
    first: str | int,
    second: str | int,
    *,
    since: date | str | int | None = None,
    until: date | str | int | None = None,
    by: str = "year",
    split: date | str | None = None,
    telling: int = 0,
    together: bool = False,
    dataset: str | None = None,
    scheme: str | None = None,
    as_of: date | str | None = None,
    store: Store | None = None,
) -> VoteAnswer: ...


def votes(
    first: str | int,
    second: str | int | None = None,
    *,
    since: date | str | int | None = None,
    until: date | str | int | None = None,
    by: str = "year",
    split: date | str | None = None,
    telling: int = 0,
    together: bool = False,
    group: Sequence[str] = (),
    dataset: str | None = None,
    scheme: str | None = None,
    as_of: date | str | None = None,
    store: Store | None = None,
) -> VoteAnswer | RollCallAnswer:
    """Return a roll call of the General Assembly, or how alike two states vote.

    The votes are those of the starter pack, and of the files that the user ingested.

    Parameters
    ----------
    first : str or int
        The symbol of a resolution or the number of a roll call; with `second`, the name or code of a state.
    second : str or int, optional
        The name or code of the other state.
    since, until : datetime.date, str or int, optional
        First and last day of a pair's votes, or years.
    by : {'year', 'session', 'issue', 'window'}, optional
        A row a year, session or issue area, or one row for the whole time.
    split : datetime.date or str, optional
        Also return how agreement changed on this day, and why.
    telling : int, optional
        How many of the most telling roll calls to return.
    together : bool, optional
        Choose those in which the two voted alike, instead of apart.
    group : sequence of str, optional
        Groups to count a roll call by.
    dataset : str, optional
        Dataset of votes; by default all, as one series.
    scheme : str, optional
        How states are written; by default names and codes are recognised. See `detente.resolve`.
    as_of : datetime.date or str, optional
        Nothing known later is used; by default today.
    store : Store, optional
        By default the starter pack with the user's own records.

    Returns
    -------
    VoteAnswer or RollCallAnswer
        The second, of one roll call, if `second` is None.

    Raises
    ------
    UsageError
        A choice, day, state or group that does not exist, or options of a pair with a roll call.
    NoAnswer
        The store has no such roll call, or no votes of the two states.

    Examples
    --------
    >>> votes("A/RES/68/262", as_of="2015-09-01").counts
    {'yes': 100, 'no': 11, 'abstain': 58}
    >>> found = votes("Japan", "Russia", since=2012, as_of="2015-09-01")
    >>> found.states, found.frame().height
    (('JPN', 'RUS'), 3)
    """
    day = as_of_day(as_of)
    check_choice("by", by, BY)
    groups = (group,) if isinstance(group, str) else tuple(group)
    if second is None:
        if since or until or split or telling or together or by != "year":
            raise UsageError(
                "--since, --until, --by, --split, --telling and --together compare two states; name both",
                value=first,
            )
        return find_roll_call(store or Store.open(), str(first), day, dataset, groups or GROUPS)
    if groups:
        raise UsageError("--group counts one roll call; give a resolution, or leave --group out", value=groups)
    if telling < 0 or (together and not telling):
        raise UsageError(f"invalid --telling {telling}: expected a number of roll calls, 1 or more", value=telling)
    start = None if since is None else first_day(since)
    end = None if until is None else min(last_day(until), day)
    pair = resolve_dyad(str(first), str(second), day, scheme)
    store = store or Store.open()
    records = AssemblyRecords.of(store, day, dataset)
    if records is None:
        raise NoAnswer(f"the store has no votes; {HOW_TO_GET_VOTES}", value=pair)
    windows = pair_windows(records, pair, by=by, since=start, until=end)
    found = (records, pair, start, end)
    begins = start or windows["period" if by in ("year", "session") else "start"].min()
    return VoteAnswer(
        states=pair,
        as_of=day,
        by=by,
        windows=windows,
        source=titles(store, windows["dataset"]),
        covered=covered_periods(store, windows["dataset"], day),
        gaps=not_covered(store, day, begins, end or day, dataset),  # type: ignore[arg-type]
        change=None if split is None else _change(*found, parse_day(split) if isinstance(split, str) else split),
        telling=_telling(*found, telling, together=together) if telling else None,
        together=together,
        vetoes=read_vetoes(store, pair, day, start, end),
    )


def _change(
    records: AssemblyRecords, pair: tuple[str, str], start: date | None, end: date | None, split: date
) -> AgreementChange:
    cast = records.table()
    before = (start or cast.calls["date"].min(), split - timedelta(days=1))
    after = (split, end or cast.calls["date"].max())
    return agreement_change(cast, *pair, before, after)  # type: ignore[arg-type]


def _telling(
    records: AssemblyRecords,
    pair: tuple[str, str],
    start: date | None,
    end: date | None,
    limit: int,
    *,
    together: bool,
) -> pl.DataFrame:
    return telling_votes(
        records.table(), *pair, start=start, end=end, how="together" if together else "apart", limit=limit,
        roll_calls=records.roll_calls(),
    )  # fmt: skip
