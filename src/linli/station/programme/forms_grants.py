"""The forms of grants."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django import forms
from django.utils.translation import gettext, gettext_lazy

from linli.station.activities.forms_charity import amount

PHOTO = forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"})


class CallForm(forms.Form):
    """For what, how much, judged by what, until when."""

    title = forms.CharField(label=gettext_lazy("征集名称"), max_length=60)
    purpose = forms.CharField(
        label=gettext_lazy("资助什么样的项目"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4})
    )
    pot = amount(gettext_lazy("总额（元）"))
    most = amount(gettext_lazy("每项至多（元）"))
    criteria = forms.CharField(
        label=gettext_lazy("评审标准"),
        max_length=200,
        initial=gettext_lazy("有人需要、做得成、省钱"),
        help_text=gettext_lazy("用顿号分开，一到六条；每条 1 到 5 分，公开。"),
    )
    closes = forms.DateField(label=gettext_lazy("截止"), widget=forms.DateInput(attrs={"type": "date"}))

    def clean_criteria(self) -> list[str]:
        """The names of the criteria."""
        words: str = self.cleaned_data["criteria"]
        for mark in "，,；;\n":
            words = words.replace(mark, "、")
        return [one.strip() for one in words.split("、") if one.strip()]


class ApplyForm(forms.Form):
    """One form, one photo."""

    title = forms.CharField(label=gettext_lazy("项目名称"), max_length=60)
    text = forms.CharField(
        label=gettext_lazy("帮谁、做什么、怎么花"), max_length=2000, widget=forms.Textarea(attrs={"rows": 5})
    )
    body = forms.CharField(label=gettext_lazy("谁来做（单位或小组，会公开）"), max_length=60)
    asked = amount(gettext_lazy("要多少元"))
    photo = forms.FileField(
        label=gettext_lazy("一张照片"),
        required=False,
        widget=PHOTO,
        help_text=gettext_lazy("别拍到孩子的脸；位置等信息会自动去掉。"),
    )
    steps = forms.CharField(
        label=gettext_lazy("分几步做"),
        max_length=1200,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "placeholder": "2027-03-01 …"}),
        help_text=gettext_lazy("一行一步：日期、空格、做什么。小项目可以不填。"),
    )

    def clean_steps(self) -> list[tuple[date, str]]:
        """Days and what is done by them; an error that shows the line that cannot be read."""
        return [_step(one) for one in self.cleaned_data["steps"].splitlines() if one.strip()]


def _step(words: str) -> tuple[date, str]:
    day, _, what = words.strip().partition(" ")
    try:
        return date.fromisoformat(day), what
    except ValueError as error:
        raise forms.ValidationError(gettext("读不懂这一行：{line}").format(line=words[:40])) from error


class RubricForm(forms.Form):
    """Points for each criterion, and why."""

    words = forms.CharField(
        label=gettext_lazy("为什么这样打分"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *given: object, criteria: Sequence[str], **more: object) -> None:
        super().__init__(*given, **more)  # type: ignore[arg-type]
        self.names = [f"score{number}" for number in range(len(criteria))]
        for name, label in zip(self.names, criteria, strict=True):
            self.fields[name] = forms.IntegerField(label=label, min_value=1, max_value=5)
        self.order_fields([*self.names, "words"])
        self.criteria = criteria

    def scores(self) -> dict[str, int]:
        """The points by criterion."""
        return {one: self.cleaned_data[name] for name, one in zip(self.names, self.criteria, strict=True)}


class SpendForm(forms.Form):
    """Money of a grant spent."""

    what = forms.CharField(label=gettext_lazy("花在什么上"), max_length=120)
    amount = amount(gettext_lazy("多少元"))
    day = forms.DateField(label=gettext_lazy("哪一天"), widget=forms.DateInput(attrs={"type": "date"}))


class StepForm(forms.Form):
    """What shows that a step was reached."""

    evidence = forms.CharField(label=gettext_lazy("怎么看得出来（一句话或一个网址）"), max_length=300)


class ReportForm(forms.Form):
    """What came of it, with one photo."""

    report = forms.CharField(
        label=gettext_lazy("做成了什么，没做成什么"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )
    photo = forms.FileField(
        label=gettext_lazy("一张照片"),
        required=False,
        widget=PHOTO,
        help_text=gettext_lazy("别拍到孩子的脸；位置等信息会自动去掉。"),
    )
