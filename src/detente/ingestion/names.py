"""Which names a user's dataset may have: none under which rows of others lie, or will."""

from __future__ import annotations

from detente.errors import DataError, UsageError
from detente.sources import SOURCES
from detente.sources.events.files import FORMATS, EventFile
from detente.sources.events.mapping_file import PROVIDED
from detente.store.store import Store

__all__ = ["check_format", "check_own"]


def check_own(store: Store, name: str, *, mapped: bool) -> str:
    """Return the name of a dataset for files of events, or say whose it is.

    A provider's name may be given to a file that is of the provider's own format, which `check_format` tells.

    Parameters
    ----------
    store : Store
        Whose starter pack has names too.
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
    >>> check_own(Store.open(), "mine", mapped=True)
    'mine'
    """
    shipped = {span["dataset"] for part in store.pack.parts() for span in part.spans}
    if name in shipped:
        whose = "the name of figures that come with Detente"
    elif name in SOURCES:
        whose = f"the name of a source, {SOURCES[name].title}"
    elif mapped and name in PROVIDED:
        whose = f"the name of a provider's own, {FORMATS[PROVIDED[name]].title}"
    else:
        return name
    raise UsageError(
        f"{name!r} is {whose}, and your events would be taken for them; choose another name with --dataset, or in the "
        "mapping",
        value=name,
    )


def check_format(file: EventFile, name: str) -> None:
    """Say so if a file is to go into the dataset of a provider whose it is not.

    Raises
    ------
    DataError
        If it is.
    """
    owner = PROVIDED.get(name, file.format.name)
    if owner != file.format.name:
        raise DataError(
            f"{file.member.path} is a file of {file.format.title}, and {name!r} is the name of {FORMATS[owner].title}; "
            "leave out --dataset, or choose another name",
            value=name,
        )
