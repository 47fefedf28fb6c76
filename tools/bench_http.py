"""`python tools/bench_http.py [SECONDS]`: requests a second and server CPU a request of `assess` and of a bare app.

All run in granian with one worker and the same load in the same run: 16 connections, one short comment a request.
The CPU is that of the server's processes, from /proc. Figures on a shared machine vary: compare the lines.
"""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import orjson

ROOT = Path(__file__).resolve().parent.parent
TEXTS = [
    "周末一起去河边走走吗？",
    "你这个人真是没素质，滚远点",
    "楼道灯坏了，已经报修，师傅明天上午来",
    "加薇信领福利，日入三千",
]
CONNECTIONS = 16


async def bare(scope: Any, receive: Any, send: Any) -> None:
    """The floor: reads JSON, writes JSON."""
    if scope["type"] != "http":
        return
    body = orjson.loads((await receive())["body"])
    out = orjson.dumps({"action": "allow", "item": body.get("id", "")})
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"application/json")]})
    await send({"type": "http.response.body", "body": out})


def lean() -> Any:
    """The lean application with a key that is known, and no limit in the way."""
    from linli.assess import assess_many, to_dict, warm_up
    from linli.engines.http.application import Application
    from linli.engines.http.grants import Grant
    from linli.station.integrations.limits import Buckets

    warm_up()
    grant = Grant("bench", rate=1e9, burst=1e9)

    async def authorise(_key: str) -> Any:
        return grant

    made = Application(authorise, Buckets(), assess_many, to_dict)
    if os.environ["LINLI_BENCH"] == "alone":
        made._batcher.together = 1
    return made


if os.environ.get("LINLI_BENCH") in {"lean", "alone"}:
    app = lean()


async def _one(port: int, requests: list[bytes], ends: float) -> list[float]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    took, number = [], 0
    while time.perf_counter() < ends:
        began = time.perf_counter()
        writer.write(requests[number % len(requests)])
        head = await reader.readuntil(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 200"), head
        length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0]) if b"ontent-" in head else 0
        await reader.readexactly(length)
        took.append(time.perf_counter() - began)
        number += 1
    writer.close()
    return took


async def load(port: int, seconds: float) -> list[float]:
    """The time of every request, in seconds."""
    requests = []
    for text in TEXTS:
        body = orjson.dumps({"text": text})
        head = (
            "POST /api/v1/assess HTTP/1.1\r\nHost: b\r\nAuthorization: Bearer k\r\nContent-Type: application/json\r\n"
        )
        requests.append(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
    ends = time.perf_counter() + seconds
    found = await asyncio.gather(*(_one(port, requests, ends) for _ in range(CONNECTIONS)))
    return sorted(t for times in found for t in times)


def cpu_of(group: int) -> float:
    """CPU seconds of every process of a group."""
    total = 0
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            parts = entry.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(parts[2]) == group:
            total += int(parts[11]) + int(parts[12])
    return total / os.sysconf("SC_CLK_TCK")


def measure(name: str, target: str, seconds: float) -> float:
    """Prints one line; the CPU microseconds a request."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "granian", "--interface", "asgi", "--no-ws", "--port", str(port), target]
    env = {**os.environ, "LINLI_BENCH": name, "PYTHONPATH": str(ROOT)}
    server = subprocess.Popen([*command, "--log-level", "error"], env=env, cwd=ROOT, start_new_session=True)
    try:
        for _ in range(300):
            try:
                socket.create_connection(("127.0.0.1", port), 0.2).close()
                break
            except OSError:
                time.sleep(0.1)
        asyncio.run(load(port, 1.0))
        before = cpu_of(server.pid)
        took = asyncio.run(load(port, seconds))
        used = (cpu_of(server.pid) - before) / len(took) * 1e6
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait()
    p99 = took[int(len(took) * 0.99)] * 1e3
    print(
        f"{name:<6} {len(took) / seconds:>8.0f} requests/s  {used:>7.0f} µs CPU a request  p99 {p99:.1f} ms",
        flush=True,
    )
    return used


if __name__ == "__main__":
    span = float(sys.argv[1]) if len(sys.argv) > 1 else 5.0
    floor = measure("bare", "tools.bench_http:bare", span)
    measure("alone", "tools.bench_http:app", span)  # each request assessed by itself
    cost = measure("lean", "tools.bench_http:app", span)
    print(f"assess costs {cost - floor:.0f} µs beyond the bare application")
