"""Similarity of the pact portfolios of two states.

A state's *portfolio* in a year is its obligations to every member of the state system, itself included: a row of a
matrix, x_i = (x_i1 … x_in). It is *valued* (0 none to 3 defence, by `VALUES`) or *binary* (any tie). A state has the
highest value with itself. n is the number of members of the system, so that two states without pacts are similar.

Four measures for each pair of portfolios x and y, all 1 for the same portfolio; d is the highest value (Häge 2011)::

    s_abs   1 − 2 Σ|x − y| / (n d)                       Signorino & Ritter's S, absolute distances
    s_sq    1 − 2 Σ(x − y)² / (n d²)                     the same, squared distances
    kappa   1 − D / (σ²x + σ²y + (x̄ − ȳ)²)               D = mean (x − y)²
    pi      1 − D / (σ²x + σ²y + ½ (x̄ − ȳ)²)

S does not correct for chance: most states have few ties, so most pairs look similar. Kappa and pi compare D with its
expectation if each state assigned its ties at random; pi also penalises different numbers of ties. With squared
distances kappa is Lin's concordance, and pi differs from the nominal pi of some packages.

Notes
-----
With the thresholds U_k = [x ≥ k], Σ|x − y| = Σ_k Σ (U_k(x) + U_k(y) − 2 U_k(x) U_k(y)) and Σxy is one product of the
matrix with itself: a year takes a few products of n × n matrices for all pairs, both valued and binary. Sums are
of small whole numbers, so single precision is exact.

References
----------
Häge, F. M. (2011). Choice or circumstance? Adjusting measures of foreign policy similarity for chance agreement.
Political Analysis 19(3), 287–305.
Lin, L. I.-K. (1989). A concordance correlation coefficient to evaluate reproducibility. Biometrics 45(1), 255–268.
Signorino, C. S. & Ritter, J. M. (1999). Tau-b or not tau-b: measuring the similarity of foreign policy positions.
International Studies Quarterly 43(1), 115–144.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

import numpy as np
import polars as pl
from numpy.typing import NDArray

from detente.catalog import require_columns
from detente.errors import UsageError
from detente.identity import state_table

__all__ = ["SIGNORINO_RITTER", "VALUES", "matrix_similarity", "portfolio_similarity", "system_members"]

Floats = NDArray[np.float32]
Real = NDArray[np.float64]

VALUES: Mapping[str, int] = MappingProxyType(
    {"defence": 3, "offence": 3, "neutrality": 2, "consultation": 2, "entente": 2, "nonaggression": 1}
)
"""The default value of a tie: to fight for the other, to stay neutral or consult, not to attack."""

SIGNORINO_RITTER: Mapping[str, int] = MappingProxyType(
    {"defence": 3, "offence": 3, "neutrality": 2, "nonaggression": 2, "entente": 1, "consultation": 1}
)
"""The value of a tie in Signorino & Ritter (1999) and in the Correlates of War's order of alliance types."""

NEEDED = ("kind", "source", "target", "directed", "start", "end")
Span = tuple[date, date]  # first and last day of the year, or the one day twice
FIGURES = ("s_abs", "s_sq", "kappa", "pi")
COLUMNS = (*FIGURES, *(f"binary_{name}" for name in FIGURES))
NEVER_ENDS = date.max


def portfolio_similarity(
    ties: pl.DataFrame,
    when: Iterable[int | date],
    *,
    values: Mapping[str, int] = VALUES,
    members: pl.DataFrame | None = None,
    pairs: Iterable[tuple[str, str]] | None = None,
) -> pl.DataFrame:
    """Return the similarity of the pact portfolios of states, for all ordered pairs.

    Parameters
    ----------
    ties : polars.DataFrame
        ``kind``, ``source``, ``target``, ``directed``, ``start``, ``end``, as in the table ``ties``; kinds that are
        not in `values` do not count. An undirected row binds both. A null ``end`` is open: request only years that
        the dataset covers.
    when : iterable of int or datetime.date
        Years: a tie counts in every year in which it was in force on a day. Days: it counts if it was in force.
    values : mapping of str to int, optional
        The value of each kind, 1 or more; of several ties the highest counts. By default `VALUES`.
    members : polars.DataFrame, optional
        ``state``, ``start``, ``end``: the members of the system; by default those of the Correlates of War list,
        `system_members`. Ties with other states do not count.
    pairs : iterable of (str, str), optional
        Only these ordered pairs; all if omitted. The figures do not depend on it.

    Returns
    -------
    polars.DataFrame
        One row for each ordered pair of different members and time, by time, source and target: ``source``,
        ``target``; ``period``, the day, or the first of the year; ``s_abs``, ``s_sq``, ``kappa``, ``pi`` of valued
        portfolios, and the same four after ``binary_`` of binary ones (both S are equal). Kappa and pi are null if
        neither portfolio varies.

    Raises
    ------
    TableError
        If a column is missing.
    UsageError
        If `when` is empty or a value is not a whole number of 1 or more.

    Examples
    --------
    >>> ties = pl.DataFrame(
    ...     {
    ...         "kind": ["defence", "nonaggression"],
    ...         "source": ["JPN", "JPN"],
    ...         "target": ["USA", "RUS"],
    ...         "directed": [False, False],
    ...         "start": [date(1960, 6, 23), date(1956, 12, 12)],
    ...         "end": [None, None],
    ...     },
    ...     schema_overrides={"end": pl.Date},
    ... )
    >>> result = portfolio_similarity(ties, [2010], pairs=[("JPN", "USA"), ("JPN", "RUS")])
    >>> result.select("target", pl.col("s_abs", "kappa").round(3)).rows()
    [('RUS', 0.976, 0.408), ('USA', 0.997, 0.973)]
    """
    times = sorted({_span(time) for time in when})
    _check(ties, times, values)
    system = system_members() if members is None else members
    wanted = None if pairs is None else sorted(set(pairs))
    ties_in_time = _TieArrays.of(ties, values)
    highest = max(values.values())
    return pl.concat(_at(span, ties_in_time, system, highest, wanted) for span in times)


