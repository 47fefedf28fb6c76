"""好网民: badges for what a person did and another confirmed. Nobody is compared, counted or listed.

Each person sees their own alone, and asks for a badge themselves; a child like anybody else.
"""

from __future__ import annotations

from dataclasses import dataclass

from linli.station.activities import selectors
from linli.station.credentials.badges import Achievement
from linli.station.learning import selectors as learning
from linli.station.people.actors import Actor
from linli.vocabulary import Text

HELPED_MINUTES, CAME_OFTEN = 120, 5


@dataclass(frozen=True, slots=True)
class Earned:
    """A badge, and whether what it stands for is done and confirmed. `path` is where one can do it."""

    achievement: Achievement
    done: bool
    path: str


HELPED = Achievement(
    "good-netizen-helped",
    "Badge",
    Text("好网民 · 搭把手", "Good netizen: lent a hand"),
    Text("线下做过志愿，带队的人确认过", "Volunteered, and whoever led it confirmed"),
    Text("双方确认的志愿时长满两小时。", "Two hours of volunteering confirmed by both sides."),
)
STAYED = Achievement(
    "good-netizen-stayed",
    "Badge",
    Text("好网民 · 常来", "Good netizen: came again"),
    Text("来过五次活动，每次都有人确认", "Came to five activities, each confirmed"),
    Text("五次出席，双方都确认。", "Five times present, confirmed by both sides."),
)
LEARNED = Achievement(
    "good-netizen-learned",
    "Badge",
    Text("好网民 · 学明白", "Good netizen: learned it"),
    Text("走完一条学习的路，题答对了", "Went a path of lessons to its end, with the answers right"),
    Text("走完任意一条学习的路，每课三道题答对两道以上。", "Any path finished, two of three answers right in each."),
)


def badges(*, actor: Actor) -> list[Earned]:
    """Every badge, and whether this person may have it. For their own eyes."""
    hours = selectors.hours(actor=actor)
    times = sum(one.state == "confirmed" for one in hours.rows)
    return [
        Earned(HELPED, hours.confirmed >= HELPED_MINUTES, "/activities/"),
        Earned(STAYED, times >= CAME_OFTEN, "/activities/"),
        Earned(LEARNED, any(one.done for one in learning.walked(actor=actor)), "/learn/paths/"),
    ]
