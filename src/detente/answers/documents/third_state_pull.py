"""The document of how strongly two states draw on third states."""

from __future__ import annotations

from datetime import date
from typing import Any

from detente.answers.documents.blocks.source_list import SourceList
from detente.answers.documents.blocks.staleness import stale
from detente.answers.third_state_pull import ThirdStatePull
from detente.documents.document import Document, Grid, Paragraph, Section
from detente.documents.figures import Figure
from detente.documents.prose import Sentence, say
from detente.documents.register import Register
from detente.identity import display_name
from detente.store import Store

__all__ = ["pull_document"]

TABLES = {
    "trade": ("trade_shares", "flows"),
    "votes": ("agreements",),
    "temperature": ("temperatures",),
    "pacts": ("pacts",),
    "visits": ("ties",),
}
UNITS = {"trade": "share_fine", "visits": "share_fine", "votes": "agreement", "temperature": "sd"}
TEN = 10  # years between the two columns of a power


def pull_document(answer: ThirdStatePull, *, store: Store | None = None) -> Document:
    """Return the document of two states' pull on third states.

    Parameters
    ----------
    answer : ThirdStatePull
        As `detente.profile` returns it with `beside` and `over`.
    store : Store, optional
        Where the sources are described; by default the starter pack with the user's own records.

    Examples
    --------
    >>> from detente.answers.third_state_pull import third_state_pull
    >>> document = pull_document(third_state_pull(["Russia", "China"], as_of="2015-09-01"))
    >>> document.names
    ('Russia', 'China')
    """
    store = store or Store.open()
    register, sources = Register(), SourceList(store, answer.as_of)
    names = tuple(display_name(code, answer.as_of) for code in answer.powers)
    sections, ends = [], []
    for (channel,), frame in answer.channels.group_by("channel", maintain_order=True):
        entries = [e for table in TABLES.get(str(channel), ()) for e in store.sources(table) if table in e.tables]
        known = date(frame["period"].max().year, 12, 31)  # type: ignore[union-attr]
        source = sources.cite_id(entries[0].id, known) if entries else sources.cite("pacts", "facts")
        grid, last = _channel(answer, str(channel), frame.to_dicts(), register, source)
        ends.append(last)
        sections.append(Section(f"channel-{channel}", str(channel).capitalize(), (grid,)))
    warning = stale(date(min(ends).year, 12, 31), answer.as_of, "The oldest of these channels") if ends else None
    sentences = [
        warning,
        say(
            "How strongly {names} draw on third states, in each channel that the store covers.",
            names=" and ".join(names),
        ),
        say("Each channel has its own scale; a dash is not covered."),
    ]
    return Document(
        title=f"{' and '.join(names)}: pull on third states",
        kind="two states’ pull on others",
        names=names,
        as_of=answer.as_of,
        sections=(Section("summary", "In short", tuple(Paragraph(s) for s in sentences if s is not None)), *sections),
        sources=sources.listed(),
        figures=register.figures,
        records=register.records,
    )


def _channel(
    answer: ThirdStatePull, channel: str, rows: list[dict[str, Any]], register: Register, source: str
) -> tuple[Grid, date]:
    """Return a row a third state: each power about ten years ago and in the last year."""
    years = sorted({row["period"] for row in rows})
    last = years[-1]
    then = min(years, key=lambda day: abs(day.year - (last.year - TEN)))
    held = {(row["state"], row["power"], row["period"]): row for row in rows}
    powers = list(dict.fromkeys(row["power"] for row in rows))
    spans = list(dict.fromkeys((then, last)))
    body = []
    for state in dict.fromkeys(row["state"] for row in rows):
        cells = [_cell(held.get((state, power, day)), answer, register, source) for power in powers for day in spans]
        body.append((say("{name}", name=display_name(state, answer.as_of)), *cells))
    header = ("State", *(f"{display_name(power, answer.as_of)} {day.year}" for power in powers for day in spans))
    return Grid(f"Pull by {channel}", header, tuple(body), "l" + "r" * (len(header) - 1)), last


def _cell(row: dict[str, Any] | None, answer: ThirdStatePull, register: Register, source: str) -> Sentence:
    if row is None or row["value"] is None:
        return say("–")
    power, state = (display_name(row[key], answer.as_of) for key in ("power", "state"))
    year = row["period"].year
    figure: Figure = register.figure(
        f"pull.{row['channel']}.{row['power']}.{row['state']}.{year}",
        f"Pull of {power} on {state}, {row['channel']}",
        row["value"],
        UNITS.get(row["channel"], "count"),
        str(year),
        min(date(year, 12, 31), answer.as_of),
        source,
        lo=row.get("lo"),
        hi=row.get("hi"),
    )
    return say("{f}", f=figure)
