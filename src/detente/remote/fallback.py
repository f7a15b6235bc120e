"""A site with another one behind it, which has the same files.

GDELT's files lie in a bucket of Google's storage that is called as its host. For years that host was reached over
https only with the storage's own certificate, which does not name it. Plain http would be open to tampering; the
same bucket has an address of its own, which proves who it is.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator

from detente.remote.sites import Body, Site, Unproven

__all__ = ["StandIn"]


class StandIn:
    """The first of two sites, and the second from the moment on that the first does not prove who it is.

    Parameters
    ----------
    first, second : Site
        Both with the same files below their addresses.
    """

    def __init__(self, first: Site, second: Site) -> None:
        self._sites = (first, second)
        self._lock = threading.Lock()

    @property
    def name(self) -> str:
        """How messages call the site in use."""
        return self._sites[0].name

    def address(self, path: str) -> str:
        """Return where `path` is at the site in use."""
        return self._sites[0].address(path)

    def listing(self, folder: str) -> dict[str, int] | None:
        """Return what the site in use says."""
        return self._sites[0].listing(folder)

    @contextlib.contextmanager
    def open(self, path: str, start: int = 0, validator: str | None = None) -> Iterator[Body]:
        """Open what is at `path`, at the second site if the first does not prove who it is."""
        site = self._sites[0]
        with contextlib.ExitStack() as opened:
            try:
                body = opened.enter_context(site.open(path, start, validator))
            except Unproven:
                if not self._passed_on(site):
                    raise
                body = opened.enter_context(self._sites[0].open(path, start, validator))
            yield body

    def _passed_on(self, site: Site) -> bool:
        """Take the second site from now on; whether there is one to take."""
        with self._lock:
            if site is self._sites[0] and site is not self._sites[1]:
                self._sites = (self._sites[1], self._sites[1])
            return site is not self._sites[0]
