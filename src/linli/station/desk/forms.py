"""The forms of the desk: following by a code, and answering a case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext, gettext_lazy

from linli.station.desk.kinds import Choice, Field, Kind, Panel
from linli.station.organisations.requests import as_label, in_words
from linli.vocabulary import Text

REASON_LIMIT = 2000
SCORES = [
    ("5", gettext_lazy("很满意")),
    ("4", gettext_lazy("满意")),
    ("3", gettext_lazy("一般")),
    ("2", gettext_lazy("不满意")),
    ("1", gettext_lazy("很不满意")),
]


class CodeForm(forms.Form):
    """The code on a receipt, as people type it."""

    code = forms.CharField(
        label=gettext_lazy("编号"),
        help_text=gettext_lazy("12 位，大小写、空格、横线都可以。编号里没有数字 0、1 和字母 I、L、O。"),
        max_length=60,
        widget=forms.TextInput(
            attrs={
                "class": "code-input",
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
            }
        ),
        error_messages={"required": gettext_lazy("请输入编号。")},
    )


class MessageForm(forms.Form):
    """One message to the other side."""

    text = forms.CharField(
        label=gettext_lazy("留言"),
        max_length=REASON_LIMIT,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("请写点什么再发送。")},
    )


class ScoreForm(forms.Form):
    """How satisfied one who sent is with the answer."""

    score = forms.ChoiceField(
        label=gettext_lazy("这个答复您满意吗"),
        choices=SCORES,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("请选一项。")},
    )
    comment = forms.CharField(
        label=gettext_lazy("还想说的"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )


class AgainForm(forms.Form):
    """Why it is not solved yet."""

    reason = forms.CharField(
        label=gettext_lazy("哪里还没解决"),
        help_text=gettext_lazy("由另一位审核员重新看。可以要求一次。"),
        max_length=REASON_LIMIT,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("请写明哪里还没解决。")},
    )


class HoldForm(forms.Form):
    """Why a case is put aside, and until when."""

    reason = forms.CharField(
        label=gettext_lazy("搁置的理由"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": gettext_lazy("请写明理由。")},
    )
    until = forms.DateField(
        label=gettext_lazy("搁置到"),
        required=False,
        help_text=gettext_lazy("到了这一天案件会回到您手上。不填就是下一个工作日。"),
        widget=forms.DateInput(attrs={"type": "date"}),
    )


class AssignForm(forms.Form):
    """The colleague who takes a case over."""

    person = forms.ChoiceField(label=gettext_lazy("交给谁"))
    note = forms.CharField(
        label=gettext_lazy("给同事的话"),
        required=False,
        max_length=1000,
        help_text=gettext_lazy("办到哪一步、还差什么。只有工作人员看得到。"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, people: Sequence[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["person"]).choices = people


class NoteForm(forms.Form):
    """A word for colleagues."""

    text = forms.CharField(
        label=gettext_lazy("备注"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": gettext_lazy("请写点什么。")},
    )


class BackForm(forms.Form):
    """Why an answer is taken back."""

    reason = forms.CharField(
        label=gettext_lazy("撤回的理由"),
        max_length=REASON_LIMIT,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("请写明理由。")},
    )


@dataclass(frozen=True, slots=True)
class Card:
    """One answer to pick: `value` is `choice` or `choice:option`."""

    value: str
    name: Text
    does: Text


def cards_of(kind: Kind) -> list[Card]:
    """Every answer of a kind, a choice with a field of cards taken apart; what changes nothing comes first."""
    found: list[Card] = []
    for choice in sorted(kind.answers, key=lambda choice: _split(choice) is not None):
        split = _split(choice)
        if split is None:
            found.append(Card(choice.id, choice.name, choice.does if choice.does.zh else choice.outcome))
            continue
        for option, name in split.choices:
            found.append(Card(f"{choice.id}:{option}", name, split.notes.get(option, choice.does)))
    return found


class AnswerForm(forms.Form):
    """The answer to a case: which, why, and the fields of the kind's choices."""

    answer = forms.ChoiceField(
        label=gettext_lazy("怎样处理"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("请选择怎样处理。")},
    )
    starter = forms.ChoiceField(label=gettext_lazy("用一句现成的话开头"), required=False)
    reason = forms.CharField(
        label=gettext_lazy("理由"),
        help_text=gettext_lazy("当事人会看到。说事实、说依据，不贴标签。"),
        required=False,
        max_length=REASON_LIMIT,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, kind: Kind, panel: Panel, data: MultiValueDict[str, str] | None = None, version: int = 0
    ) -> None:
        super().__init__(data, initial={**panel.initial, "version": version})
        self.kind, self.panel = kind, panel
        self.cards = cards_of(kind)
        chooser = cast(forms.ChoiceField, self.fields["answer"])
        chooser.choices = [(card.value, as_label(card.name)) for card in self.cards]
        self._add_fields()
        self._add_starters()

    @property
    def notes(self) -> dict[str, str]:
        """What each answer does, by its value."""
        return {card.value: in_words(card.does) for card in self.cards}

    @property
    def more(self) -> list[forms.BoundField]:
        """The fields of the choices, each once."""
        return [self[name] for name in self.extra]

    def clean(self) -> dict[str, object]:
        """The reason, or the sentence it was started from; what the chosen answer needs."""
        super().clean()
        given: dict[str, object] = self.cleaned_data
        if not str(given.get("reason", "")).strip():
            given["reason"] = str(given.get("starter", "")).partition("|")[2]
        if not given["reason"]:
            self.add_error("reason", gettext("请写明理由。"))
        return given

    @property
    def choice(self) -> str:
        """The id of the chosen answer."""
        return str(self.cleaned_data["answer"]).partition(":")[0]

    @property
    def values(self) -> dict[str, str]:
        """The values of the chosen answer's own fields."""
        choice = self.kind.choice(self.choice)
        option = str(self.cleaned_data["answer"]).partition(":")[2]
        split = _split(choice)
        own = {f.name: str(self.cleaned_data.get(f.name) or "") for f in choice.fields if not f.cards}
        return {**own, split.name: option} if split else own

    def _add_fields(self) -> None:
        found = {f.name: f for choice in self.kind.answers for f in choice.fields if not f.cards}
        self.extra = list(found)
        for name, asked in found.items():
            self.fields[name] = form_field(asked, self.panel.options.get(name, ()))

    def _add_starters(self) -> None:
        starter = cast(forms.ChoiceField, self.fields["starter"])
        groups = [(choice.id, in_words(choice.name)) for choice in self.kind.answers]
        starter.choices = [
            ("", gettext("自己写")),
            *((name, [self._starter(id, words) for words in self.panel.reasons.get(id, ())]) for id, name in groups),
        ]

    @staticmethod
    def _starter(choice: str, words: Text) -> tuple[str, str]:
        said = in_words(words)
        return f"{choice}|{said}", said


