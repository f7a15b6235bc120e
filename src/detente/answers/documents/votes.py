"""The document of how alike two states vote."""

from __future__ import annotations

from datetime import date
from typing import Any

from detente.answers.assembly_records import gap_text
from detente.answers.documents.blocks.source_list import SourceList
from detente.answers.documents.blocks.staleness import stale
from detente.answers.documents.blocks.vote_change import change_section
from detente.answers.documents.roll_calls import telling_records
from detente.answers.vetoes import Vetoes
from detente.answers.votes import VoteAnswer
from detente.documents.document import Chart, Document, Grid, Paragraph, RecordList, Section
from detente.documents.figures import Figure
from detente.documents.prose import Sentence, Year, say
from detente.documents.register import Register
from detente.identity import display_name
from detente.store import Store

__all__ = ["votes_document"]

TABLES = ("votes", "agreements")
MEASURES = {  # column: what it is called, unit
    "raw": ("Vote agreement", "agreement"),
    "kappa": ("Agreement beyond chance (κ)", "kappa"),
    "pi": ("Agreement beyond chance (π)", "kappa"),
}
HEADS = {"year": "Year", "session": "Session", "issue": "Issue area", "window": "Window"}
METHOD = (
    "Divided roll calls only. Agreement is full for the same vote and half where one of two abstained; κ and π take "
    "off what chance would give. It does not measure alliance."
)
SECTIONS = 1945  # session n of the General Assembly begins in the year 1945 + n


def votes_document(answer: VoteAnswer, *, store: Store | None = None) -> Document:
    """Return the document of how alike two states vote.

    Parameters
    ----------
    answer : VoteAnswer
        As `detente.votes` returns it for two states.
    store : Store, optional
        Where the sources are described; by default the starter pack with the user's own records.

    Examples
    --------
    >>> from detente.answers.votes import votes
    >>> document = votes_document(votes("Japan", "Russia", since=2010, as_of="2015-09-01"))
    >>> round(document.figures["agreement.JPN.RUS.2014"].value, 2)
    0.63
    """
    builder = _VotesBuilder(answer, store or Store.open())
    a, b = builder.names
    last = answer.windows["period" if "period" in answer.windows.columns else "end"].max()
    sentences = [
        stale(date(last.year, 12, 31), answer.as_of, "These votes"),  # type: ignore[union-attr]
        builder.summary(),
        say("{method}", method=METHOD),
    ]
    chart = builder.chart()
    sections = [
        Section("summary", "In short", tuple(Paragraph(s) for s in sentences if s is not None)),
        Section("agreement", "How alike they vote", (*([chart] if chart else []), builder.table())),
    ]
    if answer.vetoes is not None:
        sections.append(builder.vetoes(answer.vetoes))
    if answer.change is not None:
        sections.append(change_section(answer.change, builder.ordered, builder.register, builder.source))
    if answer.telling is not None:
        records = telling_records(answer.telling, builder.ordered, answer.source, answer.as_of, builder.register)
        title = "Where they stood together most unexpectedly" if answer.together else "Where they parted unexpectedly"
        block = (
            RecordList("Roll calls, the most telling first", records)
            if records
            else Paragraph(say("Nowhere in this time."))
        )
        sections.append(Section("telling", title, (block,)))
    covered = [f"{name}: {years}" for name, years in answer.covered.items()]
    gaps = f"Covered: {'; '.join(covered)}. {gap_text(answer.gaps)}"
    return Document(
        title=f"{a} and {b}: votes",
        kind="votes in the United Nations General Assembly",
        names=(a, b),
        as_of=answer.as_of,
        sections=tuple(sections),
        sources=builder.sources.listed(),
        missing=(builder.register.bind(gaps, "covered", answer.as_of, builder.source),) if covered else (),
        figures=builder.register.figures,
        records=builder.register.records,
    )


