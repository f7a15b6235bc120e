"""The document of temperatures: how warm two states are toward each other, period by period, in both directions."""

from __future__ import annotations

from datetime import date
from typing import Any

from detente.answers.documents.blocks.source_list import SourceList
from detente.answers.documents.blocks.staleness import stale
from detente.answers.temperature import TemperatureAnswer
from detente.answers.temperature_warnings import part_share, period_name, sources_note
from detente.documents.document import Chart, Document, Grid, Paragraph, Section
from detente.documents.figures import Figure
from detente.documents.prose import Sentence, from_to, say
from detente.documents.register import Register
from detente.identity import display_name
from detente.measures.temperature import LEVELS
from detente.store import Store

__all__ = ["temperature_document"]

SCORES = {"all": "Temperature", "words": "Temperature of words", "deeds": "Temperature of deeds"}
SCALE = (
    "Temperatures are in standard deviations from the average reported conduct between states; above zero is "
    "friendlier. A level is named where it is at least likely; two are where they are so only together."
)


def temperature_document(answer: TemperatureAnswer, *, store: Store | None = None) -> Document:
    """Return the document of two states' temperatures.

    Parameters
    ----------
    answer : TemperatureAnswer
        As `detente.temperature` returns it.
    store : Store, optional
        Where the sources are described; by default the starter pack with the user's own records.

    Examples
    --------
    >>> from detente.answers.temperature import temperature
    >>> document = temperature_document(temperature("Japan", "Russia", since=2010, as_of="2015-09-01"))
    >>> document.figures["temperature.JPN.RUS.2014"].unit
    'sd'
    """
    builder = _TemperatureBuilder(answer, store or Store.open())
    last = builder.known[-1]["period"] if builder.known else None
    end = None if last is None else date(last.year, 12, 31)
    sentences = [
        stale(end, answer.as_of, "These temperatures"),
        *builder.summary(),
        say("{scale}", scale=SCALE),
        builder.note(),
    ]
    chart = builder.chart()
    a, b = builder.names
    return Document(
        title=f"{a} and {b}: {SCORES[answer.score].lower()}",
        kind="how warm two states are toward each other",
        names=(a, b),
        as_of=answer.as_of,
        sections=(
            Section("summary", "In short", tuple(Paragraph(s) for s in sentences if s is not None)),
            Section("path", f"By {answer.freq}", (*([chart] if chart else []), *builder.tables())),
        ),
        sources=builder.sources.listed(),
        missing=tuple(builder.missing()),
        figures=builder.register.figures,
        records=builder.register.records,
    )


