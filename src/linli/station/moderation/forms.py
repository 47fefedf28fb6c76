"""The forms of moderation's public pages: a report in four steps, and an appeal."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext, gettext_lazy

from linli.station.moderation.kinds import CATEGORIES
from linli.station.organisations.requests import as_label

QUOTE_LIMIT, NOTE_LIMIT, URL_LIMIT, APPEAL_LIMIT = 2000, 1000, 500, 2000


class HarmForm(forms.Form):
    """Step 1: what kind of harm."""

    category = forms.ChoiceField(
        label=gettext_lazy("遇到了什么"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("请选最接近的一项。")},
    )
    minors = forms.BooleanField(label=gettext_lazy("涉及未成年人"), required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = self.fields["category"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(value, as_label(name)) for value, name in CATEGORIES]


class WordsForm(forms.Form):
    """Step 2: the words, or where they stand. One of the two is enough; none is needed for a known item."""

    quote = forms.CharField(
        label=gettext_lazy("把原文贴在这里"),
        required=False,
        max_length=QUOTE_LIMIT,
        help_text=gettext_lazy("按原样贴，错别字和符号也留着，那就是证据。"),
        widget=forms.Textarea(attrs={"rows": 5, "autocomplete": "off"}),
    )
    url = forms.CharField(
        label=gettext_lazy("或者贴链接"),
        required=False,
        max_length=URL_LIMIT,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
    )
    known = False

    def clean(self) -> dict[str, object]:
        """At least one of the two, unless the item is known."""
        given = super().clean() or {}
        if not self.known and not self.errors and not (given.get("quote") or given.get("url")):
            self.add_error("quote", gettext("贴上原文或链接，有一样就行。"))
        return given


class KnownForm(WordsForm):
    """Step 2 for an item that the station knows."""

    known = True


class NoteForm(forms.Form):
    """Step 3: anything to add, and whether to sign it."""

    text = forms.CharField(
        label=gettext_lazy("还有什么想说明的"),
        required=False,
        max_length=NOTE_LIMIT,
        help_text=gettext_lazy("比如前因后果、发生过几次。请不要写别人的隐私。"),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    named = forms.ChoiceField(
        label=gettext_lazy("怎样提交"),
        required=False,
        choices=[
            ("", gettext_lazy("匿名，凭编号看答复")),
            ("yes", gettext_lazy("用我的账号，答复也会出现在「我的事」")),
        ],
        widget=forms.RadioSelect,
    )


class SendForm(forms.Form):
    """Step 4: nothing to fill in; errors of the service are shown here."""


class AppealForm(forms.Form):
    """Why a decision was wrong."""

    text = forms.CharField(
        label=gettext_lazy("为什么您认为不对"),
        help_text=gettext_lazy("说说当时的情形、您本来的意思，或者规则哪里用错了。"),
        max_length=APPEAL_LIMIT,
        widget=forms.Textarea(attrs={"rows": 6, "data-count": "text-count"}),
        error_messages={"required": gettext_lazy("请写下您的理由，一两句也可以。")},
    )
