"""Every page against every role. The pages come from the URL resolver: a new one has no row here and fails.

A page is open to a role (`200`), leads on (`302`), asks a visitor to sign in (`sign-in`), or refuses (`403`, `404`).
Whatever it says, it never tells who sent a report, what is in another reviewer's case, or anything of another
community.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse, set_script_prefix
from django.utils import timezone
from pytest_django import Settings

from linli.station.activities import services as activities
from linli.station.activities.models import Project
from linli.station.activities.services import ShiftPlan
from linli.station.collections import paths
from linli.station.collections import services as library
from linli.station.collections.models import ReadingPath
from linli.station.desk import services as desk_services
from linli.station.desk.models import Case
from linli.station.honours import services as honours
from linli.station.honours.models import Honour
from linli.station.learning import services as learning
from linli.station.learning.paths import PATHS
from linli.station.minors import services as minors
from linli.station.minors.models import Child
from linli.station.minors.selectors import code_of as child_code
from linli.station.moderation import services
from linli.station.moderation.models import Operation
from linli.station.moderation.selectors import notice_of
from linli.station.moderation.services import account_ensure
from linli.station.moderation.services.operations import Plan
from linli.station.organisations.models import Community
from linli.station.organisations.services import invitation_make
from linli.station.people.actors import Actor
from linli.station.people.codes import code_again
from linli.station.people.models import User
from linli.station.people.roles import Role
from linli.station.programme import services as programme
from linli.station.publishing import services as publishing
from linli.station.publishing.services.campaigns import Plan as Campaigning
from linli.station.rumours.models import Check
from linli.station.shield import services as shields
from linli.station.shield.selectors import AMENDS, friend_code
from linli.station.shield.selectors import code_of as shield_code
from linli.station.transparency.periods import months
from linli.vocabulary import Text
from tests.station.codes.scene import pages as code_pages
from tests.station.collections.conftest import picture_bytes
from tests.station.factories import POLICY, People, actor_make, community_make, people_make, submit
from tests.station.organisations.scene import pages as organisation_pages
from tests.station.page_roles import MEMBERS_LISTED, PAGES, ROLES, STAFF
from tests.station.pages import signed_in
from tests.station.pledges.scene import pages as pledge_pages
from tests.station.programme.made import programme_pages
from tests.station.publishing.scene import work_published
from tests.station.rumours.scene import rumour_made

ACTS = ("take", "release", "hold", "ask", "reverse", "assign", "note", "step", "calm", "confirm", "return")


@dataclass(frozen=True, slots=True)
class Scene:
    """One community with a report by a member that a reviewer handles, a hold, and another community beside it."""

    people: People
    stranger: Actor
    case: Case
    receipt: str
    notice: str
    invitation: str
    shield: str
    child: Child
    amends: str
    second: str
    friend: str
    secrets: tuple[str, ...]
    draft: str
    pack: str
    operation: str
    question: str
    check: Check
    common: dict[str, dict[str, object]]


@pytest.fixture(autouse=True)
def _own_folder(settings: Settings, tmp_path: Path) -> None:
    settings.PICTURES = tmp_path / "pictures"


@pytest.fixture(autouse=True)
def _at_the_root() -> None:
    """Addresses made here are those of the home community, whatever the test before visited."""
    set_script_prefix("/")


@pytest.fixture
def scene(people: People) -> Scene:
    item = submit(people.forum, "你这个笨蛋").item
    case = Case.objects.get(subject_id=item.uid)
    User.objects.filter(pk=people.member.user_id).update(display_name="举报人小满")
    receipt = services.report_create(actor=people.member, category="abuse", item=item, text="请看看")
    told = notice_of(item.decisions.get())
    assert told is not None
    shield = shields.shield_door(actor=people.forum, account=item.author)
    friend = shields.friend_add(actor=people.forum, shield=shield, name="阿姨")
    shield = shields.shield_keep(actor=people.forum, shield=shield, wants_amends=True)
    writer = account_ensure(actor=people.forum, external_id="u-writer")
    amends = shields.amends_invite(actor=people.reviewer, shield=shield, account_id=writer.external_id)
    child = minors.mode_start(actor=people.visitor, band="8-12", name="豆豆")
    minors.guardian_set(actor=people.lead, child=child, pin="mama-2024")
    second = minors.guardian_invite(actor=people.lead, child=child, pin="mama-2024")
    beside = community_make(slug="beside")
    others = people_make(beside, client_id=2)
    submit(others.forum, "隔壁的笨蛋话")
    name = User.objects.get(pk=people.member.user_id).username
    question, check = rumour_made(people)
    return Scene(
        people=people,
        stranger=others.keeper,
        case=case,
        receipt=receipt.code,
        notice=told.code,
        shield=shield_code(shield),
        child=child,
        amends=code_again(AMENDS, amends.uid, amends.code_digest, 28),
        second=second,
        friend=friend_code(friend),
        invitation=invitation_make(actor=people.keeper, role=Role.REVIEWER),
        secrets=("举报人小满", name, "隔壁的笨蛋话"),
        draft=services.draft_from_live(actor=people.lead).uid,
        operation=operation_made(people).uid,
        pack=services.pack_create(actor=people.lead, document="pack = 'own'").uid,
        question=question,
        check=check,
        common=common_made(people),
    )


def common_made(people: People) -> dict[str, dict[str, object]]:
    """An activity, a plan, a class of the lead's, a good deed and a certificate: what their pages are called with."""
    starts = timezone.now() + timedelta(hours=1)
    shifts = [ShiftPlan(starts, starts + timedelta(hours=2), 3)]
    words = {"title": "河边捡垃圾", "summary": "一起把河边收拾干净。", "place": "东河桥头"}
    activity = activities.activity_create(actor=people.lead, **words, plans=shifts, publish=True)
    plan = programme.plan_make(
        actor=people.lead, title="楼道灯", aim="每层都亮", answers="林姐", ends=starts.date() + timedelta(days=30)
    )
    lessons = list(PATHS[3].lessons)
    taught = learning.class_open(actor=people.lead, name="三年级二班", lesson_ids=lessons)
    for one in lessons:
        learning.lesson_finish(actor=people.member, lesson_id=one, before=1, answers=[True] * 3)
    certificate = learning.certificate_issue(actor=people.member, path_id=PATHS[3].id, name="何小满")
    story = "上周三大雨，他把两位老人一位一位背了过去，自己鞋都湿透了。"
    deed, consent, _ = honours.honour_propose(
        actor=people.member, title="背老人过水", story=story, evidence="我看见的。"
    )
    Honour.objects.filter(pk=deed.pk).update(state=Honour.State.NOTICE)
    by_uid, by_code = {"uid": activity.uid}, {"code": certificate}
    publishing.channel_make(actor=people.lead, slug="news", name="街坊", owner=people.lead.user_id)
    by_work = {"uid": work_published(people)}
    by_campaign = {"uid": campaign_made(people)}
    project = {"uid": project_make(people).uid}
    return library_made(people) | {
        "campaign": by_campaign,
        "festival": {"slug": "spring-festival"},
        "campaign-join": by_campaign,
        "campaign-close": by_campaign,
        "read-channel": {"slug": "news"},
        "read-work": by_work,
        "picture": {"name": "nothing"},
        "write-work": by_work,
        "write-edit": by_work,
        "write-part": {**by_work, "which": "text"},
        **dict.fromkeys(("read-card", "read-poster", "read-chat", "read-end", "read-answer"), by_work),
        **dict.fromkeys(("write-card", "write-poster", "write-chat"), by_work),
        "write-channel": {"uid": "nobody"},
        "write-act": {**by_work, "what": "offer"},
        **code_pages(people),
        **programme_pages(people),
        "project": project,
        "project-receipt": {**project, "spending_uid": "none"},
        **organisation_pages(people),
        **pledge_pages(people),
        "activity": by_uid,
        "activity-join": by_uid,
        "activity-leave": by_uid,
        "activity-roll": by_uid,
        "activity-scan": by_uid,
        "activity-scans": by_uid,
        "activity-ics": by_uid,
        "activity-screen": {**by_uid, "way": "in"},
        "activity-mark": {**by_uid, "way": "in"},
        "plan": {"uid": plan.uid},
        "plan-act": {"uid": plan.uid},
        "learning-class": {"uid": taught.uid},
        "lesson": {"lesson_id": lessons[0]},
        "lesson-step": {"lesson_id": lessons[0], "step": 1},
        "law-set": {"number": 1},
        "law-case": {"case_id": "lending-a-card"},
        "credential": by_code,
        "credential-document": by_code,
        "honour": {"uid": deed.uid},
        "honour-consent": {"code": consent},
    }


