"""Reading pledges: templates, what is public of a pledge, what waits for whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from linli.station.desk import selectors as desk
from linli.station.organisations import tree
from linli.station.people.actors import Actor, NotFound, may
from linli.station.people.codes import NOTICE_LENGTH, code_again, code_digests
from linli.station.pledges.evidence import ANSWERS, FLAGS, evidences
from linli.station.pledges.models import Assessment, Hearing, Pledge, Review, Template
from linli.vocabulary import LinliError, Text

S, A = Pledge.State, Assessment.State
PUBLIC = (S.LIVE, S.ENDED, S.WITHDRAWN, S.BROKEN)
PURPOSE = "pledge-review"
COMPLAINT, APPEAL = "pledge-complaint", "pledge-appeal"
LOOKED_AT = ("taken", "held")
OPEN = ("new", "taken", "held")
RENEWED_FROM = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Shown:
    """One question with its answer, as it is shown; `doubted` where the reviewer had doubts."""

    ask: str
    answer: Text
    note: str
    evidence: str
    doubted: bool


def templates(*, community_id: int) -> QuerySet[Template]:
    """What can be pledged now."""
    return Template.objects.filter(community_id=community_id, closed_at=None).order_by("pk")


def template(*, community_id: int, uid: str) -> Template:
    """One of them, closed ones too."""
    found = Template.objects.filter(community_id=community_id, uid=uid).first()
    if found is None:
        raise NotFound(Text("没有这份承诺。", "There is no such pledge."), field="template", value=uid)
    return found


def pledges(*, community_id: int, organisation_uid: str = "") -> QuerySet[Pledge]:
    """What is public, by the organisation's name: no rank."""
    found = Pledge.objects.filter(community_id=community_id, state__in=PUBLIC).select_related("organisation")
    if organisation_uid:
        found = found.filter(organisation__uid=organisation_uid)
    return found.order_by("organisation__name", "pk")


def pledge_by_uid(*, community_id: int, uid: str) -> Pledge:
    """One in any state, for the station's own use."""
    found = (
        Pledge.objects.filter(community_id=community_id, uid=uid).select_related("organisation", "template").first()
    )
    if found is None:
        raise NotFound(Text("没有这份承诺。", "There is no such pledge."), field="pledge", value=uid)
    return found


def pledge(*, actor: Actor, uid: str) -> Pledge:
    """One that the actor may see: a draft is for those who speak for its organisation, and for leads."""
    found = pledge_by_uid(community_id=actor.community_id, uid=uid)
    if found.state in PUBLIC or leads(actor) or tree.speaks_for(actor=actor, organisation=found.organisation):
        return found
    raise NotFound(Text("没有这份承诺。", "There is no such pledge."), field="pledge", value=uid)


def leads(actor: Actor) -> bool:
    """Whether the actor asks for reviews here."""
    return may(actor, "pledge.lead", actor.community_id)


def newest(found: Pledge) -> Assessment:
    """Its newest round."""
    return found.assessments.order_by("-number")[0]


def accepted(found: Pledge) -> Assessment | None:
    """The round that it rests on."""
    return found.assessments.filter(state=A.ACCEPTED).order_by("-number").first()


def review_of(one: Assessment | None) -> Review | None:
    """The review that was given of a round."""
    return one.reviews.exclude(at=None).select_related("organisation").order_by("-pk").first() if one else None


def shown(found: Pledge, one: Assessment | None) -> list[Shown]:
    """The questions with the answers of a round."""
    if one is None:
        return []
    review = review_of(one)
    doubts: list[str] = review.doubts if review else []
    return [_shown(question, one.answers.get(str(question["id"]), {}), doubts) for question in found.questions]


def flags(review: Review | None) -> list[Text]:
    """What looked odd, in words."""
    return [FLAGS[name] for name in (review.flags if review else [])]


