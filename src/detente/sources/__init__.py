"""Sources: one module a provider, from its files to canonical frames.

The registry and the readers load when first used, so that importing one module of this package does not load them all.

::

    contract     what a source declares, and what the parse of its file returns
    coverage     the years that a file covers
    datasets     the registry of datasets: one name for each
    events       sources of events: GDELT, ICEWS, POLECAT and any table by a mapping
    providers    sources of structural data, one module per provider
    readers      archives, delimited text, Stata, and rows by line
    recognition  recognition of a file's source by its columns
    registry     the list of sources; nothing else lists them
    shaping      from a provider's rows to validated frames: states, ties, years, column formats
    shipped      the figures in the starter pack, as entries of the registry
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from detente.sources.contract import Fetch, ParsedFile, Source, shape
    from detente.sources.registry import SOURCES, source

__all__ = ["SOURCES", "Fetch", "ParsedFile", "Source", "shape", "source"]

_MODULES = {"SOURCES": "registry", "source": "registry"}


def __getattr__(name: str) -> Any:
    """Load a public name from its module."""
    if name not in __all__:
        raise AttributeError(f"module 'detente.sources' has no attribute {name!r}")
    module = importlib.import_module(f"detente.sources.{_MODULES.get(name, 'contract')}")
    return getattr(module, name)
