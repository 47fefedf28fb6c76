"""A complaint that a pledge was broken: sent by anyone, heard by its organisation, decided by others, appealed."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from linli.station.desk import selectors as desk_selectors
from linli.station.desk import services as desk
from linli.station.desk.services import Receipt
from linli.station.ledger.services import writing
from linli.station.organisations import tree
from linli.station.people.actors import Actor, Forbidden
from linli.station.pledges import selectors
from linli.station.pledges.models import Hearing, Pledge
from linli.station.pledges.services.common import refuse, speaks, tell, told, words
from linli.vocabulary import Text

S = Pledge.State
HEARD_FOR = timedelta(days=3)


def complaint_send(*, actor: Actor, uid: str, about: str, text: str, source: str = "") -> Receipt:
    """Anyone says that a pledge is not kept, or that its page is wrong. Its own people do not: they correct it."""
    with writing(actor.community_id):
        found = selectors.pledge_by_uid(community_id=actor.community_id, uid=uid)
        if found.state != S.LIVE:
            raise refuse(Text("只能投诉有效的承诺。", "Only a pledge in force."), "state", found.state)
        if tree.speaks_for(actor=actor, organisation=found.organisation):
            raise Forbidden(
                Text("您是它的经办人，不能投诉自己。", "You speak for it and cannot complain about yourself."),
                field="person",
            )
        receipt = desk.submission_create(
            actor=Actor(actor.role, actor.community_id, actor.user_id, system="pledges"),
            kind=selectors.COMPLAINT,
            body={"about": about, "text": text},
            subject_type="pledge",
            subject_id=uid,
            source=source,
        )
        case = desk_selectors.case_of(
            community_id=actor.community_id, subject_type="pledge", subject_id=uid, kind=selectors.COMPLAINT
        )
        if case is not None:
            made, new = Hearing.objects.get_or_create(
                pledge=found, case_uid=case.uid, defaults={"community_id": actor.community_id}
            )
            if new:
                told(actor, "pledge.complained", found)
                _tell_complaint(actor, found, made, text)
    return receipt


def reply_write(*, actor: Actor, uid: str, text: str) -> Hearing:
    """The organisation says its side, until it is decided."""
    text = words("text", text, 1000, 5)
    with writing(actor.community_id):
        found = selectors.pledge_by_uid(community_id=actor.community_id, uid=uid)
        speaks(actor, found)
        hearing = selectors.hearing_open(found)
        if hearing is None:
            raise refuse(Text("没有在办的投诉。", "No complaint is open."), "hearing", uid)
        hearing.reply, hearing.replied_at, hearing.replied_by_id = text, timezone.now(), actor.user_id
        hearing.save(update_fields=["reply", "replied_at", "replied_by"])
        told(actor, "pledge.replied", found)
    return hearing


def hearing_decide(*, actor: Actor, uid: str, case_uid: str, outcome: str, reason: str) -> str:
    """Kept or broken, at the desk's word, with the reason in public. Broken only once its side could be heard."""
    with writing(actor.community_id):
        found = selectors.pledge_by_uid(community_id=actor.community_id, uid=uid)
        hearing, _ = Hearing.objects.get_or_create(
            pledge=found, case_uid=case_uid, defaults={"community_id": actor.community_id}
        )
        waits = not hearing.reply and hearing.told_at > timezone.now() - HEARD_FOR
        if outcome == "broken" and waits:
            raise refuse(
                Text(
                    "被投诉的单位还没有说话，告知也不到三天。",
                    "It has not said its side, and was told under three days ago.",
                ),
                "hearing",
                found.title,
                Text("等它答复，或等满三天。", "Wait for its reply, or for three days."),
            )
        before = found.state
        hearing.outcome, hearing.reason, hearing.decided_at = outcome, reason[:2000], timezone.now()
        hearing.save(update_fields=["outcome", "reason", "decided_at"])
        if outcome == "broken":
            found.state = S.BROKEN
            found.save(update_fields=["state"])
        told(actor, f"pledge.found-{outcome}", found)
        _tell_decided(actor, found, hearing)
    return str(before)


