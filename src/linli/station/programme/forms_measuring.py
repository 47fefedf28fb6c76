"""Setting a target; beginning an experiment and writing it up."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy

WAYS = (
    ("lot", gettext_lazy("抽签")),
    ("turn", gettext_lazy("一天用旧的、一天用新的，轮着来")),
    ("place", gettext_lazy("有的地方用新的，有的地方用旧的")),
)


class TargetForm(forms.Form):
    """Which indicator, how much, until when."""

    indicator = forms.ChoiceField(label=gettext_lazy("哪个指标"))
    value = forms.FloatField(label=gettext_lazy("目标值（和指标同一个单位）"), min_value=0, max_value=10**6)
    ends = forms.DateField(label=gettext_lazy("到哪天"), widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *given: object, choices: Sequence[tuple[str, str]], **more: object) -> None:
        super().__init__(*given, **more)  # type: ignore[arg-type]
        self.fields["indicator"].choices = choices  # type: ignore[attr-defined]


class ExperimentForm(forms.Form):
    """What is tried on which part, and what is counted: told before it begins."""

    title = forms.CharField(label=gettext_lazy("试什么"), max_length=60)
    before = forms.CharField(
        label=gettext_lazy("原来怎么做"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    new = forms.CharField(
        label=gettext_lazy("新办法怎么做"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    measure = forms.CharField(
        label=gettext_lazy("数什么"),
        max_length=200,
        help_text=gettext_lazy("一个能数的结果，例如“一周内本人说解决了”。开始以后不能改。"),
    )
    way = forms.ChoiceField(label=gettext_lazy("怎么分成两边"), choices=WAYS, widget=forms.RadioSelect)
    ends = forms.DateField(label=gettext_lazy("试到哪天"), widget=forms.DateInput(attrs={"type": "date"}))


def _count(label: object) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=10**7)  # type: ignore[arg-type]


class ResultForm(forms.Form):
    """The counts of both parts, and what follows."""

    new_part = _count(gettext_lazy("新办法：成了几个"))
    new_whole = _count(gettext_lazy("新办法：一共几个"))
    before_part = _count(gettext_lazy("原来的：成了几个"))
    before_whole = _count(gettext_lazy("原来的：一共几个"))
    written = forms.CharField(
        label=gettext_lazy("怎么看、接着怎么做"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        initial=gettext_lazy("看到了什么：\n没想到的：\n还可能是什么原因：\n接着怎么做："),
    )
