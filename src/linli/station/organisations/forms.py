"""Giving a role, inviting, handing over."""

from __future__ import annotations

from typing import cast

from django import forms
from django.utils.translation import gettext_lazy

from linli.station.people.roles import Role

NAMES = {
    Role.VISITOR: gettext_lazy("不再担任（访客）"),
    Role.MEMBER: gettext_lazy("成员"),
    Role.REVIEWER: gettext_lazy("审核员"),
    Role.LEAD: gettext_lazy("负责人"),
    Role.KEEPER: gettext_lazy("站务"),
}
NO_NAME = gettext_lazy("请写用户名。")


def choices(least: Role) -> list[tuple[int, object]]:
    """The roles from `least` up, with their names."""
    return [(role.value, name) for role, name in NAMES.items() if role >= least]


class RoleForm(forms.Form):
    """A person, by the name they sign in with, and their role from now on."""

    person = forms.CharField(
        label=gettext_lazy("用户名"),
        help_text=gettext_lazy("对方登录时用的名字。"),
        max_length=150,
        error_messages={"required": NO_NAME},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    role = forms.TypedChoiceField(label=gettext_lazy("角色"), coerce=int)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        cast(forms.TypedChoiceField, self.fields["role"]).choices = choices(Role.VISITOR)


class InviteForm(forms.Form):
    """The role that an invitation gives."""

    role = forms.TypedChoiceField(label=gettext_lazy("邀请对方担任"), coerce=int)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        cast(forms.TypedChoiceField, self.fields["role"]).choices = choices(Role.MEMBER)


class HandOverForm(forms.Form):
    """Who keeps the community from now on."""

    person = forms.CharField(
        label=gettext_lazy("接手的人（用户名）"),
        max_length=150,
        error_messages={"required": NO_NAME},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    sure = forms.BooleanField(
        label=gettext_lazy("我知道：交接后我不再是站务"),
        error_messages={"required": gettext_lazy("请勾选确认。")},
    )
