"""A map that draws no border: capitals as points, open disputes as diamonds, and a grid of degrees.

It has no coast and no border, since any line drawn would take a side. Each dispute carries every party's name for the
place, in the order of the facts, and all who claim it; a diamond stands for the place and not for whose it is.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from detente.documents.network_drawing import NetworkDispute
from detente.publish.charts.layers import text_layer
from detente.publish.charts.theme import Theme
from detente.publish.networks.canvas import AT, SMALL, TO, WIDTH, Dot, canvas, wrapped
from detente.publish.networks.layout import Point

__all__ = ["MapExtent", "dispute_dots", "dispute_key"]

Spec = dict[str, Any]
Degrees = tuple[float, float]  # latitude, longitude

TALLEST = 560.0  # pixels
AIR = 5.0  # degrees beyond the outermost points
LONE = 0.27  # a point that widens the map by more than this share of it stands at the edge instead
INSET = 9.0  # pixels of a point at the edge from it
COLUMN = WIDTH / 2 - 10
LEAD = "Open disputes: every party’s name for the place, and who claims it"


@dataclass(frozen=True)
class MapExtent:
    """What of the world a map shows: parallels and meridians are straight, true to scale at the middle parallel.

    Parameters
    ----------
    west, east, south, north : float
        In degrees; east may pass 180 or 360.
    """

    west: float
    east: float
    south: float
    north: float

    @classmethod
    def around(cls, cities: Sequence[Degrees], others: Sequence[Degrees] = ()) -> MapExtent:
        """Return the window that holds the points with some air, but for lone ones far to the east or west.

        Examples
        --------
        >>> tokyo, beijing, manila, washington = (35.7, 139.7), (39.9, 116.4), (14.6, 121.0), (38.9, -77.0)
        >>> window = MapExtent.around([tokyo, beijing, manila, washington])
        >>> window.holds(*tokyo), window.holds(*washington)
        (True, False)
        """
        lons = _unrolled([lon for _, lon in [*cities, *others]])
        while len(lons) > 3:
            wide = lons[-1] - lons[0]
            first, last = lons[1] - lons[0], lons[-1] - lons[-2]
            if max(first, last) <= LONE * wide:
                break
            lons = lons[1:] if first > last else lons[:-1]
        west, east = lons[0] - AIR, lons[-1] + AIR
        lats = [lat for lat, lon in [*cities, *others] if (lon - west) % 360 <= east - west]
        return cls(west, east, max(-85.0, min(lats) - AIR), min(85.0, max(lats) + AIR)).widened()

    def widened(self) -> MapExtent:
        """Return the window, wider where its height would pass the tallest that a map may be."""
        short = WIDTH * (self.north - self.south) * self.stretch / TALLEST - (self.east - self.west)
        return replace(self, west=self.west - short / 2, east=self.east + short / 2) if short > 0 else self

    @property
    def stretch(self) -> float:
        """Pixels of a degree of latitude for one of longitude."""
        return 1 / max(0.3, math.cos(math.radians((self.north + self.south) / 2)))

    @property
    def scale(self) -> float:
        """Pixels of a degree of longitude."""
        return WIDTH / (self.east - self.west)

    @property
    def height(self) -> float:
        """Pixels from north to south."""
        return round((self.north - self.south) * self.stretch * self.scale, 1)

    def holds(self, lat: float, lon: float) -> bool:
        """Whether a point is on the map."""
        return (lon - self.west) % 360 <= self.east - self.west and self.south <= lat <= self.north

    def place(self, lat: float, lon: float) -> Point:
        """Return the place of a point in pixels; of one that is off the map, the nearest at its edge."""
        across = (lon - self.west) % 360
        wide = self.east - self.west
        if across > wide:
            across = wide if across - wide < 360 - across else 0.0
        x, y = across * self.scale, (self.north - lat) * self.stretch * self.scale
        return (
            round(min(max(x, INSET), WIDTH - INSET), 1),
            round(min(max(y, INSET), self.height - INSET), 1),
        )

    def edged(self, dot: Dot, lat: float, lon: float) -> Dot:
        """Return a dot as it is, or with a sign that its place lies beyond the map."""
        if self.holds(lat, lon):
            return dot
        left = dot.at[0] < WIDTH / 2
        name = f"← {dot.name}" if left else f"{dot.name} →"
        return replace(dot, name=name, shape="triangle-left" if left else "triangle-right")

    def grid(self, theme: Theme) -> list[Spec]:
        """Return parallels and meridians, named at the edge."""
        step = 30 if self.east - self.west > 120 else 15 if self.east - self.west > 50 else 5
        lines, names = [], []
        for lon in range(math.ceil(self.west / step) * step, math.floor(self.east / step) * step + 1, step):
            x = round((lon - self.west) * self.scale, 1)
            lines.append({"x": x, "y": 0, "x2": x, "y2": self.height})
            names.append(text_layer(_east(lon), theme.context, left=x + 3, top=self.height - 6, size=9))
        for lat in range(math.ceil(self.south / step) * step, math.floor(self.north / step) * step + 1, step):
            y = round((self.north - lat) * self.stretch * self.scale, 1)
            lines.append({"x": 0, "y": y, "x2": WIDTH, "y2": y})
            names.append(text_layer(_north(lat), theme.context, left=3, top=y - 6, size=9))
        mark = {"type": "rule", "color": theme.line, "strokeWidth": 0.8}
        return [{"data": {"values": lines}, "mark": mark, "encoding": {**AT, **TO}}, *names]


def _unrolled(lons: Sequence[float]) -> list[float]:
    """Return longitudes in order from the end of the widest gap between them, growing eastward.

    Examples
    --------
    >>> _unrolled([170.0, -170.0, 100.0])
    [100.0, 170.0, 190.0]
    """
    around = sorted({round(lon % 360, 6) for lon in lons})
    gaps = [(after - before, after) for before, after in zip(around, [*around[1:], around[0] + 360], strict=True)]
    west = max(gaps)[1] % 360
    return sorted(west + round((lon - west) % 360, 6) for lon in around)


def dispute_dots(disputes: Sequence[NetworkDispute], window: MapExtent, theme: Theme) -> list[Dot]:
    """Return a numbered diamond for each dispute, in the order given."""
    return [
        Dot(
            window.place(dispute.lat, dispute.lon),
            str(i),
            theme.second,
            radius=4.0,
            shape="diamond",
            bold=True,
            letter=9.5,
            ink=theme.second,
        )
        for i, dispute in enumerate(disputes, start=1)
        if window.holds(dispute.lat, dispute.lon)
    ]


def dispute_key(disputes: Sequence[NetworkDispute], theme: Theme) -> list[Spec]:
    """List the disputes by number in two columns, with every name of the place and all who claim."""
    if not disputes:
        return []
    entries = [wrapped(f"{dispute.name}: {dispute.claimants}", COLUMN - 20, SMALL) for dispute in disputes]
    half = _half([len(lines) for lines in entries])
    layers = [text_layer(LEAD, theme.second, left=0, top=7, size=SMALL, bold=True)]
    deepest = 0.0
    for column, (first, part) in enumerate(((0, entries[:half]), (half, entries[half:]))):
        left, top = column * (COLUMN + 20), 25.0
        for i, lines in enumerate(part, start=first + 1):
            layers.append(text_layer(str(i), theme.second, left=left, top=top, size=SMALL, bold=True))
            for line in lines:
                layers.append(text_layer(line, theme.muted, left=left + 18, top=top, size=SMALL))
                top += 14.0
            top += 2.0
        deepest = max(deepest, top)
    return [canvas(layers, deepest)]


def _half(lengths: Sequence[int]) -> int:
    """Return how many entries fill the first of two columns."""
    total, sofar = sum(lengths), 0
    for i, length in enumerate(lengths):
        sofar += length
        if 2 * sofar >= total:
            return i + 1
    return len(lengths)


def _east(lon: int) -> str:
    lon = (lon + 180) % 360 - 180
    return f"{abs(lon)}°" if lon in (0, -180) else f"{abs(lon)}° {'E' if lon > 0 else 'W'}"


def _north(lat: int) -> str:
    return "0°" if lat == 0 else f"{abs(lat)}° {'N' if lat > 0 else 'S'}"
