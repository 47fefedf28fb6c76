"""Child processes that stay up: restarted with back-off, stopped with everything they started, never orphans."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

LONGEST_PAUSE = 30.0
STEADY = 60.0
GRACE = 10.0
PR_SET_PDEATHSIG = 1
Say = Callable[[str, str], None]


@dataclass(slots=True)
class Child:
    """One process to keep up; `pause` is the wait before its next start, in seconds."""

    name: str
    command: Sequence[str]
    env: Mapping[str, str] = field(default_factory=dict)
    folder: Path | None = None
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    pause: float = 1.0
    next_start: float = 0.0

    def start(self) -> None:
        """Starts it in a session of its own, so that Ctrl-C reaches the supervisor first."""
        self.process = subprocess.Popen(  # noqa: S603 (our own commands)
            list(self.command),
            env={**os.environ, **self.env},
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=die_with_parent if sys.platform == "linux" else None,
        )
        self.started = time.monotonic()

    @property
    def alive(self) -> bool:
        """Whether it runs now."""
        return self.process is not None and self.process.poll() is None

    def send(self, number: int) -> None:
        """A signal to it and to whatever it started."""
        if self.process is not None:
            try:
                os.killpg(self.process.pid, number)
            except ProcessLookupError:
                return


def die_with_parent() -> None:
    """Linux: this process gets SIGTERM when its parent dies, however that happens."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


class Supervisor:
    """Keeps children up until it is told to stop."""

    def __init__(self, children: Sequence[Child], say: Say) -> None:
        self.children = list(children)
        self.say = say
        self.stopping = False

    def run(self, ready: Callable[[], bool], when_ready: Callable[[], None]) -> int:
        """Starts the children and stays until SIGINT or SIGTERM; calls `when_ready` once, when `ready` says so."""
        self._listen()
        told = False
        try:
            for child in self.children:
                child.start()
            while not self.stopping:
                self._look()
                if not told and ready():
                    when_ready()
                    told = True
                time.sleep(0.2)
        finally:
            self.stop()
        return 0

    def stop(self) -> None:
        """Asks every child to end, waits, then ends what is left."""
        for child in self.children:
            child.send(signal.SIGTERM)
        ends = time.monotonic() + GRACE
        while any(child.alive for child in self.children) and time.monotonic() < ends:
            time.sleep(0.05)
        for child in self.children:
            child.send(signal.SIGKILL)
            if child.process is not None:
                child.process.wait()

    def _look(self) -> None:
        now = time.monotonic()
        for child in self.children:
            if child.alive:
                continue
            if not child.next_start:
                self._plan(child, now)
            elif now >= child.next_start:
                child.next_start = 0.0
                child.start()

    def _plan(self, child: Child, now: float) -> None:
        child.send(signal.SIGKILL)
        if now - child.started > STEADY:
            child.pause = 1.0
        code = child.process.returncode if child.process else None
        self.say(
            f"{child.name} 停了（{code}），{child.pause:.0f} 秒后重新启动。",
            f"{child.name} ended ({code}); it starts again in {child.pause:.0f} s.",
        )
        child.next_start = now + child.pause
        child.pause = min(child.pause * 2, LONGEST_PAUSE)

    def _listen(self) -> None:
        def on_signal(_number: int, _frame: FrameType | None) -> None:
            self.stopping = True

        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, on_signal)
