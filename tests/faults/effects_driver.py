"""What reviewers do at a running station, from beside it: `python -m tests.faults.effects_driver COMMAND JSON`."""

from __future__ import annotations

import json
import sys
from typing import Any

import django

django.setup()

from linli.station.desk import services as desk  # noqa: E402
from linli.station.desk.models import Case  # noqa: E402
from linli.station.moderation import selectors, services  # noqa: E402
from linli.station.moderation.models import Account, Item  # noqa: E402
from linli.station.organisations.models import Community  # noqa: E402
from linli.station.people.actors import Actor, visitor  # noqa: E402
from linli.station.people.roles import Role  # noqa: E402
from tests.station import factories  # noqa: E402


def _reviewer() -> Actor:
    return factories.actor_make(Community.objects.get(home=True), Role.REVIEWER, f"r{Case.objects.count()}-{_next()}")


def _next() -> int:
    from linli.station.people.models import User

    return User.objects.count()


def _answer(case: Case, choice: str, **values: str) -> Actor:
    reviewer = _reviewer()
    case.refresh_from_db()
    given: dict[str, Any] = {"number": case.number, "version": case.version, "choice": choice, "values": values}
    desk.case_answer(actor=reviewer, reason="看过原文和上文", **given)
    return reviewer


def decide(given: dict[str, Any]) -> int:
    """A visitor reports an item; a reviewer acts, a second one agrees where it takes two. The case's number."""
    item = Item.objects.get(external_id=given["item"])
    actor = visitor(item.community_id)
    receipt = services.report_create(actor=actor, category="abuse", item=item, source=f"192.0.2.{_next() % 200}")
    case = Case.objects.get(number=receipt.case_number, community_id=item.community_id)
    pause = {"pause_days": given["pause"]} if "pause" in given else {}
    _answer(case, "uphold", category="abuse", action=given["action"], **pause)
    if pause:
        case.refresh_from_db()
        desk.proposal_confirm(actor=_reviewer(), number=case.number, version=case.version)
    return case.number


def reverse(given: dict[str, Any]) -> str:
    """Who answered takes it back."""
    case = Case.objects.get(number=given["number"])
    by = case.answers.get(reversed_at=None).by_id
    actor = Actor(Role.REVIEWER, case.community_id, user_id=by)
    desk.case_reverse(actor=actor, number=case.number, reason="看错了上文，撤回")
    return "done"


def release(given: dict[str, Any]) -> str:
    """A reviewer finds nothing wrong with what a rule held."""
    item = Item.objects.get(external_id=given["item"])
    _answer(Case.objects.get(kind="review", is_open=1, subject_id=item.uid), "dismiss")
    return "done"


def restore(given: dict[str, Any]) -> str:
    """A reviewer finds that its author put it right."""
    item = Item.objects.get(external_id=given["item"])
    _answer(Case.objects.get(kind="revision", is_open=1, subject_id=item.uid), "restored")
    return "done"


def overturn(given: dict[str, Any]) -> str:
    """The author appeals from the notice, and somebody else decides for them."""
    item = Item.objects.get(external_id=given["item"])
    [decision] = selectors.decisions_in_force(item=item)
    told = selectors.notice_of(decision)
    assert told is not None
    services.appeal_create(actor=visitor(item.community_id), code=told.code, text="我说的是我自己")
    _answer(Case.objects.get(kind="appeal", is_open=1, subject_id=decision.uid), "overturned")
    return "done"


def paused(given: dict[str, Any]) -> bool:
    """Whether an account is paused now."""
    return Account.objects.get(external_id=given["account"]).paused_until is not None


if __name__ == "__main__":
    commands = {one.__name__: one for one in (decide, reverse, release, restore, overturn, paused)}
    print(json.dumps(commands[sys.argv[1]](json.loads(sys.argv[2]))))
