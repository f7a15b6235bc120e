"""Sources: one module a provider, from its files to canonical frames.

The registry and the readers load when first used, so that importing one module of this package does not load them all.
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