def matrix_similarity(portfolios: NDArray[np.number], highest: int) -> dict[str, Real]:
    """Return the four measures for all pairs of rows of a matrix of ties.

    Parameters
    ----------
    portfolios : array, states × partners
        Whole values from 0 to `highest`; with the states themselves as partners, put `highest` on the diagonal.
    highest : int
        The highest value that a tie can have.

    Returns
    -------
    dict of str to array
        ``s_abs``, ``s_sq``, ``kappa``, ``pi``, each states × states; NaN if kappa and pi are undefined because
        neither row varies.

    Raises
    ------
    UsageError
        If the matrix is empty or has another value.

    Examples
    --------
    >>> result = matrix_similarity(np.array([[3, 1, 0], [1, 3, 0], [0, 0, 3]]), 3)
    >>> round(float(result["s_abs"][0, 1]), 4), round(float(result["kappa"][0, 1]), 4)
    (0.1111, 0.1429)
    """
    result = np.asarray(portfolios)
    if result.ndim != 2 or not result.size:
        raise UsageError(f"portfolios have shape {result.shape}: expected states × partners", value=result.shape)
    if highest < 1 or not np.isin(result, np.arange(highest + 1)).all():
        raise UsageError(f"portfolios must hold whole values from 0 to {highest}, the highest", value=highest)
    return _figures(result.astype(np.float32), highest)


def system_members() -> pl.DataFrame:
    """Return the spells of membership in the state system, by the Correlates of War list.

    Returns
    -------
    polars.DataFrame
        ``state``, ``start``, ``end`` (null if open), one row per spell.

    Examples
    --------
    >>> system_members().filter(pl.col("state") == "JPN").rows()[0][:2]
    ('JPN', datetime.date(1860, 1, 1))
    """
    spells = state_table().filter(pl.col("cow").is_not_null())
    return spells.select(state="code", start="valid_from", end="valid_to")


def _check(ties: pl.DataFrame, times: list[Span], values: Mapping[str, int]) -> None:
    require_columns(ties, NEEDED, "ties")
    if not times:
        raise UsageError("no years or days: give at least one", value=times)
    wrong = [worth for worth in values.values() if not isinstance(worth, int) or worth < 1]
    if wrong or not values:
        raise UsageError(f"invalid value of a tie {wrong}: expected a whole number of 1 or more", value=wrong)


@dataclass(frozen=True, slots=True)
class _TieArrays:
    """The ties as arrays, lowest value first, so that the highest of several is written last."""

    source: NDArray[np.object_]
    target: NDArray[np.object_]
    worth: NDArray[np.int64]
    start: NDArray[np.datetime64]
    end: NDArray[np.datetime64]

    @classmethod
    def of(cls, ties: pl.DataFrame, values: Mapping[str, int]) -> _TieArrays:
        kept = ties.filter(pl.col("kind").is_in(list(values))).select(
            "source",
            "target",
            "directed",
            "start",
            pl.col("end").cast(pl.Date).fill_null(NEVER_ENDS),
            worth=pl.col("kind").replace_strict(dict(values), return_dtype=pl.Int64),
        )
        back = kept.filter(~pl.col("directed")).rename({"source": "target", "target": "source"})
        both = pl.concat([kept, back.select(kept.columns)]).sort("worth", maintain_order=True)
        columns = ("source", "target", "worth", "start", "end")
        return cls(*(both[name].to_numpy() for name in columns))

    def matrix(self, states: NDArray[np.str_], first: date, last: date, highest: int) -> Floats:
        """Return the portfolios of `states`: the ties that lasted into `first` to `last`."""
        alive = (self.start <= np.datetime64(last)) & (self.end >= np.datetime64(first))
        rows, known = _places(self.source[alive], states)
        columns, also = _places(self.target[alive], states)
        inside = known & also
        filled = np.zeros((len(states), len(states)), dtype=np.float32)
        filled[rows[inside], columns[inside]] = self.worth[alive][inside]
        np.fill_diagonal(filled, highest)
        return filled


