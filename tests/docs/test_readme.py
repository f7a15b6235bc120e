"""The README's commands and the locks they install from."""

from __future__ import annotations

import re
import tomllib

import pytest
from markdown_pages import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def command(mark: str) -> str:
    """Return the one fenced block that follows a mark."""
    found = re.search(rf"<!-- {mark} -->\s*\n```\w*\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
    assert found, f"README.md has no fenced block right after <!-- {mark} -->"
    return found[1]


@pytest.mark.parametrize("mark", ["run", "test"])
def test_a_stranger_can_run_the_commands(mark: str) -> None:
    assert README.count(f"<!-- {mark} -->") == 1
    lines = command(mark).splitlines()
    assert lines[0] == "python3 -m venv .venv"
    assert f"--require-hashes -r requirements/{mark}.txt" in lines[1]
    assert "--no-deps" in lines[2]


def test_the_commands_do_what_they_are_named_for() -> None:
    assert "detente assess Japan Russia --as-of 2015-09-01" in command("run")
    assert "-m pytest" in command("test").splitlines()[-1]


def test_ci_runs_every_check() -> None:
    ci = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    for check in ("ruff", "mypy", "lint-imports", "readme_block test", "sphinx-build", "-m reference"):
        assert check in ci


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_pins_by_hash_and_names_no_address(lock) -> None:
    text = lock.read_text(encoding="utf-8")
    assert "://" not in text
    assert "http" not in text
    assert not re.search(r"^\s*--(index|extra-index|find-links|trusted-host)", text, re.MULTILINE)
    pins = re.findall(r"^[a-z0-9][^\s]*==\S+.*?(?=^[a-z0-9]|\Z)", text, re.MULTILINE | re.DOTALL)
    assert pins
    assert [pin.split()[0] for pin in pins if "--hash=sha256:" not in pin] == []


@pytest.mark.parametrize(("lock", "groups"), [("run", ["build"]), ("test", ["build", "test"]), ("docs", ["docs"])])
def test_a_lock_has_what_the_project_asks_for(lock: str, groups: list[str]) -> None:
    wanted = PROJECT["project"]["dependencies"] + [r for g in groups for r in PROJECT["dependency-groups"][g]]
    names = {re.split(r"[^\w.-]", requirement, maxsplit=1)[0].lower() for requirement in wanted}
    pinned = re.findall(r"^([\w.-]+)==", (ROOT / "requirements" / f"{lock}.txt").read_text(), re.MULTILINE)
    assert names - set(pinned) == set()


def test_locks_agree_on_every_version() -> None:
    versions: dict[str, set[str]] = {}
    for lock in LOCKS:
        for package, version in re.findall(r"^([\w.-]+)==(\S+)", lock.read_text(), re.MULTILINE):
            versions.setdefault(package, set()).add(version)
    assert {package: found for package, found in versions.items() if len(found) > 1} == {}
