"""Every verb that answers as of a day says the same, byte for byte, without anything known after it."""

from __future__ import annotations

import importlib
import json
from datetime import date
from pathlib import Path

import click
import pytest

from cli_sample import Detente
from detente.cli.verbs import VERBS
from known_sample import records, store_of
from truncated_store import truncated

DATA = "detente.store.store.DATA"
# ends of years, since within one a record of days is covered to the day asked about, or to its last row
DAYS = (date(2005, 12, 31), date(2008, 12, 31))

# verb: what is asked of it, besides the day
REQUESTS: dict[str, tuple[tuple[str, ...], ...]] = {
    "assess": (("JPN", "RUS", "--no-retrospect"), ("CHN", "USA", "--no-retrospect", "--json")),
    "temperature": (("JPN", "RUS"), ("CHN", "USA", "--json")),
    "architecture": (
        ("--since", "2002"),
        ("--of", "exercises", "--since", "2002", "--json"),
        ("--since", "2002", "--balance", "--signs", "records", "--foes", "gml_mids", "--json"),
        ("--since", "2002", "--balance", "--signs", "records", "--foes", "tss_rivalries", "--json"),
    ),
    "profile": (("JPN",), ("RUS", "--beside", "CHN", "--json")),
    "panel": (
        ("directed-dyads", "--among", "JPN,RUS,CHN", "--since", "2001", "--add", "mids,claims,sanctions", "--json"),
        ("dyads", "--among", "JPN,RUS,CHN,KOR", "--since", "2001", "--relevant", "--peace", "contiguous"),
        ("states", "--among", "JPN,RUS", "--since", "2001", "--add", "mids,conflicts,capabilities"),
    ),
    "votes": (("JPN", "RUS"), ("JPN", "RUS", "--telling", "3", "--by", "session", "--json"), ("A/RES/58/3",)),
    "pacts": (("JPN", "RUS", "--json"), ("JPN",), ("USA", "--json")),
    "chronicle": (("JPN", "RUS"), ("CHN", "--json")),
    "disputes": (("JPN", "RUS", "--all"), ("JPN", "RUS", "--json"), ("CHN", "--json")),
    "data": (("--json",),),
}


def dated() -> set[str]:
    """Return the verbs that take a day."""
    commands = {verb: getattr(importlib.import_module(module), name) for verb, (module, name, _) in VERBS.items()}
    return {
        verb
        for verb, command in commands.items()
        if any(isinstance(one, click.Option) and one.name == "as_of" for one in command.params)
    }


def record(message: str) -> str:
    """Return what `data` says of the record, without the files, whose digests differ where they were cut."""
    text = json.loads(message)
    files = ("home", "batches", "batch_count", "sources")
    return json.dumps({name: text[name] for name in text if name not in files})


def without_permalink(message: str) -> str:
    """Return an answer without the version of the store that gave it."""
    if not message.startswith("{"):
        return message
    return json.dumps({name: value for name, value in json.loads(message).items() if name != "permalink"})


def test_every_verb_that_takes_a_day_is_tested() -> None:
    assert dated() == set(REQUESTS)


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_what_was_known_later_changes_no_answer(
    day: date, shipped: Detente, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    every = records()
    (tmp_path / "cut").mkdir()
    alone = truncated(tmp_path / "cut", day)
    store_of(every, alone.lake.home, alone.pack.folder, day)
    store_of(every, tmp_path / "full", Path(importlib.import_module("detente.store.store").DATA) / "starter")
    answers: dict[tuple[str, ...], list[tuple[int, str, str]]] = {}
    for home, data in ((tmp_path / "full", None), (alone.lake.home, tmp_path / "cut")):
        with monkeypatch.context() as patched:
            patched.setenv("DETENTE_HOME", str(home))
            if data is not None:
                patched.setattr(DATA, data)
            for verb, questions in REQUESTS.items():
                for requested in questions:
                    answer = shipped(verb, *requested, "--as-of", day)
                    out = record(answer.out) if verb == "data" else without_permalink(answer.out)
                    answers.setdefault((verb, *requested), []).append((answer.code, out, answer.err))
    for question, (full, cut) in answers.items():
        assert full == cut, question
        assert full[0] in (0, 1), (question, full)
    assert sum(code == 0 for (code, _, _), _ in answers.values()) > len(answers) * 0.8