def hearing_undo(*, actor: Actor, uid: str, case_uid: str, before: str) -> None:
    """Takes a decision back: the pledge is as it was, unless its time is over meanwhile."""
    with writing(actor.community_id):
        found = selectors.pledge_by_uid(community_id=actor.community_id, uid=uid)
        found.hearings.filter(case_uid=case_uid).update(outcome="", reason="", decided_at=None)
        if found.state == S.BROKEN:
            found.state = before
            found.save(update_fields=["state"])
        told(actor, "pledge.decision-undone", found)


def appeal_send(*, actor: Actor, uid: str, text: str) -> Receipt:
    """Its organisation appeals against the finding that it was broken."""
    with writing(actor.community_id):
        found = selectors.pledge_by_uid(community_id=actor.community_id, uid=uid)
        speaks(actor, found)
        if found.state != S.BROKEN:
            raise refuse(Text("没有可申诉的认定。", "There is no finding to appeal."), "state", found.state)
        return desk.submission_create(
            actor=Actor(actor.role, actor.community_id, actor.user_id, system="pledges"),
            kind=selectors.APPEAL,
            body={"text": text},
            subject_type="pledge",
            subject_id=uid,
        )


def appeal_uphold(*, actor: Actor, uid: str, by_case: str) -> str:
    """The finding is overturned: the pledge is in force again, and everyone who complained is told. Its hearing."""
    with writing(actor.community_id):
        found = selectors.pledge_by_uid(community_id=actor.community_id, uid=uid)
        hearing = _broken(found)
        hearing.outcome = "overturned"
        hearing.save(update_fields=["outcome"])
        found.state = S.LIVE
        found.save(update_fields=["state"])
        case = desk_selectors.case_by_uid(community_id=actor.community_id, uid=hearing.case_uid)
        if case is not None:
            desk.answer_overturn(actor=actor, case_id=case.pk, by_case=by_case)
        told(actor, "pledge.overturned", found)
        _tell_decided(actor, found, hearing)
    return hearing.uid


def appeal_undo(*, actor: Actor, uid: str, hearing_uid: str, by_case: str) -> None:
    """Takes the overturning back."""
    with writing(actor.community_id):
        found = selectors.pledge_by_uid(community_id=actor.community_id, uid=uid)
        hearing = found.hearings.get(uid=hearing_uid)
        hearing.outcome = "broken"
        hearing.save(update_fields=["outcome"])
        found.state = S.BROKEN
        found.save(update_fields=["state"])
        case = desk_selectors.case_by_uid(community_id=actor.community_id, uid=hearing.case_uid)
        if case is not None:
            desk.answer_restore(actor=actor, case_id=case.pk, by_case=by_case)
        told(actor, "pledge.restored", found)


def _broken(found: Pledge) -> Hearing:
    hearing = found.hearings.filter(outcome="broken").order_by("-decided_at").first()
    if hearing is None or found.state != S.BROKEN:
        raise refuse(Text("没有这样的认定。", "There is no such finding."), "state", found.state)
    return hearing


def _tell_complaint(actor: Actor, found: Pledge, hearing: Hearing, text: str) -> None:
    title = Text(f"有人投诉：{found.title}", f"A complaint: {found.title}")
    body = Text(
        f"投诉里说：{text[:300]}　请在承诺的页面上说说您这一边；三天后可能就会认定。",
        f"It says: {text[:300]} Please give your side on the pledge's page; it may be decided after three days.",
    )
    tell(actor, found, f"complaint:{hearing.uid}", title, body)


def _tell_decided(actor: Actor, found: Pledge, hearing: Hearing) -> None:
    title = {
        "kept": Text("投诉办完：守住了承诺", "Decided: it was kept"),
        "broken": Text("投诉办完：没有守住承诺，可以申诉", "Decided: it was broken; you may appeal"),
    }.get(hearing.outcome, Text("申诉成立，认定撤销了", "Your appeal was upheld"))
    once = f"{hearing.outcome}:{hearing.uid}:{timezone.now():%Y%m%d%H%M%S}"
    tell(actor, found, once, title, Text(hearing.reason or "—", hearing.reason or "—"))
