"""Handling a case: one at a time, with a reason, by one who has no part in it; and taken back in one step."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from linli.station.desk import selectors, services
from linli.station.desk.models import Answer, Case
from linli.station.desk.services import Conflict
from linli.station.ledger import selectors as ledger
from linli.station.moderation import services as moderation
from linli.station.moderation.models import Item
from linli.station.notifications import selectors as notices
from linli.station.notifications.models import Notice
from linli.station.people.actors import Actor, Forbidden, NotFound
from linli.station.people.models import User
from linli.vocabulary import LinliError
from tests.station.factories import People, community_make, item_make, people_make, user_make

UPHOLD = {"category": "abuse", "action": "remove"}


@pytest.fixture
def item(people: People) -> Item:
    return item_make(people.forum)


@pytest.fixture
def receipt(people: People, item: Item) -> services.Receipt:
    return moderation.report_create(actor=people.member, category="abuse", item=item, text="他骂人")


@pytest.fixture
def number(receipt: services.Receipt) -> int:
    return receipt.case_number


def answer(actor: Actor, number: int, choice: str = "uphold", reason: str = "确实在骂人", **more: object) -> Answer:
    case = Case.objects.get(community_id=actor.community_id, number=number)
    values = UPHOLD if choice == "uphold" else {}
    given = {"version": case.version, "values": values, **more}
    return services.case_answer(actor=actor, number=number, choice=choice, reason=reason, **given)  # type: ignore[arg-type]


def test_taking_locks_and_names_who_has_it(people: People, number: int) -> None:
    case = services.case_take(actor=people.reviewer, number=number)
    assert case.state == "taken"
    with pytest.raises(Conflict) as conflict:
        services.case_take(actor=people.other, number=number)
    who = str(User.objects.get(pk=people.reviewer.user_id))
    assert conflict.value.who == who
    assert who in conflict.value.problem.zh
    assert conflict.value.until == case.taken_until


def test_taking_again_prolongs_ones_own_lock(people: People, number: int) -> None:
    first = services.case_take(actor=people.reviewer, number=number)
    Case.objects.update(taken_until=timezone.now() + timedelta(minutes=1))
    again = services.case_take(actor=people.reviewer, number=number)
    assert again.taken_until is not None
    assert again.taken_until > timezone.now() + timedelta(minutes=20)
    assert [r.kind for r in ledger.rows_of(community_id=first.community_id)].count("case.taken") == 1


def test_a_lock_runs_out(people: People, number: int) -> None:
    services.case_take(actor=people.reviewer, number=number)
    Case.objects.update(taken_until=timezone.now() - timedelta(seconds=1))
    assert services.case_take(actor=people.other, number=number).taken_by_id == people.other.user_id
    with pytest.raises(Conflict):
        answer(people.reviewer, number)


def test_a_release_gives_it_back(people: People, number: int) -> None:
    services.case_take(actor=people.reviewer, number=number)
    with pytest.raises(Forbidden):
        services.case_release(actor=people.other, number=number)
    services.case_release(actor=people.lead, number=number)
    assert services.case_take(actor=people.other, number=number).taken_by_id == people.other.user_id


def test_a_hold_keeps_it_and_its_promise(people: People, number: int) -> None:
    promised = Case.objects.get().promised_at
    held = services.case_hold(actor=people.reviewer, number=number, reason="等待当事人补充材料")
    assert (held.state, held.held_reason, held.promised_at) == ("held", "等待当事人补充材料", promised)
    with pytest.raises(Conflict):
        services.case_take(actor=people.other, number=number)
    assert services.case_take(actor=people.reviewer, number=number).state == "taken"


@pytest.mark.parametrize("reason", ["", "   ", "不行", "。。。。。", "x" * 2001])
def test_the_server_insists_on_a_reason(people: People, number: int, reason: str) -> None:
    with pytest.raises(LinliError) as refused:
        answer(people.reviewer, number, reason=reason)
    assert refused.value.field == "reason"
    assert Case.objects.get().state == "new"


def test_nobody_answers_what_they_did_not_see(people: People, item: Item, number: int) -> None:
    seen = Case.objects.get().version
    moderation.report_create(actor=people.visitor, category="threat", item=item, source="203.0.113.1")
    with pytest.raises(Conflict) as conflict:
        answer(people.reviewer, number, version=seen)
    assert conflict.value.version > seen
    assert not Answer.objects.exists()


def test_an_answered_case_is_not_answered_again(people: People, number: int) -> None:
    answer(people.reviewer, number)
    with pytest.raises(Conflict) as conflict:
        answer(people.other, number)
    assert conflict.value.who == str(User.objects.get(pk=people.reviewer.user_id))


@pytest.mark.parametrize(("choice", "values", "field"), [("shrug", {}, "choice"), ("uphold", {}, "category")])
def test_an_unknown_choice_or_a_missing_field_is_named(
    people: People, number: int, choice: str, values: dict[str, str], field: str
) -> None:
    with pytest.raises(LinliError) as refused:
        answer(people.reviewer, number, choice, values=values)
    assert refused.value.field == field


def test_content_and_context_are_kept_as_they_were(people: People) -> None:
    item = item_make(people.forum, "第一版", external_id="p1", context={"title": "讲座", "thread": ["上一句"]})
    number = moderation.report_create(actor=people.visitor, category="abuse", item=item).case_number
    item_make(people.forum, "第二版", external_id="p1", context={"title": "讲座", "thread": ["上一句"]})
    given = answer(people.reviewer, number)
    case = Case.objects.get(number=number)
    assert (case.snapshot["text"], given.snapshot["text"]) == ("第一版", "第二版")
    assert case.snapshot["context"]["thread"] == ["上一句"]


def test_everyone_who_sent_hears_the_outcome(people: People, item: Item, receipt: services.Receipt) -> None:
    bob = moderation.account_ensure(actor=people.forum, external_id="bob")
    moderation.report_create(actor=people.forum, category="abuse", item=item, reporter=bob)
    hidden = moderation.report_create(actor=people.visitor, category="abuse", item=item, source="203.0.113.1")
    answer(people.reviewer, receipt.case_number)
    assert [n.kind for n in notices.notices_mine(actor=people.member)] == ["case.given"]
    [told] = notices.notices_of_account(community_id=item.community_id, account=bob.uid)
    assert "属实" in told.body
    followed = selectors.followed(selectors.submission_by_code(community_id=item.community_id, code=hidden.code))
    assert followed.answer is not None
    assert followed.answer.reason == "确实在骂人"
    assert not hasattr(followed.answer, "by")


def test_a_member_sees_only_their_own(people: People, receipt: services.Receipt) -> None:
    [mine] = selectors.submissions_mine(actor=people.member)
    assert selectors.submission_of(actor=people.member, uid=mine.uid) == mine
    assert not selectors.submissions_mine(actor=people.reviewer).exists()
    for other in (people.reviewer, people.keeper, people.visitor, people.forum):
        with pytest.raises(NotFound):
            selectors.submission_of(actor=other, uid=mine.uid)


def test_one_who_sent_it_never_handles_it(people: People) -> None:
    for who in (people.reviewer, people.lead, people.keeper):
        item = item_make(people.forum)
        number = moderation.report_create(actor=who, category="abuse", item=item).case_number
        with pytest.raises(Forbidden, match="part in this case"):
            services.case_take(actor=who, number=number)
        with pytest.raises(Forbidden, match="part in this case"):
            answer(who, number)
        assert number not in [case.number for case in selectors.queue(actor=who)]
        with pytest.raises(NotFound):
            selectors.case_for(actor=who, number=number)


def test_one_step_takes_everything_back(people: People, item: Item, number: int) -> None:
    answer(people.reviewer, number, values={**UPHOLD, "pause_days": "7"})
    services.proposal_confirm(actor=people.other, number=number, version=Case.objects.get().version)
    item.refresh_from_db()
    item.author.refresh_from_db()
    assert item.state == "removed"
    assert item.author.paused_until is not None
    services.case_reverse(actor=people.reviewer, number=number, reason="看错了上下文")
    item.refresh_from_db()
    item.author.refresh_from_db()
    assert (item.state, item.author.paused_until) == ("visible", None)
    case = Case.objects.get(number=number)
    assert (case.state, case.taken_by_id, case.answered_at) == ("new", None, None)
    assert [n.kind for n in notices.notices_mine(actor=people.member)] == ["case.back", "case.given"]
    answer(people.other, number, "dismiss", reason="只是玩笑话")
    assert Answer.objects.filter(reversed_at=None).get().choice == "dismiss"


def test_who_may_take_an_answer_back(people: People, number: int) -> None:
    answer(people.reviewer, number)
    for refused in (people.other, people.member, people.visitor, people.forum):
        with pytest.raises(Forbidden):
            services.case_reverse(actor=refused, number=number, reason="我不同意这个")
    services.case_reverse(actor=people.lead, number=number, reason="处置过重了")
    with pytest.raises(LinliError, match="no answer"):
        services.case_reverse(actor=people.lead, number=number, reason="处置过重了")


def test_a_second_look_goes_to_somebody_else_once(people: People, receipt: services.Receipt) -> None:
    answer(people.reviewer, receipt.case_number, "dismiss")
    submission = selectors.submission_of(actor=people.member, uid=receipt.submission_uid)
    assert selectors.followed(submission).can_reopen
    again = services.submission_reopen(actor=people.member, submission=submission, reason="没有看到后半句")
    assert again.code == receipt.code
    assert again.case_number != receipt.case_number
    with pytest.raises(Forbidden):
        services.case_take(actor=people.reviewer, number=again.case_number)
    answer(people.other, again.case_number)
    submission.refresh_from_db()
    assert not selectors.followed(submission).can_reopen
    with pytest.raises(LinliError, match="second look"):
        services.submission_reopen(actor=people.member, submission=submission, reason="还是不同意")


def test_a_word_between_the_desk_and_one_who_sent(people: People, item: Item, receipt: services.Receipt) -> None:
    other = moderation.report_create(actor=people.visitor, category="abuse", item=item, source="203.0.113.1")
    services.message_from_desk(
        actor=people.reviewer, number=receipt.case_number, submission_uid=receipt.submission_uid, text="是哪一句？"
    )
    submission = selectors.submission_of(actor=people.member, uid=receipt.submission_uid)
    services.message_send(actor=people.member, submission=submission, text="最后一句")
    assert [m.text for m in selectors.followed(submission).messages] == ["是哪一句？", "最后一句"]
    stranger = selectors.submission_by_code(community_id=item.community_id, code=other.code)
    assert selectors.followed(stranger).messages == ()
    assert [n.kind for n in notices.notices_mine(actor=people.member)] == ["message.sent"]
    with pytest.raises(Forbidden):
        services.message_from_desk(
            actor=people.member, number=receipt.case_number, submission_uid=receipt.submission_uid, text="?"
        )


def test_messages_of_one_who_sent_are_bounded(people: People, receipt: services.Receipt) -> None:
    submission = selectors.submission_of(actor=people.member, uid=receipt.submission_uid)
    for _ in range(20):
        services.message_send(actor=people.member, submission=submission, text="在吗")
    with pytest.raises(LinliError, match="too many"):
        services.message_send(actor=people.member, submission=submission, text="在吗")


def test_satisfaction_follows_an_answer(people: People, receipt: services.Receipt) -> None:
    submission = selectors.submission_of(actor=people.member, uid=receipt.submission_uid)
    with pytest.raises(LinliError, match="no answer"):
        services.satisfaction_give(actor=people.member, submission=submission, score=5)
    answer(people.reviewer, receipt.case_number)
    submission = selectors.submission_of(actor=people.member, uid=receipt.submission_uid)
    services.satisfaction_give(actor=people.member, submission=submission, score=2)
    services.satisfaction_give(actor=people.member, submission=submission, score=4, comment="快")
    submission.refresh_from_db()
    assert selectors.followed(submission).score == 4
    with pytest.raises(LinliError, match="1 to 5"):
        services.satisfaction_give(actor=people.member, submission=submission, score=6)


def test_a_case_that_another_holds_is_out_of_reach(people: People, number: int) -> None:
    services.case_take(actor=people.reviewer, number=number)
    assert not selectors.queue(actor=people.other).exists()
    with pytest.raises(NotFound):
        selectors.case_for(actor=people.other, number=number)
    assert selectors.case_for(actor=people.reviewer, number=number).number == number
    assert selectors.case_for(actor=people.lead, number=number).number == number
    answer(people.reviewer, number)
    with pytest.raises(NotFound):
        selectors.case_for(actor=people.other, number=number)
    assert selectors.case_for(actor=people.reviewer, number=number).number == number


@pytest.mark.parametrize("who", ["visitor", "member", "forum"])
def test_those_below_reviewer_reach_no_case(people: People, number: int, who: str) -> None:
    actor = getattr(people, who)
    with pytest.raises(Forbidden):
        selectors.queue(actor=actor)
    with pytest.raises(Forbidden):
        selectors.case_for(actor=actor, number=number)
    with pytest.raises(Forbidden):
        services.case_take(actor=actor, number=number)
    with pytest.raises(Forbidden):
        answer(actor, number)


def test_another_communitys_staff_reach_no_case(people: People, number: int) -> None:
    other = people_make(community_make(slug="other"))
    for actor in (other.reviewer, other.lead, other.keeper):
        assert not selectors.queue(actor=actor).exists()
        with pytest.raises(NotFound):
            selectors.case_for(actor=actor, number=number)
        with pytest.raises(NotFound):
            services.case_take(actor=actor, number=number)
        with pytest.raises(NotFound):
            services.case_release(actor=actor, number=number)
        with pytest.raises(NotFound):
            services.case_answer(actor=actor, number=number, version=1, choice="dismiss", reason="不归我管的")
        with pytest.raises(NotFound):
            services.case_reverse(actor=actor, number=number, reason="不归我管的")


def test_a_lead_assigns_to_one_who_may(people: People, item: Item, number: int) -> None:
    assert people.other.user_id is not None
    outsider = user_make()
    services.case_assign(actor=people.lead, number=number, user_id=people.other.user_id)
    assert selectors.queue(actor=people.other, mine=True).get().number == number
    with pytest.raises(Forbidden):
        services.case_assign(actor=people.lead, number=number, user_id=outsider.pk)
    with pytest.raises(Forbidden):
        services.case_assign(actor=people.reviewer, number=number, user_id=people.other.user_id)


def test_reminders_escalation_and_closing(people: People, number: int) -> None:
    community_id = people.lead.community_id
    services.case_take(actor=people.reviewer, number=number)
    promised = Case.objects.get().promised_at
    early = services.desk_tick(community_id=community_id, now=promised - timedelta(days=2))
    assert early == {"reminded": 0, "escalated": 0, "woken": 0, "closed": 0}
    soon = promised - timedelta(hours=2)
    assert services.desk_tick(community_id=community_id, now=soon)["reminded"] == 1
    assert services.desk_tick(community_id=community_id, now=soon)["reminded"] == 0
    assert [n.kind for n in notices.notices_mine(actor=people.reviewer)] == ["case.due"]
    late = services.desk_tick(community_id=community_id, now=promised + timedelta(minutes=1))
    assert late == {"reminded": 0, "escalated": 1, "woken": 0, "closed": 0}
    assert {n.kind for n in notices.notices_mine(actor=people.lead)} == {"case.late"}
    assert not Notice.objects.filter(user_id=people.other.user_id).exists()
    answer(people.reviewer, number)
    done = services.desk_tick(community_id=community_id, now=timezone.now() + timedelta(days=31))
    assert done["closed"] == 1
    assert Case.objects.get().state == "closed"
