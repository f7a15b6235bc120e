"""Interrupts (Ctrl-C) while a verb runs."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterator
from types import FrameType
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from signal import _HANDLER

__all__ = ["ignoring_interrupts", "interruptible"]


@contextlib.contextmanager
def interruptible() -> Iterator[None]:
    """Raise `KeyboardInterrupt` for any error that follows an interrupt: engines raise errors of their own then.

    Where another program handles interrupts, or ignores them, it goes on doing so.
    """
    caught: list[int] = []

    def interrupt(number: int, frame: FrameType | None) -> None:
        caught.append(number)
        signal.default_int_handler(number, frame)

    with _handled_by(interrupt if signal.getsignal(signal.SIGINT) is signal.default_int_handler else None):
        try:
            yield
        except (click.exceptions.Exit, SystemExit, GeneratorExit, BrokenPipeError):
            raise
        except BaseException as error:
            if caught:
                raise KeyboardInterrupt from error
            raise


@contextlib.contextmanager
def ignoring_interrupts() -> Iterator[None]:
    """Ignore interrupts for a while."""
    with _handled_by(signal.SIG_IGN):
        yield


@contextlib.contextmanager
def _handled_by(handler: _HANDLER) -> Iterator[None]:
    """Change what handles interrupts, unless to None; interrupts reach only the main thread."""
    if handler is None or threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
