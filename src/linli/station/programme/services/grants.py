"""Grants: a call, applications, two reviewers by the call's criteria, an award at the desk, milestones, a report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from django.utils import timezone

from linli.station.activities.pictures import tidy
from linli.station.desk import services as desk
from linli.station.desk.services import Receipt
from linli.station.ledger.services import writing
from linli.station.people.actors import Actor, Forbidden, require
from linli.station.programme import selectors
from linli.station.programme.models import Application, Call, GrantSpending, Milestone, Review
from linli.station.programme.services.planning import checked_day, checked_length, told
from linli.vocabulary import LinliError, Text

MOST_CENTS, MOST_CRITERIA, MOST_STEPS, MOST_SPENDINGS = 10**11, 6, 12, 100
READERS, BEST, REPORT_DAYS = 2, 5, 180
Step = tuple[date, str]
S = Application.State


def call_open(
    *, actor: Actor, title: str, purpose: str, pot: int, most: int, criteria: Sequence[str], closes: date
) -> Call:
    """A call: so much in all, at most so much for one (in cents), judged by these criteria, open to its last day."""
    require(actor, "grant.call", actor.community_id)
    checked_length("title", title, 60)
    checked_length("purpose", purpose, 1000)
    checked_day("closes", closes)
    names = list(dict.fromkeys(one.strip()[:20] for one in criteria if one.strip()))
    if not 1 <= len(names) <= MOST_CRITERIA:
        raise LinliError(
            Text(f"评审标准应有 1 到 {MOST_CRITERIA} 条。", f"It takes 1 to {MOST_CRITERIA} criteria."),
            field="criteria",
            value=len(names),
        )
    if not 0 < most <= pot <= MOST_CENTS:
        raise LinliError(
            Text("每项上限应大于零、不超过总额。", "The most for one is above nothing and within the whole."),
            field="most",
            value=most / 100,
        )
    with writing(actor.community_id):
        made = Call.objects.create(
            community_id=actor.community_id,
            title=title.strip(),
            purpose=purpose.strip(),
            pot=pot,
            most=most,
            criteria=names,
            closes=closes,
        )
        told(actor, "call.opened", "call", made.uid)
    return made


def apply(
    *,
    actor: Actor,
    call_uid: str,
    title: str,
    text: str,
    body: str,
    asked: int,
    photo: bytes = b"",
    steps: Sequence[Step] = (),
) -> Receipt:
    """One form and, if one likes, one photo; it goes to the desk and is answered within the promise."""
    require(actor, "grant.apply", actor.community_id)
    found = selectors.call(community_id=actor.community_id, uid=call_uid)
    for name, value, longest in (("title", title, 60), ("text", text, 2000), ("body", body, 60)):
        checked_length(name, value, longest)
    _may_apply(actor, found, asked)
    if len(steps) > MOST_STEPS:
        raise LinliError(
            Text(f"至多 {MOST_STEPS} 步。", f"{MOST_STEPS} steps at most."), field="steps", value=len(steps)
        )
    for due, words in steps:
        checked_day("steps", due)
        checked_length("steps", words, 80)
    picture = tidy(photo) if photo else b""
    with writing(actor.community_id):
        made = Application.objects.create(
            call=found,
            community_id=actor.community_id,
            title=title.strip(),
            text=text.strip(),
            body=body.strip(),
            asked=asked,
            photo=picture,
            applicant_id=actor.user_id,
        )
        for due, words in steps:
            Milestone.objects.create(application=made, community_id=actor.community_id, title=words.strip(), due=due)
        told(actor, "grant.applied", "application", made.uid)
        return desk.submission_create(
            actor=Actor(actor.role, actor.community_id, actor.user_id, system="programme"),
            kind="grant",
            body={},
            subject_type="application",
            subject_id=made.uid,
        )


def conflict_declare(*, actor: Actor, uid: str) -> Review:
    """One who knows the applicant too well says so, and from then on keeps out of it. Safe to repeat."""
    require(actor, "grant.review", actor.community_id)
    with writing(actor.community_id):
        found = _waiting(actor, uid)
        kept, _ = Review.objects.update_or_create(
            application=found,
            reviewer_id=actor.user_id or 0,
            defaults={"community_id": actor.community_id, "conflict": True, "scores": {}, "words": ""},
        )
        desk.exclusions_refresh(community_id=actor.community_id, subject_type="application", subject_id=uid)
        told(actor, "grant.conflict", "application", uid)
    return kept


def review_write(*, actor: Actor, uid: str, scores: Mapping[str, int], words: str) -> Review:
    """A reviewer's scores by every criterion, with why. It may be written again until it is decided."""
    require(actor, "grant.review", actor.community_id)
    checked_length("words", words, 1000)
    with writing(actor.community_id):
        found = _waiting(actor, uid)
        _no_part_in_it(actor, found)
        wanted = set(found.call.criteria)
        if set(scores) != wanted or not all(1 <= one <= BEST for one in scores.values()):
            raise LinliError(
                Text(f"每条标准打 1 到 {BEST} 分。", f"1 to {BEST} points for every criterion."),
                field="scores",
                value=str(sorted(set(scores) ^ wanted)),
            )
        kept, _ = Review.objects.update_or_create(
            application=found,
            reviewer_id=actor.user_id or 0,
            defaults={"community_id": actor.community_id, "scores": dict(scores), "words": words.strip()},
        )
        told(actor, "grant.reviewed", "application", uid)
    return kept


