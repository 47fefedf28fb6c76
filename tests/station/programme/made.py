"""A call with an application, and a council with a question: what their pages are called with."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from linli.station.programme import services
from linli.station.programme.models import Application, Call, Question
from linli.station.programme.selectors import guardian_code
from tests.station.factories import People


def grant_made(people: People) -> tuple[Call, Application]:
    """A call of the lead's and the member's application."""
    call = services.call_open(
        actor=people.lead,
        title="小微公益",
        purpose="一千元以内、三个月内做完的小事。",
        pot=300_000,
        most=100_000,
        criteria=["有人需要", "做得成"],
        closes=timezone.localdate() + timedelta(days=20),
    )
    words = {"title": "楼顶种菜", "text": "和孩子们在楼顶种菜，收了送给独居老人。", "body": "五号楼小组"}
    services.apply(actor=people.member, call_uid=call.uid, asked=80_000, **words)
    return call, call.applications.get()


def question_made(people: People) -> Question:
    """A question to a council in which the member, thirteen or less, sits with a guardian's consent."""
    ends = timezone.localdate() + timedelta(days=200)
    term = services.term_open(actor=people.lead, title="第一届", ends=ends)
    seat = services.seat_ask(actor=people.member, term_uid=term.uid, band="08-13")
    services.guardian_consent(actor=people.visitor, code=guardian_code(seat), name="妈妈")
    services.seat_give(actor=people.lead, uid=seat.uid)
    return services.question_put(actor=people.lead, term_uid=term.uid, text="活动室周末开到几点好？")


def programme_pages(people: People) -> dict[str, dict[str, object]]:
    """The arguments of the pages, by their names."""
    call, applied = grant_made(people)
    by_uid, asked = {"uid": applied.uid}, question_made(people)
    tried = services.experiment_begin(
        actor=people.lead,
        title="回访电话",
        before="答复后不再联系",
        new="答复三天后打一个电话",
        measure="一周内说解决了",
        way="lot",
        ends=timezone.localdate() + timedelta(days=30),
    )
    return {
        "experiment": {"uid": tried.uid},
        "council-question": {"uid": asked.uid},
        "council-consent": {"code": guardian_code(asked.term.seats.all()[0])},
        "grant-call": {"uid": call.uid},
        "grant-application": by_uid,
        "grant-act": by_uid,
        "grant-photo": {**by_uid, "which": "before"},
    }
