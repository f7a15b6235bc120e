"""What verbs that ingest events do last: bring the cube up to date."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from detente.amounts import number_of
from detente.cli.output import say

if TYPE_CHECKING:
    from detente.event_cube.cube import Change
    from detente.store import Store

__all__ = ["keep_cube", "no_cube_option", "say_counted"]

HELP = "Do not count the events; count them later with: detente cube."

F = TypeVar("F", bound=Callable[..., Any])


def no_cube_option(command: F) -> F:
    """Add ``--no-cube``."""
    return click.option("--no-cube", is_flag=True, help=HELP)(command)


def keep_cube(store: Store, datasets: Iterable[str], *, quiet: bool = False) -> None:
    """Bring the cube of some datasets up to date, and say so on standard error.

    Raises
    ------
    StoreError
        If the cube can't be written; the events stay.
    """
    from detente.ingestion.cube import refresh_cubes  # noqa: PLC0415 - help should not wait for it

    changes = refresh_cubes(store, datasets)
    if not quiet:
        say_counted(changes)


def say_counted(changes: Iterable[Change]) -> None:
    """Say on standard error what was counted."""
    for change in changes:
        if change.records:
            again = " again" if change.rebuilt else ""
            events, rows = number_of(change.records, "event"), number_of(change.rows, "row")
            say(f"counted {events} of {change.dataset}{again}; its cube has {rows}")
