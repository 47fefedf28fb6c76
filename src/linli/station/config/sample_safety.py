"""The sample station's shield and plan: a neighbour who is insulted, and a child with its guardian."""

from __future__ import annotations

from linli.station.minors import services as minors
from linli.station.minors.selectors import children_of
from linli.station.moderation import selectors as moderation
from linli.station.people.actors import Actor, client, system, visitor
from linli.station.shield import services as shield
from linli.station.shield.services.shields import Wishes

PIN = "liuyinli-sample"
CHILD = "豆豆"


def load_safety(*, community_id: int, client_id: int, person: Actor) -> None:
    """Brings in what is not there yet, through the services that all use.

    `person`: the sample member, who keeps the shield under 我的事 and is the child's guardian.
    """
    _watch(community_id, client_id, person)
    if not children_of(actor=person).exists():
        child = minors.mode_start(actor=visitor(community_id), band="8-12", name=CHILD)
        minors.guardian_set(actor=person, child=child, pin=PIN)
        minors.wish_make(actor=visitor(community_id), child=child, minutes=20, words="写作业，查一首诗")


def _watch(community_id: int, client_id: int, person: Actor) -> None:
    forum = client(community_id, client_id)
    targets: dict[str, int] = {}
    for item in moderation.items(actor=forum).order_by("pk"):
        shield.item_reached(community_id=community_id, item_uid=item.uid)
        name = str(item.context.get("target", ""))
        hurtful = bool(item.assessment.get("categories"))
        targets[name] = targets.get(name, 0) + hurtful
    hurt_most = max((n for n in targets if n), key=lambda n: targets[n], default="")
    account = moderation.account_of(community_id=community_id, client_id=client_id, external_id=hurt_most)
    if account is None:
        return
    actor = Actor(person.role, community_id, user_id=person.user_id, system="sample")
    door = shield.shield_door(actor=system(community_id, "sample"), account=account)
    if door.started is None:
        door = shield.shield_start(actor=actor, shield=door, wishes=Wishes(hours=72))
        shield.shield_keep(actor=actor, shield=door)
        shield.friend_add(actor=actor, shield=door, name="楼上的阿姨")
