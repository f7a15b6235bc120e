"""The formats of event files that Detente reads without a mapping: one declaration each.

A new source of events is a module that declares a `detente.sources.events.event_format.Format`, and its place in
`KNOWN_FORMATS`. Everything else follows from the declaration: recognising files, names of datasets, what
``detente pull`` fetches, citations, what a missing row means.
"""

from __future__ import annotations

from detente.errors import UsageError
from detente.sources.events.event_format import Format
from detente.sources.events.gdelt import GDELT1, GDELT2
from detente.sources.events.icews import ICEWS
from detente.sources.events.polecat import POLECAT

__all__ = ["KNOWN_FORMATS", "format_named", "format_of", "former_names", "known_formats"]

KNOWN_FORMATS: tuple[Format, ...] = (GDELT2, GDELT1, ICEWS, POLECAT)


def known_formats() -> dict[str, Format]:
    """Return the formats by name."""
    return {form.name: form for form in KNOWN_FORMATS}


def format_named(name: str) -> Format:
    """Return a format by its name.

    Raises
    ------
    UsageError
        If there is none; lists those there are.

    Examples
    --------
    >>> format_named("gdelt2").title
    'GDELT 2.0 events'
    """
    formats = known_formats()
    if name not in formats:
        raise UsageError(f"there is no format {name!r}; the formats are {', '.join(formats)}", value=name)
    return formats[name]


def format_of(dataset: str) -> Format | None:
    """Return the format of the files of a provider's dataset; None if no provider has such a dataset of events.

    Examples
    --------
    >>> format_of("gdelt2-translingual").name, format_of("mine")
    ('gdelt2', None)
    """
    return next((form for form in KNOWN_FORMATS if dataset in form.datasets), None)


def former_names() -> dict[str, str]:
    """Return the names that an older Detente gave to datasets of events, and what they are called now.

    Examples
    --------
    >>> former_names()
    {'icews-events': 'icews'}
    """
    return {old: new for form in KNOWN_FORMATS for old, new in form.formerly.items()}
