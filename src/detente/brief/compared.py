"""What is known of a pair at two times, compared: figures that moved, records that are new or revised, judgements.

What is known is a set of figures, records and judgements, each under an id that stays the same. A figure's id ends in
its period; its *family* is the id without it, so that the newest figure of a family can be compared with the newest
before.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from detente.documents.document import Judgement
from detente.documents.figures import Figure, Record, reads_alike

__all__ = ["FigureChange", "JudgementChange", "Known", "PairComparison", "RecordChange", "compare", "family", "newest"]

PERIOD = re.compile(r"\.(\d{2}|\d{4}(?:-\d{2}(?:-\d{2})?)?)$")  # a session of the Assembly, year, month or day
SPAN = re.compile(r"\.\d{4}-\d{4}$")
TIME = re.compile(r"\.\d{4}(?=\.|$)|\.(?:cool|cordial)(?=\.\d|$)")  # the year of a judgement, and its side of zero
ESTIMATED = re.compile(r"temperature$|^ideal-points$")  # sources of figures that are estimated from records
# Figures that state no condition of the pair: forecasts and their bounds, scales, results of single votes
NO_CONDITION = (
    "outlook.", "forecast.", "scale.", "base-rate.", "conflict-share.", "change.", "turning-point.", "assembly-vote.",
    "roll-call.", "later.", "records.", "architecture.supposed.",
)  # fmt: skip
FigureReason = Literal["new period", "new estimate", "revised record", "new record", "no longer on record"]
RecordReason = Literal["new record", "revised record", "no longer in force", "no longer on record"]


@dataclass(frozen=True)
class Known:
    """What is known of a pair at one time.

    Parameters
    ----------
    as_of : datetime.date
        The day.
    figures : mapping of str to Figure
        By id.
    records : mapping of str to Record
        By id.
    judgements : tuple of Judgement
        Forecasts.
    """

    as_of: date
    figures: Mapping[str, Figure] = field(default_factory=dict)
    records: Mapping[str, Record] = field(default_factory=dict)
    judgements: tuple[Judgement, ...] = ()


@dataclass(frozen=True, slots=True)
class FigureChange:
    """The newest figure of a family before and after, where they differ.

    Parameters
    ----------
    family : str
        The id without its period.
    before, after : Figure or None
        None where there was none.
    reason : str
        ``new period``, ``new estimate`` of the same period, ``revised record``, ``new record`` where there was no
        figure before, or ``no longer on record``.
    """

    family: str
    before: Figure | None
    after: Figure | None
    reason: FigureReason

    @property
    def label(self) -> str:
        """What the figure is, in words."""
        return (self.after or self.before).label  # type: ignore[union-attr]

    def as_dict(self) -> dict[str, Any]:
        """Return the change as plain data."""
        return {"family": self.family, "label": self.label, "reason": self.reason, **_ends(self.before, self.after)}


@dataclass(frozen=True, slots=True)
class RecordChange:
    """A record that is new, was revised, or is gone.

    Parameters
    ----------
    record : Record
        As known last.
    before : Record or None
        As known before, if it was.
    reason : str
        ``new record``, ``revised record``, ``no longer in force`` (a pact) or, on one day, ``no longer on record``.
    """

    record: Record
    before: Record | None
    reason: RecordReason

    def as_dict(self) -> dict[str, Any]:
        """Return the change as plain data."""
        before = None if self.before is None else self.before.as_dict()
        return {"reason": self.reason, "record": self.record.as_dict(), "before": before}


@dataclass(frozen=True, slots=True)
class JudgementChange:
    """A judgement before and after: of one question, though its last year may have moved with the day.

    Parameters
    ----------
    before, after : Judgement or None
        None where the question was not judged.
    reasons : tuple of str
        Why it moved: ``new estimate``, ``new record``, ``revised record``, ``another last year``, ``first judged`` or
        ``no longer judged``; none where it did not.
    """

    before: Judgement | None
    after: Judgement | None
    reasons: tuple[str, ...]

    @property
    def moved(self) -> bool:
        """Whether its probability reads otherwise, or it was judged at one time alone."""
        if self.before is None or self.after is None:
            return True
        return not reads_alike(self.before.probability, self.after.probability) or self.before.term != self.after.term

    def as_dict(self) -> dict[str, Any]:
        """Return the change as plain data."""
        return {"moved": self.moved, "reasons": list(self.reasons), **_ends(self.before, self.after)}


def _ends(before: Figure | Judgement | None, after: Figure | Judgement | None) -> dict[str, Any]:
    ends = {"before": before, "after": after}
    return {name: None if end is None else end.as_dict() for name, end in ends.items()}


@dataclass(frozen=True, slots=True)
class PairComparison:
    """What changed between two times.

    Parameters
    ----------
    figures : tuple of FigureChange
        In the order of the figures.
    re_estimated : int
        How many figures of earlier periods were estimated anew and read otherwise.
    records : tuple of RecordChange
        New ones, revised ones, then those no longer in force, each by date.
    judgements : tuple of JudgementChange
        All that were judged at either time.
    """

    figures: tuple[FigureChange, ...]
    re_estimated: int
    records: tuple[RecordChange, ...]
    judgements: tuple[JudgementChange, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return the comparison as plain data."""
        return {
            "figures_moved": [change.as_dict() for change in self.figures],
            "earlier_figures_re_estimated": self.re_estimated,
            "records_changed": [change.as_dict() for change in self.records],
            "judgements_compared": [change.as_dict() for change in self.judgements],
        }


