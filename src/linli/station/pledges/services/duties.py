"""How the community stands to the duties of a platform: written by leads, shown when they say so."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from linli.station.ledger.services import record, writing
from linli.station.people.actors import Actor, require
from linli.station.pledges import duties
from linli.station.pledges.models import Duty, DutySheet
from linli.station.pledges.services.common import refuse, words
from linli.vocabulary import Text

S = Duty.State


def duty_save(
    *,
    actor: Actor,
    duty: str,
    state: str,
    evidence: str = "",
    gap: str = "",
    owner: str = "",
    due: date | None = None,
) -> Duty:
    """A lead says how it stands: what is met wants evidence, a gap wants who mends it by when."""
    require(actor, "pledge.lead", actor.community_id)
    if duty not in {one.id for one in duties.listed()} or state not in S.values:
        raise refuse(Text("没有这一项。", "There is no such duty."), "duty", duty)
    evidence = words("evidence", evidence, 500, 5 if state in (S.MET, S.PARTLY) else 0)
    gap = words("gap", gap, 500, 1 if state in (S.GAP, S.PARTLY, S.NONE) else 0)
    owner = words("owner", owner, 60, 1 if state in (S.GAP, S.PARTLY) else 0)
    if state in (S.GAP, S.PARTLY) and due is None:
        raise refuse(Text("请写哪天补上。", "Say by when it is mended."), "due")
    with writing(actor.community_id):
        made, _ = Duty.objects.update_or_create(
            community_id=actor.community_id,
            duty=duty,
            defaults={
                "state": state,
                "evidence": evidence,
                "gap": gap,
                "owner": owner,
                "due": due,
                "changed": timezone.now(),
            },
        )
        _record(actor, "duty.saved", duty)
    return made


def sheet_show(*, actor: Actor, show: bool) -> None:
    """A lead shows the sheet to everyone, or takes it back."""
    require(actor, "pledge.lead", actor.community_id)
    with writing(actor.community_id):
        DutySheet.objects.update_or_create(
            community_id=actor.community_id, defaults={"published_at": timezone.now() if show else None}
        )
        _record(actor, "duty.shown" if show else "duty.unshown", "sheet")


def _record(actor: Actor, kind: str, duty: str) -> None:
    record(community_id=actor.community_id, kind=kind, actor=actor, object_type="duty", object_id=duty)
