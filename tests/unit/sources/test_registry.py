"""The registry of datasets: one name for each, the same everywhere, and one declaration enough for a new one."""

from __future__ import annotations

import inspect
import json
from dataclasses import replace
from pathlib import Path

import pytest

import detente
from bulk_sample import take, write
from detente.citations import citations
from detente.cli import run
from detente.cli.assess import assess as assess_command
from detente.cli.temperature import temperature as temperature_command
from detente.errors import UsageError
from detente.remote import RetryPolicy, plan_dataset, site_at
from detente.sources import SOURCES
from detente.sources.datasets import DEFAULT_EVENTS, datasets, how_to_get, registry_page
from detente.sources.events import known_formats
from detente.sources.events.event_format import DataverseFiles, FileName
from detente.sources.events.icews import ICEWS
from detente.store import Store
from event_samples import ICEWS_HEADER, icews
from store_sample import open_store

HEADER = ICEWS_HEADER.replace("Event ID", "Report ID")


def test_every_dataset_of_the_pack_of_the_formats_and_of_the_sources_is_in_it() -> None:
    known = datasets()
    shipped = {span["dataset"] for part in Store.open().pack.parts() for span in part.spans} - {None}
    assert shipped <= set(known)
    assert set(SOURCES) <= set(known)
    assert {name for form in known_formats.KNOWN_FORMATS for name in form.datasets} <= set(known)
    assert known["conduct"].shipped == ("temperatures", "trait_parameters", "attention")
    assert not known["conduct"].ingested
    assert (known["icews"].pulled_as, known["icews"].ingested, known["icews"].former_name) == (
        "icews", True, "icews-events",
    )  # fmt: skip
    assert all(one.title and one.licence and one.citation and one.arrival for one in known.values())
    assert all(f"| `{name}` |" in registry_page() for name in known)


def test_the_default_events_are_the_shipped_ones_everywhere() -> None:
    for function in (detente.assess, detente.temperature, detente.profile, detente.architecture):
        assert inspect.signature(function).parameters["events"].default == DEFAULT_EVENTS
    for command in (assess_command, temperature_command):
        assert next(option.default for option in command.params if option.name == "events") == DEFAULT_EVENTS
    assert datasets()[DEFAULT_EVENTS].shipped


def test_declaring_a_source_of_events_is_all_that_it_takes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    terrier = replace(
        ICEWS,
        name="terrier",
        title="TERRIER events",
        citation="Grant et al. (2018).",
        bibtex="",
        datasets={"terrier": "TERRIER"},
        formerly={},
        pulled_as="terrier",
        dataverse=DataverseFiles("doi:10.7910/DVN/TERRIER", r"terrier\..*\.tab", "terrier.2018.tab"),
        matches=lambda lines: bool(lines) and lines[0][0] == "Report ID",
        layout=lambda header: ICEWS.layout(header.replace("Report ID", "Event ID")),
        parse_name=lambda name: FileName("terrier", Path(name).stem),
    )
    (tmp_path / "mirror").mkdir()
    file = write(tmp_path / "mirror" / "terrier.2018.tab", HEADER, *(icews(n) for n in range(3)))
    with monkeypatch.context() as patched:
        patched.setattr(known_formats, "KNOWN_FORMATS", (*known_formats.KNOWN_FORMATS, terrier))
        assert datasets()["terrier"].arrival == "`detente pull terrier`, `detente ingest terrier FILE`"
        assert [one.name for one in plan_dataset(site_at(str(file.parent)), "terrier", RetryPolicy()).files] == [
            file.name
        ]
        assert run(["pull", "terrier", "--mirror", str(file.parent), "--dry-run", "--json"]) == 0
        assert json.loads(capsys.readouterr().out)["to_fetch"]["files"] == 1
        store = open_store(tmp_path)
        assert take(store, file).datasets == {"terrier": 3}
        assert [entry.citation for entry in citations(store, ["terrier"])] == ["Grant et al. (2018)."]
        assert store.coverage().filter(dataset="terrier")["note"][0] == ICEWS.note
        assert "TERRIER" in how_to_get("terrier")
        with pytest.raises(UsageError, match="choose another name"):
            take(store, file, dataset="terrier", mapping=write(tmp_path / "m.toml", MAPPING))


MAPPING = """
dataset = "mine"
[columns]
date = "Event Date"
source = "Source Country"
target = "Target Country"
cameo = "CAMEO Code"
"""
