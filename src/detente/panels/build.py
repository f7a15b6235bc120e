"""Build a panel: who is in it, then what is added, from the store as known on a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

import polars as pl

from detente.dates import check_day
from detente.errors import NoAnswer, UsageError
from detente.panels.adapters import Choices, Given
from detente.panels.additions import Addition, addition
from detente.panels.coverage import Coverage, coverage_of_days
from detente.panels.disputes import Initiators
from detente.panels.history import Gaps, add_lags, add_peace_years
from detente.panels.panel import Panel, PanelColumn
from detente.panels.periods import Periods, Unit
from detente.panels.reduction import REDUCTION
from detente.panels.references import citations_in, citations_of
from detente.panels.relevance import relevant_dyads
from detente.panels.rows import Kind, Rows
from detente.panels.universe import Rule, System, memberships
from detente.sources import SOURCES
from detente.sources.coverage import days_shown
from detente.store import Store
from detente.store.series import SERIES

__all__ = ["coverage_in", "panel", "universe"]

FIRST = 1816
UNNAMED = ("agreements",)  # tables that name no dataset
COLUMNS = {  # all that a panel takes of the tables with most rows
    "dyad_indicators": ("source", "target", "period", "freq", "value", "unit"),
    "indicators": ("dataset", "name", "state", "period", "freq", "value", "sd", "unit"),
}


def universe(
    kind: Kind,
    *,
    system: System = "cow",
    start: int = FIRST,
    end: int | None = None,
    unit: Unit = "year",
    among: str | Iterable[str] | None = None,
    scheme: str | None = None,
    membership: Rule = "any",
) -> Panel:
    """Return the rows of a panel, with nothing added.

    Parameters
    ----------
    kind : {'states', 'dyads', 'directed-dyads'}
        What a row is of.
    system : {'cow', 'gw'}
        The list of states: Correlates of War, or Gleditsch and Ward.
    start, end : int
        First and last year; by default 1816 and the last year that is over.
    unit : {'year', 'quarter', 'month'}
        Length of a period.
    among : str or iterable of str, optional
        Only states of these names or groups; members of a group only while they were. A state's name is read on the
        last day of the panel on which it is in use: 'Soviet Union' is Russia in a panel of 1950 to 1960.
    scheme : str, optional
        The scheme that the states in `among` are written in; by default names and codes are recognised.
    membership : {'any', 'first', 'last'}
        Whether a state is in a period of which it was a member on any day (a pair: both on one same day), on the
        first day, or on the last.

    Returns
    -------
    Panel

    Raises
    ------
    UsageError
        If a choice is none of those, a name is unknown, or the last year is yet to come.

    Examples
    --------
    >>> universe("states", start=2016, end=2016).frame.height
    195
    """
    this_year = check_day(None).year
    if end is not None and end > this_year:
        raise UsageError(f"A panel ends with {this_year}, this year, at the latest, not with {end}.", value=end)
    periods = Periods(unit, start, this_year - 1 if end is None else end)
    members = memberships(system, periods, membership, among, scheme)
    rows = Rows.of(kind, system, membership, periods, members)
    frame = rows.keys()
    said = {name: _key(name, system) for name in frame.columns}
    columns = tuple(PanelColumn(name, doc) for name, doc in said.items())
    return Panel(frame, rows, columns, {}, citations_of([system]))


def _key(name: str, system: System) -> str:
    """Return what a column that names a row holds."""
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
    store: Store,
    kind: Kind,
    *,
    system: System = "cow",
    start: int = FIRST,
    end: int | None = None,
    unit: Unit = "year",
    among: str | Iterable[str] | None = None,
    scheme: str | None = None,
    membership: Rule = "any",
    add: Sequence[str] = (),
    rules: Sequence[str] = REDUCTION,
    initiators: Initiators = "joiners",
    conflict_types: Sequence[str] = (),
    conflict_issues: Sequence[str] = (),
    conflict_intensity: int = 1,
    peace: Sequence[str] = (),
    gaps: Gaps = "restart",
    lags: Mapping[str, int | Sequence[int]] | None = None,
    relevant: bool = False,
    as_of: date | None = None,
) -> Panel:
    """Build a panel of states or pairs by period, with what the store's records say of each.

    Parameters
    ----------
    store : Store
        The records.
    kind, system, start, end, unit, among, scheme, membership
        As for `universe`; the last year is by default the last that was over on the day of `as_of`.
    add : sequence of str
        What to add: keys of `ADDITIONS`, each with ``:dataset`` after it where another than the usual is meant.
    rules : sequence of str, optional
        Which of several disputes speaks for a year: see `detente.panels.reduction`.
    initiators : {'joiners', 'side-a', 'originators'}
        Who initiated a dispute: see `add_mids`.
    conflict_types, conflict_issues : sequence of str, optional
        Which armed conflicts count: see `add_conflicts`.
    conflict_intensity : {1, 2}
        The least intensity of armed conflicts that count; 2 is war.
    peace : sequence of str, optional
        Added columns of events, for which the time since the last is counted.
    gaps : {'restart', 'count', 'ignore'}
        What a gap in a pair's rows means for it.
    lags : mapping of str to int or ints, optional
        Added columns, and how many periods earlier their values are to stand too.
    relevant : bool, optional
        Keep only politically relevant dyads, once all is added: contiguous, or with a major power.
    as_of : datetime.date, optional
        Use only what was known on this day, and end coverage there; by default today.

    Returns
    -------
    Panel

    Raises
    ------
    UsageError
        If a choice or name is unknown, or an addition does not suit the panel.
    NoAnswer
        If the store holds no rows that an addition needs; the command that brings them is named.

    Examples
    --------
    >>> found = panel(Store.open(), "dyads", start=1910, end=1914, add=["majors", "capitals"])
    >>> found.frame.filter(pl.col("major_a") + pl.col("major_b") == 2).height
    140
    """
    day = check_day(as_of)
    last = day.year - 1 if end is None else end
    found = universe(
        kind, system=system, start=start, end=last, unit=unit, among=among, membership=membership,
        scheme=scheme,
    )  # fmt: skip
    record = Record(store, day, store.coverage(day))
    choices = Choices(tuple(rules), initiators, tuple(conflict_types), tuple(conflict_issues), conflict_intensity)
    for asked in _with_needed(add, relevant=relevant, kind=kind):
        wanted, datasets = addition(asked)
        if kind not in wanted.kinds:
            raise UsageError(f"{wanted.name!r} is of {' or '.join(wanted.kinds)}, not of {kind}.", value=asked)
        found = _added(found, record, wanted, datasets, choices)
    for event in peace:
        found = add_peace_years(found, event, gaps=gaps)
    for name, by in (lags or {}).items():
        for one in [by] if isinstance(by, int) else by:
            found = add_lags(found, [name], one)
    return relevant_dyads(found) if relevant else found


class Record(NamedTuple):
    """The store as known on a day, and what its datasets cover then."""

    store: Store
    day: date
    coverage: pl.DataFrame


def _with_needed(add: Sequence[str], *, relevant: bool, kind: Kind) -> list[str]:
    """Return what to add, with what relevance needs."""
    if relevant and kind == "states":
        raise UsageError("Political relevance is of two states; ask for dyads or directed-dyads.", value=kind)
    asked = list(dict.fromkeys(add))
    named = {one.partition(":")[0] for one in asked}
    return asked + [name for name in ("contiguity", "majors") if relevant and name not in named]


def _added(found: Panel, record: Record, wanted: Addition, datasets: tuple[str, ...], choices: Choices) -> Panel:
    """Return the panel with an addition, of each of the datasets that it is to be made of."""
    if wanted.name == "majors" and "major" in {name.partition("_")[0] for name in found.why}:
        return found
    if not wanted.table:
        return wanted.make(found, Given(pl.DataFrame(), "", None)).cite(citations_of([wanted.name]))
    tried = datasets or wanted.datasets
    made = 0
    for names in _together(wanted, tried) if datasets or wanted.every or wanted.instead else [tried[:1]]:
        table, system = wanted.tables.get(names[0], wanted.table), wanted.systems.get(names[0], "cow")
        rows = _read(record, table, names, found)
        if not rows.height:
            continue
        here = tuple(rows["dataset"].unique().sort()) if len(names) > 1 else names
        covers = coverage_in(record.coverage, table, here, rows, day=record.day, system=system)
        found = wanted.make(found, Given(rows, covers.dataset, covers, choices))
        for name in here:
            found = found.cite(citations_in(record.store, table, name))
        made += 1
        if wanted.instead:
            break
    if not made:
        held = set(record.store.datasets())
        others = [] if datasets else [name for name in wanted.datasets[1:] if name in held]
        raise NoAnswer(_lacking(wanted, tried, others, found.rows.periods.unit), value=wanted.name)
    return found


def _together(wanted: Addition, datasets: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Return which datasets are read together: those of roll calls as one series, any other alone."""
    series = tuple(name for name in datasets if wanted.tables.get(name, wanted.table) in SERIES)
    return [*([series] if series else []), *((name,) for name in datasets if name not in series)]


