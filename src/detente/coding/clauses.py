"""Clauses: who does what to whom, in active, passive and reciprocal clauses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from detente.coding.asides import is_aside, is_into_the_sea, is_to_own_body
from detente.coding.lexicon import Verb, heads, words
from detente.coding.mentions import Mention
from detente.coding.nominal import Found, duties, named_acts, strikes
from detente.coding.phrases import between, is_place, preposition_before
from detente.coding.predicates import Predicate, predicates
from detente.coding.roles import ACTORS, with_roles
from detente.coding.subjects import Context, Subjects, one_a_state
from detente.coding.tokens import Token

__all__ = ["Clauses"]

REACH = 16  # tokens from a verb to what it acts on
AGENT = 12  # tokens from a participle to 'by'
MUTUAL = frozenset({"meet", "agreement", "talk", "phone", "relations"})
TOGETHER = frozenset({"agreement", "fire", "fight", "judicial"})  # several subjects do it to one another
PLACES = frozenset({"state", "capital", "place"})
TOWARD = frozenset({"ACCUSE", "AGREE", "CONSULT", "REJECT", "REQUEST", "THREATEN"})  # said to whoever is named first
COMPLEMENT_ENDS = frozenset({",", ";", "after", "amid", "following", "as", "while", "."})


@dataclass(frozen=True)
class Clauses:
    """A sentence with its mentions and predicates.

    Parameters
    ----------
    tokens : tuple of Token
        The sentence.
    named : tuple of Mention
        With roles.
    verbs : tuple of Predicate
        Its verbs.
    context : Context
        What the sentences before were about.
    """

    tokens: tuple[Token, ...]
    named: tuple[Mention, ...]
    verbs: tuple[Predicate, ...]
    context: Context

    @classmethod
    def of(cls, tokens: tuple[Token, ...], day: date, context: Context | None = None) -> Clauses:
        """Read a sentence on a day."""
        named = with_roles(tokens, day)
        return cls(tokens, named, tuple(predicates(tokens, named)), context or Context())

    @property
    def subjects(self) -> Subjects:
        """The subjects of its verbs."""
        return Subjects(self.tokens, self.named, self.verbs, self.context)

    def next_context(self) -> Context:
        """Return what a sentence after this one may refer to."""
        topic, states = self.topic(), one_a_state(self.named)
        return Context(topic or self.context.topic, states or self.context.states)

    def topic(self) -> Mention | None:
        """Return the first state that acts, to which a pronoun in the next sentence refers."""
        free = self.subjects
        return next((m for m in self.named if m.role in ACTORS and m.code and not free.governed(m)), None)

    def acts(self) -> Iterator[Found]:
        """Yield the acts of its clauses, then those that nouns name."""
        taken = -1
        for predicate in self.verbs:
            if predicate.at <= taken or self._is_condition(predicate):
                continue
            matched = " ".join(token.text for token in self.tokens[predicate.at : predicate.end + 1])
            for source, target, rule, verb in self._read(predicate):
                yield Found(source, target, verb.type, verb.mode, verb.quad, rule, matched, predicate.at, predicate.end)
                if verb.quad == "material_conflict":
                    yield from self._claims(predicate, source, target)
            if any(predicate.verb.verb in words(kind) for kind in ("appeal", "threat", "refusal", "commitment")):
                taken = self._complement(predicate)
        yield from named_acts(self.tokens, self.named, self.subjects)
        yield from strikes(self.tokens, self.named, self.verbs, self.subjects)
        yield from duties(self.tokens, self.named, self.subjects)

    def _claims(self, predicate: Predicate, source: Mention, target: Mention) -> Iterator[Found]:
        """Yield the accusation in what a state says was done to it: 'Chile says Peru has shelled a cathedral'."""
        at = self.subjects.report(predicate.at)
        claimant = self.subjects.claimant(predicate.at) if at is not None else []
        if at is None or not claimant:
            at, claimant = self._source_named()
        if at is not None and claimant and claimant[0].code == target.code != source.code:
            matched = self.tokens[at].text
            yield Found(claimant[0], source, "ACCUSE", "accuse", "verbal_conflict", "claim", matched, at, at)

    def _source_named(self) -> tuple[int | None, list[Mention]]:
        """Return who is named as the source of a report: 'according to the Chilean army'."""
        for i in range(len(self.tokens) - 1):
            if self.tokens[i].word == "according" and self.tokens[i + 1].word == "to":
                near = [m for m in self.named if i + 1 < m.first <= i + 5][:1]
                return i, [m for m in near if m.role in ACTORS and m.code]
        return None, []

    def _is_condition(self, predicate: Predicate) -> bool:
        """Whether the clause says under which condition something else happens: 'if Peru attacks Chile'."""
        begin = self.subjects.clause_start(predicate.at)
        return begin > 0 and self.tokens[begin - 1].word in {"if", "unless", "whether"}

    def _read(self, predicate: Predicate) -> Iterator[tuple[Mention, Mention, str, Verb]]:
        verb = predicate.verb
        if predicate.negated:
            if not verb.quad.endswith("cooperation") or verb.type == "REQUEST":
                return
            verb = replace(verb, type="REJECT", mode="refuse", quad="verbal_conflict")
        if predicate.passive:
            yield from self._passive(predicate, verb)
            return
        yield from self._active(predicate, verb)

    def _active(self, predicate: Predicate, verb: Verb) -> Iterator[tuple[Mention, Mention, str, Verb]]:
        subjects = self.subjects.of(predicate.at)
        if self._each_other(predicate):
            both = [m for m in self.named if m.last < predicate.at and m.code and m.role in ACTORS][-2:]
            yield from _among(subjects if len(one_a_state(subjects)) == 2 else both, verb)
            return
        if not subjects or self._is_accident(predicate) or self._is_refused(predicate):
            return
        targets = self._objects(predicate, subjects)
        if len(one_a_state(subjects)) > 1 and verb.mode in TOGETHER:
            targets = [m for m in targets if preposition_before(self.tokens, m) in {"with", "against"}]
        if verb.mode == "exercise" and (joint := self._joint(predicate, subjects, targets)):
            verb = replace(verb, type="COOPERATE", quad="material_cooperation")
            yield from _among(joint, verb, "joint")
            return
        if targets and verb.type in {"REQUEST", "SUPPORT"} and self._is_hostile(predicate, targets[0]):
            verb = replace(verb, type="REQUEST", mode="demand", quad="verbal_conflict")
        if targets and targets[0].first < predicate.at and is_into_the_sea(self.tokens, predicate):
            verb = replace(verb, type="MOBILIZE", mode="test")
        if targets:
            yield from _pairs(subjects, targets, "active", verb)
            if verb.mode in MUTUAL and (verb.verb != "agree" or self._agrees_with(targets[0])):
                yield from _pairs(targets, subjects, "reciprocal", verb)
        elif self._is_mutual(predicate, verb):
            yield from _among(subjects, verb)

    def _passive(self, predicate: Predicate, verb: Verb) -> Iterator[tuple[Mention, Mention, str, Verb]]:
        if verb.verb in {"fire", "launch"} and verb.type == "ASSAULT" and (launched := self._launched(predicate)):
            yield from _pairs(*launched, "passive", verb)
            return
        agents = self._agents(predicate.end) or self._captors(predicate)
        if verb.verb in {"extradite", "deport"} and not agents:
            yield from _pairs(self._after(predicate, "from"), self._after(predicate, "to"), "passive", verb)
            return
        if agents and verb.type in {"AGREE", "CONSULT"}:
            yield from _among(self._with_listed(agents[0]), verb, "passive")
        patients = self._after(predicate, "to") if verb.type == "AID" else []
        patients = patients or self.subjects.of(predicate.at, actors=False) or self._site(predicate)
        yield from _pairs(agents, patients or self.subjects.claimant(predicate.at), "passive", verb)

    def _launched(self, predicate: Predicate) -> tuple[list[Mention], list[Mention]] | None:
        """Return whose weapons are launched at whom: 'Norwegian missiles are launched at Chile'."""
        forces = [m for m in self.subjects.of(predicate.at) if m.role == "force"]
        goal = [m for m in self.named if predicate.end < m.first <= self._stop(predicate) and m.code][:1]
        onto = goal and preposition_before(self.tokens, goal[0]) in {"at", "into", "on", "against", "toward", "towards"}
        return (forces, goal) if forces and onto else None

    def _agrees_with(self, target: Mention) -> bool:
        """Whether both sides agree: 'agrees on a border with Chile', but not 'agrees to pay Chile'."""
        return preposition_before(self.tokens, target) in {"with", "between"}

    def _is_hostile(self, predicate: Predicate, target: Mention) -> bool:
        """Whether what is called for or backed would harm the state: 'calls for a boycott of Chile'."""
        return any(token.word in words("hostile") for token in self.tokens[predicate.end + 1 : target.first])

    def _is_refused(self, predicate: Predicate) -> bool:
        """Whether it is what a resolution does that is voted down: 'veto a resolution condemning Chile'."""
        before = self.tokens[predicate.at - 1].word if predicate.at else ""
        refused = any(p.verb.type == "REJECT" and p.at < predicate.at for p in self.verbs)
        if not refused:
            return False
        text = {token.word for token in self.tokens[max(0, predicate.at - 5) : predicate.at]}
        return before in words("document") or bool(text & words("document") and {"that", "which"} & text)

    def _is_accident(self, predicate: Predicate) -> bool:
        """Whether ', killing two' follows a verb that is no attack: 'a plane crashes, killing two'."""
        harm = predicate.verb.verb in {"kill", "wound", "injure"} and self.tokens[predicate.at].word.endswith("ing")
        return harm and any(token.word in words("accident") for token in self.tokens[: predicate.at])

    def _is_mutual(self, predicate: Predicate, verb: Verb) -> bool:
        """Whether several subjects without an object do something to one another: 'meet', 'both countries shell'."""
        if verb.type in {"CONSULT", "AGREE", "COOPERATE"} or verb.mode in {*TOGETHER, "recall"}:
            return True
        if verb.type != "ASSAULT" or self._names_ahead(predicate):
            return False
        clause = {token.word for token in self.tokens[self.subjects.clause_start(predicate.at) : predicate.at]}
        return bool({"both", "two"} & clause and words("parties") & clause)

    def _names_ahead(self, predicate: Predicate) -> bool:
        return any(predicate.at < m.first <= predicate.at + REACH for m in self.named)

    def _each_other(self, predicate: Predicate) -> bool:
        ahead = [token.word for token in self.tokens[predicate.end + 1 : predicate.end + 8]]
        return any(two in {("each", "other"), ("one", "another"), ("the", "other")} for two in pairwise(ahead))

    def _joint(self, predicate: Predicate, subjects: list[Mention], targets: list[Mention]) -> list[Mention]:
        """Return who exercises together: several subjects, or a subject 'with' others."""
        until = targets[0].first if targets else predicate.end + 5
        if "with" in {token.word for token in self.tokens[predicate.at : until]}:
            return [*subjects[:1], *targets]
        return subjects if len({m.code for m in subjects}) > 1 else []

    def _complement(self, predicate: Predicate) -> int:
        """Return the last token of what is urged, threatened, refused or promised; acts in it have not happened."""
        for i in range(predicate.end + 1, len(self.tokens)):
            if self.tokens[i].word in COMPLEMENT_ENDS:
                return i
        return len(self.tokens)

    def _agents(self, end: int) -> list[Mention]:
        """Return who acts in a passive: the mention right after 'by'."""
        for i in range(end + 1, min(end + AGENT, len(self.tokens))):
            word = self.tokens[i].word
            if word in words("stop") or word in {";", ":"}:
                return []
            manner = any(t.word.endswith("ing") for t in self.tokens[i + 1 : i + 2])  # by hanging
            if word == "by" and not manner:
                near = [m for m in self.named if i < m.first <= i + 5][:1]
                if not near:
                    continue
                away = [
                    j
                    for m in near
                    for j in range(i + 1, m.first)
                    if self.tokens[j].word in words("preposition") - {"of"}
                    and self.tokens[j - 1].word not in words("body")
                ]
                return [m for m in near if m.role in ACTORS and m.code and not away]
        return []

    def _captors(self, predicate: Predicate) -> list[Mention]:
        """Return the state in which somebody is arrested or sentenced, or from which somebody is expelled."""
        if predicate.verb.mode == "expel":
            return self._after(predicate, "from")
        if predicate.verb.type != "COERCE" or predicate.verb.mode == "kidnap":
            return []
        near = [m for m in self.named if predicate.end < m.first <= predicate.end + 5 and m.role in PLACES]
        return [m for m in near if self.tokens[m.first - 1].word == "in"][:1]

    def _after(self, predicate: Predicate, preposition: str) -> list[Mention]:
        """Return the state after a preposition: 'extradited to Norway from Chile'."""
        for mention in self.named:
            between = [token.word for token in self.tokens[predicate.end + 1 : mention.first]]
            governing = [word for word in between if word in words("preposition")]
            if governing[-1:] == [preposition] and mention.code:
                return [mention]
        return []

    def _site(self, predicate: Predicate) -> list[Mention]:
        """Return where an attack was, if a name before it says so: 'a refinery in Chile is hit by'."""
        if predicate.verb.type != "ASSAULT":
            return []
        earlier = [m for m in self.named if m.last < predicate.at and m.code]
        return [m for m in earlier if is_place(self.tokens, m)][-1:]

    def _objects(self, predicate: Predicate, subjects: Sequence[Mention]) -> list[Mention]:
        """Return what a verb acts on: the first mention after it that is not its subject, and those listed with it."""
        own = {m.code for m in subjects}
        found = self._listed(predicate, own)
        if not found:
            found = [m for m in self._site(predicate) if m.code not in own]
        if not found and predicate.verb.type == "ASSAULT" and not self._names_ahead(predicate):
            found = self._claimant(predicate, own)
        if not found and any(
            token.word in {"its", "them"} for token in self.tokens[predicate.at + 1 : predicate.end + 4]
        ):
            found = [m for m in self.subjects.claimant(predicate.at) if m.code not in own]
        if predicate.verb.type == "CONSULT" and predicate.verb.mode == "meet":
            found = [m for m in found if not is_place(self.tokens, m)]
        if not found and self._refers_back(predicate):
            found = [m for m in self._topics(predicate) if m.code not in own][:1]
        return found

    def _claimant(self, predicate: Predicate, own: set[str | None]) -> list[Mention]:
        """Return who reports an attack on what is not named: 'Chile says Peru has shelled a cathedral'."""
        ahead = {token.word for token in self.tokens[predicate.at + 1 : predicate.at + 8]}
        if predicate.verb.verb in {"fire", "launch"} and not ahead & {"at", "on", "into", "against"}:
            return []  # perhaps a test
        claimant = [m for m in self.subjects.claimant(predicate.at) if m.code not in own]
        return claimant if len(one_a_state(self.named)) == 2 else []

    def _topics(self, predicate: Predicate) -> list[Mention]:
        """Return what a verb may take up: the topic of the sentence before, then that of its own."""
        own = self.topic()
        earlier = own is not None and own.first < predicate.at and predicate.verb.mode != "cancel"
        return [m for m in (self.context.topic, own if earlier else None) if m is not None]

    def _refers_back(self, predicate: Predicate) -> bool:
        """Whether a verb without an object of its own takes up the sentence before: 'condemns the test'."""
        verb, following = predicate.verb, self.tokens[predicate.at + 1 : predicate.at + 3]
        if verb.type == "REJECT":
            return True
        if verb.type == "ACCUSE" and following and following[0].word == "it":
            return True
        if verb.type != "ACCUSE" or verb.mode == "accuse" or self._names_ahead(predicate) or len(following) < 2:
            return False
        first, noun = following
        action = noun.text.islower() and heads().get(noun.word) not in {"citizen", "opposition"}
        return first.word in {"the", "this", "these"} and action

    def _listed(self, predicate: Predicate, own: set[str | None]) -> list[Mention]:
        first = self._first_object(predicate, own)
        if first is None:
            return []
        return self._with_listed(first)

    def _with_listed(self, first: Mention) -> list[Mention]:
        """Return a mention and those listed after it: 'Chile, Peru and Kenya'."""
        begins = {p.at for p in self.verbs}
        found = [first]
        for mention in self.named:
            if mention.first <= first.last or not (mention.code or mention.role == "organisation"):
                continue
            gap = between(self.tokens, found[-1], mention)
            if mention.last + 1 in begins or not gap <= words("list"):
                break
            found.append(mention)
        return found

    def _first_object(self, predicate: Predicate, own: set[str | None]) -> Mention | None:
        limit = self._stop(predicate)
        for mention in self.named:
            group = mention.role == "armed group" and not mention.code and self._is_addressed(predicate, mention)
            if not predicate.at < mention.first <= limit or not (
                mention.code or group or mention.role == "organisation"
            ):
                continue
            if is_aside(self.tokens, predicate, mention):
                continue
            if group or is_to_own_body(self.tokens, predicate, mention):
                return None
            if mention.role == "organisation" or self._for_others(predicate, mention):
                return None
            if mention.code not in own:
                return mention
            if mention.first <= predicate.end + 3 and self._is_its_own(predicate, mention):
                return None
        return None

    def _is_its_own(self, predicate: Predicate, mention: Mention) -> bool:
        """Whether a state deals with its own: 'a court blocks the government', 'tries its soldiers'."""
        if predicate.verb.type in {"ACCUSE", "COERCE", "ASSAULT"}:
            return mention.role in {"government", "force", "citizen"}
        return mention.role == "government" and not mention.adjective

    def _is_addressed(self, predicate: Predicate, mention: Mention) -> bool:
        """Whether something is said to a group of no state, and to no state listed with it."""
        if predicate.verb.type not in TOWARD:
            return False
        following = next((m for m in self.named if m.first > mention.last), None)
        return following is None or not between(self.tokens, mention, following) <= words("list")

    def _for_others(self, predicate: Predicate, mention: Mention) -> bool:
        """Whether aid or praise goes to a group in a state and not to the state: 'arms rebels in Chile'."""
        if predicate.verb.type not in {"AID", "SUPPORT"}:
            return False
        between = {heads().get(token.word) for token in self.tokens[predicate.end + 1 : mention.first]}
        return "opposition" in between and is_place(self.tokens, mention)

    def _stop(self, predicate: Predicate) -> int:
        """Return the token at which the reach of a verb ends."""
        kind = predicate.verb.type
        reach = REACH // 2 if kind == "COERCE" else REACH
        for i in range(predicate.end + 1, min(predicate.end + reach, len(self.tokens))):
            word = self.tokens[i].word
            if word in {"if", "unless", "until"} and kind == "THREATEN":
                continue
            if word in words("stop") or word in {";", ":"} or (word == "as" and kind not in {"CONSULT", "ACCUSE"}):
                return i
            if word == "that" and kind not in {"ACCUSE", "THREATEN", "REQUEST", "REJECT"}:
                return i
        return predicate.end + reach


def _pairs(
    sources: Sequence[Mention], targets: Sequence[Mention], rule: str, verb: Verb
) -> Iterator[tuple[Mention, Mention, str, Verb]]:
    for source in sources:
        for target in targets:
            if source.code and target.code and source.code != target.code:
                yield source, target, rule, verb


def _among(
    states: Sequence[Mention], verb: Verb, rule: str = "reciprocal"
) -> Iterator[tuple[Mention, Mention, str, Verb]]:
    yield from _pairs(states, states, rule, verb)
