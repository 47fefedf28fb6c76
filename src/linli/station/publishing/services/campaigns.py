"""Beginning a campaign, taking a work into it, and saying what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from linli.station.ledger.services import record, writing
from linli.station.people.actors import Actor, require
from linli.station.publishing import campaigns, selectors
from linli.station.publishing.festivals import chosen
from linli.station.publishing.models import Campaign, CampaignWork, Work
from linli.vocabulary import LinliError, Text

LONGEST = 180
LIMITS = {"title": (2, 40), "why": (10, 400), "invitation": (4, 200)}
MOST_WANTED = 500


@dataclass(frozen=True, slots=True)
class Plan:
    """What a campaign wants: `aim` works between `starts` and `ends`, both days included."""

    title: str
    why: str
    invitation: str
    aim: int
    starts: date
    ends: date
    festival: str = ""


def campaign_begin(*, actor: Actor, plan: Plan) -> Campaign:
    """Puts a campaign on the calendar; the actor answers for it."""
    require(actor, "campaign.manage", actor.community_id)
    _fits(plan)
    with writing(actor.community_id):
        made = Campaign.objects.create(
            community_id=actor.community_id,
            keeper_id=actor.user_id,
            title=plan.title.strip(),
            why=plan.why.strip(),
            invitation=plan.invitation.strip(),
            aim=plan.aim,
            starts=plan.starts,
            ends=plan.ends,
            festival=chosen(plan.festival),
        )
        _told(actor, "campaign.begun", made)
    return made


def campaign_join(*, actor: Actor, uid: str, work: str) -> Campaign:
    """Takes a work into a running campaign: its author, or the staff."""
    require(actor, "work.write", actor.community_id)
    with writing(actor.community_id):
        found = campaigns.by_uid(community_id=actor.community_id, uid=uid)
        if campaigns.state_of(found, timezone.localdate()) != campaigns.RUNNING:
            raise LinliError(
                Text("这个主题活动现在不收作品。", "This campaign takes no works now."),
                field="campaign",
                value=found.title,
                mend=Text(f"从 {found.starts} 到 {found.ends} 收。", f"It does from {found.starts} to {found.ends}."),
            )
        one = selectors.work_for(actor=actor, uid=work)
        if one.stage == Work.Stage.WITHDRAWN:
            raise LinliError(Text("撤回的作品不能加入。", "A withdrawn work cannot join."), field="work", value=work)
        CampaignWork.objects.get_or_create(campaign=found, work=one)
        _told(actor, "campaign.joined", found)
    return found


def campaign_close(*, actor: Actor, uid: str, closing: str, lesson: str = "") -> Campaign:
    """Says in public what came of it, once it is over: what was reached stands beside what was wanted."""
    require(actor, "campaign.manage", actor.community_id)
    with writing(actor.community_id):
        found = campaigns.by_uid(community_id=actor.community_id, uid=uid)
        if campaigns.state_of(found, timezone.localdate()) != campaigns.OVER:
            raise LinliError(
                Text("结束以后才能写小结，而且只写一次。", "It is closed once, when it is over."),
                field="campaign",
                value=found.title,
                mend=Text(f"{found.ends} 以后再写。", f"Write it after {found.ends}."),
            )
        _length("closing", closing, 10, 1000)
        _length("lesson", lesson, 0, 400)
        found.closing, found.lesson, found.closed_at = closing.strip(), lesson.strip(), timezone.now()
        found.save(update_fields=["closing", "lesson", "closed_at"])
        _told(actor, "campaign.closed", found)
    return found


def _fits(plan: Plan) -> None:
    for name, (least, most) in LIMITS.items():
        _length(name, str(getattr(plan, name)), least, most)
    if not 1 <= plan.aim <= MOST_WANTED:
        raise LinliError(
            Text(f"目标是 1 到 {MOST_WANTED} 篇。", f"The aim is 1 to {MOST_WANTED} works."),
            field="aim",
            value=str(plan.aim),
        )
    if not plan.starts <= plan.ends <= plan.starts + timedelta(days=LONGEST):
        raise LinliError(
            Text(f"结束在开始以后，至多 {LONGEST} 天。", f"It ends after it starts, within {LONGEST} days."),
            field="ends",
            value=str(plan.ends),
        )


def _length(name: str, value: str, least: int, most: int) -> None:
    if not least <= len(value.strip()) <= most:
        raise LinliError(
            Text(f"应是 {least} 到 {most} 个字。", f"It takes {least} to {most} characters."),
            field=name,
            value=value[:40],
        )


def _told(actor: Actor, kind: str, found: Campaign) -> None:
    record(community_id=found.community_id, kind=kind, actor=actor, object_type="campaign", object_id=found.uid)
