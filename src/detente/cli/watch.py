"""``detente watch``: the pairs of states that ``detente update`` reports on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from detente.cli.options import json_option, scheme_option
from detente.cli.output import emit, emit_json, grid, paragraph

if TYPE_CHECKING:
    from detente.updates.watchlist import WatchAnswer

__all__ = ["watch"]

EXAMPLES = """\
\b
Examples:
  detente watch add Japan Russia
  detente watch
  detente update
"""


@click.group(invoke_without_command=True, epilog=EXAMPLES)
@json_option
@click.pass_context
def watch(ctx: click.Context, *, as_json: bool) -> None:
    """Follow pairs of states: detente update reports on them.

    Without a subcommand, show the list.
    """
    if ctx.invoked_subcommand is None:
        from detente.watch import pairs  # noqa: PLC0415 - not needed for help

        _show(pairs(), as_json=as_json)


@watch.command(epilog="Example: detente watch add Japan Russia")
@click.argument("first")
@click.argument("second")
@scheme_option
@json_option
def add(*, first: str, second: str, scheme: str | None, as_json: bool) -> None:
    """Add a pair of states to the watch list."""
    from detente.watch import add as verb  # noqa: PLC0415 - not needed for help

    _show(verb(first, second, scheme=scheme), as_json=as_json)


@watch.command(epilog="Example: detente watch remove Japan Russia")
@click.argument("first")
@click.argument("second")
@scheme_option
@json_option
def remove(*, first: str, second: str, scheme: str | None, as_json: bool) -> None:
    """Remove a pair of states from the watch list."""
    from detente.watch import remove as verb  # noqa: PLC0415 - not needed for help

    _show(verb(first, second, scheme=scheme), as_json=as_json)


def _show(answer: WatchAnswer, *, as_json: bool) -> None:
    if as_json:
        emit_json(answer.as_dict())
    elif answer.pairs:
        rows = [(f"{a}, {b}", f"{a_name} and {b_name}") for a, a_name, b, b_name in answer.frame().iter_rows()]
        emit(grid(("codes", "pair"), rows, "ll"))
    else:
        emit(paragraph("The watch list is empty. Add a pair with: detente watch add A B"))
