"""The cube on the command line of verbs that ingest events: bring it up to date, and say so."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from detente.cli.output import notify
from detente.number_text import number_of

if TYPE_CHECKING:
    from detente.event_cube.cube import CubeRefresh

__all__ = ["no_cube_option", "report_counted"]

HELP = "Do not count the events; count them later with: detente cube."

F = TypeVar("F", bound=Callable[..., Any])


def no_cube_option(command: F) -> F:
    """Add ``--no-cube``."""
    return click.option("--no-cube", is_flag=True, help=HELP)(command)


def report_counted(changes: Iterable[CubeRefresh]) -> None:
    """Say on standard error what was added to the cube."""
    for change in changes:
        if change.records:
            again = " again" if change.rebuilt else ""
            events, rows = number_of(change.records, "event"), number_of(change.rows, "row")
            notify(f"counted {events} of {change.dataset}{again}; its cube has {rows}")
