"""What an author does: begin, change, offer to a second reader, take back."""

from __future__ import annotations

from dataclasses import dataclass, fields

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils import timezone

from linli.station.ledger.services import record, writing
from linli.station.notifications.services import notice_send
from linli.station.people.actors import Actor, Forbidden, require
from linli.station.publishing import selectors
from linli.station.publishing.models import Machine, Work
from linli.station.publishing.parts import Part, checked
from linli.vocabulary import LinliError, Text

S = Work.Stage


@dataclass(frozen=True, slots=True)
class Words:
    """What an author says of a work beside its body."""

    title: str
    summary: str = ""
    byline: str = ""
    kind: str = Work.Kind.ARTICLE.value
    source: str = ""
    source_url: str = ""
    licence: str = Work.Licence.BY.value
    machine: str = "none"


def work_start(*, actor: Actor, channel: str, words: Words, body: list[Part], cover: str = "") -> Work:
    """Begins a draft, in an open channel."""
    require(actor, "work.write", actor.community_id)
    with writing(actor.community_id):
        made = Work(community_id=actor.community_id, author_id=actor.user_id, created=timezone.now())
        _fill(actor, made, channel, words, body, cover)
        made.save(force_insert=True)
        _told(actor, "work.started", made)
    return made


def work_save(*, actor: Actor, uid: str, channel: str, words: Words, body: list[Part], cover: str = "") -> Work:
    """Changes a draft, or begins to correct what is published: readers see nothing of it yet."""
    require(actor, "work.write", actor.community_id)
    with writing(actor.community_id):
        found = _own(actor, uid, S.DRAFT, S.PUBLISHED)
        _fill(actor, found, channel, words, body, cover)
        found.stage, found.changed = S.DRAFT, timezone.now()
        found.save()
        _told(actor, "work.changed", found)
    return found


def work_offer(*, actor: Actor, uid: str, note: str = "") -> Work:
    """Hands it to a second reader. A correction says what was wrong: readers will see that note."""
    require(actor, "work.write", actor.community_id)
    with writing(actor.community_id):
        found = _own(actor, uid, S.DRAFT)
        if not found.body:
            raise LinliError(
                Text("还没有正文。", "It has no body yet."),
                field="body",
                mend=Text("请先写一段，或放一张图。", "Write something or add a picture first."),
            )
        if found.live and not 0 < len(note.strip()) <= 200:
            raise LinliError(
                Text(
                    "更正要写明改了什么，1 到 200 个字。", "A correction says what was changed, 1 to 200 characters."
                ),
                field="note",
                value=note[:40],
            )
        found.note, found.returned, found.stage = note.strip() if found.live else "", "", S.WAITING
        found.save(update_fields=["note", "returned", "stage"])
        _told(actor, "work.offered", found)
        _tell_owner(actor, found)
    return found


def work_take_back(*, actor: Actor, uid: str) -> Work:
    """Back to a draft, before a second reader decided."""
    require(actor, "work.write", actor.community_id)
    with writing(actor.community_id):
        found = _own(actor, uid, S.WAITING)
        found.stage = S.DRAFT
        found.save(update_fields=["stage"])
        _told(actor, "work.taken-back", found)
    return found


def only(found: Work, *stages: str) -> None:
    """Refuses what cannot be done at this stage."""
    if found.stage not in stages:
        raise LinliError(
            Text(
                f"现在是「{found.get_stage_display()}」，不能这样做。",
                f"It is {found.stage} now; this cannot be done.",
            ),
            field="stage",
            value=found.stage,
        )


def _own(actor: Actor, uid: str, *stages: str) -> Work:
    found = selectors.work_for(actor=actor, uid=uid)
    if found.author_id != actor.user_id:
        raise Forbidden(Text("只有作者能改。", "Only its author changes it."), field="work", value=uid)
    only(found, *stages)
    return found


def _fill(actor: Actor, work: Work, channel: str, words: Words, body: list[Part], cover: str) -> None:
    _fits(words)
    work.channel = selectors.channel_by_slug(community_id=actor.community_id, slug=channel)
    for one in fields(words):
        setattr(work, one.name, getattr(words, one.name).strip())
    work.body = checked(body)
    for part in work.body:
        if "picture" in part["value"]:
            selectors.picture_by_uid(community_id=actor.community_id, uid=part["value"]["picture"])
    work.cover = selectors.picture_by_uid(community_id=actor.community_id, uid=cover) if cover else None


def _fits(words: Words) -> None:
    for name, least, most in (("title", 1, 60), ("summary", 0, 200), ("byline", 1, 40), ("source", 0, 120)):
        value: str = getattr(words, name)
        if not least <= len(value.strip()) <= most:
            raise LinliError(
                Text(f"应是 {least} 到 {most} 个字。", f"It takes {least} to {most} characters."),
                field=name,
                value=value[:40],
            )
    for name, known in (("kind", Work.Kind), ("licence", Work.Licence), ("machine", Machine)):
        if getattr(words, name) not in known.values:
            raise LinliError(
                Text("没有这个选项。", "There is no such choice."), field=name, value=getattr(words, name)
            )
    if words.source_url:
        _address(words.source_url)


def _address(url: str) -> None:
    try:
        URLValidator(schemes=["http", "https"])(url)
    except ValidationError as error:
        raise LinliError(
            Text("网址要以 http:// 或 https:// 开头。", "An address begins with http:// or https://."),
            field="source_url",
            value=url,
        ) from error


def _tell_owner(actor: Actor, found: Work) -> None:
    owner = found.channel.owner_id
    if owner is None or owner == found.author_id:
        return
    notice_send(
        actor=actor,
        once=f"work-offered:{found.uid}:{found.changed:%Y%m%d%H%M%S}",
        kind="work.offered",
        title=Text(f"有一篇作品等第二位读者：{found.title}", f"A work waits for a second reader: {found.title}"),
        body=Text("请您或另一位审核员读一遍，再决定发布。", "You or another reviewer read it, then decide."),
        object_type="work",
        object_id=found.uid,
        user_id=owner,
        link=f"/write/{found.uid}/",
    )


def _told(actor: Actor, kind: str, found: Work) -> None:
    record(community_id=found.community_id, kind=kind, actor=actor, object_type="work", object_id=found.uid)
