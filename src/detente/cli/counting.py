"""What verbs that take events in do at last: bring the cube up to date."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from detente.amounts import number_of
from detente.cli.output import say

if TYPE_CHECKING:
    from detente.store import Store

__all__ = ["keep_cube", "no_cube_option"]

HELP = "Leave the counts as they are; bring them up to date later with: detente cube."

F = TypeVar("F", bound=Callable[..., Any])


def no_cube_option(command: F) -> F:
    """Add ``--no-cube``, which leaves the cube as it is."""
    return click.option("--no-cube", is_flag=True, help=HELP)(command)


def keep_cube(store: Store, datasets: Iterable[str], *, quiet: bool = False) -> None:
    """Bring the cube of some datasets up to date, and say so on standard error.

    Raises
    ------
    StoreError
        If the cube can't be written; the events stay.
    """
    from detente.event_cube.cube import datasets_with_events, refresh_cube  # noqa: PLC0415 - help should not wait for it

    for dataset in sorted({*datasets} & {*datasets_with_events(store.lake)}):
        (change,) = refresh_cube(store.lake, dataset)
        if change.records and not quiet:
            anew = " anew" if change.rebuilt else ""
            events, rows = number_of(change.records, "event"), number_of(change.rows, "row")
            say(f"counted {events} of {dataset}{anew}; its cube has {rows}")
