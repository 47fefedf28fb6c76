"""The typed parts of a work: Wagtail's blocks say what a part holds; forms, checks and the API all ask them.

Only the blocks are used, without Wagtail's tables and admin: see docs/decisions/0081-wagtail-as-a-library.md.
"""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy
from wagtail import blocks

from linli.station.ledger.ids import new_id
from linli.station.publishing.marks import cleaned
from linli.vocabulary import LinliError, Text

MOST = 60
Part = dict[str, Any]


def _line(label: Any, most: int, required: bool = True, help_text: Any = "") -> Any:
    return blocks.CharBlock(label=label, max_length=most, required=required, help_text=help_text)


def _lines(label: Any, most: int, rows: int, help_text: Any = "") -> Any:
    made = _line(label, most, help_text=help_text)
    made.field.widget = forms.Textarea(attrs={"rows": rows})  # TextBlock's own belongs to Wagtail's admin
    return made


PARTS: Any = blocks.StreamBlock(
    [
        (
            "text",
            blocks.StructBlock(
                [
                    (
                        "text",
                        _lines(
                            gettext_lazy("正文"),
                            20_000,
                            12,
                            gettext_lazy(
                                "空一行分段。## 开头是小标题，- 开头是列表，**加粗**，[文字](网址) 是链接。"
                            ),
                        ),
                    )
                ],
                label=gettext_lazy("文字"),
            ),
        ),
        (
            "picture",
            blocks.StructBlock(
                [
                    ("picture", _line(gettext_lazy("图片"), 20)),
                    ("caption", _line(gettext_lazy("图注"), 200, required=False)),
                ],
                label=gettext_lazy("图片"),
            ),
        ),
        (
            "card",
            blocks.StructBlock(
                [
                    ("title", _line(gettext_lazy("一句话"), 40)),
                    ("text", _lines(gettext_lazy("再说两句"), 200, 3)),
                ],
                label=gettext_lazy("卡片"),
            ),
        ),
        (
            "quote",
            blocks.StructBlock(
                [
                    ("text", _lines(gettext_lazy("原话"), 600, 4)),
                    ("source", _line(gettext_lazy("谁说的、在哪里"), 120)),
                    ("url", blocks.URLBlock(label=gettext_lazy("网址"), required=False, max_length=500)),
                ],
                label=gettext_lazy("引用"),
            ),
        ),
        (
            "moment",
            blocks.StructBlock(
                [
                    ("when", _line(gettext_lazy("什么时候"), 30)),
                    ("title", _line(gettext_lazy("发生了什么"), 60)),
                    ("text", _lines(gettext_lazy("经过"), 1000, 4)),
                    ("source", _line(gettext_lazy("原始来源"), 120)),
                    ("url", blocks.URLBlock(label=gettext_lazy("来源网址"), required=False, max_length=500)),
                ],
                label=gettext_lazy("时间点"),
            ),
        ),
        (
            "poll",
            blocks.StructBlock(
                [
                    ("question", _line(gettext_lazy("想问什么"), 80)),
                    ("options", _lines(gettext_lazy("选项"), 400, 4, gettext_lazy("每行一个，两到八个。"))),
                ],
                label=gettext_lazy("听听大家"),
            ),
        ),
        (
            "quiz",
            blocks.StructBlock(
                [
                    ("question", _line(gettext_lazy("问题"), 80)),
                    ("options", _lines(gettext_lazy("选项"), 400, 4, gettext_lazy("每行一个，两到八个。"))),
                    (
                        "right",
                        blocks.IntegerBlock(label=gettext_lazy("第几个对"), min_value=1, max_value=8),
                    ),
                    ("why", _lines(gettext_lazy("为什么"), 400, 3)),
                ],
                label=gettext_lazy("小测"),
            ),
        ),
    ],
    max_num=MOST,
    required=False,
)


def kinds() -> dict[str, Any]:
    """Every kind of part by its name, with its block."""
    return dict(PARTS.child_blocks)


def fields_of(kind: str) -> dict[str, forms.Field]:
    """The fields of the form for a part of this kind, as its block declares them."""
    found: dict[str, forms.Field] = {}
    for name, block in kinds()[kind].child_blocks.items():
        field: forms.Field = deepcopy(block.field)
        field.label = block.label
        found[name] = field
    return found


def options_of(value: Part) -> list[str]:
    """The options of a poll or quiz, one a line."""
    return [line.strip() for line in str(value["options"]).splitlines() if line.strip()]


def checked(raw: list[Part]) -> list[Part]:
    """The parts as they are kept; a `LinliError` names the part, the field and the mend."""
    if len(raw) > MOST:
        raise LinliError(
            Text(f"一篇至多 {MOST} 个部分。", f"A work has {MOST} parts at most."),
            field="body",
            value=len(raw),
            mend=Text("请拆成两篇。", "Make two works of it."),
        )
    return [_checked(number, part) for number, part in enumerate(raw, 1)]


def _checked(number: int, part: Part) -> Part:
    kind, value = part.get("type"), part.get("value")
    if not isinstance(kind, str) or kind not in PARTS.child_blocks or not isinstance(value, dict):
        raise LinliError(
            Text("没有这种部分。", "There is no such kind of part."),
            field=f"body.{number}.type",
            value=kind,
            mend=Text(f"可以用：{'、'.join(kinds())}。", f"Known: {', '.join(kinds())}."),
        )
    block = kinds()[kind]
    kept: Part = {}
    for name, child in block.child_blocks.items():
        try:
            kept[name] = child.get_prep_value(child.clean(child.to_python(value.get(name))))
        except (ValidationError, TypeError, ValueError) as error:
            raise _wrong(f"body.{number}.{name}", value.get(name), error) from error
    if kind == "text":
        kept["text"] = cleaned(kept["text"])
    _options(number, kind, kept)
    return {"type": kind, "value": kept, "id": str(part.get("id") or new_id())[:36]}


def _options(number: int, kind: str, value: Part) -> None:
    if kind not in ("poll", "quiz"):
        return
    options = options_of(value)
    if not 2 <= len(options) <= 8 or len(set(options)) < len(options):
        raise LinliError(
            Text("选项要两到八个，各不相同。", "It takes two to eight options, each different."),
            field=f"body.{number}.options",
            value=len(options),
            mend=Text("每行写一个。", "Write one a line."),
        )
    if kind == "quiz" and value["right"] > len(options):
        raise LinliError(
            Text("没有第这么多个选项。", "There is no option of that number."),
            field=f"body.{number}.right",
            value=value["right"],
        )


def _wrong(field: str, value: object, error: Exception) -> LinliError:
    said = "；".join(error.messages) if isinstance(error, ValidationError) else str(error)
    return LinliError(
        Text(f"这里填得不对：{said}", f"This does not fit: {said}"),
        field=field,
        value=value,
        mend=Text("请照提示改。", "Please mend it as it says."),
    )
