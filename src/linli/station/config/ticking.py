"""`python -m linli.station.config.ticking`: the clock's process, a tick a minute until it is told to stop."""

from __future__ import annotations

import signal
import threading
from types import FrameType

import django
from django.db import close_old_connections

django.setup()

from linli.station.config.clock import tick  # noqa: E402 (Django first)

EVERY = 60.0


def main() -> None:
    """Ticks until SIGTERM or SIGINT."""
    stop = threading.Event()

    def on_signal(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, on_signal)
    signal.signal(signal.SIGINT, on_signal)
    while not stop.wait(EVERY):
        close_old_connections()
        tick()
        close_old_connections()


if __name__ == "__main__":
    main()
