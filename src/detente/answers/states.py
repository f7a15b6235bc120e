"""The verb states: look up a name or code, with codes, spells and names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Literal, overload

from detente.documents.answer import Answer
from detente.errors import check_choice
from detente.identity import State, resolve
from detente.identity import states as members_on
from detente.identity.records import names_of

if TYPE_CHECKING:
    import polars as pl

__all__ = ["CODES", "StateAnswer", "StateList", "states"]

CODES = ("cow", "gw", "iso3", "iso2", "iso_numeric", "fips", "cameo")
SYSTEMS = ("cow", "gw")
COLUMNS = ("code", "name", "official", "kind", *CODES)


@dataclass(frozen=True)
class StateAnswer(Answer):
    """The state that a name or code means on a day.

    Parameters
    ----------
    state : State
        The state as it was on the day.
    """

    state: State

    def names(self) -> list[dict[str, Any]]:
        """Return every name on record, at all dates; None where a name has no first or last day."""
        return [
            {
                "name": row.name,
                "use": row.use,
                "from": None if row.period.start == date.min else row.period.start,
                "until": None if row.period.end == date.max else row.period.end,
            }
            for row in names_of().get(self.state.code, ())
        ]

    def frame(self) -> pl.DataFrame:
        """Return the state's names and codes, in one row."""
        return _frame([self.state])

    def as_dict(self) -> dict[str, Any]:
        """Return the state as plain data."""
        return {**_plain(self.state), "names": self.names()}


@dataclass(frozen=True)
class StateList(Answer):
    """The members of a list of states on a day.

    Parameters
    ----------
    system : {'cow', 'gw'}
        Correlates of War, or Gleditsch and Ward.
    states : tuple of State
        The states as they were on the day.
    """

    system: str
    states: tuple[State, ...]

    def frame(self) -> pl.DataFrame:
        """Return the states' names and codes, a row each."""
        return _frame(self.states)

    def as_dict(self) -> list[dict[str, Any]]:
        """Return the states as plain data."""
        return [_plain(state) for state in self.states]


@overload
def states(name: str | int, *, on: date | str | None = None, scheme: str | None = None) -> StateAnswer: ...


@overload
def states(name: None = None, *, on: date | str | None = None, system: str = "cow") -> StateList: ...


def states(
    name: str | int | None = None,
    *,
    on: date | str | None = None,
    scheme: str | None = None,
    system: str = "cow",
) -> StateAnswer | StateList:
    """Return which state a name or code means on a day, or all states of that day.

    Parameters
    ----------
    name : str or int, optional
        A name, code or number; see `detente.resolve`.
    on : datetime.date or str, optional
        The day; by default today.
    scheme : str, optional
        How the name is written; by default names and codes are recognised.
    system : {'cow', 'gw'}, optional
        Which list to return: Correlates of War, or Gleditsch and Ward.

    Returns
    -------
    StateAnswer or StateList
        The second if `name` is None.

    Raises
    ------
    UnknownState, AmbiguousState, NotAStateThen
        A name that means no state, several, or none on the day.
    UsageError
        No such scheme or list.

    Examples
    --------
    >>> states("Soviet Union", on="1985-03-11").state.code
    'RUS'
    >>> len(states(on="1914-01-01").states)
    45
    """
    check_choice("system", system, SYSTEMS)
    if name is not None:
        return StateAnswer(resolve(name, on, scheme=scheme))
    chosen: Literal["cow", "gw"] = "gw" if system == "gw" else "cow"
    return StateList(system, tuple(members_on(on, chosen)))


def _frame(states: list[State] | tuple[State, ...]) -> pl.DataFrame:
    import polars as pl  # noqa: PLC0415 - a name is resolved without it

    rows = [[_text(getattr(state, column)) for column in COLUMNS] for state in states]
    return pl.DataFrame(rows, schema=dict.fromkeys(COLUMNS, pl.String), orient="row")


def _text(code: str | int | None) -> str | None:
    return None if code is None else str(code)


def _plain(state: State) -> dict[str, Any]:
    return {
        "code": state.code,
        "name": state.name,
        "official": state.official,
        "demonym": state.demonym,
        "kind": state.kind,
        "codes": {code: getattr(state, code) for code in CODES},
        "spells": [{"system": s.system, "number": s.number, "start": s.start, "end": s.end} for s in state.spells],
        "note": state.note,
    }
