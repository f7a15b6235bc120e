"""The document of the pacts of a state, or between two: treaties, spells in datasets, how alike the two's ties are."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from detente.answers.dataset_coverage import in_years
from detente.answers.documents.blocks.source_list import SourceList
from detente.answers.documents.blocks.staleness import stale
from detente.answers.facts_coverage import compiled_on
from detente.answers.pacts import PactAnswer
from detente.documents.document import Block, Document, Grid, Paragraph, Section
from detente.documents.figures import Figure, Record
from detente.documents.prose import Sentence, Year, say
from detente.documents.register import Register
from detente.identity import display_name
from detente.store import Store

__all__ = ["pacts_document"]

NAMES = {"nonaggression": "non-aggression"}
SIMILARITY = {
    "s_abs": "S of the obligations, absolute distances",
    "s_sq": "S of the obligations, squared distances",
    "kappa": "κ of the obligations",
    "pi": "π of the obligations",
    "binary_s_abs": "S of pact or none, absolute distances",
    "binary_s_sq": "S of pact or none, squared distances",
    "binary_kappa": "κ of pact or none",
    "binary_pi": "π of pact or none",
}


def pacts_document(answer: PactAnswer, *, store: Store | None = None) -> Document:
    """Return the document of pacts.

    Parameters
    ----------
    answer : PactAnswer
        As `detente.pacts` returns it.
    store : Store, optional
        Where the sources are described; by default the starter pack with the user's own records.

    Examples
    --------
    >>> from detente.answers.pacts import pacts
    >>> document = pacts_document(pacts("USA", "Japan", as_of="2015-09-01"))
    >>> [source.id for source in document.sources][0]
    'facts'
    """
    builder = _PactsBuilder(answer, store or Store.open())
    sections = [Section("summary", "In short", tuple(builder.summary()))]
    treaties = builder.treaties(answer.texts())
    if treaties.rows:
        sections.append(Section("treaties", "Treaties in force", (treaties,)))
    ended = builder.treaties(answer.ended()) if len(answer.states) == 2 else None
    if ended is not None and ended.rows:
        sections.append(Section("ended", "Treaties that have ended", (ended,)))
    sections += [builder.spells(dataset) for dataset in answer.covered]
    if answer.similarity is not None:
        sections.append(builder.similarity(answer.similarity))
    return Document(
        title=f"{' and '.join(builder.names)}: pacts",
        kind="who is bound to whom, and by which treaty",
        names=builder.names,
        as_of=answer.as_of,
        sections=tuple(sections),
        sources=builder.sources.listed(),
        missing=tuple(builder.missing()),
        figures=builder.register.figures,
        records=builder.register.records,
    )


class _PactsBuilder:
    def __init__(self, answer: PactAnswer, store: Store) -> None:
        self.answer = answer
        self.names = tuple(display_name(code, answer.as_of) for code in answer.states)
        self.register = Register()
        self.sources = SourceList(store, answer.as_of)
        self.facts = self.sources.cite("pacts", "facts")
        self.compiled_on = compiled_on(store, "pacts", answer.states, answer.as_of)

    def summary(self) -> list[Block]:
        """Say how many treaties bind, and by whom a state is to be defended."""
        texts, day = self.answer.texts(), self.answer.as_of
        partners = sorted({p["name"] for text in texts if "defence" in text["kinds"] for p in text["partners"]})
        n = self._count("treaties", "Treaties in force that were compiled by hand", len(texts))
        what = "treaty" if len(texts) == 1 else "treaties"
        who = " and ".join(self.names)
        sentences = [
            stale(self.compiled_on, day, "The treaties compiled by hand"),
            say(
                "{who}: {n} {what} compiled by hand in force on {day}.",
                who=who,
                n=n,
                what=what,
                day=self.compiled_on,
            )
            if texts
            else say("{who}: no treaty compiled by hand is in force on {day}.", who=who, day=self.compiled_on),
        ]
        if len(self.names) == 2 and texts:
            kinds = ", ".join(NAMES.get(kind, kind) for kind in dict.fromkeys(k for t in texts for k in t["kinds"]))
            sentences.append(say("They oblige to: {kinds}.", kinds=kinds))
        elif partners:
            states = self._count("defence-partners", "States bound by defence pacts", len(partners))
            listed = say("{names}", names=", ".join(partners))
            sentences.append(say("Defence pacts bind it with {n} states: {names}.", n=states, names=listed))
        return [Paragraph(sentence) for sentence in sentences if sentence is not None]

    def treaties(self, texts: Iterable[dict[str, Any]]) -> Grid:
        """Return a row a treaty: its name, what it obliges to, with whom and since when, and the document."""
        rows = []
        for text in texts:
            kinds = ", ".join(NAMES.get(kind, kind) for kind in text["kinds"])
            first = text["partners"][0]
            record = self.register.record(
                Record(
                    f"treaty.{_slug(text['title'])}",
                    "treaty",
                    f"since {_dated(first['since']).text}",
                    _day(first["since"]),
                    text["title"],
                    text["document"],
                    _day(first["since"]),
                    "cooperative",
                )
            )
            partners = [say("{name}, {span}", name=p["name"], span=_span(p)) for p in text["partners"]]
            whom = partners[0]
            for partner in partners[1:]:
                whom = say("{whom}; {partner}", whom=whom, partner=partner)
            rows.append((say("{r}", r=record), say("{kinds}", kinds=kinds), whom))
        return Grid("Treaties compiled by hand", ("Treaty", "Obligations", "With, since"), tuple(rows), "lll")

    def spells(self, dataset: str) -> Section:
        """Return the spells of a dataset: of a pair all, of a state those in force."""
        answer, pair = self.answer, len(self.answer.states) == 2
        self.sources.cite("ties", dataset)
        held = answer.of(dataset) if pair else answer.in_force(dataset)
        title = f"In the dataset {dataset}, which covers {in_years(answer.covered[dataset])}"
        lines = []
        for row in held.sort("start", "kind").iter_rows(named=True):
            partner = row["target"] if row["source"] == answer.states[0] else row["source"]
            end = say("") if row["end"] is None else say("{end}", end=Year(row["end"].year))
            lines.append(
                (
                    say("{name}", name=display_name(partner, answer.as_of)),
                    say("{kind}", kind=NAMES.get(row["kind"], row["kind"])),
                    say("{start}–{end}", start=Year(row["start"].year), end=end),
                    say("{who}", who="both" if row["bound"] == "both" else display_name(row["bound"], answer.as_of)),
                )
            )
        if not lines:
            return Section(f"dataset-{dataset}", title, (Paragraph(say("It has no pact of the kind.")),))
        last = answer.covered[dataset][-1][1]
        warning = stale(last, answer.as_of, f"The spells of {dataset}")
        grid = Grid("Obligations by spell", ("With", "Kind", "Years", "Who is bound"), tuple(lines), "llll")
        return Section(f"dataset-{dataset}", title, (*([Paragraph(warning)] if warning else []), grid))

    def similarity(self, figures: dict[str, Any]) -> Section:
        """Return how alike the two states' ties with all states are."""
        source = self.sources.cite(("similarities", "ties"), figures["dataset"], date(figures["year"], 12, 31))
        year = figures["year"]
        rows = []
        for key, label in SIMILARITY.items():
            if figures.get(key) is not None:
                figure = self.register.figure(
                    f"pact-similarity.{key}.{year}",
                    label,
                    figures[key],
                    "kappa",
                    str(year),
                    min(date(year, 12, 31), self.answer.as_of),
                    source,
                )
                rows.append((label, figure))
        grid = Grid(
            "Similarity of their pacts",
            ("Measure", str(year)),
            tuple((say("{l}", l=label), say("{f}", f=f)) for label, f in rows),
            "lr",
        )
        note = say("One is for the same pacts with all states. κ and π take off what chance would give.")
        return Section("similarity", f"Similarity of their pacts in {year}", (Paragraph(note), grid))

    def missing(self) -> list[Sentence]:
        """Say where the treaties compiled by hand end or begin, or whom they leave out."""
        reach = self.answer.reach
        if not reach:
            return []
        text = f"Treaties compiled by hand: {reach}."
        return [self.register.bind(text, "reach", self.answer.as_of, self.facts)]

    def _count(self, key: str, label: str, number: int) -> Figure:
        day = self.compiled_on
        return self.register.figure(f"pacts.{key}", label, number, "count", day.isoformat(), day, self.facts)


def _slug(title: str) -> str:
    return "-".join("".join(c if c.isalnum() else " " for c in title.lower()).split())


def _day(text: str) -> date:
    """Return the first day of a date as it is written: a day, a month or a year."""
    return date.fromisoformat(f"{text}-01-01"[:10] if len(text) == 4 else f"{text}-01"[:10])


def _span(partner: dict[str, Any]) -> Sentence:
    """Return since when, and until when, a treaty binds a partner, as far as the dates are known."""
    since = _dated(partner["since"])
    return since if partner["until"] is None else say("{since} to {until}", since=since, until=_dated(partner["until"]))


def _dated(text: str) -> Sentence:
    """Return a date in words: a day, a month or a year."""
    day = _day(text)
    match len(text):
        case 10:
            return say("{day}", day=day)
        case 7:
            return say("{month} {year}", month=f"{day:%B}", year=Year(day.year))
        case _:
            return say("{year}", year=Year(day.year))
