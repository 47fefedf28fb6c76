"""The policy documents of a community: publishing a version, and what is in force now, own words included."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time
from functools import lru_cache

from django.utils import timezone

from linli.assess import Bench, with_entries
from linli.detectors.lexicon_entries import parse_pack
from linli.policy import Policy, Rule, load_text, pack_text
from linli.station.ledger.services import at_text, record, seal, writing
from linli.station.moderation import rulebook, selectors
from linli.station.moderation.models import PolicyVersion
from linli.station.moderation.services.agreed import agreement_follow
from linli.station.people.actors import Actor, require, system
from linli.vocabulary import LinliError, RuleStatus, Text

FIRST = "base"


@dataclass(frozen=True, slots=True, eq=False)
class Rulebook:
    """What assesses in a community now. The same object while nothing changes, in any process that looks again."""

    policy: Policy
    detectors: Bench | None = None


def policy_publish(*, actor: Actor, document: str) -> PolicyVersion:
    """Checks a document and makes it the live policy. `PolicyError` with each finding; the same version only once."""
    require(actor, "policy.publish", actor.community_id)
    with writing(actor.community_id):
        made = version_make(actor=actor, document=document)
        version_go_live(actor=actor, version=made, now=timezone.now())
    return made


def version_make(*, actor: Actor, document: str, author_id: int | None = None, note: str = "") -> PolicyVersion:
    """A signed version, not yet live; one already known where its text is the same. Inside `writing`."""
    policy = load_text(document)
    known = PolicyVersion.objects.filter(community_id=actor.community_id, reference=policy.name).first()
    if known is not None and known.document != document:
        raise LinliError(
            Text("这个版本号已经发布过不同的内容。", "This version was published with another text."),
            field="version",
            value=policy.version,
            mend=Text("请换一个版本号。", "Give it a new version."),
        )
    made = known or PolicyVersion(community_id=actor.community_id, reference=policy.name, document=document)
    made.published_by_id = actor.user_id
    if author_id is not None:
        made.author_id, made.note = author_id, note
    made.effective_at = effect_of(policy)
    made.save()
    return made


def version_go_live(*, actor: Actor, version: PolicyVersion, now: datetime) -> None:
    """Makes a signed version the one in force, and retires the one before. Inside `writing`."""
    if version.live:
        return
    others = PolicyVersion.objects.filter(community_id=actor.community_id, live=True).exclude(pk=version.pk)
    before = others.first()
    others.update(live=False, retired_at=now)
    agreement_follow(
        community_id=actor.community_id,
        before=_loaded(before.document, before.reference) if before else None,
        policy=_loaded(version.document, version.reference),
        now=now,
    )
    version.live, version.retired_at = True, None
    version.before = before.reference if before else version.before
    version.save(update_fields=["live", "retired_at", "before"])
    _record(actor, version)


def effect_of(policy: Policy) -> datetime:
    """The first moment of a policy's date of effect, local time."""
    return timezone.make_aware(datetime.combine(policy.effective, time.min))


def policy_ensure(*, community_id: int) -> PolicyVersion:
    """The live policy; the shipped base code becomes it where none was published."""
    found = selectors.policy_live(community_id=community_id)
    if found is not None:
        return found
    with writing(community_id):
        found = selectors.policy_live(community_id=community_id)
        return found or policy_publish(actor=system(community_id, "set-up"), document=pack_text(FIRST) or "")


def policy_current(*, community_id: int) -> Policy:
    """The live policy with the rules that an operation sets acting, read and checked once a version."""
    return _current(community_id, ()).policy


def rulebook_current(*, community_id: int) -> Rulebook:
    """The policy in force and the detectors with the community's own words."""
    return _current(community_id, rulebook.packs_live(community_id=community_id))


def policy_read(document: str, name: str = "policy") -> Policy:
    """A document as a policy, remembered; `PolicyError` where it is wrong."""
    return _loaded(document, name)


def _current(community_id: int, packs: tuple[str, ...]) -> Rulebook:
    version = policy_ensure(community_id=community_id)
    acting = rulebook.acting_now(community_id=community_id)
    return _made(version.document, version.reference, acting, packs)


@lru_cache(maxsize=64)
def _made(document: str, name: str, acting: tuple[rulebook.Acting, ...], packs: tuple[str, ...]) -> Rulebook:
    policy = _loaded(document, name)
    for one in acting:
        policy = _with(policy, one)
    return Rulebook(policy, _bench(packs) if packs else None)


@lru_cache(maxsize=16)
def _bench(packs: tuple[str, ...]) -> Bench:
    return with_entries([entry for document in packs for entry in parse_pack(document).entries])


@lru_cache(maxsize=64)
def _loaded(document: str, name: str) -> Policy:
    return load_text(document, name)


def _with(policy: Policy, operation: rulebook.Acting) -> Policy:
    """The policy while an operation runs: the rules that it names act, in its scope; its name says so."""
    rules = tuple(_acting(rule, operation) for rule in policy.rules)
    return replace(policy, rules=rules, version=f"{policy.version}+op.{operation.uid[:8]}")


def _acting(rule: Rule, operation: rulebook.Acting) -> Rule:
    if rule.id not in operation.rules or rule.status is not RuleStatus.BACKGROUND:
        return rule
    return replace(rule, status=RuleStatus.LIVE, when=scoped(rule.when, operation.kinds))


def scoped(when: str, kinds: Sequence[str]) -> str:
    """A condition that holds for these kinds of items alone; all kinds where none is named."""
    if not kinds:
        return when
    listed = ", ".join(f'"{kind}"' for kind in kinds)
    return f"({when}) && kind in [{listed}]"


def _record(actor: Actor, made: PolicyVersion) -> None:
    record(
        community_id=made.community_id,
        kind="policy.published",
        actor=actor,
        object_type="policy",
        object_id=made.uid,
        data={
            "reference": made.reference,
            "before": made.before,
            "effective": at_text(made.effective_at),
            "document": seal(community_id=made.community_id, subject=f"policy:{made.uid}", content=made.document),
        },
    )
