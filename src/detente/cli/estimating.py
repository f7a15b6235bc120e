"""A line on the terminal where an estimate takes more than a moment."""

from __future__ import annotations

from threading import Timer

from detente.cli.output import say

__all__ = ["Estimating"]

MOMENT = 1.0  # seconds


class Estimating:
    """Says what is being estimated, once that has taken more than a moment.

    Parameters
    ----------
    show : bool
        Whether to say anything.
    """

    def __init__(self, *, show: bool) -> None:
        self.show = show
        self.waiting: Timer | None = None

    def __enter__(self) -> Estimating:
        return self

    def __exit__(self, *_: object) -> None:
        if self.waiting is not None:
            self.waiting.cancel()
            self.waiting.join()

    def tell(self, text: str) -> None:
        """Take note of what is begun."""
        if self.show and self.waiting is None:
            self.waiting = Timer(MOMENT, say, (text,))
            self.waiting.daemon = True
            self.waiting.start()
