"""The sample station's tree of organisations, and a literacy base with its next dates."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from linli.station.organisations import bodies
from linli.station.people.actors import Actor


def load(*, lead: Actor, member: Actor, reviewer: Actor, second: Actor) -> dict[str, str]:
    """A centre and others; some confirmed their contact and have somebody who speaks for them. Their ids by name."""
    centre = _add(lead, "centre", "东河区文明实践中心", "东河区三街道")
    below = {
        "school": _add(lead, "school", "柳荫里小学", "柳荫里片区的孩子和家长", centre, "教务处 010-0000-0101"),
        "base": _add(lead, "base", "东河图书馆素养基地", "全区；周末开放", centre, "服务台 010-0000-0102"),
        "forum": _add(lead, "platform", "邻里小院", "柳荫里的网上论坛", "", "值班信箱 duty@forum.example"),
        "traders": _add(lead, "association", "东河商户协会", "沿河一条街", "", "秘书处 010-0000-0103"),
        "shop": _add(lead, "shop", "老周修鞋铺", "修鞋、配钥匙", "", "店里 010-0000-0104"),
    }
    for name, speaker in (("base", second), ("forum", member), ("traders", reviewer), ("shop", member)):
        code = bodies.contact_ask(actor=lead, uid=below[name])
        bodies.contact_confirm(actor=speaker, code=code)
    _offers(second, below["base"])
    return below


def _add(lead: Actor, kind: str, name: str, scope: str, parent: str = "", contact: str = "") -> str:
    made = bodies.organisation_add(actor=lead, kind=kind, name=name, scope=scope, contact=contact, parent=parent)
    return made.uid


def _offers(speaker: Actor, base: str) -> None:
    rumour = bodies.offer_add(
        actor=speaker,
        uid=base,
        title="一条消息怎么查",
        text="一个半小时。带上手机，从最近群里转的一条消息查起，学会看来源、看日期、看原图。",
        audience="elder",
        booking="打服务台电话，或当天直接来",
    )
    family = bodies.offer_add(
        actor=speaker,
        uid=base,
        title="一家人定一份上网计划",
        text="一小时，家长和孩子一起来，走的时候带一份自己定的计划。",
        audience="parent",
        booking="打服务台电话，每次十家",
    )
    first = timezone.localtime().replace(hour=14, minute=30, second=0, microsecond=0)
    for offer, days in ((rumour, 4), (rumour, 11), (family, 5)):
        bodies.date_add(actor=speaker, offer=offer.uid, starts=first + timedelta(days=days), place="二楼阅览室")
