"""Mentions: where a sentence names a state, an organisation or an armed group, and in which role.

A name is looked up word by word, longest first, in the record of names (`detente.identity`) and in the coder's own
lists. Phrases that hold a state's name and mean no state (seas, airlines, newspapers, persons) are masked.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from detente.coding.lexicon import forms, heads, rows, words
from detente.coding.tokens import Token, tokenize
from detente.identity.records import NameRow, Period, entities, names_of, period, read_rows

__all__ = ["Mention", "mentions"]

STATE, DEMONYM, CAPITAL, PLACE = "state", "demonym", "capital", "place"
GOVERNMENT, FORCE, CITIZEN, ORGANISATION, GROUP = "government", "force", "citizen", "organisation", "armed group"
ANYTIME = Period(date.min, date.max)
LONGEST = 8  # words in a name
# names too short or too common to be read as a state in running text
SKIPPED = frozenset({"us", "brit", "chad", "may", "america", "korea", "congo", "roc", "rok", "drc", "union"})
KEPT = frozenset({"US", "UK", "UAE", "Chad", "DRC", "DPRK", "PRC", "America", "Korea", "Congo", "ROK"})


@dataclass(frozen=True, slots=True)
class Mention:
    """One name in a sentence.

    Parameters
    ----------
    first, last : int
        Indices of its tokens, both included.
    code : str or None
        The state's code; None for an organisation or armed group of no state.
    role : str
        ``state``, ``demonym``, ``capital``, ``place``, ``government``, ``force``, ``citizen``, ``organisation`` or
        ``armed group``.
    text : str
        The words.
    adjective : bool
        Whether it qualifies the noun after it.
    """

    first: int
    last: int
    code: str | None
    role: str
    text: str
    adjective: bool = False


@dataclass(frozen=True, slots=True)
class Name:
    """A name in the lists: whose, in which role, and when."""

    code: str | None
    role: str
    during: Period


def mentions(tokens: Sequence[Token], day: date) -> tuple[Mention, ...]:
    """Return the names in a sentence as they are read on a day, masked phrases left out.

    Parameters
    ----------
    tokens : sequence of Token
        A sentence.
    day : datetime.date
        When it was written. A state that had ceased to exist is not an answer.

    Examples
    --------
    >>> found = mentions(tokenize("Japan protests in the South China Sea against Chinese patrols"), date(2014, 5, 1))
    >>> [(m.code, m.role) for m in found]
    [('JPN', 'state'), ('CHN', 'demonym')]
    """
    index, masks = _names(), _masks()
    words = [token.word for token in tokens]
    found: list[Mention] = []
    i = 0
    while i < len(tokens):
        masked = _longest(words, i, masks)
        named = _longest(words, i, index)
        if masked and masked >= named:
            i += masked
            continue
        if named and (mention := _mention(tokens, i, named, day)) is not None:
            found.append(mention)
            i += named
            continue
        i += 1
    return tuple(found)


def _longest(words: Sequence[str], at: int, index: Container[tuple[str, ...]]) -> int:
    for length in range(min(LONGEST, len(words) - at), 0, -1):
        if tuple(words[at : at + length]) in index:
            return length
    return 0


def _mention(tokens: Sequence[Token], at: int, length: int, day: date) -> Mention | None:
    if not _is_written_as_name(tokens, at, length):
        return None
    listed = _names()[tuple(token.word for token in tokens[at : at + length])]
    choices = [name for name in listed if _holds(name.during, day) and _exists(name.code, day)]
    codes = {name.code for name in choices}
    if len(codes) != 1:
        choices = [name for name in choices if name.role != DEMONYM] or choices
        codes = {name.code for name in choices}
    if len(codes) != 1:
        return None  # not at this time, or 'Congolese', 'Korean': which is not said
    if choices[0].role == CAPITAL and (
        _is_given_name(tokens, at, at + length) or _is_document(tokens, at, at + length)
    ):
        return None
    text = " ".join(token.text for token in tokens[at : at + length])
    return Mention(at, at + length - 1, choices[0].code, choices[0].role, text)


def _is_written_as_name(tokens: Sequence[Token], at: int, length: int) -> bool:
    """Whether the words are written as a name is: 'Turkey', not 'turkey'; 'CAR' and 'SADR', not 'Car' and 'Sadr'."""
    text = tokens[at].text.removesuffix("'s")
    if not any(c.isupper() for token in tokens[at : at + length] for c in token.text):
        return False
    if text == "US" and at + 1 < len(tokens) and tokens[at + 1].text == "$":
        return False  # an amount
    skipped = text.lower() in SKIPPED and text not in KEPT
    return length > 1 or not (skipped or (text.lower() in _acronyms() and text == text.capitalize()))


def _is_given_name(tokens: Sequence[Token], at: int, after: int) -> bool:
    """Whether a capital's name begins a person's: 'officer Wellington Nordmann', but not 'in Kyiv Oblast'."""
    following = tokens[after] if after < len(tokens) else None
    before = tokens[at - 1].word if at else ""
    if before in words("preposition") or before in words("determiner"):
        return False
    if following is None or tokens[after - 1].possessive or following.word in heads() or following.word in forms():
        return False
    return following.text[:1].isupper() and following.word not in words("calendar")


def _is_document(tokens: Sequence[Token], at: int, after: int) -> bool:
    """Whether a capital names a document: 'the Minsk agreements', 'Treaty of Lisbon'."""
    following = tokens[after].word if after < len(tokens) else ""
    named = at > 1 and tokens[at - 1].word == "of" and tokens[at - 2].word in words("document name")
    return named or (following in words("document name") and not tokens[after - 1].possessive)


def _holds(during: Period, day: date) -> bool:
    return during.start <= day <= during.end


def _exists(code: str | None, day: date) -> bool:
    return code is None or any(_holds(spell, day) for spell in entities()[code].lifetime)


@cache
def _names() -> dict[tuple[str, ...], tuple[Name, ...]]:
    """Return every name by its words: the coder's actors, the record's names and plurals of demonyms, capitals."""
    index: dict[tuple[str, ...], list[Name]] = {}
    for row in rows("actors.csv"):
        _add(index, row["name"], Name(row["code"] or None, row["class"], period(row["from"], row["until"])))
    for row in rows("officeholders.csv"):
        _add(index, row["name"], Name(row["code"], GOVERNMENT, period(row["from"], row["until"])))
    own = set(index)
    for name in (name for names in names_of().values() for name in names if _in_text(name)):
        if _words(name.name) not in own:
            for form in _forms(name):
                _add(index, form, _recorded(name))
    taken = set(index)
    for row in read_rows("capitals.csv"):
        if _words(row["capital"]) not in taken:
            _add(index, row["capital"], Name(row["code"], CAPITAL, period(row["from"], row["until"])))
    return {key: tuple(names) for key, names in index.items()}


def _recorded(name: NameRow) -> Name:
    if entities()[name.code].kind == "organisation":
        return Name(None, ORGANISATION, name.period)
    return Name(name.code, DEMONYM if name.use == "demonym" else STATE, name.period)


@cache
def _acronyms() -> frozenset[str]:
    """Return the names that are written in capitals, such as 'UAE'."""
    listed = [name.name for names in names_of().values() for name in names if name.use == "alias"]
    listed += [row["name"] for row in rows("actors.csv")]
    return frozenset(name.lower() for name in listed if name.isalpha() and name.isupper())


def _add(index: dict[tuple[str, ...], list[Name]], text: str, name: Name) -> None:
    if name not in index.setdefault(_words(text), []):
        index[_words(text)].append(name)


def _words(text: str) -> tuple[str, ...]:
    return tuple(token.word for token in tokenize(text))


def _in_text(name: NameRow) -> bool:
    """Whether a name is one that running text uses, and not one of a list: 'Korea, South'."""
    return name.use in {"short", "official", "alias", "demonym"} and not set(name.name) & {",", "("}


def _forms(row: NameRow) -> list[str]:
    """Return a name and, for a demonym, its plural: 'Russians', but not 'Frenches'."""
    if row.use != "demonym":
        return [row.name]
    if row.name.endswith("man"):
        return [row.name, row.name.removesuffix("man") + "men"]
    plural = not row.name.endswith(("ese", "ch", "sh", "ss", "s"))
    return [row.name, row.name + "s"] if plural else [row.name]


@cache
def _masks() -> frozenset[tuple[str, ...]]:
    return frozenset(_words(row["phrase"]) for row in rows("masks.csv"))
