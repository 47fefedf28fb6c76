"""Telling a person."""

from __future__ import annotations

from django.utils import timezone

from linli.station.ledger.ids import new_id
from linli.station.ledger.services import record, writing
from linli.station.notifications.models import Notice
from linli.station.notifications.selectors import PURPOSE
from linli.station.people.actors import Actor
from linli.station.people.codes import NOTICE_LENGTH, code_make
from linli.vocabulary import Text


def notice_send(
    *,
    actor: Actor,
    once: str,
    kind: str,
    title: Text,
    body: Text,
    object_type: str,
    object_id: str,
    user_id: int | None = None,
    account: str = "",
    link: str = "",
) -> Notice:
    """Tells a person (`user_id`) or a client's account (`account`, its random id) one event, once.

    A second call with the same `once` returns the first notice.
    """
    with writing(actor.community_id):
        found = Notice.objects.filter(community_id=actor.community_id, once=once).first()
        if found is not None:
            return found
        uid = new_id()
        _, digest = code_make(PURPOSE, uid, NOTICE_LENGTH)
        made = Notice.objects.create(
            community_id=actor.community_id,
            uid=uid,
            code_digest=digest,
            once=once,
            kind=kind,
            user_id=user_id,
            account=account,
            title=title.zh,
            title_en=title.en,
            body=body.zh,
            body_en=body.en,
            object_type=object_type,
            object_id=object_id,
            link=link,
        )
        record(
            community_id=actor.community_id,
            kind="notice.created",
            actor=actor,
            object_type="notice",
            object_id=uid,
            subject=f"user:{user_id}" if user_id else f"account:{account}" if account else "",
            data={"about": object_type, "id": object_id, "kind": kind},
        )
    return made


def notice_read(*, notice: Notice) -> None:
    """Notes when it was first read; telemetry, so the record has no row of it."""
    Notice.objects.filter(pk=notice.pk, read_at=None).update(read_at=timezone.now())
