"""Counting without persons. Telemetry: the record has no row of it."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from linli.station.integrations.limits import Buckets
from linli.station.people.actors import Actor
from linli.station.publishing import selectors
from linli.station.publishing.models import Tally
from linli.station.publishing.parts import options_of
from linli.vocabulary import LinliError, Text

END = "end"
BUCKETS = Buckets()


def read_to_end(*, actor: Actor, uid: str, source: str) -> bool:
    """One more reader reached the end; false where one address counts faster than a person reads."""
    found = selectors.public_version(community_id=actor.community_id, uid=uid)
    return _count(found.work_id, END, source)


def option_choose(*, actor: Actor, uid: str, part: str, option: int, source: str) -> bool:
    """Somebody answered a poll or a quiz."""
    found = selectors.public_version(community_id=actor.community_id, uid=uid)
    asked = next((one for one in found.content["body"] if one["id"] == part), None)
    if asked is None or asked["type"] not in ("poll", "quiz") or not 1 <= option <= len(options_of(asked["value"])):
        raise LinliError(
            Text("没有这个选项。", "There is no such option."),
            field="option",
            value=option,
            mend=Text("请选列出的一个。", "Choose one of those listed."),
        )
    return _count(found.work_id, f"{part}:{option}", source)


def _count(work_id: int, what: str, source: str) -> bool:
    if BUCKETS.take(f"{work_id}:{source}", 1, rate=1 / 30, burst=6):
        return False
    with transaction.atomic():
        row, _ = Tally.objects.get_or_create(work_id=work_id, day=timezone.localdate(), what=what)
        Tally.objects.filter(pk=row.pk).update(count=F("count") + 1)
    return True
