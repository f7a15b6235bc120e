"""On a terminal, in every verb: nothing that comes from a record, a file's name or an argument steers it or hides.

A pipe would not show it: what is written to one is stripped of escapes. So each verb writes to a pseudo-terminal here.
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import click
import pytest

from cli_sample import Detente
from detente.cli import cli, run
from detente.store import store as stores
from providers import Provider, hold_first

pty = pytest.importorskip("pty", reason="needs pseudo-terminals")

HOSTILE = "\x1b[J\x1b]X\x07 \x92\x9bm\u202egnp\u200b\u2028"
OWN = re.compile(r"\x1b\[[0124]m|\r\n")  # bold and the like, and the terminal's own ends of lines
RAW = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
TEXTS = {
    "pacts": ("name", "document", "note"),
    "disputes": ("name", "issue", "document"),
    "dispute_rungs": ("note", "document"),
    "sanctions": ("text", "document"),
    "chronicle": ("text", "document"),
    "assembly_votes": ("title", "document"),
}
MAPPING = """\
dataset = "mapped"
scheme = "iso3"
[columns]
date = "day"
source = "from"
target = "to"
cameo = "code"
text = "text"
[about]
title = {title}
citation = {title}
"""

Terminal = Callable[..., tuple[int, str]]


@dataclass(frozen=True)
class Place:
    """Where the trials happen: a folder with files of hostile names, and their batches."""

    folder: Path
    mirror: str
    batch: str

    def filled(self, word: str) -> str:
        """Return a word with what it names."""
        named = {"{folder}": str(self.folder), "{mirror}": self.mirror, "{batch}": self.batch}
        return re.sub(r"\{\w+\}", lambda found: named[found[0]], word)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """Return a store whose facts, events and file names hold the characters."""
    folder = tmp_path_factory.mktemp("terminal")
    with pytest.MonkeyPatch.context() as patch, Provider().serving() as provider:
        hold_first(provider, {"2005.zip": 4})
        (folder / "facts").mkdir()
        for path in (stores.DATA / "facts").glob("*.csv"):
            (folder / "facts" / path.name).write_text(with_hostile_texts(path), encoding="utf-8", newline="")
        (folder / "starter").symlink_to(stores.DATA / "starter")
        patch.setattr("detente.store.store.DATA", folder)
        patch.setenv("DETENTE_HOME", str(folder / "home \x1b\x92\u202e"))
        rows = [f"2014-03-18,Russia,Ukraine,190,{HOSTILE}"] * 4 + [f"2014-03-19,X{HOSTILE},USA,010,a"]
        (folder / f"mine{HOSTILE}.csv").write_text("\n".join(["date,source,target,cameo,text", *rows]))
        rows = ["2014-03-18,USA,JPN,010,x"] * 4 + [f"2014-03-19,Q{HOSTILE},JPN,Q{HOSTILE},x"]
        (folder / "mapped.csv").write_text("\n".join(["day,from,to,code,text", *rows]))
        title = '"' + "".join(f"\\u{ord(letter):04x}" for letter in HOSTILE) + '"'
        (folder / "mapped.toml").write_text(MAPPING.format(title=title))
        texts = f'date,text,page\n2014-03-19,"Russia{HOSTILE} condemns Ukraine over {HOSTILE}.",{HOSTILE}\n'
        (folder / f"texts{HOSTILE}.csv").write_text(texts, encoding="utf-8")
        assert run(["code", str(folder / f"texts{HOSTILE}.csv"), "--dataset", "texts"]) == 0
        assert run(["ingest", str(folder / f"mine{HOSTILE}.csv"), "--dataset", "mine"]) == 0
        assert run(["ingest", "--quiet", str(folder / "mapped.csv"), "--map", str(folder / "mapped.toml")]) == 0
        ((batch,),) = stores.Store.open().lake.records.ask("SELECT batch FROM batches WHERE dataset = 'mine'")
        yield Place(folder, provider.url, batch)


def with_hostile_texts(path: Path) -> str:
    """Return a file of facts with the characters at the end of each text, and the sign of a formula before it."""
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))
    for row in rows:
        for name in TEXTS.get(path.stem, ()):
            row[name] = row[name] and f"={row[name]} {HOSTILE}"
    text = io.StringIO(newline="")
    sheet = csv.DictWriter(text, rows[0], lineterminator="\n")
    sheet.writeheader()
    sheet.writerows(rows)
    return text.getvalue()


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """Return a function that runs a command on a pseudo-terminal and gives its code and all that arrived there."""

    def ask(*argv: object) -> tuple[int, str]:
        ours, theirs = pty.openpty()
        arrived: list[bytes] = []
        reader = threading.Thread(target=drain, args=(ours, arrived))
        reader.start()
        with (
            os.fdopen(theirs, "w", encoding="utf-8") as screen,
            os.fdopen(os.dup(theirs), "w", encoding="utf-8") as errors,
            monkeypatch.context() as patch,
        ):
            patch.setattr(sys, "stdout", screen)
            patch.setattr(sys, "stderr", errors)
            code = run([str(word) for word in argv])
        reader.join()
        return code, b"".join(arrived).decode()

    return ask


def drain(ours: int, arrived: list[bytes]) -> None:
    while True:
        try:
            piece = os.read(ours, 65536)
        except OSError:  # the other end is closed
            break
        if not piece:
            break
        arrived.append(piece)
    os.close(ours)


def harmless(text: str) -> bool:
    return not RAW.search(OWN.sub("", text))


PAIR = ("Japan", "Russia", "--as-of", "2015-09-01")
SHOWS = {  # verb: what to ask, so that it shows texts of records, names of files and arguments
    "assess": [PAIR, (f"Japan{HOSTILE}", "Russia")],
    "temperature": [("Japan", HOSTILE), ("Japan", "Russia", "--events", HOSTILE)],
    "architecture": [("--group", HOSTILE), ("--around", f"Japan – {HOSTILE}")],
    "profile": [(HOSTILE,), ("Japan", "-o", f"{{folder}}/no{HOSTILE}/a.csv")],
    "panel": [(HOSTILE,), *(("states", option, f"a.{HOSTILE}") for option in ("--among", "-o", "--add"))],
    "votes": [("A/RES/68/262",), (HOSTILE,)],
    "pacts": [("Japan", "United States"), ("Japan",), (HOSTILE,)],
    "disputes": [PAIR, ("China",), (HOSTILE,)],
    "ingest": [
        (f"{{folder}}/mine{HOSTILE}.csv", "--quiet"), (f"{{folder}}/none{HOSTILE}.csv",), ("{folder}/mapped.toml",),
        ("unga_votes", f"{{folder}}/mine{HOSTILE}.csv"),
        (f"{{folder}}/mine{HOSTILE}.csv", "--map", "{folder}/mapped.toml"),
    ],
    "pull gdelt": [("--mirror", "{mirror}", "--version", "1"), ("--mirror", HOSTILE), (HOSTILE,)],
    "pull icews": [("--mirror", f"{{folder}}/no{HOSTILE}",), (HOSTILE,)],
    "pull polecat": [("--mirror", f"{{folder}}/no{HOSTILE}",), (HOSTILE,)],
    "pull news": [("--mirror", f"{{folder}}/no{HOSTILE}",), (HOSTILE,)],
    "code": [
        (f"{{folder}}/texts{HOSTILE}.csv", "--quiet"), (f"{{folder}}/texts{HOSTILE}.csv", "--explain", "--quiet"),
        (f"{{folder}}/texts{HOSTILE}.csv", "--dataset", HOSTILE, "--quiet"), (f"{{folder}}/none{HOSTILE}.csv",),
    ],
    "chronicle": [("Russia", "Ukraine"), PAIR, ("Japan", HOSTILE), ("Japan", "--dataset", HOSTILE)],
    "data batches": [(), ("mine",), (HOSTILE,)],
    "data cite": [(), ("mapped",), ("mapped", "--bibtex"), (HOSTILE,)],
    "data compact": [(), (HOSTILE,)],
    "data coverage": [(), (HOSTILE,)],
    "data rejects": [(), ("{batch}",), (HOSTILE,)],
    "data starter": [("--sources", f"{{folder}}/no{HOSTILE}")],
    "data status": [(), (HOSTILE,)],
    "data verify": [(), ("--content",)],
    "cube": [(), ("--dataset", HOSTILE), ("--import", HOSTILE, "--dataset", "mine")],
    "states": [("Japan",), (HOSTILE,), ("--on", HOSTILE)],
    "add facts": [(f"{{folder}}/mine{HOSTILE}.csv",), (f"{{folder}}/none{HOSTILE}.csv",)],
    "changes": [("Russia", "Ukraine", "--from", "2014-01-01", "--to", "2014-06-01"), ("Japan", HOSTILE)],
    "ledger add": [
        (f"An event {HOSTILE}", "--until", "2100", "--probability", "0.2", "--author", f"a{HOSTILE}"),
        ("An event", "--until", "2100", "--probability", HOSTILE), ("An event", "--until", "2100", "--word", HOSTILE),
    ],
    "ledger list": [(), ("--author", HOSTILE)],
    "ledger resolve": [(), (HOSTILE, "--outcome", "yes")],
    "ledger score": [(), ("--authors", HOSTILE)],
    "ledger verify": [(), ("--head", HOSTILE)],
    "ledger export": [("{folder}/ledger.csv",), (HOSTILE,)],
    "ledger import": [(f"{{folder}}/none{HOSTILE}.csv", "{folder}/mapped.csv"), ("{folder}/mapped.csv",) * 2],
    "watch add": [("Japan", HOSTILE), ("Japan", "Russia")],
    "watch remove": [("Japan", HOSTILE), ("Japan", "Russia")],
    "update": [
        ("--mirror", "news=http://127.0.0.1:9", "--pair", "Japan", "Russia"), ("--mirror", f"news={HOSTILE}"),
        ("--mirror", HOSTILE), ("--pair", "Japan", HOSTILE), ("--among", HOSTILE), ("--since", HOSTILE),
    ],
    "data remove": [(HOSTILE,), ("{batch}",)],
}  # fmt: skip


def leaves(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[str]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from leaves(command, (*path, name))
        else:
            yield " ".join((*path, name))


def at(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("detente.store.store.DATA", place.folder)
    monkeypatch.setenv("DETENTE_HOME", str(place.folder / "home \x1b\x92\u202e"))
    monkeypatch.chdir(place.folder)


def test_every_verb_is_tried() -> None:
    assert set(SHOWS) == set(leaves(cli))


@pytest.mark.parametrize("verb", SHOWS)
def test_nothing_steers_the_terminal(
    place: Place, terminal: Terminal, monkeypatch: pytest.MonkeyPatch, verb: str
) -> None:
    at(place, monkeypatch)
    monkeypatch.setattr("detente.ingestion.pull.FIRST_WAIT", 0.01)
    if verb.startswith(("pull", "update")):
        monkeypatch.setenv("TERM", "dumb")  # without a bar of progress, which steers the terminal on purpose
    for words in SHOWS[verb]:
        argv = [*verb.split(), *map(place.filled, words)]
        for form in ([], ["--json"]):
            code, shown = terminal(*argv, *form)
            assert code in {0, 1, 2, 3}, (argv, shown)
            assert shown
            assert harmless(shown), (argv, shown)


def test_no_document_holds_them_and_none_is_missing(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    at(place, monkeypatch)
    assert run(["assess", *PAIR, "-o", "brief"]) == 0
    names = {path.name for path in Path("brief").iterdir() if path.is_file()}
    assert names == {"brief.html", "brief.pdf", "brief.md", "brief.json", "figures.csv"}
    for path in Path("brief").rglob("*"):
        if path.suffix in {".html", ".md", ".json", ".svg"}:
            text = path.read_text(encoding="utf-8")
            assert not RAW.search(text), path
            assert path.parent.name != "brief" or "\\x1b" in text or "\\u001b" in text, path
    data = json.loads(Path("brief", "brief.json").read_text(encoding="utf-8"))
    assert any("\x1b" in record["text"] for record in data["records"])


@pytest.mark.parametrize(
    ("argv", "column"),
    [
        (("pacts", "Japan", "Russia", "--as-of", "2015-09-01"), None),
        (("disputes", "Japan", "Russia"), None),
        (("votes", "A/RES/68/262"), None),
        (("profile", "Japan", "--as-of", "2015-09-01"), "title"),
    ],
)
def test_no_cell_of_text_is_a_formula(
    place: Place, monkeypatch: pytest.MonkeyPatch, argv: tuple[str, ...], column: str | None
) -> None:
    at(place, monkeypatch)
    assert run([*argv, "-o", "table.csv"]) == 0
    with Path("table.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows
    assert not [cell for row in rows for cell in row.values() if cell[:1] in {*"=@\t\r"}]
    if column:
        assert any(row[column].startswith("'=") for row in rows)


def test_a_name_that_is_not_a_text_is_taken_or_refused_with_the_rule(detente: Detente, tmp_path: Path) -> None:
    raw = Path(os.fsdecode(os.fsencode(tmp_path) + b"/m\xff.csv"))
    try:
        raw.write_text("date,source,target,cameo\n2014-03-18,Russia,Ukraine,190\n")
    except OSError:
        pytest.skip("this file system takes names of UTF-8 only")
    (tmp_path / "map.toml").write_text(
        'dataset = "mapped"\nscheme = "name"\n[columns]\ndate = "date"\nsource = "source"\ntarget = "target"\n'
        'cameo = "cameo"\n'
    )
    assert detente("ingest", raw, "--dataset", "mine").code == 0
    assert detente("ingest", "--quiet", raw, "--map", tmp_path / "map.toml").code == 0
    assert {batch["origin"].split("/")[-1] for batch in detente("data", "batches", "--json").data} == {"m\\udcff.csv"}
    assert "already" in detente("ingest", raw, "--dataset", "mine").out


def test_a_home_that_is_not_a_text_is_refused(
    detente: Detente, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DETENTE_HOME", f"{tmp_path}/h\udcff")
    answer = detente("data", "status")
    assert answer.code == 3
    assert "\\udcff" in answer.err


@pytest.mark.parametrize("name", ["外務省.csv", "外務省-1.csv", "--.csv"])
def test_a_name_that_can_t_name_a_dataset_is_shown(detente: Detente, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("date,source,target,cameo\n2014-03-18,Russia,Ukraine,190\n", encoding="utf-8")
    answer = detente("ingest", tmp_path / name)
    assert answer.code == 2
    assert name in answer.err
    assert "--dataset" in answer.err
    assert detente("ingest", tmp_path / name, "--dataset", "mine").code == 0
