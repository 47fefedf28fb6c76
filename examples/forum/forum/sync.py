"""Webhooks may be lost for good; so now and then ask the station for all that it holds of ours."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from forum import states, station
from forum.models import Entry, Neighbour, Notice, State, Submission

OPEN_STATES = {"new", "taken", "held"}


def reconcile() -> bool:
    """Pull every item's state, every known neighbour's notices and the open receipts; false where nobody answers."""
    if not settings.ENVIRONMENT.api_key:
        return True
    began = timezone.now()
    try:
        rows = list(pages("/items"))
        with transaction.atomic():
            unclear = [key for key in (_item(body, began) for body in rows) if key]
        for key in unclear:
            refresh(key)
        for person in Neighbour.objects.all():
            pull_notices(person)
    except Away:
        return False
    for submission in Submission.objects.exclude(receipt="").filter(state__in=OPEN_STATES):
        follow(submission)
    return True


class Away(Exception):
    """The station did not answer."""


def pages(path: str, **query: str) -> Iterator[dict[str, Any]]:
    """Every result of a cursor-paged list. `Away` where the station does not answer; a refusal ends the list."""
    cursor: str | None = ""
    while cursor is not None:
        asked = {**query, "cursor": cursor} if cursor else query
        answer = station.call("GET", path + (f"?{urlencode(asked)}" if asked else ""))
        if answer.again:
            raise Away
        yield from answer.body.get("results", [])
        cursor = answer.body.get("next") or None


def _item(body: dict[str, Any], at: datetime) -> str:
    """Apply a row of the list; its key where something about it changed whose reasons the list does not tell."""
    item = body.get("item", body)
    entry = Entry.objects.filter(key=item["id"]).first()
    if entry is None or entry.state == item["state"] or (entry.verdict_at and entry.verdict_at > at):
        return ""
    if "assessment" not in body and item["state"] != State.VISIBLE:
        return entry.key
    states.apply(entry.key, states.from_answer({**body, "item": item}, at))
    return ""


def refresh(key: str) -> None:
    """Ask for an item's state with its reasons."""
    began = timezone.now()
    answer = station.call("GET", f"/items/{key}")
    if answer.ok:
        with transaction.atomic():
            states.apply(key, states.from_answer(answer.body, began))


def pull_notices(person: Neighbour) -> None:
    """Every notice that the station holds for one account, the oldest first."""
    for given in reversed(list(pages("/notices", account=str(person.key)))):
        keep_notice(person, given, states.moment(given.get("created_at")))


def keep_notice(person: Neighbour, given: dict[str, Any], at: datetime) -> None:
    """Keep a notice's words, and its decision where it is told; a second copy changes nothing."""
    entry = Entry.objects.filter(key=given.get("item") or "").first()
    notice, _ = Notice.objects.get_or_create(code=given["code"], defaults={"neighbour": person, "created": at})
    back = given.get("kind") == "decision.reversed"
    if back and entry is not None:
        fallen = entry.notices.filter(action=given.get("action") or "", created__lte=at, reversed_at=None)
        fallen.exclude(pk=notice.pk).update(reversed_at=at)
    if "item" in given and not back:
        notice.entry = notice.entry or entry
        notice.action = given.get("action") or notice.action
        notice.reasons = given.get("reasons") or notice.reasons
    notice.words = {name: given[name] for name in ("title", "body") if name in given} or notice.words
    notice.url = given.get("url") or notice.url
    notice.appeal_url = given["appeal_url"] or "" if "appeal_url" in given else notice.appeal_url
    notice.save()
    if entry is not None and given.get("appeal_url"):
        _kind_word(entry, notice)


def _kind_word(entry: Entry, notice: Notice) -> None:
    """Help and reminders leave a thing visible, so the list of items does not tell of them; the notice does."""
    if notice.action in {"help", "nudge"} and entry.state == State.VISIBLE and not entry.action:
        Entry.objects.filter(pk=entry.pk).update(action=notice.action, reasons=notice.reasons)


def follow(submission: Submission) -> None:
    """Ask how a receipt's case stands."""
    answer = station.call("GET", f"/cases/{submission.receipt}", timeout=2)
    if answer.ok:
        states.answered(submission.receipt, answer.body)
