"""The verb assess: a brief on a pair of states."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from detente.answers.facts_coverage import compiled_on
from detente.answers.organisations import organisation_in, resolve_parties
from detente.brief.assessment import Assessment
from detente.brief.evidence import Evidence
from detente.brief.evidence_figures import title_case
from detente.brief.judgements import judgements
from detente.brief.sections.method import method
from detente.brief.sections.order import body
from detente.brief.sections.retrospect import retrospect as retrospect_section
from detente.brief.sections.sources import missing, sources
from detente.brief.sections.votes import seats_of_another_state
from detente.dates import as_of_day
from detente.documents.document import Paragraph, RecordList, Section
from detente.documents.prose import plain_date
from detente.documents.register import Register
from detente.documents.tense import once, with_dates
from detente.errors import NoAnswer, UsageError
from detente.store import Store

__all__ = ["assess", "compiled_until"]

LONGEST = 10  # years; beyond them the outlook equals the base rate


def assess(
    first: str,
    second: str,
    *,
    scheme: str | None = None,
    as_of: date | str | None = None,
    since: int | None = None,
    horizon: int = 3,
    events: str = "conduct",
    retrospect: bool = True,
    retrospect_until: date | str | None = None,
    record: bool = False,
    store: Store | None = None,
) -> Assessment:
    """Answer how two states stand, how they got there, and what is likely next.

    Parameters
    ----------
    first, second : str
        Names or codes of two states; see `detente.identity.resolve`. One may be an organisation with named members,
        such as the EU: its brief has sanctions, acts and treaties alone.
    scheme : str, optional
        The scheme of the names or codes; by default each is recognised. See `detente.resolve`.
    as_of : datetime.date or str, optional
        The date of the question; nothing known later is used, except in the retrospect. By default today.
    since : int, optional
        First year to show; by default the first on record.
    horizon : int
        Years ahead, 1 to 10.
    events : str
        Dataset of events behind the temperature; by default the starter pack's.
    retrospect : bool
        Whether to add a retrospect where the store holds later records.
    retrospect_until : datetime.date or str, optional
        The last day of the records in the retrospect; by default today.
    record : bool
        Whether to add the judgements to the ledger of forecasts; see `detente.ledger`.
    store : Store, optional
        By default the starter pack with the user's own records.

    Returns
    -------
    Assessment
        Sections, judgements, figures and records; print it with `detente.publish`.

    Raises
    ------
    UsageError
        If the two states are the same, or a horizon, year or date is out of range.
    UnknownState, AmbiguousState, NotAStateThen
        If a name is not that of one state at the date.
    NoAnswer
        If the store has no record of the pair.

    Examples
    --------
    >>> from datetime import date
    >>> brief = assess("Japan", "Russia", as_of=date(2015, 9, 1))
    >>> brief.pair
    ('JPN', 'RUS')
    """
    evidence = _evidence(
        first, second, scheme, as_of=as_of, since=since, horizon=horizon, events=events, store=store or Store.open()
    )
    if organisation_in(evidence.pair) is not None:
        from detente.brief.organisations import assess_organisation  # noqa: PLC0415 - rare

        return assess_organisation(evidence)
    register = Register()
    judged = judgements(evidence, register)
    sections = with_dates(
        body(evidence, register, judged), register.figures, as_of=evidence.as_of, last=compiled_until(evidence)
    )
    sections = [once(s, register.figures, as_of=evidence.as_of, last=compiled_until(evidence)) for s in sections]
    _check_covered(evidence, sections)
    gaps = missing(evidence)
    sections.append(method(evidence, register))
    listed = sources(evidence, register)
    known = Register.of(register)  # the retrospect adds to a copy, under ids of its own
    if retrospect:
        later = replace(evidence, as_of=as_of_day(retrospect_until), pair_only=True)
        after = retrospect_section(evidence, later, known, judged) if later.as_of > evidence.as_of else None
        sections += [after] if after is not None else []
    a, b = (title_case(evidence.label(c)) for c in evidence.pair)
    first_year = evidence.since or _first_year(evidence)
    brief = Assessment(
        pair=evidence.pair,
        names=(a, b),
        as_of=evidence.as_of,
        since=first_year,
        horizon=horizon,
        events=events,
        subtitle="" if first_year == evidence.as_of.year else f"record from {first_year}",
        title=title_case(f"{evidence.name(evidence.pair[0])} and {evidence.name(evidence.pair[1])}"),
        sections=tuple(sections),
        judgements=tuple(judged[:5]),
        sources=listed,
        missing=gaps,
        figures=known.figures,
        records=known.records,
    )
    if record:
        from detente.ledger import record as record_forecasts  # noqa: PLC0415 - only on request

        record_forecasts(brief.judgements, as_of=brief.as_of, store=evidence.store)
    return brief


def compiled_until(evidence: Evidence) -> date:
    """Return the last day, up to the as-of date, that the pacts, disputes and sanctions of the pair cover."""
    tables = ("pacts", "disputes", "sanctions")
    return min(compiled_on(evidence.store, table, evidence.pair, evidence.as_of) for table in tables)


def _evidence(
    first: str, second: str, scheme: str | None, *, as_of: date | str | None, since: int | None, horizon: int,
    events: str, store: Store,
) -> Evidence:  # fmt: skip
    """Check the options, and return the evidence that they select."""
    day = as_of_day(as_of)
    if not 1 <= horizon <= LONGEST:
        raise UsageError(f"invalid horizon {horizon}: expected 1 to {LONGEST} years", value=horizon)
    if since is not None and not 1816 <= since <= day.year:
        raise UsageError(f"invalid since {since}: expected a year from 1816 to {day.year}", value=since)
    a, b = resolve_parties((first, second), day, scheme)
    return Evidence(store, (a, b), day, since, horizon, events)


def _check_covered(evidence: Evidence, sections: list[Section]) -> None:
    """Raise `NoAnswer` where the store has no record of the pair."""
    a, b = evidence.pair
    known = (
        any(d in evidence.series("all") for d in evidence.directions)
        or not evidence.votes.is_empty()
        or bool(evidence.acts())
        or bool(evidence.coded_acts)
        or not evidence.datasets.is_empty
        or any(section.key in ("standing", "ties") and _cites_records(section) for section in sections)
    )
    if not known:
        raise NoAnswer(
            f"not covered: the store has no record of {evidence.name(a)} and {evidence.name(b)} that was known by "
            f"{plain_date(evidence.as_of)}; 'detente data' shows what is covered, 'detente pull' and 'detente ingest' "
            "add data",
            value=evidence.pair,
        )


def _cites_records(section: Section) -> bool:
    """Whether any paragraph of a section cites a record, or a list has one."""
    paragraphs = (block.sentence.records for block in section.blocks if isinstance(block, Paragraph))
    lists = (block.records for block in section.blocks if isinstance(block, RecordList))
    return any(paragraphs) or any(lists)


def _first_year(evidence: Evidence) -> int:
    years = [s.years[0] for d in evidence.directions if (s := evidence.series("all").get(d)) is not None]
    seats = seats_of_another_state(evidence)
    years += [d.year for d in evidence.votes["period"] if d.year not in seats][:1]
    return min(years, default=evidence.as_of.year)
