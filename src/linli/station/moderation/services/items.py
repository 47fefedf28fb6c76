"""An item comes in: assessed under the live policy, decided, and its author told, in one go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeGuard

from django.utils import timezone

from linli.assess import assess, to_dict
from linli.policy import Policy
from linli.station.desk import services as desk
from linli.station.desk.kinds import Description, Evidence
from linli.station.ledger.services import record, seal, writing
from linli.station.moderation import selectors
from linli.station.moderation.further import further, reasons_of
from linli.station.moderation.models import Account, Decision, Item, Source
from linli.station.moderation.selectors import Told
from linli.station.moderation.services.authors import author_known
from linli.station.moderation.services.decisions import (
    decision_make,
    decision_reverse,
    item_refresh,
    snapshot_of,
)
from linli.station.moderation.services.policies import rulebook_current
from linli.station.moderation.services.watching import watch
from linli.station.people.actors import Actor, Forbidden, require, system
from linli.station.standing.selectors import audience_of
from linli.vocabulary import Action, Assessment, Category, Context, ItemKind, LinliError, Text
from linli.vocabulary import Item as Words

TEXT_LIMIT = 100_000
THREAD_LIMIT = 50
URGENT = {Category.SELF_HARM: 100, Category.MINOR_SAFETY: 100, Category.THREAT: 80, Category.DOXXING: 60}
DANGERS = frozenset({Category.SELF_HARM, Category.MINOR_SAFETY, Category.THREAT})
NAME_LIMITS = {"external_id": 100, "account_id": 100, "account_name": 60, "url": 500}
CONTEXT_FIELDS = {"title", "thread", "target", "minors", "tags"}


class Paused(LinliError):
    """The account may not post now; `until` says until when."""

    def __init__(self, until: datetime) -> None:
        self.until = until
        local = f"{timezone.localtime(until):%Y-%m-%d %H:%M}"
        super().__init__(
            Text(f"这个账号暂停发言，到 {local}。", f"This account is paused until {local}."),
            field="author",
            mend=Text("可在告知页申诉。", "It may appeal on the notice's page."),
        )


@dataclass(frozen=True, slots=True)
class Submitted:
    """What came of it. `decision` is the one in force that was made by rule; `created`: it is a new item."""

    item: Item
    decision: Decision | None
    notice: Told | None
    created: bool
    changed: bool


@dataclass(frozen=True, slots=True)
class _Given:
    external_id: str
    kind: ItemKind
    text: str
    context: dict[str, Any]
    url: str
    submitted_by_party: bool


def item_submit(
    *,
    actor: Actor,
    external_id: str,
    kind: str,
    text: str,
    account_id: str,
    account_name: str = "",
    context: Mapping[str, Any] | None = None,
    url: str = "",
    submitted_by_party: bool = False,
    user_id: int | None = None,
) -> Submitted:
    """Stores an item, assesses it under the live policy, and acts: decision, statement, notice, case of a hold.

    The same id with the same text changes nothing; with another text it is a new version, assessed again. A private
    message is taken only where a party to it submits it. `context`: `{title, thread, target, minors, tags}`.
    Errors: `Paused`, `Forbidden` for a private message, `LinliError` for a field.
    """
    require(actor, "item.submit", actor.community_id)
    given = _checked(external_id, kind, text, context or {}, url, submitted_by_party, account_id, account_name)
    account = account_ensure(actor=actor, external_id=account_id, name=account_name, user_id=user_id)
    known = _known(actor, given)
    if _is_same(known, given):
        return _unchanged(known)
    book = rulebook_current(community_id=actor.community_id)
    words = _words(given, account, known.reports if known else 0, book.policy)
    verdict = assess(words, book.policy, detectors=book.detectors, more=further(actor.community_id))
    with writing(actor.community_id):
        known = _known(actor, given)
        if _is_same(known, given):
            return _unchanged(known)
        item = _stored(actor, given, account, known, verdict)
        watch(item, words, verdict)
        decision = _decided(actor, item, verdict)
        notice = selectors.notice_of(decision) if decision else None
        if decision or known:
            item.refresh_from_db(fields=["state"])
    return Submitted(item, decision, notice, created=known is None, changed=known is not None)


def item_withdraw(*, actor: Actor, item: Item) -> Item:
    """The author took it back: it is hidden, its open review is closed; reports on it are still answered."""
    require(actor, "item.withdraw", actor.community_id)
    with writing(actor.community_id):
        fresh = selectors.item_by_uid(community_id=actor.community_id, uid=item.uid)
        if fresh.withdrawn_at is None:
            fresh.withdrawn_at = timezone.now()
            fresh.save(update_fields=["withdrawn_at"])
            item_refresh(fresh.pk)
            _moot(actor, fresh, "withdrawn")
            desk.case_close_about(
                actor=actor, kind="revision", subject_type="item", subject_id=fresh.uid, why="withdrawn"
            )
            _record(actor, fresh, "item.withdrawn")
        fresh.refresh_from_db()
    return fresh


def account_ensure(
    *, actor: Actor, external_id: str, name: str = "", user_id: int | None = None, client_id: int | None = None
) -> Account:
    """The client's account with this id, known from now on. Its name is what the client last said."""
    require(actor, "account.know", actor.community_id)
    owner = actor.client_id if client_id is None else client_id
    known = selectors.account_of(community_id=actor.community_id, client_id=owner or 0, external_id=external_id)
    if known is not None and (not name or known.name == name):
        return known
    with writing(actor.community_id):
        made, created = Account.objects.get_or_create(
            community_id=actor.community_id,
            client_id=owner or 0,
            external_id=external_id,
            defaults={"name": name, "user_id": user_id},
        )
        if name and made.name != name:
            made.name = name
            made.save(update_fields=["name"])
        if created:
            _record_account(actor, made)
    return made


