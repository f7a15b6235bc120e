"""The document of a state's profile: capabilities, attention, pacts, votes and ideal points."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from detente.answers.documents.blocks.source_list import SourceList
from detente.answers.documents.blocks.staleness import stale
from detente.answers.profile import Profile
from detente.answers.ruptures import rupture_record
from detente.catalog import at_precision
from detente.documents.document import Block, Chart, Document, Grid, Paragraph, Section
from detente.documents.figures import Figure, Record
from detente.documents.prose import Sentence, Year, say
from detente.documents.register import Register
from detente.identity import display_name
from detente.store import Store

if TYPE_CHECKING:
    import polars as pl

__all__ = ["profile_document"]

MOST = 8  # partners or targets listed


def profile_document(answer: Profile, *, store: Store | None = None) -> Document:
    """Return the document of a state's profile.

    Parameters
    ----------
    answer : Profile
        As `detente.profile` returns it for one state.
    store : Store, optional
        Where the sources are described; by default the starter pack with the user's own records.

    Examples
    --------
    >>> from detente.answers.profile import profile
    >>> document = profile_document(profile("Russia", as_of="2015-09-01"))
    >>> [section.key for section in document.sections]
    ['summary', 'capabilities', 'attention', 'votes', 'pacts', 'ruptures', 'ideal-points']
    """
    builder = _ProfileBuilder(answer, store or Store.open())
    body = [
        builder.capabilities(),
        builder.attention(),
        builder.votes(),
        builder.pacts(),
        builder.ruptures(),
        builder.ideal_points(),
    ]
    name = builder.name
    return Document(
        title=f"{name}: profile",
        kind="a state’s capabilities, attention and alignments",
        names=(name,),
        as_of=answer.as_of,
        sections=(Section("summary", "In short", tuple(builder.summary())), *(s for s in body if s is not None)),
        sources=builder.sources.listed(),
        missing=tuple(builder.missing()),
        figures=builder.register.figures,
        records=builder.register.records,
    )


class _ProfileBuilder:
    def __init__(self, answer: Profile, store: Store) -> None:
        self.answer = answer
        self.name = display_name(answer.state, answer.as_of)
        self.other = None if answer.beside is None else display_name(answer.beside, answer.as_of)
        self.register = Register()
        self.sources = SourceList(store, answer.as_of)

    def source(self, table: str, frame: pl.DataFrame, dataset: str | None = None) -> str:
        """Cite the source of a part: the given dataset, or the one that the store has for the table."""
        newest = frame["known_on"].max() if "known_on" in frame.columns else None
        entries = [entry for entry in self.sources.store.sources(table) if table in entry.tables]
        if dataset is None and entries:
            return self.sources.cite_id(entries[-1].id, newest)  # type: ignore[arg-type]
        return self.sources.cite(table, dataset or table, newest)  # type: ignore[arg-type]

    def number(
        self, key: str, label: str, row: dict[str, Any], *, column: str, unit: str, source: str, **ends: Any
    ) -> Figure:
        return self.register.figure(
            f"{key}.{self.answer.state}.{row['period'].year}",
            label,
            row[column],
            unit,
            str(row["period"].year),
            row["known_on"],
            source,
            **ends,
        )

    def summary(self) -> list[Block]:
        """Say what the newest record of each part says, the oldest first warned of."""
        answer, sentences = self.answer, []
        parts = (("capabilities", answer.capabilities), ("attention", answer.attention), ("votes", answer.votes))
        ends = {name: frame["period"].max().year for name, frame in parts if not frame.is_empty()}  # type: ignore[union-attr]
        if ends:
            first = min(ends, key=lambda name: ends[name])
            sentences.append(stale(date(ends[first], 12, 31), answer.as_of, f"The records of {first}"))
        if not answer.capabilities.is_empty():
            row = answer.capabilities.row(-1, named=True)
            sentences.append(
                say(
                    "{who} had {share} of the world’s capabilities in {share:period}.",
                    who=self.name,
                    share=self._share(row),
                )
            )
        if not answer.attention.is_empty():
            row = self._latest(answer.attention)[0]
            sentences.append(
                say(
                    "Most of its reported acts, {share}, went to {name} in {share:period}.",
                    share=self._attention(row),
                    name=row["name"],
                )
            )
        if not answer.votes.is_empty():
            rows = self._latest(answer.votes)
            sentences.append(
                say(
                    "In the General Assembly it agreed most with {most} ({high}) and least with {least} "
                    "({low}) in {low:period}.",
                    most=rows[0]["name"],
                    high=self._agreement(rows[0]),
                    least=rows[-1]["name"],
                    low=self._agreement(rows[-1]),
                )
            )
        return [Paragraph(sentence) for sentence in sentences if sentence is not None]

    def _latest(self, frame: pl.DataFrame) -> list[dict[str, Any]]:
        return frame.filter(frame["period"] == frame["period"].max()).to_dicts()

    def _share(self, row: dict[str, Any], column: str = "share") -> Figure:
        source = self.source("capabilities", self.answer.capabilities)
        who = self.other if column == "other" else self.name
        unit = "ratio" if column == "ratio" else "share_fine"
        key = {"share": "capabilities", "other": "capabilities-beside", "ratio": "capability-ratio"}[column]
        label = (
            f"Ratio of capabilities to those of {self.other}" if column == "ratio" else f"Share of capabilities, {who}"
        )
        return self.number(key, label, row, column=column, unit=unit, source=source)

    def _attention(self, row: dict[str, Any]) -> Figure:
        source = self.source("attention", self.answer.attention)
        label = f"Share of reported acts that went to {row['name']}"
        return self.number(f"attention.{row['target']}", label, row, column="share", unit="share_fine", source=source)

    def _agreement(self, row: dict[str, Any]) -> Figure:
        source = self.source("agreements", self.answer.votes)
        label = f"Vote agreement with {row['name']}"
        return self.number(
            f"agreement.{row['partner']}",
            label,
            row,
            column="raw",
            unit="agreement",
            source=source,
            lo=row["raw_lo"],
            hi=row["raw_hi"],
        )

    def capabilities(self) -> Section | None:
        """Return the share of the world's capabilities over time, drawn and listed every five years."""
        frame = self.answer.capabilities
        if frame.is_empty():
            return None
        rows = frame.to_dicts()
        columns = [c for c in ("share", "other") if c in frame.columns]
        drawn: tuple[dict[str, object], ...] = tuple(
            {
                "series": self.name if c == "share" else self.other,
                "period": str(row["period"].year),
                "value": row[c],
                "lo": None,
                "hi": None,
                "unit": "share",
                "figure": self._share(row, c).id if row[c] is not None else None,
            }
            for c in columns
            for row in rows
        )
        chart = Chart(
            "lines",
            "capabilities",
            "Share of the world’s capabilities",
            say("Shares of the world’s capabilities by year."),
            drawn,
        )
        listed = [row for row in rows if row["period"].year % 5 == 0 or row is rows[-1]]
        wanted = [c for c in ("share", "other", "ratio") if c in frame.columns]
        body = tuple(
            (
                say("{y}", y=Year(row["period"].year)),
                *(say("–") if row[c] is None else say("{f}", f=self._share(row, c)) for c in wanted),
            )
            for row in listed
        )
        heads = {"share": self.name if self.other else "Share", "other": self.other or "", "ratio": "Ratio"}
        header = ("Year", *(heads[c] for c in wanted))
        grid = Grid("Share of the world’s capabilities", header, body, "l" + "r" * len(wanted))
        return Section("capabilities", "Capabilities", (chart, grid) if len(rows) > 1 else (grid,))

    def attention(self) -> Section | None:
        """Return the states to which most reported acts went in the last year."""
        if self.answer.attention.is_empty():
            return None
        rows = self._latest(self.answer.attention)[:MOST]
        return Section(
            "attention",
            f"Attention in {rows[0]['period'].year}",
            self._ranked(
                "attention",
                "States to which most of its reported acts went",
                [(r["name"], self._attention(r)) for r in rows],
                "Share of acts",
            ),
        )

    def votes(self) -> Section | None:
        """Return the states with which it agreed most and least in the last year."""
        if self.answer.votes.is_empty():
            return None
        rows = self._latest(self.answer.votes)
        most, least = rows[:MOST], rows[-MOST:][::-1]
        blocks = self._ranked(
            "agreement-most",
            "States that it agreed with most",
            [(r["name"], self._agreement(r)) for r in most],
            "Agreement",
        )
        blocks += self._ranked(
            "agreement-least",
            "States that it agreed with least",
            [(r["name"], self._agreement(r)) for r in least],
            "Agreement",
        )
        return Section("votes", f"Votes in the General Assembly in {rows[0]['period'].year}", blocks)

    def _ranked(self, key: str, title: str, rows: list[tuple[str, Figure]], unit: str) -> tuple[Block, ...]:
        drawn: tuple[dict[str, object], ...] = tuple(
            {"label": name, "value": f.value, "lo": f.lo, "hi": f.hi, "shown": format(f), "figure": f.id}
            for name, f in rows
        )
        chart = Chart("bars", key, title, say("A bar for each state."), drawn)
        body = tuple((say("{name}", name=name), say("{f:full}", f=f)) for name, f in rows)
        return chart, Grid(title, ("State", unit), body, "lr")

    def pacts(self) -> Section | None:
        """Return the defence pacts in force, each with its document."""
        frame = self.answer.pacts
        if frame.is_empty():
            return None
        source = self.sources.cite("pacts", "facts")
        rows = []
        for row in frame.filter(frame["kind"] == "defence").iter_rows(named=True):
            when = at_precision(row["start"], row["precision"], prose=True)
            text = row["title"] or f"Defence pact with {row['name']}"
            record = self.register.record(
                Record(
                    f"pact.{row['partner']}.{row['start']}",
                    "defence pact",
                    when,
                    row["start"],
                    text,
                    row["document"] or source,
                    row["start"],
                    "cooperative",
                )
            )
            rows.append((say("{name}", name=row["name"]), say("{r:when}", r=record), say("{r:text}", r=record)))
        if not rows:
            return Section("pacts", "Defence pacts", (Paragraph(say("None is on record.")),))
        return Section(
            "pacts", "Defence pacts", (Grid("Defence pacts in force", ("With", "Since", "Treaty"), tuple(rows), "lll"),)
        )

    def ruptures(self) -> Section | None:
        """Return the breaks of diplomatic relations that stand, each with its document."""
        frame = self.answer.ruptures
        if frame.is_empty():
            return None
        self.sources.cite("ruptures", "facts")
        rows = []
        for row in frame.iter_rows(named=True):
            record = self.register.record(rupture_record({**row, "standing": True}))
            rows.append((say("{name}", name=row["name"]), say("{r:when}", r=record), say("{r:text}", r=record)))
        grid = Grid("Without a restoration on record", ("With", "Since", "What happened"), tuple(rows), "lll")
        return Section("ruptures", "Diplomatic relations broken off or lowered", (grid,))

    def ideal_points(self) -> Section | None:
        """Return the ideal point in the General Assembly over time."""
        frame = self.answer.ideal_points
        if frame.is_empty():
            return None
        source = self.source("ideal_points", frame)
        points = [
            self.register.figure(
                f"ideal-point.{self.answer.state}.{row['period'].year}",
                f"Ideal point, {self.name}",
                row["mean"],
                "index_change",
                str(row["period"].year),
                row["known_on"],
                source,
                lo=row["lo"],
                hi=row["hi"],
            )
            for row in frame.iter_rows(named=True)
        ]
        drawn: tuple[dict[str, object], ...] = tuple(
            {"series": self.name, "period": f.period, "value": f.value, "lo": f.lo, "hi": f.hi, "figure": f.id}
            for f in points
        )
        chart = Chart(
            "lines",
            "ideal-points",
            "Ideal point in the General Assembly",
            say("The ideal point by session, with its interval; the scale has no unit."),
            drawn,
        )
        body = tuple((say("{y}", y=Year(int(f.period))), say("{f:full}", f=f)) for f in points[-MOST:])
        grid = Grid("Ideal point, with 90% intervals", ("Session of", "Ideal point"), body, "lr")
        return Section(
            "ideal-points", "Ideal point in the General Assembly", (chart, grid) if len(points) > 1 else (grid,)
        )

    def missing(self) -> list[Sentence]:
        """Say which parts have no records, and where the record of pacts ends or begins."""
        empty = [name.replace("_", " ") for name, frame in self.answer.parts.items() if frame.is_empty()]
        sentences = [say("No records of: {parts}.", parts=", ".join(empty))] if empty else []
        if self.answer.pacts_reach:
            text = f"Pacts compiled by hand: {self.answer.pacts_reach}."
            sentences.append(self.register.bind(text, "reach", self.answer.as_of, self.sources.cite("pacts", "facts")))
        return sentences
