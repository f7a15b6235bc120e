"""Colours and type of a published document, light and dark.

The two directions differ in hue, lightness and point shape, so that they stay apart in grey print and for
readers who see few colours. Each colour of a theme is used once, so that a drawing made in the light theme can be
turned into one that follows the reader's choice: every colour is replaced by the CSS variable of its role.
"""

from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass
from pathlib import Path

__all__ = ["DARK", "FAMILY", "FONTS", "FONT_STACK", "LIGHT", "Theme", "custom_properties", "follow_reader"]

FAMILY = "Fira Sans"
FONT_STACK = f"{FAMILY}, Helvetica, Arial, sans-serif"  # of a drawing that is opened where Fira Sans is missing
FONTS = Path(__file__).parent / "fonts"


@dataclass(frozen=True, slots=True)
class Theme:
    """One colour for each role in a drawing, as ``#rrggbb``."""

    paper: str
    ink: str
    muted: str
    line: str
    band: str
    first: str
    second: str
    context: str
    link: str
    fence: str

    @property
    def directions(self) -> tuple[str, str]:
        """Colours of the two directions, in the order of the pair."""
        return self.first, self.second


LIGHT = Theme(
    paper="#ffffff",
    ink="#1c2430",
    muted="#586271",
    line="#d5dae1",
    band="#f3f5f8",
    first="#1b6ca8",
    second="#b5501b",
    context="#a0a8b3",
    link="#14558a",
    fence="#faf6ec",
)

DARK = Theme(
    paper="#14181e",
    ink="#e8ebef",
    muted="#a5aeba",
    line="#39424d",
    band="#1c222a",
    first="#6fb5ea",
    second="#f2a36b",
    context="#737d8a",
    link="#8cc4f0",
    fence="#221f17",
)

COLOUR = re.compile(r"#[0-9a-f]{6}\b")


def custom_properties(theme: Theme) -> dict[str, str]:
    """Return the theme as CSS custom properties, by name.

    Examples
    --------
    >>> custom_properties(LIGHT)["--ink"]
    '#1c2430'
    """
    return {f"--{role}": colour for role, colour in dataclasses.asdict(theme).items()}


def follow_reader(svg: str, theme: Theme = LIGHT) -> str:
    """Replace each colour of `theme` in a drawing by the CSS variable of its role.

    Parameters
    ----------
    svg : str
        A drawing made in `theme`.
    theme : Theme
        The theme it was made in.

    Returns
    -------
    str
        The drawing with ``var(--role)`` for every colour of the theme.

    Examples
    --------
    >>> follow_reader('<path fill="#1b6ca8"/>')
    '<path fill="var(--first)"/>'
    """
    roles = {colour: f"var({name})" for name, colour in custom_properties(theme).items()}
    return COLOUR.sub(lambda found: roles.get(found[0], found[0]), svg)
