"""Asides: mentions after a verb that are not whom it acts on, such as a forum, a neighbour or a topic."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from detente.coding.lexicon import words
from detente.coding.phrases import preposition_before

if TYPE_CHECKING:
    from detente.coding.mentions import Mention
    from detente.coding.predicates import Predicate
    from detente.coding.tokens import Token

__all__ = ["is_aside", "is_into_the_sea", "is_to_own_body"]

SEA = frozenset({"sea", "ocean", "pacific", "water", "waters"})


def is_aside(tokens: Sequence[Token], predicate: Predicate, mention: Mention) -> bool:
    """Whether a mention before the object is none: a forum, a joined measure, a neighbour, a topic, an origin."""
    tests = (_is_forum, _is_their_measure, _is_neighbour, _is_topic, _is_origin, _is_feared_of)
    return any(test(tokens, predicate, mention) for test in tests)


def is_into_the_sea(tokens: Sequence[Token], predicate: Predicate) -> bool:
    """Whether a weapon falls into the sea: 'Chile says Peru has fired missiles into the ocean'."""
    ahead = {token.word for token in tokens[predicate.at + 1 : predicate.at + 16]}
    return predicate.verb.verb in {"fire", "launch"} and predicate.verb.type == "ASSAULT" and bool(ahead & SEA)


def is_to_own_body(tokens: Sequence[Token], predicate: Predicate, mention: Mention) -> bool:
    """Whether a state's own body is addressed: 'asks parliament for money for Chile', 'tells a committee that'."""
    if predicate.verb.type not in {"REQUEST", "CONSULT"}:
        return False
    return any(t.word in words("own body") for t in tokens[predicate.end + 1 : mention.first][:3])


def _is_topic(tokens: Sequence[Token], predicate: Predicate, mention: Mention) -> bool:
    """Whether a state is what others talk about: 'talks about Chile with Peru', 'discuss the Chilean crisis'."""
    if predicate.verb.type not in {"CONSULT", "AGREE"}:
        return False
    ahead = [token.word for token in tokens[predicate.at + 1 : mention.first]]
    governing = [
        word
        for word, following in pairwise([*ahead, ""])
        if (word in words("about") or word == "with") and following not in words("preposition")
    ]
    if predicate.verb.verb == "discuss" and governing[-1:] != ["with"]:
        return True
    return bool(governing) and governing[-1] != "with"


def _is_origin(tokens: Sequence[Token], predicate: Predicate, mention: Mention) -> bool:
    """Whether a visit starts there: 'arrives on a flight from Chile'."""
    return predicate.verb.mode == "visit" and preposition_before(tokens, mention) == "from"


def _is_feared_of(tokens: Sequence[Token], predicate: Predicate, mention: Mention) -> bool:
    """Whether a warning is of what may happen in a state, and not to it: 'warns of famine in Chile'."""
    following = tokens[predicate.at + 1].word if predicate.at + 1 < len(tokens) else ""
    return (
        predicate.verb.verb == "warn"
        and following in {"of", "about"}
        and preposition_before(tokens, mention) in words("within")
    )


def _is_forum(tokens: Sequence[Token], predicate: Predicate, mention: Mention) -> bool:
    """Whether an organisation is where a complaint is lodged: 'files a complaint with the WTO over'."""
    forum = mention.role == "organisation" and predicate.verb.mode in {"legal", "complain"}
    return forum and preposition_before(tokens, mention) in {"with", "to", "at", "in"}


def _is_their_measure(tokens: Sequence[Token], predicate: Predicate, mention: Mention) -> bool:
    """Whether a sanction is another state's, whom it joins: 'follows American sanctions against Chile'."""
    if predicate.verb.type not in {"SANCTION", "RETREAT"}:
        return False
    ahead = [token.word for token in tokens[mention.last + 1 : mention.last + 4]]
    return any(a in words("measure") and b in {"against", "on"} for a, b in pairwise(ahead))


def _is_neighbour(tokens: Sequence[Token], predicate: Predicate, mention: Mention) -> bool:
    """Whether an attack happens near a state and not in it: 'near the border with Chile'."""
    if predicate.verb.type not in {"ASSAULT", "REJECT"}:
        return False
    if preposition_before(tokens, mention) == "near" and predicate.verb.type == "REJECT":
        return True
    around = [token.word for token in tokens[max(0, mention.first - 3) : mention.last + 3]]
    near = [token.word for token in tokens[max(0, mention.first - 6) : mention.first]]
    return bool({"border", "frontier"} & set(around)) and bool({"near", "along"} & set(near))
