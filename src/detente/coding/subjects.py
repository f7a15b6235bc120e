"""Subjects: the states before a verb that no preposition governs, unless it follows an office: 'the army of Iraq'."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from detente.coding.lexicon import heads, words
from detente.coding.mentions import Mention
from detente.coding.phrases import between
from detente.coding.predicates import Predicate
from detente.coding.roles import ACTORS
from detente.coding.tokens import Token

__all__ = ["Context", "Subjects", "one_a_state"]

OWN = (
    ["the", "country"],
    ["its", "government"],
    ["his", "country"],
    ["its", "forces"],
    ["its", "military"],
    ["its", "troops"],
)
RELATIVE = frozenset({"that", "which", "who"})
JOINS = frozenset({",", "and", "the", "a", "an", "his", "its", "\u2013", "-", "&"})


@dataclass(frozen=True, slots=True)
class Context:
    """What the sentences before were about.

    Parameters
    ----------
    topic : Mention or None
        The first state that acted, to which 'it' refers.
    states : tuple of Mention
        One mention of each state of the sentence before, to which 'both countries' refers where they are two.
    """

    topic: Mention | None = None
    states: tuple[Mention, ...] = ()


def one_a_state(named: Sequence[Mention]) -> tuple[Mention, ...]:
    """Return the first mention of each state."""
    return tuple({mention.code: mention for mention in reversed(named) if mention.code}.values())[::-1]


class Subjects:
    """The subjects of the verbs of one sentence.

    Parameters
    ----------
    tokens, named, verbs : sequences
        The sentence's tokens, mentions and predicates.
    context : Context
        What pronouns may refer to.
    """

    def __init__(
        self, tokens: Sequence[Token], named: Sequence[Mention], verbs: Sequence[Predicate], context: Context
    ) -> None:
        self.tokens, self.named, self.verbs, self.context = tokens, named, verbs, context

    def of(self, at: int, *, actors: bool = True) -> list[Mention]:
        """Return the mentions that are a verb's subject: states that act, or any state."""
        begin = self.clause_start(at)
        free = [m for m in self.named if begin <= m.first and m.last < at and not self.governed(m)]
        if not free:
            if begin > 0 and self.tokens[begin - 1].word == ",":
                aside = self._has_other(begin, at) and not self._is_parenthesis(begin, at)
                return [] if aside else self.of(begin - 1, actors=actors)
            return self._pronoun(begin, at)
        if not free[0].code or (actors and free[0].role not in ACTORS and not self._speaks(free[0], at)):
            return []
        chosen = free[:1]
        for mention in free[1:]:
            gap = between(self.tokens, chosen[-1], mention)
            if not (gap <= JOINS and mention.code and (not actors or mention.role in ACTORS)):
                break
            chosen.append(mention)
        if len({m.code for m in chosen}) == 1 and not self._beside_and(free[0]):
            return chosen
        listed = self._listed_before(free[0])
        return [*listed, *chosen] if not self._is_list_governed([*listed, *chosen][0]) else []

    def _beside_and(self, mention: Mention) -> bool:
        around = [*self.tokens[max(0, mention.first - 2) : mention.first], *self.tokens[mention.last + 1 :][:2]]
        return "and" in {token.word for token in around}

    def _listed_before(self, mention: Mention) -> list[Mention]:
        """Return the states listed before a subject that a comma cuts off: 'Argentina, Brazil, Chile and Canada'."""
        found: list[Mention] = []
        for earlier in reversed([m for m in self.named if m.last < mention.first]):
            gap = between(self.tokens, earlier, mention)
            if (
                not gap <= JOINS
                or "," not in {token.word for token in self.tokens[earlier.last + 1 : mention.first]}
                or earlier.role not in ACTORS
                or not earlier.code
                or self.governed(earlier)
            ):
                break
            found.insert(0, earlier)
            mention = earlier
        return found

    def _is_list_governed(self, mention: Mention) -> bool:
        """Whether a preposition governs the states listed before: 'aid from Chile, Peru and Kenya'."""
        earlier = next((m for m in reversed(self.named) if m.last < mention.first), None)
        if earlier is None or not between(self.tokens, earlier, mention) <= {",", "the"} or not self.governed(earlier):
            return False
        commas = [i for i, token in enumerate(self.tokens[: mention.first]) if token.word == ","]
        adverbial = self.tokens[0].word in words("preposition") or self.tokens[0].word in words("stop")
        return bool(commas) and not (adverbial and commas[0] > earlier.last)

    def claimant(self, at: int) -> list[Mention]:
        """Return who reports: 'Azerbaijan says three people were killed by Armenian forces'."""
        said = self.report(at)
        return self.of(said)[:1] if said is not None else []

    def report(self, at: int) -> int | None:
        """Return the last verb before a token that reports something: 'says'."""
        reports = [i for i in range(at) if self.tokens[i].word in words("report") and self.tokens[i].text.islower()]
        return reports[-1] if reports else None

    def clause_start(self, at: int) -> int:
        """Return where the clause of a verb begins."""
        for i in range(at - 1, -1, -1):
            word = self.tokens[i].word
            if word in words("boundary"):
                return i + 1
            if word == "and" and any(i - 14 <= p.at < i for p in self.verbs) and not self._joins_names(i):
                return i + 1
            if word in words("report") and i < at - 1 and self.tokens[i].text.islower():
                return i + 1
        return 0

    def governed(self, mention: Mention) -> bool:
        """Whether a preposition governs a mention: 'in Iraq', but not 'the government of Iraq'."""
        i = mention.first - 1
        while i >= 0 and self._within_phrase(self.tokens[i].word):
            i -= 1
        if i < 0:
            return False
        if self._is_in_a_city(i):
            return True
        word = self.tokens[i].word
        if word in {"in", "from"} and i and self.tokens[i - 1].word in words("body"):
            return i > 1 and self.tokens[i - 2].word in words("unofficial")
        office = i - 1
        while office > 0 and self.tokens[office].text[:1].isupper() and self.tokens[office].word not in heads():
            office -= 1
        if word == "of" and office >= 0 and self._is_office(office, mention):
            i = office - 1
            while i >= 0 and (self.tokens[i].word in words("determiner") or self.tokens[i].word in words("title")):
                i -= 1
            return i >= 0 and self.tokens[i].word in words("preposition")
        return word in words("preposition")

    def _is_office(self, i: int, mention: Mention) -> bool:
        """Whether a word before 'of' is an office: 'the president of Chile', 'Director of the State Department'."""
        named = mention.role == "government" and not mention.adjective and self.tokens[i].text[:1].isupper()
        return named or heads().get(self.tokens[i].word) in {"government", "force"}

    def _is_in_a_city(self, i: int) -> bool:
        """Whether a comma parts a place from its state: 'in Concepción, Chile'."""
        if self.tokens[i].word != ",":
            return False
        j = i - 1
        while j >= 0 and self.tokens[j].text[:1].isupper() and self.tokens[j].word not in words("calendar"):
            j -= 1
        acting = j > 0 and self.tokens[j - 1].word in words("body")
        return 0 <= j < i - 1 and self.tokens[j].word in words("where") and not acting

    def _within_phrase(self, word: str) -> bool:
        if word in words("direction"):
            return True
        return word in words("determiner") or (word in heads() and word not in words("preposition"))

    def _speaks(self, mention: Mention, at: int) -> bool:
        """Whether 'the Palestinians' are the party that rejects or accuses."""
        plural = mention.role == "citizen" and mention.text.endswith("s") and not self.tokens[mention.last].possessive
        plural = plural and not mention.adjective
        return plural and any(p.at == at and p.verb.type in {"REJECT", "ACCUSE"} for p in self.verbs)

    def _is_parenthesis(self, begin: int, at: int) -> bool:
        """Whether commas enclose what is said of the subject: ', accompanied by ministers,'."""
        word = self.tokens[begin].word
        opens = word.endswith("ed") or word in {"including", "along", "together"} or word in words("preposition")
        return self.tokens[at].word == "," and opens

    def _has_other(self, begin: int, at: int) -> bool:
        rest = [token.word for token in self.tokens[begin:at] if token.word not in words("auxiliary")]
        return bool(rest) and rest[0] not in {"and", "but", "then"}

    def _pronoun(self, begin: int, at: int) -> list[Mention]:
        """Return what 'it' or 'the country' refers to, or the subject of the verb before 'and'."""
        rest = [token.word for token in self.tokens[begin:at] if token.word not in words("auxiliary")]
        if {"both", "two"} & set(rest[:2]) and words("parties") & set(rest):
            states = one_a_state([m for m in self.named if m.last < begin])
            states = states if len(states) == 2 else self.context.states
            return list(states) if len(states) == 2 else []
        if rest and (rest[-1] in words("pronoun") or rest[-2:] in OWN):
            free = [m for m in self.named if m.last < begin and m.role in ACTORS and m.code and not self.governed(m)]
            if rest[-1] in {"he", "she"}:
                free = free[-1:]
            return free[:1] or ([self.context.topic] if self.context.topic is not None else [])
        intent = words("governs") | words("determiner") | {"intention", "decision"}
        if rest and begin and self.tokens[begin - 1].word in words("report") and intent.issuperset(rest):
            return self.of(begin - 1)  # 'announces plans to visit'
        if rest and rest not in (["and"], ["but"], ["then"]):
            return []
        earlier = [p for p in self.verbs if p.at < begin and self.tokens[p.at - 1].word not in RELATIVE]
        if earlier:
            return [] if earlier[-1].passive else self.of(earlier[-1].at)
        return self.of(begin - 1) if begin > 2 and self.tokens[begin - 1].word in {"but", "and"} else []

    def _joins_names(self, i: int) -> bool:
        return any(m.last == i - 1 for m in self.named) and any(m.first in {i + 1, i + 2} for m in self.named)
