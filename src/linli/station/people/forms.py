"""How a person wants to see the pages, as a form."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy

from linli.station.people.preferences import Theme

THEMES = [
    (Theme.AUTO.value, gettext_lazy("跟随系统")),
    (Theme.LIGHT.value, gettext_lazy("浅色")),
    (Theme.DARK.value, gettext_lazy("深色")),
]
SIZES = [("off", gettext_lazy("标准")), ("on", gettext_lazy("大字（长辈模式）"))]


class PreferencesForm(forms.Form):
    """Every field may be absent: a switch in the page's head sends only its own."""

    language = forms.ChoiceField(
        label=gettext_lazy("语言"), choices=settings.LANGUAGES, required=False, widget=forms.RadioSelect
    )
    elder = forms.ChoiceField(label=gettext_lazy("文字大小"), choices=SIZES, required=False, widget=forms.RadioSelect)
    theme = forms.ChoiceField(label=gettext_lazy("颜色"), choices=THEMES, required=False, widget=forms.RadioSelect)
