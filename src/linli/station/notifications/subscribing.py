"""Asking to be told by e-mail or in the browser, confirming it, ending it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta

from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone

from linli.station.exchange.addresses import check_url
from linli.station.ledger.ids import new_id
from linli.station.ledger.services import record, writing
from linli.station.notifications.keys import SHORT, public_key, raw
from linli.station.notifications.models import Subscription, Way
from linli.station.notifications.selectors import ENDS, subscriptions
from linli.station.people.actors import Actor
from linli.station.people.codes import NOTICE_LENGTH, code_make, keyed
from linli.station.people.sealing import seal
from linli.vocabulary import LinliError, Text

MOST = 5
A_DAY = 3
UNCONFIRMED = timedelta(days=2)


def email_subscribe(*, actor: Actor, address: str, submission: str = "") -> Subscription:
    """Has a link sent to an address; once its owner opened it, news goes there: of one submission, or a person's all.

    An address gets at most three such links a day, whoever asks for them.
    """
    if not settings.EMAIL_ON:
        raise _off()
    tidy = address.strip()
    try:
        validate_email(tidy)
    except ValidationError as wrong:
        mend = Text("例如 name@example.com", "For example name@example.com")
        raise LinliError(Text("邮箱地址不对。", "This is no e-mail address."), field="email", mend=mend) from wrong
    if len(tidy) > 254 or any(c in tidy for c in "\r\n"):
        raise LinliError(Text("邮箱地址太长。", "The e-mail address is too long."), field="email")
    digest = keyed(ENDS, tidy.casefold())
    with writing(actor.community_id):
        since = timezone.now() - timedelta(days=1)
        today = Subscription.objects.filter(community_id=actor.community_id, digest=digest, created__gt=since)
        if today.filter(confirmed_at=None).count() >= A_DAY:
            mend = Text("请打开已经寄去的信，或明天再试。", "Open the message already sent, or try again tomorrow.")
            raise LinliError(Text("今天寄得太多了。", "Too many were sent today."), field="email", mend=mend)
        return _make(actor, Way.EMAIL, tidy.encode(), digest, submission, "")


def push_subscribe(*, actor: Actor, given: Mapping[str, str], submission: str = "") -> Subscription:
    """Takes what a browser hands over (`endpoint`, `p256dh`, `auth`); news then goes to that browser."""
    if not settings.PUSH_CONTACT:
        raise _off()
    endpoint = given.get("endpoint", "")
    if len(endpoint) > 1000:
        raise _bad_browser("endpoint")
    check_url(endpoint, private=settings.FETCH_PRIVATE_HOSTS)
    point, secret = _bytes(given, "p256dh"), _bytes(given, "auth")
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    except ValueError as wrong:
        raise _bad_browser("p256dh") from wrong
    if len(secret) != 16:
        raise _bad_browser("auth")
    content = json.dumps({"endpoint": endpoint, "p256dh": given["p256dh"], "auth": given["auth"]})
    with writing(actor.community_id):
        made = _make(actor, Way.PUSH, content.encode(), keyed(ENDS, endpoint), submission, public_key()[:SHORT])
        if made.confirmed_at is None:
            made.confirmed_at = timezone.now()
            made.save(update_fields=["confirmed_at"])
    return made


def subscription_confirm(*, one: Subscription) -> None:
    """The owner of the address opened the link and pressed the button."""
    with writing(one.community_id):
        Subscription.objects.filter(pk=one.pk, confirmed_at=None).update(confirmed_at=timezone.now())


def subscription_end(*, one: Subscription) -> None:
    """Nothing more goes there; the address is gone with the row."""
    with writing(one.community_id):
        one.delete()


def subscriptions_prune(*, community_id: int) -> int:
    """Forgets addresses that nobody confirmed within two days."""
    old = Subscription.objects.filter(community_id=community_id, confirmed_at=None)
    return old.filter(created__lt=timezone.now() - UNCONFIRMED).delete()[0]


def _make(actor: Actor, way: Way, content: bytes, digest: str, submission: str, key: str) -> Subscription:
    user_id = None if submission else actor.user_id
    if user_id is None and not submission:
        raise LinliError(Text("请先登录。", "Please sign in."), field="user")
    mine = subscriptions(community_id=actor.community_id, user_id=user_id, submission=submission)
    known = mine.filter(digest=digest).first()
    if known is None and mine.count() >= MOST:
        mend = Text("先取消一个。", "End one first.")
        raise LinliError(Text(f"最多 {MOST} 个。", f"At most {MOST}."), field=way, mend=mend)
    if known is not None and known.confirmed_at is not None and way == Way.EMAIL:
        return known
    if known is not None:
        known.delete()
    uid = new_id()
    _, code_digest = code_make(ENDS, uid, NOTICE_LENGTH)
    made = Subscription.objects.create(
        community_id=actor.community_id,
        uid=uid,
        code_digest=code_digest,
        way=way,
        user_id=user_id,
        submission=submission,
        sealed=seal(content),
        digest=digest,
        key=key,
    )
    record(
        community_id=actor.community_id,
        kind="subscription.created",
        actor=Actor(actor.role, actor.community_id, system="notifications"),  # who asks stays out of the record
        object_type="subscription",
        object_id=uid,
        data={"way": str(way)},
    )
    return made


def _bytes(given: Mapping[str, str], name: str) -> bytes:
    value = given.get(name, "")
    try:
        return raw(value) if len(value) <= 200 else b""
    except ValueError as wrong:
        raise _bad_browser(name) from wrong


def _bad_browser(name: str) -> LinliError:
    return LinliError(Text("浏览器给的推送地址不对。", "What the browser handed over is malformed."), field=name)


def _off() -> LinliError:
    return LinliError(
        Text("本站没有开通这种通知。", "This station has not set this up."),
        field="way",
        mend=Text("请看进度页，或订阅它的更新。", "See the page of your receipt, or follow its feed."),
    )
