"""A document to verify."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

LARGEST = 64 * 1024


class VerifyForm(forms.Form):
    """The JSON of a credential."""

    document = forms.CharField(
        label=gettext_lazy("证书文件的内容"),
        max_length=LARGEST,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
    )

    def clean_document(self) -> dict[str, Any]:
        """A JSON object, and no deeper than a reader can follow."""
        try:
            given = json.loads(self.cleaned_data["document"])
        except (ValueError, RecursionError):
            given = None
        if not isinstance(given, dict):
            raise forms.ValidationError(gettext("这不是 JSON 证书。请贴上整个文件。"))
        return given
