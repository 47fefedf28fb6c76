"""Badges of good netizens: for what was done and confirmed, for their holder's eyes, never a ranking."""

from __future__ import annotations

import pytest
from django.test import Client

from linli.station.activities import netizen
from linli.station.credentials.models import Credential
from linli.station.learning.models import Attempt
from linli.station.learning.paths import PATHS
from tests.station import factories
from tests.station.pages import signed_in

PAGE = "/good-netizen/"


def walk(people: factories.People) -> None:
    for lesson in PATHS[0].lessons:
        Attempt.objects.create(
            community_id=people.member.community_id, lesson=lesson, version=1, user_id=people.member.user_id, after=3
        )


def test_one_who_finished_a_path_takes_a_badge_that_anybody_can_verify(people: factories.People) -> None:
    walk(people)
    page = signed_in(people.member)
    assert "做到了" in page.get(PAGE).content.decode()
    answer = page.post(PAGE, {"badge": "good-netizen-learned", "name": "小禾"})
    assert answer.status_code == 302
    assert "好网民" in Client().get(answer["Location"]).content.decode()
    assert Credential.objects.get().user_id == people.member.user_id


@pytest.mark.parametrize("badge", ["good-netizen-helped", "good-netizen-stayed", "good-netizen-learned", "no-such"])
def test_nothing_is_given_before_it_is_done_and_confirmed(people: factories.People, badge: str) -> None:
    assert not any(one.done for one in netizen.badges(actor=people.member))
    answer = signed_in(people.member).post(PAGE, {"badge": badge, "name": "小禾"})
    assert answer.status_code in (404, 422)
    assert not Credential.objects.exists()


def test_one_s_badges_are_nobody_else_s_to_see(people: factories.People) -> None:
    walk(people)
    shown = signed_in(people.lead).get(PAGE).content.decode()
    assert "做到了" not in shown
    assert Client().get(PAGE).status_code == 302
