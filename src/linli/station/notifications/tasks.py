"""Notices on their way out of the station. A message holds a title and a link: what was said stays on the page."""

from __future__ import annotations

import json
from datetime import timedelta
from smtplib import SMTPException
from typing import Any
from urllib.parse import urlsplit

import http_ece
import structlog
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone
from django_tasks import task
from py_vapid import Vapid02

from linli.station.exchange.fetching import Unfetched, fetch
from linli.station.ledger.events import Event
from linli.station.notifications.keys import key_named, raw
from linli.station.notifications.models import Notice, Subscription, Way
from linli.station.notifications.selectors import (
    notice_by_uid,
    notice_path,
    subscription_by_uid,
    subscription_path,
    wanting,
)
from linli.station.organisations.selectors import address, community_by_id
from linli.station.people.sealing import unseal
from linli.vocabulary import LinliError

log = structlog.get_logger(__name__)

ATTEMPTS = 8
TTL = 3 * 24 * 3600
GONE = {404, 410}
ANY = ("", "text/plain", "text/html", "application/json", "application/octet-stream")


class Unsent(Exception):
    """It could not be sent now; it is tried again later."""


@task()  # type: ignore[untyped-decorator]
def tell(uid: str, notice: str, community_id: int, attempt: int = 1) -> None:
    """Sends one notice to one subscription; after a failure again, later each time, up to eight attempts."""
    one = subscription_by_uid(uid=uid)
    if one is None:
        return
    found = notice_by_uid(community_id=community_id, uid=notice)
    try:
        _mail(one, found) if one.way == Way.EMAIL else _push(one, found)
    except Unsent as failed:
        log.warning("not sent", way=one.way, why=str(failed), attempt=attempt)
        if attempt < ATTEMPTS:
            later = timezone.now() + timedelta(seconds=min(2**attempt * 30, 6 * 3600))
            tell.using(run_after=later).enqueue(uid, notice, community_id, attempt + 1)


def notice_created(event: Event) -> None:
    """A person was told something: it also goes where they asked for it."""
    notice = notice_by_uid(community_id=event.community_id, uid=event.object_id)
    for one in wanting(notice):
        tell.enqueue(one.uid, notice.uid, event.community_id)


def subscription_created(event: Event) -> None:
    """Asks the owner of an address whether news may come there."""
    one = subscription_by_uid(uid=event.object_id)
    if one is None or one.confirmed_at is not None:
        return
    name, link = community_by_id(one.community_id).name, address(one.community_id, subscription_path(one))
    body = (
        f"有人在「{name}」留下这个邮箱，想在有答复时收到通知。是您的话，请打开下面的网址确认：\n{link}\n"
        "不是您，不用理会：不确认就不会再寄，两天后这个地址会被删去。\n\n"
        f"Somebody left this address at {name} to hear of an answer. If it was you, confirm here:\n{link}\n"
        "If not, do nothing: no more will come, and the address is deleted in two days.\n"
    )
    _send(one, f"请确认通知邮箱 / Please confirm ({name})", body)


def _mail(one: Subscription, notice: Notice) -> None:
    link = address(one.community_id, notice_path(notice))
    ends = address(one.community_id, subscription_path(one))
    body = (
        f"{notice.title}\n{notice.title_en}\n\n{link}\n\n"
        f"内容只在页面上，邮件里不写。不想再收到：{ends}\nThe words are on the page alone. To end this: {ends}\n"
    )
    _send(one, f"{notice.title} / {notice.title_en}", body, {"List-Unsubscribe": f"<{ends}>"})


def _send(one: Subscription, subject: str, body: str, headers: dict[str, str] | None = None) -> None:
    letter = EmailMessage(
        " ".join(subject.split())[:150], body, settings.DEFAULT_FROM_EMAIL, [unseal(one.sealed).decode()],
        headers={"Auto-Submitted": "auto-generated", **(headers or {})},
    )  # fmt: skip
    try:
        letter.send()
    except (SMTPException, OSError) as failed:
        raise Unsent(type(failed).__name__) from failed


def _push(one: Subscription, notice: Notice) -> None:
    """Encrypted for the browser (RFC 8291), signed by the station (RFC 8292); a browser that is gone is forgotten."""
    key = key_named(one.key)
    if key is None:
        one.delete()
        return
    given = json.loads(unseal(one.sealed))
    link = address(one.community_id, notice_path(notice))
    words = {"title": notice.title, "title_en": notice.title_en, "link": link}
    try:
        answer = fetch(
            given["endpoint"],
            types=ANY,
            method="POST",
            content=encrypted(json.dumps(words, ensure_ascii=False).encode(), given),
            headers={"Content-Encoding": "aes128gcm", "TTL": str(TTL), **_signed(key, given["endpoint"])},
            limit=64_000,
        )
    except LinliError as failed:
        raise Unsent(failed.why if isinstance(failed, Unfetched) else failed.field) from failed
    if answer.status in GONE:
        one.delete()
    elif answer.status not in range(200, 300):
        raise Unsent(str(answer.status))


def encrypted(content: bytes, given: dict[str, Any]) -> bytes:
    """The content for one browser alone."""
    own = ec.generate_private_key(ec.SECP256R1())
    sealed: bytes = http_ece.encrypt(
        content,
        private_key=own,
        dh=raw(given["p256dh"]),
        auth_secret=raw(given["auth"]),
        version="aes128gcm",
    )
    return sealed


def _signed(key: ec.EllipticCurvePrivateKey, endpoint: str) -> dict[str, str]:
    parts = urlsplit(endpoint)
    ends = int((timezone.now() + timedelta(hours=12)).timestamp())
    claims = {"aud": f"{parts.scheme}://{parts.netloc}", "exp": ends, "sub": settings.PUSH_CONTACT}
    lines: dict[str, str] = Vapid02(private_key=key).sign(claims)
    return lines
