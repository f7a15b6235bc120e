"""Draw the README's picture: the first two pages of a brief, side by side, as ``docs/images/brief.png``."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

import typst

from detente.brief import assess
from detente.publish import write

PICTURE = Path(__file__).parent / "images" / "brief.png"
DOTS = 80  # per inch

PAGES = """
#set page(width: auto, height: auto, margin: 4mm, fill: rgb("#d9dce1"))
#let leaf(n) = box(fill: white, image("brief.pdf", page: n, width: 210mm))
#stack(dir: ltr, spacing: 4mm, leaf(1), leaf(2))
"""


def main() -> None:
    """Write the brief as PDF and its first pages as one picture."""
    brief = assess("Japan", "Russia", as_of=date(2015, 9, 1))
    with tempfile.TemporaryDirectory() as folder:
        write(brief, Path(folder) / "brief.pdf")
        sheet = Path(folder) / "sheet.typ"
        sheet.write_text(PAGES, encoding="utf-8")
        PICTURE.parent.mkdir(exist_ok=True)
        typst.compile(sheet, output=PICTURE, format="png", ppi=DOTS)


if __name__ == "__main__":
    main()
