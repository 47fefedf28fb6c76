"""What the sample station does together: activities to come with some who have joined, and a charity project."""

from __future__ import annotations

import io
from datetime import datetime, time, timedelta

from django.utils import timezone
from PIL import Image, ImageDraw

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


RAILS = "四栋老楼没有电梯。给住三楼以上的十二户独居老人装楼梯扶手，先量，再装，装完请老人试。"
BUDGET = [("扶手和配件", 480_000), ("安装工费", 240_000), ("工具", 30_000)]
# Which line, what for, cents, how many days ago.
SPENT = [
    (0, "不锈钢扶手 60 米", 312_000, 40),
    (2, "电钻一把、水平尺两把", 27_600, 38),
    (1, "第一、二栋安装", 120_000, 12),
]
PROGRESS = (
    "量完了四栋，十二户都同意装。第一、二栋已经装好，六位老人试过，说下楼稳当。"
    "三栋的墙面不平，要加垫块，预计月底装完。"
)


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
    _project(lead)


def _project(lead: Actor) -> None:
    """A project under way, with an amount that was wrong and was put right."""
    today = timezone.localdate()
    made = services.project_open(
        actor=lead,
        title="老楼装扶手",
        plan=RAILS,
        source="社区为民服务经费",
        answers="柳荫里邻里站、物业",
        starts=today - timedelta(days=60),
        ends=today + timedelta(days=60),
        budget=BUDGET,
    )
    lines = list(made.lines.all())
    for number, (line, what, cents, days) in enumerate(SPENT):
        spent = services.spending_add(
            actor=lead,
            uid=made.uid,
            line_uid=lines[line].uid,
            what=what,
            cents=cents,
            day=today - timedelta(days=days),
            receipt=_receipt(number, cents),
        )
    services.spending_correct(
        actor=lead, uid=made.uid, spending_uid=spent.uid, cents=102_000, reason="多记了一户的工费，按收据改"
    )
    services.progress_add(actor=lead, uid=made.uid, text=PROGRESS)


def _receipt(number: int, cents: int) -> bytes:
    """A drawn slip in the place of a photograph."""
    out, slip = io.BytesIO(), Image.new("RGB", (420, 260), "#fffdf6")
    draw = ImageDraw.Draw(slip)
    draw.rectangle((12, 12, 407, 247), outline="#9a8f78", width=2)
    draw.text((36, 40), f"RECEIPT  No. {number + 1:04d}", fill="#33302a", font_size=28)
    draw.text((36, 150), f"CNY {cents / 100:,.2f}", fill="#33302a", font_size=40)
    slip.save(out, "PNG")
    return out.getvalue()
