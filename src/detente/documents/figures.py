"""Figures and records: what a number in a document is bound to.

A `Figure` is one number that Detente computed or counted, with its interval, unit, period, the date from
which it could be known, and its source. A `Record` is one dated act, pact, sanction or dispute from the
store, with the public document that states it. Every number in a document leads back to one or the other.
"""

from __future__ import annotations

import dataclasses
import math
from dataclasses import dataclass
from datetime import date
from operator import attrgetter

__all__ = ["UNDEFINED", "Figure", "Record", "reads_alike"]

MINUS = "−"
UNDEFINED = "undefined"
# Units in which a number that rounds to nothing, or to all, is not written as that
SMALL = {"times": 0.1, "ratio": 0.01, "share": 0.01, "share_fine": 0.001, "probability": 0.01, "rate": 0.001}

# How a value is written, by unit: (format specification, factor, suffix)
STYLES: dict[str, tuple[str, float, str]] = {
    "sd": ("+.2f", 1.0, ""),  # temperature: standard deviations of event-weighted dyad-periods
    "agreement": (".2f", 1.0, ""),
    "agreement_change": ("+.2f", 1.0, ""),
    "kappa": ("+.2f", 1.0, ""),
    "distance": (".2f", 1.0, ""),
    "share": (".0f", 100.0, "%"),
    "share_fine": (".1f", 100.0, "%"),
    "times": (".1f", 1.0, " times"),
    "probability": (".0f", 100.0, "%"),
    "count": (".0f", 1.0, ""),
    "amount": (",.0f", 1.0, ""),
    "rung": (".0f", 1.0, ""),
    "year": (".0f", 1.0, ""),
    "years": (".1f", 1.0, ""),
    "score": (".3f", 1.0, ""),
    "ratio": (".2f", 1.0, ""),
    "rate": (".3f", 1.0, ""),
    "index": (".2f", 1.0, ""),
    "index_change": ("+.2f", 1.0, ""),
    "count_change": ("+.0f", 1.0, ""),
}


@dataclass(frozen=True, slots=True)
class Figure:
    """One number and where it comes from.

    Parameters
    ----------
    id : str
        Stable, dotted: ``temperature.JPN.RUS.2013``.
    label : str
        What it is, in words: ``Temperature, Japan toward Russia``.
    value : float
        The number, in `unit`; NaN where it is undefined.
    lo, hi : float or None
        Ends of its interval, or None where the number is exact (a count).
    unit : str
        A key of `STYLES`.
    period : str
        The time it is about: ``2013``, ``2014-03-27``, ``2016–2018``.
    known_on : datetime.date
        The first day on which it could be known.
    source : str
        Id of the source in the document's list of sources.
    coverage : float
        Probability content of ``[lo, hi]``.

    Examples
    --------
    >>> from datetime import date
    >>> f = Figure("temperature.JPN.RUS.2013", "Temperature, Japan toward Russia", 1.01, 0.9, 1.12,
    ...            "sd", "2013", date(2013, 12, 31), "starter-temperature")
    >>> f"{f} in {f:period}, interval {f:interval}"
    '+1.01 in 2013, interval +0.90 to +1.12'
    """

    id: str
    label: str
    value: float
    lo: float | None
    hi: float | None
    unit: str
    period: str
    known_on: date
    source: str
    coverage: float = 0.90

    def __post_init__(self) -> None:
        if self.unit not in STYLES:
            raise ValueError(f"figure {self.id}: unknown unit {self.unit!r}; use one of {sorted(STYLES)}")
        if math.isinf(self.value):
            raise ValueError(f"figure {self.id} is {self.value}; a figure is a finite number, or NaN where undefined")
        object.__setattr__(self, "value", math.nan if math.isnan(self.value) else self.value)  # one NaN: see __eq__
        for name in ("lo", "hi"):
            end = getattr(self, name)
            if end is not None and not math.isfinite(end):
                object.__setattr__(self, name, None)

    def __eq__(self, other: object) -> bool:
        """Compare all fields; an undefined value equals itself, as in tuples, which look at identity first."""
        return isinstance(other, Figure) and FIELDS(self) == FIELDS(other)

    def __hash__(self) -> int:
        """Hash all fields."""
        return hash(FIELDS(self))

    @property
    def defined(self) -> bool:
        """Whether there is a number: agreement beyond chance, for one, is undefined where two never differ."""
        return not math.isnan(self.value)

    def _number(self, value: float, *, suffix: bool = True) -> str:
        if math.isnan(value):
            return UNDEFINED
        spec, factor, tail = STYLES[self.unit]
        tail = tail if suffix else ""
        text = format(value * factor, spec)
        number = float(text.replace(",", ""))
        step = SMALL.get(self.unit)
        if step is not None and suffix:
            least = f"{step * factor:g}{tail}"
            if number == 0 and value > 0:
                return f"under {least}"
            if tail == "%" and value < 1 and number == 100:
                return f"over {100 - step * factor:g}{tail}"
        if number == 0:
            text = text.lstrip("+-")
        return text.replace("-", MINUS) + tail

    def __format__(self, spec: str) -> str:
        """Write the figure as a sentence takes it.

        '' value · 'number' value without its unit · 'interval' lo to hi · 'full' value and interval · 'range' lo–hi ·
        'between' lo and hi · 'period'.
        An interval whose ends read as the value does is left out.
        """
        match spec:
            case "":
                return self._number(self.value)
            case "number":
                return self._number(self.value).removesuffix(STYLES[self.unit][2])
            case "period":
                return self.period
            case "range" if self.lo is not None and self.hi is not None:
                return f"{self._number(self.lo, suffix=False)}–{self._number(self.hi)}"
            case "between" if self.lo is not None and self.hi is not None:
                return f"{self._number(self.lo)} and {self._number(self.hi)}"
            case "interval" | "full" | "range" | "between":
                return self._spread(spec)
            case _:
                raise ValueError(
                    f"figure format {spec!r} is not one of '', 'number', 'interval', 'full', 'range', 'between', "
                    "'period'"
                )

    def _spread(self, spec: str) -> str:
        value = self._number(self.value)
        if self.lo is None or self.hi is None:
            return value
        interval = f"{self._number(self.lo)} to {self._number(self.hi)}"
        if interval == f"{value} to {value}":
            return value
        return interval if spec == "interval" else f"{value} ({interval})"

    def as_dict(self) -> dict[str, object]:
        """Return the figure as plain data."""
        return {**dict(zip(NAMES, FIELDS(self), strict=True)), "known_on": self.known_on.isoformat()}


