"""Draw the pictures of the README and the landing page, in ``docs/images``: a brief, a chart, a network."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import typst

from detente.cli import run

IMAGES = Path(__file__).parent / "images"
PAIR = ("Japan", "Russia", "--as-of", "2015-09-01")
DOTS = 80  # per inch

PAGES = """
#set page(width: auto, height: auto, margin: 4mm, fill: rgb("#d9dce1"))
#let leaf(n) = box(fill: white, image("brief.pdf", page: n, width: 210mm))
#stack(dir: ltr, spacing: 4mm, leaf(1), leaf(2))
"""


def main() -> None:
    """Make a brief and a network with the command line, and keep their pictures."""
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        brief, sheet = Path(folder) / "brief", Path(folder) / "brief" / "sheet.typ"
        made = [
            run(["assess", *PAIR, "-o", str(brief)]),
            run(["architecture", *PAIR[2:], "-o", str(IMAGES / "network.svg")]),
        ]
        if any(made):
            raise SystemExit(f"exit codes {made}; expected 0 and 0")
        sheet.write_text(PAGES, encoding="utf-8")
        typst.compile(sheet, output=IMAGES / "brief.png", format="png", ppi=DOTS)
        shutil.copyfile(brief / "charts" / "temperature.svg", IMAGES / "temperature.svg")


if __name__ == "__main__":
    main()
