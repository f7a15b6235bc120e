"""Addresses: which are valid, which redirects are followed, and what is shown of an address.

An address that a user gives may hold a user name and password, and a redirect's query may hold a signature.
Neither is ever written to a message or to the log: `redact` removes both.

A redirect is followed to the same host and port, from http up to https, and to a provider's own storage over
https. Any other is refused, so that a list or a mirror can't send downloads elsewhere.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from urllib.parse import SplitResult, quote, urlsplit, urlunsplit

from detente.errors import UsageError

__all__ = ["base_address", "join", "redact", "redirect_refusal", "safe_name"]

PORTS = {"http": 80, "https": 443}
LONGEST_NAME = 150
RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\.|$)")  # devices on Windows, whatever the ending


def base_address(text: str) -> SplitResult:
    """Read the address of a provider or a mirror.

    Parameters
    ----------
    text : str
        ``http://`` or ``https://``, a host, and a path if it has one.

    Raises
    ------
    UsageError
        If it is invalid.

    Examples
    --------
    >>> base_address("https://mirror.example/gdelt/").path
    '/gdelt'
    """
    try:
        parts = urlsplit(text.strip())
        reads = parts.scheme in PORTS and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:  # brackets that do not close, or a port that is not a number
        raise _no_address(text) from None
    if not reads or parts.query or parts.fragment:
        raise _no_address(text)
    return parts._replace(path=parts.path.rstrip("/"))


def _no_address(text: str) -> UsageError:
    return UsageError(
        f"{redact(text)} is not a valid address: expected http:// or https://, a host, and optionally a path, as in "
        "https://mirror.example/gdelt, or a folder that exists",
        value=redact(text),
    )


def join(base: SplitResult, path: str) -> str:
    """Return the address of `path` below a base, without the base's user name and password.

    Examples
    --------
    >>> join(base_address("https://me:secret@mirror.example/gdelt"), "events/md5sums")
    'https://mirror.example/gdelt/events/md5sums'
    """
    return urlunsplit((base.scheme, _bare(base), f"{base.path}/", "", "")) + path


def redact(text: str) -> str:
    """Return an address as it may be shown: without user name, password, query and fragment.

    Examples
    --------
    >>> redact("https://me:secret@mirror.example/f.zip?signature=abc")
    'https://mirror.example/f.zip'
    """
    try:
        parts = urlsplit(text.strip())
        if not parts.netloc:
            return re.sub(r"//[^/@\s]*@", "//", text.partition("?")[0])
        return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))
    except ValueError:
        return "(an invalid address)"


def redirect_refusal(origin: str, target: str, storage: Collection[str]) -> str | None:
    """Return why a redirect is not followed, or None if it is.

    Parameters
    ----------
    origin, target : str
        From where and to where.
    storage : collection of str
        Hosts of the provider's own storage, allowed over https.

    Examples
    --------
    >>> redirect_refusal("http://data.example/f", "https://data.example/f", ())
    >>> redirect_refusal("https://data.example/f", "http://data.example/f", ())
    'leads from https to http'
    >>> redirect_refusal("https://data.example/f", "https://other.example/f", ())
    'leads to another host, other.example'
    """
    try:
        here, there = urlsplit(origin), urlsplit(target)
        ports = _port(here), _port(there)
    except ValueError:
        return "leads to an invalid address"
    if there.scheme not in PORTS:
        return f"leads to another scheme, {there.scheme or 'none'}"
    if here.scheme == "https" and there.scheme == "http":
        return "leads from https to http"
    if "@" in there.netloc:
        return "contains a user name and password"
    if there.hostname != here.hostname:
        stored = there.scheme == "https" and there.hostname in storage and ports[1] == PORTS["https"]
        host = re.sub(r"[^A-Za-z0-9.:-]", "?", there.hostname or "none")
        return None if stored else f"leads to another host, {host}"
    upgraded = ports == (PORTS["http"], PORTS["https"])
    return None if ports[0] == ports[1] or upgraded else f"leads to another port, {ports[1]}"


def safe_name(text: str) -> str:
    """Return a file name that stays in its folder, from a name in a provider's list.

    Examples
    --------
    >>> safe_name("../../etc/passwd"), safe_name("events 2017.tab"), safe_name(".bashrc"), safe_name("nul.txt")
    ('passwd', 'events_2017.tab', 'bashrc', '_nul.txt')
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFKC", text))[-1]
    name = re.sub(r"[^A-Za-z0-9._-]", "_", last).lstrip(".").rstrip(".")
    name = f"_{name}" if RESERVED.match(name) else name
    stem, dot, ending = name[-LONGEST_NAME:].rpartition(".") if len(name) > LONGEST_NAME else ("", "", name)
    return f"{stem}{dot}{ending}" or "file"


def escaped(text: str) -> str:
    """Return text as a part of a path or a query."""
    return quote(text, safe="")


def _bare(parts: SplitResult) -> str:
    return parts.netloc.rpartition("@")[2]


def _port(parts: SplitResult) -> int:
    return parts.port or PORTS.get(parts.scheme, 0)
