"""What the station said, applied to our own rows. Answers and webhooks may come twice or in the wrong order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime

from forum.models import Entry, Neighbour, Notice, State, Submission

SHOWN = {State.VISIBLE, State.LABELLED, State.LIMITED, State.HELD, State.REMOVED}
KNOWN = SHOWN | {State.WITHDRAWN}


@dataclass(frozen=True, slots=True)
class Verdict:
    """One decision as the station tells it, whether in an answer or in a webhook."""

    state: str
    at: datetime
    action: str = ""
    reasons: list[dict[str, Any]] = field(default_factory=list)
    notice: Mapping[str, Any] | None = None
    restored: bool = False
    lifted: bool = False


def from_answer(body: Mapping[str, Any], at: datetime) -> Verdict:
    """Of `POST /items` and `GET /items/{id}`: the decision's reasons, or else the assessment's."""
    source = body.get("decision") or body.get("assessment") or {}
    return Verdict(
        state=body["item"]["state"],
        at=at,
        action=source.get("action", ""),
        reasons=source.get("reasons", []),
        notice=body.get("notice"),
    )


def from_event(data: Mapping[str, Any], at: datetime, *, restored: bool) -> Verdict:
    """Of `item.decided` and `item.reversed`."""
    return Verdict(
        state=data["state"],
        at=at,
        action=data.get("action") or "",
        reasons=data.get("reasons") or [],
        notice=data.get("notice"),
        restored=restored,
        lifted=data.get("ended") == "lifted",
    )


def apply(key: str, verdict: Verdict) -> Entry | None:
    """Set the entry's state unless something newer is known. Call it in a transaction."""
    entry = Entry.objects.filter(key=key).select_related("author").first()
    if entry is None or verdict.state not in KNOWN:
        return None
    if verdict.notice:
        tell(entry.author, entry, verdict)
    if entry.state == State.WITHDRAWN or (entry.verdict_at and entry.verdict_at > verdict.at):
        return entry
    if verdict.restored and not verdict.notice:
        entry.notices.filter(reversed_at=None).update(reversed_at=verdict.at)
    back = verdict.restored and verdict.state == State.VISIBLE
    entry.state, entry.verdict_at, entry.restored = verdict.state, verdict.at, back
    entry.action, entry.reasons = ("", []) if back else (verdict.action, verdict.reasons)
    entry.save(update_fields=["state", "action", "reasons", "verdict_at", "restored"])
    return entry


def tell(author: Neighbour, entry: Entry | None, verdict: Verdict) -> None:
    """Keep a decision's notice for the author's own page, and whether the decision still stands.

    The same notice may be known already, without its reasons, from `notice.created`.
    """
    given = verdict.notice or {}
    notice, _ = Notice.objects.get_or_create(
        code=given["code"], defaults={"neighbour": author, "created": verdict.at}
    )
    if notice.told_at and notice.told_at > verdict.at:
        return
    notice.entry, notice.action, notice.reasons = entry, verdict.action, verdict.reasons
    notice.url, notice.appeal_url = given.get("url") or notice.url, given.get("appeal_url") or ""
    notice.told_at, notice.reversed_at = verdict.at, verdict.at if verdict.restored else None
    notice.lifted = verdict.lifted
    notice.save()


def answered(receipt: str, case: Mapping[str, Any]) -> None:
    """Put a case's state and answer beside the report or appeal that bears the receipt."""
    Submission.objects.filter(receipt=receipt).update(
        state=case.get("state") or "answered",
        answer=case.get("answer"),
    )


def moment(value: Any) -> datetime:
    """An ISO 8601 time with its zone; now where the station gave none."""
    found = parse_datetime(str(value)) if value else None
    if found is None:
        return timezone.now()
    return found if timezone.is_aware(found) else timezone.make_aware(found)
