"""An assessment as the page 查一查 shows it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from linli.assess import Bench, assess
from linli.policy import Policy
from linli.vocabulary import Action, Assessment, Category, Item, Span

MEANING: dict[Action, Promise] = {
    Action.ALLOW: gettext_lazy("没有发现违反公约的地方"),
    Action.HELP: gettext_lazy("说这话的人，可能需要有人陪一陪"),
    Action.NUDGE: gettext_lazy("可以发，发出前会收到一句友善提醒"),
    Action.LABEL: gettext_lazy("可以展示，但会加上说明标签"),
    Action.LIMIT: gettext_lazy("可以展示，但会减少传播"),
    Action.HOLD: gettext_lazy("会先暂缓展示，等人来看过再定"),
    Action.REMOVE: gettext_lazy("会被移除，同时告知作者，可以申诉"),
    Action.PAUSE: gettext_lazy("账号会暂停发言，同时告知作者，可以申诉"),
}
DETECTORS: dict[str, Promise] = {
    "lexicon": gettext_lazy("词表"),
    "personal": gettext_lazy("个人信息"),
    "lures": gettext_lazy("广告引流"),
    "classifier": gettext_lazy("语句模型"),
    "encoder": gettext_lazy("语句模型"),
}
TONES = {Action.ALLOW: "ok", Action.HELP: "warm", Action.NUDGE: "sky", Action.LABEL: "sky"}


@dataclass(frozen=True, slots=True)
class Look:
    """A verdict with the words it rests on."""

    text: str
    assessment: Assessment

    @property
    def clear(self) -> bool:
        """Nothing against it was found."""
        return self.assessment.action is Action.ALLOW

    @property
    def needs_help(self) -> bool:
        """Somebody may be in distress: help comes before any rule."""
        return Category.SELF_HARM in self.assessment.categories

    @property
    def meaning(self) -> Promise:
        """What would happen, in one line."""
        return MEANING[self.assessment.action]

    @property
    def tone(self) -> str:
        """The colour of the verdict."""
        return TONES.get(self.assessment.action, "warn")

    @property
    def absent(self) -> list[str]:
        """What could not be looked for this time, by name; why is for those who run the station."""
        names = (line.split(":", 1)[0].strip() for line in self.assessment.absent)
        return [str(DETECTORS.get(name, name)) for name in names]

    @property
    def spans(self) -> tuple[Span, ...]:
        """Where in the text the rules that fired found their reason."""
        return tuple(span for reason in self.assessment.reasons for span in reason.spans)


def look_at(text: str, policy: Policy | None = None, detectors: Bench | None = None) -> Look:
    """What the policy says of the text, in plain memory; `detectors` where the community has words of its own."""
    return Look(text, assess(Item(text), policy, detectors=detectors))
