"""A pledge is begun, its questions answered with evidence, renewed in time, withdrawn; reminders by the clock."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from django.utils import timezone

from linli.station.ledger.services import record, writing
from linli.station.organisations import tree
from linli.station.people.actors import Actor, Forbidden, require, system
from linli.station.pledges import evidence, selectors
from linli.station.pledges.models import Assessment, Pledge, Template
from linli.station.pledges.services.common import refuse, speaks, tell, told, words
from linli.vocabulary import Text

S, A = Pledge.State, Assessment.State
MOST_QUESTIONS = 20
AGAIN_AFTER = timedelta(days=90)
REMINDED = timedelta(days=30)


def template_add(
    *, actor: Actor, title: str, promise: str, questions: Sequence[tuple[str, str]], months: int = 12
) -> Template:
    """A lead writes what can be pledged: the promise, and each question with the evidence that it wants."""
    require(actor, "pledge.lead", actor.community_id)
    if not 0 < len(questions) <= MOST_QUESTIONS or not 1 <= months <= 36:
        raise refuse(
            Text(
                f"1 到 {MOST_QUESTIONS} 个问题，1 到 36 个月。", f"1 to {MOST_QUESTIONS} questions, 1 to 36 months."
            ),
            "questions",
            len(questions),
        )
    asked = [
        {"id": str(n), "ask": words("questions", ask, 120), "hint": words("questions", hint, 120, 0)}
        for n, (ask, hint) in enumerate(questions, 1)
    ]
    with writing(actor.community_id):
        made = Template.objects.create(
            community_id=actor.community_id,
            title=words("title", title, 60),
            promise=words("promise", promise, 1000),
            questions=asked,
            months=months,
        )
        _template_told(actor, "pledge.template-added", made)
    return made


def template_close(*, actor: Actor, uid: str) -> None:
    """Nobody pledges it any more; what was pledged runs on."""
    require(actor, "pledge.lead", actor.community_id)
    with writing(actor.community_id):
        found = selectors.template(community_id=actor.community_id, uid=uid)
        found.closed_at = found.closed_at or timezone.now()
        found.save(update_fields=["closed_at"])
        _template_told(actor, "pledge.template-closed", found)


def pledge_begin(*, actor: Actor, template_uid: str, organisation_uid: str) -> Pledge:
    """Somebody who speaks for an organisation begins its pledge. Its contact must have been confirmed."""
    require(actor, "pledge.speak", actor.community_id)
    with writing(actor.community_id):
        source = selectors.template(community_id=actor.community_id, uid=template_uid)
        body = tree.organisation(community_id=actor.community_id, uid=organisation_uid)
        if not tree.speaks_for(actor=actor, organisation=body):
            raise Forbidden(
                Text("您不是这个单位的经办人。", "You do not speak for this organisation."),
                field="organisation",
                value=body.name,
            )
        if body.contact_verified_at is None or source.closed_at is not None:
            raise refuse(
                Text(
                    "单位的联系方式还没有确认，或这份承诺已停。", "Its contact is not confirmed, or this is closed."
                ),
                "organisation",
                body.name,
            )
        earlier = Pledge.objects.filter(template=source, organisation=body)
        if earlier.filter(state__in=(S.DRAFT, S.LIVE)).exists():
            raise refuse(Text("已经有一份了。", "There is one already."), "organisation", body.name)
        _not_too_soon(earlier.filter(state=S.BROKEN).order_by("-pk").first())
        made = Pledge.objects.create(
            community_id=actor.community_id,
            template=source,
            organisation=body,
            title=source.title,
            promise=source.promise,
            questions=source.questions,
            months=source.months,
        )
        Assessment.objects.create(community_id=actor.community_id, pledge=made, number=1, by_id=actor.user_id)
        told(actor, "pledge.begun", made)
    return made


def assessment_save(*, actor: Actor, uid: str, answers: Mapping[str, Mapping[str, str]]) -> Assessment:
    """Keeps what was written so far, as it is."""
    with writing(actor.community_id):
        found, one = _being_written(actor, uid)
        known = {str(question["id"]) for question in found.questions}
        one.answers = {
            name: {part: str(given.get(part, ""))[:300] for part in ("answer", "note", "evidence")}
            for name, given in answers.items()
            if name in known
        }
        one.save(update_fields=["answers"])
    return one


def assessment_send(*, actor: Actor, uid: str, answers: Mapping[str, Mapping[str, str]]) -> Assessment:
    """Sends a round to be reviewed: every question answered, with evidence; nothing of it changes afterwards."""
    with writing(actor.community_id):
        found, one = _being_written(actor, uid)
        one.answers = evidence.checked(found.questions, answers)
        last = selectors.accepted(found)
        own = set(evidence.evidences(one.answers))
        if last is not None and own and own <= set(evidence.evidences(last.answers)):
            raise refuse(
                Text("凭据和上一轮全都一样。", "All evidence is that of the last round."),
                "evidence",
                "",
                Text("续期要有这一年的凭据。", "A renewal wants evidence of this year."),
            )
        _clock_runs_on(found)
        one.state, one.by_id, one.sent_at = A.SENT, actor.user_id, timezone.now()
        one.save()
        told(actor, "pledge.assessed", found)
    return one


def pledge_renew(*, actor: Actor, uid: str) -> Assessment:
    """Begins the next round, from 60 days before the end, or after it. Never while a complaint is open."""
    with writing(actor.community_id):
        found = selectors.pledge_by_uid(community_id=actor.community_id, uid=uid)
        speaks(actor, found)
        _state(found, S.LIVE, S.ENDED)
        if selectors.newest(found).state not in (A.ACCEPTED,):
            raise refuse(Text("已经在续期了。", "It is being renewed already."), "state", found.state)
        _nothing_open(found)
        if found.valid_until is not None and timezone.now() < found.valid_until - selectors.RENEWED_FROM:
            raise refuse(
                Text("到期前 60 天才能续期。", "It can be renewed from 60 days before its end."),
                "valid_until",
                found.valid_until.date(),
            )
        number = selectors.newest(found).number + 1
        made = Assessment.objects.create(
            community_id=actor.community_id, pledge=found, number=number, by_id=actor.user_id
        )
        told(actor, "pledge.renewing", found)
    return made


def pledge_withdraw(*, actor: Actor, uid: str) -> None:
    """Its organisation takes it back; its page stays. Not while a complaint is open."""
    with writing(actor.community_id):
        found = selectors.pledge_by_uid(community_id=actor.community_id, uid=uid)
        speaks(actor, found)
        _state(found, S.DRAFT, S.LIVE)
        _nothing_open(found)
        if found.state == S.DRAFT:
            told(actor, "pledge.dropped", found)
            found.delete()
            return
        found.state = S.WITHDRAWN
        found.save(update_fields=["state"])
        told(actor, "pledge.withdrawn", found)


def pledges_tick(*, community_id: int) -> int:
    """Ends what is past its time, and reminds a month before; how many."""
    actor, now, done = system(community_id, "clock"), timezone.now(), 0
    live = Pledge.objects.filter(community_id=community_id, state=S.LIVE).select_related("organisation")
    for one in live.filter(valid_until__lte=now + REMINDED):
        with writing(community_id):
            one.refresh_from_db()
            if one.state != S.LIVE or one.valid_until is None:
                continue
            done += _end(actor, one) if one.valid_until <= now else _remind(actor, one)
    return done


def _end(actor: Actor, one: Pledge) -> int:
    one.state = S.ENDED
    one.save(update_fields=["state"])
    told(actor, "pledge.ended", one)
    title = Text(f"承诺到期了：{one.title}", f"The pledge has ended: {one.title}")
    tell(
        actor,
        one,
        f"ended:{one.valid_until:%Y%m%d}",
        title,
        Text("可以续期，从通过那天算起。", "It may be renewed, from the day it is accepted."),
    )
    return 1


def _remind(actor: Actor, one: Pledge) -> int:
    if one.reminded_at is not None:
        return 0
    one.reminded_at = timezone.now()
    one.save(update_fields=["reminded_at"])
    title = Text(f"承诺快到期了：{one.title}", f"The pledge ends soon: {one.title}")
    day = f"{timezone.localtime(one.valid_until):%Y-%m-%d}"
    tell(
        actor,
        one,
        f"soon:{one.valid_until:%Y%m%d}",
        title,
        Text(f"{day} 到期，现在可以续。", f"It ends on {day}; it may be renewed now."),
    )
    return 1


def _being_written(actor: Actor, uid: str) -> tuple[Pledge, Assessment]:
    found = selectors.pledge_by_uid(community_id=actor.community_id, uid=uid)
    speaks(actor, found)
    one = selectors.newest(found)
    if one.state not in (A.DRAFT, A.RETURNED):
        raise refuse(Text("已经送出，不能再改。", "It was sent and cannot be changed."), "state", one.state)
    return found, one


def _clock_runs_on(found: Pledge) -> None:
    latest = found.assessments.exclude(sent_at=None).order_by("-sent_at").first()
    if latest is not None and latest.sent_at is not None and latest.sent_at > timezone.now():
        raise refuse(Text("服务器的时间倒退了。", "The server's clock went back."), "sent_at", latest.sent_at)


def _nothing_open(found: Pledge) -> None:
    if selectors.complained(found, selectors.OPEN):
        raise refuse(
            Text("有投诉在办，办完再说。", "A complaint is open: first that is decided."), "complaint", found.title
        )


def _not_too_soon(broken: Pledge | None) -> None:
    decided = broken.hearings.filter(outcome="broken").order_by("-decided_at").first() if broken else None
    if decided is not None and decided.decided_at is not None and decided.decided_at > timezone.now() - AGAIN_AFTER:
        raise refuse(
            Text(
                "认定没有守住之后，要过 90 天才能再承诺。",
                "Once found broken, it can be pledged again after 90 days.",
            ),
            "organisation",
            decided.decided_at.date(),
        )


def _state(found: Pledge, *states: str) -> None:
    if found.state not in states:
        raise refuse(
            Text(
                f"现在是「{found.get_state_display()}」，不能这样做。", f"It is {found.state}; this cannot be done."
            ),
            "state",
            found.state,
        )


def _template_told(actor: Actor, kind: str, found: Template) -> None:
    record(
        community_id=found.community_id, kind=kind, actor=actor, object_type="pledge-template", object_id=found.uid
    )
