"""A station small enough to read: it keeps items, decides by a mark in the text, and can be made to fail."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

STATES = {"label": "labelled", "limit": "limited", "hold": "held", "remove": "removed"}
REASON = {
    "rule": "abuse-lexicon",
    "clause": "2.1",
    "clause_title": {"zh": "不辱骂他人", "en": "Do not insult people"},
    "text": {"zh": "含有辱骂他人的词语", "en": "It contains words that insult a person"},
    "category": "abuse",
}


@dataclass
class Request:
    method: str
    path: str
    headers: dict[str, str]
    body: dict[str, Any]


@dataclass
class FakeStation:
    """`decided`: states that a person gave to items, whatever the text says; `version`: of a code to be agreed to.

    `down` answers 503; `nonsense` answers that many POSTs with what was not agreed; `swallow` handles that many
    and then hangs up without an answer."""

    requests: list[Request] = field(default_factory=list)
    items: dict[str, dict[str, Any]] = field(default_factory=dict)
    notices: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    cases: dict[str, dict[str, Any]] = field(default_factory=dict)
    seen: dict[str, tuple[int, dict[str, Any]]] = field(default_factory=dict)
    shields: set[str] = field(default_factory=set)
    decided: dict[str, str] = field(default_factory=dict)
    paused: set[str] = field(default_factory=set)
    version: str = ""
    agreed: set[str] = field(default_factory=set)
    minutes: int = 30
    down: bool = False
    swallow: int = 0
    nonsense: int = 0

    def __post_init__(self) -> None:
        station = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *args: object) -> None:
                return

            def handle_any(self) -> None:
                length = int(self.headers.get("Content-Length") or 0)
                body = json.loads(self.rfile.read(length) or b"{}")
                headers = {name.lower(): value for name, value in self.headers.items()}
                answer = station.answer(Request(self.command, self.path, headers, body))
                if answer is None:
                    self.close_connection = True
                    return
                status, given = answer
                data = json.dumps(given).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            do_GET = do_POST = do_DELETE = handle_any

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def answer(self, request: Request) -> tuple[int, dict[str, Any]] | None:
        self.requests.append(request)
        if self.down:
            return 503, {"title": "down"}
        if self.nonsense and request.method == "POST":
            self.nonsense -= 1
            return 200, {"what": "ever"}
        key = request.headers.get("idempotency-key", "")
        if key and key in self.seen:
            answer = self.seen[key]
        else:
            answer = self.handle(request)
            if key:
                self.seen[key] = answer
        if self.swallow and request.method == "POST":
            self.swallow -= 1
            return None
        return answer

    def handle(self, request: Request) -> tuple[int, dict[str, Any]]:
        path = request.path.removeprefix("/api/v1").split("?")[0]
        if request.method == "POST" and path == "/items":
            return self.post_item(request.body)
        if request.method == "GET" and path == "/items":
            return 200, {"results": [one["item"] for one in self.items.values()], "next": None}
        if request.method == "GET" and path.startswith("/items/"):
            return 200, self.items[path.removeprefix("/items/")]
        if path.startswith("/agreements/rules"):
            return self.agreement(request)
        if request.method == "DELETE":
            self.items.pop(path.removeprefix("/items/"), None)
            return 200, {}
        if path in {"/reports", "/appeals"}:
            return self.submission(path[1:-1])
        if path == "/notices":
            account = request.path.split("account=")[1].split("&")[0]
            return 200, {"results": self.notices.get(account, []), "next": None}
        if path.startswith("/cases/"):
            return 200, self.cases[path.removeprefix("/cases/")]
        if path.startswith("/shields"):
            return self.shield(path, request)
        if path.startswith("/minors/"):
            return self.minor(path, request)
        return 404, {"title": "no such thing"}

    def post_item(self, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        if "【bad】" in body["text"]:
            return 422, {"title": "坏", "detail": "文字不合规格", "detail_en": "The text is malformed", "status": 422}
        if body.get("author", {}).get("id") in self.paused:
            told = {"detail": "这个账号暂停发言，到明天。", "detail_en": "This account is paused."}
            return 403, {"title": "暂停", "status": 403, **told}
        action = next((name for name in [*STATES, "help"] if f"【{name}】" in body["text"]), "allow")
        start = body["text"].find("【")
        reasons = [] if action == "allow" else [{**REASON, "action": action, "spans": [[start, start + 2]]}]
        state = self.decided.get(body["id"], STATES.get(action, "visible"))
        notice = None if state == "visible" else self.notice(f"n-{body['id']}")
        decision = {"id": f"d-{body['id']}", "action": action, "reasons": reasons} if notice else None
        answer = {
            "item": {"id": body["id"], "state": state},
            "assessment": {"action": action, "reasons": reasons},
            "decision": decision,
            "notice": notice,
        }
        self.items[body["id"]] = answer
        return 201, answer

    def agreement(self, request: Request) -> tuple[int, dict[str, Any]]:
        if not self.version:
            return 404, {"title": "no such thing"}
        account = request.body.get("account") or request.path.split("account=")[-1].rsplit("/", 1)[-1]
        if request.method == "DELETE":
            self.agreed.discard(account)
        elif request.method == "POST":
            if request.body["version"] != self.version:
                return 422, {"title": "another version"}
            self.agreed.add(account)
        text = {"zh": "请不要辱骂他人。", "en": "Insult nobody."}
        return 200, {
            "name": "rules",
            "version": self.version,
            "title": {"zh": "邻里公约", "en": "The code"},
            "text": text,
            "url": f"{self.url}/rules/",
            "needed": account not in self.agreed,
            "anew": False,
            "changed": {"zh": "", "en": ""},
            "agreed_at": None,
        }

    def shield(self, path: str, request: Request) -> tuple[int, dict[str, Any]]:
        account = request.body.get("account") or request.path.split("account=")[1]
        if path == "/shields/view":
            on = account in self.shields
            ways = [
                {"id": t["id"], "how": "keep-back" if on and t["degree"] == 3 else "show"}
                for t in request.body["things"]
            ]
            return 200, {"account": account, "on": on, "hides_counts": on, "things": ways}
        if request.method == "POST":
            (self.shields.discard if path.endswith("/end") else self.shields.add)(account)
        return 200, {"account": account, "on": account in self.shields, "url": f"{self.url}/shield/X/"}

    def minor(self, path: str, request: Request) -> tuple[int, dict[str, Any]]:
        if path == "/minors/links":
            return (200, {"child": "kid-1"}) if request.body["code"] == "GOOD" else (404, {"title": "no"})
        words = {"zh": "今天的时间用完了。", "en": "Used up."}
        now = {"allowed": self.minutes > 0, "why": "spent", "words": words, "left": self.minutes}
        if path == "/minors/sessions":
            return 200, now
        return 200, {"now": now, "allow": {"contacts": "friends"}}

    def notice(self, code: str) -> dict[str, Any]:
        return {"code": code, "url": f"{self.url}/n/{code}/", "appeal_url": f"{self.url}/n/{code}/appeal/"}

    def submission(self, kind: str) -> tuple[int, dict[str, Any]]:
        receipt = f"{kind[0].upper()}{len(self.cases):03d}-TEST"
        self.cases[receipt] = {"receipt": receipt, "kind": kind, "state": "new", "answer": None}
        return 201, {
            "receipt": receipt,
            "promised_at": "2026-12-03T18:00:00+08:00",
            "url": f"{self.url}/cases/{receipt}/",
        }

    def sent(self, method: str, path: str) -> list[Request]:
        return [one for one in self.requests if one.method == method and one.path == "/api/v1" + path]
