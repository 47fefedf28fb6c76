"""What the sample station plans: proposals, a plan, a call for small grants with what it gave."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from linli.station.desk import services as desk
from linli.station.people.actors import Actor, visitor
from linli.station.programme import selectors, services

BENCH = "给候车亭加一条长凳"
TASKS = (("量尺寸，问公交公司", 3), ("旧长凳打磨、刷漆", 10), ("装好，拍照片", 16))


ROOF = "和五号楼的孩子们在楼顶种菜，收了送给独居老人。土和种子要钱，花盆用旧桶。"


def load(*, lead: Actor, member: Actor, reviewers: tuple[Actor, Actor], second: Actor) -> None:
    """Two proposals, the first answered, with its plan; a call, and a grant that was given."""
    receipt = services.proposal_send(
        actor=member, title=BENCH, text="老人等车要站二十分钟。工具间有一条旧长凳，刷刷漆就能用。"
    )
    version = desk.case_take(actor=lead, number=receipt.case_number).version
    desk.case_answer(
        actor=lead,
        number=receipt.case_number,
        version=version,
        choice="adopted",
        reason="旧长凳还结实。先问公交公司能不能放，能放就找志愿者打磨刷漆。",
    )
    _plan(lead, member, selectors.answered(community_id=lead.community_id)[0].uid)
    services.proposal_send(
        actor=visitor(lead.community_id),
        title="活动室周五晚上开到九点",
        text="上班的人周五晚上才有空，现在七点就关门了。我们几家可以轮流值班。",
        source="sample",
    )
    _grant(lead, member, reviewers, second)


def _grant(lead: Actor, member: Actor, reviewers: tuple[Actor, Actor], second: Actor) -> None:
    today = timezone.localdate()
    call = services.call_open(
        actor=lead,
        title="小微公益",
        purpose="一千元以内、三个月内做得完的小事，谁都可以申请。",
        pot=500_000,
        most=100_000,
        criteria=["有人需要", "做得成", "省钱"],
        closes=today + timedelta(days=20),
    )
    receipt = services.apply(
        actor=member,
        call_uid=call.uid,
        title="楼顶种菜",
        text=ROOF,
        body="五号楼小组",
        asked=80_000,
        steps=[(today + timedelta(days=30), "搭好架子，种下第一茬"), (today + timedelta(days=75), "收菜，送老人")],
    )
    uid = selectors.applications_mine(actor=member)[0].uid
    for one in reviewers:
        scores = dict.fromkeys(call.criteria, 4)
        services.review_write(actor=one, uid=uid, scores=scores, words="人手有了，花钱不多。")
    number, why = receipt.case_number, "老人和孩子都用得上，预算清楚。先给六百，种好第一茬再看。"
    version = desk.case_take(actor=lead, number=number).version
    values = {"award": "600"}
    desk.case_answer(actor=lead, number=number, version=version, choice="awarded", reason=why, values=values)
    desk.proposal_confirm(actor=second, number=number, version=version + 1)


def _plan(lead: Actor, member: Actor, proposal_uid: str) -> None:
    today = timezone.localdate()
    made = services.plan_make(
        actor=lead,
        title="候车亭的长凳",
        aim="三周内装好一条长凳；装好那天数一数有几位老人坐过。",
        answers="柳荫里邻里站",
        helpers="志愿者、公交公司",
        ends=today + timedelta(days=21),
        proposal_uid=proposal_uid,
    )
    for title, days in TASKS:
        services.task_add(
            actor=lead, plan_uid=made.uid, title=title, due=today + timedelta(days=days), who_id=member.user_id
        )
    first = selectors.plan(community_id=lead.community_id, uid=made.uid).tasks[0]
    services.task_done(actor=member, uid=first.uid, evidence="公交公司回复：可以放，离站牌一米。", minutes=40)
