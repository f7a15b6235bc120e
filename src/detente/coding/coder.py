"""Acts in the sentences of a text: who did what to whom, by rules on tokens, mentions and verbs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from detente.coding.lexicon import Verb, forms, heads, sports, verbs
from detente.coding.mentions import Mention, mentions
from detente.coding.tokens import Token, clean, sentences, tokenize, without_topic

__all__ = ["Act", "code_text"]

ACTORS = frozenset({"state", "government", "force", "capital"})
STOPS = frozenset(
    "amid after despite while because although though when before following unless until if where whether since during "
    "who which whose whom so thus leaving killing saying".split()
)
PREPOSITIONS = frozenset(
    "in on at from to against with for by near over into toward towards between across outside inside off along under "
    "through within around about of amid after during between among upon via".split()
)
AUXILIARIES = frozenset(
    "is are was were be been being has have had will would can could may might must should do does did to not never "
    "also again reportedly allegedly officially formally jointly publicly strongly immediately temporarily "
    "unilaterally unanimously repeatedly now then later still further first".split()
)
BE = frozenset("is are was were be been being gets get got".split())
DETERMINERS = frozenset("the a an its their his her this that these those several some two three four new another more".split())
PRONOUNS = frozenset("it they he she".split())
SAY = frozenset("says said say states declared insisted announces announced claims claimed reports reported confirms confirmed tells told "
                "reveals declares adds warns believes".split())
PATIENT = frozenset("kill wound injure arrest detain capture release free shoot seize kidnap jail convict sentence".split())
NEGATIONS = frozenset("not never no n't cannot".split())
REFUSAL = frozenset("refuse decline reject deny rule oppose".split())
COMMITMENT = frozenset("agree promise pledge offer propose approve accept".split())
APPEAL = frozenset("urge ask appeal call request encourage invite demand insist order".split())
THREAT = frozenset("threaten warn vow".split())
WEAPONS = frozenset(
    "strike strikes airstrike airstrikes attack attacks shelling artillery bombing bombings bombardment raid raids missile "
    "missiles rocket rockets drone drones fire gunfire offensive incursion invasion forces troops soldiers jets warplanes "
    "aircraft military army navy helicopters tanks".split()
)
NOUN_PRONE = frozenset(
    "strikes attacks claims visits talks protests targets supplies calls backs hits fires shells raids demands requests supports "
    "helps tests aids exports imports heads hosts masses bombs sanctions bans limits releases arrests warns accuses fights clashes".split()
) - {"warns", "accuses"}
QUALIFIERS = frozenset(
    "military nuclear air naval police security civilian terror terrorist peace drone missile rocket militant rebel suicide deadly "
    "recent fresh economic trade new political diplomatic human anti-government street mass prisoner hostage".split()
)
GOVERNING = frozenset(
    "plans plan planned planning decides decided agrees agreed vows vowed begins began starts continues continued is are was were "
    "set ready prepares preparing moves votes voted intends intention decision willing threatens threatened refuses refused declines "
    "promises promised pledges pledged offers offered orders wants proposes going fails failed".split()
)
TENTATIVE = frozenset("may might could would consider considers considering plans plan planned threatens threatened wants willing ready "
                      "prepares preparing intends intention".split())
STRIKES = frozenset(
    "strike strikes airstrike airstrikes air-strike air-strikes attack attacks shelling artillery bombing bombings bombardment raid raids "
    "missile missiles rocket rockets fire gunfire offensive drone drones operation operations".split()
)
REACH = 16  # tokens from a verb to what it acts on
SPAN = 14  # tokens from a verb to its companion


@dataclass(frozen=True, slots=True)
class Act:
    """One act.

    Parameters
    ----------
    date : datetime.date
        Of the text.
    source, target : str
        Codes of two states.
    type, mode, quad : str
        PLOVER's event type, the lexicon's mode, the quad class.
    rule : str
        The rule that fired.
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


