"""The forms with which leads and keepers arrange the desk: queues, and the plan for danger."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext, gettext_lazy

from linli.station.desk.kinds import kinds
from linli.station.organisations.requests import as_label, in_words
from linli.vocabulary import CATEGORY_NAMES

SEVERITIES = [
    (0, gettext_lazy("不限")),
    (1, gettext_lazy("轻")),
    (2, gettext_lazy("重")),
    (3, gettext_lazy("严重")),
]
LANGUAGES = [
    ("zh", gettext_lazy("中文")),
    ("en", gettext_lazy("英文")),
    ("xx", gettext_lazy("其他语言")),
]
MINORS = [
    ("", gettext_lazy("不限")),
    ("yes", gettext_lazy("只要涉及的")),
    ("no", gettext_lazy("只要不涉及的")),
]
ANY = gettext_lazy("一个都不选，就是都要。")


class Several(forms.MultipleChoiceField):
    """Any number of boxes."""

    widget = forms.CheckboxSelectMultiple


class QueueForm(forms.Form):
    """What a queue takes and who works there."""

    uid = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
    name = forms.CharField(label=gettext_lazy("队列的名字"), max_length=40)
    categories = Several(label=gettext_lazy("危害类别"), required=False, help_text=ANY)
    kinds = Several(label=gettext_lazy("案件种类"), required=False, help_text=ANY)
    languages = Several(label=gettext_lazy("语言"), required=False, choices=LANGUAGES, help_text=ANY)
    minors = forms.ChoiceField(
        label=gettext_lazy("未成年人"),
        required=False,
        choices=[
            ("", gettext_lazy("不限")),
            ("yes", gettext_lazy("只要涉及的")),
            ("no", gettext_lazy("只要不涉及的")),
        ],
    )
    severity_from = forms.TypedChoiceField(label=gettext_lazy("程度从"), coerce=int, choices=SEVERITIES, initial=0)
    severity_to = forms.TypedChoiceField(label=gettext_lazy("程度到"), coerce=int, choices=SEVERITIES[1:], initial=3)
    people = Several(
        label=gettext_lazy("由谁处理"), required=False, help_text=gettext_lazy("一个都不选，就是大家都处理。")
    )

    def __init__(self, people: Sequence[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        options = {
            "people": list(people),
            "categories": [(c.value, as_label(name)) for c, name in CATEGORY_NAMES.items()],
            "kinds": [(k.id, in_words(k.name)) for k in kinds().values()],
        }
        for name, choices in options.items():
            cast(forms.MultipleChoiceField, self.fields[name]).choices = choices

    def clean(self) -> dict[str, Any]:
        """The span of severity has to hold something."""
        given = super().clean() or {}
        if not self.errors and given["severity_from"] > given["severity_to"]:
            self.add_error("severity_to", gettext("程度的上限低于下限。"))
        return given


class DangerPlanForm(forms.Form):
    """Whom to call, whose duty, which steps."""

    contact = forms.CharField(
        label=gettext_lazy("联系人"), max_length=60, help_text=gettext_lazy("一个真人，或值班岗位。举报人也会看到。")
    )
    phone = forms.CharField(label=gettext_lazy("电话"), max_length=40)
    hours = forms.CharField(label=gettext_lazy("什么时候有人"), max_length=60, required=False)
    duty = forms.CharField(
        label=gettext_lazy("谁的责任，怎样做"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4})
    )
    steps = forms.CharField(
        label=gettext_lazy("清单"),
        help_text=gettext_lazy("一行一步，最多十二步。每件紧急案件都要逐步办完，才能答复。"),
        max_length=2600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
