"""Real comments through a running station: streamed, killed half-way, decided, appealed, overturned, verified.

    python tools/real_run.py --comments FILE.csv --text-column TEXT [--rows 2000] --out FOLDER

Starts an empty station in FOLDER/home on a free port, sends the comments through `POST /api/v1/items` with retries
while the server is killed once, makes two reviewers and a lead who enrol their second factor on the pages, walks the
pages in Chromium as staff, authors and a visitor, and checks the exported record. Prints the figures as JSON and
keeps pictures of every stop at 375 and 1440 pixels in FOLDER/shots: they show the comments, so keep them private.
"""

from __future__ import annotations

import argparse
import base64
import csv
import hmac
import json
import os
import re
import secrets
import signal
import socket
import statistics
import struct
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from playwright.sync_api import Browser, Page, expect, sync_playwright

CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
PHONE, DESKTOP = (375, 812), (1440, 900)
STAFF = {"shenhe": "REVIEWER", "fuhe": "REVIEWER", "fuze": "LEAD"}
REASON = "看了上下文和公约，理由已写在告知里。"
QUOTE = "楼上那家天天半夜搬桌子，真没教养"
AGAIN = {409, 429, 500, 502, 503}
# There is no page yet that gives a role, so the service does: `membership_set`, as an operator's command would.
ROLE = """
import sys, django
django.setup()
from linli.station.organisations.selectors import home_community
from linli.station.organisations.services import membership_set
from linli.station.people.actors import system
from linli.station.people.models import User
from linli.station.people.roles import Role
user = User.objects.get(username=sys.argv[1])
membership_set(actor=system(home_community().pk, "operator"), user_id=user.pk, role=Role[sys.argv[2]])
"""
# Queries of one item by the service, undone again: a comment that passes and one that is held.
QUERIES = """
import json, django
django.setup()
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from linli.station.moderation.services import item_submit
from linli.station.organisations.selectors import home_community
from linli.station.integrations.selectors import client_by_name
from linli.station.people.actors import client
home = home_community().pk
actor, found = client(home, client_by_name(community_id=home, name="real-run").pk), {}
for text in ("周末一起去河边走走吗？", "周末一起去河边走走吗？", "你这个不要脸的蠢货"):
    with transaction.atomic(), CaptureQueriesContext(connection) as seen:
        made = item_submit(actor=actor, external_id="q", kind="comment", text=text, account_id="q", account_name="q")
        transaction.set_rollback(True)
    words = [one["sql"].split()[0] for one in seen]
    found[made.item.state] = sum(word in {"SELECT", "INSERT", "UPDATE", "DELETE"} for word in words)
print(json.dumps(found))
"""


def free_port() -> int:
    """A port that nothing listens on now."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


class Station:
    """A station as a child process: empty, or with the sample content and its forum."""

    def __init__(self, home: Path, *, sample: bool = False) -> None:
        home.mkdir(parents=True, exist_ok=True)
        self.home, self.sample, self.port = home, sample, free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.env = os.environ | {"LINLI_HOME": str(home), "DJANGO_SETTINGS_MODULE": "linli.station.config.settings"}
        self.log = open(home / "station.log", "wb")  # noqa: SIM115 (the child keeps it)
        command = [sys.executable, "-m", "linli.cli", "station", "run", "--home", str(home), "--port", str(self.port)]
        command += ["--sample", "--forum-port", str(free_port())] if sample else []
        self.process = subprocess.Popen(command, stdout=self.log, stderr=self.log, start_new_session=True)

    def wait(self, seconds: int = 120) -> float:
        """Seconds until it answers, the sample forum too."""
        begun = time.monotonic()
        while time.monotonic() - begun < seconds:
            if self.answers() and (not self.sample or (self.home / "forum" / "connection.json").exists()):
                return time.monotonic() - begun
            time.sleep(0.3)
        raise SystemExit(f"the station did not come up: see {self.log.name}")

    def answers(self) -> bool:
        """Whether the home page opens."""
        try:
            return httpx.get(self.url, timeout=5).status_code == 200
        except httpx.HTTPError:
            return False

    def say(self, *words: str) -> str:
        """The output of a Python command on the station's home."""
        done = subprocess.run([sys.executable, *words], env=self.env, check=True, stdout=subprocess.PIPE, text=True)
        return done.stdout.strip()

    def operate(self, *words: str) -> str:
        """The output of `linli station …`."""
        return self.say("-m", "linli.cli", "station", *words)

    def kill_server(self) -> int:
        """kill -9 of the server's processes, as a fault would; the supervisor starts them again."""
        killed = 0
        for entry in Path("/proc").glob("[0-9]*/cmdline"):
            try:
                words = entry.read_bytes().split(b"\0")
            except OSError:
                continue
            if any(b"granian" in w for w in words) and str(self.port).encode() in words:
                os.kill(int(entry.parent.name), signal.SIGKILL)
                killed += 1
        return killed

    def stop(self) -> None:
        """Stops it as Ctrl-C does."""
        self.process.send_signal(signal.SIGINT)
        self.process.wait(30)


