"""A second site with the same files, used once the first has an invalid certificate.

GDELT's files are in a Google Cloud Storage bucket named after its host. For years that host served https only with
the storage's own certificate, which does not name the host. Plain http would be open to tampering; the same bucket
has an address of its own with a valid certificate.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator

from detente.remote.errors import UnverifiedHost
from detente.remote.sites import ResponseBody, Site

__all__ = ["FallbackSite"]


class FallbackSite:
    """The first of two sites, or the second once the first has an invalid certificate.

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
        """The name of the site in use, for messages."""
        return self._sites[0].name

    def address(self, path: str) -> str:
        """Return where `path` is at the site in use."""
        return self._sites[0].address(path)

    def listing(self, folder: str) -> dict[str, int] | None:
        """Return the listing of the site in use."""
        return self._sites[0].listing(folder)

    @contextlib.contextmanager
    def open(self, path: str, start: int = 0, validator: str | None = None) -> Iterator[ResponseBody]:
        """Open the file at `path`, at the second site if the first has an invalid certificate."""
        site = self._sites[0]
        with contextlib.ExitStack() as opened:
            try:
                body = opened.enter_context(site.open(path, start, validator))
            except UnverifiedHost:
                if not self._fall_back(site):
                    raise
                body = opened.enter_context(self._sites[0].open(path, start, validator))
            yield body

    def _fall_back(self, site: Site) -> bool:
        """Use the second site from now on; return whether there is one."""
        with self._lock:
            if site is self._sites[0] and site is not self._sites[1]:
                self._sites = (self._sites[1], self._sites[1])
            return site is not self._sites[0]
