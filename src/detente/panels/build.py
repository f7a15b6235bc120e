"""Build a panel: its rows, then additions from the store as of a date."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

import polars as pl

from detente.dates import as_of_day, today
from detente.errors import NoAnswer, UsageError
from detente.panels.additions import Addition, addition
from detente.panels.citations import citations_in, citations_of
from detente.panels.coverage import Coverage, coverage_of_days
from detente.panels.dispute_selection import REDUCTION
from detente.panels.disputes import Initiators
from detente.panels.panel import Panel, PanelColumn
from detente.panels.peace_and_lags import Gaps, add_lags, add_peace_years
from detente.panels.periods import Periods, Unit
from detente.panels.relevance import relevant_dyads
from detente.panels.row_index import PanelKind, PanelRows
from detente.panels.store_additions import AdditionInput, AdditionOptions
from detente.panels.universe import Rule, System, memberships
from detente.sources import SOURCES
from detente.sources.coverage import days_shown
from detente.sources.shaping.vote_series import SERIES
from detente.store import Store
from detente.store.coverage import is_covered

__all__ = ["coverage_in", "panel", "universe"]

FIRST = 1816
UNNAMED = ("agreements",)  # tables without a dataset column
COLUMNS = {  # the columns that a panel needs of the largest tables
    "dyad_indicators": ("source", "target", "period", "freq", "value", "unit"),
    "indicators": ("dataset", "name", "state", "period", "freq", "value", "sd", "unit"),
}


def universe(
    kind: PanelKind,
    *,
    system: System = "cow",
    since: int = FIRST,
    until: int | None = None,
    freq: Unit = "year",
    among: str | Iterable[str] | None = None,
    scheme: str | None = None,
    membership: Rule = "any",
) -> Panel:
    """Return the rows of a panel, without additions.

    Parameters
    ----------
    kind : {'states', 'dyads', 'directed-dyads'}
        The unit of a row.
    system : {'cow', 'gw'}
        The list of states: Correlates of War, or Gleditsch and Ward.
    since, until : int, optional
        First and last year; by default 1816 and the last complete year.
    freq : {'year', 'quarter', 'month'}
        Length of a period.
    among : str or iterable of str, optional
        Only these states or groups; members of a group only while they belong to it. A state's name is resolved on the
        last day of the panel on which it is in use: 'Soviet Union' is Russia in a panel of 1950 to 1960.
    scheme : str, optional
        Scheme of the states in `among`; by default names and codes are recognised.
    membership : {'any', 'first', 'last'}
        Whether a state is in a period if it was a member on any day (a pair: both on the same day), on the first day,
        or on the last.

    Returns
    -------
    Panel

    Raises
    ------
    UsageError
        If an option is invalid, a name is unknown, or the last year is in the future.

    Examples
    --------
    >>> universe("states", since=2016, until=2016).frame().height
    195
    """
    this_year = today().year
    if until is not None and until > this_year:
        raise UsageError(f"a panel can't end after this year, {this_year}, but until is {until}", value=until)
    periods = Periods(freq, since, this_year - 1 if until is None else until)
    members = memberships(system, periods, membership, among, scheme)
    rows = PanelRows.of(kind, system, membership, periods, members)
    frame = rows.keys()
    columns = tuple(PanelColumn(name, _key_doc(name, system)) for name in frame.columns)
    return Panel(frame, rows, columns, {}, citations_of([system]))


def _key_doc(name: str, system: System) -> str:
    """Return the description of a key column."""
    docs = {
        "state": "Code of the state",
        "a": "Code of the state that comes first in the alphabet",
        "b": "Code of the other state",
        "source": "Code of the state that acts",
        "target": "Code of the other state",
        "period": "First day of the period",
        "year": "Year",
        "quarter": "Quarter, 1 to 4",
        "month": "Month, 1 to 12",
    }
    lists = {"cow": "Correlates of War", "gw": "Gleditsch and Ward"}
    return docs.get(name, f"Number in the list of {lists[system]}")


def panel(
    kind: PanelKind,
    *,
    system: System = "cow",
    since: int = FIRST,
    until: int | None = None,
    freq: Unit = "year",
    among: str | Iterable[str] | None = None,
    scheme: str | None = None,
    membership: Rule = "any",
    add: Sequence[str] = (),
    rules: Sequence[str] = REDUCTION,
    initiators: Initiators = "joiners",
    conflict_type: Sequence[str] = (),
    conflict_issue: Sequence[str] = (),
    conflict_intensity: int = 1,
    peace: Sequence[str] = (),
    gaps: Gaps = "restart",
    lag: Sequence[str] | Mapping[str, int | Sequence[int]] = (),
    relevant: bool = False,
    as_of: date | str | None = None,
    store: Store | None = None,
) -> Panel:
    """Build a panel of states or pairs by period, with columns from the store's records.

    Parameters
    ----------
    kind, system, since, until, freq, among, scheme, membership
        As for `universe`; the last year is by default the last complete year before `as_of`.
    add : sequence of str
        Additions: keys of `ADDITIONS`, with ``:dataset`` for a dataset other than the default.
    rules : sequence of str, optional
        Rules that choose one of several disputes in a year: see `detente.panels.dispute_selection`.
    initiators : {'joiners', 'side-a', 'originators'}
        Which states count as initiators: see `add_mids`.
    conflict_type, conflict_issue : sequence of str, optional
        Which armed conflicts count: see `add_conflicts`.
    conflict_intensity : {1, 2}
        Minimum intensity of armed conflicts that count; 2 is war.
    peace : sequence of str, optional
        Added event columns for which to count the time since the last event.
    gaps : {'restart', 'count', 'ignore'}
        How a gap in a pair's rows affects this count.
    lag : sequence of str, or mapping of str to int or ints, optional
        Added columns whose earlier values to add, each with the lag in periods: 'column' (1), 'column:2', or a mapping.
    relevant : bool, optional
        Keep only politically relevant dyads after all additions: contiguous, or with a major power.
    as_of : datetime.date or str, optional
        Use only what was known on this date, and end coverage there; by default today.
    store : Store, optional
        By default the starter pack with the user's own records.

    Returns
    -------
    Panel

    Raises
    ------
    UsageError
        If an option or name is unknown, or an addition does not fit the panel.
    NoAnswer
        If the store has no rows that an addition needs; the message names the command that ingests them.

    Examples
    --------
    >>> result = panel("dyads", since=1910, until=1914, add=["majors", "capitals"])
    >>> result.frame().filter(pl.col("major_a") + pl.col("major_b") == 2).height
    140
    """
    day, store = as_of_day(as_of), store or Store.open()
    result = universe(
        kind, system=system, since=since, until=day.year - 1 if until is None else until, freq=freq, among=among,
        membership=membership, scheme=scheme,
    )  # fmt: skip
    record = Snapshot(store, day, store.coverage(day))
    choices = AdditionOptions(tuple(rules), initiators, tuple(conflict_type), tuple(conflict_issue), conflict_intensity)
    for request in _with_needed(add, relevant=relevant, kind=kind):
        wanted, datasets = addition(request)
        if kind not in wanted.kinds:
            raise UsageError(
                f"{wanted.name!r} needs a panel of {' or '.join(wanted.kinds)}, not of {kind}", value=request
            )
        result = _added(result, record, wanted, datasets, choices)
    for event in peace:
        result = add_peace_years(result, event, gaps=gaps)
    for name, periods in _lags(lag):
        result = add_lags(result, [name], periods)
    return relevant_dyads(result) if relevant else result


def _lags(lag: Sequence[str] | Mapping[str, int | Sequence[int]]) -> Iterator[tuple[str, int]]:
    """Yield each column to lag with each of its lags, column by column."""
    lags: dict[str, list[int]] = {}
    if isinstance(lag, Mapping):
        lags = {name: [periods] if isinstance(periods, int) else list(periods) for name, periods in lag.items()}
    else:
        for word in lag:
            name, _, periods = word.partition(":")
            if periods and not periods.isdecimal():
                raise UsageError(f"invalid lag {word!r}: expected COLUMN or COLUMN:2", value=word)
            lags.setdefault(name, []).append(int(periods or 1))
    return ((name, periods) for name, numbers in lags.items() for periods in numbers)


class Snapshot(NamedTuple):
    """The store as of a date, and the coverage of its datasets."""

    store: Store
    day: date
    coverage: pl.DataFrame


def _with_needed(add: Sequence[str], *, relevant: bool, kind: PanelKind) -> list[str]:
    """Return the requests, with those that relevance needs."""
    if relevant and kind == "states":
        raise UsageError("political relevance needs a panel of dyads or directed-dyads, not of states", value=kind)
    requests = list(dict.fromkeys(add))
    named = {one.partition(":")[0] for one in requests}
    return requests + [name for name in ("contiguity", "majors") if relevant and name not in named]


def _added(
    built: Panel, record: Snapshot, wanted: Addition, datasets: tuple[str, ...], choices: AdditionOptions
) -> Panel:
    """Return the panel with an addition from each of its datasets."""
    if wanted.name == "majors" and "major" in {name.partition("_")[0] for name in built.why}:
        return built
    if not wanted.table:
        return wanted.make(built, AdditionInput(pl.DataFrame(), "", None)).cite(citations_of([wanted.name]))
    tried = datasets or wanted.datasets
    made = 0
    for names in _together(wanted, tried) if datasets or wanted.every or wanted.instead else [tried[:1]]:
        table, system = wanted.tables.get(names[0], wanted.table), wanted.systems.get(names[0], "cow")
        rows = _read(record, table, names, built, wanted.columns)
        if not rows.height:
            continue
        here = tuple(rows["dataset"].unique().sort()) if len(names) > 1 else names
        covers = coverage_in(record.coverage, table, here, rows, day=record.day, system=system)
        built = wanted.make(built, AdditionInput(rows, covers.dataset, covers, choices))
        for name in here:
            built = built.cite(citations_in(record.store, table, name))
        made += 1
        if wanted.instead:
            break
    if not made:
        stored = set(record.store.datasets())
        others = [] if datasets else [name for name in wanted.datasets[1:] if name in stored]
        raise NoAnswer(_no_rows(wanted, tried, others, built.rows.periods.unit), value=wanted.name)
    return built


def _together(wanted: Addition, datasets: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Return which datasets are read together: those of roll calls as one series, any other separately."""
    series = tuple(name for name in datasets if wanted.tables.get(name, wanted.table) in SERIES)
    return [*([series] if series else []), *((name,) for name in datasets if name not in series)]


