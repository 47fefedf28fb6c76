"""Writing the record. Nothing else in the station writes a row."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, Protocol, TextIO

from django.db import transaction
from django.utils import timezone

from linli.station.ledger import chain, events, holding
from linli.station.ledger.models import ChainHead, Row, SubjectKey
from linli.station.ledger.selectors import exported
from linli.vocabulary import LinliError, Text

MACHINE_WORD = re.compile(r"[A-Za-z0-9@._:/+-]{0,80}")
LARGEST = 2**53 - 1
AT_ONCE = 500


class ActorLike(Protocol):
    """What the record needs to know of an actor (`linli.station.people.actors.Actor` is one)."""

    @property
    def role(self) -> int: ...
    @property
    def user_id(self) -> int | None: ...
    @property
    def client_id(self) -> int | None: ...
    @property
    def system(self) -> str: ...


class Doomed(RuntimeError):
    """Something inside this transaction failed and was caught without a savepoint: nothing of it will stand."""


@contextmanager
def writing(community_id: int) -> Iterator[None]:
    """A transaction that holds the community's chain, so that its writers go one after another.

    Every service opens it before it reads what it will change: two writers can then neither meet on one row nor
    deadlock, on SQLite as on PostgreSQL. It may be nested, and then opens no savepoint: an error inside undoes the
    outermost one. Who catches such an error and goes on gets a `Doomed`; who means to go on puts a
    `transaction.atomic()` of their own round what may fail.
    """
    if holding.has(community_id):
        _not_doomed()
        with transaction.atomic(savepoint=False):
            yield
        return
    with transaction.atomic(), holding.held(community_id, _lock_head(community_id)):
        yield
        _not_doomed()


def _not_doomed() -> None:
    """Django would undo the transaction in silence, and its caller would believe that it had written."""
    if transaction.get_connection().needs_rollback:
        raise Doomed(
            "an error inside a nested writing() was caught; everything in this transaction will be undone. "
            "Put transaction.atomic() round the part that may fail."
        )


def record(
    *,
    community_id: int,
    kind: str,
    actor: ActorLike,
    object_type: str,
    object_id: str,
    subject: str = "",
    data: dict[str, Any] | None = None,
) -> Row:
    """Appends one row to the community's chain, inside the caller's transaction, and tells the listeners after it.

    `object_id` is a random id. `subject` names a person or an account (`user:12`, `account:<id>`): only its HMAC
    under a key of its own is kept. `data` holds machine words, whole numbers, booleans, lists and objects of
    them; use `seal` for content. Errors: `RuntimeError` outside a transaction, `ValueError` for a free text.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("record() must be called inside the transaction of the change it records")
    _check(data or {}, kind)
    head = _head(community_id)
    row = Row(
        community_id=community_id,
        sequence=head.sequence + 1,
        kind=kind,
        at=timezone.now(),
        actor=_actor(community_id, actor),
        object_type=object_type,
        object_id=object_id,
        subject=seal(community_id=community_id, subject=subject, content=subject) if subject else "",
        data=data or {},
        prev=head.hash,
    )
    row.hash = chain.row_hash(exported(row, head.chain))
    row.save(force_insert=True)
    ChainHead.objects.filter(pk=community_id).update(sequence=row.sequence, hash=row.hash)
    head.sequence, head.hash = row.sequence, row.hash
    holding.keep(community_id, head)
    events.announce(row)
    return row


