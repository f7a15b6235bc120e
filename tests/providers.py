"""Providers on the loopback: GDELT's and the Dataverse's layouts, and what goes wrong with them.

`Provider` serves bytes from memory in threads and logs every request. `Fault`s are consumed one a request, so
that a test says "429 twice, then well". The rows are made up.
"""

from __future__ import annotations

import hashlib
import io
import json
import threading
import time
import zipfile
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

ICEWS_DOI, POLECAT_DOI = "doi:10.7910/DVN/28075", "doi:10.7910/DVN/AJGVIT"


@dataclass(frozen=True)
class Fault:
    """What happens to one request instead of, or on top of, the right answer."""

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    cut: int | None = None  # close the connection after so many bytes of the body
    flip: bool = False  # send other bytes of the same length
    delay: float = 0.0  # seconds before each piece of the body
    no_range: bool = False  # ignore Range
    shift: int = 0  # answer a Range from another offset than the one asked for
    longer: int = 0  # send so many bytes more


@dataclass(frozen=True)
class Seen:
    """A request as it came in."""

    path: str
    range: str | None
    headers: Mapping[str, str]


class Provider:
    """A site on the loopback."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.faults: dict[str, list[Fault]] = defaultdict(list)
        self.seen: list[Seen] = []
        self.pace = 0.0  # seconds before every answer
        self._lock = threading.Lock()
        self.running = 0
        self.most_running = 0
        self._server = _Server(self)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)

    @property
    def port(self) -> int:
        return self._server.server_address[1]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def requests(self, path: str) -> list[Seen]:
        return [seen for seen in self.seen if seen.path == path]

    def fetched(self) -> list[str]:
        """Return the paths asked for that are no lists."""
        lists = ("masterfilelist", "lastupdate", "md5sums", "filesizes", "index.html", "api/datasets")
        return [seen.path for seen in self.seen if not any(name in seen.path for name in lists)]

    def answer_to(self, path: str, headers: Mapping[str, str]) -> tuple[bytes, Mapping[str, str]] | None:
        """Return the body at a path, and headers of its own; None where there is none."""
        body = self.files.get(path)
        return None if body is None else (body, {})

    def next_fault(self, path: str) -> Fault:
        with self._lock:
            return self.faults[path].pop(0) if self.faults[path] else Fault()

    @contextmanager
    def serving(self) -> Iterator[Provider]:
        self._thread.start()
        try:
            yield self
        finally:
            self._server.shutdown()
            self._server.server_close()
            self._thread.join()

    def entered(self, change: int) -> None:
        with self._lock:
            self.running += change
            self.most_running = max(self.most_running, self.running)


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, provider: Provider) -> None:
        self.provider = provider
        super().__init__(("127.0.0.1", 0), Handler)

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of a client that was killed."""


class Handler(BaseHTTPRequestHandler):
    """Answers as the provider says."""

    server: _Server
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = self.path.lstrip("/")
        self.server.provider.seen.append(Seen(path, self.headers.get("Range"), dict(self.headers.items())))
        self.server.provider.entered(1)
        try:
            time.sleep(self.server.provider.pace)
            self._answer(path)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True
        finally:
            self.server.provider.entered(-1)

    def _answer(self, path: str) -> None:
        fault = self.server.provider.next_fault(path)
        answer = self.server.provider.answer_to(path, self.headers) if fault.status == 200 else (b"", {})
        if answer is None:
            fault = Fault(404)
        if fault.status != 200:
            body = f"answer {fault.status}".encode()
            self.send_response(fault.status)
            for name, value in fault.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
            return
        assert answer is not None
        body, own = answer
        fault = replace(fault, headers={**own, **fault.headers})
        tag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        start = self._start(fault, len(body), tag)
        if start is None:
            return
        self._send(body, start, fault)

    def _start(self, fault: Fault, size: int, tag: str) -> int | None:
        """Send the head, and return the offset of the body; None where there is none to send."""
        requested = self.headers.get("Range")
        condition = self.headers.get("If-Range")
        start = int(requested.removeprefix("bytes=").rstrip("-")) if requested else 0
        if not requested or fault.no_range or condition not in (None, tag):
            self.send_response(200)
            start = 0
        elif start >= size:
            self.send_response(416)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return None
        else:
            start = max(0, start - fault.shift)
            self.send_response(206)
            self.send_header("Content-Range", f"bytes {start}-{size - 1}/{size}")
        self.send_header("ETag", tag)
        for name, value in fault.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(size - start + fault.longer))
        self.end_headers()
        return start

    def _send(self, body: bytes, start: int, fault: Fault) -> None:
        rest = bytes(255 - byte for byte in body[start:]) if fault.flip else body[start:]
        rest += b"x" * fault.longer
        if fault.cut is not None:
            self.wfile.write(rest[: fault.cut])
            self.wfile.flush()
            self.close_connection = True
            self.connection.shutdown(2)
            return
        step = 4096 if fault.delay else max(1, len(rest))
        for at in range(0, len(rest), step):
            time.sleep(fault.delay)
            self.wfile.write(rest[at : at + step])
            self.wfile.flush()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


# What the providers hold


def md5(data: bytes) -> str:
    return hashlib.md5(data, usedforsecurity=False).hexdigest()


