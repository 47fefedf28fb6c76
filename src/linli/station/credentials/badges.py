"""Open Badges 3.0 (1EdTech): an `OpenBadgeCredential` of the W3C data model 2.0, with its proof in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from linli.vocabulary import LinliError, Text

CONTEXTS = ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"]
TYPES = ["VerifiableCredential", "OpenBadgeCredential"]
LONGEST_NAME = 40


@dataclass(frozen=True, slots=True)
class Achievement:
    """What a credential says was done. `kind` is a type of the standard's list, such as `Certificate`."""

    id: str
    kind: str
    name: Text
    description: Text
    criteria: Text


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who signs: the station's address and its name."""

    station: str
    name: str


def credential(
    *,
    issuer: Issuer,
    achievement: Achievement,
    page: str,
    status: str,
    name: str,
    evidence: list[dict[str, str]],
    at: datetime,
) -> dict[str, Any]:
    """The document to sign. `name` is what the person wants to be called, no other word says who they are."""
    when = at.strftime("%Y-%m-%dT%H:%M:%SZ")
    return {
        "@context": CONTEXTS,
        "id": page,
        "type": TYPES,
        "name": achievement.name.zh,
        "issuer": {"id": issuer.station, "type": ["Profile"], "name": issuer.name},
        "validFrom": when,
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": [{"type": "IdentityObject", "identityHash": name, "identityType": "name", "hashed": False}],
            "achievement": {
                "id": f"{issuer.station}/achievements/{achievement.id}",
                "type": ["Achievement"],
                "achievementType": achievement.kind,
                "name": achievement.name.zh,
                "description": achievement.description.zh,
                "criteria": {"narrative": achievement.criteria.zh},
                "inLanguage": "zh-Hans",
            },
        },
        "evidence": [{"type": ["Evidence"], **one} for one in evidence],
        "credentialStatus": {"id": status, "type": "1EdTechRevocationList"},
    }


def name_of(document: dict[str, Any]) -> str:
    """The name on a credential."""
    found = document.get("credentialSubject", {}).get("identifier", [{}])
    return str(found[0].get("identityHash", "")) if found else ""


def checked_name(name: str) -> str:
    """The name for a credential; `LinliError` for an empty or endless one."""
    tidy = " ".join(name.split())
    if not 0 < len(tidy) <= LONGEST_NAME:
        raise LinliError(
            Text(f"姓名应是 1 到 {LONGEST_NAME} 个字。", f"A name of 1 to {LONGEST_NAME} characters."),
            field="name",
            value=tidy[:LONGEST_NAME],
        )
    return tidy
