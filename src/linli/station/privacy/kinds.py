"""The six rights as kinds of submission, promised in 15 working days. Most are met at once, before any queue."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from linli.station.desk.kinds import Act, CaseFacts, Choice, Description, Field, Kind, Panel
from linli.station.people.actors import Actor
from linli.station.people.roles import Role
from linli.station.privacy import selectors, services
from linli.station.privacy.models import Right
from linli.vocabulary import Text

NAMES: dict[str, Text] = {
    Right.COPY: Text("查阅、复制个人信息", "See and copy my data"),
    Right.MOVE: Text("转移个人信息", "Take my data elsewhere"),
    Right.CORRECT: Text("更正个人信息", "Correct my data"),
    Right.DELETE: Text("删除个人信息", "Delete my data"),
    Right.WITHDRAW: Text("撤回同意", "Withdraw consent"),
    Right.EXPLAIN: Text("解释自动决定", "Explain an automated decision"),
}
ANOTHER = (
    ("child", Text("我是孩子（不满 14 周岁）的监护人", "I am the guardian of a child under 14")),
    ("deceased", Text("我是逝者的近亲属", "I am next of kin of one who died")),
    ("agent", Text("我受本人委托", "I was asked to by the person")),
)
FIELDS = (
    Field("text", Text("说明", "What it is about"), limit=1000, multiline=True),
    Field("for_another", Text("代谁办理", "For whom"), choices=ANOTHER),
)
WHOSE = Field(
    "username",
    Text("被代办人的用户名（代办时填）", "User name of whose data it is (when asked for another)"),
    limit=150,
)
DOES: dict[str, Text] = {
    Right.DELETE: Text("抹去此人在全站的个人信息，不能恢复。", "Erases the person's data everywhere, for good."),
    Right.WITHDRAW: Text("结束此人在本社区的身份。", "Ends the person's role in this community."),
}

MARKS = Text("记为办好。", "Marks it done.")


def describe(community_id: int, _subject_type: str, subject_id: str) -> Description:
    """The request as it stands; nothing of whose it is."""
    request = selectors.request_by_uid(community_id=community_id, uid=subject_id)
    return Description(NAMES[request.right].zh, {"right": request.right, "for_another": request.for_another})


def meet(act: Act) -> dict[str, Any]:
    """Carries the request out."""
    uid = act.case.subject_id
    services.request_meet(actor=act.actor, request_uid=uid, username=act.values.get("username", ""))
    return {"request": uid}


def decline(act: Act) -> dict[str, Any]:
    """Turns it down, with the answer's reason."""
    services.request_decline(actor=act.actor, request_uid=act.case.subject_id)
    return {"request": act.case.subject_id}


def again(act: Act, effect: Mapping[str, Any]) -> None:
    """Opens it again; refuses where nothing can be brought back."""
    services.request_reopen(actor=act.actor, request_uid=effect["request"])


def panel(_actor: Actor, case: CaseFacts) -> Panel:
    """What is held of the one who asks, by kind and number, and what stands against doing it: no name, no words."""
    request = selectors.request_by_uid(community_id=case.community_id, uid=case.subject_id)
    subject = selectors.subject_of_request(request)
    context = {
        "asked": request,
        "asked_name": NAMES[request.right],
        "held_parts": selectors.parts(subject) if subject else [],
        "hindrances": selectors.hindrances(subject) if subject else [],
        "another": dict(ANOTHER).get(request.for_another),
    }
    return Panel("privacy/panel.html", context=context, sent_first=True)


def _kind(right: Right, done: Text, may_decline: bool = True) -> Kind:
    yes = Choice(
        "done",
        Text("照办", "Do it"),
        done,
        (WHOSE,),
        meet,
        again,
        DOES.get(right, MARKS),
    )
    no = Choice(
        "declined",
        Text("不能照办", "It cannot be done"),
        Text(
            "这次不能照办，理由见下；您可以要求再看一次。",
            "It cannot be done: the reason is below. You may ask again.",
        ),
        (),
        decline,
        again,
        Text("什么都不变；对方看到理由。", "Nothing changes; they read the reason."),
    )
    return Kind(
        id=f"privacy-{right}",
        name=NAMES[right],
        fields=FIELDS,
        subject_types=("rights",),
        who=Role.VISITOR,
        promise_days=services.PROMISE_DAYS,
        handler=Role.LEAD,
        describe=describe,
        answers=(yes, no) if may_decline else (yes,),
        open_to_public=False,
        panel=panel,
    )


COPY = _kind(Right.COPY, Text("已提供，可在「我的数据」下载。", "It is there to download under My data."))
MOVE = _kind(Right.MOVE, Text("已打包，可在「我的数据」下载带走。", "It is packed, to take away from My data."))
CORRECT = _kind(Right.CORRECT, Text("已更正。", "It was corrected."))
DELETE = _kind(Right.DELETE, Text("已删除。", "It was deleted."))
WITHDRAW = _kind(Right.WITHDRAW, Text("同意已撤回。", "Your consent was withdrawn."))
EXPLAIN = _kind(Right.EXPLAIN, Text("解释见下。", "The explanation is below."), may_decline=False)
