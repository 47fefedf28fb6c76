"""Sending to the desk: a receipt at once, one case a subject, floods slowed, merged and never dropped in silence."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from linli.station.desk import selectors, services
from linli.station.desk.models import Case, Message, SourceKey, Submission
from linli.station.desk.promise import promised_at
from linli.station.desk.services import submissions
from linli.station.ledger import selectors as ledger
from linli.station.ledger.models import Row
from linli.station.moderation import services as moderation
from linli.station.notifications.models import Notice
from linli.station.people.actors import Forbidden, NotFound
from linli.vocabulary import LinliError
from tests.station.factories import People, community_make, item_make, people_make

HERE = "203.0.113.9"
SHANGHAI = ZoneInfo("Asia/Shanghai")


def report(people: People, item: object, who: str = "visitor", **more: object) -> services.Receipt:
    given = {"category": "abuse", "source": HERE, **more}
    return moderation.report_create(actor=getattr(people, who), item=item, **given)  # type: ignore[arg-type]


def test_a_receipt_comes_at_once(people: People) -> None:
    receipt = report(people, item_make(people.forum))
    followed = selectors.followed(
        selectors.submission_by_code(community_id=people.lead.community_id, code=receipt.code)
    )
    assert (followed.state, followed.answer, followed.kind) == ("new", None, "report")
    assert followed.code == receipt.code
    assert followed.promised_at == receipt.promised_at


def test_a_receipt_opens_nothing_in_another_community(people: People) -> None:
    receipt = report(people, item_make(people.forum))
    other = community_make(slug="other")
    with pytest.raises(NotFound):
        selectors.submission_by_code(community_id=other.pk, code=receipt.code)


def test_the_database_holds_no_receipt(people: People) -> None:
    receipt = report(people, item_make(people.forum))
    stored = Submission.objects.get(uid=receipt.submission_uid)
    assert receipt.code not in {str(value) for value in vars(stored).values()}
    assert HERE not in {str(value) for value in vars(stored).values()}


@pytest.mark.parametrize(
    ("sent", "days", "promised"),
    [
        (datetime(2026, 11, 24, 9), 3, datetime(2026, 11, 27, 18)),
        (datetime(2026, 11, 26, 23), 3, datetime(2026, 12, 1, 18)),
        (datetime(2026, 11, 28, 12), 1, datetime(2026, 11, 30, 18)),
        (datetime(2026, 11, 24, 9), 0, datetime(2026, 11, 24, 18)),
    ],
)
def test_a_promise_counts_working_days(sent: datetime, days: int, promised: datetime) -> None:
    assert promised_at(sent.replace(tzinfo=SHANGHAI), days) == promised.replace(tzinfo=SHANGHAI)


def test_many_on_one_subject_join_one_case_and_raise_it(people: People) -> None:
    item = item_make(people.forum)
    first = report(people, item)
    before = Case.objects.get(number=first.case_number).priority
    second = report(people, item, source="203.0.113.10")
    third = report(people, item, "member", source="")
    assert first.case_number == second.case_number == third.case_number
    assert len({first.code, second.code, third.code}) == 3
    assert Case.objects.get(number=first.case_number).priority == before + 6


def test_a_report_joins_the_review_of_a_held_item(people: People) -> None:
    item = item_make(people.forum, "你这个笨蛋")
    [review] = selectors.queue(actor=people.reviewer)
    assert report(people, item).case_number == review.number


def test_the_same_from_one_source_gets_the_same_receipt(people: People) -> None:
    item = item_make(people.forum)
    first = report(people, item)
    before = Case.objects.get().priority
    again = [report(people, item) for _ in range(5)]
    assert {r.code for r in again} == {first.code}
    assert all(r.merged for r in again)
    assert Submission.objects.get().merged == 6
    assert Case.objects.get().priority == before
    assert [row.kind for row in ledger.rows_of(community_id=people.lead.community_id)].count("submission.merged") == 5


def test_other_words_from_one_address_get_another_receipt(people: People) -> None:
    item = item_make(people.forum)
    first, second = report(people, item, text="甲说的"), report(people, item, text="乙说的")
    assert first.code != second.code
    assert Case.objects.get().priority == 0


def test_a_member_who_adds_words_keeps_receipt_and_words(people: People) -> None:
    item = item_make(people.forum)
    first = report(people, item, "member", text="他骂人")
    second = report(people, item, "member", text="他又骂人了")
    assert first.code == second.code
    assert Message.objects.get().text == "他又骂人了"


def test_a_flood_is_slowed_and_then_refused(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(submissions, "SLOW_AFTER", 2)
    monkeypatch.setattr(submissions, "REFUSE_AFTER", 4)
    sent = [report(people, item_make(people.forum)) for _ in range(4)]
    assert [r.slowed for r in sent] == [False, False, True, True]
    assert sent[2].promised_at > sent[1].promised_at
    assert (
        Case.objects.get(number=sent[2].case_number).priority < Case.objects.get(number=sent[1].case_number).priority
    )
    with pytest.raises(services.TooMany) as refused:
        report(people, item_make(people.forum))
    assert 0 < refused.value.retry_after <= 3600
    assert "分钟后再试" in refused.value.mend.zh
    assert report(people, item_make(people.forum), source="203.0.113.10").slowed is False
    assert Submission.objects.count() == 5


def test_the_flood_passes(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(submissions, "REFUSE_AFTER", 1)
    report(people, item_make(people.forum))
    Submission.objects.update(created=Submission.objects.get().created - timedelta(hours=1))
    report(people, item_make(people.forum))


def test_a_slowed_report_joins_a_case_without_raising_it(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    item = item_make(people.forum)
    report(people, item, source="203.0.113.10")
    monkeypatch.setattr(submissions, "SLOW_AFTER", 0)
    assert report(people, item).slowed
    assert Case.objects.get().priority == 0


def test_an_address_is_kept_as_a_digest_whose_key_goes(people: People) -> None:
    report(people, item_make(people.forum))
    assert SourceKey.objects.count() == 1
    assert services.source_keys_purge() == 0
    SourceKey.objects.update(day=SourceKey.objects.get().day - timedelta(days=2))
    assert services.source_keys_purge() == 1


def test_danger_comes_first(people: People) -> None:
    report(people, item_make(people.forum))
    urgent = report(people, item_make(people.forum), category="minor-safety")
    assert selectors.queue(actor=people.reviewer)[0].number == urgent.case_number


@pytest.mark.parametrize(
    ("more", "field"),
    [({"category": "opinion"}, "category"), ({"category": ""}, "category"), ({"text": "长" * 1001}, "text")],
)
def test_a_wrong_field_is_named(people: People, more: dict[str, str], field: str) -> None:
    with pytest.raises(LinliError) as refused:
        report(people, item_make(people.forum), **more)
    assert refused.value.field == field
    assert not Submission.objects.exists()


def test_an_item_of_another_community_cannot_be_reported(people: People) -> None:
    other = people_make(community_make(slug="other"), client_id=2)
    item = item_make(other.forum)
    with pytest.raises(NotFound):
        report(people, item)
    with pytest.raises(NotFound):
        services.submission_create(
            actor=people.visitor,
            kind="report",
            body={"category": "abuse"},
            subject_type="item",
            subject_id=item.uid,
        )


def test_what_is_not_public_cannot_be_sent_directly(people: People) -> None:
    for who in (people.visitor, people.member, people.forum, people.keeper):
        for kind in ("appeal", "review"):
            with pytest.raises(Forbidden):
                services.submission_create(actor=who, kind=kind, body={}, subject_type="decision", subject_id="x")


def test_a_report_of_a_link_elsewhere_is_taken(people: People) -> None:
    receipt = report(people, None, url="https://example.org/t/1", quote="原话")
    [case] = selectors.queue(actor=people.reviewer)
    assert (case.number, case.subject_id) == (receipt.case_number, "")


def test_a_known_link_finds_its_item(people: People) -> None:
    item = item_make(people.forum, url="https://forum.example/t/1")
    report(people, None, url="https://forum.example/t/1")
    [case] = selectors.queue(actor=people.reviewer)
    assert case.subject_id == item.uid


def test_a_reporter_is_named_nowhere(people: People) -> None:
    """Not to reviewers, not in the case, not in a notice to the author, not in the record."""
    item = item_make(people.forum)
    receipt = report(people, item, "member", source="", text="请看看")
    case = services.case_take(actor=people.reviewer, number=receipt.case_number)
    services.case_answer(
        actor=people.reviewer,
        number=case.number,
        version=case.version,
        choice="uphold",
        reason="违反公约第一条",
        values={"category": "abuse", "action": "label"},
    )
    [sent] = selectors.sent_to(actor=people.lead, case=case)
    assert not {"submitter", "submitter_id", "source", "user"} & set(sent.__slots__)
    about_author = Notice.objects.filter(account=item.author.uid)
    assert "举报" not in "".join(n.body + n.title for n in about_author)
    created = Row.objects.get(kind="submission.created")
    assert (created.actor["via"], created.actor["ref"], created.subject) == ("visitor", "", "")
    assert "请看看" not in str(created.data)
