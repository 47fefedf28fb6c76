"""Reading drafts, trials, what the background saw, own words and operations; always of one community."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Case, Count, QuerySet, When
from django.utils import timezone

from linli.policy import PolicyError, lint, load_text
from linli.policy.model import Finding, Policy
from linli.station.moderation.models import (
    DraftState,
    Item,
    LexiconPack,
    Operation,
    OperationState,
    PackState,
    PolicyDraft,
    PolicyVersion,
    Trial,
    TrialState,
    Watched,
)
from linli.station.people.actors import Actor, NotFound, require
from linli.vocabulary import ItemKind, Text

WATCHED_DAYS = 90
OPEN = (DraftState.EDITING, DraftState.WATCHING, DraftState.SIGNED)


@dataclass(frozen=True, slots=True)
class Acting:
    """Background rules that act while an operation runs, for the kinds of items in its scope (all where empty)."""

    uid: str
    rules: tuple[str, ...]
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """What a rule in the background, or a draft, would have done since a day, with some of the items."""

    times: int
    items: tuple[Item, ...] = ()


def acting_now(*, community_id: int, now: datetime | None = None) -> tuple[Acting, ...]:
    """The operations that run at this moment and set rules acting. The clock is the calendar, not a task."""
    moment = now or timezone.now()
    found = Operation.objects.filter(
        community_id=community_id,
        state__in=(OperationState.ANNOUNCED, OperationState.RUNNING),
        starts_at__lte=moment,
        ends_at__gt=moment,
    ).order_by("pk")
    rows = found.values_list("uid", "acting", "kinds")
    return tuple(Acting(uid, tuple(rules), tuple(kinds)) for uid, rules, kinds in rows if rules)


def packs_live(*, community_id: int) -> tuple[str, ...]:
    """The texts of the community's own packs in use, in the order in which they came into use."""
    found = LexiconPack.objects.filter(community_id=community_id, state=PackState.LIVE).order_by("live_at", "pk")
    return tuple(found.values_list("document", flat=True))


def draft(*, actor: Actor, uid: str) -> PolicyDraft:
    """A draft of the actor's community."""
    require(actor, "policy.draft", actor.community_id)
    found = PolicyDraft.objects.filter(community_id=actor.community_id, uid=uid)
    return _found(found.select_related("author", "version").first(), uid)


def drafts(*, actor: Actor) -> QuerySet[PolicyDraft]:
    """The drafts that are not live or dropped, the last changed first."""
    require(actor, "policy.draft", actor.community_id)
    found = PolicyDraft.objects.filter(community_id=actor.community_id, state__in=OPEN)
    return found.select_related("author", "version").order_by("-changed")


def watching(*, community_id: int) -> list[PolicyDraft]:
    """The drafts that are watched now: for the station's own use."""
    return list(PolicyDraft.objects.filter(community_id=community_id, state=DraftState.WATCHING).order_by("pk"))


def findings(document: str) -> list[Finding]:
    """Everything wrong with a document, with line, column and mend."""
    return lint(document)


def readable(document: str) -> Policy | None:
    """The document as a policy; None where an error refuses it."""
    try:
        return load_text(document)
    except PolicyError:
        return None


def upcoming(*, community_id: int) -> QuerySet[PolicyVersion]:
    """Signed versions whose day has not come, the nearest first; everyone may read them beforehand."""
    found = PolicyVersion.objects.filter(community_id=community_id, live=False, retired_at=None)
    return found.filter(effective_at__gt=timezone.now()).order_by("effective_at", "pk")


def version_by_reference(*, community_id: int, reference: str) -> PolicyVersion:
    """A version that was signed, by `id@version`."""
    found = PolicyVersion.objects.filter(community_id=community_id, reference=reference).first()
    if found is None:
        raise NotFound(Text("没有这个版本。", "There is no such version."), field="version", value=reference)
    return found


def trial(*, actor: Actor, uid: str) -> Trial:
    """A trial of the actor's community."""
    require(actor, "policy.draft", actor.community_id)
    found = Trial.objects.filter(community_id=actor.community_id, uid=uid).first()
    if found is None:
        raise NotFound(Text("没有这次试算。", "There is no such trial."), field="trial", value=uid)
    return found


