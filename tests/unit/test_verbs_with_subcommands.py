"""Every command of ``detente data``, ``pull`` and ``cube`` is a public function with the same options."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click
import polars as pl
import pytest

import detente
from detente.cli.cube import cube
from detente.cli.data import data
from detente.cli.pull import pull
from detente.store import Store

PRINTED = {"as_json", "bibtex", "every", "help", "sql"}  # how a command prints its answer
WRITTEN = {"detente data cite": {"output"}}  # to a file
PYTHON = {"progress", "store"}


def _commands() -> Iterator[tuple[str, click.Command, Callable[..., Any]]]:
    for name, command in pull.commands.items():
        yield f"detente pull {name}", command, getattr(detente.pull, name)
    source = pull.get_command(click.Context(pull), "unga_votes")
    assert source is not None
    yield "detente pull unga_votes", source, detente.pull.source
    yield "detente pull", pull, detente.pull.sources
    for name, command in data.commands.items():
        yield f"detente data {name}", command, getattr(detente.data, name)
    yield "detente data", data, detente.data.overview
    yield "detente cube", cube, detente.cube


@pytest.mark.parametrize(("name", "command", "function"), list(_commands()), ids=[name for name, *_ in _commands()])
def test_a_command_is_a_function_with_its_options(
    name: str, command: click.Command, function: Callable[..., Any]
) -> None:
    options = {param.name for param in command.params} - PRINTED - WRITTEN.get(name, set())
    parameters = set(inspect.signature(function).parameters) - PYTHON
    if function is detente.pull.source:
        parameters.remove("name")  # the command's own name
    assert options == parameters


def test_an_answer_is_a_table_and_plain_data(tmp_path: Path) -> None:
    store = Store.open(home=tmp_path / "home")
    for answer in (
        detente.data.batches(store=store),
        detente.data.cite(["unga_votes"], store=store),
        detente.data.compact(store=store),
        detente.data.coverage(store=store),
        detente.data.overview(store=store),
        detente.data.rejects(store=store),
        detente.data.status(store=store),
        detente.data.verify(content=True, store=store),
        detente.cube(store=store),
        detente.pull.sources(),
    ):
        assert isinstance(answer.frame(), pl.DataFrame)
        assert "<table" in answer._repr_html_()
        assert isinstance(answer.as_dict(), (dict, list))


@pytest.mark.parametrize(
    ("ask", "value"),
    [
        (lambda: detente.pull.gdelt(version=3), 3),
        (lambda: detente.pull.gdelt(stream="french"), "french"),
        (lambda: detente.pull.gdelt(since="2016-02-30"), "2016-02-30"),
        (lambda: detente.pull.gdelt(connections=0), 0),
        (lambda: detente.pull.source("atlantis"), "atlantis"),
        (lambda: detente.cube(engine="sqlite"), "sqlite"),
        (lambda: detente.cube(output="s3a://bucket"), "output"),
        (lambda: detente.data.overview(as_of="yesterday"), "yesterday"),
    ],
)
def test_an_invalid_option_is_refused(ask: Callable[[], object], value: object) -> None:
    with pytest.raises(detente.UsageError) as caught:
        ask()
    assert caught.value.value == value
