"""How commands end: one line, an exit code, and never a traceback."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import pty
import struct
import subprocess
import sys
import termios
from pathlib import Path

import click
import pytest

from cli_sample import Detente
from detente.cli import run
from detente.cli.output import write_file
from detente.cli.verbs import VERBS
from detente.errors import NoAnswer, UsageError

CLOSED, BUG, INTERRUPTED = 141, 70, 130


def start(*argv: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run the command line in a process of its own."""
    return subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", "detente.cli", *argv],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, **settings},
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        (["foo"], "'foo'; the verbs are assess, changes, "),
        (["data", "--what"], "No such option"),
        (["ingest"], "Missing argument '[SOURCE] PATH...'"),
        (["data", "--as-of", "2014"], "invalid date '2014'"),
        (["states", "Japan", "--scheme", "x"], "'x' is not one of"),
        (["states", "Japan", "Russia"], "unexpected extra argument"),
    ],
)
def test_wrong_use_ends_with_2_and_one_message(detente: Detente, argv: list[str], message: str) -> None:
    answer = detente(*argv)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith("detente: ")
    assert message in answer.err
    assert "--help" in answer.err
    as_json = detente(*argv, "--json")
    assert as_json.code == as_json.data["exit_code"] == 2
    assert as_json.err == ""


def test_no_answer_ends_with_1(detente: Detente, monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(*_: object, **__: object) -> None:
        raise NoAnswer("the records hold nothing on that")

    monkeypatch.setattr("detente.store.Store.contents", nothing)
    answer = detente("data")
    assert (answer.code, answer.err) == (1, "detente: the records hold nothing on that\n")


def test_a_bug_names_where_to_report_it_and_ends_with_70(detente: Detente, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise KeyError("surprise")

    monkeypatch.setattr("detente.store.Store.contents", broken)
    answer = detente("data")
    assert (answer.code, answer.out) == (BUG, "")
    assert "this is a bug in Detente: KeyError: 'surprise'. Please report it" in answer.err
    assert "Traceback" not in answer.err
    as_json = detente("data", "--json")
    assert (as_json.data["error"], as_json.data["exit_code"]) == ("Bug", BUG)
    monkeypatch.setenv("DETENTE_DEBUG", "1")
    assert "Traceback" in detente("data").err


def test_an_interrupt_ends_with_130(detente: Detente, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("detente.store.Store.contents", interrupted)
    answer = detente("data")
    assert answer.code == INTERRUPTED
    assert answer.err.startswith("detente: interrupted; ")


def test_a_reader_that_went_away_is_no_error() -> None:
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        [sys.executable, "-m", "detente.cli", "states"], stdout=write, stderr=subprocess.PIPE, check=False, timeout=60
    )
    os.close(write)
    assert (done.returncode, done.stderr) == (CLOSED, b"")


def test_a_full_disk_is_reported(detente: Detente, monkeypatch: pytest.MonkeyPatch) -> None:
    real = click.echo

    def full(text: str, *, err: bool = False, nl: bool = True) -> None:
        if not err:
            raise OSError(28, "No space left on device")
        real(text, err=True, nl=nl)

    monkeypatch.setattr(click, "echo", full)
    answer = detente("states")
    assert answer.code == 3
    assert answer.err == "detente: standard output can't be written: No space left on device\n"


def test_the_help_documents_verbs_and_exit_codes() -> None:
    done = start("--help")
    assert done.returncode == 0
    for verb, (_, _, line) in VERBS.items():
        assert verb in done.stdout
        assert line in done.stdout
    for code in ("0", "1", "2", "3", "70"):
        assert f"  {code}   " in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80


def test_the_help_line_of_a_verb_is_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    for verb, (_, _, line) in VERBS.items():
        assert run([verb, "--help"]) == 0
        assert line in " ".join(capsys.readouterr().out.split())


def test_a_file_that_can_not_be_written_is_reported(tmp_path: Path) -> None:
    write_file(tmp_path / "brief.html", "text")
    assert (tmp_path / "brief.html").read_text(encoding="utf-8") == "text"
    with pytest.raises(UsageError, match="can't be written: no such file or directory"):
        write_file(tmp_path / "none" / "brief.html", b"bytes")
    with pytest.raises(UsageError, match="is a directory"):
        write_file(tmp_path, "text")


def on_a_terminal(*argv: str, **settings: str) -> bytes:
    """Run the command line on a terminal, and return what it shows."""
    here, there = pty.openpty()
    fcntl.ioctl(there, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    plain = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    with subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, "-m", "detente.cli", *argv], stdout=there, stderr=there, env={**plain, **settings}
    ) as process:
        os.close(there)
        shown = b""
        with contextlib.suppress(OSError):  # how a terminal ends on Linux
            while block := os.read(here, 4096):
                shown += block
    os.close(here)
    assert process.returncode == 0
    return shown


def test_headings_are_bold_on_a_terminal_that_can_show_it(tmp_path: Path) -> None:
    bold = b"\x1b[1mWhat the datasets cover"
    home = {"DETENTE_HOME": str(tmp_path)}
    assert bold in on_a_terminal("data", TERM="xterm", **home)
    for settings in ({"TERM": "dumb"}, {"TERM": "xterm", "NO_COLOR": "1"}):
        shown = on_a_terminal("data", **settings, **home)
        assert b"What the datasets cover" in shown
        assert b"\x1b" not in shown


def test_no_colour_is_written_where_it_is_not_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[bool | None] = []
    monkeypatch.setenv("TERM", "xterm")

    @click.command("colour")
    def _colour() -> None:
        shown.append(click.get_current_context().color)

    monkeypatch.setitem(VERBS, "colour", (__name__, "_colour", "Shown."))
    monkeypatch.setattr(sys.modules[__name__], "_colour", _colour, raising=False)
    for setting in ("1", ""):
        monkeypatch.setenv("NO_COLOR", setting)
        assert run(["colour"]) == 0
    monkeypatch.setenv("TERM", "dumb")
    assert run(["colour"]) == 0
    assert shown == [False, None, False]


def test_errors_go_to_standard_error_and_json_to_standard_output(tmp_path: Path) -> None:
    plain = start("states", "Nowhere", DETENTE_HOME=str(tmp_path))
    assert (plain.returncode, plain.stdout) == (2, "")
    assert plain.stderr.startswith("detente: ")
    as_json = start("states", "Nowhere", "--json", DETENTE_HOME=str(tmp_path))
    assert (as_json.returncode, as_json.stderr) == (2, "")
    assert json.loads(as_json.stdout)["error"] == "UnknownState"
