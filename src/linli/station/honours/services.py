"""Proposing a deed, its person's word, the notice, objections, the story."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from linli.station.desk import services as desk
from linli.station.desk.selectors import case_of
from linli.station.desk.services import Receipt
from linli.station.honours import selectors
from linli.station.honours.models import Honour, Naming
from linli.station.ledger.ids import new_id
from linli.station.ledger.services import record, writing
from linli.station.notifications.services import notice_send
from linli.station.people.actors import Actor, require, system
from linli.station.people.codes import NOTICE_LENGTH, code_make
from linli.vocabulary import LinliError, Text

NOTICE_DAYS = 7
WAITING = ("new", "taken", "held")
S = Honour.State


def honour_propose(*, actor: Actor, title: str, story: str, evidence: str) -> tuple[Honour, str, Receipt]:
    """Proposes a deed. The code goes to the person who did it, by the proposer's own hand: nobody is written to."""
    require(actor, "honour.propose", actor.community_id)
    for name, value, longest in (("title", title, 60), ("story", story, 2000), ("evidence", evidence, 1000)):
        if not 0 < len(value.strip()) <= longest:
            raise LinliError(
                Text(f"应是 1 到 {longest} 个字。", f"It takes 1 to {longest} characters."),
                field=name,
                value=value[:40],
            )
    with writing(actor.community_id):
        uid = new_id()
        code, digest = code_make(selectors.PURPOSE, uid, NOTICE_LENGTH)
        made = Honour.objects.create(
            community_id=actor.community_id,
            uid=uid,
            title=title.strip(),
            story=story.strip(),
            evidence=evidence.strip(),
            consent_digest=digest,
            proposer_id=actor.user_id,
        )
        _told(actor, "honour.proposed", made)
        receipt = desk.submission_create(
            actor=Actor(actor.role, actor.community_id, actor.user_id, system="honours"),
            kind="nomination",
            body={"text": ""},
            subject_type="honour",
            subject_id=uid,
        )
    return made, code, receipt


def honour_agree(*, actor: Actor, code: str, naming: str, name: str = "") -> Honour:
    """Its person agrees and says how to be called. They may say it again until it is published."""
    if naming not in Naming.values or (naming != Naming.NONE and not 0 < len(name.strip()) <= 20):
        raise LinliError(
            Text("请选怎么称呼，名字至多 20 个字。", "Say how to be called, 20 characters at most."),
            field="name",
            value=name,
        )
    with writing(actor.community_id):
        found = selectors.honour_by_code(community_id=actor.community_id, code=code)
        _only(found, S.PROPOSED, S.AGREED, S.NOTICE)
        found.naming, found.name = naming, "" if naming == Naming.NONE else name.strip()
        found.agreed_at = timezone.now()
        found.state = S.AGREED if found.state == S.PROPOSED else found.state
        found.save()
        _told(actor, "honour.agreed", found)
    return found


def honour_withdraw(*, actor: Actor, code: str) -> Honour:
    """Its person wants none of it, at any time: every word goes. Safe to repeat."""
    with writing(actor.community_id):
        found = selectors.honour_by_code(community_id=actor.community_id, code=code)
        if found.state != S.WITHDRAWN:
            found.state, found.title, found.story, found.evidence, found.name = S.WITHDRAWN, "—", "", "", ""
            found.save()
            _told(actor, "honour.withdrawn", found)
    return found


def honour_verified(*, actor: Actor, uid: str) -> str:
    """Two have verified it: it is shown for a week before it is told. The state it had, for the way back.

    A second look may verify what was declined; of one that is shown already it changes nothing.
    """
    with writing(actor.community_id):
        found = selectors.honour_by_uid(community_id=actor.community_id, uid=uid)
        before = found.state
        if before in selectors.PUBLIC:
            return str(before)
        if found.agreed_at is None:
            raise LinliError(
                Text("本人还没有同意，不能公示。", "Its person has not agreed yet: it cannot be shown."),
                field="state",
                value=found.state,
                mend=Text(
                    "请先由推荐人把同意的地址交给本人。", "The proposer hands the address for consent over first."
                ),
            )
        _only(found, S.AGREED, S.DECLINED)
        found.state, found.notice_until = S.NOTICE, timezone.now() + timedelta(days=NOTICE_DAYS)
        found.save(update_fields=["state", "notice_until"])
        _told(actor, "honour.noticed", found)
    return str(before)


def honour_set(*, actor: Actor, uid: str, state: str, after: tuple[str, ...]) -> str:
    """Moves it on at the desk's word (declined, stopped, or back again); the state it had."""
    with writing(actor.community_id):
        found = selectors.honour_by_uid(community_id=actor.community_id, uid=uid)
        _only(found, *after)
        before, found.state = found.state, state
        found.save(update_fields=["state"])
        _told(actor, f"honour.{state}", found)
    return str(before)


def objection_send(*, actor: Actor, uid: str, text: str, source: str = "") -> Receipt:
    """Anyone says, unnamed if they like, what is wrong with a deed on notice. It waits until it is answered."""
    found = selectors.public_honour(community_id=actor.community_id, uid=uid)
    _only(found, S.NOTICE, S.PUBLISHED)
    return desk.submission_create(
        actor=Actor(actor.role, actor.community_id, actor.user_id, system="honours"),
        kind="objection",
        body={"text": text},
        subject_type="honour",
        subject_id=uid,
        source=source,
    )


def honours_tick(*, community_id: int) -> int:
    """Tells the stories whose week is over and to which nobody's objection is open; how many."""
    actor, done = system(community_id, "clock"), 0
    due = selectors.on_notice(community_id=community_id).filter(notice_until__lte=timezone.now())
    for one in list(due):
        with writing(community_id):
            one.refresh_from_db()
            if one.state != S.NOTICE or _objected(one):
                continue
            one.state, one.published_at = S.PUBLISHED, timezone.now()
            one.save(update_fields=["state", "published_at"])
            _told(actor, "honour.published", one)
            _tell_proposer(actor, one)
            done += 1
    return done


def _objected(found: Honour) -> bool:
    case = case_of(community_id=found.community_id, subject_type="honour", subject_id=found.uid, kind="objection")
    return case is not None and case.state in WAITING


def _tell_proposer(actor: Actor, found: Honour) -> None:
    if found.proposer_id is None:
        return
    notice_send(
        actor=actor,
        once=f"honour-published:{found.uid}",
        kind="honour.published",
        title=Text(f"您推荐的好事发布了：{found.title}", f"The deed you proposed is told: {found.title}"),
        body=Text(
            "公示期满，没有异议。谢谢您看见它。", "Its week is over without objection. Thank you for seeing it."
        ),
        object_type="honour",
        object_id=found.uid,
        user_id=found.proposer_id,
        link=f"/honours/{found.uid}/",
    )


def _only(found: Honour, *states: str) -> None:
    if found.state not in states:
        raise LinliError(
            Text(
                f"现在是「{found.get_state_display()}」，不能这样做。",
                f"It is {found.state} now; this cannot be done.",
            ),
            field="state",
            value=found.state,
        )


def _told(actor: Actor, kind: str, found: Honour) -> None:
    record(
        community_id=found.community_id,
        kind=kind,
        actor=actor,
        object_type="honour",
        object_id=found.uid,
    )
