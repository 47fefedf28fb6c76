"""What moderation holds of people: their accounts, their words, what was decided about them and why."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from linli.station.moderation.models import Account, Decision, Item, ItemState
from linli.station.moderation.selectors import in_force
from linli.station.moderation.services import item_withdraw
from linli.station.people.actors import Actor
from linli.station.people.personal import GONE, Fate, Holding, Object, Personal, Subject, empty_list, empty_object
from linli.vocabulary import Text

RECORD = Text(
    "处置本身是社区的公共记录，供申诉与监督；其中的原话、引文和账号已抹去。",
    "A decision is the community's record, for appeals and oversight; the words, quotes and account in it are gone.",
)
PAUSED = Text("账号现在处于暂停发言期间。", "The account is paused now.")


def objects(subject: Subject) -> tuple[Object, ...]:
    """Their items, accounts and the decisions about them."""
    mine = Account.objects.filter(community_id=subject.community_id, uid__in=subject.accounts)
    items = Item.objects.filter(author__in=mine).values_list("uid", flat=True)
    made = Decision.objects.filter(account__in=mine).values_list("uid", flat=True)
    return (
        *(("item", uid) for uid in items),
        *(("account", uid) for uid in subject.accounts),
        *(("decision", uid) for uid in made),
    )


def leaving(actor: Actor, subject: Subject) -> None:
    """Withdraws every item, so that it is hidden and its open review is closed."""
    theirs = Item.objects.filter(community_id=subject.community_id, author__uid__in=subject.accounts)
    for item in theirs.filter(withdrawn_at=None).select_related("author"):
        item_withdraw(actor=actor, item=item)


def hindrances(subject: Subject) -> tuple[Text, ...]:
    """A pause in force: whoever is paused shall not shed it by being forgotten, unless a person agrees."""
    pauses = Decision.objects.filter(in_force(), action="pause", account__uid__in=subject.accounts)
    return (PAUSED,) if pauses.filter(community_id=subject.community_id).exists() else ()


def _reasons(row: Any) -> list[dict[str, Any]]:
    gone = {"zh": GONE, "en": "(deleted)"}
    return [{**reason, "text": gone, "spans": []} for reason in row.reasons]


PERSONAL = Personal(
    name=Text("内容与处置", "Items and decisions"),
    objects=objects,
    leaving=leaving,
    hindrances=hindrances,
    holdings=(
        Holding(
            "moderation.StatementOfReasons",
            Text("处置理由说明", "Statements of reasons"),
            by_account="decision__account__uid",
            community="decision__community_id",
            shown=(
                "puid",
                "decision__action",
                "clause",
                "clause_title",
                "decision_facts",
                "decision_ground",
                "source_type",
                "automated_detection",
                "automated_decision",
                "application_date",
                "end_date",
            ),
            fate=Fate.BLANKED,
            blanks={"decision_facts": GONE, "decision_facts_en": "(deleted)", "spans": empty_list},
            why=RECORD,
        ),
        Holding(
            "moderation.Decision",
            Text("关于您的处置", "Decisions about you"),
            by_account="account__uid",
            shown=(
                "uid",
                "action",
                "categories",
                "source",
                "rules",
                "reasons",
                "policy",
                "snapshot",
                "created",
                "expires_at",
                "reversed_at",
            ),
            fate=Fate.BLANKED,
            blanks={"snapshot": empty_object, "reasons": _reasons},
            why=RECORD,
        ),
        Holding(
            "moderation.Item",
            Text("您发的内容", "What you wrote"),
            by_account="author__uid",
            shown=(
                "uid",
                "external_id",
                "kind",
                "text",
                "context",
                "url",
                "state",
                "assessment",
                "version",
                "reports",
                "created",
                "edited",
                "withdrawn_at",
            ),
            fate=Fate.BLANKED,
            blanks={
                "external_id": lambda row: f"gone-{row.uid}",
                "text": "",
                "context": empty_object,
                "url": "",
                "assessment": empty_object,
                "state": ItemState.WITHDRAWN,
                "withdrawn_at": lambda row: row.withdrawn_at or timezone.now(),
            },
            why=Text(
                "正文、上文、链接和评估全部删去，只留一个空的编号。", "All words are gone; an empty number stays."
            ),
        ),
        Holding(
            "moderation.Verdict",
            Text("审核员对您内容的盲审", "Blind verdicts on what you wrote"),
            by_account="check_of__item__author__uid",
            community="check_of__community_id",
            shown=("said", "at"),
        ),
        Holding(
            "moderation.Check",
            Text("抽到的您的内容", "What of yours was drawn for a blind look"),
            by_account="item__author__uid",
            shown=("source", "created"),
        ),
        Holding(
            "moderation.Watched",
            Text("只观察的规则数到的", "What rules that only watch counted"),
            by_account="item__author__uid",
            shown=("rule", "policy", "before", "after", "created"),
        ),
        Holding(
            "moderation.Account",
            Text("您的平台账号", "Your accounts at platforms"),
            by_account="uid",
            shown=("uid", "external_id", "name", "paused_until", "created"),
            fate=Fate.BLANKED,
            blanks={"external_id": lambda row: f"gone-{row.uid}", "name": "", "user_id": None, "paused_until": None},
            why=Text("账号名和平台编号删去，只留随机编号。", "Its name and the platform's id go; a random id stays."),
        ),
    ),
    others={
        "moderation.PolicyVersion": "who published a public document, as staff; it holds no personal matter",
        "moderation.PolicyDraft": "who wrote a draft of a public document, as staff",
        "moderation.Trial": "who started a back-test, as staff; it holds counts and the ids of items",
        "moderation.LexiconPack": "who wrote and signed a pack of words, as staff",
        "moderation.Operation": "who wrote and signed a public operation, as staff",
    },
)
