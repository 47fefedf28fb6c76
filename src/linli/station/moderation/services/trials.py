"""A draft or a pack of words tried on the last stored items and on what people judged, in turns of a few seconds.

A turn reads chunks, counts, and keeps the tally with its place; a stop, a kill or a restart loses one chunk's work.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.db.models import Q
from django.utils import timezone
from django_tasks import task

from linli.detectors.lexicon import Lexicon
from linli.detectors.lexicon_entries import parse_pack
from linli.policy import Policy, PolicyError
from linli.policy.backtest import OVERTURNED, UPHELD, Past, Tally, compare, stored_signals
from linli.reading import read_many
from linli.station.ledger.services import record, writing
from linli.station.moderation import rulebook
from linli.station.moderation.models import Decision, Item, Source, Trial, TrialState
from linli.station.moderation.services.authors import author_known, read_by
from linli.station.moderation.services.drafts import digest
from linli.station.moderation.services.policies import policy_current, policy_ensure, policy_read
from linli.station.people.actors import Actor, require
from linli.vocabulary import Author, Context, ItemKind, LinliError, Text
from linli.vocabulary import Item as Words

log = structlog.get_logger(__name__)
POLICY, LEXICON = "policy", "lexicon"
LIMITS = (1_000, 10_000, 100_000)
JUDGED = 20_000
CHUNK = 2_000
TURN = 2.0
ASLEEP = timedelta(minutes=2)
WRONG = ("appeal", "released")
FIELDS = (
    "pk",
    "uid",
    "text",
    "kind",
    "context",
    "reports",
    "assessment",
    "created",
    "author__created",
    "author__uid",
)


@dataclass(frozen=True, slots=True)
class Plan:
    """What is compared: two policies, and for a pack of words the lexicon that it would add."""

    before: Policy
    after: Policy
    words: Lexicon | None = None
    authors: dict[str, Author] = field(default_factory=dict)

    def author(self, community_id: int, account: str, age_days: int) -> Author:
        """An author with the standing of today, asked for once: what it was then is not kept."""
        if not read_by((self.before, self.after)):
            return Author(age_days=age_days)
        known = self.authors.get(account) or author_known(
            community_id=community_id, account=account, age_days=0, policies=(self.before, self.after)
        )
        self.authors[account] = known
        return replace(known, age_days=age_days)


def trial_start(*, actor: Actor, kind: str, target: str, document: str, limit: int) -> Trial:
    """Plans a trial of a document on the last `limit` items; `LinliError` where it cannot be read."""
    require(actor, "policy.draft", actor.community_id)
    if limit not in LIMITS:
        raise LinliError(
            Text("没有这个数量。", "There is no such number."),
            field="limit",
            value=limit,
            mend=Text(f"可选：{LIMITS}", f"One of {LIMITS}"),
        )
    _plan(actor.community_id, kind, document)
    with writing(actor.community_id):
        old = Trial.objects.filter(community_id=actor.community_id, target=target, state__in=_GOING)
        old.update(state=TrialState.STOPPED)
        made = Trial.objects.create(
            community_id=actor.community_id,
            kind=kind,
            target=target,
            document=document,
            digest=digest(document),
            against=policy_ensure(community_id=actor.community_id).reference,
            limit=limit,
            total=min(limit, Item.objects.filter(community_id=actor.community_id).count()),
            by_id=actor.user_id,
        )
        _record(actor, made, "trial.started")
        trial_go.enqueue(uid=made.uid)
    return made


def trial_stop(*, actor: Actor, uid: str) -> Trial:
    """Stops it after the chunk that it is at; what was counted is kept."""
    return _switch(actor, uid, _GOING, TrialState.STOPPED, "trial.stopped")


def trial_resume(*, actor: Actor, uid: str) -> Trial:
    """Goes on where it was stopped or failed."""
    found = _switch(actor, uid, (TrialState.STOPPED, TrialState.FAILED), TrialState.WAITING, "trial.resumed")
    trial_go.enqueue(uid=found.uid)
    return found


def trials_wake(now: datetime | None = None) -> int:
    """Plans a turn for each that should go on and shows no life: its worker was killed. The number."""
    asleep = rulebook.trials_asleep(before=(now or timezone.now()) - ASLEEP)
    for uid in asleep:
        Trial.objects.filter(uid=uid).update(beat=timezone.now())
        trial_go.enqueue(uid=uid)
    return len(asleep)


@task()  # type: ignore[untyped-decorator]
def trial_go(uid: str) -> None:
    """One turn, and the next is planned."""
    if trial_turn(uid):
        trial_go.enqueue(uid=uid)


def trial_turn(uid: str, seconds: float = TURN) -> bool:
    """Works for some seconds, at least one chunk; whether there is more to do."""
    found = Trial.objects.filter(uid=uid, state__in=_GOING).first()
    if found is None:
        return False
    ends = time.monotonic() + seconds
    try:
        plan = _plan(found.community_id, found.kind, found.document)
        while (more := _step(found, plan)) and time.monotonic() < ends:
            pass
    except Exception as failed:
        log.exception("a trial failed", trial=uid)
        said = str(failed.problem) if isinstance(failed, LinliError) else type(failed).__name__
        Trial.objects.filter(pk=found.pk).update(state=TrialState.FAILED, problem=said[:300])
        return False
    return more


_GOING = (TrialState.WAITING, TrialState.RUNNING)


def _step(trial: Trial, plan: Plan) -> bool:
    began = time.monotonic()
    tally, place = Tally.from_dict(trial.tally), trial.position
    left = trial.limit - trial.done
    rows = _rows(trial, min(CHUNK, left)) if left > 0 else []
    past = [_past(row, plan, trial.community_id) for row in rows] if rows else _judged(trial.community_id)
    past = list(_reread(plan, past))
    compare(plan.before, plan.after, past, tally)
    trial.done += len(rows)
    trial.position = rows[-1]["pk"] if rows else place
    hits = int(trial.tally.get("hits", 0)) + sum(map(_newly_hit, past))
    trial.tally = tally.to_dict() | _days(trial.tally, rows) | {"hits": hits}
    trial.seconds += time.monotonic() - began
    return _keep(trial, place, bool(rows))


def _keep(trial: Trial, place: int | None, more: bool) -> bool:
    """Keeps the progress, unless it was stopped or another worker went on meanwhile; whether to go on."""
    now = timezone.now()
    mine = Trial.objects.filter(Q(position=place) if place is not None else Q(position=None), pk=trial.pk)
    kept = mine.filter(state__in=_GOING).update(
        done=trial.done,
        position=trial.position,
        tally=trial.tally,
        seconds=trial.seconds,
        beat=now,
        state=TrialState.RUNNING if more else TrialState.DONE,
        finished=None if more else now,
    )
    return bool(kept) and more


def _rows(trial: Trial, count: int) -> list[dict[str, Any]]:
    found = Item.objects.filter(community_id=trial.community_id)
    if trial.position is not None:
        found = found.filter(pk__lt=trial.position)
    return list(found.order_by("-pk").values(*FIELDS)[:count])


def _days(known: dict[str, Any], rows: Sequence[dict[str, Any]]) -> dict[str, str]:
    """The span of time that the items cover, for figures a day."""
    if not rows:
        return {name: known[name] for name in ("newest", "oldest") if name in known}
    newest = known.get("newest") or rows[0]["created"].isoformat()
    return {"newest": newest, "oldest": rows[-1]["created"].isoformat()}


def _past(row: dict[str, Any], plan: Plan, community_id: int) -> Past:
    context, age = row["context"], (row["created"] - row["author__created"]).days
    item = Words(
        text=row["text"],
        kind=ItemKind(row["kind"]),
        author=plan.author(community_id, row["author__uid"], age),
        context=Context(target=context.get("target", ""), reports=row["reports"], minors=bool(context.get("minors"))),
    )
    return Past(row["uid"], item, stored_signals(row["assessment"].get("signals", ())))


def _judged(community_id: int) -> list[Past]:
    """Decisions that people found wrong or made and stand, with the words as they were then."""
    made = Decision.objects.filter(community_id=community_id, item__isnull=False).exclude(snapshot={})
    wrong = made.filter(reversed_how__in=WRONG)
    right = made.filter(source=Source.REVIEWER, reversed_at=None)
    fields = ("item__uid", "snapshot", "reversed_how", "created")
    out = []
    for found in (wrong, right):
        for row in found.order_by("-pk").values(*fields)[:JUDGED]:
            out.append(_snapshot(row))
    return out


def _snapshot(row: dict[str, Any]) -> Past:
    shot = row["snapshot"]
    context = shot.get("context", {})
    item = Words(
        text=shot.get("text", ""),
        kind=ItemKind(shot.get("kind", ItemKind.COMMENT)),
        context=Context(target=context.get("target", ""), minors=bool(context.get("minors"))),
    )
    judged = OVERTURNED if row["reversed_how"] in WRONG else UPHELD
    return Past(row["item__uid"], item, stored_signals(shot.get("assessment", {}).get("signals", ())), judged)


def _reread(plan: Plan, past: Sequence[Past]) -> Iterable[Past]:
    """For a pack of words: what it would add to each."""
    if plan.words is None or not past:
        return past
    own = {entry.id for entry in plan.words.entries}
    texts = [one.item.text for one in past]
    found = plan.words.detect([one.item for one in past], read_many(texts))
    return [
        replace(one, now=[s for s in one.signals if s.evidence not in own] + new)
        for one, new in zip(past, found, strict=True)
    ]


def _newly_hit(one: Past) -> bool:
    """Whether a pack finds in an item what was not found before."""
    if one.now is None or one.judged:
        return False
    return bool({s.evidence for s in one.now} - {s.evidence for s in one.signals})


def _plan(community_id: int, kind: str, document: str) -> Plan:
    live = policy_current(community_id=community_id)
    if kind == LEXICON:
        return Plan(live, live, Lexicon(parse_pack(document).entries))
    try:
        return Plan(live, policy_read(document))
    except PolicyError as wrong:
        wrong.mend = Text("请先改好标出的错误。", "Mend the marked errors first.")
        raise


def _switch(actor: Actor, uid: str, states: Sequence[str], to: TrialState, kind: str) -> Trial:
    require(actor, "policy.draft", actor.community_id)
    with writing(actor.community_id):
        found = rulebook.trial(actor=actor, uid=uid)
        if found.state in states:
            found.state, found.beat, found.problem = to, timezone.now(), ""
            found.save(update_fields=["state", "beat", "problem"])
            _record(actor, found, kind)
    return found


def _record(actor: Actor, made: Trial, kind: str) -> None:
    data = {"of": made.kind, "target": made.target, "limit": made.limit, "digest": made.digest}
    record(
        community_id=made.community_id,
        kind=kind,
        actor=actor,
        object_type="trial",
        object_id=made.uid,
        data=data,
    )
