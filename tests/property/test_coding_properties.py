"""What holds for the coder's acts whatever the sentence: voice, order, unrelated sentences, states without an act."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from detente.catalog import PLOVER, QUADS
from detente.coding import code_text

DAY = date(2016, 5, 4)
STATES = {
    "NOR": "Norway",
    "CHL": "Chile",
    "PER": "Peru",
    "KEN": "Kenya",
    "FIN": "Finland",
    "ESP": "Spain",
    "LAO": "Laos",
    "MLT": "Malta",
    "QAT": "Qatar",
    "GHA": "Ghana",
}
# third person, participle: verbs that take their object without a preposition
VERBS = {
    "condemns": "condemned",
    "attacks": "attacked",
    "bombs": "bombed",
    "accuses": "accused",
    "praises": "praised",
    "criticises": "criticised",
    "invades": "invaded",
    "rejects": "rejected",
    "sanctions": "sanctioned",
    "supports": "supported",
}
UNRELATED = (
    "Heavy rain falls in the mountains.",
    "A new museum opens its doors.",
    "Prices of copper rise for a third month.",
    "A parliament debates a bill on schools.",
    "Voters elect a mayor.",
)

pairs = st.lists(st.sampled_from(sorted(STATES)), min_size=2, max_size=2, unique=True)
verbs = st.sampled_from(sorted(VERBS))
examples = settings(max_examples=50, deadline=None)


def read(text: str) -> set[tuple[str, str, str]]:
    return {(act.source, act.target, act.type) for act in code_text(text, DAY)}


def sentence(pair: list[str], verb: str) -> str:
    return f"{STATES[pair[0]]} {verb} {STATES[pair[1]]}."


@examples
@given(pairs, verbs)
def test_the_passive_says_what_the_active_says(pair: list[str], verb: str) -> None:
    passive = f"{STATES[pair[1]]} is {VERBS[verb]} by {STATES[pair[0]]}."
    active = read(sentence(pair, verb))
    assert {(source, target) for source, target, _ in active} == {tuple(pair)}
    assert read(passive) == active


@examples
@given(pairs, verbs)
def test_exchanging_the_states_exchanges_source_and_target(pair: list[str], verb: str) -> None:
    exchanged = {(target, source, kind) for source, target, kind in read(sentence(pair, verb))}
    assert read(sentence(pair[::-1], verb)) == exchanged


@examples
@given(st.lists(st.tuples(pairs, verbs), min_size=1, max_size=4), st.randoms(use_true_random=False))
def test_the_order_of_full_sentences_is_of_no_account(clauses: list[tuple[list[str], str]], shuffle: object) -> None:
    texts = [sentence(pair, verb) for pair, verb in clauses]
    mixed = list(texts)
    shuffle.shuffle(mixed)  # type: ignore[attr-defined]
    assert read(" ".join(mixed)) == read(" ".join(texts))


@examples
@given(pairs, verbs, st.sampled_from(UNRELATED), st.booleans())
def test_an_unrelated_sentence_adds_nothing(pair: list[str], verb: str, other: str, first: bool) -> None:
    text = sentence(pair, verb)
    assert read(f"{other} {text}" if first else f"{text} {other}") == read(text)


@examples
@given(st.sampled_from(sorted(STATES)), verbs, st.sampled_from(["a storm", "the rebels", "its opposition", "a film"]))
def test_no_act_without_two_states(state: str, verb: str, other: str) -> None:
    assert read(f"{STATES[state]} {verb} {other}.") == set()
    assert read(f"{other.capitalize()} {verb} {STATES[state]}.") == set()


@examples
@given(st.sampled_from(sorted(STATES)), verbs)
def test_no_state_acts_toward_itself(state: str, verb: str) -> None:
    assert read(sentence([state, state], verb)) == set()


@examples
@given(pairs, verbs)
def test_an_act_is_not_done_where_it_is_negated(pair: list[str], verb: str) -> None:
    done = read(sentence(pair, verb))
    base = next(act.matched for act in code_text(sentence(pair, verb), DAY)).removesuffix("s")
    assert not done & read(f"{STATES[pair[0]]} does not {base} {STATES[pair[1]]}.")


@settings(max_examples=80, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [*STATES.values(), *VERBS, *VERBS.values(), "by", "and", "the", "with", "that", "says", ",", ".", "(", "'s"]
        ),
        max_size=40,
    )
)
def test_every_act_is_between_two_states_and_of_the_catalog(parts: list[str]) -> None:
    text = " ".join(parts)
    for act in code_text(text, DAY):
        assert act.source != act.target
        assert {STATES[act.source], STATES[act.target]} <= set(parts)
        assert act.type in PLOVER
        assert act.quad in QUADS
        assert act.matched
