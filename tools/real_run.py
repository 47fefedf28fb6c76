"""Real comments through a running station: streamed, killed half-way, decided, appealed, overturned, verified.

    python tools/real_run.py --comments FILE.csv --text-column TEXT [--rows 2000] --out FOLDER

Starts a sample station in FOLDER on free ports, sends the comments through `POST /api/v1/items` with retries while
the server is killed once, walks the pages in Chromium as reviewers, an author and a visitor, and checks the exported
record. Prints the figures as JSON. Staff sign in by the sample station's door, without a second factor.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import re
import signal
import socket
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import httpx
from playwright.sync_api import Browser, Page, expect, sync_playwright

CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
REVIEWER, SECOND = "审核员小苏", "复核员老秦"
REASON = "看了上下文和公约，理由已写在告知里。"


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


class Station:
    """A sample station as a child process."""

    def __init__(self, home: Path) -> None:
        self.home, self.port = home, free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = open(home / "station.log", "wb")  # noqa: SIM115 (the child keeps it)
        command = [sys.executable, "-m", "linli.cli", "station", "run", "--sample", "--home", str(home)]
        command += ["--port", str(self.port), "--forum-port", str(free_port())]
        self.process = subprocess.Popen(command, stdout=self.log, stderr=self.log, start_new_session=True)

    def wait(self, seconds: int = 120) -> float:
        """Seconds until it answers."""
        begun = time.monotonic()
        while time.monotonic() - begun < seconds:
            if self.answers() and (self.home / "forum" / "connection.json").exists():
                return time.monotonic() - begun
            time.sleep(0.3)
        raise SystemExit(f"the station did not come up: see {self.log.name}")

    def answers(self) -> bool:
        try:
            return httpx.get(self.url, timeout=5).status_code == 200
        except httpx.HTTPError:
            return False

    def kill_server(self) -> int:
        """kill -9 of the server's processes, as a fault would; the supervisor starts them again."""
        killed = 0
        for entry in Path("/proc").glob("[0-9]*/cmdline"):
            try:
                words = entry.read_bytes().split(b"\0")
            except OSError:
                continue
            if any(b"granian" in w for w in words) and str(self.port).encode() in b" ".join(words):
                os.kill(int(entry.parent.name), signal.SIGKILL)
                killed += 1
        return killed

    def stop(self) -> None:
        self.process.send_signal(signal.SIGINT)
        self.process.wait(30)


def stream(station: Station, key: str, texts: list[str]) -> dict[str, Any]:
    """Every comment once, with retries; the server dies in the middle."""
    headers = {"Authorization": f"Bearer {key}"}
    times, retries, actions = [], 0, {}
    begun = time.monotonic()
    with httpx.Client(base_url=station.url, headers=headers, timeout=30) as client:
        for row, text in enumerate(texts):
            if row == len(texts) // 2:
                killed = station.kill_server()
            body = {"id": f"row-{row}", "kind": "comment", "text": text, "author": {"id": f"a{row % 97}"}}
            for attempt in range(60):
                sent = time.monotonic()
                try:
                    answer = client.post("/api/v1/items", json=body, headers={"Idempotency-Key": f"row-{row}"})
                except httpx.HTTPError:
                    retries += 1
                    time.sleep(min(2.0, 0.1 * 2**attempt))
                    continue
                if answer.status_code in {409, 429, 500, 502, 503}:
                    retries += 1
                    time.sleep(1.0)
                    continue
                break
            times.append(time.monotonic() - sent)
            answer.raise_for_status()
            action = answer.json()["assessment"]["action"]
            actions[action] = actions.get(action, 0) + 1
        seconds = time.monotonic() - begun
        kept = ids(client)
    return {
        "rows": len(texts),
        "seconds": round(seconds, 1),
        "rows_a_second": round(len(texts) / seconds, 1),
        "p50_ms": round(statistics.median(times) * 1000, 1),
        "p95_ms": round(statistics.quantiles(times, n=20)[18] * 1000, 1),
        "server_processes_killed": killed,
        "retries": retries,
        "actions": actions,
        "kept": len(kept),
        "kept_distinct": len(set(kept)),
    }


def ids(client: httpx.Client) -> list[str]:
    """The ids of every streamed item that the station holds."""
    found, cursor = [], ""
    while cursor is not None:
        page = client.get("/api/v1/items", params={"cursor": cursor} if cursor else {}).json()
        found += [item["id"] for item in page["results"] if item["id"].startswith("row-")]
        cursor = page["next"]
    return found


def sign_in(browser: Browser, station: Station, name: str) -> Page:
    page = browser.new_context(locale="zh-CN", viewport={"width": 1440, "height": 900}).new_page()
    page.goto(station.url + "/sample/")
    page.get_by_role("button").filter(has_text=name).first.click()
    page.wait_for_load_state()
    return page


def cases(page: Page, station: Station, query: str) -> list[str]:
    page.goto(f"{station.url}/desk/?{query}")
    found = [link.get_attribute("href") or "" for link in page.locator("a").all()]
    return list(dict.fromkeys(link for link in found if re.fullmatch(r"/desk/\d+/", link)))


def answer(page: Page, station: Station, path: str, choice: str) -> None:
    """One case: take, choose, reason, preview, confirm."""
    page.goto(station.url + path)
    take = page.get_by_role("button", name="我来处理")
    if take.count():
        take.first.click()
    page.get_by_role("radio", name=choice).check()
    page.get_by_label("理由", exact=True).fill(REASON)
    page.get_by_role("button", name="预览告知").click()
    page.get_by_role("button", name="确认，看下一件").click()
    page.wait_for_load_state()


