"""The picture of a balance: friends, foes, the two camps, and the ties in the way."""

from __future__ import annotations

from typing import Any

import numpy as np

from detente.answers.balances import Balance
from detente.identity import display_name
from detente.publish.charts.specs import SCHEMA, house_style
from detente.publish.charts.theme import LIGHT, Theme
from detente.publish.networks.layout import arranged
from detente.publish.networks.notes import WIDTH, Dot, Line, drawn_board, text_board

__all__ = ["balance_picture"]

HEIGHT = 400.0
EDGE, ROOM = 34.0, 50.0  # between the outermost points and the sides, and more of it for names
FEW, FAINT, PLAIN = 40, 0.22, 0.45  # ties that are few; shades of one that is not frustrated, among many or few
SHAPES = {1: "circle", 2: "square"}


def balance_picture(balance: Balance, theme: Theme = LIGHT) -> dict[str, Any]:
    """Return a picture of a signed network as a Vega-Lite specification.

    Parameters
    ----------
    balance : Balance
        What to draw. Foes are in the second colour; ties that the best camps frustrate stand out; the camps of the
        largest part are circles and squares.
    theme : Theme, optional
        Colours.

    Returns
    -------
    dict
        A complete specification with its data inside.
    """
    parts = [drawn_board(*_drawn(balance, theme), theme, HEIGHT)]
    alone = [row["state"] for row in balance.found.camps.to_dicts() if row["camp"] is None]
    if alone:
        names = ", ".join(sorted(display_name(code, balance.on) for code in alone))
        parts.append(text_board(theme, f"Neither friend nor foe of any: {names}", italic=True))
    return {
        "$schema": SCHEMA,
        "description": _told(balance),
        "background": theme.paper,
        "padding": 14,
        "config": house_style(theme),
        "title": {
            "text": f"Friends and foes, {balance.on.year}",
            "subtitle": _told(balance),
            "anchor": "start",
            "fontSize": 15,
            "fontWeight": 600,
            "color": theme.ink,
            "subtitleColor": theme.muted,
            "subtitleFontSize": 11.5,
            "subtitlePadding": 5,
            "offset": 12,
        },
        "vconcat": parts,
        "spacing": 12,
    }


def _told(balance: Balance) -> str:
    network, found = balance.network, balance.found
    camps = found.camps["camp"].drop_nulls().n_unique()
    told = "Circles and squares: the two camps" if camps > 1 else "All are in one camp"
    friends, foes = network.ties - network.negative, network.negative
    return f"Grey: {friends} friendships. Coloured: {foes} enmities. Strong: {found.index} frustrated. {told}"


def _drawn(balance: Balance, theme: Theme) -> tuple[list[Dot], list[Line]]:
    network = balance.network
    side = EDGE + ROOM
    friendly = network.matrix > 0
    near = friendly if friendly.any(axis=1).sum() == (network.matrix != 0).any(axis=1).sum() else network.matrix != 0
    found = arranged(near, WIDTH - 2 * side, HEIGHT - 2 * EDGE) + np.array([side, EDGE])
    points = {code: (float(x), float(y)) for code, (x, y) in zip(network.states, found, strict=True) if x >= 0}
    camps = {row["state"]: row["camp"] for row in balance.found.camps.to_dicts()}
    degree = dict(zip(network.states, (network.matrix != 0).sum(axis=1), strict=True))
    dots = [
        Dot(points[code], display_name(code, balance.on), theme.ink, radius=5.2, shape=SHAPES[camps[code]])
        for code in sorted(points, key=lambda code: (-degree[code], code))
    ]
    shade = PLAIN if network.ties <= FEW else FAINT
    lines = [
        Line(
            points[row["a"]],
            points[row["b"]],
            "foe" if row["sign"] < 0 else "tie",
            1.0 if row["frustrated"] else shade,
        )
        for row in balance.found.ties.sort("frustrated", "a", "b").to_dicts()
    ]
    return dots, lines
