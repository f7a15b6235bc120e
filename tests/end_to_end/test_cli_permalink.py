"""The option -o: several files, standard output, and the command that makes a file again byte for byte."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import pytest

from cli_sample import Detente
from detente.store import Store, store_version

AS_OF = ("--as-of", "2015-09-01")
COMMANDS = {
    "brief": ("assess", "Japan", "Russia", *AS_OF, "--horizon", "2"),
    "brief of today": ("assess", "Kenya", "Somalia", "--since", "2018", "--no-retrospect"),
    "votes": ("votes", "Japan", "Russia", "--since", "2005", "--by", "issue", *AS_OF),
    "roll call": ("votes", "A/RES/68/262", "--group", "asean", "--group", "quad"),
    "pacts": ("pacts", "Japan", "United States"),
    "disputes": ("disputes", "Japan", "Russia", "--all"),
    "temperature": ("temperature", "Japan", "Russia", *AS_OF),
    "pull": ("profile", "Russia", "--beside", "China", "--over", "central-asia", *AS_OF),
    "architecture": ("architecture", "--add-pact", "China – Russia", *AS_OF),
    "changes": ("changes", "Japan", "Russia", "--from", "2014", "--to", "2015-09-01"),
}


def stated(markdown: bytes) -> list[str]:
    """Return the words of the command that a document in Markdown states last."""
    return shlex.split(markdown.decode().rstrip().splitlines()[-1])


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_the_command_stated_makes_the_same_bytes(
    shipped: Detente, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    names = ["answer.md", "answer.html", "answer.json"]
    folders = [tmp_path / name for name in ("once", "again")]
    for folder in folders:
        folder.mkdir()
    monkeypatch.chdir(folders[0])
    options = [word for name in names for word in ("-o", str(folders[0] / name))]
    assert shipped(*command, *options).code == 0
    program, *words = stated((folders[0] / "answer.md").read_bytes())
    assert program == "detente"
    assert "--as-of" in words or command[0] == "changes"
    monkeypatch.chdir(folders[1])
    assert shipped(*words).code == 0
    for name in names:
        assert (folders[0] / name).read_bytes() == (folders[1] / name).read_bytes(), name


def test_the_retrospect_ends_on_a_day_that_the_command_states(shipped: Detente, tmp_path: Path) -> None:
    path = tmp_path / "brief.json"
    shipped("assess", "Japan", "Russia", *AS_OF, "--retrospect-until", "2016-06-01", "-o", str(path))
    brief = json.loads(path.read_text(encoding="utf-8"))
    words = shlex.split(brief["permalink"]["command"])
    assert words[words.index("--retrospect-until") + 1] == "2016-06-01"
    assert brief["permalink"]["store"] == store_version(Store.open())
    later = [figure["known_on"] for figure in brief["figures"]]
    assert max(later) <= "2016-06-01"


def test_two_files_are_named_by_two_options(shipped: Detente, tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("votes.csv", "votes.html")]
    answer = shipped("votes", "Japan", "Russia", *AS_OF, "-o", str(paths[0]), "-o", str(paths[1]))
    assert (answer.code, answer.out) == (0, "")
    assert all(path.stat().st_size for path in paths)


@pytest.mark.parametrize("verb", ["assess", "disputes", "changes"])
def test_a_hyphen_is_standard_output(shipped: Detente, tmp_path: Path, verb: str) -> None:
    command = (verb, "Japan", "Russia", *(("--from", "2014", "--to", "2015-09-01") if verb == "changes" else AS_OF))
    path = tmp_path / "answer.md"
    text, both = shipped(*command), shipped(*command, "-o", "-", "-o", str(path))
    assert both.out == text.out
    assert path.exists()
    page = shipped(*command, "-o", "-.md")
    assert page.out.startswith("# ")
    assert page.out.splitlines()[:-1] == path.read_text(encoding="utf-8").splitlines()[:-1]


def test_standard_output_takes_one_format(shipped: Detente) -> None:
    for more in (("-o", "-.html"), ("--json",), ("-o", "-")):
        assert shipped("pacts", "Japan", "Russia", *AS_OF, "-o", "-.md", *more).code == 2
