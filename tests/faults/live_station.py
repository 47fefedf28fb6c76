"""A station in processes of its own, and what its people do, for tests with the real thing at both ends."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from tests.faults.test_station_run import _port

ROOT = Path(__file__).resolve().parents[2]
START = 300.0


class Station:
    """The station's processes, and what its people do."""

    def __init__(self, home: Path) -> None:
        self.home, self.port = home, _port()
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("LINLI_", "DJANGO_"))}
        self.environment = {**kept, "LINLI_HOME": str(home), "LINLI_WEBHOOK_PRIVATE_HOSTS": "true"}
        self.url = f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        command = [sys.executable, "-m", "linli.cli", "station", "run", "--port", str(self.port)]
        with (self.home / "log").open("w") as log:
            self.process = subprocess.Popen(command, env=self.environment, stdout=log, stderr=log, text=True)
        ends = time.monotonic() + START
        while "Ctrl-C" not in (self.home / "log").read_text():
            if time.monotonic() > ends:
                self.stop()
                raise AssertionError((self.home / "log").read_text())
            time.sleep(0.2)

    def stop(self) -> None:
        self.process.send_signal(signal.SIGINT)
        self.process.wait(60)

    def operate(self, *words: str) -> str:
        return self._run([sys.executable, "-m", "linli.cli", "station", *words], self.environment)

    def does(self, what: str, **given: Any) -> Any:
        env = {**self.environment, "DJANGO_SETTINGS_MODULE": "linli.station.config.settings"}
        said = self._run([sys.executable, "-m", "tests.faults.effects_driver", what, json.dumps(given)], env)
        return json.loads(said.splitlines()[-1])

    def _run(self, command: list[str], env: dict[str, str]) -> str:
        done = subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()
