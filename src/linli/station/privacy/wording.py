"""What the fields of a person's data are called on a page; a copy to take away keeps the machine's names."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from linli.vocabulary import Text

FIELDS: Mapping[str, Text] = {
    "account": Text("账号", "Account"),
    "action": Text("处置", "Action"),
    "answered_at": Text("答复时间", "Answered"),
    "at": Text("时间", "When"),
    "body": Text("内容", "Words"),
    "categories": Text("类别", "Categories"),
    "choice": Text("结果", "Outcome"),
    "clause": Text("条款", "Clause"),
    "clause_title": Text("条款名", "Clause, its title"),
    "comment": Text("评语", "Comment"),
    "context": Text("上文", "Context"),
    "created": Text("时间", "When"),
    "date_joined": Text("加入时间", "Joined"),
    "decision_facts": Text("依据的事实", "Facts"),
    "display_name": Text("显示的名字", "Name shown"),
    "done_at": Text("办结时间", "Done"),
    "edited": Text("修改时间", "Edited"),
    "email": Text("邮箱", "E-mail"),
    "evidence": Text("凭据", "Evidence"),
    "expires_at": Text("到期", "Until"),
    "external_id": Text("平台的编号", "The platform's id"),
    "from_desk": Text("是受理处写的", "Written by the desk"),
    "kind": Text("种类", "Kind"),
    "language": Text("语言", "Language"),
    "last_login": Text("上次登录", "Last signed in"),
    "lesson": Text("课程", "Lesson"),
    "name": Text("名字", "Name"),
    "number": Text("案件号", "Case number"),
    "outcome": Text("结果", "Outcome"),
    "paused_until": Text("暂停到", "Paused until"),
    "policy": Text("公约版本", "Policy"),
    "promised_at": Text("承诺答复", "Promised"),
    "read_at": Text("阅读时间", "Read"),
    "reason": Text("理由", "Reason"),
    "reasons": Text("理由", "Reasons"),
    "reversed_at": Text("撤销时间", "Reversed"),
    "right": Text("权利", "Right"),
    "role": Text("身份", "Role"),
    "rules": Text("规则", "Rules"),
    "score": Text("评分", "Score"),
    "source": Text("由谁决定", "Who decided"),
    "state": Text("状态", "State"),
    "story": Text("事迹", "Story"),
    "text": Text("正文", "Words"),
    "title": Text("标题", "Title"),
    "url": Text("链接", "Link"),
    "username": Text("用户名", "User name"),
    "version": Text("版本", "Version"),
    "withdrawn_at": Text("撤回时间", "Withdrawn"),
}
MACHINE = {"uid", "title_en", "body_en", "decision_facts_en"}


def lines(row: Mapping[str, Any]) -> Iterator[tuple[Text, Any]]:
    """The fields of a row as a person reads them, in order: empty ones and the machine's own left out."""
    for name, value in row.items():
        if name in MACHINE or value in (None, "", [], {}):
            continue
        last = name.rpartition("__")[2]
        yield FIELDS.get(last) or Text(name, name), _value(value)


def _value(value: Any) -> Any:
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, default=str)
    return value if isinstance(value, datetime) else str(value)