def _read(
    record: Snapshot, table: str, datasets: tuple[str, ...], built: Panel, more: tuple[str, ...] = ()
) -> pl.DataFrame:
    named: object = datasets[0] if len(datasets) == 1 else list(datasets)
    equals: dict[str, object] = {} if table in UNNAMED else {"dataset": named}
    if table == "temperatures":
        equals |= {"freq": built.rows.periods.unit, "score": "all"}
    rows = record.store.rows(
        table, equals, columns=(*COLUMNS[table], *more) if table in COLUMNS else (), as_of=record.day
    )
    return rows.filter(is_covered()) if table == "temperatures" else rows


def _no_rows(wanted: Addition, datasets: Sequence[str], stored: Sequence[str], unit: Unit) -> str:
    """Return which dataset is missing, and which other dataset to use or which command ingests it."""
    one = datasets[0]
    if stored:
        other = " or ".join(f"{wanted.name}:{name}" for name in stored)
        return f"The store has no rows of {one}, which {wanted.name!r} needs. Use a dataset that it has: {other}."
    if wanted.table == "temperatures":
        return f"The store has no temperatures by {unit} of {one}, only those shipped with Detente, by year."
    known = SOURCES.get(one)
    by_pull = known is not None and known.fetch is not None
    how = f"detente pull {one}, or detente ingest {one} FILE" if by_pull else f"detente ingest {one} FILE"
    others = f" (or {', '.join(datasets[1:])})" if len(datasets) > 1 else ""
    return f"The store has no rows of {one}{others}, which {wanted.name!r} needs. Ingest them with: {how}."


