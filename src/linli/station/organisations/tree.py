"""Reading the tree of organisations: a community's own, those above and below one, who speaks, what bases offer."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import Q, QuerySet
from django.utils import timezone

from linli.station.organisations.models import ContactAsk, Delegate, OfferDate, Organisation, OrganisationKind
from linli.station.people.actors import Actor, NotFound
from linli.station.people.codes import NOTICE_LENGTH, code_again, code_digests
from linli.vocabulary import LinliError, Text

CONTACT = "organisation-contact"
NAMES: dict[str, Text] = {
    OrganisationKind.CENTRE: Text("文明实践中心", "centre"),
    OrganisationKind.STATION: Text("站所", "station"),
    OrganisationKind.MEDIA: Text("融媒体中心", "media centre"),
    OrganisationKind.SCHOOL: Text("学校", "school"),
    OrganisationKind.LIBRARY: Text("图书馆", "library"),
    OrganisationKind.BASE: Text("素养教育基地", "literacy base"),
    OrganisationKind.PLATFORM: Text("平台", "platform"),
    OrganisationKind.ASSOCIATION: Text("协会", "association"),
    OrganisationKind.SHOP: Text("店铺", "shop"),
    OrganisationKind.ACCOUNT: Text("公众账号", "public account"),
    OrganisationKind.PARTNER: Text("伙伴单位", "partner"),
}


@dataclass(slots=True)
class Node:
    """One organisation in the tree, with those below it."""

    one: Organisation
    kind: Text
    children: list[Node] = field(default_factory=list)


def organisations(*, community_id: int) -> QuerySet[Organisation]:
    """Every active organisation of a community: its own entries, and the one that answers for it."""
    mine = Q(community_id=community_id) | Q(communities=community_id)
    return Organisation.objects.filter(mine, closed_at=None).order_by("pk").distinct()


def organisation(*, community_id: int, uid: str) -> Organisation:
    """One of them, closed ones too; another community's is not found."""
    mine = Q(community_id=community_id) | Q(communities=community_id)
    found = Organisation.objects.filter(mine, uid=uid).distinct().first()
    if found is None:
        raise NotFound(Text("没有这个单位。", "There is no such organisation."), field="organisation", value=uid)
    return found


def roots(*, community_id: int) -> list[Node]:
    """The community's tree. One whose parent is not of the community stands at the top."""
    nodes = {one.pk: Node(one, NAMES[one.kind]) for one in organisations(community_id=community_id)}
    top: list[Node] = []
    for node in nodes.values():
        above_it = nodes.get(node.one.parent_id or 0)
        (above_it.children if above_it else top).append(node)
    return top


def above(one: Organisation) -> list[Organisation]:
    """Those above it, the nearest first."""
    out: list[Organisation] = []
    while one.parent is not None and len(out) < 20:
        one = one.parent
        out.append(one)
    return out


def below(*, community_id: int, one: Organisation) -> list[Organisation]:
    """Those right below it."""
    return list(organisations(community_id=community_id).filter(parent=one))


def one_branch(one: Organisation, other: Organisation) -> bool:
    """Whether they are the same, or one lies above the other."""
    return one.pk == other.pk or one in above(other) or other in above(one)


def speaks_for(*, actor: Actor, organisation: Organisation) -> bool:
    """Whether the actor speaks for an organisation in their community."""
    return actor.user_id is not None and actor.user_id in delegates(
        community_id=actor.community_id, organisation_id=organisation.pk
    )


def delegates(*, community_id: int, organisation_id: int) -> set[int]:
    """Who speaks for an organisation now."""
    found = Delegate.objects.filter(community_id=community_id, organisation_id=organisation_id, ended_at=None)
    return set(found.values_list("user_id", flat=True))


def spoken_for(*, actor: Actor) -> list[Organisation]:
    """The organisations that the actor speaks for."""
    mine = Delegate.objects.filter(community_id=actor.community_id, user_id=actor.user_id or 0, ended_at=None)
    return list(Organisation.objects.filter(pk__in=mine.values("organisation_id"), closed_at=None).order_by("pk"))


def delegates_of(one: Organisation) -> QuerySet[Delegate]:
    """Who speaks for it now, by name, for leads and themselves."""
    return Delegate.objects.filter(organisation=one, ended_at=None).select_related("user").order_by("pk")


def ask_by_code(*, community_id: int, code: str) -> ContactAsk:
    """The question to a contact that a link opens, while it can be answered."""
    try:
        digests = code_digests(CONTACT, code, NOTICE_LENGTH)
    except LinliError:
        digests = []
    usable = ContactAsk.objects.filter(community_id=community_id, used_at=None, expires_at__gt=timezone.now())
    found = (
        usable.filter(code_digest__in=digests, organisation__closed_at=None).select_related("organisation").first()
    )
    if found is None:
        raise NotFound(
            Text("这个链接已用过或已过期。", "This link was used, or is over."),
            field="code",
            mend=Text("请向站里再要一个。", "Ask the station for another."),
        )
    return found


def open_ask(one: Organisation) -> str:
    """The code of the question that waits at its contact, for leads to send; empty where there is none."""
    found = ContactAsk.objects.filter(organisation=one, used_at=None, expires_at__gt=timezone.now()).first()
    return code_again(CONTACT, found.uid, found.code_digest, NOTICE_LENGTH) if found else ""


def dates(*, community_id: int, organisation_id: int | None = None) -> QuerySet[OfferDate]:
    """What bases offer next, the first first."""
    coming = OfferDate.objects.filter(
        community_id=community_id,
        starts__gt=timezone.now(),
        offer__ended_at=None,
        offer__organisation__closed_at=None,
    )
    found = coming.select_related("offer__organisation").order_by("starts")
    return found if organisation_id is None else found.filter(offer__organisation_id=organisation_id)
