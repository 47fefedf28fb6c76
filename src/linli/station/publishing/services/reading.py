"""What a second reader does: publish or return; and withdrawing."""

from __future__ import annotations

import hashlib
from typing import Any

import rfc8785
from django.utils import timezone

from linli.station.ledger.services import record, writing
from linli.station.notifications.services import notice_send
from linli.station.people.actors import Actor, Forbidden, require
from linli.station.people.roles import Role
from linli.station.publishing import selectors
from linli.station.publishing.models import Work, WorkVersion
from linli.station.publishing.services.writing import only
from linli.vocabulary import LinliError, Text

S = Work.Stage


def digest_of(content: dict[str, Any]) -> str:
    """SHA-256 over canonical JSON (RFC 8785): the same content has the same digest everywhere."""
    return hashlib.sha256(rfc8785.dumps(content)).hexdigest()


def work_publish(*, actor: Actor, uid: str, seen: str, editor_name: str = "") -> WorkVersion:
    """A second reader agrees to what they saw (`seen`, its digest): a version comes to be that never changes."""
    require(actor, "work.publish", actor.community_id)
    with writing(actor.community_id):
        found = _waiting(actor, uid)
        content = selectors.content_of(found)
        if digest_of(content) != seen:
            raise LinliError(
                Text("您读过以后作者又改了。", "Its author changed it after you read it."),
                field="seen",
                mend=Text("请再读一遍，再发布。", "Read it again, then publish."),
            )
        last = found.versions.order_by("-number").first()
        made = WorkVersion.objects.create(
            work=found,
            number=last.number + 1 if last else 1,
            content=content,
            digest=seen,
            note=found.note,
            editor_id=actor.user_id,
            editor_name=editor_name.strip()[:40],
        )
        found.stage, found.live = S.PUBLISHED, made.number
        found.published_at = found.published_at or made.created
        found.save(update_fields=["stage", "live", "published_at"])
        _told(actor, "work.published", found, {"version": made.number, "digest": made.digest})
        _tell_author(actor, found, Text("发布了", "Published"), found.note, f"/read/{found.uid}/", made.number)
    return made


def work_return(*, actor: Actor, uid: str, why: str) -> Work:
    """A second reader gives it back, saying why."""
    require(actor, "work.publish", actor.community_id)
    if not 0 < len(why.strip()) <= 400:
        raise LinliError(
            Text("请写明为什么，1 到 400 个字。", "Say why, in 1 to 400 characters."), field="why", value=why[:40]
        )
    with writing(actor.community_id):
        found = _waiting(actor, uid)
        found.stage, found.returned = S.DRAFT, why.strip()
        found.save(update_fields=["stage", "returned"])
        _told(actor, "work.returned", found, {})
        at = f"{timezone.now():%Y%m%d%H%M%S}"
        _tell_author(actor, found, Text("退回修改", "Given back"), why.strip(), f"/write/{found.uid}/", at)
    return found


def work_withdraw(*, actor: Actor, uid: str, why: str) -> Work:
    """Takes it away from readers: its address says since when and why. Its author, or a lead."""
    require(actor, "work.write", actor.community_id)
    if not 0 < len(why.strip()) <= 200:
        raise LinliError(
            Text("请写明为什么，1 到 200 个字。", "Say why, in 1 to 200 characters."), field="why", value=why[:40]
        )
    with writing(actor.community_id):
        found = selectors.work_for(actor=actor, uid=uid)
        if found.author_id != actor.user_id and actor.role < Role.LEAD:
            raise Forbidden(
                Text("只有作者和负责人能撤回。", "Only its author or a lead withdraws it."), field="work", value=uid
            )
        only(found, S.DRAFT, S.WAITING, S.PUBLISHED)
        found.stage, found.live, found.note, found.changed = S.WITHDRAWN, 0, why.strip(), timezone.now()
        found.save(update_fields=["stage", "live", "note", "changed"])
        _told(actor, "work.withdrawn", found, {})
        if found.author_id != actor.user_id:
            _tell_author(actor, found, Text("撤回了", "Withdrawn"), why.strip(), f"/read/{found.uid}/", "withdrawn")
    return found


def _waiting(actor: Actor, uid: str) -> Work:
    found = selectors.work_for(actor=actor, uid=uid)
    only(found, S.WAITING)
    if found.author_id == actor.user_id:
        raise Forbidden(
            Text("第二位读者要是另一个人。", "The second reader is somebody else."),
            field="editor",
            mend=Text("请另一位审核员来读。", "Ask another reviewer to read it."),
        )
    return found


def _tell_author(actor: Actor, found: Work, what: Text, why: str, link: str, mark: object) -> None:
    if found.author_id is None:
        return
    notice_send(
        actor=actor,
        once=f"work-told:{found.uid}:{mark}",
        kind="work.told",
        title=Text(f"您的作品{what.zh}：{found.title}", f"{what.en}: {found.title}"),
        body=Text(why or "第二位读者读过了。", why or "A second reader has read it."),
        object_type="work",
        object_id=found.uid,
        user_id=found.author_id,
        link=link,
    )


def _told(actor: Actor, kind: str, found: Work, data: dict[str, Any]) -> None:
    record(
        community_id=found.community_id,
        kind=kind,
        actor=actor,
        object_type="work",
        object_id=found.uid,
        data=data,
    )
