"""Writing agreements and consents: a version published, a consent given, a consent withdrawn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from linli.station.conduct import selectors
from linli.station.conduct.models import AgreementVersion, Consent
from linli.station.conduct.selectors import Party
from linli.station.ledger.services import record, writing
from linli.station.people.actors import Actor, require
from linli.vocabulary import LinliError, Text


@dataclass(frozen=True, slots=True)
class Wording:
    """What an agreement says. `changed` tells in words what is new; `path` is where all of it stands."""

    title: Text
    text: Text
    changed: Text
    path: str


def agreement_publish(
    *, actor: Actor, name: str, reference: str, wording: Wording, material: bool, effective_at: datetime
) -> AgreementVersion:
    """Makes a version the one in force. `material`: those who agreed to an earlier one are asked anew."""
    require(actor, "agreement.publish", actor.community_id)
    with writing(actor.community_id):
        made = AgreementVersion.objects.create(
            community_id=actor.community_id,
            name=name,
            reference=reference,
            title=wording.title.zh,
            title_en=wording.title.en,
            text=wording.text.zh,
            text_en=wording.text.en,
            changed=wording.changed.zh,
            changed_en=wording.changed.en,
            material=material,
            path=wording.path,
            effective_at=effective_at,
        )
        record(
            community_id=actor.community_id,
            kind="agreement.published",
            actor=actor,
            object_type="agreement",
            object_id=made.uid,
            data={"name": name, "reference": reference, "material": material},
        )
    return made


def consent_give(*, actor: Actor, party: Party, name: str, version: str) -> Consent:
    """Records that a party agrees to the version they were shown. Refused where it is no longer the one in force."""
    require(actor, "consent.own", actor.community_id)
    with writing(actor.community_id):
        now = selectors.current(community_id=actor.community_id, name=name)
        if now.uid != version:
            raise LinliError(
                Text("约定刚刚更新了。", "The agreement has just changed."),
                field="version",
                value=version,
                mend=Text("请看过最新的一版再同意。", "Read the newest version before you agree."),
            )
        known = selectors.consents(party=party).filter(version=now, withdrawn_at=None).first()
        if known is not None:
            return known
        made = Consent.objects.create(
            community_id=actor.community_id, version=now, user_id=party.user_id, account=party.account
        )
        _record(actor, party, made, "consent.given")
    return made


def consent_withdraw(*, actor: Actor, party: Party, name: str) -> int:
    """Takes a party's consents to an agreement back, at once; the record of them stays. The number."""
    require(actor, "consent.own", actor.community_id)
    with writing(actor.community_id):
        found = list(selectors.consents(party=party).filter(version__name=name, withdrawn_at=None))
        for one in found:
            one.withdrawn_at = timezone.now()
            one.save(update_fields=["withdrawn_at"])
            _record(actor, party, one, "consent.withdrawn")
    return len(found)


def _record(actor: Actor, party: Party, made: Consent, kind: str) -> None:
    record(
        community_id=made.community_id,
        kind=kind,
        actor=actor,
        object_type="consent",
        object_id=made.uid,
        subject=f"user:{party.user_id}" if party.user_id is not None else f"account:{party.account}",
        data={"agreement": made.version.name, "version": made.version.uid},
    )
