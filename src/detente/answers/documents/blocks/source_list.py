"""The sources of one document: the origin of its figures and records, and what to cite."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from detente.catalog import table as catalog_table
from detente.documents.document import CitedSource
from detente.store import Provenance, Store
from detente.store.facts import FACT_TABLES
from detente.store.source_entries import of_batch

__all__ = ["FACTS", "SourceList", "own_facts"]

FACTS = "facts"  # the source of the rows that come with Detente; rows of users are cited beside it


def own_facts(store: Store, as_of: date) -> list[Provenance]:
    """Return the sources of the facts that the user added, those that hold on a day."""
    if not any(store.lake.parts(name) for name in FACT_TABLES):
        return []
    return [of_batch(batch) for batch in store.lake.held_on(as_of, "b.format IS NULL") if batch.table in FACT_TABLES]


class SourceList:
    """Collects the datasets that a document uses.

    Parameters
    ----------
    store : Store
        Where they are described.
    as_of : datetime.date
        Day of the question.

    Examples
    --------
    >>> sources = SourceList(Store.open(), date(2015, 9, 1))
    >>> sources.cite("temperatures", "conduct", date(2014, 12, 31))
    'conduct-temperature'
    >>> [source.known_on.year for source in sources.listed()]
    [2014]
    """

    def __init__(self, store: Store, as_of: date) -> None:
        self.store = store
        self.as_of = as_of
        self._sources: dict[str, CitedSource] = {}

    def cite(self, table: str | tuple[str, ...], dataset: str, known_on: date | None = None) -> str:
        """Add the sources of a dataset's rows of a table, and return the id for figures.

        Parameters
        ----------
        table : str or tuple of str
            The table, or several, of which the first that the dataset has rows of counts.
        dataset : str
            Its name.
        known_on : datetime.date, optional
            The newest day on which any of them could be known; by default that of the newest row known on the day of
            the question.
        """
        tables = (table,) if isinstance(table, str) else table
        day = min(known_on or self._newest(tables, dataset), self.as_of)
        if dataset == FACTS:
            for entry in own_facts(self.store, self.as_of):
                if set(entry.tables) & set(tables):
                    self._add_entry(entry, day)
        entries = next((found for name in tables if (found := self.store.sources(name, dataset))), [])
        entries = entries or [entry for entry in self.store.sources() if dataset in entry.datasets]
        if not entries:
            self._add(CitedSource(dataset, f"{dataset}, your own records", "your own files", "", "", "", day))
            return dataset
        for entry in entries:
            self._add_entry(entry, day)
        return entries[0].id

    def _newest(self, tables: Sequence[str], dataset: str) -> date:
        """Return the day on which the newest row of a dataset was known; the day of the question where it has none."""
        days = []
        for name in tables:
            named = "dataset" in {column.name for column in catalog_table(name).columns} and dataset != FACTS
            rows = self.store.read(name, as_of=self.as_of, **({"dataset": dataset} if named else {}))
            if "known_on" in rows.columns and not rows.is_empty():
                days.append(rows["known_on"].max())
        return max(days, default=self.as_of)  # type: ignore[type-var, return-value]

    def cite_together(self, table: str | tuple[str, ...], datasets: Sequence[str], known_on: date | None = None) -> str:
        """Add the sources of each dataset and, of several, one of what was estimated from all; return its id."""
        ids = [self.cite(table, dataset, known_on) for dataset in datasets]
        if len(datasets) == 1:
            return ids[0]
        both = ", ".join(datasets)
        title = f"Estimates from {both} together"
        licence = f"see the sources {', '.join(ids)}"
        self._add(
            CitedSource("+".join(datasets), title, "Detente", licence, "", "", min(known_on or self.as_of, self.as_of))
        )
        return "+".join(datasets)

    def cite_id(self, name: str, known_on: date | None = None) -> str:
        """Add a source by its id in the store, or by a dataset's name, and return the id."""
        for entry in self.store.sources():
            if entry.id == name:
                newest = known_on or self._newest(entry.tables, name)
                self._add_entry(entry, min(newest, self.as_of))
                return name
        return self.cite("temperatures", name.removesuffix("-temperature"), known_on)

    def listed(self) -> tuple[CitedSource, ...]:
        """Return the sources by id, each with the newest day cited."""
        return tuple(self._sources[id_] for id_ in sorted(self._sources))

    def _add_entry(self, entry: Provenance, day: date) -> None:
        self._add(CitedSource(entry.id, entry.title, entry.origin, entry.licence, entry.citation, entry.covers, day))

    def _add(self, source: CitedSource) -> None:
        known = self._sources.get(source.id)
        if known is None or known.known_on < source.known_on:
            self._sources[source.id] = source
