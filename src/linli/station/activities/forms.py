"""One form for an activity, and the small ones beside it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy

from linli.station.activities.services import ShiftPlan
from linli.station.publishing.calendars import days_to_choose


class ActivityForm(forms.Form):
    """What, where, when, how many. Everything else may stay empty."""

    title = forms.CharField(label=gettext_lazy("活动名称"), max_length=60)
    summary = forms.CharField(
        label=gettext_lazy("做什么、要带什么"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    place = forms.CharField(label=gettext_lazy("在哪里"), max_length=120)
    day = forms.DateField(label=gettext_lazy("哪一天"), widget=forms.DateInput(attrs={"type": "date"}))
    starts = forms.TimeField(label=gettext_lazy("几点开始"), widget=forms.TimeInput(attrs={"type": "time"}))
    ends = forms.TimeField(label=gettext_lazy("几点结束"), widget=forms.TimeInput(attrs={"type": "time"}))
    places = forms.IntegerField(label=gettext_lazy("名额"), min_value=1, max_value=2000, initial=10)
    weeks = forms.IntegerField(
        label=gettext_lazy("连续几周"),
        min_value=1,
        max_value=20,
        initial=1,
        help_text=gettext_lazy("每周同一时间各一个班次。"),
    )
    safety = forms.CharField(
        label=gettext_lazy("安全提示"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    festival = forms.ChoiceField(label=gettext_lazy("为哪个日子"), required=False)
    hosts = forms.CharField(
        label=gettext_lazy("一起主办的单位"),
        max_length=400,
        required=False,
        help_text=gettext_lazy("用顿号分开，排名不分先后。"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["festival"].choices = days_to_choose()  # type: ignore[attr-defined]

    def plans(self) -> list[ShiftPlan]:
        """The shifts that the form describes; one that ends before it starts ends the next day."""
        given = self.cleaned_data
        starts = timezone.make_aware(datetime.combine(given["day"], given["starts"]))
        ends = timezone.make_aware(datetime.combine(given["day"], given["ends"]))
        ends += timedelta(days=1) if ends <= starts else timedelta()
        weeks = [timedelta(weeks=week) for week in range(given["weeks"])]
        return [ShiftPlan(starts + week, ends + week, given["places"]) for week in weeks]

    def host_names(self) -> list[str]:
        """The other hosts."""
        words: str = self.cleaned_data["hosts"]
        for mark in "，,；;":
            words = words.replace(mark, "、")
        return [one for one in words.split("、") if one.strip()]


class JoinForm(forms.Form):
    """Whether one is a minor, and who consents."""

    minor = forms.BooleanField(label=gettext_lazy("我未满十八岁"), required=False)
    guardian = forms.CharField(
        label=gettext_lazy("监护人怎么称呼"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("监护人在旁并且同意。"),
    )


class CodeForm(forms.Form):
    """The code on the leader's screen."""

    code = forms.CharField(
        label=gettext_lazy("屏幕上的码"),
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "class": "code-input", "inputmode": "text"}
        ),
    )


class HandForm(forms.Form):
    """Hours of one who could not scan."""

    minutes = forms.IntegerField(label=gettext_lazy("分钟"), min_value=1, max_value=720)
    note = forms.CharField(label=gettext_lazy("为什么补记"), max_length=200)


class ReasonForm(forms.Form):
    """Why an activity is called off."""

    reason = forms.CharField(label=gettext_lazy("取消的原因（会告诉每一位报名的人）"), max_length=200)


class ProofForm(forms.Form):
    """The name for a proof."""

    name = forms.CharField(
        label=gettext_lazy("证明上的姓名"),
        max_length=40,
        help_text=gettext_lazy("只写在这份证明上；您可以随时收回。"),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )


def posted(form: type[forms.Form], data: Any, name: str) -> forms.Form:
    """The form bound where its own button was pressed, else fresh."""
    return form(data if name in data else None)


class BadgeForm(forms.Form):
    """Which badge, and the name on it."""

    badge = forms.CharField(max_length=60)
    name = forms.CharField(label=gettext_lazy("徽章上的名字，小名也行"), max_length=40)
