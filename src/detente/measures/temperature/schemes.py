"""Classifications of events: four quads, twenty CAMEO roots, or PLOVER types.

A class is verbal or material (words or deeds), and cooperative or conflictual. The sign only orients the scale; the
weight of each class is estimated.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from detente.errors import UsageError

__all__ = ["SCHEMES", "Scheme", "Score", "scheme"]

Score = Literal["all", "words", "deeds"]


@dataclass(frozen=True, slots=True)
class Scheme:
    """Event classes in order.

    Parameters
    ----------
    name : str
        ``quad``, ``root`` or ``plover``.
    classes : tuple of str
        The first is the reference class of the softmax.
    cooperative, verbal : frozenset of str
        Which classes are cooperative, and which are words.
    """

    name: str
    classes: tuple[str, ...]
    cooperative: frozenset[str]
    verbal: frozenset[str]

    def __iter__(self) -> Iterator[str]:
        return iter(self.classes)

    def __len__(self) -> int:
        return len(self.classes)

    def restricted(self, score: Score) -> Scheme:
        """Return the classes behind a score: all, words (verbal) or deeds (material).

        Examples
        --------
        >>> scheme("quad").restricted("deeds").classes
        ('material_cooperation', 'material_conflict')
        """
        if score == "all":
            return self
        kept = tuple(c for c in self.classes if (c in self.verbal) == (score == "words"))
        return Scheme(self.name, kept, self.cooperative & set(kept), self.verbal & set(kept))


def _scheme(name: str, table: dict[str, str]) -> Scheme:
    """Read 'vc', 'mc', 'vk', 'mk' (verbal or material; cooperation or conflict) as a scheme."""
    return Scheme(
        name,
        tuple(table),
        frozenset(c for c, kind in table.items() if kind[1] == "c"),
        frozenset(c for c, kind in table.items() if kind[0] == "v"),
    )


SCHEMES: dict[str, Scheme] = {
    "quad": _scheme(
        "quad",
        {
            "verbal_cooperation": "vc",
            "material_cooperation": "mc",
            "verbal_conflict": "vk",
            "material_conflict": "mk",
        },
    ),
    # CAMEO roots 01–20 (Schrodt 2012); quad class by root as in GDELT and ICEWS.
    "root": _scheme(
        "root",
        {f"{r:02d}": "vc" if r <= 5 else "mc" if r <= 8 else "vk" if r <= 13 else "mk" for r in range(1, 21)},
    ),
    # PLOVER event types (Halterman et al. 2023).
    "plover": _scheme(
        "plover",
        {
            "CONSULT": "vc",
            "AGREE": "vc",
            "SUPPORT": "vc",
            "CONCEDE": "vc",
            "COOPERATE": "mc",
            "AID": "mc",
            "RETREAT": "mc",
            "REQUEST": "vk",
            "ACCUSE": "vk",
            "REJECT": "vk",
            "THREATEN": "vk",
            "PROTEST": "mk",
            "SANCTION": "mk",
            "MOBILIZE": "mk",
            "COERCE": "mk",
            "ASSAULT": "mk",
        },
    ),
}


def scheme(name: str) -> Scheme:
    """Return the class scheme called `name`.

    Raises
    ------
    UsageError
        There is none; the message names those there are.
    """
    if name not in SCHEMES:
        raise UsageError(f"no class scheme is called {name!r}; there are {', '.join(SCHEMES)}", value=name)
    return SCHEMES[name]
