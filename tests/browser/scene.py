"""A neighbourhood's morning, for the journeys: people who can sign in, words that need an answer."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Page

from linli.station.desk import services as desk
from linli.station.desk.models import Case
from linli.station.moderation import selectors, services
from linli.station.moderation.models import Item
from linli.station.organisations.models import Community
from linli.station.people.actors import Actor
from linli.station.people.models import User
from linli.station.people.roles import Role
from tests.station import factories
from tests.station.pages import signed_in

CLAUSES = """
policy: huaishuli
version: 1.2.0
title: {zh: 槐树里公约, en: Huaishuli code}
effective: 2026-09-01
clauses:
  - id: "2.1"
    title: {zh: 不辱骂他人, en: Do not insult people}
    text:
      zh: 可以批评一件事，请不要辱骂一个人。外号、嘲讽、反复纠缠也算。
      en: "Criticise a matter, never insult a person. Name-calling, mockery and pestering count too."
  - id: "2.2"
    title: {zh: 不威胁恐吓, en: Do not threaten}
    text:
      zh: 不说要伤害别人或别人家人的话，开玩笑也不行。
      en: "Do not speak of harming a person or their family, not even in jest."
  - id: "3.1"
    title: {zh: 广告去广告版, en: Adverts have their place}
    text:
      zh: 买卖信息请发到「邻里集市」，别处不发，也不拉人进群。
      en: "Offers go to the market board, nowhere else; no luring into groups."
  - id: "4.1"
    title: {zh: 有人难过时，先帮忙, en: "When somebody suffers, help first"}
    text:
      zh: 看到有人想伤害自己，我们送上求助渠道，从不处罚。
      en: "Where somebody may harm themselves we offer help and never punish."
thresholds: {abuse: 0.6, threat: 0.6}
rules:
  - id: abuse-words
    clause: "2.1"
    category: abuse
    status: live
    when: severity["abuse"] >= 2 || model["abuse"] >= threshold["abuse"]
    action: hold
    explain: {zh: 含有辱骂他人的词语, en: It contains words that insult a person}
  - id: threat-words
    clause: "2.2"
    category: threat
    status: live
    when: severity["threat"] >= 2
    action: remove
    explain: {zh: 含有威胁他人的话, en: It contains a threat}
  - id: spam-words
    clause: "3.1"
    category: spam
    status: live
    when: severity["spam"] >= 1
    action: label
    explain: {zh: 像是广告, en: It looks like an advert}
  - id: help-words
    clause: "4.1"
    category: self-harm
    status: live
    when: severity["self-harm"] >= 1
    action: help
    explain: {zh: 有人可能需要帮助, en: Somebody may need help}
"""


@dataclass(frozen=True, slots=True)
class Scene:
    """What a journey may start from. `held` is hidden and waits for a review, `reported` was reported by two."""

    people: factories.People
    held: Item
    reported: Item
    receipt: str
    notice: str
    removed_notice: str
    appeal: Case


def set_up() -> Scene:
    """The scene in the home community."""
    community = Community.objects.get(home=True)
    keeper = factories.actor_make(community, Role.KEEPER, "chenzhan")
    services.policy_publish(actor=keeper, document=CLAUSES)
    people = _people(community)
    held = factories.submit(
        people.forum,
        "跟你说了多少遍垃圾要分类，你这个笨蛋就是听不懂，三单元的脸都让你丢光了！",
        account_name="南墙小林",
        context={
            "title": "三单元门口的垃圾又没分类",
            "thread": ["今天早上保洁阿姨又在翻垃圾桶，太辛苦了。", "是我家倒的，没来得及分，下次注意。"],
            "target": "半夏",
        },
    )
    reported = factories.submit(
        people.forum,
        "你家孩子就是没教养，楼道里跑来跑去，早晚摔个好歹。",
        account_id="author-2",
        account_name="七楼老周",
        context={"title": "楼道里的孩子", "thread": ["放暑假了，大家多担待些。"]},
    ).item
    report = {"category": "abuse", "text": "他已经连着三天这样说我家孩子了。", "minors": True}
    receipt = services.report_create(actor=people.visitor, item=reported, source="203.0.113.5", **report)
    services.report_create(actor=people.visitor, category="abuse", item=reported, source="203.0.113.6")
    services.report_create(
        actor=people.visitor,
        category="fraud",
        quote="恭喜您中奖，请先交手续费",
        url="https://example.org/p/1",
        source="203.0.113.7",
    )
    factories.submit(people.forum, "全场五折广告，加群领券", account_id="author-3", account_name="集市阿强")
    removed = _removed(people)
    told = selectors.notice_of(selectors.decisions_about(community_id=community.pk, item_uid=removed.uid)[1])
    assert told is not None
    assert held.notice is not None
    services.appeal_create(actor=people.visitor, code=told.code, text="我说的是我自己忘了带钥匙，不是骂人。")
    appeal = Case.objects.get(kind="appeal")
    return Scene(people, held.item, reported, receipt.code, held.notice.code, told.code, appeal)


def _people(community: Community) -> factories.People:
    made = factories.people_make(community)
    names = {
        made.member: "小满",
        made.reviewer: "林审核",
        made.other: "赵审核",
        made.lead: "方负责",
        made.keeper: "陈站务",
    }
    for actor, name in names.items():
        User.objects.filter(pk=actor.user_id).update(display_name=name)
    return made


def _removed(people: factories.People) -> Item:
    item = factories.submit(
        people.forum, "我真是个笨蛋，又忘带钥匙了", account_id="author-4", account_name="半夏"
    ).item
    case = Case.objects.get(subject_id=item.uid)
    desk.case_answer(
        actor=people.reviewer,
        number=case.number,
        version=case.version,
        choice="uphold",
        reason="标出的话是在伤人，不是在说事。",
        values={"category": "abuse", "action": "remove"},
    )
    item.refresh_from_db()
    return item


def as_person(page: Page, actor: Actor, station: str) -> None:
    """Gives the page's browser the session of a person."""
    session = signed_in(actor).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": station}])