def coverage_in(
    coverage: pl.DataFrame,
    table: str,
    datasets: Sequence[str],
    rows: pl.DataFrame,
    *,
    day: date,
    system: System | None = "cow",
) -> Coverage:
    """Return the coverage of datasets that are read together, as of a date.

    Parameters
    ----------
    coverage : polars.DataFrame
        The store's table ``coverage`` as of the date.
    table : str
        The table.
    datasets : sequence of str
        The datasets; usually one.
    rows : polars.DataFrame
        The rows, from which coverage is measured if it is not stated.
    day : datetime.date
        Coverage ends here at the latest.
    system : {'cow', 'gw'} or None
        The list whose members it covers.

    Returns
    -------
    Coverage
        As in the table ``coverage``, with gaps; measured from the rows if the table has none.
    """
    stated = coverage.filter(pl.col("dataset").is_in(datasets), pl.col("table") == table).sort("from", "until")
    if stated.height:
        without = frozenset(code for codes in stated["without"].drop_nulls() for code in codes.split(";"))
        spans = _joined(stated.select("from", "until").rows())
    else:
        without = frozenset[str]()
        spans = [(first, min(last, day)) for first, last in days_shown(rows) if first <= day]
    return coverage_of_days(spans, ", ".join(datasets), system, without)


def _joined(spans: Sequence[tuple[date, date]]) -> list[tuple[date, date]]:
    """Return spans, sorted by their first day, with those that overlap or touch joined."""
    joined: list[tuple[date, date]] = []
    for first, last in spans:
        if joined and first <= joined[-1][1] + timedelta(1):
            joined[-1] = joined[-1][0], max(joined[-1][1], last)
        else:
            joined.append((first, last))
    return joined
