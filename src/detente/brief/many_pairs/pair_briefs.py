"""The verb assess for many pairs: which pairs, and what was written."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from detente.brief.many_pairs.pair_files import PairRow, write_pairs
from detente.brief.many_pairs.pair_list import PairList, RejectedPair, pairs_among, pairs_in_file
from detente.brief.many_pairs.share import second_process
from detente.dates import as_of_day
from detente.documents.answer import Answer
from detente.errors import NoAnswer, StoreError, UsageError, mostly_rejected
from detente.identity import display_name, groups
from detente.identity.dyads import resolve_dyad
from detente.identity.memberships import group_key
from detente.publish.pairs_index import pairs_index
from detente.store import Store
from detente.unsafe_characters import json_text

__all__ = ["MOST", "PairBriefs", "assess_pairs"]

MOST = 1000  # pairs in one folder
FEW = 6  # pairs below which starting a second process costs more than it saves
SCHEMA = {
    "a": pl.String, "b": pl.String, "a_toward_b": pl.Float64, "a_toward_b_period": pl.String, "b_toward_a": pl.Float64,
    "b_toward_a_period": pl.String, "agreement": pl.Float64, "agreement_period": pl.String, "rung": pl.Float64,
    "judgement": pl.String, "probability": pl.Float64, "error": pl.String,
}  # fmt: skip


@dataclass(frozen=True)
class PairBriefs(Answer):
    """Briefs on many pairs, as written to a folder.

    Parameters
    ----------
    folder : pathlib.Path
        Where ``index.html``, ``index.json`` and the files of each pair are.
    title : str
        What the pairs are.
    as_of : datetime.date
        The date of the question.
    rows : tuple of dict
        A row a pair: ``pair``, ``names``, ``files``, ``error`` (the reason where there is no answer, or None), and of
        an answer ``temperature`` by direction, ``agreement``, ``rung``, ``judgement`` and ``probability``.
    rejected : tuple of RejectedPair
        Rows of the file of pairs that are no pairs of states.
    """

    folder: Path
    title: str
    as_of: date
    rows: tuple[PairRow, ...]
    rejected: tuple[RejectedPair, ...] = ()

    @property
    def failed(self) -> bool:
        """Whether most rows of the file of pairs were rejected."""
        return mostly_rejected(len(self.rows) + len(self.rejected), len(self.rejected))

    @property
    def written(self) -> tuple[PairRow, ...]:
        """The pairs that have an answer."""
        return tuple(row for row in self.rows if row["error"] is None)

    def frame(self) -> pl.DataFrame:
        """Return a row a pair with the newest figures that the index compares pairs by."""
        return pl.DataFrame([_flat(row) for row in self.rows], schema=SCHEMA, orient="row")

    def as_dict(self) -> dict[str, Any]:
        """Return the index as plain data."""
        return {
            "title": self.title,
            "as_of": self.as_of.isoformat(),
            "folder": str(self.folder),
            "pairs": list(self.rows),
            "rejected": [{"line": r.line, "text": r.text, "reason": r.reason} for r in self.rejected],
        }


def _flat(row: PairRow) -> tuple[Any, ...]:
    a, b = row["pair"]
    cells: list[Any] = [a, b]
    for direction in (f"{a}.{b}", f"{b}.{a}"):
        figure = (row.get("temperature") or {}).get(direction) or {}
        cells += [figure.get("value"), figure.get("period")]
    agreement, rung = (row.get(name) or {} for name in ("agreement", "rung"))
    return (
        *cells, agreement.get("value"), agreement.get("period"), rung.get("value"), row.get("judgement"),
        row.get("probability"), row["error"],
    )  # fmt: skip


def assess_pairs(
    pairs: str | os.PathLike[str] | Sequence[tuple[str, str]] = (),
    *,
    output: str | os.PathLike[str],
    among: str | None = None,
    scheme: str | None = None,
    as_of: date | str | None = None,
    since: int | None = None,
    horizon: int = 3,
    events: str = "conduct",
    retrospect: bool = True,
    processes: int = 2,
    progress: Callable[[int, int], None] | None = None,
    store: Store | None = None,
) -> PairBriefs:
    """Write the briefs on many pairs of states to a folder, as HTML and JSON, with an index.

    The index ``index.html`` has a matrix of temperatures and a table of the pairs, both sorted by a click on a column;
    ``index.json`` has the same as data. A pair without an answer is listed with the reason.

    Parameters
    ----------
    pairs : path, or sequence of (str, str), optional
        A CSV file with a row a pair, two names or codes; or the pairs.
    output : str or path
        The folder; it is created if need be. Files of the same names are replaced.
    among : str, optional
        All pairs of a group, such as ``quad``, as it was on the as-of date; instead of `pairs`.
    scheme, as_of, since, horizon, events, retrospect
        As for `detente.assess`.
    processes : {1, 2}, optional
        How many processes share the work.
    progress : callable, optional
        Called with the number of pairs done and of all pairs.
    store : Store, optional
        By default the starter pack with the user's own records.

    Returns
    -------
    PairBriefs

    Raises
    ------
    UsageError
        If there are no pairs or more than 1,000, both `pairs` and `among` are given, or an option is invalid.
    DataError
        If the file of pairs can't be read, or none of its rows is a pair of states.
    NoAnswer
        If no pair has an answer.
    StoreError
        If a file can't be written.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     done = assess_pairs([("Japan", "Russia")], output=folder, as_of="2015-09-01", retrospect=False)
    ...     sorted(path.name for path in Path(folder).iterdir())
    ['JPN-RUS.html', 'JPN-RUS.json', 'index.html', 'index.json']
    """
    day = as_of_day(as_of)
    store = store or Store.open()
    title, found = _listed(pairs, among, day, scheme)
    if not 1 <= len(found.pairs) <= MOST:
        raise UsageError(
            f"{len(found.pairs):,} pairs: expected 1 to {MOST:,}; choose a smaller group, or part the file",
            value=len(found.pairs),
        )
    if processes not in (1, 2):
        raise UsageError(f"invalid processes {processes}: expected 1 or 2", value=processes)
    folder = _folder(Path(output))
    options = {"since": since, "horizon": horizon, "events": events, "retrospect": retrospect}
    done = 0
    if progress is not None:
        progress(0, len(found.pairs))

    def report(_: PairRow) -> None:
        nonlocal done
        done += 1
        if progress is not None:
            progress(done, len(found.pairs))

    def share(own: Sequence[tuple[str, str]]) -> list[PairRow]:
        return write_pairs(own, folder, as_of=day, options=options, store=store, report=report)

    if processes == 1 or len(found.pairs) < FEW or (os.cpu_count() or 1) < 2:
        rows = share(found.pairs)
    else:
        mine, other = found.pairs[::2], found.pairs[1::2]
        with second_process(other, folder, as_of=day, options=options, store=store, report=report) as second:
            rows = share(mine) + second.finished()
    order = {pair: at for at, pair in enumerate(found.pairs)}
    rows.sort(key=lambda row: order[tuple(row["pair"])])
    answer = PairBriefs(folder, title, day, tuple(rows), found.rejected)
    if not answer.written:
        raise NoAnswer(f"none of {len(rows)} pairs has an answer; {rows[0]['error']}", value=title)
    _write_index(answer)
    return answer


def _listed(
    pairs: str | os.PathLike[str] | Sequence[tuple[str, str]], among: str | None, day: date, scheme: str | None
) -> tuple[str, PairList]:
    """Return what the pairs are, in words, and the pairs."""
    if among is not None:
        if pairs:
            raise UsageError("give pairs, or a group with among, not both", value=among)
        names = {one.key: one.name for one in groups()}
        return f"Pairs of {names.get(group_key(among) or '', among)}", pairs_among(among, day)
    if isinstance(pairs, str | os.PathLike):
        path = Path(pairs)
        return f"The pairs of {path.name}", pairs_in_file(path, day, scheme)
    found: dict[frozenset[str], tuple[str, str]] = {}
    for first, second in pairs:
        pair = resolve_dyad(first, second, day, scheme)
        found.setdefault(frozenset(pair), pair)
    return f"{len(found)} pairs of states", PairList(tuple(found.values()))


def _folder(path: Path) -> Path:
    if path.suffix and not path.is_dir():
        raise UsageError(
            f"{path.name!r} is a file's name; briefs on many pairs go to a folder: give a name without {path.suffix}",
            value=str(path),
        )
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise StoreError(f"the folder {str(path)!r} can't be made: {why}; choose another", value=str(path)) from error
    return path


def _write_index(answer: PairBriefs) -> None:
    codes = list(dict.fromkeys(code for row in answer.rows for code in row["pair"]))
    names = {code: display_name(code, answer.as_of) for code in codes}
    page = pairs_index(answer.title, answer.as_of, names, answer.rows, [(r.line, r.reason) for r in answer.rejected])
    data = {key: value for key, value in answer.as_dict().items() if key != "folder"}
    for name, content in (("index.html", page), ("index.json", (json_text(data) + "\n").encode())):
        try:
            (answer.folder / name).write_bytes(content)
        except OSError as error:
            why = (error.strerror or str(error)).lower()
            raise StoreError(f"{str(answer.folder / name)!r} can't be written: {why}", value=name) from error
