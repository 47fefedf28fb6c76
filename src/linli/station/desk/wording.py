"""What people who sent are told, in both languages."""

from __future__ import annotations

from linli.station.desk.models import Case, State
from linli.vocabulary import Text

ANSWERED = Text("您的{kind}有了答复", "Your {kind} has an answer")
CHANGED = Text("您的{kind}的答复有了变化", "The answer to your {kind} has changed")
CLOSED = Text("您的{kind}已办结", "Your {kind} is closed")
ASKED = Text("关于您的{kind}，有人问您", "A question about your {kind}")
DUE = Text("有 {n} 件要在期限前答复", "Cases to answer in time: {n}")
DUE_BODY = Text(
    "{until} 前到期：您手上 {mine} 件，队列里 {pool} 件；已超期 {late} 件。",
    "Due by {until}: {mine} in your hands, {pool} in the queue; {late} late already.",
)
LATE = Text("有 {n} 件超过了承诺的期限", "Cases past their promised date: {n}")
LATE_BODY = Text("请安排人尽快答复：{numbers}。", "Please see that somebody answers them soon: {numbers}.")
YOURS = Text("案件 {number} 交给您了", "Case {number} is yours")
YOURS_BODY = Text("请打开案件看同事的留言。", "Open it: a colleague may have left a note.")
WOKEN = Text("案件 {number} 搁置到期", "Case {number}: the date it was held until has come")
PROPOSED = Text("案件 {number} 等第二个人确认", "Case {number} waits for a second person")
PROPOSED_BODY = Text(
    "对账号的处罚要两个人都同意才生效。", "A penalty on an account takes two people before it holds."
)
RETURNED = Text("案件 {number} 的处理被退回", "Case {number}: your proposal was returned")
DANGER = Text("紧急：案件 {number} 可能有生命危险", "Urgent: case {number} may be a danger to life")
DANGER_BODY = Text(
    "请立即打开，按清单办；系统不会自动把任何人交给任何机构。",
    "Open it now and follow the list. The system hands nobody over to anyone by itself.",
)
WHY: dict[str, Text] = {
    "urgent": Text("这类危害要先看", "a harm to be looked at first"),
    "severity": Text("程度重", "severe"),
    "minors": Text("涉及未成年人", "a minor is involved"),
    "audience": Text("发布者受众多", "its author publishes to many"),
    "reach": Text("多人反映", "sent by several people"),
    "accuracy": Text("提交人以往的准确度", "how often its senders were right before"),
    "late": Text("已超过承诺", "past its promise"),
    "slowed": Text("同一来源大量提交", "many from one source"),
    "waiting": Text("等候与承诺的时间", "time waited, time promised"),
}
IN_DANGER = Text("可能有生命危险或伤害儿童：排在一切之前", "a life or a child may be in danger: before all else")
AGAIN = Text("原来的答复已撤回，我们会重新处理并答复您。", "The answer was taken back; we look again and answer you.")
OVERTURNED = Text(
    "经另一位审核员复核，原来的处理结果已更正。", "After a review by another person the outcome was corrected."
)
CLOSED_WHY = {
    "reversed": Text(
        "相关处置已经撤销，不需要再处理。", "The decision it is about was reversed: nothing is left to do."
    ),
    "withdrawn": Text("作者已撤回这条内容。", "The author took the item back."),
    "merged": Text("同一件事已经合并办理。", "It is handled together with another on the same matter."),
    "edited": Text("作者已修改这条内容。", "The author changed the item."),
    "done-at-once": Text("系统已当场办好。", "It was done at once, by the system."),
}
DONE = Text("已办结。", "It is closed.")


def closed(case: Case) -> Text | None:
    """Why a case was closed without an answer; None for one that was not."""
    if case.state != State.CLOSED or not case.closed_why:
        return None
    return CLOSED_WHY.get(case.closed_why, DONE)


def named(title: Text, kind: Text) -> Text:
    """A title with the kind's name in it."""
    return Text(title.zh.format(kind=kind.zh), title.en.format(kind=kind.en.lower()))
