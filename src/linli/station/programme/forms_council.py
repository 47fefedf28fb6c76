"""The forms of the youth council."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

BANDS = (
    ("08-13", gettext_lazy("8 到 13 岁（监护人先同意）")),
    ("14-17", gettext_lazy("14 到 17 岁")),
    ("18-35", gettext_lazy("18 到 35 岁")),
)


class TermForm(forms.Form):
    """A council and its last day."""

    title = forms.CharField(label=gettext_lazy("哪一届"), max_length=40)
    ends = forms.DateField(label=gettext_lazy("到哪天"), widget=forms.DateInput(attrs={"type": "date"}))


class SeatForm(forms.Form):
    """How old, and for grown-ups how to be called."""

    band = forms.ChoiceField(label=gettext_lazy("您多大"), choices=BANDS, widget=forms.RadioSelect)
    name = forms.CharField(
        label=gettext_lazy("怎么称呼"),
        max_length=20,
        required=False,
        help_text=gettext_lazy("满十八岁才填，会公开。不满十八岁不公开名字，也不保存。"),
    )


class QuestionForm(forms.Form):
    """A question to the council."""

    text = forms.CharField(label=gettext_lazy("问什么"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class VoiceForm(forms.Form):
    """What a member says."""

    text = forms.CharField(label=gettext_lazy("您怎么看"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class DraftForm(forms.Form):
    """The council's answer."""

    text = forms.CharField(
        label=gettext_lazy("议事会的答复"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4})
    )


class ConsentForm(forms.Form):
    """The guardian's name."""

    name = forms.CharField(
        label=gettext_lazy("监护人怎么称呼"), max_length=40, help_text=gettext_lazy("只给负责人看，不公开。")
    )
