"""What the sample station does for the coming festival, and what came of the last one: see `festivals.yaml`."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import yaml
from django.utils import timezone

from linli import files
from linli.station.activities import services as activities
from linli.station.activities.services import ShiftPlan
from linli.station.config.sample_library import keep_collection, keep_item
from linli.station.people.actors import Actor
from linli.station.publishing import festivals, services
from linli.station.publishing.festivals import Day
from linli.station.publishing.selectors import content_of
from linli.station.publishing.services.campaigns import Plan
from linli.station.publishing.services.reading import digest_of
from linli.station.publishing.services.writing import Words

BEFORE, AFTER, AIM = 20, 3, 8
OURS = "诗属公有领域；画由邻里绘制，CC0。"
CLOSING = (
    "想收八篇，发布了两篇。前两周几乎没有人知道在征集，最后三天才热闹起来；"
    "另有两篇，照片里的人没有答应，我们没有发。来的人不多，问到的话都是真的。"
)
LESSON = "提前三周在楼道贴海报；收照片的时候，当面问一句能不能发。"


def load(*, lead: Actor, author: Actor, second: Actor) -> None:
    """The festivals in the library, a campaign that runs with works of several kinds, and one that is closed."""
    given: dict[str, Any] = yaml.safe_load(files.read_text("sample/festivals.yaml"))
    told: dict[str, dict[str, Any]] = given["festivals"]
    _shelf(lead, given["collection"], told)
    today = timezone.localdate()
    days = [one for one in festivals.ours(today) if one.name.zh in told]
    before = next(one for one in reversed(days) if one.name.zh != days[0].name.zh)
    _closed(lead, author, second, before, told[before.name.zh])
    _running(lead, author, second, days[0], told[days[0].name.zh])


def _shelf(keeper: Actor, given: dict[str, Any], told: dict[str, dict[str, Any]]) -> None:
    """A poem and a drawing of each festival that is no solar term: those are there already."""
    shelf = keep_collection(keeper, given)
    for name, one in told.items():
        if "poem" in one:
            _verse(keeper, shelf, name, one)


def _verse(keeper: Actor, shelf: str, name: str, one: dict[str, Any]) -> None:
    values = {"title": f"{name} · {one['poem']}", "title_en": one["en"], "creator": one["by"], "date": one["era"]}
    more = {"transcription": one["lines"], "plain": one["plain"], "subjects": ["节日", name], "rights": OURS}
    picture, alt = files.read_bytes(f"sample/library/festival-{one['picture']}.png"), f"{name}：{one['seen']}"
    keep_item(keeper, shelf, values | more | {"rooms": ["3-8", "8-12", "elder"]}, picture, alt)


def _plan(day: Day, one: dict[str, Any], starts: date, ends: date) -> Plan:
    title, why, invitation = one["campaign"]
    return Plan(title, why, invitation, AIM, starts, ends, day.slug)


def _running(lead: Actor, author: Actor, second: Actor, day: Day, one: dict[str, Any]) -> None:
    today = timezone.localdate()
    starts = min(today, day.day - timedelta(days=BEFORE))
    made = services.campaign_begin(actor=lead, plan=_plan(day, one, starts, day.day + timedelta(days=AFTER)))
    for work in (_poll, _card, _story):
        services.campaign_join(actor=author, uid=made.uid, work=work(day, one, author, second))
    _gathering(lead, author, day, one)


def _gathering(lead: Actor, member: Actor, day: Day, one: dict[str, Any]) -> None:
    """Something to do together on the day, or tomorrow where the day is today."""
    title, summary, place = one["activity"]
    on = max(day.day, timezone.localdate() + timedelta(days=1))
    starts = timezone.make_aware(datetime.combine(on, time(9)))
    made = activities.activity_create(
        actor=lead,
        title=title,
        summary=summary,
        place=place,
        festival=day.slug,
        plans=[ShiftPlan(starts, starts + timedelta(hours=2), 24)],
        publish=True,
    )
    activities.join(actor=member, shift_uid=made.shifts.get().uid)


def _closed(lead: Actor, author: Actor, second: Actor, day: Day, one: dict[str, Any]) -> None:
    """The same as it was for the festival before, ended with what came of it."""
    today = timezone.localdate()
    back = today - _last(day, today)
    plan = _plan(day, one, today - timedelta(days=BEFORE), today + timedelta(days=AFTER))
    made = services.campaign_begin(actor=lead, plan=plan)
    for work in (_story, _card):
        services.campaign_join(actor=author, uid=made.uid, work=work(day, one, author, second))
    services.sample_move_back(community_id=lead.community_id, uid=made.uid, by=max(back, timedelta(days=AFTER + 1)))
    services.campaign_close(actor=lead, uid=made.uid, closing=CLOSING, lesson=LESSON)


def _last(day: Day, today: date) -> date:
    """The last time that this festival was."""
    past = festivals.coming(today - timedelta(days=festivals.AHEAD), festivals.AHEAD - 1)
    return next(one.day for one in reversed(past) if one.slug == day.slug)


def _poll(day: Day, one: dict[str, Any], author: Actor, second: Actor) -> str:
    question, options = one["poll"]
    body = [{"type": "poll", "value": {"question": question, "options": "\n".join(options)}}]
    return _published(
        author, second, Words(question, f"{day.name.zh}：点一个，看看邻居选什么。", "街坊", "poll"), body
    )


def _card(day: Day, one: dict[str, Any], author: Actor, second: Actor) -> str:
    say, text = one["say"]
    body = [{"type": "card", "value": {"title": say, "text": text}}]
    return _published(author, second, Words(f"{day.name.zh}的一句诗", text, "诗句频道", "card"), body, "shiju")


def _story(day: Day, one: dict[str, Any], author: Actor, second: Actor) -> str:
    title, text, end = one["story"]
    body = [{"type": "text", "value": {"text": f"{text}\n\n**{end}**"}}]
    cover = _drawn(author, day, one)
    return _published(author, second, Words(title, one["campaign"][2], "街坊", "article"), body, cover=cover)


def _drawn(author: Actor, day: Day, one: dict[str, Any]) -> str:
    name = f"festival-{one['picture']}" if "picture" in one else f"term-{one['term']:02}"
    data = files.read_bytes(f"sample/library/{name}.png")
    return services.picture_keep(actor=author, data=data, alt=f"{day.name.zh}：{one['seen']}").uid


def _published(
    author: Actor, second: Actor, words: Words, body: list[dict[str, Any]], channel: str = "fangjian", cover: str = ""
) -> str:
    made = services.work_start(actor=author, channel=channel, words=words, body=body, cover=cover)
    made = services.work_offer(actor=author, uid=made.uid)
    services.work_publish(actor=second, uid=made.uid, seen=digest_of(content_of(made)), editor_name="小苏")
    return made.uid