def form_field(asked: Field, options: Sequence[tuple[str, Text]] = ()) -> forms.Field:
    """A declared field as a form's; never required here, since the service says what the chosen answer needs."""
    label, help_text = in_words(asked.label), in_words(asked.help)
    choices = options or asked.choices
    if choices:
        named = [("", gettext("不选")), *((value, as_label(name)) for value, name in choices)]
        return forms.ChoiceField(label=label, help_text=help_text, choices=named, required=False)
    widget = forms.Textarea(attrs={"rows": 3}) if asked.multiline else forms.TextInput()
    return forms.CharField(label=label, help_text=help_text, max_length=asked.limit, required=False, widget=widget)


def starters(panel: Panel) -> Mapping[str, list[str]]:
    """The sentences to start from, by choice, for the page's script."""
    return {choice: [in_words(words) for words in said] for choice, said in panel.reasons.items()}


def _split(choice: Choice) -> Field | None:
    return next((f for f in choice.fields if f.cards), None)


class EmailForm(forms.Form):
    """Where news is sent."""

    email = forms.EmailField(
        label=gettext_lazy("邮箱"),
        help_text=gettext_lazy(
            "先寄一封确认信，点开才算数。信里只有标题和链接，没有内容。地址加密保存，随时可以取消。"
        ),
        max_length=254,
        error_messages={"required": gettext_lazy("请填写邮箱。"), "invalid": gettext_lazy("邮箱地址不对。")},
    )
