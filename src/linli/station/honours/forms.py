"""Proposing, agreeing, objecting."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from linli.station.honours.models import Naming


class ProposeForm(forms.Form):
    """What was done, and how one knows."""

    title = forms.CharField(label=gettext_lazy("一句话说这件好事"), max_length=60)
    story = forms.CharField(
        label=gettext_lazy("经过"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("时间、地点、做了什么。先不要写姓名，由本人决定怎么称呼。"),
    )
    evidence = forms.CharField(
        label=gettext_lazy("您怎么知道的"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("亲眼看见、有照片、可以问谁。只给核实的人看。"),
    )


class AgreeForm(forms.Form):
    """How the person wants to appear."""

    naming = forms.ChoiceField(
        label=gettext_lazy("怎么称呼您"),
        choices=[
            (Naming.REAL.value, gettext_lazy("用真名")),
            (Naming.PEN.value, gettext_lazy("用化名")),
            (Naming.NONE.value, gettext_lazy("不具名")),
        ],
        widget=forms.RadioSelect,
        initial=Naming.NONE.value,
    )
    name = forms.CharField(label=gettext_lazy("名字"), max_length=20, required=False)


class ObjectForm(forms.Form):
    """What is wrong."""

    text = forms.CharField(label=gettext_lazy("哪里不对"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4}))
