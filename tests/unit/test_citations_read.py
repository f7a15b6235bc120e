"""Every citation as users read it: with pybtex, and with citeproc-py, which loses a whole file for one bad entry."""

from __future__ import annotations

import io
import re
import warnings
from pathlib import Path

import pytest
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.bibtex import BibTeX
from pybtex import format_from_string
from pybtex.database import Entry, parse_string

from bulk_sample import ingest_own
from detente.citations import bibliography, citations
from detente.ingestion.events import ingest_events
from detente.panels.citations import OWN
from detente.sources import SOURCES
from detente.sources.events.known_formats import known_formats
from detente.store import Store
from store_sample import write_events

MAPPING = """\
dataset = "own"
scheme = "iso3"
[columns]
date = "date"
source = "source"
target = "target"
quad = "quad"
[about]
title = "Talks of the UN in Kyōto: 100% of {them} & more_ $5 #1 ~ ^ \\\\end{document} \\u001b"
{who}
citation = "Doe, J. (2015). Talks."
"""
ORGANISATION = 'organisation = "Institute of Peace and War"\nyear = "2015"'
PERSONS = 'author = "Doe, Jane and Roe, Richard"\nyear = "2015"'
PROPER = {"Detente", "Russia", "China", "Vienna", "United", "Nations", "Assembly", "Correlates"}
NAMES = re.compile(r"[A-Z][a-z]+|[A-Z0-9-]*[A-Z][A-Z0-9-]+")  # words with a capital


def of_the_user(folder: Path, who: str) -> list[str]:
    store = Store.open(home=folder / "home")
    ingest_own(store, write_events(folder / "my_own.csv", "2014-03-18,Russia,Japan,verbal_conflict"), dataset="mine")
    (folder / "map.toml").write_text(MAPPING.replace("{who}", who), encoding="utf-8")
    rows = "date,source,target,quad\n2014-03-18,RUS,JPN,verbal_conflict\n"
    (folder / "own.csv").write_text(rows, encoding="utf-8")
    assert not ingest_events(store, [folder / "own.csv"], mapping=folder / "map.toml").failures
    return [entry.bibtex for entry in citations(store, ["mine", "own"])]


@pytest.fixture(scope="module", params=[ORGANISATION, PERSONS, ""], ids=["organisation", "persons", "nobody"])
def every(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the entries of all sources, formats of events, lists of states, figures shipped and files of a user."""
    folder = tmp_path_factory.mktemp("cited")
    store = Store.open(home=folder / "empty")
    shipped = bibliography([*citations(store), *citations(store, sorted(SOURCES))])
    formats = [
        form.bibtex for name, form in known_formats().items() if form.bibtex and name != "icews"
    ]  # a source's own, too
    return "\n\n".join(dict.fromkeys([shipped, *formats, *OWN.values(), *of_the_user(folder, request.param)]))


def test_pybtex_reads_and_formats_every_entry(every: str) -> None:
    entries = parse_string(every, "bibtex").entries
    assert len(entries) > 40
    text = format_from_string(every, "plain", output_backend="plaintext")
    assert text.count("\n[") + 1 >= len(entries)
    for key, entry in entries.items():
        assert entry.type in {"article", "book", "incollection", "inproceedings", "misc", "techreport"}, key
        assert re.fullmatch(r"\d{4}", entry.fields["year"]), key
        assert entry.persons["author"], key


def test_names_keep_their_capitals_in_every_style(every: str) -> None:
    for key, entry in parse_string(every, "bibtex").entries.items():
        alone = format_from_string(entry.to_string("bibtex"), "plain", output_backend="plaintext")
        for name in names_in(entry):
            assert name in alone, (key, name)


def names_in(entry: Entry) -> list[str]:
    """Return what of a title must keep its capitals: acronyms, and names that are no words of the title's own."""
    words = NAMES.findall(re.sub(r"\\.|[{}]", "", entry.fields["title"]))
    return [word for word in words if (word.isupper() and len(word) > 1) or word in PROPER]


def test_citeproc_reads_the_whole_file_and_dates_each(every: str) -> None:
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Unsupported BibTeX field")  # it knows fewer fields than BibTeX has
        found = BibTeX(io.StringIO(every))
    keys = parse_string(every, "bibtex").entries.keys()
    assert {key.lower() for key in found} == {key.lower() for key in keys}
    book = CitationStylesBibliography(
        CitationStylesStyle("harvard-cite-them-right", validate=False), found, formatter.plain
    )
    book.register(Citation([CitationItem(key) for key in found]))
    texts = [str(item) for item in book.bibliography()]
    assert len(texts) == len(keys)
    for text in texts:
        assert re.match(r"[^“]+ \(\d{4}\)", text), text


def test_organisations_are_not_taken_for_persons(every: str) -> None:
    for key, entry in parse_string(every, "bibtex").entries.items():
        for person in entry.persons["author"]:
            words = " ".join([*person.first_names, *person.last_names])
            if re.search(r"\b(Institute|Ministry|Project|United Nations|developers|Vitae|compiler)\b", words):
                assert not person.first_names, key


def test_what_a_user_says_is_no_command_of_tex(tmp_path: Path) -> None:
    for bibtex in of_the_user(tmp_path, ORGANISATION):
        body = bibtex.split("\n", 1)[1].removesuffix("}")
        assert not re.search(r"\\(?![&%$#_])|[~^]", body)
        assert body.count("{") == body.count("}")
        assert "\x1b" not in body
