"""Credentials by their code, those of a person, and whether a document is one of ours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from linli.station.credentials.models import Credential
from linli.station.exchange import proofs
from linli.station.exchange.selectors import keys_of, station_id
from linli.station.people.actors import Actor, NotFound
from linli.station.people.codes import NOTICE_LENGTH, code_again, code_digests
from linli.vocabulary import LinliError, Text

PURPOSE = "credential"
REVOKED = Text("持有人或发证的社区已经收回。", "Its holder or the community that issued it took it back.")
FOREIGN = Text(
    "不是本社区签发的。请到签发它的站点核验。", "It was not issued here: verify it at the station that did."
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a document is good, and if not, why."""

    good: bool
    problem: Text | None = None


def code_of(found: Credential) -> str:
    """The code that opens a credential's page, to show it to its owner again."""
    return code_again(PURPOSE, found.uid, found.code_digest, NOTICE_LENGTH)


def credential_by_code(*, community_id: int, code: str) -> Credential:
    """A credential that still stands; `NotFound` for one that was taken back."""
    digests = code_digests(PURPOSE, code, NOTICE_LENGTH)
    found = Credential.objects.filter(community_id=community_id, code_digest__in=digests, revoked=None).first()
    if found is None:
        raise NotFound(
            Text("没有这份证书，或者已经收回。", "There is no such credential, or it was taken back."), field="code"
        )
    return found


def credentials_mine(*, actor: Actor) -> list[tuple[Credential, str]]:
    """The actor's credentials that stand, the newest first, each with its code."""
    found = Credential.objects.filter(community_id=actor.community_id, user_id=actor.user_id or 0, revoked=None)
    return [(one, code_of(one)) for one in found.order_by("-issued")]


def revocations(*, community_id: int) -> dict[str, Any]:
    """The list of those taken back, as 1EdTech's revocation list has it."""
    base = station_id(community_id)
    found = Credential.objects.filter(community_id=community_id).exclude(revoked=None).order_by("pk")
    return {
        "id": f"{base}/credentials/revocations.json",
        "issuer": base,
        "revokedCredential": [{"id": page_of(base, one), "revoked": True} for one in found],
    }


def page_of(base: str, found: Credential) -> str:
    """The id of a credential: an address that names it and opens nothing by itself."""
    return f"{base}/credentials/id/{found.uid}"


def verify(*, community_id: int, document: dict[str, Any]) -> Verdict:
    """Checks a document by the keys of this community, old ones too, and by the list of those taken back."""
    base = station_id(community_id)
    issuer = document.get("issuer")
    if not isinstance(issuer, dict) or issuer.get("id") != base:
        return Verdict(False, FOREIGN)
    problem: Text | None = Text("没有可核对的签名。", "It carries no signature that can be checked.")
    for key in keys_of(community_id):
        try:
            proofs.verify(document, key.public)
        except LinliError as error:
            problem = error.problem
            continue
        uid = str(document.get("id", "")).rsplit("/", 1)[-1]
        stands = Credential.objects.filter(community_id=community_id, uid=uid, revoked=None).exists()
        return Verdict(stands, None if stands else REVOKED)
    return Verdict(False, problem)
