"""`python tools/bench_items.py [ROWS]`: `POST /items` through a running station, beside a bare save in the same run.

Starts `linli station run` on a free port in a new home, gives itself a key, and sends ROWS (600) clean items, each
under an `Idempotency-Key`, over one connection and over eight. The floor is one row saved by the ORM in a transaction
of its own, on the same database settings. Figures on a shared machine vary: compare the ratios. `PYTHONPATH` picks
the sources, `LINLI_DATABASE_URL` the database.
"""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import uuid

import httpx

TEXT = "周末一起去河边走走吗？"
FLOOR = """
import time, uuid, django
django.setup()
from django.db import transaction
from linli.station.organisations.models import Organisation
start = time.perf_counter()
for _ in range(500):
    with transaction.atomic():
        Organisation(kind="partner", name=uuid.uuid4().hex).save()
print(500 / (time.perf_counter() - start))
"""


def _environment(home: str, port: int) -> dict[str, str]:
    return os.environ | {
        "LINLI_HOME": home,
        "LINLI_BASE_URL": f"http://127.0.0.1:{port}",
        "LINLI_LOG_LEVEL": "ERROR",
        "DJANGO_SETTINGS_MODULE": "linli.station.config.settings",
    }


def _said(env: dict[str, str], *words: str) -> str:
    done = subprocess.run([sys.executable, *words], env=env, check=True, capture_output=True, text=True)
    return done.stdout.strip().splitlines()[-1]


async def _wait(url: str) -> None:
    async with httpx.AsyncClient() as client:
        for _ in range(240):
            try:
                await client.get(f"{url}/api/v1/openapi.json")
                return
            except httpx.HTTPError:
                await asyncio.sleep(0.5)
    raise SystemExit("the station did not start")


async def _send(url: str, key: str, rows: int, connections: int) -> float:
    """Items a second."""
    left = iter(range(rows))

    async def one() -> None:
        async with httpx.AsyncClient(timeout=60, headers={"Authorization": f"Bearer {key}"}) as client:
            for _ in left:
                body = {"id": uuid.uuid4().hex, "kind": "comment", "text": TEXT, "author": {"id": "u-1"}}
                once = {"Idempotency-Key": uuid.uuid4().hex}
                (await client.post(f"{url}/api/v1/items", json=body, headers=once)).raise_for_status()

    start = time.perf_counter()
    await asyncio.gather(*(one() for _ in range(connections)))
    return rows / (time.perf_counter() - start)


async def _measure(url: str, env: dict[str, str], rows: int) -> None:
    await _wait(url)
    operate = ("-m", "linli.station.config.operate", "apikey", "bench", "--rate", "100000", "--burst", "100000")
    key = _said(env, *operate)
    await _send(url, key, 20, 1)
    for connections in (1, 8):
        rate = await _send(url, key, rows, connections)
        floor = float(_said(env, "-c", FLOOR))
        print(f"{connections} connection(s): {rate:.1f} items/s; bare save {floor:.0f}/s; ratio {floor / rate:.1f}")


def main(rows: int) -> None:
    """Starts, measures, prints, stops."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory() as home:
        env = _environment(home, port)
        run = [sys.executable, "-m", "linli.station.config.run", "--port", str(port), "--home", home]
        code = "import sys; from linli.station.config.run import main; sys.exit(main(sys.argv[1:]))"
        station = subprocess.Popen([run[0], "-c", code, *run[3:]], env=env, stdout=subprocess.DEVNULL)
        try:
            asyncio.run(_measure(f"http://127.0.0.1:{port}", env, rows))
        finally:
            station.send_signal(signal.SIGTERM)
            station.wait(30)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 600)
