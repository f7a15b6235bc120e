"""The verb changes: what moved between two days for a pair of states, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import polars as pl

from detente.answers.document_answer import DocumentAnswer
from detente.answers.organisations import resolve_parties
from detente.brief.assess import assess
from detente.brief.assessment import Assessment
from detente.brief.compared import FigureChange, JudgementChange, Known, PairComparison, RecordChange, compare
from detente.dates import as_of_day, first_day, last_day, today
from detente.documents.document import Block, CitedSource, Document, Grid, Paragraph, RecordList, Section
from detente.documents.figures import Figure
from detente.documents.probability_words import term_for
from detente.documents.prose import Sentence, say
from detente.documents.register import Register
from detente.errors import NoAnswer, UsageError
from detente.identity import display_name
from detente.store import Store

__all__ = ["Changes", "changes"]

# Families of figures that the text lists where they are of the pair itself; the others are in the data
LISTED = ("temperature", "standing", "words", "deeds", "gap", "agreement", "kappa", "ideal-distance", "rung", "dataset")
RECORDS = {"new record": "New records", "revised record": "Revised records", "no longer in force": "No longer in force"}
OTHERS = "Other figures that moved, of third states and groups"
AGAIN = "Figures of earlier periods that were estimated anew and read otherwise"
SHOWN = 25  # records of a kind of change that are listed, the newest
SCHEMA = {"what": pl.String, "id": pl.String, "label": pl.String, "before": pl.Float64, "after": pl.Float64,
          "reason": pl.String}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Changes(Document, DocumentAnswer):
    """What changed between two days for a pair of states.

    Parameters
    ----------
    pair : (str, str)
        Codes of the two states.
    since : datetime.date
        The earlier day; `as_of` is the later one.
    comparison : PairComparison
        Figures that moved, records that changed, judgements at both days.
    """

    kind: str = "what changed between two states"
    pair: tuple[str, str]
    since: date
    comparison: PairComparison

    def frame(self) -> pl.DataFrame:
        """Return a row a figure, record or judgement that changed."""
        found = self.comparison
        rows: list[tuple[Any, ...]] = [
            ("figure", c.family, c.label, c.before and c.before.value, c.after and c.after.value, c.reason)
            for c in found.figures
        ]
        rows += [("record", c.record.id, c.record.text, None, None, c.reason) for c in found.records]
        for change in found.judgements:
            then, now = change.before, change.after
            one = now or then
            if change.moved and one is not None:
                ends = (then and then.probability.value, now and now.probability.value)
                rows.append(("judgement", one.key, one.sentence.text, *ends, ", ".join(change.reasons)))
        return pl.DataFrame(rows, schema=SCHEMA, orient="row")

    def to_document(self, *, store: Store | None = None) -> Document:  # noqa: ARG002 - as for all answers
        """Return the changes themselves, which are a document."""
        return self

    def as_dict(self) -> dict[str, object]:
        """Return the changes as plain data."""
        return {
            "pair": list(self.pair),
            "names": list(self.names),
            "since": self.since.isoformat(),
            "until": self.as_of.isoformat(),
            "title": self.title,
            **self.comparison.as_dict(),
            **self._contents(),
        }


def changes(
    first: str,
    second: str,
    *,
    since: date | str | int,
    until: date | str | int | None = None,
    horizon: int = 3,
    events: str = "conduct",
    scheme: str | None = None,
    store: Store | None = None,
) -> Changes:
    """Return what changed between two days for a pair of states, and why.

    The brief as known on the first day is compared with the brief as known on the last one. A figure moved because a
    newer period is on record, because the same period was estimated anew, or because a record was revised; a judgement
    moved for a new estimate, a new record, or since its last year moved with the day.

    Parameters
    ----------
    first, second : str
        Names or codes of two states.
    since, until : datetime.date, str or int, optional
        The two days; a year means its first or its last one. The second is by default today.
    horizon : int
        Years ahead, 1 to 10.
    events : str
        Dataset of events behind the temperature; by default the starter pack's.
    scheme : str, optional
        The scheme of the names or codes; by default each is recognised. See `detente.resolve`.
    store : Store, optional
        By default the starter pack with the user's own records.

    Returns
    -------
    Changes

    Raises
    ------
    UsageError
        If the two states are the same, a day is invalid, or the first is not before the last.
    UnknownState, AmbiguousState, NotAStateThen
        If a name is not that of one state on the last day, or there was none on the first.
    NoAnswer
        If the store has no record of the pair by the last day.

    Examples
    --------
    >>> found = changes("Japan", "Russia", since="2014-01-01", until="2015-09-01")
    >>> [c.reason for c in found.comparison.figures if c.family == "temperature.JPN.RUS"]
    ['new period']
    """
    start, end = first_day(since), _last(until)
    if start >= end:
        raise UsageError(f"the first day, {start}, is not before the last, {end}; swap the two", value=start)
    store = store or Store.open()
    a, b = resolve_parties((first, second), end, scheme)
    pair = (a, b)
    options: dict[str, Any] = {
        "scheme": "code", "horizon": horizon, "events": events, "retrospect": False, "store": store
    }  # fmt: skip
    now = assess(*pair, as_of=end, **options)
    try:
        then = assess(*pair, as_of=start, **options)
    except NoAnswer:
        then = None
    before = Known(start) if then is None else known(then)
    return _document(pair, now, before, compare(before, known(now)), recorded=then is not None)


def _last(until: date | str | int | None) -> date:
    """Return the later day: today, if the current year is named or nothing is."""
    now = today()
    end = now if until is None else last_day(until)
    return now if end == date(now.year, 12, 31) else as_of_day(end)


def known(brief: Assessment) -> Known:
    """Return what a brief knows: of pacts, only those between the two."""
    own = f"pact.{'.'.join(sorted(brief.pair))}."
    records = {
        key: record for key, record in brief.records.items() if not key.startswith("pact.") or key.startswith(own)
    }
    return Known(brief.as_of, brief.figures, records, brief.judgements)


def _document(
    pair: tuple[str, str], now: Assessment, before: Known, found: PairComparison, *, recorded: bool
) -> Changes:
    register = Register()
    names = tuple(display_name(code, now.as_of) for code in pair)
    listed = [change for change in found.figures if _is_listed(change, pair)]
    sections = [
        Section("summary", "In short", tuple(_summary(register, found, before.as_of, now.as_of, recorded=recorded))),
        *_figures(register, listed, len(found.figures) - len(listed), found.re_estimated, now.as_of),
        *_judgements(register, found.judgements),
        *_records(register, found.records),
    ]
    return Changes(
        title=f"{names[0]} and {names[1]}: what changed",
        subtitle=f"since {before.as_of.day} {before.as_of:%B %Y}",
        names=names,
        as_of=now.as_of,
        sections=tuple(sections),
        sources=_cited(now.sources, register),
        missing=now.missing,
        figures=register.figures,
        records=register.records,
        pair=pair,
        since=before.as_of,
        comparison=found,
    )


def _is_listed(change: FigureChange, pair: tuple[str, str]) -> bool:
    """Whether a figure is of the pair itself, and of a family that the text lists."""
    head, *rest = change.family.split(".")
    codes = {part for part in rest if len(part) == 3 and part.isupper()}
    return head in LISTED and codes <= set(pair)


def _summary(register: Register, found: PairComparison, since: date, until: date, *, recorded: bool) -> list[Paragraph]:
    def count(key: str, label: str, number: int) -> Figure:
        return register.figure(f"changes.{key}", label, number, "count", f"{since} to {until}", until, "changes")

    if not recorded:
        return [
            Paragraph(say("Nothing was on record of the two on {since}: all that is known is new.", since=since)),
        ]
    if not (found.figures or found.records or any(change.moved for change in found.judgements)):
        text = say("Nothing became known between {since} and {until} that moved a figure.", since=since, until=until)
        return [Paragraph(text)]
    new = sum(change.reason == "new record" for change in found.records)
    moved = sum(change.moved for change in found.judgements)
    text = say(
        "From {since} to {until}: figures that moved: {figures}; new records: {new}; records revised or no longer in "
        "force: {other}; judgements that moved: {moved} of {all}.",
        since=since, until=until,
        figures=count("figures", "Figures that moved", len(found.figures)),
        new=count("new", "New records", new),
        other=count("revised", "Records revised or no longer in force", len(found.records) - new),
        moved=count("judgements.moved", "Judgements that moved", moved),
        all=count("judgements", "Judgements", len(found.judgements)),
    )  # fmt: skip
    return [Paragraph(text)]


def _figures(register: Register, listed: Sequence[FigureChange], others: int, again: int, day: date) -> list[Section]:
    """Return the table of the figures that moved, and how many others did."""
    blocks: list[Block] = []
    if listed:
        rows = tuple(_figure_row(register, change) for change in listed)
        blocks.append(
            Grid("The newest of each, with 90% intervals", ("Figure", "Before", "After", "Why"), rows, "lrrl")
        )
    if others:
        n = register.figure("changes.others", OTHERS, others, "count", str(day.year), day, "changes")
        blocks.append(Paragraph(say("{label}: {n}. The JSON form lists them.", label=OTHERS, n=n)))
    if again:
        n = register.figure("changes.again", AGAIN, again, "count", str(day.year), day, "changes")
        blocks.append(Paragraph(say("{label}: {n}.", label=AGAIN, n=n)))
    return [Section("figures", "Figures that moved", tuple(blocks))] if blocks else []


def _figure_row(register: Register, change: FigureChange) -> tuple[Sentence, ...]:
    cells = []
    for time, figure in (("before", change.before), ("after", change.after)):
        if figure is None:
            cells.append(say("not on record"))
            continue
        held = register.add(replace(figure, id=f"{time}.{figure.id}"))
        cells.append(say("{x:full}, {x:period}", x=held))
    one = change.after or change.before
    label = register.bind(one.label, f"label.{change.family}", one.known_on, one.source)  # type: ignore[union-attr]
    return label, *cells, say("{why}", why=change.reason)


def _judgements(register: Register, compared: Sequence[JudgementChange]) -> list[Section]:
    """Return the judgements side by side."""
    rows = []
    for change in compared:
        one = change.after or change.before
        if one is None:
            continue
        text = register.bind(
            _event(one.probability.label), f"judgement.{one.key}", one.probability.known_on, one.probability.source
        )
        cells = [
            say("not judged") if end is None else _chance(register, f"{time}.", end.probability)
            for time, end in (("before", change.before), ("after", change.after))
        ]
        why = ", ".join(change.reasons) if change.moved else "unchanged"
        rows.append((text, *cells, say("{why}", why=why)))
    if not rows:
        return []
    table = Grid("Probabilities, each in the word for it", ("Judgement", "Before", "After", "Why"), tuple(rows), "lrrl")
    return [Section("judgements", "Judgements", (table,))]


def _event(label: str) -> str:
    return label.removeprefix("Probability: ")


def _chance(register: Register, prefix: str, probability: Figure) -> Sentence:
    held = register.add(replace(probability, id=f"{prefix}{probability.id}"))
    return say("{word}, {p}, {p:period}", word=term_for(probability.value).word, p=held)


def _records(register: Register, changed: Sequence[RecordChange]) -> list[Section]:
    """Return a list of records for each kind of change."""
    sections = []
    for reason, title in (*RECORDS.items(), ("no longer on record", "No longer on record")):
        own = [register.record(change.record) for change in changed if change.reason == reason]
        if own:
            latest = f", the latest {len(own[-SHOWN:])}" if len(own) > SHOWN else ""
            sections.append(
                Section(reason.replace(" ", "-"), title, (RecordList(f"By date{latest}", tuple(own[-SHOWN:])),))
            )
    return sections


def _cited(sources: Sequence[CitedSource], register: Register) -> tuple[CitedSource, ...]:
    """Return the sources of the figures and records that are listed."""
    used = {figure.source for figure in register.figures.values()}
    used |= {record.source or "facts" for record in register.records.values()}
    return tuple(source for source in sources if source.id in used)
