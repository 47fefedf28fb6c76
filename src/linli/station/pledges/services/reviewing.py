"""Peer review: a lead asks another organisation, its people give it once; what looks odd takes another lead."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils import timezone

from linli.station.ledger.ids import new_id
from linli.station.ledger.services import writing
from linli.station.organisations import tree
from linli.station.people.actors import Actor, Forbidden, require
from linli.station.people.codes import NOTICE_LENGTH, code_make
from linli.station.pledges import evidence, selectors
from linli.station.pledges.models import Assessment, Pledge, Review
from linli.station.pledges.services.common import refuse, tell, told, words
from linli.vocabulary import Text

S, A = Pledge.State, Assessment.State
FAST = timedelta(minutes=5)
MUTUAL = timedelta(days=366)


def review_ask(*, actor: Actor, uid: str, organisation_uid: str) -> str:
    """A lead asks another organisation to review a round: not one of the same branch, and none they speak for."""
    require(actor, "pledge.lead", actor.community_id)
    with writing(actor.community_id):
        found = selectors.pledge_by_uid(community_id=actor.community_id, uid=uid)
        one, body = selectors.newest(found), tree.organisation(community_id=actor.community_id, uid=organisation_uid)
        if one.state != A.SENT:
            raise refuse(Text("现在没有等评议的。", "Nothing waits for a review."), "state", one.state)
        if tree.one_branch(found.organisation, body):
            raise refuse(
                Text("不能由自己、上级或下级评议。", "Not by itself, nor one above or below it."),
                "organisation",
                body.name,
            )
        if tree.speaks_for(actor=actor, organisation=found.organisation):
            raise Forbidden(
                Text("您是它的经办人，请另一位负责人来邀请。", "You speak for it: another lead asks."), field="person"
            )
        people = tree.delegates(community_id=actor.community_id, organisation_id=body.pk)
        if body.contact_verified_at is None or body.closed_at is not None or not people:
            raise refuse(
                Text("这个单位还没有确认过的经办人。", "Nobody confirmed speaks for it."), "organisation", body.name
            )
        Review.objects.filter(assessment=one, at=None).delete()
        ask = new_id()
        code, digest = code_make(selectors.PURPOSE, ask, NOTICE_LENGTH)
        Review.objects.create(
            community_id=actor.community_id,
            uid=ask,
            assessment=one,
            organisation=body,
            code_digest=digest,
            asked_by_id=actor.user_id,
        )
        told(actor, "pledge.review-asked", found)
        title = Text(f"请贵单位评议：{found.title}", f"Please review: {found.title}")
        text = Text(f"{found.organisation.name} 的自评和凭据。", f"The self-assessment of {found.organisation.name}.")
        tell(actor, found, f"review:{ask}", title, text, body.pk, f"/pledges/review/{code}/")
    return code


def review_give(*, actor: Actor, code: str, accepted: bool, note: str, doubts: Sequence[str] = ()) -> Review:
    """Gives a review, once. Accepted and nothing odd: the pledge is in force. Something odd: another lead looks."""
    require(actor, "pledge.speak", actor.community_id)
    note = words("note", note, 500, 10)
    with writing(actor.community_id):
        review = selectors.review_by_code(actor=actor, code=code)
        one = review.assessment
        found = selectors.pledge_by_uid(community_id=actor.community_id, uid=one.pledge.uid)
        _apart(actor, found, review)
        known = {str(question["id"]) for question in found.questions}
        review.by_id, review.at, review.accepted, review.note = actor.user_id, timezone.now(), accepted, note
        review.doubts = [name for name in doubts if name in known]
        review.flags = _flags(found, one, review)
        review.save()
        if not accepted:
            one.state = A.RETURNED
        elif review.flags:
            one.state = A.FLAGGED
        else:
            accept(found, one, review.at)
        one.save(update_fields=["state"])
        told(actor, f"pledge.review-{one.state}", found)
        tell(actor, found, f"reviewed:{review.uid}", *_words(one, found))
    return review


def review_confirm(*, actor: Actor, uid: str, accepted: bool) -> Assessment:
    """A lead who did not ask for the review, and has no part in either side, looks at what was odd."""
    require(actor, "pledge.lead", actor.community_id)
    with writing(actor.community_id):
        found = selectors.pledge_by_uid(community_id=actor.community_id, uid=uid)
        one = selectors.newest(found)
        review = selectors.review_of(one)
        if one.state != A.FLAGGED or review is None:
            raise refuse(Text("没有要再看的。", "Nothing waits for a second look."), "state", one.state)
        if actor.user_id in {review.asked_by_id, *selectors.vouchers(found)}:
            raise Forbidden(
                Text("您与这份承诺有关，请另一位负责人来看。", "You have a part in it: another lead looks."),
                field="person",
            )
        review.confirmed_by_id = actor.user_id
        review.save(update_fields=["confirmed_by"])
        if accepted:
            accept(found, one, timezone.now())
        else:
            one.state = A.RETURNED
        one.save(update_fields=["state"])
        told(actor, f"pledge.look-{one.state}", found)
        tell(actor, found, f"looked:{review.uid}", *_words(one, found))
    return one


def _apart(actor: Actor, found: Pledge, review: Review) -> None:
    if tree.speaks_for(actor=actor, organisation=found.organisation) or actor.user_id == review.assessment.by_id:
        raise Forbidden(
            Text("您也替被评的单位经办，不能评。", "You speak for the one under review as well."), field="person"
        )
    if tree.one_branch(found.organisation, review.organisation):
        raise refuse(
            Text("两家现在是上下级，不能评。", "One lies above the other now."),
            "organisation",
            review.organisation.name,
        )


def _flags(found: Pledge, one: Assessment, review: Review) -> list[str]:
    last = selectors.accepted(found)
    flags = evidence.odd(one.answers, last.answers if last else {}, selectors.other_evidence(one))
    if one.sent_at is not None and review.at is not None and review.at - max(one.sent_at, review.asked_at) < FAST:
        flags.append("fast")
    returned = Review.objects.filter(
        organisation_id=found.organisation_id,
        assessment__pledge__organisation_id=review.organisation_id,
        accepted=True,
        at__gte=timezone.now() - MUTUAL,
    )
    return [*flags, "mutual"] if returned.exists() else flags


def accept(found: Pledge, one: Assessment, now: datetime) -> None:
    """In force from now, or from the end of the time before; never from an earlier day."""
    start = max(now, found.valid_until) if found.state == S.LIVE and found.valid_until else now
    found.valid_from = found.valid_from if found.state == S.LIVE else start
    found.valid_until, found.state, found.reminded_at = _months_later(start, found.months), S.LIVE, None
    found.save(update_fields=["valid_from", "valid_until", "state", "reminded_at"])
    one.state = A.ACCEPTED


def _months_later(start: datetime, months: int) -> datetime:
    year, month = divmod(start.month - 1 + months, 12)
    return start.replace(year=start.year + year, month=month + 1, day=min(start.day, 28))


def _words(one: Assessment, found: Pledge) -> tuple[Text, Text]:
    told_ = {
        A.ACCEPTED: Text("评议通过，承诺生效了", "Reviewed and in force"),
        A.FLAGGED: Text("评议通过，有一处要负责人再看", "Reviewed; a lead looks at one thing"),
    }
    title = told_.get(A(one.state), Text("评议退回，请看意见再改", "Sent back with comments"))
    return Text(f"{title.zh}：{found.title}", f"{title.en}: {found.title}"), Text(
        "点开看评议的意见。", "Open it for the review."
    )
