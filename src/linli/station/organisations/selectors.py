"""Which community, and who somebody is in it."""

from __future__ import annotations

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from linli.station.organisations.models import Community, Invitation, Membership
from linli.station.people.actors import Actor, NotFound, require
from linli.station.people.codes import NOTICE_LENGTH, code_again, code_digests
from linli.station.people.roles import Role
from linli.vocabulary import LinliError, Text

INVITATION = "invitation"


def home_community() -> Community:
    """The community of the addresses without a prefix; an error before the station was set up."""
    found = Community.objects.filter(home=True).first()
    if found is None:
        raise NotFound(
            Text("这个站还没有建好。", "This station has not been set up."),
            mend=Text("请运行 linli station run，它会先建好。", "Run linli station run: it sets up first."),
        )
    return found


def community_by_slug(slug: str) -> Community:
    """The community of `/c/<slug>/`."""
    found = Community.objects.filter(slug=slug).first()
    if found is None:
        raise NotFound(Text("没有这个社区。", "There is no such community."), field="community", value=slug)
    return found


def community_by_id(community_id: int) -> Community:
    """The community of a row."""
    return Community.objects.get(pk=community_id)


def address(community_id: int, path: str) -> str:
    """The whole address of a page of a community; `path` begins with a slash."""
    found = community_by_id(community_id)
    prefix = "" if found.home else f"/c/{found.slug}"
    return f"{settings.BASE_URL}{prefix}{path}"


def community_ids() -> list[int]:
    """Every community, for what the station does by the clock."""
    return list(Community.objects.order_by("pk").values_list("pk", flat=True))


def actor_for(*, user_id: int | None, community_id: int) -> Actor:
    """Who a signed-in person is in a community; a visitor where they hold no role."""
    if user_id is None:
        return Actor(Role.VISITOR, community_id)
    found = Membership.objects.filter(user_id=user_id, community_id=community_id, user__is_active=True).first()
    return Actor(Role(found.role) if found else Role.VISITOR, community_id, user_id=user_id)


def members(*, actor: Actor) -> QuerySet[Membership]:
    """The people of the actor's community with their roles, for leads."""
    require(actor, "membership.list", actor.community_id)
    return Membership.objects.filter(community_id=actor.community_id).select_related("user").order_by("-role", "pk")


def staff_roles(*, user_id: int) -> bool:
    """Whether a person handles cases anywhere: such a person signs in with a second factor."""
    return Membership.objects.filter(user_id=user_id, role__gte=Role.REVIEWER).exists()


def user_named(*, community_id: int, username: str) -> int | None:
    """The member of a community with this user name. For the station's own use."""
    found = Membership.objects.filter(community_id=community_id, user__username=username, user__is_active=True)
    return found.values_list("user_id", flat=True).first()


def staff_of(*, community_id: int, least: Role = Role.REVIEWER) -> QuerySet[Membership]:
    """Those of at least a role in a community, for the station's own use."""
    return Membership.objects.filter(community_id=community_id, role__gte=least, user__is_active=True)


def sample_members(*, community_id: int) -> QuerySet[Membership]:
    """The made-up people of the sample station in a community, for its door."""
    found = Membership.objects.filter(community_id=community_id, user__sample=True, user__is_active=True)
    return found.select_related("user").order_by("role", "pk")


def membership_by_id(pk: int) -> Membership | None:
    """A membership by the id that the record names, for listeners."""
    return Membership.objects.filter(pk=pk).first()


def is_last_keeper(*, user_id: int, community_id: int) -> bool:
    """Whether nobody else keeps the community: such a person may not go before handing over."""
    keepers = set(staff_of(community_id=community_id, least=Role.KEEPER).values_list("user_id", flat=True))
    return keepers == {user_id}


def invitations_open(*, actor: Actor) -> list[tuple[Invitation, str]]:
    """The invitations of the community that can still be used, with their codes, for keepers."""
    require(actor, "membership.set", actor.community_id)
    found = Invitation.objects.filter(community_id=actor.community_id, used_at=None, revoked_at=None)
    found = found.filter(expires_at__gt=timezone.now()).order_by("-pk")
    return [(one, code_again(INVITATION, one.uid, one.code_digest, NOTICE_LENGTH)) for one in found]


def invitation_by_code(*, community_id: int, code: str) -> Invitation:
    """The invitation that a code opens, while it can be used; `NotFound` for any other."""
    try:
        digests = code_digests(INVITATION, code, NOTICE_LENGTH)
    except LinliError:
        digests = []
    usable = Invitation.objects.filter(community_id=community_id, used_at=None, revoked_at=None)
    found = usable.filter(code_digest__in=digests, expires_at__gt=timezone.now()).first()
    if found is None:
        raise NotFound(
            Text("这个邀请已用过、已撤回或已过期。", "This invitation was used, withdrawn, or is over."),
            field="code",
            mend=Text("请向邀请您的人再要一个。", "Ask the person who invited you for another."),
        )
    return found
