"""The tree of organisations: registered, confirmed at the contact, spoken for, handed over, kept apart."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from linli.station.organisations import bodies, tree
from linli.station.organisations.models import Community, Delegate, OfferDate, Organisation
from linli.station.organisations.services import membership_end, membership_set
from linli.station.people.actors import Forbidden, NotFound
from linli.station.people.models import User
from linli.station.people.roles import Role
from linli.vocabulary import LinliError
from tests.station import factories
from tests.station.organisations.scene import registered, spoken_for
from tests.station.pages import signed_in

SCHOOL = {"kind": "school", "name": "柳荫里小学", "scope": "柳荫里片区", "contact": "010-0000"}


def _speakers(one: Organisation) -> set[int]:
    return tree.delegates(community_id=one.community_id or 0, organisation_id=one.pk)


def test_registered_confirmed_and_seen(client: Client, people: factories.People) -> None:
    lead, member = signed_in(people.lead), signed_in(people.member)
    where = lead.post("/organisations/new/", SCHOOL).headers["Location"]
    assert "010-0000" not in client.get(where).content.decode()
    lead.post(f"{where}act/", {"ask": "1"})
    link = re.search(r"/organisations/contact/[^/<]+/", lead.get(where).content.decode())
    assert link
    assert client.get(link[0]).status_code == 302
    assert link[0] not in member.get(where).content.decode()
    member.post(link[0])
    assert "010-0000" in client.get(where).content.decode()
    assert "联系方式已确认" in client.get("/organisations/").content.decode()
    one = Organisation.objects.get(name="柳荫里小学")
    assert _speakers(one) == {people.member.user_id}


def test_the_tree_shows_what_lies_below(client: Client, people: factories.People) -> None:
    centre = registered(people, "柳荫里文明实践中心", "centre")
    school = registered(people, parent=centre.uid)
    node = next(one for one in tree.roots(community_id=people.lead.community_id) if one.one == centre)
    assert [one.one for one in node.children] == [school]
    assert tree.one_branch(centre, school)
    page = client.get(f"/organisations/{school.uid}/").content.decode()
    assert centre.name in page


@pytest.mark.parametrize("below", ["self", "child"])
def test_nothing_lies_below_itself(people: factories.People, below: str) -> None:
    centre = registered(people, "中心", "centre")
    child = registered(people, parent=centre.uid)
    with pytest.raises(LinliError, match="自己下面"):
        bodies.organisation_change(
            actor=people.lead,
            uid=centre.uid,
            kind="centre",
            name="中心",
            scope="全区",
            parent=centre.uid if below == "self" else child.uid,
        )


def test_whoever_made_the_link_does_not_confirm_it(people: factories.People) -> None:
    one = registered(people)
    code = bodies.contact_ask(actor=people.lead, uid=one.uid)
    with pytest.raises(Forbidden):
        bodies.contact_confirm(actor=people.lead, code=code)
    assert _speakers(one) == set()


def test_a_link_works_once_and_not_after_the_contact_changed(people: factories.People) -> None:
    one = registered(people)
    code = bodies.contact_ask(actor=people.lead, uid=one.uid)
    bodies.contact_confirm(actor=people.member, code=code)
    with pytest.raises(NotFound):
        bodies.contact_confirm(actor=people.other, code=code)
    again = bodies.contact_ask(actor=people.lead, uid=one.uid)
    bodies.organisation_change(
        actor=people.lead, uid=one.uid, kind="school", name=one.name, scope="片区", contact="010-1111"
    )
    one.refresh_from_db()
    assert one.contact_verified_at is None
    with pytest.raises(LinliError, match="刚刚改过"):
        bodies.contact_confirm(actor=people.other, code=again)


def test_it_is_handed_over_and_ends_with_the_person(people: factories.People) -> None:
    one = spoken_for(people, people.member)
    name = User.objects.get(pk=people.reviewer.user_id).username
    signed_in(people.member).post(f"/organisations/{one.uid}/act/", {"over": name})
    assert _speakers(one) == {people.reviewer.user_id}
    with pytest.raises(Forbidden):
        bodies.delegate_hand_over(actor=people.member, uid=one.uid, user_id=people.other.user_id or 0)
    membership_set(actor=people.keeper, user_id=people.reviewer.user_id or 0, role=Role.VISITOR)
    assert _speakers(one) == set()
    bodies.delegate_hand_over(actor=people.lead, uid=one.uid, user_id=people.other.user_id or 0)
    assert _speakers(one) == {people.other.user_id}


def test_one_who_goes_speaks_no_more(people: factories.People) -> None:
    one = spoken_for(people, people.member)
    membership_end(actor=people.keeper, user_id=people.member.user_id or 0)
    assert _speakers(one) == set()
    assert Delegate.objects.get().ended_at is not None


def test_communities_are_kept_apart(client: Client, people: factories.People) -> None:
    one = spoken_for(people, people.member)
    beside = factories.people_make(factories.community_make(slug="beside"), client_id=2)
    assert client.get(f"/c/beside/organisations/{one.uid}/").status_code == 404
    assert one.name not in client.get("/c/beside/organisations/").content.decode()
    for act in (bodies.contact_ask, bodies.organisation_close):
        with pytest.raises(NotFound):
            act(actor=beside.lead, uid=one.uid)
    with pytest.raises(NotFound):
        bodies.delegate_hand_over(actor=beside.lead, uid=one.uid, user_id=beside.member.user_id or 0)
    with pytest.raises(LinliError):
        bodies.delegate_hand_over(actor=people.lead, uid=one.uid, user_id=beside.member.user_id or 0)
    with pytest.raises(NotFound):
        bodies.organisation_add(actor=beside.lead, kind="base", name="别处", scope="x", parent=one.uid)


def test_the_one_that_answers_for_several_is_seen_in_each_and_kept_by_the_first(
    community: Community, people: factories.People
) -> None:
    body = community.organisation
    Organisation.objects.filter(pk=body.pk).update(community=community)
    beside = factories.people_make(factories.community_make(slug="beside"), client_id=2)
    assert body in tree.organisations(community_id=beside.lead.community_id)
    with pytest.raises(NotFound):
        bodies.organisation_change(actor=beside.lead, uid=body.uid, kind="station", name="改名", scope="x")


def test_a_base_tells_what_it_offers_next(client: Client, people: factories.People) -> None:
    base = spoken_for(people, people.member, "柳荫里图书馆素养基地", "base")
    page = signed_in(people.member)
    offer = {
        "offer": "1",
        "title": "认一认谣言",
        "text": "一个半小时，带手机。",
        "audience": "elder",
        "booking": "打电话",
    }
    page.post(f"/organisations/{base.uid}/act/", offer)
    made = base.offers.get()
    when = timezone.localtime() + timedelta(days=5)
    page.post(
        f"/organisations/{base.uid}/act/",
        {"date": made.uid, "starts": f"{when:%Y-%m-%dT%H:%M}", "place": "二楼阅览室"},
    )
    assert "二楼阅览室" in client.get("/bases/").content.decode()
    date = OfferDate.objects.get()
    signed_in(people.other).post(f"/organisations/{base.uid}/act/", {"date-cancel": date.uid})
    date.refresh_from_db()
    assert date.cancelled_at is None
    page.post(f"/organisations/{base.uid}/act/", {"date-cancel": date.uid})
    assert "取消了" in client.get(f"/organisations/{base.uid}/").content.decode()
    page.post(f"/organisations/{base.uid}/act/", {"offer-end": made.uid})
    assert "认一认谣言" not in client.get("/bases/").content.decode()


@pytest.mark.parametrize("days", [-1, 500])
def test_a_date_lies_ahead(people: factories.People, days: int) -> None:
    base = spoken_for(people, people.member, "基地", "base")
    offer = bodies.offer_add(actor=people.member, uid=base.uid, title="课", text="学", audience="all")
    with pytest.raises(LinliError):
        bodies.date_add(
            actor=people.member, offer=offer.uid, starts=timezone.now() + timedelta(days=days), place="这里"
        )


def test_only_a_base_has_offers(people: factories.People) -> None:
    school = spoken_for(people, people.member)
    with pytest.raises(LinliError, match="基地"):
        bodies.offer_add(actor=people.member, uid=school.uid, title="课", text="学", audience="all")


def test_closed_it_stays_to_be_read(client: Client, people: factories.People) -> None:
    centre = registered(people, "中心", "centre")
    one = spoken_for(people, people.member, parent=centre.uid)
    with pytest.raises(LinliError, match="下面还有"):
        bodies.organisation_close(actor=people.lead, uid=centre.uid)
    signed_in(people.lead).post(f"/organisations/{one.uid}/act/", {"close": "1"})
    assert "已停用" in client.get(f"/organisations/{one.uid}/").content.decode()
    assert one.name not in client.get("/organisations/").content.decode()
    assert _speakers(one) == set()
    bodies.organisation_close(actor=people.lead, uid=centre.uid)


@pytest.mark.parametrize("bad", [{"kind": "x"}, {"name": ""}, {"scope": " "}, {"contact": "长" * 121}])
def test_an_entry_is_checked(people: factories.People, bad: dict[str, str]) -> None:
    assert signed_in(people.lead).post("/organisations/new/", {**SCHOOL, **bad}).status_code == 422
    assert not Organisation.objects.filter(community=people.lead.community_id).exists()


@pytest.mark.parametrize("who", ["member", "reviewer"])
def test_only_a_lead_registers(people: factories.People, who: str) -> None:
    assert signed_in(getattr(people, who)).post("/organisations/new/", SCHOOL).status_code == 403
