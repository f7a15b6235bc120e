"""Predicates: which words of a sentence are verbs of the lexicon, and in which voice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from detente.coding.lexicon import Verb, forms, heads, verbs, words
from detente.coding.mentions import Mention
from detente.coding.tokens import Token

__all__ = ["Predicate", "predicates"]

SPAN = 14  # tokens from a verb to its companion
BEHIND = 6  # tokens from a participle back to its subject
MODALS = frozenset({"will", "would", "can", "could", "may", "might", "must", "should", "not", "jointly"})


@dataclass(frozen=True, slots=True)
class Predicate:
    """A verb in a sentence: its token and that of its companion, its row of the lexicon, its voice."""

    at: int
    end: int
    verb: Verb
    passive: bool
    negated: bool


def predicates(tokens: Sequence[Token], named: Sequence[Mention]) -> Iterator[Predicate]:
    """Yield the verbs of a sentence, in its order."""
    inside = {i for mention in named for i in range(mention.first, mention.last + 1)}
    for i, token in enumerate(tokens):
        if (
            i in inside
            or token.possessive
            or _word(tokens, i - 1) == "-"
            or token.word not in forms()
            or (token.text[:1].isupper() and i)
        ):
            continue
        passive = _voice(tokens, i, named)
        if passive is None:
            continue
        verb, end = _row(tokens, i, forms()[token.word].verb, passive=passive)
        if verb is not None and verb.type:
            ahead = [t.word for t in tokens[max(0, i - 4) : i]]
            negated = bool(words("negation") & set(ahead)) or ahead[-1:] == ["without"]
            yield Predicate(i, end, _tentative(tokens, i, verb), passive, negated)


def _voice(tokens: Sequence[Token], i: int, named: Sequence[Mention]) -> bool | None:
    """Return whether a verb is passive; None where the form is no verb here."""
    tense = forms()[tokens[i].word].tense
    if tense == "past":
        return _participle(tokens, i)
    if tense == "base":
        return False if _is_base_verb(tokens, i, named) else None
    if tense == "third":
        return None if _is_noun(tokens, i, named) else False
    previous = _word(tokens, i - 1)
    reciprocal = "other" in {t.word for t in tokens[i + 1 : i + 3]}
    begun = previous in forms() and forms()[previous].verb in {"begin", "start", "continue", "resume"}
    verbal = previous in words("be") or previous in words("before -ing") or heads().get(previous) == "force"
    verbal = verbal or reciprocal or begun or previous == "begun"
    return False if verbal and _word(tokens, i + 1) not in words("undertaking") else None


def _participle(tokens: Sequence[Token], i: int) -> bool | None:
    previous, following = _word(tokens, i - 1), _word(tokens, i + 1)
    if _is_passive(tokens, i) or following == "by":
        return True
    adjectival = previous in words("determiner") or previous in words("preposition") or tokens[i - 1].possessive
    if i and (adjectival or previous.isdigit()):
        return None
    stands_alone = following in words("preposition") or not following.isalnum()
    if stands_alone and forms()[tokens[i].word].verb in words("patient"):
        return None
    after_verb = previous in forms() and forms()[previous].tense in {"third", "base", "ing"}
    return None if after_verb else False


def _is_passive(tokens: Sequence[Token], i: int) -> bool:
    for j in range(i - 1, max(-1, i - 4), -1):
        if tokens[j].word in words("be"):
            return True
        if tokens[j].word not in words("auxiliary"):
            return False
    return False


def _is_base_verb(tokens: Sequence[Token], i: int, named: Sequence[Mention]) -> bool:
    """Whether a base form is a verb: after a modal, an infinitive that counts, or a plural subject."""
    previous = _word(tokens, i - 1)
    if tokens[i].word == "close" and _word(tokens, i + 1) == "to":
        return False  # 'islands close to the border'
    if previous == "to":
        governs = [j for j in range(max(0, i - 4), i - 1) if tokens[j].word in words("governs")]
        first = any(tokens[j].word == "first" for j in range(max(0, i - 8), i - 1))
        return first or (bool(governs) and not (governs[-1] and tokens[governs[-1] - 1].possessive))
    if previous in MODALS or previous == "but":
        return True
    if previous in words("determiner") or previous in words("preposition") or tokens[i - 1].possessive:
        return False
    plural = (
        previous in words("plural")
        or any(m.last == i - 1 and m.text.endswith("s") for m in named)
        or (previous.endswith("s") and previous in heads())
    )
    plural = plural or _plural_office(tokens, i)
    begin = i
    while begin and (tokens[begin - 1].text[:1].isupper() or tokens[begin - 1].word in words("name part")):
        begin -= 1
    begin = min(begin, max(0, i - 4))
    several = any(begin <= m.last < i for m in named) and any(t.word == "and" for t in tokens[max(0, begin - 4) : i])
    return plural or several


def _plural_office(tokens: Sequence[Token], i: int) -> bool:
    """Whether a plural office or force with a phrase of its own comes before: 'Authorities in South Korea arrest'."""
    for j in range(i - 1, max(-1, i - 6), -1):
        word = tokens[j].word
        if (
            word.endswith("s")
            and heads().get(word) in {"government", "force"}
            and tokens[j + 1].word in {"in", "from", "of"}
        ):
            return True
    return False


def _is_noun(tokens: Sequence[Token], i: int, named: Sequence[Mention]) -> bool:
    """Whether a form in -s is a plural noun: 'Israeli strikes', 'the claims of'."""
    previous, following = _word(tokens, i - 1), _word(tokens, i + 1)
    if previous in words("determiner") or previous in words("preposition") or (i and tokens[i - 1].possessive):
        return True
    if tokens[i].word in words("transitive") and following in words("preposition"):
        return True
    owner = next((mention for mention in named if mention.last == i - 1), None)
    if owner is not None:
        return owner.adjective
    return tokens[i].word in words("noun or verb") and _is_plural_noun(tokens, i)


def _is_plural_noun(tokens: Sequence[Token], i: int) -> bool:
    """Whether a form that is a noun or a verb is a noun, by the words beside it."""
    previous, following = _word(tokens, i - 1), _word(tokens, i + 1)
    capital = i + 1 < len(tokens) and tokens[i + 1].text[:1].isupper()
    if previous in words("qualifier"):
        return not (following in words("determiner") or capital or following.isdigit())
    if i and tokens[i - 1].text[:1].isupper():
        return False
    if previous == "," and (following in words("determiner") or capital):
        return False  # after an apposition: 'Ana Pérez, the president, visits Chile'
    subject = previous in words("auxiliary") or previous in words("pronoun") or previous == "and"
    return not subject and heads().get(previous) not in {"government", "force"}


def _row(tokens: Sequence[Token], i: int, verb: str, *, passive: bool) -> tuple[Verb | None, int]:
    """Return the row of a verb whose companion is near, else the row without one.

    In a passive the companion may be the subject: 'missiles are launched'.
    """
    behind = {token.word for token in tokens[max(0, i - BEHIND) : i]} if passive else set()
    ahead = [token.word for token in tokens[i + 1 : i + 1 + SPAN]]
    for row in verbs()[verb]:
        if row.by and row.by not in {heads().get(token.word) for token in tokens[max(0, i - 5) : i]}:
            continue
        if not row.companions:
            return row, i
        if row.companions & behind - words("preposition"):
            return row, i
        for k, word in enumerate(ahead):
            if word in words("stop") or _begins_another(ahead, k):
                break
            if word in row.companions and (k <= 1 or word not in words("preposition")):
                return row, i + 1 + k if k < 3 else i
    return None, i


def _begins_another(ahead: Sequence[str], k: int) -> bool:
    """Whether another verb of the same subject follows: 'and imposes'."""
    following = ahead[k + 1] if k + 1 < len(ahead) else ""
    verb = following in forms() and forms()[following].tense == "third" and following not in words("noun or verb")
    return ahead[k] == "and" and verb


def _tentative(tokens: Sequence[Token], i: int, verb: Verb) -> Verb:
    """Return what an act is that may come: conflict is threatened, cooperation promised."""
    if verb.mode == "exercise" or not any(token.word in words("tentative") for token in tokens[max(0, i - 5) : i]):
        return verb
    if verb.quad == "material_conflict":
        return replace(verb, type="THREATEN", mode="threaten", quad="verbal_conflict")
    if verb.quad == "material_cooperation":
        return replace(verb, type="AGREE", mode="promise", quad="verbal_cooperation")
    return verb


def _word(tokens: Sequence[Token], i: int) -> str:
    return tokens[i].word if 0 <= i < len(tokens) else ""
