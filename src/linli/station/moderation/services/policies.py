"""The policy documents of a community: publishing a version, and reading the live one."""

from __future__ import annotations

from functools import lru_cache

from linli.policy import Policy, load_text, pack_text
from linli.station.ledger.services import record, seal, writing
from linli.station.moderation import selectors
from linli.station.moderation.models import PolicyVersion
from linli.station.people.actors import Actor, require, system
from linli.vocabulary import LinliError, Text

FIRST = "base"


def policy_publish(*, actor: Actor, document: str) -> PolicyVersion:
    """Checks a document and makes it the live policy. `PolicyError` with each finding; the same version only once."""
    require(actor, "policy.publish", actor.community_id)
    policy = load_text(document)
    with writing(actor.community_id):
        known = PolicyVersion.objects.filter(community_id=actor.community_id, reference=policy.name).first()
        if known is not None and known.document != document:
            raise LinliError(
                Text("这个版本号已经发布过不同的内容。", "This version was published with another text."),
                field="version",
                value=policy.version,
                mend=Text("请换一个版本号。", "Give it a new version."),
            )
        PolicyVersion.objects.filter(community_id=actor.community_id, live=True).update(live=False)
        made = known or PolicyVersion(community_id=actor.community_id, reference=policy.name, document=document)
        made.live, made.published_by_id = True, actor.user_id
        made.save()
        _record(actor, made)
    return made


def policy_ensure(*, community_id: int) -> PolicyVersion:
    """The live policy; the shipped base code becomes it where none was published."""
    found = selectors.policy_live(community_id=community_id)
    if found is not None:
        return found
    with writing(community_id):
        found = selectors.policy_live(community_id=community_id)
        return found or policy_publish(actor=system(community_id, "set-up"), document=pack_text(FIRST) or "")


def policy_current(*, community_id: int) -> Policy:
    """The live policy, read and checked once a version."""
    version = policy_ensure(community_id=community_id)
    return _loaded(version.document, version.reference)


@lru_cache(maxsize=64)
def _loaded(document: str, name: str) -> Policy:
    return load_text(document, name)


def _record(actor: Actor, made: PolicyVersion) -> None:
    record(
        community_id=made.community_id,
        kind="policy.published",
        actor=actor,
        object_type="policy",
        object_id=made.uid,
        data={
            "reference": made.reference,
            "document": seal(community_id=made.community_id, subject=f"policy:{made.uid}", content=made.document),
        },
    )