def code_text(text: str, day: date, *, sentences_read: int = 4) -> list[Act]:
    """Return the acts between states in a text, one a source, target and type.

    Parameters
    ----------
    text : str
        A news item.
    day : datetime.date
        Its date.
    sentences_read : int
        How many sentences are read.

    Examples
    --------
    >>> [(a.source, a.target, a.type) for a in code_text("Guyana rejects objections raised by Venezuela", date(2015, 3, 14))]
    [('GUY', 'VEN', 'REJECT')]
    """
    found: dict[tuple[str, str, str], Act] = {}
    before: Mention | None = None
    for number, sentence in enumerate(sentences(without_topic(clean(text), SAY))[:sentences_read]):
        tokens = tokenize(sentence)
        if _is_sport(sentence, tokens):
            continue
        reading = Sentence.of(tokens, day, before)
        for act in reading.acts(day, number):
            found.setdefault((act.source, act.target, act.type), act)
        before = reading.topic() or before
    return list(found.values())


def _is_sport(sentence: str, tokens: Sequence[Token]) -> bool:
    words, phrases = sports()
    lowered = sentence.lower()
    return any(token.word in words for token in tokens) or any(phrase in lowered for phrase in phrases)


@dataclass(frozen=True)
class Predicate:
    """A verb in a sentence: where it begins and ends, its row of the lexicon, and its voice."""

    at: int
    end: int
    verb: Verb
    passive: bool
    negated: bool
    tense: str


