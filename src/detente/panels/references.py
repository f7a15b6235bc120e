"""What to cite for a panel: the lists of states, the great powers, and the sources of what was added."""

from __future__ import annotations

from collections.abc import Iterable

from detente.sources import SOURCES
from detente.store import Store

__all__ = ["citations_of"]

OWN = {
    "cow": """@misc{cow_system2016,
  author = {{Correlates of War Project}},
  title  = {State System Membership List, v2016},
  year   = {2017},
  note   = {Members at the end of 2016 are carried on}
}""",
    "gw": """@article{gleditsch_ward1999,
  author  = {Gleditsch, Kristian S. and Ward, Michael D.},
  title   = {A Revised List of Independent States since the {Congress of Vienna}},
  journal = {International Interactions},
  year    = {1999},
  volume  = {25},
  number  = {4},
  pages   = {393--413}
}""",
    "capitals": """@misc{detente_capitals,
  author = {{The Detente developers}},
  title  = {Capitals of states since 1816, compiled by hand},
  note   = {With Detente, file capitals.csv}
}""",
}
OWN["majors"] = OWN["cow"]
SAME = {"unga": "unga_votes"}  # what is computed from a source, under its own name


def citations_of(names: Iterable[str], store: Store | None = None) -> dict[str, str]:
    """Return an entry of BibTeX for each name.

    Parameters
    ----------
    names : iterable of str
        Datasets; 'cow' and 'gw', the lists of states; 'majors' and 'capitals'.
    store : Store, optional
        Where to look for datasets that no source declares.

    Returns
    -------
    dict of str to str
        Names without a known citation are left out.

    Examples
    --------
    >>> list(citations_of(["cow", "nobody"]))
    ['cow']
    """
    found = {}
    for name in names:
        if name in OWN:
            found[name] = OWN[name]
        elif (source := SAME.get(name, name)) in SOURCES:
            found[name] = SOURCES[source].bibtex
        elif store is not None and (entry := _from_store(store, name)):
            found[name] = entry
    return found


def _from_store(store: Store, name: str) -> str:
    """Return what the store says of a dataset that users named, as an entry of BibTeX."""
    for source in store.sources(dataset=name):
        if name in source.datasets:
            return f"@misc{{{name},\n  title = {{{source.title}}},\n  note  = {{{source.citation}}}\n}}"
    return ""
