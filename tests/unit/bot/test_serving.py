"""Waiting for a signal, so that none is slept through."""

import os
import signal
from threading import Event, Timer

from bot.serving import until


def test_a_signal_ends_the_wait() -> None:
    stop = Event()
    before = signal.signal(signal.SIGUSR1, lambda *_: stop.set())
    try:
        Timer(0.05, os.kill, [os.getpid(), signal.SIGUSR1]).start()
        until(stop)
    finally:
        signal.signal(signal.SIGUSR1, before)
    assert stop.is_set()
