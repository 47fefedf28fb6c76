"""Being a witness: signing the record of a station that this one knows, where it only grew (C2SP tlog-witness)."""

from __future__ import annotations

import base64
import binascii
import hmac
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.utils import timezone

from linli.station.exchange.fetching import fetch
from linli.station.exchange.selectors import peers_due
from linli.station.exchange.services import refuse
from linli.station.ledger import cosignatures, merkle, notes
from linli.station.ledger import selectors as ledger
from linli.station.ledger.services import record, writing
from linli.station.people.actors import system
from linli.station.transparency.models import Seen
from linli.vocabulary import LinliError, Text

LARGEST, MOST_LINES, DIGITS = 30_000, 63, 15
AGAIN = timedelta(minutes=5)


class Refused(LinliError):
    """A checkpoint that is not signed; `status` is the answer's, `size` what was signed last where that is asked."""

    def __init__(self, status: int, zh: str, en: str, size: int | None = None) -> None:
        self.status, self.size = status, size
        super().__init__(Text(zh, en), field="checkpoint")


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked: the size signed before, the proof from there, the checkpoint's note."""

    old: int
    path: tuple[bytes, ...]
    note: str


def public_key(*, community_id: int) -> str:
    """The key with which this community signs the records of others, as it is published."""
    name, key = _key(community_id)
    return cosignatures.public_text(name, key.public_key())


def checkpoint_sign(*, community_id: int, body: bytes) -> str:
    """Signs a checkpoint of a known station that begins with what was signed before; the line of the signature.

    `Refused` for one of a stranger, with a wrong signature, from another size, or of a record that was changed: that
    is told in this station's own record.
    """
    asked = request_read(body)
    checkpoint = _opened(asked.note)
    seen = _seen(community_id, checkpoint.origin)
    _signed_by(seen, asked.note)
    if asked.old > checkpoint.size:
        raise Refused(400, "先前的行数比现在的多。", "The old size is beyond the checkpoint's.")
    with writing(community_id):
        fresh = Seen.objects.select_for_update().get(pk=seen.pk)
        wrong = _wrong(fresh, asked, checkpoint)
        if wrong is None:
            fresh.size, fresh.root, fresh.at = checkpoint.size, checkpoint.root.hex(), timezone.now()
            fresh.save(update_fields=["size", "root", "at"])
        elif wrong.size is None:
            _tell(community_id, fresh, checkpoint, wrong)
    if wrong is not None:
        raise wrong
    name, key = _key(community_id)
    return cosignatures.cosign(asked.note, name, key, timezone.now())


def request_read(body: bytes) -> Request:
    """An `add-checkpoint` request; `Refused` (400) for what is none."""
    try:
        head, gap, note = body.decode("utf-8").partition("\n\n")
        first, *lines = head.split("\n")
        word, size = first.split(" ")
        path = tuple(base64.b64decode(line, validate=True) for line in lines)
    except (UnicodeDecodeError, ValueError, binascii.Error) as wrong:
        raise Refused(400, "请求的写法不对。", "The request is malformed.") from wrong
    plain = size.isascii() and size.isdecimal() and len(size) <= DIGITS and str(int(size)) == size
    fits = len(path) <= (MOST_LINES if size != "0" else 0) and all(len(node) == 32 for node in path)
    if not gap or word != "old" or not plain or not fits:
        raise Refused(400, "请求的写法不对。", "The request is malformed.")
    return Request(int(size), path, note)


def _opened(note: str) -> notes.Checkpoint:
    try:
        return notes.opened(note)
    except LinliError as wrong:
        raise Refused(400, wrong.problem.zh, wrong.problem.en) from wrong


def _seen(community_id: int, origin: str) -> Seen:
    """The record with this origin, of a station that this one knows; its keys are asked for at the first time."""
    known = Seen.objects.filter(community_id=community_id, origin=origin).first()
    if known is not None:
        return known
    for peer in peers_due(community_id=community_id):
        if urlsplit(peer.station).netloc != origin.partition("/")[0]:
            continue
        row, new = Seen.objects.get_or_create(community_id=community_id, station=peer.station)
        if row.origin or not (new or row.asked < timezone.now() - AGAIN):
            continue
        row.asked = timezone.now()
        row.keys = _keys_at(peer.station, origin)
        row.origin = origin if row.keys else ""
        row.save(update_fields=["asked", "keys", "origin"])
        if row.origin:
            return row
    raise Refused(404, "不认识这份记录。", "The origin is not known here.")


def _keys_at(station: str, origin: str) -> str:
    """The keys that a station publishes for a record, where they are of this very record."""
    try:
        found = fetch(f"{station}/transparency/record/key.txt", limit=LARGEST).text.split()[:20]
        return "\n".join(one for one in found if notes.key_read(one)[0] == origin)
    except LinliError:
        return ""


def _signed_by(seen: Seen, note: str) -> None:
    """Checks the signature; a new key counts where its station publishes it beside the ones known here."""
    try:
        notes.opened(note, seen.keys)
        return
    except LinliError:
        newer = _newer_keys(seen)
    try:
        notes.opened(note, newer or seen.keys)
    except LinliError as wrong:
        raise Refused(403, wrong.problem.zh, wrong.problem.en) from wrong
    Seen.objects.filter(pk=seen.pk).update(keys=newer)


def _newer_keys(seen: Seen) -> str:
    if seen.asked > timezone.now() - AGAIN:
        return ""
    Seen.objects.filter(pk=seen.pk).update(asked=timezone.now())
    found = _keys_at(seen.station, seen.origin)
    return found if set(seen.keys.split()) <= set(found.split()) else ""


def _wrong(seen: Seen, asked: Request, checkpoint: notes.Checkpoint) -> Refused | None:
    if asked.old != seen.size:
        return Refused(409, "上次见到的不是这么多行。", "It is not the size that was signed last.", seen.size)
    if asked.old == 0:
        return None
    earlier = bytes.fromhex(seen.root)
    if checkpoint.size == seen.size:
        same = checkpoint.root == earlier
        return None if same else Refused(409, "同样多的行，内容却不同。", "The same size has two contents.")
    if merkle.consistent(seen.size, checkpoint.size, earlier, checkpoint.root, asked.path):
        return None
    return Refused(422, "这份记录不是从上次见到的接着写的。", "It does not begin with what was signed before.")


def _tell(community_id: int, seen: Seen, checkpoint: notes.Checkpoint, wrong: Refused) -> None:
    """A signed record that contradicts what was seen is told here: among the refusals, and in our own record."""
    value = f"{seen.origin} {seen.size}/{checkpoint.size}"
    refuse(community_id=community_id, peer=None, error=LinliError(wrong.problem, field="record", value=value))
    record(
        community_id=community_id,
        kind="witness.refused",
        actor=system(community_id, "witness"),
        object_type="seen",
        object_id=str(seen.pk),
        data={"seen": seen.size, "given": checkpoint.size, "root": checkpoint.root.hex()},
    )


def _key(community_id: int) -> tuple[str, Ed25519PrivateKey]:
    """The name and the signing key of this witness; the key is made from the station's secret and is in no backup."""
    chain = ledger.chain_id(community_id=community_id)
    secret = settings.SECRET_KEY
    raw = secret.encode() if isinstance(secret, str) else secret
    made = hmac.digest(raw, f"witness\0{chain}".encode(), "sha256")
    return f"{urlsplit(settings.BASE_URL).netloc}/witness/{chain}", Ed25519PrivateKey.from_private_bytes(made)