def _checked(
    external_id: str,
    kind: str,
    text: str,
    context: Mapping[str, Any],
    url: str,
    by_party: bool,
    account_id: str,
    account_name: str,
) -> _Given:
    named = {"external_id": external_id, "account_id": account_id, "account_name": account_name, "url": url}
    for name, value in named.items():
        if len(value) > NAME_LIMITS[name]:
            raise LinliError(Text("太长。", "Too long."), field=name, value=value)
    for name in ("external_id", "account_id"):
        if not named[name].strip():
            raise LinliError(Text("请填写。", "It is needed."), field=name)
    if len(text) > TEXT_LIMIT:
        raise LinliError(
            Text("内容太长。", "The text is too long."),
            field="text",
            value=text,
            mend=Text(f"最多 {TEXT_LIMIT} 个字。", f"At most {TEXT_LIMIT} characters."),
        )
    _storable(text)
    return _Given(external_id, _kind(kind, by_party), text, _context(context), url, by_party)


def _storable(text: str) -> None:
    if "\0" in text or any("\ud800" <= c <= "\udfff" for c in text):
        raise LinliError(
            Text("内容含有无法保存的字符。", "The text holds characters that cannot be stored."),
            field="text",
            value=text,
            mend=Text("请去掉空字符和不成对的代理字符。", "Take out NUL and lone surrogates."),
        )


def _kind(kind: str, by_party: bool) -> ItemKind:
    if kind not in list(ItemKind):
        known = ", ".join(ItemKind)
        raise LinliError(
            Text("没有这种内容。", "There is no such kind of item."),
            field="kind",
            value=kind,
            mend=Text(f"可选：{known}", f"One of: {known}"),
        )
    if kind == ItemKind.MESSAGE and not by_party:
        raise Forbidden(
            Text(
                "私信只在当事人提交或请求防护时才评估。", "A private message is assessed only if a party asks for it."
            ),
            field="kind",
            value=kind,
            mend=Text("当事人提交时请设 submitted_by_party。", "Set submitted_by_party when a party submits it."),
        )
    return ItemKind(kind)


