"""What the sample station does together: three activities to come, with some who have joined."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.utils import timezone

from linli.station.activities import services
from linli.station.activities.services import ShiftPlan
from linli.station.people.actors import Actor

SCHOOL, ROOM = "柳荫里小学", "社区图书室"
WET = "河边路滑，请穿防滑的鞋，不要下水。"
RIVER = "一起把河边收拾干净。带一副手套，袋子我们准备。"
PHONES = "一对一，教怎么认骗局、调大字。带上耐心就行。"
COUPLETS = "会写的写，不会写的裁纸、磨墨。写好送给独居的老人。"
# Title, what is done, where, in how many days, from what hour, for how many hours, places, safety, other hosts.
COMING: list[tuple[str, str, str, int, int, int, int, str, list[str]]] = [
    ("河边捡垃圾", RIVER, "东河桥头集合", 3, 9, 2, 20, WET, []),
    ("教长辈用手机", PHONES, "社区活动室", 5, 14, 2, 8, "", [SCHOOL]),
    ("腊月写春联", COUPLETS, "活动室二楼", 12, 9, 3, 30, "", [SCHOOL, ROOM]),
]


def load(*, lead: Actor, member: Actor, other: Actor) -> None:
    """Activities of the coming days, with some who have joined."""
    today = timezone.localdate()
    for title, summary, place, days, hour, hours, places, safety, hosts in COMING:
        starts = timezone.make_aware(datetime.combine(today + timedelta(days=days), time(hour)))
        made = services.activity_create(
            actor=lead,
            title=title,
            summary=summary,
            place=place,
            safety=safety,
            hosts=hosts,
            plans=[ShiftPlan(starts, starts + timedelta(hours=hours), places)],
            publish=True,
        )
        shift = made.shifts.get()
        services.join(actor=other, shift_uid=shift.uid)
        if days == COMING[0][3]:
            services.join(actor=member, shift_uid=shift.uid)
