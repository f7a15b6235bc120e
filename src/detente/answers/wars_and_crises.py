"""Wars and international crises of one state with all others, or between two states, from the datasets in the store."""

from __future__ import annotations

from datetime import date

import polars as pl

from detente.catalog import table
from detente.store import Store

__all__ = ["no_crises", "no_wars", "read_crises", "read_wars"]

WAR = ("dataset", "war", "title", "type", "state", "opponent", "first", "last", "outcome", "deaths", "opponent_deaths")
CRISIS = ("dataset", "crisis", "title", "state", "trigger", "start", "precision", "end", "violence", "known_on")


def no_wars() -> pl.DataFrame:
    """Return a frame of wars without rows."""
    whole = table("wars").schema
    others = {"first": pl.Date(), "last": pl.Date(), "opponent_deaths": pl.Int32()}
    return pl.DataFrame(schema={name: whole.get(name) or others[name] for name in WAR})


def no_crises() -> pl.DataFrame:
    """Return a frame of crises without rows."""
    return table("crises").empty().select(CRISIS)


def read_wars(store: Store, states: tuple[str, ...], day: date) -> pl.DataFrame:
    """Return one row a war and pair of opponents: its years, and how it ended for the state.

    Between two states the state is the one that comes first in the alphabet. Of one state all wars are returned, with
    those against a non-state party (``opponent`` null).
    """
    rows = store.read("wars", as_of=day, state=states)
    if len(states) > 1:
        rows = rows.filter(pl.col("opponent").is_in(states))
    by = ("dataset", "war", "state", "opponent")
    found = rows.group_by(by).agg(
        pl.col("title", "type").first(),
        pl.col("outcome").drop_nulls().last(),
        pl.col("deaths").max(),
        first=pl.col("period").min(),
        last=pl.col("period").max(),
    )
    if len(states) > 1:
        other = found.select("dataset", "war", state="opponent", opponent="state", opponent_deaths="deaths")
        found = found.filter(pl.col("state") < pl.col("opponent")).join(other, on=by, how="left")
    else:
        found = found.with_columns(opponent_deaths=pl.lit(None, pl.Int32))
    return found.sort("first", "dataset", "war", "opponent", nulls_last=True).select(WAR)


def read_crises(store: Store, states: tuple[str, ...], day: date) -> pl.DataFrame:
    """Return the crises of a state; between two states those that one of them triggered for the other."""
    rows = store.read("crises", as_of=day, state=states)
    if len(states) > 1:
        rows = rows.filter(pl.col("trigger").is_in(states))
    return rows.sort("start", "crisis", "actor").select(CRISIS)
