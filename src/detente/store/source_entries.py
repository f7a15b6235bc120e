"""Where rows come from: the entries of a list of sources."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.lake.batches import Batch
from detente.lake.dataset_descriptions import about_of
from detente.lake.lake import Lake
from detente.lake.manifest import HOLDS

if TYPE_CHECKING:
    from detente.sources import Source

__all__ = ["Provenance", "of_batch", "of_formats", "of_source", "provenance_of"]

DEVELOPERS, UNKNOWN = "{The Detente developers}", "{Unknown compiler}"  # in braces, as organisations are
TEXTS = "texts"  # the format of batches whose acts were coded from texts
RELEASED = "2026"  # the year of the starter pack


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where rows come from, for a list of sources.

    Parameters
    ----------
    id, title, origin, licence, citation, covers : str
        As printed.
    tables, datasets : tuple of str
        The tables and datasets of which it is a source; empty where that is not stated.
    bibtex : str
        The citation as an entry of BibTeX; empty where there is none.
    author, year : str
        Author, as BibTeX writes names, and year of an entry that Detente makes; empty where there is an entry.
    """

    id: str
    title: str
    origin: str
    licence: str
    citation: str
    covers: str
    tables: tuple[str, ...] = ()
    datasets: tuple[str, ...] = ()
    bibtex: str = ""
    author: str = ""
    year: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Return the entry as plain data."""
        return asdict(self)


def provenance_of(entry: Mapping[str, Any]) -> Provenance:
    """Return an entry of the starter pack's manifest."""
    texts = {name: entry[name] for name in ("id", "title", "origin", "licence", "citation", "covers")}
    return Provenance(
        **texts,
        tables=tuple(entry.get("tables", ())),
        datasets=tuple(entry.get("datasets", ())),
        bibtex=entry.get("bibtex", ""),
        author=DEVELOPERS,
        year=RELEASED,
    )


def of_formats(lake: Lake, day: date) -> list[Provenance]:
    """Return one entry for each dataset of events that was ingested, however many files it came in."""
    rows = lake.records.ask(
        "SELECT dataset, max(format), count(*), sum(rows_ok), min(covers_from), max(covers_until), max(retrieved) "  # noqa: S608 - HOLDS is ours
        f"FROM batches b WHERE format IS NOT NULL AND \"table\" = 'events' AND {HOLDS} GROUP BY 1 ORDER BY 1",
        {"day": day.isoformat()},
    )
    if not rows:
        return []
    from detente.sources.events.known_formats import known_formats  # noqa: PLC0415 - only for ingested events

    entries, formats = [], known_formats()
    for dataset, name, files, count, first, last, retrieved in rows:
        form = formats.get(name)
        about = {} if form else about_of(lake, dataset)
        coded = name == TEXTS
        what = (
            f"{count} acts coded from {files} inputs of text" if coded else f"{count} rows of events from {files} files"
        )
        entries.append(
            Provenance(
                id=dataset,
                title=form.title if form else about.get("title", f"{dataset}, ingested by the user"),
                origin=form.origin if form else about.get("origin", "the user's own files"),
                licence=form.licence if form else about.get("licence", "not stated"),
                citation=form.citation if form else about.get("citation", "not stated"),
                covers=f"{what}, {first} to {last}",
                tables=("events", "texts", "coded_acts") if coded else ("events",),
                datasets=(dataset,),
                bibtex=form.bibtex if form else "",
                author=_author(about),
                year=about.get("year", str(retrieved)[:4]),
            )
        )
    return entries


def _author(about: Mapping[str, str]) -> str:
    """Return the author in a mapping, as BibTeX writes names: persons, or an organisation."""
    organisation = about.get("organisation")
    return f"{{{organisation}}}" if organisation else about.get("author", UNKNOWN)


def of_source(known: Source) -> Provenance:
    """Return the provenance of a source's rows."""
    return Provenance(
        id=known.name,
        title=known.title,
        origin=known.origin,
        licence=known.licence,
        citation=known.citation,
        covers=known.covers,
        tables=known.tables,
        datasets=(known.name,),
        bibtex=known.bibtex,
    )


def of_batch(batch: Batch) -> Provenance:
    """Return the provenance of a batch's rows."""
    from detente.sources.registry import SOURCES  # noqa: PLC0415 - sources load with rows of theirs only

    known = SOURCES.get(batch.dataset)
    if known is not None and batch.table == known.table:
        return of_source(known)
    return Provenance(
        id=batch.batch,
        title=f"{batch.dataset}, added by the user",
        origin=batch.origin,
        licence="not stated",
        citation=f"{Path(batch.origin).name}, SHA-256 {batch.digest[:16]}…",
        covers=f"{batch.rows_ok} rows of {batch.table}",
        tables=(batch.table,),
        datasets=(batch.dataset,),
        author=UNKNOWN,
        year=str(batch.retrieved)[:4],
    )
