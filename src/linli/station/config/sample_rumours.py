"""What the sample station checked: questions of neighbours, published checks, a correction, one that waits for a
second editor, and two that nobody has looked into yet. Made up throughout, sources and all."""

from __future__ import annotations

import json
from typing import Any

from linli import files
from linli.station.people.actors import Actor, visitor
from linli.station.rumours import services


def load(*, author: Actor, second: Actor) -> None:
    """Asks, writes and publishes through the services that everybody uses."""
    for number, line in enumerate(files.read_text("sample/rumours.jsonl").splitlines()):
        _one(author, second, json.loads(line), number)


def _one(author: Actor, second: Actor, row: dict[str, Any], number: int) -> None:
    claim = services.claim_note(actor=author, text=row["claim"], topic=row["topic"])
    for place, text in enumerate(row["asked"]):
        question = services.question_of(text)
        services.rumour_ask(
            actor=visitor(author.community_id),
            question=question,
            source=f"sample {number}.{place}",
            claim_uid=claim.uid,
        )
    draft = row.get("check") or row.get("ready")
    if draft is None:
        return
    values = {"interests": "无", **{k: v for k, v in draft.items() if isinstance(v, str)}}
    check = services.draft_save(actor=author, claim_uid=claim.uid, values=values)
    for url, title, copy in draft["sources"]:
        services.evidence_add(actor=author, check_uid=check.uid, url=url, title=title, copy=copy)
    services.check_ready(actor=author, check_uid=check.uid)
    if "check" not in row:
        return
    services.claim_publish(actor=second, claim_uid=claim.uid, label=draft["label"])
    if "correction" in draft:
        services.draft_save(actor=author, claim_uid=claim.uid, values=values | draft["correction"])
        services.check_ready(actor=author, check_uid=check.uid)
        services.claim_publish(actor=second, claim_uid=claim.uid, label=draft["label"])
