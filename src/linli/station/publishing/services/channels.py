"""Opening a channel, who answers for it, hiding, merging and archiving it."""

from __future__ import annotations

import re
from datetime import timedelta

from django.utils import timezone

from linli.station.ledger.services import record, writing
from linli.station.notifications.services import notice_send
from linli.station.organisations.selectors import actor_for
from linli.station.people.actors import Actor, require, system
from linli.station.people.roles import Role
from linli.station.publishing import selectors
from linli.station.publishing.models import Channel
from linli.vocabulary import LinliError, Text

QUIET = timedelta(days=30)
SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,29}")


def channel_make(
    *, actor: Actor, slug: str, name: str, about: str = "", owner: int | None, name_en: str = ""
) -> Channel:
    """Opens a channel that one member of the community answers for."""
    require(actor, "channel.manage", actor.community_id)
    if not SLUG.fullmatch(slug):
        raise LinliError(
            Text(
                "网址里的名字只用小写字母、数字和短横，至多 30 个。", "Small letters, digits and hyphens, 30 at most."
            ),
            field="slug",
            value=slug,
        )
    if not 0 < len(name.strip()) <= 20:
        raise LinliError(Text("名字是 1 到 20 个字。", "A name has 1 to 20 characters."), field="name", value=name)
    with writing(actor.community_id):
        if Channel.objects.filter(community_id=actor.community_id, slug=slug).exists():
            raise LinliError(
                Text("这个网址名已经有了。", "There is such a channel already."),
                field="slug",
                value=slug,
                mend=Text("请换一个。", "Take another."),
            )
        made = Channel.objects.create(
            community_id=actor.community_id,
            slug=slug,
            name=name.strip(),
            name_en=name_en.strip()[:40],
            about=about.strip()[:200],
            owner_id=_member(actor, owner),
        )
        _told(actor, "channel.opened", made)
    return made


def channel_set(*, actor: Actor, uid: str, state: str, owner: int | None = None, into: str = "") -> Channel:
    """Says who answers for it and whether it shows; merging moves its works into another."""
    require(actor, "channel.manage", actor.community_id)
    with writing(actor.community_id):
        found = selectors.channel_by_uid(community_id=actor.community_id, uid=uid)
        if state not in Channel.State.values:
            raise LinliError(Text("没有这种状态。", "There is no such state."), field="state", value=state)
        found.owner_id = _member(actor, owner)
        found.merged_into = _other(actor, found, into) if state == Channel.State.MERGED else None
        found.state, found.prompted_at = state, None
        found.save()
        if found.merged_into is not None:
            found.works.update(channel=found.merged_into)
        _told(actor, f"channel.{state}", found)
    return found


def publishing_tick(*, community_id: int) -> int:
    """Asks those who answer for a quiet channel what shall become of it; how many were asked."""
    now, actor = timezone.now(), system(community_id, "clock")
    quiet = selectors.quiet_channels(community_id=community_id, since=now - QUIET)
    for one in quiet:
        with writing(community_id):
            one.prompted_at = now
            one.save(update_fields=["prompted_at"])
            _told(actor, "channel.quiet", one)
            notice_send(
                actor=actor,
                once=f"channel-quiet:{one.uid}:{now:%Y%m%d}",
                kind="channel.quiet",
                title=Text(
                    f"频道「{one.name}」三十天没有新作品", f"The channel {one.name} has been quiet for thirty days"
                ),
                body=Text(
                    "写一篇，或者请负责人合并、归档它。空着的频道不如没有。",
                    "Publish something, or ask a lead to merge or archive it. An empty channel is worse than none.",
                ),
                object_type="channel",
                object_id=one.uid,
                user_id=one.owner_id,
                link="/write/",
            )
    return len(quiet)


def _other(actor: Actor, found: Channel, into: str) -> Channel:
    other = selectors.channel_by_uid(community_id=actor.community_id, uid=into)
    if other.pk == found.pk or other.state != Channel.State.OPEN:
        raise LinliError(
            Text("只能并入另一个开着的频道。", "It can be merged into another open channel only."),
            field="into",
            value=other.name,
        )
    return other


def _member(actor: Actor, user_id: int | None) -> int | None:
    if user_id is None or actor_for(user_id=user_id, community_id=actor.community_id).role >= Role.MEMBER:
        return user_id
    raise LinliError(
        Text("负责人要是本社区的成员。", "Who answers for it must be a member here."), field="owner", value=user_id
    )


def _told(actor: Actor, kind: str, found: Channel) -> None:
    record(community_id=found.community_id, kind=kind, actor=actor, object_type="channel", object_id=found.uid)
