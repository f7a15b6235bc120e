from __future__ import annotations

import threading
import time

import pytest

from detente.remote.errors import Unavailable
from detente.remote.retries import Interrupted, RetryPolicy


def test_waits_double_up_to_the_longest() -> None:
    policy = RetryPolicy(first_wait=1.0, longest_wait=10.0)
    for vain, most in enumerate((1.0, 2.0, 4.0, 8.0, 10.0, 10.0), start=1):
        assert most / 2 <= policy._backoff(vain) <= most


def test_an_attempt_that_gains_does_not_count() -> None:
    policy = RetryPolicy(tries=2, first_wait=0.0)
    arrived = 0

    def attempt() -> int:
        nonlocal arrived
        arrived += 1
        if arrived < 30:
            raise Unavailable("broke off")
        return arrived

    assert policy.retry(attempt, lambda: arrived) == 30


def test_one_connection_that_must_wait_makes_all_wait() -> None:
    policy = RetryPolicy(tries=2, first_wait=0.0, patience=5.0)
    text = threading.Event()

    def refused_once() -> None:
        if not text.is_set():
            text.set()
            raise Unavailable("answers 429", wait=0.5)

    other = threading.Thread(target=policy.retry, args=(refused_once,))
    other.start()
    text.wait()
    time.sleep(0.05)
    before = time.monotonic()
    policy.retry(lambda: None)
    assert time.monotonic() - before > 0.3
    other.join()


def test_a_stop_ends_the_waiting() -> None:
    policy = RetryPolicy(first_wait=60.0)
    threading.Timer(0.1, policy.stop.set).start()

    def error() -> None:
        raise Unavailable("answers 503")

    before = time.monotonic()
    with pytest.raises(Interrupted):
        policy.retry(error)
    assert time.monotonic() - before < 5.0
