"""Five words for a temperature, by fixed cut points on the report-weighted scale."""

from __future__ import annotations

__all__ = ["LEVELS", "level"]

# name, from (included), to (excluded); None is open
LEVELS: tuple[tuple[str, float | None, float | None], ...] = (
    ("hostile", None, -1.2),
    ("frosty", -1.2, -0.5),
    ("cool", -0.5, 0.0),
    ("cordial", 0.0, 0.6),
    ("close", 0.6, None),
)


def level(temperature: float) -> str:
    """Return the word for a temperature.

    Parameters
    ----------
    temperature : float
        In standard deviations of report-weighted dyad-periods.

    Returns
    -------
    str
        ``hostile``, ``frosty``, ``cool``, ``cordial`` or ``close``.

    Examples
    --------
    >>> [level(t) for t in (-1.3, -1.2, -0.2, 0.0, 0.6)]
    ['hostile', 'frosty', 'cool', 'cordial', 'close']
    """
    return next(name for name, _, hi in LEVELS if hi is None or temperature < hi)
