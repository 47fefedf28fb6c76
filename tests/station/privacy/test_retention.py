"""What is older than promised really goes, every category of it, and the page counts what is left."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from linli.station.activities.models import Activity, ScanEvent, Shift, Signup
from linli.station.codes.models import Code, CodeVersion
from linli.station.codes.models import Comment as CodeComment
from linli.station.desk.models import Answer, Case, Message, Submission
from linli.station.integrations.models import Client as Platform
from linli.station.integrations.models import DeliveryState, Idempotency, WebhookDelivery, WebhookEndpoint
from linli.station.minors.models import Child, DayBook
from linli.station.moderation.models import Check, Decision, Item, LexiconPack, PolicyDraft, Trial, Verdict, Watched
from linli.station.notifications.models import Notice
from linli.station.people.actors import system
from linli.station.privacy.models import RetentionRun, RightsRequest
from linli.station.privacy.retention import categories, report, retention_run
from linli.station.rumours.models import Asked, Claim
from linli.station.shield.models import Amends, Friend, Reached, Shield
from tests.station.factories import community_make
from tests.station.privacy.conftest import WORDS, Busy, everything_stored

OLD = timedelta(days=4 * 365)


@pytest.fixture
def aged(busy: Busy) -> Busy:
    """Everything that can grow old, years old, its cases closed."""
    then = timezone.now() - OLD
    Case.objects.update(created=then, state="closed")
    Submission.objects.update(created=then, source="digest")
    Message.objects.update(created=then)
    Answer.objects.update(at=then)
    Notice.objects.update(created=then)
    Decision.objects.update(created=then)
    Item.objects.update(created=then, withdrawn_at=then)
    Item.objects.filter(text="这里有广告").update(withdrawn_at=None, context={"thread": ["别人的话"]})
    here = busy.actor.community_id
    RightsRequest.objects.create(community_id=here, right="copy", done_at=then)
    activity = Activity.objects.create(community_id=here, title="旧活动", leader_id=busy.actor.user_id)
    shift = Shift.objects.create(activity=activity, community_id=here, starts=then, ends=then, places=1)
    absent = Signup.objects.create(community_id=here, shift=shift, user_id=busy.actor.user_id, state="joined")
    ScanEvent.objects.create(community_id=here, event_id="e1", signup=absent, way="in", at=then, received=then)
    claim = Claim.objects.create(community_id=here, text="旧传言")
    Asked.objects.create(community_id=here, claim=claim, submission="s1", text=WORDS, created=then)
    code = Code.objects.create(community_id=here, title="旧公约")
    version = CodeVersion.objects.create(community_id=here, code=code, number=1)
    CodeComment.objects.create(community_id=here, version=version, text="旧留言", state="hidden", created=then)
    RetentionRun.objects.create(community_id=here, category="x", at=then, cutoff=then, deleted=0, left=0)
    child = Child.objects.create(community_id=here, name="小满", code_digest="old")
    DayBook.objects.create(child=child, day=then.date())
    Child.objects.create(community_id=here, name="小雪", code_digest="left", left=then)
    draft = PolicyDraft.objects.create(community_id=here, document="x", state="dropped", changed=then)
    LexiconPack.objects.create(community_id=here, document="x", state="retired", retired_at=then)
    Trial.objects.create(
        community_id=here, kind="policy", target="t", document="x", limit=1000, state="done", beat=then
    )
    item = Item.objects.earliest("pk")
    Watched.objects.create(community_id=here, item=item, draft=draft, before="allow", after="hold", created=then)
    Watched.objects.create(community_id=here, item=item, rule="r", before="allow", after="hold", created=then)
    check = Check.objects.create(community_id=here, source="second", item=item, created=then)
    Verdict.objects.create(check_of=check, by_id=busy.actor.user_id, said="none", at=then)
    shield = Shield.objects.create(community_id=here, account=busy.account, code_digest="s", ended=then)
    Friend.objects.create(shield=shield, code_digest="f", name="阿秀的朋友")
    Amends.objects.create(shield=shield, author=busy.account, code_digest="a", text="对不起", created=then)
    Reached.objects.create(community_id=here, account=busy.account, item=item, author=busy.account, at=then)
    platform = Platform.objects.create(community_id=busy.actor.community_id, name="论坛")
    end = WebhookEndpoint.objects.create(client=platform, url="https://a.example/")
    for state in (DeliveryState.SENT, DeliveryState.DEAD):
        WebhookDelivery.objects.create(endpoint=end, type="x", body=b"", state=state, sent_at=then, due=then)
    Idempotency.objects.create(client=platform, key="k", digest="d", until=then)
    return busy


def test_every_category_is_cleared_and_nothing_is_overdue_after(aged: Busy) -> None:
    community_id = aged.actor.community_id
    before = {line.category.id: line.overdue for line in report(community_id=community_id)}
    untested = {name for name, count in before.items() if not count}
    assert untested <= {"sessions"}
    done = retention_run(actor=system(community_id, "clock"))
    assert {name for name, count in done.items() if not count} <= {"sessions"}
    assert all(line.overdue == 0 for line in report(community_id=community_id))
    assert WORDS not in everything_stored()
    assert "别人的话" not in everything_stored()


def test_what_is_young_stays(busy: Busy) -> None:
    retention_run(actor=system(busy.actor.community_id, "clock"))
    assert WORDS in everything_stored()


def test_an_open_case_keeps_its_words_however_old(busy: Busy) -> None:
    Submission.objects.update(created=timezone.now() - OLD)
    retention_run(actor=system(busy.actor.community_id, "clock"))
    assert f"{WORDS}举报" in everything_stored()


def test_it_runs_once_a_day_and_leaves_proof(aged: Busy) -> None:
    here = system(aged.actor.community_id, "clock")
    retention_run(actor=here)
    runs = RetentionRun.objects.filter(category="withdrawn-items").count()
    assert retention_run(actor=here) == {}
    assert RetentionRun.objects.filter(category="withdrawn-items").count() == runs == 1
    later = timezone.now() + timedelta(days=1)
    assert set(retention_run(actor=here, now=later)) == {c.id for c in categories()}


def test_another_community_is_not_cleared_by_this_one(aged: Busy) -> None:
    other = community_make(slug="other")
    retention_run(actor=system(other.pk, "clock"))
    assert WORDS in everything_stored()


def test_anyone_reads_how_long_what_is_kept_and_what_is_overdue(aged: Busy) -> None:
    page = Client().get("/retention/").content.decode()
    for category in categories():
        assert category.name.zh in page
    assert "badge danger" in page
    retention_run(actor=system(aged.actor.community_id, "clock"))
    assert "badge danger" not in Client().get("/retention/").content.decode()
    english = Client().get("/retention/", headers={"accept-language": "en"}).content.decode()
    assert "How long data is kept" in english
