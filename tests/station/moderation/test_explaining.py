"""A reviewer sees how a text was read: what was undone, what was found by which steps; nothing is kept of it."""

from __future__ import annotations

from django.test import Client

from linli.station.desk.models import Case
from linli.station.ledger.models import Row
from linli.station.moderation import services
from linli.station.moderation.models import Item
from tests.station.factories import People, community_make, item_make, people_make, submit
from tests.station.pages import signed_in


def test_what_was_undone_and_found(people: People) -> None:
    rows = Row.objects.count()
    page = signed_in(people.reviewer).post("/desk/explain/", {"text": "你🐴死了，煞*笔"}).content.decode()
    assert "插入符号" in page
    assert 'class="undone' in page
    assert "表情" in page
    assert "还原之后才看到" in page
    assert (Row.objects.count(), Item.objects.count()) == (rows, 0)


def test_plain_words_are_said_to_be_plain(people: People) -> None:
    page = signed_in(people.reviewer).post("/desk/explain/", {"text": "今天天气好"}).content.decode()
    assert "没有伪装" in page
    assert "没有找到什么" in page


def test_it_is_one_step_from_a_case(people: People) -> None:
    item = submit(people.forum, "你这个笨蛋").item
    number = Case.objects.get(subject_id=item.uid).number
    page = signed_in(people.reviewer)
    assert f"/desk/explain/?item={item.uid}" in page.get(f"/desk/{number}/").content.decode()
    assert "笨蛋" in page.get(f"/desk/explain/?item={item.uid}").content.decode()


def test_nothing_of_another_community_is_explained(people: People) -> None:
    other = people_make(community_make(slug="beside"), client_id=2)
    hidden = item_make(other.forum, "隔壁的话")
    assert "隔壁" not in signed_in(people.reviewer).get(f"/desk/explain/?item={hidden.uid}").content.decode()
    assert Client().get("/desk/explain/").status_code == 302


def test_a_text_that_is_too_long_is_kept_in_the_form(people: People) -> None:
    page = signed_in(people.reviewer).post("/desk/explain/", {"text": "好" * 5_001}).content.decode()
    assert "好" * 5_001 in page
    assert services.policy_ensure(community_id=people.lead.community_id).reference == "test@1.0.0"
