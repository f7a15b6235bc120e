"""A network of states as a block of a document: its nodes, its ties and, on a map, where they stand."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

from detente.documents.prose import Sentence

__all__ = ["NetworkDispute", "NetworkDrawing", "NetworkNode", "NetworkTie", "TieKind"]

TieKind = Literal["tie", "added", "dropped", "foe"]


@dataclass(frozen=True, slots=True)
class NetworkNode:
    """A state in a network drawing.

    Parameters
    ----------
    state : str
        Its code.
    name : str
        What is written beside the point.
    hub : bool
        Whether it is the hub.
    camp : int or None
        1 or 2 where the network falls into two camps.
    lat, lon : float or None
        Degrees of its capital; needed on a map.
    """

    state: str
    name: str
    hub: bool = False
    camp: int | None = None
    lat: float | None = None
    lon: float | None = None


@dataclass(frozen=True, slots=True)
class NetworkTie:
    """A tie between two states; `kind` ``added`` and ``dropped`` are hypothetical; `shade` from 0 to 1."""

    a: str
    b: str
    kind: TieKind = "tie"
    shade: float = 1.0


@dataclass(frozen=True, slots=True)
class NetworkDispute:
    """An open dispute on a map: every party's name for the place, and who claims it, in words."""

    name: str
    claimants: str
    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class NetworkDrawing:
    """A network of states. `publish.networks` turns it into one Vega-Lite specification.

    Parameters
    ----------
    layout : {'hub', 'camps', 'map'}
        On a plane around its hub, on a plane with two camps, or on a map of capitals.
    key : str
        Unique within the document; names files and anchors.
    title, subtitle : str
        What stands above it.
    description : Sentence
        The same in words, for those who can't see it.
    nodes : tuple of NetworkNode
        All states; those without a tie are listed below the drawing.
    ties : tuple of NetworkTie
        The ties that are drawn.
    isolates : str
        What the list of states without a tie begins with: ``Without such a tie``.
    disputes : tuple of NetworkDispute
        Open disputes, on a map.
    axes : tuple of dict
        Small plots below: ``plot`` (its title), ``year``, ``value``, ``lo``, ``hi``, on a scale from 0 to 1.
    """

    layout: Literal["hub", "camps", "map"]
    key: str
    title: str
    subtitle: str
    description: Sentence
    nodes: tuple[NetworkNode, ...]
    ties: tuple[NetworkTie, ...]
    isolates: str = "Without such a tie"
    disputes: tuple[NetworkDispute, ...] = ()
    axes: tuple[dict[str, Any], ...] = ()

    def as_dict(self) -> dict[str, object]:
        """Return the drawing as plain data."""
        return {
            "layout": self.layout,
            "key": self.key,
            "title": self.title,
            "subtitle": self.subtitle,
            "description": self.description.text,
            "nodes": [asdict(node) for node in self.nodes],
            "ties": [asdict(tie) for tie in self.ties],
            "disputes": [asdict(dispute) for dispute in self.disputes],
            "axes": list(self.axes),
        }
