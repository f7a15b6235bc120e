"""A document on a terminal: plain text that fits the width, its lead first, charts in characters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from detente.documents.document import (
    Block,
    Chart,
    Document,
    Grid,
    Judgement,
    Judgements,
    Paragraph,
    RecordList,
    Section,
)
from detente.documents.network_drawing import NetworkDrawing
from detente.documents.prose import plain_date
from detente.publish.cell_widths import aligned, columns_of, wrapped
from detente.publish.charts.in_text import chart_lines
from detente.publish.charts.row_placement import numbered_marks
from detente.publish.page_content import in_order, source_note

__all__ = ["LEAST_WIDTH", "to_text"]

LEAST_WIDTH = 40

BAR = "│ "  # before every line of a section written after the fact
BOLD, DIM, TURNED, OFF = "\x1b[1m", "\x1b[2m", "\x1b[4m", "\x1b[0m"


def to_text(document: Document, *, width: int = 80, colour: bool = False) -> str:
    """Return the document as text.

    Parameters
    ----------
    document : Document
        What to print.
    width : int
        Columns; no line is longer. Below 40 it is taken as 40.
    colour : bool
        Whether headings and probability words are set apart with ANSI escapes.

    Returns
    -------
    str
        Lines, the last one ended.
    """
    renderer = _TextRenderer(document, max(width, LEAST_WIDTH), colour=colour)
    return "\n".join(line.rstrip() for line in renderer.lines()) + "\n"


class _TextRenderer:
    def __init__(self, document: Document, width: int, *, colour: bool) -> None:
        self.document = document
        self.width = width
        self.colour = colour

    def lines(self) -> Iterator[str]:
        a = self.document
        yield from self.marked(wrapped(a.title, self.width), BOLD)
        named = all(name in a.title for name in a.names)
        lead = "As of" if named else f"{a.subject}, as of"
        yield from wrapped(f"{lead} {plain_date(a.as_of)}", self.width)
        yield ""
        if a.lead is not None:
            yield from self.section(a.lead)
        then, after = in_order(a.body)
        for section in then:
            yield from self.section(section)
        if a.missing:
            yield from self.heading("What the records lack")
            for sentence in a.missing:
                yield from wrapped(sentence.text, self.width, first="- ", rest="  ")
            yield ""
        for section in after:
            yield from self.fenced(section)
        yield from self.sources()
        yield from wrapped(
            f"All figures, records, charts and citations: add -o {a.noun}.html, -o {a.noun}.pdf or -o {a.noun}.json.",
            self.width,
        )

    def heading(self, text: str) -> Iterator[str]:
        yield from self.marked(wrapped(text.upper(), self.width), BOLD)

    def section(self, section: Section) -> Iterator[str]:
        yield from self.heading(section.title)
        if section.silence is not None:
            yield from wrapped(f"The records do not say: {section.silence.text}", self.width)
        for i, block in enumerate(section.blocks):
            if i or section.silence is not None:
                yield ""
            yield from self.block(block)
        yield ""

    def fenced(self, section: Section) -> Iterator[str]:
        """Print a section written after the fact behind a bar, so that none of it is taken for the rest."""
        inside = _TextRenderer(self.document, self.width - columns_of(BAR), colour=self.colour)
        title = list(inside.heading(section.title))
        fence = wrapped("Written with records from after the as-of date.", inside.width)
        *rest, last = list(inside.section(section))[len(title) :]
        yield from (BAR + line for line in (*title, *fence, *rest))
        yield last

    def block(self, block: Block) -> Iterator[str]:
        match block:
            case Paragraph(sentence):
                yield from wrapped(sentence.text, self.width)
            case Judgements(items):
                for item in items:
                    yield from self.judgement(item)
            case RecordList(caption, records):
                yield from wrapped(f"{caption}:", self.width)
                yield from self.acts([(r.when, f"{r.text}.") for r in records])
            case Grid():
                yield from self.grid(block)
            case Chart():
                yield from self.chart(block)
            case NetworkDrawing():
                yield from self.network(block)

    def judgement(self, judgement: Judgement) -> Iterator[str]:
        lines = wrapped(judgement.sentence.text, self.width, first="* ", rest="  ")
        if not self.colour:
            yield from lines
            return
        for line in lines:
            yield line.replace(judgement.term, f"{BOLD}{judgement.term}{OFF}", 1)

    def acts(self, entries: Sequence[tuple[str, str]]) -> Iterator[str]:
        column = max(columns_of(when) for when, _ in entries) + 2 if entries else 0
        for when, text in entries:
            lead = aligned(when, column, "l")
            yield from wrapped(text, self.width, first=f"  {lead}", rest=" " * (column + 2))

    def grid(self, grid: Grid) -> Iterator[str]:
        yield from wrapped(f"{grid.caption}:", self.width)
        table = [list(grid.header), *([cell.text for cell in row] for row in grid.rows)]
        widths = [max(columns_of(row[i]) for row in table) for i in range(len(grid.header))]
        if sum(widths) + 2 * len(widths) > self.width:
            yield from self.cards(table)
            return
        for i, row in enumerate(table):
            cells = [aligned(text, w, side) for text, w, side in zip(row, widths, grid.align, strict=True)]
            line = "  " + "  ".join(cells)
            yield from self.marked([line], DIM) if i == 0 else [line]

    def cards(self, table: Sequence[Sequence[str]]) -> Iterator[str]:
        """Print a table too wide for the screen as one entry a row."""
        header, *rows = table
        for row in rows:
            yield from wrapped(row[0], self.width, first="  ", rest="    ")
            for name, text in zip(header[1:], row[1:], strict=True):
                yield from wrapped(f"{name}: {text}", self.width, first="    ", rest="      ")

    def chart(self, chart: Chart) -> Iterator[str]:
        yield from wrapped(f"{chart.title}:", self.width)
        if chart.subtitle:
            yield from wrapped(f"({chart.subtitle})", self.width)
        yield from chart_lines(chart, self.document.figures, self.width)
        if chart.marks:
            yield ""
            yield from self.marks(chart)

    def network(self, network: NetworkDrawing) -> Iterator[str]:
        from detente.publish.networks.specs import network_table  # noqa: PLC0415 - charts need no graph layout

        yield from wrapped(f"{network.title}: {network.description.text}", self.width)
        header, rows = network_table(network)
        yield from self.cards([header, *rows])

    def marks(self, chart: Chart) -> Iterator[str]:
        """List the acts that are numbered on the drawn chart."""
        found = numbered_marks(chart)
        column = max(len(str(m["number"])) for m in found)
        days = [str(m["when"]) for m in found]
        across = max(columns_of(day) for day in days)
        for mark, day in zip(found, days, strict=True):
            lead = f"  {aligned(str(mark['number']), column, 'r')}  {aligned(day, across, 'l')}  "
            yield from wrapped(f"{mark['label']}.", self.width, first=lead, rest=" " * columns_of(lead))

    def sources(self) -> Iterator[str]:
        yield from self.heading("Sources")
        for source in self.document.sources:
            yield from wrapped(f"{source.title}. {source_note(source, short=True)}", self.width, first="- ", rest="  ")
        yield ""

    def marked(self, lines: Sequence[str], style: str) -> Iterator[str]:
        for line in lines:
            yield f"{style}{line}{OFF}" if self.colour else line
