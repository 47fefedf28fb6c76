"""Issuing a credential, and taking it back."""

from __future__ import annotations

from django.utils import timezone

from linli.station.credentials import badges
from linli.station.credentials.models import Credential
from linli.station.credentials.selectors import PURPOSE, page_of
from linli.station.exchange import proofs
from linli.station.exchange.selectors import station_id
from linli.station.exchange.services import signing_key
from linli.station.ledger.ids import new_id
from linli.station.ledger.services import record, writing
from linli.station.organisations.selectors import community_by_id
from linli.station.people.actors import Actor, NotFound, require
from linli.station.people.codes import NOTICE_LENGTH, code_make
from linli.vocabulary import Text


def credential_issue(
    *, actor: Actor, achievement: badges.Achievement, name: str, evidence: list[dict[str, str]]
) -> tuple[Credential, str]:
    """Signs a credential for the actor under the name they give, and its code.

    That it was earned is for the app that calls to check. One of the same achievement that stands is taken back.
    """
    require(actor, "credential.have", actor.community_id)
    tidy = badges.checked_name(name)
    with writing(actor.community_id):
        _retire(actor, achievement.id)
        base, uid, at = station_id(actor.community_id), new_id(), timezone.now()
        made = Credential(community_id=actor.community_id, uid=uid, user_id=actor.user_id or 0, issued=at)
        code, made.code_digest = code_make(PURPOSE, uid, NOTICE_LENGTH)
        bare = badges.credential(
            issuer=badges.Issuer(base, community_by_id(actor.community_id).name),
            achievement=achievement,
            page=page_of(base, made),
            status=f"{base}/credentials/revocations.json",
            name=tidy,
            evidence=evidence,
            at=at,
        )
        key, private = signing_key(community_id=actor.community_id)
        made.achievement = achievement.id
        made.document = proofs.sign(bare, key=private, method=f"{base}#{key.uid}", created=at)
        made.save(force_insert=True)
        _told(actor, "credential.issued", made)
    return made, code


def credential_revoke(*, actor: Actor, uid: str) -> None:
    """Its owner takes it back: its words go, that it was taken back stays. Safe to repeat."""
    require(actor, "credential.have", actor.community_id)
    with writing(actor.community_id):
        mine = Credential.objects.filter(community_id=actor.community_id, user_id=actor.user_id or 0)
        found = mine.filter(uid=uid).first()
        if found is None:
            raise NotFound(Text("没有这份证书。", "There is no such credential."), field="credential", value=uid)
        if found.revoked is None:
            _end(actor, found)


def _retire(actor: Actor, achievement: str) -> None:
    mine = Credential.objects.filter(community_id=actor.community_id, user_id=actor.user_id or 0)
    for one in mine.filter(achievement=achievement, revoked=None):
        _end(actor, one)


def _end(actor: Actor, found: Credential) -> None:
    found.revoked, found.revoked_by_owner, found.document = timezone.now(), True, {}
    found.save(update_fields=["revoked", "revoked_by_owner", "document"])
    _told(actor, "credential.revoked", found)


def _told(actor: Actor, kind: str, found: Credential) -> None:
    record(
        community_id=actor.community_id,
        kind=kind,
        actor=actor,
        object_type="credential",
        object_id=found.uid,
        subject=f"user:{found.user_id}",
        data={"achievement": found.achievement},
    )
