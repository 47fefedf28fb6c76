"""Which case comes first and why, which queue it goes to, and who works there."""

from __future__ import annotations

import itertools
from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.station.desk import routing, selectors, services, weights
from linli.station.desk.models import Case, Queue
from linli.station.desk.routing import Wanted
from linli.station.moderation import services as moderation
from linli.station.organisations.models import Community
from linli.station.people.actors import Actor, Forbidden
from linli.vocabulary import LinliError
from tests.station.factories import People, item_make, submit
from tests.station.pages import signed_in

KINDS, HARMS, TONGUES = ("report", "review"), ("abuse", "fraud", "spam"), ("zh", "en")
WANTED = st.builds(
    Wanted,
    kinds=st.frozensets(st.sampled_from(KINDS)),
    categories=st.frozensets(st.sampled_from(HARMS)),
    languages=st.frozensets(st.sampled_from(TONGUES)),
    minors=st.sampled_from(["", "yes", "no"]),
    severity_from=st.integers(0, 3),
    severity_to=st.integers(0, 3),
)


def report(people: People, category: str = "spam", text: str = "今天的讲座很好", **more: object) -> Case:
    item = item_make(people.forum, text)
    given: dict[str, object] = {"actor": people.visitor, "source": f"10.0.0.{item.pk % 250}", **more}
    made = moderation.report_create(category=category, item=item, **given)  # type: ignore[arg-type]
    return Case.objects.get(community_id=people.lead.community_id, number=made.case_number)


def order(actor: Actor) -> list[int]:
    return list(selectors.queue(actor=actor).values_list("number", flat=True))


EVERY = [
    Case(kind=k, category=h, language=t, minors=m, severity=s)
    for k, h, t, m, s in itertools.product(KINDS, HARMS, TONGUES, (False, True), range(4))
]


@settings(deadline=None)
@given(WANTED, WANTED)
def test_two_queues_overlap_exactly_where_some_case_goes_to_both(one: Wanted, other: Wanted) -> None:
    both = any(routing.takes(one, case) and routing.takes(other, case) for case in EVERY)
    assert routing.overlap(one, other) == both


def test_danger_is_first_then_evidence_then_time(people: People) -> None:
    plain = report(people)
    severe = report(people, text="你这个笨蛋")
    child = report(people, minors=True)
    danger = report(people, "self-harm")
    assert order(people.reviewer) == [danger.number, child.number, severe.number, plain.number]
    Case.objects.filter(pk=plain.pk).update(promised_at=timezone.now() - timedelta(days=20))
    waited = Case.objects.get(pk=plain.pk)
    weights.order(waited)
    waited.save()
    assert order(people.reviewer) == [danger.number, plain.number, child.number, severe.number]


def test_the_card_says_why_it_stands_there(people: People) -> None:
    case = report(people, minors=True)
    moderation.report_create(actor=people.member, category="spam", item=moderation_item(case), text="同一条")
    page = signed_in(people.reviewer).get("/desk/").content.decode()
    for words in ("为什么排在这里", "涉及未成年人", "多人反映"):
        assert words in page
    danger = report(people, "self-harm")
    assert "排在一切之前" in signed_in(people.reviewer).get(f"/desk/{danger.number}/").content.decode()


def moderation_item(case: Case):  # type: ignore[no-untyped-def]
    return moderation.items.selectors.item_by_uid(community_id=case.community_id, uid=case.subject_id)


def test_many_voices_weigh_more_but_a_flood_of_one_does_not(people: People) -> None:
    case = report(people)
    before = case.priority
    item = moderation_item(case)
    for place in range(4):
        moderation.report_create(actor=people.visitor, category="spam", item=item, source=f"198.51.100.{place}")
    case.refresh_from_db()
    assert case.weights["reach"] > 0
    raised = case.priority
    assert raised > before
    for _ in range(5):
        moderation.report_create(
            actor=people.visitor, category="spam", item=item, source="198.51.100.1", text="再说一次"
        )
    case.refresh_from_db()
    assert case.priority == raised


def test_overlapping_queues_are_refused_when_made(people: People) -> None:
    page = signed_in(people.lead)
    first = {"name": "诈骗", "categories": ["fraud"], "severity_from": "0", "severity_to": "3"}
    assert page.post("/desk/queues/", first).status_code == 302
    refused = page.post("/desk/queues/", {**first, "name": "骗局", "categories": ["fraud", "spam"]})
    assert refused.status_code == 422
    assert "与队列「诈骗」重叠" in refused.content.decode()
    assert "骗局" in refused.content.decode()
    assert page.post("/desk/queues/", {**first, "name": "广告", "categories": ["spam"]}).status_code == 302
    assert set(Queue.objects.values_list("name", flat=True)) == {"诈骗", "广告"}
    for who in (people.reviewer, people.member):
        assert signed_in(who).post("/desk/queues/", first).status_code == 403


