"""What a key may do, and what a webhook may tell."""

from __future__ import annotations

from linli.vocabulary import LinliError, Text

SCOPES: dict[str, Text] = {
    "assess": Text("评一句话，不保存", "ask for advice; nothing is stored"),
    "items:write": Text("提交、撤回内容", "submit and withdraw items"),
    "items:read": Text("查看自己提交的内容与告知", "see the client's own items and notices"),
    "reports:write": Text("提交举报与申诉", "send reports and appeals"),
    "cases:read": Text("凭编号查看办理进度", "follow a case by its receipt"),
    "shield": Text("替当事人开关防护、问该给他看什么", "turn shields on and off, ask what to show"),
    "minors": Text("按孩子的计划问现在能做什么", "ask what a child's plan allows now"),
    "rumours": Text("查有没有人核查过、替人求证", "look up what was checked, ask on somebody's behalf"),
    "prompts": Text("发送前的提醒及其效果", "reminders before sending, and their effect"),
    "decisions:read": Text("查看处置理由", "see statements of reasons"),
    "accounts:rights": Text("代账号查阅、删除个人信息", "copy and delete an account's data on its behalf"),
}
EVENTS: dict[str, Text] = {
    "item.decided": Text("对内容作出处置", "a decision on an item"),
    "item.reversed": Text("处置被撤销", "a decision was reversed"),
    "case.answered": Text("来件有了答复", "a submission was answered"),
    "check.published": Text("核查发布、更正或撤回", "a check was published, corrected or withdrawn"),
    "shield.started": Text("防护打开或改变", "a shield was turned on or changed"),
    "shield.ended": Text("防护结束", "a shield ended"),
    "notice.created": Text("给账号的新告知", "a new notice to an account"),
}


def chosen(field: str, names: list[str], known: dict[str, Text]) -> list[str]:
    """`names` in their usual order, each once; LinliError for one that is unknown, or for none at all."""
    wrong = [name for name in names if name not in known]
    if wrong or not names:
        raise LinliError(
            Text("名称不对。", "The name is not known."),
            field=field,
            value=", ".join(wrong),
            mend=Text(f"可用：{'、'.join(known)}。", f"Known: {', '.join(known)}."),
        )
    return [name for name in known if name in names]