def campaign_made(people: People) -> str:
    """A running campaign of the lead's."""
    today = timezone.localdate()
    plan = Campaigning("一碗腊八粥", "各家的粥不一样，放在一起看看。", "一张图一句话", 3, today, today)
    return publishing.campaign_begin(actor=people.lead, plan=plan).uid


def library_made(people: People) -> dict[str, dict[str, object]]:
    """A shown item with a picture, and what the pages of the library are called with."""
    held = library.collection_save(actor=people.lead, title="蒙学", about="旧时孩子读的书。", shown=True)
    item = library.item_save(
        actor=people.lead,
        collection_uid=held.uid,
        values={"title": "三字经", "licence": "pd"},
        picture=picture_bytes(),
        alt="两色",
        show=True,
    )
    picture = {"uid": item.pictures.get().uid}
    path = {"uid": library_path(people).uid}
    whole = {"region": "full", "size": "max", "rotation": "0", "quality": "default", "form": "jpg"}
    pages = ("item", "simple", "edit", "act", "manifest")
    shelf = ("collection", "add", "words", "import", "collection-json")
    return {f"library-{name}": {"uid": item.uid} for name in pages} | {
        **{f"library-{name}": {"uid": held.uid} for name in shelf},
        "library-picture": {"uid": item.uid, "number": 1},
        "library-path": path,
        "library-path-edit": path,
        "library-room": {"room": "3-8"},
        "library-image": picture,
        "library-image-info": picture,
        "library-image-part": {**picture, **whole},
    }


