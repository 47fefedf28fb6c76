"""One tap, what it closes and for whom, how it ends, and who else may do what."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from linli.station.desk import services as desk
from linli.station.desk.models import Case, Submission
from linli.station.integrations.models import WebhookDelivery
from linli.station.ledger.models import Row
from linli.station.moderation.models import Decision
from linli.station.moderation.services import account_ensure, report_create
from linli.station.notifications.models import Notice
from linli.station.notifications.selectors import notice_path
from linli.station.organisations.models import Community
from linli.station.people.actors import Forbidden, visitor
from linli.station.shield import selectors, services
from linli.station.shield.models import Shield
from linli.station.shield.services.shields import Wishes
from linli.vocabulary import LinliError
from tests.station.factories import People, community_make
from tests.station.pages import signed_in
from tests.station.shield.conftest import Scene


def page(scene: Scene) -> str:
    return f"/shield/{selectors.code_of(scene.shield)}/"


def test_one_tap_closes_what_strangers_send_and_lets_friends_in(scene: Scene) -> None:
    answer = Client().post(page(scene), {"do": "start"}, follow=True)
    assert "防护开着" in answer.content.decode()
    shield = Shield.objects.get(pk=scene.shield.pk)
    assert [selectors.lets_in(shield, channel=c, degree=3) for c in ("message", "comment", "repost", "mention")] == [
        False
    ] * 4
    assert selectors.lets_in(shield, channel="comment", degree=2)
    assert shield.hides_counts


def test_it_ends_by_itself_and_the_platform_hears(scene: Scene) -> None:
    on = services.shield_start(actor=scene.forum, shield=scene.shield, wishes=Wishes(hours=1))
    Shield.objects.filter(pk=on.pk).update(ends=timezone.now() - timedelta(minutes=1))
    late = Shield.objects.get(pk=on.pk)
    assert not selectors.holds(late)  # even before the clock comes by
    assert services.shields_expire(community_id=late.community_id) == 1
    assert services.shields_expire(community_id=late.community_id) == 0
    kinds = list(Row.objects.filter(object_id=late.uid).order_by("pk").values_list("kind", flat=True))
    assert kinds == ["shield.opened", "shield.started", "shield.ended"]


def test_a_finding_tells_the_person_and_changes_nothing_for_anyone_else(scene: Scene) -> None:
    for n in range(14):
        scene.say(f"你这个笨蛋，{n}号路过", f"u-{n}", minutes=30 - n)
    notice = Notice.objects.get(kind="shield.pile-on")
    assert notice.account == scene.target.uid
    assert selectors.under_attack(scene.target.pk) is not None
    assert "好像有很多人" in Client().get(page(scene)).content.decode()
    # what the authors have against them is what the rules decided about their words, and nothing of the finding
    assert not Decision.objects.filter(action="pause").exists()
    assert not Decision.objects.exclude(source="automatic").exists()
    assert set(Decision.objects.values_list("rules__0", flat=True)) == {"abuse-words"}
    about = set(Row.objects.filter(kind__startswith="shield.").values_list("object_type", flat=True))
    assert about == {"shield"}
    assert not Notice.objects.filter(kind="shield.pile-on").exclude(account=scene.target.uid).exists()


def test_popularity_is_no_attack(scene: Scene) -> None:
    for n in range(40):
        scene.say(f"学会了，周末试试{n}", f"u-{n}", minutes=50 - n)
    assert not Notice.objects.filter(kind="shield.pile-on").exists()


def test_somebody_the_person_spoke_to_is_no_stranger(scene: Scene) -> None:
    from linli.station.shield.models import Reached

    assert Reached.objects.get(item=scene.say("你好", "u-new")).stranger
    assert not Reached.objects.get(item=scene.say("早", "u-near", tags=("near",))).stranger


def test_a_friend_looks_and_lengthens_and_can_do_no_more(scene: Scene) -> None:
    scene.say("你这个笨蛋", "u-rude")
    scene.say("笨蛋，私下说你", "u-rude", kind="message", submitted_by_party=True)
    Client().post(page(scene), {"do": "friend", "name": "阿姨"})
    friend = scene.shield.friends.get()
    place = f"/shield/friend/{selectors.friend_code(friend)}/"
    shown = Client().get(place).content.decode()
    assert "你这个笨蛋" in shown
    assert "私下说你" not in shown
    assert selectors.code_of(scene.shield) not in shown
    Client().post(place)
    assert selectors.holds(Shield.objects.get(pk=scene.shield.pk))
    Client().post(place, {"do": "end"})
    assert selectors.holds(Shield.objects.get(pk=scene.shield.pk))
    assert Client().get(f"/shield/{selectors.friend_code(friend)}/").status_code == 404
    Client().post(page(scene), {"do": "remove-friend", "friend": friend.uid})
    assert Client().get(place).status_code == 404


def test_the_code_is_the_permission(scene: Scene, people: People, community: Community) -> None:
    community_make(slug="beside")
    assert Client().get(f"/c/beside{page(scene)}").status_code == 404
    assert Client().get("/shield/2222222222222222222222222222/").status_code == 404
    with pytest.raises(Forbidden):
        services.shield_start(actor=people.lead, shield=scene.shield)
    with pytest.raises(Forbidden):
        services.evidence_make(actor=visitor(community.pk), shield=scene.shield)


def test_from_a_notice_and_from_a_receipt(scene: Scene, people: People) -> None:
    item = scene.say("你这个笨蛋", "u-rude")
    receipt = report_create(actor=people.forum, category="abuse", item=item, reporter=scene.target)
    shown = Client().get(f"/cases/{receipt.code}/receipt/").content.decode()
    assert f"/shield/from/{receipt.code}/" in shown
    answer = Client().post(f"/shield/from/{receipt.code}/", follow=True)
    assert "防护开着" in answer.content.decode()
    services.shield_end(actor=people.forum, shield=scene.shield)
    told = Notice.objects.filter(account=Decision.objects.get().account.uid).get()
    code = notice_path(told).strip("/").split("/")[1]
    assert "打开防护" in Client().get(f"/shield/from/{code}/").content.decode()


def test_an_unnamed_receipt_is_tied_to_nobody(scene: Scene, people: People) -> None:
    receipt = report_create(actor=people.visitor, category="abuse", quote="骂人的话", source="1.2.3.4")
    answer = Client().post(f"/shield/from/{receipt.code}/").content.decode()
    assert "没有连着账号" in answer
    assert "12355" in answer


def test_calls_for_help_by_minors_come_first(scene: Scene, people: People) -> None:
    scene.say("你这个笨蛋", "u-rude")
    Client().post(f"{page(scene)}help/", {"text": "有人一直骂我"})
    grown = Case.objects.get(kind="shield-help")
    account = account_ensure(actor=people.forum, external_id="u-child")
    other = services.shield_door(actor=people.forum, account=account, minor=True)
    services.help_ask(actor=people.forum, shield=other, text="同学在群里骂我")
    child = Case.objects.filter(kind="shield-help").order_by("-pk").first()
    assert child is not None
    assert child.priority > grown.priority
    shown = signed_in(people.reviewer).get("/desk/").content.decode()
    assert shown.index(f"/desk/{child.number}/") < shown.index(f"/desk/{Case.objects.get(kind='review').number}/")


def test_private_messages_are_read_only_when_the_person_hands_them_in(scene: Scene) -> None:
    Client().post(f"{page(scene)}help/", {"text": "他私信骂我", "messages": "你这个笨蛋\n出门小心"})
    sent = Submission.objects.get(kind="shield-help")
    assert sent.body["messages"].startswith("你这个笨蛋")


def test_nobody_comes_about_peace_unless_the_person_wants(scene: Scene) -> None:
    shown = Client().get(page(scene)).content.decode()
    assert "您没有说愿意" in shown
    Client().post(page(scene), {"do": "amends", "wants": "yes"})
    assert Shield.objects.get(pk=scene.shield.pk).wants_amends


def test_a_signed_in_person_keeps_it_under_their_matters(scene: Scene, people: People) -> None:
    browser = signed_in(people.member)
    browser.post(page(scene), {"do": "keep"})
    assert selectors.code_of(scene.shield) in browser.get("/shield/").content.decode()
    assert selectors.code_of(scene.shield) not in signed_in(people.other).get("/shield/").content.decode()
    assert "/shield/" in browser.get("/me/").content.decode()


def test_settings_say_what_is_wrong_and_keep_what_was_chosen(scene: Scene) -> None:
    answer = Client().post(f"{page(scene)}settings/", {"hours": "24", "admits": "1"})
    assert answer.status_code == 422
    assert "请至少选一种" in answer.content.decode()
    Client().post(f"{page(scene)}settings/", {"hours": "24", "admits": "1", "channels": ["message"]})
    shield = Shield.objects.get(pk=scene.shield.pk)
    assert (shield.channels, shield.admits, shield.hides_counts) == (["message"], 1, False)
    assert not selectors.lets_in(shield, channel="message", degree=2)
    assert selectors.lets_in(shield, channel="comment", degree=3)


@pytest.mark.parametrize(
    "wishes", [Wishes(hours=0), Wishes(hours=721), Wishes(channels=()), Wishes(channels=("smoke",)), Wishes(admits=7)]
)
def test_a_wrong_wish_is_named(scene: Scene, wishes: Wishes) -> None:
    with pytest.raises(LinliError) as refused:
        services.shield_start(actor=scene.forum, shield=scene.shield, wishes=wishes)
    assert refused.value.field in {"hours", "channels", "admits"}


def test_the_operator_s_lines_come_first(scene: Scene, settings: object) -> None:
    settings.HELP_LINES = {"柳荫里": [{"number": "0000-1", "name": "示例社工站"}]}  # type: ignore[attr-defined]
    Client().post(page(scene), {"do": "region", "region": "柳荫里"})
    shown = Client().get(page(scene)).content.decode()
    assert shown.index("0000-1") < shown.index("tel:110")


@pytest.mark.django_db(transaction=True)
def test_an_item_that_comes_in_is_noted(transactional_db: None) -> None:
    from linli.station.moderation.services import account_ensure
    from linli.station.shield.models import Reached
    from tests.station.factories import people_make, submit

    people = people_make(community_make(home=True))
    account_ensure(actor=people.forum, external_id="u-target")
    submit(people.forum, "你这个笨蛋", context={"target": "u-target"})
    assert Reached.objects.get().account.external_id == "u-target"
    assert WebhookDelivery.objects.count() == 0


def test_an_apology_is_invited_only_as_the_person_wished_written_once_and_is_no_second_attack(
    scene: Scene, people: People
) -> None:
    scene.say("你这个笨蛋", "u-rude")
    Client().post(f"{page(scene)}help/", {"text": "我想要一句道歉"})
    case = Case.objects.get(kind="shield-help")
    taken = desk.case_take(actor=people.reviewer, number=case.number)
    given = {"choice": "apology", "reason": "当事人愿意听道歉", "values": {"account": "u-rude"}}
    with pytest.raises(LinliError, match="没有说愿意"):
        desk.case_answer(actor=people.reviewer, number=case.number, version=taken.version, **given)
    Client().post(page(scene), {"do": "amends", "wants": "yes"})
    desk.case_answer(actor=people.reviewer, number=case.number, version=taken.version, **given)
    told = Notice.objects.get(kind="shield.amends")
    place = "/shield/amends/" + told.body.split("/shield/amends/")[1]
    assert Client().post(place, {"text": "对不起个屁，你怎么不去死"}).status_code == 422
    assert "写来一封道歉" not in Client().get(page(scene)).content.decode()
    Client().post(place, {"text": "那天我不该那样说你，对不起。"})
    Client().post(place, {"text": "再写一封"})
    shown = Client().get(page(scene)).content.decode()
    assert "那天我不该那样说你" in shown
    assert "再写一封" not in shown
    Client().post(page(scene), {"do": "amends", "wants": "no"})
    assert "那天我不该那样说你" not in Client().get(page(scene)).content.decode()