def test_cases_are_routed_when_they_come_and_when_queues_change(people: People) -> None:
    before = report(people, "fraud")
    queue = services.queue_save(actor=people.lead, name="诈骗", wanted=Wanted(categories=frozenset({"fraud"})))
    after, other = report(people, "fraud"), report(people, "spam")
    before.refresh_from_db()
    assert [before.queue_id, after.queue_id, other.queue_id] == [queue.pk, queue.pk, None]
    shown = signed_in(people.reviewer).get(f"/desk/?queue={queue.uid}").content.decode()
    assert f"#{before.number}<" in shown
    assert f"#{other.number}<" not in shown
    english = submit(people.forum, "you are a 笨蛋 indeed, please leave this place now").item
    assert Case.objects.get(subject_id=english.uid).language == "en"
    services.queue_delete(actor=people.lead, uid=queue.uid)
    assert not Case.objects.exclude(queue=None).exists()


def test_a_queue_with_its_own_people_is_closed_to_others(people: People) -> None:
    assert people.other.user_id is not None
    wanted = Wanted(minors="yes")
    services.queue_save(actor=people.lead, name="未成年人", wanted=wanted, people=[people.other.user_id])
    case = report(people, minors=True)
    assert order(people.reviewer) == []
    assert signed_in(people.reviewer).get(f"/desk/{case.number}/").status_code == 403
    with pytest.raises(Forbidden, match="own people"):
        services.case_take(actor=people.reviewer, number=case.number)
    assert order(people.other) == order(people.lead) == [case.number]
    services.case_take(actor=people.other, number=case.number)
    with pytest.raises(LinliError, match="staff"):
        services.queue_save(actor=people.lead, name="别的", wanted=Wanted(minors="no"), people=[10**6])


def test_figures_count_what_is_ones_own_to_handle(community: Community, people: People) -> None:
    report(people)
    report(people, actor=people.reviewer, source="")
    taken = report(people)
    services.case_take(actor=people.other, number=taken.number)
    page = signed_in(people.reviewer).get("/desk/")
    figures = page.context["figures"]
    assert (figures.open, figures.not_yours, figures.mine) == (1, 1, 0)
    lead = signed_in(people.lead)
    assert lead.get("/desk/").context["figures"].open == 3
    loads = lead.get("/desk/load/")
    assert [(name, one.open) for name, one in loads.context["loads"]] == [("总队列", 3)]
    assert sum(n for _, n in loads.context["ages"]) == 3


def test_a_hold_has_a_date_and_wakes(people: People) -> None:
    case = report(people)
    page = signed_in(people.reviewer)
    day = timezone.localdate() + timedelta(days=3)
    page.post(f"/desk/{case.number}/hold/", {"reason": "等当事人补充截图", "until": day.isoformat()})
    case.refresh_from_db()
    assert (case.state, timezone.localtime(case.held_until).date()) == ("held", day)
    community_id = case.community_id
    assert services.desk_tick(community_id=community_id, now=timezone.now() + timedelta(days=1))["woken"] == 0
    assert services.desk_tick(community_id=community_id, now=timezone.now() + timedelta(days=4))["woken"] == 1
    case.refresh_from_db()
    assert (case.state, case.taken_by_id, case.held_until) == ("taken", people.reviewer.user_id, None)
    for bad in ("2001-01-01", "2199-01-01", "明天"):
        answer = page.post(f"/desk/{case.number}/hold/", {"reason": "等当事人补充截图", "until": bad})
        assert answer.status_code == 422
        assert "等当事人补充截图" in answer.content.decode()


def test_one_who_holds_a_case_hands_it_over_with_a_note(people: People) -> None:
    case = report(people)
    services.case_take(actor=people.reviewer, number=case.number)
    handed = {"person": str(people.other.user_id), "note": "当事人说晚上有空"}
    signed_in(people.reviewer).post(f"/desk/{case.number}/assign/", handed)
    case.refresh_from_db()
    assert case.taken_by_id == people.other.user_id
    assert "当事人说晚上有空" in signed_in(people.other).get(f"/desk/{case.number}/").content.decode()
    assert f"案件 {case.number} 交给您了" in signed_in(people.other).get("/me/").content.decode()


def test_a_break_is_offered_after_a_long_stretch(people: People) -> None:
    for _ in range(3):
        case = report(people, "sexual")
        services.case_answer(
            actor=people.reviewer, number=case.number, version=case.version, choice="dismiss", reason="没有违反公约"
        )
    page = signed_in(people.reviewer)
    assert "歇一会儿吧" not in page.get("/desk/").content.decode()
    for minutes, answer in zip((55, 48, 41), Case.objects.order_by("pk"), strict=True):
        answer.answers.update(at=timezone.now() - timedelta(minutes=minutes))
    assert "歇一会儿吧" not in page.get("/desk/").content.decode()
    for minutes, answer in zip((51, 44, 4), Case.objects.order_by("pk"), strict=True):
        answer.answers.update(at=timezone.now() - timedelta(minutes=minutes))
    for number in range(6):
        case = report(people, "sexual")
        services.case_answer(
            actor=people.reviewer, number=case.number, version=case.version, choice="dismiss", reason="没有违反公约"
        )
        case.answers.update(at=timezone.now() - timedelta(minutes=38 - 6 * number))
    assert "歇一会儿吧" in page.get("/desk/").content.decode()
    assert "歇一会儿吧" not in signed_in(people.other).get("/desk/").content.decode()
