"""What readers and keepers see of campaigns, and of the calendar around them."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from django.db.models import QuerySet

from linli.station.people.actors import NotFound
from linli.station.publishing import selectors
from linli.station.publishing.models import Campaign, WorkVersion
from linli.vocabulary import Text

PLANNED, RUNNING, OVER, CLOSED = "planned", "running", "over", "closed"


class Reached(NamedTuple):
    """How many works are out, and how many were wanted."""

    works: int
    aim: int


class Year(NamedTuple):
    """A campaign with its state and what is out of it."""

    one: Campaign
    state: str
    reached: Reached


def every(*, community_id: int) -> QuerySet[Campaign]:
    """All campaigns, the last to end first."""
    return Campaign.objects.filter(community_id=community_id).select_related("keeper").order_by("-ends", "-pk")


def by_uid(*, community_id: int, uid: str) -> Campaign:
    """One of this community."""
    found = every(community_id=community_id).filter(uid=uid).first()
    if found is None:
        raise NotFound(Text("没有这个主题活动。", "There is no such campaign."), field="campaign", value=uid)
    return found


def state_of(campaign: Campaign, today: date) -> str:
    """Planned, running, over (and nobody has said what came of it), closed."""
    if campaign.closed_at:
        return CLOSED
    if today < campaign.starts:
        return PLANNED
    return RUNNING if today <= campaign.ends else OVER


def years(*, community_id: int, festival: str, today: date) -> list[Year]:
    """Those for one day of the calendar, this year's first: a brand that comes back every year."""
    found = every(community_id=community_id).filter(festival=festival)
    return [Year(one, state_of(one, today), reached(one)) for one in found]


def works_of(campaign: Campaign) -> QuerySet[WorkVersion]:
    """Its works that readers see now, the newest first."""
    return selectors.stream(community_id=campaign.community_id).filter(work__campaigns=campaign)


def reached(campaign: Campaign) -> Reached:
    """What is out, against what was wanted."""
    return Reached(works_of(campaign).count(), campaign.aim)


def open_for(*, community_id: int, today: date) -> QuerySet[Campaign]:
    """Those that a work can join today."""
    return every(community_id=community_id).filter(starts__lte=today, ends__gte=today, closed_at=None)


def unclosed(*, community_id: int, today: date) -> QuerySet[Campaign]:
    """Those that are over and have no closing word yet."""
    return every(community_id=community_id).filter(ends__lt=today, closed_at=None)
