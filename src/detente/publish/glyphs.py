"""Letters that a document's fonts lack.

An accessible PDF (PDF/UA-1) may not hold a letter without a glyph, and a PNG drawing silently leaves it out. The text
of a PDF has Fira Sans and the fonts that Typst bundles: Latin, Greek, Cyrillic, Arabic, Hebrew, Devanagari and
common signs; a drawing in a PDF and a PNG have Fira Sans alone. What they lack is written in plainer letters where
Unicode knows some (``Ａ`` is ``A``), else by its number in Unicode: ``[U+65E5 U+672C]``. The HTML, SVG, Markdown and
JSON forms keep the letters.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import typst

from detente.publish.typesetting import compiler

__all__ = ["legible"]

RUN = re.compile(r"[^\x00-\x7f]+")
MARKUP = frozenset("<>&\"'\\")
SAMPLE = b"""\
#set document(title: "Sample")
#set text(font: "Fira Sans", lang: "en", fallback: sys.inputs.alone == "no")
#sys.inputs.text
#text(weight: 600, sys.inputs.text)
#text(style: "italic", sys.inputs.text)
"""


def legible(text: str, *, alone: bool = False) -> str:
    """Return text in which letters that the fonts can't show are replaced.

    Parameters
    ----------
    text : str
        Text, or markup that holds text: replacements contain no markup characters.
    alone : bool, optional
        Whether Fira Sans is the only font.

    Returns
    -------
    str
        The text itself where every letter can be shown.

    Examples
    --------
    >>> legible("Tōkyō, 東京, ＵＮ, Жизнь")
    'Tōkyō, [U+6771 U+4EAC], UN, Жизнь'
    """
    runs = sorted(set(RUN.findall(text)))
    if not runs or _shown(" ".join(runs), alone=alone):
        return text
    return RUN.sub(lambda found: _replaced(found[0], alone=alone), text)


@lru_cache(maxsize=4096)
def _replaced(run: str, *, alone: bool) -> str:
    """Replace the letters that can't be shown, or all where they fail only together."""
    if _shown(run, alone=alone):
        return run
    lacking = [not _shown(letter, alone=alone) for letter in run]
    if not any(lacking):
        lacking = [True] * len(run)
    parts = [_plainer(letter) if no else letter for letter, no in zip(run, lacking, strict=True)]
    return "".join(parts).replace("][", " ")


def _plainer(letter: str) -> str:
    plain = unicodedata.normalize("NFKC", letter)
    return plain if plain.isascii() and not MARKUP & {*plain} else f"[U+{ord(letter):04X}]"


@lru_cache(maxsize=4096)
def _shown(text: str, *, alone: bool) -> bool:
    """Whether the fonts can show a text, upright, bold and italic."""
    inputs = {"text": text, "alone": "yes" if alone else "no"}
    try:
        compiler().compile(SAMPLE, format="pdf", sys_inputs=inputs, pdf_standards="ua-1")
    except typst.TypstError:
        return False
    return True
