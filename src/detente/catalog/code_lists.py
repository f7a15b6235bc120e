"""Code lists, declared once."""

from __future__ import annotations

__all__ = [
    "ACTS",
    "BREAKS",
    "FREQS",
    "PACT_KINDS",
    "PLOVER",
    "PRECISIONS",
    "QUADS",
    "SCHEMES",
    "SCORES",
    "TIES",
    "VOTE_KINDS",
    "quad_of_cameo",
]

QUADS = ("verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict")
FREQS = ("year", "quarter", "month", "week")
SCHEMES = ("quad", "root", "plover")
SCORES = ("all", "words", "deeds")
PACT_KINDS = ("defence", "neutrality", "nonaggression", "consultation")
PRECISIONS = ("day", "month", "year")
# Kinds of act in the chronicle
ACTS = (
    "summit",
    "visit",
    "diplomatic",
    "agreement",
    "statement",
    "law",
    "sanction",
    "exercise",
    "military",
    "test",
    "arms",
    "incident",
    "clash",
    "ceasefire",
    "rupture",
    "restoration",
)
# How far relations were broken off: no relations; a lower level, embassies closed or envoys expelled; an envoy recalled
BREAKS = ("severed", "downgraded", "recalled")
VOTE_KINDS = ("whole", "paragraph", "amendment", "selected")
# Kinds of tie between two states; the first six are obligations of pacts
TIES = (
    "defence",
    "offence",
    "neutrality",
    "nonaggression",
    "consultation",
    "entente",
    "rivalry",
    "claim",
    "contiguity",
    "sanction",
    "sanction_threat",
    "us_mission",
    "exercise",
    "visit",
    "meeting",
)
# The event types of PLOVER, the ontology that follows CAMEO
PLOVER = (
    "AGREE",
    "CONSULT",
    "SUPPORT",
    "CONCEDE",
    "COOPERATE",
    "AID",
    "RETREAT",
    "REQUEST",
    "ACCUSE",
    "REJECT",
    "THREATEN",
    "PROTEST",
    "SANCTION",
    "MOBILIZE",
    "COERCE",
    "ASSAULT",
)

LAST_ROOT = 20
# The last CAMEO root code of each quad class: 01–05, 06–08, 09–13, 14–20
QUAD_ENDS = ((5, QUADS[0]), (8, QUADS[1]), (13, QUADS[2]), (LAST_ROOT, QUADS[3]))


def quad_of_cameo(code: str) -> str | None:
    """Return the quad class of a CAMEO event code, or None for any other text.

    Parameters
    ----------
    code : str
        Two to four digits, root first: ``"043"``, ``"0331"``, ``"19"``.

    Examples
    --------
    >>> quad_of_cameo("0331"), quad_of_cameo("190"), quad_of_cameo("---")
    ('verbal_cooperation', 'material_conflict', None)
    """
    if not (code.isascii() and code.isdigit() and 2 <= len(code) <= 4):
        return None
    root = int(code[:2])
    if not 1 <= root <= LAST_ROOT:
        return None
    return next(quad for last, quad in QUAD_ENDS if root <= last)
