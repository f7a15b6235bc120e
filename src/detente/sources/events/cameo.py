"""CAMEO codes: their quad classes, their PLOVER types, and the marks that stand for no code.

The PLOVER types follow the crosswalk published with PLOVER (CAMEO2PLOVER, 17 September 2021). A rule names the
beginning of a code, and the longest match applies; a code whose root PLOVER has dropped (01, statements, and
02, appeals) has no type. GDELT and ICEWS write ``---``, ``--`` and ``X`` where the coder found no class: such a
row is kept, without a class, and is never counted as any.
"""

from __future__ import annotations

from functools import lru_cache

from detente.catalog import quad_of_cameo

__all__ = ["UNCLASSIFIABLE", "plover_of_cameo"]

UNCLASSIFIABLE = ("", "-", "--", "---", "----", "X", "x", "XXX")

RULES = {
    "03": "AGREE",
    "04": "CONSULT",
    "05": "SUPPORT",
    "06": "COOPERATE",
    "07": "AID",
    "08": "CONCEDE",
    "0813": "RETREAT",
    "0814": "RETREAT",
    "084": "RETREAT",
    "085": "RETREAT",
    "086": "RETREAT",
    "087": "RETREAT",
    "09": "ACCUSE",
    "10": "REQUEST",
    "11": "ACCUSE",
    "12": "REJECT",
    "13": "THREATEN",
    "14": "PROTEST",
    "15": "MOBILIZE",
    "16": "SANCTION",
    "163": "COERCE",
    "17": "COERCE",
    "1712": "ASSAULT",
    "175": "ASSAULT",
    "18": "ASSAULT",
    "19": "ASSAULT",
    "191": "COERCE",
    "192": "COERCE",
    "20": "ASSAULT",
}


@lru_cache(maxsize=4096)
def plover_of_cameo(code: str) -> str | None:
    """Return the PLOVER type of a CAMEO code; None where it has none or is no code.

    Parameters
    ----------
    code : str
        Two to four digits, root first.

    Examples
    --------
    >>> plover_of_cameo("0871"), plover_of_cameo("010"), plover_of_cameo("---")
    ('RETREAT', None, None)
    """
    if quad_of_cameo(code) is None:
        return None
    return next((RULES[code[:n]] for n in (4, 3, 2) if code[:n] in RULES), None)
