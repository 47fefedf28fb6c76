"""Saying that one's standing is wrong; and, for leads, of which class an account is."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from linli.station.standing.models import Kind

KINDS = {
    Kind.PERSONAL: gettext_lazy("个人账号"),
    Kind.PUBLIC: gettext_lazy("公众账号"),
    Kind.MEDIA: gettext_lazy("媒体"),
    Kind.INSTITUTION: gettext_lazy("机构与单位"),
    Kind.MERCHANT: gettext_lazy("商家与带货"),
}
AUDIENCES = (
    (0, gettext_lazy("熟人之间")),
    (1, gettext_lazy("上百人")),
    (2, gettext_lazy("上千人")),
    (3, gettext_lazy("上万人")),
)


class WrongForm(forms.Form):
    """Why it is wrong."""

    text = forms.CharField(
        label=gettext_lazy("哪里不对"),
        help_text=gettext_lazy("由负责人核对。您的名字不会出现在案件里。"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("请写下您的理由，一两句也可以。")},
    )


class ProfileForm(forms.Form):
    """The class of an account."""

    kind = forms.ChoiceField(label=gettext_lazy("账号类型"), choices=tuple(KINDS.items()))
    audience = forms.TypedChoiceField(label=gettext_lazy("受众"), coerce=int, choices=AUDIENCES)
    basis = forms.CharField(
        label=gettext_lazy("依据"),
        max_length=200,
        help_text=gettext_lazy("比如主页的认证、关注人数。账号主人会看到。"),
    )
