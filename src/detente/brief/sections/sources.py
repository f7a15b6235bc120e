"""Sources behind the figures, and what is missing."""

from __future__ import annotations

from datetime import date

from detente.answers.documents.blocks.source_list import FACTS, own_facts
from detente.answers.facts_coverage import reach
from detente.brief.evidence import Evidence
from detente.brief.evidence_figures import title_case
from detente.brief.sections.dataset_records import dataset_years
from detente.brief.sections.standing import say_dataset
from detente.documents.document import CitedSource
from detente.documents.probability_words import DIRECTIVE
from detente.documents.prose import Sentence, Year, joined, say
from detente.documents.register import Register

__all__ = ["missing", "sources"]

INLINE = {
    "icd203": CitedSource(
        "icd203",
        "Intelligence Community Directive 203, Analytic Standards",
        "Office of the Director of National Intelligence, 2 January 2015",
        "public domain (United States government work)",
        DIRECTIVE.document + ", 2 January 2015",
        "likelihood words and their ranges",
        date(2015, 1, 2),
    ),
}


NO_DATASETS = " Arms transfers, exercises and visits are counted only where they stand among the acts compiled by hand."


def sources(evidence: Evidence, register: Register) -> tuple[CitedSource, ...]:
    """List the sources that the figures and records name, with the newest knowledge used from each."""
    used: dict[str, list[object]] = {}
    for figure in register.figures.values():
        used.setdefault(figure.source, []).append(figure.known_on)
    for record in register.records.values():
        used.setdefault("icd203" if record == DIRECTIVE else record.source or "facts", []).append(record.known_on)
    own = own_facts(evidence.store, evidence.as_of) if FACTS in used else []
    used |= {entry.id: used[FACTS] for entry in own}
    known = {p.id: p for p in (*evidence.store.sources(), *own)}
    out = []
    for key, days in used.items():
        if key in INLINE:
            out.append(INLINE[key])
        elif key in known:
            p = known[key]
            out.append(CitedSource(p.id, p.title, p.origin, p.licence, p.citation, p.covers, max(days)))  # type: ignore[type-var, arg-type]
        elif entry := next((p for p in known.values() if key in p.datasets), None):
            out.append(
                CitedSource(key, entry.title, entry.origin, entry.licence, entry.citation, entry.covers, max(days))  # type: ignore[type-var, arg-type]
            )
        else:
            out.append(
                CitedSource(key, f"Temperatures from {evidence.events}", "your own records", "yours", "", "", max(days))  # type: ignore[type-var, arg-type]
            )
    return tuple(sorted(out, key=lambda s: s.id))


def missing(evidence: Evidence) -> tuple[Sentence, ...]:
    """Say what the records do not cover, for this pair and date."""
    out = []
    found = evidence.series("all")
    ends = [s.years[-1] for d in evidence.directions if (s := found.get(d)) is not None]
    if ends and max(ends) < evidence.last_year:
        out.append(
            say(
                "Temperatures end in {end}; the years since then, to {now}, are not covered, and nothing is filled in "
                "for them.",
                end=Year(max(ends)),
                now=Year(evidence.last_year),
            )
        )
    for a, b in evidence.directions:
        if found and (a, b) not in found:
            out.append(
                say(
                    "There is no temperature of {a} toward {b}: too few acts were reported, or they are not covered.",
                    a=evidence.name(a),
                    b=evidence.name(b),
                )
            )
    votes = [d.year for d in evidence.votes["period"]]
    if votes and max(votes) < evidence.last_year:
        out.append(say("Votes end in {end}.", end=Year(max(votes))))
    out += _silent_datasets(evidence)
    limits: dict[str, tuple[Sentence, list[str]]] = {}
    for table, kind in (("pacts", None), ("disputes", None), ("sanctions", None), ("ruptures", "severed")):
        how_far = reach(evidence.store, table, evidence.pair, evidence.as_of, kind=kind)
        if how_far is not None:
            limits.setdefault(how_far.text, (how_far, []))[1].append(table)
    for how_far, tables in limits.values():
        listed = joined([say("{name}", name=name) for name in tables]).text
        out.append(say("{tables}: {far}.", tables=title_case(listed), far=how_far))
    out.append(
        say(
            "Acts are known to {events} only as the press reported and software coded them, and count as known on the "
            "day reported, though published later; capabilities, trade and codings of pacts at the end of their year."
            "{visits}",
            events=say_dataset(evidence.events),
            visits="" if evidence.datasets.covered else NO_DATASETS,
        )
    )
    return tuple(out)


def _silent_datasets(evidence: Evidence) -> list[Sentence]:
    """Name the datasets in the store that cover some time and record nothing between the two."""
    found = evidence.datasets
    silent = {name: spans for name, spans in found.covered.items() if name not in found.datasets}
    if not silent:
        return []
    listed = joined([say("{dataset}", dataset=dataset_years(name, spans)) for name, spans in silent.items()])
    return [say("Without a record between the two: {listed}.", listed=listed)]
