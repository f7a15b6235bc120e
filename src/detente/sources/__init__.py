"""Providers of records: one module each, fetch and parse to canonical frames."""

from __future__ import annotations

from detente.errors import UsageError
from detente.sources.capitals import CAPITALS
from detente.sources.contract import Fetch, Reading, Source, shape
from detente.sources.cow_igo import COW_IGO
from detente.sources.cow_mindist import COW_MINDIST
from detente.sources.cow_nmc import COW_NMC
from detente.sources.cow_trade import COW_TRADE
from detente.sources.euds import EUDS
from detente.sources.gdppop import GDPPOP
from detente.sources.icews_dyad_years import ICEWS_DYAD_YEARS
from detente.sources.polity import POLITY
from detente.sources.undl_votes import UNDL_VOTES
from detente.sources.unga_votes import UNGA_VOTES
from detente.sources.vdem import VDEM

__all__ = ["SOURCES", "Fetch", "Reading", "Source", "shape", "source"]

SOURCES: dict[str, Source] = {
    one.name: one
    for one in (
        CAPITALS,
        COW_IGO,
        COW_MINDIST,
        COW_NMC,
        COW_TRADE,
        EUDS,
        GDPPOP,
        ICEWS_DYAD_YEARS,
        POLITY,
        UNDL_VOTES,
        UNGA_VOTES,
        VDEM,
    )
}


def source(name: str) -> Source:
    """Return the source called `name`.

    Parameters
    ----------
    name : str
        A key of `SOURCES`.

    Raises
    ------
    UsageError
        If there is none; the names are given.

    Examples
    --------
    >>> source("icews").table
    'counts'
    """
    if name not in SOURCES:
        raise UsageError(f"no source is called {name!r}; the sources are {', '.join(sorted(SOURCES))}", value=name)
    return SOURCES[name]
