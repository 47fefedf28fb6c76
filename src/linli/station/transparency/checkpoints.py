"""Publishing checkpoints of the record, and proving to anyone that something is in it and that it only ever grew."""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from linli.station.desk import selectors as desk
from linli.station.ledger import merkle, notes, proofs
from linli.station.ledger import selectors as ledger
from linli.station.ledger.services import at_text, record, writing
from linli.station.people.actors import Actor, NotFound, require, system
from linli.station.transparency.models import Checkpoint
from linli.vocabulary import LinliError, Text

EVERY = timedelta(hours=1)
PROVED = 500


def checkpoint_make(*, actor: Actor, now: datetime | None = None) -> Checkpoint | None:
    """Signs what the record is now; None where it has not grown since the last one, or that is under an hour old."""
    require(actor, "checkpoint.make", actor.community_id)
    moment = now or timezone.now()
    last = newest(community_id=actor.community_id)
    size, _ = ledger.head(community_id=actor.community_id)
    if size == 0 or (last is not None and (size <= last.size + 1 or last.at > moment - EVERY)):
        return None
    with writing(actor.community_id):
        made = _signed(actor.community_id, moment)
        record(
            community_id=actor.community_id,
            kind="checkpoint.made",
            actor=actor,
            object_type="checkpoint",
            object_id=str(made.size),
            data={"size": made.size, "root": made.root},
        )
    return made


def checkpoints(*, community_id: int) -> QuerySet[Checkpoint]:
    """Every checkpoint that was published, the newest first. Anyone may read them."""
    return Checkpoint.objects.filter(community_id=community_id).order_by("-size")


def newest(*, community_id: int) -> Checkpoint | None:
    """The last checkpoint; None before the first."""
    return checkpoints(community_id=community_id).first()


def of_size(*, community_id: int, size: int) -> Checkpoint:
    """The checkpoint over so many rows; `NotFound` where none was published."""
    found = Checkpoint.objects.filter(community_id=community_id, size=size).first()
    if found is None:
        raise NotFound(Text("没有这个检查点。", "There is no such checkpoint."), field="size", value=size)
    return found


def proof_of_submission(*, community_id: int, code: str) -> dict[str, Any]:
    """That everything done about a submission is in the record, for the holder of its receipt."""
    sent = desk.submission_by_code(community_id=community_id, code=code)
    objects = (("submission", sent.uid), ("case", sent.case.uid))
    rows = [
        row
        for kind, uid in objects
        for row in ledger.exported_rows(community_id=community_id, object_type=kind, object_id=uid)
    ]
    return _proved(community_id, rows)


def consistency(*, community_id: int, earlier: int, later: int) -> dict[str, Any]:
    """That the record at one checkpoint begins with the record at an earlier one."""
    old, new = (of_size(community_id=community_id, size=size) for size in (earlier, later))
    return proofs.consistency(witnessed(old), witnessed(new), _leaves(community_id, new.size))


def _proved(community_id: int, rows: Iterable[dict[str, Any]]) -> dict[str, Any]:
    last = newest(community_id=community_id)
    covered = [row for row in rows if last is not None and row["sequence"] <= last.size][:PROVED]
    if last is None or not covered:
        raise LinliError(
            Text("还没有包含它的检查点。", "No checkpoint covers it yet."),
            field="checkpoint",
            mend=Text("检查点每小时发布一次，请稍后再来。", "One is published every hour: come back later."),
        )
    return proofs.proof(covered, _leaves(community_id, last.size), witnessed(last))


def witnessed(checkpoint: Checkpoint) -> str:
    """A checkpoint as it was published, with every signature of a witness below the station's own."""
    lines = checkpoint.cosignatures.order_by("pk").values_list("line", flat=True)
    return checkpoint.note + "".join(f"{line}\n" for line in lines)


def leaves_of(checkpoint: Checkpoint) -> list[bytes]:
    """The leaves of the tree that a checkpoint signs."""
    return _leaves(checkpoint.community_id, checkpoint.size)


def _leaves(community_id: int, size: int) -> list[bytes]:
    return [merkle.leaf(one) for one in ledger.hashes(community_id=community_id, until=size)]


def _signed(community_id: int, now: datetime) -> Checkpoint:
    size, head = ledger.head(community_id=community_id)
    root = merkle.root(_leaves(community_id, size))
    chain = ledger.chain_id(community_id=community_id)
    name = f"{urlsplit(settings.BASE_URL).netloc}/{chain}"
    key = _key(chain)
    note = notes.sign(notes.Checkpoint(name, size, root, head, at_text(now.astimezone(UTC)) or ""), key)
    return Checkpoint.objects.create(
        community_id=community_id,
        size=size,
        root=root.hex(),
        head=head,
        note=note,
        key=notes.public_text(name, key.public_key()),
        at=now,
    )


def _key(chain: str) -> Ed25519PrivateKey:
    """The chain's signing key, made from the station's secret: it is in no database and no backup of one."""
    secret = settings.SECRET_KEY
    raw = secret.encode() if isinstance(secret, str) else secret
    return Ed25519PrivateKey.from_private_bytes(hmac.digest(raw, f"checkpoint\0{chain}".encode(), "sha256"))


def clock(*, community_id: int) -> Checkpoint | None:
    """The clock's turn: a checkpoint an hour, where something was written."""
    return checkpoint_make(actor=system(community_id, "clock"))
