"""What the tests of rumours share: asking, writing and publishing through the pages."""

from __future__ import annotations

import re

from django.test import Client
from django.utils.module_loading import import_string
from django_tasks_db.models import DBTaskResult

from linli.station.desk.models import Case
from linli.station.people.actors import Actor
from linli.station.rumours import services
from linli.station.rumours.models import Check, Claim
from tests.station.factories import People
from tests.station.pages import signed_in

RUMOUR = "螃蟹和西红柿一起吃会产生砒霜，让人中毒"
DRAFT = {
    "verdict": "false",
    "title": "螃蟹和西红柿可以一起吃",
    "summary": "正常吃，不会生成砒霜。",
    "known": "虾蟹里的砷绝大部分是有机砷，一顿饭的维生素C远不足以把它变成砒霜。",
    "unknown": "对海鲜过敏的人仍要当心。",
    "reply": "",
    "interests": "无",
    "wordings": "吃完螃蟹再吃西红柿等于吃砒霜",
    "correction": "",
}
SOURCE = "https://health.example/crab"


def asks(text: str = RUMOUR, *, ip: str = "10.1.1.1", by: Actor | None = None) -> str:
    """Asks through the pages, presses "none of these", and returns the receipt's code."""
    page = signed_in(by) if by else Client()
    shown = page.post("/rumours/", {"text": text}, REMOTE_ADDR=ip)
    assert shown.status_code == 200
    sent = page.post("/rumours/ask/", {"text": text, "named": "1" if by else ""}, REMOTE_ADDR=ip)
    assert sent.status_code == 302, sent.content.decode()[:2000]
    found = re.fullmatch(r"/rumours/sent/(\w+)/", sent["Location"])
    assert found
    return found[1]


def writes(author: Actor, claim: Claim, **change: str) -> Check:
    """An editor adds a source, writes the draft and says that it is ready, through the page."""
    page, path = signed_in(author), f"/desk/rumours/{claim.uid}/"
    if not Check.objects.filter(claim=claim, evidence__isnull=False).exists():
        added = page.post(path, {"act": "source", "url": SOURCE, "quote": "毒性很低"})
        assert added.status_code == 302, added.content.decode()
    done = page.post(path, {"act": "save", "ready": "1", **DRAFT, **change})
    assert done.status_code == 302, re.findall(r"errorlist.*?</ul>", done.content.decode(), re.DOTALL)
    return Check.objects.get(claim=claim)


def publishes(second: Actor, check: Check, *, label: str = "yes") -> None:
    """The second editor publishes at the desk, through the page of the case."""
    subject = check.uid if check.version else check.claim.uid
    case = Case.objects.get(subject_id=subject, is_open=1)
    page, path = signed_in(second), f"/desk/{case.number}/"
    assert page.get(path).status_code == 200
    given = {"answer": "publish", "label": label, "reason": "来源核对过，结论成立。", "version": str(case.version)}
    done = page.post(path, {**given, "confirm": "1"})
    assert done.status_code == 302, re.findall(r"(?:errorlist|notice).*?</", done.content.decode(), re.DOTALL)
    check.refresh_from_db()


def rumour_made(people: People) -> tuple[str, Check]:
    """A question's receipt and the check that answers it, through the services alone."""
    question = services.question_of(RUMOUR)
    receipt = services.rumour_ask(actor=people.visitor, question=question)
    claim = Claim.objects.get(community_id=people.visitor.community_id, text=RUMOUR)
    check = services.draft_save(actor=people.reviewer, claim_uid=claim.uid, values=DRAFT)
    copy = "这是打印件上的原文，一共三段，说得很清楚了。"
    services.evidence_add(actor=people.reviewer, check_uid=check.uid, url=SOURCE, copy=copy)
    services.check_ready(actor=people.reviewer, check_uid=check.uid)
    services.check_publish(actor=people.other, check_uid=check.uid, label=True)
    check.refresh_from_db()
    return receipt.code, check


def work() -> None:
    """Does what waits in the task table, as the worker would, until nothing is left."""
    for _ in range(20):
        rows = list(DBTaskResult.objects.filter(status="READY").order_by("enqueued_at"))
        if not rows:
            return
        for row in rows:
            row.delete()
            given = row.args_kwargs
            import_string(row.task_path).func(*given["args"], **given["kwargs"])
    raise AssertionError("the tasks never end")
