"""One process of a station under trial: `python -m tests.faults.station_driver COMMAND JSON`, an answer in JSON.

It runs against whatever database the environment names, so that processes meet as they do in life: each with its
own connection, killed where a test says so.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from pathlib import Path
from typing import Any

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import OperationalError, connection  # noqa: E402

from linli.station.desk import services as desk  # noqa: E402
from linli.station.desk.models import Answer, Case  # noqa: E402
from linli.station.ledger import chain, services  # noqa: E402
from linli.station.ledger.models import Row  # noqa: E402
from linli.station.moderation import selectors  # noqa: E402
from linli.station.moderation import services as moderation  # noqa: E402
from linli.station.moderation.models import Decision, Item, StatementOfReasons  # noqa: E402
from linli.station.moderation.services import items  # noqa: E402
from linli.station.notifications.models import Notice  # noqa: E402
from linli.station.organisations.models import Community, Membership  # noqa: E402
from linli.station.people.actors import Actor, client, visitor  # noqa: E402
from linli.station.people.roles import Role  # noqa: E402
from linli.vocabulary import LinliError  # noqa: E402
from tests.station import factories  # noqa: E402

items.assess = factories.assess_by_words  # type: ignore[assignment]
REASON = "看过前后文之后"
UPHOLD = {"category": "abuse", "action": "remove"}


def migrate(_: dict[str, Any]) -> Any:
    """An empty station with a community and three reviewers."""
    call_command("migrate", verbosity=0)
    community = factories.community_make(home=True)
    for _number in range(3):
        factories.actor_make(community, Role.REVIEWER)
    return community.pk


def report(given: dict[str, Any]) -> Any:
    """A reported item and its case; `answered`: the first reviewer removed it and its author appeals."""
    community_id = Community.objects.get().pk
    item = factories.item_make(client(community_id, 1), external_id=str(time.time_ns()))
    receipt = moderation.report_create(actor=visitor(community_id), category="abuse", item=item)
    found: dict[str, Any] = {"item": item.uid, "number": receipt.case_number}
    if given.get("answered"):
        _answer(0, receipt.case_number, "uphold")
        told = selectors.notice_of(Decision.objects.get(item=item))
        assert told is not None
        appealed = moderation.appeal_create(actor=visitor(community_id), code=told.code, text="我不同意")
        found["appeal"] = appealed.case_number
    return found


def take(given: dict[str, Any]) -> Any:
    """Takes a case as reviewer number `who`, at the moment `at`."""
    _wait(given)
    return desk.case_take(actor=_reviewer(given["who"]), number=given["number"]).taken_by_id


def answer(given: dict[str, Any]) -> Any:
    """Answers a case as reviewer number `who`; `kill`: dies by SIGKILL at that row of the record."""
    _die_at_row(given.get("kill", 0))
    _wait(given)
    return _answer(given["who"], given["number"], given.get("choice", "uphold"), given.get("version"))


def reverse(given: dict[str, Any]) -> Any:
    """Takes the answer of a case back."""
    _wait(given)
    case = desk.case_reverse(actor=_reviewer(given["who"]), number=given["number"], reason=REASON)
    return case.state


def submit(given: dict[str, Any]) -> Any:
    """Sends an item that a rule holds, under one client's id."""
    _wait(given)
    done = factories.submit(client(Community.objects.get().pk, 1), "你这个笨蛋", external_id=given["id"])
    return {"item": done.item.uid, "created": done.created, "decision": done.decision.uid if done.decision else ""}


def full(given: dict[str, Any]) -> Any:
    """Answers a case when the disk has no room: SQLite may not grow the file by one page."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA page_count")
        cursor.execute(f"PRAGMA max_page_count = {cursor.fetchone()[0]}")
    community_id = Community.objects.get().pk
    for number in range(10_000):
        with services.writing(community_id):
            factories.row_make(community_id, number=number)
            if given.get("answer"):
                _answer(0, given["number"], "uphold")
    return None


def rows(given: dict[str, Any]) -> Any:
    """Appends rows to the record, each in a transaction of its own."""
    _wait(given)
    community_id = Community.objects.get().pk
    for number in range(given["count"]):
        with services.writing(community_id):
            factories.row_make(community_id, number=number)
    return given["count"]


def look(given: dict[str, Any]) -> Any:
    """How an item and its case stand, and whether the record is sound."""
    item = Item.objects.get(uid=given["item"])
    case = Case.objects.get(number=given["number"])
    found = Decision.objects.filter(item=item)
    return {
        "item": item.state,
        "case": case.state,
        "version": case.version,
        "taken_by": case.taken_by_id,
        "answers": Answer.objects.filter(case=case, reversed_at=None).count(),
        "decisions": found.count(),
        "in_force": len(selectors.decisions_in_force(item=item)),
        "statements": StatementOfReasons.objects.filter(decision__in=found).count(),
        "notices": Notice.objects.filter(kind="decision.made", object_id__in=found.values("uid")).count(),
        "record": _record(given),
    }


def _record(given: dict[str, Any]) -> dict[str, Any]:
    path = Path(given["folder"]) / "export.jsonl"
    with path.open("w", encoding="utf-8") as out:
        services.export_chain(Community.objects.get().pk, out)
    checked = chain.verify_file(path)
    problems = [p.reason.en for p in checked.problems]
    return {"problems": problems, "rows": checked.rows, "stored": Row.objects.count()}


def _answer(who: int, number: int, choice: str, version: int | None = None) -> Any:
    seen = version or Case.objects.get(number=number).version
    values = UPHOLD if choice == "uphold" else {}
    actor = _reviewer(who)
    given = desk.case_answer(actor=actor, number=number, version=seen, choice=choice, reason=REASON, values=values)
    return given.uid


def _reviewer(number: int) -> Actor:
    membership = Membership.objects.order_by("pk")[number]
    return Actor(Role.REVIEWER, membership.community_id, user_id=membership.user_id)


def _wait(given: dict[str, Any]) -> None:
    gate = given.get("gate")
    if not gate:
        return
    Path(f"{gate}.{os.getpid()}").touch()
    while not Path(gate).exists():
        time.sleep(0.001)


def _die_at_row(number: int) -> None:
    if not number:
        return
    left = [number]
    save = Row.save

    def save_or_die(row: Row, *args: Any, **kwargs: Any) -> None:
        save(row, *args, **kwargs)
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    Row.save = save_or_die  # type: ignore[method-assign]


COMMANDS = {c.__name__: c for c in (migrate, report, take, answer, reverse, submit, full, rows, look)}

if __name__ == "__main__":
    try:
        print(json.dumps({"ok": COMMANDS[sys.argv[1]](json.loads(sys.argv[2]))}))
    except LinliError as refused:
        print(json.dumps({"refused": type(refused).__name__, "why": refused.problem.en}))
    except OperationalError as failed:
        print(json.dumps({"failed": str(failed)}))