def _context(context: Mapping[str, Any]) -> dict[str, Any]:
    unknown = sorted(set(context) - CONTEXT_FIELDS)
    if unknown:
        raise LinliError(Text("没有这个字段。", "There is no such field."), field=f"context.{unknown[0]}")
    thread, tags = context.get("thread", []), context.get("tags", [])
    if not isinstance(thread, list | tuple) or len(thread) > THREAD_LIMIT:
        raise LinliError(
            Text(f"上文最多 {THREAD_LIMIT} 条。", f"A thread has at most {THREAD_LIMIT} lines."),
            field="context.thread",
        )
    clean: dict[str, Any] = {
        "title": str(context.get("title", ""))[:500],
        "thread": [str(line)[:5000] for line in thread],
        "target": str(context.get("target", ""))[:200],
        "minors": bool(context.get("minors", False)),
        "tags": [str(tag)[:50] for tag in tags][:20],
    }
    _storable("".join([clean["title"], clean["target"], *clean["thread"], *clean["tags"]]))
    return clean


def _words(given: _Given, account: Account, reports: int, policy: Policy) -> Words:
    age = (timezone.now() - account.created).days
    return Words(
        text=given.text,
        kind=given.kind,
        id=given.external_id,
        author=author_known(community_id=account.community_id, account=account.uid, age_days=age, policies=(policy,)),
        context=Context(
            title=given.context["title"],
            thread=tuple(given.context["thread"]),
            target=given.context["target"],
            reports=reports,
            minors=given.context["minors"],
            tags=tuple(given.context["tags"]),
        ),
    )


def _known(actor: Actor, given: _Given) -> Item | None:
    found = Item.objects.filter(
        community_id=actor.community_id, client_id=actor.client_id or 0, external_id=given.external_id
    )
    return found.select_related("author").first()


def _is_same(known: Item | None, given: _Given) -> TypeGuard[Item]:
    return known is not None and known.withdrawn_at is None and known.text == given.text


def _unchanged(item: Item) -> Submitted:
    now = selectors.decisions_in_force(item=item)
    decision = max(now, key=lambda d: Action(d.action).rank, default=None)
    return Submitted(
        item, decision, selectors.notice_of(decision) if decision else None, created=False, changed=False
    )


def _stored(actor: Actor, given: _Given, account: Account, known: Item | None, verdict: Assessment) -> Item:
    if account.paused_until and account.paused_until > timezone.now():
        raise Paused(account.paused_until)
    if known is not None and known.author_id != account.pk:
        raise LinliError(Text("这条内容属于另一个账号。", "This item is another account's."), field="author")
    item = known or Item(
        community_id=actor.community_id, client_id=actor.client_id or 0, external_id=given.external_id, author=account
    )
    item.kind, item.text, item.context, item.url = given.kind, given.text, given.context, given.url
    item.submitted_by_party, item.assessment = given.submitted_by_party, to_dict(verdict)
    if known is not None:
        item.version, item.edited, item.withdrawn_at = known.version + 1, timezone.now(), None
    item.save()
    _record(actor, item, "item.edited" if known else "item.submitted")
    if known is not None:
        rules = system(actor.community_id, "policy")
        desk.cases_touch(actor=rules, subject_type="item", subject_id=item.uid, why="edited")
    return item


