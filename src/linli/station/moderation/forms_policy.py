"""The forms of the leads' policy pages."""

from __future__ import annotations

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext, gettext_lazy

from linli.policy import pack_names

FILE_LIMIT = 1024 * 1024


def read_upload(form: forms.Form, name: str) -> str | None:
    """The text of an uploaded file; None where there is none, or where it is refused at its field."""
    given = form.cleaned_data.get(name)
    if not isinstance(given, UploadedFile):
        return None
    if (given.size or 0) > FILE_LIMIT:
        form.add_error(name, gettext("文件太大，最多 1 MB。"))
        return None
    try:
        return str(given.read(), "utf-8-sig")
    except UnicodeDecodeError:
        form.add_error(name, gettext("文件不是 UTF-8 编码，请另存为 UTF-8。"))
        return None


class NewForm(forms.Form):
    """Where a draft begins: the live policy, a shipped pack, or a file."""

    document: str | None = None
    start = forms.ChoiceField(label=gettext_lazy("从哪里起草"), required=False)
    file = forms.FileField(label=gettext_lazy("或上传 YAML 文件"), required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        start = self.fields["start"]
        if isinstance(start, forms.ChoiceField):
            packs = [(name, gettext("自带规则包 %(name)s") % {"name": name}) for name in pack_names()]
            start.choices = [("", gettext("现行公约的下一版")), *packs]

    def clean(self) -> dict[str, object]:
        """Reads the file."""
        given = super().clean() or {}
        self.document = read_upload(self, "file")
        return given


class DraftForm(forms.Form):
    """The text of a draft and why it is wanted."""

    document = forms.CharField(
        label=gettext_lazy("公约文件（YAML）"),
        strip=False,
        widget=forms.Textarea(attrs={"rows": 24, "spellcheck": "false", "autocomplete": "off", "class": "code-area"}),
    )
    note = forms.CharField(
        label=gettext_lazy("为什么改，给所有人看"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    edition = forms.IntegerField(widget=forms.HiddenInput)

    def clean_document(self) -> str:
        """Line ends as files have them."""
        return str(self.cleaned_data["document"]).replace("\r\n", "\n")


class TrialForm(forms.Form):
    """How far back to look."""

    limit = forms.ChoiceField(
        label=gettext_lazy("试多少条"),
        choices=[
            ("1000", gettext_lazy("最近 1,000 条")),
            ("10000", gettext_lazy("最近 10,000 条")),
            ("100000", gettext_lazy("最近 100,000 条")),
        ],
        initial="10000",
    )
