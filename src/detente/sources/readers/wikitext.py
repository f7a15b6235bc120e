r"""Wikitext to the text that a reader of the page sees, a line at a time, with mwparserfromhell.

mwparserfromhell's ``strip_code`` is not enough: it keeps the text of ``<ref>`` and ``<s>``, and it turns
``{{flag|Japan}}`` and every other template into nothing, which loses a state. Here

- comments, references and struck-out text are left out, before anything is parsed;
- a template becomes what the page shows of it, as far as it is known, or its first unnamed argument; references
  and maintenance notes become nothing;
- a link becomes its label, an external link its label and an address in `Line.urls`;
- invisible characters are removed, no-break spaces are spaces.

Traps of mwparserfromhell 0.7.2: quotes that begin bold type on one line pair with quotes of a later line, and take
the lines between with them, so that it is given single lines without reading quotes as markup. Its
time is not linear in what a line holds, so that this is bounded: `LONGEST`, `MOST_NESTED`, `MOST_TAGS`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from detente.errors import DataError, UnknownState

if TYPE_CHECKING:
    from mwparserfromhell.nodes import Template
    from mwparserfromhell.wikicode import Wikicode

__all__ = ["Line", "logical_lines", "read_line", "without_hidden"]

LONGEST = 20_000  # characters of one line; the longest item of a real page has about 3,000
MOST_NESTED = 12  # templates and links within one another
MOST_TAGS = 40

INVISIBLE = dict.fromkeys([0xAD, 0x61C, 0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070)])
HIDDEN_TAGS = ("ref", "s", "del", "strike", "gallery", "style", "script", "timeline")
NOT_SHOWN = re.compile(r"(?i)(?:file|image|category)\s*:")
OWN_LINE = ("*", "#", ";", "'''", "==")

# Templates, by what the page shows of them

FIRST = {
    "ill", "interlanguage link", "illm", "nowrap", "nobr", "small", "abbr", "abbrlink", "translink", "w",
}  # fmt: skip
SECOND = {"lang", "transl", "transliteration", "langx"}
SHIPS = {"uss", "hms", "hmas", "hmcs", "usns", "ins", "jds", "rfs", "ss", "mv", "mt", "usat"}
FLAGS = {
    "flag", "flagu", "flagcountry", "flaglink", "flag+link", "flagg", "country", "flagdeco+link", "flaglist", "flag2",
}  # fmt: skip
LABELS = ("lt", "name", "text")
CHARACTERS = {
    "nbsp": " ", "spaces": " ", "snd": " – ", "spnd": " – ", "spaced ndash": " – ", "ndash": "–", "–": "–",
    "mdash": "—", "—": "—", "dash": " – ", "'": "'", "'s": "'s", "!": "|", "=": "=", "circa": "c. ", "ellipsis": "…",
    "...": "…", "sic": "[sic]", "year": "",
}  # fmt: skip
NOTHING = {
    "flagicon", "flag icon", "flagdeco", "fi", "cn", "fact", "citation", "dead link", "dead", "full", "who", "when",
    "which", "where", "update", "clarify", "webarchive", "subscription required", "registration required", "paywall",
    "subscription", "dubious", "better source", "verify source", "failed verification", "efn", "refn", "sfn", "r",
    "rp", "icon", "anchor", "clear", "portal", "see also", "main", "main article", "reflist", "coord", "in lang",
    "pdf", "cbignore", "bare url inline",
}  # fmt: skip
NOTHING_BEGINS = ("cite ", "citation ", "current events", "link language")


@dataclass(frozen=True, slots=True)
class Line:
    """What is shown of a line of wikitext.

    Parameters
    ----------
    text : str
        The text.
    urls : tuple of str
        Addresses of its external links and references, in order, each once.
    only_links : bool
        Whether it consists of links to other pages, with nothing but punctuation and 'and' between them.
    unknown : tuple of str
        Names of templates that are not known, of which the first unnamed argument is shown.
    """

    text: str
    urls: tuple[str, ...] = ()
    only_links: bool = False
    unknown: tuple[str, ...] = ()


def without_hidden(text: str) -> str:
    """Return wikitext without its comments.

    Examples
    --------
    >>> without_hidden("a<!-- b -->c<!-- not closed")
    'ac'
    """
    return "".join(_outside(text, "<!--", "-->"))


def _outside(text: str, begin: str, end: str) -> Iterator[str]:
    at = 0
    while (start := text.find(begin, at)) >= 0:
        yield text[at:start]
        stop = text.find(end, start + len(begin))
        if stop < 0:
            return
        at = stop + len(end)
    yield text[at:]


def logical_lines(text: str) -> Iterator[str]:
    r"""Yield the lines of a page; one that leaves a template, link or reference open goes on in the next.

    A line that begins as an item of a list or a heading always begins a new one: what was opened before it was meant to
    be closed.

    Examples
    --------
    >>> list(logical_lines("* A<ref>{{cite web\n|url=b}}</ref>\n* {{flag|C\n* D"))
    ['* A<ref>{{cite web |url=b}}</ref>', '* {{flag|C', '* D']
    """
    waiting: list[str] = []
    opened = 0
    for line in text.split("\n"):
        if waiting and (opened <= 0 or line.startswith(OWN_LINE)):
            yield " ".join(waiting)
            waiting, opened = [], 0
        waiting.append(line)
        opened += _opened(line)
    yield " ".join(waiting)


def _opened(line: str) -> int:
    """Return how many templates, links and references a line opens, less those that it closes."""
    lowered = line.lower()
    refs = len(re.findall(r"<ref\b[^<>]*(?<!/)>", lowered)) - lowered.count("</ref")
    return line.count("{{") - line.count("}}") + line.count("[[") - line.count("]]") + refs


def read_line(text: str) -> Line:
    """Return what is shown of a line of wikitext.

    Parameters
    ----------
    text : str
        The line, without comments and without the marks of a list.

    Returns
    -------
    Line

    Raises
    ------
    DataError
        If it is too long, or nests too deep.

    Examples
    --------
    >>> read_line("{{flag|Japan}} protests.<ref>a</ref> [https://example.org/b (''Example Wire'')]")
    Line(text='Japan protests. (Example Wire)', urls=('https://example.org/b',), only_links=False, unknown=())
    >>> read_line("[[A]], [[B|C]]").only_links
    True
    """
    import mwparserfromhell  # noqa: PLC0415 - only where pages are read

    if len(text) > LONGEST:
        raise DataError(f"has {len(text):,} characters; a line may have {LONGEST:,}", value=len(text))
    found: list[str] = []
    text = _without_tags(text, found)
    nested, tags = _nested(text), text.count("<")
    if nested > MOST_NESTED or tags > MOST_TAGS:
        raise DataError(f"has {nested} templates and links within one another and {tags} tags", value=nested)
    shown = _Shown(found)
    parts = [(shown.of(node), type(node).__name__) for node in mwparserfromhell.parse(text, skip_style_tags=True).nodes]
    whole = _plain("".join(part for part, _ in parts))
    between = "".join(part for part, kind in parts if kind != "Wikilink")
    linked = any(kind == "Wikilink" and part for part, kind in parts)
    only = linked and not found and re.fullmatch(r"(?:[^\w\s]|\band\b|\s)*", _plain(between)) is not None
    return Line(whole, tuple(dict.fromkeys(found)), only, tuple(dict.fromkeys(shown.unknown)))


def _nested(text: str) -> int:
    """Return how many templates and links are open at once, at most; those that are never closed count on."""
    opened = most = 0
    for mark in re.findall(r"\{\{|\}\}|\[|\]", text):
        opened = opened + 1 if mark in ("{{", "[") else max(0, opened - 1)
        most = max(most, opened)
    return most


def _without_tags(text: str, urls: list[str]) -> str:
    """Return a line without references and struck-out text; addresses in references are added to `urls`."""
    for name in HIDDEN_TAGS:
        if f"<{name}" not in text.lower():
            continue
        text = re.sub(rf"(?i)<{name}\b[^<>]*/>", "", text)
        kept, at, lowered = [], 0, text.lower()
        for start in (match.start() for match in re.finditer(rf"<{name}\b", lowered)):
            if start < at:
                continue
            kept.append(text[at:start])
            stop = lowered.find(f"</{name}", start)
            urls += _addresses(text[start : stop if stop >= 0 else len(text)]) if name == "ref" else ()
            end = lowered.find(">", stop) if stop >= 0 else -1
            at = end + 1 if end >= 0 else len(text)
        text = "".join([*kept, text[at:]])
    return text


def _addresses(text: str) -> list[str]:
    return [url.rstrip(".,;)") for url in re.findall(r"https?://[^\s|\]\[<>{}\"]+", text)]


class _Shown:
    """What is shown of the nodes of a line, and the addresses in it."""

    def __init__(self, urls: list[str]) -> None:
        self.urls = urls
        self.unknown: list[str] = []

    def of(self, node: Any) -> str:
        """Return the text of a node."""
        match type(node).__name__:
            case "ExternalLink":
                self.urls.append(str(node.url))
                shown = self.all(node.title)
            case "Wikilink":
                title = str(node.title).strip()
                label = self.all(node.text) if node.text is not None else title.lstrip(":")
                shown = "" if NOT_SHOWN.match(title) else label
            case "Tag":
                shown = self.tag(node)
            case "Template":
                shown = self.template(node)
            case "HTMLEntity":
                shown = _entity(node)
            case "Text":
                shown = str(node)
            case _:
                shown = ""
        return shown

    def all(self, code: Wikicode | None) -> str:
        """Return the text of all nodes."""
        return "" if code is None else "".join(map(self.of, code.nodes))

    def tag(self, node: Any) -> str:
        """Return the text of a tag: its contents, or the mark that it was written with."""
        if str(node.tag).strip().lower() in ("br", "wbr", "hr"):
            return " "
        return str(node.wiki_markup) if node.wiki_markup and node.contents is None else self.all(node.contents)

    def template(self, node: Template) -> str:
        """Return what the page shows of a template."""
        name = " ".join(str(node.name).replace("_", " ").split()).lower()
        if name in NOTHING or name.startswith(NOTHING_BEGINS) or name.endswith((" needed", " icon")):
            self.urls += _addresses(str(node))
            return ""
        if name in CHARACTERS:
            return CHARACTERS[name]
        given = [self.all(param.value).strip() for param in node.params if not param.showkey]
        labels = [param.value for param in node.params if str(param.name).strip() in LABELS]
        if name in SHIPS:
            given = [f"{name.upper()} {given[0]}"] if given else []
        elif name == "convert":
            given = [" ".join(given[:2])]
        elif name in SECOND:
            given = given[1:2] or given
        elif labels:
            given = [self.all(labels[0]).strip()]
        elif name in FLAGS:
            given = [_state(text) for text in given[:1]]
        elif name not in FIRST:
            self.unknown.append(name)
        return given[0] if given else ""


def _entity(node: Any) -> str:
    try:
        return str(node.normalize())
    except ValueError:  # a number that is no character
        return str(node)


def _state(text: str) -> str:
    """Return the name of a state that a template of flags gives by three letters; any other text as it is."""
    from detente.identity import resolve  # noqa: PLC0415 - few pages need it

    if re.fullmatch("[A-Z]{3}", text) is None:
        return text
    try:
        return resolve(text, scheme="iso3").name
    except UnknownState:
        return text


def _plain(text: str) -> str:
    """Return text without quotes that are markup, invisible characters and repeated blanks."""
    text = re.sub(r"'''(?=s\b)", "\0", text)  # italics that end before a genitive
    text = re.sub(r"'{2,5}", "", text).replace("\0", "'").translate(INVISIBLE)
    text = " ".join(text.split())
    return re.sub(r"\s+([.,;:!?])", r"\1", text.replace("( ", "(").replace(" )", ")").replace("()", "")).strip()
