"""Noun phrases: what lies between two names of a list, and which names say where something happened."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from detente.coding.lexicon import heads, words

if TYPE_CHECKING:
    from detente.coding.mentions import Mention
    from detente.coding.tokens import Token

__all__ = ["between", "is_place", "preposition_before"]


def between(tokens: Sequence[Token], first: Mention, second: Mention) -> set[str]:
    """Return the words between two mentions, without offices and personal names that belong to the first.

    Examples
    --------
    >>> from datetime import date
    >>> from detente.coding.roles import with_roles
    >>> from detente.coding.tokens import tokenize
    >>> sentence = tokenize("Norwegian Prime Minister Kari Nordmann and Chilean officials meet")
    >>> between(sentence, *with_roles(sentence, date(2015, 3, 14)))
    {'and'}
    """
    gap = range(first.last + 1, second.first)
    kept = {tokens[i].word for i in gap if not _is_office(tokens[i])}
    owner = second.first - (2 if tokens[second.first - 1].word == "the" else 1)
    if "of" in kept and tokens[owner].word == "of" and owner - 1 in gap and _is_office(tokens[owner - 1]):
        kept.discard("of")
    return kept


def is_place(tokens: Sequence[Token], mention: Mention) -> bool:
    """Whether a mention says where: 'in the Kyrgyz capital', but not 'counterparts in Chile'."""
    i = _before(tokens, mention)
    return i >= 0 and tokens[i].word in words("where") and not (i and tokens[i - 1].word in words("body"))


def preposition_before(tokens: Sequence[Token], mention: Mention) -> str:
    """Return the word before the noun phrase that a mention stands in."""
    i = _before(tokens, mention)
    return tokens[i].word if i >= 0 else ""


def _before(tokens: Sequence[Token], mention: Mention) -> int:
    within = words("determiner") | words("compass") | words("direction")
    i = mention.first - 1
    while i >= 0 and (tokens[i].text[:1].isupper() or tokens[i].word in within):
        i -= 1
    return i


def _is_office(token: Token) -> bool:
    """Whether a token is part of an office or a personal name."""
    return token.text[:1].isupper() or token.word in heads() or token.word in words("title")