def decide(page: Page, station: Station, wanted: int) -> int:
    """Answers so many reviews; every other one is removed."""
    done = 0
    while done < wanted:
        waiting = cases(page, station, "kind=review")
        if not waiting:
            break
        for path in waiting[: wanted - done]:
            answer(page, station, path, "移除" if done % 2 == 0 else "不违反公约")
            done += 1
    return done


def removed(station: Station, key: str, wanted: int) -> list[str]:
    """The addresses of the appeal from the newest decisions of reviewers to remove."""
    headers = {"Authorization": f"Bearer {key}"}
    urls: list[str] = []
    with httpx.Client(base_url=station.url, headers=headers, timeout=30) as client:
        for one in client.get("/api/v1/decisions").json()["results"]:
            if one["action"] == "remove" and one["item"] and not one["reversed_at"] and len(urls) < wanted:
                told = client.get(f"/api/v1/items/{one['item']}").json()["notice"]
                urls += [told["appeal_url"]] if told else []
    return urls


def appeal(browser: Browser, station: Station, url: str) -> None:
    page = browser.new_context(locale="zh-CN", viewport={"width": 375, "height": 812}).new_page()
    page.goto(station.url + "/n/" + url.split("/n/")[1])
    page.get_by_label("为什么您认为不对").fill("我说的是另一件事，请看上文。")
    page.get_by_role("button", name="提交申诉").click()
    expect(page.get_by_role("heading", name="申诉已收到")).to_be_visible()


def report(browser: Browser, station: Station) -> tuple[Page, str]:
    """An anonymous report in four steps; the page and the receipt's code."""
    page = browser.new_context(locale="zh-CN", viewport={"width": 375, "height": 812}).new_page()
    page.goto(station.url + "/report/")
    page.get_by_role("radio", name=re.compile("辱骂与骚扰")).check()
    page.get_by_role("button", name="下一步").click()
    page.get_by_label("把原文贴在这里").fill("你就是个没用的东西")
    page.get_by_role("button", name="下一步").click()
    page.get_by_label("还有什么想说明的").fill("群里连着三天这样说我。")
    page.get_by_role("button", name="下一步").click()
    page.get_by_role("button", name="提交", exact=True).click()
    return page, page.locator(".receipt").inner_text()


def follow(page: Page, station: Station, code: str) -> bool:
    page.goto(f"{station.url}/cases/")
    page.get_by_label("编号").fill(code)
    page.get_by_role("button", name="查看").click()
    return page.get_by_text("没有发现违反公约的情况").count() > 0


def walk(browser: Browser, station: Station, key: str) -> dict[str, Any]:
    """Twenty cases, five appeals, two overturned, one report followed to its answer."""
    first = sign_in(browser, station, REVIEWER)
    decided = decide(first, station, 20)
    urls = removed(station, key, 5)
    for url in urls:
        appeal(browser, station, url)
    mine = cases(first, station, "kind=appeal")
    second = sign_in(browser, station, SECOND)
    waiting = cases(second, station, "kind=appeal")
    for n, path in enumerate(waiting[:5]):
        answer(second, station, path, "撤销原处置" if n < 2 else "维持原处置")
    visitor, code = report(browser, station)
    for path in cases(first, station, "kind=report"):
        first.goto(station.url + path)
        if first.get_by_text("群里连着三天这样说我").count():
            answer(first, station, path, "不违反公约")
            break
    return {
        "decided": decided,
        "appeals_sent": len(urls),
        "appeals_offered_to_the_decider": len([p for p in mine if p in waiting[:5]]),
        "appeals_answered_by_another": min(5, len(waiting)),
        "overturned": min(2, len(waiting)),
        "report_followed_to_its_answer": follow(visitor, station, code),
    }


def record(station: Station, out: Path) -> dict[str, Any]:
    """Exports the record, verifies it, and verifies that a forged copy is refused."""
    whole, forged = out / "ledger.jsonl", out / "forged.jsonl"
    linli = [sys.executable, "-m", "linli.cli"]
    exported = [*linli, "station", "export", str(whole)]
    subprocess.run(exported, check=True, env={**os.environ, "LINLI_HOME": str(station.home), "LINLI_SAMPLE": "true"})
    lines = whole.read_text(encoding="utf-8").splitlines()
    middle = len(lines) // 2
    lines[middle] = lines[middle].replace('"kind":"', '"kind":"x', 1)
    forged.write_text("\n".join(lines) + "\n", encoding="utf-8")
    good = subprocess.run([*linli, "ledger", "verify", str(whole)], check=False).returncode
    bad = subprocess.run([*linli, "ledger", "verify", str(forged)], check=False, capture_output=True).returncode
    return {"rows": len(lines), "verify": good, "verify_forged": bad}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--comments", type=Path, required=True)
    parser.add_argument("--text-column", required=True)
    parser.add_argument("--rows", type=int, default=2000)
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    with given.comments.open(encoding="utf-8-sig", newline="") as lines:
        texts = [row[given.text_column] for row in csv.DictReader(lines)][: given.rows]
    station = Station(given.out.resolve())
    figures: dict[str, Any] = {}
    try:
        figures["seconds_to_ready"] = round(station.wait(), 1)
        connection = json.loads((station.home / "forum" / "connection.json").read_text(encoding="utf-8"))
        key = next(v for v in connection.values() if str(v).startswith("lk_"))
        figures["stream"] = stream(station, key, texts)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            figures["pages"] = walk(browser, station, key)
            browser.close()
        figures["record"] = record(station, given.out)
    finally:
        station.stop()
        print(json.dumps(figures, ensure_ascii=False, indent=2))


if __name__ == "__main__":
    main()
