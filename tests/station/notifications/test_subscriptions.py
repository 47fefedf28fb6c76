"""News by e-mail, in the browser and by a receipt's feed: from the asker's pages to the answer that arrives."""

from __future__ import annotations

import base64
import json
import re
from typing import Any

import http_ece
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import LazySettings
from django.core import mail
from django.test import Client
from django.utils import timezone
from py_vapid import Vapid02

from linli.station.exchange.fetching import Fetched, Unfetched
from linli.station.notifications import keys, subscribing, tasks
from linli.station.notifications.models import Notice, Subscription
from linli.station.people.sealing import unseal
from linli.station.rumours import services
from linli.station.rumours.models import Check, Claim
from linli.vocabulary import LinliError, Text
from tests.station.factories import People
from tests.station.pages import signed_in
from tests.station.rumours.scene import DRAFT, SOURCE, asks, publishes, work, writes

ADDRESS = "asker@example.com"


def b64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


@pytest.fixture
def on(settings: LazySettings) -> LazySettings:
    settings.EMAIL_ON, settings.PUSH_CONTACT = True, "mailto:keeper@example.com"
    return settings


def answered(people: People) -> Check:
    claim = Claim.objects.get()
    check = services.draft_save(actor=people.reviewer, claim_uid=claim.uid, values=DRAFT)
    services.evidence_add(
        actor=people.reviewer, check_uid=check.uid, url=SOURCE, copy="这是打印件上的原文，一共三段，说得很清楚了。"
    )
    services.check_ready(actor=people.reviewer, check_uid=check.uid)
    publishes(people.other, check)
    return check


def link_in(letter: mail.EmailMessage, start: str) -> str:
    found = re.search(rf"https?://[^/\s]+({start}\w+/)", str(letter.body))
    assert found
    return found[1]


def test_an_unnamed_asker_confirms_an_address_and_hears_of_answer_and_correction(
    people: People, on: LazySettings
) -> None:
    code = asks()
    page = Client()
    assert page.post(f"/cases/{code}/tell/", {"act": "email", "email": ADDRESS}).status_code == 302
    work()
    (ask,) = mail.outbox
    assert ask.to == [ADDRESS]
    confirm = link_in(ask, "/subscriptions/")
    assert Client().get(confirm).status_code == 200
    assert Subscription.objects.get().confirmed_at is None  # a link that a scanner opens confirms nothing
    assert Client().post(confirm, {"act": "confirm"}).status_code == 302
    check = answered(people)
    work()
    assert len(mail.outbox) == 2
    letter = mail.outbox[1]
    assert letter.extra_headers["List-Unsubscribe"].endswith(f"{confirm}>")
    told = Client().get(link_in(letter, "/n/")).content.decode()
    assert "核查好了" in told
    assert DRAFT["summary"] not in str(letter.body)  # the words stay on the page
    writes(people.other, check.claim, correction="补充了一个来源。")
    publishes(people.reviewer, check)
    work()
    assert len(mail.outbox) == 3
    assert Client().post(confirm, {"act": "end"}).status_code == 302
    assert not Subscription.objects.exists()
    assert Client().get(confirm).status_code == 404


def test_nothing_is_sent_to_who_did_not_confirm(people: People, on: LazySettings) -> None:
    code = asks()
    Client().post(f"/cases/{code}/tell/", {"act": "email", "email": ADDRESS})
    work()
    answered(people)
    work()
    assert len(mail.outbox) == 1
    assert not Notice.objects.filter(object_type="submission").exists()
    Subscription.objects.update(created=timezone.now() - subscribing.UNCONFIRMED * 2)
    assert subscribing.subscriptions_prune(community_id=people.lead.community_id) == 1


def test_a_signed_in_person_hears_of_every_notice(people: People, on: LazySettings) -> None:
    page = signed_in(people.member)
    assert page.post("/me/tell/", {"act": "email", "email": ADDRESS}).status_code == 302
    work()
    Client().post(link_in(mail.outbox[0], "/subscriptions/"), {"act": "confirm"})
    asks(by=people.member)
    answered(people)
    work()
    assert [letter.to for letter in mail.outbox] == [[ADDRESS], [ADDRESS]]
    shown = page.get("/me/tell/").content.decode()
    one = Subscription.objects.get()
    assert one.uid in shown
    assert ADDRESS.encode() not in bytes(one.sealed)
    assert signed_in(people.other).post("/me/tell/", {"act": "end", "one": one.uid}).status_code == 302
    assert Subscription.objects.exists()  # another's is not theirs to end
    page.post("/me/tell/", {"act": "end", "one": one.uid})
    assert not Subscription.objects.exists()


@pytest.mark.parametrize("address", ["", "no address", "a@b", "x@example.com\nBcc: y@example.com"])
def test_what_is_no_address_is_refused_at_its_field(people: People, on: LazySettings, address: str) -> None:
    code = asks()
    answer = Client().post(f"/cases/{code}/tell/", {"act": "email", "email": address})
    assert answer.status_code == 422
    assert not Subscription.objects.exists()