def _decided(actor: Actor, item: Item, verdict: Assessment) -> Decision | None:
    """Acts on the verdict; on a new version, what rules had decided about the old one makes way."""
    rules = system(actor.community_id, "policy")
    standing = selectors.decisions_in_force(item=item) if item.version > 1 else []
    before = [d for d in standing if d.source == Source.AUTOMATIC]
    if verdict.action == Action.ALLOW:
        for old in before:
            decision_reverse(actor=rules, decision=old, how="edited", replaced_too=True)
        if before:
            _moot(rules, item, "edited")
        if item.version > 1:
            item_refresh(item.pk)
            _revised(item, standing)
        return None
    action = _by_rule(verdict.action)
    case = _review(rules, item, verdict) if action == Action.HOLD else None
    made = decision_make(
        actor=rules,
        action=action,
        reasons=reasons_of(verdict),
        policy=verdict.policy,
        source=Source.AUTOMATIC,
        item=item,
        case_id=case,
        replaces=before,
    )
    if before and case is None:
        _moot(rules, item, "edited")
    if action.rank < Action.LIMIT.rank:
        _revised(item, standing)
    return made


def _revised(item: Item, standing: list[Decision]) -> None:
    """The author changed what a person had decided about, and rules find it in order: a person looks again."""
    if all(d.source == Source.AUTOMATIC or d.action not in selectors.MENDABLE for d in standing):
        return
    desk.submission_create(
        actor=system(item.community_id, "revision"),
        kind="revision",
        body={},
        subject_type="item",
        subject_id=item.uid,
        account=item.author.uid,
    )


def _by_rule(action: Action) -> Action:
    """A rule alone never pauses an account: it holds the item, and a person decides about the account."""
    return Action.HOLD if action == Action.PAUSE else action


def _review(actor: Actor, item: Item, verdict: Assessment) -> int:
    urgent = max((URGENT.get(c, 0) for c in verdict.categories), default=0)
    title = " ".join(item.text.split())[:60] or "·"
    case = desk.case_open(
        actor=actor,
        kind="review",
        subject_type="item",
        subject_id=item.uid,
        description=Description(title, snapshot_of(item), 10 + urgent, evidence_of(item)),
    )
    return case.pk


def evidence_of(item: Item) -> Evidence:
    """What an item itself says for an earlier look, and where it is routed."""
    found = item.assessment.get("categories", [])
    severity = max((s.get("severity", 0) for s in item.assessment.get("signals", [])), default=0)
    return Evidence(
        category=found[0] if found else "",
        severity=min(3, severity),
        minors=bool(item.context.get("minors")),
        danger=any(category in DANGERS for category in found),
        language=language_of(item.text),
        audience=audience_of(community_id=item.community_id, account=item.author.uid),
    )


def language_of(text: str) -> str:
    """`zh` where Chinese characters make up a fifth of the letters, `en` where they are Latin, else `xx`."""
    letters = [c for c in text[:2000] if c.isalpha()]
    if not letters:
        return "zh"
    chinese = sum("\u3400" <= c <= "\u9fff" for c in letters)
    latin = sum(c.isascii() for c in letters)
    return "zh" if chinese * 5 >= len(letters) else "en" if latin * 2 > len(letters) else "xx"


def _moot(actor: Actor, item: Item, why: str) -> None:
    """Closes the open review of an item, unless somebody reported it: they are still to be answered."""
    desk.case_close_unsent(
        actor=system(actor.community_id, "policy"), kind="review", subject_type="item", subject_id=item.uid, why=why
    )


def _record(actor: Actor, item: Item, kind: str) -> None:
    record(
        community_id=item.community_id,
        kind=kind,
        actor=actor,
        object_type="item",
        object_id=item.uid,
        subject=f"account:{item.author.uid}",
        data={
            "kind": str(item.kind),
            "version": item.version,
            "text": seal(
                community_id=item.community_id,
                subject=f"item:{item.uid}",
                content=item.text,
                new=kind == "item.submitted",
            ),
            "action": str(item.assessment.get("action", "")),
        },
    )


def _record_account(actor: Actor, account: Account) -> None:
    record(
        community_id=account.community_id,
        kind="account.known",
        actor=actor,
        object_type="account",
        object_id=account.uid,
        subject=f"account:{account.uid}",
    )