@dataclass(frozen=True)
class Sentence:
    """A sentence with its mentions and predicates."""

    tokens: tuple[Token, ...]
    named: tuple[Mention, ...]
    predicates: tuple[Predicate, ...]
    before: Mention | None

    @classmethod
    def of(cls, tokens: tuple[Token, ...], day: date, before: Mention | None) -> Sentence:
        named = _joined(tokens, [_with_role(tokens, m) for m in mentions(tokens, day)])
        return cls(tokens, named, tuple(_predicates(tokens, named)), before)

    def topic(self) -> Mention | None:
        """Return the first actor, to which a pronoun in the next sentence refers."""
        return next((m for m in self.named if m.role in ACTORS and m.code and not self._in_phrase(m)), None)

    def acts(self, day: date, number: int) -> Iterator[Act]:
        taken = -1
        for predicate in self.predicates:
            if predicate.at <= taken:
                continue
            for source, target, rule, verb in self._read(predicate):
                words = " ".join(t.text for t in self.tokens[predicate.at : predicate.end + 1])
                yield Act(day, source, target, verb.type, verb.mode, verb.quad, rule, words, number)
            if predicate.verb.verb in APPEAL | THREAT | REFUSAL | COMMITMENT:
                taken = self._complement(predicate)
        yield from self._nominal(day, number)
        yield from self._strikes(day, number)
        yield from self._obligations(day, number)

    # Active and passive clauses

    def _read(self, predicate: Predicate) -> Iterator[tuple[str, str, str, Verb]]:
        verb = predicate.verb
        if predicate.negated:
            if verb.quad in {"verbal_cooperation", "material_cooperation"} and verb.type != "REQUEST":
                verb = replace(verb, type="REJECT", mode="refuse", quad="verbal_conflict")
            else:
                return
        if verb.verb in COMMITMENT | THREAT | REFUSAL:
            verb = self._governed(predicate, verb)
        if predicate.passive:
            agents = self._agents(predicate.end) or (self._jailers(predicate) if verb.type == "COERCE" else [])
            patients = self._subjects(predicate.at, actors=False) or self._claimant(predicate.at)
            for source in agents:
                for target in patients:
                    if source.code != target.code:
                        yield source.code or "", target.code or "", "passive", verb
            return
        subjects = self._subjects(predicate.at, actors=True)
        ahead = [t.word for t in self.tokens[predicate.end + 1 : predicate.end + 8]]
        if ("each", "other") in zip(ahead, ahead[1:], strict=False) or ("one", "another") in zip(ahead, ahead[1:], strict=False):
            both = [m for m in self.named if m.last < predicate.at and m.code and m.role in ACTORS][-2:]
            if len(both) == 2 and both[0].code != both[1].code:
                yield both[0].code or "", both[1].code or "", "reciprocal", verb
                yield both[1].code or "", both[0].code or "", "reciprocal", verb
            return
        if not subjects:
            return
        targets = self._objects(predicate, subjects)
        codes = [s.code for s in subjects]
        if verb.mode == "exercise":
            after = {t.word for t in self.tokens[predicate.at : predicate.end + 5]}
            if len(set(codes)) > 1 or "with" in after:
                verb = replace(verb, type="COOPERATE", quad="material_cooperation")
                partners = [m.code for m in targets] if "with" in after else codes
                for a in codes:
                    for b in partners:
                        if a != b:
                            yield a or "", b or "", "joint", verb
                            if "with" in after:
                                yield b or "", a or "", "joint", verb
                return
        if len(set(codes)) > 1 and (verb.type in {"CONSULT", "AGREE", "COOPERATE"} or verb.mode in {"fire", "fight", "judicial"}) and not targets:
            pairs = [(a, b) for a in codes for b in codes if a != b]
            for a, b in dict.fromkeys(pairs[:20]):
                yield a or "", b or "", "reciprocal", verb
            return
        for source in subjects:
            for target in targets:
                if source.code == target.code:
                    continue
                yield source.code or "", target.code or "", "active", verb
                if verb.type in {"CONSULT", "AGREE"} and verb.mode in {"meet", "agreement", "talk", "phone"}:
                    yield target.code or "", source.code or "", "reciprocal", verb

    def _governed(self, predicate: Predicate, verb: Verb) -> Verb:
        """Return what a promise, refusal or threat to act is: 'threatens to', 'refuses to'."""
        return verb

    def _complement(self, predicate: Predicate) -> int:
        """Return the last token of what is urged, threatened, refused or promised; acts in it have not happened."""
        for i in range(predicate.end + 1, len(self.tokens)):
            if self.tokens[i].word in {",", ";", "after", "amid", "following", "as", "while", "."}:
                return i
        return len(self.tokens)

    def _subjects(self, at: int, *, actors: bool) -> list[Mention]:
        """Return the mentions that are a verb's subject: those before it in its clause that no preposition governs."""
        begin = self._clause_start(at)
        within = [m for m in self.named if begin <= m.first and m.last < at]
        heads_ = [m for m in within if not self._in_phrase(m)]
        if not heads_:
            if begin > 0 and self.tokens[begin - 1].word == ",":
                return self._subjects(begin - 1, actors=actors) if not self._has_subject(begin, at) else []
            return self._pronoun(begin, at)
        first = heads_[0]
        spoken = first.role == "citizen" and first.text.endswith("s") and not first.adjective
        if actors and (not first.code or (first.role not in ACTORS and not (spoken and self._speaks(at)))):
            return []
        if not first.code:
            return []
        chosen = [first]
        for m in heads_[1:]:
            gap = {t.word for t in self.tokens[chosen[-1].last + 1 : m.first]}
            if gap <= {",", "and", "the", "\u2013", "-", "&"} and m.code and (not actors or m.role in ACTORS):
                chosen.append(m)
            else:
                break
        return chosen

    def _speaks(self, at: int) -> bool:
        """Whether the verb at a token is one that 'the Palestinians' as a party can be the subject of."""
        return any(p.at == at and p.verb.type in {"REJECT", "ACCUSE"} for p in self.predicates)

    def _has_subject(self, begin: int, at: int) -> bool:
        words = [t.word for t in self.tokens[begin:at] if t.word not in AUXILIARIES]
        return bool(words) and words[0] not in {"and", "but", "then"}

    def _pronoun(self, begin: int, at: int) -> list[Mention]:
        words = [t.word for t in self.tokens[begin:at] if t.word not in AUXILIARIES]
        if words and (words[-1] in PRONOUNS or words[-2:] in (["the", "country"], ["its", "government"], ["his", "country"], ["its", "forces"], ["its", "military"], ["its", "troops"])):
            earlier = [m for m in self.named if m.last < begin and m.role in ACTORS and m.code and not self._in_phrase(m)]
            if earlier:
                return [earlier[0]]
            return [self.before] if self.before is not None else []
        if not words or words in (["and"], ["but"], ["then"]):
            earlier = [p for p in self.predicates if p.at < begin]
            if earlier:
                return [] if earlier[-1].passive else self._subjects(earlier[-1].at, actors=True)
            return self._subjects(begin - 1, actors=True) if begin > 2 and self.tokens[begin - 1].word in {"but", "and"} else []
        return []

    def _clause_start(self, at: int) -> int:
        for i in range(at - 1, -1, -1):
            word = self.tokens[i].word
            if word in {";", ":", '"', "(", "that", "which", "who", "while", "because", "as", "when", "where", "if", "but", "after", "before"}:
                return i + 1
            if word == ",":
                return i + 1
            if word == "and" and any(p.at < i and p.at >= i - 14 for p in self.predicates) and not self._joins_names(i):
                return i + 1
            if word in SAY and i < at - 1 and self.tokens[i].text.islower():
                return i + 1
        return 0

    def _joins_names(self, i: int) -> bool:
        return any(m.last == i - 1 for m in self.named) and any(m.first in (i + 1, i + 2) for m in self.named)

    def _in_phrase(self, mention: Mention) -> bool:
        """Whether a preposition governs a mention: 'in Iraq', but not 'the government of Iraq'."""
        i = mention.first - 1
        while i >= 0 and (self.tokens[i].word in DETERMINERS or self.tokens[i].word in heads() and self.tokens[i].word not in PREPOSITIONS):
            i -= 1
        if i < 0:
            return False
        word = self.tokens[i].word
        if word in {"in", "from"} and i and self.tokens[i - 1].word in {
            "court", "courts", "authorities", "police", "officials", "prosecutors", "judge", "ministers", "leaders",
            "diplomats", "representatives", "delegations", "delegates", "envoys", "negotiators", "troops", "soldiers", "forces",
        }:  # fmt: skip
            return False
        k = i - 1
        while k > 0 and self.tokens[k].text[:1].isupper() and self.tokens[k].word not in heads():
            k -= 1
        if word == "of" and k >= 0 and heads().get(self.tokens[k].word) in {"government", "force"}:
            j = k - 1
            while j >= 0 and self.tokens[j].word in DETERMINERS | {"minister", "prime", "foreign", "defense", "defence", "former", "vice", "deputy"}:
                j -= 1
            return j >= 0 and self.tokens[j].word in PREPOSITIONS
        return word in PREPOSITIONS

    def _agents(self, end: int) -> list[Mention]:
        """Return who acts in a passive: the mention after 'by'."""
        for i in range(end + 1, min(end + 12, len(self.tokens))):
            word = self.tokens[i].word
            if word in STOPS or word in {";", ":"}:
                return []
            if word == "by":
                near = [m for m in self.named if i < m.first <= i + 5]
                between = {t.word for t in self.tokens[i + 1 : near[0].first]} if near else set()
                return [m for m in near[:1] if m.role in ACTORS and m.code and not between & PREPOSITIONS - {"of"}]
        return []

    def _claimant(self, at: int) -> list[Mention]:
        """Return who says so: 'Azerbaijan says three people were killed by Armenian forces'."""
        says = [i for i in range(at) if self.tokens[i].word in SAY and self.tokens[i].text.islower()]
        return self._subjects(says[-1], actors=True)[:1] if says else []

    def _jailers(self, predicate: Predicate) -> list[Mention]:
        """Return the state in which somebody is arrested or sentenced: 'is arrested in Iran'."""
        for m in self.named:
            if predicate.end < m.first <= predicate.end + 5 and m.role == "state" and self.tokens[m.first - 1].word == "in":
                return [m]
        return []

    def _objects(self, predicate: Predicate, subjects: Sequence[Mention]) -> list[Mention]:
        """Return what a verb acts on: the first mention after it that is not its subject, and those listed with it."""
        own = {m.code for m in subjects}
        limit = self._stop(predicate)
        after = [m for m in self.named if predicate.at < m.first and m.code]
        begins = {p.at for p in self.predicates}
        found: list[Mention] = []
        for m in after:
            if not found and m.first > limit:
                break
            if found:
                if m.last + 1 in begins:
                    break
                gap = {t.word for t in self.tokens[found[-1].last + 1 : m.first]}
                if not gap <= {",", "and", "the", "as", "well", "both", "or"}:
                    break
                found.append(m)
            elif m.code not in own and m.role != "organisation":
                found.append(m)
        if not found and predicate.verb.type == "ASSAULT":
            begin = self._clause_start(predicate.at)
            found = [m for m in self.named if begin <= m.first < predicate.at and m.code not in own and m.code and self._in_phrase(m) and self._place(m)][:1]
        if predicate.verb.type == "CONSULT" and predicate.verb.mode == "meet":
            found = [m for m in found if not self._place(m)]
        if not found and predicate.verb.type == "REJECT" and self.before is not None and self.before.code not in own:
            found = [self.before]
        return found

    def _place(self, mention: Mention) -> bool:
        """Whether a mention says where: 'in the Kyrgyz capital'."""
        i = mention.first - 1
        while i >= 0 and (self.tokens[i].word in DETERMINERS or self.tokens[i].text[:1].isupper() or self.tokens[i].word in {"northern", "southern", "eastern", "western", "of", "city", "town", "village", "capital", "region", "province", ","}):
            i -= 1
        return i >= 0 and self.tokens[i].word in {"in", "at", "near", "on", "across", "outside", "from", "against", "around"}

    def _stop(self, predicate: Predicate) -> int:
        for i in range(predicate.end + 1, min(predicate.end + REACH, len(self.tokens))):
            word = self.tokens[i].word
            if word in {"if", "unless", "until"} and predicate.verb.type == "THREATEN":
                continue
            if word in STOPS or word in {";", ":"} or (word == "as" and predicate.verb.type not in {"CONSULT", "ACCUSE"}):
                return i
            if word == "that" and predicate.verb.type not in {"ACCUSE", "THREATEN", "REQUEST", "REJECT"}:
                return i
        return predicate.end + REACH

    # Nominal acts

    def _nominal(self, day: date, number: int) -> Iterator[Act]:
        words = [t.word for t in self.tokens]
        for i, word in enumerate(words):
            kind = NOUNS.get(word)
            if kind is None:
                continue
            type_, mode, quad = kind
            pair = self._between(i) or (self._joined(i))
            for a, b in pair:
                yield Act(day, a, b, type_, mode, quad, "nominal", word, number)
                yield Act(day, b, a, type_, mode, quad, "nominal", word, number)

    def _obligations(self, day: date, number: int) -> Iterator[Act]:
        """Yield demands and appeals put as duties: 'Russia says that Sudan must return a helicopter'."""
        for i, token in enumerate(self.tokens):
            if token.word not in {"must", "should"}:
                continue
            whom = next((m for m in self.named if m.last == i - 1 and m.code), None)
            if whom is None and i >= 2 and self.tokens[i - 1].word == "it" and self.tokens[i - 2].word == "that":
                whom = next((m for m in self.named if m.last == i - 3 and m.code), None)
            say = next((j for j in range(i - 1, max(-1, i - 10), -1) if self.tokens[j].word in SAY | {"reiterated", "insists", "reminder", "informs", "tells", "warns"}), None)
            if whom is None or say is None:
                continue
            for m in self._subjects(say, actors=True):
                if m.code != whom.code:
                    quad = "verbal_conflict" if token.word == "must" else "verbal_cooperation"
                    yield Act(day, m.code or "", whom.code or "", "REQUEST", "demand" if token.word == "must" else "appeal", quad, "duty", f"{self.tokens[say].text} {token.text}", number)

    def _strikes(self, day: date, number: int) -> Iterator[Act]:
        """Yield attacks named by nouns: 'Israeli airstrikes in Gaza kill', 'shelling by Syrian forces of the Lebanese village'."""
        harm = any(p.verb.type == "ASSAULT" for p in self.predicates) or bool({"killed", "injured", "wounded", "dead", "kills", "killing"} & {t.word for t in self.tokens})
        for m in self.named:
            if m.role != "force" or not m.code:
                continue
            ahead = [t.word for t in self.tokens[m.last + 1 : m.last + 5]]
            noun = next((k for k, w in enumerate(ahead) if w in STRIKES), None)
            behind = [t.word for t in self.tokens[max(0, m.first - 4) : m.first]]
            if noun is None and not ("by" in behind and STRIKES & set(behind)):
                continue
            start = m.last + 1 + (noun or 0)
            for i in range(start, min(start + 8, len(self.tokens))):
                word = self.tokens[i].word
                if word in STOPS or word in {",", ";"} and i > start + 3:
                    break
                if word in {"on", "against", "across", "targeting", "into"} or (word in {"in", "at", "near", "around"} and harm):
                    near = [n for n in self.named if i < n.first <= i + 14 and n.code and not STOPS & {t.word for t in self.tokens[i : n.first]}]
                    near = near or [c for c in self._claimant(m.first) if word in {"on", "against"}]
                    if near and near[0].code != m.code:
                        yield Act(day, m.code, near[0].code or "", "ASSAULT", "attack", "material_conflict", "strike", " ".join(t.text for t in self.tokens[m.first : start + 1]), number)
                    break

    def _between(self, i: int) -> list[tuple[str, str]]:
        """Return the states in 'talks between X and Y'."""
        words = [t.word for t in self.tokens[i + 1 : i + 4]]
        if "between" not in words:
            return []
        at = i + 1 + words.index("between")
        near = [m for m in self.named if at < m.first <= at + 10 and m.code]
        if len(near) < 2 or near[0].code == near[1].code:
            return []
        gap = {t.word for t in self.tokens[near[0].last + 1 : near[1].first]}
        if "and" not in gap:
            return []
        return [(near[0].code or "", near[1].code or "")]

    def _joined(self, i: int) -> list[tuple[str, str]]:
        """Return the states in 'Israeli–Palestinian talks'."""
        near = [m for m in self.named if i - 5 <= m.first < i and m.code]
        for a, b in zip(near, near[1:], strict=False):
            gap = [t.word for t in self.tokens[a.last + 1 : b.first]]
            if gap in (["\u2013"], ["-"], ["and"]) and b.last >= i - 3 and a.code != b.code and a.role == b.role == "demonym":
                return [(a.code or "", b.code or "")]
        return []


