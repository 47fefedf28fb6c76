"""A code is written: begun, brought in from elsewhere, its clauses added, changed, moved, taken out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from linli.station.codes import clauses as texts
from linli.station.codes import selectors
from linli.station.codes.clauses import MOST_CLAUSES, Clause
from linli.station.codes.models import Code, CodeVersion
from linli.station.codes.services.common import only, the_version, told, words
from linli.station.ledger.services import writing
from linli.station.people.actors import Actor, require
from linli.vocabulary import LinliError, Text

V = CodeVersion.State


def code_create(*, actor: Actor, title: str, aim: str) -> Code:
    """Begins a code with an empty first version."""
    return _begin(actor, title, aim, [], {})


def code_adapt(*, actor: Actor, uid: str) -> Code:
    """Begins a code from one that another community of this installation adopted; where it comes from is kept."""
    source = selectors.adopted_anywhere(uid=uid)
    copied = texts.clauses_from(source.clauses)
    return _begin(actor, source.code.title, source.code.aim, copied, selectors.origin_of(source))


def code_bring_in(*, actor: Actor, document: str) -> Code:
    """The same from the file that another station exported."""
    title, aim, origin, brought = texts.imported(document)
    return _begin(actor, title, aim or title, brought, origin)


def clause_save(*, actor: Actor, uid: str, number: int, clause_id: str, given: Mapping[str, Any]) -> Clause:
    """Adds a clause (`clause_id` empty) or writes one anew. While people comment, the text stands still."""
    require(actor, "code.write", actor.community_id)
    with writing(actor.community_id):
        one = _editable(actor, uid, number)
        made = texts.clean(clause_id or _next_id(one.code), given)
        rows = list(one.clauses)
        if not clause_id and len(rows) >= MOST_CLAUSES:
            raise LinliError(
                Text(f"至多 {MOST_CLAUSES} 条。", f"At most {MOST_CLAUSES} clauses."),
                field="clauses",
                value=len(rows),
            )
        at = _index(rows, clause_id) if clause_id else len(rows)
        rows[at : at + 1] = [made.as_json()]
        _keep(actor, one, rows)
    return made


def clause_remove(*, actor: Actor, uid: str, number: int, clause_id: str) -> None:
    """Takes a clause out of the version that is worked on."""
    require(actor, "code.write", actor.community_id)
    with writing(actor.community_id):
        one = _editable(actor, uid, number)
        rows = list(one.clauses)
        del rows[_index(rows, clause_id)]
        _keep(actor, one, rows)


def clause_move(*, actor: Actor, uid: str, number: int, clause_id: str) -> None:
    """Moves a clause one place up."""
    require(actor, "code.write", actor.community_id)
    with writing(actor.community_id):
        one = _editable(actor, uid, number)
        rows = list(one.clauses)
        at = _index(rows, clause_id)
        if at:
            rows[at - 1], rows[at] = rows[at], rows[at - 1]
            _keep(actor, one, rows)


def _begin(actor: Actor, title: str, aim: str, copied: Sequence[Clause], origin: dict[str, str]) -> Code:
    require(actor, "code.write", actor.community_id)
    title, aim = words("title", title, 40), words("aim", aim, 300)
    with writing(actor.community_id):
        made = Code.objects.create(community_id=actor.community_id, title=title, aim=aim, origin=origin)
        rows = [one.as_json() for one in copied]
        CodeVersion.objects.create(community_id=actor.community_id, code=made, number=1, clauses=rows)
        told(actor, "code.begun", made)
    return made


def _editable(actor: Actor, uid: str, number: int) -> CodeVersion:
    one = the_version(actor, uid, number)
    only(one, V.DRAFT, V.DISCUSSING)
    if one.state == V.DISCUSSING and not selectors.closed(one):
        raise LinliError(
            Text("大家正在讨论，文字先不动。", "It is being discussed: the text stands still."),
            field="state",
            value=one.state,
            mend=Text("讨论截止后再改。", "Change it once the discussion is over."),
        )
    return one


def _index(rows: Sequence[Mapping[str, Any]], clause_id: str) -> int:
    for at, row in enumerate(rows):
        if row["id"] == clause_id:
            return at
    raise LinliError(Text("没有这一条。", "There is no such clause."), field="clause", value=clause_id)


def _next_id(code: Code) -> str:
    used = [0]
    for one in code.versions.all():
        used += [int(row["id"]) for row in [*one.clauses, *one.discussed]]
    return str(max(used) + 1)


def _keep(actor: Actor, one: CodeVersion, rows: list[dict[str, Any]]) -> None:
    one.clauses = rows
    one.save(update_fields=["clauses"])
    told(actor, "code.written", one.code, one.number)
