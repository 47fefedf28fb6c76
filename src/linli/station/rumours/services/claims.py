"""What editors do with claims: word them, sort them, put two that are one together, take one question out again."""

from __future__ import annotations

from collections.abc import Iterable

from linli.station.desk import services as desk
from linli.station.ledger.services import record, writing
from linli.station.people.actors import Actor, NotFound, require
from linli.station.rumours import selectors
from linli.station.rumours.models import Asked, Claim, Topic
from linli.station.rumours.services.asking import CLAIM, question_of
from linli.vocabulary import LinliError, Text


def claim_word(*, actor: Actor, uid: str, text: str, topic: str) -> Claim:
    """Words a claim so that it can be checked, and says what it is about."""
    require(actor, "check.write", actor.community_id)
    tidy = " ".join(question_of(text).text.split())[:CLAIM]
    if topic not in Topic.values:
        raise LinliError(Text("没有这个话题。", "There is no such topic."), field="topic", value=topic)
    with writing(actor.community_id):
        claim = selectors.claim_by_uid(community_id=actor.community_id, uid=uid)
        claim.text, claim.topic = tidy, topic
        claim.save(update_fields=["text", "topic"])
        _record(actor, "claim.worded", claim)
    return claim


def claim_merge(*, actor: Actor, uid: str, into_uid: str) -> Claim:
    """Two claims are one: those who asked about the first are answered with the second."""
    require(actor, "check.write", actor.community_id)
    with writing(actor.community_id):
        claim = selectors.claim_by_uid(community_id=actor.community_id, uid=uid)
        into = selectors.claim_by_uid(community_id=actor.community_id, uid=into_uid)
        if claim.pk == into.pk:
            raise LinliError(Text("它们已经是同一条。", "They are one already."), field="into", value=into_uid)
        if selectors.check_of(claim) is not None:
            raise LinliError(
                Text("这一条已有核查，请反过来合并。", "This one has a check: merge the other way round."),
                field="into",
            )
        asked = list(Asked.objects.filter(claim=claim).values_list("submission", flat=True))
        Claim.objects.filter(merged_into=claim).update(merged_into=into)
        claim.merged_into = into
        claim.save(update_fields=["merged_into"])
        _move(actor, asked, into)
        _record(actor, "claim.merged", claim, {"into": into.uid})
    return into


def claim_join(*, actor: Actor, uid: str, into_uid: str) -> None:
    """A published check answers a claim: its askers count among those of the check, and their case stays as it is."""
    require(actor, "check.write", actor.community_id)
    with writing(actor.community_id):
        claim = selectors.claim_by_uid(community_id=actor.community_id, uid=uid)
        into = selectors.claim_by_uid(community_id=actor.community_id, uid=into_uid)
        claim.merged_into = into
        claim.save(update_fields=["merged_into"])
        _record(actor, "claim.joined", claim, {"into": into.uid})


def claim_leave(*, actor: Actor, uid: str) -> None:
    """Takes `claim_join` back."""
    require(actor, "check.write", actor.community_id)
    with writing(actor.community_id):
        claim = Claim.objects.get(community_id=actor.community_id, uid=uid)
        claim.merged_into = None
        claim.save(update_fields=["merged_into"])
        _record(actor, "claim.left", claim)


def claim_split(*, actor: Actor, uid: str, asked: Iterable[int]) -> Claim:
    """Takes some questions out of a claim into one of their own, and with it a case of their own."""
    require(actor, "check.write", actor.community_id)
    with writing(actor.community_id):
        claim = selectors.claim_by_uid(community_id=actor.community_id, uid=uid)
        rows = list(selectors.asked_about(claim).filter(pk__in=list(asked)))
        if not rows:
            raise NotFound(Text("请选出要分开的提问。", "Choose the questions to take out."), field="asked")
        made = Claim.objects.create(
            community_id=actor.community_id, text=" ".join(rows[0].text.split())[:CLAIM], topic=claim.topic
        )
        Asked.objects.filter(pk__in=[row.pk for row in rows]).update(claim=made)
        _move(actor, [row.submission for row in rows], made)
        _record(actor, "claim.split", made, {"from": claim.uid, "count": len(rows)})
    return made


def _move(actor: Actor, submissions: list[str], to: Claim) -> None:
    desk.submissions_move(
        actor=actor, uids=submissions, kind=selectors.KIND, subject_type=selectors.SUBJECT, subject_id=to.uid
    )


def _record(actor: Actor, kind: str, claim: Claim, data: dict[str, object] | None = None) -> None:
    record(
        community_id=actor.community_id,
        kind=kind,
        actor=actor,
        object_type="claim",
        object_id=claim.uid,
        data=data or {},
    )
