"""Providers' lists of files, cached under ``raw/<provider>/lists`` so that a later pull requests only what is new.

A list that only grows is fetched from near the end of the cached copy; the last bytes are fetched twice and
compared, and if they differ the whole list is fetched again.
"""

from __future__ import annotations

import os
from pathlib import Path

from detente.errors import DataError, StoreError
from detente.remote.download import TRIES, read_bytes, sync
from detente.remote.errors import NotFound, Refused, Unavailable
from detente.remote.retries import RetryPolicy
from detente.remote.sites import Site

__all__ = ["LONGEST_LIST", "growing_list", "unreadable", "whole_list"]

LONGEST_LIST = 1 << 30  # bytes; the longest there is has about 150 million
LONGEST_TEXT = 64 << 20
OVERLAP = 1 << 12


def whole_list(site: Site, path: str, policy: RetryPolicy, origin: str | None = None) -> bytes | None:
    """Return a list as it is now; None where the site has none. `origin` is the page to download files by hand.

    Raises
    ------
    DataError
        If it can't be fetched.
    """
    try:
        return read_bytes(site, path, policy, LONGEST_TEXT)
    except NotFound:
        return None
    except (Unavailable, Refused) as error:
        raise unreadable(site, path, error, origin) from None


def growing_list(site: Site, path: str, cached: Path, policy: RetryPolicy) -> Path | None:
    """Bring the cached copy of a growing list up to date and return it; None where the site has none.

    Raises
    ------
    DataError
        If it can't be fetched.
    StoreError
        If the copy can't be written.
    """

    def attempt() -> Path:
        if not (cached.exists() and _extended(site, path, cached)):
            _fetched(site, path, cached)
        return cached

    try:
        cached.parent.mkdir(parents=True, exist_ok=True)
        return policy.retry(attempt, tries=TRIES)
    except OSError as error:
        raise StoreError(
            f"the list of files can't be written to {cached.parent}: {(error.strerror or str(error)).lower()}. Free "
            "space or fix the folder's permissions, or set DETENTE_HOME to another folder, and run the same command "
            "again",
            value=cached.parent,
        ) from error
    except NotFound:
        return None
    except (Unavailable, Refused) as error:
        raise unreadable(site, path, error) from None


def unreadable(site: Site, path: str, error: Unavailable | Refused, origin: str | None = None) -> DataError:
    """Return the error of a list that can't be fetched, with what to do."""
    if isinstance(error, Unavailable):
        advice = "Try again later, check the network, or give a mirror or a folder with --mirror"
    elif origin is None:
        advice = "Name a mirror or a folder with --mirror"
    else:
        advice = f"Download the files in a browser, from {origin}, and give their folder with --mirror"
    return DataError(
        f"the list of files can't be fetched from {site.address(path)}: {error}. Nothing was fetched. {advice}",
        value=site.address(path),
    )


def _extended(site: Site, path: str, cached: Path) -> bool:
    """Append what is new; return False where the cached copy is not the list's beginning."""
    size = cached.stat().st_size
    start = max(0, size - OVERLAP)
    with cached.open("r+b") as file:
        file.seek(start)
        known = file.read()
        try:
            with site.open(path, start) as body:
                if body.start != start or body.total is None or not size <= body.total <= LONGEST_LIST:
                    return False
                tail = b"".join(body.chunks)
        except Unavailable as error:
            if error.restart:
                return False
            raise
        if not tail.startswith(known) or start + len(tail) != body.total:
            return False
        file.write(tail[len(known) :])
        file.flush()
        os.fsync(file.fileno())
    return True


def _fetched(site: Site, path: str, cached: Path) -> None:
    part = cached.with_name(f".{cached.name}.part")
    try:
        with site.open(path) as body, part.open("wb") as out:
            size = 0
            for chunk in body.chunks:
                size += len(chunk)
                if size > LONGEST_LIST:
                    raise Refused(f"more than {LONGEST_LIST:,} bytes")
                out.write(chunk)
        if body.total is not None and size != body.total:
            raise Unavailable(f"connection broke off after {size:,} of {body.total:,} bytes")
        sync(part)
        part.replace(cached)
    finally:
        part.unlink(missing_ok=True)