NOUNS = {
    **dict.fromkeys(("talks", "summit", "negotiations", "meeting", "dialogue"), ("CONSULT", "meet", "verbal_cooperation")),
    **dict.fromkeys(("ceasefire", "truce", "treaty", "accord", "agreement", "deal"), ("AGREE", "agreement", "verbal_cooperation")),
    **dict.fromkeys(("clashes", "fighting", "clash", "war", "firefight", "skirmishes"), ("ASSAULT", "fight", "material_conflict")),
}


def _joined(tokens: Sequence[Token], named: Sequence[Mention]) -> tuple[Mention, ...]:
    """Give an adjective the role of the one that it is joined to: 'Indian and Pakistani troops'."""
    found = list(named)
    for k in range(len(found) - 2, -1, -1):
        gap = {t.word for t in tokens[found[k].last + 1 : found[k + 1].first]}
        if found[k].role == "attribute" and found[k + 1].adjective and gap and gap <= {"and", ",", "\u2013", "or"}:
            found[k] = replace(found[k], role=found[k + 1].role)
    return tuple(found)


def _with_role(tokens: Sequence[Token], mention: Mention) -> Mention:
    """Give a state's mention the class of the noun that it qualifies, or that it follows with 'of'."""
    if mention.role not in {"state", "demonym", "capital"}:
        return mention
    possessive = tokens[mention.last].possessive
    if mention.role == "state" and not possessive and mention.first >= 2 and tokens[mention.first - 1].word in {"of", "the"}:
        j = mention.first - 1
        while j > 0 and tokens[j].word in {"of", "the"}:
            j -= 1
        if heads().get(tokens[j].word) in {"government", "force", "opposition", "citizen"} and tokens[mention.first - 1 if tokens[mention.first - 1].word == "of" else mention.first - 2].word == "of":
            kind = heads()[tokens[j].word]
            return replace(mention, role="armed group" if kind == "opposition" else kind)
    attributive = possessive or mention.role == "demonym" or mention.text.startswith(("U.S", "US", "UK", "United", "UAE"))
    if not attributive and mention.role == "state":
        return mention
    kinds = []
    for i in range(mention.last + 1, min(mention.last + 6, len(tokens))):
        word = tokens[i].word
        if word in PREPOSITIONS or word in {",", ".", ";", ":", "and", '"', "who", "that", "(", "\u2013"} or word in AUXILIARIES:
            break
        if word in forms() and forms()[word].tense in {"third", "past"} and word not in heads():
            break
        if word in heads():
            kinds.append(heads()[word])
    if kinds:
        kind = kinds[0]
        if kind == "opposition":
            kind = "armed group"
        return replace(mention, role=kind, adjective=not possessive)
    if mention.role == "demonym" or possessive:
        plural = mention.text.endswith("s") and not possessive
        return replace(mention, role="citizen" if plural else ("government" if possessive else "attribute"), adjective=not plural and not possessive)
    return mention


