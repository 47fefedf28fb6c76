"""The pages of rules, own words and special operations, and putting right what was decided about: as they look."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from linli.station.desk import services as desk
from linli.station.desk.models import Case
from linli.station.moderation import selectors, services
from linli.station.moderation.harm import MEASURES
from linli.station.moderation.models import Trial
from linli.station.moderation.services import items, lexicons, trials
from linli.station.moderation.services.operations import Plan
from linli.vocabulary import Text
from tests.browser import scene
from tests.browser.conftest import DESKTOP, PHONE, assert_accessible, assert_fits, shot
from tests.station import factories

Visit = Callable[..., Page]
ENTRY = {
    "id": "own.1",
    "terms": "臭棋篓子滚\n臭棋篓子快滚",
    "category": "abuse",
    "severity": 2,
    "reason": "在本会常用来骂人",
    "yes": "臭棋篓子滚",
    "no": "他自称臭棋篓子",
    "innocent": "",
    "disguised": True,
}


@pytest.fixture
def before(station: str, monkeypatch: pytest.MonkeyPatch) -> scene.Scene:
    monkeypatch.setattr(items, "assess", factories.assess_by_words)
    return scene.set_up()


def seen(page: Page, address: str, name: str) -> None:
    page.goto(address)
    for box in page.locator("main details").all():
        box.evaluate("one => { one.open = true }")
    for size in (PHONE, DESKTOP):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        assert_fits(page)
        assert_accessible(page)
    shot(page, f"policy-{name}")


def tried(kind: str, target: str, document: str, before: scene.Scene) -> None:
    """A whole back-test."""
    trial = services.trial_start(actor=before.people.lead, kind=kind, target=target, document=document, limit=1000)
    while trials.trial_turn(trial.uid):
        pass
    assert Trial.objects.get(pk=trial.pk).state == "done"


def test_the_pages_of_rules_and_words(visit: Visit, station: str, before: scene.Scene) -> None:
    people, today = before.people, timezone.localdate().isoformat()
    newer = scene.CLAUSES.replace("1.2.0", "1.3.0").replace("2026-09-01", today)
    broken = services.draft_create(actor=people.lead, document=newer.replace("action: hold", "action: vanish"))
    document = newer.replace("action: label", "action: limit")
    draft = services.draft_create(actor=people.lead, document=document, note="广告改为限制传播")
    services.draft_watch(actor=people.lead, uid=draft.uid, on=True)
    factories.submit(people.forum, "又是广告，加群领券", account_id="author-3")
    tried(trials.POLICY, draft.uid, document, before)
    pack = services.pack_create(
        actor=people.lead, document=lexicons.with_entry(lexicons.pack_text("club", "柳荫里"), ENTRY)
    )
    tried(trials.LEXICON, pack.uid, pack.document, before)
    given_up = services.pack_create(actor=people.lead, document=lexicons.pack_text("old", "柳荫里"))
    services.pack_retire(actor=people.lead, uid=given_up.uid)
    page = visit("/", size=DESKTOP)
    scene.as_person(page, people.second_lead, station)
    for name, path in (
        ("console", "policy/"),
        ("faults", f"policy/{broken.uid}/"),
        ("draft", f"policy/{draft.uid}/"),
        ("words", "words/"),
        ("pack", f"words/{pack.uid}/"),
        ("given-up", f"words/{given_up.uid}/"),
    ):
        seen(page, f"{station}/desk/{path}", name)
    page.goto(f"{station}/desk/policy/{draft.uid}/")
    page.get_by_role("button", name="签发").first.click()
    expect(page.get_by_text("已签发。")).to_be_visible()
    seen(page, f"{station}/rules/changes/huaishuli@1.3.0/", "changes")
    seen(page, f"{station}/rules/", "rules")
    seen(page, f"{station}/rules/spam-words/", "rule")


def test_the_pages_of_special_operations(visit: Visit, station: str, before: scene.Scene) -> None:
    people, now = before.people, timezone.now()
    page = visit("/", size=DESKTOP)
    scene.as_person(page, people.lead, station)
    plan = Plan(
        title=Text("暑期防诈骗", "A summer without fraud"),
        aim=Text("让老人和孩子少上当。", "Fewer of the old and the young are taken in."),
        categories=("fraud", "spam"),
        kinds=("comment",),
        acting=(),
        targets={next(iter(MEASURES)): 5},
        starts_at=now + timedelta(hours=1),
        ends_at=now + timedelta(days=14),
    )
    made = services.operation_create(actor=people.lead, plan=plan)
    seen(page, f"{station}/desk/operations/", "operations-manage")
    services.operation_announce(actor=people.second_lead, uid=made.uid)
    services.operations_tick(community_id=made.community_id, now=now + timedelta(hours=2))
    seen(page, f"{station}/operations/", "operations")
    seen(page, f"{station}/operations/{made.uid}/", "operation")
    services.operations_tick(community_id=made.community_id, now=now + timedelta(days=15))
    seen(page, f"{station}/operations/{made.uid}/", "operation-closed")


def test_a_notice_that_offers_to_put_it_right_and_the_reviewer_who_looks(
    visit: Visit, station: str, before: scene.Scene
) -> None:
    people = before.people
    words = {"external_id": "mend-1", "account_id": "author-9", "url": "https://forum.example/go/mend-1/"}
    item = factories.submit(people.forum, "你们几个真没良心", **words).item
    services.report_create(actor=people.visitor, category="abuse", item=item, source="203.0.113.9")
    case = Case.objects.get(subject_id=item.uid, kind="report")
    desk.case_answer(
        actor=people.reviewer,
        number=case.number,
        version=case.version,
        choice="uphold",
        reason="这句话是在骂人，不是在说事",
        values={"category": "abuse", "action": "remove"},
    )
    told = selectors.notice_of(selectors.decisions_in_force(item=item)[0])
    assert told is not None
    page = visit(told.path)
    seen(page, f"{station}{told.path}", "notice-mend")
    expect(page.get_by_role("link", name="去改这条内容")).to_have_attribute("href", words["url"])
    seen(page, f"{station}/standing/{told.code}/", "standing-account")
    factories.submit(people.forum, "你们几个也不容易", **words)
    scene.as_person(page, people.other, station)
    revision = Case.objects.get(kind="revision")
    seen(page, f"{station}/desk/{revision.number}/", "revision")
    page.get_by_role("radio", name="改好了，解除处置").check()
    page.get_by_label("理由", exact=True).fill("改过的内容没有问题了")
    page.get_by_role("button", name="预览告知，再确认").click()
    page.get_by_role("button", name="确认").click()
    page.goto(f"{station}{told.path}")
    expect(page.get_by_text("您改好了，处置已解除")).to_be_visible()
    seen(page, f"{station}{told.path}", "notice-lifted")
