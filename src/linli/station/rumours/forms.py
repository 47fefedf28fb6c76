"""The forms of asking and of checking."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from linli.reading.pictures import can_read
from linli.station.organisations.requests import as_label
from linli.station.rumours.models import Topic
from linli.station.rumours.services.asking import LONGEST
from linli.station.rumours.services.checking import LIMITS
from linli.station.rumours.wording import TOPICS, VERDICTS


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def _topics() -> list[tuple[str, str]]:
    return [(value, as_label(TOPICS[value])) for value in Topic.values]


class AskForm(forms.Form):
    """What somebody wants to have checked: words, a link to them, or a screenshot of them."""

    text = forms.CharField(
        label=gettext_lazy("想求证的话，或网址"),
        help_text=gettext_lazy("把整段话原样贴进来，或者只贴一个网址。不用登录，也不会公开您是谁。"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4, "data-count": "ask-count"}),
        error_messages={
            "max_length": gettext_lazy("最多 2000 个字。"),
        },
    )

    picture = forms.FileField(
        label=gettext_lazy("或者一张截图"),
        help_text=gettext_lazy("只读出图里的字，图片不保存。PNG、JPEG、WebP，最大 8 MB。"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not can_read():
            del self.fields["picture"]

    def clean(self) -> dict[str, Any]:
        """Words or a picture: one of them is needed."""
        given = super().clean() or {}
        if not given.get("text") and not given.get("picture") and not self.errors:
            self.add_error("text", gettext("请贴上想求证的话，或选一张截图。"))
        return given


class DraftForm(forms.Form):
    """A check as its author writes it."""

    verdict = forms.ChoiceField(
        label=gettext_lazy("结论"),
        required=False,
        choices=lambda: [("", "—"), *((v, as_label(t)) for v, t in VERDICTS.items())],
    )
    title = forms.CharField(
        label=gettext_lazy("标题"),
        help_text=gettext_lazy("先说事实，不重复谣言，例如：螃蟹和西红柿可以一起吃。"),
        required=False,
        max_length=LIMITS["title"],
    )
    summary = forms.CharField(
        label=gettext_lazy("一句话结论"),
        help_text=gettext_lazy("家里老人一看就懂的一句话，答复卡片上也用它。"),
        required=False,
        max_length=LIMITS["summary"],
        widget=_area(2),
    )
    known = forms.CharField(
        label=gettext_lazy("已查明的"), required=False, max_length=LIMITS["known"], widget=_area(6)
    )
    unknown = forms.CharField(
        label=gettext_lazy("还不清楚的"), required=False, max_length=LIMITS["unknown"], widget=_area(3)
    )
    reply = forms.CharField(
        label=gettext_lazy("当事方的回应"),
        help_text=gettext_lazy("核查涉及谁，就给谁说话的机会；问了没有答复也写明。"),
        required=False,
        max_length=LIMITS["reply"],
        widget=_area(3),
    )
    interests = forms.CharField(
        label=gettext_lazy("利益关系说明"),
        help_text=gettext_lazy("您和这件事、和相关方有没有关系。没有就写「无」。"),
        required=False,
        max_length=LIMITS["interests"],
    )
    wordings = forms.CharField(
        label=gettext_lazy("别的说法，一行一个"),
        help_text=gettext_lazy("用来认出换了说法的同一条传言。不要写人名、电话和地址。"),
        required=False,
        max_length=LIMITS["wordings"],
        widget=_area(3),
    )
    correction = forms.CharField(
        label=gettext_lazy("更正了什么"), required=False, max_length=LIMITS["correction"], widget=_area(2)
    )


class SourceForm(forms.Form):
    """A source: its address; the words, where the server cannot read them."""

    url = forms.CharField(
        label=gettext_lazy("来源网址"), max_length=500, error_messages={"required": gettext_lazy("请填写网址。")}
    )
    title = forms.CharField(
        label=gettext_lazy("来源叫什么"),
        help_text=gettext_lazy("不填就用网页的标题。"),
        required=False,
        max_length=200,
    )
    quote = forms.CharField(label=gettext_lazy("引用的一句"), required=False, max_length=1000, widget=_area(2))
    copy = forms.CharField(
        label=gettext_lazy("存档：网页打不开时，把原文贴在这里"), required=False, max_length=40_000, widget=_area(4)
    )


class WordForm(forms.Form):
    """How a claim is worded, and what it is about."""

    text = forms.CharField(label=gettext_lazy("传言怎么说"), max_length=120, widget=_area(2))
    topic = forms.ChoiceField(label=gettext_lazy("话题"), choices=_topics)


class MergeForm(forms.Form):
    """The claim that another one is the same as."""

    into = forms.ChoiceField(label=gettext_lazy("其实和哪一条相同"))

    def __init__(self, others: list[tuple[str, str]], *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = self.fields["into"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 (for the type checker)
        field.choices = others


class PageForm(forms.Form):
    """A page of another site whose checks are to be taken."""

    url = forms.CharField(
        label=gettext_lazy("别家核查的网址"),
        help_text=gettext_lazy("读取网页里的 ClaimReview。先由编辑看，来源始终写明。"),
        max_length=500,
        error_messages={"required": gettext_lazy("请填写网址。")},
    )


class WhyForm(forms.Form):
    """Why a check is withdrawn."""

    why = forms.CharField(
        label=gettext_lazy("为什么撤回"),
        max_length=500,
        widget=_area(2),
        error_messages={"required": gettext_lazy("请写明为什么撤回。")},
    )
