"""Briefs on pairs drawn at random: no form of them holds a number that is none, or a change that can't be read.

``DETENTE_PAIRS`` sets how many pairs; 200 take a quarter of an hour of processor time.
"""

from __future__ import annotations

import html
import json
import os
import random
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from detente.brief import Assessment, assess
from detente.documents.figures import Figure, reads_alike
from detente.errors import DetenteError
from detente.identity.records import entities
from detente.publish import render, terminal, write

PAIRS = int(os.environ.get("DETENTE_PAIRS", "4"))
WHOLE = 1  # pairs of which every file of a folder is made, the PDF too
DAYS = (date(1995, 6, 1), date(2008, 9, 1), date(2015, 9, 1), date(2023, 3, 1))
NUMBER = r"[+−-]?\d[\d.,]*%?"
FAULTS = {
    "is not a number": re.compile(r"(?<![\w/+=])[+−-]?(?:nan|NaN|inf|Infinity|None|NaT)(?![\w/+=])"),
    "is a ratio that reads as zero": re.compile(r"(?<![\d.])0(?:\.0+)? times"),
    "is one, in the plural": re.compile(r"(?<![\d.,])1 times"),
    "has a sign and no size": re.compile(r"[+−-]0(?:\.0+)?%?(?![\d.,]*\d)(?=[\s)|<]|$)"),
    "is a change that can't be read": re.compile(rf"(?:from|→|\|) ({NUMBER})(?: in \d{{4}})? (?:to|→) \1(?![\d.,%])"),
    "is an interval of one number": re.compile(rf"(?<![\d.,−+])({NUMBER}) to \1(?![\d.,%]|–)"),
}
TAGS = re.compile(r"<style.*?</style>|<[^>]*>", re.DOTALL)


def briefs() -> Iterator[Assessment]:
    """Yield briefs on pairs drawn at random at four dates, those that the records answer."""
    dice = random.Random(20)  # noqa: S311 - any pairs will do
    codes = sorted(entities())
    left = PAIRS
    while left:
        first, second = dice.sample(codes, 2)
        try:
            made = assess(first, second, as_of=dice.choice(DAYS))
        except DetenteError:
            continue
        left -= 1
        yield made


def faults(text: str) -> list[str]:
    return [f"{found[0]!r} {why}: …{text[max(0, found.start() - 80) : found.end() + 40]}…"
            for why, pattern in FAULTS.items() for found in pattern.finditer(text)]  # fmt: skip


def refuse(constant: str) -> None:
    raise AssertionError(f"JSON holds {constant}")


def test_no_text_holds_a_number_that_is_none(tmp_path: Path) -> None:
    found: list[tuple[str, ...]] = []
    for at, brief in enumerate(briefs()):
        texts = {"terminal": terminal(brief), "md": render(brief, "md").decode()}
        page = render(brief, "html").decode()
        texts["html"] = html.unescape(TAGS.sub(" ", page))
        result = json.loads(render(brief, "json"), parse_constant=refuse)
        texts["json"] = json.dumps(result["sections"], ensure_ascii=False).replace("null", "")
        for chart in brief.charts:
            assert all(value == value for row in chart.rows for value in row.values()), chart.key  # noqa: PLR0124 - NaN
        if at < WHOLE:
            files = write(brief, tmp_path / str(at))
            assert {path.suffix for path in files} >= {".html", ".pdf", ".md", ".json", ".csv", ".svg", ".png"}
            texts |= {path.name: path.read_text() for path in files if path.suffix == ".csv"}
            drawings = {path.name: path.read_text() for path in files if path.suffix == ".svg"}
            assert not [name for name, drawing in drawings.items() if "NaN" in drawing]
            texts |= {name: html.unescape(TAGS.sub(" ", drawing)) for name, drawing in drawings.items()}
        found += [(*brief.pair, str(brief.as_of), form, line) for form, text in texts.items() for line in faults(text)]
    assert not found


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("nan → 0.94", True), ("+nan", True), ("on None", True), ("0.0 times those", True), ("10.0 times", False),
        ("from 14% to 14%", True), ("from 14% to 14.5%", False), ("0.00 to 0.00", True), ("+0.00 ", True),
        ("−0.004", False),
        ("was 1 times", True), ("Nantes, Infant, Nonesuch", False), ("0.9 to 0.95", False), ("2013 to 2014", False),
    ],
)  # fmt: skip
def test_the_faults_looked_for(text: str, fault: bool) -> None:
    assert bool(faults(text)) is fault


def figure(value: float, unit: str, lo: float | None = None, hi: float | None = None) -> Figure:
    return Figure("a.b", "A", value, lo, hi, unit, "2013", date(2014, 1, 1), "x")


@pytest.mark.parametrize(
    ("value", "unit", "ends", "result"),
    [
        (float("nan"), "kappa", (float("nan"), float("nan")), "undefined"),
        (0.02, "times", (None, None), "under 0.1 times"),
        (0.0, "share", (None, None), "0%"),
        (0.004, "share", (None, None), "under 1%"),
        (0.9996, "probability", (None, None), "over 99%"),
        (0.0, "kappa", (0.0, 0.0), "0.00"),
        (-0.001, "sd", (-0.002, 0.004), "0.00"),
        (0.14, "share", (0.11, 0.17), "14% (11% to 17%)"),
    ],
)
def test_a_figure_is_written_as_what_it_is(
    value: float, unit: str, ends: tuple[float | None, float | None], result: str
) -> None:
    assert f"{figure(value, unit, *ends):full}" == result


def test_an_undefined_figure_equals_itself() -> None:
    one, other = (figure(float("nan"), "kappa", float("nan")) for _ in range(2))
    assert one == other
    assert not one.defined
    assert reads_alike(figure(0.141, "share"), figure(0.144, "share"))