def _predicates(tokens: Sequence[Token], named: Sequence[Mention]) -> Iterator[Predicate]:
    inside = {i for m in named for i in range(m.first, m.last + 1)}
    for i, token in enumerate(tokens):
        form = forms().get(token.word)
        if form is None or i in inside or token.possessive:
            continue
        if token.text[:1].isupper() and i:
            continue
        previous = tokens[i - 1].word if i else ""
        following = tokens[i + 1].word if i + 1 < len(tokens) else ""
        if form.tense == "base" and not _is_base_verb(tokens, i, named):
            continue
        if form.tense == "third" and _is_noun(tokens, i, named, previous, following):
            continue
        if form.tense == "ing" and previous not in BE | {",", "by"} and heads().get(previous) != "force" and "other" not in {following, *(t.word for t in tokens[i + 1 : i + 3])}:
            continue
        passive = form.tense == "past" and _is_passive(tokens, i)
        if form.tense == "past" and not passive and (previous in DETERMINERS or following == "by"):
            if following != "by":
                continue
            passive = True
        if form.tense == "past" and not passive and (following in PREPOSITIONS or not following.isalnum()) and form.verb in PATIENT:
            continue
        if form.tense == "past" and not passive and previous in forms() and forms()[previous].tense in {"third", "base"}:
            continue
        entry, end = _entry(tokens, i, form.verb)
        if entry is None:
            continue
        if entry.quad == "material_conflict" and any(t.word in TENTATIVE for t in tokens[max(0, i - 5) : i]):
            entry = replace(entry, type="THREATEN", mode="threaten", quad="verbal_conflict")
        if entry.quad == "material_cooperation" and any(t.word in TENTATIVE for t in tokens[max(0, i - 5) : i]):
            entry = replace(entry, type="AGREE", mode="promise", quad="verbal_cooperation")
        words = [t.word for t in tokens[max(0, i - 4) : i]]
        yield Predicate(i, end, entry, passive, bool(NEGATIONS & set(words)) or "without" in words[-1:], form.tense)


