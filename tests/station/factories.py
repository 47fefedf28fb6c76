"""Makes what the station's tests need, through services wherever there is one."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from linli.policy import Policy
from linli.station.ledger.services import record
from linli.station.moderation import services as moderation
from linli.station.moderation.models import Item
from linli.station.organisations.models import Community, Membership, Organisation
from linli.station.people.actors import Actor, client, system, visitor
from linli.station.people.models import User
from linli.station.people.roles import Role
from linli.vocabulary import Action, Assessment, Category, Reason, Signal, Span, Text
from linli.vocabulary import Item as Words

COUNT = itertools.count(1)
PASSWORD = "correct-horse-battery"
WORDS = {
    "笨蛋": (Category.ABUSE, Action.HOLD),
    "广告": (Category.SPAM, Action.LABEL),
    "别这样": (Category.ABUSE, Action.NUDGE),
    "想不开": (Category.SELF_HARM, Action.HELP),
    "滚出去": (Category.THREAT, Action.REMOVE),
    "刷屏": (Category.SPAM, Action.PAUSE),
}
POLICY = """
policy: test
version: 1.0.0
title: {zh: 测试公约, en: Test code}
effective: 2026-01-01
clauses:
  - id: "2.1"
    title: {zh: 不辱骂他人, en: Do not insult people}
    text: {zh: 请不要辱骂他人。, en: Please do not insult people.}
  - id: "2.2"
    title: {zh: 不发广告, en: No adverts}
    text: {zh: 请不要发广告。, en: Please post no adverts.}
thresholds: {abuse: 0.5, spam: 0.5}
rules:
  - id: abuse-words
    clause: "2.1"
    category: abuse
    status: live
    when: severity["abuse"] >= 2
    action: hold
    explain: {zh: 含有辱骂他人的词语, en: It contains words that insult a person}
  - id: spam-words
    clause: "2.2"
    category: spam
    status: live
    when: severity["spam"] >= 2
    action: label
    explain: {zh: 含有广告, en: It contains an advert}
"""


@dataclass(frozen=True, slots=True)
class People:
    """Actors of every role in one community. `forum` is a client of the API."""

    visitor: Actor
    member: Actor
    reviewer: Actor
    other: Actor
    lead: Actor
    second_lead: Actor
    keeper: Actor
    forum: Actor


def community_make(*, slug: str = "home", home: bool = False) -> Community:
    """A community with a live policy."""
    body, _ = Organisation.objects.get_or_create(kind="station", name="测试站")
    made = Community.objects.create(slug=slug, name=f"社区{slug}", organisation=body, home=home)
    moderation.policy_publish(actor=system(made.pk, "set-up"), document=POLICY)
    return made


def user_make(name: str = "", **fields: object) -> User:
    """A person who can sign in with `PASSWORD`."""
    made = User(username=name or f"user{next(COUNT)}", **fields)
    made.set_password(PASSWORD)
    made.save()
    return made


def actor_make(community: Community, role: Role, name: str = "") -> Actor:
    """A person with a role in a community."""
    user = user_make(name)
    Membership.objects.create(user=user, community=community, role=role)
    return Actor(role, community.pk, user_id=user.pk)


def people_make(community: Community, client_id: int = 1) -> People:
    """One person of each role, two reviewers and two leads, and a client."""
    return People(
        visitor=visitor(community.pk),
        member=actor_make(community, Role.MEMBER),
        reviewer=actor_make(community, Role.REVIEWER),
        other=actor_make(community, Role.REVIEWER),
        lead=actor_make(community, Role.LEAD),
        second_lead=actor_make(community, Role.LEAD),
        keeper=actor_make(community, Role.KEEPER),
        forum=client(community.pk, client_id),
    )


def submit(forum: Actor, text: str, **more: object) -> moderation.Submitted:
    """An item through the service, as a client sends it."""
    given = {
        "external_id": f"item-{next(COUNT)}",
        "kind": "comment",
        "account_id": "author-1",
        "account_name": "小林",
    }
    return moderation.item_submit(actor=forum, text=text, **{**given, **more})  # type: ignore[arg-type]


def item_make(forum: Actor, text: str = "今天的讲座很好", **more: object) -> Item:
    """A stored item."""
    return submit(forum, text, **more).item


def assess_by_words(item: Words, policy: Policy, *, detectors: object = None, more: object = ()) -> Assessment:
    """A verdict from `WORDS`: whatever stands in the text fires a rule of that word's action."""
    found = [(word, *WORDS[word]) for word in WORDS if word in item.text]
    reasons = tuple(_reason(item.text, word, category, action, policy) for word, category, action in found)
    signals = tuple(Signal(c, 0.9, "lexicon", (_span(item.text, w),), 2, w) for w, c, _ in found)
    action = max((a for _, _, a in found), key=lambda a: a.rank, default=Action.ALLOW)
    categories = tuple(dict.fromkeys(c for _, c, _ in found))
    return Assessment(action, categories, signals, reasons, policy.name, item.id)


def row_make(community_id: int, kind: str = "test.row", **data: object) -> object:
    """A row of the record, by the station itself."""
    return record(
        community_id=community_id,
        kind=kind,
        actor=system(community_id, "test"),
        object_type="test",
        object_id="t1",
        data=data,
    )


def _span(text: str, word: str) -> Span:
    start = text.index(word)
    return Span(start, start + len(word))


def _reason(text: str, word: str, category: Category, action: Action, policy: Policy) -> Reason:
    clause = policy.clauses[0]
    explained = Text(f"含有「{word}」", f"It contains “{word}”")
    return Reason(f"{category}-words", clause.id, clause.title, explained, action, category, (_span(text, word),))
