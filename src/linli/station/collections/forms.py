"""A collection in three fields, an item by one form and one picture, another picture, a search."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from linli.station.collections.fields import FIELDS
from linli.station.collections.models import Item
from linli.station.collections.rights import LICENCES, ROOMS
from linli.station.organisations.requests import as_label

AREAS = {"description": 3, "plain": 2, "transcription": 8, "transcript": 4, "audio_description": 3}
KINDS = {
    "Text": gettext_lazy("文字"),
    "StillImage": gettext_lazy("图片"),
    "Sound": gettext_lazy("声音"),
    "MovingImage": gettext_lazy("影像"),
    "PhysicalObject": gettext_lazy("实物"),
}
HINTS = {
    "plain": gettext_lazy("用孩子和长辈都看得懂的话说一两句。简易模式只显示它。"),
    "transcription": gettext_lazy("照原文录入，可以全文检索。"),
    "audio_description": gettext_lazy("给看不见的人：画面上有什么，慢慢说。"),
    "transcript": gettext_lazy("给听不见的人：录音或影像里说了什么。"),
    "date": gettext_lazy("照原样写，例如：宋庆历年间。"),
}
FIRST = ("title", "creator", "date", "description", "plain", "source", "transcription")
MORE = (
    "title_en",
    "contributor",
    "publisher",
    "identifier",
    "language",
    "place",
    "rights",
    "audio_description",
    "transcript",
)


class CollectionForm(forms.Form):
    """What a collection is called and what it holds."""

    title = forms.CharField(label=gettext_lazy("专藏的名字"), max_length=80)
    title_en = forms.CharField(label=gettext_lazy("英文名字"), max_length=120, required=False)
    about = forms.CharField(label=gettext_lazy("收些什么"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))
    shown = forms.BooleanField(label=gettext_lazy("向所有人公开"), required=False)


class ItemForm(forms.Form):
    """An item: what stands first is asked first, the rest may wait."""

    picture = forms.FileField(
        label=gettext_lazy("图片"),
        required=False,
        help_text=gettext_lazy("JPEG、PNG、WebP、TIFF、GIF。拍摄地点等附加信息会删去。"),
        widget=forms.ClearableFileInput(attrs={"accept": "image/*"}),
    )
    alt = forms.CharField(
        label=gettext_lazy("图上是什么"),
        max_length=500,
        required=False,
        help_text=gettext_lazy("有图就要写：看不见图的人靠它了解。"),
    )
    subjects = forms.CharField(
        label=gettext_lazy("主题词"), required=False, help_text=gettext_lazy("用分号隔开，例如：节气；春天。")
    )
    kind = forms.ChoiceField(label=gettext_lazy("是什么"), choices=list(KINDS.items()))
    licence = forms.ChoiceField(label=gettext_lazy("许可"))
    download = forms.BooleanField(label=gettext_lazy("图片可以下载"), required=False, initial=True)
    rooms = forms.MultipleChoiceField(
        label=gettext_lazy("放进哪些阅览室"), required=False, widget=forms.CheckboxSelectMultiple
    )
    year = forms.CharField(
        label=gettext_lazy("年份"),
        required=False,
        help_text=gettext_lazy("放上时间轴；公元前写负数。"),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    latitude = forms.CharField(label=gettext_lazy("纬度"), required=False)
    longitude = forms.CharField(label=gettext_lazy("经度"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in (*FIRST, *MORE):
            self.fields[name] = _text(name)
        self.fields["licence"].choices = [(name, as_label(one.name)) for name, one in LICENCES.items()]  # type: ignore[attr-defined]
        self.fields["rooms"].choices = [(name, as_label(one)) for name, one in ROOMS.items()]  # type: ignore[attr-defined]

    @property
    def first(self) -> list[forms.BoundField]:
        """The fields of a minute's work, in the order of the page."""
        return [self[name] for name in ("title", "picture", "alt", *FIRST[1:], "subjects", "kind", "licence")]

    @property
    def more(self) -> list[forms.BoundField]:
        """The fields for those who know more."""
        return [self[name] for name in ("year", *MORE, "latitude", "longitude")]


