"""Targets: what is forecast, as data that can be stored today and resolved years later.

A target is an event about a state or a dyad: a *measure* compared with a threshold over a *window* of days, and the
rule by which records resolve it. Nothing in it is code, so it survives as JSON.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from math import isfinite
from types import MappingProxyType
from typing import Any, Literal, get_args

from detente.errors import UsageError
from detente.forecasts.contract import OPERATORS

__all__ = ["MEASURES", "ResolutionRule", "Target"]

Aggregate = Literal["value", "all", "any"]

MEASURES: Mapping[str, str] = MappingProxyType(
    {
        "temperature": "yearly temperature of a directed dyad, in standard deviations",
        "agreement": "raw agreement of a pair on the divided roll calls of a year, from 0 to 1",
        "rung": "rungs to which a dispute moves in the window, from 0 (settled or dormant) to 5 (war)",
        "sanction": "1 where a sanction still stands after the window's last day, else 0",
    }
)
OF_A_RECORD = ("rung", "sanction")  # measures of one record of the facts, named by its id
YEARLY = ("temperature", "agreement")  # measures of a dyad in a calendar year


@dataclass(frozen=True, slots=True)
class ResolutionRule:
    """How records resolve a target.

    Parameters
    ----------
    text : str
        The rule in words.
    dataset : str
        The records that resolve it: a dataset of events, ``unga-votes`` or ``facts``.
    aggregate : {'value', 'all', 'any'}
        How the measure's values in the window are taken: ``value``: the one value of the window; ``all``: the event
        happened if the comparison holds for each of them, also where there is none; ``any``: if it holds for one.
    record : str, optional
        Id of the dispute or sanction, for measures of one.
    """

    text: str
    dataset: str
    aggregate: Aggregate = "value"
    record: str | None = None

    def __post_init__(self) -> None:
        if self.aggregate not in get_args(Aggregate):
            allowed = ", ".join(get_args(Aggregate))
            raise UsageError(f"invalid aggregate {self.aggregate!r}: expected one of {allowed}", value=self.aggregate)


@dataclass(frozen=True, slots=True)
class Target:
    """An event that later records will show to have happened or not.

    Parameters
    ----------
    id : str
        Stable and unique: ``outlook.agreement.JPN.RUS.2017``.
    unit : tuple of str
        Codes of a state, or of a dyad (source and target, or a pair in the order of the alphabet).
    measure : str
        One of `MEASURES`.
    operator : {'<', '<=', '>', '>='}
        How a value of the measure is compared with the threshold for the event to have happened.
    threshold : float
        In the measure's unit.
    first, last : datetime.date
        The window: its first and last day.
    rule : ResolutionRule
        How records resolve it.

    Raises
    ------
    UsageError
        A measure, operator, unit, threshold or window that is not allowed.

    Examples
    --------
    >>> from datetime import date
    >>> rule = ResolutionRule("Raw agreement on divided roll calls of 2017 is below 0.6.", "unga-votes")
    >>> target = Target(
    ...     id="agreement.JPN.RUS.2017",
    ...     unit=("JPN", "RUS"),
    ...     measure="agreement",
    ...     operator="<",
    ...     threshold=0.6,
    ...     first=date(2017, 1, 1),
    ...     last=date(2017, 12, 31),
    ...     rule=rule,
    ... )
    >>> Target.from_json(target.to_json()) == target
    True
    """

    id: str
    unit: tuple[str, ...]
    measure: str
    operator: str
    threshold: float
    first: date
    last: date
    rule: ResolutionRule

    def __post_init__(self) -> None:
        if not self.id:
            raise UsageError("a target needs an id, such as agreement.JPN.RUS.2017", value=self.id)
        if len(self.unit) not in (1, 2) or not all(isinstance(code, str) and code for code in self.unit):
            raise UsageError(f"unit is {self.unit!r}; give the codes of one state or of two", value=self.unit)
        if self.measure not in MEASURES:
            raise UsageError(
                f"invalid measure {self.measure!r}: expected one of {', '.join(MEASURES)}", value=self.measure
            )
        if self.operator not in OPERATORS:
            raise UsageError(
                f"invalid operator {self.operator!r}: expected one of {', '.join(OPERATORS)}", value=self.operator
            )
        if not isfinite(self.threshold):
            raise UsageError(f"invalid threshold {self.threshold}: expected a finite number", value=self.threshold)
        if self.first > self.last:
            raise UsageError(
                f"the window runs from {self.first} to {self.last}; give its first day, then its last",
                value=(self.first, self.last),
            )
        if self.measure in YEARLY:
            self._check_years()
        if (self.rule.record is not None) != (self.measure in OF_A_RECORD):
            needs = "needs the id of a record" if self.measure in OF_A_RECORD else "takes no record"
            raise UsageError(f"the rule's record is {self.rule.record!r}: {self.measure} {needs}",
                             value=self.rule.record)  # fmt: skip

    def _check_years(self) -> None:
        """Refuse a yearly measure of one state alone, or of a window that is not made of whole years."""
        if len(self.unit) != 2:
            raise UsageError(f"unit is {self.unit!r}; {self.measure} is of two states", value=self.unit)
        window = (self.first, self.last)
        if (self.first.month, self.first.day, self.last.month, self.last.day) != (1, 1, 12, 31):
            raise UsageError(
                f"the window runs from {self.first} to {self.last}; {self.measure} is of calendar years: "
                "give 1 January of the first and 31 December of the last",
                value=window,
            )
        if self.rule.aggregate == "value" and self.first.year != self.last.year:
            raise UsageError(
                f"the window runs over {self.years} years; of several years the rule's aggregate must be all or any",
                value=window,
            )

    @property
    def years(self) -> int:
        """How many calendar years the window touches."""
        return self.last.year - self.first.year + 1

    def as_dict(self) -> dict[str, object]:
        """Return the target as plain data."""
        rule = {field.name: getattr(self.rule, field.name) for field in fields(ResolutionRule)}
        plain: dict[str, object] = {field.name: getattr(self, field.name) for field in fields(Target)}
        window = {"first": self.first.isoformat(), "last": self.last.isoformat()}
        return plain | {"unit": list(self.unit), "rule": rule} | window

    @classmethod
    def from_dict(cls, plain: Mapping[str, Any]) -> Target:
        """Return the target that `as_dict` wrote.

        Raises
        ------
        UsageError
            A field is missing or unknown, a day is not written YYYY-MM-DD, or a value is not allowed.
        """
        _check_fields(plain, cls, "target")
        _check_fields(plain["rule"], ResolutionRule, "resolution rule")
        try:
            first, last = (date.fromisoformat(plain[key]) for key in ("first", "last"))
        except (TypeError, ValueError):
            window = (plain["first"], plain["last"])
            raise UsageError(f"invalid window {window}: expected two days as YYYY-MM-DD", value=window) from None
        unit, rule = tuple(plain["unit"]), ResolutionRule(**plain["rule"])
        return cls(**{**plain, "unit": unit, "first": first, "last": last, "rule": rule})

    def to_json(self) -> str:
        """Return the target as a line of JSON."""
        return json.dumps(self.as_dict(), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Target:
        """Return the target that `to_json` wrote.

        Raises
        ------
        UsageError
            The text is not JSON, or as for `from_dict`.
        """
        try:
            plain = json.loads(text)
        except ValueError as error:
            raise UsageError(f"a target is read from JSON, and this is not: {error}", value=text) from None
        return cls.from_dict(plain)


def _check_fields(plain: object, of: type, what: str) -> None:
    """Refuse plain data that lacks a field or has one too many."""
    names = [field.name for field in fields(of)]
    if not isinstance(plain, Mapping):
        raise UsageError(f"a {what} is an object with {', '.join(names)}, not {plain!r}", value=plain)
    wrong = [f"{name!r} is missing" for name in names if name not in plain]
    wrong += [f"{name!r} is unknown" for name in plain if name not in names]
    if wrong:
        raise UsageError(f"{what}: {wrong[0]}; its fields are {', '.join(names)}", value=dict(plain))
