"""The words that every other module uses: items, signals, actions, assessments, and errors that mend.

This is the bottom of the house: it imports nothing of Linli and nothing heavy. The words and their order of
severity are those of the design (see ARCHITECTURE.md); ids are stable and part of the public interface.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple


class Text(NamedTuple):
    """One sentence in both languages of the product."""

    zh: str
    en: str

    def __str__(self) -> str:
        return f"{self.zh} / {self.en}"


class LinliError(Exception):
    """A refusal that names the field, the value and the mend, in Chinese and English."""

    def __init__(self, problem: Text, *, field: str = "", value: object = "", mend: Text | None = None) -> None:
        self.problem = problem
        self.field = field
        self.value = shorten(str(value))
        self.mend = mend or Text("", "")
        super().__init__(str(self))

    def in_language(self, language: str) -> str:
        """The whole message in `zh` or `en`."""
        pick = 0 if language.startswith("zh") else 1
        where = f"{self.field}={self.value!r}: " if self.field else ""
        return f"{where}{self.problem[pick]} {self.mend[pick]}".strip()

    def __str__(self) -> str:
        return f"{self.in_language('zh')} | {self.in_language('en')}"


def shorten(value: str, limit: int = 80) -> str:
    """`value` cut to `limit` characters, with lone surrogates and controls made visible."""
    shown = value if len(value) <= limit else value[: limit - 1] + "…"
    return shown if shown.isprintable() else "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in shown)


class Category(StrEnum):
    """Harms to people. There is no category for an opinion."""

    ABUSE = "abuse"
    HATE = "hate"
    THREAT = "threat"
    DOXXING = "doxxing"
    SEXUAL = "sexual"
    MINOR_SAFETY = "minor-safety"
    SELF_HARM = "self-harm"
    FRAUD = "fraud"
    GAMBLING = "gambling"
    ILLICIT_GOODS = "illicit-goods"
    SPAM = "spam"
    FALSE_CLAIM = "false-claim"
    MISLEADING_PROMOTION = "misleading-promotion"
    MANIPULATION = "manipulation"


CATEGORY_NAMES: dict[Category, Text] = {
    Category.ABUSE: Text("辱骂与骚扰", "insult and harassment"),
    Category.HATE: Text("群体仇恨", "hate against a group"),
    Category.THREAT: Text("威胁恐吓", "threat"),
    Category.DOXXING: Text("泄露他人个人信息", "another person's personal data"),
    Category.SEXUAL: Text("色情骚扰", "sexual content"),
    Category.MINOR_SAFETY: Text("危害未成年人", "harm to minors"),
    Category.SELF_HARM: Text("自伤求助", "self-harm"),
    Category.FRAUD: Text("诈骗", "fraud"),
    Category.GAMBLING: Text("赌博", "gambling"),
    Category.ILLICIT_GOODS: Text("违禁品交易", "illicit goods"),
    Category.SPAM: Text("广告引流", "adverts and lures"),
    Category.FALSE_CLAIM: Text("已被核查的不实信息", "matches a published check"),
    Category.MISLEADING_PROMOTION: Text("误导性推广", "misleading promotion"),
    Category.MANIPULATION: Text("操纵与围攻", "coordinated manipulation"),
}


class Action(StrEnum):
    """What a policy does about an item, mildest first."""

    ALLOW = "allow"
    HELP = "help"
    NUDGE = "nudge"
    LABEL = "label"
    LIMIT = "limit"
    HOLD = "hold"
    REMOVE = "remove"
    PAUSE = "pause"

    @property
    def rank(self) -> int:
        """0 for `allow` up to 7 for `pause`."""
        return ACTION_ORDER.index(self)


ACTION_ORDER: tuple[Action, ...] = tuple(Action)

ACTION_NAMES: dict[Action, Text] = {
    Action.ALLOW: Text("通过", "allowed"),
    Action.HELP: Text("提供帮助", "help offered"),
    Action.NUDGE: Text("友善提醒", "nudged"),
    Action.LABEL: Text("加注标签", "labelled"),
    Action.LIMIT: Text("限制传播", "limited"),
    Action.HOLD: Text("暂缓展示，待人工审核", "held for review"),
    Action.REMOVE: Text("移除", "removed"),
    Action.PAUSE: Text("暂停账号发言", "account paused"),
}


class ItemKind(StrEnum):
    """Where the words stand."""

    POST = "post"
    COMMENT = "comment"
    MESSAGE = "message"
    PICTURE = "picture"
    PROFILE = "profile"
    LIVE = "live"


class RuleStatus(StrEnum):
    """A draft rule is not evaluated; a background rule counts and never acts."""

    DRAFT = "draft"
    BACKGROUND = "background"
    LIVE = "live"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True)
class Author:
    """What a policy may know of an author: no name, no contact."""

    id: str = ""
    age_days: int | None = None
    strikes: int = 0
    grade: str = ""
    minor: bool = False
    organisation: bool = False


@dataclass(frozen=True, slots=True)
class Context:
    """Where an item stands: its thread, whom it speaks to, and who may read it."""

    title: str = ""
    thread: tuple[str, ...] = ()
    target: str = ""
    reports: int = 0
    minors: bool = False
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """A post, comment, message, picture, profile or live-stream line with its author's account and context."""

    text: str
    kind: ItemKind = ItemKind.COMMENT
    id: str = ""
    author: Author = field(default_factory=Author)
    context: Context = field(default_factory=Context)
    language: str = "zh"


class Span(NamedTuple):
    """`[start, end)` in Unicode code points of the item's original text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Signal:
    """One detector's finding.

    `score` is in [0, 1]; `severity` is 1 mild, 2 serious, 3 grave, 0 not graded; `evidence` is a short machine
    string (the entry's id, the kind of personal data); `source` says where the entry or the model comes from;
    `steps` names the disguise steps undone to see it (`fold`, `sound`, `shape`, …), none for plain text.
    """

    category: Category
    score: float
    detector: str
    spans: tuple[Span, ...] = ()
    severity: int = 0
    evidence: str = ""
    source: str = ""
    steps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a rule fired: the rule, the published clause it enforces, and where in the original text."""

    rule: str
    clause: str
    clause_title: Text
    text: Text
    action: Action
    category: Category
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Assessment:
    """The policy's verdict on an item.

    `action` is the strongest action of the live rules that fired; `categories` are theirs, in the order of the
    list of harms; `background` holds the reasons of rules that only watch; `absent` names detectors that could not
    run, with why.
    """

    action: Action
    categories: tuple[Category, ...]
    signals: tuple[Signal, ...]
    reasons: tuple[Reason, ...]
    policy: str
    item_id: str = ""
    background: tuple[Reason, ...] = ()
    absent: tuple[str, ...] = ()