NAMES = tuple(field.name for field in dataclasses.fields(Figure))
FIELDS = attrgetter(*NAMES)


def reads_alike(one: Figure, other: Figure) -> bool:
    """Whether two figures are written alike, so that no change between them can be read.

    Examples
    --------
    >>> from datetime import date
    >>> one, other = (
    ...     Figure("share.x", "Share", value, None, None, "share", "2013", date(2013, 12, 31), "x")
    ...     for value in (0.141, 0.144)
    ... )
    >>> f"{one}", reads_alike(one, other)
    ('14%', True)
    """
    return f"{one}" == f"{other}"


@dataclass(frozen=True, slots=True)
class Record:
    """One dated act, tie or dispute, and the document that states it.

    Parameters
    ----------
    id : str
        Stable: ``chronicle.2010-11-01-medvedev-kunashir``.
    kind : str
        Table and kind: ``visit``, ``sanction``, ``defence pact`` …
    when : str
        The date at the precision stated: ``1 November 2010``, ``March 2014``, ``1956``.
    day : datetime.date
        For ordering and plotting.
    text : str
        What happened, in a sentence without its final full stop.
    document : str
        The public document.
    known_on : datetime.date
        The first day on which it could be known.
    tone : str
        ``cooperative``, ``conflictual`` or ``neutral``.
    source : str or None
        Id of its source, where the record says so; it is not among its plain data otherwise.
    coding : str or None
        Of an act: ``hand-compiled``, or ``machine-coded`` from a text; likewise.
    """

    id: str
    kind: str
    when: str
    day: date
    text: str
    document: str
    known_on: date
    tone: str = "neutral"
    source: str | None = None
    coding: str | None = None

    @property
    def dated(self) -> str:
        """The date as a sentence takes it: ``on 1 November 2010``, ``in March 2014``."""
        return f"{'on' if self.when[:1].isdigit() and ' ' in self.when else 'in'} {self.when}"

    def __format__(self, spec: str) -> str:
        """Write the record: '' or 'text' its sentence · 'when' its date · 'clause' both · 'document'."""
        match spec:
            case "" | "text":
                return self.text
            case "when":
                return self.when
            case "dated":
                return self.dated
            case "clause":
                return f"{self.dated}, {self.text}"
            case "document":
                return self.document
            case _:
                raise ValueError(
                    f"record format {spec!r} is not one of '', 'text', 'when', 'dated', 'clause', 'document'"
                )

    def as_dict(self) -> dict[str, object]:
        """Return the record as plain data."""
        stated = {name: value for name in ("source", "coding") if (value := getattr(self, name)) is not None}
        plain = {name: value for name, value in dataclasses.asdict(self).items() if name not in ("source", "coding")}
        return {**plain, "day": self.day.isoformat(), "known_on": self.known_on.isoformat(), **stated}
