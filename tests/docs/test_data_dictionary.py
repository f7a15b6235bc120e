from __future__ import annotations

from pathlib import Path

from detente.catalog.dictionary import data_dictionary

DOCUMENT = Path(__file__).parents[2] / "docs" / "reference" / "data-dictionary.md"


def test_the_data_dictionary_says_what_the_catalog_says() -> None:
    written = DOCUMENT.read_text(encoding="utf-8")
    assert written == data_dictionary(), "run: python -m detente.catalog > docs/reference/data-dictionary.md"
