"""A person under attack asks the desk for a person's help: minors first."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone

from linli.station.desk.kinds import Act, CaseFacts, Choice, Description, Field, Kind
from linli.station.moderation import selectors as moderation
from linli.station.shield import selectors, services
from linli.vocabulary import Text

MINOR_FIRST, ATTACKED, DISTRESS = 100, 60, 100

FIELDS = (
    Field("text", Text("发生了什么", "What happens"), required=True, limit=2000, multiline=True),
    Field("messages", Text("收到的私信（您自己交来的）", "Private messages you hand in"), limit=8000, multiline=True),
    Field("found", Text("自动读到的伤害", "Harms that were read"), limit=300),
    Field("minor", Text("本人未成年", "The person is a minor"), choices=(("yes", Text("是", "yes")),)),
)


def describe(community_id: int, _subject_type: str, subject_id: str) -> Description:
    """The shield in numbers; nobody's name and no word of what came."""
    shield = selectors.shield_by_uid(community_id=community_id, uid=subject_id)
    attacked = selectors.under_attack(shield.account_id)
    came = selectors.arrived(shield, timezone.now() - timedelta(days=7))
    title = "有人被围攻，请求帮助" if attacked else "有人被骂，请求帮助"
    snapshot = {
        "minor": shield.minor,
        "shield_on": selectors.holds(shield),
        "apology_welcome": shield.wants_amends,
        "items_7_days": came.items,
        "hurtful_7_days": came.hurtful,
        "authors_7_days": came.authors,
        "finding": attacked.finding if attacked else {},
    }
    return Description(title, snapshot, MINOR_FIRST if shield.minor else ATTACKED if attacked else 0)


def urgency(body: Mapping[str, str]) -> int:
    """A minor, or one who speaks of hurting themselves, is seen first."""
    return DISTRESS if body.get("minor") or "self-harm" in body.get("found", "") else 0


def invite(act: Act) -> dict[str, Any]:
    """Invites the author of hurtful words to apologise, where the person wants it."""
    shield = selectors.shield_by_uid(community_id=act.case.community_id, uid=act.case.subject_id)
    made = services.amends_invite(actor=act.actor, shield=shield, account_id=act.values["account"])
    return {"amends": made.uid}


def undo_invite(act: Act, effect: Mapping[str, Any]) -> None:
    """Takes the invitation back."""
    services.amends_take_back(actor=act.actor, uid=effect["amends"])


def own_person(case: CaseFacts) -> frozenset[int]:
    """Kept from the case: the person themselves, where they are on the staff."""
    shield = selectors.shield_by_uid(community_id=case.community_id, uid=case.subject_id)
    account = moderation.account_by_uid(community_id=case.community_id, uid=shield.account.uid)
    return frozenset(u for u in (shield.user_id, account.user_id if account else None) if u)


HELP = Kind(
    id="shield-help",
    name=Text("求助", "Call for help"),
    fields=FIELDS,
    subject_types=("shield",),
    anonymous=True,
    open_to_public=False,
    promise_days=1,
    describe=describe,
    urgency=urgency,
    excluded=own_person,
    answers=(
        Choice(
            "helped",
            Text("已帮到", "Helped"),
            Text("有人看过了，做了下面写的事。", "Somebody looked and did what is written below."),
            does=Text("告诉当事人做了什么；违规内容请在举报里处置。", "Tells the person; decide items as reports."),
        ),
        Choice(
            "referred",
            Text("已转介", "Referred"),
            Text("这件事需要别处的帮助，怎么找写在下面。", "This needs help elsewhere; how to reach it is below."),
            does=Text("写明找谁、电话、带什么。", "Say whom to ask, the number, what to bring."),
        ),
        Choice(
            "apology",
            Text("请对方道歉", "Invite an apology"),
            Text("按您说的愿意，请对方写道歉；写来了会在您的防护页。", "As you wished, an apology was invited."),
            (Field("account", Text("对方账号（平台编号）", "The author's account"), required=True, limit=100),),
            invite,
            undo_invite,
            does=Text("只在当事人说过愿意时可用。", "Only where the person said it would be welcome."),
        ),
        Choice(
            "no-attack",
            Text("没有看到攻击", "No attack seen"),
            Text(
                "我们没有看到伤人的内容；防护仍可随时打开。", "We saw nothing hurtful; the shield stays yours to use."
            ),
            does=Text("防护不受影响。", "The shield is not touched."),
        ),
    ),
)
