"""The command line as a user meets it: in this process, on a small store."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from cli_sample import Answer, Detente
from store_sample import write_pack


@pytest.fixture
def tmp_path() -> Iterator[Path]:
    """Return a folder of one's own with a short name, so that where lines wrap does not hang on how tests are run."""
    with tempfile.TemporaryDirectory(prefix="d-", ignore_cleanup_errors=True) as folder:
        yield Path(folder).resolve()


@pytest.fixture
def detente(shipped: Detente, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Detente:
    """Return a function that runs ``detente`` with its arguments, in an empty home, on the small pack."""
    write_pack(tmp_path)
    monkeypatch.setattr("detente.store.store.DATA", tmp_path)
    return shipped


@pytest.fixture
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Detente:
    """Return a function that runs ``detente`` with its arguments, in an empty home, on the pack that is shipped."""
    from detente.cli import run  # noqa: PLC0415 - only where the command line is tested

    monkeypatch.setenv("DETENTE_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("DETENTE_DEBUG", raising=False)

    def ask(*argv: object) -> Answer:
        code = run([str(word) for word in argv])
        message = capsys.readouterr()
        return Answer(code, message.out, message.err)

    return ask