def project_make(people: People) -> Project:
    today = timezone.localdate()
    return activities.project_open(
        actor=people.lead,
        title="给老人装扶手",
        plan="给三楼以上的独居老人装楼梯扶手。",
        source="社区经费",
        answers="林姐",
        starts=today - timedelta(days=10),
        ends=today + timedelta(days=80),
        budget=[("扶手", 80_000), ("工具", 20_000)],
    )


def library_path(people: People) -> ReadingPath:
    """A path that is shown, over two items."""
    held = library.collection_save(actor=people.lead, title="史料", about="原文。", shown=True)
    texts = (
        {"title": "一", "transcription": "天地玄黄", "licence": "pd"},
        {"title": "二", "transcription": "宇宙洪荒"},
    )
    two = [library.item_save(actor=people.lead, collection_uid=held.uid, values=one, show=True) for one in texts]
    made = paths.path_save(actor=people.lead, title="天地", question="什么样？")
    rests = [paths.Source(one.uid, one.transcription) for one in two]
    paths.step_add(actor=people.lead, path_uid=made.uid, claim="天地玄黄", ask="为什么？", sources=rests)
    return paths.path_show(actor=people.lead, uid=made.uid, shown=True)


def operation_made(people: People) -> Operation:
    now = timezone.now()
    words, targets = Text("清朗评论区", "Clean comments"), {"hours": 2.0}
    plan = Plan(words, words, ["abuse"], [], [], targets, now, now + timedelta(days=7))
    made = services.operation_create(actor=people.lead, plan=plan)
    return services.operation_announce(actor=people.second_lead, uid=made.uid)


def patterns(resolver: URLResolver | None = None) -> Iterator[URLPattern]:
    """Every page of the station; signing in is allauth's and the API has its own matrix."""
    for found in (resolver or get_resolver()).url_patterns:
        if isinstance(found, URLPattern):
            yield found
        elif not str(found.pattern).startswith(("accounts/", "api/")):
            yield from patterns(found)