def family(figure: Figure) -> str:
    """Return a figure's id without its period.

    Examples
    --------
    >>> one = Figure("rung.kurils.2014-08-12", "Rung", 2, None, None, "rung", "2014", date(2014, 8, 12), "facts")
    >>> family(one)
    'rung.kurils'
    """
    return PERIOD.sub("", figure.id)


def compare(before: Known, after: Known) -> PairComparison:
    """Compare what is known of a pair at two times, or in two states of a store on one day.

    Parameters
    ----------
    before, after : Known
        What was known first, and then.

    Examples
    --------
    >>> then, now = (
    ...     Figure(f"votes.{year}", "Votes", n, None, None, "count", str(year), date(year, 12, 31), "x")
    ...     for year, n in ((2013, 70), (2014, 82))
    ... )
    >>> found = compare(Known(date(2014, 1, 1), {then.id: then}), Known(date(2015, 1, 1), {then.id: then, now.id: now}))
    >>> [(change.family, change.reason) for change in found.figures]
    [('votes', 'new period')]
    """
    figures = _figure_changes(before, after)
    newest = {change.before.id for change in figures if change.before is not None}
    again = sum(
        not reads_alike(figure, after.figures[key])
        for key, figure in before.figures.items()
        if key in after.figures and key not in newest and _states_condition(figure) and PERIOD.search(key)
    )
    return PairComparison(figures, again, _record_changes(before, after), _judgement_changes(before, after))


def _states_condition(figure: Figure) -> bool:
    return not figure.id.startswith(NO_CONDITION) and SPAN.search(figure.id) is None


def newest(figures: Iterable[Figure]) -> dict[str, Figure]:
    """Return the newest figure of each family, by family.

    Figures that state no condition of the pair are left out. The newest period is the last in order of its text.

    Examples
    --------
    >>> years = [
    ...     Figure(f"rung.x.{year}", "Rung", 2, None, None, "rung", str(year), date(year, 1, 1), "facts")
    ...     for year in (2012, 2014)
    ... ]
    >>> {family: figure.period for family, figure in newest(years).items()}
    {'rung.x': '2014'}
    """
    found: dict[str, Figure] = {}
    for figure in filter(_states_condition, figures):
        key = family(figure)
        if key not in found or figure.id >= found[key].id:
            found[key] = figure
    return found


def _figure_changes(before: Known, after: Known) -> tuple[FigureChange, ...]:
    then, now = (newest(known.figures.values()) for known in (before, after))
    changes = (
        FigureChange(key, then.get(key), now.get(key), reason)
        for key in dict.fromkeys((*now, *then))
        if (reason := _figure_reason(then.get(key), now.get(key))) is not None
    )
    return tuple(changes)


def _figure_reason(then: Figure | None, now: Figure | None) -> FigureReason | None:
    if then is None:
        return "new record"
    if now is None:
        return "no longer on record"
    if now.id != then.id:
        return "new period"
    if reads_alike(then, now) and f"{then:full}" == f"{now:full}":
        return None
    return "new estimate" if ESTIMATED.search(now.source) else "revised record"


def _record_changes(before: Known, after: Known) -> tuple[RecordChange, ...]:
    """Return the records that changed; one that was known before but not looked at is not new."""
    same_day = before.as_of == after.as_of
    new = [
        RecordChange(record, None, "new record")
        for key, record in after.records.items()
        if key not in before.records and (same_day or record.known_on > before.as_of)
    ]
    revised = [
        RecordChange(record, old, "revised record")
        for key, record in after.records.items()
        if (old := before.records.get(key)) is not None and _stated(old) != _stated(record)
    ]
    over = [
        RecordChange(record, record, "no longer on record" if same_day else "no longer in force")
        for key, record in before.records.items()
        if key not in after.records and (same_day or key.startswith("pact."))
    ]
    return tuple(
        change for group in (new, revised, over) for change in sorted(group, key=lambda c: (c.record.day, c.record.id))
    )


def _stated(record: Record) -> tuple[str, ...]:
    return record.kind, record.when, record.text, record.document, record.tone


def _judgement_changes(before: Known, after: Known) -> tuple[JudgementChange, ...]:
    then, now = ({_question(one): one for one in known.judgements} for known in (before, after))
    return tuple(
        JudgementChange(then.get(key), now.get(key), _why(then.get(key), now.get(key)))
        for key in dict.fromkeys((*now, *then))
    )


def _question(judgement: Judgement) -> str:
    """Return the id without its year and without the side of the threshold that it names."""
    return TIME.sub("", judgement.key)


def _why(then: Judgement | None, now: Judgement | None) -> tuple[str, ...]:
    if now is None:
        return ("no longer judged",)
    if then is None:
        return ("first judged",)
    reasons = []
    old, new = then.probability, now.probability
    if new.known_on > old.known_on:
        reasons.append("new estimate" if ESTIMATED.search(new.source) else "new record")
    elif not reads_alike(old, new) and old.period == new.period:
        reasons.append("revised record")
    if old.period != new.period:
        reasons.append("another last year")
    return tuple(reasons)
