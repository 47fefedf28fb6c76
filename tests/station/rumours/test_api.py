"""Platforms pass questions on: candidates with verdict, date and sources; a question; its answer by the receipt."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from linli.reading.pictures import LARGEST
from linli.station.integrations.rest import keys
from linli.station.organisations.models import Community
from linli.station.rumours.models import Claim
from linli.station.rumours.services import asking
from tests.station.api.conftest import PNG, Caller, caller_make
from tests.station.factories import People, community_make
from tests.station.rumours.scene import RUMOUR, asks, publishes, writes


@pytest.fixture
def forum(community: Community, monkeypatch: pytest.MonkeyPatch) -> Caller:
    monkeypatch.setattr(keys.BUCKETS, "_levels", {})
    return caller_make(community)


def ask(forum: Caller, **body: Any) -> Any:
    return forum("POST", "/rumours/match", body)


def test_a_question_is_asked_answered_and_then_found(people: People, forum: Caller) -> None:
    assert ask(forum, text=RUMOUR).json()["results"] == []
    sent = forum("POST", "/rumours/questions", {"text": RUMOUR, "source": "u-7"})
    assert sent.status_code == 201
    receipt = sent.json()
    assert receipt["place"] == 1
    (waiting,) = ask(forum, text=f"群里说{RUMOUR}").json()["results"]
    assert (waiting["kind"], waiting["url"], waiting["verdict"]) == ("claim", "", "")
    check = writes(people.reviewer, Claim.objects.get())
    publishes(people.other, check)
    assert "核查" in forum("GET", f"/cases/{receipt['receipt']}").json()["answer"]["outcome"]["zh"]
    first = ask(forum, text=f"群里说{RUMOUR}").json()["results"][0]
    assert (first["kind"], first["verdict"], first["sure"], first["sources"]) == ("check", "false", True, 1)
    assert first["verdict_name"] == {"zh": "不实", "en": "False"}
    assert first["checked"]
    assert Client().get(first["url"].split("testserver")[-1].split("8600")[-1]).status_code == 200
    other = ask(forum, text="螃蟹和西红柿一起吃不会产生砒霜，也不会让人中毒").json()["results"]
    assert other == []


def test_a_link_is_read_and_a_bad_one_refused_by_name(people: People, forum: Caller) -> None:
    asks()
    publishes(people.other, writes(people.reviewer, Claim.objects.get()))
    found = ask(forum, url="https://news.example/forward").json()
    assert "砒霜" in found["text"]
    assert found["results"][0]["kind"] == "check"
    for bad, field in (
        ({"url": "https://nowhere.example/"}, "url"),
        ({"text": ""}, "text"),
        ({"words": "x"}, "words"),
    ):
        answer = ask(forum, **bad)
        assert answer.status_code == 422, answer.content
        assert field in answer.content.decode()


def test_a_client_of_another_community_finds_nothing_of_ours(people: People, forum: Caller) -> None:
    asks()
    publishes(people.other, writes(people.reviewer, Claim.objects.get()))
    assert ask(caller_make(community_make(slug="beside")), text=RUMOUR).json()["results"] == []


def test_a_screenshot_is_read_and_what_it_says_is_looked_for(
    people: People, forum: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "words_in", lambda picture: f"家人们注意\n{RUMOUR}" if picture == PNG else "")
    asks()
    publishes(people.other, writes(people.reviewer, Claim.objects.get()))
    found = forum("POST", "/rumours/match/picture", PNG).json()
    assert found["text"].startswith("家人们注意")
    assert found["results"][0]["kind"] == "check"
    assert Claim.objects.count() == 1  # nothing was stored
    empty = forum("POST", "/rumours/match/picture", PNG + b"blank")
    assert (empty.status_code, empty.json()["field"]) == (422, "picture")
    sent = forum("POST", "/rumours/questions", {"text": found["text"]})
    assert sent.status_code == 201


def test_a_picture_is_bounded_and_of_a_kind_that_can_be_read(
    community: Community, forum: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "words_in", lambda _: pytest.fail("it was read"))
    large = forum("POST", "/rumours/match/picture", PNG + b"0" * LARGEST, **{"Idempotency-Key": "k"})
    assert (large.status_code, large.json()["field"]) == (413, "picture")
    assert "8 MB" in large.json()["mend"]
    other = forum("POST", "/rumours/match/picture", {"text": "x"})
    assert (other.status_code, other.json()["field"]) == (415, "Content-Type")
