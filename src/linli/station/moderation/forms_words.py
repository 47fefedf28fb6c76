"""The forms of a community's own words."""

from __future__ import annotations

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy

from linli.station.moderation.forms_policy import read_upload
from linli.station.moderation.kinds import CATEGORIES
from linli.station.organisations.requests import as_label

LINES = forms.Textarea(attrs={"rows": 2, "autocomplete": "off"})


class NewPackForm(forms.Form):
    """A pack by name, or from a file."""

    document: str | None = None
    name = forms.CharField(
        label=gettext_lazy("词库的短名"),
        max_length=40,
        initial="own",
        validators=[RegexValidator(r"^[a-z][a-z0-9-]*$", gettext_lazy("用小写字母、数字和连字符。"))],
    )
    file = forms.FileField(label=gettext_lazy("或上传 TOML 文件"), required=False)

    def clean(self) -> dict[str, object]:
        """Reads the file."""
        given = super().clean() or {}
        self.document = read_upload(self, "file")
        return given


class PackForm(forms.Form):
    """The text of a pack."""

    document = forms.CharField(
        label=gettext_lazy("词库文件（TOML）"),
        strip=False,
        widget=forms.Textarea(attrs={"rows": 18, "spellcheck": "false", "autocomplete": "off", "class": "code-area"}),
    )
    edition = forms.IntegerField(widget=forms.HiddenInput)

    def clean_document(self) -> str:
        """Line ends as files have them."""
        return str(self.cleaned_data["document"]).replace("\r\n", "\n")


class EntryForm(forms.Form):
    """One entry, for those who write no TOML. One term or example a line."""

    terms = forms.CharField(label=gettext_lazy("词，一行一个"), widget=LINES, max_length=2000)
    category = forms.ChoiceField(label=gettext_lazy("属于哪一类"))
    severity = forms.TypedChoiceField(
        label=gettext_lazy("程度"),
        coerce=int,
        initial="1",
        choices=[("1", gettext_lazy("轻，或拿不准")), ("2", gettext_lazy("重")), ("3", gettext_lazy("严重"))],
    )
    reason = forms.CharField(label=gettext_lazy("为什么加"), max_length=200)
    yes = forms.CharField(label=gettext_lazy("该命中的例句，一行一句"), widget=LINES, max_length=2000)
    no = forms.CharField(label=gettext_lazy("不该命中的例句，一行一句"), widget=LINES, max_length=2000)
    innocent = forms.CharField(
        label=gettext_lazy("含有它却无害的词，一行一个"), widget=LINES, max_length=2000, required=False
    )
    disguised = forms.BooleanField(label=gettext_lazy("谐音、拆字的写法也算"), required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = self.fields["category"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(value, as_label(name)) for value, name in CATEGORIES]
