"""Acts that nouns name: talks between two states, airstrikes of one in another, what a state must do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from detente.coding.lexicon import nouns, words
from detente.coding.mentions import Mention
from detente.coding.phrases import between, is_place
from detente.coding.predicates import Predicate
from detente.coding.roles import ACTORS
from detente.coding.subjects import Subjects, one_a_state
from detente.coding.tokens import Token

__all__ = ["Found", "duties", "named_acts", "strikes"]

NEAR, FAR = 8, 14  # tokens from an attack to its preposition, and on to what is attacked


@dataclass(frozen=True, slots=True)
class Found:
    """An act in a sentence: the two mentions, its class, the rule, the words and the tokens from first to last."""

    source: Mention
    target: Mention
    type: str
    mode: str
    quad: str
    rule: str
    matched: str
    first: int
    last: int


def named_acts(tokens: Sequence[Token], named: Sequence[Mention], subjects: Subjects) -> Iterator[Found]:
    """Yield talks, agreements and fighting between two states: 'talks between X and Y', 'Israeli–Palestinian talks'."""
    for i, token in enumerate(tokens):
        kind = nouns().get(token.word)
        if kind is None or _is_off(tokens, i, "ending" if kind.quad.endswith("conflict") else "unfulfilled"):
            continue
        pair = _between(tokens, named, i) or _joined(tokens, named, i)
        if not pair and kind.quad == "material_conflict":
            pair = _with(tokens, named, subjects, i) or _losses(tokens, named, i)
        for source, target in (pair, pair[::-1]) if pair else ():
            yield Found(source, target, kind.type, kind.mode, kind.quad, "nominal", token.text, i, i)


def _between(tokens: Sequence[Token], named: Sequence[Mention], i: int) -> tuple[Mention, ...]:
    ahead = [token.word for token in tokens[i + 1 : i + 7]]
    if "between" not in ahead:
        return ()
    at = i + 1 + ahead.index("between")
    gap = set(ahead[1 : at - i - 1])
    if any(i < m.first < at and not is_place(tokens, m) for m in named) or words("stop") & gap or nouns().keys() & gap:
        return ()
    near = [m for m in named if at < m.first <= at + 10][:2]
    if (
        len(near) < 2
        or _is_one_side(tokens, *near)
        or "and" not in {token.word for token in tokens[max(near[0].last + 1, near[1].first - 4) : near[1].first]}
    ):
        return ()
    return _two(near[0], near[1])


def _is_one_side(tokens: Sequence[Token], a: Mention, b: Mention) -> bool:
    """Whether two states fight a third party: 'between Chilean and Peruvian forces and rebels'."""
    after = [token.word for token in tokens[b.last + 1 : b.last + 5]]
    return b.adjective and a.last == b.first - 2 and "and" in after


def _with(tokens: Sequence[Token], named: Sequence[Mention], subjects: Subjects, i: int) -> tuple[Mention, ...]:
    """Return who fights whom: 'after clashes with Chile', where the first state of the sentence is the other side."""
    if i + 1 >= len(tokens) or tokens[i + 1].word != "with":
        return ()
    foe = next((m for m in named if i + 1 < m.first <= i + 4), None)
    own = next((m for m in named if m.first < i and m.role in ACTORS and not subjects.governed(m)), None)
    if foe is None or foe.role not in {"state", "force"} or own is None or tokens[i].word == "war":
        return ()
    if any(m.first < i and m.code not in {own.code, foe.code} for m in named):
        return ()
    return _two(own, foe)


def _losses(tokens: Sequence[Token], named: Sequence[Mention], i: int) -> tuple[Mention, ...]:
    """Return whose soldiers fell in a clash, where both did: 'two Chilean and three Peruvian soldiers are killed'."""
    harmed = any(token.word in words("harm") or token.word in words("loss") for token in tokens)
    states = [m for m in one_a_state(named) if not is_place(tokens, m)]
    others = any(m.role in {"armed group", "organisation"} or m.role not in ACTORS for m in states)
    if not harmed or others or len(states) != 2 or tokens[min(i + 1, len(tokens) - 1)].word == "with":
        return ()
    elsewhere = {m.code for m in named} - {m.code for m in states}
    gap = between(tokens, *states)
    joined = "and" in gap and not (gap & words("stop") or any(word in {",", ";"} for word in gap))
    forces = all(m.role == "force" or m.adjective for m in states)
    return _two(*states) if joined and forces and not elsewhere else ()


def _is_off(tokens: Sequence[Token], i: int, kind: str) -> bool:
    """Whether fighting is ended or averted, or talks wished for or off: 'agree to end a stand-off', 'reject talks'."""
    return any(token.word in words(kind) for token in tokens[max(0, i - 6) : i])


def _joined(tokens: Sequence[Token], named: Sequence[Mention], i: int) -> tuple[Mention, ...]:
    near = [m for m in named if i - 5 <= m.first < i and m.code]
    for a, b in pairwise(near):
        gap = [token.word for token in tokens[a.last + 1 : b.first]]
        adjectives = a.role == b.role == "demonym"
        if gap in (["\u2013"], ["-"], ["and"]) and b.last >= i - 3 and adjectives:
            return _two(a, b)
    return ()


def _two(a: Mention, b: Mention) -> tuple[Mention, ...]:
    return (a, b) if a.code and b.code and a.code != b.code else ()


def strikes(
    tokens: Sequence[Token], named: Sequence[Mention], verbs: Sequence[Predicate], subjects: Subjects
) -> Iterator[Found]:
    """Yield attacks: 'Israeli airstrikes in Gaza kill', 'shelling by Syrian forces of a Turkish village'."""
    harm = any(p.verb.type == "ASSAULT" for p in verbs) or any(token.word in words("harm") for token in tokens)
    for mention in named:
        if mention.role != "force" or not mention.code:
            continue
        ahead = [token.word for token in tokens[mention.last + 1 : mention.last + 5]]
        noun = next((k for k, word in enumerate(ahead) if word in words("attack")), None)
        behind = {token.word for token in tokens[max(0, mention.first - 4) : mention.first]}
        if noun is None and not ("by" in behind and words("attack") & behind):
            continue
        start = mention.last + 1 + (noun or 0)
        target = _struck(tokens, named, subjects, mention, start, harm=harm) or _harmed(
            tokens, named, verbs, subjects, mention
        )
        if target is not None and target.code and target.code != mention.code:
            matched = " ".join(token.text for token in tokens[mention.first : start + 1])
            act = ("ASSAULT", "attack", "material_conflict", "strike")
            yield Found(mention, target, *act, matched, mention.first, start)


def _struck(
    tokens: Sequence[Token], named: Sequence[Mention], subjects: Subjects, force: Mention, start: int, *, harm: bool
) -> Mention | None:
    """Return what an attack hits: the mention after 'on', or after 'in' where harm is reported, or who reports it."""
    for i in range(start, min(start + NEAR, len(tokens))):
        word = tokens[i].word
        if word in words("stop") or (word in {",", ";"} and i > start + 3):
            return None
        if word in words("onto") or (word in words("within") and harm):
            for mention in named:
                stopped = any(token.word in words("stop") for token in tokens[i : mention.first])
                if i < mention.first <= i + FAR and mention.code and not stopped:
                    return mention
            reporter = subjects.claimant(force.first) if word in {"on", "against", "in"} else []
            return reporter[0] if reporter else None
    return None


def _harmed(
    tokens: Sequence[Token], named: Sequence[Mention], verbs: Sequence[Predicate], subjects: Subjects, force: Mention
) -> Mention | None:
    """Return who is killed in an attack, or where: 'two Danish sailors are killed in a Polish airstrike'."""
    for verb in verbs:
        if verb.passive and verb.verb.type == "ASSAULT" and verb.at < force.first:
            whom = subjects.of(verb.at, actors=False)
            where = [m for m in named if verb.end < m.first < force.first and m.code and is_place(tokens, m)]
            return next(iter([*whom, *where]), None)
    return None


def duties(tokens: Sequence[Token], named: Sequence[Mention], subjects: Subjects) -> Iterator[Found]:
    """Yield demands and appeals put as duties: 'Russia says that Sudan must return a helicopter'."""
    for i, token in enumerate(tokens):
        if token.word not in {"must", "should"}:
            continue
        whom = _obliged(tokens, named, i)
        say = _report(tokens, i)
        if whom is None or say is None or not whom.code:
            continue
        mode, quad = ("demand", "verbal_conflict") if token.word == "must" else ("appeal", "verbal_cooperation")
        for mention in subjects.of(say):
            if mention.code and mention.code != whom.code:
                matched = f"{tokens[say].text} {token.text}"
                yield Found(mention, whom, "REQUEST", mode, quad, "duty", matched, say, i)


def _obliged(tokens: Sequence[Token], named: Sequence[Mention], i: int) -> Mention | None:
    """Return who must: 'Sudan must', or 'informs India that it must'."""
    last = i - 3 if i >= 2 and tokens[i - 1].word == "it" and tokens[i - 2].word == "that" else i - 1
    return next((m for m in named if m.last == last and m.code), None)


def _report(tokens: Sequence[Token], i: int) -> int | None:
    reported = words("report") | words("demand")
    return next((j for j in range(i - 1, max(-1, i - 10), -1) if tokens[j].word in reported), None)
