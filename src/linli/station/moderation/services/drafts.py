"""The life of a policy: drafted, watched in the background, tried on the past, signed by another lead, in effect."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.utils import timezone

from linli.policy import Policy, load_text
from linli.policy.edit import next_version, with_status, with_version
from linli.station.ledger.services import at_text, record, seal, writing
from linli.station.moderation import rulebook
from linli.station.moderation.models import DraftState, PolicyDraft, PolicyVersion, TrialState
from linli.station.moderation.services.policies import policy_ensure, version_go_live, version_make
from linli.station.organisations.selectors import staff_of
from linli.station.people.actors import Actor, Forbidden, require, system
from linli.station.people.roles import Role
from linli.vocabulary import LinliError, RuleStatus, Text

DOCUMENT_LIMIT = 256 * 1024
NOTE_LIMIT = 500


class Changed(LinliError):
    """Somebody else saved meanwhile."""


def draft_create(*, actor: Actor, document: str, note: str = "") -> PolicyDraft:
    """A new draft, kept whatever is wrong with it."""
    require(actor, "policy.draft", actor.community_id)
    _bounded(document, note)
    with writing(actor.community_id):
        made = PolicyDraft.objects.create(
            community_id=actor.community_id, document=document, note=note, author_id=actor.user_id
        )
        _record(actor, made, "policy.drafted")
    return made


def draft_from_live(*, actor: Actor) -> PolicyDraft:
    """A draft that begins as the live policy, under the next version, in effect from today on."""
    live = policy_ensure(community_id=actor.community_id)
    return draft_create(actor=actor, document=_next(live))


def draft_promote(*, actor: Actor, rule: str) -> PolicyDraft:
    """A draft in which a rule that watched so far is to act."""
    live = policy_ensure(community_id=actor.community_id)
    known = next((r for r in load_text(live.document).rules if r.id == rule), None)
    if known is None or known.status is not RuleStatus.BACKGROUND:
        raise LinliError(
            Text("现行公约里没有这条在后台观察的规则。", "No such rule watches in the policy in force."),
            field="rule",
            value=rule,
        )
    note = Text(f"规则 {rule} 由观察转为生效", f"Rule {rule} is to act").zh
    return draft_create(actor=actor, document=with_status(_next(live), rule, RuleStatus.LIVE), note=note)


def draft_save(*, actor: Actor, uid: str, document: str, note: str, edition: int) -> PolicyDraft:
    """Keeps a new text; `Changed` where `edition` is no longer the newest. What was watched starts anew."""
    _bounded(document, note)
    with writing(actor.community_id):
        found = _open(actor, uid)
        if found.edition != edition:
            raise Changed(
                Text("同事刚刚改过这份草案。", "A colleague has just changed this draft."),
                field="edition",
                value=edition,
                mend=Text("请对照最新的内容再改。", "Look at the newest text first."),
            )
        if found.document != document:
            found.document, found.author_id = document, actor.user_id
            found.edition += 1
            found.state, found.watched_from = DraftState.EDITING, None
            found.watched.all().delete()
        found.note, found.changed = note, timezone.now()
        found.save()
        _record(actor, found, "policy.draft-saved")
    return found


def draft_watch(*, actor: Actor, uid: str, on: bool) -> PolicyDraft:
    """Lets a draft run beside the live policy: it counts what it would decide otherwise, and never acts."""
    with writing(actor.community_id):
        found = _open(actor, uid)
        load_text(found.document)
        found.state = DraftState.WATCHING if on else DraftState.EDITING
        found.watched_from = timezone.now() if on else found.watched_from
        found.changed = timezone.now()
        found.save()
        _record(actor, found, "policy.draft-watched" if on else "policy.draft-unwatched")
    return found


def draft_sign(*, actor: Actor, uid: str) -> PolicyVersion:
    """A lead signs: it takes effect on its date, today at once. Not the author, where there is another lead.

    Refused without a whole back-test of this very text against the policy in force, and for a date gone by: rules
    hold for what is said after they are published.
    """
    require(actor, "policy.sign", actor.community_id)
    with writing(actor.community_id):
        found = _open(actor, uid)
        policy = load_text(found.document)
        _may_sign(actor, found)
        _tried(found)
        _not_backdated(policy)
        made = version_make(actor=actor, document=found.document, author_id=found.author_id, note=found.note)
        found.version, found.state, found.changed = made, DraftState.SIGNED, timezone.now()
        found.save()
        _record(actor, found, "policy.signed", made)
        if made.effective_at is None or made.effective_at <= timezone.now():
            _into_effect(actor, found, timezone.now())
    return made


def draft_drop(*, actor: Actor, uid: str) -> PolicyDraft:
    """Gives a draft up; also one that is signed, until its day has come."""
    require(actor, "policy.draft", actor.community_id)
    with writing(actor.community_id):
        found = rulebook.draft(actor=actor, uid=uid)
        if found.state not in rulebook.OPEN:
            raise _over(found)
        version, found.version = found.version, None
        found.state, found.changed = DraftState.DROPPED, timezone.now()
        found.save()
        if version is not None and not version.live and version.retired_at is None:
            version.delete()
        _record(actor, found, "policy.dropped")
    return found


def drafts_into_effect(*, community_id: int, now: datetime | None = None) -> int:
    """Puts what is signed into effect once its day has come. The number."""
    moment = now or timezone.now()
    due = PolicyDraft.objects.filter(
        community_id=community_id, state=DraftState.SIGNED, version__effective_at__lte=moment
    )
    count = 0
    for one in due.select_related("version").order_by("version__effective_at", "pk"):
        with writing(community_id):
            _into_effect(system(community_id, "clock"), one, moment)
        count += 1
    return count


def digest(document: str) -> str:
    """What a trial remembers of the document that it tried."""
    return hashlib.sha256(document.encode("utf-8", "replace")).hexdigest()


def signers(community_id: int, author_id: int | None) -> bool:
    """Whether somebody other than the author could sign."""
    leads = staff_of(community_id=community_id, least=Role.LEAD)
    return leads.exclude(user_id=author_id or 0).exists()


def _into_effect(actor: Actor, draft: PolicyDraft, now: datetime) -> None:
    if draft.version is None:
        return
    version_go_live(actor=actor, version=draft.version, now=now)
    draft.state, draft.changed = DraftState.LIVE, now
    draft.save(update_fields=["state", "changed"])


def _open(actor: Actor, uid: str) -> PolicyDraft:
    require(actor, "policy.draft", actor.community_id)
    found = rulebook.draft(actor=actor, uid=uid)
    if found.state not in (DraftState.EDITING, DraftState.WATCHING):
        raise _over(found)
    return found


def _may_sign(actor: Actor, draft: PolicyDraft) -> None:
    if draft.author_id == actor.user_id and signers(draft.community_id, draft.author_id):
        raise Forbidden(
            Text("起草的人不能自己签发。", "Whoever wrote it does not sign it."),
            field="draft",
            value=draft.uid,
            mend=Text("请另一位负责人看过后签发。", "Ask another lead to look at it and sign."),
        )


def _tried(draft: PolicyDraft) -> None:
    live = policy_ensure(community_id=draft.community_id)
    trial = rulebook.trial_of(community_id=draft.community_id, target=draft.uid)
    whole = trial is not None and trial.state == TrialState.DONE
    if trial is None or not whole or trial.digest != digest(draft.document) or trial.against != live.reference:
        raise LinliError(
            Text("还没有拿这份草案试算过。", "This text has not been back-tested as it stands."),
            field="draft",
            value=draft.uid,
            mend=Text(
                "请先用过去的内容试算，看清会影响谁。", "Try it on the past first, and see whom it would affect."
            ),
        )


def _not_backdated(policy: Policy) -> None:
    if policy.effective < timezone.localdate():
        raise LinliError(
            Text("生效日期已经过去，规则不溯及既往。", "Its date of effect is past: rules do not reach back."),
            field="effective",
            value=policy.effective.isoformat(),
            mend=Text("请改成今天或以后的日期。", "Give it today's date or a later one."),
        )


def _next(live: PolicyVersion) -> str:
    version = next_version(live.reference.partition("@")[2])
    return with_version(live.document, version, timezone.localdate())


def _bounded(document: str, note: str) -> None:
    for field, value, limit in (("document", document, DOCUMENT_LIMIT), ("note", note, NOTE_LIMIT)):
        if len(value) > limit or "\0" in value:
            raise LinliError(
                Text("太长，或含有无法保存的字符。", "Too long, or with characters that cannot be stored."),
                field=field,
                value=value,
                mend=Text(f"最多 {limit} 个字。", f"At most {limit} characters."),
            )


def _over(draft: PolicyDraft) -> LinliError:
    return LinliError(
        Text("这份草案已经签发或作废，不能再改。", "This draft is signed or given up; it cannot change."),
        field="draft",
        value=draft.uid,
        mend=Text("请另起一份草案。", "Begin another draft."),
    )


def _record(actor: Actor, draft: PolicyDraft, kind: str, version: PolicyVersion | None = None) -> None:
    record(
        community_id=draft.community_id,
        kind=kind,
        actor=actor,
        object_type="policy-draft",
        object_id=draft.uid,
        data={
            "edition": draft.edition,
            "version": version.reference if version else "",
            "effective": at_text(version.effective_at) if version else None,
            "document": seal(community_id=draft.community_id, subject=f"draft:{draft.uid}", content=draft.document),
        },
    )
