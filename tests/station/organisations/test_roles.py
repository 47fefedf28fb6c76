"""Joining, inviting, giving a role, handing over: from the pages, seen by the one whose role it is."""

from __future__ import annotations

import io

import pytest
from django.test import Client
from django_tasks_db.models import DBTaskResult

from linli.station.config import operate
from linli.station.desk import services as desk
from linli.station.desk.models import Case
from linli.station.ledger import events
from linli.station.moderation import services as moderation
from linli.station.organisations import selectors, services
from linli.station.organisations.models import Community, Membership
from linli.station.people.actors import Actor, Forbidden, system
from linli.station.people.models import User
from linli.station.people.roles import Role
from tests.station.factories import People, actor_make, community_make, item_make, user_make
from tests.station.pages import sign_in, signed_in


def role_of(community: Community, user: User) -> Role:
    return selectors.actor_for(user_id=user.pk, community_id=community.pk).role


def as_user(community: Community, user: User) -> Client:
    return sign_in(Client(), selectors.actor_for(user_id=user.pk, community_id=community.pk))


def deliver() -> None:
    for task in DBTaskResult.objects.filter(task_path="linli.station.ledger.events.deliver").order_by("enqueued_at"):
        events.deliver.func(**task.args_kwargs["kwargs"])
    DBTaskResult.objects.all().delete()


def test_one_who_signed_up_is_told_what_a_visitor_is_and_joins(community: Community) -> None:
    user = user_make()
    client = as_user(community, user)
    assert "您还是访客" in client.get("/me/").content.decode()
    assert role_of(community, user) == Role.VISITOR
    client.post("/join/")
    assert role_of(community, user) == Role.MEMBER
    assert "您还是访客" not in client.get("/me/").content.decode()
    client.post("/join/")
    assert Membership.objects.filter(user=user).count() == 1
    assert Client().post("/join/").status_code == 302


def test_joining_lowers_nobody(people: People) -> None:
    assert services.membership_join(actor=people.lead).role == Role.LEAD
    with pytest.raises(Forbidden):
        services.membership_join(actor=people.visitor)


def test_a_keeper_gives_a_role_by_name_and_the_person_can_work(community: Community, people: People) -> None:
    user = user_make("xiaoyang")
    page = signed_in(people.keeper)
    page.post("/people/role/", {"person": "xiaoyang", "role": "2"})
    assert as_user(community, user).get("/desk/").status_code == 200
    wrong = page.post("/people/role/", {"person": "nobody-here", "role": "2"})
    assert wrong.status_code == 422
    assert "没有这个用户名" in wrong.content.decode()
    assert "nobody-here" in wrong.content.decode()


@pytest.mark.parametrize("who", ["lead", "reviewer", "member"])
def test_nobody_below_a_keeper_gives_a_role(people: People, who: str) -> None:
    user = user_make("xiaoyang")
    answer = signed_in(getattr(people, who)).post("/people/role/", {"person": "xiaoyang", "role": "4"})
    assert answer.status_code == 403
    assert not Membership.objects.filter(user=user).exists()


def test_an_invitation_makes_one_reviewer_once(community: Community, people: People) -> None:
    page = signed_in(people.keeper)
    page.post("/people/invite/", {"role": "2"})
    [(_, code)] = selectors.invitations_open(actor=people.keeper)
    assert f"/join/{code}/" in page.get("/people/").content.decode()
    first, second = user_make(), user_make()
    assert "审核员" in as_user(community, first).get(f"/join/{code}/").content.decode()
    as_user(community, first).post(f"/join/{code}/")
    assert role_of(community, first) == Role.REVIEWER
    assert as_user(community, second).post(f"/join/{code}/").status_code == 404
    assert role_of(community, second) == Role.VISITOR


def test_an_invitation_withdrawn_or_of_another_community_opens_nothing(community: Community, people: People) -> None:
    code = services.invitation_make(actor=people.keeper, role=Role.LEAD)
    beside = community_make(slug="beside")
    user = user_make()
    there = selectors.actor_for(user_id=user.pk, community_id=beside.pk)
    with pytest.raises(Exception, match="invitation"):
        services.invitation_accept(actor=there, code=code)
    [(one, _)] = selectors.invitations_open(actor=people.keeper)
    signed_in(people.keeper).post("/people/revoke/", {"uid": one.uid})
    assert as_user(community, user).get(f"/join/{code}/").status_code == 404
    with pytest.raises(Forbidden):
        services.invitation_make(actor=people.lead, role=Role.REVIEWER)


def test_the_last_keeper_stays_until_another_keeps(community: Community, people: People) -> None:
    keeper = User.objects.get(pk=people.keeper.user_id)
    with pytest.raises(Forbidden, match="last keeper"):
        services.membership_set(actor=system(community.pk, "operator"), user_id=keeper.pk, role=Role.MEMBER)
    assert role_of(community, keeper) == Role.KEEPER
    actor_make(community, Role.KEEPER)
    services.membership_set(actor=system(community.pk, "operator"), user_id=keeper.pk, role=Role.MEMBER)
    assert role_of(community, keeper) == Role.MEMBER


def test_a_keeper_hands_over_and_goes(community: Community, people: People) -> None:
    heir = User.objects.get(pk=people.lead.user_id)
    page = signed_in(people.keeper)
    assert "最后一位站务" in page.get("/people/").content.decode()
    assert page.post("/people/hand-over/", {"person": heir.username}).status_code == 422
    page.post("/people/hand-over/", {"person": heir.username, "sure": "on"})
    assert role_of(community, heir) == Role.KEEPER
    assert page.get("/people/").status_code == 403
    stranger = user_make("stranger")
    answer = as_user(community, heir).post("/people/hand-over/", {"person": "stranger", "sure": "on"})
    assert answer.status_code == 422
    assert role_of(community, stranger) == Role.VISITOR


def test_one_who_goes_gives_their_cases_back(community: Community, people: People) -> None:
    numbers = []
    for place in range(2):
        item, source = item_make(people.forum), f"203.0.113.{place}"
        made = moderation.report_create(actor=people.visitor, category="spam", item=item, source=source)
        numbers.append(made.case_number)
        desk.case_take(actor=people.reviewer, number=made.case_number)
    desk.case_hold(actor=people.reviewer, number=numbers[0], reason="等待补充材料")
    assert people.reviewer.user_id is not None
    services.membership_set(actor=people.keeper, user_id=people.reviewer.user_id, role=Role.MEMBER)
    deliver()
    assert set(Case.objects.values_list("state", "taken_by")) == {("new", None)}
    desk.case_take(actor=people.other, number=numbers[0])


def test_the_operator_gives_a_role_at_the_command_line(
    community: Community, people: People, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO())
    user = user_make("xiaoyang")
    assert operate.main(["role", "xiaoyang", "reviewer"]) == 0
    assert "审核员" in capsys.readouterr().out
    assert as_user(community, user).get("/desk/").status_code == 200
    assert operate.main(["role", "nobody", "reviewer"]) == 2
    last = User.objects.get(pk=people.keeper.user_id).username
    assert operate.main(["role", last, "member"]) == 2
    assert "最后一位站务" in capsys.readouterr().err
    assert isinstance(people.keeper, Actor)
