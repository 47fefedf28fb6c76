"""The community's school terms: outside them every day is a free one."""

from __future__ import annotations

from datetime import date

from linli.station.ledger.services import record, writing
from linli.station.minors.models import SchoolTerm
from linli.station.people.actors import Actor, require
from linli.vocabulary import LinliError, Text

MOST = 40


def term_add(*, actor: Actor, name: str, first: date, last: date) -> SchoolTerm:
    """A term from its first to its last day. Errors: days the wrong way round, more than forty terms."""
    require(actor, "minors.terms", actor.community_id)
    if last < first:
        raise LinliError(Text("结束在开始之前。", "It ends before it begins."), field="last", value=last)
    with writing(actor.community_id):
        if SchoolTerm.objects.filter(community_id=actor.community_id).count() >= MOST:
            raise LinliError(Text("学期太多了，先删旧的。", "Too many terms: remove old ones."), field="name")
        made = SchoolTerm.objects.create(
            community_id=actor.community_id, name=name.strip()[:30], first=first, last=last
        )
        _record(actor, made.pk, "minors.term-added")
    return made


def term_remove(*, actor: Actor, term_id: int) -> None:
    """Takes a term away. Safe to repeat."""
    require(actor, "minors.terms", actor.community_id)
    with writing(actor.community_id):
        gone, _ = SchoolTerm.objects.filter(community_id=actor.community_id, pk=term_id).delete()
        if gone:
            _record(actor, term_id, "minors.term-removed")


def _record(actor: Actor, term_id: int, kind: str) -> None:
    record(community_id=actor.community_id, kind=kind, actor=actor, object_type="term", object_id=str(term_id))
