"""The form of a special operation. Its targets are measures of harm; there is no field for numbers punished."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy

from linli.station.moderation.harm import MEASURES
from linli.station.moderation.kinds import CATEGORIES
from linli.station.moderation.services.operations import Plan
from linli.station.organisations.requests import as_label
from linli.vocabulary import Category, ItemKind, Text

KINDS = {
    ItemKind.POST: gettext_lazy("帖子"),
    ItemKind.COMMENT: gettext_lazy("评论"),
    ItemKind.LIVE: gettext_lazy("直播留言"),
    ItemKind.PROFILE: gettext_lazy("个人简介"),
    ItemKind.PICTURE: gettext_lazy("图片"),
}


class OperationForm(forms.Form):
    """What an operation is about, when, and by which figures it will be judged."""

    title = forms.CharField(label=gettext_lazy("名称"), max_length=80)
    title_en = forms.CharField(label=gettext_lazy("英文名称"), max_length=160, required=False)
    aim = forms.CharField(
        label=gettext_lazy("为什么做，要做什么，给所有人看"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
    )
    aim_en = forms.CharField(
        label=gettext_lazy("英文说明"), widget=forms.Textarea(attrs={"rows": 2}), max_length=3000, required=False
    )
    categories = forms.MultipleChoiceField(label=gettext_lazy("针对哪些危害"), widget=forms.CheckboxSelectMultiple)
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("范围：哪些内容（不选就是全部）"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        choices=[(kind.value, name) for kind, name in KINDS.items()],
    )
    acting = forms.MultipleChoiceField(
        label=gettext_lazy("期间让哪些只观察的规则生效"), widget=forms.CheckboxSelectMultiple, required=False
    )
    starts = forms.DateField(
        label=gettext_lazy("从哪天起"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        initial=timezone.localdate,
    )
    ends = forms.DateField(
        label=gettext_lazy("到哪天止"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )

    def __init__(self, watching: list[tuple[str, str]], *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        choices: dict[str, list[tuple[str, str]]] = {
            "categories": [(value, as_label(name)) for value, name in CATEGORIES if value != Category.SELF_HARM],
            "acting": watching,
        }
        for name, given in choices.items():
            field = self.fields[name]
            if isinstance(field, forms.MultipleChoiceField):
                field.choices = given
        if not watching:
            del self.fields["acting"]
        for name, words in MEASURES.items():
            label = f"{gettext_lazy('目标')}：{as_label(words)} ≤"
            self.fields[f"goal_{name}"] = forms.FloatField(label=label, min_value=0, required=False)

    def plan(self) -> Plan:
        """What was asked for; the last day counts whole."""
        given: dict[str, Any] = self.cleaned_data
        goals = {name: given.get(f"goal_{name}") for name in MEASURES}
        return Plan(
            title=Text(given["title"], given["title_en"] or given["title"]),
            aim=Text(given["aim"], given["aim_en"] or given["aim"]),
            categories=given["categories"],
            kinds=given["kinds"],
            acting=given.get("acting", []),
            targets={name: goal for name, goal in goals.items() if goal is not None},
            starts_at=_midnight(given["starts"]),
            ends_at=_midnight(given["ends"] + timedelta(days=1)),
        )


def _midnight(day: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