def arguments(scene: Scene) -> dict[str, dict[str, object]]:
    by_code, by_notice = {"code": scene.receipt}, {"code": scene.notice}
    by_child, by_uid = {"code": child_code(scene.child)}, {"uid": scene.child.uid}
    return scene.common | {
        "report-step": {"step": 2},
        "case-follow": by_code,
        "receipt": by_code,
        "case-feed": by_code,
        "case-tell": by_code,
        "subscription": {"code": "none"},
        "receipt-card": by_code,
        "notice": by_notice,
        "notice-appeal": by_notice,
        "notice-statement": by_notice,
        "shield-from": by_notice,
        "minors-join": {"code": scene.second},
        "minors-child": by_child,
        "minors-verify": by_child,
        "minors-pool": by_child,
        "minors-check": by_child,
        "help-door-child": by_child,
        "minors-guardian": by_uid,
        "minors-change": by_uid,
        "minors-export": by_uid,
        "shield-friend": {"code": scene.friend},
        "shield-amends": {"code": scene.amends},
        "shield-own": {"code": scene.shield},
        "shield-settings": {"code": scene.shield},
        "shield-evidence": {"code": scene.shield},
        "shield-help": {"code": scene.shield},
        "rule": {"rule_id": "abuse-words"},
        "policy-document": {"reference": "test@1.0.0"},
        "rule-changes": {"reference": "test@1.0.0"},
        "agreement": {"name": "rules"},
        "operation": {"uid": scene.operation},
        "operation-act": {"uid": scene.operation, "what": "announce"},
        "words-pack": {"uid": scene.pack},
        "words-act": {"uid": scene.pack, "what": "use"},
        "policy-promote": {"rule_id": "abuse-words"},
        "policy-draft": {"uid": scene.draft},
        "policy-act": {"uid": scene.draft, "what": "sign"},
        "invited": {"code": scene.invitation},
        "checkpoint": {"size": 1},
        "month-report": {"name": months()[0]},
        "figure-chart": {"figure_id": "received"},
        "my-data-ask": {"right": "copy"},
        "platform-deliveries": {"uid": "nobody"},
        "peer-act": {"uid": "nobody"},
        "rumour-sent": {"code": scene.question},
        "check-page": {"uid": scene.check.uid},
        "check-review": {"uid": scene.check.uid},
        "check-card": {"uid": scene.check.uid},
        "check-other": {"uid": "nobody"},
        "claim-decide": {"uid": "nobody"},
        "claim-edit": {"uid": scene.check.claim.uid},
        "desk-next": {"after": 0},
        "desk-case": {"number": scene.case.number},
        "standing-account": by_notice,
        "activity-proof": by_notice,
        "standing-classes": {"account": "x"},
        "desk-bulk-undo": {"uid": "none"},
        "desk-act": {"number": scene.case.number, "what": "take"},
    }


def actor_of(scene: Scene, role: str) -> Actor:
    found: Actor = scene.stranger if role == "stranger" else getattr(scene.people, role)
    return found


def outcome(answer: object) -> str:
    status = answer.status_code  # type: ignore[attr-defined]
    if status == 302 and answer["Location"].startswith("/accounts/login/"):  # type: ignore[index]
        return "sign-in"
    return str(status)


def test_every_page_has_its_row() -> None:
    assert {pattern.name for pattern in patterns()} == set(PAGES)


@pytest.mark.parametrize("role", ROLES)
def test_every_page_for_this_role(scene: Scene, role: str) -> None:
    client = signed_in(actor_of(scene, role))
    given = arguments(scene)
    found = {name: outcome(client.get(reverse(name, kwargs=given.get(name)))) for name in PAGES}
    assert found == {name: row[role] for name, row in PAGES.items()}


def tells(shown: str, secret: str) -> bool:
    """Whether a page says it: `user1` is not told by `user12`, who is the reader."""
    return re.search(rf"{re.escape(secret)}(?!\d)", shown) is not None


