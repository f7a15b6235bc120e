"""From a source's declaration to a plan of its files.

A source names HTTPS addresses, or a dataset in a Dataverse and its file's name there. A mirror has the same paths
below another address; a folder has the files under their usual names, and also serves sources whose producer does
not allow downloads.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fnmatch import fnmatch
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from detente.errors import NoAnswer
from detente.remote.addresses import escaped, safe_name
from detente.remote.dataverse import files_of_dataset
from detente.remote.fetch_plan import FetchPlan, RemoteFile
from detente.remote.retries import RetryPolicy
from detente.remote.sites import Site
from detente.sources.contract import Source

__all__ = ["plan_source", "server_of"]


def server_of(one: Source) -> str | None:
    """Return the address that a source is fetched from; None where it is not fetched.

    Examples
    --------
    >>> from detente.sources import source
    >>> server_of(source("unga_votes")), server_of(source("undl_votes"))
    ('https://dataverse.harvard.edu', None)
    """
    if one.fetch is None:
        return None
    if one.fetch.doi:
        return f"https://{one.fetch.server}"
    parts = urlsplit(one.fetch.addresses[0])
    return f"{parts.scheme}://{parts.netloc}"


def plan_source(site: Site, one: Source, policy: RetryPolicy) -> FetchPlan:
    """Return the files of a source, the main one first.

    Parameters
    ----------
    site : Site
        Its server, a mirror of it, or a folder with the files.
    one : Source
        The source.
    policy : RetryPolicy
        How to retry.

    Returns
    -------
    FetchPlan

    Raises
    ------
    NoAnswer
        If the site has no such file, or the source is not fetched from sites.
    DataError
        If a list can't be fetched or read.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> from detente.sources import source
    >>> from detente.remote import site_at
    >>> with tempfile.TemporaryDirectory() as mirror:
    ...     for name in ("2024_09_12_ga_voting.csv", "2025_7_23_ga_voting.csv", "readme.md"):
    ...         _ = Path(mirror, name).write_bytes(b"")
    ...     plan = plan_source(site_at(mirror), source("undl_votes"), RetryPolicy())
    >>> [file.name for file in plan.files]
    ['2025_7_23_ga_voting.csv']
    """
    listing = site.listing("")
    if listing is not None:
        listed = [
            RemoteFile(one.name, one.name, safe_name(name), escaped(name), size) for name, size in listing.items()
        ]
        return FetchPlan(_chosen(listed, one, _names(one), site))
    if one.fetch is None:
        raise NoAnswer(how_by_hand(one), value=one.name)
    if one.fetch.doi:
        listed = files_of_dataset(site, one.name, one.fetch.doi, policy)
        return FetchPlan(_chosen(listed, one, one.fetch.files, site))
    return FetchPlan([_at(one, address) for address in one.fetch.addresses])


def how_by_hand(one: Source) -> str:
    """Return where to get a source's file, and what to do with it then."""
    how = one.by_hand.rstrip(".")
    return f"{one.name} can't be fetched. {how[:1].upper()}{how[1:]}. Then: detente ingest {one.name} FILE"


def _at(one: Source, address: str) -> RemoteFile:
    parts = urlsplit(address)
    path = parts.path.lstrip("/") + (f"?{parts.query}" if parts.query else "")
    return RemoteFile(one.name, one.name, safe_name(unquote(PurePosixPath(parts.path).name)), path)


def _names(one: Source) -> list[str]:
    """Return the names under which a source's main file may lie in a folder, as fetched or as unpacked."""
    fetched = [PurePosixPath(urlsplit(address).path).name for address in one.fetch.addresses] if one.fetch else []
    return [*one.files, *fetched, *(one.fetch.files if one.fetch else ())]


def _chosen(listed: Sequence[RemoteFile], one: Source, patterns: Iterable[str], site: Site) -> list[RemoteFile]:
    patterns = list(patterns)
    for pattern in patterns:
        fitting = [file for file in listed if fnmatch(file.name.lower(), pattern.lower())]
        if fitting:
            main = max(fitting, key=lambda file: (file.published is not None, file.published, file.name))
            return [main, *(file for file in listed if file.name in one.beside and file != main)]
    raise NoAnswer(
        f"{site.name} has no file of {one.name}: none of its {len(listed):,} files is named {' or '.join(patterns)}. "
        f"See {one.origin}, and ingest a file that you downloaded with: detente ingest {one.name} FILE",
        value=one.name,
    )
