"""Templates, begun pledges, reviews, complaints, duties."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy

from linli.station.organisations.requests import as_label
from linli.station.pledges.duties import STATES


def _box(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class TemplateForm(forms.Form):
    """What can be pledged."""

    title = forms.CharField(label=gettext_lazy("承诺叫什么"), max_length=60)
    promise = forms.CharField(label=gettext_lazy("承诺的话"), max_length=1000, widget=_box(4))
    questions = forms.CharField(
        label=gettext_lazy("自评的问题"),
        max_length=5000,
        widget=_box(6),
        help_text=gettext_lazy("一行一个：问题 | 要什么凭据。至多二十个。"),
    )
    months = forms.IntegerField(label=gettext_lazy("几个月续一次"), min_value=1, max_value=36, initial=12)

    def asked(self) -> list[tuple[str, str]]:
        """The questions, each with its hint."""
        lines = [line for line in self.cleaned_data["questions"].splitlines() if line.strip()]
        return [(ask.strip(), hint.strip()) for ask, _, hint in (line.partition("|") for line in lines)]


class ReviewForm(forms.Form):
    """A review."""

    result = forms.ChoiceField(
        label=gettext_lazy("您的意见"),
        choices=[("yes", gettext_lazy("凭据看过了，通过")), ("no", gettext_lazy("退回再改"))],
        widget=forms.RadioSelect,
    )
    doubts = forms.MultipleChoiceField(
        label=gettext_lazy("哪几题有疑问"), required=False, widget=forms.CheckboxSelectMultiple
    )
    note = forms.CharField(label=gettext_lazy("看了什么、怎么核对的"), min_length=10, max_length=500, widget=_box(3))

    def offer(self, questions: list[dict[str, Any]]) -> ReviewForm:
        """The questions to doubt."""
        choices = [(str(one["id"]), str(one["ask"])) for one in questions]
        cast(forms.MultipleChoiceField, self.fields["doubts"]).choices = choices
        return self


class ComplaintForm(forms.Form):
    """A pledge not kept, or its page wrong."""

    about = forms.ChoiceField(
        label=gettext_lazy("哪一种"),
        choices=[("broken", gettext_lazy("没守住承诺")), ("wrong", gettext_lazy("页面上写的不对"))],
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=gettext_lazy("哪天、什么事、怎么核对"),
        max_length=1000,
        widget=_box(4),
        help_text=gettext_lazy("您写的会给被投诉的单位看，好让它答复；不带您的姓名。"),
    )


class WordsForm(forms.Form):
    """The organisation's own words."""

    text = forms.CharField(label=gettext_lazy("您这一边"), max_length=1000, widget=_box(4))


class DutyForm(forms.Form):
    """How it stands."""

    state = forms.ChoiceField(label=gettext_lazy("做到了没有"))
    evidence = forms.CharField(label=gettext_lazy("凭据"), max_length=500, required=False, widget=_box(2))
    gap = forms.CharField(
        label=gettext_lazy("差什么，或为什么不适用"), max_length=500, required=False, widget=_box(2)
    )
    owner = forms.CharField(label=gettext_lazy("谁来补"), max_length=60, required=False)
    due = forms.DateField(
        label=gettext_lazy("哪天补上"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(name, as_label(words)) for name, words in STATES.items() if name]
        cast(forms.ChoiceField, self.fields["state"]).choices = choices