@dataclass(slots=True)
class Stream:
    """A client that sends every comment once, however often it has to try."""

    client: httpx.Client
    retries: int = 0

    def send(self, row: int, text: str) -> tuple[httpx.Response, float]:
        """The answer and the seconds of the try that got it."""
        body = {"id": f"row-{row}", "kind": "comment", "text": text, "author": {"id": f"a{row % 97}"}}
        for attempt in range(60):
            sent = time.monotonic()
            try:
                answer = self.client.post("/api/v1/items", json=body, headers={"Idempotency-Key": f"row-{row}"})
            except httpx.HTTPError:
                answer = None
            if answer is not None and answer.status_code not in AGAIN:
                return answer.raise_for_status(), time.monotonic() - sent
            self.retries += 1
            time.sleep(min(2.0, 0.1 * 2**attempt))
        raise SystemExit(f"row {row} was never taken")

    def kept(self) -> dict[str, list[str]]:
        """State by the id of every item that the station holds; a list, to see a doubled one."""
        found: dict[str, list[str]] = {}
        cursor: str | None = ""
        while cursor is not None:
            page = self.client.get("/api/v1/items", params={"cursor": cursor} if cursor else {}).json()
            for item in page["results"]:
                found.setdefault(item["id"], []).append(item["state"])
            cursor = page["next"]
        return found


def stream(station: Station, key: str, texts: list[str]) -> dict[str, Any]:
    """Every comment over one connection; the server dies in the middle."""
    times: list[float] = []
    actions: Counter[str] = Counter()
    states: dict[str, str] = {}
    killed, begun = 0, time.monotonic()
    with httpx.Client(base_url=station.url, headers={"Authorization": f"Bearer {key}"}, timeout=30) as client:
        sender = Stream(client)
        for row, text in enumerate(texts):
            if row == len(texts) // 2:
                killed = station.kill_server()
            answer, seconds = sender.send(row, text)
            times.append(seconds)
            told = answer.json()
            actions[told["assessment"]["action"]] += 1
            states[told["item"]["id"]] = told["item"]["state"]
        seconds = time.monotonic() - begun
        retries, middle = sender.retries, len(texts) // 2
        again = [sender.send(row, texts[row])[0].json()["item"]["id"] for row in range(middle - 2, middle + 2)]
        kept = sender.kept()
    return {
        "rows": len(texts),
        "seconds": round(seconds, 1),
        "rows_a_second": round(len(texts) / seconds, 1),
        "p50_ms": round(statistics.median(times) * 1000, 1),
        "p95_ms": round(statistics.quantiles(times, n=20)[18] * 1000, 1),
        "max_ms": round(max(times) * 1000, 1),
        "server_processes_killed": killed,
        "retries": retries,
        "actions": dict(actions),
        "sent_again_after_the_end": len(again),
        "lost": len(set(states) - set(kept)),
        "doubled": sum(len(found) > 1 for found in kept.values()) + len(set(kept) - set(states)),
        "other_state_than_answered": sum(kept.get(one) != [state] for one, state in states.items()),
    }


