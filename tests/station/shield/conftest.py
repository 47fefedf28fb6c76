"""A forum with a person who is insulted, and those around them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.utils import timezone

from linli.station.moderation.models import Account, Item
from linli.station.moderation.services import account_ensure
from linli.station.people.actors import Actor, system
from linli.station.shield import services
from linli.station.shield.models import Shield
from tests.station.factories import People, submit


@dataclass(frozen=True, slots=True)
class Scene:
    """`target` is the account that words are aimed at; `say` sends one and lets the watch see it."""

    target: Account
    forum: Actor
    say: Callable[..., Item]
    shield: Shield


@pytest.fixture
def scene(people: People) -> Scene:
    target = account_ensure(actor=people.forum, external_id="u-target", name="小满")

    def say(text: str, who: str = "", *, tags: tuple[str, ...] = (), minutes: float = 0, **more: object) -> Item:
        context = {"target": "u-target", "tags": list(tags), "thread": ["小满：今天的花开了"]}
        author = who or f"u-{text[:4]}"
        named = {"account_name": author, **more}
        item = submit(people.forum, text, account_id=author, context=context, **named).item
        if minutes:
            Item.objects.filter(pk=item.pk).update(created=timezone.now() - timedelta(minutes=minutes))
        services.item_reached(community_id=item.community_id, item_uid=item.uid)
        return item

    actor = system(people.forum.community_id, "test")
    return Scene(target, people.forum, say, services.shield_door(actor=actor, account=target))
