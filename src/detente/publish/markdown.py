"""A document in GitHub-flavoured Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from detente.documents.document import Document
from detente.publish.page_content import outline

__all__ = ["to_markdown"]

Plain = dict[str, Any]

OPENING = re.compile(r"^(\s*)(?:([-+=])|(\d+)([.)]))")
SPECIAL = re.compile(r"([\\`*_\[\]<>|#~])")


def to_markdown(document: Document, *, charts: str | None = None) -> bytes:
    """Return the document as Markdown.

    Parameters
    ----------
    document : Document
        What to print.
    charts : str, optional
        Folder, relative to the file, that holds the charts as SVG. Without it a chart is its table.

    Returns
    -------
    bytes
        UTF-8, ending in a line break.
    """
    page = outline(document)
    lines = [f"# {_safe(page['title'])}", "", f"{_safe(page['subject'])} · as of {page['as_of']}", ""]
    if page["lead"] is not None:
        lines += _section(page["lead"], charts)
    for section in page["sections"]:
        lines += _section(section, charts)
    if page["missing"]:
        lines += ["## What the records lack", "", *(f"- {_words(spans)}" for spans in page["missing"]), ""]
    for section in page["after"]:
        lines += [*(f"> {line}".rstrip() for line in _section(section, charts)), ""]
    lines += _closing(page)
    return ("\n".join(lines).rstrip("\n") + "\n").encode()


def _section(section: Plain, charts: str | None) -> Iterator[str]:
    yield f"## {_safe(section['title'])}"
    yield ""
    if section["after"]:
        yield "**Written with records from after the as-of date.**"
        yield ""
    if section["silence"] is not None:
        yield f"The records do not say: {_words(section['silence'])}"
        yield ""
    for block in section["blocks"]:
        yield from _block(block, charts)


def _block(block: Plain, charts: str | None) -> Iterator[str]:
    match block["type"]:
        case "paragraph":
            yield _paragraph(block["spans"])
        case "judgements":
            yield from (f"- {_words(j['spans'])} *{_words(j['question'])}*" for j in block["items"])
        case "acts":
            yield f"**{_safe(block['caption'])}**"
            yield ""
            yield from (f"- {_safe(r['when'])}: {_safe(r['text'])}." for r in block["records"])
        case "table":
            rows = [[_words(cell) for cell in row] for row in block["rows"]]
            yield f"**Table {block['number']}.** {_safe(block['caption'])}"
            yield ""
            yield from _table([_safe(h) for h in block["header"]], rows, block["align"])
        case "chart":
            yield from _chart(block, charts)
    yield ""


def _chart(chart: Plain, charts: str | None) -> Iterator[str]:
    measure = f"{_safe(chart['subtitle'])}." if chart["subtitle"] else _words(chart["spans"])
    yield f"**Chart {chart['number']}.** {_safe(chart['title'])}. {measure}"
    yield ""
    if charts is not None:
        yield f"![{_safe(chart['description'])}]({charts}/{chart['key']}.svg)"
    elif not chart["tabled"]:
        rows = [[_safe(cell) for cell in row] for row in chart["rows"]]
        yield from _table([_safe(h) for h in chart["header"]], rows, chart["align"])
    if chart["marks"]:
        yield ""
        yield from (f"{m['number']}. {m['when']}: {_safe(m['label'])}" for m in chart["marks"])


def _closing(page: Plain) -> Iterator[str]:
    yield "## Figures"
    yield ""
    yield "Every number that the text and its tables state. The HTML and JSON forms also hold those of the charts."
    yield ""
    header = ["Figure", "Value", "90% interval", "Period", "Known on", "Source", "Id"]
    rows = [
        [
            _safe(f["label"]),
            f["value"],
            f"{f['interval']} ({f['share']})" if f["share"] else f["interval"],
            f["period"],
            f["known_on"],
            _safe(f["source"]),
            f"`{f['id'].replace('|', '/')}`",
        ]
        for f in page["figures"]
    ]
    yield from _table(header, rows, list("lrrllll"))
    yield ""
    if page["records"]:
        yield "## Records"
        yield ""
        yield from _table(
            ["Date", "Record", "Document"],
            [[_safe(r["when"]), _safe(r["text"]), _safe(r["document"])] for r in page["records"]],
            list("lll"),
        )
        yield ""
    yield "## Sources"
    yield ""
    yield from (f"- **{_safe(s['title'])}** (`{s['id']}`): {_safe(s['text'])}" for s in page["sources"])
    if page["permalink"] is not None:
        yield ""
        yield "## Make it again"
        yield ""
        yield f"With {page['permalink']['versions']}, this command makes the same {page['noun']}, byte for byte:"
        yield ""
        yield f"    {page['permalink']['command']}"


def _table(header: Sequence[str], rows: Iterable[Sequence[str]], align: Sequence[str]) -> Iterator[str]:
    yield f"| {' | '.join(header)} |"
    yield f"| {' | '.join('---:' if side == 'r' else '---' for side in align)} |"
    yield from (f"| {' | '.join(row)} |" for row in rows)


def _words(spans: Iterable[Plain]) -> str:
    shown = (span for span in spans if span["kind"] != "marker")
    return "".join(f"**{_safe(span['text'])}**" if span["kind"] == "term" else _safe(span["text"]) for span in shown)


def _paragraph(spans: Iterable[Plain]) -> str:
    """Write words so that a number or a sign that opens them opens no list."""
    return OPENING.sub(lambda m: f"{m[1]}\\{m[2]}" if m[2] else f"{m[1]}{m[3]}\\{m[4]}", _words(spans))


def _safe(text: str) -> str:
    """Escape what Markdown would read as markup."""
    return SPECIAL.sub(r"\\\1", text)
