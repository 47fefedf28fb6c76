"""An organisation's entry, what a base offers, a date."""

from __future__ import annotations

from typing import cast

from django import forms
from django.utils.translation import gettext_lazy

from linli.station.organisations.models import Audience
from linli.station.organisations.requests import as_label
from linli.station.organisations.tree import NAMES

AUDIENCES = (
    (Audience.ALL.value, gettext_lazy("都可以")),
    (Audience.CHILD.value, gettext_lazy("孩子")),
    (Audience.PARENT.value, gettext_lazy("家长")),
    (Audience.TEACHER.value, gettext_lazy("老师")),
    (Audience.ELDER.value, gettext_lazy("长辈")),
)


class BodyForm(forms.Form):
    """An organisation."""

    kind = forms.ChoiceField(label=gettext_lazy("哪一种"))
    name = forms.CharField(label=gettext_lazy("单位名称"), max_length=60)
    name_en = forms.CharField(label=gettext_lazy("英文名"), max_length=120, required=False)
    parent = forms.ChoiceField(label=gettext_lazy("上级"), required=False)
    scope = forms.CharField(
        label=gettext_lazy("服务谁、管哪一片"), max_length=200, widget=forms.Textarea(attrs={"rows": 2})
    )
    about = forms.CharField(
        label=gettext_lazy("介绍"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    contact = forms.CharField(
        label=gettext_lazy("公开的联系方式"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("单位的电话或邮箱，不写私人的。对方确认以后才公开。"),
    )

    def offer(self, parents: list[tuple[str, str]]) -> BodyForm:
        """The kinds, and those it may lie below."""
        cast(forms.ChoiceField, self.fields["kind"]).choices = [(str(k), as_label(t)) for k, t in NAMES.items()]
        cast(forms.ChoiceField, self.fields["parent"]).choices = [("", "—"), *parents]
        return self


class OfferForm(forms.Form):
    """What a base offers."""

    title = forms.CharField(label=gettext_lazy("课目"), max_length=60)
    text = forms.CharField(
        label=gettext_lazy("学什么、多久、要带什么"), max_length=600, widget=forms.Textarea(attrs={"rows": 3})
    )
    audience = forms.ChoiceField(label=gettext_lazy("给谁"), choices=AUDIENCES)
    booking = forms.CharField(label=gettext_lazy("怎么预约"), max_length=200, required=False)


class DateForm(forms.Form):
    """When and where."""

    starts = forms.DateTimeField(
        label=gettext_lazy("哪天几点"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M"],
    )
    place = forms.CharField(label=gettext_lazy("在哪"), max_length=80)