class _VotesBuilder:
    def __init__(self, answer: VoteAnswer, store: Store) -> None:
        self.answer = answer
        self.names = tuple(display_name(code, answer.as_of) for code in answer.states)
        self.ordered = tuple(display_name(code, answer.as_of) for code in sorted(answer.states))
        self.register = Register()
        self.sources = SourceList(store, answer.as_of)
        self.rows = answer.windows.to_dicts()
        self.ids: dict[str, str] = {}
        for row in self.rows:
            for name in row["dataset"].split(", "):
                self.ids[name] = self.sources.cite(TABLES, name, row["known_on"])
        self.source = next(iter(self.ids.values()))

    def vetoes(self, found: Vetoes) -> Section:
        """Return how many drafts of the Security Council each vetoed, and those that both did."""
        source = self.sources.cite("vetoes", found.dataset)
        first, last = found.covered[0][0], found.covered[-1][1]
        numbers = {
            key: self.register.figure(
                f"vetoes.{key}", label, number, "count", f"{first} to {last}", min(last, self.answer.as_of), source
            )
            for key, label, number in (
                *((code, f"Vetoes by {self.name(code)}", found.cast(code)) for code in self.answer.states),
                ("together", "Drafts that both vetoed", found.together),
            )
        }
        a, b = self.answer.states
        sentence = say(
            "{first} to {last}: {one} vetoed {n} drafts of the Security Council, {other} {m}, both together {both}.",
            first=first, last=last, one=self.name(a), n=numbers[a], other=self.name(b), m=numbers[b],
            both=numbers["together"],
        )  # fmt: skip
        return Section("vetoes", "Vetoes in the Security Council", (Paragraph(sentence),))

    def name(self, code: str) -> str:
        return display_name(code, self.answer.as_of)

    def key(self, row: dict[str, Any]) -> str:
        match self.answer.by:
            case "year":
                return str(row["period"].year)
            case "session":
                return f"session-{row['period'].year - SECTIONS}"
            case "issue":
                return (row["issue"] or "none").lower().replace(" ", "-")
            case _:
                return "whole"

    def period(self, row: dict[str, Any]) -> str:
        if "period" in row and self.answer.by in ("year", "session"):
            return str(row["period"].year)
        return f"{row['start']} to {row['end']}"

    def figure(self, row: dict[str, Any], measure: str) -> Figure | None:
        if row.get(measure) is None:
            return None
        label, unit = MEASURES[measure]
        name = "agreement" if measure == "raw" else measure
        a, b = sorted(self.answer.states)
        return self.register.figure(
            f"{name}.{a}.{b}.{self.key(row)}",
            f"{label}, {self.names[0]} and {self.names[1]}",
            row[measure],
            unit,
            self.period(row),
            row["known_on"],
            self.ids[row["dataset"].split(", ")[0]],
            lo=row.get(f"{measure}_lo"),
            hi=row.get(f"{measure}_hi"),
        )

    def count(self, row: dict[str, Any]) -> Figure:
        a, b = sorted(self.answer.states)
        return self.register.figure(
            f"roll-calls.{a}.{b}.{self.key(row)}",
            "Divided roll calls in which both took part",
            row["votes"],
            "count",
            self.period(row),
            row["known_on"],
            self.ids[row["dataset"].split(", ")[0]],
        )

    def summary(self) -> Sentence:
        """Say how alike the two voted in the last window, and what that is of the others."""
        a, b = self.names
        if self.answer.by in ("issue", "window"):
            row = max(self.rows, key=lambda row: row["votes"])
            text = "{a} and {b} agreed {raw:full} on the votes compared in {raw:period}"
        else:
            row = self.rows[-1]
            text = "{a} and {b} agreed {raw:full} in {raw:period}"
        raw, kappa = self.figure(row, "raw"), self.figure(row, "kappa")
        if self.answer.by == "issue":
            text = "{a} and {b} agreed {raw:full} in {raw:period} on the issue area of most votes, {issue}"
        if raw is None:
            return say("{a} and {b} can’t be compared: agreement is undefined.", a=a, b=b)
        text += " over {n} divided roll calls"
        text += "; beyond chance (κ), {kappa:full}." if kappa is not None else "; beyond chance (κ) it is undefined."
        filled = {"kappa": kappa} if kappa is not None else {}
        issue = (row.get("issue") or "none").lower() if self.answer.by == "issue" else ""
        return say(text, a=a, b=b, raw=raw, n=self.count(row), issue=issue, **filled)

    def chart(self) -> Chart | None:
        """Return agreement and κ over time, or κ by issue area; none where there is one window alone."""
        if len(self.rows) < 2:
            return None
        a, b = self.names
        if self.answer.by == "issue":
            figures = [(row["issue"] or "In none", figure) for row in self.rows if (figure := self.figure(row, "raw"))]
            rows = tuple(
                {"label": label, "value": f.value, "lo": f.lo, "hi": f.hi, "shown": format(f), "figure": f.id}
                for label, f in figures
            )
            description = say("Agreement of {a} and {b} by issue area; thin lines are intervals.", a=a, b=b)
            return Chart("bars", "votes-by-issue", "Vote agreement by issue area", description, rows)
        drawn: list[dict[str, object]] = [
            {
                "measure": "agreement" if measure == "raw" else "chance-corrected (κ)",
                "period": self.period(row),
                "value": None if f is None else f.value,
                "lo": None if f is None else f.lo,
                "hi": None if f is None else f.hi,
                "figure": None if f is None else f.id,
            }
            for measure in ("raw", "kappa")
            for row in self.rows
            for f in [self.figure(row, measure)]
        ]
        description = say("Agreement of {a} and {b} in the General Assembly, raw and beyond chance.", a=a, b=b)
        return Chart("votes", "votes", f"How alike they voted, by {self.answer.by}", description, tuple(drawn))

    def table(self) -> Grid:
        """Return a row a window: votes, agreement, κ and π."""
        measures = [m for m in MEASURES if m in self.answer.windows.columns]
        header = (HEADS[self.answer.by], "Votes", *(MEASURES[m][0] for m in measures))
        rows = [
            (
                self._label(row),
                say("{n}", n=self.count(row)),
                *(
                    say("undefined") if f is None else say("{f:full}", f=f)
                    for f in (self.figure(row, m) for m in measures)
                ),
            )
            for row in self.rows
        ]
        return Grid(
            "Agreement on divided roll calls, with 90% intervals", header, tuple(rows), "l" + "r" * (len(header) - 1)
        )

    def _label(self, row: dict[str, Any]) -> Sentence:
        match self.answer.by:
            case "year":
                return say("{year}", year=Year(row["period"].year))
            case "session":
                return say(
                    "{n}",
                    n=self.register.figure(
                        f"session.{row['period'].year - SECTIONS}",
                        "Session of the General Assembly",
                        row["period"].year - SECTIONS,
                        "count",
                        str(row["period"].year),
                        row["known_on"],
                        self.source,
                    ),
                )
            case "issue":
                return say("{issue}", issue=row["issue"] or "In none")
            case _:
                return say("{start} to {end}", start=row["start"], end=row["end"])
