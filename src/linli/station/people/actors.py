"""Who acts: the first argument of every service."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string

from linli.station.people.roles import Role
from linli.vocabulary import LinliError, Text


@dataclass(frozen=True, slots=True)
class Actor:
    """A visitor, a person, a client of the API or a part of the station, always in one community."""

    role: Role
    community_id: int
    user_id: int | None = None
    client_id: int | None = None
    system: str = ""

    @property
    def is_staff(self) -> bool:
        """True for those who handle cases."""
        return self.role >= Role.REVIEWER


@dataclass(frozen=True, slots=True)
class Permission:
    """The least role that may do something, and whether a client or the station itself may."""

    least: Role
    client: bool = False
    system: bool = True


class Forbidden(LinliError):
    """The actor may not do this."""


class NotFound(LinliError):
    """It does not exist for this actor: it may be another community's."""


def visitor(community_id: int) -> Actor:
    """Anyone at all."""
    return Actor(Role.VISITOR, community_id)


def system(community_id: int, part: str) -> Actor:
    """A part of the station that acts by itself, such as `policy` or `clock`."""
    return Actor(Role.VISITOR, community_id, system=part)


def client(community_id: int, client_id: int) -> Actor:
    """A client of the API; what its key may do is checked by the key's scopes."""
    return Actor(Role.MEMBER, community_id, client_id=client_id)


@cache
def permissions() -> Mapping[str, Permission]:
    """The one table of who may do what (`config/permissions.py`)."""
    table: Mapping[str, Permission] = import_string(settings.PERMISSIONS)
    return table


def may(actor: Actor, permission: str, community_id: int) -> bool:
    """Whether the actor may do it in this community."""
    rule = permissions()[permission]
    if actor.community_id != community_id:
        return False
    if actor.system:
        return rule.system
    if actor.client_id is not None and actor.user_id is None:
        return rule.client
    return actor.role >= rule.least


def require(actor: Actor, permission: str, community_id: int) -> None:
    """Raises `Forbidden` unless the actor may."""
    if may(actor, permission, community_id):
        return
    least = permissions()[permission].least
    raise Forbidden(
        Text("您没有这项权限。", "You may not do this."),
        field="permission",
        value=permission,
        mend=Text(f"需要的角色：{least.label}。", f"The role it takes: {least.name.lower()}."),
    )
