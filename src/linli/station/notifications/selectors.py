"""Reading notices: by code, by person, by account."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from linli.station.notifications.models import Notice, Subscription
from linli.station.people.actors import Actor, NotFound
from linli.station.people.codes import NOTICE_LENGTH, code_again, code_digests
from linli.vocabulary import LinliError, Text

PURPOSE, ENDS = "notice", "subscription"


def notice_by_code(*, community_id: int, code: str) -> Notice:
    """The notice that a code opens, in this community; `NotFound` for any other code."""
    try:
        digests = code_digests(PURPOSE, code, NOTICE_LENGTH)
    except LinliError:
        digests = []
    found = Notice.objects.filter(community_id=community_id, code_digest__in=digests).first()
    if found is None:
        raise NotFound(Text("没有这条告知。", "There is no such notice."), field="code")
    return found


def notice_by_uid(*, community_id: int, uid: str) -> Notice:
    """A notice by its random id. For the station's own use."""
    return Notice.objects.get(community_id=community_id, uid=uid)


def notice_code(notice: Notice) -> str:
    """The code of a notice, to put into its address."""
    return code_again(PURPOSE, notice.uid, notice.code_digest, NOTICE_LENGTH)


def notice_path(notice: Notice) -> str:
    """The notice's address below the community."""
    return f"/n/{notice_code(notice)}/"


def notices_mine(*, actor: Actor) -> QuerySet[Notice]:
    """What the station told this person in this community, the newest first."""
    if actor.user_id is None:
        return Notice.objects.none()
    return Notice.objects.filter(community_id=actor.community_id, user_id=actor.user_id).order_by("-created", "-pk")


def notices_of_account(*, community_id: int, account: str) -> QuerySet[Notice]:
    """What the station told one account of a client's, the newest first."""
    return Notice.objects.filter(community_id=community_id, account=account).order_by("-created", "-pk")


def newest(*, community_id: int) -> int:
    """A mark: what is told after now has a larger key."""
    found = Notice.objects.filter(community_id=community_id).order_by("-pk").first()
    return found.pk if found else 0


def notices_since(*, community_id: int, mark: int) -> list[Notice]:
    """What was told since a mark, the oldest first."""
    return list(Notice.objects.filter(community_id=community_id, pk__gt=mark).order_by("pk"))


def notice_about(*, community_id: int, object_type: str, object_id: str) -> Notice | None:
    """The first notice about an object, if there is one."""
    found = Notice.objects.filter(community_id=community_id, object_type=object_type, object_id=object_id)
    return found.order_by("created", "pk").first()


def told_of(*, community_id: int, onces: list[str]) -> set[str]:
    """Those of the events that were told already, by their `once`."""
    found = Notice.objects.filter(community_id=community_id, once__in=onces)
    return set(found.values_list("once", flat=True))


def accounts_of(*, community_id: int, user_id: int) -> list[str]:
    """The accounts that a person was told about, as theirs."""
    found = Notice.objects.filter(community_id=community_id, user_id=user_id).exclude(account="")
    return list(found.order_by("account").values_list("account", flat=True).distinct())


def subscription_by_code(*, community_id: int, code: str) -> Subscription:
    """The subscription that the code in a message opens; `NotFound` for any other."""
    try:
        digests = code_digests(ENDS, code, NOTICE_LENGTH)
    except LinliError:
        digests = []
    found = Subscription.objects.filter(community_id=community_id, code_digest__in=digests).first()
    if found is None:
        raise NotFound(
            Text("没有这个订阅，或已经取消。", "There is no such subscription, or it ended."), field="code"
        )
    return found


def subscription_path(one: Subscription) -> str:
    """Where one confirms or ends a subscription, below the community."""
    return f"/subscriptions/{code_again(ENDS, one.uid, one.code_digest, NOTICE_LENGTH)}/"


def subscriptions(*, community_id: int, user_id: int | None = None, submission: str = "") -> QuerySet[Subscription]:
    """Those of one person, or of one submission."""
    rows = Subscription.objects.filter(community_id=community_id, submission=submission).order_by("pk")
    return rows.filter(user=None) if user_id is None else rows.filter(user_id=user_id)


def subscribed(*, community_id: int, submissions: list[str]) -> set[str]:
    """Those of the submissions whose news somebody wants sent."""
    rows = Subscription.objects.filter(community_id=community_id, submission__in=submissions)
    return set(rows.exclude(confirmed_at=None).values_list("submission", flat=True))


def wanting(notice: Notice) -> list[Subscription]:
    """Where a notice goes besides its page."""
    ways = Q(pk=None)
    if notice.user_id:
        ways |= Q(user_id=notice.user_id, submission="")
    if notice.object_type == "submission":
        ways |= Q(submission=notice.object_id)
    rows = Subscription.objects.filter(ways, community_id=notice.community_id)
    return list(rows.exclude(confirmed_at=None).order_by("pk"))


def subscription_by_uid(*, uid: str) -> Subscription | None:
    """One by its random id; None where it ended. For the station's own use."""
    return Subscription.objects.filter(uid=uid).first()
