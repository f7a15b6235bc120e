"""Points of states and disputes on a map: capitals, and one point for each dispute. There are no borders."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

import polars as pl

from detente.identity import display_name
from detente.identity.records import period, read_rows
from detente.store import Store

__all__ = ["capitals_on", "disputes_on"]

SETTLED = 0  # rung of a dispute that is settled or dormant by agreement


def capitals_on(states: Collection[str], on: date) -> pl.DataFrame:
    """Return the capitals of states on a day.

    Parameters
    ----------
    states : collection of str
        Codes.
    on : datetime.date
        The day.

    Returns
    -------
    polars.DataFrame
        ``state``, ``name``, ``capital``, ``lat``, ``lon`` (degrees), in alphabetical order of the codes. A state whose
        capital that day is not listed is left out.

    Examples
    --------
    >>> capitals_on(["JPN"], date(2015, 9, 1)).row(0)
    ('JPN', 'Japan', 'Tokyo', 35.69, 139.69)
    """
    wanted = set(states)
    rows = {
        row["code"]: (row["code"], display_name(row["code"], on), row["capital"], float(row["lat"]), float(row["lon"]))
        for row in read_rows("capitals.csv")
        if row["code"] in wanted and period(row["from"], row["until"]).covers(on)
    }
    schema = {"state": pl.String, "name": pl.String, "capital": pl.String, "lat": pl.Float64, "lon": pl.Float64}
    return pl.DataFrame([rows[code] for code in sorted(rows)], schema=schema, orient="row")


def disputes_on(states: Collection[str], on: date, *, store: Store | None = None) -> pl.DataFrame:
    """Return the open disputes among states on a day, each with every party's name for the place.

    Parameters
    ----------
    states : collection of str
        Codes. A dispute is among them if two of its claimants are.
    on : datetime.date
        The day; only what was known on it counts.
    store : Store, optional
        By default the starter pack with the user's own records.

    Returns
    -------
    polars.DataFrame
        ``dispute``, ``name``, ``claimants`` (names, in alphabetical order), ``rung``, ``lat``, ``lon`` (degrees, to a
        tenth). Disputes that were settled, or dormant by agreement, are left out.

    Examples
    --------
    >>> disputes_on(["JPN", "RUS"], date(2015, 9, 1)).select("name", "claimants").row(0)
    ('Southern Kurils / Northern Territories', 'Japan, Russia')
    """
    store = store or Store.open()
    places = pl.read_csv(store.facts.folder / "dispute_places.csv", columns=["dispute", "lat", "lon"], glob=False)
    rungs = store.read("dispute_rungs", as_of=on).filter(pl.col("start") <= on).sort("start")
    latest = rungs.group_by("dispute", maintain_order=True).agg(pl.col("rung").last())
    found = store.read("disputes", as_of=on).join(places, left_on="id", right_on="dispute", maintain_order="left")
    found = found.join(latest, left_on="id", right_on="dispute", maintain_order="left")
    claims = pl.col("claimants").str.split(";")
    among = found.filter(pl.col("rung") > SETTLED, claims.list.eval(pl.element().is_in(list(states))).list.sum() >= 2)
    named = pl.Series(
        [", ".join(sorted(display_name(c, on) for c in text.split(";"))) for text in among["claimants"]],
        dtype=pl.String,
    )
    return among.with_columns(claimants=named).select(
        pl.col("id").alias("dispute"), "name", "claimants", "rung", "lat", "lon"
    )
