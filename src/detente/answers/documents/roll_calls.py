"""The document of one roll call, and roll calls as records of other documents."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from unicodedata import normalize

from detente.answers.documents.blocks.source_list import SourceList
from detente.answers.roll_calls import RollCallAnswer
from detente.catalog import at_precision
from detente.dates import as_of_day
from detente.documents.document import Document, Grid, Paragraph, Section
from detente.documents.figures import Figure, Record
from detente.documents.prose import say
from detente.documents.register import Register
from detente.identity import display_name
from detente.identity.memberships import groups
from detente.store import Store

if TYPE_CHECKING:
    import polars as pl

__all__ = ["roll_call_document", "telling_records"]

VOTES = {"yes": "In favour", "no": "Against", "abstain": "Abstained", "absent": "Absent"}
WORDS = {1: "yes", 0: "abstained", -1: "no"}


def roll_call_document(answer: RollCallAnswer, *, store: Store | None = None) -> Document:
    """Return the document of one roll call: the count, and who voted how.

    Parameters
    ----------
    answer : RollCallAnswer
        As `detente.votes` returns it for one resolution.
    store : Store, optional
        Where the sources are described; by default the starter pack with the user's own records.

    Examples
    --------
    >>> from detente.answers.votes import votes
    >>> found = roll_call_document(votes("A/RES/68/262", as_of="2015-09-01"))
    >>> found.figures["roll-call.no"].value
    11.0
    """
    as_of = as_of_day(answer.as_of)
    register, sources = Register(), SourceList(store or Store.open(), as_of)
    titled = [entry for entry in sources.store.sources("votes") if entry.title in answer.document]
    for entry in titled:
        sources.cite_id(entry.id, answer.on)
    source = titled[0].id if titled else sources.cite("assembly_votes", "facts", answer.on)
    when = at_precision(answer.on, answer.precision, prose=True)
    name = answer.symbol or "A vote without a symbol"
    number = "" if answer.rcid is None else f", roll call {answer.rcid}"
    vote = register.record(
        Record(
            f"roll-call.{answer.rcid or answer.symbol}", "roll call", when, answer.on,
            f"{name}{number}" + (f": {answer.title.rstrip('.')}" if answer.title else ""), answer.document, answer.on,
        )
    )  # fmt: skip

    def count(key: str, label: str, value: int) -> Figure:
        return register.figure(f"roll-call.{key}", label, value, "count", when, answer.on, source)

    counts = {key: count(key, f"States: {VOTES[key].lower()}", value) for key, value in answer.counts.items()}
    text = say("{vote} ({vote:when}): {yes} in favour, {no} against, {abstain} abstained", vote=vote, **counts)
    if answer.states["absent"] is not None:
        absent = count("absent", "States: absent", len(answer.states["absent"]))
        text = say("{text}, {absent} absent", text=text, absent=absent)
    unknown = [VOTES[key].lower() for key in VOTES if answer.states[key] is None]
    sections = [Section("summary", "In short", (Paragraph(say("{text}.", text=text)),))]
    rows = [
        (say(VOTES[key]), say("{names}", names=", ".join(sorted(
            (display_name(code, answer.on) for code in states), key=lambda name: normalize("NFKD", name).casefold()
        ))))
        for key in ("no", "abstain", "absent", "yes")
        if (states := answer.states[key])
    ]  # fmt: skip
    if rows:
        sections.append(
            Section("states", "Who voted how", (Grid("States by vote", ("Vote", "States"), tuple(rows), "ll"),))
        )
    counted = [
        (
            register.bind(_group_name(row["group"]), f"group.{row['group']}", answer.on, source),
            *(say("{n}", n=count(f"{row['group']}.{key}", f"{row['group']}: {key}", row[key]))
              for key in ("members", "yes", "no", "abstain", "other")),
        )
        for row in answer.by_group()
    ]  # fmt: skip
    if counted:
        header = ("Group", "Members", "Yes", "No", "Abstained", "No vote")
        sections.append(Section("groups", "By group", (Grid("The count by group", header, tuple(counted), "lrrrrr"),)))
    silent = "A state not named was absent, took no part or was not a member."
    if unknown not in ([], ["absent"]):
        silent = f"Which states were {' or '.join(unknown)} was not compiled."
    return Document(
        title=f"{name}, {when}",
        kind="roll call of the United Nations General Assembly",
        names=(name,),
        as_of=as_of,
        sections=tuple(sections),
        sources=sources.listed(),
        missing=(say(silent),) if unknown else (),
        figures=register.figures,
        records=register.records,
    )


def _group_name(key: str) -> str:
    return next((group.name for group in groups() if group.key == key), key)


def telling_records(
    votes: pl.DataFrame, names: tuple[str, ...], document: str, as_of: date, register: Register
) -> tuple[Record, ...]:
    """Return the most telling roll calls as records: what it was about, how the two voted, and the count.

    Parameters
    ----------
    votes : polars.DataFrame
        As `detente.measures.votes.telling`.
    names : tuple of str
        Names of the two states in the order of the alphabet of their codes.
    document : str
        Where they are recorded.
    as_of : datetime.date
        Day of the question.
    register : Register
        Keeps them.
    """
    found = []
    for row in votes.iter_rows(named=True):
        title = f": {row['title'].rstrip('.')}" if row["title"] else ""
        others = row["times"] - 1
        more = f"; likewise in {others} more on the question" if others else ""
        important = "; called important by the United States" if row["important"] else ""
        text = (
            f"{row['resolution'] or 'A vote without a symbol'}, roll call {row['rcid']}{title}. {names[0]} "
            f"{WORDS[row['vote_a']]}, {names[1]} {WORDS[row['vote_b']]}{more}; all states: {row['yes']} yes, "
            f"{row['no']} no, {row['abstain']} abstained{important}"
        )
        when = at_precision(row["date"], row["precision"], prose=True)
        key = f"roll-call.{row['rcid']}"
        found.append(
            register.record(Record(key, "roll call", when, row["date"], text, document, min(row["date"], as_of)))
        )
    return tuple(found)
