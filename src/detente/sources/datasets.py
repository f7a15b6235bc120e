"""The registry of datasets: one name for each, the same in ``--events``, ``pull``, ``ingest`` and ``data``.

A dataset is declared once, in the place for its kind, and everything else reads the declarations here:

- figures that come with Detente: `detente.sources.shipped.SHIPPED`;
- events of a provider: a `Format` in `detente.sources.events.known_formats`;
- texts of a provider that Detente codes: `CODED`;
- votes, pacts, disputes and figures of states: a `Source` in `detente.sources.SOURCES`.

Users' own datasets have names that are not here.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from detente.sources.contract import Source
from detente.sources.events.event_format import Format
from detente.sources.events.known_formats import former_names, known_formats
from detente.sources.providers.current_events import ABOUT
from detente.sources.registry import SOURCES
from detente.sources.shipped import SHIPPED, ShippedFigures

__all__ = ["DEFAULT_EVENTS", "Dataset", "datasets", "how_to_get", "registry_page"]

DEFAULT_EVENTS = "conduct"  # what --events means where it is left out
FORMER_DEFAULT = "icews-yearly"  # what it meant before; still the name of a source of it
COMPUTED = "counts"  # a table whose rows are computed, never ingested


@dataclass(frozen=True, slots=True)
class Dataset:
    """One dataset that Detente knows.

    Parameters
    ----------
    name : str
        What ``--events``, ``pull``, ``ingest`` and ``data`` call it, and the value of the column ``dataset``.
    title, origin, licence, citation, bibtex : str
        What it is, where it is published, its terms, the work to cite, and the same as an entry of BibTeX.
    tables : tuple of str
        The tables that its rows are in.
    shipped : tuple of str
        Those of the tables that come with Detente.
    pulled_as : str
        What ``detente pull`` calls it; empty where it is not fetched.
    ingested : bool
        Whether ``detente ingest`` reads its files.
    columns : tuple of str
        Columns by which a file of it is recognised; empty where its files have no header, or it has no files.
    former_name : str
        What an older Detente called it; empty where it always had this name.
    """

    name: str
    title: str
    origin: str
    licence: str
    citation: str
    bibtex: str
    tables: tuple[str, ...]
    shipped: tuple[str, ...] = ()
    pulled_as: str = ""
    ingested: bool = False
    columns: tuple[str, ...] = ()
    former_name: str = ""

    @property
    def arrival(self) -> str:
        """How it comes into the store, in a few words."""
        shipped = ", ".join(f"`{name}`" for name in self.shipped)
        ways = [f"{shipped} with Detente" if self.ingested else "with Detente"] if self.shipped else []
        ways += [f"`detente pull {self.pulled_as}`"] if self.pulled_as else []
        ways += [f"`detente ingest {self.name} FILE`"] if self.ingested else []
        return ", ".join(ways) or f"figures computed from it come with Detente, in `{DEFAULT_EVENTS}`"


CODED = (
    Dataset(
        name="news",
        title=ABOUT["title"],
        origin=ABOUT["origin"],
        licence=ABOUT["licence"],
        citation=ABOUT["citation"],
        bibtex="",
        tables=("events", "coded_acts", "texts"),
        pulled_as="news",
    ),
)


def datasets() -> dict[str, Dataset]:
    """Return every dataset that Detente knows, by name, sorted.

    Examples
    --------
    >>> datasets()["icews"].pulled_as, datasets()["conduct"].shipped[0], datasets()["unga_votes"].tables[0]
    ('icews', 'temperatures', 'votes')
    """
    found = {name: _of_format(form, name) for form in known_formats().values() for name in form.datasets}
    found |= {one.name: _of_source(one) for one in SOURCES.values()} | {one.name: one for one in CODED}
    for figures in SHIPPED:
        for name in figures.datasets:
            known = found.get(name) or Dataset(
                name, figures.title, figures.origin, figures.licence, figures.citation, "", ()
            )
            found[name] = _with_figures(known, figures)
    return dict(sorted(found.items()))


def how_to_get(name: str) -> str:
    """Return a sentence on how a dataset of events is obtained, or what it is called now.

    Examples
    --------
    >>> how_to_get("icews-events")
    "'icews-events' is called 'icews' now."
    >>> how_to_get("icews")
    'ICEWS coded event data: bring it in with `detente pull icews` or `detente ingest icews FILE`.'
    """
    if now := former_names().get(name):
        return f"{name!r} is called {now!r} now."
    if name == FORMER_DEFAULT:
        return f"The figures that come with Detente are called {DEFAULT_EVENTS!r} now."
    known = datasets().get(name)
    if known is None or "events" not in known.tables:
        return "Bring events in with `detente pull` or `detente ingest`."
    ways = [f"`detente pull {known.pulled_as}`"] if known.pulled_as else []
    ways += [f"`detente ingest {name} FILE`"] if known.ingested else []
    return f"{known.title}: bring it in with {' or '.join(ways)}."


def _of_format(form: Format, name: str) -> Dataset:
    short = form.datasets[name]
    former = next((old for old, new in form.formerly.items() if new == name), "")
    return Dataset(
        name=name,
        title=form.title if len(form.datasets) == 1 else f"{form.title}, {short.rpartition(', ')[2]}",
        origin=form.origin,
        licence=form.licence,
        citation=form.citation,
        bibtex=form.bibtex,
        tables=("events",),
        pulled_as=form.pulled_as,
        ingested=True,
        columns=tuple(form.conventions.columns.values()) if form.header else (),
        former_name=former,
    )


def _of_source(one: Source) -> Dataset:
    computed = one.table == COMPUTED
    return Dataset(
        name=one.name,
        title=one.title,
        origin=one.origin,
        licence=one.licence,
        citation=one.citation,
        bibtex=one.bibtex,
        tables=() if computed else one.tables,
        pulled_as="" if computed or not (one.fetch or one.shipped) else one.name,
        ingested=not computed,
        columns=tuple(one.layouts[0].columns.values()),
    )


def _with_figures(known: Dataset, figures: ShippedFigures) -> Dataset:
    if not (known.ingested or known.columns or figures.title == known.title):
        known = replace(known, title=f"{known.title}; {figures.title[0].lower()}{figures.title[1:]}")
    return replace(known, tables=(*known.tables, *figures.tables), shipped=(*known.shipped, *figures.tables))


def registry_page() -> str:
    """Return the page of the reference that lists the datasets."""
    rows = []
    for one in datasets().values():
        tables = ", ".join(f"`{name}`" for name in one.tables)
        title = one.title.replace("|", r"\|")
        rows.append(f"| `{one.name}` | {title} | {tables} | {one.arrival} |")
    renamed = [f"- `{old}` is called `{new}` now." for old, new in former_names().items()]
    return "\n".join(
        [
            "# Datasets",
            "",
            "Every dataset that Detente knows has one name, the same in `--events`, `detente pull`, `detente ingest`",
            "and `detente data`. Datasets of your own have the names that you give them.",
            "",
            f"`--events` means `{DEFAULT_EVENTS}` unless you name another: the yearly figures that come with Detente.",
            "The events themselves, by the day, are `icews`, which you pull or ingest.",
            "",
            "| name | what it is | tables | how it comes |",
            "|---|---|---|---|",
            *rows,
            "",
            "`detente data cite NAME` gives the work to cite, and `detente pull NAME --dry-run` the terms.",
            "",
            "Names that an older Detente used:",
            "",
            *renamed,
            "- `icews`, and then `icews-yearly`, meant the yearly figures, which are called `conduct` now.",
            "",
            "A store with the old names opens as it is, and `detente data` says what was renamed.",
            "",
        ]
    )
