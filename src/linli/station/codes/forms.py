"""Writing a code, saying something about it, answering, the bank, the helper."""

from __future__ import annotations

from typing import cast

from django import forms
from django.utils.translation import gettext_lazy

LONGEST_DRAFT = 2000


def _box(rows: int, **attrs: str) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, **attrs})


class CodeForm(forms.Form):
    """A code begins."""

    title = forms.CharField(label=gettext_lazy("公约名称"), max_length=40)
    aim = forms.CharField(label=gettext_lazy("给谁用、为了什么"), max_length=300, widget=_box(2))


class BringForm(forms.Form):
    """A code from another station."""

    document = forms.CharField(
        label=gettext_lazy("导出的文件内容"),
        max_length=100_000,
        widget=_box(5, spellcheck="false"),
        help_text=gettext_lazy("在别的站的公约页点“导出”，把内容贴在这里。来源会一直写明。"),
    )


class ClauseForm(forms.Form):
    """One clause with its reason and examples."""

    title = forms.CharField(label=gettext_lazy("条款名"), max_length=40)
    text = forms.CharField(label=gettext_lazy("条文"), max_length=300, widget=_box(2))
    reason = forms.CharField(label=gettext_lazy("为什么"), max_length=300, widget=_box(2))
    good = forms.CharField(
        label=gettext_lazy("这样说好"),
        required=False,
        max_length=700,
        widget=_box(2),
        help_text=gettext_lazy("一行一个例子，至多五行。"),
    )
    poor = forms.CharField(label=gettext_lazy("这样说不妥"), required=False, max_length=700, widget=_box(2))


class OpenForm(forms.Form):
    """A discussion opens."""

    days = forms.IntegerField(label=gettext_lazy("讨论几天"), min_value=3, max_value=60, initial=7)
    note = forms.CharField(
        label=gettext_lazy("改了什么、为什么"),
        max_length=500,
        required=False,
        widget=_box(2),
        help_text=gettext_lazy("从第二版起要写。"),
    )


class CommentForm(forms.Form):
    """What somebody says."""

    clause = forms.ChoiceField(label=gettext_lazy("说哪一条"), required=False)
    text = forms.CharField(label=gettext_lazy("您的意见"), max_length=500, widget=_box(3))

    def offer(self, clauses: list[tuple[str, str]]) -> None:
        """The clauses to choose from."""
        cast(forms.ChoiceField, self.fields["clause"]).choices = [("", gettext_lazy("整份公约")), *clauses]


class LookForm(forms.Form):
    """Why a person should look at a comment."""

    text = forms.CharField(label=gettext_lazy("请人看看，为什么"), max_length=500, required=False, widget=_box(2))


class PhraseForm(forms.Form):
    """A phrase of the bank."""

    phrase = forms.CharField(label=gettext_lazy("伤人的说法"), max_length=30)
    suggestions = forms.CharField(
        label=gettext_lazy("换个说法"),
        max_length=300,
        widget=_box(3),
        help_text=gettext_lazy("一行一个，至多三行；第一行会用在“改后的样子”里。"),
    )
    why = forms.CharField(label=gettext_lazy("为什么"), max_length=120)
    rests_on = forms.ChoiceField(label=gettext_lazy("依据哪一条"))

    def offer(self, clauses: list[tuple[str, str]]) -> None:
        """The clauses in force."""
        cast(forms.ChoiceField, self.fields["rests_on"]).choices = clauses


class DraftForm(forms.Form):
    """A draft to be read once and forgotten."""

    text = forms.CharField(
        label=gettext_lazy("把要发的话贴在这里"),
        max_length=LONGEST_DRAFT,
        widget=_box(5, autocomplete="off"),
        error_messages={"required": gettext_lazy("请先贴上要发的话。")},
    )
