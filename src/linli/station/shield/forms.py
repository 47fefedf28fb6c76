"""The forms of a shield's own page."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from linli.station.shield.models import Channel, Degree

HOURS = [
    ("24", gettext_lazy("一天")),
    ("72", gettext_lazy("三天")),
    ("168", gettext_lazy("一周")),
    ("720", gettext_lazy("一个月")),
]
CHANNELS = [
    (Channel.MESSAGE.value, gettext_lazy("私信")),
    (Channel.COMMENT.value, gettext_lazy("评论")),
    (Channel.REPOST.value, gettext_lazy("转发")),
    (Channel.MENTION.value, gettext_lazy("@提到我")),
]
ADMITS = [
    (str(Degree.KNOWN.value), gettext_lazy("我关注的人、来往过的人照常")),
    (str(Degree.FRIENDS.value), gettext_lazy("只有互相关注的人照常")),
    (str(Degree.NOBODY.value), gettext_lazy("谁都先不放行")),
]


class WishesForm(forms.Form):
    """How long, what is closed, who is let in."""

    hours = forms.ChoiceField(label=gettext_lazy("开多久"), choices=HOURS, initial="72", widget=forms.RadioSelect)
    channels = forms.MultipleChoiceField(
        label=gettext_lazy("哪些先不送到我面前"),
        choices=CHANNELS,
        initial=Channel.values,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("请至少选一种。")},
    )
    admits = forms.ChoiceField(label=gettext_lazy("谁的照常"), choices=ADMITS, initial="2", widget=forms.RadioSelect)
    hides_counts = forms.BooleanField(label=gettext_lazy("不显示转发、评论的数字"), required=False, initial=True)


class FriendForm(forms.Form):
    """Whom one trusts."""

    name = forms.CharField(
        label=gettext_lazy("怎么称呼这位朋友"),
        max_length=30,
        error_messages={"required": gettext_lazy("请写一个称呼。")},
    )


class AmendsForm(forms.Form):
    """An apology."""

    text = forms.CharField(
        label=gettext_lazy("想说的话"),
        help_text=gettext_lazy("说自己做了什么、想怎样弥补。不解释对方，不提条件。"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": gettext_lazy("写一两句就可以。")},
    )


class HelpForm(forms.Form):
    """What happens, in one's own words."""

    text = forms.CharField(
        label=gettext_lazy("发生了什么"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("写一两句就可以。")},
    )
    messages = forms.CharField(
        label=gettext_lazy("收到的私信"),
        help_text=gettext_lazy("想让我们看才贴。不贴，我们就看不到您的私信。"),
        required=False,
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
