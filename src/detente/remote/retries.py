"""Manners toward a provider: how many requests at once, how long to wait, when to give up.

A provider that answers 429 or 503 with Retry-After makes every connection of the pull wait, not only the one
that was told.
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from detente.remote.sites import Busy

__all__ = ["MOST_CONNECTIONS", "Interrupted", "Manners"]

MOST_CONNECTIONS = 16
MOST_ATTEMPTS = 60  # however much each one gains

T = TypeVar("T")


class Interrupted(Exception):
    """The pull was stopped while waiting."""


@dataclass
class Manners:
    """How to behave toward one provider.

    Parameters
    ----------
    connections : int
        Requests at a time.
    tries : int
        Attempts in a row that gain nothing, after which a file is given up.
    first_wait, longest_wait : float
        Seconds before the second attempt, and at most; in between the wait doubles, less a random part.
    patience : float
        Seconds for which a provider's Retry-After is heeded; one that asks for more is given up.
    """

    connections: int = 4
    tries: int = 8
    first_wait: float = 1.0
    longest_wait: float = 60.0
    patience: float = 900.0
    stop: threading.Event = field(default_factory=threading.Event)
    _not_before: float = 0.0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def persist(self, attempt: Callable[[], T], gained: Callable[[], int] = lambda: 0, tries: int | None = None) -> T:
        """Run `attempt` until it succeeds or there is no point in going on.

        Parameters
        ----------
        attempt : callable
            Raises `Busy` where it may succeed later.
        gained : callable, optional
            Bytes there are so far: an attempt that gained some does not count against `tries`.
        tries : int, optional
            By default the manners' own.

        Raises
        ------
        Busy
            As the last attempt did, once patience is at its end.
        Absent, Refused
            As the attempt did.
        Interrupted
            If `stop` was set.
        """
        vain, most = 0, self.tries if tries is None else min(tries, self.tries)
        for n in range(MOST_ATTEMPTS):
            self._wait()
            before = gained()
            try:
                return attempt()
            except Busy as busy:
                vain = 1 if gained() > before else vain + 1
                asked = busy.wait or 0.0
                if vain >= most or n + 1 == MOST_ATTEMPTS or asked > self.patience:
                    busy.attempts = n + 1
                    raise
                self._hold(asked)
                self._sleep(self._pause(vain))
        raise AssertionError  # the loop returns or raises

    def _pause(self, vain: int) -> float:
        return min(self.longest_wait, self.first_wait * 2.0 ** (vain - 1)) * random.uniform(0.5, 1.0)  # noqa: S311

    def _hold(self, seconds: float) -> None:
        with self._lock:
            self._not_before = max(self._not_before, time.monotonic() + seconds)

    def _wait(self) -> None:
        self._sleep(self._not_before - time.monotonic())

    def _sleep(self, seconds: float) -> None:
        if self.stop.wait(max(0.0, seconds)):
            raise Interrupted
