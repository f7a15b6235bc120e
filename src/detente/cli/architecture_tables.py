"""The tables of an architecture, as rows of text for the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from detente.answers.documents.architecture import INDEX_NAMES
from detente.answers.network_series import NetworkSeries
from detente.identity import display_name

__all__ = ["NONE", "TextTable", "change_table", "course_tables", "supposed_table", "years_table"]

SHORT = {  # above a column
    INDEX_NAMES["hub_share"]: "hub’s share",
    INDEX_NAMES["degree_centralisation"]: "centralised",
    INDEX_NAMES["web_transitivity"]: "transitivity",
}
NONE = "–"


@dataclass(frozen=True, slots=True)
class TextTable:
    """A table of text: its title, header, rows, and ``l`` or ``r`` for each column."""

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    align: str


def course_tables(course: NetworkSeries) -> list[TextTable]:
    """Return the tables of a course: the years, the change, and what was supposed."""
    found = [years_table(course)]
    if course.indices["year"].n_unique() > 1:
        found.append(change_table(course))
    if course.supposed.height:
        found.append(supposed_table(course))
    return found


def years_table(course: NetworkSeries) -> TextTable:
    """Return a row a year: who the hub is, and two indices of each axis."""
    drawn = course.indices["lo"].is_not_null().any()
    wanted = ("hub_share", "web_density") if drawn else ("hub_share", "degree_centralisation", "web_density",
                                                        "web_transitivity")  # fmt: skip
    rows = []
    for year in course.indices["year"].unique().sort():
        own = {row["index"]: row for row in course.indices.filter(pl.col("year") == year).to_dicts()}
        cells = [cell for name in wanted for cell in _with_interval(own[name], drawn=drawn)]
        rows.append((str(year), _hub(course, year, drawn=drawn), *cells))
    rows = _runs(rows)
    head = [
        text for name in wanted for text in ((INDEX_NAMES[name], "90% interval") if drawn else (INDEX_NAMES[name],))
    ]
    names = tuple(SHORT.get(text, text) for text in head)
    return TextTable("Year by year", ("year", "hub", *names), tuple(rows), "ll" + "r" * len(names))


def change_table(course: NetworkSeries) -> TextTable:
    """Return a row an index: the first year against the last."""
    first, last = course.change.row(0, named=True)["first"], course.change.row(0, named=True)["last"]
    drawn = course.change["rise"].is_not_null().any()
    rows = []
    for row in course.change.to_dicts():
        sure = (_span(row["lo"], row["hi"], signed=True), _plain(row["rise"])) if drawn else ()
        rows.append((INDEX_NAMES[row["index"]], *_three(row), *sure))
    header = ("index", str(first), str(last), "change", *(("90% interval", "Pr(rise)") if drawn else ()))
    return TextTable(f"From {first} to {last}", header, tuple(rows), "l" + "r" * (len(header) - 1))


def supposed_table(course: NetworkSeries) -> TextTable:
    """Return a row an index: as it is, and with the ties supposed."""
    drawn = course.supposed["lo"].is_not_null().any()
    rows = []
    for row in course.supposed.to_dicts():
        sure = (_span(row["lo"], row["hi"], signed=True),) if drawn else ()
        rows.append((INDEX_NAMES[row["index"]], *_three(row), *sure))
    header = ("index", "as it is", "supposed", "difference", *(("90% interval",) if drawn else ()))
    return TextTable(
        f"Supposed, {course.on.year}: {supposed_words(course)}", header, tuple(rows), "l" + "r" * (len(header) - 1)
    )


def supposed_words(course: NetworkSeries) -> str:
    """Say which ties were supposed."""

    def named(pairs: Sequence[tuple[str, str]], what: str) -> list[str]:
        return [f"{display_name(a, course.on)}–{display_name(b, course.on)} {what}" for a, b in pairs]

    return "; ".join([*named(course.added, "tied"), *named(course.dropped, "not tied")])


def _runs(rows: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Put years that follow each other and say the same into one row.

    Examples
    --------
    >>> _runs([("1990", "Japan"), ("1991", "Japan"), ("1992", "Laos")])
    [('1990–1991', 'Japan'), ('1992', 'Laos')]
    """
    spans: list[tuple[str, str, tuple[str, ...]]] = []
    for year, *rest in rows:
        if spans and spans[-1][2] == tuple(rest) and int(spans[-1][1]) + 1 == int(year):
            spans[-1] = (spans[-1][0], year, spans[-1][2])
        else:
            spans.append((year, year, tuple(rest)))
    return [(first if first == last else f"{first}–{last}", *rest) for first, last, rest in spans]


def _hub(course: NetworkSeries, year: int, *, drawn: bool) -> str:
    own = course.hubs.filter(pl.col("year") == year)
    if own.is_empty():
        return NONE
    name, probability = own["name"][0], own["probability"][0]
    return f"{name} ({probability:.0%})" if drawn and probability < 1 else str(name)


def _three(row: dict[str, Any]) -> tuple[str, str, str]:
    """Return before, after and the difference; counts that are known as such without decimals."""
    three = row["before"], row["after"], row["difference"]
    if row["unit"] in ("ties", "states") and row["index"] != "leading" and row["lo"] is None and None not in three:
        before, after, gap = (round(value) for value in three)
        return str(before), str(after), f"{gap:+d}".replace("-", "−") if gap else "0"
    return _plain(three[0]), _plain(three[1]), _signed(three[2])


def _with_interval(row: dict[str, float | None], *, drawn: bool) -> tuple[str, ...]:
    value = _plain(row["value"])
    return (value, _span(row["lo"], row["hi"])) if drawn else (value,)


def _span(lo: float | None, hi: float | None, *, signed: bool = False) -> str:
    if lo is None or hi is None:
        return NONE
    write = _signed if signed else _plain
    return f"{write(lo)} to {write(hi)}"


def _plain(value: float | None) -> str:
    if value is None:
        return NONE
    text = f"{value:.2f}"
    return ("0.00" if float(text) == 0 else text).replace("-", "−")


def _signed(value: float | None) -> str:
    if value is None:
        return NONE
    text = f"{value:+.2f}"
    return ("0.00" if float(text) == 0 else text).replace("-", "−")
