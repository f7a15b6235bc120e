"""Acts between states in a text: who did what to whom, by which rule, in which words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from detente.coding.clauses import Clauses
from detente.coding.lexicon import sports, words
from detente.coding.tokens import Token, clean, sentences, tokenize, without_topic

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detente.coding.mentions import Mention

__all__ = ["Act", "code_text"]


@dataclass(frozen=True, slots=True)
class Act:
    """One act of a state toward another.

    Parameters
    ----------
    date : datetime.date
        Of the text.
    source, target : str
        Codes of two states.
    type, mode, quad : str
        PLOVER's event type, the lexicon's mode, the quad class.
    rule : str
        The rule that fired: ``active``, ``passive``, ``reciprocal``, ``joint``, ``nominal``, ``strike`` or ``duty``.
    matched : str
        The words it matched.
    sentence : int
        Which sentence of the text, from 0.
    """

    date: date
    source: str
    target: str
    type: str
    mode: str
    quad: str
    rule: str
    matched: str
    sentence: int


def code_text(text: str, day: date, *, most: int = 4) -> list[Act]:
    """Return the acts between states in a text, one a source, target and type.

    Parameters
    ----------
    text : str
        A news item in English.
    day : datetime.date
        Its date, at which names and offices are read.
    most : int
        How many sentences are read.

    Returns
    -------
    list of Act
        In the order of the text. Sentences about sport have none.

    Examples
    --------
    >>> [(a.source, a.target, a.type) for a in code_text("Guyana rejects Venezuela's objections", date(2015, 3, 14))]
    [('GUY', 'VEN', 'REJECT')]
    """
    found: dict[tuple[str, str, str], Act] = {}
    before: Mention | None = None
    body = without_topic(clean(text), words("report"))
    for number, sentence in enumerate(sentences(body)[:most]):
        tokens = tokenize(sentence)
        if _is_sport(sentence, tokens):
            continue
        clauses = Clauses.of(tokens, day, before)
        for one in clauses.acts():
            act = Act(day, one.source, one.target, one.type, one.mode, one.quad, one.rule, one.matched, number)
            found.setdefault((act.source, act.target, act.type), act)
        before = clauses.topic() or before
    return list(found.values())


def _is_sport(sentence: str, tokens: Sequence[Token]) -> bool:
    single, phrases = sports()
    lowered = sentence.lower()
    return any(token.word in single for token in tokens) or any(phrase in lowered for phrase in phrases)
