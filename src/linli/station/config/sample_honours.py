"""A good deed on notice in the sample station, and one that waits for its person's word."""

from __future__ import annotations

from linli.station.desk import selectors as desk_selectors
from linli.station.desk import services as desk
from linli.station.honours import services
from linli.station.people.actors import Actor, visitor

LAMP = (
    "修好了三单元的灯",
    "楼道灯坏了半个月，她自己买了灯泡，借了梯子，周末一层一层换好。问她多少钱，她说几个灯泡的事。",
    "我帮她扶的梯子。换下来的旧灯泡还在楼下。",
)
WATER = (
    "给环卫师傅备热水",
    "入冬以来，他每天早上在店门口放一壶热水、几个纸杯，路过的环卫师傅都能歇一脚。",
    "我每天上班路过，喝过两回。",
)


def load(*, member: Actor, reviewer: Actor, second: Actor) -> None:
    """One verified by two, one proposed."""
    told, code, _ = services.honour_propose(actor=member, title=LAMP[0], story=LAMP[1], evidence=LAMP[2])
    services.honour_agree(actor=visitor(member.community_id), code=code, naming="pen", name="三单元的邻居")
    case = desk_selectors.case_of(
        community_id=member.community_id, subject_type="honour", subject_id=told.uid, kind="nomination"
    )
    if case is not None:
        version = desk.case_take(actor=reviewer, number=case.number).version
        desk.case_answer(
            actor=reviewer,
            number=case.number,
            version=version,
            choice="verified",
            reason="问过三单元两位住户，也看了换下的灯泡，属实。",
        )
        case.refresh_from_db()
        desk.proposal_confirm(actor=second, number=case.number, version=case.version)
    services.honour_propose(actor=member, title=WATER[0], story=WATER[1], evidence=WATER[2])
