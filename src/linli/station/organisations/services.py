"""Setting up communities and giving roles."""

from __future__ import annotations

from django.db import transaction

from linli.station.ledger.services import record, writing
from linli.station.organisations.models import Community, Membership, Organisation, OrganisationKind
from linli.station.people.actors import Actor, Forbidden, require, system
from linli.station.people.roles import Role
from linli.vocabulary import LinliError, Text


def station_set_up(
    *, name: str = "邻里", name_en: str = "Linli", organisation: str = "邻里站", slug: str = "home"
) -> Community:
    """The home community, made on first use with the organisation that answers for it; safe to repeat."""
    with transaction.atomic():
        found = Community.objects.filter(home=True).first()
        if found is not None:
            return found
        body = Organisation.objects.create(kind=OrganisationKind.STATION, name=organisation)
        made = Community.objects.create(slug=slug, name=name, name_en=name_en, organisation=body, home=True)
        _made(system(made.pk, "set-up"), made)
    return made


def community_create(
    *, actor: Actor, slug: str, name: str, name_en: str = "", organisation_id: int | None = None
) -> Community:
    """Another community of this station, made by a keeper, who becomes its keeper."""
    require(actor, "community.create", actor.community_id)
    if Community.objects.filter(slug=slug).exists():
        raise LinliError(Text("这个地址已被使用。", "This address is taken."), field="slug", value=slug)
    with transaction.atomic():
        body = organisation_id or Community.objects.get(pk=actor.community_id).organisation_id
        made = Community(slug=slug, name=name, name_en=name_en, organisation_id=body)
        made.clean_fields()
        made.save()
        inside = Actor(Role.KEEPER, made.pk, user_id=actor.user_id, system=actor.system)
        _made(inside, made)
        if actor.user_id is not None:
            _give(inside, actor.user_id, Role.KEEPER)
    return made


def membership_set(*, actor: Actor, user_id: int, role: Role) -> Membership:
    """Gives a person a role, at most the giver's own; nobody changes their own, or that of one above them."""
    require(actor, "membership.set", actor.community_id)
    with writing(actor.community_id):
        if not actor.system:
            _may_give(actor, user_id, role)
        return _give(actor, user_id, role)


def _may_give(actor: Actor, user_id: int, role: Role) -> None:
    present = Membership.objects.filter(user_id=user_id, community_id=actor.community_id).first()
    if user_id == actor.user_id or role > actor.role or (present is not None and present.role > actor.role):
        raise Forbidden(
            Text("不能给自己或更高角色的人设置角色。", "Nobody sets their own role, nor that of one above them."),
            field="role",
            value=role.name,
        )


def _give(actor: Actor, user_id: int, role: Role) -> Membership:
    made, _ = Membership.objects.update_or_create(
        user_id=user_id, community_id=actor.community_id, defaults={"role": role}
    )
    record(
        community_id=actor.community_id,
        kind="membership.set",
        actor=actor,
        object_type="membership",
        object_id=str(made.pk),
        subject=f"user:{user_id}",
        data={"role": role.name},
    )
    return made


def _made(actor: Actor, community: Community) -> None:
    record(
        community_id=community.pk,
        kind="community.created",
        actor=actor,
        object_type="community",
        object_id=community.uid,
    )
