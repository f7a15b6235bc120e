"""Acts between states in a text: who did what to whom, by which rule, in which words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from detente.coding.clauses import Clauses
from detente.coding.lexicon import sports, words
from detente.coding.nominal import Found
from detente.coding.subjects import Context
from detente.coding.tokens import Token, clean, sentences, tokenize, without_topic

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detente.coding.mentions import Mention

__all__ = ["LONGEST_TEXT", "Act", "code_text", "is_sport"]

LONGEST_TEXT = 100_000  # characters of a text that are read
LONGEST_SENTENCE = 300  # tokens of a sentence that are read; the longest of 100,000 news items has 124

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Act:
    """One act of a state toward another.

    Parameters
    ----------
    date : datetime.date
        Of the text.
    source, target : str
        Codes of two states.
    source_words, target_words : str
        The words that name each.
    source_role, target_role : str
        What stands for each state in the sentence: see `detente.coding.mentions.Mention`.
    type, mode, quad : str
        PLOVER's event type, the lexicon's mode, the quad class.
    rule : str
        The rule that fired: ``active``, ``passive``, ``reciprocal``, ``joint``, ``nominal``, ``strike``, ``duty`` or
        ``claim``.
    matched : str
        The words it matched.
    sentence : str
        The sentence.
    number : int
        Which sentence of the text, from 0.
    source_at, target_at, matched_at : tuple of int
        Where in the sentence both states and the words stand: the first character, and the one after the last. None
        for a state that the sentence before names, to which a pronoun refers.
    """

    date: date
    source: str
    target: str
    source_words: str
    target_words: str
    source_role: str
    target_role: str
    type: str
    mode: str
    quad: str
    rule: str
    matched: str
    sentence: str
    number: int
    source_at: Span | None
    target_at: Span | None
    matched_at: Span


def code_text(text: str, day: date, *, most: int = 4) -> list[Act]:
    """Return the acts between states in a text, one a source, target and type.

    Parameters
    ----------
    text : str
        A news item in English. Of a longer text the first `LONGEST_TEXT` characters are read.
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
    context = Context()
    body = without_topic(clean(text[:LONGEST_TEXT]), words("report"))
    for number, sentence in enumerate(sentences(body, most)):
        tokens = tokenize(sentence, LONGEST_SENTENCE)
        if is_sport(sentence, tokens):
            continue
        clauses = Clauses.of(tokens, day, context)
        for one in clauses.acts():
            act = _act(one, day, clauses, sentence, number)
            found.setdefault((act.source, act.target, act.type), act)
        context = clauses.next_context()
    return list(found.values())


def _act(found: Found, day: date, clauses: Clauses, sentence: str, number: int) -> Act:
    source, target, tokens = found.source, found.target, clauses.tokens
    return Act(
        date=day,
        source=source.code or "",
        target=target.code or "",
        source_words=source.text,
        target_words=target.text,
        source_role=source.role,
        target_role=target.role,
        type=found.type,
        mode=found.mode,
        quad=found.quad,
        rule=found.rule,
        matched=found.matched,
        sentence=sentence,
        number=number,
        source_at=_place(clauses, source),
        target_at=_place(clauses, target),
        matched_at=(tokens[found.first].start, tokens[found.last].end),
    )


def _place(clauses: Clauses, mention: Mention) -> Span | None:
    tokens = clauses.tokens
    return (tokens[mention.first].start, tokens[mention.last].end) if mention in clauses.named else None


def is_sport(text: str, tokens: Sequence[Token] = ()) -> bool:
    """Whether a sentence or topic is about sport."""
    single, phrases = sports()
    lowered = text.lower()
    named = any(token.word in single for token in tokens or tokenize(text))
    return named or any(phrase in lowered for phrase in phrases)
