"""What to cite for a panel: the lists of states, the great powers, and the sources of what was added."""

from __future__ import annotations

from collections.abc import Iterable

from detente.citations import bibliography, citations
from detente.store import Store

__all__ = ["citations_in", "citations_of"]

OWN = {
    "cow": """@misc{cow_system2016,
  author = {{Correlates of War Project}},
  title  = {{State System Membership List}},
  year   = {2017},
  note   = {Version 2016; members at the end of 2016 are carried on}
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
  year   = {2026},
  note   = {With Detente, file capitals.csv}
}""",
}
OWN["majors"] = OWN["cow"]
COMPUTED = {"unga": "unga_votes"}  # what is computed from a source, under another name


def citations_of(names: Iterable[str]) -> dict[str, str]:
    """Return entries of BibTeX for what Detente carries.

    Parameters
    ----------
    names : iterable of str
        'cow' and 'gw', the lists of states; 'majors' and 'capitals'.

    Returns
    -------
    dict of str to str

    Examples
    --------
    >>> list(citations_of(["cow"]))
    ['cow']
    """
    return {name: OWN[name] for name in names}


def citations_in(store: Store, table: str, dataset: str) -> dict[str, str]:
    """Return entries of BibTeX for a dataset of the store, and for what it was computed from.

    Parameters
    ----------
    store : Store
        Where it is.
    table, dataset : str
        The table that was read, and the dataset.

    Returns
    -------
    dict of str to str
        By dataset; each text holds one entry or more.

    Examples
    --------
    >>> sorted(citations_in(Store.open(), "agreements", "unga"))
    ['unga', 'unga_votes']
    """
    names = [dataset, *([COMPUTED[dataset]] if dataset in COMPUTED else [])]
    entries = {
        name: [
            entry for entry in citations(store, [name]) if not entry.tables or table in entry.tables or name != dataset
        ]
        for name in names
    }
    return {name: bibliography(found).strip() for name, found in entries.items() if found}