def review_by_code(*, actor: Actor, code: str) -> Review:
    """The review that a code opens: for those who speak for the organisation that was asked, until it is given."""
    try:
        digests = code_digests(PURPOSE, code, NOTICE_LENGTH)
    except LinliError:
        digests = []
    open_ones = Review.objects.filter(community_id=actor.community_id, at=None, assessment__state=A.SENT)
    found = open_ones.filter(code_digest__in=digests).select_related("organisation", "assessment__pledge").first()
    if found is None or not tree.speaks_for(actor=actor, organisation=found.organisation):
        raise NotFound(
            Text("这里没有等您评议的。", "There is nothing for you to review here."),
            field="code",
            mend=Text(
                "只有被邀请的单位的经办人能打开，评一次。",
                "Only those who speak for the organisation asked open it, once.",
            ),
        )
    return found


def code_of(review: Review) -> str:
    """The code of a review."""
    return code_again(PURPOSE, review.uid, review.code_digest, NOTICE_LENGTH)


def reviews_waiting(*, actor: Actor) -> list[Review]:
    """Reviews that wait for the actor's organisations."""
    mine = [one.pk for one in tree.spoken_for(actor=actor)]
    found = Review.objects.filter(community_id=actor.community_id, organisation_id__in=mine, at=None)
    return list(found.filter(assessment__state=A.SENT).select_related("assessment__pledge", "organisation"))


def renewals_due(*, actor: Actor) -> QuerySet[Pledge]:
    """Pledges of the actor's organisations that end soon and are not being renewed yet."""
    mine = [one.pk for one in tree.spoken_for(actor=actor)]
    soon = timezone.now() + RENEWED_FROM
    found = Pledge.objects.filter(
        community_id=actor.community_id, organisation_id__in=mine, state=S.LIVE, valid_until__lte=soon
    )
    return found.exclude(assessments__state__in=(A.DRAFT, A.SENT, A.FLAGGED)).order_by("valid_until")


def hearings(found: Pledge) -> QuerySet[Hearing]:
    """The complaints that were decided, the newest first."""
    return found.hearings.exclude(outcome="").order_by("-decided_at")


def hearing_open(found: Pledge) -> Hearing | None:
    """The complaint that is open now."""
    return found.hearings.filter(outcome="").order_by("-pk").first()


def hearing_of(*, community_id: int, case_uid: str) -> Hearing | None:
    """The hearing of a case."""
    return Hearing.objects.filter(community_id=community_id, case_uid=case_uid).select_related("pledge").first()


def complained(found: Pledge, states: tuple[str, ...] = LOOKED_AT) -> bool:
    """Whether a person is looking into a complaint now; with `OPEN`, also where nobody has begun."""
    case = desk.case_of(community_id=found.community_id, subject_type="pledge", subject_id=found.uid, kind=COMPLAINT)
    return case is not None and case.state in states


def vouchers(found: Pledge) -> set[int]:
    """Who speaks for its organisation, or for one that reviewed it: none of them decides about a complaint."""
    bodies = {found.organisation_id}
    bodies |= set(
        Review.objects.filter(assessment__pledge=found).exclude(at=None).values_list("organisation_id", flat=True)
    )
    given = Review.objects.filter(Q(assessment__pledge=found)).exclude(by=None).values_list("by_id", flat=True)
    out = {one for one in given if one is not None}
    for body in bodies:
        out |= tree.delegates(community_id=found.community_id, organisation_id=body)
    return out


def other_evidence(one: Assessment) -> set[str]:
    """Evidence that other organisations gave, as it is compared."""
    from_others = Assessment.objects.filter(community_id=one.community_id).exclude(
        pledge__organisation_id=one.pledge.organisation_id
    )
    found: set[str] = set()
    for answers in from_others.exclude(state=A.DRAFT).order_by("-pk").values_list("answers", flat=True)[:500]:
        found |= set(evidences(answers))
    return found


def _shown(question: dict[str, Any], given: dict[str, str], doubts: list[str]) -> Shown:
    answer = ANSWERS.get(given.get("answer", ""), Text("—", "—"))
    doubted = str(question["id"]) in doubts
    return Shown(str(question["ask"]), answer, given.get("note", ""), given.get("evidence", ""), doubted)
