"""How many requests at a time, how long to wait between attempts, and when to give up.

A provider that answers 429 or 503 with Retry-After makes every connection of the pull wait, not only the one
that received the answer.

`urllib3.Retry` is used for the Retry-After header only (see `detente.remote.sites.retry_after`). It repeats one request
until its headers arrive, without a wait before the first repeat, and sleeps uninterruptibly. A pull repeats a
transfer, which breaks off inside the body and resumes there, does not count attempts that gained bytes, shares waits
between connections, and ends at once when it is stopped.
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from detente.remote.errors import Unavailable

__all__ = ["MOST_CONNECTIONS", "Interrupted", "RetryPolicy"]

MOST_CONNECTIONS = 16
MOST_ATTEMPTS = 60  # however many bytes each one gains
FIRST_ATTEMPTS = 3  # to reach a site at all; later ones are for a connection that is lost meanwhile

T = TypeVar("T")


class Interrupted(Exception):
    """The pull was stopped while waiting."""


@dataclass
class RetryPolicy:
    """How to retry requests to one provider.

    Parameters
    ----------
    connections : int
        Requests at a time.
    tries : int
        Attempts in a row without a byte gained, after which a file has failed.
    first_wait, longest_wait : float
        Seconds before the second attempt, and at most; in between the wait doubles, less a random part.
    patience : float
        The longest Retry-After, in seconds, that is waited for; with a longer one the file has failed.
    """

    connections: int = 4
    tries: int = 8
    first_wait: float = 1.0
    longest_wait: float = 60.0
    patience: float = 900.0
    stop: threading.Event = field(default_factory=threading.Event)
    _reached: bool = False
    _not_before: float = 0.0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def retry(self, attempt: Callable[[], T], gained: Callable[[], int] = lambda: 0, tries: int | None = None) -> T:
        """Run `attempt` until it succeeds or there is no point in going on.

        Parameters
        ----------
        attempt : callable
            Raises `Unavailable` where it may succeed later.
        gained : callable, optional
            Returns the bytes that arrived so far: an attempt that gained some does not count against `tries`.
        tries : int, optional
            By default the policy's own.

        Raises
        ------
        Unavailable
            As the last attempt did, after the last retry.
        NotFound, Refused
            As the attempt did.
        Interrupted
            If `stop` was set.
        """
        failed, most = 0, self.tries if tries is None else min(tries, self.tries)
        for n in range(MOST_ATTEMPTS):
            self._wait()
            before = gained()
            try:
                found = attempt()
            except Unavailable as error:
                self._reached = self._reached or not error.unreachable
                failed = 1 if gained() > before else failed + 1
                allowed = most if self._reached else min(most, FIRST_ATTEMPTS)
                wait = error.wait or 0.0
                if failed >= allowed or n + 1 == MOST_ATTEMPTS or wait > self.patience:
                    error.attempts = n + 1
                    raise
                self._hold(wait)
                self._sleep(self._backoff(failed))
            else:
                self._reached = True
                return found
        raise AssertionError  # the loop returns or raises

    def _backoff(self, failed: int) -> float:
        return min(self.longest_wait, self.first_wait * 2.0 ** (failed - 1)) * random.uniform(0.5, 1.0)  # noqa: S311

    def _hold(self, seconds: float) -> None:
        with self._lock:
            self._not_before = max(self._not_before, time.monotonic() + seconds)

    def _wait(self) -> None:
        self._sleep(self._not_before - time.monotonic())

    def _sleep(self, seconds: float) -> None:
        if self.stop.wait(max(0.0, seconds)):
            raise Interrupted
