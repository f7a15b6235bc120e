"""Agreement in recorded votes of the United Nations General Assembly.

Vocabulary: a *roll call* is one recorded vote; it is *divided* if the states that took part did not all vote
alike. Only divided roll calls on whole texts count: a unanimous one tells nothing about a pair, and separate
votes on paragraphs and amendments repeat one question. Votes are 1 (yes), 0 (abstention) and −1 (no).

Two figures for each pair over the roll calls in which both took part::

    agreement    1 − mean |x − y| / 2                    1 for the same vote, ½ where one of the two abstained
    kappa        1 − mean |x − y| / E |x − y|            E over votes drawn apart from the two states' own shares

Kappa is Cohen's weighted kappa with linear weights (Cohen 1968): it takes off what two states would agree
by chance, given how often each says yes. The two can move in opposite directions. An interval of 90% comes
from resampling the roll calls of the window with replacement; all pairs share the same resamples.

Notes
-----
With the two thresholds U₁ = [x ≥ 0] and U₂ = [x ≥ 1], |x − y| = Σ_k (U_k(x) + U_k(y) − 2 U_k(x) U_k(y)). So
every sum above is a product of matrices of roll calls by states, and a resample only weighs the roll calls.

What the votes are not: agreement is no measure of alliance. Japan and the United States agree in about half
of the divided votes.

References
----------
Cohen, J. (1968). Weighted kappa: nominal scale agreement with provision for scaled disagreement or partial
credit. Psychological Bulletin 70(4), 213–220.
Häge, F. M. (2011). Choice or circumstance? Adjusting measures of foreign policy similarity for chance
agreement. Political Analysis 19(3), 287–305.
Voeten, E. (2013). Data and analyses of voting in the United Nations General Assembly. In: Reinalda, B. (ed.),
Routledge Handbook of International Organization.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

from detente.errors import NoAnswer, TableError, UsageError
from detente.identity import Undirected

__all__ = ["RollCall", "agreement", "agreement_between", "divided", "roll_call"]

NEEDED = ("rcid", "session", "date", "resolution", "kind", "state", "vote")
FIGURES = ("raw", "kappa")
LEVEL = 0.90
WHOLE = "whole"
FIRST_YEAR = 1945  # session s opens in September of 1945 + s
WINDOWS = ("year", "session")
CERTAIN = 1e-6  # expected |x − y| below which both states are constant; the least above it is about 1 / votes
BLOCK = 4_000_000  # cells of one array of pairs × resamples held at a time

Floats = NDArray[np.floating]


@dataclass(frozen=True, slots=True)
class RollCall:
    """One recorded vote and who voted how.

    Parameters
    ----------
    rcid : int
        Number of the roll call.
    resolution : str or None
        Symbol of the text voted on.
    on : datetime.date
        Day of the vote (or the first of its month, where only the month is known).
    votes : dict of str to int
        Each state's vote: 1 yes, 0 abstention, −1 no. A state that is not in it did not take part.
    """

    rcid: int
    resolution: str | None
    on: date
    votes: dict[str, int]

    @property
    def yes(self) -> int:
        """Votes in favour."""
        return sum(vote == 1 for vote in self.votes.values())

    @property
    def no(self) -> int:
        """Votes against."""
        return sum(vote == -1 for vote in self.votes.values())

    @property
    def abstain(self) -> int:
        """Abstentions."""
        return sum(vote == 0 for vote in self.votes.values())


def agreement(
    votes: pl.DataFrame,
    *,
    by: str = "year",
    bootstrap: int = 500,
    seed: int,
    pairs: Iterable[Undirected | tuple[str, str]] | None = None,
) -> pl.DataFrame:
    """Return how alike pairs of states voted, for each year or session.

    Parameters
    ----------
    votes : polars.DataFrame
        ``rcid``, ``session``, ``date``, ``resolution``, ``kind``, ``state``, ``vote``, one row for each state
        and roll call, as the source `detente.sources.unga_votes` reads them. Give all states: whether a roll
        call is divided is for all to decide.
    by : str, optional
        ``'year'`` or ``'session'``.
    bootstrap : int, optional
        Resamples of the roll calls for the intervals; 0 leaves the intervals null.
    seed : int
        Seed of the resamples. A window's figures don't depend on what else is in the frame.
    pairs : iterable of Undirected or tuple of str, optional
        The pairs wanted; all if left out.

    Returns
    -------
    polars.DataFrame
        One row for each pair and window with at least one divided vote in common, by pair and period: ``a`` <
        ``b``; ``period``, the first day of the year (of a session: of the September in which it opens);
        ``votes``, the divided roll calls in which both took part; ``raw``, ``raw_lo``, ``raw_hi``, agreement
        in 0..1 and its 90% interval; ``kappa``, ``kappa_lo``, ``kappa_hi``, null where chance leaves nothing to tell
        (both states voted the same one way throughout); ``known_on``, 31 December (of a session: its last vote).
        An interval over few votes is too narrow: look at ``votes``.

    Raises
    ------
    TableError
        If a column is missing, or a vote is not 1, 0 or −1.
    UsageError
        If `by`, `bootstrap` or a pair can't be used.

    Examples
    --------
    >>> votes = pl.DataFrame(
    ...     {
    ...         "rcid": [1, 1, 1, 2, 2, 2],
    ...         "session": [68] * 6,
    ...         "date": [date(2014, 3, 27)] * 6,
    ...         "resolution": ["A/RES/68/262"] * 3 + ["A/RES/68/263"] * 3,
    ...         "kind": ["whole"] * 6,
    ...         "state": ["CHN", "JPN", "RUS"] * 2,
    ...         "vote": [0, 1, -1, 1, 1, 0],
    ...     }
    ... )
    >>> agreement(votes, bootstrap=0, seed=1).select("a", "b", "votes", "raw").rows()
    [('CHN', 'JPN', 2, 0.75), ('CHN', 'RUS', 2, 0.5), ('JPN', 'RUS', 2, 0.25)]
    """
    if by not in WINDOWS:
        raise UsageError(f"by is {by!r}, and must be one of {', '.join(WINDOWS)}", value=by)
    asked = _Asked.of(pairs, bootstrap, seed)
    window = pl.col("date").dt.year() if by == "year" else pl.col("session")
    found = []
    for key, part in _by_window(divided(votes), window.cast(pl.Int32)):
        start, known = _year(key) if by == "year" else _session(key, part)
        found.append(_figures(part, asked, key).with_columns(period=pl.lit(start), known_on=pl.lit(known)))
    columns = ["a", "b", "period", "votes", *_figure_columns(), "known_on"]
    return _joined(found).select(columns).sort("a", "b", "period")


def agreement_between(
    votes: pl.DataFrame,
    start: date,
    end: date,
    *,
    bootstrap: int = 500,
    seed: int,
    pairs: Iterable[Undirected | tuple[str, str]] | None = None,
) -> pl.DataFrame:
    """Return how alike pairs of states voted from one day to another.

    Parameters
    ----------
    votes : polars.DataFrame
        As for `agreement`. Where only the month of a vote is known, its date is the first of the month.
    start, end : datetime.date
        First and last day.
    bootstrap, seed, pairs
        As for `agreement`.

    Returns
    -------
    polars.DataFrame
        As `agreement`, with ``start`` and ``end`` in place of ``period``; ``known_on`` is `end`.

    Raises
    ------
    TableError
        As `agreement`.
    UsageError
        As `agreement`, or if the window ends before it starts.

    Examples
    --------
    >>> votes = pl.DataFrame(
    ...     {
    ...         "rcid": [1, 1, 1],
    ...         "session": [68] * 3,
    ...         "date": [date(2014, 3, 27)] * 3,
    ...         "resolution": ["A/RES/68/262"] * 3,
    ...         "kind": ["whole"] * 3,
    ...         "state": ["CHN", "JPN", "RUS"],
    ...         "vote": [0, 1, -1],
    ...     }
    ... )
    >>> window = agreement_between(
    ...     votes, date(2014, 1, 1), date(2014, 12, 31), bootstrap=0, seed=1, pairs=[("RUS", "CHN")]
    ... )
    >>> window.select("a", "b", "raw").rows()
    [('CHN', 'RUS', 0.5)]
    """
    if end < start:
        raise UsageError(f"the window ends on {end}, before it starts on {start}; swap them", value=(start, end))
    asked = _Asked.of(pairs, bootstrap, seed)
    part = divided(votes).filter(pl.col("date").is_between(start, end))
    figures = _figures(part, asked, start.toordinal())
    dated = figures.with_columns(start=pl.lit(start), end=pl.lit(end), known_on=pl.lit(end))
    return dated.select("a", "b", "start", "end", "votes", *_figure_columns(), "known_on").sort("a", "b")


def divided(votes: pl.DataFrame) -> pl.DataFrame:
    """Return the votes of the divided roll calls on whole texts.

    Parameters
    ----------
    votes : polars.DataFrame
        As for `agreement`, all states that took part.

    Returns
    -------
    polars.DataFrame
        The rows whose ``kind`` is ``'whole'`` and in whose roll call not all votes are the same.

    Raises
    ------
    TableError
        If a column is missing, or a vote is not 1, 0 or −1.

    Examples
    --------
    >>> votes = pl.DataFrame(
    ...     {
    ...         "rcid": [1, 1, 2, 2],
    ...         "session": [68] * 4,
    ...         "date": [date(2014, 3, 27)] * 4,
    ...         "resolution": [None] * 4,
    ...         "kind": ["whole"] * 4,
    ...         "state": ["JPN", "RUS"] * 2,
    ...         "vote": [1, -1, 1, 1],
    ...     }
    ... )
    >>> divided(votes)["rcid"].to_list()
    [1, 1]
    """
    _check(votes)
    whole = votes.filter(pl.col("kind") == WHOLE)
    return whole.filter(pl.col("vote").min().over("rcid") < pl.col("vote").max().over("rcid"))


def roll_call(votes: pl.DataFrame, resolution: str | int) -> RollCall:
    """Return one roll call: the counts, and each state's vote.

    Parameters
    ----------
    votes : polars.DataFrame
        As for `agreement`.
    resolution : str or int
        Symbol of a resolution (``'A/RES/68/262'``), for the vote on the whole text; or a roll call's number.

    Returns
    -------
    RollCall

    Raises
    ------
    NoAnswer
        If there is no such roll call.
    UsageError
        If the symbol was voted on as a whole more than once; the numbers are named.
    TableError
        As `agreement`.

    Examples
    --------
    >>> votes = pl.DataFrame(
    ...     {
    ...         "rcid": [1, 1, 1],
    ...         "session": [68] * 3,
    ...         "date": [date(2014, 3, 27)] * 3,
    ...         "resolution": ["A/RES/68/262"] * 3,
    ...         "kind": ["whole"] * 3,
    ...         "state": ["CHN", "JPN", "RUS"],
    ...         "vote": [0, 1, -1],
    ...     }
    ... )
    >>> vote = roll_call(votes, "A/RES/68/262")
    >>> vote.yes, vote.no, vote.abstain, vote.votes["JPN"]
    (1, 1, 1, 1)
    """
    _check(votes)
    if isinstance(resolution, int):
        rows = votes.filter(pl.col("rcid") == resolution)
    else:
        rows = votes.filter(pl.col("resolution") == resolution, pl.col("kind") == WHOLE)
    if rows.is_empty():
        raise NoAnswer(
            f"no roll call on {resolution!r} is in these votes; a text adopted without a vote has none",
            value=resolution,
        )
    numbers = rows["rcid"].unique().sort().to_list()
    if len(numbers) > 1:
        raise UsageError(
            f"{resolution} was voted on {len(numbers)} times; name the roll call by its number: "
            f"{', '.join(map(str, numbers))}",
            value=resolution,
        )
    states = rows.sort("state").select("state", "vote").iter_rows()
    return RollCall(numbers[0], rows["resolution"][0], rows["date"][0], dict(states))


# What was asked, and the windows


@dataclass(frozen=True, slots=True)
class _Asked:
    """The pairs wanted (None: all) and the resamples."""

    pairs: frozenset[tuple[str, str]] | None
    bootstrap: int
    seed: int

    @classmethod
    def of(cls, pairs: Iterable[Undirected | tuple[str, str]] | None, bootstrap: int, seed: int) -> _Asked:
        if bootstrap < 0:
            raise UsageError(f"bootstrap is {bootstrap}; give the number of resamples, or 0 for none", value=bootstrap)
        if pairs is None:
            return cls(None, bootstrap, seed)
        dyads = (pair if isinstance(pair, Undirected) else Undirected(*pair) for pair in pairs)
        return cls(frozenset((dyad.a, dyad.b) for dyad in dyads), bootstrap, seed)


def _check(votes: pl.DataFrame) -> None:
    if absent := [name for name in NEEDED if name not in votes.columns]:
        raise TableError(f"votes lack the column {', '.join(absent)}; they need {', '.join(NEEDED)}", value=absent)
    wrong = votes["vote"].is_null() | ~votes["vote"].is_in([-1, 0, 1])
    if wrong.any():
        value = votes["vote"].filter(wrong)[0]
        raise TableError(f"a vote is {value!r}, and must be 1 (yes), 0 (abstention) or −1 (no)", value=value)
    if votes.select("rcid", "state").is_duplicated().any():
        twice = votes.filter(votes.select("rcid", "state").is_duplicated()).select("rcid", "state").row(0)
        raise TableError(f"{twice[1]} votes twice in roll call {twice[0]}; it may once", value=twice)


def _by_window(votes: pl.DataFrame, window: pl.Expr) -> Iterator[tuple[int, pl.DataFrame]]:
    parts = votes.with_columns(window=window).partition_by("window", as_dict=True)
    for key in sorted(parts, key=lambda key: int(key[0])):
        yield int(key[0]), parts[key]


def _year(year: int) -> tuple[date, date]:
    return date(year, 1, 1), date(year, 12, 31)


def _session(session: int, part: pl.DataFrame) -> tuple[date, date]:
    return date(FIRST_YEAR + session, 9, 1), part.select(pl.col("date").max()).item()


def _figure_columns() -> list[str]:
    return [f"{figure}{end}" for figure in FIGURES for end in ("", "_lo", "_hi")]


def _joined(parts: list[pl.DataFrame]) -> pl.DataFrame:
    """Return the windows as one frame, which has its columns even where there are no windows."""
    schema = {"a": pl.String, "b": pl.String, "votes": pl.Int32} | dict.fromkeys(_figure_columns(), pl.Float64)
    empty = pl.DataFrame(schema=schema | {"period": pl.Date, "known_on": pl.Date})
    return pl.concat([empty, *parts], how="diagonal")


# The sums, as products of matrices


@dataclass(frozen=True, slots=True)
class _Ballots:
    """One window's votes as matrices of states × roll calls: who took part, and the two thresholds."""

    states: list[str]
    present: Floats
    not_no: Floats
    yes: Floats

    @classmethod
    def of(cls, votes: pl.DataFrame) -> _Ballots:
        states, rows = np.unique(votes["state"].to_numpy(), return_inverse=True)
        calls, columns = np.unique(votes["rcid"].to_numpy(), return_inverse=True)
        cast = votes["vote"].to_numpy()

        def matrix(hit: NDArray[np.bool_]) -> Floats:
            filled = np.zeros((len(states), len(calls)), dtype=np.float32)
            filled[rows[hit], columns[hit]] = 1
            return filled

        return cls(states.tolist(), matrix(cast >= -1), matrix(cast >= 0), matrix(cast >= 1))

    @property
    def calls(self) -> int:
        return int(self.present.shape[1])

    def pairs(self, wanted: frozenset[tuple[str, str]] | None) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Return the rows of the first and second state of each pair with a roll call in common."""
        first, second = np.triu_indices(len(self.states), k=1)
        common = (self.present @ self.present.T)[first, second] > 0
        if wanted is not None:
            row = {state: at for at, state in enumerate(self.states)}
            asked = np.zeros((len(self.states), len(self.states)), dtype=bool)
            for a, b in wanted:
                if a in row and b in row:
                    asked[row[a], row[b]] = True
            common &= asked[first, second]
        return first[common], second[common]

    def figures(
        self, first: NDArray[np.intp], second: NDArray[np.intp], weights: Floats
    ) -> tuple[Floats, Floats, Floats]:
        """Return votes in common, agreement and kappa: pairs × columns of `weights` (roll calls × resamples)."""
        both = self.present[first] * self.present[second]
        common = both @ weights
        apart = np.zeros_like(both)
        by_chance = np.zeros_like(common)
        with np.errstate(divide="ignore", invalid="ignore"):
            for threshold in (self.not_no, self.yes):
                one, other = threshold[first] * both, threshold[second] * both
                apart += np.abs(one - other)
                p, q = (one @ weights) / common, (other @ weights) / common
                by_chance += p + q - 2 * p * q
            observed = (apart @ weights) / common
            kappa = np.where(by_chance > CERTAIN, 1 - observed / by_chance, np.nan)
        return common, 1 - observed / 2, kappa


def _figures(votes: pl.DataFrame, asked: _Asked, window: int) -> pl.DataFrame:
    """Return one window's figures for each pair."""
    ballots = _Ballots.of(votes)
    first, second = ballots.pairs(asked.pairs)
    ones = np.ones((ballots.calls, 1))
    common, raw, kappa = (values[:, 0] for values in ballots.figures(first, second, ones))
    names = np.array(ballots.states, dtype=object)
    columns: dict[str, object] = {"a": names[first].tolist(), "b": names[second].tolist(), "votes": common}
    bounds = _bounds(ballots, first, second, asked, window)
    for figure, point, (low, high) in zip(FIGURES, (raw, kappa), bounds, strict=True):
        columns |= {figure: point, f"{figure}_lo": low, f"{figure}_hi": high}
    frame = pl.DataFrame(columns, schema_overrides={"a": pl.String, "b": pl.String})
    numbers = pl.col(_figure_columns()).cast(pl.Float64).fill_nan(None)
    undefined = pl.col("kappa").is_null()
    return frame.with_columns(pl.col("votes").cast(pl.Int32), numbers).with_columns(
        pl.when(~undefined).then(pl.col("kappa_lo", "kappa_hi"))
    )


