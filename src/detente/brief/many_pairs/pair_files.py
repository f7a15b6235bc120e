"""The files of one pair's brief, and what the index says of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from detente import publish
from detente.answers.held_temperatures import hold_temperatures
from detente.brief.assess import assess
from detente.brief.assessment import Assessment
from detente.brief.compared import newest
from detente.documents.figures import Figure
from detente.errors import NoAnswer, UsageError
from detente.identity import display_name
from detente.store import Store

__all__ = ["FORMATS", "PairRow", "write_pairs"]

FORMATS = ("html", "json")
PairRow = dict[str, Any]
_Pair = tuple[str, str]


def write_pairs(
    pairs: Iterable[_Pair],
    folder: Path,
    *,
    as_of: date,
    options: Mapping[str, Any],
    store: Store,
    report: Callable[[PairRow], None] = lambda _: None,
) -> list[PairRow]:
    """Write the brief on each pair as HTML and JSON, and return what the index says of it.

    Parameters
    ----------
    pairs : iterable of (str, str)
        Codes.
    folder : pathlib.Path
        Where the files go; it exists.
    as_of : datetime.date
        The date of the question.
    options : mapping of str to object
        Further options of `detente.assess`.
    store : Store
        The store to read.
    report : callable, optional
        Called with each row once its files are written.

    Returns
    -------
    list of dict
        A row a pair; see `PairBriefs`. Of a pair without an answer, ``error`` is the reason and there are no files.
    """
    rows: list[PairRow] = []
    events = str(options.get("events", "conduct"))
    for at, pair in enumerate(pairs):
        if at == 1:  # of one pair alone, reading its own rows is cheaper
            hold_temperatures(store, events, as_of)
        row = _write(pair, folder, as_of, options, store)
        report(row)
        rows.append(row)
    return rows


def _write(pair: _Pair, folder: Path, as_of: date, options: Mapping[str, Any], store: Store) -> PairRow:
    names = [display_name(code, as_of) for code in pair]
    try:
        brief = assess(*pair, scheme="code", as_of=as_of, store=store, **options)
    except (NoAnswer, UsageError) as error:
        return {"pair": list(pair), "names": names, "error": error.message, "files": []}
    files = []
    for suffix in FORMATS:
        path = folder / f"{pair[0]}-{pair[1]}.{suffix}"
        publish.write(brief, path)
        files.append(path.name)
    return {"pair": list(pair), "names": names, "error": None, "files": files, **summary(brief)}


def summary(brief: Assessment) -> PairRow:
    """Return the newest figures of a brief that an index compares pairs by, and its first judgement."""
    a, b = brief.pair
    low, high = sorted(brief.pair)
    found = newest(brief.figures.values())
    first = brief.judgements[0] if brief.judgements else None
    rungs = [figure for key, figure in found.items() if key.startswith("rung.")]
    return {
        "temperature": {f"{s}.{t}": _plain(found.get(f"temperature.{s}.{t}")) for s, t in ((a, b), (b, a))},
        "agreement": _plain(found.get(f"agreement.{low}.{high}")),
        "rung": _plain(max(rungs, key=lambda figure: figure.value, default=None)),
        "judgement": None if first is None else first.sentence.text,
        "probability": None if first is None else first.probability.value,
    }


def _plain(figure: Figure | None) -> dict[str, Any] | None:
    if figure is None:
        return None
    return {
        "value": figure.value, "lo": figure.lo, "hi": figure.hi, "period": figure.period, "text": f"{figure}",
        "full": f"{figure:full}", "label": figure.label,
    }  # fmt: skip
