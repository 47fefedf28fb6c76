"""An author puts right what was decided about: from the notice to what readers see, and what stays of it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django_tasks_db.models import DBTaskResult

from linli.station.desk import services as desk
from linli.station.desk.models import Case
from linli.station.ledger import events
from linli.station.moderation import listeners, services
from linli.station.moderation.models import Decision, Item
from linli.station.moderation.selectors import notice_of
from linli.station.notifications.models import Notice
from linli.station.organisations.models import Community
from linli.station.people.actors import system
from linli.station.standing.selectors import standing_of
from tests.station.api.conftest import Caller, caller_make
from tests.station.factories import People
from tests.station.pages import signed_in

AT = "https://forum.example/go/c-1/"


@pytest.fixture
def forum(people: People) -> Caller:
    """A platform that hears of everything."""
    return caller_make(Community.objects.get(home=True))


def sent(forum: Caller, text: str) -> dict[str, object]:
    body = {"id": "c-1", "text": text, "author": {"id": "u-1", "name": "小林"}, "url": AT}
    answer = forum("POST", "/items", body)
    assert answer.status_code in (200, 201)
    return answer.json()  # type: ignore[no-any-return]


def state(forum: Caller) -> object:
    return forum("GET", "/items/c-1").json()["item"]["state"]


def removed(people: People, forum: Caller) -> Decision:
    """A reviewer removed it after a report."""
    sent(forum, "你们几个真没良心")
    forum("POST", "/reports", {"item": "c-1", "category": "abuse"})
    case = Case.objects.get(kind="report")
    desk.case_answer(
        actor=people.reviewer,
        number=case.number,
        version=case.version,
        choice="uphold",
        reason="这句话是在骂人",
        values={"category": "abuse", "action": "remove"},
    )
    return Decision.objects.get()


def notice(decision: Decision) -> str:
    told = notice_of(decision)
    assert told is not None
    return Client().get(told.path).content.decode()


def reviewed(people: People, choice: str) -> Case:
    """A reviewer reads both texts on the page and answers there."""
    case = Case.objects.get(kind="revision", is_open=1)
    page = signed_in(people.other)
    shown = page.get(f"/desk/{case.number}/").content.decode()
    assert "你们几个真没良心" in shown
    assert "你们几个也不容易" in shown
    typed = {"answer": choice, "reason": "看过改前改后的内容", "version": str(case.version), "confirm": "1"}
    assert page.post(f"/desk/{case.number}/", typed).status_code == 302
    return case


def test_what_a_rule_held_is_shown_as_soon_as_it_is_put_right(forum: Caller) -> None:
    sent(forum, "你这个笨蛋")
    told = notice(Decision.objects.get())
    assert AT in told
    assert "处置当场解除" in told
    assert sent(forum, "你这样说不对")["item"]["state"] == "visible"  # type: ignore[index]
    assert not Case.objects.filter(is_open=1).exists()


def test_what_a_person_removed_is_shown_again_after_a_person_looked(people: People, forum: Caller) -> None:
    decision = removed(people, forum)
    assert "由审核员看过后解除" in notice(decision)
    sent(forum, "你们几个也不容易")
    assert state(forum) == "removed"
    assert "改过的内容已收到" in notice(decision)
    reviewed(people, "restored")
    assert state(forum) == "visible"
    decision.refresh_from_db()
    assert "您改好了，处置已解除" in notice(decision)
    assert Notice.objects.filter(kind="decision.lifted", account=decision.account.uid).count() == 1
    found = standing_of(community_id=decision.community_id, account=decision.account.uid)
    assert (found.strikes.total, found.corrections) == (2, 1)
    assert forum("GET", "/notices?account=u-1").json()["results"][0]["kind"] in {"decision.lifted", "case.given"}


def test_the_platform_hears_that_it_was_lifted(
    people: People, forum: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[tuple[str, dict[str, Any]]] = []
    monkeypatch.setattr(listeners, "webhook_emit", lambda *, type, data, **_more: heard.append((type, data)))
    removed(people, forum)
    sent(forum, "你们几个也不容易")
    reviewed(people, "restored")
    for task in DBTaskResult.objects.filter(task_path="linli.station.ledger.events.deliver"):
        events.deliver.func(**task.args_kwargs["kwargs"])
    [told] = [data for kind, data in heard if kind == "item.reversed"]
    assert (told["item"], told["state"], told["ended"]) == ("c-1", "visible", "lifted")


def test_it_may_be_found_not_yet_put_right_and_tried_again(people: People, forum: Caller) -> None:
    decision = removed(people, forum)
    sent(forum, "你们几个也不容易，哼")
    reviewed(people, "kept")
    assert state(forum) == "removed"
    assert "去改这条内容" in notice(decision)
    sent(forum, "你们几个也不容易")
    reviewed(people, "restored")
    assert state(forum) == "visible"


def test_lifting_is_taken_back_in_one_step(people: People, forum: Caller) -> None:
    removed(people, forum)
    sent(forum, "你们几个也不容易")
    case = reviewed(people, "restored")
    desk.case_reverse(actor=people.other, number=case.number, reason="又看了一遍，还是不行")
    assert state(forum) == "removed"


def test_a_lifted_decision_can_still_be_appealed_and_then_counts_no_more(people: People, forum: Caller) -> None:
    decision = removed(people, forum)
    sent(forum, "你们几个也不容易")
    reviewed(people, "restored")
    told = notice_of(decision)
    assert told is not None
    assert Client().post(f"{told.path}appeal/", {"text": "原来那句是引用别人的话"}).status_code == 302
    appeal = Case.objects.get(kind="appeal")
    desk.case_answer(
        actor=people.other, number=appeal.number, version=appeal.version, choice="overturned", reason="确是引用"
    )
    assert standing_of(community_id=decision.community_id, account=decision.account.uid).strikes.total == 0
    assert state(forum) == "visible"


def test_words_that_rules_hold_again_do_not_go_to_a_reviewer_as_put_right(people: People, forum: Caller) -> None:
    removed(people, forum)
    sent(forum, "你们这些笨蛋")
    assert not Case.objects.filter(kind="revision").exists()
    assert state(forum) == "removed"


@pytest.mark.parametrize("end", ["withdraw", "reverse"])
def test_a_look_that_is_no_longer_needed_is_closed(people: People, forum: Caller, end: str) -> None:
    removed(people, forum)
    sent(forum, "你们几个也不容易")
    if end == "withdraw":
        forum("DELETE", "/items/c-1")
    else:
        desk.case_reverse(actor=people.reviewer, number=Case.objects.get(kind="report").number, reason="看错了上文")
    assert not Case.objects.filter(kind="revision", is_open=1).exists()


def test_its_author_does_not_look_at_it_and_it_cannot_be_sent_from_outside(people: People) -> None:
    case_of_own(people)
    case = Case.objects.get(kind="revision")
    assert signed_in(people.member).get(f"/desk/{case.number}/").status_code == 403
    assert people.other.user_id in case.excluded.values_list("pk", flat=True)


def case_of_own(people: People) -> None:
    """A reviewer wrote it, another removed it, and the reviewer put it right."""
    here = system(people.lead.community_id, "test")
    words = {"external_id": "own-1", "kind": "comment", "account_id": "own", "user_id": people.other.user_id}
    item = services.item_submit(actor=here, text="你们几个真没良心", **words).item  # type: ignore[arg-type]
    services.report_create(actor=people.visitor, category="abuse", item=item, source="192.0.2.1")
    case = Case.objects.get(kind="report")
    desk.case_answer(
        actor=people.reviewer,
        number=case.number,
        version=case.version,
        choice="uphold",
        reason="这句话在骂人",
        values={"category": "abuse", "action": "remove"},
    )
    services.item_submit(actor=here, text="你们几个也不容易", **words)  # type: ignore[arg-type]
    assert Item.objects.get().state == "removed"
