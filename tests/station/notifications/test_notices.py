"""Notices: told once, opened by their code alone, listed for their own reader."""

from __future__ import annotations

from typing import Any

import pytest

from linli.station.ledger.models import Row
from linli.station.notifications import selectors, services
from linli.station.notifications.models import Notice
from linli.station.people.actors import NotFound, system
from linli.vocabulary import Text
from tests.station.factories import People, community_make


def send(people: People, **more: Any) -> Notice:
    given = {
        "once": "event-1",
        "kind": "decision.made",
        "title": Text("您的内容：移除", "What you wrote: removed"),
        "body": Text("依据第 2.1 条。", "Clause 2.1."),
        "object_type": "decision",
        "object_id": "d1",
        "user_id": people.member.user_id,
        **more,
    }
    return services.notice_send(actor=system(people.member.community_id, "test"), **given)


def test_an_event_is_told_once(people: People) -> None:
    assert send(people) == send(people)
    assert Notice.objects.count() == 1
    assert Row.objects.filter(kind="notice.created").count() == 1
    send(people, once="event-2")
    assert Notice.objects.count() == 2


def test_its_code_opens_it_and_no_other_does(people: People) -> None:
    notice = send(people)
    code = selectors.notice_code(notice)
    assert len(code) == 28
    assert code not in {str(value) for value in vars(notice).values()}
    assert selectors.notice_path(notice) == f"/n/{code}/"
    community_id = people.member.community_id
    assert selectors.notice_by_code(community_id=community_id, code=code.lower()) == notice
    other = community_make(slug="other")
    with pytest.raises(NotFound):
        selectors.notice_by_code(community_id=other.pk, code=code)
    with pytest.raises(NotFound):
        selectors.notice_by_code(community_id=community_id, code=code[:-1])


def test_each_reads_their_own(people: People) -> None:
    mine = send(people)
    theirs = send(people, once="event-2", user_id=None, account="acc1")
    assert list(selectors.notices_mine(actor=people.member)) == [mine]
    for stranger in (people.keeper, people.visitor, people.forum):
        assert not selectors.notices_mine(actor=stranger).exists()
    community_id = people.member.community_id
    assert list(selectors.notices_of_account(community_id=community_id, account="acc1")) == [theirs]
    assert not selectors.notices_of_account(community_id=community_id, account="acc2").exists()


def test_the_first_reading_is_noted(people: People) -> None:
    notice = send(people)
    services.notice_read(notice=notice)
    notice.refresh_from_db()
    first = notice.read_at
    services.notice_read(notice=notice)
    notice.refresh_from_db()
    assert first is not None
    assert notice.read_at == first


def test_the_record_says_that_and_not_what(people: People) -> None:
    send(people)
    row = Row.objects.get(kind="notice.created")
    assert row.data == {"about": "decision", "id": "d1", "kind": "decision.made"}
    assert len(row.subject) == 64