@pytest.mark.parametrize("role", ROLES)
def test_no_page_tells_who_reported_or_what_another_community_has(scene: Scene, role: str) -> None:
    client = signed_in(actor_of(scene, role))
    given = arguments(scene)
    own = {"举报人小满", User.objects.get(pk=scene.people.member.user_id).username} if role == "member" else set()
    for name in [page for page in PAGES if page not in MEMBERS_LISTED]:
        answer = client.get(reverse(name, kwargs=given.get(name)))
        shown = answer.content.decode(errors="replace") if not answer.streaming else ""
        assert [s for s in scene.secrets if tells(shown, s) and s not in own] == [], name


@pytest.mark.parametrize("what", ACTS)
@pytest.mark.parametrize("role", ["visitor", "member", "stranger"])
def test_nobody_but_staff_acts_on_a_case(scene: Scene, role: str, what: str) -> None:
    before = Case.objects.get(pk=scene.case.pk)
    path = f"/desk/{scene.case.number}/{what}/"
    answer = signed_in(actor_of(scene, role)).post(path, {"reason": "试一试看看行不行", "text": "你好"})
    assert outcome(answer) == STAFF[role]
    now = Case.objects.get(pk=scene.case.pk)
    assert (now.version, now.state) == (before.version, before.state)


@pytest.mark.parametrize("what", ACTS)
def test_another_reviewer_s_case_is_out_of_reach(scene: Scene, what: str) -> None:
    desk_services.case_take(actor=scene.people.reviewer, number=scene.case.number)
    before = Case.objects.get(pk=scene.case.pk)
    other = signed_in(scene.people.other)
    shown = other.get(f"/desk/{scene.case.number}/")
    assert shown.status_code == 403
    assert "笨蛋" not in shown.content.decode()
    answer = other.post(f"/desk/{scene.case.number}/{what}/", {"reason": "试一试看看行不行", "text": "你好"})
    assert answer.status_code == 403
    assert Case.objects.get(pk=scene.case.pk).version == before.version
    typed = {"answer": "dismiss", "reason": "抢着办一下", "version": str(before.version), "confirm": "1"}
    assert other.post(f"/desk/{scene.case.number}/", typed).status_code == 403
    assert Case.objects.get(pk=scene.case.pk).state == "taken"


def test_codes_and_cases_open_nothing_in_another_community(scene: Scene) -> None:
    keeper = signed_in(scene.stranger)
    for path in (
        f"/cases/{scene.receipt}/",
        f"/cases/{scene.receipt}/receipt/",
        f"/cases/{scene.receipt}/receipt.svg",
        f"/n/{scene.notice}/",
        f"/n/{scene.notice}/appeal/",
        f"/n/{scene.notice}/statement.json",
        f"/shield/{scene.shield}/",
        f"/minors/plan/{child_code(scene.child)}/",
        f"/help-door/{child_code(scene.child)}/",
        f"/shield/friend/{scene.friend}/",
        f"/shield/from/{scene.notice}/",
    ):
        assert Client().get(f"/c/beside{path}").status_code == 404, path
        assert keeper.get(f"/c/beside{path}").status_code == 404, path
    shown = keeper.get("/c/beside/desk/").content.decode()
    assert "隔壁的笨蛋话" in shown
    assert "你这个笨蛋" not in shown


def test_a_reporter_on_the_staff_does_not_see_the_case_they_sent(scene: Scene, community: Community) -> None:
    reporter = actor_make(community, Role.REVIEWER)
    item = submit(scene.people.forum, "刷屏的话").item
    services.report_create(actor=reporter, category="spam", item=item)
    case = Case.objects.get(subject_id=item.uid)
    page = signed_in(reporter)
    assert "刷屏的话" not in page.get("/desk/").content.decode()
    assert page.get(f"/desk/{case.number}/").status_code == 403


def test_the_document_is_the_published_one(community: Community) -> None:
    assert Client().get("/rules/documents/test@1.0.0/").content.decode() == POLICY
