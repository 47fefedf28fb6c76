"""Items: stored, assessed, decided, told; edited, withdrawn, paused; and what is never taken or never done."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from linli.station.desk import selectors as desk
from linli.station.desk import services as desk_services
from linli.station.desk.models import Case
from linli.station.ledger.models import Row
from linli.station.moderation import selectors, services
from linli.station.moderation.models import Account, Decision, Item, Source, StatementOfReasons
from linli.station.moderation.services import Paused
from linli.station.notifications import selectors as notices
from linli.station.notifications.models import Notice
from linli.station.people.actors import Forbidden, NotFound, client
from linli.vocabulary import Action, LinliError
from tests.station.factories import People, community_make, item_make, people_make, submit

REASON: dict[str, Any] = {
    "rule": "",
    "clause": "2.1",
    "clause_title": {"zh": "不辱骂他人", "en": "Do not insult people"},
    "text": {"zh": "辱骂", "en": "An insult"},
    "action": "remove",
    "category": "abuse",
    "spans": [],
}


def decide(people: People, **more: Any) -> Decision:
    given = {"action": Action.REMOVE, "reasons": [REASON], "policy": "test@1.0.0", "source": Source.REVIEWER, **more}
    return services.decision_make(actor=people.reviewer, **given)


@pytest.mark.parametrize(
    ("text", "state", "action", "visibility"),
    [
        ("你这个笨蛋", "held", "hold", "DECISION_VISIBILITY_CONTENT_DISABLED"),
        ("来看广告", "labelled", "label", "DECISION_VISIBILITY_CONTENT_LABELLED"),
        ("别这样", "visible", "nudge", "DECISION_VISIBILITY_OTHER"),
        ("我想不开", "visible", "help", "DECISION_VISIBILITY_OTHER"),
        ("滚出去", "removed", "remove", "DECISION_VISIBILITY_CONTENT_REMOVED"),
    ],
)
def test_every_action_has_its_state_its_statement_and_its_notice(
    people: People, text: str, state: str, action: str, visibility: str
) -> None:
    done = submit(people.forum, text)
    assert done.decision is not None
    assert (done.item.state, done.decision.action) == (state, action)
    statement = done.decision.statement
    assert statement.decision_visibility == [visibility]
    assert statement.automated_detection
    assert statement.automated_decision == "AUTOMATED_DECISION_FULLY"
    assert statement.source_type == "SOURCE_VOLUNTARY"
    assert statement.decision_ground == "DECISION_GROUND_INCOMPATIBLE_CONTENT"
    assert statement.application_date == done.decision.created
    assert "含有「" in statement.decision_facts
    assert "It contains" in statement.decision_facts_en
    assert done.notice is not None
    assert "第 2.1 条" in done.notice.body.zh
    assert "Clause 2.1" in done.notice.body.en
    assert "申诉" in done.notice.body.zh


def test_a_rule_alone_never_pauses_an_account(people: People) -> None:
    done = submit(people.forum, "刷屏")
    assert done.decision is not None
    assert done.decision.action == "hold"
    assert Account.objects.get().paused_until is None
    assert desk.queue(actor=people.reviewer).count() == 1


def test_the_same_again_changes_nothing(people: People) -> None:
    first = submit(people.forum, "你这个笨蛋", external_id="p1")
    again = submit(people.forum, "你这个笨蛋", external_id="p1")
    assert (first.created, again.created, again.changed) == (True, False, False)
    assert again.item == first.item
    assert again.decision == first.decision
    assert again.notice == first.notice
    assert Decision.objects.count() == Case.objects.count() == Notice.objects.count() == 1


def test_an_edit_that_mends_is_shown_and_its_review_closed(people: People) -> None:
    held = submit(people.forum, "你这个笨蛋", external_id="p1")
    mended = submit(people.forum, "你这样不对", external_id="p1")
    assert (mended.item.state, mended.item.version, mended.decision) == ("visible", 2, None)
    assert (mended.created, mended.changed) == (False, True)
    assert held.decision is not None
    held.decision.refresh_from_db()
    assert held.decision.reversed_how == "edited"
    assert held.decision.snapshot["text"] == "你这个笨蛋"
    case = Case.objects.get()
    assert (case.state, case.closed_why) == ("closed", "edited")


def test_an_edit_leaves_a_reported_review_to_be_answered(people: People) -> None:
    held = submit(people.forum, "你这个笨蛋", external_id="p1")
    services.report_create(actor=people.member, category="abuse", item=held.item)
    submit(people.forum, "你这样不对", external_id="p1")
    assert Case.objects.get().state == "new"


def test_an_edit_that_mends_one_of_two_keeps_the_other(people: People) -> None:
    submit(people.forum, "笨蛋，看广告", external_id="p1")
    now = submit(people.forum, "看广告", external_id="p1")
    assert now.item.state == "labelled"
    assert [d.action for d in selectors.decisions_in_force(item=now.item)] == ["label"]
    again = submit(people.forum, "看看", external_id="p1")
    assert again.item.state == "visible"
    assert selectors.decisions_in_force(item=again.item) == []


def test_nobody_answers_a_version_they_did_not_see(people: People) -> None:
    submit(people.forum, "你这个笨蛋", external_id="p1")
    case = desk_services.case_take(actor=people.reviewer, number=Case.objects.get().number)
    submit(people.forum, "大笨蛋", external_id="p1")
    with pytest.raises(desk_services.Conflict):
        desk_services.case_answer(
            actor=people.reviewer, number=case.number, version=case.version, choice="dismiss", reason="没有问题的"
        )
    assert selectors.items(actor=people.lead).get().state == "held"


def test_an_edit_does_not_undo_what_a_person_decided(people: People) -> None:
    item = item_make(people.forum, "一句话", external_id="p1")
    decide(people, item=item)
    assert submit(people.forum, "另一句话", external_id="p1").item.state == "removed"


def test_an_item_belongs_to_its_author(people: People) -> None:
    item_make(people.forum, external_id="p1", account_id="alice")
    with pytest.raises(LinliError, match="another account"):
        submit(people.forum, "换个说法", external_id="p1", account_id="mallory")


def test_a_private_message_is_taken_only_from_a_party(people: People) -> None:
    with pytest.raises(Forbidden, match="party"):
        submit(people.forum, "你好", kind="message")
    assert not Item.objects.exists()
    assert not Account.objects.exists()
    done = submit(people.forum, "你这个笨蛋", kind="message", submitted_by_party=True)
    assert (done.item.state, done.item.submitted_by_party) == ("held", True)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"kind": "poem"}, "kind"),
        ({"external_id": ""}, "external_id"),
        ({"external_id": "x" * 101}, "external_id"),
        ({"account_id": " "}, "account_id"),
        ({"url": "u" * 501}, "url"),
        ({"text": "长" * 100_001}, "text"),
        ({"text": "a\0b"}, "text"),
        ({"text": "a\ud800b"}, "text"),
        ({"context": {"mood": "x"}}, "context.mood"),
        ({"context": {"thread": ["x"] * 51}}, "context.thread"),
        ({"context": {"title": "\ud800"}}, "text"),
    ],
)
def test_a_wrong_field_is_named_and_nothing_kept(people: People, more: dict[str, Any], field: str) -> None:
    with pytest.raises(LinliError) as refused:
        submit(people.forum, **{"text": "你好", **more})
    assert refused.value.field == field
    assert not Item.objects.exists()


def test_a_withdrawn_item_is_hidden_and_may_come_back_changed(people: People) -> None:
    held = submit(people.forum, "你这个笨蛋", external_id="p1")
    gone = services.item_withdraw(actor=people.forum, item=held.item)
    assert gone.state == "withdrawn"
    assert Case.objects.get().closed_why == "withdrawn"
    assert services.item_withdraw(actor=people.forum, item=held.item).state == "withdrawn"
    assert Row.objects.filter(kind="item.withdrawn").count() == 1
    back = submit(people.forum, "你好", external_id="p1")
    assert back.item.state == "visible"


def test_clients_reach_only_their_own(people: People) -> None:
    item_make(people.forum, external_id="p1")
    stranger = client(people.forum.community_id, 2)
    with pytest.raises(NotFound):
        selectors.item_of(actor=stranger, external_id="p1")
    assert selectors.item_of(actor=people.forum, external_id="p1").external_id == "p1"
    assert not selectors.items(actor=stranger).exists()
    submit(people.forum, "你这个笨蛋")
    assert selectors.decisions(actor=people.forum).count() == 1
    assert not selectors.decisions(actor=stranger).exists()
    assert item_make(stranger, external_id="p1").author.client_id == 2


def test_communities_do_not_see_each_other(people: People) -> None:
    other = people_make(community_make(slug="other"), client_id=1)
    done = submit(people.forum, "你这个笨蛋", external_id="p1", url="https://forum.example/1")
    assert done.decision is not None
    assert done.notice is not None
    there = other.lead.community_id
    assert not selectors.items(actor=other.lead).exists()
    assert not selectors.decisions(actor=other.lead).exists()
    assert selectors.item_by_url(community_id=there, url="https://forum.example/1") is None
    for look in (
        lambda: selectors.item_of(actor=other.forum, external_id="p1"),
        lambda: selectors.item_by_uid(community_id=there, uid=done.item.uid),
        lambda: selectors.decision_by_uid(community_id=there, uid=done.decision.uid),
        lambda: selectors.notice_page(community_id=there, code=done.notice.code),
        lambda: services.appeal_create(actor=other.visitor, code=done.notice.code, text="看看别处"),
    ):
        with pytest.raises(NotFound):
            look()


@pytest.mark.parametrize("who", ["visitor", "member"])
def test_who_may_not(people: People, who: str) -> None:
    actor = getattr(people, who)
    item = item_make(people.forum)
    with pytest.raises(Forbidden):
        submit(actor, "你好")
    with pytest.raises(Forbidden):
        services.item_withdraw(actor=actor, item=item)
    with pytest.raises(Forbidden):
        selectors.items(actor=actor)
    with pytest.raises(Forbidden):
        selectors.decisions(actor=actor)
    with pytest.raises(Forbidden):
        services.policy_publish(actor=actor, document="")


def test_no_decision_without_a_reason_or_against_the_design(people: People) -> None:
    item = item_make(people.forum)
    with pytest.raises(LinliError, match="without a reason"):
        decide(people, item=item, reasons=[])
    with pytest.raises(LinliError, match="help, never"):
        decide(people, item=item, reasons=[{**REASON, "category": "self-harm"}])
    with pytest.raises(LinliError, match="labelled, no more"):
        decide(people, item=item, reasons=[{**REASON, "category": "false-claim"}])
    with pytest.raises(LinliError, match="pause is of an account"):
        decide(people, item=item, action=Action.PAUSE)
    with pytest.raises(LinliError, match="about an item"):
        decide(people, account=item.author)
    assert not Decision.objects.exists()
    assert not StatementOfReasons.objects.exists()


def test_the_strongest_decision_in_force_counts(people: People) -> None:
    item = item_make(people.forum)
    label = decide(people, item=item, action=Action.LABEL)
    limit = decide(people, item=item, action=Action.LIMIT)
    item.refresh_from_db()
    assert item.state == "limited"
    services.decision_reverse(actor=people.lead, decision=limit, how="mended", replaced_too=False)
    item.refresh_from_db()
    assert item.state == "labelled"
    services.decision_reverse(actor=people.lead, decision=label, how="mended", replaced_too=False)
    item.refresh_from_db()
    assert item.state == "visible"


def test_a_decision_ends_with_its_time(people: People) -> None:
    item = item_make(people.forum)
    end = timezone.now() + timedelta(days=1)
    decide(people, item=item, action=Action.LIMIT, expires_at=end)
    community_id = item.community_id
    assert services.decisions_expire(community_id=community_id, now=end - timedelta(seconds=1)) == 0
    Decision.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert services.decisions_expire(community_id=community_id) == 1
    assert services.decisions_expire(community_id=community_id) == 0
    item.refresh_from_db()
    assert item.state == "visible"
    assert Row.objects.filter(kind="decision.expired").count() == 1


def test_a_paused_account_is_told_and_may_post_again(people: People) -> None:
    item = item_make(people.forum, account_id="alice")
    end = timezone.now() + timedelta(days=3)
    made = decide(people, account=item.author, action=Action.PAUSE, expires_at=end)
    assert made.statement.decision_account == "DECISION_ACCOUNT_SUSPENDED"
    assert made.statement.end_date == end
    with pytest.raises(Paused) as refused:
        submit(people.forum, "你好", account_id="alice")
    assert refused.value.until == end
    assert submit(people.forum, "你好", account_id="bob").item.state == "visible"
    [told] = notices.notices_of_account(community_id=item.community_id, account=item.author.uid)
    assert "暂停" in told.title
    services.decision_reverse(actor=people.lead, decision=made, how="mended", replaced_too=False)
    assert submit(people.forum, "你好", account_id="alice").item.state == "visible"


def test_the_record_holds_no_words_and_no_names(people: People) -> None:
    submit(
        people.forum,
        "你这个笨蛋13800138000",
        external_id="tel-13800138000",
        account_id="alice",
        account_name="爱丽丝",
    )
    said = "".join(f"{r.kind}{r.actor}{r.object_id}{r.subject}{r.data}" for r in Row.objects.all())
    for secret in ("笨蛋", "13800138000", "alice", "爱丽丝"):
        assert secret not in said


def test_a_policy_is_published_once_a_version(people: People) -> None:
    live = selectors.policy_live(community_id=people.lead.community_id)
    assert live is not None
    assert live.reference == "test@1.0.0"
    changed = live.document.replace("测试公约", "新的公约")
    with pytest.raises(LinliError, match="another text"):
        services.policy_publish(actor=people.lead, document=changed)
    second = services.policy_publish(actor=people.lead, document=changed.replace("1.0.0", "1.1.0"))
    assert selectors.policy_live(community_id=people.lead.community_id) == second
    assert submit(people.forum, "你这个笨蛋").item.assessment["policy"] == "test@1.1.0"
    back = services.policy_publish(actor=people.lead, document=live.document)
    assert back.pk == live.pk
    assert selectors.policy_versions(community_id=people.lead.community_id).count() == 2


def test_a_wrong_policy_never_goes_live(people: People) -> None:
    with pytest.raises(LinliError):
        services.policy_publish(actor=people.lead, document="policy: x\nrules: []\n")
    assert selectors.policy_versions(community_id=people.lead.community_id).count() == 1


def test_a_new_community_starts_with_the_base_code(people: People) -> None:
    other = people_make(community_make(slug="other"))
    selectors.policy_versions(community_id=other.lead.community_id).delete()
    assert services.policy_ensure(community_id=other.lead.community_id).reference.startswith("base@")
