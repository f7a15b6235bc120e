"""A message on the terminal where something takes more than a moment."""

from __future__ import annotations

from threading import Timer

from detente.cli.output import notify

__all__ = ["DelayedNotice"]

MOMENT = 1.0  # seconds


class DelayedNotice:
    """Writes a message to standard error if the work that it announces takes more than a moment.

    Parameters
    ----------
    enabled : bool
        Whether to write anything.
    """

    def __init__(self, *, enabled: bool) -> None:
        self.enabled = enabled
        self.timer: Timer | None = None

    def __enter__(self) -> DelayedNotice:
        return self

    def __exit__(self, *_: object) -> None:
        if self.timer is not None:
            self.timer.cancel()
            self.timer.join()

    def announce(self, text: str) -> None:
        """Start the clock for a message; the first one counts."""
        if self.enabled and self.timer is None:
            self.timer = Timer(MOMENT, notify, (text,))
            self.timer.daemon = True
            self.timer.start()
