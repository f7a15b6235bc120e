"""The document of an architecture: its drawing, its axes over the years, what changed, hypothetical ties, balance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from detente.answers.architecture import ArchitectureAnswer
from detente.answers.documents.blocks.balance import balance_blocks
from detente.answers.documents.blocks.network_drawings import network_drawing, network_title
from detente.answers.documents.blocks.source_list import FACTS, SourceList
from detente.answers.documents.blocks.staleness import stale
from detente.answers.map_points import capitals_on, disputes_on
from detente.answers.network_series import NetworkSeries
from detente.documents.document import Block, Document, Grid, Paragraph, Section
from detente.documents.figures import Figure
from detente.documents.prose import Sentence, Year, from_to, say
from detente.documents.register import Register
from detente.identity import display_name
from detente.store import Store

__all__ = ["INDEX_NAMES", "architecture_document"]

INDEX_NAMES = {
    "degree_centralisation": "degree centralisation",
    "betweenness_centralisation": "betweenness centralisation",
    "hub_share": "hub’s share of ties",
    "web_density": "web density",
    "web_transitivity": "web transitivity",
    "density": "density",
    "transitivity": "transitivity",
    "core_fit": "core–periphery fit",
    "k_core": "largest k-core",
    "leading": "leading eigenvalue",
    "ties": "ties",
    "tied": "states with a tie",
}
DASH = say("–")


def architecture_document(answer: ArchitectureAnswer, *, on_map: bool = False, store: Store | None = None) -> Document:
    """Return the document of an architecture, with its balance where the answer has one.

    Parameters
    ----------
    answer : ArchitectureAnswer
        As `detente.architecture` returns it.
    on_map : bool, optional
        Whether to draw the network on a map of capitals and open disputes.
    store : Store, optional
        Where the sources are described; by default the starter pack with the user's own records.

    Examples
    --------
    >>> from detente.answers.architecture import architecture
    >>> found = architecture(since=2012, as_of="2015-09-01")
    >>> [section.title for section in architecture_document(found).sections][:2]
    ['In short', 'The network in 2015']
    """
    series, balance = answer.networks, answer.balance
    store = store or Store.open()
    register, sources = Register(), SourceList(store, series.as_of)
    last = date(series.indices["year"].max(), 12, 31)  # type: ignore[arg-type]
    ids = [sources.cite_id(name, None if name == FACTS else last) for name in series.sources]
    builder = _ArchitectureBuilder(series, register, ids[0])
    capitals = capitals_on(series.states, series.on) if on_map else None
    disputes = disputes_on(series.states, series.on, store=store) if on_map else None
    drawing = network_drawing(series, register, ids[0], capitals=capitals, disputes=disputes)
    sections = [
        Section("summary", "In short", tuple(builder.summary(drawing.description))),
        Section("network", f"The network in {series.on.year}", (drawing, Paragraph(builder.eigenvalue()))),
        Section("years", "Year by year", (builder.years(),)),
    ]
    if series.change.height and series.indices["year"].n_unique() > 1:
        sections.append(Section("change", "From the first year to the last", (builder.change(),)))
    if series.supposed.height:
        sections.append(Section("hypothetical", "With the hypothetical ties", builder.hypothetical()))
    notes = list(series.notes)
    if balance is not None:
        cited = [sources.cite_id(name, None if name == FACTS else last) for name in balance.sources]
        sections.append(Section("balance", "Balance", balance_blocks(balance, register, cited[0])))
        notes += balance.notes
    return Document(
        title=network_title(series),
        kind="architecture of a group of states",
        names=(series.group[:1].upper() + series.group[1:],),
        as_of=series.as_of,
        sections=tuple(sections),
        sources=sources.listed(),
        missing=tuple(
            register.bind(note, f"note.{i}", series.as_of, ids[0]) for i, note in enumerate(dict.fromkeys(notes))
        ),
        figures=register.figures,
        records=register.records,
    )


@dataclass(frozen=True)
class _ArchitectureBuilder:
    series: NetworkSeries
    register: Register
    source: str

    @property
    def drawn(self) -> bool:
        """Whether the ties are known by draws, so that indices have intervals."""
        return self.series.indices["lo"].is_not_null().any()

    def index(
        self, row: dict[str, Any], year: int, *, value: str = "value", key: str = "", lo: Any = None, hi: Any = None
    ) -> Figure | None:
        """Return one index as a figure, None where it is undefined."""
        if row[value] is None:
            return None
        counted = row["unit"] in ("ties", "states") and row["index"] != "leading" and not self.drawn
        unit = f"{'count' if counted else 'index'}{'_change' if value == 'difference' else ''}"
        return self.register.figure(
            f"architecture.{self.series.of}.{row['index']}{key}.{year}",
            f"{INDEX_NAMES[row['index']].capitalize()}{', ' + key.removeprefix('.') if key else ''}",
            row[value], unit, str(year), min(date(year, 12, 31), self.series.as_of), self.source, lo=lo, hi=hi,
        )  # fmt: skip

    def summary(self, description: Sentence) -> list[Paragraph]:
        """Say whether the record is old, what the network is, and how its two axes moved."""
        sentences = [s for s in [stale(self.series.on, self.series.as_of)] if s is not None]
        sentences.append(description)
        rows = self.series.indices.filter(pl.col("index").is_in(["hub_share", "web_density"])).sort("year")
        for index, name in (("hub_share", "The hub’s share of all ties"), ("web_density", "The web’s density")):
            own = rows.filter(pl.col("index") == index).to_dicts()
            figures = [self.index(row, row["year"], lo=row["lo"], hi=row["hi"]) for row in (own[0], own[-1])]
            then, now = figures
            if then is None or now is None:
                continue
            if then is now:
                sentences.append(say("{name} is {now} in {now:period}.", name=name, now=now))
            else:
                sentences.append(say("{name}: {moved}.", name=name, moved=from_to(then, now, dated=True)))
        return [Paragraph(sentence) for sentence in sentences]

    def eigenvalue(self) -> Sentence:
        """Compare the leading eigenvalue with that of networks in which each state keeps its number of ties."""
        null, year = self.series.null, self.series.on.year
        lo, hi = null.interval()
        found = self._figure("leading-eigenvalue", "Leading eigenvalue of the likely ties", null.leading, "index")
        shuffled = self._figure(
            "leading-eigenvalue-shuffled", "Leading eigenvalue where each state keeps its number of ties",
            (lo + hi) / 2, "index", lo=lo, hi=hi,
        )  # fmt: skip
        share = self._figure("leading-eigenvalue-share", "Share of these at or above it", null.at_least, "index")
        text = say(
            "Leading eigenvalue of the likely ties of {year}: {found}; where each state keeps its number of ties, "
            "{shuffled:interval} (share at or above: {share}).",
            year=Year(year), found=found, shuffled=shuffled, share=share,
        )  # fmt: skip
        core = ", ".join(self.series.core.filter(pl.col("year") == year)["name"].head(5))
        return text + say("Core: {core}.", core=core) if core else text

    def _figure(self, key: str, label: str, value: float, unit: str, **ends: float) -> Figure:
        series = self.series
        return self.register.figure(
            f"architecture.{series.of}.{key}", label, value, unit, str(series.on.year), min(series.on, series.as_of),
            self.source, **ends,
        )  # fmt: skip

    def years(self) -> Grid:
        """Return a row a year, or a run of years that read the same: the hub, and indices of each axis."""
        wanted = ["hub_share", "web_density"]
        if not self.drawn:
            wanted = ["hub_share", "degree_centralisation", "web_density", "web_transitivity"]
        rows: list[tuple[int, int, tuple[Sentence, ...]]] = []
        for year in self.series.indices["year"].unique().sort():
            own = {row["index"]: row for row in self.series.indices.filter(pl.col("year") == year).to_dicts()}
            figures = [self.index(own[name], year, lo=own[name]["lo"], hi=own[name]["hi"]) for name in wanted]
            cells = (self._hub(year), *(DASH if f is None else say("{f:full}", f=f) for f in figures))
            alike = rows and [c.text for c in rows[-1][2]] == [c.text for c in cells] and rows[-1][1] + 1 == year
            rows[-1:] = [(rows[-1][0], year, rows[-1][2])] if alike else [*rows[-1:], (year, year, cells)]
        header = ("Year", "Hub", *(INDEX_NAMES[name].capitalize() for name in wanted))
        return Grid(
            "The hub and the web, with 90% intervals" if self.drawn else "The hub and the web",
            header,
            tuple((_span(first, last), *cells) for first, last, cells in rows),
            "ll" + "r" * len(wanted),
        )

    def _hub(self, year: int) -> Sentence:
        own = self.series.hubs.filter(pl.col("year") == year)
        if own.is_empty():
            return DASH
        name, probability = own["name"][0], own["probability"][0]
        if not self.drawn or probability >= 1:
            return say("{name}", name=name)
        chance = self.register.figure(
            f"architecture.{self.series.of}.hub.{year}", f"Probability that {name} is the hub", probability,
            "probability", str(year), min(date(year, 12, 31), self.series.as_of), self.source,
        )  # fmt: skip
        return say("{name} ({chance})", name=name, chance=chance)

    def change(self) -> Grid:
        """Return a row an index: the first year against the last."""
        rows = self.series.change.to_dicts()
        first, last = rows[0]["first"], rows[0]["last"]
        drawn = self.series.change["rise"].is_not_null().any()
        lines = []
        for row in rows:
            cells = [
                self.index(row, first, value="before", key=".compared"),
                self.index(row, last, value="after", key=".compared"),
                self.index(row, last, value="difference", key=".change", lo=row["lo"], hi=row["hi"]),
            ]
            sentences = [DASH if f is None else say("{f:full}", f=f) for f in cells]
            if drawn:
                sentences.append(DASH if row["rise"] is None else say("{f}", f=self._figure(
                    f"{row['index']}.rise", f"Probability that {INDEX_NAMES[row['index']]} rose", row["rise"],
                    "probability")))  # fmt: skip
            lines.append((say("{name}", name=INDEX_NAMES[row["index"]]), *sentences))
        header = ("Index", str(first), str(last), "Change", *(("Probability of a rise",) if drawn else ()))
        return Grid("Indices of the network", header, tuple(lines), "l" + "r" * (len(header) - 1))

    def hypothetical(self) -> tuple[Block, ...]:
        """Return which ties were supposed, and a row an index: as it is, and with them."""
        year, series = self.series.on.year, self.series
        pairs = [
            f"{display_name(a, series.on)}–{display_name(b, series.on)} {what}"
            for tied, what in ((series.added, "tied"), (series.dropped, "not tied"))
            for a, b in tied
        ]
        lines = []
        for row in series.supposed.to_dicts():
            cells = (
                self.index(row, year, value="before", key=".as-it-is"),
                self.index(row, year, value="after", key=".hypothetical"),
                self.index(row, year, value="difference", key=".difference", lo=row["lo"], hi=row["hi"]),
            )
            sentences = (DASH if f is None else say("{f:full}", f=f) for f in cells)
            lines.append((say("{name}", name=INDEX_NAMES[row["index"]]), *sentences))
        header = ("Index", "As it is", "Hypothetical", "Difference")
        grid = Grid("Indices of the network with the hypothetical ties", header, tuple(lines), "lrrr")
        return Paragraph(say("Supposed: {pairs}.", pairs="; ".join(pairs))), grid


def _span(first: int, last: int) -> Sentence:
    if first == last:
        return say("{first}", first=Year(first))
    return say("{first}–{last}", first=Year(first), last=Year(last))
