"""Providers' lists, mutated: planned or refused in words, never a crash, and never a path outside the folder."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente.errors import DetenteError
from detente.remote import FetchPlan, RetryPolicy, plan_dataset, plan_gdelt, site_at
from detente.remote.download import part_name
from detente.remote.sites import ResponseBody

GOOD = "a" * 32
MASTER = [
    f"150383 {GOOD} http://data.gdeltproject.org/gdeltv2/20150218230000.export.CSV.zip",
    f"318084 {GOOD} http://data.gdeltproject.org/gdeltv2/20150218230000.mentions.CSV.zip",
    f"150500 {GOOD} http://data.gdeltproject.org/gdeltv2/20150218231500.export.CSV.zip",
]
SUMS = [f"{GOOD}  2005.zip", f"{GOOD}  200601.zip", f"{GOOD}  20130401.export.CSV.zip"]
SIZES = ["1000 2005.zip", "2000 200601.zip", "3000 20130401.export.CSV.zip"]
FEW = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])

edits = st.lists(st.tuples(st.integers(0, 400), st.integers(0, 6), st.binary(max_size=6)), max_size=8)
junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=30) | st.just("../../etc/events.1995.1.tab"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


def mutated(lines: list[str], changes: list[tuple[int, int, bytes]]) -> bytes:
    text = ("\n".join(lines) + "\n").encode()
    for at, length, new in changes:
        text = text[:at] + new + text[at + length :]
    return text


def stays_inside(plan: FetchPlan) -> bool:
    return all(
        Path(file.place).parts[0] in ("gdelt", "icews")
        and ".." not in Path(file.place).parts
        and "/" not in part_name(file)
        and (file.bytes is None or file.bytes >= 0)
        for file in plan.files
    )


@FEW
@given(edits, edits, edits)
def test_mutated_lists_of_gdelt(
    master: list[tuple[int, int, bytes]], sums: list[tuple[int, int, bytes]], sizes: list[tuple[int, int, bytes]]
) -> None:
    with TemporaryDirectory() as folder:
        for path, data in (
            ("gdeltv2/masterfilelist.txt", mutated(MASTER, master)),
            ("events/md5sums", mutated(SUMS, sums)),
            ("events/filesizes", mutated(SIZES, sizes)),
        ):
            Path(folder, path).parent.mkdir(exist_ok=True)
            Path(folder, path).write_bytes(data)
        with contextlib.suppress(DetenteError):
            assert stays_inside(plan_gdelt(site_at(folder), Path(folder, "raw"), RetryPolicy()))


class _Answers:
    """A Dataverse that answers one thing."""

    name = "dataverse.example"

    def __init__(self, result: object) -> None:
        self.expected = json.dumps(result).encode()

    def address(self, path: str) -> str:
        return f"https://{self.name}/{path}"

    def listing(self, folder: str) -> None:
        return None

    def open(self, path: str, start: int = 0, validator: str | None = None) -> Any:
        return contextlib.nullcontext(ResponseBody(0, len(self.expected), None, iter([self.expected])))


NAMES = ("id", "filename", "filesize", "md5", "checksum", "publicationDate", "originalFileFormat", "originalFileName")
changes = st.dictionaries(st.sampled_from(NAMES), junk, max_size=4)


@FEW
@given(junk)
def test_answers_that_are_not_lists(message: object) -> None:
    for whole in (
        message,
        {"data": message},
        {"data": {"latestVersion": message}},
        {"data": {"latestVersion": {"files": message}}},
    ):
        with contextlib.suppress(DetenteError):
            assert stays_inside(plan_dataset(_Answers(whole), "icews", RetryPolicy()))


@FEW
@given(st.lists(changes, min_size=1, max_size=3), junk)
def test_mutated_entries_of_a_dataset(entries: list[dict[str, object]], restricted: object) -> None:
    files = [
        {
            "label": "events.1995.1.tab",
            "restricted": restricted,
            "dataFile": {"id": n, "filename": f"events.{1995 + n}.1.tab", "filesize": 10, "md5": GOOD, **change},
        }
        for n, change in enumerate(entries)
    ]
    with contextlib.suppress(DetenteError):
        assert stays_inside(
            plan_dataset(_Answers({"data": {"latestVersion": {"files": files}}}), "icews", RetryPolicy())
        )
