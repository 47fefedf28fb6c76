"""Witnesses of the record: this station asks those it knows to sign what its record was, by C2SP tlog-witness.

Whoever keeps a proof then need not believe the station alone: a record rewritten or shown in two versions would need
the signature of somebody else who saw it before.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from linli.station.exchange.fetching import Fetched, Unfetched, fetch
from linli.station.exchange.selectors import peers_due
from linli.station.ledger import cosignatures, merkle
from linli.station.transparency import checkpoints
from linli.station.transparency.models import Checkpoint, Cosignature, Witness
from linli.vocabulary import LinliError, Text

EVERY = timedelta(minutes=50)
TYPES = ("text/plain", "text/x.tlog.size", "application/octet-stream")
LIMIT = 20_000
AHEAD = timedelta(minutes=5)
NOT_SIGNED = Text("对方的签名不对。", "The signature of the other station does not hold.")


def witness_tick(*, community_id: int, now: datetime | None = None) -> int:
    """Asks each station that this one knows to sign the newest checkpoint, once an hour. How many did."""
    moment, last = now or timezone.now(), checkpoints.newest(community_id=community_id)
    if last is None:
        return 0
    signed = 0
    for peer in peers_due(community_id=community_id):
        witness, _ = Witness.objects.get_or_create(community_id=community_id, station=peer.station)
        rested = witness.tried is None or witness.tried < moment - EVERY
        if rested and witness.size < last.size:
            signed += _ask(witness, last, moment)
    return signed


def lately(*, community_id: int, limit: int = 20) -> list[Cosignature]:
    """The last signature of each witness, the newest first."""
    found = Cosignature.objects.filter(checkpoint__community_id=community_id).select_related("witness", "checkpoint")
    newest: dict[int, Cosignature] = {}
    for one in found.order_by("-pk")[: 10 * limit]:
        newest.setdefault(one.witness_id, one)
    return list(newest.values())[:limit]


def keys(*, community_id: int) -> list[str]:
    """The keys of every witness that ever signed."""
    found = Cosignature.objects.filter(checkpoint__community_id=community_id).order_by("pk")
    return list(dict.fromkeys(found.values_list("key", flat=True)))


def _ask(witness: Witness, last: Checkpoint, now: datetime) -> bool:
    """One station, one checkpoint; where it saw another size before, once more from there."""
    trouble = ""
    try:
        answer = _send(witness, last, witness.size)
        if answer.status == 409 and _size(answer, last) is not None:
            witness.size = _size(answer, last) or 0
            answer = _send(witness, last, witness.size)
        if answer.status == 200:
            _keep(witness, last, answer.text, now)
        else:
            trouble = f"answer {answer.status}"
    except LinliError as refused:
        trouble = refused.why if isinstance(refused, Unfetched) else refused.field
    witness.tried, witness.trouble = now, trouble[:40]
    witness.save(update_fields=["size", "key", "tried", "trouble"])
    return not trouble


def _send(witness: Witness, last: Checkpoint, old: int) -> Fetched:
    leaves = checkpoints.leaves_of(last) if 0 < old < last.size else []
    path = merkle.consistency(old, leaves) if leaves else []
    body = request_text(old, path, last.note).encode()
    url = f"{witness.station}/transparency/witness/add-checkpoint"
    return fetch(url, types=TYPES, method="POST", content=body, headers={"Content-Type": "text/plain"}, limit=LIMIT)


def request_text(old: int, path: Sequence[bytes], note: str) -> str:
    """The body of an `add-checkpoint` request."""
    lines = "".join(f"{base64.b64encode(node).decode('ascii')}\n" for node in path)
    return f"old {old}\n{lines}\n{note}"


def _size(answer: Fetched, last: Checkpoint) -> int | None:
    """The size that the witness says it saw last, where we may prove from there."""
    said = answer.text.strip()
    if answer.type != "text/x.tlog.size" or not said.isdecimal() or len(said) > 15:
        return None
    return int(said) if int(said) <= last.size else None


def _keep(witness: Witness, last: Checkpoint, lines: str, now: datetime) -> None:
    """Keeps a signature that holds under the witness's key; the key is asked for anew where it does not."""
    note = last.note + lines
    found = cosignatures.cosigned(note, witness.key) if witness.key else {}
    if not found:
        witness.key = _key_of(witness)
        found = cosignatures.cosigned(note, witness.key)
    name = next(iter(found), "")
    if not name or found[name] > now + AHEAD:
        raise Unfetched("signature", NOT_SIGNED, witness.station)
    made = Cosignature(
        checkpoint=last,
        witness=witness,
        name=name,
        key=witness.key,
        line=cosignatures.line_of(lines, name),
        at=found[name],
    )
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError:
        return
    finally:
        witness.size = last.size


def _key_of(witness: Witness) -> str:
    found = fetch(f"{witness.station}/transparency/witness/key.txt", limit=LIMIT)
    key = found.text.strip()
    cosignatures.cosigned("\n\n", key)
    return key
