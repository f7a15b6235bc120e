"""Which names a user's dataset may have: any that is not in the registry of datasets."""

from __future__ import annotations

from detente.errors import DataError, UsageError
from detente.sources.datasets import datasets
from detente.sources.events.event_files import EventFile
from detente.sources.events.known_formats import format_of, former_names

__all__ = ["check_format", "check_own"]


def check_own(name: str, *, mapped: bool) -> str:
    """Return the name of a dataset for files of events, or raise if it is taken.

    A provider's name may be given to a file in the provider's own format, which `check_format` checks.

    Parameters
    ----------
    name : str
        The name.
    mapped : bool
        Whether the files are read by a mapping.

    Raises
    ------
    UsageError
        If rows of a provider, a source or the starter pack would be mixed with these.

    Examples
    --------
    >>> check_own("mine", mapped=True)
    'mine'
    """
    known, now = datasets().get(name), former_names().get(name)
    if now is not None:
        what = f"what an older Detente called {now!r}"
    elif known is None or (known.tables == ("events",) and not mapped):
        return name
    else:
        what = f"the name of a dataset of Detente's, {known.title}"
    raise UsageError(
        f"{name!r} is {what}; choose another name with --dataset, or in the mapping, so that your events are not "
        "mixed with it",
        value=name,
    )


def check_format(file: EventFile, name: str) -> None:
    """Refuse a file that would go into the dataset of a provider whose format it does not have.

    Raises
    ------
    DataError
        If it would.
    """
    owner = format_of(name)
    if owner is not None and owner.name != file.format.name:
        raise DataError(
            f"{file.member.path} is a file of {file.format.title}, and {name!r} is the name of {owner.title}; "
            "leave out --dataset, or choose another name",
            value=name,
        )
