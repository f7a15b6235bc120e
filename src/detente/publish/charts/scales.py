"""Where things stand on a chart: moments on the time axis, domains, and labels that don't touch.

Time runs in decimal years, so that a period sits in its middle and an act on its day. Positions are computed here
and not left to the renderer, since labels that keep their distance need to know them.
"""

from __future__ import annotations

import calendar
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from detente.errors import DataError

__all__ = [
    "Frame",
    "covering",
    "day_moment",
    "domain",
    "lanes",
    "moment",
    "number",
    "seats",
    "spread",
    "text_width",
    "ticks",
]

YEAR = re.compile(r"(\d{4})")
QUARTER = re.compile(r"(\d{4})-?[Qq]([1-4])")
MONTH = re.compile(r"(\d{4})-(\d{2})")
DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
SPAN = re.compile(r"(\d{4})\s*[–-]\s*(\d{4})")

NARROW = frozenset("fijlrtI.,;:!|()[]' ’")
WIDE = frozenset("mwMW@→—")


@dataclass(frozen=True, slots=True)
class Frame:
    """A plot's size in pixels and its domains: `x` in decimal years, `y` in the unit of the data."""

    width: float
    height: float
    x: tuple[float, float]
    y: tuple[float, float]

    def left(self, moment: float) -> float:
        """Pixels from the left edge."""
        return (moment - self.x[0]) / (self.x[1] - self.x[0]) * self.width

    def top(self, value: float) -> float:
        """Pixels from the top edge."""
        return (self.y[1] - value) / (self.y[1] - self.y[0]) * self.height

    def moment(self, left: float) -> float:
        """Return the decimal year at `left` pixels."""
        return self.x[0] + left / self.width * (self.x[1] - self.x[0])

    def value(self, top: float) -> float:
        """Return the value at `top` pixels."""
        return self.y[1] - top / self.height * (self.y[1] - self.y[0])


def moment(period: str) -> float:
    """Return the middle of a period as a decimal year.

    Parameters
    ----------
    period : str
        ``2013``, ``2013-Q2``, ``2013-04``, ``2013-04-29`` or ``2016–2018``.

    Raises
    ------
    DataError
        The period is written in another way.

    Examples
    --------
    >>> moment("2013"), moment("2016–2018"), round(moment("2014-03"), 3)
    (2013.5, 2017.5, 2014.208)
    """
    if found := YEAR.fullmatch(period):
        return int(found[1]) + 0.5
    if found := QUARTER.fullmatch(period):
        return int(found[1]) + (int(found[2]) - 0.5) / 4
    if found := MONTH.fullmatch(period):
        return int(found[1]) + (int(found[2]) - 0.5) / 12
    if DAY.fullmatch(period):
        return day_moment(date.fromisoformat(period))
    if found := SPAN.fullmatch(period):
        return (int(found[1]) + int(found[2]) + 1) / 2
    raise DataError(
        f"the period {period!r} can't be placed on a time axis; write a year (2013), a quarter (2013-Q2), a month "
        "(2013-04), a day (2013-04-29) or a span of years (2016–2018)",
        value=period,
    )


def day_moment(day: date) -> float:
    """Return a day as a decimal year.

    Examples
    --------
    >>> day_moment(date(2014, 1, 1))
    2014.0
    """
    return day.year + (day.timetuple().tm_yday - 1) / (366 if calendar.isleap(day.year) else 365)


def number(value: object) -> float | None:
    """Return a finite number, or None for what is missing or not finite."""
    if value is None:
        return None
    found = float(value)  # type: ignore[arg-type]
    return found if math.isfinite(found) else None


def domain(values: Iterable[float | None], *, pad: float = 0.06, least: float = 0.5) -> tuple[float, float]:
    """Return the ends of an axis that holds `values` with some air, at least `least` wide."""
    held = [v for v in values if v is not None]
    lo, hi = (min(held), max(held)) if held else (0.0, 0.0)
    short = max(0.0, least - (hi - lo)) / 2
    air = (hi - lo + 2 * short) * pad
    return lo - short - air, hi + short + air