def _is_passive(tokens: Sequence[Token], i: int) -> bool:
    for j in range(i - 1, max(-1, i - 4), -1):
        if tokens[j].word in BE:
            return True
        if tokens[j].word not in AUXILIARIES:
            return False
    return False


def _is_base_verb(tokens: Sequence[Token], i: int, named: Sequence[Mention]) -> bool:
    previous = tokens[i - 1].word if i else ""
    if previous == "to":
        return any(tokens[j].word in GOVERNING for j in range(max(0, i - 4), i - 1))
    if previous in {"will", "would", "can", "could", "may", "might", "must", "should", "not", "jointly"}:
        return True
    if previous in DETERMINERS or previous in PREPOSITIONS:
        return False
    plural = any(m.last == i - 1 and m.text.endswith("s") for m in named) or (previous.endswith("s") and previous in heads())
    several = any(i - 4 <= m.last < i for m in named) and any(t.word == "and" for t in tokens[max(0, i - 8) : i])
    return plural or several


def _is_noun(tokens: Sequence[Token], i: int, named: Sequence[Mention], previous: str, following: str) -> bool:
    """Whether a form in -s is a plural noun: 'Israeli strikes', 'the claims of'."""
    if previous in DETERMINERS or previous in PREPOSITIONS or (i and tokens[i - 1].possessive):
        return True
    for m in named:
        if m.last == i - 1:
            return m.adjective
    if tokens[i].word not in NOUN_PRONE:
        return False
    if previous in QUALIFIERS:
        return not (following in DETERMINERS or (i + 1 < len(tokens) and (tokens[i + 1].text[:1].isupper() or following.isdigit())))
    if i and tokens[i - 1].text[:1].isupper():
        return False
    return previous not in AUXILIARIES and heads().get(previous) not in {"government", "force"} and previous not in PRONOUNS | {"and"}


def _entry(tokens: Sequence[Token], i: int, verb: str) -> tuple[Verb | None, int]:
    """Return the row of a verb whose companion stands near, else the row without one."""
    words = [t.word for t in tokens[i + 1 : i + 1 + SPAN]]
    for row in verbs()[verb]:
        if not row.companions:
            return row, i
        for k, word in enumerate(words):
            if word in STOPS:
                break
            if word in row.companions:
                return row, i + 1 + k if k < 3 else i
    return None, i
