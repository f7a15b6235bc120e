"""Figures and records: what a number in a brief is bound to.

A `Figure` is one number that Detente computed or counted, with its interval, unit, period, the date from
which it could be known, and its source. A `Record` is one dated act, pact, sanction or dispute from the
store, with the public document that states it. Everything a brief says leads back to one or the other.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import date

__all__ = ["Figure", "Record"]

MINUS = "−"

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
    "rung": (".0f", 1.0, ""),
    "year": (".0f", 1.0, ""),
    "years": (".1f", 1.0, ""),
    "score": (".3f", 1.0, ""),
    "ratio": (".2f", 1.0, ""),
    "rate": (".3f", 1.0, ""),
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
        The number, in `unit`.
    lo, hi : float or None
        Ends of its interval, or None where the number is exact (a count).
    unit : str
        A key of `STYLES`.
    period : str
        The time it speaks of: ``2013``, ``2014-03-27``, ``2016–2018``.
    known_on : datetime.date
        The first day on which it could be known.
    source : str
        Id of the source in the assessment's list of sources.
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
            raise ValueError(f"figure {self.id}: unit {self.unit!r} is not one of {sorted(STYLES)}")

    def _number(self, value: float, *, suffix: bool = True) -> str:
        spec, factor, tail = STYLES[self.unit]
        text = format(value * factor, spec)
        if float(text) == 0:
            text = text.lstrip("+-")
        return text.replace("-", MINUS) + (tail if suffix else "")

    def __format__(self, spec: str) -> str:
        """Write the figure as a sentence takes it.

        '' value · 'interval' lo to hi · 'full' value and interval · 'range' lo–hi · 'between' lo and hi · 'period'.
        """
        match spec:
            case "":
                return self._number(self.value)
            case "period":
                return self.period
            case "range" if self.lo is not None and self.hi is not None:
                return f"{self._number(self.lo, suffix=False)}–{self._number(self.hi)}"
            case "between" if self.lo is not None and self.hi is not None:
                return f"{self._number(self.lo)} and {self._number(self.hi)}"
            case "interval" | "full" | "range" | "between":
                if self.lo is None or self.hi is None:
                    return self._number(self.value)
                interval = f"{self._number(self.lo)} to {self._number(self.hi)}"
                return interval if spec == "interval" else f"{self._number(self.value)} ({interval})"
            case _:
                raise ValueError(
                    f"figure format {spec!r} is not one of '', 'interval', 'full', 'range', 'between', 'period'"
                )

    def as_dict(self) -> dict[str, object]:
        """Return the figure as plain data."""
        return {**dataclasses.asdict(self), "known_on": self.known_on.isoformat()}


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
    """

    id: str
    kind: str
    when: str
    day: date
    text: str
    document: str
    known_on: date
    tone: str = "neutral"

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
        return {
            **dataclasses.asdict(self),
            "day": self.day.isoformat(),
            "known_on": self.known_on.isoformat(),
        }