def trial_of(*, community_id: int, target: str) -> Trial | None:
    """The newest trial of a draft or a pack."""
    return Trial.objects.filter(community_id=community_id, target=target).order_by("-pk").first()


def trials_asleep(*, before: datetime) -> list[str]:
    """Trials that should go on and have shown no life since then."""
    found = Trial.objects.filter(state__in=(TrialState.WAITING, TrialState.RUNNING), beat__lt=before)
    return list(found.values_list("uid", flat=True))


def sample_items(*, actor: Actor, keys: Sequence[str]) -> dict[str, Item]:
    """The items of samples by their random id, for those who may see items; one that is gone is left out."""
    require(actor, "item.list", actor.community_id)
    found = Item.objects.filter(community_id=actor.community_id, uid__in=keys)
    return {item.uid: item for item in found.select_related("author")}


def shown_text(item: Item) -> str:
    """An item's words for a list of samples; nothing of a private message."""
    return "" if item.kind == ItemKind.MESSAGE else item.text


def watched_rules(*, actor: Actor, since: datetime | None = None) -> Mapping[str, Seen]:
    """What each background rule of the live policy would have done, by the rule's id."""
    require(actor, "policy.draft", actor.community_id)
    start = since or timezone.now() - timedelta(days=WATCHED_DAYS)
    rows = Watched.objects.filter(community_id=actor.community_id, draft=None, created__gte=start)
    counted = rows.values("rule").annotate(times=Count("pk")).order_by("-times")
    return {row["rule"]: Seen(row["times"]) for row in counted}


def watched_draft(*, actor: Actor, draft: PolicyDraft, shown: int = 8) -> Seen:
    """What a watched draft would have decided otherwise, with the newest of these items."""
    require(actor, "policy.draft", actor.community_id)
    rows = Watched.objects.filter(community_id=actor.community_id, draft=draft).select_related("item__author")
    return Seen(rows.count(), tuple(row.item for row in rows.order_by("-pk")[:shown]))


def _found(draft: PolicyDraft | None, uid: str) -> PolicyDraft:
    if draft is None:
        raise NotFound(Text("没有这份草案。", "There is no such draft."), field="draft", value=uid)
    return draft


def pack(*, actor: Actor, uid: str) -> LexiconPack:
    """A version of a pack of the actor's community."""
    require(actor, "policy.draft", actor.community_id)
    found = LexiconPack.objects.filter(community_id=actor.community_id, uid=uid)
    one = found.select_related("author", "signed_by").first()
    if one is None:
        raise NotFound(Text("没有这个词库。", "There is no such pack."), field="pack", value=uid)
    return one


def packs(*, actor: Actor) -> QuerySet[LexiconPack]:
    """Every version of the community's own packs: those in use, drafts, then what was retired or given up."""
    require(actor, "policy.draft", actor.community_id)
    found = LexiconPack.objects.filter(community_id=actor.community_id)
    order = Case(When(state=PackState.LIVE, then=0), When(state=PackState.DRAFT, then=1), default=2)
    return found.select_related("author").order_by(order, "-changed")


def operation(*, community_id: int, uid: str) -> Operation:
    """A special operation of the community, drafts included: for the station's own use."""
    found = Operation.objects.filter(community_id=community_id, uid=uid).select_related("author", "signed_by").first()
    if found is None:
        raise NotFound(Text("没有这项行动。", "There is no such operation."), field="operation", value=uid)
    return found


def operations_public(*, community_id: int) -> QuerySet[Operation]:
    """What everybody may read: all that was announced, the newest first."""
    found = Operation.objects.filter(community_id=community_id).exclude(announced_at=None)
    return found.order_by("-starts_at", "-pk")


def operations(*, actor: Actor) -> QuerySet[Operation]:
    """Every operation, for leads."""
    require(actor, "policy.draft", actor.community_id)
    return Operation.objects.filter(community_id=actor.community_id).order_by("-pk")
