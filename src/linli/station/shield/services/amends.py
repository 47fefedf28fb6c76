"""Making peace, only where the person wants it: a reviewer invites, the author writes once, the person may read."""

from __future__ import annotations

from django.utils import timezone

from linli.assess import assess
from linli.detectors.pile_on import hurt
from linli.station.ledger.ids import new_id
from linli.station.ledger.services import record, writing
from linli.station.moderation import selectors as moderation
from linli.station.moderation.services import policy_current
from linli.station.notifications.services import notice_send
from linli.station.organisations.selectors import address
from linli.station.people.actors import Actor, require
from linli.station.people.codes import NOTICE_LENGTH, code_make
from linli.station.shield import selectors
from linli.station.shield.models import Amends, Shield
from linli.station.shield.selectors import AMENDS
from linli.vocabulary import LinliError, Text

HURTS = 0.3
LONGEST = 1000
INVITED = Text("如果您想道歉，对方愿意听", "If you want to apologise, they will listen")


def amends_invite(*, actor: Actor, shield: Shield, account_id: str) -> Amends:
    """A reviewer invites an author to apologise. Errors: the person does not want it; no such account."""
    require(actor, "shield.invite", actor.community_id)
    with writing(actor.community_id):
        fresh = selectors.shield_by_uid(community_id=actor.community_id, uid=shield.uid)
        if not fresh.wants_amends:
            raise LinliError(
                Text("当事人没有说愿意和解。", "The person has not said that an apology is welcome."),
                field="account",
                mend=Text("只有当事人自己能说愿意。", "Only the person can say so."),
            )
        author = moderation.account_of(
            community_id=actor.community_id, client_id=fresh.account.client_id, external_id=account_id
        )
        if author is None or author == fresh.account:
            raise LinliError(Text("没有这个账号。", "There is no such account."), field="account", value=account_id)
        uid = new_id()
        code, digest = code_make(AMENDS, uid, NOTICE_LENGTH)
        made = Amends.objects.create(shield=fresh, author=author, uid=uid, code_digest=digest)
        page = address(actor.community_id, f"/shield/amends/{code}/")
        notice_send(
            actor=actor,
            once=f"amends:{uid}",
            kind="shield.amends",
            title=INVITED,
            body=Text(
                f"写不写由您，不写也没有任何后果。写在这里，只有对方能看：{page}",
                f"It is up to you, and nothing follows if you do not. Only they can read it: {page}",
            ),
            object_type="amends",
            object_id=uid,
            account=author.uid,
        )
        _record(actor, made, "amends.invited")
    return made


def amends_take_back(*, actor: Actor, uid: str) -> None:
    """The invitation ends; what was written already stays the person's."""
    require(actor, "shield.invite", actor.community_id)
    with writing(actor.community_id):
        found = Amends.objects.filter(shield__community_id=actor.community_id, uid=uid, ended=None).first()
        if found is not None:
            Amends.objects.filter(pk=found.pk).update(ended=timezone.now())
            _record(actor, found, "amends.ended")


def amends_write(*, actor: Actor, amends: Amends, text: str) -> Amends:
    """The author's words, once. Words that hurt are refused, so that an apology is no second attack."""
    require(actor, "shield.use", actor.community_id)
    tidy = text.strip()
    if not tidy or len(tidy) > LONGEST:
        mend = Text(f"1 到 {LONGEST} 个字。", f"1 to {LONGEST} characters.")
        raise LinliError(Text("请写一两句。", "Write a sentence or two."), field="text", mend=mend)
    if hurt(assess(tidy, policy_current(community_id=actor.community_id))) >= HURTS:
        raise LinliError(
            Text("这样说可能又会伤到人，没有送出。", "This may hurt again, so it was not sent."),
            field="text",
            mend=Text("只说自己做了什么、想怎样弥补。", "Say what you did and how you want to mend it."),
        )
    with writing(actor.community_id):
        fresh = Amends.objects.get(pk=amends.pk)
        if fresh.written is None and fresh.ended is None:
            fresh.text, fresh.written = tidy, timezone.now()
            fresh.save(update_fields=["text", "written"])
            _record(actor, fresh, "amends.written")
    return fresh


def _record(actor: Actor, amends: Amends, kind: str) -> None:
    record(
        community_id=actor.community_id,
        kind=kind,
        actor=actor,
        object_type="amends",
        object_id=amends.uid,
        subject=f"account:{amends.author.uid}",
    )
