"""The drawings of an architecture and of a balance."""

from __future__ import annotations

from datetime import date

import polars as pl

from detente.answers.balance import Balance
from detente.answers.network_series import NetworkSeries
from detente.documents.figures import Figure
from detente.documents.network_drawing import NetworkDispute, NetworkDrawing, NetworkNode, NetworkTie
from detente.documents.prose import say
from detente.documents.register import Register
from detente.identity import display_name

__all__ = ["balance_drawing", "hub_of", "network_drawing", "network_title"]

LIKELY = 0.5  # probability from which a tie is drawn and a hub is named
AXES = (("Hub: the hub’s share of all ties", "hub_share"), ("Web: density of ties among the others", "web_density"))
TITLES = {
    "pacts": "Pacts",
    "cooperation": "Cooperation",
    "visits": "Visits and meetings",
    "exercises": "Joint exercises",
}
FEW, FAINT, PLAIN = 40, 0.22, 0.45  # ties that count as few; shades of ties that are not frustrated, of many or of few


def network_title(series: NetworkSeries) -> str:
    """Return the title of an architecture's drawing and document."""
    named = "," not in series.group
    where = f"in the {series.group}" if named else f"among {len(series.states)} states"
    return f"{TITLES[series.of]} {where}, {series.on.year}"


def network_drawing(
    series: NetworkSeries,
    register: Register,
    source: str,
    *,
    capitals: pl.DataFrame | None = None,
    disputes: pl.DataFrame | None = None,
) -> NetworkDrawing:
    """Return the drawing of an architecture: the network of its last year, and its two axes over the years.

    Parameters
    ----------
    series : NetworkSeries
        What to draw.
    register : Register
        Keeps the figures that the description states.
    source : str
        Id of their source.
    capitals : polars.DataFrame, optional
        As `detente.answers.map_points.capitals_on` gives: with it the network is drawn on a map.
    disputes : polars.DataFrame, optional
        As `detente.answers.map_points.disputes_on` gives; drawn on the map.
    """
    hub = hub_of(series)
    cities = {} if capitals is None else {row["state"]: (row["lat"], row["lon"]) for row in capitals.to_dicts()}
    nodes = tuple(
        NetworkNode(code, display_name(code, series.on), hub=code == hub, lat=at[0], lon=at[1])
        for code in series.states
        for at in [cities.get(code, (None, None))]
    )
    likely = series.ties.filter(pl.col("probability") >= LIKELY).height
    ties, states = (
        _count(register, f"network.{key}", label, number, on=series.on, source=source)
        for key, label, number in (
            ("ties", "Ties in the drawing", likely), ("states", "States in the network", len(series.states))
        )
    )  # fmt: skip
    named = say(" Hub: {hub}.", hub=display_name(hub, series.on)) if hub else say("")
    legend = _legend(series)
    return NetworkDrawing(
        layout="hub" if capitals is None else "map",
        key="network",
        title=network_title(series),
        subtitle=legend,
        description=say("{ties} ties among {states} states.{named} {legend}.", ties=ties, states=states, named=named,
                        legend=legend),
        nodes=nodes,
        ties=tuple(_ties(series)),
        disputes=() if disputes is None else tuple(
            NetworkDispute(row["name"], row["claimants"], row["lat"], row["lon"]) for row in disputes.to_dicts()
        ),
        axes=tuple(
            {"plot": title, **{name: row[name] for name in ("year", "value", "lo", "hi")}}
            for title, index in AXES
            for row in series.indices.filter(pl.col("index") == index).to_dicts()
        ),
    )  # fmt: skip


def hub_of(series: NetworkSeries) -> str | None:
    """Return the code of the last year's hub, if one state is likely to be it."""
    hubs = series.hubs.filter(pl.col("year") == series.on.year)
    return hubs["state"][0] if hubs.height and hubs["probability"][0] >= LIKELY else None


def balance_drawing(balance: Balance, register: Register, source: str) -> NetworkDrawing:
    """Return the drawing of a signed network: friends, foes, the two camps, and the ties that frustrate them.

    Parameters
    ----------
    balance : Balance
        What to draw. The camps of the largest part are circles and squares.
    register : Register
        Keeps the figures that the description states.
    source : str
        Id of their source.
    """
    network, found = balance.network, balance.frustration
    camps = {row["state"]: row["camp"] for row in found.camps.to_dicts()}
    shade = PLAIN if network.ties <= FEW else FAINT
    friends, foes, frustrated = (
        _count(register, f"balance.{key}", label, number, on=balance.on, source=source)
        for key, label, number in (
            ("friends", "Pairs of friends", network.ties - network.negative),
            ("foes", "Pairs of foes", network.negative),
            ("frustrated", "Frustrated ties (L)", found.index),
        )
    )
    two = found.camps["camp"].drop_nulls().n_unique() > 1
    description = say(
        "Grey: {friends} friendships. Coloured: {foes} enmities. Strong: {frustrated} frustrated. {camps}",
        friends=friends, foes=foes, frustrated=frustrated,
        camps="Circles and squares: the two camps" if two else "All are in one camp",
    )  # fmt: skip
    return NetworkDrawing(
        layout="camps",
        key="balance",
        title=f"Friends and foes, {balance.on.year}",
        subtitle=description.text,
        description=description,
        nodes=tuple(NetworkNode(code, display_name(code, balance.on), camp=camps[code]) for code in network.states),
        ties=tuple(
            NetworkTie(row["a"], row["b"], "foe" if row["sign"] < 0 else "tie", 1.0 if row["frustrated"] else shade)
            for row in found.ties.sort("frustrated", "a", "b").to_dicts()
        ),
        isolates="Neither friend nor foe of any",
    )


def _count(register: Register, key: str, label: str, number: int, *, on: date, source: str) -> Figure:
    return register.figure(key, label, number, "count", str(on.year), on, source)


def _legend(series: NetworkSeries) -> str:
    """Say in one line what a line in the drawing is."""
    sure = "; the stronger, the likelier" if series.of == "cooperation" else ""
    supposed = "; dashed: supposed" if series.added else ""
    supposed += "; dotted: supposed to have lapsed" if series.dropped else ""
    return f"A line is {series.tie}{sure}{supposed}"


def _ties(series: NetworkSeries) -> list[NetworkTie]:
    """Return the ties to draw, hypothetical ones among them."""
    added, dropped = ({(min(pair), max(pair)) for pair in pairs} for pairs in (series.added, series.dropped))
    found = {
        (row["a"], row["b"]): NetworkTie(row["a"], row["b"], "tie", (row["probability"] - LIKELY) / (1 - LIKELY))
        for row in series.ties.to_dicts()
        if row["probability"] >= LIKELY
    }
    found |= {pair: NetworkTie(*pair, "added") for pair in sorted(added) if pair not in found}
    found |= {pair: NetworkTie(*pair, "dropped") for pair in sorted(dropped)}
    return list(found.values())