def _bounds(
    ballots: _Ballots, first: NDArray[np.intp], second: NDArray[np.intp], asked: _Asked, window: int
) -> list[tuple[Floats, Floats]]:
    """Return the lower and upper ends of the interval of each figure."""
    ends = np.full((len(FIGURES), 2, len(first)), np.nan, dtype=np.float32)
    if asked.bootstrap and ballots.calls:
        rng = np.random.default_rng([asked.seed, window])
        shares = np.full(ballots.calls, 1 / ballots.calls)
        weights = rng.multinomial(ballots.calls, shares, size=asked.bootstrap).T.astype(np.float32)
        step = max(1, BLOCK // max(asked.bootstrap, ballots.calls))
        for start in range(0, len(first), step):
            block = slice(start, start + step)
            _, *drawn = ballots.figures(first[block], second[block], weights)
            for figure, draws in enumerate(drawn):
                ends[figure, :, block] = _interval(draws)
    return [(low, high) for low, high in ends]


def _interval(draws: Floats) -> Floats:
    """Return the ends of the 90% interval of each row; draws that are undefined (NaN) are left out."""
    draws.sort(axis=1)  # NaN last
    defined = draws.shape[1] - np.isnan(draws).sum(axis=1)
    rows = np.arange(len(draws))
    ends = []
    for share in ((1 - LEVEL) / 2, (1 + LEVEL) / 2):
        at = share * np.maximum(defined - 1, 0)
        below = np.floor(at).astype(np.intp)
        above = np.minimum(below + 1, np.maximum(defined - 1, 0))
        low, high = draws[rows, below], draws[rows, above]
        ends.append(low + (high - low) * (at - below).astype(np.float32))
    return np.stack(ends)
