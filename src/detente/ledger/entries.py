"""Entries of the ledger: forecasts and resolutions, as they stand in a line of JSON."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from math import isfinite
from typing import Any

from detente.errors import UsageError

__all__ = ["Entry", "Forecast", "Resolution", "entry_of", "now", "question_id"]

FORECAST, RESOLUTION = "forecast", "resolution"


def now() -> datetime:
    """Return the time, UTC, to the second."""
    return datetime.now(UTC).replace(microsecond=0)


def question_id(text: str, first: date, last: date) -> str:
    """Return the id of a question that is given in words: the same words and window are the same question.

    Examples
    --------
    >>> question_id("Japan and Russia sign a peace treaty.", date(2027, 1, 1), date(2027, 12, 31))
    'q-4db3ad44'
    """
    words = " ".join(text.split()).casefold().rstrip(".")
    return f"q-{hashlib.sha256(f'{words}|{first}|{last}'.encode()).hexdigest()[:8]}"


@dataclass(frozen=True, slots=True)
class Forecast:
    """One forecast by one author, of an event or a number.

    Parameters
    ----------
    question : str
        Id of the question. Forecasts of one question, by whomever, are compared.
    text : str
        The event in words.
    first, last : datetime.date
        The window in which it happens or not.
    author : str
        Who forecasts.
    as_of : datetime.date
        The day up to which the author knew the records.
    recorded_at : datetime.datetime
        When the entry was written, UTC.
    rule : str
        What settles it.
    probability : float, optional
        Of the event.
    lo, hi : float, optional
        A range of probabilities, in place of or around one.
    word, scale : str, optional
        The probability word that the author used, and the scale it belongs to.
    quantiles : mapping of str to float, optional
        Of a number: its quantiles by level, as '0.5'.
    base_rate : float, optional
        Chance of such events, as known then.
    condition : str, optional
        What must happen for the forecast to count.
    target : mapping, optional
        The event as data; see `detente.forecasts.Target`.
    made_at : datetime.datetime, optional
        When an imported forecast was made, by its file; else it was made when it was recorded.
    origin : str, optional
        The file from which an imported forecast came, with its digest.
    versions : mapping of str to str
        Versions of the code and of the data.

    Raises
    ------
    UsageError
        If there is neither a probability, a range nor quantiles, or one is out of range, or the window ends before it
        begins.
    """

    question: str
    text: str
    first: date
    last: date
    author: str
    as_of: date
    recorded_at: datetime
    rule: str = ""
    probability: float | None = None
    lo: float | None = None
    hi: float | None = None
    word: str | None = None
    scale: str | None = None
    quantiles: Mapping[str, float] | None = None
    base_rate: float | None = None
    condition: str | None = None
    target: Mapping[str, Any] | None = None
    made_at: datetime | None = None
    origin: str | None = None
    versions: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in ("question", "text", "author"):
            if not getattr(self, name).strip():
                raise UsageError(f"a forecast needs a {name}; give one", value=getattr(self, name))
        if self.first > self.last:
            raise UsageError(f"the window runs from {self.first} to {self.last}; give its first day, then its last",
                             value=(self.first, self.last))  # fmt: skip
        for name in ("probability", "lo", "hi", "base_rate"):
            value = getattr(self, name)
            if value is not None and not 0 <= value <= 1:
                raise UsageError(
                    f"{name} is {value}; expected a number from 0 to 1, or a share such as 20%", value=value
                )
        if (self.lo is None) != (self.hi is None) or (
            self.lo is not None and self.hi is not None and self.lo > self.hi
        ):
            raise UsageError(f"invalid range {self.lo} to {self.hi}: give both ends, the lower first",
                             value=(self.lo, self.hi))  # fmt: skip
        given = [self.probability is not None or self.lo is not None, self.quantiles is not None]
        if sum(given) != 1:
            raise UsageError("a forecast is a probability or a range of them, or else quantiles; give one of the two",
                             value=self.probability)  # fmt: skip
        if self.quantiles is not None:
            _check_quantiles(self.quantiles)

    @property
    def chance(self) -> float | None:
        """The probability that is scored: the one given, or the middle of the range; None for quantiles."""
        if self.probability is not None or self.lo is None or self.hi is None:
            return self.probability
        return (self.lo + self.hi) / 2

    @property
    def made_on(self) -> date:
        """The day, UTC, on which the forecast was made."""
        return (self.made_at or self.recorded_at).date()

    @property
    def before_window(self) -> bool:
        """Whether it was made before the window opened, or on its first day."""
        return self.made_on <= self.first


@dataclass(frozen=True, slots=True)
class Resolution:
    """How a question was decided.

    Parameters
    ----------
    question : str
        Id of the question.
    outcome : float or None
        1: it happened; 0: it did not; of a number, its value; None: void.
    decided_on : datetime.date
        The day on which the outcome was decided: that of the event, or the window's last.
    recorded_at : datetime.datetime
        When the entry was written, UTC.
    by : str
        ``records``, ``hand`` or ``import``.
    document : str, optional
        The public document that states it.
    note : str, optional
        Why it is void, or which version of a figure decided it.
    origin : str, optional
        The file from which an imported resolution came, with its digest.
    versions : mapping of str to str
        Versions of the code and of the data.

    Raises
    ------
    UsageError
        If the outcome is not a finite number.
    """

    question: str
    outcome: float | None
    decided_on: date
    recorded_at: datetime
    by: str
    document: str | None = None
    note: str | None = None
    origin: str | None = None
    versions: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.outcome is not None and not isfinite(self.outcome):
            raise UsageError(f"invalid outcome {self.outcome}: expected yes, no, void or a number", value=self.outcome)

    @property
    def void(self) -> bool:
        """Whether the question was annulled."""
        return self.outcome is None


Entry = Forecast | Resolution
KINDS: Mapping[str, type[Forecast] | type[Resolution]] = {FORECAST: Forecast, RESOLUTION: Resolution}


def plain_of(entry: Entry) -> dict[str, Any]:
    """Return an entry as plain data, with its kind first; fields without a value are left out."""
    kind = FORECAST if isinstance(entry, Forecast) else RESOLUTION
    plain: dict[str, Any] = {"kind": kind}
    for one in dataclasses.fields(entry):
        value = getattr(entry, one.name)
        if (value is None and one.name != "outcome") or value in ({}, ""):
            continue
        plain[one.name] = value.isoformat() if isinstance(value, date) else value
    return plain


def entry_of(plain: Mapping[str, Any]) -> Entry:
    """Return the entry that `plain_of` wrote.

    Raises
    ------
    UsageError
        A field is missing, unknown or not allowed.
    """
    rest = dict(plain)
    kind = KINDS.get(rest.pop("kind", ""))
    if kind is None:
        raise UsageError(f"invalid kind {plain.get('kind')!r}: expected {' or '.join(KINDS)}", value=plain.get("kind"))
    try:
        for name in ("first", "last", "as_of", "decided_on"):
            if name in rest:
                rest[name] = date.fromisoformat(rest[name])
        for name in ("recorded_at", "made_at"):
            if name in rest:
                rest[name] = datetime.fromisoformat(rest[name])
        return kind(**rest)
    except (TypeError, ValueError) as error:
        raise UsageError(f"invalid entry: {error}", value=dict(plain)) from None


def _check_quantiles(quantiles: Mapping[str, float]) -> None:
    """Refuse levels that are not between 0 and 1, and quantiles that fall."""
    levels = {}
    for level, value in quantiles.items():
        try:
            levels[float(level)] = float(value)
        except (TypeError, ValueError):
            raise UsageError(f"invalid quantile {level}={value}: expected a level and a number, as 0.5=12",
                             value=level) from None  # fmt: skip
    wrong = [level for level in levels if not 0 < level < 1]
    if wrong or not levels:
        raise UsageError(f"invalid level {wrong[0] if wrong else None}: expected levels between 0 and 1", value=wrong)
    ordered = [value for _, value in sorted(levels.items())]
    if ordered != sorted(ordered) or not all(isfinite(value) for value in ordered):
        raise UsageError(f"quantiles {ordered} are not in order; a higher level has a higher value", value=ordered)
