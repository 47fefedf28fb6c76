"""Reading reviewing quality: what is to be judged, and what came of it. Nobody is ranked, and nothing is public."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth import get_user_model
from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone

from linli.station.moderation.agreement import Agreement, Share, agreement, by_key, drifted
from linli.station.moderation.models import Check, Decision, Item, ItemState, Probe, Source, Verdict
from linli.station.people.actors import Actor, NotFound, require
from linli.vocabulary import Text

PERIOD = timedelta(days=28)
MISTAKEN = ("appeal", "released")


@dataclass(frozen=True, slots=True)
class Drift:
    """How often people undid what a rule did alone, in the period before and in this one."""

    rule: str
    before: Share
    after: Share
    drifted: bool


@dataclass(frozen=True, slots=True)
class Quality:
    """What a lead reads. `missed`: of items let through, the harmful share; `allowed`: how many there were."""

    all: Agreement
    by_rule: dict[str, Agreement]
    golden: Share
    missed: Share
    allowed: int
    drifts: tuple[Drift, ...]
    overturned: dict[str, Share]

    @property
    def missed_items(self) -> tuple[int, int]:
        """Between how many and how many harmful items were let through, at 95 %."""
        low, high = self.missed.bounds
        return round(low * self.allowed), round(high * self.allowed)


@dataclass(frozen=True, slots=True)
class Reviewer:
    """One reviewer's agreement with colleagues and with golden texts; for themselves and for a lead."""

    name: str
    agreement: Agreement
    golden: Share


def to_judge(*, actor: Actor) -> QuerySet[Check]:
    """What waits for this person's verdict: never what they judged first, wrote, or judged already."""
    require(actor, "case.answer", actor.community_id)
    waiting = Check.objects.filter(community_id=actor.community_id)
    waiting = waiting.exclude(verdicts__by_id=actor.user_id).exclude(first_by_id=actor.user_id)
    waiting = waiting.exclude(item__author__user_id=actor.user_id) if actor.user_id else waiting.none()
    return waiting.annotate(given=Count("verdicts")).filter(given__lt=F("wanted")).select_related("item")


def check_for(*, actor: Actor, uid: str) -> Check:
    """One of them; `NotFound` for any other."""
    found = to_judge(actor=actor).filter(uid=uid).first()
    if found is None:
        raise NotFound(
            Text("没有这一题，或您已经看过。", "There is no such check, or you have judged it."), field="check"
        )
    return found


def quality(*, actor: Actor, now: datetime | None = None) -> Quality:
    """The figures of the last 28 days, for leads."""
    require(actor, "quality.manage", actor.community_id)
    moment = now or timezone.now()
    checks = list(_checks(actor.community_id, moment))
    units = [_said(check) for check in checks if check.source == Probe.SECOND]
    rules: dict[str, list[list[str]]] = defaultdict(list)
    for check in checks:
        for rule in check.rules if check.source == Probe.SECOND else ():
            rules[rule].append(_said(check))
    sampled = [v.said for c in checks if c.source == Probe.SAMPLE for v in c.verdicts.all()]
    allowed = Item.objects.filter(community_id=actor.community_id, state=ItemState.VISIBLE)
    return Quality(
        all=agreement(units),
        by_rule=by_key(rules),
        golden=_golden(actor.community_id, moment),
        missed=Share(sum(said != "none" for said in sampled), len(sampled)),
        allowed=allowed.filter(created__gt=moment - PERIOD).count(),
        drifts=_drifts(actor.community_id, moment),
        overturned=_overturned(actor.community_id, moment),
    )


def reviewers(*, actor: Actor, now: datetime | None = None) -> list[Reviewer]:
    """Each reviewer by name, for a lead; in the order of names, never of figures."""
    require(actor, "quality.manage", actor.community_id)
    moment = now or timezone.now()
    seen = set(Verdict.objects.filter(check_of__community_id=actor.community_id).values_list("by_id", flat=True))
    seen |= {c.first_by_id for c in _checks(actor.community_id, moment) if c.first_by_id}
    people = get_user_model().objects.filter(pk__in=seen).order_by("display_name", "username")
    return [_reviewer(actor.community_id, person.pk, str(person), moment) for person in people]


def own(*, actor: Actor, now: datetime | None = None) -> Reviewer:
    """One's own figures."""
    return _reviewer(actor.community_id, actor.user_id or 0, "", now or timezone.now())


def _checks(community_id: int, now: datetime) -> QuerySet[Check]:
    found = Check.objects.filter(community_id=community_id, created__gt=now - PERIOD).exclude(source=Probe.GOLDEN)
    return found.prefetch_related("verdicts")


def _said(check: Check) -> list[str]:
    return [*([check.first] if check.first else []), *(one.said for one in check.verdicts.all())]


def _golden(community_id: int, now: datetime, user_id: int | None = None) -> Share:
    found = Verdict.objects.filter(
        check_of__community_id=community_id, check_of__source=Probe.GOLDEN, at__gt=now - PERIOD
    )
    found = found.filter(by_id=user_id) if user_id is not None else found
    return Share(found.filter(said=F("check_of__truth")).count(), found.count())


def _reviewer(community_id: int, user_id: int, name: str, now: datetime) -> Reviewer:
    mine = _checks(community_id, now).filter(source=Probe.SECOND)
    mine = mine.filter(Q(first_by_id=user_id) | Q(verdicts__by_id=user_id)).distinct()
    return Reviewer(name, agreement([_said(one) for one in mine]), _golden(community_id, now, user_id))


def _drifts(community_id: int, now: datetime) -> tuple[Drift, ...]:
    """Each rule that acted: the share of its own decisions that people undid, now and before."""
    made = Decision.objects.filter(
        community_id=community_id, source=Source.AUTOMATIC, created__gt=now - 2 * PERIOD, created__lte=now
    )
    counted: dict[tuple[str, bool], list[int]] = defaultdict(lambda: [0, 0])
    for rules, how, at in made.values_list("rules", "reversed_how", "created"):
        for rule in set(rules):
            pair = counted[rule, at > now - PERIOD]
            pair[0] += how in MISTAKEN
            pair[1] += 1
    names = sorted({rule for rule, _ in counted})
    shares = [(rule, Share(*counted[rule, False]), Share(*counted[rule, True])) for rule in names]
    return tuple(Drift(rule, a, b, bool(a.total and b.total) and drifted(a, b)) for rule, a, b in shares)


def _overturned(community_id: int, now: datetime) -> dict[str, Share]:
    """By rule (or `person` where none fired): of its decisions in the period, how many an appeal overturned."""
    made = Decision.objects.filter(community_id=community_id, created__gt=now - PERIOD, created__lte=now)
    counted: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for rules, how in made.values_list("rules", "reversed_how"):
        for rule in set(rules) or {"person"}:
            counted[rule][0] += how == "appeal"
            counted[rule][1] += 1
    return {rule: Share(*counted[rule]) for rule in sorted(counted)}