def seal(*, community_id: int, subject: str, content: str, new: bool = False) -> str:
    """The HMAC-SHA256 (hexadecimal) of `content` under the key of `subject`, made on first use.

    It proves that a content is the same as before while the key lives; afterwards it says nothing. `new`: the
    subject came to be in this very transaction, so that nobody looks for a key it cannot have.
    """
    key = _subject_key(community_id, subject, new)
    return hmac.new(key, content.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()


def _subject_key(community_id: int, subject: str, new: bool) -> bytes:
    keys = holding.keys(community_id)
    if subject in keys:
        return keys[subject]
    fresh = secrets.token_bytes(32)
    if new:
        SubjectKey.objects.create(community_id=community_id, subject=subject, key=fresh)
        key = fresh
    else:
        found, _ = SubjectKey.objects.get_or_create(
            community_id=community_id, subject=subject, defaults={"key": fresh}
        )
        key = bytes(found.key)
    keys[subject] = key
    return key


def subject_forget(*, subject: str) -> int:
    """Destroys the keys of a subject in every community; the chains stay valid. The number of keys destroyed."""
    return subjects_forget(subjects=[subject])


def subjects_forget(*, subjects: Iterable[str], community_id: int | None = None) -> int:
    """The same for many subjects, in one community where one is given."""
    holding.forget()
    names, deleted = list(dict.fromkeys(subjects)), 0
    with transaction.atomic():
        for start in range(0, len(names), AT_ONCE):
            keys = SubjectKey.objects.filter(subject__in=names[start : start + AT_ONCE])
            deleted += (keys if community_id is None else keys.filter(community_id=community_id)).delete()[0]
    return deleted


def export_chain(community_id: int, out: TextIO, *, until: int | None = None) -> int:
    """Writes the community's chain as JSON Lines, the head last; the number of rows. Memory stays bounded.

    The head is read first, so that rows written meanwhile are left for the next export.
    """
    head = ChainHead.objects.filter(pk=community_id).first()
    if head is None:
        raise LinliError(
            Text("这个社区还没有记录。", "This community has no record yet."), field="community", value=community_id
        )
    last = min(until or head.sequence, head.sequence)
    rows = Row.objects.filter(community_id=community_id, sequence__lte=last).order_by("sequence")
    ending = chain.GENESIS
    for row in rows.iterator(chunk_size=500):
        out.write(_line(exported(row, head.chain)))
        ending = row.hash
    out.write(_line({"head": {"chain": head.chain, "sequence": last, "hash": ending}}))
    return last


def _line(entry: dict[str, Any]) -> str:
    return json.dumps(entry, ensure_ascii=False, separators=(",", ":")) + "\n"


def _head(community_id: int) -> ChainHead:
    return holding.head(community_id) or _lock_head(community_id)


def _lock_head(community_id: int) -> ChainHead:
    head = ChainHead.objects.select_for_update().filter(pk=community_id).first()
    if head is None:
        ChainHead.objects.get_or_create(community_id=community_id)
        head = ChainHead.objects.select_for_update().get(pk=community_id)
    return head


def _actor(community_id: int, actor: ActorLike) -> dict[str, Any]:
    if actor.user_id is not None:
        name = f"user:{actor.user_id}"
        return {
            "role": int(actor.role),
            "via": "person",
            "ref": seal(community_id=community_id, subject=name, content=name),
        }
    if actor.client_id is not None:
        return {"role": int(actor.role), "via": "client", "ref": str(actor.client_id)}
    return {"role": int(actor.role), "via": "system" if actor.system else "visitor", "ref": actor.system}


def _check(value: object, where: str) -> None:
    if isinstance(value, dict):
        for name, inner in value.items():
            _check(name, where)
            _check(inner, f"{where}.{name}")
    elif isinstance(value, list | tuple):
        for inner in value:
            _check(inner, where)
    elif isinstance(value, str):
        if not MACHINE_WORD.fullmatch(value):
            raise ValueError(f"{where}: the record takes no free text")
    elif isinstance(value, int):
        if abs(value) > LARGEST:
            raise ValueError(f"{where}: the number is too large for JSON")
    elif value is not None:
        raise ValueError(f"{where}: the record takes no {type(value).__name__}")


def rows_exported(*, community_id: int, object_type: str, object_ids: list[str]) -> list[dict[str, Any]]:
    """The rows about some objects as they are exported, in order: each proves itself by its hash."""
    head = ChainHead.objects.filter(pk=community_id).first()
    found = Row.objects.filter(community_id=community_id, object_type=object_type, object_id__in=object_ids)
    return [exported(row, head.chain) for row in found.order_by("sequence")] if head else []


def exported_row(row: Row) -> dict[str, Any]:
    """One row as it is exported."""
    return exported(row, ChainHead.objects.get(pk=row.community_id).chain)


def keys_revealed(*, community_id: int, subjects: list[str]) -> dict[str, bytes]:
    """The keys of subjects, to give to one who holds their content anyway: with them rows prove that content."""
    found = SubjectKey.objects.filter(community_id=community_id, subject__in=subjects)
    return {one.subject: bytes(one.key) for one in found}


def at_text(moment: datetime | None) -> str | None:
    """A moment as a machine word for `data`."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if moment else None
