"""Pledges on their way, for tests of pledges and of every page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from linli.station.organisations.models import Organisation
from linli.station.people.actors import Actor
from linli.station.people.roles import Role
from linli.station.pledges import services
from linli.station.pledges.models import Assessment, Pledge, Review, Template
from tests.station.factories import People, actor_make
from tests.station.organisations.scene import spoken_for

QUESTIONS = (("价格都标出来了吗", "门口的照片或网址"), ("退换有没有写明", "退换规定的网址"))
GOOD = {
    "1": {"answer": "yes", "evidence": "https://shop.example/prices 十月的照片"},
    "2": {"answer": "partly", "evidence": "柜台上的退换规定，十月三日起", "note": "网上的还没有写，年底前补"},
}
OTHER = {
    "1": {"answer": "yes", "evidence": "https://shop.example/prices-2 次年的照片"},
    "2": {"answer": "yes", "evidence": "新的退换规定，次年一月起，王会计能核对"},
}


@dataclass(frozen=True, slots=True)
class Scene:
    """A shop with its speaker, a peer with its own, a second peer, and a pledge whose assessment was sent."""

    people: People
    shop: Organisation
    owner: Actor
    peer: Organisation
    judge: Actor
    template: Template
    pledge: Pledge


def scene_made(people: People) -> Scene:
    """The shop's self-assessment is sent, and nobody was asked to review it yet."""
    community = spoken_for(people, people.member, "老周修鞋铺", "shop").community
    assert community is not None
    judge = actor_make(community, Role.MEMBER)
    peer = spoken_for(people, judge, "东河商户协会", "association")
    shop = Organisation.objects.get(name="老周修鞋铺")
    template = services.template_add(
        actor=people.lead, title="诚信经营", promise="明码标价，有错认错。", questions=QUESTIONS
    )
    pledge = services.pledge_begin(actor=people.member, template_uid=template.uid, organisation_uid=shop.uid)
    services.assessment_send(actor=people.member, uid=pledge.uid, answers=GOOD)
    return Scene(people, shop, people.member, peer, judge, template, pledge)


def asked(scene: Scene, peer: Organisation | None = None) -> str:
    """The code of a review that was asked for an hour ago."""
    chosen = peer or scene.peer
    code = services.review_ask(actor=scene.people.lead, uid=scene.pledge.uid, organisation_uid=chosen.uid)
    hour = timezone.now() - timedelta(hours=1)
    Review.objects.filter(at=None).update(asked_at=hour)
    Assessment.objects.filter(state="sent").update(sent_at=hour)
    return code


def live(scene: Scene) -> Pledge:
    """The pledge in force."""
    services.review_give(actor=scene.judge, code=asked(scene), accepted=True, note="去店里看过价目表和规定。")
    scene.pledge.refresh_from_db()
    assert scene.pledge.state == "live"
    return scene.pledge


def pages(people: People) -> dict[str, dict[str, object]]:
    """What the pages of pledges are called with."""
    scene = scene_made(people)
    by_uid: dict[str, object] = {"uid": live(scene).uid}
    return {
        **dict.fromkeys(("pledge", "pledge-assess", "pledge-act"), by_uid),
        "pledge-template": {"uid": scene.template.uid},
        "pledge-review": {"code": "nothing"},
        "duty": {"duty": "rules-public"},
    }
