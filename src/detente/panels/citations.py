"""Citations of a panel: the state lists, the major powers, and the sources of added columns."""

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
MAJORS = {"majors": OWN["cow"]}  # the same list of the Correlates of War project
COMPUTED = {"unga": "unga_votes"}  # datasets computed from a source with another name


def citations_of(names: Iterable[str]) -> dict[str, str]:
    """Return BibTeX entries for data shipped with Detente.

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
    return {name: {**OWN, **MAJORS}[name] for name in names}


def citations_in(store: Store, table: str, dataset: str) -> dict[str, str]:
    """Return BibTeX entries for a dataset of the store and for its source.

    Parameters
    ----------
    store : Store
        The store.
    table, dataset : str
        The table that was read, and the dataset.

    Returns
    -------
    dict of str to str
        By dataset; each text has one or more entries.

    Examples
    --------
    >>> sorted(citations_in(Store.open(), "ideal_points", "unga"))
    ['unga', 'unga_votes']
    """
    names = [dataset, *([COMPUTED[dataset]] if dataset in COMPUTED else [])]
    entries = {
        name: [
            entry for entry in citations(store, [name]) if not entry.tables or table in entry.tables or name != dataset
        ]
        for name in names
    }
    return {name: bibliography(result).strip() for name, result in entries.items() if result}
