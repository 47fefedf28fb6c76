"""The forms of minors' mode."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from linli.station.minors.plan import Band, Contacts, Plan, Search

BANDS = [
    (Band.UNDER_3.value, gettext_lazy("不满 3 岁")),
    (Band.FROM_3.value, gettext_lazy("3 至 8 岁")),
    (Band.FROM_8.value, gettext_lazy("8 至 12 岁")),
    (Band.FROM_12.value, gettext_lazy("12 至 16 岁")),
    (Band.FROM_16.value, gettext_lazy("16 至 18 岁")),
]
CONTACTS = [
    (Contacts.NOBODY.value, gettext_lazy("谁都不行")),
    (Contacts.APPROVED.value, gettext_lazy("家长同意过的人")),
    (Contacts.FRIENDS.value, gettext_lazy("互相关注的人")),
    (Contacts.ANYBODY.value, gettext_lazy("任何人")),
]
SEARCHES = [
    (Search.OFF.value, gettext_lazy("不能搜索")),
    (Search.POOL.value, gettext_lazy("只搜适龄的内容池")),
    (Search.FILTERED.value, gettext_lazy("过滤后的结果")),
    (Search.OPEN.value, gettext_lazy("不限")),
]
NO_PIN = {"required": gettext_lazy("请输入家长密码。")}


def pin_field(label: object) -> forms.CharField:
    """A guardian's PIN."""
    widget = forms.PasswordInput(attrs={"autocomplete": "off"})
    return forms.CharField(label=label, max_length=64, widget=widget, error_messages=NO_PIN)  # type: ignore[arg-type]


class BandForm(forms.Form):
    """How old, and what to call the child."""

    name = forms.CharField(
        label=gettext_lazy("孩子的小名"),
        help_text=gettext_lazy("别写真名。只有您和孩子看得见。"),
        max_length=30,
        error_messages={"required": gettext_lazy("写一个小名就可以。")},
    )
    band = forms.ChoiceField(label=gettext_lazy("多大了"), choices=BANDS, widget=forms.RadioSelect)


class PinForm(forms.Form):
    """The guardian chooses a PIN."""

    pin = pin_field(gettext_lazy("定一个家长密码"))
    again = pin_field(gettext_lazy("再输一遍"))

    def clean(self) -> dict[str, object]:
        """Both are the same."""
        given = super().clean() or {}
        if given.get("pin") and given.get("again") and given["pin"] != given["again"]:
            self.add_error("again", gettext_lazy("两遍不一样。"))
        return given


class PlanForm(forms.Form):
    """A guardian changes the plan."""

    minutes_school = forms.IntegerField(label=gettext_lazy("上学日，每天几分钟"), min_value=0, max_value=1440)
    minutes_free = forms.IntegerField(label=gettext_lazy("休息日，每天几分钟"), min_value=0, max_value=1440)
    rest_after = forms.IntegerField(label=gettext_lazy("连续几分钟提醒休息"), min_value=0, max_value=240)
    curfew_from = forms.TimeField(
        label=gettext_lazy("几点起休息"),
        help_text=gettext_lazy("写 22:00 这样。空着就是不设。"),
        required=False,
        widget=forms.TimeInput(format="%H:%M"),
    )
    curfew_to = forms.TimeField(label=gettext_lazy("到几点"), widget=forms.TimeInput(format="%H:%M"))
    spend_once = forms.IntegerField(label=gettext_lazy("一次最多花几元"), min_value=0, max_value=100_000)
    spend_month = forms.IntegerField(label=gettext_lazy("一个月最多花几元"), min_value=0, max_value=100_000)
    contacts = forms.ChoiceField(label=gettext_lazy("谁能联系孩子"), choices=CONTACTS, widget=forms.RadioSelect)
    search = forms.ChoiceField(label=gettext_lazy("搜索"), choices=SEARCHES, widget=forms.RadioSelect)
    pool = forms.ChoiceField(label=gettext_lazy("内容池"), choices=BANDS, widget=forms.Select)
    education_free = forms.BooleanField(
        label=gettext_lazy("备案的教育服务不计时"),
        help_text=gettext_lazy("哪些是，看「适龄内容和不计时的服务」。休息时间照样休息。"),
        required=False,
    )
    pin = pin_field(gettext_lazy("家长密码"))

    def plan(self, before: Plan) -> Plan:
        """The plan as it was filled in."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "pin"}
        curfew = given["curfew_from"]
        given["curfew_from"] = curfew.strftime("%H:%M") if curfew else None
        given["curfew_to"] = given["curfew_to"].strftime("%H:%M")
        return Plan.from_dict({**before.to_dict(), **given})


class WishForm(forms.Form):
    """A child asks for more time."""

    minutes = forms.TypedChoiceField(
        label=gettext_lazy("再要多久"),
        choices=[(10, gettext_lazy("10 分钟")), (20, gettext_lazy("20 分钟")), (30, gettext_lazy("30 分钟"))],
        coerce=int,
        initial=20,
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=gettext_lazy("用来做什么"),
        max_length=60,
        error_messages={"required": gettext_lazy("写一写要做什么。")},
    )


class AnswerForm(forms.Form):
    """A guardian answers."""

    words = forms.CharField(label=gettext_lazy("对孩子说一句"), max_length=60, required=False)
    pin = forms.CharField(
        label=gettext_lazy("家长密码"),
        help_text=gettext_lazy("同意时要填。"),
        required=False,
        max_length=64,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )


class CheckForm(forms.Form):
    """A grown-up asks the staff to confirm that they are the guardian."""

    text = forms.CharField(
        label=gettext_lazy("怎么回事，什么时候方便见面"),
        help_text=gettext_lazy("不要发证件照片：当面核实就好。"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("写一两句，社区的人好找您。")},
    )


class EducationalForm(forms.Form):
    """A filed educational service."""

    name = forms.CharField(label=gettext_lazy("平台的名字"), help_text=gettext_lazy("和接入时一样。"), max_length=60)
    filing = forms.CharField(label=gettext_lazy("备案编号"), max_length=100)


class PickForm(forms.Form):
    """A published work for the pool."""

    work = forms.ChoiceField(label=gettext_lazy("已发布的文章"))
    bands = forms.MultipleChoiceField(
        label=gettext_lazy("适合多大的孩子"), choices=BANDS, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, works: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["work"].choices = works  # type: ignore[attr-defined]


class TermForm(forms.Form):
    """A school term."""

    name = forms.CharField(label=gettext_lazy("学期的名字"), max_length=30)
    first = forms.DateField(label=gettext_lazy("第一天"), widget=forms.DateInput(attrs={"type": "date"}))
    last = forms.DateField(label=gettext_lazy("最后一天"), widget=forms.DateInput(attrs={"type": "date"}))


class DoorForm(forms.Form):
    """What a child wants to say."""

    text = forms.CharField(
        label=gettext_lazy("想说的话"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": gettext_lazy("写一两个字也行。")},
    )