def grant_decide(*, actor: Actor, uid: str, award: int, reason: str) -> dict[str, object]:
    """The desk's word: so many cents, or none. It takes two reviews; what it was before, for the way back."""
    with writing(actor.community_id):
        found = selectors.application_by_uid(community_id=actor.community_id, uid=uid)
        _no_part_in_it(actor, found)
        _only(found, S.WAITING, S.DECLINED, S.AWARDED)
        if selectors.reviews(found).count() < READERS:
            raise LinliError(
                Text(f"要有 {READERS} 位评审的意见。", f"It takes the word of {READERS} reviewers."),
                field="reviews",
                value=selectors.reviews(found).count(),
                mend=Text("请先在申请页按标准打分。", "Score it by the criteria on its page first."),
            )
        before = {"state": str(found.state), "award": found.award, "reason": found.reason}
        _within(found, award)
        found.state, found.award = (S.AWARDED, award) if award else (S.DECLINED, 0)
        found.reason, found.report_by = reason, timezone.localdate() + timedelta(days=REPORT_DAYS)
        found.save(update_fields=["state", "award", "reason", "report_by"])
        told(actor, f"grant.{found.state}", "application", uid)
    return before


def grant_restore(*, actor: Actor, uid: str, before: Mapping[str, object]) -> None:
    """As it was before a decision that is taken back."""
    with writing(actor.community_id):
        found = selectors.application_by_uid(community_id=actor.community_id, uid=uid)
        _only(found, S.AWARDED, S.DECLINED)
        found.state, found.reason = str(before["state"]), str(before["reason"])
        found.award = int(str(before["award"]))
        found.save(update_fields=["state", "award", "reason"])
        told(actor, "grant.restored", "application", uid)


def milestone_done(*, actor: Actor, uid: str, milestone_uid: str, evidence: str) -> Milestone:
    """A step was reached, and what shows it. Safe to repeat."""
    checked_length("evidence", evidence, 300)
    with writing(actor.community_id):
        found = _granted(actor, uid)
        step = found.milestones.filter(uid=milestone_uid).first()
        if step is None:
            raise LinliError(
                Text("没有这一步。", "There is no such step."), field="milestone", value=milestone_uid[:20]
            )
        if step.done_at is None:
            step.done_at, step.evidence = timezone.now(), evidence.strip()
            step.save(update_fields=["done_at", "evidence"])
            told(actor, "grant.milestone", "application", uid)
    return step


