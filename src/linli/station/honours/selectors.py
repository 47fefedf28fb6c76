"""What is public of good deeds, and one by the code that its person holds."""

from __future__ import annotations

from django.db.models import QuerySet

from linli.station.honours.models import Honour
from linli.station.people.actors import Actor, NotFound
from linli.station.people.codes import NOTICE_LENGTH, code_again, code_digests
from linli.vocabulary import Text

PURPOSE = "honour-consent"
PUBLIC = (Honour.State.NOTICE, Honour.State.PUBLISHED)


def stories(*, community_id: int) -> QuerySet[Honour]:
    """Those that were published, the latest first: no rank, no count."""
    found = Honour.objects.filter(community_id=community_id, state=Honour.State.PUBLISHED)
    return found.order_by("-published_at")


def on_notice(*, community_id: int) -> QuerySet[Honour]:
    """Those that are shown for objections now, the first to end first."""
    found = Honour.objects.filter(community_id=community_id, state=Honour.State.NOTICE)
    return found.order_by("notice_until")


def public_honour(*, community_id: int, uid: str) -> Honour:
    """One that anyone may read; `NotFound` for any other state."""
    found = Honour.objects.filter(community_id=community_id, uid=uid, state__in=PUBLIC).first()
    if found is None:
        raise _nothing(uid)
    return found


def honour_by_uid(*, community_id: int, uid: str) -> Honour:
    """One in any state, for the station's own use."""
    found = Honour.objects.filter(community_id=community_id, uid=uid).first()
    if found is None:
        raise _nothing(uid)
    return found


def honour_by_code(*, community_id: int, code: str) -> Honour:
    """The one whose person holds this code."""
    digests = code_digests(PURPOSE, code, NOTICE_LENGTH)
    found = Honour.objects.filter(community_id=community_id, consent_digest__in=digests).first()
    if found is None:
        raise _nothing("")
    return found


def proposed_by(*, actor: Actor) -> list[tuple[Honour, str]]:
    """What the actor proposed and nobody has agreed to yet, with the code to hand over."""
    found = Honour.objects.filter(
        community_id=actor.community_id, proposer_id=actor.user_id or 0, state=Honour.State.PROPOSED
    ).order_by("-created")
    return [(one, consent_code(one)) for one in found]


def consent_code(found: Honour) -> str:
    """The code by which its person agrees."""
    return code_again(PURPOSE, found.uid, found.consent_digest, NOTICE_LENGTH)


def _nothing(uid: str) -> NotFound:
    return NotFound(
        Text("没有这件好事，或者还没有公开。", "There is no such deed, or it is not public."),
        field="honour",
        value=uid,
    )
