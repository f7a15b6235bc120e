"""The document of the disputes of a state, or between two: what is disputed, its rungs, what datasets record."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from detente.answers.conflict_records import incident_record, mid_record
from detente.answers.dataset_coverage import in_years
from detente.answers.disputes import RUNGS, DisputeAnswer
from detente.answers.documents.blocks.source_list import SourceList
from detente.answers.documents.blocks.staleness import stale
from detente.answers.documents.blocks.wars_and_crises import wars_and_crises
from detente.answers.facts_coverage import compiled_on
from detente.answers.ruptures import rupture_record
from detente.catalog import at_precision
from detente.documents.document import Block, Chart, Document, Grid, Paragraph, RecordList, Section
from detente.documents.figures import Figure, Record
from detente.documents.prose import Sentence, Year, say
from detente.documents.register import Register
from detente.identity import display_name
from detente.store import Store

__all__ = ["disputes_document"]


def disputes_document(answer: DisputeAnswer, *, store: Store | None = None) -> Document:
    """Return the document of disputes.

    Parameters
    ----------
    answer : DisputeAnswer
        As `detente.disputes` returns it.
    store : Store, optional
        Where the sources are described; by default the starter pack with the user's own records.

    Examples
    --------
    >>> from detente.answers.disputes import disputes
    >>> document = disputes_document(disputes("Japan", "Russia", as_of="2015-09-01"))
    >>> [chart.kind for chart in document.charts]
    ['ladder']
    """
    builder = _DisputesBuilder(answer, store or Store.open())
    sections = [Section("summary", "In short", tuple(builder.summary()))]
    sections += [builder.dispute(dispute) for dispute in answer.disputes]
    sections += [section for section in (builder.ties("claim"), builder.ties("rivalry")) if section is not None]
    sections += wars_and_crises(answer, builder.register, builder.sources, builder.covers)
    sections += builder.militarised()
    sections += [section for section in (builder.incidents(), builder.ruptures()) if section is not None]
    return Document(
        title=f"{' and '.join(builder.names)}: disputes",
        kind="what is disputed, and how far it went",
        names=builder.names,
        as_of=answer.as_of,
        sections=tuple(sections),
        sources=builder.sources.listed(),
        missing=tuple(builder.missing()),
        figures=builder.register.figures,
        records=builder.register.records,
    )


class _DisputesBuilder:
    def __init__(self, answer: DisputeAnswer, store: Store) -> None:
        self.answer = answer
        self.names = tuple(display_name(code, answer.as_of) for code in answer.states)
        self.pair = len(self.names) == 2
        self.register = Register()
        self.sources = SourceList(store, answer.as_of)
        self.facts = self.sources.cite("disputes", "facts")
        self.compiled_on = compiled_on(store, "disputes", answer.states, answer.as_of)

    def name(self, code: str) -> str:
        return display_name(code, self.answer.as_of)

    def count(self, key: str, label: str, number: int, source: str) -> Figure:
        day = self.answer.as_of
        return self.register.figure(f"disputes.{key}", label, number, "count", day.isoformat(), day, source)

    def summary(self) -> list[Block]:
        """Say how many disputes are on record, and where the hottest stands."""
        answer, who = self.answer, " and ".join(self.names)
        sentences = [stale(self.compiled_on, answer.as_of, "The disputes compiled by hand")]
        if answer.disputes:
            hottest = answer.disputes[0]
            n = self.count("compiled", "Disputes compiled by hand", len(answer.disputes), self.facts)
            what = "dispute" if len(answer.disputes) == 1 else "disputes"
            sentences.append(
                say(
                    "{who}: {n} {what} on record. {name} stands at: {rung}.",
                    who=who,
                    n=n,
                    what=what,
                    name=self.title(hottest),
                    rung=self.rung(hottest),
                )
            )
        else:
            sentences.append(
                say("{who}: no dispute compiled by hand is on record on {day}.", who=who, day=answer.as_of)
            )
        counted = [("militarised", "militarised disputes", answer.mids, answer.mids["dispute"].n_unique(), "mids")]
        datasets = answer.incidents["dataset"].unique().sort().to_list()
        for dataset in datasets:  # counted apart: two datasets may record the same
            own = answer.incidents.filter(answer.incidents["dataset"] == dataset)
            key = "incidents" if len(datasets) == 1 else f"incidents.{dataset}"
            label = "incidents" if len(datasets) == 1 else f"incidents in {dataset}"
            counted.append((key, label, own, own.select("dispute", "incident").n_unique(), "incidents"))
        for key, label, frame, rows, name in counted:
            if not frame.is_empty():
                source = self.sources.cite(name, frame["dataset"][0])
                sentences.append(
                    say(
                        "The datasets record {n} {what}.",
                        n=self.count(key, label.capitalize(), rows, source),
                        what=label
                        if rows > 1
                        else label.replace("disputes", "dispute").replace("incidents", "incident"),
                    )
                )
        return [Paragraph(sentence) for sentence in sentences if sentence is not None]

    def title(self, dispute: dict[str, Any]) -> Sentence:
        return self.register.bind(dispute["name"], f"name.{dispute['id']}", self.answer.as_of, self.facts)

    def rung(self, dispute: dict[str, Any]) -> Sentence:
        if dispute["rung"] is None:
            return say("not placed on the ladder")
        last = dispute["rungs"][-1]["start"]
        figure = self.register.figure(
            f"rung.{dispute['id']}",
            f"Rung of the ladder: {dispute['name']}",
            dispute["rung"],
            "rung",
            self.answer.as_of.isoformat(),
            last,
            self.facts,
        )
        return say("{word} (rung {n})", word=RUNGS[dispute["rung"]], n=figure)

    def dispute(self, dispute: dict[str, Any]) -> Section:
        """Return a dispute: what it is about, what each party says, its rungs drawn and listed."""
        when = at_precision(dispute["since"], dispute["since_precision"], prose=True)
        record = self.register.record(
            Record(
                f"dispute.{dispute['id']}",
                "dispute",
                when,
                dispute["since"],
                dispute["name"],
                dispute["document"],
                min(dispute["known_on"], self.answer.as_of),
                "conflictual",
            )
        )
        about = self.register.bind(dispute["issue"], f"issue.{dispute['id']}", self.answer.as_of, self.facts)
        blocks: list[Block] = [
            Paragraph(
                say(
                    "{issue} Since {since:when}; it stands at: {rung}.",
                    issue=about,
                    since=record,
                    rung=self.rung(dispute),
                )
            )
        ]
        if self.pair:
            rows = []
            for claim in dispute["claims"].split(" | "):
                code, _, words = claim.partition(": ")
                text = self.register.bind(words, f"claim.{dispute['id']}.{code}", self.answer.as_of, self.facts)
                rows.append((say("{name}", name=self.name(code)), text))
            blocks.append(Grid("What each party says", ("Party", "Position"), tuple(rows), "ll"))
        else:
            parties = ", ".join(self.name(code) for code in dispute["claimants"].split(";"))
            blocks.append(Paragraph(say("Between {parties}.", parties=parties)))
        if len(dispute["rungs"]) > 1:
            blocks.append(self.ladder(dispute))
        steps = tuple(self.step(dispute, step) for step in dispute["rungs"])
        if steps and self.pair:
            blocks.append(RecordList("What moved it from rung to rung", steps))
        return Section(f"dispute-{dispute['id']}", dispute["name"], tuple(blocks))

    def step(self, dispute: dict[str, Any], step: dict[str, Any]) -> Record:
        when = at_precision(step["start"], step["precision"], prose=True)
        return self.register.record(
            Record(
                f"rung.{dispute['id']}.{step['start']}",
                "rung",
                when,
                step["start"],
                f"{RUNGS[step['rung']].capitalize()}: {step['note'].rstrip('.')}",
                step["document"],
                step["start"],
                "conflictual" if step["rung"] > 1 else "neutral",
            )
        )

    def ladder(self, dispute: dict[str, Any]) -> Chart:
        """Return the rungs over time; the last row ends the line where the record does."""
        end = self.compiled_on
        points = [(step["start"], step["rung"]) for step in dispute["rungs"]]
        points.append((max(end, points[-1][0]), points[-1][1]))
        return Chart(
            "ladder",
            f"ladder-{dispute['id']}",
            "Rung of the dispute over time",
            say("Steps from one rung of the ladder to the next; the line ends where the record does."),
            tuple({"series": dispute["name"], "period": day.isoformat(), "value": float(rung)} for day, rung in points),
            bands=tuple({"name": name, "lo": rung, "hi": rung} for rung, name in enumerate(RUNGS)),
        )

    def covers(self, title: str, datasets: list[str]) -> str:
        covered = self.answer.covered
        listed = [f"{name} {in_years(covered[name])}" if name in covered else name for name in datasets]
        return f"{title} ({'; '.join(listed)})"

    def ties(self, kind: str) -> Section | None:
        """Return the claims or the rivalries, a row each; None where there are none."""
        held = self.answer.ties.filter(self.answer.ties["kind"] == kind)
        if held.is_empty():
            return None
        rows = []
        for row in held.iter_rows(named=True):
            source = self.sources.cite("ties", row["dataset"])
            key = f"{kind}.{row['dataset']}.{row['id']}.{row['source']}.{row['target']}.{row['start']}"
            join = " of " if row["directed"] else ", "
            about = self.register.bind(row["title"] or "–", key, self.answer.as_of, source)
            if row["level"] is not None:
                level = self.register.figure(
                    f"{key}.salience",
                    "Salience of the claim, of 12",
                    row["level"],
                    "count",
                    str(row["start"].year),
                    min(row["start"], self.answer.as_of),
                    source,
                )
                about = say("{about} (salience {level})", about=about, level=level)
            end = say("") if row["end"] is None else say("{end}", end=Year(row["end"].year))
            rows.append(
                (
                    say("{start}–{end}", start=Year(row["start"].year), end=end),
                    say("{who}", who=f"{self.name(row['source'])}{join}{self.name(row['target'])}"),
                    about,
                )
            )
        claim = kind == "claim"
        title = self.covers("Territorial claims" if claim else "Rivalries", sorted(set(held["dataset"])))
        header = ("Years", "Who claims of whom" if claim else "Between", "About")
        grid = Grid("Territorial claims" if claim else "Rivalries", header, tuple(rows), "lll")
        return Section(f"{kind}s", title, (grid,))

    def militarised(self) -> list[Section]:
        """Return the militarised disputes of each dataset as records."""
        sections = []
        for dataset in self.answer.mids["dataset"].unique().sort():
            held = self.answer.mids.filter(self.answer.mids["dataset"] == dataset)
            self.sources.cite("mids", dataset)
            records = tuple(
                self.register.record(mid_record(row, self.answer.as_of)) for row in held.iter_rows(named=True)
            )
            title = self.covers("Militarised disputes", [dataset])
            sections.append(Section(f"mids-{dataset}", title, (RecordList("Disputes by their first year", records),)))
        return sections

    def records(
        self, make: Callable[[dict[str, Any], date], Record], rows: Iterable[dict[str, Any]]
    ) -> tuple[Record, ...]:
        return tuple(self.register.record(make(row, self.answer.as_of)) for row in rows)

    def incidents(self) -> Section | None:
        """Return the incidents as records; None where there are none."""
        rows = list(self.answer.incidents.iter_rows(named=True))
        if not rows:
            return None
        datasets = sorted({row["dataset"] for row in rows})
        for dataset in datasets:
            self.sources.cite("incidents", dataset)
        lists = []
        for dataset in datasets:
            records = tuple(
                self.register.record(incident_record(row, self.answer.as_of))
                for row in rows
                if row["dataset"] == dataset
            )
            title = "Incidents by day" if len(datasets) == 1 else f"Incidents of {dataset} by day"
            lists.append(RecordList(title, records))
        return Section("incidents", self.covers("Incidents", datasets), tuple(lists))

    def ruptures(self) -> Section | None:
        """Return the breaks of diplomatic relations as records; None where there are none."""
        rows = self.answer.ruptures.to_dicts()
        if not rows:
            return None
        records = tuple(self.register.record(rupture_record(row)) for row in rows)
        return Section("ruptures", "Diplomatic relations", (RecordList("Broken off or lowered, by day", records),))

    def missing(self) -> list[Sentence]:
        """Say where the disputes compiled by hand end or begin, or whom they leave out."""
        reach = self.answer.reach
        if not reach:
            return []
        text = f"Disputes compiled by hand: {reach}."
        return [self.register.bind(text, "reach", self.answer.as_of, self.facts)]