def _text(name: str) -> forms.CharField:
    field = FIELDS[name]
    widget = forms.Textarea(attrs={"rows": AREAS[name]}) if name in AREAS else forms.TextInput()
    return forms.CharField(
        label=as_label(field.name),
        max_length=field.longest,
        required=name == "title",
        help_text=HINTS.get(name, ""),
        widget=widget,
    )


def initial(found: Item) -> dict[str, Any]:
    """An item's own values, to change them."""
    plain = {name: getattr(found, name) for name in (*FIRST, *MORE, "kind", "licence", "download", "rooms")}
    places = {name: "" if (n := getattr(found, name)) is None else n for name in ("year", "latitude", "longitude")}
    return {**plain, **places, "subjects": "；".join(found.subjects)}


class PictureForm(forms.Form):
    """Another picture of an item."""

    picture = forms.FileField(
        label=gettext_lazy("再加一张图"), widget=forms.ClearableFileInput(attrs={"accept": "image/*"})
    )
    alt = forms.CharField(label=gettext_lazy("图上是什么"), max_length=500)


class PathForm(forms.Form):
    """What a reading path asks."""

    title = forms.CharField(label=gettext_lazy("路径的名字"), max_length=80)
    title_en = forms.CharField(label=gettext_lazy("英文名字"), max_length=120, required=False)
    question = forms.CharField(label=gettext_lazy("要弄清什么"), max_length=200)
    about = forms.CharField(
        label=gettext_lazy("说明"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class StepForm(forms.Form):
    """A claim with two documents, or a third one."""

    claim = forms.CharField(label=gettext_lazy("这一步说什么"), max_length=300)
    date = forms.CharField(label=gettext_lazy("什么时候"), max_length=80, required=False)
    place = forms.CharField(label=gettext_lazy("什么地方"), max_length=200, required=False)
    ask = forms.CharField(
        label=gettext_lazy("请读的人想一想"),
        max_length=500,
        help_text=gettext_lazy("例如：两份史料哪里说得不一样？各是什么时候写的？"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = (gettext_lazy("第一份史料"), gettext_lazy("第二份史料"), gettext_lazy("第三份史料"))
        for number, name in enumerate(names, 1):
            self.fields[f"item{number}"] = forms.CharField(
                label=name,
                max_length=300,
                required=number < len(names),
                help_text=gettext_lazy("粘贴藏品页的网址。"),
            )
            self.fields[f"quote{number}"] = forms.CharField(
                label=gettext_lazy("从释文里摘的话"),
                max_length=1000,
                required=number < len(names),
                widget=forms.Textarea(attrs={"rows": 3}),
            )

    @property
    def given(self) -> list[tuple[str, str]]:
        """The documents that were filled in."""
        rows = [(self.cleaned_data[f"item{n}"], self.cleaned_data[f"quote{n}"]) for n in (1, 2, 3)]
        return [(item, quote) for item, quote in rows if item]


class ImportForm(forms.Form):
    """A file, or the address of a manifest or of a library that gives its records."""

    file = forms.FileField(
        label=gettext_lazy("文件"),
        required=False,
        help_text=gettext_lazy("CSV（第一行是列名，要有“题名”）、Omeka S 的 JSON 导出，或 IIIF 清单。"),
    )
    manifest = forms.CharField(label=gettext_lazy("或 IIIF 清单的网址"), max_length=500, required=False)
    base = forms.CharField(label=gettext_lazy("或 OAI-PMH 的网址"), max_length=500, required=False)
    set_spec = forms.CharField(label=gettext_lazy("只收哪个集合（set）"), max_length=100, required=False)
    token = forms.CharField(max_length=2000, required=False, widget=forms.HiddenInput)
