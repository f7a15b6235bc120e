"""Every verb that answers from the store writes the same bytes in every process, however many threads it has."""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import polars as pl

from cli_sample import Detente
from detente.catalog import table
from detente.store import Store
from event_samples import ICEWS_HEADER, icews, write_quarter_hours
from known_sample import records, store_of

DAY = ("--as-of", "2008-12-31")
FILES = "files"  # where what is asked with -o is written, within the folder of the process

REQUESTS: tuple[tuple[str, ...], ...] = (
    ("assess", "JPN", "RUS", *DAY),
    ("assess", "CHN", "USA", *DAY, "--json"),
    *(("assess", "JPN", "RUS", *DAY, "-o", f"{FILES}/brief.{form}") for form in ("html", "md", "json", "pdf")),
    ("temperature", "JPN", "RUS", *DAY),
    ("temperature", "CHN", "USA", *DAY, "--json"),
    ("temperature", "CHN", "USA", *DAY, "-o", f"{FILES}/temperature.csv"),
    ("architecture", "--since", "2002", *DAY),
    ("architecture", "--of", "exercises", "--since", "2002", *DAY, "--json"),
    ("architecture", "--since", "2002", "--balance", "--signs", "records", "--foes", "gml_mids", *DAY, "--json"),
    *(
        ("architecture", "--since", "2002", "--map", *DAY, "-o", f"{FILES}/network.{form}")
        for form in ("svg", "html", "csv", "json")
    ),
    ("profile", "JPN", *DAY),
    ("profile", "RUS", "--beside", "CHN", *DAY, "--json"),
    ("profile", "RUS", "--beside", "CHN", "--over", "central-asia", *DAY, "-o", f"{FILES}/profile.csv"),
    ("panel", "--list"),
    ("panel", "directed-dyads", "--among", "JPN,RUS,CHN", "--since", "2001", "--add", "mids,claims,sanctions",
     "--json"),
    ("panel", "dyads", "--among", "JPN,RUS,CHN,KOR", "--since", "2001", "--relevant", "--peace", "contiguous"),
    *(
        ("panel", "states", "--among", "JPN,RUS", "--since", "2001", "--add", "mids,conflicts,capabilities", "--cite",
         f"{FILES}/panel.{form}.bib", "-o", f"{FILES}/panel.{form}")
        for form in ("csv", "parquet", "dta")
    ),
    ("votes", "JPN", "RUS", *DAY),
    ("votes", "JPN", "RUS", "--telling", "3", "--by", "session", *DAY, "--json"),
    ("votes", "JPN", "RUS", "--by", "issue", *DAY),
    ("votes", "A/RES/58/3", *DAY),
    ("votes", "JPN", "RUS", *DAY, "-o", f"{FILES}/votes.parquet"),
    ("pacts", "JPN", "RUS", *DAY, "--json"),
    ("pacts", "JPN", *DAY),
    ("pacts", "USA", *DAY, "-o", f"{FILES}/pacts.csv"),
    ("disputes", "JPN", "RUS", "--all", *DAY),
    ("disputes", "CHN", "--all", *DAY, "--json"),
    ("disputes", "CHN", "--all", *DAY, "-o", f"{FILES}/disputes.csv"),
    ("states", "SAF"),
    ("states", "Russia", "--json"),
    *(("data", *verb, *form) for verb in ((), ("coverage",), ("status",), ("batches",), ("rejects",), ("cite",))
      for form in ((), ("--json",))),
    ("data", *DAY),
    ("data", "verify", "--json"),
    ("data", "cite", "-o", f"{FILES}/cited.bib"),
    ("pull",),
    ("pull", "--json"),
)  # fmt: skip

WALK = """
import contextlib, io, json, os, sys
from pathlib import Path
from detente.cli import run
os.chdir(sys.argv[1])
Path("files").mkdir()
answers = []
for words in json.load(sys.stdin):
    said, err = io.TextIOWrapper(io.BytesIO(), "utf-8"), io.TextIOWrapper(io.BytesIO(), "utf-8")
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(err):
        code = run(words)
    texts = []
    for stream in (said, err):
        stream.flush()
        texts.append(stream.buffer.getvalue().decode())
    answers.append([" ".join(words), code, *texts])
json.dump(answers, sys.stdout)
"""


def walk(folder: Path, home: Path, seed: int, threads: int) -> subprocess.Popen[str]:
    folder.mkdir()
    settings = {"DETENTE_HOME": str(home), "PYTHONHASHSEED": str(seed), "POLARS_MAX_THREADS": str(threads)}
    environment = {**os.environ, **settings, "COLUMNS": "100"}
    return subprocess.Popen(  # noqa: S603 - our own command line
        [sys.executable, "-c", WALK, str(folder)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment,
    )  # fmt: skip


def test_every_verb_writes_the_same_bytes_in_every_process(shipped: Detente, tmp_path: Path) -> None:
    home = tmp_path / "home"
    store_of(records(), home, Path(importlib.import_module("detente").__file__ or "").parent / "resources" / "starter")
    (tmp_path / "given").mkdir()
    write_quarter_hours(tmp_path / "given", 2)
    rows = [icews(n, source=s, target=t) for n, (s, t) in enumerate([("Japan", "Atlantis"), ("Atlantis", "Japan")] * 9)]
    (tmp_path / "given" / "events.2018.tab").write_text("\n".join([ICEWS_HEADER, *rows, icews(99), "torn"]) + "\n")
    assert shipped("ingest", tmp_path / "given").code in (0, 3)
    requested = json.dumps([list(words) for words in REQUESTS])
    folders = [tmp_path / name for name in ("first", "second")]
    running = [walk(folder, home, seed, threads) for folder, seed, threads in zip(folders, (1, 2), (1, 2), strict=True)]
    answers = [json.loads(one.communicate(requested)[0]) for one in running]
    for one, other in zip(*answers, strict=True):
        assert one == other
    assert {words: code for words, code, *_ in answers[0] if code} == {}
    written = [{file.name: file.read_bytes() for file in (folder / FILES).iterdir()} for folder in folders]
    assert written[0].keys() == written[1].keys()
    assert len(written[0]) >= sum("-o" in words for words in REQUESTS)
    assert [name for name in written[0] if written[0][name] != written[1][name]] == []


def test_disputes_are_listed_in_one_order(detente: Detente) -> None:
    declared = table("mids")
    others = ("CHN", "USA", "RUS", "GBR", "FRA")
    rows = [
        {
            "dataset": "mine", "dispute": number // 5, "source": source, "target": target, "period": date(1980, 1, 1),
            "onset": True, "hostility": 3, "fatality": 0, "known_on": date(1980, 12, 31), "reduced": False,
        }
        for number, other in enumerate(others * 80)
        for source, target in (("JPN", other), (other, "JPN"))
    ]  # fmt: skip
    given = pl.DataFrame(rows, schema_overrides={c.name: c.dtype for c in declared.columns if c.name in rows[0]})
    absent = [pl.lit(None, c.dtype).alias(c.name) for c in declared.columns if c.name not in rows[0]]
    frame = given.with_columns(absent).select(declared.names)
    Store.open().write({"mids": frame}, dataset="mine", origin="made up")
    requested = [("disputes", "JPN", "--all", "--as-of", "2014-01-01", *form) for form in ((), ("--json",))]
    for words in requested:
        found = [detente(*words) for _ in range(4)]
        assert {answer.code for answer in found} == {0}, found[0].err
        answers = {answer.out for answer in found}
        assert len(answers) == 1
        assert len(answers.pop()) > 1000
