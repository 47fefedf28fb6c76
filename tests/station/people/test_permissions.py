"""One table says who may do what; no actor of one community may do anything in another."""

from __future__ import annotations

import pytest

from linli.station.people.actors import Actor, Forbidden, client, may, permissions, require, system, visitor
from linli.station.people.roles import Role

STAFF_ONLY = {"case.list", "case.take", "case.answer", "case.reverse", "case.assign"}
# A visitor sends and follows, asks for their own data, consents by a code, learns, starts a plan for a child, shows a
# credential of their own, and joins by an invitation; each service then looks at the code or the person.
OPEN_TO_ALL = {
    "submission.create",
    "submission.own",
    "consent.own",
    "credential.have",
    "learning.learn",
    "membership.join",
    "minors.guard",
    "minors.own",
    "minors.start",
    "privacy.ask",
}


@pytest.mark.parametrize("permission", sorted(permissions()))
@pytest.mark.parametrize("role", list(Role))
def test_every_permission_against_every_role(permission: str, role: Role) -> None:
    rule = permissions()[permission]
    assert may(Actor(role, 1, user_id=5), permission, 1) == (role >= rule.least)
    assert not may(Actor(role, 1, user_id=5), permission, 2)


@pytest.mark.parametrize("permission", sorted(permissions()))
def test_visitors_clients_and_the_station_itself(permission: str) -> None:
    assert may(visitor(1), permission, 1) == (permission in OPEN_TO_ALL)
    assert may(client(1, 4), permission, 1) == permissions()[permission].client
    assert not may(client(1, 4), permission, 2)
    assert not may(system(1, "clock"), permission, 2)


@pytest.mark.parametrize("permission", sorted(STAFF_ONLY))
def test_only_a_person_handles_cases(permission: str) -> None:
    assert not may(client(1, 4), permission, 1)
    assert not may(system(1, "clock"), permission, 1)
    assert not may(Actor(Role.MEMBER, 1, user_id=5), permission, 1)


def test_a_refusal_says_what_it_takes() -> None:
    with pytest.raises(Forbidden, match="reviewer"):
        require(Actor(Role.MEMBER, 1, user_id=5), "case.take", 1)
