"""`linli station run`: checks, sets up, starts everything and keeps it up. Django is only in the child processes."""

from __future__ import annotations

import argparse
import fcntl
import http.client
import ipaddress
import json
import os
import socket
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from linli.station.config.processes import Child, Supervisor
from linli.vocabulary import LinliError, Text

FORUM = Path(__file__).resolve().parents[4] / "examples" / "forum"
PYTHON = (3, 11)
SETTINGS = "linli.station.config.settings"


@dataclass(frozen=True, slots=True)
class Wish:
    """What the operator asked for."""

    sample: bool
    host: str
    port: int
    forum_port: int
    home: Path

    @property
    def url(self) -> str:
        """Where this machine reaches the station."""
        host = "127.0.0.1" if self.host in {"0.0.0.0", "::"} else self.host  # noqa: S104 (compared, not bound)
        return f"http://{f'[{host}]' if ':' in host else host}:{self.port}"

    @property
    def forum_url(self) -> str:
        """Where the sample forum listens."""
        return f"http://127.0.0.1:{self.forum_port}"


def main(arguments: Sequence[str] = ()) -> int:
    """Runs the station until it is stopped; 0, or 2 with what is wrong and how to mend it."""
    wish = _wish(arguments)
    try:
        _check(wish)
        with _Alone(wish.home):
            report = _prepare(wish)
            supervisor = Supervisor(_children(wish), _say)
            return supervisor.run(lambda: answers(wish), lambda: _greet(wish, report))
    except LinliError as error:
        print(error.in_language("zh"), error.in_language("en"), sep="\n", file=sys.stderr)
        return 2


def _wish(arguments: Sequence[str]) -> Wish:
    parser = argparse.ArgumentParser(prog="linli station run", description="启动站点。Run the station.")
    parser.add_argument(
        "--sample", action="store_true", help="示例站点，只限本机。The sample station, this machine only."
    )
    parser.add_argument("--host", default="127.0.0.1", help="监听的地址。The address to listen on.")
    parser.add_argument("--port", type=int, default=8600, help="端口。The port.")
    parser.add_argument("--forum-port", type=int, default=8700, help="示例论坛的端口。The sample forum's port.")
    parser.add_argument(
        "--home", type=Path, default=Path(os.environ.get("LINLI_HOME", "var")), help="数据目录。Data."
    )
    given = parser.parse_args(list(arguments))
    return Wish(given.sample, given.host, given.port, given.forum_port, given.home.resolve())


def _check(wish: Wish) -> None:
    if sys.version_info < PYTHON:
        raise LinliError(
            Text("Python 版本太旧。", "This Python is too old."),
            field="python",
            value=sys.version.split()[0],
            mend=Text("请用 Python 3.11 或更新的版本。", "Use Python 3.11 or newer."),
        )
    if wish.sample and not _is_loopback(wish.host):
        raise LinliError(
            Text("示例站点只能在本机打开。", "The sample station opens on this machine alone."),
            field="host",
            value=wish.host,
            mend=Text("去掉 --host，或去掉 --sample。", "Leave out --host, or --sample."),
        )
    _writable(wish.home)
    _free(wish.host, wish.port, "port")
    if wish.sample:
        _free("127.0.0.1", wish.forum_port, "forum-port")
        if not (FORUM / "forum" / "__main__.py").is_file():
            raise LinliError(
                Text("找不到示例论坛。", "The sample forum is not here."),
                field="forum",
                value="examples/forum",
                mend=Text("请在完整的源码目录里运行。", "Run it from a whole copy of the sources."),
            )


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _writable(home: Path) -> None:
    try:
        home.mkdir(parents=True, exist_ok=True)
        probe = home / f".probe-{os.getpid()}"
        probe.write_bytes(b"x")
        probe.unlink()
    except OSError as error:
        raise LinliError(
            Text("数据目录不能写。", "The data folder cannot be written."),
            field="home",
            value=home,
            mend=Text(
                f"换一个目录（--home），或改权限：{error.strerror}。", f"Choose another (--home): {error.strerror}."
            ),
        ) from error


def _free(host: str, port: int, field: str) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except (OSError, OverflowError) as error:
        raise LinliError(
            Text("端口不能用，可能已被占用。", "The port cannot be used; perhaps another program has it."),
            field=field,
            value=f"{host}:{port}",
            mend=Text(f"换一个端口，例如 --{field} {port + 1}。", f"Choose another, such as --{field} {port + 1}."),
        ) from error


