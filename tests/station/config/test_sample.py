"""The sample station: a day in every state, loaded once, through the services that all use."""

from __future__ import annotations

import json
import stat
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

import pytest
from django.conf import global_settings
from django.contrib.auth import authenticate
from django.db import transaction
from django.test import RequestFactory, override_settings
from pytest_django import DjangoDbBlocker, Settings

from linli.station.config import sample, sample_day
from linli.station.desk import selectors as desk
from linli.station.desk.models import Answer, Case, Satisfaction
from linli.station.integrations.models import WebhookEndpoint
from linli.station.integrations.selectors import endpoint_secrets, key_digest, key_known
from linli.station.ledger.models import Row
from linli.station.moderation.models import Account, Check, Decision, Item
from linli.station.organisations.selectors import home_community

URL = "http://127.0.0.1:8799"


@pytest.fixture(scope="module")
def _day(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[sample.SampleReport]:
    """The sample in an empty database, with the shipped policy and detectors; gone after these tests."""
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(SAMPLE=True, WEBHOOK_PRIVATE_HOSTS=True, HOME=tmp_path_factory.mktemp("home")):
            yield sample.load_sample(forum_url=URL)
        transaction.set_rollback(True)


@pytest.fixture
def loaded(_day: sample.SampleReport, db: None) -> Iterator[sample.SampleReport]:
    """The sample; what a test changes in tables and files is undone after it."""
    path = _day.forum_home / "connection.json"
    before = path.read_bytes()
    yield _day
    path.write_bytes(before)


def case_of(name: str) -> Case:
    """The case of a sample item, by what it is about."""
    item = Item.objects.get(external_id=name)
    uids = [item.uid, *Decision.objects.filter(item=item).values_list("uid", flat=True)]
    return Case.objects.filter(subject_id__in=uids).order_by("-pk").first() or pytest.fail(f"no case of {name}")


def test_the_day_lands_in_every_state(loaded: sample.SampleReport) -> None:
    assert loaded.items >= 199
    assert {"new", "taken", "held", "answered", "closed"} <= set(Case.objects.values_list("state", flat=True))
    assert set(Item.objects.values_list("state", flat=True)) >= {"visible", "removed", "held", "withdrawn"}
    appeals = Case.objects.filter(kind="appeal").order_by("pk")
    choices = Counter(Answer.objects.filter(case__in=appeals).values_list("choice", flat=True))
    assert choices == {"upheld": 1, "overturned": 1}
    assert [case.state for case in appeals if not case.answers.exists()] == ["new", "closed"]


def test_what_was_overturned_stands_again_and_what_was_upheld_is_gone(loaded: sample.SampleReport) -> None:
    assert Item.objects.get(external_id="day-tingche").state == "visible"
    assert Item.objects.get(external_id="day-fangyan-6").state == "removed"
    assert Answer.objects.filter(overturned=True).count() == 1


def test_what_must_stay_stays(loaded: sample.SampleReport) -> None:
    for name in (
        "day-fanzha",
        "day-guangchang-8",
        "day-fangyan-7",
        "day-erhuo-3",
        "day-yaoyan",
        "day-mao-5",
        "day-xinqing",
    ):
        assert Item.objects.get(external_id=name).state == "visible", name


def test_nobody_decides_twice(loaded: sample.SampleReport) -> None:
    answered = Answer.objects.filter(case__kind="appeal").select_related("case")
    for answer in answered:
        decision = Decision.objects.get(uid=answer.case.subject_id)
        assert answer.by_id != decision.by_id


def test_those_who_sent_were_heard_and_said_what_they_thought(loaded: sample.SampleReport) -> None:
    scores = sorted(Satisfaction.objects.values_list("score", flat=True))
    assert scores == [3, 4, 5, 5, 5, 5]
    assert case_of("day-tingche-2").messages.count() >= 2
    assert case_of("day-dianhua").submissions.count() == 3


def test_one_account_is_paused_and_for_no_longer_than_said(loaded: sample.SampleReport) -> None:
    paused = Account.objects.exclude(paused_until=None)
    assert [one.external_id for one in paused] == ["nb-hao"]


def test_the_station_checks_upon_itself_from_the_first_day(loaded: sample.SampleReport) -> None:
    """Golden texts, an appeal about standing, a rights request, something put right: each waits for a person."""
    assert Check.objects.filter(source="golden").count() >= 6
    assert set(Check.objects.filter(source="golden").values_list("truth", flat=True)) >= {"none", "abuse"}
    waiting = set(Case.objects.filter(is_open=1).values_list("kind", flat=True))
    assert {"standing", "privacy-copy", "revision"} <= waiting
    mended = Item.objects.get(external_id="day-fangyan-6")
    assert (mended.state, mended.version) == ("removed", 2)


def test_private_messages_came_only_from_the_one_who_was_written_to(loaded: sample.SampleReport) -> None:
    messages = Item.objects.filter(kind="message")
    assert [(one.external_id, one.submitted_by_party) for one in messages] == [("day-msg-3", True)]


def test_a_second_time_changes_nothing(loaded: sample.SampleReport) -> None:
    before, key = Row.objects.count(), (loaded.forum_home / "connection.json").read_bytes()
    again = sample.load_sample(forum_url=URL)
    assert (again.new, again.items) == (False, loaded.items)
    assert Row.objects.count() == before
    assert (loaded.forum_home / "connection.json").read_bytes() == key


def test_a_lost_key_is_made_anew(loaded: sample.SampleReport) -> None:
    path = loaded.forum_home / "connection.json"
    lost = json.loads(path.read_text(encoding="utf-8"))["api_key"]
    path.unlink()
    sample.load_sample(forum_url=URL)
    made = json.loads(path.read_text(encoding="utf-8"))["api_key"]
    assert made != lost
    assert key_known(key_digest(made)) is not None


def test_the_webhook_follows_the_forum_to_another_port(loaded: sample.SampleReport) -> None:
    sample.load_sample(forum_url="http://127.0.0.1:8798")
    active = WebhookEndpoint.objects.filter(active=True)
    assert [one.url for one in active] == ["http://127.0.0.1:8798/webhooks/linli"]
    kept = json.loads((loaded.forum_home / "connection.json").read_text(encoding="utf-8"))
    assert kept["webhook_secret"] in endpoint_secrets(active[0])


def test_only_the_owner_reads_the_forum_s_files(loaded: sample.SampleReport) -> None:
    for name in ("connection.json", "day.json"):
        assert stat.S_IMODE((loaded.forum_home / name).stat().st_mode) == 0o600
    assert stat.S_IMODE(loaded.forum_home.stat().st_mode) == 0o700


def test_the_key_the_secret_and_the_receipts_are_good(loaded: sample.SampleReport) -> None:
    kept = json.loads((loaded.forum_home / "connection.json").read_text(encoding="utf-8"))
    known = key_known(key_digest(kept["api_key"]))
    assert known is not None
    assert {"items:write", "items:read", "reports:write", "cases:read"} <= known.scopes
    assert kept["webhook_secret"] in endpoint_secrets(WebhookEndpoint.objects.get())
    day = json.loads((loaded.forum_home / "day.json").read_text(encoding="utf-8"))
    assert {one["kind"] for one in day["submissions"]} == {"report", "appeal"}
    for one in day["submissions"]:
        desk.submission_by_code(community_id=home_community().pk, code=one["receipt"])


def test_the_forum_gets_the_day_but_no_verdicts(loaded: sample.SampleReport) -> None:
    day = json.loads((loaded.forum_home / "day.json").read_text(encoding="utf-8"))
    assert len(day["entries"]) == len(sample_day.entries())
    assert not {"state", "action", "actions", "categories"} & {name for one in day["entries"] for name in one}


def test_the_record_holds(loaded: sample.SampleReport) -> None:
    assert Row.objects.filter(kind="item.submitted").count() == loaded.items
    rows = list(Row.objects.order_by("sequence"))
    assert [row.sequence for row in rows] == list(range(1, len(rows) + 1))
    assert all(after.prev == before.hash for before, after in pairwise(rows))


def test_the_sign_ins_work_on_this_machine_alone(loaded: sample.SampleReport, settings: Settings) -> None:
    settings.PASSWORD_HASHERS = global_settings.PASSWORD_HASHERS
    here = RequestFactory().get("/", headers={"host": "127.0.0.1"})
    elsewhere = RequestFactory().get("/", headers={"host": "127.0.0.1"}, REMOTE_ADDR="192.0.2.7")
    for one in loaded.sign_ins:
        user = authenticate(here, username=one.username, password=one.password)
        assert user is not None
        assert user.sample
    assert authenticate(elsewhere, username=loaded.sign_ins[0].username, password=loaded.sign_ins[0].password) is None
