"""A class, a code to join one, and a text of own lessons."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from linli.station.learning.documents import LARGEST, Lesson
from linli.station.organisations.requests import in_words


class ClassForm(forms.Form):
    """A name for the teacher's own eyes, and the lessons."""

    name = forms.CharField(
        label=gettext_lazy("班级的名字"),
        max_length=40,
        help_text=gettext_lazy("只有您看得到。不需要任何学生的名字。"),
    )
    lessons = forms.MultipleChoiceField(label=gettext_lazy("选几课"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, lessons: Sequence[Lesson], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lessons"].choices = [(one.id, in_words(one.title)) for one in lessons]  # type: ignore[attr-defined]


class CertificateForm(forms.Form):
    """The path, and the name on its certificate."""

    path = forms.CharField(max_length=60)
    name = forms.CharField(label=gettext_lazy("证书上的名字"), max_length=40)


class JoinForm(forms.Form):
    """The six letters that the teacher wrote on the board."""

    code = forms.CharField(
        label=gettext_lazy("班级代码"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "class": "code-input"}),
    )


class OwnForm(forms.Form):
    """Lessons as YAML or JSON."""

    text = forms.CharField(
        label=gettext_lazy("课程文件的内容"),
        max_length=LARGEST,
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false"}),
        help_text=gettext_lazy("YAML 或 JSON，一个列表。每课五张卡片、三道题，每题有依据。"),
    )
