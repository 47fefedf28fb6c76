"""Writing a work, one of its parts, and what a second reader says."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from linli.station.organisations.requests import as_label
from linli.station.publishing import parts, wording
from linli.station.publishing.models import Channel

PICTURES = "image/jpeg,image/png,image/webp,image/gif"


class WorkForm(forms.Form):
    """One form and one photo make a whole work; what else there is stands under 更多."""

    title = forms.CharField(label=gettext_lazy("标题"), max_length=60)
    text = forms.CharField(
        label=gettext_lazy("正文"),
        max_length=20_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=gettext_lazy("空一行分段。## 开头是小标题，- 开头是列表，**加粗**，[文字](网址) 是链接。"),
    )
    picture = forms.FileField(
        label=gettext_lazy("一张图"), required=False, widget=forms.FileInput(attrs={"accept": PICTURES})
    )
    alt = forms.CharField(
        label=gettext_lazy("图上有什么"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("有图就要写：看不见图的人靠它知道内容。"),
    )
    channel = forms.ChoiceField(label=gettext_lazy("频道"))
    kind = forms.ChoiceField(label=gettext_lazy("体裁"))
    machine = forms.ChoiceField(
        label=gettext_lazy("用了人工智能吗"),
        widget=forms.RadioSelect,
        initial="none",
        help_text=gettext_lazy("会写在作品上：生成合成的内容依规定要标明。"),
    )
    summary = forms.CharField(label=gettext_lazy("一句话摘要"), max_length=200, required=False)
    byline = forms.CharField(label=gettext_lazy("署名"), max_length=40)
    licence = forms.ChoiceField(label=gettext_lazy("别人能不能转载"))
    source = forms.CharField(label=gettext_lazy("来源"), max_length=120, required=False)
    source_url = forms.CharField(label=gettext_lazy("来源网址"), max_length=500, required=False)

    def __init__(self, channels: Iterable[Channel], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "channel", [(one.slug, one.name) for one in channels])
        for name, words in (("kind", wording.KINDS), ("machine", wording.MACHINES), ("licence", wording.LICENCES)):
            _choose(self, name, [(value, as_label(text)) for value, text in words.items()])


class PicturePartForm(forms.Form):
    """A picture within a work."""

    picture = forms.FileField(label=gettext_lazy("图片"), widget=forms.FileInput(attrs={"accept": PICTURES}))
    alt = forms.CharField(label=gettext_lazy("图上有什么"), max_length=200)
    caption = forms.CharField(label=gettext_lazy("图注"), max_length=200, required=False)


class OfferForm(forms.Form):
    """What a correction corrects."""

    note = forms.CharField(label=gettext_lazy("改了什么（读者会看见）"), max_length=200)


class PublishForm(forms.Form):
    """The second reader's name for the readers, if they want one."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    editor_name = forms.CharField(label=gettext_lazy("责任编辑署名"), max_length=40, required=False)


class WhyForm(forms.Form):
    """Why it is given back or withdrawn."""

    why = forms.CharField(label=gettext_lazy("为什么"), max_length=200, widget=forms.Textarea(attrs={"rows": 3}))


def part_form(kind: str, *args: Any, **kwargs: Any) -> forms.Form:
    """The form of one part: the fields that its block declares."""
    if kind == "picture":
        return PicturePartForm(*args, **kwargs)
    form = forms.Form(*args, **kwargs)
    form.fields.update(parts.fields_of(kind))
    return form


def _choose(form: forms.Form, name: str, choices: list[tuple[str, str]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 (for the types)
    field.choices = choices


class ChannelForm(forms.Form):
    """A new channel and who answers for it."""

    name = forms.CharField(label=gettext_lazy("频道名"), max_length=20)
    slug = forms.CharField(label=gettext_lazy("网址里的名字（小写字母）"), max_length=30)
    about = forms.CharField(label=gettext_lazy("写些什么"), max_length=200, required=False)
    owner = forms.TypedChoiceField(label=gettext_lazy("谁负责"), coerce=int)

    def __init__(self, people: list[tuple[int, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "owner", [(str(pk), name) for pk, name in people])


class ChannelStateForm(forms.Form):
    """Who answers for a channel, and whether it shows."""

    owner = forms.TypedChoiceField(label=gettext_lazy("谁负责"), coerce=int, required=False, empty_value=None)
    state = forms.ChoiceField(label=gettext_lazy("状态"))
    into = forms.ChoiceField(label=gettext_lazy("并入"), required=False)

    def __init__(
        self, people: list[tuple[int, str]], others: list[tuple[str, str]], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "owner", [("", "—"), *((str(pk), name) for pk, name in people)])
        _choose(self, "state", [(value, as_label(text)) for value, text in wording.CHANNELS.items()])
        _choose(self, "into", [("", "—"), *others])
