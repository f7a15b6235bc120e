"""The watch list: the pairs of states that a user follows, in the file ``watch.csv`` of the store's folder.

The file has a row a pair, with the codes of its states in alphabetical order, and may be edited by hand.
"""

from __future__ import annotations

import csv
import os
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from detente.documents.answer import Answer
from detente.errors import StoreError, UsageError
from detente.identity import display_name
from detente.identity.dyads import Undirected
from detente.identity.state import entity
from detente.lake.disk import unreadable, unwritable
from detente.store import Store

__all__ = ["FILE", "WatchAnswer", "read_pairs", "write_pairs"]

FILE = "watch.csv"
HEADER = ["a", "b"]


@dataclass(frozen=True)
class WatchAnswer(Answer):
    """The pairs on the watch list.

    Parameters
    ----------
    pairs : tuple of Undirected
        The pairs, in the order in which they were added.
    added, removed : tuple of Undirected
        What the command changed.
    """

    pairs: tuple[Undirected, ...]
    added: tuple[Undirected, ...] = ()
    removed: tuple[Undirected, ...] = ()

    def frame(self) -> pl.DataFrame:
        """Return a row a pair: codes and names of its states."""
        rows = [(one.a, display_name(one.a), one.b, display_name(one.b)) for one in self.pairs]
        return pl.DataFrame(rows, schema=dict.fromkeys(("a", "a_name", "b", "b_name"), pl.String), orient="row")

    def as_dict(self) -> dict[str, Any]:
        """Return the list and what changed, as codes."""
        return {
            name: [[one.a, one.b] for one in pairs]
            for name, pairs in (("pairs", self.pairs), ("added", self.added), ("removed", self.removed))
        }


def read_pairs(store: Store) -> tuple[Undirected, ...]:
    """Return the pairs on the watch list; none where there is no list.

    Raises
    ------
    StoreError
        If the list can't be read; says the line.
    """
    path = store.lake.home / FILE
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = [(n, row) for n, row in enumerate(csv.reader(file, strict=True), start=1) if row]
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise unreadable(store.lake.home, error) from None
    except (UnicodeDecodeError, csv.Error) as error:
        raise StoreError(f"the watch list {path} can't be read: {error}; correct or delete it", value=path) from None
    pairs: dict[Undirected, None] = {}
    for line, row in rows:
        if line == 1 and row == HEADER:
            continue
        try:
            a, b = (cell.strip() for cell in row)
            pairs[Undirected(entity(a).code, entity(b).code)] = None
        except (ValueError, UsageError):
            raise StoreError(
                f"{path}, line {line}: expected the codes of two states, such as JPN,RUS, not {','.join(row)!r}; "
                "correct or delete the line",
                value=row,
            ) from None
    return tuple(pairs)


def write_pairs(store: Store, pairs: Iterable[Undirected]) -> None:
    """Write the watch list, whole or not at all.

    Raises
    ------
    StoreError
        If it can't be written.
    """
    home = store.lake.home
    text = "".join(f"{a},{b}\n" for a, b in (HEADER, *((one.a, one.b) for one in pairs)))
    name: str | None = None
    try:
        home.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", newline="", dir=home, delete=False) as file:
            name = file.name
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(home / FILE)
    except OSError as error:
        if name is not None:
            with suppress(OSError):
                Path(name).unlink()
        raise unwritable(home, error, "the watch list is as it was before") from None
