"""The help door: what a child tells, and who must not hear of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from linli.station.desk.kinds import Act, CaseFacts, Choice, Description, Field, Kind
from linli.station.minors import selectors, services
from linli.vocabulary import Text

FIRST = 120


def describe(community_id: int, _subject_type: str, subject_id: str) -> Description:
    """A child's call for help, the most urgent of all; its name is not in it."""
    if subject_id:
        selectors.child_by_uid(community_id=community_id, uid=subject_id)
    return Description("孩子求助", {"door": True}, FIRST)


def guardians_of(case: CaseFacts) -> frozenset[int]:
    """Kept from the case: the child's guardians, whatever their role at the station."""
    if not case.subject_id:
        return frozenset()
    child = selectors.child_by_uid(community_id=case.community_id, uid=case.subject_id)
    return frozenset(child.guardians.values_list("user_id", flat=True))


def urgency(_body: Mapping[str, str]) -> int:
    """Always first."""
    return FIRST


DOOR = Kind(
    id="help-door",
    name=Text("孩子求助", "A child's call for help"),
    fields=(Field("text", Text("想说的话", "What you want to say"), required=True, limit=2000, multiline=True),),
    anonymous=True,
    open_to_public=False,
    promise_days=1,
    describe=describe,
    urgency=urgency,
    excluded=guardians_of,
    answers=(
        Choice(
            "answered",
            Text("已回应", "Answered"),
            Text("有大人看到了，下面是写给你的话。", "A grown-up has read it; the words below are for you."),
            does=Text("只写给孩子本人；不要联系监护人。", "For the child alone; do not contact the guardians."),
        ),
        Choice(
            "protected",
            Text("已找人保护", "Protection was called"),
            Text("我们找了能保护你的人。", "We called people who can protect you."),
            does=Text("有危险时：110；12345 转未成年人保护。", "In danger: 110; 12345 for the protection of minors."),
        ),
    ),
)


def describe_check(community_id: int, _subject_type: str, subject_id: str) -> Description:
    """How many guardians there are and since when; nobody's name, and nothing of the child."""
    child = selectors.child_by_uid(community_id=community_id, uid=subject_id)
    first = child.guardians.order_by("pk").first()
    since = first.created.isoformat(timespec="minutes") if first else ""
    return Description(
        "请社区核实监护人",
        {"guardians": child.guardians.count(), "since": since, "own_sign_in": hasattr(child, "own")},
    )


def confirm(act: Act) -> dict[str, Any]:
    """Confirms whoever asked, and unseats those before where the answer says so."""
    child = selectors.child_by_uid(community_id=act.case.community_id, uid=act.case.subject_id)
    asked = selectors.claimant(child, act.values["who"])
    replaces = act.values.get("replaces") == "yes"
    gone = services.claim_confirm(actor=act.actor, child=child, user_id=asked, replaces=replaces)
    return {"child": child.uid, "user": asked, "replaced": len(gone)}


def undo_confirm(act: Act, effect: Mapping[str, Any]) -> None:
    """Takes the confirmation back."""
    child = selectors.child_by_uid(community_id=act.case.community_id, uid=effect["child"])
    services.claim_undo(actor=act.actor, child=child, user_id=int(effect["user"]))


CHECK = Kind(
    id="guardian-check",
    name=Text("核实监护人", "Check of a guardian"),
    fields=(
        Field(
            "text",
            Text("怎么回事，什么时候方便见面", "What happened, and when you can meet"),
            required=True,
            limit=1000,
            multiline=True,
        ),
    ),
    subject_types=("child",),
    open_to_public=False,
    promise_days=3,
    describe=describe_check,
    excluded=guardians_of,
    answers=(
        Choice(
            "confirmed",
            Text("核实了", "Confirmed"),
            Text("核实了，请回到孩子的页面设家长密码。", "Confirmed: set your PIN from the child's page."),
            (
                Field(
                    "who", Text("核实的是谁（登录名）", "Who was confirmed (sign-in name)"), required=True, limit=150
                ),
                Field(
                    "replaces",
                    Text("原来的监护人是冒充的", "Those before posed as guardians"),
                    choices=(("yes", Text("是，换下", "yes, they go")),),
                ),
            ),
            confirm,
            undo_confirm,
            does=Text(
                "当面核实，不收证件照片；要两个人。这个孩子求助过的先不办，找保护部门。",
                "Meet in person, keep no papers; takes two. Where the child called for help, call protection first.",
            ),
            two=lambda _values: True,
        ),
        Choice(
            "not-confirmed",
            Text("没有核实", "Not confirmed"),
            Text("这次没能核实，原来的安排不变。", "It could not be confirmed; nothing changes."),
            does=Text("不告诉对方孩子的任何事。", "Tell them nothing about the child."),
        ),
    ),
)