def covering(
    values: Iterable[float | None], los: Iterable[float | None], his: Iterable[float | None]
) -> tuple[float, float]:
    """Return the ends of an axis that holds every value and the usual interval, though not the widest few.

    Where a fifth or fewer of the intervals would make the axis more than twice as long, they run off it.

    Examples
    --------
    >>> ends = covering([0.0, 1.0, 0.5, 0.5, 0.4], [-0.1, 0.9, 0.4, 0.4, -9.0], [0.1, 1.1, 0.6, 0.6, 9.0])
    >>> [round(end, 2) for end in ends]
    [-0.17, 1.17]
    """
    held = [v for v in values if v is not None]
    low, high = sorted(v for v in los if v is not None), sorted(v for v in his if v is not None)
    if not (held and low and high):
        return domain([*held, *low, *high])
    cut = len(low) // 5
    usual = min(*held, low[cut]), max(*held, high[-1 - cut])
    whole = min(*held, low[0]), max(*held, high[-1])
    narrow = whole[1] - whole[0] <= 2 * max(usual[1] - usual[0], 0.5)
    return domain(whole if narrow else usual)


def ticks(lo: float, hi: float, *, about: int = 5) -> list[float]:
    """Return round values between `lo` and `hi`, about `about` of them."""
    rough = (hi - lo) / max(about, 1)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * m for m in (1, 2, 5, 10) if power * m >= rough)
    first = math.ceil(lo / step)
    return [round(i * step, 10) for i in range(first, math.floor(hi / step) + 1)]


def spread(places: Sequence[float], gap: float) -> list[float]:
    """Move places apart until neighbours are at least `gap` apart, keeping their order and their middle.

    Examples
    --------
    >>> spread([10.0, 12.0, 40.0], 6.0)
    [8.0, 14.0, 40.0]
    """
    order = sorted(range(len(places)), key=lambda i: places[i])
    blocks: list[tuple[float, list[int]]] = []  # middle, members
    for i in order:
        middle, members = places[i], [i]
        while blocks and middle - blocks[-1][0] < gap * (len(members) + len(blocks[-1][1])) / 2:
            before, others = blocks.pop()
            joined = others + members
            middle = (before * len(others) + middle * len(members)) / len(joined)
            members = joined
        blocks.append((middle, members))
    moved = [0.0] * len(places)
    for middle, members in blocks:
        for rank, i in enumerate(members):
            moved[i] = middle + gap * (rank - (len(members) - 1) / 2)
    return moved


def lanes(places: Sequence[float], gap: float) -> list[int]:
    """Return for each place, in ascending order, the first lane in which it keeps `gap` from its left neighbour.

    Examples
    --------
    >>> lanes([0, 5, 8, 30], gap=10)
    [0, 1, 2, 0]
    """
    last: list[float] = []
    chosen = []
    for place in places:
        lane = next((i for i, end in enumerate(last) if place - end >= gap), len(last))
        last[lane : lane + 1] = [place]
        chosen.append(lane)
    return chosen


def seats(places: Sequence[float], gap: float, *, most: int = 3, width: float = math.inf) -> list[tuple[float, int]]:
    """Return for each place, in ascending order, a seat near it and a lane, so that no two seats touch.

    Seats stay at their places as long as `most` lanes suffice; a crowd is dealt over the lanes and moved apart.

    Examples
    --------
    >>> seats([0, 5, 30], gap=10)
    [(0, 0), (5, 1), (30, 0)]
    >>> seats([50, 50, 50, 50], gap=10, most=2)
    [(45.0, 0), (45.0, 1), (55.0, 0), (55.0, 1)]
    """
    chosen = lanes(places, gap)
    if max(chosen, default=0) < most:
        return list(zip(places, chosen, strict=True))
    dealt: list[int] = []
    for i, place in enumerate(places):
        alone = i > 0 and place - places[i - 1] >= gap
        dealt.append(0 if alone or not dealt else (dealt[-1] + 1) % most)
    seated = list(places)
    for lane in range(most):
        own = [i for i, row in enumerate(dealt) if row == lane]
        moved = spread([places[i] for i in own], gap)
        over = max(0.0, max(moved, default=0.0) - width)
        for i, place in zip(own, moved, strict=True):
            seated[i] = place - over
    return list(zip(seated, dealt, strict=True))


def text_width(text: str, size: float) -> float:
    """Estimate the width of a line of text in pixels at a font size in pixels."""
    return size * sum(0.31 if c in NARROW else 0.86 if c in WIDE else 0.57 for c in text)
