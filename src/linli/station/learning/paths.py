"""Paths: a few lessons in order; whoever has finished all of them well enough gets a certificate."""

from __future__ import annotations

from dataclasses import dataclass

from linli.vocabulary import Text

LEAST = 2


@dataclass(frozen=True, slots=True)
class Path:
    """The lessons of a path, and what its certificate says."""

    id: str
    name: Text
    about: Text
    lessons: tuple[str, ...]


PATHS = (
    Path(
        "first-steps-online",
        Text("上网第一步", "First steps online"),
        Text(
            "会护住自己的信息，认得出陌生人和骗局，管得住时间",
            "Guards own details, knows strangers and tricks, keeps time",
        ),
        ("privacy-before-you-share", "strangers-online", "free-skins", "game-time", "asking-for-help"),
    ),
    Path(
        "kind-and-brave",
        Text("好好说话，不做旁观者", "Kind and brave"),
        Text(
            "会把伤人的话改成说事的话，会帮被欺负的人", "Turns hurting words into plain ones and helps who is bullied"
        ),
        ("kind-words", "bystander", "keep-the-evidence", "no-box-opening"),
    ),
    Path(
        "eyes-open",
        Text("看清再信", "Eyes open"),
        Text(
            "会查来处，认得出假消息和 AI 造假，会署名",
            "Traces sources, sees through false news and AI fakes, gives credit",
        ),
        ("rumour-stop", "ai-fakes", "out-of-the-feed", "copyright-is-thanks"),
    ),
    Path(
        "family-online",
        Text("家里的网络课", "Online at home"),
        Text("和孩子一起立规矩，孩子遇事接得住", "Sets rules with the child and holds when trouble comes"),
        ("set-up-together", "when-my-child-is-bullied", "sharing-pictures-of-my-child"),
    ),
    Path(
        "steady-elders",
        Text("稳稳当当用手机", "Steady with a phone"),
        Text("识得破骗局和谣言，付钱稳当", "Sees through swindles and rumours and pays safely"),
        ("caller-says-police", "family-chat-rumours", "voice-of-my-grandson", "paying-safely"),
    ),
)
BY_ID = {one.id: one for one in PATHS}
