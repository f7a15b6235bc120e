"""Where files are had from: a site on the network, or a folder laid out as one.

Both give the same two things: what is at a path, as a stream of bytes from an offset on, and, for a folder,
the names of what lies in it. What goes wrong is one of three::

    Absent    there is no such file
    Busy      not now: the connection broke, or the site asks to come back; `wait` says when
    Refused   never: the site does not let it out, or a redirect leads where none may; `Unproven` is the case of a
              host that does not prove who it is
"""

from __future__ import annotations

import contextlib
import os
import re
import time
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Protocol
from urllib.parse import unquote, urljoin, urlsplit

from detente.errors import UsageError
from detente.remote.addresses import base_address, join, redact, redirect_refusal

if TYPE_CHECKING:
    import urllib3

__all__ = ["Absent", "Body", "Busy", "Folder", "Refused", "Site", "Unproven", "WebSite", "retry_after", "site_at"]

CHUNK = 1 << 18
MOST_REDIRECTS = 5
LOOPBACK = {"localhost", "127.0.0.1", "::1"}
CONNECT, READ = 20.0, 40.0  # seconds
LATER = {408, 425, 429, 500, 502, 503, 504}
REDIRECTS = {301, 302, 303, 307, 308}
RANGE_START = re.compile(r"bytes (\d+)-\d+/(\d+|\*)")


class Trouble(Exception):
    """A file that was not had; the message completes the sentence "it …"."""


class Absent(Trouble):
    """There is no such file."""


class Refused(Trouble):
    """The file will not be had, however often it is asked for."""


class Unproven(Refused):
    """The host does not prove who it is."""


class Busy(Trouble):
    """The file may be had later.

    Parameters
    ----------
    reason : str
        What went wrong.
    wait : float, optional
        Seconds that the site asks to wait.
    unreachable : bool, optional
        True where no connection came about.
    restart : bool, optional
        True where what arrived before is of no use.
    """

    def __init__(
        self, reason: str, *, wait: float | None = None, unreachable: bool = False, restart: bool = False
    ) -> None:
        super().__init__(reason)
        self.wait = wait
        self.unreachable = unreachable
        self.restart = restart
        self.attempts = 1

    def __str__(self) -> str:
        """Say what went wrong, and how often where more than once."""
        return f"{self.args[0]} (tried {self.attempts} times)" if self.attempts > 1 else str(self.args[0])


@dataclass(frozen=True)
class Body:
    """A file's bytes, from `start` on.

    Parameters
    ----------
    start : int
        Offset of the first byte: the one asked for, or 0 where the site does not resume.
    total : int or None
        Size of the whole file, where the site says.
    validator : str or None
        What identifies this state of the file, to resume it safely.
    chunks : iterator of bytes
        The bytes.
    """

    start: int
    total: int | None
    validator: str | None
    chunks: Iterator[bytes]


class Site(Protocol):
    """Where files are had from."""

    @property
    def name(self) -> str:
        """How messages call it."""

    def address(self, path: str) -> str:
        """Return where `path` is, fit to be shown and recorded."""

    def listing(self, folder: str) -> dict[str, int] | None:
        """Return the files of a folder with their sizes; None where the site can't be asked."""

    def open(self, path: str, start: int = 0, validator: str | None = None) -> contextlib.AbstractContextManager[Body]:
        """Open what is at `path`, from offset `start` on if it still is what `validator` says."""


def site_at(
    place: str, *, storage: Collection[str] = (), headers: Mapping[str, str] | None = None, connections: int = 4
) -> Site:
    """Return the site at an address, or the folder.

    Parameters
    ----------
    place : str
        An address that begins with http:// or https://, or a folder that exists.
    storage : collection of str, optional
        Hosts to which the site may redirect over https.
    headers : mapping of str to str, optional
        Sent to the site itself, never to where it redirects.
    connections : int, optional
        Connections kept open.

    Raises
    ------
    UsageError
        If it is neither.

    Examples
    --------
    >>> site_at("https://mirror.example/gdelt").name
    'mirror.example/gdelt'
    """
    if "://" not in place:
        return Folder(_folder(place))
    return WebSite(place, storage=storage, headers=headers, connections=connections)


def _folder(place: str) -> Path:
    folder = Path(place).expanduser()
    try:
        if place.strip() and folder.is_dir():
            next(folder.iterdir(), None)
            return folder
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise UsageError(f"the folder {place} can't be read: {why}; name one that you may read", value=place) from None
    raise UsageError(
        f"there is no folder {place!r}; name one that exists, or write an address that begins with http:// or https://",
        value=place,
    )


