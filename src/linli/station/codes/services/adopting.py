"""A version is adopted by two: a lead signs it, another person seconds it. Then the next one may begin."""

from __future__ import annotations

from django.utils import timezone

from linli.station.codes import selectors
from linli.station.codes.models import Code, CodeVersion
from linli.station.codes.services.common import only, the_version, told
from linli.station.ledger.services import writing
from linli.station.people.actors import Actor, Forbidden, NotFound, require
from linli.vocabulary import LinliError, Text

V = CodeVersion.State


def version_sign(*, actor: Actor, uid: str, number: int) -> CodeVersion:
    """A lead signs what was discussed: the time is over, and every comment has its answer."""
    require(actor, "code.sign", actor.community_id)
    with writing(actor.community_id):
        one = the_version(actor, uid, number)
        only(one, V.DISCUSSING)
        _discussed(one)
        one.state, one.signed_by_id = V.SIGNED, actor.user_id
        one.save(update_fields=["state", "signed_by"])
        told(actor, "code.signed", one.code, number)
    return one


def version_return(*, actor: Actor, uid: str, number: int) -> CodeVersion:
    """Whoever may second it finds that it wants more work: the signature is off."""
    require(actor, "code.write", actor.community_id)
    with writing(actor.community_id):
        one = the_version(actor, uid, number)
        only(one, V.SIGNED)
        one.state, one.signed_by_id = V.DISCUSSING, None
        one.save(update_fields=["state", "signed_by"])
        told(actor, "code.returned", one.code, number)
    return one


def version_adopt(*, actor: Actor, uid: str, number: int) -> CodeVersion:
    """A second person adopts what a lead signed; the version before is replaced and stays to be read."""
    require(actor, "code.write", actor.community_id)
    with writing(actor.community_id):
        one = the_version(actor, uid, number)
        only(one, V.SIGNED)
        if actor.user_id is None or actor.user_id == one.signed_by_id:
            raise Forbidden(
                Text(
                    "签的人不能自己通过，须由另一个人。", "Whoever signed it may not adopt it: another person must."
                ),
                field="person",
            )
        CodeVersion.objects.filter(code_id=one.code_id, state=V.ADOPTED).update(state=V.REPLACED)
        one.state, one.seconded_by_id, one.adopted_at = V.ADOPTED, actor.user_id, timezone.now()
        one.save(update_fields=["state", "seconded_by", "adopted_at"])
        told(actor, "code.adopted", one.code, number)
    return one


def code_revise(*, actor: Actor, uid: str) -> CodeVersion:
    """Begins the next version from the one in force; one at a time."""
    require(actor, "code.write", actor.community_id)
    with writing(actor.community_id):
        code = Code.objects.filter(community_id=actor.community_id, uid=uid).first()
        live = code.versions.filter(state=V.ADOPTED).first() if code else None
        if code is None or live is None:
            raise NotFound(Text("没有现行的一版。", "No version is in force."), field="code", value=uid)
        if code.versions.filter(state__in=selectors.OPEN).exists():
            raise LinliError(
                Text("已有一版在起草或讨论。", "A version is being worked on already."), field="code", value=uid
            )
        newest = code.versions.order_by("-number").values_list("number", flat=True)[0]
        made = CodeVersion.objects.create(
            community_id=actor.community_id, code=code, number=newest + 1, clauses=live.clauses
        )
        told(actor, "code.begun", code, made.number)
    return made


def _discussed(one: CodeVersion) -> None:
    if not selectors.closed(one):
        raise LinliError(
            Text("讨论还没有截止。", "The discussion is not over yet."), field="closes_at", value=one.closes_at
        )
    waiting = selectors.unanswered(one)
    if waiting:
        raise LinliError(
            Text(f"还有 {waiting} 条意见没有答复。", f"{waiting} comments wait for an answer."),
            field="comments",
            value=waiting,
            mend=Text("每条意见都先答复，再签。", "Answer every one before you sign."),
        )
    if not one.clauses:
        raise LinliError(Text("没有条款。", "It has no clauses."), field="clauses", value=0)