def shot(page: Page, out: Path, name: str) -> None:
    """Pictures of what is on the page, at the width of a phone and of a desktop."""
    before = page.viewport_size
    for width, height in (PHONE, DESKTOP):
        page.set_viewport_size({"width": width, "height": height})
        page.screenshot(path=out / f"{name}-{width}.png")
    if before:
        page.set_viewport_size(before)


def open_page(browser: Browser, size: tuple[int, int]) -> Page:
    """A page in a context of its own."""
    context = browser.new_context(locale="zh-CN", viewport={"width": size[0], "height": size[1]})
    return context.new_page()


def code_now(secret: str) -> str:
    """The six digits that an authenticator shows now (RFC 6238, SHA-1, 30 seconds)."""
    digest = hmac.digest(base64.b32decode(secret), struct.pack(">Q", int(time.time()) // 30), "sha1")
    number = struct.unpack_from(">I", digest, digest[-1] & 15)[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"


def join(browser: Browser, station: Station, name: str, role: str) -> Page:
    """Signs up on the pages, is given a role, and is let in only after enrolling a second factor."""
    password = secrets.token_urlsafe(16)
    page = open_page(browser, DESKTOP)
    page.goto(station.url + "/accounts/signup/")
    page.get_by_label("用户名").fill(name)
    page.get_by_label("密码", exact=True).fill(password)
    page.get_by_label("密码（重复）").fill(password)
    page.get_by_role("main").get_by_role("button", name="注册").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("我的事")
    station.say("-c", ROLE, name, role)
    page.goto(station.url + "/desk/")
    if page.locator("#authenticator_secret").count() == 0:
        page.get_by_label("密码").fill(password)
        page.get_by_role("button", name="确认").click()
    secret = page.locator("#authenticator_secret").input_value()
    page.get_by_label("六位数字").fill(code_now(secret))
    page.get_by_role("main").get_by_role("button", name="激活").click()
    page.locator("#recovery_codes").wait_for()
    return page


def cases(page: Page, station: Station, query: str) -> list[str]:
    """The paths of the cases on the first page of the queue."""
    page.goto(f"{station.url}/desk/?{query}")
    found = [link.get_attribute("href") or "" for link in page.locator("a").all()]
    return list(dict.fromkeys(link for link in found if re.fullmatch(r"/desk/\d+/", link)))


def answer(
    page: Page, station: Station, path: str, choice: str, out: Path | None = None, *, reason: str = REASON
) -> None:
    """One case: take, choose, reason, preview, confirm; with pictures where `out` is given."""
    page.goto(station.url + path)
    take = page.get_by_role("button", name="我来处理")
    if take.count():
        take.first.click()
    if out:
        shot(page, out, "case")
    page.get_by_role("radio", name=choice).check()
    page.get_by_label("理由", exact=True).fill(reason)
    page.get_by_role("button", name="预览告知").click()
    if out:
        shot(page, out, "preview")
    page.get_by_role("button", name="确认，看下一件").click()
    expect(page.get_by_text("已答复").first).to_be_visible()


def decide(page: Page, station: Station, wanted: int, out: Path) -> dict[str, int]:
    """Answers so many reviews; every other one is removed."""
    done: Counter[str] = Counter()
    while done.total() < wanted:
        waiting = cases(page, station, "kind=review")
        if not waiting:
            break
        for path in waiting[: wanted - done.total()]:
            choice = "移除" if done.total() % 2 == 0 else "不违反公约"
            answer(page, station, path, choice, None if done else out)
            done[choice] += 1
    return {"removed": done["移除"], "restored": done["不违反公约"]}


def removed(client: httpx.Client, wanted: int) -> list[tuple[str, str]]:
    """Item ids, and the paths of their notices, of the newest decisions to remove."""
    found: list[tuple[str, str]] = []
    for one in client.get("/api/v1/decisions").json()["results"]:
        if one["action"] == "remove" and one["item"] and not one["reversed_at"] and len(found) < wanted:
            told = client.get(f"/api/v1/items/{one['item']}").json()["notice"]
            found.append((one["item"], "/n/" + told["url"].split("/n/")[1]))
    return found


def appeal(page: Page, station: Station, path: str, out: Path | None = None) -> None:
    """The author's appeal, from the notice."""
    page.goto(station.url + path)
    if out:
        shot(page, out, "notice")
    page.get_by_role("link", name="申诉", exact=True).click()
    page.get_by_label("为什么您认为不对").fill("我说的是另一件事，请看上文。")
    page.get_by_role("button", name="提交申诉").click()
    expect(page.get_by_role("heading", name="申诉已收到")).to_be_visible()


def report(page: Page, station: Station, out: Path) -> str:
    """An anonymous report in four steps; the receipt's code."""
    page.goto(station.url + "/report/")
    page.get_by_role("radio", name=re.compile("辱骂与骚扰")).check()
    page.get_by_role("button", name="下一步").click()
    page.get_by_label("把原文贴在这里").fill(QUOTE)
    page.get_by_role("button", name="下一步").click()
    page.get_by_label("还有什么想说明的").fill("群里连着三天这样说。")
    page.get_by_role("button", name="下一步").click()
    page.get_by_role("button", name="提交", exact=True).click()
    shot(page, out, "receipt")
    return page.locator(".receipt").inner_text()


def follow(page: Page, station: Station, code: str, out: Path) -> bool:
    """Whether the code leads to the answer."""
    page.goto(f"{station.url}/cases/")
    page.get_by_label("编号").fill(code)
    page.get_by_role("button", name="查看").click()
    shot(page, out, "follow")
    return page.get_by_text("没有发现违反公约的情况").count() > 0


def refused(page: Page, station: Station, paths: list[str], out: Path) -> int:
    """How many of these cases' pages refuse the one who looks."""
    count = 0
    for path in paths:
        page.goto(station.url + path)
        count += page.get_by_text("须由另一个人处理").count() > 0
    shot(page, out, "refused")
    return count


def appeals(
    browser: Browser, station: Station, client: httpx.Client, people: list[Page], out: Path
) -> dict[str, Any]:
    """Five appeals from notices: the decider is refused, somebody else overturns two and lets three stand."""
    first, second, lead = people
    told = removed(client, 5)
    for n, (_, path) in enumerate(told):
        appeal(open_page(browser, PHONE), station, path, None if n else out)
    waiting = cases(second, station, "kind=appeal")
    shot(second, out, "queue-of-appeals")
    figures = {
        "appeals": len(told),
        "offered_to_the_decider": len(cases(first, station, "kind=appeal")),
        "refused_to_the_decider": refused(first, station, waiting, out),
        "offered_to_the_lead": len(cases(lead, station, "kind=appeal")),
    }
    for n, path in enumerate(waiting):
        answer(second, station, path, "撤销原处置" if n < 2 else "维持原处置")
    states = Counter(client.get(f"/api/v1/items/{item}").json()["item"]["state"] for item, _ in told)
    opened = open_page(browser, PHONE)
    undone = 0
    for _, path in told:
        opened.goto(station.url + path)
        undone += opened.get_by_role("heading", name="这项处置已经撤销").count()
    return {**figures, "states_after": dict(states), "notices_that_tell_of_the_reversal": undone}


def walk(browser: Browser, station: Station, client: httpx.Client, out: Path) -> dict[str, Any]:
    """Twenty cases, five appeals, two overturned, one report followed to its answer."""
    begun = time.monotonic()
    people = [join(browser, station, name, role) for name, role in STAFF.items()]
    first, _, lead = people
    queue = cases(first, station, "kind=review")
    shot(first, out, "queue")
    figures: dict[str, Any] = {"on_the_first_page_of_the_queue": len(queue)}
    figures |= {"decided": decide(first, station, 20, out)}
    figures |= appeals(browser, station, client, people, out)
    visitor = open_page(browser, PHONE)
    code = report(visitor, station, out)
    reports = cases(lead, station, "kind=report")
    lead.goto(station.url + reports[0])
    expect(lead.get_by_text(QUOTE)).to_be_visible()
    answer(lead, station, reports[0], "不违反公约")
    figures |= {"reports": len(reports), "report_followed_to_its_answer": follow(visitor, station, code, out)}
    visitor.goto(station.url + "/transparency/")
    shot(visitor, out, "transparency")
    return {**figures, "seconds": round(time.monotonic() - begun, 1)}


def forgeries(lines: list[str]) -> dict[str, list[str]]:
    """Copies of a record that must be refused."""
    middle = len(lines) // 2
    changed = lines.copy()
    changed[middle] = changed[middle].replace('"kind":"', '"kind":"x', 1)
    return {
        "a row changed": changed,
        "a row left out": lines[:middle] + lines[middle + 1 :],
        "two rows swapped": [*lines[:middle], lines[middle + 1], lines[middle], *lines[middle + 2 :]],
    }


def record(station: Station, out: Path) -> dict[str, Any]:
    """Exports the record, verifies it, and verifies that forged copies are refused."""

    def verify(path: Path) -> int:
        command = [sys.executable, "-m", "linli.cli", "ledger", "verify", str(path)]
        return subprocess.run(command, check=False, capture_output=True).returncode

    whole, forged = out / "ledger.jsonl", out / "forged.jsonl"
    station.operate("export", str(whole))
    lines = whole.read_text(encoding="utf-8").splitlines()
    kinds = Counter(json.loads(line).get("kind", "head") for line in lines)
    found: dict[str, Any] = {"rows_by_kind": dict(kinds), "verify": verify(whole), "verify_forged": {}}
    for name, copy in forgeries(lines).items():
        forged.write_text("\n".join(copy) + "\n", encoding="utf-8")
        found["verify_forged"][name] = verify(forged)
    return found


def run(station: Station, texts: list[str], out: Path) -> dict[str, Any]:
    """All figures; what was found so far is printed as it comes."""
    figures: dict[str, Any] = {"seconds_to_ready": round(station.wait(), 1)}
    key = station.operate("apikey", "real-run").splitlines()[-1]
    figures["stream"] = stream(station, key, texts)
    print(json.dumps(figures, ensure_ascii=False), file=sys.stderr)
    shots = out / "shots"
    shots.mkdir(exist_ok=True)
    headers = {"Authorization": f"Bearer {key}"}
    with sync_playwright() as playwright, httpx.Client(base_url=station.url, headers=headers, timeout=30) as client:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        figures["pages"] = walk(browser, station, client, shots)
        browser.close()
    figures["record"] = record(station, out)
    figures["queries_by_state"] = json.loads(station.say("-c", QUERIES))
    return figures


def main() -> None:
    """Starts, runs, stops, prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--comments", type=Path, required=True)
    parser.add_argument("--text-column", required=True)
    parser.add_argument("--rows", type=int, default=2000)
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    with given.comments.open(encoding="utf-8-sig", newline="") as lines:
        texts = [row[given.text_column] for row in csv.DictReader(lines)][: given.rows]
    out: Path = given.out.resolve()
    if (out / "home").exists():
        raise SystemExit(f"{out / 'home'} is there already: the run starts from nothing, so choose another --out")
    station = Station(out / "home")
    try:
        print(json.dumps(run(station, texts, out), ensure_ascii=False, indent=2))
    finally:
        station.stop()


if __name__ == "__main__":
    main()