@dataclass(frozen=True)
class Folder:
    """A folder laid out as a provider's site, or with its files side by side."""

    root: Path

    @property
    def name(self) -> str:
        """The folder."""
        return str(self.root)

    def address(self, path: str) -> str:
        """Return where `path` is."""
        return self._at(path).absolute().as_uri()

    def listing(self, folder: str) -> dict[str, int] | None:
        """Return the files of a folder with their sizes; of the root, where there is no such folder."""
        place = self.root / folder
        place = place if place.is_dir() else self.root
        return {entry.name: entry.stat().st_size for entry in sorted(place.iterdir()) if entry.is_file()}

    @contextlib.contextmanager
    def open(self, path: str, start: int = 0, validator: str | None = None) -> Iterator[Body]:
        """Open the file at `path`, or the one of its name in the root."""
        try:
            file = self._at(path).open("rb")
        except FileNotFoundError:
            raise Absent("is not in the folder") from None
        except PermissionError:
            raise Refused("may not be read by you") from None
        except OSError as error:
            raise Refused(f"can't be read: {(error.strerror or str(error)).lower()}") from None
        with file:
            state = os.fstat(file.fileno())
            now = f"{state.st_size}-{state.st_mtime_ns}"
            start = start if validator in (None, now) and start <= state.st_size else 0
            file.seek(start)
            yield Body(start, state.st_size, now, iter(lambda: file.read(CHUNK), b""))

    def _at(self, path: str) -> Path:
        parts = unquote(path.partition("?")[0]).split("/")
        whole = self.root.joinpath(*(part for part in parts if part not in ("", ".", "..")))
        return whole if whole.exists() else self.root / parts[-1]


class WebSite:
    """A site asked over http or https.

    Parameters
    ----------
    address : str
        As `detente.remote.addresses.base_address` reads it; a name and password in it are sent to this
        host alone.
    storage, headers, connections
        As of `site_at`.
    """

    def __init__(
        self,
        address: str,
        *,
        storage: Collection[str] = (),
        headers: Mapping[str, str] | None = None,
        connections: int = 4,
    ) -> None:
        self._base = base_address(address)
        self._host = self._base.hostname or ""
        self._storage = frozenset(storage)
        self._headers = dict(headers or {})
        self._pool = _pool(self._base.scheme, self._host, connections)
        if self._base.username:
            import urllib3  # noqa: PLC0415 - as in `_pool`

            pair = f"{unquote(self._base.username)}:{unquote(self._base.password or '')}"
            self._headers |= urllib3.make_headers(basic_auth=pair)

    @property
    def name(self) -> str:
        """The host and the path, if it has one."""
        return self._host + self._base.path

    def address(self, path: str) -> str:
        """Return where `path` is."""
        return redact(join(self._base, path))

    def listing(self, folder: str) -> dict[str, int] | None:  # noqa: ARG002 - a site is asked by its lists
        """Return None: a site is asked by its lists."""
        return None

    @contextlib.contextmanager
    def open(self, path: str, start: int = 0, validator: str | None = None) -> Iterator[Body]:
        """Ask for `path`, following redirects that may be followed."""
        asked = {"Range": f"bytes={start}-"} if start else {}
        if start and validator:
            asked["If-Range"] = validator
        with _told(self._host):
            response = self._follow(join(self._base, path), asked)
            try:
                yield _body(response, start)
                response.release_conn()
            finally:
                response.close()

    def _follow(self, url: str, asked: Mapping[str, str]) -> urllib3.BaseHTTPResponse:
        origin = url
        for _ in range(MOST_REDIRECTS + 1):
            own = self._headers if urlsplit(url).hostname == self._base.hostname else {}
            response = self._pool.request(
                "GET", url, headers={**COMMON, **own, **asked}, preload_content=False, redirect=False, retries=False
            )
            if response.status not in REDIRECTS:
                _check(response, self._host)
                return response
            target = _target(url, response.headers.get("Location") or "")
            response.drain_conn()
            response.release_conn()
            if refusal := redirect_refusal(url, target, self._storage):
                raise Refused(f"is redirected, and the redirect {refusal}, which is not followed")
            url = target
        raise Refused(f"is redirected more than {MOST_REDIRECTS} times from {redact(origin)}")


COMMON = {"User-Agent": f"detente/{metadata.version('detente')}", "Accept-Encoding": "identity"}


