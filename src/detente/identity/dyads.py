"""Pairs of states: a directed dyad (one acts on another) and an undirected dyad are different types."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.errors import UsageError
from detente.identity.resolution import resolve, resolve_state

if TYPE_CHECKING:
    from datetime import date

__all__ = ["Directed", "Undirected", "resolve_dyad", "resolve_states"]

_ARROWS = ("→", "->", ">")
_LINES = ("–", "—", " - ", "/", ":")


def _check(first: str, second: str) -> None:
    for code in (first, second):
        if len(code) != 3 or not (code.isascii() and code.isalpha() and code.isupper()):
            raise UsageError(
                f"invalid state code {code!r}: expected three capital letters. resolve() turns names into codes.",
                value=code,
            )
    if first == second:
        raise UsageError(f"a dyad needs two different states, not {first} twice", value=first)


@dataclass(frozen=True, slots=True, order=True)
class Directed:
    """A pair in which one state acts on another.

    Parameters
    ----------
    source, target : str
        Three-letter codes of two states.

    Raises
    ------
    UsageError
        If a code is malformed, or both are the same.

    Examples
    --------
    >>> Directed("RUS", "JPN").reverse
    Directed(source='JPN', target='RUS')
    """

    source: str
    target: str

    def __post_init__(self) -> None:
        _check(self.source, self.target)

    def __str__(self) -> str:
        return f"{self.source}→{self.target}"

    @property
    def reverse(self) -> Directed:
        """The same pair in the other direction."""
        return Directed(self.target, self.source)

    @property
    def undirected(self) -> Undirected:
        """The same pair without direction."""
        return Undirected(self.source, self.target)

    @classmethod
    def parse(cls, text: str, on: date | str | None = None) -> Directed:
        """Read a directed pair, such as ``RUS→JPN``, ``RUS>JPN`` or ``Russia -> Japan``.

        Parameters
        ----------
        text : str
            Two names or codes with an arrow between.
        on : date or str, optional
            The date at which names are resolved; today if omitted.

        Returns
        -------
        Directed
            The pair.

        Raises
        ------
        UsageError
            If there is no arrow, or a name does not resolve.

        Examples
        --------
        >>> print(Directed.parse("Russia -> Japan"))
        RUS→JPN
        """
        source, target = _split(text, _ARROWS, "RUS→JPN")
        return cls(resolve(source, on).code, resolve(target, on).code)


@dataclass(frozen=True, slots=True, order=True)
class Undirected:
    """A pair without direction; the codes are in alphabetical order.

    Parameters
    ----------
    a, b : str
        Three-letter codes of two states, in either order.

    Raises
    ------
    UsageError
        If a code is malformed, or both are the same.

    Examples
    --------
    >>> Undirected("RUS", "JPN")
    Undirected(a='JPN', b='RUS')
    """

    a: str
    b: str

    def __post_init__(self) -> None:
        _check(self.a, self.b)
        if self.a > self.b:
            first, second = self.b, self.a
            object.__setattr__(self, "a", first)
            object.__setattr__(self, "b", second)

    def __str__(self) -> str:
        return f"{self.a}–{self.b}"

    def __contains__(self, code: object) -> bool:
        return code in (self.a, self.b)

    def directed(self) -> tuple[Directed, Directed]:
        """Return both directions, a→b first."""
        return Directed(self.a, self.b), Directed(self.b, self.a)

    @classmethod
    def parse(cls, text: str, on: date | str | None = None) -> Undirected:
        """Read an undirected pair, such as ``JPN–RUS``, ``JPN-RUS`` or ``Japan / Russia``.

        Parameters
        ----------
        text : str
            Two names or codes with a dash, slash or colon between; a bare hyphen only between codes.
        on : date or str, optional
            The date at which names are resolved; today if omitted.

        Returns
        -------
        Undirected
            The pair.

        Raises
        ------
        UsageError
            If the text is not two names, or a name does not resolve.

        Examples
        --------
        >>> print(Undirected.parse("Russia / Japan"))
        JPN–RUS
        """
        bare = text.strip()
        hyphened = len(bare) == 7 and bare[3] == "-"
        first, second = (bare[:3], bare[4:]) if hyphened else _split(text, _LINES, "JPN–RUS or Japan / Russia")
        return cls(resolve(first, on).code, resolve(second, on).code)


def _split(text: str, marks: tuple[str, ...], example: str) -> tuple[str, str]:
    mark = next((mark for mark in marks if mark in text), None)
    parts = [] if mark is None else [part.strip() for part in text.split(mark)]
    if len(parts) != 2 or not all(parts):
        raise UsageError(f"invalid dyad {text!r}: expected two states, as in {example}", value=text)
    return parts[0], parts[1]


def resolve_dyad(first: str, second: str, day: date, scheme: str | None = None) -> tuple[str, str]:
    """Return the codes of two different states at a date, resolved in one scheme if it is given.

    Raises
    ------
    UnknownState, AmbiguousState, NotAStateThen
        If a name means no state, an organisation, several states, or no state at the date.
    UsageError
        If both are the same state.

    Examples
    --------
    >>> from datetime import date
    >>> resolve_dyad("Japan", "Soviet Union", date(1985, 1, 1))
    ('JPN', 'RUS')
    """
    a, b = (resolve_state(text, day, scheme=scheme).code for text in (first, second))
    Directed(a, b)
    return a, b


def resolve_states(names: Sequence[str], day: date, scheme: str | None = None) -> tuple[str, ...]:
    """Return the codes of one state, or of two different states, at a date.

    Raises
    ------
    UsageError
        As for `resolve_dyad`.

    Examples
    --------
    >>> from datetime import date
    >>> resolve_states(["740"], date(2015, 1, 1), "cow")
    ('JPN',)
    """
    if len(names) == 1:
        return (resolve_state(names[0], day, scheme=scheme).code,)
    first, second = names
    return resolve_dyad(first, second, day, scheme)