class _Alone:
    """Holds the lock of a data folder: one station at a time."""

    def __init__(self, home: Path) -> None:
        self.path = home / "run.lock"
        self.file: IO[str] | None = None

    def __enter__(self) -> None:
        self.file = self.path.open("a+", encoding="ascii")
        try:
            fcntl.flock(self.file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            self.file.close()
            raise LinliError(
                Text("这个数据目录已有一个站点在运行。", "A station runs on this data folder already."),
                field="home",
                value=self.path.parent,
                mend=Text("先停下它，或用 --home 换一个目录。", "Stop it first, or choose another with --home."),
            ) from error

    def __exit__(self, *_: object) -> None:
        if self.file is not None:
            self.file.close()


def _environment(wish: Wish) -> dict[str, str]:
    base = os.environ.get("LINLI_BASE_URL") or wish.url
    given = {"DJANGO_SETTINGS_MODULE": SETTINGS, "LINLI_HOME": str(wish.home), "LINLI_BASE_URL": base}
    return {**given, "LINLI_SAMPLE": "true"} if wish.sample else given


def _prepare(wish: Wish) -> dict[str, Any]:
    _say("准备数据库…", "Preparing the database …")
    command = [sys.executable, "-m", "linli.station.config.prepare", wish.forum_url if wish.sample else ""]
    done = subprocess.run(  # noqa: S603
        command, env={**os.environ, **_environment(wish)}, stdout=subprocess.PIPE, check=False
    )
    if done.returncode:
        raise LinliError(
            Text("准备没有完成，原因见上。", "The preparation failed; the reason is above."),
            mend=Text("改正后再运行一次，不会重复。", "Mend it and run again: nothing is doubled."),
        )
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def _children(wish: Wish) -> list[Child]:
    env = _environment(wish)
    python = [sys.executable, "-m"]
    web = ["granian", "--interface", "asgi", "--no-ws", "--host", wish.host, "--port", str(wish.port)]
    web += ["--log-level", "warning", "linli.station.config.asgi:application"]
    worker = ["django", "db_worker", "--interval", "0.5", "--no-startup-delay", "-v", "0", "--queue-name"]
    children = [
        Child("网站 web", [*python, *web], env),
        Child("任务 tasks", [*python, *worker, "default"], env),
        Child("回调 webhooks", [*python, *worker, "webhooks"], env),
        Child("时钟 clock", [*python, "linli.station.config.ticking"], env),
    ]
    if wish.sample:
        forum = {"FORUM_HOME": str(wish.home / "forum"), "FORUM_PORT": str(wish.forum_port)}
        forum |= {"FORUM_STATION_URL": wish.url, "DJANGO_SETTINGS_MODULE": "forum.settings"}
        children.append(Child("论坛 forum", [*python, "forum"], forum, FORUM))
    return children


def answers(wish: Wish) -> bool:
    """Whether the station answers on this machine."""
    host = wish.url.removeprefix("http://").rpartition(":")[0].strip("[]")
    link = http.client.HTTPConnection(host, wish.port, timeout=2)
    try:
        link.request("GET", "/api/v1/openapi.json")
        return link.getresponse().status == 200
    except OSError:
        return False
    finally:
        link.close()


def _greet(wish: Wish, report: dict[str, Any]) -> None:
    base = _environment(wish)["LINLI_BASE_URL"]
    lines = ["", f"邻里站 Linli   {base}", f"数据 data      {wish.home}"]
    if wish.sample:
        lines += [
            f"示例论坛 forum {wish.forum_url}",
            "",
            f"示例账号（只在本机有效） Sample sign-ins, this machine only: {base}/accounts/login/",
        ]
        lines += [f"  {one['username']:<10} {one['password']:<18} {one['name']}" for one in report["sign_ins"]]
        lines += ["", "试三件事 Three things to try:"]
        lines += [
            f"  1. 贴一句话，看它怎样判 Paste a sentence and see why: {base}/",
            f"  2. 在论坛发一条，再举报一条 Post on the forum, report a post: {wish.forum_url}/",
            f"  3. 用 shenhe 登录，在受理台答复 Sign in as shenhe and answer a case: {base}/desk/",
        ]
    elif report["empty"]:
        lines += ["还没有站务：运行 linli station keeper 用户名。There is no keeper yet: linli station keeper NAME."]
    lines += ["", "按 Ctrl-C 停下。Ctrl-C stops it."]
    print("\n".join(lines), flush=True)


def _say(zh: str, en: str) -> None:
    print(f"{zh} {en}", flush=True)
