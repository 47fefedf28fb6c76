"""One tap makes an evidence pack: items, context, times, counts, digests, the record's rows, and an index to read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone, translation

from linli.station.ledger.ids import new_id
from linli.station.ledger.services import exported_row, keys_revealed, record, rows_exported, writing
from linli.station.moderation.selectors import Item
from linli.station.organisations.selectors import community_by_id
from linli.station.people.actors import Actor, require
from linli.station.shield import pack, selectors
from linli.station.shield.models import Evidence, Reached, Shield
from linli.station.shield.services.archiving import warc_of
from linli.station.shield.services.printing import pdf_of
from linli.vocabulary import LinliError, Text

MOST_ITEMS = 500
COUNTS = ("views", "reposts", "comments", "likes")
HIDDEN = "（上文涉及他人，已略去）"
MASK = "█"
Counts = Mapping[str, Mapping[str, int]]
NO_COUNTS: Counts = {}


@dataclass(frozen=True, slots=True)
class Pack:
    """A pack to hand out; the station keeps its digest alone."""

    name: str
    content: bytes
    items: int
    row: Evidence


def evidence_make(
    *,
    actor: Actor,
    shield: Shield,
    redacted: bool = False,
    since: datetime | None = None,
    hurtful_only: bool = True,
    counts: Counts = NO_COUNTS,
) -> Pack:
    """The pack of what reached the person: the newest 500. `counts`: `{item: {views, reposts, comments, likes}}`.

    `redacted`: authors become letters, the thread and personal data go, for a school or a third person to read.
    Errors: `LinliError` where there is nothing.
    """
    require(actor, "shield.use", actor.community_id)
    rows = selectors.reached(shield, since=since)
    chosen = list((rows.filter(hurt__gt=0) if hurtful_only else rows)[:MOST_ITEMS])
    if not chosen:
        raise LinliError(
            Text("还没有可以保存的内容。", "There is nothing to keep yet."),
            mend=Text("可以改选「全部」，或先把伤人的话交来。", "Choose “everything”, or hand the words in first."),
        )
    chosen.reverse()
    letters = _letters(chosen)
    items = [_item(n, one, counts, letters if redacted else None) for n, one in enumerate(chosen, 1)]
    files = _files(shield, chosen, items, redacted)
    return _sealed(actor, shield, files, len(items), redacted)


def _item(number: int, one: Reached, counts: Counts, letters: Mapping[int, str] | None) -> dict[str, Any]:
    item = one.item
    hide = letters is not None
    text = _masked(item) if hide else item.text
    thread = item.context.get("thread", [])
    given = counts.get(item.external_id, {})
    return {
        "n": number,
        "uid": item.uid,
        "id": item.external_id,
        "kind": item.kind,
        "author": letters[item.author_id] if letters is not None else str(item.author),
        "author_id": "" if hide else item.author.external_id,
        "text": text,
        "title": str(item.context.get("title", "")),
        "thread": ([HIDDEN] if thread else []) if hide else thread,
        "url": item.url,
        "at": item.created.isoformat(),
        "edited": item.edited.isoformat() if item.edited else None,
        "state": item.state,
        "stranger": one.stranger,
        "harms": list(item.assessment.get("categories", [])),
        "counts": {name: int(given[name]) for name in COUNTS if name in given},
        "sha256": pack.digest(text.encode("utf-8", "surrogatepass")),
    }


def _masked(item: Item) -> str:
    """The words with personal data blacked out, where the reading found some."""
    letters = list(item.text)
    for signal in item.assessment.get("signals", []):
        if signal["detector"] == "personal":
            for start, end in signal.get("spans", []):
                letters[start:end] = MASK * (min(end, len(letters)) - start)
    return "".join(letters)


def _letters(chosen: list[Reached]) -> dict[int, str]:
    """Account 1, account 2, … in the order in which they came."""
    order = dict.fromkeys(one.item.author_id for one in chosen)
    return {author: f"账号 {n}" for n, author in enumerate(order, 1)}


def _files(shield: Shield, chosen: list[Reached], items: list[dict[str, Any]], redacted: bool) -> dict[str, bytes]:
    uids = [one.item.uid for one in chosen]
    community = shield.community_id
    rows = rows_exported(community_id=community, object_type="item", object_ids=uids)
    context = _index(shield, items, redacted)
    files = {
        "index.html": render_to_string("shield/evidence.html", context).encode(),
        "index.css": render_to_string("shield/evidence.css").encode(),
        "index.pdf": pdf_of(context),
        "items.warc.gz": warc_of(items, timezone.now()),
        pack.ITEMS: _lines(items),
        pack.LEDGER: _lines(rows),
    }
    if not redacted:
        keys = keys_revealed(community_id=community, subjects=[f"item:{uid}" for uid in uids])
        named = {subject.removeprefix("item:"): key.hex() for subject, key in keys.items()}
        files[pack.KEYS] = json.dumps(named, indent=1).encode()
    return files


def _index(shield: Shield, items: list[dict[str, Any]], redacted: bool) -> dict[str, Any]:
    """What the readable index says; both papers are drawn from it."""
    with translation.override("zh-hans"):
        days = sorted({str(item["at"])[:10] for item in items})
        return {
            "items": items,
            "redacted": redacted,
            "person": "本人" if redacted else str(shield.account),
            "community": community_by_id(shield.community_id).name,
            "made": timezone.localtime(),
            "authors": len({item["author"] for item in items}),
            "first": datetime.fromisoformat(str(items[0]["at"])),
            "last": datetime.fromisoformat(str(items[-1]["at"])),
            "days": len(days),
        }


def _sealed(actor: Actor, shield: Shield, files: dict[str, bytes], count: int, redacted: bool) -> Pack:
    uid, made = new_id(), timezone.now()
    facts = {"pack": uid, "made_at": made.isoformat(), "redacted": redacted, "items": count}
    manifest = pack.manifest_of(files, facts)
    with writing(actor.community_id):
        row = Evidence.objects.create(
            shield=shield, uid=uid, digest=pack.digest(manifest), items=count, redacted=redacted, created=made
        )
        sealed = record(
            community_id=actor.community_id,
            kind="evidence.made",
            actor=actor,
            object_type="evidence",
            object_id=uid,
            subject=f"account:{shield.account.uid}",
            data={"manifest": row.digest, "items": count, "redacted": redacted},
        )
        seal = json.dumps(exported_row(sealed), ensure_ascii=False, indent=1).encode()
    content = pack.zipped({**files, pack.MANIFEST: manifest, pack.SEAL: seal})
    kind = "redacted" if redacted else "full"
    return Pack(f"linli-evidence-{timezone.localtime(made):%Y%m%d-%H%M}-{kind}.zip", content, count, row)


def _lines(rows: list[dict[str, Any]]) -> bytes:
    return "".join(json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n" for row in rows).encode()
