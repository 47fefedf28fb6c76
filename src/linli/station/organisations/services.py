"""Setting up communities and giving roles."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from linli.station.ledger.ids import new_id
from linli.station.ledger.services import record, writing
from linli.station.organisations.models import (
    Community,
    Delegate,
    Invitation,
    Membership,
    Organisation,
    OrganisationKind,
)
from linli.station.organisations.selectors import INVITATION, invitation_by_code, is_last_keeper
from linli.station.people.actors import Actor, Forbidden, require, system
from linli.station.people.codes import NOTICE_LENGTH, code_make
from linli.station.people.roles import Role
from linli.vocabulary import LinliError, Text

INVITED_FOR = timedelta(days=7)


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
        Organisation.objects.filter(pk=body.pk).update(community=made)
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
    """Gives a person a role, at most the giver's own; nobody changes their own, or that of one above them.

    The last keeper keeps their role: `Forbidden` until another was made.
    """
    require(actor, "membership.set", actor.community_id)
    with writing(actor.community_id):
        if not actor.system:
            _may_give(actor, user_id, role)
        _keeps_a_keeper(actor, user_id, role)
        return _give(actor, user_id, role)


def membership_join(*, actor: Actor) -> Membership:
    """One who signed in joins the community as a member, if they are not one yet."""
    require(actor, "membership.join", actor.community_id)
    if actor.user_id is None:
        raise Forbidden(Text("请先登录。", "Please sign in."), field="user")
    with writing(actor.community_id):
        known = Membership.objects.filter(user_id=actor.user_id, community_id=actor.community_id).first()
        if known is not None and known.role >= Role.MEMBER:
            return known
        return _give(actor, actor.user_id, Role.MEMBER)


def keeper_hand_over(*, actor: Actor, user_id: int) -> Membership:
    """A keeper makes another person keeper and becomes a member, in one step, so that somebody always keeps."""
    require(actor, "membership.set", actor.community_id)
    if actor.user_id is None or user_id == actor.user_id:
        raise Forbidden(Text("请交给另一个人。", "Hand over to another person."), field="person")
    with writing(actor.community_id):
        heir = Membership.objects.filter(user_id=user_id, community_id=actor.community_id).first()
        if heir is None or heir.role < Role.MEMBER or not heir.user.is_active:
            raise LinliError(
                Text("只能交给本社区的成员。", "Hand over to a member of this community."), field="person"
            )
        made = _give(actor, user_id, Role.KEEPER)
        _give(actor, actor.user_id, Role.MEMBER)
    return made


def invitation_make(*, actor: Actor, role: Role) -> str:
    """A link's code that gives one person a role (at most the giver's own) within a week."""
    require(actor, "membership.set", actor.community_id)
    if role > actor.role or role < Role.MEMBER:
        raise Forbidden(
            Text("不能邀请别人担任这个角色。", "Nobody is invited into this role."), field="role", value=role.name
        )
    uid = new_id()
    code, digest = code_make(INVITATION, uid, NOTICE_LENGTH)
    with writing(actor.community_id):
        Invitation.objects.create(
            community_id=actor.community_id,
            uid=uid,
            code_digest=digest,
            role=role,
            by_id=actor.user_id,
            expires_at=timezone.now() + INVITED_FOR,
        )
        _record_invitation(actor, uid, "invitation.made", role)
    return code


def invitation_accept(*, actor: Actor, code: str) -> Membership:
    """One who signed in takes the role that an invitation gives; a higher one of theirs stays."""
    require(actor, "membership.join", actor.community_id)
    if actor.user_id is None:
        raise Forbidden(Text("请先登录。", "Please sign in."), field="user")
    with writing(actor.community_id):
        found = invitation_by_code(community_id=actor.community_id, code=code)
        found.used_by_id, found.used_at = actor.user_id, timezone.now()
        found.save(update_fields=["used_by", "used_at"])
        _record_invitation(actor, found.uid, "invitation.accepted", Role(found.role))
        return _give(actor, actor.user_id, max(Role(found.role), actor.role))


def invitation_revoke(*, actor: Actor, uid: str) -> None:
    """A keeper withdraws an invitation that nobody has used."""
    require(actor, "membership.set", actor.community_id)
    with writing(actor.community_id):
        found = Invitation.objects.filter(community_id=actor.community_id, uid=uid, used_at=None).first()
        if found is None or found.revoked_at is not None:
            return
        found.revoked_at = timezone.now()
        found.save(update_fields=["revoked_at"])
        _record_invitation(actor, uid, "invitation.revoked", Role(found.role))


def membership_end(*, actor: Actor, user_id: int) -> bool:
    """Takes a person's role away, at their own wish; whether there was one. For the station's own use."""
    require(actor, "membership.end", actor.community_id)
    with writing(actor.community_id):
        found = Membership.objects.filter(user_id=user_id, community_id=actor.community_id).first()
        if found is None:
            return False
        record(
            community_id=actor.community_id,
            kind="membership.ended",
            actor=actor,
            object_type="membership",
            object_id=str(found.pk),
            subject=f"user:{user_id}",
        )
        _speaks_no_more(actor.community_id, user_id)
        found.delete()
    return True


def _may_give(actor: Actor, user_id: int, role: Role) -> None:
    present = Membership.objects.filter(user_id=user_id, community_id=actor.community_id).first()
    if user_id == actor.user_id or role > actor.role or (present is not None and present.role > actor.role):
        raise Forbidden(
            Text("不能给自己或更高角色的人设置角色。", "Nobody sets their own role, nor that of one above them."),
            field="role",
            value=role.name,
        )


def _keeps_a_keeper(actor: Actor, user_id: int, role: Role) -> None:
    if role < Role.KEEPER and is_last_keeper(user_id=user_id, community_id=actor.community_id):
        raise Forbidden(
            Text("这是最后一位站务。", "This is the last keeper."),
            field="role",
            value=role.name,
            mend=Text("请先让另一个人担任站务。", "Make another person keeper first."),
        )


def _speaks_no_more(community_id: int, user_id: int) -> None:
    spoke = Delegate.objects.filter(community_id=community_id, user_id=user_id, ended_at=None)
    spoke.update(ended_at=timezone.now())


def _give(actor: Actor, user_id: int, role: Role) -> Membership:
    if role < Role.MEMBER:
        _speaks_no_more(actor.community_id, user_id)
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


def _record_invitation(actor: Actor, uid: str, kind: str, role: Role) -> None:
    record(
        community_id=actor.community_id,
        kind=kind,
        actor=actor,
        object_type="invitation",
        object_id=uid,
        data={"role": role.name},
    )