def grant_spend(*, actor: Actor, uid: str, what: str, cents: int, day: date) -> GrantSpending:
    """Money of the grant spent; never more than was awarded."""
    checked_length("what", what, 120)
    with writing(actor.community_id):
        found = _granted(actor, uid)
        left = found.award - selectors.grant_spent(found)
        if not 0 < cents <= left or found.spendings.count() >= MOST_SPENDINGS:
            raise LinliError(
                Text(f"还能记 {left / 100:.2f} 元。", f"{left / 100:.2f} yuan are left to enter."),
                field="amount",
                value=cents / 100,
            )
        if not timezone.localtime(found.created).date() <= day <= timezone.localdate():
            raise LinliError(
                Text("日期应在申请以后、今天以前。", "A day since the application, not in the future."),
                field="day",
                value=str(day),
            )
        made = GrantSpending.objects.create(
            application=found, community_id=actor.community_id, what=what.strip(), cents=cents, day=day
        )
        told(actor, "grant.spent", "application", uid)
    return made


def report_send(*, actor: Actor, uid: str, report: str, photo: bytes = b"") -> Application:
    """What came of it, with one photo if one likes: public, and the end."""
    checked_length("report", report, 2000)
    picture = tidy(photo) if photo else b""
    with writing(actor.community_id):
        found = _granted(actor, uid)
        found.state, found.report, found.report_photo = S.REPORTED, report.strip(), picture
        found.save(update_fields=["state", "report", "report_photo"])
        told(actor, "grant.reported", "application", uid)
    return found


def _may_apply(actor: Actor, found: Call, asked: int) -> None:
    if found.closes < timezone.localdate():
        raise LinliError(Text("征集已经截止。", "The call is closed."), field="call", value=str(found.closes))
    if found.applications.filter(applicant_id=actor.user_id).exists():
        raise LinliError(
            Text("您已经申请过这一次。", "You have applied to this call."),
            field="call",
            value=found.uid,
            mend=Text("一次征集每人一份；要改请在受理台留言。", "One each; write to the desk to change it."),
        )
    if not 0 < asked <= found.most:
        raise LinliError(
            Text(f"金额应在 0 到 {found.most / 100:.2f} 元之间。", f"Up to {found.most / 100:.2f} yuan."),
            field="asked",
            value=asked / 100,
        )


def _within(found: Application, award: int) -> None:
    given = selectors.awarded(found.call) - found.award
    if award > found.asked or award + given > found.call.pot:
        left = min(found.asked, found.call.pot - given)
        raise LinliError(
            Text(f"至多还能给 {left / 100:.2f} 元。", f"{left / 100:.2f} yuan can be given at most."),
            field="award",
            value=award / 100,
        )


def _no_part_in_it(actor: Actor, found: Application) -> None:
    if actor.user_id in selectors.kept_out(found):
        raise Forbidden(
            Text("您与这份申请有关，要由别人来评。", "You have a part in this application: others are to judge it."),
            field="application",
            value=found.uid,
        )


def _waiting(actor: Actor, uid: str) -> Application:
    found = selectors.application_by_uid(community_id=actor.community_id, uid=uid)
    _only(found, S.WAITING, S.DECLINED)
    return found


def _granted(actor: Actor, uid: str) -> Application:
    found = selectors.application_by_uid(community_id=actor.community_id, uid=uid)
    if actor.user_id is None or found.applicant_id != actor.user_id:
        raise Forbidden(
            Text("只有申请的人能做这件事。", "Only who applied may do this."), field="application", value=uid
        )
    _only(found, S.AWARDED)
    return found


def _only(found: Application, *states: str) -> None:
    if found.state not in states:
        raise LinliError(
            Text(
                f"现在是「{found.get_state_display()}」，不能这样做。", f"It is {found.state}; this cannot be done."
            ),
            field="state",
            value=found.state,
        )
