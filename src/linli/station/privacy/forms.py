"""What a person fills in about their own data."""

from __future__ import annotations

from django import forms
from django.utils.translation import get_language, gettext_lazy

from linli.station.privacy.kinds import ANOTHER

SURE = "删除"


class NameForm(forms.Form):
    """The name by which one is shown."""

    name = forms.CharField(label=gettext_lazy("显示的名字"), max_length=40)


class AskForm(forms.Form):
    """What should be put right or explained, in one's own words."""

    text = forms.CharField(
        label=gettext_lazy("请写明"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4}), required=True
    )


class AnotherForm(forms.Form):
    """Asking for a child, for one who died, for one who asked me to."""

    right = forms.ChoiceField(label=gettext_lazy("要办什么"))
    for_another = forms.ChoiceField(label=gettext_lazy("您是"), widget=forms.RadioSelect)
    text = forms.CharField(
        label=gettext_lazy("对方的用户名，和您与对方的关系"),
        help_text=gettext_lazy("不要写身份证号。核实身份时，我们会在这件事的留言里问您。"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, rights: list[tuple[str, str]], *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        english = (get_language() or "").startswith("en")
        self.fields["right"].choices = rights  # type: ignore[attr-defined]
        self.fields["for_another"].choices = [(v, n.en if english else n.zh) for v, n in ANOTHER]  # type: ignore[attr-defined]


class DeleteForm(forms.Form):
    """The last word before everything goes."""

    sure = forms.BooleanField(label=gettext_lazy("我知道删除后不能恢复，已经保存了要留的东西"))
