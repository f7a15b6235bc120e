"""Text of one news item: citations removed, split into sentences and tokens. Every pattern is linear in the text."""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass
from itertools import islice

from detente.coding.lexicon import words

__all__ = ["Token", "clean", "sentences", "tokenize", "without_topic"]

INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f"), None)
PLAIN = str.maketrans({"\u2019": "'", "\u2018": "'", "\u201c": '"', "\u201d": '"', "\u00a0": " ", "\u2011": "-"})
# Agencies stand in brackets at the end: '(Reuters) (BBC News), (AP via CNN)'
CITATION = re.compile(r"[\s,;]*\([^()]{1,120}\)[\s.,;]*\Z")
TOKEN = re.compile(
    r"(?:[A-Z]\.){2,}"  # U.S.
    r"|\d[\d.,]*\d|\d"
    r"|[^\W\d_]+(?:['-][^\W\d_]+)*"
    r"|--|[\u2013\u2014]|[^\w\s]"
)
ENDS = frozenset(".!?;")
LONGEST = 20  # characters of an abbreviation


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number or mark: its text, its place in the sentence, and the word in lower case without a possessive."""

    text: str
    start: int
    end: int
    word: str
    possessive: bool = False


def clean(text: str) -> str:
    r"""Return a text in plain quotes and blanks, without invisible characters and the agencies at its end.

    Examples
    --------
    >>> clean("Japan protests.\u200b (Reuters) (BBC News)")
    'Japan protests.'
    """
    text = " ".join(text.translate(INVISIBLE).translate(PLAIN).split())
    end = len(text)
    while (match := CITATION.search(text[max(0, end - 160) : end])) is not None:
        cut = max(0, end - 160) + match.start()
        citation = text[cut:end].lstrip(" ,;")
        end = cut
        if citation[:1] != "(" or not end:
            break
    return text[:end].rstrip() if end < len(text) else text


def without_topic(text: str, verbs: Container[str]) -> str:
    """Return a text without the topic before its first colon: up to ten words of which none is a verb in -s.

    Examples
    --------
    >>> without_topic("2008 Turkish incursion into northern Iraq: The army attacks.", {"attacks"})
    'The army attacks.'
    """
    head, colon, rest = text.partition(": ")
    words = head.split()
    if not colon or len(words) > 10 or '"' in head or any(word in verbs for word in words):
        return text
    return rest


def tokenize(sentence: str, most: int | None = None) -> tuple[Token, ...]:
    """Return the tokens of a sentence, or the first of them; a possessive loses its ending in `Token.word`.

    Examples
    --------
    >>> [t.word for t in tokenize("Israel's army strikes Rafah.")]
    ['israel', 'army', 'strikes', 'rafah', '.']
    """
    found = []
    for match in islice(TOKEN.finditer(sentence), most):
        text = match[0]
        word, possessive = text.lower(), False
        if word.endswith("'s"):
            word, possessive = word[:-2], True
        elif sentence[match.end() : match.end() + 1] == "'" and word.endswith("s"):
            possessive = True
        found.append(Token(text, match.start(), match.end(), word, possessive))
    return tuple(found)


def sentences(text: str, most: int | None = None) -> list[str]:
    """Return the sentences of a text, or the first of them.

    A sentence ends at a semicolon, and at a full stop, an exclamation or question mark that a capital follows.

    Examples
    --------
    >>> sentences("The U.S. Navy seizes a tanker. Iran protests.")
    ['The U.S. Navy seizes a tanker.', 'Iran protests.']
    """
    parts, begin = [], 0
    last = len(text.rstrip("\"' )"))
    for i, mark in enumerate(text):
        if mark not in ENDS or not _ends_here(text, i, last):
            continue
        if part := text[begin : i + 1].strip():
            parts.append(part)
        begin = i + 1
        if len(parts) == most:
            return parts
    parts.append(text[begin:].strip())
    return [part for part in parts if part]


def _ends_here(text: str, i: int, last: int) -> bool:
    """Whether a sentence ends at a mark; nothing but quotes and brackets follows the character before `last`."""
    if text[i] == ";":
        return True
    after = text[i + 1 : i + 4].lstrip("\"')")
    if not after or after[0] != " ":
        return i + 1 >= last
    following = after.strip()[:1]
    if following and not (following.isupper() or following in "\"'("):
        return False
    if text[i] != ".":
        return True
    begin = max(0, i - LONGEST)
    word = text[max(begin, text.rfind(" ", begin, i) + 1) : i].lower().lstrip("(\"'")
    return word not in words("abbreviation") and not (len(word) == 1 and word.isalpha())
