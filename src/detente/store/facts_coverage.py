"""What the facts compiled by hand cover: by table, state and years, as the file ``coverage.csv`` states it."""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from detente.errors import StoreError

__all__ = ["CoveredFacts", "FactsCoverage", "FactsSpan", "read_coverage"]

EXTENTS = ("all", "part")
EVERY = "*"


@dataclass(frozen=True, slots=True)
class CoveredFacts:
    """A row of ``coverage.csv``.

    Parameters
    ----------
    table : str
        The table of facts.
    kind : str or None
        The only kind of row that was compiled, such as ``defence`` of pacts; None for all kinds.
    states : frozenset of str or None
        Codes of the states; None for every state.
    except_for : frozenset of str
        Codes of states left out of every state.
    since, until : datetime.date
        First and last day.
    whole : bool
        Whether everything in these years was looked for, so that no row means that there is none.
    note : str
        What was looked for, in words without digits.
    """

    table: str
    kind: str | None
    states: frozenset[str] | None
    except_for: frozenset[str]
    since: date
    until: date
    whole: bool
    note: str

    def of(self, state: str) -> bool:
        """Whether the row is about a state."""
        return state not in self.except_for if self.states is None else state in self.states


@dataclass(frozen=True, slots=True)
class FactsSpan:
    """The days that the facts cover for all of some states.

    Parameters
    ----------
    first : datetime.date
        First day from which rows were compiled, be it in part.
    since : datetime.date or None
        First day from which everything was looked for; None where only a part was.
    until : datetime.date
        Last day.
    notes : tuple of str
        What was looked for where it was a part.
    """

    first: date
    since: date | None
    until: date
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class FactsCoverage:
    """The rows of ``coverage.csv``.

    Examples
    --------
    >>> from detente.store import Store
    >>> coverage = Store.open().facts.coverage
    >>> coverage.span("pacts", ["JPN", "RUS"]).since
    datetime.date(2005, 1, 1)
    """

    rows: tuple[CoveredFacts, ...]
    _spans: dict[tuple[str, str | None, str], FactsSpan | None] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def span(self, table: str, states: Iterable[str] = (), kind: str | None = None) -> FactsSpan | None:
        """Return the days covered for all of some states, or None where one of them is not covered.

        Parameters
        ----------
        table : str
            The table of facts.
        states : iterable of str, optional
            Codes of states; without any, the days covered for every state that the table was compiled for.
        kind : str, optional
            Only this kind of row, such as ``defence``.
        """
        codes = list(dict.fromkeys(states))
        found = (
            [self._of_one(table, kind, code) for code in codes]
            if codes
            else [_merged([row for row in self.rows if row.table == table], kind)]
        )
        spans = [span for span in found if span is not None]
        if len(spans) < len(found):
            return None
        begins = [span.since for span in spans if span.since is not None]
        return FactsSpan(
            first=max(span.first for span in spans),
            since=max(begins) if len(begins) == len(spans) else None,
            until=min(span.until for span in spans),
            notes=tuple(dict.fromkeys(note for span in spans for note in span.notes)),
        )

    def covered(
        self, table: str, states: Collection[str], kind: str | None = None, on: date | None = None
    ) -> frozenset[str]:
        """Return those of some states for which everything of a table, or of a kind, was looked for.

        With a day, only those whose rows reach it: it lies between the first and the last day that is covered, the
        years that are covered in part included.
        """
        spans = {code: self._of_one(table, kind, code) for code in states}
        return frozenset(
            code
            for code, span in spans.items()
            if span is not None and span.since is not None and (on is None or span.first <= on <= span.until)
        )

    def _of_one(self, table: str, kind: str | None, state: str) -> FactsSpan | None:
        key = (table, kind, state)
        if key not in self._spans:
            self._spans[key] = _merged([row for row in self.rows if row.table == table and row.of(state)], kind)
        return self._spans[key]


def _merged(rows: list[CoveredFacts], kind: str | None) -> FactsSpan | None:
    """Return the days of rows about the same states: the whole ones, and where there are none, the parts."""
    rows = [row for row in rows if kind is None or row.kind in {None, kind}]
    if not rows:
        return None
    whole = [row for row in rows if row.whole and row.kind in {None, kind}]
    first = min(row.since for row in rows)
    if whole:
        return FactsSpan(first, min(row.since for row in whole), max(row.until for row in whole))
    return FactsSpan(first, None, max(row.until for row in rows), tuple(row.note for row in rows))


def read_coverage(path: Path) -> FactsCoverage:
    """Read ``coverage.csv``.

    Parameters
    ----------
    path : pathlib.Path
        The file: columns ``table``, ``kind`` (blank for all), ``states`` (codes separated by semicolons; or ``*`` for
        every state, and then ``-CODE`` for each that is left out), ``from``, ``until``, ``extent`` (``all``, or
        ``part`` where only a part was looked for), ``note``.

    Raises
    ------
    StoreError
        If the file can't be read.
    """
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = csv.reader(file, strict=True)
            header = next(rows, [])
            return FactsCoverage(tuple(_row(dict(zip(header, row, strict=True))) for row in rows))
    except (OSError, ValueError, KeyError, csv.Error) as error:
        raise StoreError(
            f"the facts are not whole: {path} can't be read ({error}); reinstall Detente, "
            "for instance with: pip install --force-reinstall detente",
            value=path,
        ) from None


def _row(row: dict[str, str]) -> CoveredFacts:
    if row["extent"] not in EXTENTS:
        raise ValueError(f"extent {row['extent']!r}; expected {' or '.join(EXTENTS)}")
    first, *others = row["states"].split(";")
    return CoveredFacts(
        table=row["table"],
        kind=row["kind"] or None,
        states=None if first == EVERY else frozenset((first, *others)),
        except_for=frozenset(code.removeprefix("-") for code in others) if first == EVERY else frozenset(),
        since=date.fromisoformat(row["from"]),
        until=date.fromisoformat(row["until"]),
        whole=row["extent"] == "all",
        note=row["note"],
    )
