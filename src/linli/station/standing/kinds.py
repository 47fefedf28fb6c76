"""Appealing against one's own standing: somebody who leads looks, and counting may begin anew."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from linli.station.desk.kinds import Act, CaseFacts, Choice, Description, Field, Kind, Panel
from linli.station.people.actors import Actor
from linli.station.people.roles import Role
from linli.station.standing import selectors
from linli.station.standing.services import standing_renew, standing_renewal_undo
from linli.vocabulary import Text

TITLE = Text("对自己的记录有异议", "An appeal about one's own standing")


def describe(community_id: int, _type: str, subject_id: str) -> Description:
    """What is reckoned now; nobody's name."""
    holder = selectors.holder_by_uid(community_id=community_id, uid=subject_id)
    return Description(TITLE.zh, _shown(community_id, holder.user_id, holder.account))


def panel(_actor: Actor, case: CaseFacts) -> Panel:
    """The strikes or the accuracy with what they come from."""
    holder = selectors.holder_by_uid(community_id=case.community_id, uid=case.subject_id)
    context: dict[str, Any] = {
        "accuracy": selectors.accuracy_of(
            community_id=case.community_id, user_id=holder.user_id, account=holder.account
        ),
        "standing": None,
    }
    if holder.account:
        context["standing"] = selectors.standing_of(community_id=case.community_id, account=holder.account)
    return Panel("standing/panel.html", sent_first=True, context=context)


def renew(act: Act) -> dict[str, Any]:
    """Counting begins anew."""
    holder = selectors.holder_by_uid(community_id=act.case.community_id, uid=act.case.subject_id)
    return {"renewal": standing_renew(actor=act.actor, holder=holder).uid}


def undo(act: Act, effect: Mapping[str, Any]) -> None:
    """What was counted before counts again."""
    standing_renewal_undo(actor=act.actor, uid=effect["renewal"])


def _shown(community_id: int, user_id: int | None, account: str) -> dict[str, Any]:
    if account:
        found = selectors.standing_of(community_id=community_id, account=account)
        return {"strikes": found.strikes.total, "grade": found.grade, "points": found.points}
    mine = selectors.accuracy_of(community_id=community_id, user_id=user_id)
    return {"right": mine.right, "wrong": mine.wrong, "thousandths": round(1000 * mine.weight)}


STANDING = Kind(
    id="standing",
    name=Text("账号记录申诉", "Standing appeal"),
    describe=describe,
    answers=(
        Choice(
            "kept",
            Text("记录无误", "It stands"),
            Text("核对过，记录与公开的算法一致，维持。", "We checked: it follows the public criteria and stands."),
        ),
        Choice(
            "renewed",
            Text("从今天起重新计算", "Counted anew"),
            Text("您说得对。从今天起重新计算，以前的不再计入。", "You are right: counting begins anew today."),
            (),
            renew,
            undo,
            Text(
                "以前的计次和报告不再计入；当事人收到告知。", "What was counted before counts no more; they are told."
            ),
        ),
    ),
    fields=(Field("text", Text("为什么不对", "Why it is wrong"), required=True, limit=2000, multiline=True),),
    subject_types=("standing",),
    anonymous=True,
    promise_days=5,
    handler=Role.LEAD,
    open_to_public=False,
    panel=panel,
)
