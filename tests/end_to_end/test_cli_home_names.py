"""Homes whose names engines would take for patterns: every verb reads and writes this home and no other."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest

from cli_sample import Answer, Detente
from detente.sources.readers.literal_paths import scan_parquet
from event_samples import write_quarter_hours
from providers import Provider, hold_second

NAMES = {  # a home's name, and that of another home which it would match as a pattern
    "x[1]": "x1",
    "y*": "yy",
    "q?": "qq",
    "[": "other",
    "{a,b}": "a",
    'it\'s "here"': "other",
    "100%25 of # it": "100% of # it",
    "source=JPN": "other",
    "日本 é": "other",
}
STATES = ("Japan", "Russia", "China", "United States", "Ukraine")
QUADS = ("verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict")


@pytest.fixture
def provider(monkeypatch: pytest.MonkeyPatch) -> Iterator[Provider]:
    monkeypatch.setattr("detente.ingestion.pull.FIRST_WAIT", 0.01)
    with Provider().serving() as serving:
        hold_second(serving, datetime(2015, 2, 18, 23), 3)  # noqa: DTZ001 - the provider's clock
        yield serving


def write_acts(path: Path) -> Path:
    dice = random.Random(3)  # noqa: S311 - made-up acts
    rows = ["date,source,target,quad"]
    for _ in range(1500):
        source, target = dice.sample(STATES, 2)
        rows.append(f"{date(2013, 1, 1) + timedelta(days=dice.randrange(730))},{source},{target},{dice.choice(QUADS)}")
    path.write_text("\n".join(rows), encoding="utf-8")
    return path


def write_other_home(home: Path, other: Path) -> None:
    """Write a home with files of the same names, in which every row is there twice."""
    shutil.copytree(home, other)
    for path in other.rglob("*.parquet"):
        rows = scan_parquet(path).collect()
        pl.concat([rows, rows]).write_parquet(path)


def test_a_home_of_any_name_is_read_and_written_alone(
    detente: Detente, provider: Provider, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = write_quarter_hours(tmp_path / "files", 3)
    acts = write_acts(tmp_path / "acts.csv")

    def ask(home: str, *words: object) -> Answer:
        monkeypatch.setenv("DETENTE_HOME", str(tmp_path / "homes" / home))
        return detente(*words)

    def fill(home: str) -> None:
        steps = (
            ("pull", "gdelt", "--version", "2", "--mirror", provider.url, "--no-cube"),
            ("ingest", files, "--no-cube", "--dataset", "hours"),
            ("ingest", acts),
        )
        assert [ask(home, *step).code for step in steps] == [0, 0, 0]

    def answers(home: str) -> list[object]:
        pair = ("temperature", "JPN", "RUS", "--events", "acts", "--as-of", "2015-06-01", "--json")
        found: list[object] = [ask(home, *pair).data]  # from the events
        found += [ask(home, verb, *more).out for verb, *more in (("cube", "--json"), ("data", "compact"))]
        found += [ask(home, "cube", "--compact", "--rebuild", "--json").data]
        found += [ask(home, *pair).data]  # from the cube
        verified = ask(home, "data", "verify", "--content", "--json")
        assert (verified.code, verified.data["faults"]) == (0, [])
        return [*found, verified.data["content"], verified.data["rows"]]

    fill("plain")
    expected = answers("plain")
    for name, match in NAMES.items():
        fill(name)
        other = tmp_path / "homes" / match
        write_other_home(tmp_path / "homes" / name, other)
        before = {path: path.read_bytes() for path in other.rglob("*") if path.is_file()}
        assert answers(name) == expected, name
        assert {path: path.read_bytes() for path in other.rglob("*") if path.is_file()} == before, name
        shutil.rmtree(other)
