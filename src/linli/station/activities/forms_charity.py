"""The forms of a charity project."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

MOST = Decimal(10**9)


def amount(label: Any, least: str = "0.01") -> forms.DecimalField:
    """A field for money in yuan."""
    return forms.DecimalField(label=label, min_value=Decimal(least), max_value=MOST, decimal_places=2)


def cents(yuan: Decimal) -> int:
    """Yuan as cents."""
    return int(yuan * 100)


class ProjectForm(forms.Form):
    """What for, from which money, for how much of what."""

    title = forms.CharField(label=gettext_lazy("项目名称"), max_length=60)
    plan = forms.CharField(
        label=gettext_lazy("帮谁、做什么、怎么做"), max_length=2000, widget=forms.Textarea(attrs={"rows": 5})
    )
    source = forms.CharField(
        label=gettext_lazy("钱从哪里来"),
        max_length=120,
        help_text=gettext_lazy("只能用已经有的钱，例如本单位经费、基金会资助。这里不向公众收钱。"),
    )
    answers = forms.CharField(label=gettext_lazy("谁负责"), max_length=60)
    starts = forms.DateField(label=gettext_lazy("从哪天"), widget=forms.DateInput(attrs={"type": "date"}))
    ends = forms.DateField(label=gettext_lazy("到哪天"), widget=forms.DateInput(attrs={"type": "date"}))
    budget = forms.CharField(
        label=gettext_lazy("预算"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4, "placeholder": gettext_lazy("图书 800\n运费 120")}),
        help_text=gettext_lazy("一行一项：名称、空格、元。"),
    )

    def clean_budget(self) -> list[tuple[str, int]]:
        """Names and cents; an error that shows the line that cannot be read."""
        return [_line(one) for one in self.cleaned_data["budget"].splitlines() if one.strip()]


def _line(words: str) -> tuple[str, int]:
    name, _, sum_ = words.strip().rpartition(" ")
    try:
        yuan = Decimal(sum_.rstrip("元").replace(",", ""))
    except ArithmeticError:
        yuan = Decimal("NaN")
    if not name.strip() or not yuan.is_finite() or not 0 < yuan <= MOST or yuan != round(yuan, 2):
        raise forms.ValidationError(gettext("读不懂这一行：{line}").format(line=words[:40]))
    return name.strip(), cents(yuan)


class SpendingForm(forms.Form):
    """Money spent, with its receipt."""

    line = forms.ChoiceField(label=gettext_lazy("预算里的哪一项"))
    what = forms.CharField(label=gettext_lazy("买了什么、给了谁家"), max_length=120)
    amount = amount(gettext_lazy("多少元"))
    day = forms.DateField(label=gettext_lazy("哪一天"), widget=forms.DateInput(attrs={"type": "date"}))
    receipt = forms.FileField(
        label=gettext_lazy("票据照片"),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        help_text=gettext_lazy("会公开。先遮住个人姓名、电话和账号；位置等信息会自动去掉。"),
    )


class CorrectForm(forms.Form):
    """Another amount, and why."""

    amount = amount(gettext_lazy("应是多少元"), least="0")
    reason = forms.CharField(label=gettext_lazy("哪里错了"), max_length=200)


class ProgressForm(forms.Form):
    """How far it is."""

    text = forms.CharField(label=gettext_lazy("做到哪了"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class ClosingForm(forms.Form):
    """The closing report."""

    closing = forms.CharField(
        label=gettext_lazy("结项报告：做成了什么，没做成什么，剩下的钱去了哪里"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
