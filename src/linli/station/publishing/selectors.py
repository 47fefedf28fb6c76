"""What readers see of works, and what those who make them see."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import F, Q, QuerySet

from linli.station.people.actors import Actor, NotFound
from linli.station.publishing.models import Channel, Picture, Tally, Work, WorkVersion
from linli.vocabulary import Text

S = Work.Stage
CHANNELS_SHOWN = Q(state=Channel.State.OPEN, owner__is_active=True)


def channels(*, community_id: int) -> QuerySet[Channel]:
    """Those that readers see: open, and somebody answers for them."""
    return Channel.objects.filter(CHANNELS_SHOWN, community_id=community_id).order_by("pk")


def channels_all(*, community_id: int) -> QuerySet[Channel]:
    """Every channel, for leads."""
    found = Channel.objects.filter(community_id=community_id).select_related("owner", "merged_into")
    return found.order_by("state", "pk")


def channel_by_slug(*, community_id: int, slug: str) -> Channel:
    """One that readers see, or the one that it was merged into."""
    found = Channel.objects.filter(community_id=community_id, slug=slug).select_related("merged_into").first()
    if found is not None and found.state == Channel.State.MERGED and found.merged_into is not None:
        found = found.merged_into
    if found is None or not channels(community_id=community_id).filter(pk=found.pk).exists():
        raise NotFound(Text("没有这个频道。", "There is no such channel."), field="channel", value=slug)
    return found


def channel_by_uid(*, community_id: int, uid: str) -> Channel:
    """One in any state, for the station's own use."""
    found = Channel.objects.filter(community_id=community_id, uid=uid).first()
    if found is None:
        raise NotFound(Text("没有这个频道。", "There is no such channel."), field="channel", value=uid)
    return found


def stream(*, community_id: int, channel: Channel | None = None) -> QuerySet[WorkVersion]:
    """What is published now, the newest first: never by how many read it."""
    shown = channels(community_id=community_id)
    found = WorkVersion.objects.filter(
        work__community_id=community_id, number=F("work__live"), work__channel__in=shown
    ).select_related("work", "work__channel")
    found = found if channel is None else found.filter(work__channel=channel)
    return found.order_by("-work__published_at", "-work__pk")


def public_version(*, community_id: int, uid: str, number: int | None = None) -> WorkVersion:
    """What readers see of a work, or an older version of it. A withdrawn work has none."""
    found = WorkVersion.objects.filter(work__community_id=community_id, work__uid=uid, work__live__gt=0)
    found = found.filter(number=F("work__live") if number is None else number)
    one = found.select_related("work", "work__channel").first()
    if one is None:
        raise _nothing(uid)
    return one


def withdrawn(*, community_id: int, uid: str) -> Work | None:
    """A work that was public and is not any more."""
    found = Work.objects.filter(community_id=community_id, uid=uid, stage=S.WITHDRAWN)
    return found.exclude(published_at=None).first()


def versions_of(work: Work) -> QuerySet[WorkVersion]:
    """Every version, the newest first."""
    return work.versions.order_by("-number")


def work_for(*, actor: Actor, uid: str) -> Work:
    """A work in any stage, for its author and the staff; to others it does not exist."""
    found = Work.objects.filter(community_id=actor.community_id, uid=uid).select_related("channel", "cover").first()
    if found is None or not (actor.is_staff or (actor.user_id and actor.user_id == found.author_id)):
        raise _nothing(uid)
    return found


def works_mine(*, actor: Actor) -> QuerySet[Work]:
    """What the actor writes or wrote, the last changed first."""
    found = Work.objects.filter(community_id=actor.community_id, author_id=actor.user_id or 0)
    return found.select_related("channel").order_by("-changed")


def works_waiting(*, actor: Actor) -> QuerySet[Work]:
    """What waits for a second reader and may be read by the actor: not their own."""
    if not actor.is_staff:
        return Work.objects.none()
    found = Work.objects.filter(community_id=actor.community_id, stage=S.WAITING).exclude(author_id=actor.user_id)
    return found.select_related("channel").order_by("changed")


def ended(work: Work) -> int:
    """How many read it to the end: a number without names."""
    return sum(Tally.objects.filter(work=work, what="end").values_list("count", flat=True))


def choices_of(version: WorkVersion, part: str) -> list[tuple[int, int]]:
    """How often each option of a poll was chosen, as `(option, count)`."""
    found: dict[int, int] = {}
    for what, count in Tally.objects.filter(work=version.work, what__startswith=f"{part}:").values_list(
        "what", "count"
    ):
        option = int(what.rpartition(":")[2])
        found[option] = found.get(option, 0) + count
    return sorted(found.items())


def figures_of(*, actor: Actor) -> dict[str, int]:
    """What the actor's works did, added up: read to the end, took part. No person is behind a number."""
    mine = Tally.objects.filter(work__community_id=actor.community_id, work__author_id=actor.user_id or 0)
    ends = sum(mine.filter(what="end").values_list("count", flat=True))
    return {"ended": ends, "took": sum(mine.exclude(what="end").values_list("count", flat=True))}


def quiet_channels(*, community_id: int, since: datetime) -> list[Channel]:
    """Open channels in which nothing was published since, and of which nobody was told since."""
    found = Channel.objects.filter(community_id=community_id, state=Channel.State.OPEN, created__lt=since)
    found = found.exclude(works__published_at__gte=since).exclude(prompted_at__gte=since)
    return list(found.exclude(owner=None))


def picture_by_uid(*, community_id: int, uid: str) -> Picture:
    """A picture of this community."""
    found = Picture.objects.filter(community_id=community_id, uid=uid).first()
    if found is None:
        raise NotFound(Text("没有这张图片。", "There is no such picture."), field="picture", value=uid)
    return found


def pictures_of(*, community_id: int, uids: list[str]) -> dict[str, dict[str, Any]]:
    """What a page needs to show pictures, by their ids."""
    found = Picture.objects.filter(community_id=community_id, uid__in=uids)
    return {one.uid: _picture(one) for one in found}


def content_of(work: Work) -> dict[str, Any]:
    """The work as a version would hold it. Who wrote it stays on the work, so that a name can go."""
    named = [str(one["value"]["picture"]) for one in work.body if "picture" in one["value"]]
    cover = work.cover.uid if work.cover else ""
    return {
        "uid": work.uid,
        "kind": work.kind,
        "title": work.title,
        "summary": work.summary,
        "body": work.body,
        "cover": cover,
        "pictures": pictures_of(community_id=work.community_id, uids=[*named, cover]),
        "source": work.source,
        "source_url": work.source_url,
        "licence": work.licence,
        "machine": work.machine,
    }


def _picture(one: Picture) -> dict[str, Any]:
    return {"digest": one.digest, "alt": one.alt, "width": one.width, "height": one.height}


def _nothing(uid: str) -> NotFound:
    return NotFound(
        Text("没有这篇作品，或者还没有发布。", "There is no such work, or it is not published."),
        field="work",
        value=uid,
    )