def _read(record: Record, table: str, datasets: tuple[str, ...], found: Panel) -> pl.DataFrame:
    named: object = datasets[0] if len(datasets) == 1 else list(datasets)
    equals: dict[str, object] = {} if table in UNNAMED else {"dataset": named}
    if table == "temperatures":
        equals |= {"freq": found.rows.periods.unit, "score": "all"}
    return record.store.rows(table, equals, columns=COLUMNS.get(table, ()), as_of=record.day)


def _lacking(wanted: Addition, datasets: Sequence[str], held: Sequence[str], unit: Unit) -> str:
    """Return what is missing, and which dataset of the store has it or which command brings it."""
    one = datasets[0]
    if held:
        there = " or ".join(f"{wanted.name}:{name}" for name in held)
        return f"The store holds no rows of {one}, which {wanted.name!r} is made of. Add what it holds: {there}."
    if wanted.table == "temperatures":
        return f"The store holds no temperatures by {unit} of {one}; it has those that Detente ships, by year."
    known = SOURCES.get(one)
    by_pull = known is not None and known.fetch is not None
    how = f"detente pull {one}, or detente ingest {one} FILE" if by_pull else f"detente ingest {one} FILE"
    others = f" (or {', '.join(datasets[1:])})" if len(datasets) > 1 else ""
    return f"The store holds no rows of {one}{others}, which {wanted.name!r} is made of. Bring them with: {how}."


def coverage_in(
    coverage: pl.DataFrame,
    table: str,
    datasets: Sequence[str],
    rows: pl.DataFrame,
    *,
    day: date,
    system: System | None = "cow",
) -> Coverage:
    """Return what datasets read together cover, as the store knows it on a day.

    Parameters
    ----------
    coverage : polars.DataFrame
        What the store's datasets cover, as known on the day: its table ``coverage``.
    table : str
        The table.
    datasets : sequence of str
        The datasets; mostly one.
    rows : polars.DataFrame
        Its rows, for what they show where nothing is stated.
    day : datetime.date
        Coverage ends here at the latest.
    system : {'cow', 'gw'} or None
        The list whose members it covers.

    Returns
    -------
    Coverage
        As in the table ``coverage``, with its gaps; without a row there, what its rows show.
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
    """Return spans, sorted by their first day, with those that overlap or touch made one."""
    joined: list[tuple[date, date]] = []
    for first, last in spans:
        if joined and first <= joined[-1][1] + timedelta(1):
            joined[-1] = joined[-1][0], max(joined[-1][1], last)
        else:
            joined.append((first, last))
    return joined