def _places(codes: NDArray[np.object_], states: NDArray[np.str_]) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    """Return the index of each code among the sorted states, and whether it is one of them."""
    wanted = codes.astype(states.dtype)
    at = np.minimum(np.searchsorted(states, wanted), len(states) - 1)
    return at, states[at] == wanted


def _span(time: int | date) -> Span:
    return (time, time) if isinstance(time, date) else (date(time, 1, 1), date(time, 12, 31))


def _at(
    span: Span, ties_in_time: _TieArrays, members: pl.DataFrame, highest: int, pairs: list[tuple[str, str]] | None
) -> pl.DataFrame:
    """Return the figures of one year or day."""
    first, last = span
    lived = members.filter(pl.col("start") <= last, pl.col("end").is_null() | (pl.col("end") >= first))
    states = np.array(sorted(lived["state"].unique()), dtype="U3")
    if not len(states):
        return _framed(states, np.empty(0, np.intp), np.empty(0, np.intp), {}, first)
    portfolios = ties_in_time.matrix(states, first, last, highest)
    result = _figures(portfolios, highest)
    binary = _figures((portfolios > 0).astype(np.float32), 1)
    result |= {f"binary_{name}": figure for name, figure in binary.items()}
    rows, columns = _chosen(states, pairs)
    return _framed(states, rows, columns, result, first)


def _chosen(states: NDArray[np.str_], pairs: list[tuple[str, str]] | None) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the rows and columns of the requested pairs: all but the diagonal, or those of `pairs` that exist."""
    if pairs is None:
        rows, columns = np.nonzero(~np.eye(len(states), dtype=bool))
        return rows, columns
    place = {state: at for at, state in enumerate(states.tolist())}
    there = [(place[a], place[b]) for a, b in pairs if a in place and b in place and a != b]
    chosen = np.array(there, dtype=np.intp).reshape(-1, 2)
    return chosen[:, 0], chosen[:, 1]


def _framed(
    states: NDArray[np.str_],
    rows: NDArray[np.intp],
    columns: NDArray[np.intp],
    result: Mapping[str, Real],
    period: date,
) -> pl.DataFrame:
    names = pl.Series(states.tolist(), dtype=pl.String)
    figures = {name: result[name][rows, columns] if result else np.empty(0) for name in COLUMNS}
    frame = pl.DataFrame({"source": names.gather(rows), "target": names.gather(columns), **figures})
    return frame.select("source", "target", pl.lit(period).alias("period"), pl.col(COLUMNS).fill_nan(None))


def _figures(portfolios: Floats, highest: int) -> dict[str, Real]:
    """Return the four figures for all pairs of rows."""
    n = portfolios.shape[1]
    total = portfolios.sum(axis=1, dtype=np.float64)
    squares = (portfolios**2).sum(axis=1, dtype=np.float64)
    apart_sq = squares[:, None] + squares - 2.0 * (portfolios @ portfolios.T)
    apart = apart_sq if highest == 1 else _apart(portfolios, highest)
    mean = total / n
    variance = squares / n - mean**2
    spread = variance[:, None] + variance
    gap = (mean[:, None] - mean) ** 2
    mean_sq = apart_sq / n
    with np.errstate(divide="ignore", invalid="ignore"):
        return {
            "s_abs": 1 - 2 * apart / (n * highest),
            "s_sq": 1 - 2 * mean_sq / highest**2,
            "kappa": _corrected(mean_sq, spread + gap, n),
            "pi": _corrected(mean_sq, spread + gap / 2, n),
        }


def _apart(portfolios: Floats, highest: int) -> Real:
    """Return Σ|x − y| of all pairs of rows."""
    apart = np.zeros((len(portfolios), len(portfolios)))
    for value in range(1, highest + 1):
        reaches = (portfolios >= value).astype(np.float32)
        count = reaches.sum(axis=1, dtype=np.float64)
        apart += count[:, None] + count - 2.0 * (reaches @ reaches.T)
    return apart


def _corrected(observed: Real, by_chance: Real, n: int) -> Real:
    """Return one minus the ratio of the distance to that expected by chance; NaN if the latter is zero."""
    least = 0.1 / n**2  # the smallest positive value for whole numbers is 1 / 2n²
    corrected: Real = np.where(by_chance > least, 1 - observed / by_chance, np.nan)
    return corrected
