"""What the shield's end points take and give."""

from __future__ import annotations

from typing import Literal

from ninja import Schema
from pydantic import Field

from linli.station.integrations.rest.bodies import Body
from linli.station.integrations.rest.shapes import Both

ChannelName = Literal["message", "comment", "repost", "mention"]
ALL: list[ChannelName] = ["message", "comment", "repost", "mention"]


class ShieldIn(Body):
    """Turn a shield on. Only what differs from one tap need be given."""

    account: str = Field(min_length=1, max_length=100)
    name: str = Field(default="", max_length=60)
    hours: int = Field(default=72, ge=1, le=720)
    channels: list[ChannelName] = Field(default=ALL, min_length=1, max_length=4)
    admits: int = Field(default=2, ge=0, le=2, description="0 nobody, 1 mutual friends, 2 followed or known")
    hides_counts: bool = True
    minor: bool = False


class ShieldEnd(Body):
    """Turn a shield off."""

    account: str = Field(min_length=1, max_length=100)


class ShieldOut(Schema):
    """A shield as it is. `url` is for the person alone."""

    account: str
    on: bool
    ends_at: str | None
    channels: list[str]
    admits: int
    hides_counts: bool
    under_attack: bool
    url: str


class Thing(Body):
    """One thing that a platform is about to show. `degree`: 1 mutual friend, 2 followed or known, 3 stranger."""

    id: str = Field(min_length=1, max_length=100)
    channel: ChannelName
    degree: int = Field(ge=1, le=3)


class ViewIn(Body):
    """What to show to this person?"""

    account: str = Field(min_length=1, max_length=100)
    things: list[Thing] = Field(max_length=200)


class ThingOut(Schema):
    """`show`, `fold` (one tap opens it) or `keep-back`, and why."""

    id: str
    how: str
    why: Both


class ViewOut(Schema):
    """What to show."""

    account: str
    on: bool
    hides_counts: bool
    things: list[ThingOut]


class DraftIn(Body):
    """A draft before it is sent. `draft` is an opaque id, the same when its outcome is told."""

    draft: str = Field(min_length=1, max_length=100)
    text: str = Field(max_length=5000)


class DraftOut(Schema):
    """Whether to show the reminder, and whether to tell the outcome afterwards."""

    show: bool
    measured: bool
    words: Both
    spans: list[list[int]]


class OutcomeIn(Body):
    """What became of a measured draft; `text` is what was sent, and is not kept."""

    draft: str = Field(min_length=1, max_length=100)
    outcome: Literal["changed", "dropped", "as-it-was"]
    text: str = Field(default="", max_length=5000)


class Done(Schema):
    """It was counted."""

    ok: bool


class EffectOut(Schema):
    """The experiment so far."""

    shown: int
    shown_hurtful: int
    unshown: int
    unshown_hurtful: int
    difference: float | None
    low: float | None
    high: float | None
