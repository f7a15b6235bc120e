"""The index of a folder of briefs: a matrix of temperatures and a table of pairs, sorted by a click.

The page makes no request. Its one script sorts the tables; the page allows no other, and reads the same without it.
"""

from __future__ import annotations

import base64
import functools
import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from markupsafe import Markup

from detente.documents.prose import plain_date
from detente.publish.html import filled

__all__ = ["pairs_index"]

STATIC = Path(__file__).parent / "static"
HEADER = ("Pair", "First → second", "Second → first", "Vote agreement", "Highest rung", "First judgement")
STRONG = 1.5  # standard deviations from the average at which a cell has its full colour
MOST_COLOUR = 55  # percent of the colour in a cell, so that its text stays legible
Plain = dict[str, Any]


def pairs_index(
    title: str,
    as_of: date,
    names: Mapping[str, str],
    rows: Sequence[Mapping[str, Any]],
    rejected: Sequence[tuple[int, str]] = (),
) -> bytes:
    """Return the index as one HTML page.

    Parameters
    ----------
    title : str
        What the pairs are.
    as_of : datetime.date
        The date of the briefs.
    names : mapping of str to str
        Names of the states by code, in the order of the matrix.
    rows : sequence of mapping
        A row a pair: see `detente.brief.many_pairs.PairBriefs`.
    rejected : sequence of (int, str), optional
        Lines of the file of pairs that are no pairs, with the reason.

    Returns
    -------
    bytes
        UTF-8.

    Examples
    --------
    >>> page = pairs_index("Two", date(2015, 9, 1), {}, [])
    >>> page.decode().splitlines()[0]
    '<!DOCTYPE html>'
    """
    script, digest = _script()
    return filled(
        "pairs_index.html",
        title=title,
        as_of=plain_date(as_of),
        as_of_iso=as_of.isoformat(),
        written=sum(row["error"] is None for row in rows),
        states=[{"code": code, "name": name} for code, name in names.items()],
        matrix=_matrix(names, rows),
        periods=_periods(rows),
        header=HEADER,
        rows=[_row(row) for row in rows],
        rejected=list(rejected),
        script=script,
        script_digest=digest,
        own_style=Markup((STATIC / "pairs_index.css").read_text(encoding="utf-8")),  # noqa: S704 - our own file
    )


@functools.cache
def _script() -> tuple[Markup, str]:
    """Return the script, and its digest as the page's policy names it."""
    text = (STATIC / "pairs_index.js").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return Markup(text), f"sha256-{digest}"  # noqa: S704 - our own file


def _matrix(names: Mapping[str, str], rows: Sequence[Mapping[str, Any]]) -> list[Plain]:
    cells: dict[tuple[str, str], Plain] = {}
    for row in rows:
        a, b = row["pair"]
        for source, target in ((a, b), (b, a)):
            figure = (row.get("temperature") or {}).get(f"{source}.{target}")
            cells[source, target] = _cell(figure, _href(row), f"{names[source]} toward {names[target]}")
    empty = {"text": "", "sort": "", "href": None, "tone": "", "share": 0}
    return [
        {"name": name, "cells": [cells.get((code, other), empty) for other in names]} for code, name in names.items()
    ]


def _periods(rows: Sequence[Mapping[str, Any]]) -> str:
    """Return the first and the last period of the temperatures, in words; empty where there are none."""
    found = sorted({figure["period"] for row in rows for figure in (row.get("temperature") or {}).values() if figure})
    if not found:
        return ""
    return f"of {found[0]}" if len(found) == 1 else f"of {found[0]} to {found[-1]}"


def _cell(figure: Mapping[str, Any] | None, href: str | None, title: str) -> Plain:
    if figure is None:
        return {"text": "·", "sort": "", "href": href, "tone": "none", "share": 0, "title": f"{title}: not covered"}
    value = figure["value"]
    return {
        "text": figure["text"],
        "sort": value,
        "href": href,
        "tone": "cold" if value < 0 else "warm",
        "share": round(min(abs(value) / STRONG, 1) * MOST_COLOUR),
        "title": f"{title}, {figure['period']}: {figure['full']}",
    }


def _row(row: Mapping[str, Any]) -> Plain:
    a, b = row["pair"]
    temperatures = row.get("temperature") or {}
    figures = (temperatures.get(f"{a}.{b}"), temperatures.get(f"{b}.{a}"), row.get("agreement"), row.get("rung"))
    return {
        "name": " – ".join(row["names"]),
        "href": _href(row),
        "data": next((name for name in row["files"] if name.endswith(".json")), None),
        "cells": [_figure(figure) for figure in figures],
        "judgement": row["error"] or row.get("judgement") or "",
    }


def _figure(figure: Mapping[str, Any] | None) -> Plain:
    if figure is None:
        return {"text": "", "sort": "", "title": ""}
    text = f"{figure['text']}, {figure['period']}"
    return {"text": text, "sort": figure["value"], "title": f"{figure['label']}: {figure['full']}"}


def _href(row: Mapping[str, Any]) -> str | None:
    return next((name for name in row["files"] if name.endswith(".html")), None)
