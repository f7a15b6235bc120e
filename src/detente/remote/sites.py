"""Where files are fetched from: a site on the network, or a folder laid out as one.

Both open the file at a path, as a stream of bytes from an offset on; a folder also lists the names of its files. What
goes wrong is a `detente.remote.errors.FetchError`.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Protocol
from urllib.parse import unquote, urljoin, urlsplit

from detente.errors import UsageError
from detente.remote.addresses import base_address, join, redact, redirect_refusal
from detente.remote.errors import NotFound, Refused, Unavailable, UnverifiedHost

if TYPE_CHECKING:
    import urllib3

__all__ = ["Folder", "ResponseBody", "Site", "WebSite", "retry_after", "site_at"]

CHUNK = 1 << 18
MOST_REDIRECTS = 5
LOOPBACK = {"localhost", "127.0.0.1", "::1"}
CONNECT, READ = 20.0, 40.0  # seconds
LATER = {408, 425, 429, 500, 502, 503, 504}
REDIRECTS = {301, 302, 303, 307, 308}
RANGE_START = re.compile(r"bytes (\d+)-\d+/(\d+|\*)")


@dataclass(frozen=True)
class ResponseBody:
    """A file's bytes, from `start` on.

    Parameters
    ----------
    start : int
        Offset of the first byte: the one requested, or 0 where the site does not resume.
    total : int or None
        Size of the whole file, where the site gives it.
    validator : str or None
        What identifies this state of the file, to resume it safely.
    chunks : iterator of bytes
        The bytes.
    wait : float or None
        Seconds that the site asks to wait, also where it answers with a file.
    """

    start: int
    total: int | None
    validator: str | None
    chunks: Iterator[bytes]
    wait: float | None = None


class Site(Protocol):
    """Where files are fetched from."""

    @property
    def name(self) -> str:
        """Its name in messages."""

    def address(self, path: str) -> str:
        """Return the address of `path`, safe to show and to record."""

    def listing(self, folder: str) -> dict[str, int] | None:
        """Return the files of a folder with their sizes; None where the site can't list them."""

    def open(
        self, path: str, start: int = 0, validator: str | None = None
    ) -> contextlib.AbstractContextManager[ResponseBody]:
        """Open the file at `path`, from offset `start` on if `validator` still identifies it."""


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
        raise UsageError(f"the folder {place} can't be read: {why}; give one that you may read", value=place) from None
    raise UsageError(
        f"there is no folder {place!r}; give one that exists, or write an address that begins with http:// or https://",
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
    def open(self, path: str, start: int = 0, validator: str | None = None) -> Iterator[ResponseBody]:
        """Open the file at `path`, or the one of its name in the root."""
        try:
            file = self._at(path).open("rb")
        except FileNotFoundError:
            raise NotFound("not in the folder") from None
        except PermissionError:
            raise Refused("permission denied") from None
        except OSError as error:
            raise Refused((error.strerror or str(error)).lower()) from None
        with file:
            state = os.fstat(file.fileno())
            now = f"{state.st_size}-{state.st_mtime_ns}"
            start = start if validator in (None, now) and start <= state.st_size else 0
            file.seek(start)
            yield ResponseBody(start, state.st_size, now, iter(lambda: file.read(CHUNK), b""))

    def _at(self, path: str) -> Path:
        parts = unquote(path.partition("?")[0]).split("/")
        whole = self.root.joinpath(*(part for part in parts if part not in ("", ".", "..")))
        return whole if whole.exists() else self.root / parts[-1]


class WebSite:
    """A site on the network, over http or https.

    Parameters
    ----------
    address : str
        As `detente.remote.addresses.base_address` reads it; a user name and password in it are sent to this
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
        """Return the address of `path`."""
        return redact(join(self._base, path))

    def listing(self, folder: str) -> dict[str, int] | None:  # noqa: ARG002 - the site's lists are used instead
        """Return None: the site's lists are used instead."""
        return None

    @contextlib.contextmanager
    def open(self, path: str, start: int = 0, validator: str | None = None) -> Iterator[ResponseBody]:
        """Request `path`, and follow redirects that are allowed."""
        headers = {"Range": f"bytes={start}-"} if start else {}
        if start and validator:
            headers["If-Range"] = validator
        with _translated(self._host):
            response = self._follow(join(self._base, path), headers)
            try:
                yield _body(response, start)
                response.release_conn()
            finally:
                response.close()

    def _follow(self, url: str, extra: Mapping[str, str]) -> urllib3.BaseHTTPResponse:
        origin = url
        for _ in range(MOST_REDIRECTS + 1):
            own = self._headers if urlsplit(url).hostname == self._base.hostname else {}
            response = self._pool.request(
                "GET", url, headers={**COMMON, **own, **extra}, preload_content=False, redirect=False, retries=False
            )
            if response.status not in REDIRECTS:
                _check(response, self._host)
                return response
            target = _target(url, response.headers.get("Location") or "")
            response.drain_conn()
            response.release_conn()
            if refusal := redirect_refusal(url, target, self._storage):
                raise Refused(f"redirected, and the redirect {refusal}, which is not followed")
            url = target
        raise Refused(f"redirected more than {MOST_REDIRECTS} times from {redact(origin)}")


COMMON = {"User-Agent": f"detente/{metadata.version('detente')}", "Accept-Encoding": "identity"}


def retry_after(header: str | None) -> float | None:
    """Return the seconds that a ``Retry-After`` header asks to wait; None where there is none, or an invalid one.

    Examples
    --------
    >>> retry_after("120"), retry_after("Thu, 01 Jan 1970 00:01:00 GMT"), retry_after("soon")
    (120.0, 0.0, None)
    """
    import urllib3  # noqa: PLC0415 - as in `_pool`

    with contextlib.suppress(urllib3.exceptions.InvalidHeader, ValueError, OverflowError):
        return None if header is None else float(urllib3.Retry().parse_retry_after(header))
    return None


def _pool(scheme: str, host: str, connections: int) -> urllib3.PoolManager:
    """Return a connection pool, through the proxy that the environment names for this host, if any."""
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
        raise Refused(f"available to browsers only: {host} answers {status}")
    if status in (404, 410):
        raise NotFound(f"not found ({status})")
    if status == 416:
        raise Unavailable("shorter than what arrived before", restart=True)
    if status in LATER:
        wait = retry_after(response.headers.get("Retry-After"))
        asks = f" and asks to wait {wait:,.0f} s" if wait else ""
        raise Unavailable(f"not available now: {host} answers {status}{asks}", wait=wait)
    if status in (401, 403):
        raise Refused(f"access denied: {host} answers {status}")
    raise Refused(f"not available: {host} answers {status}")


def _body(response: urllib3.BaseHTTPResponse, start: int) -> ResponseBody:
    headers = response.headers
    validator = headers.get("ETag")
    if validator is None or validator.startswith("W/"):  # a weak tag does not identify every byte
        validator = headers.get("Last-Modified")
    chunks = response.stream(CHUNK, decode_content=False)
    if response.status == 206:
        found = RANGE_START.fullmatch(headers.get("Content-Range", ""))
        if not found or int(found[1]) != start:
            raise Unavailable("another part than the one requested", restart=True)
        return ResponseBody(start, None if found[2] == "*" else int(found[2]), validator, chunks)
    length = headers.get("Content-Length", "")
    wait = retry_after(headers.get("Retry-After"))
    return ResponseBody(0, int(length) if length.isdigit() else None, validator, chunks, wait)


@contextlib.contextmanager
def _translated(host: str) -> Iterator[None]:
    """Raise what the network library raises as a `FetchError`."""
    from urllib3 import exceptions  # noqa: PLC0415 - as in `_pool`

    try:
        yield
    except exceptions.SSLError as error:
        raise UnverifiedHost(f"{host} has no valid certificate: {_last(error)}") from None
    except exceptions.NameResolutionError:
        raise Unavailable(f"host {host} not found", unreachable=True) from None
    except (exceptions.NewConnectionError, exceptions.ConnectTimeoutError, exceptions.ProxyError) as error:
        raise Unavailable(f"{host} can't be reached: {_last(error)}", unreachable=True) from None
    except exceptions.ReadTimeoutError:
        raise Unavailable(f"nothing arrived for {READ:.0f} s") from None
    except exceptions.HTTPError as error:
        raise Unavailable(f"connection broke off: {_last(error)}") from None
    except (ConnectionError, TimeoutError) as error:
        raise Unavailable(f"connection broke off: {_last(error)}") from None


def _last(error: BaseException) -> str:
    """Return the first cause of an error, in few words and without an address."""
    while (below := error.__cause__ or error.__context__) is not None:
        error = below
    text = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return re.sub(r"https?://\S+", "an address", text)[:120].lower()
