"""The distance between two states' capitals, from Detente's list of capitals."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from detente.identity.records import period, read_rows
from detente.panels.empty_cells import UNRECORDED
from detente.panels.flows import need_pairs
from detente.panels.panel import Figures, Panel, PanelColumn

__all__ = ["add_capital_distance", "kilometres"]

DATASET = "capitals"
RADIUS = 6371.0088  # kilometres, the mean of the earth's

Array = npt.NDArray[np.float64]


def kilometres(lat: Array, lon: Array, other_lat: Array, other_lon: Array) -> Array:
    """Return great-circle distances on a sphere with the earth's mean radius.

    Parameters
    ----------
    lat, lon, other_lat, other_lon : arrays
        Degrees, north and east positive.

    Returns
    -------
    array
        Kilometres.

    Examples
    --------
    >>> degrees = np.array([35.68]), np.array([139.69]), np.array([55.75]), np.array([37.62])  # Tokyo, Moscow
    >>> kilometres(*degrees).round(-1).tolist()
    [7480.0]
    """
    north, east, other_north, other_east = (np.radians(each) for each in (lat, lon, other_lat, other_lon))
    inner = np.sin((other_north - north) / 2) ** 2
    inner += np.cos(north) * np.cos(other_north) * np.sin((other_east - east) / 2) ** 2
    return np.asarray(2 * RADIUS * np.arcsin(np.sqrt(inner)))


def add_capital_distance(panel: Panel) -> Panel:
    """Add the distance between the capitals that two states had at the end of the period.

    Parameters
    ----------
    panel : Panel
        A panel of pairs.

    Returns
    -------
    Panel
        With ``capital_distance`` in kilometres.

    Raises
    ------
    UsageError
        If the panel is of states.

    Examples
    --------
    >>> from detente.panels import universe
    >>> result = add_capital_distance(universe("dyads", since=2015, until=2015, among=["JPN", "RUS"]))
    >>> (result.frame()["capital_distance"] // 10).to_list()
    [747.0]
    """
    need_pairs(panel, "The distance between capitals")
    rows = panel.rows
    lat, lon = _seats(panel)
    one, other = (rows.one, rows.when), (rows.other, rows.when)
    distance = kilometres(lat[one], lon[one], lat[other], lon[other])
    first, last = rows.periods.days
    column = PanelColumn(
        "capital_distance",
        "Great-circle distance between the capitals at the end of the period",
        "kilometres",
        "of both alike",
        DATASET,
        "the list has no capital",
        first,
        last,
    )
    why = np.where(np.isnan(distance), UNRECORDED, 0).astype(np.uint8)
    return panel.add([Figures.of(column, np.nan_to_num(distance), why)])


def _seats(panel: Panel) -> tuple[Array, Array]:
    """Return latitude and longitude of each unit's capital at the end of each period."""
    rows = panel.rows
    lat = np.full(rows.members.code.shape, np.nan)
    lon = lat.copy()
    first, last = rows.periods.days
    place = {code: at for at, code in enumerate(rows.members.codes)}
    for row in sorted(read_rows("capitals.csv"), key=lambda row: row["from"]):
        seat = period(row["from"], row["until"])
        if row["code"] not in place or seat.end < first or seat.start > last:
            continue
        days = np.array([max(seat.start, first), min(seat.end, last)], "datetime64[D]")
        begin, end = rows.periods.index(days)
        current = rows.members.code[:, begin : end + 1] == place[row["code"]]
        lat[:, begin : end + 1][current] = float(row["lat"])
        lon[:, begin : end + 1][current] = float(row["lon"])
    return lat, lon