def retry_after(header: str | None, now: float | None = None) -> float | None:
    """Return the seconds that a ``Retry-After`` header asks to wait; None where it says nothing that can be read.

    Examples
    --------
    >>> retry_after("120"), retry_after("Thu, 01 Jan 1970 00:01:00 GMT", now=0.0), retry_after("soon")
    (120.0, 60.0, None)
    """
    if header is None:
        return None
    if header.strip().isdigit():
        return float(header.strip())
    try:
        return max(0.0, parsedate_to_datetime(header).timestamp() - (time.time() if now is None else now))
    except (TypeError, ValueError):
        return None


def _pool(scheme: str, host: str, connections: int) -> urllib3.PoolManager:
    """Return the connections, through the proxy that the environment names for this host, if it names one."""
    from urllib.request import getproxies, proxy_bypass  # noqa: PLC0415

    import urllib3  # noqa: PLC0415 - only where something is fetched

    timeout = urllib3.Timeout(connect=CONNECT, read=READ)
    proxy = getproxies().get(scheme)
    if not proxy or host in LOOPBACK or proxy_bypass(host):
        return urllib3.PoolManager(maxsize=connections, timeout=timeout)
    user = urlsplit(proxy)
    pair = f"{unquote(user.username)}:{unquote(user.password or '')}" if user.username else None
    headers = urllib3.make_headers(proxy_basic_auth=pair) if pair else None
    return urllib3.ProxyManager(proxy, maxsize=connections, timeout=timeout, proxy_headers=headers)


def _target(url: str, location: str) -> str:
    try:
        return urljoin(url, location)
    except ValueError:
        return location


def _check(response: urllib3.BaseHTTPResponse, host: str) -> None:
    status = response.status
    if status in (200, 206):
        return
    response.close()
    if response.headers.get("x-amzn-waf-action"):  # a challenge that only a browser can answer
        raise Refused(f"is given out to browsers only: {host} answers {status}")
    if status in (404, 410):
        raise Absent(f"is not there ({status})")
    if status == 416:
        raise Busy("is shorter than what arrived before", restart=True)
    if status in LATER:
        wait = retry_after(response.headers.get("Retry-After"))
        asks = f" and asks to wait {wait:,.0f} s" if wait else ""
        raise Busy(f"is not given out now: {host} answers {status}{asks}", wait=wait)
    if status in (401, 403):
        raise Refused(f"is not given out to you: {host} answers {status}")
    raise Refused(f"is not given out: {host} answers {status}")


def _body(response: urllib3.BaseHTTPResponse, asked: int) -> Body:
    headers = response.headers
    validator = headers.get("ETag")
    if validator is None or validator.startswith("W/"):  # a weak tag does not vouch for every byte
        validator = headers.get("Last-Modified")
    chunks = response.stream(CHUNK, decode_content=False)
    if response.status == 206:
        found = RANGE_START.fullmatch(headers.get("Content-Range", ""))
        if not found or int(found[1]) != asked:
            raise Busy("comes in another part than the one asked for", restart=True)
        return Body(asked, None if found[2] == "*" else int(found[2]), validator, chunks)
    length = headers.get("Content-Length", "")
    return Body(0, int(length) if length.isdigit() else None, validator, chunks)


@contextlib.contextmanager
def _told(host: str) -> Iterator[None]:
    """Say in our words what the network library raises."""
    from urllib3 import exceptions  # noqa: PLC0415 - as in `_pool`

    try:
        yield
    except exceptions.SSLError as error:
        raise Unproven(f"is not fetched: {host} does not prove who it is: {_last(error)}") from None
    except exceptions.NameResolutionError:
        raise Busy(f"can't be asked for: no address is known for {host}", unreachable=True) from None
    except (exceptions.NewConnectionError, exceptions.ConnectTimeoutError, exceptions.ProxyError) as error:
        raise Busy(f"can't be asked for: {host} can't be reached, {_last(error)}", unreachable=True) from None
    except exceptions.ReadTimeoutError:
        raise Busy(f"stopped coming: nothing for {READ:.0f} s") from None
    except exceptions.HTTPError as error:
        raise Busy(f"broke off: {_last(error)}") from None
    except (ConnectionError, TimeoutError) as error:
        raise Busy(f"broke off: {_last(error)}") from None


def _last(error: BaseException) -> str:
    """Return what lies at the bottom of an error, in few words and without an address."""
    while (below := error.__cause__ or error.__context__) is not None:
        error = below
    text = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return re.sub(r"https?://\S+", "an address", text)[:120].lower()