class _TemperatureBuilder:
    def __init__(self, answer: TemperatureAnswer, store: Store) -> None:
        self.answer = answer
        self.names = tuple(display_name(code, answer.as_of) for code in answer.states)
        self.register = Register()
        self.sources = SourceList(store, answer.as_of)
        self.rows = answer.estimates.to_dicts()
        self.known = sorted((row for row in self.rows if row["mean"] is not None), key=lambda row: row["period"])
        newest = max((row["known_on"] for row in self.known), default=answer.as_of)
        self.source = self.sources.cite_together(("temperatures", "events"), answer.datasets, newest)

    def figure(self, row: dict[str, Any], standing: str = "") -> Figure:
        score = {"all": "temperature"}.get(self.answer.score, self.answer.score)
        name = "Standing" if standing else SCORES[self.answer.score]
        ends = {} if standing else {"lo": row["lo"], "hi": row["hi"]}
        period = period_name(row["period"], self.answer.freq)
        return self.register.figure(
            f"{standing or score}.{row['source']}.{row['target']}.{period}",
            f"{name}, {row['source_name']} toward {row['target_name']}",
            row["standing" if standing else "mean"],
            "sd",
            period,
            row["known_on"],
            self.source,
            **ends,
        )

    def directions(self) -> dict[tuple[str, str], list[dict[str, Any]]]:
        """Return the rows of each direction in time order."""
        found: dict[tuple[str, str], list[dict[str, Any]]] = {}
        for row in self.rows:
            found.setdefault((row["source_name"], row["target_name"]), []).append(row)
        return {key: sorted(rows, key=lambda row: row["period"]) for key, rows in found.items()}

    def summary(self) -> list[Sentence]:
        """Say of each direction where it stands, and where it stood at the start."""
        sentences = []
        for (a, b), rows in self.directions().items():
            known = [row for row in rows if row["mean"] is not None]
            if not known:
                continue
            then, now = self.figure(known[0]), self.figure(known[-1])
            text = say(
                "{a} toward {b}: {now:full} in {now:period}, {level}", a=a, b=b, now=now, level=known[-1]["level"]
            )
            if len(known) > 1:
                text = say("{text}; {moved}", text=text, moved=from_to(then, now, dated=True))
            sentences.append(say("{text}.", text=text))
        return sentences

    def note(self) -> Sentence | None:
        """Say what the estimates rest on, where it is several datasets or machine-coded texts."""
        text = sources_note(self.answer.datasets, self.answer.coded)
        return self.register.bind(text, "datasets", self.answer.as_of, self.source) if text else None

    def chart(self) -> Chart | None:
        """Return both directions with their intervals over the named levels."""
        if not self.known or self.answer.freq == "week":
            return None
        rows: list[dict[str, object]] = []
        for (a, b), own in self.directions().items():
            for row in own:
                known = row["mean"] is not None
                rows.append(
                    {
                        "series": f"{a} → {b}",
                        "period": period_name(row["period"], self.answer.freq),
                        "value": row["mean"],
                        "lo": row["lo"],
                        "hi": row["hi"],
                        "covered": row["covered"],
                        "figure": self.figure(row).id if known else None,
                    }
                )
        return Chart(
            "temperature",
            "temperature",
            f"{SCORES[self.answer.score]} by {self.answer.freq}, both directions",
            say("Two lines with bands of uncertainty, one a direction, over named levels from hostile to close."),
            tuple(rows),
            bands=tuple({"name": name, "lo": lo, "hi": hi} for name, lo, hi in LEVELS),
        )

    def tables(self) -> list[Grid]:
        """Return a table a direction: temperature, standing and level by period."""
        tables = []
        part = any((row["covered"] is not None and row["covered"] < 1) for row in self.rows)
        several = len(self.answer.datasets) > 1
        press = any(row["ai_gpr"] is not None for row in self.rows)
        for (a, b), rows in self.directions().items():
            lines = []
            for row in rows:
                name = self.register.bind(
                    period_name(row["period"], self.answer.freq),
                    f"period.{row['period']}",
                    self.answer.as_of,
                    self.source,
                )
                cells = [say("–"), say("–"), say("not covered")]
                if row["mean"] is not None:
                    standing = say("–")
                    if row["standing"] is not None:
                        standing = say("{f}", f=self.figure(row, "standing"))
                    cells = [say("{f:full}", f=self.figure(row)), standing, say("{level}", level=row["level"])]
                cells += [say("{names}", names=", ".join(row["datasets"]) or "–")] if several else []
                cells += [self._press(row)] if press else []
                lines.append((name, *([self._covered(row)] if part else []), *cells))
            header = (
                self.answer.freq.capitalize(),
                *(("Days covered",) if part else ()),
                "Temperature",
                "Standing",
                "Level",
                *(("From",) if several else ()),
                *(("AI-GPR",) if press else ()),
            )
            align = "lr" * part + "l" * (not part) + "rrl" + "l" * several + "r" * press
            tables.append(Grid(f"{a} → {b}, with 90% intervals", header, tuple(lines), align))
        return tables

    def _press(self, row: dict[str, Any]) -> Sentence:
        """Return AI-GPR, a check beside the temperature."""
        if row["ai_gpr"] is None:
            return say("–")
        period = period_name(row["period"], self.answer.freq)
        cited = self.sources.cite("dyad_indicators", "ai_gpr", self.answer.as_of)
        figure = self.register.figure(
            f"ai-gpr.{row['source']}.{row['target']}.{period}",
            f"AI-GPR, {row['source_name']} toward {row['target_name']}",
            row["ai_gpr"], "index", period, self.answer.as_of, cited,
        )  # fmt: skip
        return say("{figure}", figure=figure)

    def _covered(self, row: dict[str, Any]) -> Sentence:
        share = part_share(row["covered"])
        if not share:
            return say("–")
        return self.register.bind(share, f"covered.{row['source']}.{row['period']}", self.answer.as_of, self.source)

    def missing(self) -> list[Sentence]:
        """Say which dyad-periods count for less, and what a period covered in part is about."""
        found = [
            self.register.bind(
                f"{text[:1].upper()}{text[1:].rstrip('.')}.", f"warning.{i}", self.answer.as_of, self.source
            )
            for i, text in enumerate(self.answer.warnings)
        ]
        for a, b in (self.names, self.names[::-1]):
            if (a, b) not in self.directions():
                found.append(say("There is no temperature of {a} toward {b}: too few acts were reported.", a=a, b=b))
        if any((row["covered"] is not None and row["covered"] < 1) for row in self.rows):
            found.append(
                say(
                    "Days covered: the share of a period’s days of which the dataset has records; what it says of a "
                    "period covered in part is about those days alone."
                )
            )
        return found
