"""Communities: set up once, addressed by prefix, and closed to each other."""

from __future__ import annotations

import pytest
from django.test import RequestFactory
from django.urls import get_script_prefix, set_script_prefix

from linli.station.ledger import selectors as ledger
from linli.station.organisations import selectors, services
from linli.station.organisations.middleware import CommunityMiddleware
from linli.station.organisations.models import Community, Membership
from linli.station.people.actors import Actor, Forbidden, NotFound
from linli.station.people.roles import Role
from linli.vocabulary import LinliError
from tests.station.factories import People, community_make, user_make


def test_the_station_is_set_up_once(db: None) -> None:
    with pytest.raises(NotFound, match="set up"):
        selectors.home_community()
    first = services.station_set_up(name="柳荫社区", name_en="Willow Shade")
    assert services.station_set_up() == first == selectors.home_community()
    assert [row.kind for row in ledger.rows_of(community_id=first.pk)] == ["community.created"]


def test_a_keeper_makes_another_community(people: People, community: Community) -> None:
    made = services.community_create(actor=people.keeper, slug="school", name="学校")
    assert made.organisation == community.organisation
    inside = selectors.actor_for(user_id=people.keeper.user_id, community_id=made.pk)
    assert inside.role == Role.KEEPER
    for refused in (people.lead, people.reviewer, people.member):
        with pytest.raises(Forbidden):
            services.community_create(actor=refused, slug="other", name="别处")
    with pytest.raises(LinliError, match="taken"):
        services.community_create(actor=people.keeper, slug="school", name="学校")


def test_roles_are_given_by_a_keeper_and_recorded(people: People) -> None:
    user = user_make()
    services.membership_set(actor=people.keeper, user_id=user.pk, role=Role.REVIEWER)
    assert selectors.actor_for(user_id=user.pk, community_id=people.keeper.community_id).role == Role.REVIEWER
    assert ledger.rows_of(community_id=people.keeper.community_id).last().kind == "membership.set"
    with pytest.raises(Forbidden):
        services.membership_set(actor=people.lead, user_id=user.pk, role=Role.MEMBER)


def test_nobody_sets_their_own_role(people: People) -> None:
    assert people.keeper.user_id is not None
    with pytest.raises(Forbidden, match="their own"):
        services.membership_set(actor=people.keeper, user_id=people.keeper.user_id, role=Role.MEMBER)


def test_a_role_holds_in_its_community_only(people: People) -> None:
    other = community_make(slug="other")
    there = selectors.actor_for(user_id=people.keeper.user_id, community_id=other.pk)
    assert there.role == Role.VISITOR
    with pytest.raises(Forbidden):
        selectors.members(actor=Actor(Role.MEMBER, other.pk, user_id=people.keeper.user_id))
    assert {m.community_id for m in selectors.members(actor=people.lead)} == {people.lead.community_id}


def test_a_person_switched_off_has_no_role(people: People) -> None:
    membership = Membership.objects.get(user_id=people.lead.user_id)
    membership.user.is_active = False
    membership.user.save()
    found = selectors.actor_for(user_id=people.lead.user_id, community_id=people.lead.community_id)
    assert found.role == Role.VISITOR


@pytest.mark.parametrize(
    ("path", "slug", "rest"),
    [("/desk/", "home", "/desk/"), ("/c/school/desk/", "school", "/desk/"), ("/c/school", "school", "/")],
)
def test_the_prefix_picks_the_community(community: Community, path: str, slug: str, rest: str) -> None:
    community_make(slug="school")
    seen = []
    request = RequestFactory().get(path)
    request.user = user_make()
    CommunityMiddleware(lambda r: seen.append((r.community.slug, r.path_info, get_script_prefix())))(request)
    set_script_prefix("/")
    prefix = "/" if slug == "home" else f"/c/{slug}/"
    assert seen == [(slug, rest, prefix)]
    assert request.actor.role == Role.VISITOR
