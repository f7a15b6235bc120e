"""What to cite for datasets: one entry each, as text and as BibTeX."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from detente.errors import UsageError
from detente.sources import SOURCES
from detente.store import Provenance, Store
from detente.store.source_entries import of_source
from detente.unsafe_characters import visible

__all__ = ["bibliography", "citations"]

KEY = re.compile(r"@\w+\{([^,\s]+),")


def citations(store: Store, datasets: Iterable[str] | None = None) -> list[Provenance]:
    """Return the provenance of datasets, each with a BibTeX entry.

    Parameters
    ----------
    store : Store
        The store. Users' own records are cited as the file they came from.
    datasets : iterable of str, optional
        Their names; by default all that the store holds. A source may be named that is not ingested yet.

    Returns
    -------
    list of Provenance
        In the order of the names; a dataset with several entries has them all.

    Raises
    ------
    UsageError
        If there is no such dataset.

    Examples
    --------
    >>> [entry.id for entry in citations(Store.open(), ["undl_votes"])]
    ['unga-votes', 'undl_votes']
    """
    every = store.sources()
    known = sorted({name for entry in every for name in entry.datasets})
    found: list[Provenance] = []
    for name in known if datasets is None else datasets:
        mine = [entry for entry in every if name in entry.datasets]
        if not any(entry.id == name for entry in mine) and name in SOURCES:
            mine.append(of_source(SOURCES[name]))
        if not mine:
            raise UsageError(
                f"there is no dataset {name!r} to cite; the store has {', '.join(known)}, and sources are "
                f"{', '.join(sorted(SOURCES))}",
                value=name,
            )
        found += [_with_entry(entry) for entry in mine if entry.id not in {one.id for one in found}]
    return found


def bibliography(entries: Iterable[Provenance]) -> str:
    """Return BibTeX entries, each key once, in order.

    Examples
    --------
    >>> print(bibliography(citations(Store.open(), ["undl_votes"])).splitlines()[0])
    @misc{detente-unga-votes,
    """
    texts: dict[str, str] = {}
    for entry in entries:
        bibtex = _with_entry(entry).bibtex
        key = KEY.match(bibtex)
        texts.setdefault(key[1] if key else bibtex, bibtex)
    return "\n\n".join(texts.values()) + "\n" if texts else ""


def _with_entry(entry: Provenance) -> Provenance:
    """Return an entry with BibTeX of its own: for figures that Detente computed, and the user's files."""
    if entry.bibtex:
        return entry
    key = re.sub(r"[^a-z0-9-]+", "-", entry.id.lower()).strip("-")
    organisation = entry.author.startswith("{")
    author = f"{{{_plain(entry.author[1:-1])}}}" if organisation else _plain(entry.author)
    lines = (
        f"  author = {{{author}}}",
        f"  title = {{{_names_kept(_plain(entry.title))}}}",
        f"  year = {{{_plain(entry.year)}}}",
        f"  note = {{{_plain(entry.citation)}}}",
    )
    return replace(entry, bibtex=f"@misc{{detente-{key},\n" + ",\n".join(lines) + "\n}")


def _plain(text: str) -> str:
    """Return text without characters that TeX reads as commands."""
    text = visible(text).replace("\\", "/").replace("{", "(").replace("}", ")").replace("~", "-").replace("^", "")
    return re.sub(r"([&%$#_])", r"\\\1", text)


def _names_kept(title: str) -> str:
    """Put names in braces, since styles lowercase titles: words with a capital letter, except the first.

    Examples
    --------
    >>> _names_kept("Votes computed by Detente from UN roll calls of ICEWS-2")
    'Votes computed by {Detente} from {UN} roll calls of {ICEWS-2}'
    """
    first, *rest = title.split(" ")
    kept = [f"{{{word}}}" if any(c.isupper() for c in word) else word for word in rest]
    return " ".join([f"{{{first}}}" if any(c.isupper() for c in first[1:]) else first, *kept])