def zipped(name: str, text: str) -> bytes:
    """Return a zip archive of one file, the same for the same input."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo(name), text)
    return out.getvalue()


def gdelt_rows(day: str, rows: int, columns: int, added: str, first_id: int) -> str:
    """Return rows in GDELT's columns: 58 of version 1.0, 61 of version 2.0."""
    lines = []
    for n in range(rows):
        cells = [""] * columns
        cells[:5] = [str(first_id + n), day, day[:6], day[:4], f"{day[:4]}.5"]
        cells[5:8], cells[15:18] = ["JPN", "JAPAN", "JPN"], ["RUSGOV", "RUSSIA", "RUS"]
        cells[25:35] = ["1", "043", "043", "04", "1", "2.8", str(1 + n % 9), "1", str(1 + n % 9), "1.25"]
        cells[-2], cells[-1] = added, f"http://news.example/{first_id + n}"
        lines.append("\t".join(cells))
    return "\n".join(lines) + "\n"


def hold_first(provider: Provider, names: Mapping[str, int]) -> None:
    """Let a provider hold files of GDELT 1.0, by name and number of rows, and their lists."""
    sums, sizes = [], []
    for n, (name, rows) in enumerate(names.items()):
        digits = name.partition(".")[0]
        day = (digits + "0101")[:8]
        data = zipped(name.removesuffix(".zip"), gdelt_rows(day, rows, 58, day, 10_000 * (n + 1)))
        provider.files[f"events/{name}"] = data
        sums.append(f"{md5(data)}  {name}")
        sizes.append(f"{len(data)} {name}")
    provider.files["events/md5sums"] = "\n".join(
        [*sums, f"{'0' * 32}  GDELT.MASTERREDUCEDV2.1979-2013.zip", ""]
    ).encode()
    provider.files["events/filesizes"] = "\n".join(
        [*sizes, "1100000000 GDELT.MASTERREDUCEDV2.1979-2013.zip", ""]
    ).encode()


def hold_second(
    provider: Provider, start: datetime, quarters: int, rows: int = 5, *, translingual: bool = False
) -> None:
    """Let a provider hold quarter hours of GDELT 2.0 and their lists, as GDELT writes them."""
    ending = ".translation.export.CSV.zip" if translingual else ".export.CSV.zip"
    lines = []
    for n in range(quarters):
        time = start + n * timedelta(minutes=15)
        stamp = f"{time:%Y%m%d%H%M%S}"
        name = stamp + ending
        first_id = 500_000_000 + 1000 * n + (500 if translingual else 0)
        data = zipped(name.removesuffix(".zip"), gdelt_rows(stamp[:8], rows, 61, stamp, first_id))
        provider.files[f"gdeltv2/{name}"] = data
        lines.append(f"{len(data)} {md5(data)} http://data.gdeltproject.org/gdeltv2/{name}")
        others = ("mentions.CSV", "gkg.csv")
        lines += [f"10 {'a' * 32} http://data.gdeltproject.org/gdeltv2/{stamp}.{other}.zip" for other in others]
    lists = ("masterfilelist-translation.txt", "lastupdate-translation.txt")
    every, newest = lists if translingual else ("masterfilelist.txt", "lastupdate.txt")
    provider.files[f"gdeltv2/{every}"] = ("\n".join(lines) + "\n").encode()
    provider.files[f"gdeltv2/{newest}"] = ("\n".join(lines[-3:]) + "\n").encode()


ICEWS_COLUMNS = (
    "Event ID", "Event Date", "Source Name", "Source Sectors", "Source Country", "Event Text", "CAMEO Code",
    "Intensity", "Target Name", "Target Sectors", "Target Country", "Story ID", "Sentence Number", "Publisher",
    "City", "District", "Province", "Country", "Latitude", "Longitude",
)  # fmt: skip


def icews_table(year: int, rows: int) -> str:
    """Return a file of ICEWS with its header."""
    lines = ["\t".join(ICEWS_COLUMNS)]
    for n in range(rows):
        cells = [""] * len(ICEWS_COLUMNS)
        cells[:3] = [str(year * 1000 + n), f"{year}-03-{1 + n % 28:02d}", "Government (Japan)"]
        cells[4:9] = ["Japan", "Consult", "040", "1.0", "Government (Russia)"]
        cells[10:14] = ["Russian Federation", str(n), "1", "News"]
        lines.append("\t".join(cells))
    return "\n".join(lines) + "\n"


def hold_dataset(provider: Provider, doi: str, files: Mapping[str, bytes], **changes: Mapping[str, object]) -> None:
    """Let a provider hold a dataset as the Dataverse does; `changes` alter a file's entry, by its number as f1, f2…"""
    entries = []
    for number, (name, data) in enumerate(files.items(), start=1):
        held: dict[str, object] = {
            "id": number,
            "filename": name,
            "filesize": len(data),
            "md5": md5(data),
            "checksum": {"type": "MD5", "value": md5(data)},
            "publicationDate": "2023-05-01",
        }
        entry: dict[str, object] = {"label": name, "restricted": False, "dataFile": held}
        for key, value in changes.get(f"f{number}", {}).items():
            (entry if key == "restricted" else held)[key] = value
        entries.append(entry)
        original = "originalFileFormat" in held
        provider.files[f"api/access/datafile/{number}{'?format=original' if original else ''}"] = data
        if original:
            provider.files[f"api/access/datafile/{number}"] = b"the same as the Dataverse's own table\n"
    reply = {"status": "OK", "data": {"id": 1, "latestVersion": {"versionNumber": 30, "files": entries}}}
    path = f"api/datasets/:persistentId/?persistentId={doi.replace(':', '%3A').replace('/', '%2F')}"
    assert parse_qs(urlsplit(path).query)["persistentId"] == [doi]
    provider.files[path] = json.dumps(reply).encode()
