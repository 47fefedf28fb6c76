"""Proposing, planning, doing."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy


class ProposalForm(forms.Form):
    """What one would have done, and whether it may be shown."""

    title = forms.CharField(label=gettext_lazy("一句话说建议"), max_length=60)
    text = forms.CharField(
        label=gettext_lazy("为什么、怎么做"), max_length=2000, widget=forms.Textarea(attrs={"rows": 5})
    )
    show = forms.BooleanField(label=gettext_lazy("答复以后可以公开（不带姓名）"), required=False, initial=True)


class PlanForm(forms.Form):
    """An aim, who answers for it, its end."""

    title = forms.CharField(label=gettext_lazy("计划名称"), max_length=60)
    aim = forms.CharField(
        label=gettext_lazy("要做成什么，怎么算做成"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
    answers = forms.CharField(label=gettext_lazy("谁负责"), max_length=60)
    helpers = forms.CharField(label=gettext_lazy("谁来帮"), max_length=200, required=False)
    ends = forms.DateField(label=gettext_lazy("到哪天"), widget=forms.DateInput(attrs={"type": "date"}))


class TaskForm(forms.Form):
    """Something to do by a day."""

    title = forms.CharField(label=gettext_lazy("做什么"), max_length=80)
    due = forms.DateField(label=gettext_lazy("哪天之前"), widget=forms.DateInput(attrs={"type": "date"}))
    who = forms.TypedChoiceField(label=gettext_lazy("谁做"), required=False, coerce=int, empty_value=None)


class CloseForm(forms.Form):
    """What came of it."""

    closing = forms.CharField(
        label=gettext_lazy("做成了什么，没做成什么"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )
