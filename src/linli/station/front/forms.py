"""The forms of the front's own pages."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

LONGEST = 5000


class CheckForm(forms.Form):
    """One sentence, or a few, to look at. It is never stored."""

    text = forms.CharField(
        label=gettext_lazy("贴一句话"),
        help_text=gettext_lazy("一条评论、一段群消息，都可以。"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4, "data-count": "text-count", "autocomplete": "off"}),
        error_messages={"required": gettext_lazy("请先贴上要查的文字。")},
    )


class SampleForm(forms.Form):
    """The components page: one field of each kind."""

    HARMS = [
        ("abuse", gettext_lazy("辱骂与骚扰")),
        ("doxxing", gettext_lazy("泄露他人信息")),
        ("threat", gettext_lazy("威胁恐吓")),
        ("fraud", gettext_lazy("诈骗")),
        ("false-claim", gettext_lazy("不实信息")),
        ("minor-safety", gettext_lazy("危害未成年人")),
    ]
    harm = forms.ChoiceField(
        label=gettext_lazy("遇到了什么"),
        help_text=gettext_lazy("选最接近的一项，之后还能改。"),
        choices=HARMS,
        widget=forms.RadioSelect,
    )
    where = forms.CharField(
        label=gettext_lazy("出现在哪里"), max_length=80, help_text=gettext_lazy("网址或帖子编号。")
    )
    story = forms.CharField(label=gettext_lazy("经过"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    when = forms.ChoiceField(
        label=gettext_lazy("大概什么时候"),
        choices=[("today", gettext_lazy("今天")), ("week", gettext_lazy("这一周")), ("before", gettext_lazy("更早"))],
        required=False,
    )
    tell = forms.BooleanField(label=gettext_lazy("有结果时告诉我"), required=False)
