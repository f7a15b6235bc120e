"""Laws of identity: names lead to their states, codes to themselves, and nothing else to anything."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from detente.errors import AmbiguousState, UsageError
from detente.identity import Directed, State, Undirected, resolve
from detente.identity.name_forms import names_matching
from detente.identity.records import (
    CodeRow,
    NameRow,
    Period,
    code_index,
    entities,
    name_index,
    names_of,
    normalise,
    spell_index,
)

FIRST, LAST = date(1816, 1, 1), date(2030, 12, 31)
CODES = sorted(entities())
NAMES = [row for rows in names_of().values() for row in rows]
FOREIGN = [row for by_code in code_index().values() for rows in by_code.values() for row in rows if row.code]


def days_within(row: NameRow | CodeRow) -> list[Period]:
    """Return the periods in which both the name is in use and its state exists."""
    shared = [
        Period(max(row.period.start, lived.start, FIRST), min(row.period.end, lived.end, LAST))
        for lived in entities()[row.code].lifetime
    ]
    return [one for one in shared if one.start <= one.end]


LIVE_NAMES = [(row, one) for row in NAMES for one in days_within(row)]
LIVE_FOREIGN = [(row, one) for row in FOREIGN for one in days_within(row)]
DAYS = st.dates(FIRST, LAST)


def codes_meant(text: str, on: date) -> set[str]:
    """Return the code that a text resolves to, or those of the candidates that it names."""
    try:
        return {resolve(text, on).code}
    except AmbiguousState as error:
        return {candidate.rsplit("(", 1)[1][:3] for candidate in error.candidates}


@given(st.data())
def test_every_name_leads_to_its_state_whenever_it_is_in_use(data: st.DataObject) -> None:
    row, one = data.draw(st.sampled_from(LIVE_NAMES))
    on = data.draw(st.dates(one.start, one.end))
    meant = codes_meant(row.name, on)
    assert row.code in meant
    assert meant == {row.code} or len({r.code for r in name_index()[normalise(row.name)]}) > 1


@given(st.data())
def test_every_foreign_code_leads_to_its_state_within_its_scheme(data: st.DataObject) -> None:
    row, one = data.draw(st.sampled_from(LIVE_FOREIGN))
    on = data.draw(st.dates(one.start, one.end))
    assert resolve(row.foreign, on, scheme=row.scheme).code == row.code


@given(st.data())
def test_every_number_leads_to_its_state_within_its_list(data: st.DataObject) -> None:
    (system, number), spells = data.draw(st.sampled_from(sorted(spell_index().items())))
    spell = data.draw(st.sampled_from(spells))
    on = data.draw(st.dates(spell.period.start, min(spell.period.end, LAST)))
    state = resolve(number, on, scheme=system)
    assert state.code == spell.code
    assert getattr(state, system) == number


@given(st.sampled_from(CODES), DAYS)
def test_resolving_a_code_gives_it_back(code: str, on: date) -> None:
    if not entities()[code].exists(on):
        return
    state = resolve(code, on)
    assert state.code == code
    assert resolve(state.code, on) == state
    assert resolve(code.lower(), on) == state
    assert resolve(state.name, on, scheme="name").code == code or state.name in {"Congo", "Korea"}


@given(st.sampled_from(NAMES), st.sampled_from(["upper", "lower", "title", "swapcase"]), DAYS)
def test_case_never_matters(row: NameRow, change: str, on: date) -> None:
    assert outcome(row.name, on) == outcome(getattr(row.name, change)(), on)


def outcome(text: str, on: date) -> object:
    try:
        return resolve(text, on)
    except UsageError as error:
        return type(error), sorted(getattr(error, "candidates", ()))


@given(st.text(max_size=24), DAYS)
def test_unknown_text_never_becomes_a_state(text: str, on: date) -> None:
    if not isinstance(outcome(text, on), State):
        return
    key = normalise(text)
    listed = bool(names_matching(text)) or key.upper() in entities()
    coded = any(key.upper() in by_code for by_code in code_index().values())
    numbered = key.isdigit() and any((s, int(key)) in spell_index() for s in ("cow", "gw"))
    assert listed or coded or numbered


@given(st.sampled_from(CODES), st.sampled_from(CODES))
def test_undirected_pairs_are_symmetric_and_ordered(first: str, second: str) -> None:
    if first == second:
        return
    pair = Undirected(first, second)
    assert pair == Undirected(second, first)
    assert pair.a < pair.b
    one, other = pair.directed()
    assert one.reverse == other
    assert one.undirected == other.undirected == pair


@given(st.sampled_from(CODES), st.sampled_from(CODES))
def test_reversing_a_directed_pair_twice_changes_nothing(source: str, target: str) -> None:
    if source == target:
        return
    pair = Directed(source, target)
    assert pair.reverse.reverse == pair
    assert pair.reverse != pair
