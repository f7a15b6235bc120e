"""Roles: what a state's name stands for, from the noun that it qualifies: 'French troops', 'a French journalist'."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from detente.coding.lexicon import forms, heads, words
from detente.coding.mentions import Mention, mentions
from detente.coding.tokens import Token

__all__ = ["ACTORS", "with_roles"]

ACTORS = frozenset({"state", "government", "force", "capital"})
COORDINATED = frozenset(
    {"and", ",", "\u2013", "or", "a", "an", "one", "two", "three", "four", "five", "six", "several"}
)
NEAR = 5  # tokens from an adjective to its noun
ATTRIBUTIVE = ("U.S", "US", "UK", "United", "UAE")  # names that also qualify a noun as they stand


def with_roles(tokens: Sequence[Token], day: date) -> tuple[Mention, ...]:
    """Return the mentions of a sentence with their roles.

    Examples
    --------
    >>> from detente.coding.tokens import tokenize
    >>> [(m.code, m.role) for m in with_roles(tokenize("Indian and Pakistani troops exchange fire"), date(2025, 4, 25))]
    [('IND', 'force'), ('PAK', 'force')]
    """
    found = [_with_role(tokens, mention) for mention in mentions(tokens, day)]
    for k in range(len(found) - 2, -1, -1):
        gap = {token.word for token in tokens[found[k].last + 1 : found[k + 1].first]}
        if found[k].role == "attribute" and found[k + 1].adjective and gap and gap <= COORDINATED:
            found[k] = replace(found[k], role=found[k + 1].role)
    return tuple(found)


def _with_role(tokens: Sequence[Token], mention: Mention) -> Mention:
    """Give a state's mention the class of the noun that it qualifies, or that it follows with 'of'."""
    if mention.role not in {"state", "demonym", "capital"}:
        return mention
    possessive = tokens[mention.last].possessive
    if mention.role == "state" and not possessive and (kind := _owner(tokens, mention)) is not None:
        return replace(mention, role=kind)
    if (
        not (possessive or mention.role == "demonym" or mention.text.startswith(ATTRIBUTIVE))
        and mention.role == "state"
    ):
        return mention
    if (kind := _qualified(tokens, mention)) is not None:
        if kind in {"government", "force"} and _is_former(tokens, mention):
            kind = "citizen"
        return replace(mention, role=kind, adjective=not possessive)
    if mention.role == "demonym" or possessive:
        plural = mention.text.endswith("s") and not possessive
        role = "citizen" if plural else "government" if possessive else "attribute"
        return replace(mention, role=role, adjective=role == "attribute")
    return mention


def _is_former(tokens: Sequence[Token], mention: Mention) -> bool:
    """Whether the office was held before: 'former Chilean president', 'Chile's ousted prime minister'."""
    before = tokens[mention.first - 1].word if mention.first else ""
    for token in tokens[mention.last + 1 : mention.last + 1 + NEAR]:
        if token.word in words("former"):
            return True
        if token.word in heads():
            break
    return before in words("former")


def _owner(tokens: Sequence[Token], mention: Mention) -> str | None:
    """Return the class of what is a state's: 'the government of Djibouti'."""
    at = mention.first - 1
    of = at if at >= 0 and tokens[at].word == "of" else at - 1
    if of < 1 or tokens[of].word != "of" or tokens[at].word not in {"of", "the"}:
        return None
    while at > 0 and (tokens[at].word in {"of", "the"} or _is_name(tokens[at])):
        at -= 1
    kind = _role(heads().get(tokens[at].word, "place"))
    if at and tokens[at - 1].word in words("unofficial"):
        return "citizen"
    while at > 0 and (tokens[at].word in words("title") or tokens[at].word in heads()):
        at -= 1
    return "citizen" if kind == "government" and tokens[at].word in words("former") else kind


def _is_name(token: Token) -> bool:
    """Whether a token is part of a personal name: 'the president, Ana Pérez, of Chile'."""
    return token.text[:1].isupper() and token.word not in heads()


def _qualified(tokens: Sequence[Token], mention: Mention) -> str | None:
    """Return the class of the first noun after an adjective."""
    for token in tokens[mention.last + 1 : mention.last + 1 + NEAR]:
        word = token.word
        if word in words("preposition") or word in words("break") or word in words("auxiliary"):
            return None
        if word in forms() and forms()[word].tense in {"third", "past"} and word not in heads():
            return None
        if word in heads():
            return "armed group" if heads()[word] == "opposition" else heads()[word]
    return None


def _role(kind: str) -> str | None:
    return {"opposition": "armed group", "place": None}.get(kind, kind)