def test_an_address_gets_three_links_a_day_whoever_asks(people: People, on: LazySettings) -> None:
    for number in range(3):
        code = asks(f"第{number}种水果{number * 7}不能放冰箱会有毒", ip=f"10.7.0.{number}")
        assert Client().post(f"/cases/{code}/tell/", {"act": "email", "email": ADDRESS}).status_code == 302
    code = asks("明天起全市的公交车都不要钱了", ip="10.7.0.9")
    assert Client().post(f"/cases/{code}/tell/", {"act": "email", "email": ADDRESS.upper()}).status_code == 422


def test_off_unless_set_up(people: People) -> None:
    code = asks()
    page = Client().get(f"/cases/{code}/tell/").content.decode()
    assert 'name="email"' not in page
    assert "data-push-key" not in page
    assert Client().post(f"/cases/{code}/tell/", {"act": "email", "email": ADDRESS}).status_code == 422
    with pytest.raises(LinliError):
        subscribing.push_subscribe(actor=people.visitor, given={}, submission="x")
    assert not Subscription.objects.exists()


class Browser:
    """What a browser keeps of a push subscription, and the push service that it belongs to."""

    def __init__(self) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.auth, self.heard, self.status = b"0123456789abcdef", list[Any](), 201

    @property
    def given(self) -> dict[str, str]:
        point = self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return {"endpoint": "https://push.example/abc", "p256dh": b64(point), "auth": b64(self.auth)}

    def fetch(self, url: str, *, content: bytes, headers: dict[str, str], **_: object) -> Fetched:
        assert url == "https://push.example/abc"
        token = headers["Authorization"]
        assert Vapid02.verify(token)
        plain = http_ece.decrypt(content, private_key=self.key, auth_secret=self.auth, version="aes128gcm")
        self.heard.append((json.loads(plain), headers))
        return Fetched(url, self.status, "", "", b"")


def test_a_browser_hears_of_the_answer_encrypted_for_it_alone(
    people: People, on: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = Browser()
    monkeypatch.setattr(tasks, "fetch", browser.fetch)
    code = asks()
    shown = Client().get(f"/cases/{code}/tell/").content.decode()
    assert keys.public_key() in shown
    assert Client().post(f"/cases/{code}/tell/", {"act": "push", **browser.given}).status_code == 302
    answered(people)
    work()
    ((news, headers),) = browser.heard
    assert set(news) == {"title", "title_en", "link"}
    assert "核查好了" in Client().get(re.sub(r"^https?://[^/]+", "", news["link"])).content.decode()
    assert headers["Content-Encoding"] == "aes128gcm"
    browser.status = 410
    writes(people.other, Check.objects.get().claim, correction="补充了一个来源。")
    publishes(people.reviewer, Check.objects.get())
    work()
    assert not Subscription.objects.exists()  # the browser is gone, and so is its address


def test_a_push_that_fails_is_tried_again_later(
    people: People, on: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down(url: str, **_: object) -> Fetched:
        raise Unfetched("unreachable", Text("打不开。", "Not there."), url)

    monkeypatch.setattr(tasks, "fetch", down)
    code = asks()
    Client().post(f"/cases/{code}/tell/", {"act": "push", **Browser().given})
    answered(people)
    monkeypatch.setattr(tasks, "ATTEMPTS", 3)
    work()
    assert Subscription.objects.count() == 1


@pytest.mark.parametrize(
    "change",
    [
        {"endpoint": "http://127.0.0.1/x"},
        {"endpoint": "https://localhost/x"},
        {"endpoint": "https://10.0.0.8/x"},
        {"endpoint": "file:///etc/passwd"},
        {"endpoint": "https://push.example/" + "a" * 2000},
        {"p256dh": "!!"},
        {"p256dh": "AAAA"},
        {"auth": "AAAA"},
    ],
)
def test_a_made_up_browser_is_refused(people: People, on: LazySettings, change: dict[str, str]) -> None:
    code = asks()
    Client().post(f"/cases/{code}/tell/", {"act": "push", **Browser().given, **change})
    assert not Subscription.objects.exists()


def test_the_key_stays_while_an_old_secret_is_kept(on: LazySettings) -> None:
    short = keys.public_key()[: keys.SHORT]
    old, on.SECRET_KEY = on.SECRET_KEY, "another-secret-that-is-long-enough-for-everything-here"
    assert keys.key_named(short) is None
    on.SECRET_KEY_FALLBACKS = [old]
    assert keys.key_named(short) is not None
    assert keys.public_key()[: keys.SHORT] != short


def test_a_receipt_has_a_feed_of_its_own(people: People) -> None:
    code = asks()
    feed = f"/cases/{code}/feed.atom"
    assert Client().get(feed).content.decode().count("<entry>") == 0
    check = answered(people)
    first = Client().get(feed).content.decode()
    assert DRAFT["summary"] in first
    writes(people.other, check.claim, correction="补充了一个来源。")
    publishes(people.reviewer, check)
    assert "更正" in Client().get(feed).content.decode()
    assert Client().get("/cases/22222222222X/feed.atom").status_code == 400


def test_sealed_addresses_open_with_the_station_alone(people: People, on: LazySettings) -> None:
    made = subscribing.email_subscribe(actor=people.member, address=ADDRESS)
    assert unseal(made.sealed) == ADDRESS.encode()
